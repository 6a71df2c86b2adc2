"""Documents and what they cite -> citations that give another date or number than the letterhead.

An agency's numbers start anew each year, so a number, a symbol and an issuer name one document of a
year. A citation is only held against a document whose issuer it names: "UBND tỉnh" is the one of
the province that the citing agency belongs to; one without an issuer is of the agency's own. Where
no one says what province that is, the title must be the document's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from rapidfuzz import fuzz

from ..model import Citation, Finding, Letterhead, Parsed, Quote
from ..text import fold
from .indicators import plain
from .keys import Key, group
from .reports import body_of, level_of, place_of, places_above
from .told import CONFIRM, tell

_ABOUT = re.compile(
    r"[,\s]*(?:của\s[^,;:.\n]{2,60}?\s)?(?:về(?:\s+việc)?|V/v)\s+(?P<title>[^;:.\n]{8,160})"
)
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
    numbered: Quote  # where its number stands

    def packed(self) -> list[Any]:
        """As JSON can keep it: the fields in order."""
        return [self.issuer, self.place, self.day.isoformat(), self.number, self.subject, self.code,
                self.quote.to_dict(), self.numbered.to_dict()]  # fmt: skip

    @classmethod
    def unpacked(cls, record: Sequence[Any]) -> Paper:
        """The paper that was packed."""
        issuer, place, day, number, subject, code, quote, numbered = record
        day, quote = date.fromisoformat(day), Quote.from_dict(quote)
        return cls(issuer, place, day, number, subject, code, quote, Quote.from_dict(numbered))


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
        own = tuple(dict.fromkeys((paper.issuer, paper.place, _cut(paper))))
        yield tuple(_keys(paper.number, symbol, paper.day, own, 0)), paper
    places = places_above(parsed)
    for citation in parsed.citations:
        given = _cited(parsed, citation, places)
        if given is not None:
            symbol = _symbol(citation.symbol)
            # "UBND tỉnh" is of one of the places around, "UBND tỉnh Bắc Mơ" is named in full
            around = () if place_of(citation.issuer or header.issuer or "") else given.around
            known = any(given.issuer.endswith(f" {level_of(place)}") for place in around)
            names = sorted(around) if known else (given.issuer, *sorted(around))
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
        doubt = 0 if one.named or one.title else 1
        yield _finding("cited_date_differs", paper, one, _printed(paper.day), doubt)


def judge_numbered(papers: Iterable[Paper], cited: Iterable[Cited]) -> Iterator[Finding]:
    """Citations of a day whose document of that title has another number.

    Without a title, a number whose digits are those of the document's in another order.
    """
    known = sorted(papers, key=lambda p: p.quote.document)
    for one in cited:
        theirs = [p for p in known if _same_issuer(one, p)]
        if any(p.number == one.number for p in theirs):
            continue
        for paper in theirs:
            if _titled(one, paper) or (not one.title and _swapped(one.number, paper.number)):
                doubt = 0 if one.title else CONFIRM
                where = replace(paper, quote=paper.numbered)
                yield _finding("cited_number_differs", where, one, paper.code, doubt)
                break


def _finding(code: str, paper: Paper, one: Cited, printed: str, doubt: int) -> Finding:
    return tell(
        code,
        (paper.quote, one.quote),
        doubt=doubt,
        scan=one.ocr,
        reported=one.quote.text,
        fields={"reported": one.quote.text, "previous": printed},
    )


def _titled(one: Cited, paper: Paper) -> bool:
    """Whether a citation's title is a paper's."""
    return bool(
        one.title and paper.subject and fuzz.token_set_ratio(one.title, paper.subject) >= _ALIKE
    )


def _swapped(a: str, b: str) -> bool:
    """Whether two numbers differ in the order of two neighbouring digits."""
    unlike = [n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y]
    return (
        len(a) == len(b)
        and len(unlike) == 2
        and unlike[1] == unlike[0] + 1
        and sorted(a) == sorted(b)
    )


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
        _place(parsed, header, "date", "number", "code"),
        _place(parsed, header, "code", "number", "date"),
    )


def _place(parsed: Parsed, header: Letterhead, *names: str) -> Quote:
    """Where the first of some parts of a letterhead stands that is known."""
    for name in names:
        where = header.evidence.get(name)
        if where:
            start, end = where["start"], where["end"]
            return Quote(parsed.id, parsed.source.path, parsed.text[start:end], start, end)
    return Quote(parsed.id, parsed.source.path, "", 0, 0)


def _cited(parsed: Parsed, citation: Citation, around: frozenset[str]) -> Cited | None:
    if not (citation.number and citation.symbol and citation.date) or "/" in citation.number:
        return None
    header = parsed.header
    own = body_of(header.issuer or "")
    named = body_of(citation.issuer or "")
    return Cited(
        Quote(parsed.id, parsed.source.path, citation.text, citation.start, citation.end),
        named or own,
        bool(named),
        around,
        citation.date,
        citation.number.lstrip("0"),
        plain(citation.title or _title(parsed.text, citation.end)),
        parsed.source.ocr,
    )


def _title(text: str, at: int) -> str:
    """The title that goes on after a citation: "… của UBND tỉnh về giải quyết đơn tồn đọng"."""
    match = _ABOUT.match(text, at)
    return match["title"] if match else ""


def _same_issuer(cited: Cited, paper: Paper) -> bool:
    """Whether a paper is of the agency that is cited."""
    if paper.issuer == cited.issuer:
        return True
    if not paper.issuer.startswith(f"{cited.issuer} "):
        return False
    level = level_of(paper.place)
    if any(level_of(place) == level for place in cited.around):
        return paper.place in cited.around
    return _titled(cited, paper)


def _cut(paper: Paper) -> str:
    """A paper's issuer as those below it call it: "ubnd tỉnh"."""
    name = paper.place.removeprefix(level_of(paper.place))
    return paper.issuer.removesuffix(name) if paper.place and name else ""


def _symbol(symbol: str | None) -> str:
    return fold(symbol or "").replace("/", "-").replace(" ", "")


def _printed(day: date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year}"
