"""Documents -> which place lies in which, for the reports that do not say it of their own.

A commune's letterhead may name no district: "UBND XÃ TÂN LẬP", sent to "UBND huyện". Others of its
reports say it, or the district's that speaks of "xã Tân Lập". Where all agree, its figures are held
against the district's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..model import Parsed
from . import parts
from .facts import Fact
from .keys import Key, group
from .reports import PROVINCES, Report, named_places, tier_of

_MOST = 60  # places that one report may name as its parts


@dataclass(frozen=True, slots=True)
class Claim:
    """A place, and the one that it lies in as a document says; "" where it does not say."""

    place: str
    parent: str

    def packed(self) -> list[Any]:
        """As JSON can keep it."""
        return [self.place, self.parent]

    @classmethod
    def unpacked(cls, record: Sequence[Any]) -> Claim:
        """The claim that was packed."""
        return cls(*record)


def claims_of(parsed: Parsed, report: Report) -> Iterator[tuple[tuple[Key, ...], Claim]]:
    """What a report says of where places lie, with the groups of these places.

    Role 1 is the report that does not say it of its own place.
    """
    tier = tier_of(report.place)
    if tier is None or report.own is None:
        return
    if report.parent or tier != PROVINCES:
        role = 0 if report.parent else 1
        yield _keys(report.place, role), Claim(report.place, report.parent)
    if tier:
        inside = sorted({p for p in named_places(parsed.text) if tier_of(p) == tier - 1})
        for place in inside[:_MOST]:
            yield _keys(place, 0), Claim(place, report.place)


def _keys(place: str, role: int) -> tuple[Key, ...]:
    return (Key(group("lineage", place), role),)


def parent_of(claims: Iterable[Claim]) -> str:
    """The place that all claims name; "" where there is none, or more than one."""
    named = {claim.parent for claim in claims if claim.parent}
    return named.pop() if len(named) == 1 else ""


def adopted(fact: Fact, parent: str) -> Iterator[Key]:
    """The groups that a fact joins once it is known where its report's place lies."""
    if parent:
        known = fact._replace(report=replace(fact.report, parent=parent))
        already = set(parts.keys_of(fact))
        yield from (key for key in parts.keys_of(known) if key not in already)
