"""Document -> its figures: every quantity with unit, kind, indicator and what is said of it.

Dates, codes, articles, ranks and names with numbers are not figures. A figure keeps its printed
scale: "1.234,5 tỷ đồng" is 1234.5 with the unit "tỷ đồng".
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

from ..model import Block, Citation, DateMention, Document, Figure, Period
from .bases import NAMES_PERIOD, PREVIOUS, SAME_PERIOD
from .cues import Carried, Meaning, Sentence, interpret
from .indicators import Said, Setting, indicators
from .intervals import add_months
from .intervals import period as period_of
from .lent import share_units
from .localities import place_before
from .mentions import Mention, Occupied, read_mentions
from .numbers import Style, style_of
from .periods import PeriodContext, parse_period
from .sentences import block_sentences
from .table_periods import compares, implied_period, printed_period
from .tabular import cell_figures, text_cells

_PROSE = frozenset({"title", "heading", "paragraph", "item"})
_HEAD = re.compile(r"[^:.;,()\d]{3,60}(?=[:.]\s)|[^:.;()\d]{3,60}(?=:\s)")
_NUMBERS = re.compile(r"\d[\d.,/]*")


class _Found(NamedTuple):
    """A figure before it has its number; ``headings`` are the spans of its headings in a table."""

    mention: Mention
    meaning: Meaning
    indicator: str
    section: str | None
    place: str | None
    headings: tuple[tuple[int, int], ...] = ()
    table: int | None = None  # where its table begins


def find_figures(
    document: Document,
    dates: Sequence[DateMention] = (),
    citations: Sequence[Citation] = (),
) -> tuple[Figure, ...]:
    """Every figure of the document in text order, with ids f1, f2, …"""
    reader = _Reader(document, Occupied(dates, citations), style_of(document.flat))
    found = sorted((*reader.prose(), *reader.tables()), key=lambda f: f.mention.start)
    if not found:
        return ()
    periods = _Periods(document, dates)
    return tuple(_figure(document, number, item, periods) for number, item in enumerate(found, 1))


def _figure(document: Document, number: int, found: _Found, periods: _Periods) -> Figure:
    mention, meaning = found.mention, found.meaning
    period = periods.of(found)
    return Figure(
        id=f"f{number}",
        text=document.text[mention.start : mention.end],
        start=mention.start,
        end=mention.end,
        value=mention.value,
        unit=mention.unit_text,
        kind=mention.kind,
        value_max=mention.value_max,
        numerator=mention.numerator,
        denominator=mention.denominator,
        indicator=found.indicator or None,
        change=meaning.change,
        baseline=periods.base(meaning.baseline, period),
        approx=meaning.approx,
        period=period,
        place=found.place,
        section=found.section,
        page=document.page(mention.start),
        boxes=document.boxes(mention.start, mention.end),
        rule=mention.rule,
        confidence=_confidence(mention),
    )


def _confidence(mention: Mention) -> float:
    """0.5 where marks are read both ways, 0.6 for a guessed unit, 0.7 for one lent or missing."""
    if not mention.sure:
        return 0.5
    if mention.unit is None or mention.rule == "shared unit":
        return 0.7
    return 0.95 if mention.unit.known else 0.6


@dataclass(slots=True)
class _Reader:
    """Walks the blocks of one document; what a list's head says is carried to its items."""

    document: Document
    occupied: Occupied
    style: Style
    carried: Carried = field(default_factory=Carried)
    heading: str = ""
    said: dict[tuple[str, str], str] = field(default_factory=dict)

    def prose(self) -> Iterator[_Found]:
        flat = self.document.flat
        listing, section = False, None
        for block in self.document.blocks:
            if block.kind not in _PROSE:
                continue
            follows = block.kind == "paragraph" and block.section == section
            if not (follows or (listing and block.kind == "item")):
                self.carried = Carried()
            if follows:
                self.carried = Carried(self.carried.change)
            section = block.section
            start = max(block.start, block.body)
            yield from self._block(block, start)
            listing = block.kind == "item" or flat[start : block.end].rstrip().endswith(":")
            if block.kind == "heading":
                self.heading = _NUMBERS.sub(" ", flat[start : block.end]).strip(" .:")

    def _block(self, block: Block, start: int) -> Iterator[_Found]:
        """The figures of a block, sentence by sentence."""
        flat = self.document.flat
        mentions = read_mentions(flat, start, block.end, self.occupied, style=self.style)
        if not mentions:
            return
        head = _HEAD.match(flat, start, mentions[0].start)
        setting = Setting(head.group().strip() if head else "", self.heading, self.said)
        told: list[Said] = []
        at = 0
        for span in block_sentences(flat, block):
            stop = at
            while stop < len(mentions) and mentions[stop].start < span.end:
                stop += 1
            group = share_units(flat, mentions[at:stop], span.start)
            at = stop
            if not group:
                continue
            sentence = Sentence.of(flat, group, span.start, span.end)
            meanings, self.carried = interpret(sentence, self.carried)
            named = indicators(sentence, meanings, told, setting)
            told += [said.past() for said in named]
            for said, meaning in zip(named, meanings, strict=True):
                place = place_before(flat, span.start, said.mention.start)
                yield _Found(said.mention, meaning, said.phrase, block.section, place)

    def tables(self) -> Iterator[_Found]:
        if not self.document.tables:
            return
        blocks = [block for block in self.document.blocks if block.kind == "table"]
        starts = [block.start for block in blocks]
        for grid in self.document.tables:
            index = bisect_right(starts, grid.start) - 1
            section = blocks[index].section if index >= 0 else None
            for cell in cell_figures(self.document, grid, style=self.style):
                if not self.occupied.by(cell.mention):
                    place = place_before(cell.row, 0, len(cell.row))
                    yield _Found(
                        cell.mention,
                        cell.meaning,
                        cell.indicator,
                        section,
                        place,
                        cell.heading_spans,
                        grid.start,
                    )
            for text_cell in text_cells(self.document, grid):
                yield from self._block(
                    Block("paragraph", text_cell.start, text_cell.end, section=section),
                    text_cell.start,
                )


