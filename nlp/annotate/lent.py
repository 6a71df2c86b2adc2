"""Bare numbers -> figures with the unit that their list, its head or a neighbour lends them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..text import UPPER
from .mentions import SHARED, Mention
from .units import Unit, read_unit

_LIST_GAP = re.compile(r"[^;.:()\[\]]*")
_HEAD_NOUN = re.compile(
    r"(?<!\w)(?<!chỉ )(?<!tham )(?<!hệ )(?:tổng\s+)?số\s+(?=[^\W\d])", re.IGNORECASE
)


_ABBREVIATED = re.compile(rf"[{UPPER}]{{2}}\s*$")  # "gồm KN 12, TC 08"; "vào VSIP 1" is a name
_PARTS = re.compile(
    r"\([^()]*$|^\s*[,;][^;.:]{0,40}:\s*$|(?<!\w)(?:trong\s+đó|gồm|cụ\s+thể|chia\s+ra)(?!\w)",
    re.IGNORECASE,
)


_MARKS = re.compile(  # "Điểm bình quân: Ngữ văn 5.15; Toán 5.42"
    r"(?<!\w)điểm\s+(?:bình\s+quân|trung\s+bình|thi|số|các\s+môn|từng\s+môn)[^.;:\d]{0,40}:[^:\d]*$",
    re.IGNORECASE,
)
_YEARS = (1900, 2100)
_REACH = 160  # how far before a number the head of its list is looked for
_UNIT_IN_BRACKETS = re.compile(r"\s*\((?=[^\W\d])")  # "Ngữ văn 5.15, Toán 5.42 (điểm)"


def share_units(flat: str, group: Sequence[Mention], start: int) -> list[Mention]:
    """Bare numbers take the unit of their list, or of "số <noun> …:"; the others drop out."""
    if all(mention.unit is not None or mention.kind == "ratio" for mention in group):
        return list(group)
    out: list[Mention] = []
    head: Unit | None = None
    following = _following_units(flat, group)
    for i, mention in enumerate(group):
        if mention.unit is not None or mention.kind == "ratio":
            out.append(mention)
            continue
        left = flat[max(out[-1].end if out else start, mention.start - _REACH) : mention.start]
        told = left.rstrip().endswith((":", "là"))
        unit: Unit | None = None
        if _MARKS.search(left):
            head = unit = read_unit("điểm", 0)
        elif told and (noun := _HEAD_NOUN.search(left)):
            head = unit = read_unit(left, noun.end(), len(left), guess=True)
        unit = unit or following[i]
        if unit is None and told:
            unit = head
            if unit is None and out and _PARTS.search(left) and out[-1].kind in ("count", "ratio"):
                unit = out[-1].unit  # "15 đơn (KN: 04, TC: 05)"
        elif (
            unit is None
            and out
            and out[-1].unit is not None
            and out[-1].kind in ("count", "ratio")
            and (not _ABBREVIATED.search(left) or _PARTS.search(left) or out[-1].rule == SHARED)
        ):
            unit = out[-1].unit
        if unit is not None and not _is_year(flat, mention, out):
            out.append(
                mention._replace(
                    unit=unit,
                    kind="count" if unit.kind in ("duration", "multiple") else unit.kind,
                )
            )
    return out


def _is_year(flat: str, mention: Mention, before: Sequence[Mention]) -> bool:
    """Whether a bare number is a year and not of the size of those before: "Luật Nhà ở 2014"."""
    low, high = _YEARS
    year = mention.value is not None and low <= mention.value <= high
    plain = flat[mention.start : mention.end].isdigit()
    return year and plain and bool(before) and (before[-1].value or 0) * 2 < low


def _following_units(flat: str, group: Sequence[Mention]) -> list[Unit | None]:
    """For each mention the unit at the end of the list it stands in: "huyện 12, xã 30 lượt"."""
    units: list[Unit | None] = [None] * len(group)
    if group[-1].unit is None and (opened := _UNIT_IN_BRACKETS.match(flat, group[-1].end)):
        unit = read_unit(flat, opened.end())
        units[-1] = unit if unit is not None and flat[unit.end : unit.end + 1] == ")" else None
    for i in range(len(group) - 2, -1, -1):
        here, following = group[i], group[i + 1]
        if not _LIST_GAP.fullmatch(flat, here.end, following.start):
            continue
        if following.kind != "ratio":
            units[i] = following.unit or units[i + 1]
    return units
