"""The grammar of dates and periods: what is printed, before anyone asks which year it means.

``readings(low)`` turns lower-case text into ``Reading`` objects: months and days, and the year if it
is printed. ``Reading.interval(year)`` gives the days. A reading that names no day of any calendar
(31/02) is not a reading. All patterns are tried only where a word of time or a digit begins, and each
is linear.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from ..rules import alternatives, table
from .intervals import Interval

Point = tuple[int, int, int]  # years from the reading's year, month, day (0: the month's last)

_W = r"[^\S\n]"  # a space inside a block
_BLANK = r"[^\S\n._…]*[._…]*[^\S\n._…]*"  # the gap that a draft leaves for the pen
_D = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)"
_M = r"(?:1[0-2]|0?[1-9])(?!\d)"
_Y = r"(?:19|20)\d\d(?!\d)"
_DASH = rf"{_W}*(?:[-–—]|đến{_W}+(?:hết{_W}+)?(?:năm{_W}+)?){_W}*"  # 2021 - 2025


def lower(text: str) -> str:
    """Lower case, letter for letter (only the dotted capital I would grow)."""
    return text.replace("İ", "I").lower()


def words(kind: str) -> list[str]:
    """All words of a kind of ``rules/periods.toml``."""
    return [word for row in table("periods") if row["kind"] == kind for word in row["words"]]


@cache
def values(kind: str) -> dict[str, int]:
    """word -> value, for the words of a kind that have one."""
    rows = (row for row in table("periods") if row["kind"] == kind)
    return {word: row["value"] for row in rows for word in row["words"]}


@dataclass(frozen=True, slots=True)
class Reading:
    """One printed expression. ``year`` is None where none is printed."""

    start: int
    end: int
    sort: str  # day, month, quarter, months, half, year, years, school, week, tet
    year: int | None
    first: Point
    last: Point

    def interval(self, year: int) -> Interval | None:
        """The days meant if ``year`` is the year, or None where the calendar has no such day."""
        if self.sort == "week":
            return _week(year, self.first[1])
        start, end = _day(year, self.first), _day(year, self.last)
        return (start, end) if start and end and start <= end else None


def _day(year: int, point: Point) -> date | None:
    shift, month, day = point
    longest = monthrange(year + shift, month)[1]
    return date(year + shift, month, day or longest) if day <= longest else None


def _week(year: int, week: int) -> Interval | None:
    try:
        return date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, 7)
    except ValueError:
        return None


# -- the expressions, each with a phrase it was written for ---------------------------------------

_NUMBER = alternatives(words("number"))
_YEAR_TAIL = (
    rf"(?:{_W}*[/.-]{_W}*|{_W}*,?{_W}*năm\s*|{_W}+)(?P<y>(?:19|20){_W}?\d{_W}?\d)(?![.,]?\d)"
)
_ORDER = rf"(?:(?:iv|i{{1,3}}|[1-4]|{_NUMBER})(?!\w))"
_EDGE = re.compile(rf"(?:^|{_W})(đầu|cuối){_W}+\Z")

# ngày 05 tháng 7 năm 2024; ngày     tháng     năm 2024
_FULL = rf"ngày{_BLANK}(?:(?P<d>{_D}){_BLANK})?tháng{_BLANK}(?:(?P<m>{_M}){_BLANK})?,?{_W}*năm{_BLANK}(?P<y>{_Y})"
# ngày mồng 7 tháng ba; 15 tháng 9 năm 2024
_DAY_MONTH = (
    rf"(?:ngày{_W}*)?(?:(?:mồng|mùng){_W}*)?(?P<d>{_D}|{_NUMBER}(?!\w)){_W}*tháng{_W}*"
    rf"(?P<m>{_M}|{_NUMBER}(?!\w))(?:{_W}*,?{_W}*năm\s*(?P<y>{_Y}))?"
)
# ngày 15/9/2024; 15-9-2024; ngày 15/9/24
_NUMERIC = (
    rf"(?P<ngày>ngày{_W}*)?(?P<d>{_D})(?P<sep>{_W}*[/.-]{_W}*)(?P<m>{_M})(?P=sep)"
    rf"(?P<y>{_Y}|(?<=[/.-])\d\d(?![\d/.,]))(?!/)"
)
_SLASHED = rf"(?P<ngày>ngày{_W}*)?(?P<d>{_D})/(?P<m>{_M})(?![.,]?\d|/)"  # ngày 15/9
_ONLY = rf"ngày{_W}*(?:(?:mồng|mùng){_W}*)?(?P<d>{_D})(?![.,/]?\d|{_W}*%)"  # ngày 10 (đến ngày 14/5/2026)
_DAY = rf"(?P<d>{_D})(?={_W}*(?:-|–|đến|,|và){_W}*(?:ngày{_W}*)?{_D}(?:/{_M}|{_W}*tháng))"  # 10 - 14/5/2026
_TET = (
    rf"(?:ngày{_W}*)?(?:mồng|mùng){_W}*(?P<d>\d{{1,2}}|{_NUMBER}(?!\w)){_W}*tết"
    rf"(?:{_W}+nguyên{_W}+đán)?(?:\s+năm\s+(?P<y>{_Y}))?"
)  # mùng 5 Tết
_MONTH = (
    rf"tháng{_W}*(?P<m>{_M}|{_NUMBER}(?!\w))(?![.,]\d)"
    rf"(?:(?:(?:{_W}*,{_W}*{_M})*{_W}*(?:,|và|-|–|đến){_W}*(?P<m2>{_M}))?{_YEAR_TAIL})?"
)  # tháng 7/2024; tháng 5, 6 và 7 năm 2024
_QUARTER = (
    rf"qu[ýí]{_W}*(?P<q>{_ORDER})"
    rf"(?:(?:(?:{_W}*,{_W}*{_ORDER})*{_W}*(?:,|và|-|–){_W}*(?P<q2>{_ORDER}))?{_YEAR_TAIL})?"
)  # quý I/2024; quý I, II năm 2024
_MONTHS = (
    rf"(?P<n>\d{{1,2}}|{_NUMBER}){_W}*tháng(?:{_W}+(?P<side>đầu|cuối){_W}+năm(?!{_W}+học)"
    rf"(?:{_W}*,?\s*(?P<y>{_Y}))?|(?:{_W}+năm{_W}*|/)(?P<y2>{_Y}))?(?!\w)"
)  # 6 tháng đầu năm 2024; 9 tháng năm 2024; 9 tháng
_HALF = rf"nửa{_W}+(?P<side>đầu|cuối){_W}+năm(?:\s*(?P<y>{_Y}))?"  # nửa đầu năm 2024
_SCHOOL = rf"năm{_W}+học{_W}*(?P<y>{_Y}){_DASH}(?P<y2>{_Y})"  # năm học 2023 - 2024
_YEARS = (
    rf"(?:(?:{alternatives(words('term'))}|\d{{1,2}}{_W}+năm){_W}*[,(]?{_W}*)?(?:từ{_W}+)?(?:năm{_W}*)?"
    rf"(?P<y>{_Y}){_DASH}(?P<y2>{_Y})(?!/)"
)  # giai đoạn 2021 - 2025; kế hoạch 5 năm 2021-2025; 2021-2025
_YEAR = rf"năm\s*(?P<y>(?:19|20)(?:\d\d(?=\d{{0,2}}(?!\d))|{_W}?\d{_W}?\d(?!\d)))(?![.,]\d)"  # năm 2024; năm 200 4 (as some PDFs print it)
_WHOLE = rf"cả{_W}+năm(?:\s*(?P<y>{_Y}))?"  # cả năm
_WEEK = rf"tuần{_W}+(?:thứ{_W}+)?(?P<n>[1-5]?\d)(?!\d)(?:{_W}*/{_W}*|\s*,?\s*năm\s+)(?P<y>{_Y})"  # tuần 25/2024

_PATTERN = {
    name.strip("_").lower(): re.compile(pattern)
    for name, pattern in list(globals().items())
    if name in (
        "_FULL", "_DAY_MONTH", "_NUMERIC", "_SLASHED", "_ONLY", "_DAY", "_TET", "_MONTH", "_QUARTER",
        "_MONTHS", "_HALF", "_SCHOOL", "_YEARS", "_YEAR", "_WHOLE", "_WEEK",
    )
}  # fmt: skip

# Where an expression can begin, and which of them can begin so.
_DAYS = ("full", "numeric", "day_month", "slashed", "tet", "only")
_TRIGGER = re.compile(
    rf"""(?<![\w/])(?:
      (?P<ngày>ngày|mồng|mùng)
    | (?P<tháng>tháng)
    | (?P<quý>qu[ýí](?={_W}*(?:[ivx1-4]|một|hai|ba|bốn|tư)))
    | (?P<năm>năm(?=\s*(?:học|1|2|từ)))
    | (?P<cả>cả(?={_W}+năm))
    | (?P<nửa>nửa(?={_W}+(?:đầu|cuối)))
    | (?P<tuần>tuần(?={_W}+(?:thứ{_W}+)?\d))
    | (?P<term>{alternatives(words("term"))}(?={_W}*[,(]?{_W}*(?:từ|năm|19|20)))
    | (?P<word>{_NUMBER}(?={_W}+tháng{_W}+(?:đầu|cuối){_W}+năm))
    | (?<![.,]) (?P<digit>\d{{1,2}}(?={_W}*(?:[/.-]{_W}*\d|tháng|năm{_W}+(?:19|20)|–|đến|,|và))
                | (?:19|20)\d\d(?={_W}*(?:[-–—]|đến)))
    )""",
    re.VERBOSE,
)
_BEGINS = {
    "ngày": _DAYS,
    "tháng": ("month",),
    "quý": ("quarter",),
    "năm": ("school", "years", "year"),
    "cả": ("whole",),
    "nửa": ("half",),
    "tuần": ("week",),
    "term": ("years",),
    "word": ("months",),
    "digit": ("numeric", "slashed", "day_month", "years", "months", "day"),
}


def readings(low: str, start: int = 0, end: int | None = None) -> Iterator[Reading]:
    """The expressions of lower-case text, left to right, none inside another."""
    end = len(low) if end is None else end
    at = start
    while trigger := _TRIGGER.search(low, at, end):
        reading = _read(low, trigger, end)
        if reading is None:
            at = trigger.end()
            continue
        yield reading
        at = reading.end


def _read(low: str, trigger: re.Match[str], end: int) -> Reading | None:
    for name in _BEGINS[trigger.lastgroup or ""]:
        match = _PATTERN[name].match(low, trigger.start(), end)
        reading = match and _BUILD[name](match)
        if reading and reading.interval(reading.year or 2024):
            return reading
    return None


def _year(match: re.Match[str], group: str = "y") -> int | None:
    printed = match.group(group)
    if printed is None:
        return None
    digits = "".join(printed.split())
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def number(printed: str) -> int:
    """A small number, in digits, in words or (quarters) in Roman letters."""
    roman = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
    if printed.isdigit():
        return int(printed)
    return roman.get(printed) or values("number")[" ".join(printed.split())]


def _make(match: re.Match[str], sort: str, year: int | None, first: Point, last: Point) -> Reading:
    return Reading(match.start(), match.end(), sort, year, first, last)


def _full(match: re.Match[str]) -> Reading | None:
    d, m = match.group("d"), match.group("m")
    year = _year(match)
    if m is None:
        return None if d else _make(match, "year", year, (0, 1, 1), (0, 12, 0))
    if d is None:
        return _make(match, "month", year, (0, int(m), 1), (0, int(m), 0))
    return _make(match, "day", year, *_one(int(m), int(d)))


def _one(month: int, day: int) -> tuple[Point, Point]:
    return (0, month, day), (0, month, day)


def _day_month(match: re.Match[str]) -> Reading | None:
    return _make(match, "day", _year(match), *_one(number(match["m"]), number(match["d"])))


def _numeric(match: re.Match[str]) -> Reading | None:
    if len(match["y"]) == 2 and not match["ngày"]:
        return None  # 02.11.45 may be anything
    return _make(match, "day", _year(match), *_one(int(match["m"]), int(match["d"])))


def _slashed(match: re.Match[str]) -> Reading | None:
    sort = "day" if match["ngày"] else "slashed"
    return _make(match, sort, None, *_one(int(match["m"]), int(match["d"])))


def _only(match: re.Match[str]) -> Reading | None:
    return _make(match, "only", None, *_one(1, int(match["d"])))


def _tet(match: re.Match[str]) -> Reading | None:
    return _make(match, "tet", _year(match), *_one(1, number(match["d"])))


def _month(match: re.Match[str]) -> Reading | None:
    first = number(match["m"])
    last = int(match["m2"]) if match["m2"] else first
    return _make(match, "month", _year(match), (0, first, 1), (0, last, 0))


def _quarter(match: re.Match[str]) -> Reading | None:
    first = number(match["q"])
    last = number(match["q2"]) if match["q2"] else first
    if last > 4:
        return None
    return _make(match, "quarter", _year(match), (0, first * 3 - 2, 1), (0, last * 3, 0))


def _months(match: re.Match[str]) -> Reading | None:
    count = number(match["n"])
    if not 0 < count < 13:
        return None
    year = _year(match) or _year(match, "y2")
    sort = "months" if match["side"] or year else "bare"
    if match["side"] == "cuối":
        return _make(match, sort, year, (0, 13 - count, 1), (0, 12, 0))
    return _make(match, sort, year, (0, 1, 1), (0, count, 0))


def _half(match: re.Match[str]) -> Reading | None:
    first = 1 if match["side"] == "đầu" else 7
    return _make(match, "months", _year(match), (0, first, 1), (0, first + 5, 0))


def _school(match: re.Match[str]) -> Reading | None:
    return _make(match, "school", _year(match), (0, 9, 1), (1, 5, 0))


def _years(match: re.Match[str]) -> Reading | None:
    first, last = int(match["y"]), int(match["y2"])
    return _make(match, "years", first, (0, 1, 1), (last - first, 12, 0)) if first < last else None


def _whole_year(match: re.Match[str]) -> Reading | None:
    edge = _EDGE.search(match.string, max(0, match.start() - 8), match.start())
    reading = _make(match, "year", _year(match), (0, 1, 1), (0, 12, 0))
    if edge and reading.year:  # cuối năm 2023: its last month
        month = 1 if edge.group(1) == "đầu" else 12
        return replace(
            reading, start=edge.start(1), sort="month", first=(0, month, 1), last=(0, month, 0)
        )
    return reading


def _numbered_week(match: re.Match[str]) -> Reading | None:
    return _make(match, "week", _year(match), *_one(int(match["n"]), 1))


_BUILD = {
    "full": _full, "numeric": _numeric, "day_month": _day_month, "slashed": _slashed, "tet": _tet,
    "only": _only, "day": _only, "month": _month, "quarter": _quarter, "months": _months,
    "half": _half, "school": _school, "years": _years, "year": _whole_year, "whole": _whole_year,
    "week": _numbered_week,
}  # fmt: skip