def _follows(period: Period, other: Period) -> bool:
    """Whether ``period`` begins where ``other`` ends, and both are about as long."""
    if not (period.start_date and period.end_date and other.start_date and other.end_date):
        return False
    longer = abs((period.end_date - period.start_date) - (other.end_date - other.start_date))
    return other.end_date + timedelta(days=1) == period.start_date and longer < timedelta(days=7)


def _year_apart(period: Period, other: Period) -> bool:
    """Whether ``other`` is the same stretch of the year before."""
    if not (period.start_date and period.end_date and other.start_date and other.end_date):
        return False
    return (other.start_date, other.end_date) == (
        add_months(period.start_date, -12),
        add_months(period.end_date, -12),
    )


class _Periods:
    """The period of a figure: for a cell what its headings say, else what its place says."""

    def __init__(self, document: Document, dates: Sequence[DateMention]) -> None:
        self._flat = document.flat
        self._context = PeriodContext(document, dates)
        self._tables: dict[int, Period | None] = {}
        self._headings: dict[tuple[int, int], Period | None] = {}
        self._dates = sorted(dates, key=lambda d: d.start)
        self._starts = [d.start for d in self._dates]

    def of(self, found: _Found) -> Period | None:
        if found.table is None:
            plain = found.meaning.change is None
            level = plain and found.mention.kind not in ("percent", "multiple")
            return self._context.at(found.mention.start, found.mention.end, level=level)
        if found.table not in self._tables:
            self._tables[found.table] = self._context.of_table(found.table)
        base = self._tables[found.table]
        for span in reversed(found.headings):
            if span not in self._headings:
                self._headings[span] = self._heading(*span, base)
            if (period := self._headings[span]) is not None:
                return period
        return base

    def _heading(self, start: int, end: int, base: Period | None) -> Period | None:
        """The period that a heading of a row or column names."""
        title = self._flat[start:end]
        title = title[: compares(title)]
        if (period := printed_period(title, base)) is not None:
            return period
        first, last = (bisect_left(self._starts, at) for at in (start, start + len(title)))
        for date in self._dates[first:last]:
            if date.kind != "date" and date.start_date and date.end_date:
                return period_of(date.start_date, date.end_date)
        return implied_period(title, base)

    def base(self, words: str | None, period: Period | None) -> str | None:
        """The base said, or what quý IV/2023 and quý I/2023 are to a figure of quý I/2024."""
        if words is None or period is None or not NAMES_PERIOD.match(words):
            return words
        other = parse_period(words, reference=period.start_date)
        if other is None:
            return words
        if _year_apart(period, other):
            return SAME_PERIOD
        return PREVIOUS if _follows(period, other) else words
