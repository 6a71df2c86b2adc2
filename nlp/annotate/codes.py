"""Document codes in their three grammars, as ``Code`` records.

    123/BC-UBND          state: number, slash, type and office       (Nghị định 30/2020/NĐ-CP)
    310-CV/BTGTU         Party: number, hyphen, type, slash, office   (Hướng dẫn 36-HD/VPTW)
    30/2020/NĐ-CP        normative: number, year, symbol

Spaces and line breaks inside a code, and the dots that a draft leaves around a number filled in by
hand, are read over. An office letter carries no type in the state grammar: 456/UBND-VX is a "CV".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ..model import Record, System
from ..rules import table
from ..text import UPPER

_S = r"[^\S\n]{0,2}"
_SEGMENT = rf"[{UPPER}][\w&]{{0,23}}"
_JOINED = (
    rf"(?:[-–.]|{_S}[-–]{_S}(?=[{UPPER}]{{2}})){_SEGMENT}|,(?=[{UPPER}]{{2,4}}(?!\w)){_SEGMENT}"
)
_UNIT = rf"\({_SEGMENT}(?:-{_SEGMENT})?\)"  # the unit that drafted it: BC-CAT(PV01)
_SYMBOL = rf"{_SEGMENT}(?:/{_SEGMENT})?(?:{_JOINED}){{0,4}}(?:{_UNIT})?"
_YEAR = r"(?:19|20)[^\S\n]?\d[^\S\n]?\d"  # 200 3, as some PDFs print it
_NUMBER = r"(?:(?<=số[^\S\n])\d{1,3}[^\S\n]\d{1,3}|\d{1,2}\.\d{3}|\d{1,5}[a-zđA-ZĐ]{0,2})"
CODE = re.compile(
    rf"""(?<![\w/.:-])(?P<number>{_NUMBER})(?!\d)[.…_]{{0,12}}{_S}
    (?:/{_S}(?:(?P<year>{_YEAR}){_S}/{_S})?(?P<symbol>{_SYMBOL})
      |[-–]{_S}(?P<party>{_SEGMENT}{_S}/{_S}{_SEGMENT}(?:[-.]{_SEGMENT}){{0,2}})
      |(?<=\d[^\S\n])(?P<old>[{UPPER}]{{2,6}}/[{UPPER}][\w]{{1,9}}(?:[-.]{_SEGMENT}){{0,2}}))""",
    re.VERBOSE,
)  # the last as in Thông tư số 60 TC/CĐKT, up to the 1990s
# A draft's code: "số      /QĐ-UBND", "số …./2024/NQ-HĐND".
BLANK_CODE = re.compile(
    rf"""(?<!\w)[Ss]ố{_S}:?[^\S\n._…]{{0,24}}[._…]{{0,12}}[^\S\n]{{0,24}}/{_S}
    (?:(?P<year>{_YEAR}){_S}/{_S})?(?P<symbol>{_SYMBOL})""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Code(Record):
    """A document's code; a draft has no ``number`` yet, only normative codes print the ``year``."""

    number: str | None
    year: int | None
    symbol: str
    type: str | None
    system: System

    def __str__(self) -> str:
        if self.system == "party":
            return f"{self.number or ''}-{self.symbol}"
        year = f"/{self.year}" if self.year else ""
        return f"{self.number or ''}{year}/{self.symbol}"

    @property
    def cited_number(self) -> str | None:
        """The number as citations give it: a normative one keeps its year."""
        return f"{self.number}/{self.year}" if self.number and self.year else self.number


@cache
def type_codes() -> frozenset[str]:
    """The type abbreviations a symbol may begin with."""
    return frozenset(row["code"] for name in ("doc_types", "document_names") for row in table(name))


def parse_code(text: str) -> Code | None:
    """The code that ``text`` is, with or without "số" before it; None where it is none.

    >>> parse_code("310-CV/BTGTU")
    Code(number='310', year=None, symbol='CV/BTGTU', type='CV', system='party')
    """
    squeezed = " ".join(text.split())
    bare = re.sub(r"^[Ss]ố ?:? ?", "", squeezed)
    match = CODE.fullmatch(bare) or BLANK_CODE.fullmatch(squeezed)
    return code_of(match) if match else None


def code_of(match: re.Match[str]) -> Code:
    """The Code of a match of CODE or BLANK_CODE."""
    printed = match.groupdict()
    symbol = _close(printed.get("party") or printed.get("old") or printed["symbol"])
    number = printed.get("number")
    year = int(_close(printed["year"])) if printed["year"] else None
    system: System = "party" if printed.get("party") else "state"
    if year or re.match(r"(?:QH|UBTVQH)\d", symbol):
        system = "normative"
    if number:
        number = _close(number).replace(".", "")
    return Code(number, year, symbol, _type(symbol, system), system)


def _close(printed: str) -> str:
    return "".join(printed.split()).replace("–", "-")


def _type(symbol: str, system: System) -> str | None:
    first = re.split(r"[-/.]", symbol, maxsplit=1)[0]
    if first in type_codes():
        return first
    return "CV" if system == "state" and "-" in symbol else None


def codes(flat: str) -> list[tuple[re.Match[str], Code]]:
    """All codes in a text, drafts' too, in order, none inside another."""
    found = [*CODE.finditer(flat), *BLANK_CODE.finditer(flat)]
    apart: list[tuple[re.Match[str], Code]] = []
    for match in sorted(found, key=lambda m: m.start()):
        if not apart or match.start() >= apart[-1][0].end():
            apart.append((match, code_of(match)))
    return apart
