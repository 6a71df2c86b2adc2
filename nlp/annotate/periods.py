"""Dates and periods in a document: which days are meant, of which year, and as what.

``find_dates`` turns a Document into ``DateMention`` records: the shortest expression with its number,
an interval as a whole, its closed interval of days, and its kind. A missing year is taken from the
section's heading, then the title, then the date line, then the text before. What comes back again and
again, or depends on a lunar calendar not in the table, has no dates. Vague words and bare baselines
("cùng kỳ") are not mentions.

``parse_period`` reads one expression alone; ``PeriodContext`` says to which period a figure belongs.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ..model import DateKind, DateMention, Document, Period
from ..rules import alternatives
from . import intervals
from .intervals import Interval
from .period_context import PeriodContext, follows_baseline, is_baseline
from .places import Places
from .relative import relative_interval
from .timewords import DAY_HEAD, DAY_SORTS, Reading, lower, readings, values, words
from .workdays import add_working_days, lunar_new_year, named_days

__all__ = ["PeriodContext", "find_dates", "parse_period"]

_W = r"[^\S\n]"
_TO = re.compile(rf"{_W}*(?:[-–—]|,?{_W}*(?:đến|tới)(?:{_W}+hết)?(?:{_W}+cuối)?){_W}*")
_AND = re.compile(rf"{_W}*(?:,|;|và|hoặc|hay|,{_W}*và){_W}*(?:các{_W}+|ngày{_W}+)?")
_FROM = re.compile(rf"(?<!\w)từ{_W}+\Z")
_TIME_OF_DAY = re.compile(
    rf"(?<!\w)(?:(?:(?:hồi|lúc|vào){_W}+)?\d{{1,2}}{_W}*(?:giờ|h|g)(?:{_W}*\d{{1,2}}{_W}*(?:phút|p)?)?,?{_W}*)?"
    rf"(?:{alternatives(words('daypart'))},?{_W}*)?(?:{alternatives(words('weekday'))},?{_W}*)?"
    rf"(?:ngày{_W}*)?\Z"
)
_DEADLINE = re.compile(rf"(?<!\w){alternatives(words('deadline'))}[^\S\n:]*:?{_W}*(?:vào{_W}+)?\Z")
_DURATION = re.compile(rf"(?<!\w){alternatives(words('duration'))}{_W}*\Z")
_DURATION_END = re.compile(rf"{_W}*(?:/|{alternatives(words('duration_end'))}(?!\w))")
_NOW = re.compile(rf"{_W}*,?{_W}*{alternatives(words('now'))}(?!\w)")
_EACH = alternatives(words("each"))
_PERIODIC = alternatives(words("periodic"))
_CYCLE = r"(?:ngày|tuần|tháng|qu[ýí]|qúy|năm)"
_DAYS = rf"ngày{_W}+\d{{1,2}}(?:/\d{{1,2}})?(?:{_W}*(?:,|và|-){_W}*(?:ngày{_W}+)?\d{{1,2}}(?:/\d{{1,2}})?){{0,11}}"
_RECURRING = re.compile(
    rf"""(?<!\w)(?:
      (?:{_PERIODIC}{_W}+(?:vào{_W}+)?)?
      (?:{_DAYS}|(?:{alternatives(words("daypart"))}{_W}+)?{alternatives(words("weekday"))})
      {_W}+(?:của{_W}+)?(?:{_EACH}{_W}+{_CYCLE}|tháng{_W}+(?:sau|kế{_W}+tiếp|tiếp{_W}+theo|liền{_W}+kề|(?:cuối|đầu){_W}+qu[ýí])(?:{_W}+sau)?)
    | {_PERIODIC}{_W}+(?:vào{_W}+)?(?:{_EACH}{_W}+{_CYCLE}(?:{_W}*,{_W}*{_CYCLE}){{0,4}}|\d{{1,2}}{_W}+(?:tháng|tuần|ngày|năm)(?:{_W}+một{_W}+lần)?)
      (?:,?{_W}+(?:trước|vào|chậm{_W}+nhất){_W}+{_DAYS}(?!/))?
    | (?P<alone>(?:hằng|hàng){_W}+(?:tuần|tháng|qu[ýí]|qúy)(?:{_W}*,{_W}*{_CYCLE}){{0,4}})
    )(?!\w)""",
    re.VERBOSE,
)
_REPEATED = re.compile(rf"(?<!\w){alternatives(words('repeated'))}(?!\w)[^,.;:\n]{{0,40}}\Z")
_WITHIN = re.compile(
    rf"(?<![\d.,])(?P<n>\d{{1,3}}){_W}*(?:\([^)\n]{{1,30}}\){_W}*)?ngày(?P<work>{_W}+làm{_W}+việc)?{_W}*,?{_W}*"
    rf"(?:(?:kể|tính){_W}+từ|từ|sau)(?:{_W}+khi)?{_W}+(?:ngày{_W}+)?"
)
_ISSUED = re.compile(
    rf"{alternatives(words('issued'))}(?:{_W}+{alternatives(words('letter'))}(?:{_W}+này)?(?!\w)|{_W}*(?=[.,;)\n]|\Z))"
)
_OF_PERIOD = re.compile(
    rf"(?<!\w)(?:trong{_W}+)?(?P<unit>tháng|quý)(?:{_W}+(?P<which>này|trước|sau|tới))?(?!\w)(?!{_W}*[\divx])"
)


def find_dates(document: Document, *, reference: date | None = None) -> tuple[DateMention, ...]:
    """All date and period expressions of a document, in order.

    Args:
        reference: the day that "03 ngày kể từ ngày nhận Công văn" and the like count from, and the
            last resort for a missing year; None: the document's own date.
    """
    reader = _Reader(document, reference)
    return tuple(sorted(reader.mentions(), key=lambda mention: mention.start))


# -- one expression alone --------------------------------------------------------------------------

_LEAD = re.compile(rf"(?:{alternatives(words('lead'))}\s+)+(?=\S)")


def parse_period(text: str, *, reference: date | None = None) -> Period | None:
    """The period that one expression means, or None where it means none or cannot be known.

    Args:
        text: "6 tháng đầu năm 2024", "quý I/2024", "từ ngày 01/6 đến ngày 15/6/2024", "tuần tới".
        reference: today, for relative expressions and missing years.
    """
    low = " ".join(lower(text).split()).strip(" .,;:")
    for candidate in dict.fromkeys((low, _LEAD.sub("", low, count=1))):
        interval = _whole(candidate, reference)
        if interval is None and reference is not None:
            interval = relative_interval(candidate, reference)
        if interval is not None:
            return intervals.period(*interval)
    return None


def _whole(low: str, reference: date | None) -> Interval | None:
    """The interval of a text that is one expression of the grammar from end to end."""
    found = list(_ranges(low))
    if len(found) != 1:
        return None
    f = _with_time_of_day(low, found[0])
    year = f.year or (reference.year if reference else None)
    if (f.start, f.end) != (0, len(low)) or year is None or f.sort == "only":
        return None
    return f.interval(year)


# -- expressions, alone or two as the ends of one --------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Found:
    """An expression in a text; ``right`` is the other end of a range."""

    start: int
    end: int
    left: Reading
    right: Reading | None = None

    @property
    def year(self) -> int | None:
        return (self.right and self.right.year) or self.left.year

    @property
    def sort(self) -> str:
        return self.left.sort

    def interval(self, year: int) -> Interval | None:
        if self.sort == "tet":
            return _tet(year, self.left.first[2])
        if self.right is None:
            return self.left.interval(year)
        later = self.right.interval(year)
        left = self._left()
        own = left.year or year
        earlier = left.interval(own)
        if earlier and later and left.year is None and earlier[0] > later[1]:
            earlier = left.interval(own - 1)  # từ 15/12 đến 14/6/2024
        if earlier is None or later is None or earlier[0] > later[1]:
            return None
        return earlier[0], later[1]

    def _left(self) -> Reading:
        """The left end, with the month that "ngày 10 đến ngày 14/5" leaves out."""
        if self.left.sort != "only" or self.right is None:
            return self.left
        _, month, _ = self.right.first
        _, _, day = self.left.first
        return replace(self.left, first=(0, month, day), last=(0, month, day))


def _tet(year: int, day: int) -> Interval | None:
    new_year = lunar_new_year(year)
    if new_year is None:
        return None
    found = new_year + timedelta(days=day - 1)
    return found, found


def _ranges(low: str) -> Iterator[_Found]:
    """Readings, two joined by "đến" or a dash as one."""
    pending: Reading | None = None
    for reading in readings(low):
        if pending is not None:
            if _spans(pending, reading) and _TO.fullmatch(low, pending.end, reading.start):
                start = pending.start
                if before := _FROM.search(low, max(0, start - 5), start):
                    start = before.start()
                yield _Found(start, reading.end, pending, reading)
                pending = None
                continue
            yield _Found(pending.start, pending.end, pending)
        pending = reading
    if pending is not None:
        yield _Found(pending.start, pending.end, pending)


def _spans(left: Reading, right: Reading) -> bool:
    """Whether two readings are the ends of one interval: (27/7/1947 - 27/7/2024) are two days."""
    if left.sort == "opening":
        return right.sort in ("day", "short", "month", "quarter")
    days = ("day", "short", "only")
    if (left.sort in days) != (right.sort in days) or right.sort in ("only", "same", "opening"):
        return False
    if left.sort in ("years", "same", "tet", "bare"):
        return False
    same_day = left.sort in days and left.first == right.first and left.sort != "only"
    return not (same_day and left.year != right.year)


def _with_time_of_day(low: str, f: _Found) -> _Found:
    if f.sort not in DAY_SORTS or low.startswith("từ", f.start):
        return f
    before = _TIME_OF_DAY.search(low, max(0, f.start - 48), f.start)
    return replace(f, start=before.start()) if before and before.group() else f


# -- a document's expressions ----------------------------------------------------------------------


class _Reader:
    """Reads the dates of one document."""

    def __init__(self, document: Document, reference: date | None) -> None:
        self.text = document.text
        self.low = lower(document.flat)
        self.places = Places(document)
        printed = document.header.date.start_date if document.header.date else None
        self.today = reference or printed
        self.written = printed or reference

    def mentions(self) -> Iterator[DateMention]:
        """Every mention, not in order."""
        whole = [*self._recurring(), *self._allowances()]
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

    def _expressions(self) -> list[_Found]:
        joined = [f for f in _ranges(self.low) if self.places.kind(f.start) != "furniture"]
        counts = {
            f.left.last[1]
            for f in joined
            if f.left.first == (0, 1, 1)
            and (
                f.sort == "months"
                or (f.sort == "bare" and self.places.kind(f.start) in ("title", "heading"))
            )
        }
        kept = []
        for index, f in enumerate(joined):
            if f.right is None:
                if f.sort == "bare" and not (f.left.last[1] in counts and self._is_period(f)):
                    continue
                if f.sort in ("only", "short") and not self._is_day(joined, index):
                    continue
                if f.sort == "opening" and not _NOW.match(self.low, f.end):
                    continue
            kept.append(_with_time_of_day(self.low, f))
        return kept

    def _is_period(self, f: _Found) -> bool:
        """ "9 tháng" as the months of the year so far, not as a duration."""
        before = _DURATION.search(self.low, max(0, f.start - 24), f.start)
        return not (before or _DURATION_END.match(self.low, f.end))

    def _is_day(self, found: Sequence[_Found], index: int) -> bool:
        """ "30/9" and "ngày 15" are days only beside words or dates that say so."""
        f = found[index]
        follower = found[index + 1] if index + 1 < len(found) else None
        if follower and follower.sort in ("day", "short"):
            if _AND.fullmatch(self.low, f.end, follower.start):
                return follower.sort == "day" or self._is_day(found, index + 1)
        if f.sort == "only":
            return False
        _, month, day = f.left.first
        before = self.low[max(0, f.start - 40) : f.start]
        if any(name in before for name in named_days(month, day)):
            return True
        previous = found[index - 1] if index else None
        if previous and previous.sort == "day" and _AND.fullmatch(self.low, previous.end, f.start):
            return True
        fraction = day < month and self.low[f.start] != "0"
        ratio = self.low[f.start] == "0" and not before.endswith(("trước ", "ngày "))
        return not fraction and not ratio and bool(DAY_HEAD.search(before))

    # what it is

    def _mention(self, f: _Found, years: _Years) -> DateMention | None:
        year = years.of(f)
        interval = f.interval(year) if year is not None else None
        if (
            interval is None
            and (year is not None or f.sort in ("short", "only"))
            and f.sort != "tet"
        ):
            return None
        if f.sort == "opening" and f.right is None:
            if interval is None or self.today is None or self.today < interval[0]:
                return None
            interval = interval[0], self.today
        cue = _DEADLINE.search(self.low, max(0, f.start - 32), f.start)
        kind: DateKind = "period"
        if cue:
            kind = "deadline"
            if interval and f.year is None and f.sort in DAY_SORTS:
                interval = self._not_long_past(f, interval)
        elif f.sort in (*DAY_SORTS, "only") and not f.right:
            kind = "date"
        return self._made(f.start, f.end, interval, kind, f.sort, 1.0 if f.year else 0.8)

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

    def _not_long_past(self, f: _Found, interval: Interval) -> Interval:
        """A deadline in January, printed without a year in December, is next January."""
        if self.written and (self.written - interval[1]).days > 180:
            return f.interval(interval[0].year + 1) or interval
        return interval

    def _same(
        self, f: _Found, periods: Sequence[DateMention], title: DateMention | None
    ) -> DateMention | None:
        """ "cùng kỳ năm 2023": the period spoken of, in that year."""
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
        """ "trong tháng", "quý trước" in a report of a month or a quarter."""
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

    def _recurring(self) -> Iterator[DateMention]:
        for match in _RECURRING.finditer(self.low):
            start, end = match.span()
            if match["alone"] and not _REPEATED.search(self.low, max(0, start - 60), start):
                continue
            yield self._made(start, end, None, "recurring", "recurring", 1.0)

    def _allowances(self) -> Iterator[DateMention]:
        """ "05 ngày làm việc kể từ ngày nhận Công văn": the day it ends, if its first is known."""
        for match in _WITHIN.finditer(self.low):
            first, end = self._first_day(match.end())
            if first is None:
                continue
            count = int(match["n"])
            if match["work"]:
                last = add_working_days(first, count)
            else:
                last = first + timedelta(days=count)
            yield self._made(match.start(), end, (last, last), "deadline", "allowance", 0.8)

    def _first_day(self, at: int) -> tuple[date | None, int]:
        if event := _ISSUED.match(self.low, at):
            return self.today, event.end()
        begin = max(0, at - 5) if self.low.startswith("ngày", max(0, at - 5)) else at
        reading = next(readings(self.low, begin, min(len(self.low), at + 40)), None)
        if reading and reading.start <= at and reading.sort == "day" and reading.year:
            interval = reading.interval(reading.year)
            return (interval[0] if interval else None), reading.end
        return None, at


_UNIT_OF_NAME = {"Q": ("quý", "quarter"), "0": ("tháng", "month"), "1": ("tháng", "month")}


def _covered(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    index = bisect_right(spans, (start, end))
    return any(a < end and start < b for a, b in spans[max(0, index - 1) : index + 1])


class _Years:
    """Where an expression without a year takes it from."""

    def __init__(self, reader: _Reader, found: Sequence[_Found]) -> None:
        self._places = reader.places
        self._written = reader.written
        self._title: int | None = None
        self._sections: dict[str, int] = {}
        self._before: list[tuple[int, int]] = []
        for f in found:
            if f.year is None or f.sort in (*DAY_SORTS, "school", "same"):
                continue
            if f.sort == "years" or follows_baseline(reader.low, f.start):
                continue
            self._before.append((f.start, f.year))
            section = self._places.opened(f.start)
            if section is not None:
                self._sections.setdefault(section, f.year)
            elif self._title is None and self._places.kind(f.start) == "title":
                self._title = f.year
        if not self._before:
            self._before = [(f.start, f.year) for f in found if f.year is not None]
        self._lent = _lent(reader.low, found)

    def of(self, f: _Found) -> int | None:
        """The printed year, else the next in a list, the heading's, the title's, the date line's,
        the last one before, the first one after."""
        if f.year is not None:
            return f.year
        if f.start in self._lent:
            return self._lent[f.start]
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


def _lent(low: str, found: Sequence[_Found]) -> dict[int, int]:
    """quý I và quý II/2024: the first takes the year of the second."""
    lent: dict[int, int] = {}
    for f, follower in zip(reversed(found[:-1]), reversed(found[1:]), strict=True):
        year = follower.year or lent.get(follower.start)
        if f.year is None and year and _AND.fullmatch(low, f.end, follower.start):
            lent[f.start] = year
    return lent
