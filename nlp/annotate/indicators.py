"""A figure's surroundings -> its indicator: the short noun phrase, in the text's words, of what is measured.

The phrase is the unit with what stands after it ("đơn đủ điều kiện xử lý"), what stands before
("đơn tiếp nhận"), or, where both are silent, the indicator of the figure it belongs to.
"""

from __future__ import annotations

import re
from functools import cache

from ..rules import alternatives, table
from ..text import squeeze

_CUT = re.compile(r"[;:()\[\]“”\"*]|\.\s|\s[-–]\s")
_WORD = re.compile(r"\S+")


@cache
def _table(role: str) -> list[str]:
    return [w for row in table("indicator_words") if row["role"] == role for w in row["words"]]


@cache
def _opener() -> re.Pattern[str]:
    return re.compile(
        rf".*(?<!\w){alternatives(_table('opener'))}(?!\w)", re.IGNORECASE | re.DOTALL
    )


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(
        rf"^(?:\s*(?:{alternatives(_table('lead'))}(?!\w)|[,.;:*–-]))+", re.IGNORECASE
    )


@cache
def _trail() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?<!\w){alternatives(_table('trail'))}(?!\w)[\s,.:;*–-]*|[,.:;*–-]\s*)+$",
        re.IGNORECASE,
    )


@cache
def _stop() -> re.Pattern[str]:
    return re.compile(
        rf"[,;:.()\[\]“”\"*\d]|\n|(?<!\w){alternatives(_table('stop'))}(?!\w)", re.IGNORECASE
    )


def right_phrase(right: str, *, limit: int = 8) -> str:
    """The words after a unit that go with it: up to punctuation, a function word or a number."""
    match = _stop().search(right)
    words = (right[: match.start()] if match else right).split()
    return " ".join(words[:limit])


def left_phrase(left: str, *, follows: bool, limit: int = 9) -> str:
    """The label before a number. ``follows``: ``left`` opens with the tail of the figure before."""
    label = _CUT.split(left)[-1]
    if label == left and follows and "," in left:
        label = left.split(",", 1)[1]
    opened = _opener().match(label)
    if opened:
        label = label[opened.end() :]
    label = _trail().sub("", _lead().sub("", label).strip())
    label = _lead().sub("", label)
    return " ".join(squeeze(label).split()[-limit:])


def join(*parts: str | None) -> str:
    """One phrase of the parts, words not said twice in a row of parts."""
    words: list[str] = []
    seen: set[str] = set()
    for part in parts:
        for word in (part or "").split():
            key = word.lower().strip(",")
            if key not in seen:
                words.append(word)
            seen.add(key)
    return " ".join(words).strip(" ,")
