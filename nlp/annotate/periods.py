"""Dates and periods in a document: which days are meant, of which year, and as what.

``find_dates`` turns a Document into ``DateMention`` records: the shortest expression with its
number, an interval as a whole, its closed interval of days, and its kind. A missing year is taken
from the section's heading, then the title, then the date line, then the text before. What comes
back again and again, or depends on a lunar calendar not in the table, has no dates. Vague words and
bare baselines ("cùng kỳ") are not mentions.

``parse_period`` reads one expression alone; ``PeriodContext`` tells a figure's period.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import zip_longest

from ..model import DateKind, DateMention, Document, Period
from ..rules import alternatives
from . import intervals
from .deadlines import allowances, recurring
from .expressions import AND, Expression, expressions, with_time_of_day
from .intervals import Interval
from .period_context import PeriodContext, follows_baseline, is_baseline
from .places import Places, clause_start
from .relative import named_interval, relative_interval
from .timewords import DAY_SORTS, is_headed, lower, values, words
from .workdays import named_days

__all__ = ["PeriodContext", "find_dates", "parse_period"]

_W = r"[^\S\n]"
_DEADLINE = re.compile(
    rf"(?<!\w)(?<!tính{_W}){alternatives(words('deadline'))}{_W}*:?{_W}*(?:vào{_W}+)?\Z"
)
_DURATION = re.compile(
    rf"(?<!\w)(?:{alternatives(words('duration'))}"
    rf"|{alternatives(words('duration_of'))}(?:{_W}+[^\W\d]+){{0,3}}){_W}*\Z"
)
_SUMMED = re.compile(rf"(?<!\w){alternatives(words('summed'))}{_W}+\Z")
_DURATION_END = re.compile(rf"{_W}*(?:/|{alternatives(words('duration_end'))}(?!\w))")
_PERIODIC = re.compile(rf"(?<!\w){alternatives(words('periodic'))}(?!\w)")
_TOPIC = re.compile(rf"{_W}*:")
_SENTENCE = re.compile(r"[.;]\s|\n")
_FEAST = re.compile(rf"(?<!\w)(?:dịp|lễ){_W}+\Z")
_NOW = re.compile(rf"{_W}*,?{_W}*{alternatives(words('now'))}(?!\w)")
_OF_PERIOD = re.compile(
    rf"(?<!\w)(?:trong{_W}+)?(?P<unit>tháng|quý)(?:{_W}+(?P<which>này|trước|sau|tới))?"
    rf"(?!\w)(?!{_W}*(?:[\divx]|{alternatives(words('number'))}(?!\w)))"
)  # trong tháng; quý trước
_UNIT_OF_NAME = {"Q": ("quý", "quarter"), "0": ("tháng", "month"), "1": ("tháng", "month")}


def find_dates(document: Document, *, reference: date | None = None) -> tuple[DateMention, ...]:
    """All date and period expressions of ``document``, in order.

    ``reference`` is the day that "03 ngày kể từ ngày nhận Công văn" and the like count from, and
    the last resort for a missing year; None: the document's own date.
    """
    reader = _Reader(document, reference)
    return tuple(sorted(reader.mentions(), key=lambda mention: mention.start))


# -- one expression alone --------------------------------------------------------------------------

_LEAD = re.compile(rf"(?:{alternatives([*words('lead'), *words('deadline')])} )+(?=\S)")
_PLAIN = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?:-(?P<m>\d\d)(?:-(?P<d>\d\d))?)?|(?P<m2>\d{1,2})/(?P<y2>(?:19|20)\d\d)"
)  # 2024; 2024-07-03; 7/2024
_FROM_NOW = re.compile(r"(?P<now>từ (?:hôm )?nay|từ đầu năm) đến (?:hết |cuối )?(?P<end>.+)")


def parse_period(text: str, *, reference: date | None = None) -> Period | None:
    """The period that one expression means, or None where it means none or cannot be known.

    Args:
        text: "6 tháng đầu năm 2024", "quý I/2024", "từ ngày 01/6 đến ngày 15/6/2024", "tuần tới".
        reference: today, for relative expressions and missing years.

    >>> half = parse_period("6 tháng đầu năm 2024")
    >>> half.name, half.start_date.isoformat(), half.end_date.isoformat()
    ('2024-H1', '2024-01-01', '2024-06-30')
    >>> parse_period("quý trước", reference=date(2024, 2, 5)).name
    '2023-Q4'
    """
    low = " ".join(lower(text).split()).strip(" .,;:")
    for candidate in dict.fromkeys((low, _LEAD.sub("", low, count=1))):
        interval = (
            _plain(candidate)
            or named_interval(candidate, reference)
            or _whole(candidate, reference)
            or (_counted(candidate, reference) if reference else None)
        )
        if interval is not None:
            return intervals.period(*interval)
    return None


def _plain(low: str) -> Interval | None:
    """A year, a month or a day in figures alone."""
    match = _PLAIN.fullmatch(low)
    if match is None:
        return None
    year, month = int(match["y"] or match["y2"]), match["m"] or match["m2"]
    try:
        if match["d"]:
            day = date(year, int(match["m"]), int(match["d"]))
            return day, day
        return intervals.months(year, int(month or 1), int(month or 12))
    except ValueError:
        return None


def _counted(low: str, today: date) -> Interval | None:
    """What counts from today: "tuần tới", "05 ngày làm việc kể từ …", "từ nay đến hết năm"."""
    if allowance := next(allowances(low, today), None):
        start, end, day = allowance
        return (day, day) if (start, end) == (0, len(low)) else None
    if match := _FROM_NOW.fullmatch(low):
        first = today if match["now"] != "từ đầu năm" else today.replace(month=1, day=1)
        if match["end"] in ("nay", "hôm nay", "ngày báo cáo"):
            return (first, today) if first < today else None
        spoken = match["end"]
        last = _whole(spoken, today) or relative_interval(spoken, today)
        last = last or relative_interval(f"{spoken} này", today)
        return (first, last[1]) if last and first <= last[1] else None
    return relative_interval(low, today)


def _whole(low: str, reference: date | None) -> Interval | None:
    """The interval of a text that is one expression of the grammar from end to end."""
    found = list(expressions(low))
    if len(found) != 1:
        return None
    f = with_time_of_day(low, found[0])
    year = f.year or (reference.year if reference else None)
    if (f.start, f.end) != (0, len(low)) or year is None:
        return None
    return f.interval(year)


# -- a document's expressions ----------------------------------------------------------------------


class _Reader:
    """Reads the dates of one document."""

    def __init__(self, document: Document, reference: date | None) -> None:
        self.text = document.text
        self.low = lower(document.flat)
        self.places = Places(document)
        printed = document.header.date
        exact = printed.start_date if printed and printed.start_date == printed.end_date else None
        self.today = reference or exact
        self.written = (printed.start_date if printed else None) or reference

    def mentions(self) -> Iterator[DateMention]:
        """Every mention, not in order."""
        whole = list(self._fixed())
        yield from whole
        taken = sorted((m.start, m.end) for m in whole)
        found = [f for f in self._expressions() if not _covered(taken, f.start, f.end)]
        years = _Years(self, found)
        periods: list[DateMention] = []
        title: DateMention | None = None
        for f in found:
            mention = self._same(f, periods, title) or self._mention(f, years)
            if mention is None:
                continue
            yield mention
            if mention.name is None or is_baseline(self.low, mention):
                continue
            if self.places.kind(f.start) == "title":
                title = title or mention
            elif mention.kind == "period":
                periods.append(mention)
        yield from self._of_period(title)

    # which expressions

    def _expressions(self) -> list[Expression]:
        joined = [f for f in expressions(self.low) if self.places.kind(f.start) != "furniture"]
        counts = {f.left.last[1] for f in joined if self._counts_months(f)}
        kept: list[Expression] = []
        for f, follower in zip_longest(joined, joined[1:]):
            if f.right is None:
                if f.sort == "bare" and not self._is_period(f, counts):
                    continue
                if f.sort == "short" and not self._is_day(f, kept, follower):
                    continue
                if f.sort == "opening" and not _NOW.match(self.low, f.end):
                    continue
            kept.append(with_time_of_day(self.low, f))
        return kept

    def _counts_months(self, f: Expression) -> bool:
        """Whether it says how many months of the year the text is about: "5 tháng đầu năm", and
        "tháng 5" in a title.
        """
        if f.sort == "month":
            return f.right is None and self.places.kind(f.start) == "title"
        headed = f.sort == "bare" and self.places.kind(f.start) in ("title", "heading")
        return f.left.first == (0, 1, 1) and (f.sort == "months" or headed)

    def _is_period(self, f: Expression, counts: set[int]) -> bool:
        """Whether "9 tháng" is the months of the year so far, not a duration."""
        window = max(0, f.start - 40), f.start
        known = f.left.last[1] in counts or _SUMMED.search(self.low, *window)
        before = _DURATION.search(self.low, *window)
        return bool(known) and not (before or _DURATION_END.match(self.low, f.end))

    def _is_day(
        self, f: Expression, kept: Sequence[Expression], follower: Expression | None
    ) -> bool:
        """Whether "30/9" is a day and no fraction: only beside words or days that say so."""
        _, month, day = f.left.first
        before = self.low[max(0, f.start - 40) : f.start]
        if any(name in before for name in named_days(month, day)) or _FEAST.search(before):
            return True
        if follower and follower.sort == "day" and AND.fullmatch(self.low, f.end, follower.start):
            return True
        if kept and kept[-1].sort in DAY_SORTS and AND.fullmatch(self.low, kept[-1].end, f.start):
            return True
        fraction = day < month and self.low[f.start] != "0"
        return not fraction and is_headed(self.low, f.start, f.end)

    # what it is

    def _mention(self, f: Expression, years: _Years) -> DateMention | None:
        year = years.of(f)
        interval = f.interval(year) if year is not None else None
        if interval is None and (year is not None or f.sort == "short") and f.sort != "tet":
            return None
        if f.sort == "opening" and f.right is None:
            if interval is None or self.today is None or self.today < interval[0]:
                return None
            interval = interval[0], self.today
        cue = _DEADLINE.search(self.low, max(0, f.start - 32), f.start)
        kind: DateKind = "period"
        if cue:
            kind = "deadline"
            if f.year is None and f.sort == "day" and self._is_periodic(f.start):
                return self._made(f.start, f.end, None, "recurring", "recurring", 0.8)
            if interval and f.year is None and f.sort in DAY_SORTS:
                interval = self._not_long_past(f, interval)
        elif self.places.kind(f.start) == "letterhead" or (f.sort in DAY_SORTS and not f.right):
            kind = "date"
        return self._made(f.start, f.end, interval, kind, f.sort, 1.0 if f.year else 0.8)

    def _is_periodic(self, start: int) -> bool:
        """Whether its sentence says "định kỳ": "… định kỳ 6 tháng (trước ngày 15/6)"."""
        return bool(_PERIODIC.search(self.low, clause_start(self.low, start, 160, ". "), start))

    def _made(
        self,
        start: int,
        end: int,
        interval: Interval | None,
        kind: DateKind,
        rule: str,
        confidence: float,
    ) -> DateMention:
        first, last = interval or (None, None)
        name = intervals.name_of(first, last) if first and last else None
        return DateMention(
            self.text[start:end], start, end, first, last, kind, name, f"periods.{rule}", confidence
        )

    def _not_long_past(self, f: Expression, interval: Interval) -> Interval:
        """A deadline in January, printed without a year in December, is next January."""
        if self.written and (self.written - interval[1]).days > 180:
            return f.interval(interval[0].year + 1) or interval
        return interval

    def _same(
        self, f: Expression, periods: Sequence[DateMention], title: DateMention | None
    ) -> DateMention | None:
        """In "cùng kỳ năm 2023", the period spoken of, in that year."""
        if f.sort != "same" or f.year is None:
            return None
        block = self.places.block(f.start)
        near = periods[-1] if periods and block and periods[-1].start >= block.start else title
        interval = f.interval(f.year)
        if near and near.start_date and near.end_date:
            moved = [
                intervals.add_months(day, 12 * (f.year - near.start_date.year))
                for day in (near.start_date, near.end_date)
            ]
            end = moved[1]
            if near.end_date.day >= 28 and near.name:
                end = intervals.last_day(end.year, end.month)
            interval = moved[0], end
        return self._made(f.start, f.end, interval, "period", "same", 0.9)

    def _of_period(self, title: DateMention | None) -> Iterator[DateMention]:
        """Mentions like "trong tháng", "quý trước" in a report of a month or a quarter."""
        unit = _UNIT_OF_NAME.get((title.name or "")[5:6] if title else "")
        if title is None or title.start_date is None or unit is None:
            return
        for match in _OF_PERIOD.finditer(self.low):
            spoken, which = match["unit"], match["which"]
            if spoken != unit[0] or (which is None) == (match.group()[:5] != "trong"):
                continue
            day = intervals.shifted(
                title.start_date, unit[1], values("which")[which] if which else 0
            )
            mention = self._made(
                match.start(),
                match.end(),
                intervals.unit_at(day, unit[1]),
                "period",
                "of_period",
                0.7,
            )
            if (
                not is_baseline(self.low, mention)
                and self.places.kind(match.start()) != "furniture"
            ):
                yield mention

    def _fixed(self) -> Iterator[DateMention]:
        """What comes back again and again, and times allowed."""
        for start, end in recurring(self.low):
            yield self._made(start, end, None, "recurring", "recurring", 1.0)
        for start, end, day in allowances(self.low, self.today):
            yield self._made(start, end, (day, day), "deadline", "allowance", 0.8)


def _covered(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    index = bisect_right(spans, (start, end))
    return any(a < end and start < b for a, b in spans[max(0, index - 1) : index + 1])


class _Years:
    """Where an expression without a year takes it from."""

    def __init__(self, reader: _Reader, found: Sequence[Expression]) -> None:
        self._places = reader.places
        self._written = reader.written
        self._title: int | None = None
        self._sections: dict[str, int] = {}
        self._before: list[tuple[int, int]] = []
        self._topics: list[tuple[int, int]] = []
        self._low = reader.low
        for f in found:
            if f.year is None or f.sort in (*DAY_SORTS, "school", "same"):
                continue
            if f.sort == "years" or follows_baseline(reader.low, f.start):
                continue
            self._before.append((f.start, f.year))
            if f.sort == "year" and _TOPIC.match(reader.low, f.end):
                self._topics.append((f.start, f.year))
            section = self._places.opened(f.start)
            if section is not None:
                self._sections.setdefault(section, f.year)
            elif self._title is None and self._places.kind(f.start) == "title":
                self._title = f.year
        if not self._before:
            self._before = [(f.start, f.year) for f in found if f.year is not None]
        self._lent = _lent(reader.low, found)

    def of(self, f: Expression) -> int | None:
        """The printed year, else that of the next in a list, of the sentence's topic, the heading,
        the title, the date line, the last one before or the first one after.
        """
        if f.year is not None:
            return f.year
        if f.start in self._lent:
            return self._lent[f.start]
        if (topic := self._topic(f.start)) is not None:
            return topic
        for section in self._places.sections(f.start):
            if section in self._sections:
                return self._sections[section]
        if self._title is not None:
            return self._title
        if self._written is not None:
            return self._written.year
        index = bisect_left(self._before, (f.start, 0))
        if not self._before:
            return None
        return self._before[index - 1 if index else 0][1]

    def _topic(self, start: int) -> int | None:
        """Năm 2023: quý I 241 lượt, quý II 268 lượt."""
        index = bisect_left(self._topics, (start, 0)) - 1
        if index < 0:
            return None
        begin, year = self._topics[index]
        return (
            year if start - begin < 400 and not _SENTENCE.search(self._low, begin, start) else None
        )


def _lent(low: str, found: Sequence[Expression]) -> dict[int, int]:
    """quý I và quý II/2024: the first takes the year of the second."""
    lent: dict[int, int] = {}
    for f, follower in zip(reversed(found[:-1]), reversed(found[1:]), strict=True):
        year = follower.year or lent.get(follower.start)
        if f.year is None and year and AND.fullmatch(low, f.end, follower.start):
            lent[f.start] = year
    return lent
