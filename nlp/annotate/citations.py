"""The documents that a document names: Document and its dates -> Citation records.

A citation is found at its code, at a bare number after a type ("Nghị quyết 18"), at the name of a law,
or at a word that points back ("Công văn nêu trên"). Type, date, issuer, article and role are read from
the words around it; a later mention of a code takes what an earlier one told. The document's own number
is no citation.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import NamedTuple

from ..model import Citation, CitationRole, DateMention, Document
from ..rules import Row, alternatives, table
from ..text import squeeze
from .codes import Code, codes, issuer_of, parse_code
from .timewords import lower

__all__ = ["Code", "find_citations", "parse_code"]

_W = r"[^\S\n]"


def _words(kind: str) -> list[str]:
    return [word for row in table("citation_cues") if row["kind"] == kind for word in row["words"]]


def _names(column: str = "") -> dict[str, str]:
    """Name -> type code, of all documents, or of those with a true ``column``."""
    rows: list[Row] = [*table("document_names")]
    if not column:
        rows += table("doc_types")
    names: dict[str, str] = {}
    for row in rows:
        if not column or row.get(column):
            names.setdefault(row["name"], row["code"])
    return names


_TYPE = alternatives(list(_names()))
_HEAD = re.compile(
    rf"(?<!\w)(?P<type>{_TYPE})(?P<name>(?:{_W}+[^\W\d]+){{0,10}}?){_W}*(?P<so>(?<!\w)số)?{_W}*:?{_W}*"
    rf"(?P<list>(?:\d{{1,5}}[a-z]?(?:/(?:19|20)\d\d)?{_W}*(?:,|và|;){_W}*){{0,8}})\Z"
)
_LAW_HEAD = re.compile(
    rf"(?<!\w)(?P<type>luật|bộ{_W}+luật|nghị{_W}+quyết|pháp{_W}+lệnh)"
    rf"(?P<name>(?:{_W}+(?!(?:luật|và){_W}+(?:số|luật))[^\W\d]+,?){{0,25}}?){_W}*(?P<so>(?<!\w)số)?{_W}*(?P<list>)\Z"
)
_SO = re.compile(rf"(?<!\w)số{_W}*:?{_W}*[.…]*\Z", re.IGNORECASE)
_AND = re.compile(rf"{_W}*(?:[,;]|và|hoặc|[,;]{_W}*và){_W}*(?:số{_W}*)?")
_TO_DATE = re.compile(
    rf"{_W}*(?:tỉnh|huyện)?{_W}*,?{_W}*\(?(?:(?:ký|ban{_W}+hành|phát{_W}+hành|cùng){_W}+)?"
)
_ARTICLE = re.compile(
    rf"(?P<article>(?:(?:các{_W}+)?điểm{_W}+[a-zđ](?:{_W}*[,và]+{_W}*[a-zđ](?!\w)){{0,6}},?{_W}+)?"
    rf"(?:(?:các{_W}+)?khoản{_W}+\d+(?:{_W}*(?:,|và){_W}*(?:khoản{_W}+)?\d+){{0,6}},?{_W}+)?"
    rf"(?:các{_W}+)?(?:điều|mục|chương|phần|phụ{_W}+lục){_W}+[\divxl]+[a-zđ]?(?:{_W}*(?:,|và){_W}*(?:điều{_W}+)?\d+){{0,6}}),?{_W}+(?:của{_W}+)?\Z"
)
_STOP = alternatives(_words("stop"))
_ISSUER = re.compile(
    rf"{_W}*,?{_W}*(?:của|do){_W}+(?P<issuer>(?=[^\W\d_])(?:(?!(?:{_STOP}|{_TYPE})(?!\w))[^\W\d_]+(?:{_W}+|{_W}*-{_W}*)?){{1,16}}"
    rf"(?:\((?:khóa|khoá)[^)\n]{{1,16}}\))?)"
)
_MAKES = re.compile(rf"(?<!\w){alternatives(_words('makes'))}{_W}+(?:các{_W}+)?\Z")
_MAKER = re.compile(
    rf"(?:^|[,;.:\n]){_W}*(?P<issuer>[^\W\d_][^,;.:\n]{{2,80}}?){_W}+(?:đã{_W}+)?{alternatives(_words('makes'))}{_W}+(?:các{_W}+)?\Z"
)
_ROLE = re.compile(rf"(?<!\w){alternatives(_words('role'))}(?!\w)")
_ALONE = re.compile(
    rf"(?<!\w)(?P<type>{alternatives([name.capitalize() for name in _names('alone')])}){_W}+(?P<so>số{_W}+)?"
    rf"(?P<number>\d{{1,4}}[a-zđ]?)"
    rf"(?={_W}*(?:[,;.)](?!\d)|của(?!\w)|về(?!\w)|và(?!\w)|ngày(?!\w)|năm{_W}+(?:19|20)|\n|\Z))"
)
_LAW = re.compile(
    rf"(?<!\w)(?P<type>{alternatives([name.capitalize() for name in _names('law')])})"
    rf"(?P<name>{_W}+[^\W\d_a-zà-ỹđ][^\W\d_]*(?:,?{_W}+(?!(?:{_STOP}|và{_W}+(?:Luật|Nghị|Pháp)|Luật|Bộ{_W}+luật|số)(?!\w))[^\W\d_]+){{0,14}})?"
    rf"(?:,?{_W}+(?:năm{_W}+(?P<year>(?:19|20)\d\d)|(?P<day>ngày{_W}+\d)))?"
)
_BACK = re.compile(
    rf"(?<!\w)(?P<type>{alternatives([name.capitalize() for name in _names()])}){_W}+"
    rf"(?:(?P<self>{alternatives(_words('self'))})|(?P<above>{alternatives(_words('above'))}))(?!\w)"
)


class _Head(NamedTuple):
    """What stands before a code: where the citation begins, its type, its title, earlier numbers."""

    start: int
    type: str | None
    title: str | None
    numbers: tuple[tuple[int, str], ...] = ()
    printed: bool = True


def find_citations(document: Document, dates: Iterable[DateMention]) -> tuple[Citation, ...]:
    """All citations of a document, in order.

    Args:
        dates: the document's date mentions, which citations take their dates from.
    """
    reader = _Reader(document, dates)
    found = sorted([*reader.coded(), *reader.uncoded()], key=lambda c: (c.start, -c.end))
    apart: list[Citation] = []
    for citation in found:
        if not apart or citation.start >= apart[-1].end or citation.text == apart[-1].text:
            apart.append(citation)
    return tuple(_linked(apart, document))


class _Reader:
    """Reads the citations of one document."""

    def __init__(self, document: Document, dates: Iterable[DateMention]) -> None:
        self.document = document
        self.text = document.text
        self.flat = document.flat
        self.low = lower(document.flat)
        self.days = [d for d in dates if d.start_date and d.start_date == d.end_date]
        self._starts = [d.start for d in self.days]
        self._letterheads = [
            (b.start, b.end) for b in document.blocks if b.kind in ("letterhead", "furniture")
        ]

    def coded(self) -> Iterator[Citation]:
        """Citations with a code, those in lists with the type of the first."""
        last_end, last = -1, _Head(0, None, None)
        for match, code in sorted(codes(self.flat), key=lambda pair: pair[0].start()):
            if match.start() < last_end:
                continue
            head = self._head(match, code)
            listed = last_end >= 0 and _AND.fullmatch(self.flat, last_end, head.start)
            if not head.printed and listed:
                head = head._replace(type=last.type, printed=True)
            if not self._is_citation(match, code, head):
                continue
            end, day = self._date(match.end())
            end, issuer = self._issuer(end)
            start = head.start
            if day is None:
                day = self._date_before(start)
            issuer = issuer or self._maker(start) or issuer_of(code.symbol)
            role = self._role(start, head.type if head.type is not None else code.type)
            article = self._article(start)
            for at, number in head.numbers:
                yield self._citation(
                    at, match.end(), replace(code, number=number), head, day, issuer, role, article
                )
            yield self._citation(
                start if not head.numbers else match.start(),
                end,
                code,
                head,
                day,
                issuer,
                role,
                article,
            )
            last_end, last = end, head

    def _citation(
        self,
        start: int,
        end: int,
        code: Code,
        head: _Head,
        day: date | None,
        issuer: str | None,
        role: CitationRole,
        article: str | None,
    ) -> Citation:
        return Citation(
            self.text[start:end],
            start,
            end,
            code.cited_number,
            code.symbol,
            head.type or code.type,
            day,
            issuer,
            head.title,
            article,
            role=role,
            rule=f"citations.{code.system}",
        )

    def _head(self, match: re.Match[str], code: Code) -> _Head:
        at = match.start()
        begin = max(0, at - 160, self.low.rfind("\n", 0, at) + 1)
        law = re.match(r"(?:UBTV)?QH\d", code.symbol) is not None
        before = self.low[begin:at]
        if law:
            found = _LAW_HEAD.search(before)
        else:
            found = _rightmost(_HEAD, before)
        if found and (found["so"] or not found["name"].strip()):
            start = begin + found.start()
            numbers = tuple(
                (begin + found.start("list") + m.start(), m.group())
                for m in re.finditer(r"\d+[a-z]?(?=\s*(?:,|và|;))", found["list"])
            )
            if numbers:
                numbers = ((start, numbers[0][1]), *numbers[1:])
            title = (
                squeeze(self.text[start : begin + found.end("name")])
                if law and found["name"].strip()
                else None
            )
            kind = _names()[squeeze(found["type"])]
            return _Head(start, kind or None, title, numbers)
        so = _SO.search(self.flat, max(0, at - 16), at)
        return _Head(so.start() if so else at, None, None, printed=False)

    def _is_citation(self, match: re.Match[str], code: Code, head: _Head) -> bool:
        start = match.start()
        if any(a <= start < b for a, b in self._letterheads) and not head.printed:
            return False
        if head.printed:
            return True
        own = self.document.header
        if (own.number or None, own.symbol) == (code.number, code.symbol) and head.start < start:
            return False
        if match.re.pattern.startswith("số"):
            return True
        sure = bool(re.search(r"[A-ZĐ]{2}", code.symbol))
        return sure and (head.start < start or "-" in code.symbol or code.system != "state")

    def _date(self, end: int) -> tuple[int, date | None]:
        """The date printed after a code, and where it ends."""
        index = bisect_left(self._starts, end)
        if index < len(self.days) and self.days[index].start - end < 24:
            mention = self.days[index]
            if _TO_DATE.fullmatch(self.low, end, mention.start):
                return mention.end, mention.start_date
        return end, None

    def _date_before(self, start: int) -> date | None:
        """Ngày 11/12/2023, Sở Y tế ban hành Công văn số …"""
        if not _MAKES.search(self.low, max(0, start - 24), start):
            return None
        index = bisect_left(self._starts, start) - 1
        if index < 0 or start - self.days[index].end > 120:
            return None
        mention = self.days[index]
        between = self.low[mention.end : start]
        before = self.low[max(0, mention.start - 3) : mention.start].rstrip(" ")
        opens = not before or before[-1] in "\n.;:-+"
        return mention.start_date if opens and not re.search(r"[.;:\n]", between) else None

    def _issuer(self, end: int) -> tuple[int, str | None]:
        if found := _ISSUER.match(self.low, end):
            name = self.text[found.start("issuer") : found.end("issuer")].rstrip(" -–")
            name = re.sub(r"\s+(?:và|về|của)$", "", squeeze(name))
            if name[:1].isupper():
                return found.start("issuer") + len(
                    self.text[found.start("issuer") : found.end("issuer")].rstrip(" -–")
                ), name
        return end, None

    def _maker(self, start: int) -> str | None:
        """ "UBND huyện đã ban hành Công văn số …": who did."""
        begin = max(0, start - 100, self.low.rfind("\n", 0, start) + 1)
        found = _MAKER.search(self.low[begin:start])
        if not found:
            return None
        name = squeeze(self.text[begin + found.start("issuer") : begin + found.end("issuer")])
        return name if name[:1].isupper() else None

    def _article(self, start: int) -> str | None:
        found = _ARTICLE.search(self.low, max(0, start - 80), start)
        return (
            squeeze(self.text[found.start("article") + 0 : found.end("article")]) if found else None
        )

    def _role(self, start: int, kind: str | None) -> CitationRole:
        begin = max(
            0, start - 160, *(self.low.rfind(mark, 0, start) + 1 for mark in ("\n", ";", ". "))
        )
        cue = None
        for found in _ROLE.finditer(self.low, begin, start):
            cue = squeeze(found.group())
        if cue is None:
            return "mention"
        row = _roles()[cue]
        role: CitationRole = row["letters"] if (kind or "") in _letters() else row["role"]
        return role

    def uncoded(self) -> Iterator[Citation]:
        """Bare numbers, laws by name and words that point back."""
        for match in _ALONE.finditer(self.flat):
            kind = _names()[squeeze(match["type"]).lower()]
            end, day = self._date(match.end())
            end, issuer = self._issuer(end)
            yield Citation(
                self.text[match.start() : end], match.start(), end, match["number"], None, kind, day, issuer,
                role=self._role(match.start(), kind), rule="citations.number", confidence=0.8,
                article=self._article(match.start()),
            )  # fmt: skip
        for match in _LAW.finditer(self.flat):
            if match["name"] is None and match["year"] is None:
                continue
            end, day = self._date(match.start("day")) if match["day"] else (match.end(), None)
            stop = match.end("name") if match["name"] else match.end("type")
            yield Citation(
                self.text[match.start() : end], match.start(), end, None, None, "L", day,
                "Quốc hội", squeeze(self.text[match.start() : stop]), self._article(match.start()),
                role=self._role(match.start(), "L"), rule="citations.law", confidence=0.9,
            )  # fmt: skip
        for match in _BACK.finditer(self.flat):
            kind = _names()[squeeze(match["type"]).lower()]
            yield Citation(
                match.group(), match.start(), match.end(), None, None, kind or None, kind="back",
                article=self._article(match.start()), role=self._role(match.start(), kind),
                rule="citations.self" if match["self"] else "citations.above", confidence=0.8,
            )  # fmt: skip


def _rightmost(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The match that begins last of those that end at the end of ``text``."""
    found = None
    at = 0
    while match := pattern.search(text, at):
        found, at = match, match.start() + 1
    return found


