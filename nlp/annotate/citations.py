"""The documents that a document names: Document and its dates -> Citation records.

A citation is found at its code, at a bare number after a type ("Nghị quyết 18"), at the name of a
law, or at words that point back ("Công văn nêu trên"). Type, date, issuer, article and role are
read from the words around it; a later mention of a code takes what an earlier one told, and names
it as its target. The document's own number, and the numbers of forms, are no citations.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import NamedTuple

from ..model import Citation, CitationRole, DateMention, Document
from ..rules import Row, alternatives, table
from ..text import UPPER, squeeze
from .codes import Code, codes, parse_code
from .issuers import cue_words, is_made, issuer_after, issuer_before, issuer_of
from .places import Places, clause_start
from .timewords import lower

__all__ = ["Code", "find_citations", "parse_code"]

_W = r"[^\S\n]"


@cache
def _names() -> dict[str, str]:
    """Every name of a document -> its type, "" for a name of any type."""
    rows = (*table("document_names"), *table("doc_types"))
    names: dict[str, str] = {}
    for row in rows:
        names.setdefault(row["name"], row["code"])
    return names


@cache
def _short_names() -> dict[str, str]:
    """Abbreviations that stand before a code ("QĐ số 12/QĐ-UBND"), lower-case -> type."""
    return {row["code"].lower(): row["code"] for row in table("doc_types")} | {"vb": ""}


def _capital(column: str = "") -> str:
    """Names as they begin a citation, those with a true ``column`` or all."""
    rows = table("document_names") if column else (*table("document_names"), *table("doc_types"))
    return alternatives([row["name"].capitalize() for row in rows if not column or row.get(column)])


_TYPE = alternatives(list(_names()))
_SO = rf":?{_W}*(?P<so>(?<!\w)số)?{_W}*:?{_W}*[.…]{{0,12}}"
# Kế hoạch số; Chương trình phối hợp số; Nghị định số 114, (115/2003/NĐ-CP)
_HEAD = re.compile(
    rf"(?<!\w)(?:(?P<type>{_TYPE})(?P<name>(?:{_W}+[^\W\d]+){{0,10}}?)|(?P<short>{alternatives(list(_short_names()))}))"
    rf"(?!\w){_W}*{_SO}(?P<list>(?:\d{{1,5}}[a-z]?(?:/(?:19|20)\d\d)?{_W}*(?:,|và|;){_W}*){{0,8}})\Z"
)
# Luật Phòng, chống tham nhũng số (36/2018/QH14)
_LAW_HEAD = re.compile(
    rf"(?<!pháp{_W})(?<!\w)(?P<type>bộ{_W}+luật|luật|nghị{_W}+quyết|pháp{_W}+lệnh)"
    rf"(?P<name>(?:,?{_W}+\(?[^\W\d]+\)?){{0,25}}?){_W}*{_SO}(?P<short>)(?P<list>)\Z"
)
_AMENDING = re.compile(
    rf"(?<!\w)luật{_W}+sửa{_W}+đổi,?{_W}+bổ{_W}+sung{_W}+một{_W}+số{_W}+điều{_W}+của{_W}+(?:các{_W}+)?\Z"
)
_LONE_SO = re.compile(rf"(?<!\w)[Ss]ố{_W}*:?{_W}*[.…]{{0,12}}\Z")
_FORM = re.compile(rf"(?<!\w){alternatives(cue_words('form'))}{_W}*(?:số)?{_W}*:?{_W}*\Z")
_AND = re.compile(rf"{_W}*(?:[,;]|và|hoặc|[,;]{_W}*và){_W}*(?:các{_W}+)?")
_TO_DATE = re.compile(
    rf"{_W}*(?:tỉnh|huyện)?{_W}*,?\s*\(?(?:(?:ký|ban{_W}+hành|phát{_W}+hành|cùng){_W}+)?"
)
_SENTENCE_START = re.compile(rf"(?:^|[\n.;:+-]){_W}*\Z")
_NUMBERS = rf"\d+(?:{_W}*(?:,|và){_W}*(?:(?:khoản|điều){_W}+)?\d+(?!\d)){{0,12}}"
_ARTICLE = re.compile(
    rf"(?P<article>(?:(?:các{_W}+)?điểm{_W}+[a-zđ](?:{_W}*(?:,|và){_W}*[a-zđ](?!\w)){{0,6}},?{_W}+)?"
    rf"(?:(?:các{_W}+)?khoản{_W}+{_NUMBERS},?{_W}+)?"
    rf"(?:các{_W}+)?(?:(?:điều|mục|chương|phần){_W}+(?:{_NUMBERS}|[ivxl]+(?!\w))|phụ{_W}+lục{_W}+[\divxl]+))"
    rf"(?:,?{_W}+(?:của{_W}+|ban{_W}+hành{_W}+kèm{_W}+theo{_W}+|kèm{_W}+theo{_W}+)?)\Z"
)
_ROLE = re.compile(rf"(?<!\w){alternatives(cue_words('role'))}(?!\w)")
_BARE = (
    rf"(?P<number>\d{{1,4}}[a-zđ]?)(?={_W}*(?:[,;)](?!\d)|\.(?!\d)"
    rf"|(?:của|về|và|ngày|khóa|khoá|nêu|nói|trên)(?!\w)|năm{_W}+(?:19|20)|\n|\Z))"
)
# Nghị quyết 18 của Trung ương
_ALONE = re.compile(rf"(?<!\w)(?P<type>{_capital('alone')}){_W}+{_BARE}")
# (Kế hoạch) số 12 của Huyện ủy
_SO_ALONE = re.compile(rf"(?<!\w)số{_W}+{_BARE}")
_TYPE_BEFORE = re.compile(rf"(?<!\w)(?P<type>{_TYPE}){_W}+\Z")
_LAW_NAMES = alternatives([name for row in table("laws") for name in row["names"]])
_LAW_NAME = rf"(?i:{_LAW_NAMES})(?!\w)"
_NAMED_LAW = rf"(?:Bộ{_W}+luật|Luật|Pháp{_W}+lệnh){_W}+{_LAW_NAME}"
_SYLLABLE = rf"(?!(?:{alternatives(cue_words('stop'))}|số|trình)(?!\w))[^\W\d_]+"
# Luật Đất đai năm 2024; Bộ luật Lao động ngày 20/11/2019; Luật sửa đổi, bổ sung … của Luật Xây dựng
_LAW = re.compile(
    rf"""(?<!\w)(?P<type>{_capital("law")})
    (?P<name>
      {_W}+sửa{_W}+đổi,{_W}+bổ{_W}+sung{_W}+(?:một{_W}+số{_W}+điều{_W}+)?(?:của{_W}+)?(?:các{_W}+)?
        {_NAMED_LAW}(?:(?:,|{_W}+và){_W}+{_NAMED_LAW}){{0,9}}
    | {_W}+(?:{_LAW_NAME}|(?!Bộ{_W}+luật)[{UPPER}]{_SYLLABLE}(?:{_W}+{_SYLLABLE}){{1,5}}))?
    (?:{_W}*\({_W}*sửa{_W}+đổi{_W}*\))?
    (?:,?{_W}+(?:năm\s+(?P<year>(?:19|20)\d\d)|(?P<day>ngày{_W}+\d)))?""",
    re.VERBOSE,
)
_BACK = re.compile(
    rf"(?<!\w)(?P<type>{_capital()}){_W}+"
    rf"(?:(?P<self>{alternatives(cue_words('self'))})|{alternatives(cue_words('above'))})(?!\w)"
)


def find_citations(document: Document, dates: Iterable[DateMention]) -> tuple[Citation, ...]:
    """All citations of ``document``, in order; ``dates`` are its date mentions."""
    reader = _Reader(document, dates)
    apart: list[Citation] = []
    for citation in sorted(reader.citations(), key=lambda c: (c.start, -c.end)):
        listed = apart and citation.rule == apart[-1].rule == "citations.list"
        if not apart or citation.start >= apart[-1].end or listed:
            apart.append(citation)
    return tuple(_linked(apart, document))


class _Head(NamedTuple):
    """What stands before a code: where the citation begins, its type and title, earlier numbers."""

    start: int
    type: str | None = None
    title: str | None = None
    numbers: tuple[str, ...] = ()
    named: bool = False  # a type is printed, here or for the list
    so: bool = False  # "số" is printed


class _Reader:
    """Reads the citations of one document."""

    def __init__(self, document: Document, dates: Iterable[DateMention]) -> None:
        self.document = document
        self.text = document.text
        self.flat = document.flat
        self.low = lower(document.flat)
        self.places = Places(document)
        self.days = [d for d in dates if d.start_date and d.start_date == d.end_date]
        self._starts = [d.start for d in self.days]

    def citations(self) -> Iterator[Citation]:
        """Citations of every kind, not in order, one perhaps inside another."""
        yield from self._coded()
        for match in _ALONE.finditer(self.flat):
            yield self._bare_number(match.start(), match["type"], match)
        for match in _SO_ALONE.finditer(self.low):
            if head := _TYPE_BEFORE.search(self.low, max(0, match.start() - 32), match.start()):
                yield self._bare_number(head.start(), head["type"], match)
        for match in _LAW.finditer(self.flat):
            if match["name"] or match["year"]:
                yield self._law(match)
        for match in _BACK.finditer(self.flat):
            yield self._back(match)

    # at a code

    def _coded(self) -> Iterator[Citation]:
        """Citations with a code; in a list each has the type of the first."""
        listed: list[Citation] = []
        lead: str | None = None
        for match, code in codes(self.flat):
            head = self._head(match, code)
            end = listed[-1].end if listed else 0
            if not (listed and end <= head.start and _AND.fullmatch(self.flat, end, head.start)):
                yield from _shared_issuer(listed)
                listed = []
            elif not head.named:
                head = head._replace(type=listed[-1].type, named=True)
            if self._is_citation(match, code, head):
                if not listed:  # "của Sở Xây dựng tại Tờ trình … và Báo cáo …": it has them all
                    lead = issuer_before(self.flat, head.start, self._day_end(head.start))
                listed += self._at_code(match, code, head, lead)
        yield from _shared_issuer(listed)

    def _at_code(
        self, match: re.Match[str], code: Code, head: _Head, lead: str | None
    ) -> Iterator[Citation]:
        dated, day = self._date(match.end())
        end, issuer = issuer_after(self.flat, dated)
        kind = head.type or code.type
        citation = Citation(
            self.text[head.start : end],
            head.start,
            end,
            code.cited_number,
            code.symbol,
            kind,
            day or self._date_before(head.start),
            issuer or lead,
            head.title,
            self._article(head.start),
            role=self._role(head.start, kind),
            rule="citations.list" if head.numbers else f"citations.{code.system}",
        )
        for number in head.numbers:  # Nghị định số 114, 115/2003/NĐ-CP
            yield replace(citation, number=replace(code, number=number).cited_number)
        yield citation

    def _head(self, match: re.Match[str], code: Code) -> _Head:
        at = match.start()
        before = self.low[clause_start(self.low, at, 160) : at]
        begin = at - len(before)
        law = re.search(r"(?:^|-)(?:UBTV)?QH\d", code.symbol) is not None
        found = _rightmost(_LAW_HEAD if law else _HEAD, before)
        if found and (found["so"] or found["short"] or not (found["name"] or "").strip()):
            start = begin + found.start()
            if law and (amending := _AMENDING.search(before, 0, found.start())):
                start = begin + amending.start()
            title = None
            if law and found["name"].strip():
                title = squeeze(self.text[start : begin + found.end("name")])
            name = squeeze(found["type"] or "")
            kind = _names()[name] if name else _short_names()[found["short"]]
            numbers = tuple(re.findall(r"\d+[a-z]?(?=[^\S\n]*(?:/|,|và|;))", found["list"]))
            return _Head(start, kind or None, title, numbers, named=True, so=True)
        so = _LONE_SO.search(self.flat, max(0, at - 20), at)
        blank = "number" not in match.groupdict()
        return _Head(so.start() if so else at, so=bool(so) or blank)

    def _is_citation(self, match: re.Match[str], code: Code, head: _Head) -> bool:
        if self.places.kind(match.start()) == "furniture":
            return False
        if head.named:
            return True
        if self.places.kind(match.start()) == "letterhead":
            return False
        if _FORM.search(self.low, max(0, head.start - 20), match.start()):
            return False
        own = self.document.header
        if head.so and (own.number, own.symbol) == (code.number, code.symbol):
            return False
        if match.groupdict().get("old"):
            return head.so
        sure = re.search(rf"[{UPPER}]{{2}}", code.symbol) is not None
        return sure and (head.so or "-" in code.symbol or code.system != "state")

    # without a code

    def _bare_number(self, start: int, name: str, match: re.Match[str]) -> Citation:
        kind = _names()[squeeze(name).lower()] or None
        dated, day = self._date(match.end())
        end, issuer = issuer_after(self.flat, dated)
        return self._citation(
            start, end, kind, "citations.number", 0.8,
            number=match["number"], date=day, issuer=issuer,
        )  # fmt: skip

    def _law(self, match: re.Match[str]) -> Citation:
        name = squeeze(match["type"]).lower()
        title_end = match.end("name") if match["name"] else match.end("type")
        dated, day = self._date(match.start("day")) if match["day"] else (match.end(), None)
        return self._citation(
            match.start(), title_end if match["day"] and day is None else dated,
            _names()[name], "citations.law", 0.9,
            date=day, issuer=_law_issuers()[name],
            title=squeeze(self.text[match.start() : title_end]),
        )  # fmt: skip

    def _back(self, match: re.Match[str]) -> Citation:
        kind = _names()[squeeze(match["type"]).lower()] or None
        rule = "citations.self" if match["self"] else "citations.above"
        return self._citation(match.start(), match.end(), kind, rule, 0.8, kind="back")

    def _citation(
        self, start: int, end: int, type: str | None, rule: str, confidence: float, **told: object
    ) -> Citation:
        plain = Citation(
            self.text[start:end], start, end, None, None, type,
            article=self._article(start), role=self._role(start, type), rule=rule,
            confidence=confidence,
        )  # fmt: skip
        return replace(plain, **told)  # type: ignore[arg-type]

    # around it

    def _date(self, end: int) -> tuple[int, date | None]:
        """The day printed after ``end``, and where it ends."""
        index = bisect_left(self._starts, end)
        if index < len(self.days) and self.days[index].start - end < 32:
            mention = self.days[index]
            if _TO_DATE.fullmatch(self.low, end, mention.start):
                return mention.end, mention.start_date
        return end, None

    def _day_end(self, start: int) -> int:
        """The end of the last day before ``start``, or 0."""
        index = bisect_left(self._starts, start)
        return self.days[index - 1].end if index else 0

    def _date_before(self, start: int) -> date | None:
        """Ngày 11/12/2023, Sở Y tế ban hành Công văn số …: the day that opens the sentence."""
        index = bisect_left(self._starts, start) - 1
        if index < 0 or start - self.days[index].end > 120 or not is_made(self.low, start):
            return None
        mention = self.days[index]
        opens = _SENTENCE_START.search(self.low, max(0, mention.start - 4), mention.start)
        between = self.low[mention.end : start]
        return mention.start_date if opens and not re.search(r"[.;:\n]", between) else None

    def _article(self, start: int) -> str | None:
        found = _ARTICLE.search(self.low, max(0, start - 100), start)
        return squeeze(self.text[found.start("article") : found.end("article")]) if found else None

    def _role(self, start: int, kind: str | None) -> CitationRole:
        """What the last cue before it in its clause says."""
        begin = clause_start(self.low, start, 160, ";", ". ")
        cue = None
        for found in _ROLE.finditer(self.low, begin, start):
            cue = squeeze(found.group())
        if cue is None:
            return "mention"
        role: CitationRole = _roles()[cue]["letters" if (kind or "") in _letters() else "role"]
        return role


def _rightmost(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Of the matches that end with ``text``, the one whose type begins last."""
    found = None
    at = 0
    while match := pattern.search(text, at):
        found = match
        at = match.end("type") if match["type"] else match.end("short")
    return found


