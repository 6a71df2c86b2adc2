"""Documents and what they cite -> citations that give another date or number than the letterhead.

An agency's numbers start anew each year, so a number, a symbol and an issuer name one document of a
year. A citation is only held against a document whose issuer it names: "UBND tỉnh" is the one of
the province that the citing agency belongs to; one without an issuer is of the agency's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rapidfuzz import fuzz

from ..model import Citation, Finding, Letterhead, Parsed, Quote
from ..text import fold
from .indicators import plain
from .keys import Key, group
from .reports import body_of, place_of
from .told import tell

_ALIKE = 80  # of 100: titles that are one title


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as its letterhead names it."""

    issuer: str
    place: str
    day: date
    number: str
    subject: str
    code: str
    quote: Quote

    def packed(self) -> list[Any]:
        """As JSON can keep it: the fields in order."""
        return [self.issuer, self.place, self.day.isoformat(), self.number, self.subject, self.code,
                self.quote.to_dict()]  # fmt: skip

    @classmethod
    def unpacked(cls, record: Sequence[Any]) -> Paper:
        """The paper that was packed."""
        issuer, place, day, number, subject, code, quote = record
        day, quote = date.fromisoformat(day), Quote.from_dict(quote)
        return cls(issuer, place, day, number, subject, code, quote)


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation with a number and a date; ``around`` are the places of the agency that cites."""

    quote: Quote
    issuer: str
    named: bool
    around: frozenset[str]
    day: date
    number: str
    title: str
    ocr: bool

    def packed(self) -> list[Any]:
        """As JSON can keep it: the fields in order."""
        return [self.quote.to_dict(), self.issuer, self.named, sorted(self.around),
                self.day.isoformat(), self.number, self.title, self.ocr]  # fmt: skip

    @classmethod
    def unpacked(cls, record: Sequence[Any]) -> Cited:
        """The citation that was packed."""
        quote, issuer, named, around, day, number, title, ocr = record
        quote, day = Quote.from_dict(quote), date.fromisoformat(day)
        return cls(quote, issuer, named, frozenset(around), day, number, title, ocr)


def papers_of(parsed: Parsed) -> Iterator[tuple[tuple[Key, ...], Paper | Cited]]:
    """A document's letterhead and its dated citations, with the groups that they belong to."""
    header, paper = parsed.header, _paper(parsed)
    if paper is not None:
        symbol = _symbol(header.symbol)
        own = tuple(dict.fromkeys((paper.issuer, paper.place)))
        yield tuple(_keys(paper.number, symbol, paper.day, own, 0)), paper
    for citation in parsed.citations:
        given = _cited(parsed, citation)
        if given is not None:
            symbol = _symbol(citation.symbol)
            # "UBND tỉnh" is of one of the places around, "UBND tỉnh Bắc Mơ" is named in full
            around = () if place_of(citation.issuer or header.issuer or "") else given.around
            names = (given.issuer, *sorted(around))
            yield tuple(_keys(given.number, symbol, given.day, names, 1)), given


def _keys(number: str, symbol: str, day: date, names: Iterable[str], role: int) -> Iterator[Key]:
    for name in names:
        if name:
            yield Key(group("dated", name, number, symbol, day.year), role)
            yield Key(group("numbered", name, symbol, day), role)


def judge_dated(papers: Iterable[Paper], cited: Iterable[Cited]) -> Iterator[Finding]:
    """Citations of a number and year whose document has another date."""
    known = sorted(papers, key=lambda p: p.quote.document)
    for one in cited:
        theirs = [p for p in known if _same_issuer(one, p)]
        if not theirs or any(p.day == one.day for p in theirs):
            continue
        paper = theirs[0]
        fields = {"reported": one.quote.text, "previous": _printed(paper.day)}
        yield tell(
            "cited_date_differs",
            (paper.quote, one.quote),
            doubt=0 if one.named or one.title else 1,
            scan=one.ocr,
            reported=one.quote.text,
            fields=fields,
        )


def judge_numbered(papers: Iterable[Paper], cited: Iterable[Cited]) -> Iterator[Finding]:
    """Citations of a day and title whose document has another number."""
    known = sorted(papers, key=lambda p: p.quote.document)
    for one in cited:
        theirs = [p for p in known if _same_issuer(one, p)]
        if not one.title or any(p.number == one.number for p in theirs):
            continue
        for paper in theirs:
            if paper.subject and fuzz.token_set_ratio(one.title, paper.subject) >= _ALIKE:
                yield tell(
                    "cited_number_differs",
                    (paper.quote, one.quote),
                    scan=one.ocr,
                    reported=one.quote.text,
                    fields={"reported": one.quote.text, "previous": paper.code},
                )
                break


def _paper(parsed: Parsed) -> Paper | None:
    header = parsed.header
    day = header.date
    if not (header.number and header.symbol and header.issuer and day and day.start_date):
        return None
    if day.start_date != day.end_date:
        return None  # a draft with a blank day
    return Paper(
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


def _cited(parsed: Parsed, citation: Citation) -> Cited | None:
    if not (citation.number and citation.symbol and citation.date) or "/" in citation.number:
        return None
    header = parsed.header
    own = body_of(header.issuer or "")
    named = body_of(citation.issuer or "")
    return Cited(
        Quote(parsed.id, parsed.source.path, citation.text, citation.start, citation.end),
        named or own,
        bool(named),
        frozenset(map(place_of, (header.issuer or "", header.parent_issuer or ""))) - {""},
        citation.date,
        citation.number.lstrip("0"),
        plain(citation.title or ""),
        parsed.source.ocr,
    )


def _same_issuer(cited: Cited, paper: Paper) -> bool:
    """Whether a paper is of the agency that is cited."""
    if paper.issuer == cited.issuer:
        return True
    return paper.issuer.startswith(f"{cited.issuer} ") and paper.place in cited.around


def _symbol(symbol: str | None) -> str:
    return fold(symbol or "").replace("/", "-").replace(" ", "")


def _printed(day: date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year}"
