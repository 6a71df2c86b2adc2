"""A bracket or a list that divides a figure -> where its bare numbers stand.

"53 đơn không đủ điều kiện (trùng nội dung 29, nặc danh 17, không rõ địa chỉ 07)", "73 trường (58
công lập, 15 tư thục)": the parts have no unit of their own; they take the one of the whole. They
are parts by their form, labels and numbers in turn, and never for adding up: a wrong digit must
stay in sight. Values only refuse what can be no part.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from ..text import UPPER
from .names import names_by_number

_DIVIDES = (
    r"(?:trong\s+(?:số\s+)?đó|bao\s+gồm|gồm|cụ\s+thể|chia\s+ra|(?:chia|phân|tính|xét)\s+theo)"
)
_OPENS = re.compile(
    r"[^\d,;:.()]{0,60}"
    r"(?:(?P<mark>[(:])\s*"
    rf"|[,;.]?\s+{_DIVIDES}(?:[^\d,;:.()]{{0,40}}:\s*|(?:\s+(?:có|là))?\s+(?=[^\W\d])))",
    re.IGNORECASE,
)
_NUMBER = r"(?P<number>\d[\d.]*(?:,\d+)?)"
_ENDS = r"(?=\s*(?:[,;.)]|\Z|và\s))"
_ASIDE = r"(?:\s*\([^()]{1,80}\))?"  # "trực tuyến 1.184 (40%)"
_LABEL = r"(?!(?:tăng|giảm|đạt|bằng|chiếm)\s)(?P<label>[^\W\d][^\d;:.()]{0,48}?)"
_PART = re.compile(rf"{_LABEL}:?\s{_NUMBER}{_ASIDE}{_ENDS}")
_PART_FIRST = re.compile(rf"{_NUMBER}\s(?P<label>[^\W\d][^\d,;:.()]{{0,48}}){_ENDS}")
_NEXT = re.compile(r"\s*(?:[,;]|và\s)\s*")
_CLOSES = {"(": re.compile(r"\s*\)")}
_STOPS = re.compile(r"\s*(?:[;.,]|\Z)")
_NAMED = re.compile(rf"(?:^|\s)[{UPPER}]\w*$")  # "Quế Sơn"
_FAR = 10  # times the whole: no slip of the pen


def parts_after(
    flat: str, at: int, end: int, numbers: Mapping[int, Decimal], whole: Decimal
) -> tuple[int, ...]:
    """Where the numbers of the list that opens after ``at`` start, if it divides ``whole``."""
    opened = _OPENS.match(flat, at, end)
    if opened is None:
        return ()
    parts: list[re.Match[str]] = []
    here = opened.end()
    first = flat[here : here + 1].isdigit()
    part_here = _PART_FIRST if first else _PART
    while part := part_here.match(flat, here, end):
        parts.append(part)
        here = part.end()
        following = _NEXT.match(flat, here, end)
        if following is None:
            break
        here = following.end()
    starts = tuple(part.start("number") for part in parts)
    if len(parts) < 2 or any(start not in numbers for start in starts):
        return ()
    closed = _CLOSES.get(opened["mark"], _STOPS)
    if not closed.match(flat, parts[-1].end(), end):
        return ()
    values = [numbers[start] for start in starts]
    if max(values) > (whole if first else whole * _FAR):
        return ()
    return () if _lists_names([part["label"] for part in parts], values, whole) else starts


def _lists_names(labels: Sequence[str], values: Sequence[Decimal], whole: Decimal) -> bool:
    """Whether the numbers belong to names: "lớp 8, lớp 9", "2 khu (Tam Anh 1, Tam Hiệp 2)"."""
    last = [label.rsplit(",", 1)[-1].strip() for label in labels]
    named = [_NAMED.search(label) is not None for label in last]
    return (
        len({label.lower() for label in last}) < len(last)
        or any(names_by_number(label) for label in labels)
        or any("," in label and name for label, name in zip(labels, named, strict=True))
        or (all(named) and len(values) == whole and sum(values) != whole)
    )
