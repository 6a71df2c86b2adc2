"""Words of a topic -> other words of the same topic."""

from __future__ import annotations

from dataclasses import dataclass

from .engine import Engines
from .fulltext import Phrase, Term, Terms
from .query import Query


@dataclass(frozen=True, slots=True)
class Wider:
    """Other phrases to search for."""

    also: tuple[str, ...]
    phrases: tuple[Phrase, ...]

    def tiers(self) -> list[Terms]:
        return [(Term("folded", self.phrases),)]


def widen(engines: Engines, query: Query) -> Wider | None:
    """What else to search for; None: nothing."""
    del engines, query
    return None
