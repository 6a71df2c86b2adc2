"""The place a figure speaks of, where its clause names one: "xã Phổ Bình", "toàn huyện"."""

from __future__ import annotations

import re

from ..text import LOWER, UPPER, squeeze

_LEVEL = (
    r"(?:tỉnh|thành\s+phố|TP\.?|huyện|thị\s+xã|quận|xã|phường|thị\s+trấn|đặc\s+khu|thôn|ấp|khóm)"
)
_NAME = rf"[{UPPER}][{LOWER}]+(?:\s+[{UPPER}][{LOWER}]+){{0,3}}"
_PLACE = re.compile(
    rf"(?<!\w)(?:(?i:{_LEVEL})\s+{_NAME}|(?:toàn|cấp)\s+(?:tỉnh|huyện|xã|thành\s+phố|thị\s+xã|quận|phường))(?!\w)"
)
_REACH = 120


def place_before(flat: str, start: int, at: int) -> str | None:
    """The last place named between ``start`` and ``at``, not across a semicolon."""
    left = flat[max(start, at - _REACH) : at].rsplit(";", 1)[-1]
    last = None
    for match in _PLACE.finditer(left):
        last = match
    return squeeze(last.group()) if last else None
