"""Words of a stretch of text, and phrase tables looked up in them.

Syllables are compared in lower case with one tone placement (hoà and hòa are one word); white space
and commas between the syllables of a phrase do not count, so a line wrap inside a word is no matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from ..text import modern_tone

T = TypeVar("T")
_WORD = re.compile(r"\w+")
_TONES = re.compile("[\u00e0-\u1eff]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """A syllable: its place, its folded form, whether it is capitalised, and what stands before it.

    ``before`` is the punctuation since the last syllable, without white space.
    """

    start: int
    end: int
    form: str
    capital: bool
    before: str


def form(syllable: str) -> str:
    """The form under which a syllable is compared."""
    lower = syllable.lower()
    return modern_tone(lower) if _TONES.search(lower) else lower


def words(flat: str, start: int, end: int) -> list[Word]:
    """The syllables of ``flat[start:end]``."""
    found: list[Word] = []
    last = start
    for match in _WORD.finditer(flat, start, end):
        at, to = match.span()
        syllable = match.group()
        before = flat[last:at].strip() if at - last > 1 else ""
        found.append(Word(at, to, form(syllable), syllable[0].isupper(), before))
        last = to
    return found


class Lexicon(Generic[T]):
    """Phrases with a value each, found by their first syllable; the longest phrase wins."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        table: dict[str, dict[tuple[str, ...], list[T]]] = {}
        for phrase, value in entries:
            syllables = tuple(form(s) for s in _WORD.findall(phrase))
            table.setdefault(syllables[0], {}).setdefault(syllables, []).append(value)
        self._table = {
            first: sorted(
                ((phrase, tuple(values)) for phrase, values in phrases.items()),
                key=lambda row: -len(row[0]),
            )
            for first, phrases in table.items()
        }

    def at(
        self, sequence: Sequence[Word], i: int, *, longest: int = 99
    ) -> tuple[int, tuple[T, ...]]:
        """Length in syllables and values of the longest phrase that starts at ``i``; (0, ()) if none."""
        if i >= len(sequence):
            return 0, ()
        for phrase, values in self._table.get(sequence[i].form, ()):
            if len(phrase) > longest:
                continue
            if len(phrase) == 1 or tuple(w.form for w in sequence[i : i + len(phrase)]) == phrase:
                return len(phrase), values
        return 0, ()
