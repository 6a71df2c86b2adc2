"""Text as the other rooms see it: NFC, one line end, and a folding that keeps every offset.

``fold`` maps one NFC letter to one plain letter (đ too), so a match on folded text is a match on
the text at the same offsets.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# For character classes: a range such as À-Ỹ runs over small letters too.
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TONED = "".join(vowel + tone for vowel in "aăâeêioôơuưy" for tone in _TONES)
_MARKED = unicodedata.normalize("NFC", "ăâđêôơư" + _TONED)
LOWER = "a-z" + _MARKED
UPPER = "A-Z" + _MARKED.upper()

# Zero-width and soft characters that word processors leave behind: they split words and numbers.
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x85]")


def normalise(text: str) -> str:
    """NFC, line feeds, no invisible characters; clean text comes back unchanged."""
    if "\r" in text or "\u2028" in text or "\u2029" in text or "\x85" in text:
        text = _LINE_ENDS.sub("\n", text)
    text = text.translate(_INVISIBLE)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


@cache
def _fold_letter(letter: str) -> str:
    if letter in "đĐð":
        return "d"
    base = unicodedata.normalize("NFD", letter)[0].lower()
    return base if len(base) == 1 else letter


class _FoldTable(dict[int, str]):
    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_letter(chr(code))
        return folded


_FOLD = _FoldTable()


def fold(text: str) -> str:
    """Lower case without marks, letter for letter: ``len(fold(t)) == len(t)`` for NFC text."""
    return text.translate(_FOLD)


def squeeze(text: str) -> str:
    """One space between words, none outside."""
    return " ".join(text.split())


# Tone on the first or the second vowel of oa, oe, uy: hòa and hoà are one word.
_OLD_TO_NEW = {
    old + vowel: first + new
    for first, second in (("o", "a"), ("o", "e"), ("u", "y"))
    for tone in _TONES
    for old, vowel, new in (
        (
            unicodedata.normalize("NFC", first + tone),
            second,
            unicodedata.normalize("NFC", second + tone),
        ),
    )
}
_FIRSTS = "".join(sorted({pair[0] for pair in _OLD_TO_NEW}))
_OLD_TONE = re.compile(rf"[{_FIRSTS}{_FIRSTS.upper()}][aeyAEY]\b")  # a set first: it is found fast


def modern_tone(text: str) -> str:
    """Both tone placements as one spelling (hòa -> hoà), letter for letter."""

    def move(match: re.Match[str]) -> str:
        found = match.group()
        moved = _OLD_TO_NEW.get(found.lower())
        if moved is None or text[match.start() - 1 : match.start()] in ("q", "Q"):
            return found
        return "".join(m.upper() if f.isupper() else m for f, m in zip(found, moved, strict=True))

    return _OLD_TONE.sub(move, text)
