"""Rows that hold what was asked for -> the best first: by tier, then by BM25.

The rows are few (``search.CANDIDATES`` at most) and ranked here, not in the database: SQLite and
PostgreSQL rank differently, and both first count every row that holds a word, which for words of
every second row of a million takes longer than all the rest. How rare words are and how long rows
are is counted among the rows that are ranked.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from .fulltext import Column, Numbered, Terms, between

_K1, _B = 1.2, 0.75  # as usual


def best_first(entries: Sequence[Numbered], tiers: Sequence[Terms]) -> list[int]:
    """The numbers of rows; a row belongs to the first tier that it fits. The last one fits all."""
    if not entries:
        return []
    held: list[dict[Column, str]] = [
        {"exact": between(entry.exact.split()), "folded": between(entry.folded.split())}
        for _, entry in entries
    ]
    scored = [(t.column, between(words)) for t in tiers[-1] for words in t.phrases]
    counts = [[row[column].count(words) for column, words in scored] for row in held]
    rarity = [_rarity(sum(map(bool, column)), len(held)) for column in zip(*counts, strict=True)]
    sizes = [len(entry.exact.split()) for _, entry in entries]
    mean = sum(sizes) / len(sizes) or 1.0

    def key(n: int) -> tuple[int, float, int]:
        size = _K1 * (1 - _B + _B * sizes[n] / mean)
        parts = (w * c * (_K1 + 1) / (c + size) for w, c in zip(rarity, counts[n], strict=True))
        tier = next(
            (at for at, terms in enumerate(tiers[:-1]) if _fits(held[n], terms)), len(tiers)
        )
        return tier, -round(sum(parts), 9), -entries[n][0]

    return [entries[n][0] for n in sorted(range(len(entries)), key=key)]


def _fits(row: dict[Column, str], terms: Terms) -> bool:
    return all(any(between(p) in row[term.column] for p in term.phrases) for term in terms)


def _rarity(holding: int, rows: int) -> float:
    return math.log(1 + (rows - holding + 0.5) / (holding + 0.5))
