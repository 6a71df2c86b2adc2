"""Expressions as a text prints them: one reading of the grammar, or two as the ends of an interval.

"từ ngày 15/12 đến ngày 14/6/2024" is one expression with two ends; the end that leaves something
out takes it from the other. Two anniversaries (27/7/1947 - 27/7/2024) stay two days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from ..rules import alternatives
from .intervals import Interval
from .timewords import DAY_SORTS, Reading, readings, words
from .workdays import lunar_new_year

_W = r"[^\S\n]"
_TO = re.compile(rf"{_W}*(?:[-–—]|,?{_W}*(?:đến|tới)(?:{_W}+hết)?(?:{_W}+cuối)?){_W}*")
AND = re.compile(rf"{_W}*(?:,|;|và|hoặc|hay|,{_W}*và){_W}*(?:các{_W}+|ngày{_W}+)?")
_FROM = re.compile(rf"(?<!\w)từ{_W}+\Z")
_CLOCK = rf"(?:(?:hồi|lúc|vào){_W}+)?\d{{1,2}}{_W}*(?:giờ|h|g)(?:{_W}*\d{{1,2}}{_W}*(?:phút|p)?)?"
_TIME_OF_DAY = re.compile(
    rf"(?<!\w)(?:{_CLOCK},?{_W}*)?(?:{alternatives(words('daypart'))},?{_W}*)?"
    rf"(?:{alternatives(words('weekday'))},?{_W}*)?(?:ngày{_W}*)?\Z"
)


@dataclass(frozen=True, slots=True)
class Expression:
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


def expressions(low: str) -> list[Expression]:
    """The expressions of lower-case text, in order: single readings, and two joined by "đến"."""
    found = list(_joined(low))
    for index in range(len(found) - 2, -1, -1):
        found[index] = _in_list(low, found[index], found[index + 1])
    return [f for f in found if f.sort != "only" or f.right]


def _joined(low: str) -> Iterator[Expression]:
    pending: Reading | None = None
    for reading in readings(low):
        if pending is not None:
            if _spans(pending, reading) and _TO.fullmatch(low, pending.end, reading.start):
                start = pending.start
                if before := _FROM.search(low, max(0, start - 5), start):
                    start = before.start()
                yield Expression(start, reading.end, pending, reading)
                pending = None
                continue
            yield Expression(pending.start, pending.end, pending)
        pending = reading
    if pending is not None:
        yield Expression(pending.start, pending.end, pending)


def _in_list(low: str, f: Expression, follower: Expression) -> Expression:
    """ngày 15, 16 và 17/7/2024: each day has the month of the last."""
    if f.sort != "only" or f.right or follower.right or follower.sort not in ("day", "short"):
        return f
    if not AND.fullmatch(low, f.end, follower.start):
        return f
    _, month, _ = follower.left.first
    _, _, day = f.left.first
    point = (0, month, day)
    listed = replace(f.left, sort="day", year=follower.year, first=point, last=point)
    return replace(f, left=listed) if listed.interval(listed.year or 2024) else f


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


def with_time_of_day(low: str, f: Expression) -> Expression:
    """The expression with the time before it: "8 giờ sáng thứ hai, ngày 15/7/2024"."""
    if f.sort not in DAY_SORTS or low.startswith("từ", f.start):
        return f
    before = _TIME_OF_DAY.search(low, max(0, f.start - 48), f.start)
    return replace(f, start=before.start()) if before and before.group() else f
