"""What a text looks like to the task model: its syllables, their pairs and their pieces.

Vietnamese is written in syllables, so pairs of them hold most words without a segmenter. Pieces
(character n-grams within a syllable) are taken without marks, so that a lost or wrong mark
("khiêu nại") still leaves evidence. Numbers become one sign: "0 đơn" and "0 ha" tell subjects
apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from ..text import fold, modern_tone

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:[.,/]\d+)*")
_NUMBER = "0"
_PIECE = "#"  # opens the name of a piece; no syllable has it
_PIECE_SIZES = (3, 4, 5)
_PIECE_LENGTH = 0.3  # beside 1 for words: pieces help where a mark is wrong, elsewhere they blur
_LONGEST = 24  # letters looked at: the longest syllable has seven, the rest is noise
_REMEMBERED = 50_000  # spellings kept; Vietnamese has about 7,000 syllables


def syllable(spelling: str) -> str:
    """The form under which a spelling is counted: lower case, one tone placement, numbers alike."""
    if spelling[0].isdigit():
        return _NUMBER
    return modern_tone(spelling[:_LONGEST].lower())


def pieces(form: str) -> list[str]:
    """The character n-grams of one syllable without marks, its borders included."""
    if form == _NUMBER:
        return []
    framed = f"_{fold(form)}_"
    return [
        _PIECE + framed[i : i + size]
        for size in _PIECE_SIZES
        for i in range(len(framed) - size + 1)
    ]


def spellings(text: str) -> list[str]:
    """The syllables and numbers of a text, as written."""
    return _TOKEN.findall(text)


def terms(text: str) -> list[str]:
    """All terms of one text, with repetitions."""
    forms = [syllable(s) for s in spellings(text)]
    found = list(forms)
    found += [f"{a} {b}" for a, b in pairwise(forms)]
    for form in forms:
        found += pieces(form)
    return found


def choose_terms(texts: Iterable[str], *, min_texts: int, most: int) -> tuple[str, ...]:
    """The terms of at least ``min_texts`` texts, the ``most`` frequent ones, in that order.

    Raises:
        ValueError: no term is left.
    """
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(terms(text)))
    kept = sorted((-n, term) for term, n in counts.items() if n >= min_texts)
    if not kept:
        raise ValueError("no term occurs in enough texts")
    return tuple(term for _, term in kept[:most])


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Where each known term stands: parallel arrays over occurrences, and the texts' syllables."""

    row: Ints  # which text
    place: Ints  # which syllable, counted through all texts
    term: Ints
    pairs: int  # from here on pairs, standing at their second syllable
    words: list[str]  # the spelling at each place
    first: list[int]  # the place of each text's first syllable, and one more


class _Memory(dict[str, tuple[str, tuple[int, ...]]]):
    """Spelling -> (form, known terms within the syllable), worked out once."""

    def __init__(self, index: dict[str, int]) -> None:
        super().__init__()
        self._index = index

    def __missing__(self, spelling: str) -> tuple[str, tuple[int, ...]]:
        form = syllable(spelling)
        index = self._index
        known = tuple(index[t] for t in (form, *pieces(form)) if t in index)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[spelling] = entry = (form, known)
        return entry


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A fixed list of terms that finds itself in texts."""

    terms: tuple[str, ...]
    is_piece: npt.NDArray[np.bool_] = field(init=False, repr=False, compare=False)
    _index: dict[str, int] = field(init=False, repr=False, compare=False)
    _memory: _Memory = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index = {term: number for number, term in enumerate(self.terms)}
        is_piece = np.asarray([term.startswith(_PIECE) for term in self.terms], dtype=bool)
        object.__setattr__(self, "is_piece", is_piece)
        object.__setattr__(self, "_index", index)
        object.__setattr__(self, "_memory", _Memory(index))

    def find(self, texts: Sequence[str]) -> Occurrences:
        """Every occurrence of a known term. A pair stands at its second syllable."""
        index, memory = self._index, self._memory
        words: list[str] = []
        found: list[int] = []
        counts: list[int] = []
        pairs: list[int] = []
        pair_places: list[int] = []
        first = [0]
        for text in texts:
            before = None
            for at, spelling in enumerate(spellings(text), first[-1]):
                form, known = memory[spelling]
                found += known
                counts.append(len(known))
                pair = index.get(f"{before} {form}")
                if pair is not None:
                    pairs.append(pair)
                    pair_places.append(at)
                before = form
                words.append(spelling)
            first.append(len(words))
        singles = np.repeat(np.arange(len(words)), np.asarray(counts, dtype=np.int64))
        place = np.concatenate([singles, np.asarray(pair_places, dtype=np.int64)])
        row = np.searchsorted(np.asarray(first[1:]), place, side="right")
        term = np.asarray(found + pairs, dtype=np.int64)
        return Occurrences(row, place, term, len(found), words, first)


@dataclass(frozen=True, slots=True)
class Weighted:
    """Texts as sparse rows: parallel arrays over the distinct (row, term), in that order."""

    row: Ints
    term: Ints
    value: Floats
    inverse: Ints  # occurrence -> its (row, term)
    count: Ints  # occurrences of each (row, term)


def weigh(found: Occurrences, vocabulary: Vocabulary, *, rows: int, idf: Floats) -> Weighted:
    """Sublinear tf-idf; words and pieces each scaled to one length: long texts do not shout."""
    width = len(idf)
    keys, inverse, count = np.unique(
        found.row * width + found.term, return_inverse=True, return_counts=True
    )
    row, term = np.divmod(keys, width)
    is_piece = vocabulary.is_piece[term]
    value = (1.0 + np.log(count)) * idf[term]
    part = row * 2 + is_piece
    length = np.sqrt(np.bincount(part, weights=value * value, minlength=2 * rows))
    value = np.where(is_piece, _PIECE_LENGTH, 1.0) * value / length[part]
    return Weighted(row, term, value, inverse, count)


def inverse_frequency(vocabulary: Vocabulary, texts: Sequence[str]) -> tuple[Floats, Occurrences]:
    """Smoothed inverse text frequency of each term in ``texts``, and where the terms stand."""
    found, width = vocabulary.find(texts), len(vocabulary.terms)
    once = np.unique(found.row * width + found.term) % width
    frequency = np.bincount(once, minlength=width)
    return np.log((1 + len(texts)) / (1 + frequency)) + 1.0, found


def matrix(weighted: Weighted, *, rows: int, width: int) -> Any:
    """The rows as a SciPy sparse matrix, for scikit-learn."""
    from scipy.sparse import csr_matrix

    return csr_matrix((weighted.value, (weighted.row, weighted.term)), shape=(rows, width))
