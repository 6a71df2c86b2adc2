"""How alike short texts of two documents are: TF-IDF of words, word pairs and letter groups, then
rapidfuzz.

Words that say nothing of what is done (table ``common_words``) do not count; a feature that many
of the texts share counts less. Likeness is of the texts that are held against each other alone, so
no other document of an archive, before or after, changes it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any
from zlib import crc32

from ..rules import alternatives, table
from ..text import modern_tone

_TOKEN = re.compile(r"[^\W\d_]+|[^\w\s]|\d+")
_OTHERS = 100  # texts without any of the features, as if they stood beside those compared
_FUZZ_FLOOR = (
    50.0  # what rapidfuzz gives texts of this register that have nothing to do with each other
)


@cache
def _common() -> re.Pattern[str]:
    words = [modern_tone(row["word"]) for row in table("common_words")]
    return re.compile(rf"(?<!\w){alternatives(words)}(?!\w)")


@lru_cache(maxsize=50_000)
def _letters(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    return tuple(padded[i : i + 4] for i in range(max(1, len(padded) - 3)))


@lru_cache(maxsize=1 << 13)
def words(text: str) -> tuple[str, ...]:
    """The telling words of a text in their order, "" where something stands between two."""
    found = _TOKEN.findall(_common().sub(".", modern_tone(text.lower())))
    return tuple(token if token[0].isalpha() else "" for token in found)


def terms(text: str) -> list[str]:
    """The features of a text: telling words, pairs of them, letter groups of a pair."""
    found: list[str] = []
    before = ""
    for token in words(text):
        if token:
            found.append(token)
        if token and before:
            found.append(f"{before}_{token}")
            found += _letters(f"{before} {token}")
        before = token
    return found


@lru_cache(maxsize=1 << 16)
def _number(term: str) -> int:
    return crc32(term.encode())


@lru_cache(maxsize=1 << 13)
def _features(text: str) -> tuple[Any, Any]:
    """The features of a text as numbers, sorted, and the logarithmic weight of each."""
    import numpy as np

    counts = Counter(map(_number, terms(text)))
    numbers = np.fromiter(counts, np.int64, len(counts))
    times = np.fromiter(counts.values(), np.float64, len(counts))
    order = numbers.argsort()
    return numbers[order], 1.0 + np.log(times[order])


def alike(rows: Sequence[str], columns: Sequence[str]) -> Any:
    """An array of cosines, 0 to 1: texts ``rows`` against texts ``columns``."""
    import numpy as np

    features = [_features(text) for text in (*rows, *columns)]
    numbers = np.concatenate([n for n, _ in features])
    known, place, shared = np.unique(numbers, return_inverse=True, return_counts=True)
    weights = np.concatenate([w for _, w in features])
    weights *= (np.log((1.0 + len(features) + _OTHERS) / (1.0 + shared)) + 1.0)[place]
    lengths = [len(n) for n, _ in features]
    text = np.repeat(np.arange(len(features)), lengths)
    norms = np.sqrt(np.bincount(text, weights * weights, len(features)))
    split = sum(lengths[: len(rows)])
    on_left, on_right = (np.zeros(len(known), bool) for _ in range(2))
    on_left[place[:split]] = on_right[place[split:]] = True
    both = on_left & on_right  # what one side lacks adds nothing
    column, kept = both.cumsum() - 1, both[place]
    dense = np.zeros((len(features), np.count_nonzero(both)))
    dense[text[kept], column[place[kept]]] = (weights / np.maximum(norms, 1e-12)[text])[kept]
    return dense[: len(rows)] @ dense[len(rows) :].T


def fine(a: str, b: str) -> float:
    """What rapidfuzz adds for a pair: 0 to 1, 0 for texts that share only common words."""
    from rapidfuzz import fuzz

    return max(0.0, fuzz.token_set_ratio(a, b) - _FUZZ_FLOOR) / (100.0 - _FUZZ_FLOOR)
