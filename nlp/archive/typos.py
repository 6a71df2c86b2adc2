"""Words that nobody ever wrote -> the nearest that somebody did.

Asked for only when a query finds nothing, so that a rare word is never taken for a frequent one.
"""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from .fulltext import Phrase, beginning, of_length

_FEW = 20  # words that one is taken for
_WORDS = 8  # that are mended
_SHORT = 2  # letters of a word that is like too many others
_LONG = 6  # letters of a word that may have two slips


def nearest(connection: sa.Connection, words: Phrase, *, known: bool) -> Iterator[list[Phrase]]:
    """For each word, without marks, what it is taken for, the nearest first.

    Unknown words are taken for others, all at once; if there are none and ``known``, one word
    after the other, for a slip may have made another word.
    """
    written = {word for word in words if word in beginning(connection, word, 1) or word.isdecimal()}
    if unknown := len(set(words) - written):
        if unknown > _WORDS:  # it is no slip, and each is compared with all that was ever written
            return
        near = [(word,) if word in written else _near(connection, word) for word in words]
        if all(near):
            yield near
    elif known:
        for position, word in enumerate(words[:_WORDS]):
            if alike := _near(connection, word):
                yield [
                    *((w,) for w in words[:position]),
                    alike,
                    *((w,) for w in words[position + 1 :]),
                ]


def _near(connection: sa.Connection, word: str) -> Phrase:
    """Words at one slip (a letter more, less, other or exchanged), at two of a long word."""
    if len(word) <= _SHORT:
        return ()
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    slips = 2 if len(word) >= _LONG else 1
    written = of_length(connection, len(word) - slips, len(word) + slips)
    found = extract(word, written, scorer=OSA.distance, score_cutoff=slips, limit=_FEW)
    return tuple(alike for alike, _, _ in found if alike != word)
