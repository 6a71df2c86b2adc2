"""How alike two short texts are: TF-IDF of words, word pairs and letter groups, then rapidfuzz.

Words that say nothing of what is done (table ``common_words``) do not count. The vectors of a whole
archive are one sparse matrix; a document's results are compared with the few orders they may speak
of by one product, so the work grows with the number of documents, not of pairs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from ..rules import alternatives, table
from ..text import modern_tone

_TOKEN = re.compile(r"[^\W\d_]+|[^\w\s]|\d+")
_FEATURES = 1 << 20
_CHUNK = 20_000
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


def terms(text: str) -> list[str]:
    """The features of a text: telling words, pairs of them, letter groups of a pair."""
    found: list[str] = []
    before = ""
    for token in _TOKEN.findall(_common().sub(".", modern_tone(text.lower()))):
        if not token[0].isalpha():
            before = ""
            continue
        found.append(token)
        if before:
            found.append(f"{before}_{token}")
            found += _letters(f"{before} {token}")
        before = token
    return found


class Likeness:
    """The vectors of some texts, and the likeness of any two groups of them."""

    def __init__(self, texts: Sequence[str]) -> None:
        import numpy as np
        from scipy.sparse import vstack
        from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer

        self._texts = texts
        hashing = HashingVectorizer(
            analyzer=terms,
            n_features=_FEATURES,
            alternate_sign=False,
            norm=None,
            dtype=np.float32,
        )
        counts = [hashing.transform(texts[i : i + _CHUNK]) for i in range(0, len(texts), _CHUNK)]
        self._vectors: Any = None
        if counts:
            matrix = vstack(counts).tocsr()
            weighting = TfidfTransformer(sublinear_tf=True).fit(matrix)
            self._vectors = weighting.transform(matrix, copy=False)

    def between(self, rows: Sequence[int], columns: Sequence[int]) -> Any:
        """An array of cosines: texts ``rows`` against texts ``columns``."""
        import numpy as np

        left, right = self._vectors[rows], self._vectors[columns]
        # Only features that both sides have: a transposed sparse matrix costs all of them
        shared = np.intersect1d(left.indices, right.indices)
        return _dense(left, shared) @ _dense(right, shared).T

    def fine(self, a: int, b: int) -> float:
        """What rapidfuzz adds for a pair: 0 to 1, 0 for texts that share only common words."""
        from rapidfuzz import fuzz

        score = fuzz.token_set_ratio(self._texts[a], self._texts[b])
        return max(0.0, score - _FUZZ_FLOOR) / (100.0 - _FUZZ_FLOOR)


def _dense(matrix: Any, features: Any) -> Any:
    """The columns ``features`` (sorted) of a sparse matrix, as an array."""
    import numpy as np

    found = np.zeros((matrix.shape[0], len(features)), dtype=matrix.dtype)
    if len(features):
        place = np.searchsorted(features, matrix.indices).clip(max=len(features) - 1)
        kept = features[place] == matrix.indices
        row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
        found[row[kept], place[kept]] = matrix.data[kept]
    return found
