"""Expressions that count from today: "hôm qua", "thứ tư tuần tới", "3 tháng tới", "2 tuần nữa".

``relative_interval(low, today)`` turns one lower-case expression into a closed interval of days, or
None. Times of the clock are read and count as their day.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from ..rules import alternatives, table
from .intervals import Interval, shifted, unit_at
from .timewords import number, readings, values, words
from .workdays import named_day

_SEASON = {
    word: (tuple(row["from"]), tuple(row["to"]))
    for row in table("periods")
    if row["kind"] == "season"
    for word in row["words"]
}
_DAY = alternatives(words("day"))
_PART = alternatives(words("daypart"))
_WEEKDAY = alternatives(words("weekday"))
_UNIT = alternatives(words("unit"))
_WHICH = alternatives(words("which"))
_COUNT = rf"(?P<n>\d{{1,3}}|{alternatives(words('number'))})"

_CLOCK = re.compile(
    rf"(?:{alternatives(words('lead'))} )*(?:\d{{1,2}}(?::\d{{2}}){{1,2}}"
    rf"|\d{{1,2}} ?(?:giờ|h|g)(?: ?(?:kém )?\d{{1,2}}(?: phút)?)?"
    rf"|\d{{1,2}} ?[ap]m(?: [a-z]{{2,4}})?)(?: {_PART})?(?: (?:của )?|$)"
)
_PART_OF_DAY = re.compile(rf"(?:sau |trước )?{_PART}(?: |$)")
_NAMED = re.compile(rf"(?:{_PART} )?(?P<day>{_DAY})")
_ON = re.compile(
    rf"(?P<weekday>{_WEEKDAY})(?: (?:của )?(?P<week>tuần ))?(?: ?(?P<which>{_WHICH}))?"
)
_SHIFT = re.compile(rf"(?P<edge>(?:đầu|giữa|cuối) )?(?P<unit>{_UNIT})(?: (?P<which>{_WHICH}))?")
_SPAN = re.compile(rf"{_COUNT} (?P<unit>{_UNIT}) (?P<which>{_WHICH})")
_AWAY = re.compile(rf"{_COUNT} (?P<unit>{_UNIT}) (?P<away>{alternatives(words('away'))})")
_AGO = re.compile(rf"cách (?:đây|nay) {_COUNT} (?P<unit>{_UNIT})")
_SEASONAL = re.compile(rf"(?P<season>{alternatives(list(_SEASON))})(?: (?P<which>{_WHICH}))?")


_FEASTS = alternatives([row["name"].lower() for row in table("holidays")])
_FEAST = re.compile(
    rf"(?:ngày |lễ )*(?P<name>{_FEASTS})"
    r"(?: \(?\d{1,2}/\d{1,2}\)?)?(?: (?:năm )?(?P<year>(?:19|20)\d\d))?"
)


@cache
def _units() -> dict[str, str]:
    return {
        word: row["value"]
        for row in table("periods")
        if row["kind"] == "unit"
        for word in row["words"]
    }


def relative_interval(low: str, today: date) -> Interval | None:
    """The days that a squeezed lower-case expression means on ``today``."""
    for pattern, read in _FORMS:
        if match := pattern.fullmatch(low):
            return read(match, today)
    if clock := _CLOCK.match(low) or _PART_OF_DAY.match(low):
        rest = low[clock.end() :].strip()
        return relative_interval(rest, today) if rest else (today, today)
    return _weekday_and_date(low, today)


def named_interval(low: str, today: date | None) -> Interval | None:
    """The days of a feast: "quốc khánh 2/9", "tết nguyên đán năm 2025" (its leave)."""
    match = _FEAST.fullmatch(low)
    year = match["year"] if match else None
    if match is None or not (year or today):
        return None
    return named_day(match["name"], int(year) if year else today.year if today else 0)


def _named(match: re.Match[str], today: date) -> Interval:
    day = today + timedelta(days=values("day")[match["day"]])
    return day, day


def _on(match: re.Match[str], today: date) -> Interval:
    weekday = values("weekday")[match["weekday"]]
    which = values("which")[match["which"]] if match["which"] else 0
    ahead = (weekday - today.weekday()) % 7
    if match["week"]:
        day = unit_at(today, "week")[0] + timedelta(weeks=which, days=weekday)
    elif which < 0:
        day = today - timedelta(days=(today.weekday() - weekday) % 7 or 7)
    else:
        day = today + timedelta(days=ahead or (7 if which > 0 else 0))
    return day, day


def _shift(match: re.Match[str], today: date) -> Interval | None:
    unit = _units()[match["unit"]]
    if match["edge"] == "cuối " and unit == "week":  # cuối tuần
        monday = unit_at(shifted(today, unit, _which(match)), unit)[0]
        return monday + timedelta(days=5), monday + timedelta(days=6)
    if unit == "clock" or not match["which"]:
        return None
    return unit_at(shifted(today, unit, _which(match)), unit)


def _which(match: re.Match[str]) -> int:
    return values("which")[match["which"]] if match["which"] else 0


def _span(match: re.Match[str], today: date) -> Interval | None:
    """3 tháng tới: the three whole months after this one; an hour counts as today."""
    unit, count, which = _units()[match["unit"]], number(match["n"]), _which(match)
    if unit == "clock" or not which or not count:
        return (today, today) if unit == "clock" else None
    first = shifted(unit_at(today, unit)[0], unit, 1 if which > 0 else -count)
    return first, unit_at(shifted(first, unit, count - 1), unit)[1]


def _away(match: re.Match[str], today: date) -> Interval:
    unit, sign = _units()[match["unit"]], values("away")[match["away"]]
    day = shifted(today, unit, sign * number(match["n"])) if unit != "clock" else today
    return day, day


def _ago(match: re.Match[str], today: date) -> Interval:
    unit = _units()[match["unit"]]
    day = shifted(today, unit, -number(match["n"])) if unit != "clock" else today
    return day, day


def _season(match: re.Match[str], today: date) -> Interval:
    first, last = _SEASON[match["season"]]
    year = today.year + _which(match)
    return date(year, *first), date(year, *last)


def _weekday_and_date(low: str, today: date) -> Interval | None:
    """thứ hai (ngày) mồng 6 tháng 2"""
    head = re.match(rf"{_WEEKDAY},? ", low)
    rest = low[head.end() :] if head else low
    found = list(readings(rest))
    if (
        len(found) == 1
        and found[0].sort == "day"
        and (found[0].start, found[0].end) == (0, len(rest))
    ):
        return found[0].interval(found[0].year or today.year)
    return None


_FORMS = (
    (_NAMED, _named), (_ON, _on), (_AWAY, _away), (_AGO, _ago), (_SPAN, _span), (_SHIFT, _shift),
    (_SEASONAL, _season),
)  # fmt: skip
