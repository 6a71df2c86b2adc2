"""Texts with their figures between ⟨ ⟩, so that arithmetic is tested apart from extraction."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from nlp.checks.arithmetic import find_relations
from nlp.document import from_text
from nlp.model import Document, Figure, Parsed, Relation

_MARKED = re.compile(r"⟨(~|>|<)?([^⟩]*)⟩")
_NUMBER = re.compile(r"[\d.,]*\d")
_APPROX = {"~": "about", ">": "over", "<": "under"}


def _decimal(printed: str) -> Decimal:
    return Decimal(printed.replace(".", "").replace(",", "."))


def _figure(number: int, text: str, start: int, approx: str | None) -> Figure:
    numbers = [_decimal(n) for n in _NUMBER.findall(text)]
    ranged = re.match(r"[\d.,]+\s*-\s*[\d.,]+", text) is not None
    unit = re.sub(r"^[\d.,/\s-]+", "", text)
    ratio = "/" in text.partition(" ")[0]
    kind = "ratio" if ratio else "percent" if "%" in unit or "phần trăm" in unit else "count"
    kind = "multiple" if unit == "lần" else kind
    return Figure(
        id=f"f{number}",
        text=text,
        start=start,
        end=start + len(text),
        value=None if ratio else numbers[0],
        value_max=numbers[1] if ranged else None,
        numerator=numbers[0] if ratio else None,
        denominator=numbers[1] if ratio else None,
        unit=unit,
        kind=kind,
        approx=_APPROX.get(approx or ""),
    )


class Marked:
    """A text read with its marked figures."""

    def __init__(self, marked: str) -> None:
        self.figures: list[Figure] = []
        plain, at = "", 0
        for match in _MARKED.finditer(marked):
            plain += marked[at : match.start()]
            self.figures.append(_figure(len(self.figures), match[2], len(plain), match[1]))
            plain += match[2]
            at = match.end()
        self.document: Document = from_text(plain + marked[at:])
        self.relations: tuple[Relation, ...] = find_relations(self.document, self.figures)

    def parsed(self, *, ocr: bool = False) -> Parsed:
        document = self.document
        return Parsed(
            id="sha256:0",
            source=replace(document.source, ocr=ocr),
            status="ok",
            text=document.text,
            header=document.header,
            footer=document.footer,
            figures=tuple(self.figures),
            relations=self.relations,
        )

    def told(self) -> list[str]:
        """One line a relation: type, members as printed, outcome."""
        texts = {f.id: f.text for f in self.figures}
        return [
            f"{r.type}: {' | '.join(texts[m] for m in r.members())} -> {r.outcome}"
            for r in self.relations
        ]


@pytest.fixture
def read() -> type[Marked]:
    return Marked
