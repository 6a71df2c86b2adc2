"""The office calendar: which days are worked, and the day a number of working days ends.

Holidays come from ``rules/holidays.toml``. Fixed holidays are known for every year; Tết and the
Hùng kings' day follow the lunar calendar and are known only for the years in the table, so a count
that needs another year's lunar holidays is still made, without them. A public holiday that falls on
a weekend or another holiday is made up on the next working day (Bộ luật Lao động 2019, Điều 111).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from ..rules import Row, table

_DAY = timedelta(days=1)
_SATURDAY = 5


def _rows(kind: str) -> tuple[Row, ...]:
    return tuple(row for row in table("holidays") if row["kind"] == kind)


@cache
def holidays(year: int) -> frozenset[date]:
    """The days of ``year``, weekends apart, on which offices are closed."""
    leave = {
        row["start"] + _DAY * n
        for kind in ("leave", "lunar")
        for row in _rows(kind)
        if row["year"] == year
        for n in range((row["end"] - row["start"]).days + 1)
    }
    single = {date(year, row["month"], row["day"]) for row in _rows("fixed") if row["off"]}
    single |= {row["start"] for row in _rows("lunar") if row["year"] == year}
    closed = leave | single
    for day in sorted(single):
        if day.weekday() >= _SATURDAY:
            made_up = day
            while made_up.weekday() >= _SATURDAY or made_up in closed:
                made_up += _DAY
            closed.add(made_up)
    return frozenset(closed)


def is_working_day(day: date) -> bool:
    """Monday to Friday and no public holiday."""
    return day.weekday() < _SATURDAY and day not in holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """The ``count``-th working day after ``day`` (the day itself is not counted)."""
    while count > 0:
        day += _DAY
        count -= is_working_day(day)
    return day


@cache
def lunar_new_year(year: int) -> date | None:
    """The solar date of lunar 1 January of ``year``, if the table knows it."""
    return next(
        (row["new_year"] for row in _rows("leave") if row["year"] == year and "new_year" in row),
        None,
    )


def named_day(name: str, year: int) -> tuple[date, date] | None:
    """The days of a named feast in ``year``: a fixed day, or a leave that the table knows."""
    name = name.casefold()
    for row in table("holidays"):
        if row["name"].casefold() != name:
            continue
        if row["kind"] == "fixed":
            day = date(year, row["month"], row["day"])
            return day, day
        if row["year"] == year:
            return row["start"], row["end"]
    return None


@cache
def named_days(month: int, day: int) -> tuple[str, ...]:
    """The lower-case names of the feasts on a solar date."""
    rows = (row for row in _rows("fixed") if (row["month"], row["day"]) == (month, day))
    return tuple(row["name"].lower() for row in rows)
