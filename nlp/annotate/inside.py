"""Which records lie inside a stretch of text, found by bisection."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import Generic, Protocol, TypeVar


class Placed(Protocol):
    """Anything with a place in the text."""

    @property
    def start(self) -> int:
        """The first character."""

    @property
    def end(self) -> int:
        """The character after the last."""


T = TypeVar("T", bound=Placed)


class Inside(Generic[T]):
    """Records by their place; those of one family hardly overlap, so a look-up is short."""

    def __init__(self, records: Iterable[T]) -> None:
        self._records = sorted(records, key=lambda record: record.start)
        self._starts = [record.start for record in self._records]

    def of(self, start: int, end: int) -> list[T]:
        """The records that lie whole in ``start:end``, in order."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [record for record in self._records[first:last] if record.end <= end]

    def around(self, start: int, end: int) -> T | None:
        """The last record that starts at or before ``start`` if it reaches over ``end``."""
        at = bisect_left(self._starts, start + 1) - 1
        found = self._records[at] if at >= 0 else None
        return found if found is not None and end <= found.end else None
