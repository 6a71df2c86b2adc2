"""The grammar of dates and periods: what is printed, before anyone asks which year it means.

``readings(low)`` turns lower-case text into ``Reading`` objects: months and days, and the year if
it is printed. ``Reading.interval(year)`` gives the days. A day that is in no calendar (31/02) is no
reading. Forms are tried only where a word of time or a number begins, and each is linear.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import NamedTuple

from ..rules import alternatives, table
from .intervals import Interval

Point = tuple[int, int, int]  # years from the reading's year, month, day (0: the month's last)
DAY_SORTS = frozenset({"day", "short", "tet"})


# "tháng Năm" is May where "tháng năm" may be "months of the year"; after a count ("9 tháng Năm
# 2024") it is not.
_MAY = re.compile(
    r"Năm(?<=[Tt]háng\sNăm)(?:(?<!\d\s[Tt]háng\sNăm)|(?!\s*\d))"
    r"(?!\w|\s+(?:[Hh]ọc|[Nn]ay|[Tt]rước)\b)"
)


def lower(text: str) -> str:
    """Lower case, letter for letter (only the dotted capital I would grow); a capital says May."""
    return _MAY.sub("  5", text).replace("İ", "I").lower()


def words(kind: str) -> list[str]:
    """All words of a kind of ``rules/periods.toml``."""
    return [word for row in table("periods") if row["kind"] == kind for word in row["words"]]


@cache
def values(kind: str) -> dict[str, int]:
    """Word -> value, for the words of a kind that have one."""
    rows = (row for row in table("periods") if row["kind"] == kind)
    return {word: row["value"] for row in rows for word in row["words"]}


@dataclass(frozen=True, slots=True)
class Reading:
    """One printed expression; ``year`` is None where none is printed.

    ``sort`` is what was printed: day, short (30/9), only (ngày 15), tet (mùng 5 Tết), month,
    quarter, months (6 tháng đầu năm), bare (6 tháng), year, years, school, week, opening (từ đầu
    năm), same (cùng kỳ năm 2023).
    """

    start: int
    end: int
    sort: str
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


# -- what a match says ----------------------------------------------------------------------------


def number(printed: str) -> int:
    """A small number, in digits, in words or (quarters) in Roman letters."""
    roman = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
    if printed.isdigit():
        return int(printed)
    return roman.get(printed) or values("number")[" ".join(printed.split())]


def _year(match: re.Match[str], group: str = "y") -> int | None:
    printed = match[group]
    if printed is None:
        return None
    digits = "".join(printed.split())
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _make(match: re.Match[str], sort: str, year: int | None, first: Point, last: Point) -> Reading:
    return Reading(match.start(), match.end(), sort, year, first, last)


def _one_day(match: re.Match[str], sort: str, year: int | None, month: int, day: int) -> Reading:
    return _make(match, sort, year, (0, month, day), (0, month, day))


def _full(match: re.Match[str]) -> Reading | None:
    day, month, year = match["d"], match["m"], _year(match)
    if month is None:
        return None if day else _make(match, "year", year, (0, 1, 1), (0, 12, 0))
    if day is None:
        return _make(match, "month", year, (0, int(month), 1), (0, int(month), 0))
    return _one_day(match, "day", year, int(month), int(day))


def _day_month(match: re.Match[str]) -> Reading | None:
    if match["y"] is None and _is_place(match.string, match.start()):
        return None  # đường 3 tháng 2
    return _one_day(match, "day", _year(match), number(match["m"]), number(match["d"]))


def _numeric(match: re.Match[str]) -> Reading | None:
    if len(match["y"]) == 2 and not match["head"]:
        return None  # 02.11.45 may be anything
    return _one_day(match, "day", _year(match), int(match["m"]), int(match["d"]))


def _short(match: re.Match[str]) -> Reading | None:
    if _is_place(match.string, match.start()):
        return None  # đường 30/4
    sort = "day" if match["head"] else "short"
    return _one_day(match, sort, None, int(match["m"]), int(match["d"]))


def _only(match: re.Match[str]) -> Reading:
    return _one_day(match, "only", None, 1, int(match["d"]))


def _tet(match: re.Match[str]) -> Reading:
    return _one_day(match, "tet", _year(match), 1, number(match["d"]))


def _month(match: re.Match[str]) -> Reading | None:
    if _EVERY.search(match.string, max(0, match.start() - 8), match.start()):
        return None
    if _EVENT.search(match.string, max(0, match.start() - _NAME), match.start()):
        return None  # Cách mạng Tháng Tám
    first = number(match["m"])
    last = int(match["m2"]) if match["m2"] else first
    return _make(match, "month", _year(match), (0, first, 1), (0, last, 0))


def _is_place(low: str, start: int) -> bool:
    return _PLACE.search(low, max(0, start - _NAME), start) is not None


def is_headed(low: str, start: int, end: int) -> bool:
    """Whether a word of time ("trước 30/9") or brackets of its own ("(5/2024)") make it a date."""
    bracketed = low[start - 1 : start] == "(" and low[end : end + 1] == ")"
    return bracketed or bool(_DAY_HEAD.search(low, max(0, start - 12), start))


def _month_year(match: re.Match[str]) -> Reading | None:
    if not is_headed(match.string, *match.span()):
        return None  # 5/2024 may be a ratio or a code
    month = int(match["m"])
    return _make(match, "month", _year(match), (0, month, 1), (0, month, 0))


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


def _half(match: re.Match[str]) -> Reading:
    first = 1 if match["side"] == "đầu" else 7
    return _make(match, "months", _year(match), (0, first, 1), (0, first + 5, 0))


def _school(match: re.Match[str]) -> Reading:
    return _make(match, "school", _year(match), (0, 9, 1), (1, 5, 0))


def _years(match: re.Match[str]) -> Reading | None:
    first, last = int(match["y"]), int(match["y2"])
    headed = not match.group()[0].isdigit() or "năm" in match.group()
    if first >= last or (last - first > _LONGEST_PLAN and not headed):
        return None  # 1000 - 2000 m
    return _make(match, "years", first, (0, 1, 1), (last - first, 12, 0))


def _whole_year(match: re.Match[str]) -> Reading:
    reading = _make(match, "year", _year(match), (0, 1, 1), (0, 12, 0))
    edge = _EDGE.search(match.string, max(0, match.start() - 8), match.start())
    if edge and reading.year:  # cuối năm 2023: its last month
        month = 1 if edge[1] == "đầu" else 12
        return replace(
            reading, start=edge.start(1), sort="month", first=(0, month, 1), last=(0, month, 0)
        )
    return reading


def _headed(match: re.Match[str]) -> Reading:
    start = match.start("y") if match["bare"] else match.start()
    return Reading(start, match.end(), "year", _year(match), (0, 1, 1), (0, 12, 0))


def _opening(match: re.Match[str]) -> Reading:
    return _one_day(match, "opening", _year(match), 1, 1)


def _same(match: re.Match[str]) -> Reading:
    return _make(match, "same", _year(match), (0, 1, 1), (0, 12, 0))


def _numbered_week(match: re.Match[str]) -> Reading:
    return _one_day(match, "week", _year(match), int(match["n"]), 1)


# -- the forms, each with a phrase it was written for ---------------------------------------------


_LONGEST_PLAN = 10  # years


class _Form(NamedTuple):
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Reading | None]


def _form(read: Callable[[re.Match[str]], Reading | None], pattern: str) -> _Form:
    return _Form(re.compile(pattern), read)


_W = r"[^\S\n]"  # a space inside a block
_GAP = r"[^\S\n._…]*[._…]*[^\S\n._…]*"  # what a draft leaves for the pen
_D = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)"
_M = r"(?:1[0-2]|0?[1-9])(?!\d)"
_Y = r"(?:19|20)\d\d(?!\d)"
_WORD = rf"(?:{alternatives(words('number'))}(?!\w))"
_ORDER = rf"(?:(?:iv|i{{1,3}}|[1-4])(?!\w)|{_WORD})"
_MONTH_WORD = rf"{_WORD}(?<!năm)"  # tháng năm is a month's name too, but not here: 9 tháng năm 2024
_SPACED_Y = rf"(?:19|20){_W}?\d{_W}?\d(?!\d)"  # 200 4, as some PDFs print it
_OF_YEAR = rf"(?:{_W}*[/.-]{_W}*|{_W}*,?{_W}*năm\s*|{_W}+)(?P<y>{_SPACED_Y})(?![.,]\d)"
_DASH = rf"{_W}*(?:[-–—]|đến{_W}+(?:hết{_W}+)?(?:năm{_W}+)?){_W}*"
_DAY_HEAD = re.compile(rf"(?<!\w){alternatives(words('day_head'))}{_W}+\Z")
_EDGE = re.compile(rf"(?:^|(?<!tháng){_W})(đầu|cuối){_W}+\Z")  # not: những tháng cuối năm 2023
_EVERY = re.compile(rf"(?<!\w){alternatives(words('each'))}{_W}+\Z")
_NAME = 24  # characters before a date in which the head of a name stands
_EVENT = re.compile(
    rf"(?<!\w)(?:{alternatives(words('event'))}{_W}+|{alternatives(words('place'))}{_W}+\d{{1,2}}{_W}+)\Z"
)
_PLACE = re.compile(rf"(?<!\w){alternatives(words('place'))}{_W}+\Z")
_TERM = alternatives(words("term"))
_SEASON = alternatives(words("season_head"))
_HEAD = alternatives(words("year_head"))

# ngày 05 tháng 7 năm 2024; a draft's ngày     tháng     năm 2024
_FULL = _form(
    _full,
    rf"ngày{_GAP}(?:(?P<d>{_D}){_GAP})?tháng{_GAP}(?:(?P<m>{_M}){_GAP})?,?{_W}*năm{_GAP}(?P<y>{_Y})",
)
# ngày mồng 7 tháng ba; 15 tháng 9 năm 2024
_DAY_MONTH = _form(
    _day_month,
    rf"(?:ngày{_W}*)?(?:(?:mồng|mùng){_W}*)?(?P<d>{_D}|{_WORD}){_W}*tháng{_W}*"
    rf"(?P<m>{_M}(?![.,]\d)|{_MONTH_WORD})(?:{_W}*(?:,?{_W}*năm\s*|,{_W}+)(?P<y>{_Y})(?![.,]\d))?",
)
# ngày 15/9/2024; 15-9-2024; ngày 15/9/24
_NUMERIC = _form(
    _numeric,
    rf"(?P<head>ngày{_W}*)?(?P<d>{_D}){_W}{{0,2}}(?P<sep>[/.-]){_W}{{0,2}}(?P<m>{_M}){_W}{{0,2}}(?P=sep)"
    rf"{_W}{{0,2}}(?P<y>1[89]\d\d(?!\d)|{_Y}|(?<=[/.-])\d\d(?![\d/.,]))(?!/)",
)
# ngày 15/9; 15/9
_SHORT = _form(
    _short, rf"(?P<head>ngày{_W}*)?(?P<d>{_D}){_W}?/{_W}?(?P<m>{_M})(?![.,]?\d|{_W}?/|{_W}*%)"
)
# ngày 10 (đến ngày 14/5/2024); 10 - 14/5/2024
_ONLY = _form(_only, rf"ngày{_W}*(?:(?:mồng|mùng){_W}*)?(?P<d>{_D})(?![.,/]?\d|{_W}*%)")
_LISTED = _form(
    _only,
    rf"(?P<d>{_D})(?=(?:{_W}*(?:[-–]|đến|,|và){_W}*(?:ngày{_W}*)?{_D}){{1,6}}{_W}?(?:/{_W}?{_M}|{_W}*tháng))",
)
# mùng 5 Tết; mùng Ba Tết Nguyên đán năm 2025
_TET = _form(
    _tet,
    rf"(?:ngày{_W}*)?(?:mồng|mùng){_W}*(?P<d>\d{{1,2}}(?!\d)|{_WORD}){_W}*tết"
    rf"(?:{_W}+nguyên{_W}+đán)?(?:(?:{_W}+[^\W\d]+){{0,2}}?\s+năm\s+(?P<y>{_Y}))?",
)
# tháng 7; tháng 7/2024; tháng 5, 6 và 7 năm 2024
_MONTH = _form(
    _month,
    rf"tháng{_W}*(?P<m>{_M}|{_MONTH_WORD})(?![.,]\d)"
    rf"(?:(?:(?:{_W}*,{_W}*{_M}){{0,10}}{_W}*(?:,|và|-|–|đến){_W}*(?P<m2>{_M}))?{_OF_YEAR})?",
)
# quý III; quý I/2024; quý I, II năm 2024
_QUARTER = _form(
    _quarter,
    rf"q(?:u[ýí]|úy){_W}*(?P<q>{_ORDER})"
    rf"(?:(?:(?:{_W}*,{_W}*{_ORDER}){{0,2}}{_W}*(?:,|và|-|–){_W}*(?P<q2>{_ORDER}))?{_OF_YEAR})?",
)
# 6 tháng đầu năm 2024; 9 tháng năm 2024; 9 tháng/2024; 9 tháng
_MONTHS = _form(
    _months,
    rf"(?P<n>\d{{1,2}}|{_WORD}){_W}*tháng(?:{_W}+(?P<side>đầu|cuối){_W}+(?:của{_W}+)?năm(?!{_W}+học)"
    rf"(?:{_W}*,?\s*(?P<y>{_Y}))?|(?:{_W}+năm\s*|{_W}*/{_W}*)(?P<y2>{_Y}))?(?!\w)",
)
# nửa đầu năm 2024
_HALF = _form(_half, rf"nửa{_W}+(?P<side>đầu|cuối){_W}+năm(?:\s*(?P<y>{_Y}))?")
# năm học 2023 - 2024
_SCHOOL = _form(_school, rf"năm{_W}+học{_W}*(?P<y>{_Y}){_DASH}{_Y}")
# giai đoạn 2021 - 2025; kế hoạch 5 năm 2001-2005; từ năm 2021 đến năm 2025; 2021-2025
_YEARS = _form(
    _years,
    rf"(?:(?:{_TERM}|\d{{1,2}}{_W}+năm){_W}*[,(]?{_W}*)?(?:từ{_W}+)?(?:năm{_W}*)?"
    rf"(?P<y>{_Y}){_DASH}(?P<y2>{_Y})(?!/)",
)
# năm 2024, also with a footnote mark glued to it
_YEAR = _form(_whole_year, rf"năm\s*(?P<y>(?:19|20)\d\d(?=\d{{0,2}}(?!\d))|{_SPACED_Y})(?![.,]\d)")
# đến hết 9/2024; (5/2024)
_MONTH_YEAR = _form(_month_year, rf"(?P<m>{_M})/(?P<y>{_Y})(?![/.,]\d|/|-)")
# cả năm; cả năm 2024
_WHOLE = _form(_whole_year, rf"cả{_W}+năm(?:\s*(?P<y>{_Y}))?(?!{_W}+học)")
# mùa mưa 2024; so với thực hiện 2024, …
_HEADED = _form(
    _headed,
    rf"(?:(?P<bare>{_HEAD})|{_SEASON}){_W}+(?P<y>{_Y})(?=\s*(?:[,;:)\n]|\.(?!\d)|\Z|là|đạt|và|của|lên|xuống))",
)
# từ đầu năm (đến nay)
_OPENING = _form(_opening, rf"(?:kể{_W}+)?từ{_W}+đầu{_W}+năm(?:\s*(?P<y>{_Y}))?")
# cùng kỳ năm 2023
_SAME = _form(_same, rf"cùng{_W}+k[ỳì]{_W}+(?:của{_W}+)?năm\s*(?P<y>{_Y})")
# tuần 25/2024; tuần thứ 25 năm 2024
_WEEK = _form(
    _numbered_week,
    rf"tuần{_W}+(?:thứ{_W}+)?(?P<n>[1-5]?\d)(?!\d)(?:{_W}*/{_W}*|{_W}*,?\s*năm\s+)(?P<y>{_Y})",
)

# A year told from the year of the text: tháng 12 năm trước, quý I năm sau, 6 tháng cuối năm ngoái.
_WHICH_YEAR = re.compile(
    rf"(?:{_W}*,?{_W}*(?:của{_W}+)?năm{_W}+|(?<=năm){_W}+)"
    rf"(?P<which>{alternatives(words('which_year'))})(?!\w|{_W}+(?:khi|ngày|tháng|quý|đó|nữa|\d))"
)
_UNDATED = frozenset({"day", "short", "month", "quarter", "months", "bare"})

# A year after years: năm 2022, 2023 và 2024.
_NEXT_YEAR = re.compile(
    rf"{_W}*(?:,|(?P<last>,?{_W}*và)){_W}*(?P<y>{_Y})"
    r"(?(last)(?![.,]?\d|\s*%)|(?=\s*(?:[,;:)\n]|\.(?!\d)|\Z|là|đạt|và)))"
)
_TRIGGER = re.compile(
    rf"""(?<![\w/])(?:
      (?P<ngày>ngày|mồng|mùng)
    | (?P<tháng>tháng)
    | (?P<quý>q(?:u[ýí]|úy)(?={_W}*{_ORDER}))
    | (?P<năm>năm(?=\s*(?:học|1|2|từ)))
    | (?P<cả>cả(?={_W}+năm))
    | (?P<nửa>nửa(?={_W}+(?:đầu|cuối)))
    | (?P<từ>(?:kể{_W}+)?từ(?={_W}+đầu{_W}+năm))
    | (?P<cùng>cùng(?={_W}+k[ỳì]))
    | (?P<tuần>tuần(?={_W}+(?:thứ{_W}+)?\d))
    | (?P<term>{_TERM}(?={_W}*[,(]?{_W}*(?:từ|năm|19|20)))
    | (?P<head>(?:{_HEAD}|{_SEASON})(?={_W}+(?:19|20)\d\d))
    | (?P<word>{_WORD}(?={_W}+tháng{_W}+(?:đầu|cuối)))
    | (?<!\d[.,])(?P<digit>\d{{1,2}}(?={_W}*(?:[/.,–-]{_W}*\d|tháng|năm{_W}+(?:19|20)|đến|và))
                 | (?:19|20)\d\d(?={_W}*(?:[-–—]|đến)))
    )""",
    re.VERBOSE,
)
_BEGINS: dict[str, tuple[_Form, ...]] = {
    "ngày": (_FULL, _NUMERIC, _DAY_MONTH, _SHORT, _TET, _ONLY),
    "tháng": (_MONTH,),
    "quý": (_QUARTER,),
    "năm": (_SCHOOL, _YEARS, _YEAR),
    "cả": (_WHOLE,),
    "nửa": (_HALF,),
    "từ": (_OPENING,),
    "cùng": (_SAME,),
    "tuần": (_WEEK,),
    "term": (_YEARS,),
    "head": (_YEARS, _HEADED),
    "word": (_MONTHS,),
    "digit": (_NUMERIC, _MONTH_YEAR, _SHORT, _DAY_MONTH, _YEARS, _MONTHS, _LISTED),
}


def readings(low: str, start: int = 0, end: int | None = None) -> Iterator[Reading]:
    """The expressions of lower-case text, left to right, none inside another."""
    end = len(low) if end is None else end
    at = start
    while trigger := _TRIGGER.search(low, at, end):
        reading = _read(low, trigger, end)
        if reading is None:
            at = trigger.start() + 1
            continue
        yield reading
        at = reading.end
        while reading.sort == "year" and (more := _NEXT_YEAR.match(low, at, end)):
            at = more.end()
            yield replace(reading, start=more.start("y"), end=at, year=int(more["y"]))


def _read(low: str, trigger: re.Match[str], end: int) -> Reading | None:
    for form in _BEGINS[trigger.lastgroup or ""]:
        match = form.pattern.match(low, trigger.start(), end)
        reading = form.read(match) if match else None
        if reading and reading.interval(reading.year or 2024):
            return _of_which_year(low, reading, end)
    return None


def _of_which_year(low: str, reading: Reading, end: int) -> Reading:
    if reading.year is not None or reading.sort not in _UNDATED:
        return reading
    said = _WHICH_YEAR.match(low, reading.end, end)
    if said is None:
        return reading
    away = values("which_year")[said["which"]]
    first = (reading.first[0] + away, *reading.first[1:])
    last = (reading.last[0] + away, *reading.last[1:])
    sort = "months" if reading.sort == "bare" else reading.sort
    return replace(reading, end=said.end(), sort=sort, first=first, last=last)
