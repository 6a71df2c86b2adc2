"""A figure's surroundings -> its indicator: the short noun phrase, in the text's words, of what is measured.

The phrase is the unit with what stands after it ("đơn đủ điều kiện xử lý"), what stands before it
("đơn tiếp nhận"), or, where both are silent, the indicator of the figure it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ..rules import alternatives, table
from ..text import squeeze
from .cues import Meaning, Sentence
from .mentions import Mention

_CUT = re.compile(r"[;:()\[\]“”\"*]|\.\s|\s[-–]\s")


@cache
def _table(role: str) -> str:
    return alternatives([w for row in table("indicator_words") if row["role"] == role for w in row["words"]])


@cache
def _opener() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_table('opener')}(?!\w)", re.IGNORECASE)


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(rf"(?:\s*(?:{_table('lead')}(?!\w)|[,.;:*–-]))+", re.IGNORECASE)


@cache
def _trail() -> frozenset[str]:
    return frozenset(w for row in table("indicator_words") if row["role"] == "trail" for w in row["words"])


@cache
def _stop() -> re.Pattern[str]:
    return re.compile(rf"[,;:.()\[\]“”\"*\d\n]|(?<!\w){_table('stop')}(?!\w)", re.IGNORECASE)


def right_phrase(right: str, *, limit: int = 8) -> str:
    """The words after a unit that go with it: up to punctuation, a function word or a number."""
    match = _stop().search(right)
    return " ".join((right[: match.start()] if match else right).split()[:limit])


def left_phrase(left: str, *, follows: bool, limit: int = 9) -> str:
    """The label before a number. ``follows``: ``left`` opens with the tail of the figure before."""
    label = _CUT.split(left)[-1]
    if follows and len(label) == len(left) and "," in left:
        label = left.split(",", 1)[1]
    for match in _opener().finditer(label):
        opened = match.end()
        label = " " * opened + label[opened:]
    if lead := _lead().match(label):
        label = label[lead.end() :]
    words = label.split()
    while words:
        last = words[-1].lower().strip(",.:;*–-")
        pair = f"{words[-2].lower()} {last}" if len(words) > 1 else ""
        if pair in _trail():
            del words[-2:]
        elif not last or last in _trail():
            words.pop()
        else:
            break
    label = " ".join(words)
    if lead := _lead().match(label):
        label = label[lead.end() :]
    return " ".join(label.split()[-limit:]).strip(" ,")


def join(*parts: str) -> str:
    """One phrase of the parts, no word said twice."""
    words: list[str] = []
    seen: set[str] = set()
    for part in parts:
        for word in part.split():
            key = word.lower().strip(",")
            if key not in seen:
                words.append(word)
            seen.add(key)
    return " ".join(words).strip(" ,")


def indicators(
    sentence: Sentence, meanings: Sequence[Meaning], before: Sequence[tuple[Mention, Meaning, str]]
) -> list[str]:
    """The indicator of each mention; ``before`` are the block's mentions so far."""
    told: list[tuple[Mention, Meaning, str]] = list(before)
    out: list[str] = []
    for i, (mention, meaning) in enumerate(zip(sentence.mentions, meanings, strict=True)):
        label = left_phrase(sentence.lefts[i], follows=bool(i))
        after = right_phrase(sentence.rights[i])
        last = told[-1][2] if told else ""
        base = next((p for m, w, p in reversed(told) if not w.change and m.kind != "percent"), last)
        noun = squeeze(mention.unit_text.split("/")[0]) if mention.kind in ("count", "ratio") else ""
        if mention.kind == "percent" and not meaning.change:
            phrase = join(label, after) or join("tỷ lệ", last)
        elif meaning.change:
            phrase = label or base or join(noun, after)
        elif mention.kind in ("count", "ratio"):
            kept = " ".join(label.split()[-4:]) if after else label
            phrase = join(noun, after, kept) if after or kept else join(noun, last)
        else:
            phrase = join(label, after) or last
        told.append((mention, meaning, phrase))
        out.append(phrase)
    return out
