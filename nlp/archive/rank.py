"""Rows that hold what was asked for -> the best first: by tier, then by BM25.

The rows are few (``search.CANDIDATES`` at most) and ranked here, not in the database: SQLite and
PostgreSQL rank differently, and both first count every row that holds a word, which for words of
every second row of a million takes longer than all the rest. How rare words are and how long rows
are is counted among the rows that are ranked.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..text import fold
from .fulltext import Column, Terms, between, words_of

_K1, _B = 1.2, 0.75  # as usual


def best_first(rows: Sequence[tuple[int, str]], tiers: Sequence[Terms], usual: int) -> list[int]:
    """The numbers of rows; a row belongs to the first tier that it fits. The last one fits all.

    ``rows``: each number with the text. ``usual``: words that a row has as a rule; longer ones must
    say more.
    """
    if not rows:
        return []
    held = [_said(text) for _, text in rows]
    scored = [(t.column, between(words)) for t in tiers[-1] for words in t.phrases]
    counts = [[row[column].count(words) for column, words in scored] for row in held]
    rarity = [_rarity(sum(map(bool, column)), len(held)) for column in zip(*counts, strict=True)]
    sizes = [row["exact"].count("  ") + 1 for row in held]

    def key(n: int) -> tuple[int, float, int]:
        size = _K1 * (1 - _B + _B * sizes[n] / usual)
        parts = (w * c * (_K1 + 1) / (c + size) for w, c in zip(rarity, counts[n], strict=True))
        tier = next(
            (at for at, terms in enumerate(tiers[:-1]) if _fits(held[n], terms)), len(tiers)
        )
        return tier, -round(sum(parts), 9), -rows[n][0]

    return [rows[n][0] for n in sorted(range(len(rows)), key=key)]


def _said(text: str) -> dict[Column, str]:
    """The words of a row as they are counted."""
    exact = between(words_of(text))
    return {"exact": exact, "folded": fold(exact)}


def _fits(row: dict[Column, str], terms: Terms) -> bool:
    return all(any(between(p) in row[term.column] for p in term.phrases) for term in terms)


def _rarity(holding: int, rows: int) -> float:
    return math.log(1 + (rows - holding + 0.5) / (holding + 0.5))
