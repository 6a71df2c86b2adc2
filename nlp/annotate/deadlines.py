"""Times that no calendar holds: what comes back every month, and so many days after an event."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from ..rules import alternatives
from .timewords import readings, words
from .workdays import add_working_days

_W = r"[^\S\n]"
_EACH = alternatives(words("each"))
_PERIODIC = rf"{alternatives(words('periodic'))}{_W}+(?:vào{_W}+)?"
_CYCLE = r"(?:ngày|tuần|tháng|q(?:u[ýí]|úy)|năm)"
_ONE_DAY = r"\d{1,2}(?:/\d{1,2})?(?![\d/])"
_DAYS = rf"ngày{_W}+{_ONE_DAY}(?:{_W}*(?:,|và|-){_W}*(?:ngày{_W}+)?{_ONE_DAY}){{0,11}}"
_DAYPART = alternatives(words("daypart"))
_WEEKDAY = rf"(?:{_DAYPART}{_W}+)?(?:các{_W}+ngày{_W}+)?{alternatives(words('weekday'))}"
_NEXT = (
    rf"(?:sau|kế{_W}+tiếp|tiếp{_W}+theo|liền{_W}+kề|(?:cuối|đầu){_W}+q(?:u[ýí]|úy))(?:{_W}+sau)?"
)
_RECURRING = re.compile(
    rf"""(?<!\w)(?:
      (?:{_PERIODIC})?(?:{_DAYS}|{_WEEKDAY}){_W}+(?:của{_W}+)?
        (?:{_EACH}{_W}+{_CYCLE}|tháng{_W}+{_NEXT})
    | {_PERIODIC}
        (?:{_EACH}{_W}+{_CYCLE}(?:{_W}*,{_W}*{_CYCLE}){{0,4}}
          |\d{{1,2}}{_W}+{_CYCLE}(?:{_W}+một{_W}+lần)?)
        (?:,?{_W}+(?:trước|vào|chậm{_W}+nhất){_W}+{_DAYS})?
    | (?P<alone>h[ằà]ng{_W}+(?:tuần|tháng|q(?:u[ýí]|úy))(?:{_W}*,{_W}*{_CYCLE}){{0,4}})
    )(?!\w)""",
    re.VERBOSE,
)  # chậm nhất ngày 20 hằng tháng; thứ sáu hằng tuần; định kỳ 6 tháng, trước ngày 15/6 và 15/12
_REPEATED = re.compile(rf"(?<!\w){alternatives(words('repeated'))}(?!\w)[^,.;:\n]{{0,40}}\Z")
_WITHIN = re.compile(
    rf"(?<![\d.,])(?P<n>\d{{1,3}}){_W}*(?:\([^)\n]{{1,30}}\){_W}*)?"
    rf"ngày(?P<work>{_W}+làm{_W}+việc)?{_W}*,?{_W}*"
    rf"(?:(?:kể|tính){_W}+từ|từ|sau)(?:{_W}+khi)?{_W}+(?:ngày{_W}+)?"
)  # 05 (năm) ngày làm việc, kể từ ngày …
_ISSUED = re.compile(
    rf"{alternatives(words('issued'))}"
    rf"(?:{_W}+{alternatives(words('letter'))}(?:{_W}+này)?(?!\w)|{_W}*(?=[.,;)\n]|\Z))"
)  # … nhận được Công văn này


def recurring(low: str) -> Iterator[tuple[int, int]]:
    """Where lower-case text names a time that comes back: "ngày 20 hằng tháng"."""
    for match in _RECURRING.finditer(low):
        start, end = match.span()
        if match["alone"] and not _REPEATED.search(low, max(0, start - 60), start):
            continue
        yield start, end


def allowances(low: str, today: date | None) -> Iterator[tuple[int, int, date]]:
    """Times allowed ("05 ngày làm việc kể từ ngày nhận Công văn này"): where, and the day it ends.

    One whose first day cannot be known is left out; ``today`` is the day the document was issued.
    """
    for match in _WITHIN.finditer(low):
        first, end = _first_day(low, match.end(), today)
        if first is None:
            continue
        count = int(match["n"])
        if match["work"]:
            yield match.start(), end, add_working_days(first, count)
        else:
            yield match.start(), end, first + timedelta(days=count)


def _first_day(low: str, at: int, today: date | None) -> tuple[date | None, int]:
    if event := _ISSUED.match(low, at):
        return today, event.end()
    begin = max(0, at - 5) if low.startswith("ngày", max(0, at - 5)) else at
    reading = next(readings(low, begin, min(len(low), at + 40)), None)
    if reading and reading.start <= at and reading.sort == "day" and reading.year:
        interval = reading.interval(reading.year)
        return (interval[0] if interval else None), reading.end
    return None, at
