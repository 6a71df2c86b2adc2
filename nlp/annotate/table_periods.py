"""The heading of a table's column -> the period of its figures.

A heading is short where prose is not: "2023", "6T/2023", "Cùng kỳ", "Kế hoạch năm", "Lũy kế".
"""

from __future__ import annotations

import re
from functools import cache

from ..model import Period
from ..rules import alternatives, phrases
from . import intervals
from .periods import parse_period

_WITH_YEAR = re.compile(  # 6T/2023, 9 tháng 2023; T9/2023; QI/2023, quý 3-2023
    r"(?<![\w/.])(?:(?P<count>\d{1,2})\s?(?:t|tháng)|(?:t|tháng)\s?(?P<month>\d{1,2})"
    r"|(?:q|quý)\s?(?P<quarter>[1-4]|iv|i{1,3}))"
    r"(?:\s?[/.-]\s?|\s+(?:năm\s+)?|(?<=t))(?P<year>(?:19|20)\d\d)(?!\w)"
)
_WITHOUT_YEAR = re.compile(
    r"(?<![\w/.,])(?:(?P<count>\d{1,2})\s?(?:t|tháng)|(?:t|tháng)\s?(?P<month>\d{1,2})"
    r"|(?:q|quý)\s?(?P<quarter>[1-4]|iv|i{1,3}))(?![\w/])"
)
_YEAR = re.compile(r"(?<![\w/.,-])(?:19|20)\d\d(?![\w/,-])")
_COMPARES = re.compile(r"(?<!\w)so(?:\s|$)|%|(?:tỷ|tỉ)\s+lệ")


def compares(title: str) -> int:
    """How many letters of a heading stand before what it compares with: "TH 2023 so với 2022"."""
    found = _COMPARES.search(title.lower())
    return found.start() if found else len(title)


def printed_period(title: str, base: Period | None) -> Period | None:
    """The period that a heading prints in a table's own way; ``base`` is what the table is about.

    >>> printed_period("6T/2023", None).name
    '2023-H1'
    >>> printed_period("Cùng kỳ", printed_period("9T/2023", None)).name
    '2022-9M'
    """
    low = title.lower()
    shift = _shift(low)
    if shift == "same period last year":
        year = _YEAR.search(low)
        return base and _moved(base, int(year.group()) if year else None)
    if match := _WITH_YEAR.search(low):
        return _said(match, f" năm {match['year']}", None)
    return None


def implied_period(title: str, base: Period | None) -> Period | None:
    """The period of a heading with only a year, or with none: "TH 2023", "6T", "Kế hoạch năm"."""
    low = title.lower()
    if match := _YEAR.search(low):
        rest = f"{low[: match.start()]} {low[match.end() :]}"
        alone = not _beside().sub(" ", rest).strip(" ()/.-")
        return parse_period(f"năm {match.group()}") if alone else None
    if base is None or base.start_date is None or base.end_date is None:
        return None
    if match := _WITHOUT_YEAR.search(low):
        return _said(match, "", base)
    shift = _shift(low)
    if shift == "whole year":
        return intervals.period(*intervals.months(base.start_date.year, 1, 12))
    if shift == "so far":
        return intervals.period(base.start_date.replace(month=1, day=1), base.end_date)
    return None


def _said(match: re.Match[str], year: str, base: Period | None) -> Period | None:
    if match["count"]:
        words = f"{match['count']} tháng đầu năm"
        year = year.removeprefix(" năm")
    elif match["month"]:
        words = f"tháng {match['month']}"
    else:
        words = f"quý {match['quarter'].upper()}"
    return parse_period(words + year, reference=base.start_date if base else None)


def _moved(base: Period, year: int | None) -> Period | None:
    """The same stretch in ``year``, or in the year before."""
    if base.start_date is None or base.end_date is None:
        return None
    months = 12 * (year - base.start_date.year) if year else -12
    start, end = (intervals.add_months(day, months) for day in (base.start_date, base.end_date))
    if base.name and base.end_date.day >= 28:  # 28 and 29 February
        end = intervals.last_day(end.year, end.month)
    return intervals.period(start, end)


def _shift(low: str) -> str | None:
    found = _shifts().search(low)
    return found.lastgroup and _NAMES[found.lastgroup] if found else None


_NAMES = {"same": "same period last year", "year": "whole year", "far": "so far"}


@cache
def _shifts() -> re.Pattern[str]:
    named = (
        rf"(?P<{group}>{alternatives(phrases('table_periods', shift=shift))})"
        for group, shift in _NAMES.items()
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(named)})(?!\w)")


@cache
def _beside() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){alternatives(phrases('table_periods', shift=''))}(?!\w)")
