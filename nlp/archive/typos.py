"""Words that nobody ever wrote -> the nearest that somebody did.

Asked for only when a query finds nothing, so that a rare word is never taken for a frequent one. A
word that somebody wrote is as it was meant if any other word is not; if all are written, one of
them may still be a slip, but only a longer one, and only of a more frequent word: most short words
are one letter from many others.

Nearest is by letters (one more, less, other, two exchanged, or a blank left out; two such slips in
a long word that begins rightly), then by how many rows hold it. Nothing is compared with all that
was ever written: all words at one slip are listed and looked up, and those at two share a
beginning.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator

import sqlalchemy as sa

from .fulltext import Phrase, beginning, written

_FEW = 10  # words that one is taken for
_WORDS = 8  # that are mended
_SHORT = 2  # letters of a word that is like too many others
_ENDLESS = 24  # letters of what is no word: two of ours left together have fewer
_OTHER = 5  # letters of a word that is mended though somebody wrote it
_LONG = 6  # letters of a word that may have two slips
_BEGINS = 2  # letters of such a word that are right
_WITH = 10_000  # words that begin so

Held = Callable[[Phrase], int]  # how many rows hold words together, up to some number
Alike = tuple[Phrase, ...]  # what a word is taken for: a word, or two


def nearest(
    connection: sa.Connection, words: Phrase, held: Held, *, known: bool
) -> Iterator[list[Alike]]:
    """For each word, without marks, what it is taken for, the nearest first.

    Unknown words are taken for others, all at once; if there are none and ``known``, one longer
    word after the other, for a slip may have made another word.
    """
    there = written(connection, set(words))
    unknown = {word for word in words if word not in there and not word.isdecimal()}
    if len(unknown) > _WORDS:  # it is no slip
        return
    if unknown:
        near = [_near(connection, w, held) if w in unknown else ((w,),) for w in words]
        if all(near):
            yield near
    elif known:
        for position, word in enumerate(words[:_WORDS]):
            if len(word) >= _OTHER:
                own = held((word,))
                alike = tuple(p for p in _near(connection, word, held) if held(p) > own)
                kept: list[Alike] = [((w,),) for w in words]
                if alike:
                    yield [*kept[:position], alike, *kept[position + 1 :]]


def _near(connection: sa.Connection, word: str, held: Held) -> Alike:
    """What is written at one slip; if nothing, at two of a long word; the most held first."""
    if not _SHORT < len(word) <= _ENDLESS:
        return ()
    found: set[Phrase] = {(w,) for w in written(connection, _one_slip(word)) if w != word}
    found |= _parted(connection, word)
    times = {phrase: held(phrase) for phrase in found}
    if not any(times.values()) and len(word) >= _LONG:
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract_iter

        begun = beginning(connection, word[:_BEGINS], _WITH)
        alike = extract_iter(word, begun, scorer=OSA.distance, score_cutoff=2)
        times = {(w,): held((w,)) for w, _, _ in alike if w != word}
    ordered = sorted(times, key=lambda phrase: (-times[phrase], phrase))
    return tuple(phrase for phrase in ordered if times[phrase])[:_FEW]


def _parted(connection: sa.Connection, word: str) -> set[Phrase]:
    """Two written words between which a blank was left out."""
    parts = [(word[:at], word[at:]) for at in range(_SHORT, len(word) - _SHORT + 1)]
    there = written(connection, {part for pair in parts for part in pair})
    return {(one, other) for one, other in parts if one in there and other in there}


def _one_slip(word: str) -> set[str]:
    """All that one slip makes of a word, or a word of."""
    letters = {*string.ascii_lowercase, *string.digits, *word}
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    less = {a + b[1:] for a, b in parts if b}
    exchanged = {a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1}
    other = {a + letter + b[1:] for a, b in parts if b for letter in letters}
    more = {a + letter + b for a, b in parts for letter in letters}
    return less | exchanged | other | more
