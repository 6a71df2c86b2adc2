"""Words of a stretch of text, and phrase tables looked up in them.

Syllables are compared in lower case with one tone placement (hoà and hòa are one word); white space
and commas between the syllables of a phrase do not count, so a line wrap in a word is no matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from ..text import modern_tone

T = TypeVar("T")
_WORD = re.compile(r"\w+")
_WORD_AND_GAP = re.compile(r"(\w+)(\W*)")
_TONES = re.compile("[\u00e0-\u1eff]", re.IGNORECASE)


class Word(NamedTuple):
    """A syllable: its place, its folded form, whether it is capitalised, and what stands before it.

    ``before`` is the punctuation since the last syllable, without white space.
    """

    start: int
    end: int
    form: str
    capital: bool
    before: str


@lru_cache(maxsize=16_384)  # Vietnamese has some 7,000 syllables
def form(syllable: str) -> str:
    """The form under which a syllable is compared."""
    lower = syllable.lower()
    return modern_tone(lower) if _TONES.search(lower) else lower


def words(flat: str, start: int, end: int) -> list[Word]:
    """The syllables of ``flat[start:end]``."""
    first = _WORD.search(flat, start, end)
    if first is None:
        return []
    found: list[Word] = []
    at = first.start()
    gap = flat[start:at]
    for syllable, after in _WORD_AND_GAP.findall(flat, at, end):
        to = at + len(syllable)
        before = gap.strip() if len(gap) > 1 else ""
        found.append(Word(at, to, form(syllable), syllable[0].isupper(), before))
        at = to + len(after)
        gap = after
    return found


class _Node(Generic[T]):
    """A syllable of the tree of phrases, and the values of the phrases that end with it."""

    __slots__ = ("next", "values")

    def __init__(self) -> None:
        self.next: dict[str, _Node[T]] = {}
        self.values: tuple[T, ...] = ()


class Lexicon(Generic[T]):
    """Phrases with a value each; the longest phrase that starts at a word wins."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._root: _Node[T] = _Node()
        for phrase, value in entries:
            node = self._root
            for syllable in _WORD.findall(phrase):
                node = node.next.setdefault(form(syllable), _Node())
            node.values = (*node.values, value)

    def at(
        self, sequence: Sequence[Word], i: int, *, longest: int = 99
    ) -> tuple[int, tuple[T, ...]]:
        """Syllables and values of the longest phrase that starts at ``i``; (0, ()) if none."""
        found: tuple[int, tuple[T, ...]] = (0, ())
        if i >= len(sequence) or sequence[i].form not in self._root.next:
            return found  # most words begin no phrase
        node = self._root
        for k in range(i, min(i + longest, len(sequence))):
            following = node.next.get(sequence[k].form)
            if following is None:
                break
            node = following
            if node.values:
                found = (k - i + 1, node.values)
        return found
