"""Word's automatic numbers -> the text that Word prints before a paragraph.

A paragraph names a list (``numId``) and a level, itself or through its style; the list names an
abstract one, which holds the counters. ECMA-376 part 1, 17.9.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from .package import W

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_BULLETS = "-–+*"  # bullets that the outline of an administrative document tells apart
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None  # the level, from 1, whose step resets this one; 0: none does
    legal: bool = False


@dataclass(slots=True)
class _List:
    """One abstract list: its levels and how far each has counted."""

    levels: dict[int, Level]
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The counters of one document; ``marker`` must be called once a paragraph, in order."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        """``numbering`` and ``styles`` are the parts' root elements, or None."""
        self._styles = {} if styles is None else _styles(styles)
        self._lists: dict[str, _List] = {}
        self._nums: dict[str, tuple[str, dict[int, Level], dict[int, int]]] = {}
        self._started: set[str] = set()
        if numbering is None:
            return
        style_lists: dict[str, str] = {}
        links: dict[str, str] = {}
        for element in numbering.iter(f"{W}abstractNum"):
            name = element.get(f"{W}abstractNumId") or ""
            self._lists[name] = _List(_levels(element))
            if (style := _value(element, "styleLink")) is not None:
                style_lists[style] = name
            if (link := _value(element, "numStyleLink")) is not None:
                links[name] = link
        for name, link in links.items():
            if (target := style_lists.get(link)) is not None:
                self._lists[name] = self._lists[target]
        for element in numbering.iter(f"{W}num"):
            abstract = _value(element, "abstractNumId") or ""
            overrides: dict[int, Level] = {}
            starts: dict[int, int] = {}
            for override in element.iter(f"{W}lvlOverride"):
                level = _whole(override.get(f"{W}ilvl"), 0)
                for own in _levels(override).values():
                    overrides[level] = own
                if (start := _value(override, "startOverride")) is not None:
                    starts[level] = _whole(start, 1)
            self._nums[element.get(f"{W}numId") or ""] = abstract, overrides, starts

    def marker(self, properties: Any) -> tuple[str, str]:
        """(marker, what separates it from the text) by a paragraph's ``pPr``; "" for none."""
        num, depth = self._place(properties)
        if num not in self._nums:
            return "", ""
        abstract, overrides, starts = self._nums[num]
        if abstract not in self._lists:
            return "", ""
        own = self._lists[abstract]
        levels = own.levels | overrides
        level = levels.get(depth, Level(text=f"%{depth + 1}."))
        if num not in self._started:
            self._started.add(num)
            own.counts |= {at: start - 1 for at, start in starts.items()}
        own.counts[depth] = own.counts.get(depth, level.start - 1) + 1
        for deeper in [at for at in own.counts if at > depth]:
            restart = levels.get(deeper, Level()).restart
            if restart is None or depth < restart:
                del own.counts[deeper]
        if level.format == "bullet":
            sign = level.text if level.text and level.text in _BULLETS else "-"
            return sign, " "

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            there = levels.get(at, Level())
            count = own.counts.get(at, there.start)
            return spell(count, "decimal" if level.legal else there.format)

        text = _PLACE.sub(number, level.text).strip()
        return text, "" if level.suffix == "nothing" else " "

    def _place(self, properties: Any) -> tuple[str, int]:
        """The list and the level (from 0) of a paragraph, from itself or its styles."""
        num, depth = _num(properties)
        style = _value(properties, "pStyle")
        for _ in range(20):  # styles may be based on each other in a ring
            if style is None or (num is not None and depth is not None):
                break
            based_on, style_num, style_depth = self._styles.get(style, (None, None, None))
            num = style_num if num is None else num
            depth = style_depth if depth is None else depth
            style = based_on
        return num or "0", min(max(depth or 0, 0), _LEVELS - 1)


def spell(count: int, form: str) -> str:
    """A counter as a list format prints it: 4 as "4", "04", "d", "iv"; an unknown one as digits."""
    if form == "none":
        return ""
    if form == "decimalZero":
        return f"{count:02d}"
    if form in ("lowerLetter", "upperLetter") and 0 < count <= 26 * 30:
        # after z comes aa, then bb
        text = chr(97 + (count - 1) % 26) * ((count - 1) // 26 + 1)
    elif form in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        text, left = "", count
        for value, letters in _ROMAN:
            text += letters * (left // value)
            left %= value
    else:
        return str(count)
    return text.upper() if form.startswith("upper") else text


def _styles(styles: Any) -> dict[str, tuple[str | None, str | None, int | None]]:
    """Style id -> (style it is based on, list, level)."""
    return {
        style.get(f"{W}styleId") or "": (
            _value(style, "basedOn"),
            *_num(style.find(f"{W}pPr")),
        )
        for style in styles.iter(f"{W}style")
    }


def _num(properties: Any) -> tuple[str | None, int | None]:
    numbering = None if properties is None else properties.find(f"{W}numPr")
    if numbering is None:
        return None, None
    depth = _value(numbering, "ilvl")
    return _value(numbering, "numId"), None if depth is None else _whole(depth, 0)


def _levels(parent: Any) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for level in parent.iter(f"{W}lvl"):
        restart = _value(level, "lvlRestart")
        found[_whole(level.get(f"{W}ilvl"), 0)] = Level(
            _whole(_value(level, "start"), 1),
            _value(level, "numFmt") or "decimal",
            _value(level, "lvlText") or "",
            _value(level, "suff") or "tab",
            None if restart is None else _whole(restart, 0),
            level.find(f"{W}isLgl") is not None,
        )
    return found


def _value(parent: Any, name: str) -> str | None:
    child = None if parent is None else parent.find(f"{W}{name}")
    value: str | None = None if child is None else child.get(f"{W}val")
    return value


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text) else default
