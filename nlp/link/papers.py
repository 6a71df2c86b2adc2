"""Parsed documents -> papers: the little that linking needs of each, so that thousands fit.

A paper has its orders (what opens a task), its results (clauses that say what was done, with the
heading they stand under), and the places where it names other documents.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from ..annotate.sentences import block_sentences, clauses
from ..model import (
    Block,
    Citation,
    DateMention,
    Directive,
    Label,
    Parsed,
    Record,
    Section,
    Span,
    Task,
)
from ..rules import alternatives, table
from ..text import fold, modern_tone, squeeze
from .bodies import Body, bodies, body, inherited

_HEAD = 2000  # characters in which a document says what it answers
_LEAD = 4  # a sentence of fewer words is the heading of what follows: "Giải quyết."
_CONTEXT = 100  # characters of a heading
_ITEM_LINE = re.compile(r"\n(?=(?P<marker>[-+•*])|\d+[.)]|[a-zđ]\)|[IVX]+\.)")
_COLUMNS = re.compile(r"\s\|\s")  # of a table, told as a line
_OPENS = re.compile(r"(?::|như sau|sau đây)[\s.:]*\Z")  # a list


@dataclass(frozen=True, slots=True)
class Order(Record):
    """Something to be done: a directive, or a planned item that holds none."""

    id: str
    text: str
    action: str
    start: int
    end: int
    page: int | None
    section: str | None
    assignees: tuple[str, ...]
    collaborators: tuple[str, ...] = ()
    issuer: str | None = None
    deadline: date | None = None
    deadline_text: str | None = None
    recurring: str | None = None
    report_to: str | None = None
    labels: tuple[Label, ...] = ()

    @property
    def bodies(self) -> tuple[Body, ...]:
        return bodies(self.assignees)


@dataclass(frozen=True, slots=True)
class Result(Record):
    """A clause that tells of work, ``item`` the offset of the item it is in.

    ``row``: it is a line of a table. ``until``: the last day that it names, be it of a period.
    """

    text: str
    heading: str
    start: int
    end: int
    page: int | None
    item: int
    status: str | None
    days: tuple[date, ...]
    row: bool = False
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Naming(Record):
    """A place where another document is named: the sentence, and whether it heads the text.

    ``reach``: how far what follows is about that document, where a heading or the opening of a
    list names it: "V. Kết quả thực hiện Công văn số 12/UBND-VX", "Thực hiện Công văn …, xã đã:".
    """

    citation: Citation
    sentence: str
    start: int
    end: int
    page: int | None
    head: bool
    deadline: date | None  # the last day it names
    reach: int | None = None
    titled: bool = False  # it stands in the subject


@dataclass(frozen=True, slots=True)
class Paper(Record):
    id: str
    path: str
    code: str | None
    key: str | None
    type: str | None
    day: date | None
    issuer: str | None
    parent: str | None
    addressees: tuple[str, ...]
    subject: str
    period: tuple[date, date] | None
    orders: tuple[Order, ...]
    results: tuple[Result, ...]
    namings: tuple[Naming, ...]
    opening: tuple[int, int]
    recipients: tuple[str, ...] = ()

    @property
    def issuer_body(self) -> Body:
        return body(self.issuer or "")

    @property
    def issuer_bodies(self) -> tuple[Body, ...]:
        """The issuer, and those whose work was its own by the day of the paper."""
        return inherited(self.issuer_body, self.day)

    def told(self, order: Order) -> tuple[Body, ...]:
        """Whom an order of this paper tells: whom it names, else whom the letter goes to."""
        return order.bodies or (() if self.reports else bodies(self.addressees))

    @property
    def reports(self) -> bool:
        """Whether it tells what was done: a report, or a letter that reports."""
        return self.type == "BC" or _reporting().search(_plain(self.subject)) is not None


@cache
def _reporting() -> re.Pattern[str]:
    words = [w for row in table("link_cues") if row["cue"] == "reports" for w in row["words"]]
    return re.compile(
        rf"\A(?:v/v|về\s+việc|về)?\s*{alternatives([_plain(w) for w in words])}(?!\w)"
    )


@cache
def compared() -> re.Pattern[str]:
    """Words about another time that a result is compared with."""
    words = [w for row in table("link_cues") if row["cue"] == "compared" for w in row["words"]]
    return re.compile(rf"{alternatives(words)}[^,;.]*", re.IGNORECASE)


def _plain(text: str) -> str:
    return modern_tone(text.lower())


def read_paper(parsed: Parsed) -> Paper:
    """The paper of a parsed document."""
    return _Reader(parsed).paper()


class _Reader:
    def __init__(self, parsed: Parsed) -> None:
        self._parsed = parsed
        self._flat = parsed.text.replace("\n", " ")
        self._sections = {section.id: section for section in parsed.sections}
        self._cited = [(c.start, c.end) for c in parsed.citations]
        self._pages = sorted((f.start, f.page) for f in parsed.figures if f.page is not None)

    def paper(self) -> Paper:
        parsed = self._parsed
        header = parsed.header
        day = header.date.start_date if header.date else None
        exact = header.date and header.date.start_date == header.date.end_date
        return Paper(
            id=parsed.id,
            path=parsed.source.path,
            code=header.code,
            key=code_key(*_split(header.code)) if header.code else None,
            type=header.type,
            day=day if exact else None,
            issuer=header.issuer,
            parent=header.parent_issuer,
            addressees=header.addressees,
            subject=squeeze(header.subject or ""),
            period=self._period(),
            orders=tuple(self._orders()),
            results=tuple(self._results()),
            namings=tuple(self._namings()),
            opening=self._opening(),
            recipients=parsed.footer.recipients,
        )

    def _page(self, start: int) -> int | None:
        """The page of the nearest figure before, since a parsed document keeps no lines."""
        if not self._pages:
            return None
        at = max(0, bisect_right(self._pages, start, key=lambda p: p[0]) - 1)
        return self._pages[at][1]

    def _period(self) -> tuple[date, date] | None:
        """The period that the subject names: what a report is about."""
        place = self._parsed.header.evidence.get("subject")
        if not place:
            return None
        named = [
            d
            for d in self._parsed.dates
            if d.start_date
            and d.end_date
            and d.start_date < d.end_date
            and place["start"] <= d.start < place["end"]
        ]
        if not named:
            return None
        first = named[0]
        assert first.start_date
        assert first.end_date
        return first.start_date, first.end_date

    def _orders(self) -> Iterator[Order]:
        for directive in self._parsed.directives:
            if directive.modality != "reported":
                yield self._order(directive)
        if self._parsed.header.type in ("BC", "KH", "CTr"):
            for task in self._parsed.tasks:
                if task.status == "planned" and task.directive is None and task.section:
                    yield Order(
                        task.id,
                        task.text,
                        squeeze(task.text),
                        task.start,
                        task.end,
                        self._page(task.start),
                        task.section,
                        (),
                        labels=task.labels,
                    )

    def _order(self, directive: Directive) -> Order:
        return Order(
            directive.id,
            directive.text,
            directive.action,
            directive.start,
            directive.end,
            self._page(directive.start),
            directive.section,
            directive.assignees,
            directive.collaborators,
            directive.issuer,
            directive.deadline,
            directive.deadline_text,
            directive.recurring,
            directive.report_to,
            directive.labels,
        )

    def _results(self) -> Iterator[Result]:
        for task in self._parsed.tasks:
            yield from self._clauses(task)

    def _clauses(self, task: Task) -> Iterator[Result]:
        heading = self._heading(task.section)
        row = _COLUMNS.search(self._flat, task.start, task.end) is not None
        block = Block("paragraph", task.start, task.end, body=task.start)
        for sentence in block_sentences(self._flat, block):
            if len(self._flat[sentence.start : sentence.end].split()) < _LEAD:
                heading = f"{heading} {self._flat[sentence.start : sentence.end]}".strip()
                continue
            for clause in clauses(self._flat, sentence.start, sentence.end):
                text = squeeze(self._flat[clause.start : clause.end])
                if text.endswith(":") and self._cited_in(clause):
                    continue  # it says what the items that follow answer
                yield Result(
                    text=text,
                    heading="" if heading and fold(text).startswith(fold(heading)) else heading,
                    start=clause.start,
                    end=clause.end,
                    page=self._page(clause.start),
                    item=task.start,
                    status=task.status,
                    days=self._days(clause),
                    row=row,
                    until=self._until(clause),
                )

    def _heading(self, section: str | None) -> str:
        """The title of a section; one that names a document tells nothing of the work."""
        found = self._sections.get(section or "")
        if found is None or self._cited_in(Span(found.start, self._body(found))):
            return ""
        return _title(found)

    def _body(self, section: Section) -> int:
        """Where the line of a section's title ends."""
        end = self._parsed.text.find("\n", section.start, section.end)
        return section.end if end < 0 else end

    def _cited_in(self, place: Span) -> bool:
        return any(
            c.number is not None and place.start <= c.start < place.end
            for c in self._parsed.citations
        )

    def _days(self, place: Span) -> tuple[date, ...]:
        """The single days a clause names as days of work, those of cited documents left out."""
        return tuple(
            d.end_date
            for d in self._parsed.dates
            if place.start <= d.start < place.end
            and d.end_date is not None
            and _is_day(d)
            and not any(a <= d.start < b for a, b in self._cited)
        )

    def _until(self, clause: Span) -> date | None:
        """The last day that a clause names of its own work."""
        others = [m.span() for m in compared().finditer(self._flat, clause.start, clause.end)]
        days = [
            d.end_date
            for d in self._parsed.dates
            if clause.start <= d.start < clause.end
            and d.end_date is not None
            and not any(a <= d.start < b for a, b in (*others, *self._cited))
        ]
        return max(days, default=None)

    def _last_day(self, place: Span) -> date | None:
        """The last day named in a sentence, be it the end of a period."""
        days = [d.end_date for d in self._parsed.dates if place.start <= d.start < place.end]
        return max((day for day in days if day is not None), default=None)

    def _opening(self) -> tuple[int, int]:
        """The text before the first section or order: where a document says what it answers."""
        starts = [s.start for s in self._parsed.sections if s.start > 0][:1]
        starts += [d.start for d in self._parsed.directives][:1]
        end = min([*starts, _HEAD, len(self._flat)])
        subject = self._parsed.header.evidence.get("subject")
        return (subject["start"] if subject else 0, end)

    def _namings(self) -> Iterator[Naming]:
        subject = self._parsed.header.evidence.get("subject")
        end = self._opening()[1]
        for citation in self._parsed.citations:
            if citation.number is None:
                continue
            titled = subject is not None and subject["start"] <= citation.start < subject["end"]
            if subject is not None and titled:
                place = Span(subject["start"], subject["end"])
            else:
                place = self._sentence(citation.start)
            yield Naming(
                citation=citation,
                sentence=squeeze(self._flat[place.start : place.end]),
                start=place.start,
                end=place.end,
                page=self._page(citation.start),
                head=titled or citation.start < end,
                deadline=self._last_day(place),
                reach=None if titled else self._reach(citation, place),
                titled=titled,
            )

    def _reach(self, citation: Citation, sentence: Span) -> int | None:
        """Where that ends which a heading or the opening of a list says of a document."""
        around = [s for s in self._parsed.sections if s.start <= citation.start < s.end]
        inner = max(around, key=lambda s: (s.start, -s.end), default=None)
        if inner is not None and citation.start < self._body(inner):
            return inner.end
        end = inner.end if inner is not None else len(self._flat)
        if not _OPENS.search(self._flat[sentence.start : sentence.end]):
            return None
        items = _ITEM_LINE.finditer(self._parsed.text, sentence.end, end)
        marker = None
        for number, item in enumerate(items):
            if number == 0:
                marker = item["marker"]
            elif marker is not None and item["marker"] != marker:
                return item.start()  # the list is over
        return end

    def _sentence(self, at: int) -> Span:
        """The line of the text around ``at``, cut to its sentence."""
        text = self._parsed.text
        start = text.rfind("\n\n", 0, at) + 1
        for line in _ITEM_LINE.finditer(text, start, at):
            start = line.end()
        end = text.find("\n\n", at)
        end = len(text) if end < 0 else end
        following = _ITEM_LINE.search(text, at, end)
        end = following.start() if following else end
        block = Block("paragraph", start, end, body=start)
        for sentence in block_sentences(self._flat, block):
            if sentence.start <= at < sentence.end:
                return sentence
        return Span(at, min(at + 1, len(text)))


def _title(section: Section) -> str:
    return squeeze(section.title)[:_CONTEXT]


def _is_day(mention: DateMention) -> bool:
    return mention.start_date == mention.end_date or mention.kind == "deadline"


def code_key(number: str | None, symbol: str | None) -> str | None:
    """One spelling of a code: "05" and "CT/TU" -> "5|ct/tu"; None without a number."""
    if not number or not symbol:
        return None
    return f"{number.lstrip('0').lower() or '0'}|{fold(''.join(symbol.split()))}"


def _split(code: str) -> tuple[str | None, str | None]:
    from ..annotate.codes import parse_code

    parsed = parse_code(code)
    return (parsed.cited_number, parsed.symbol) if parsed else (None, None)
