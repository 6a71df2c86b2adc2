"""The rows of a table, one after the other -> the name of each with what it stands under.

"- Khiếu nại" under "Tổng số đơn", "1.1" under "1", a row after "Trong đó:" are parts of the row
above; a row without figures ("II. TỐ CÁO") heads the rows that follow it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from ..document.marks import list_mark
from ..rules import alternatives, phrases

_MOST = 2  # rows that a name is put under
_ROMAN = re.compile(r"[IVX]+")
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_PARTS = frozenset({"a", "-", "+", "n2", "n3", "n4"})  # marks of rows that divide the one above


class RowName(NamedTuple):
    """The name of a row as printed, the rows it stands under, and its unit if a column tells it."""

    own: str
    above: tuple[str, ...] = ()
    unit: str = ""

    @property
    def full(self) -> str:
        return " ".join((*self.above, self.own)).strip()


class _Entry(NamedTuple):
    kind: str
    name: str
    unit: str
    group: bool  # without figures


class RowNames:
    """Reads the rows of one table in order; ``numbered`` says that a column numbers them."""

    def __init__(self, *, numbered: bool) -> None:
        self._numbered = numbered
        self._open: list[_Entry] = []  # the rows that the next may stand under
        self._parts = False  # after "Trong đó:"
        self._unit = ""

    def read(self, marker: str, name: str, unit: str, *, figures: bool) -> RowName:
        """The name of the next row, from its order number, name and unit as printed."""
        unit = self._unit if _ditto().fullmatch(unit.strip()) else unit
        self._unit = unit
        mark = list_mark(name)
        if mark is not None:
            marker, name = marker or mark["mark"], name[mark.end() :]
        opening = _opening().match(name)
        if opening is not None:
            name = name[opening.end() :]
            if not name and not figures:
                self._parts = True
                return RowName(opening.group().strip(), self._under("-"), unit)
        if _total().match(name):
            self._open, self._parts = [_Entry("", name, unit, not figures)], False
            return RowName(name, (), unit)
        kind = "-" if opening is not None else _kind(marker.strip(" ()"))
        self._parts = self._parts and kind in ("", *_PARTS)
        if not kind and not figures and (name.isupper() or name.endswith(":")):
            kind = "group"
            self._open = [e for e in self._open if e.group and e.kind in ("I", "A")]
        part = self._is_part(kind)
        kind = kind or ("-" if part else "")
        kinds = [e.kind for e in self._open]
        if kind in kinds:
            del self._open[kinds.index(kind) :]
        above = self._under(kind) if part else tuple(e.name for e in self._open if e.group)
        if part and not unit and self._open:
            unit = self._open[-1].unit
        self._open.append(_Entry(kind, name.strip(" :"), unit, not figures))
        return RowName(name, tuple(a for a in above if a and a not in name)[-_MOST:], unit)

    def _is_part(self, kind: str) -> bool:
        if kind in _PARTS:
            return True
        marked = self._numbered and any(e.kind not in ("", "group") for e in self._open)
        return not kind and bool(self._open) and (self._parts or marked)

    def _under(self, kind: str) -> tuple[str, ...]:
        """The names of the groups and of the row that a part of this kind divides."""
        kinds = [e.kind for e in self._open]
        over = self._open[: kinds.index(kind)] if kind in kinds else self._open
        return tuple(e.name for n, e in enumerate(over, 1) if e.group or n == len(over))


def _kind(marker: str) -> str:
    """The kind of an order number: I, A, a, n1 (1), n2 (1.1), - or +; empty for none."""
    bare = marker.strip(".)(:/ ")
    if not bare:
        return ""
    if _ROMAN.fullmatch(bare):
        return "I"
    if _NUMBER.fullmatch(bare):
        return f"n{1 + bare.count('.')}"
    if len(bare) == 1 and bare.isalpha():
        return "A" if bare.isupper() else "a"
    return "+" if bare[0] == "+" else "-" if not bare[0].isalnum() else ""


@cache
def _opening() -> re.Pattern[str]:
    words = alternatives(phrases("table_rows", role="parts"))
    return re.compile(rf"{words}(?:\s*[:;,]\s*|\s*$)", re.IGNORECASE)


@cache
def _total() -> re.Pattern[str]:
    words = alternatives(phrases("table_rows", role="total"))
    return re.compile(rf"{words}(?:\s*[:(].*|\s*$)", re.IGNORECASE)


@cache
def _ditto() -> re.Pattern[str]:
    return re.compile(alternatives(phrases("table_rows", role="ditto")), re.IGNORECASE)