@cache
def _roles() -> dict[str, Row]:
    return {
        word: row
        for row in table("citation_cues")
        if row["kind"] == "role"
        for word in row["words"]
    }


@cache
def _letters() -> frozenset[str]:
    return frozenset(_words("letter"))


# -- one document, several mentions --------------------------------------------------------------------


def _linked(citations: Sequence[Citation], document: Document) -> Iterator[Citation]:
    """Later mentions take date and issuer from earlier ones and name them as their target."""
    full: dict[tuple[str | None, str | None], Citation] = {}
    latest: dict[str | None, Citation] = {}
    for citation in citations:
        if citation.kind == "back":
            yield _resolved(citation, latest, document)
            continue
        key = (citation.number, citation.symbol)
        known = full.get(key) if citation.number else None
        if known is not None:
            short = citation.date is None
            citation = replace(
                citation,
                date=citation.date or known.date,
                issuer=citation.issuer or known.issuer,
                type=citation.type or known.type,
                kind="short" if short else "full",
                target=_code(known) if short else None,
            )
        elif citation.number:
            full[key] = citation
        latest[citation.type] = citation
        yield citation


def _resolved(
    citation: Citation, latest: dict[str | None, Citation], document: Document
) -> Citation:
    own = document.header
    if citation.rule == "citations.self":
        return replace(citation, target=own.code) if own.type == citation.type else citation
    known = latest.get(citation.type)
    if known is None or known.number is None:
        return citation
    return replace(
        citation,
        number=known.number,
        symbol=known.symbol,
        date=known.date,
        issuer=known.issuer,
        target=_code(known),
    )


def _code(citation: Citation) -> str | None:
    if citation.symbol is None:
        return citation.number
    joint = "-" if citation.rule == "citations.party" else "/"
    return f"{citation.number or ''}{joint}{citation.symbol}"
