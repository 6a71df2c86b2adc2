"""Documents and what they cite -> citations that give another date or number than the letterhead.

An agency's numbers start anew each year, so a number, a symbol and an issuer name one document of a
year. A citation is only held against a document whose issuer it names: "UBND tỉnh" is the one of
the province that the citing agency belongs to; one without an issuer is of the agency's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from ..model import Citation, Finding, Letterhead, Parsed, Quote
from ..text import fold
from .indicators import plain
from .reports import body_of, place_of
from .told import tell

_ALIKE = 80  # of 100: titles that are one title


@dataclass(frozen=True, slots=True)
class _Paper:
    """A document as its letterhead names it."""

    id: str
    path: str
    issuer: str
    place: str
    day: date
    number: str
    subject: str
    code: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class _Cited:
    """A citation with a number and a date; ``around`` are the places of the agency that cites."""

    quote: Quote
    issuer: str
    named: bool
    around: frozenset[str]
    day: date
    number: str
    title: str
    ocr: bool


class Citations:
    """The letterheads and dated citations so far."""

    def __init__(self) -> None:
        self._papers: dict[tuple[str, str], list[_Paper]] = {}
        self._of_day: dict[tuple[str, date], list[_Paper]] = {}
        self._cited: dict[tuple[str, str], list[_Cited]] = {}
        self._documents: set[str] = set()

    def add(self, parsed: Parsed) -> list[Finding]:
        """The findings between this document's citations and letterhead and those before."""
        if parsed.id in self._documents:
            return []
        self._documents.add(parsed.id)
        found: list[Finding] = []
        paper = _paper(parsed)
        if paper is not None:
            key = (paper.number, _symbol(parsed.header.symbol))
            self._papers.setdefault(key, []).append(paper)
            self._of_day.setdefault((key[1], paper.day), []).append(paper)
            for cited in self._cited.get(key, ()):
                found += self._dates(cited, [paper])
        for citation in parsed.citations:
            given = _cited(parsed, citation)
            if given is None:
                continue
            key = (given.number, _symbol(citation.symbol))
            self._cited.setdefault(key, []).append(given)
            known = self._papers.get(key, [])
            found += self._dates(given, known)
            if not any(_same_issuer(given, p) for p in known):
                found += self._numbers(given, self._of_day.get((key[1], given.day), []))
        return found

    def _dates(self, cited: _Cited, papers: list[_Paper]) -> Iterator[Finding]:
        theirs = [p for p in papers if _same_issuer(cited, p) and p.day.year == cited.day.year]
        if not theirs or any(p.day == cited.day for p in theirs):
            return
        paper = theirs[0]
        fields = {"reported": cited.quote.text, "previous": _printed(paper.day)}
        yield tell(
            "cited_date_differs",
            (paper.quote, cited.quote),
            doubt=0 if cited.named or cited.title else 1,
            scan=cited.ocr,
            reported=cited.quote.text,
            fields=fields,
        )

    def _numbers(self, cited: _Cited, papers: list[_Paper]) -> Iterator[Finding]:
        for paper in papers:
            if (
                _same_issuer(cited, paper)
                and cited.title
                and paper.subject
                and fuzz.token_set_ratio(cited.title, paper.subject) >= _ALIKE
            ):
                yield tell(
                    "cited_number_differs",
                    (paper.quote, cited.quote),
                    scan=cited.ocr,
                    reported=cited.quote.text,
                    fields={"reported": cited.quote.text, "previous": paper.code},
                )
                return


def _paper(parsed: Parsed) -> _Paper | None:
    header = parsed.header
    day = header.date
    if not (header.number and header.symbol and header.issuer and day and day.start_date):
        return None
    if day.start_date != day.end_date:
        return None  # a draft with a blank day
    return _Paper(
        parsed.id,
        parsed.source.path,
        body_of(header.issuer),
        place_of(header.issuer),
        day.start_date,
        header.number.lstrip("0"),
        plain(header.subject or ""),
        header.code or "",
        _place(parsed, header),
    )


def _place(parsed: Parsed, header: Letterhead) -> Quote:
    """Where the date line stands, or the number if that is not known."""
    for name in ("date", "number", "code"):
        where = header.evidence.get(name)
        if where:
            start, end = where["start"], where["end"]
            return Quote(parsed.id, parsed.source.path, parsed.text[start:end], start, end)
    return Quote(parsed.id, parsed.source.path, "", 0, 0)


def _cited(parsed: Parsed, citation: Citation) -> _Cited | None:
    if not (citation.number and citation.symbol and citation.date) or "/" in citation.number:
        return None
    header = parsed.header
    own = body_of(header.issuer or "")
    named = body_of(citation.issuer or "")
    return _Cited(
        Quote(parsed.id, parsed.source.path, citation.text, citation.start, citation.end),
        named or own,
        bool(named),
        frozenset(map(place_of, (header.issuer or "", header.parent_issuer or ""))) - {""},
        citation.date,
        citation.number.lstrip("0"),
        plain(citation.title or ""),
        parsed.source.ocr,
    )


def _same_issuer(cited: _Cited, paper: _Paper) -> bool:
    """Whether a paper is of the agency that is cited."""
    if paper.issuer == cited.issuer:
        return True
    return paper.issuer.startswith(f"{cited.issuer} ") and paper.place in cited.around


def _symbol(symbol: str | None) -> str:
    return fold(symbol or "").replace("/", "-").replace(" ", "")


def _printed(day: date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year}"
