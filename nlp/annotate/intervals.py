"""Closed intervals of days: the calendar's own units, their names and their reporting intervals."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from ..model import Period

Interval = tuple[date, date]


def last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def months(year: int, first: int, last: int) -> Interval:
    """From the first day of month ``first`` to the last day of month ``last`` of one year."""
    return date(year, first, 1), last_day(year, last)


def add_months(day: date, count: int) -> date:
    """The same day ``count`` months on, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def unit_at(day: date, unit: str) -> Interval:
    """The day, week (from Monday), month, quarter or year that ``day`` lies in."""
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if unit == "month":
        return months(day.year, day.month, day.month)
    if unit == "quarter":
        first = (day.month - 1) // 3 * 3 + 1
        return months(day.year, first, first + 2)
    if unit == "year":
        return months(day.year, 1, 12)
    return day, day


def shifted(day: date, unit: str, count: int) -> date:
    """``day`` moved by ``count`` units."""
    if unit == "week":
        return day + timedelta(weeks=count)
    if unit in ("month", "quarter", "year"):
        return add_months(day, count * {"month": 1, "quarter": 3, "year": 12}[unit])
    return day + timedelta(days=count)


def name_of(start: date, end: date) -> str | None:
    """2024, 2024-H1, 2024-Q3, 2024-9M or 2024-02; None for what is no such part of a year."""
    if start.year != end.year or start.day != 1 or end != last_day(end.year, end.month):
        return None
    first, last = start.month, end.month
    if (first, last) == (1, 12):
        return f"{start.year}"
    if first == last:
        return f"{start.year}-{first:02d}"
    if (first, last) in ((1, 6), (7, 12)):
        return f"{start.year}-H{1 if first == 1 else 2}"
    if last - first == 2 and last % 3 == 0:
        return f"{start.year}-Q{last // 3}"
    if first == 1:
        return f"{start.year}-{last}M"
    return None


@lru_cache(maxsize=1024)  # the figures of a document share few periods
def period(start: date, end: date) -> Period:
    """The interval as a Period, with name and reporting interval where it has them.

    Reports of a month, quarter, half-year, nine months or year count from the 15th of the month
    before the period to the 14th of its last month (Nghị định 09/2019/NĐ-CP, Điều 12).
    """
    name = name_of(start, end)
    if name is None or (name.endswith("M") and name[-2:] != "9M"):
        return Period(start, end, name)
    reporting_start = add_months(start, -1).replace(day=15)
    return Period(start, end, name, reporting_start, end.replace(day=14))
