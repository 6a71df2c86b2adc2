"""A bracket or a list after a colon that divides a figure -> where its bare numbers stand.

"53 đơn không đủ điều kiện (trùng nội dung 29, nặc danh 17, không rõ địa chỉ 07)": the parts have
no unit of their own; they take the one of the whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

_OPENS = re.compile(r"[^\d,;:.()]{0,60}(?P<mark>[(:])\s*")
_PART = re.compile(
    r"(?P<words>[^\W\d][^\d,;:.()]{0,48}?)\s(?P<number>\d[\d.]*(?:,\d+)?)(?=\s*(?:[,;.)]|\Z|và\s))"
)
_NEXT = re.compile(r"\s*(?:[,;]|và\s)\s*")
_CLOSES = {"(": re.compile(r"\s*\)"), ":": re.compile(r"\s*(?:[;.,]|\Z)")}


def parts_after(
    flat: str, at: int, end: int, numbers: Mapping[int, Decimal], whole: Decimal
) -> tuple[int, ...]:
    """Where the numbers of the list that opens after ``at`` start, if they add up to ``whole``."""
    opened = _OPENS.match(flat, at, end)
    if opened is None:
        return ()
    starts: list[int] = []
    here = opened.end()
    while part := _PART.match(flat, here, end):
        starts.append(part.start("number"))
        here = part.end()
        following = _NEXT.match(flat, here, end)
        if following is None:
            break
        if sum(numbers.get(start, Decimal(0)) for start in starts) == whole:
            break
        here = following.end()
    closed = _CLOSES[opened["mark"]].match(flat, here, end)
    total = sum(numbers.get(start, Decimal(0)) for start in starts)
    return tuple(starts) if len(starts) > 1 and closed and total == whole else ()
