"""A bracket or a list after a colon that divides a figure -> where its bare numbers stand.

"53 đơn không đủ điều kiện (trùng nội dung 29, nặc danh 17, không rõ địa chỉ 07)", "73 trường (58
công lập, 15 tư thục)": the parts have no unit of their own; they take the one of the whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

_OPENS = re.compile(
    r"[^\d,;:.()]{0,60}(?P<mark>[(:])\s*"
    r"|,?\s+(?:trong\s+đó|bao\s+gồm|gồm)(?:\s+có)?\s+(?=[^\W\d])",
    re.IGNORECASE,
)
_NUMBER = r"(?P<number>\d[\d.]*(?:,\d+)?)"
_ENDS = r"(?=\s*(?:[,;.)]|\Z|và\s))"
_PART = re.compile(rf"[^\W\d][^\d;:.()]{{0,48}}?\s{_NUMBER}{_ENDS}")
_PART_FIRST = re.compile(rf"{_NUMBER}\s[^\W\d][^\d,;:.()]{{0,48}}{_ENDS}")
_NEXT = re.compile(r"\s*(?:[,;]|và\s)\s*")
_CLOSES = {"(": re.compile(r"\s*\)")}
_STOPS = re.compile(r"\s*(?:[;.,]|\Z)")


def parts_after(
    flat: str, at: int, end: int, numbers: Mapping[int, Decimal], whole: Decimal
) -> tuple[int, ...]:
    """Where the numbers of the list that opens after ``at`` start, if they add up to ``whole``."""
    opened = _OPENS.match(flat, at, end)
    if opened is None:
        return ()
    starts: list[int] = []
    here = opened.end()
    part_here = _PART_FIRST if flat[here : here + 1].isdigit() else _PART
    while part := part_here.match(flat, here, end):
        starts.append(part.start("number"))
        here = part.end()
        following = _NEXT.match(flat, here, end)
        if following is None:
            break
        if sum(numbers.get(start, Decimal(0)) for start in starts) == whole:
            break
        here = following.end()
    closed = _CLOSES.get(opened["mark"], _STOPS).match(flat, here, end)
    total = sum(numbers.get(start, Decimal(0)) for start in starts)
    return tuple(starts) if len(starts) > 1 and closed and total == whole else ()