def _shared_issuer(listed: Sequence[Citation]) -> Iterator[Citation]:
    """Each of a list has the issuer named for it, else its symbol's, else the next one's."""
    following: str | None = None
    backwards: list[Citation] = []
    for citation in reversed(listed):
        following = citation.issuer or following
        own = issuer_of(citation.symbol) if citation.symbol else None
        backwards.append(replace(citation, issuer=citation.issuer or own or following))
    yield from reversed(backwards)


@cache
def _law_issuers() -> dict[str, str]:
    return {row["name"]: row["issuer"] for row in table("document_names") if row.get("law")}


@cache
def _roles() -> dict[str, Row]:
    rows = (row for row in table("citation_cues") if row["kind"] == "role")
    return {word: row for row in rows for word in row["words"]}


@cache
def _letters() -> frozenset[str]:
    return frozenset(cue_words("letter"))


# -- several mentions of one document --------------------------------------------------------------


def _linked(citations: Sequence[Citation], document: Document) -> Iterator[Citation]:
    """Later mentions take date and issuer from the first and have it as their target."""
    first: dict[tuple[str, str | None], Citation] = {}
    latest: dict[str | None, Citation] = {}
    numbered: dict[tuple[str | None, str], Citation] = {}
    for citation in citations:
        if citation.kind == "back":
            yield _resolved(citation, latest, document)
            continue
        linked = citation
        if citation.number is not None:
            key = (citation.number, citation.symbol)
            known = _numbered(citation, numbered) or first.setdefault(key, citation)
            linked = citation if known is citation else _later(citation, known)
            if known.date is None and citation.date is not None:
                first[key] = linked
            if linked.symbol is not None:
                numbered[linked.type, (linked.number or "").split("/")[0]] = linked
        latest[linked.type] = linked
        yield linked


def _numbered(
    citation: Citation, numbered: Mapping[tuple[str | None, str], Citation]
) -> Citation | None:
    """The code that a bare number stands for: "Nghị định 60" after Nghị định 60/2021/NĐ-CP."""
    if citation.symbol is not None or citation.number is None:
        return None
    return numbered.get((citation.type, citation.number))


def _later(citation: Citation, known: Citation) -> Citation:
    short = citation.date is None
    return replace(
        citation,
        number=known.number,
        symbol=known.symbol,
        date=citation.date or known.date,
        issuer=citation.issuer or known.issuer,
        type=citation.type or known.type,
        kind="short" if short else "full",
        target=_printed(known) if short else None,
    )


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
        citation, number=known.number, symbol=known.symbol, date=known.date, issuer=known.issuer,
        target=_printed(known),
    )  # fmt: skip


def _printed(citation: Citation) -> str | None:
    """The code as documents print it."""
    if citation.symbol is None:
        return citation.number
    joint = "-" if citation.rule == "citations.party" else "/"
    return f"{citation.number or ''}{joint}{citation.symbol}"
