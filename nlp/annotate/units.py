"""The noun or sign after a number -> its unit as written, and the kind of figure it makes.

A unit is an optional scale word (nghìn, triệu, tỷ …), a noun of the table ``units`` (longest first,
members of one row joined by commas: "xã, thị trấn") and an optional rate ("/ha", "/người/năm"). A noun
of no table is taken by grammar: the shortest noun after the number, up to a function word or a verb.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import cast

from ..model import FigureKind
from ..rules import alternatives, table
from ..text import fold, modern_tone, squeeze


@dataclass(frozen=True, slots=True)
class Unit:
    """``start:end`` as written, ``kind`` of the figure, the ``scale`` word in front, if any."""

    start: int
    end: int
    text: str
    kind: FigureKind
    scale: str | None = None
    known: bool = True


SCALES = ("nghìn", "ngàn", "triệu", "tỷ", "tỉ", "vạn")
_SCALE = re.compile(
    rf"\s*(?:{alternatives(['nghìn tỷ', 'ngàn tỷ', 'triệu tỷ', 'nghìn tỉ', *SCALES])})(?!\w)",
    re.IGNORECASE,
)
_NOT_SCALE = re.compile(r"\s+(?:lệ|trọng|suất|số)(?!\w)")  # "tỷ lệ", "tỷ trọng"
_MONEY_SCALE = re.compile(r"(?:triệu|tỷ|tỉ)$", re.IGNORECASE)
_WORD = re.compile(r"\s*([^\W\d_]+[23²³]?(?![^\W\d_])|[%‰°º$€£¥₫₹]+[CF]?|,)")
_WINDOW = 8  # the longest unit has seven syllables
_SLASH = re.compile(r"\s?/\s?(?=[^\W\d_]|1\s?(?:\.?000)|10{2,}|1?0{0,2}\.000)")
_POWER = re.compile(r"\s?/\s?1(?:0*)(?:\.000)*\s+(?=[^\W\d_])")
_MODIFIED_RATE = re.compile(r"(?:\s+[^\W\d_]+){1,3}(?=/[^\W\d_])")


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: str
    row: int
    coordinate: bool = False
    per: bool = False
    before: tuple[str, ...] = ()


def _key(text: str) -> str:
    return modern_tone(squeeze(text).lower()).replace(" ,", ",")


@cache
def _entries() -> dict[str, _Entry]:
    found: dict[str, _Entry] = {}
    for number, row in enumerate(table("units")):
        if row["kind"] == "per":
            continue
        entry = _Entry(
            row["kind"],
            number,
            row.get("coordinate", False),
            row.get("per", False),
            tuple(row.get("before", ())),
        )
        for unit in row["units"]:
            found.setdefault(_key(unit), entry)
    return found


@cache
def _folded() -> dict[str, str]:
    """Units of two syllables and more without marks: a scan's "quyêt định" is still one."""
    return {fold(unit): unit for unit in _entries() if " " in unit}


@cache
def _rate_words() -> frozenset[str]:
    words = {
        _key(u)
        for row in table("units")
        if row["kind"] == "per" or row.get("per")
        for u in row["units"]
    }
    return frozenset(words)


@cache
def _stops() -> frozenset[str]:
    return frozenset(w for row in table("unit_stops") for w in row["words"])


def is_unit_noun(text: str) -> bool:
    """Whether ``text`` is a unit of the table."""
    return _key(text) in _entries()


def _words(flat: str, at: int, limit: int) -> list[tuple[str, int]]:
    """The next words with the offset after each, up to punctuation other than a comma."""
    words: list[tuple[str, int]] = []
    while len(words) < limit and (match := _WORD.match(flat, at)):
        words.append((match.group(1), match.end()))
        at = match.end()
    return words


def _longest(words: list[tuple[str, int]]) -> tuple[_Entry, int, int] | None:
    """(entry, words taken, end) of the longest unit that ``words`` begins with."""
    key, keys = "", []
    for word, end in words:
        key = key + word if word == "," or not key else f"{key} {word}"
        keys.append((_key(key), end))
    for taken in range(len(keys), 0, -1):
        key, end = keys[taken - 1]
        entry = _entries().get(key)
        if entry is None and " " in key and (marked := _folded().get(fold(key))):
            entry = _entries()[marked]
        if entry is None:
            continue
        following = " ".join(w.lower() for w, _ in words[taken : taken + 2])
        if entry.before and not following.startswith(entry.before):
            continue
        return entry, taken, end
    return None


def read_unit(flat: str, at: int, *, guess: bool = False) -> Unit | None:
    """The unit that begins at ``at`` (white space before it is passed over).

    ``guess`` takes a noun of no table by grammar; its ``known`` is False.
    """
    scale = _SCALE.match(flat, at)
    if scale and _NOT_SCALE.match(flat, scale.end()):
        scale = None
    scale_word = squeeze(scale.group()) if scale else None
    begin = scale.end() if scale else at
    words = _words(flat, begin, _WINDOW)
    found = _longest(words)
    first = scale.start() if scale else at
    start = (
        first + (len(flat[first:]) - len(flat[first:].lstrip())) if False else _skip(flat, first)
    )
    if found is not None:
        entry, taken, end = found
        end = _coordinated(entry, words, taken, end)
        kind = entry.kind
        if scale and kind in ("duration", "multiple"):
            kind = "count"
        end = _rated(flat, end, kind)
        return Unit(start, end, squeeze(flat[start:end]), cast(FigureKind, kind), scale_word)
    if scale is not None:
        kind = "money" if _MONEY_SCALE.search(scale.group()) else "count"
        return Unit(start, scale.end(), squeeze(scale.group()), cast(FigureKind, kind), scale_word)
    if guess and (end := _guessed(words)):
        end = _rated(flat, end, "count")
        return Unit(start, end, squeeze(flat[start:end]), "count", None, known=False)
    return None


def _skip(flat: str, at: int) -> int:
    while at < len(flat) and flat[at].isspace():
        at += 1
    return at


def _coordinated(entry: _Entry, words: list[tuple[str, int]], taken: int, end: int) -> int:
    """The end of "xã, thị trấn", "tin, bài và ảnh": nouns of one row, not a name that follows one."""
    while entry.coordinate and taken + 1 < len(words) and words[taken][0].lower() in (",", "và"):
        more = _longest(words[taken + 1 :])
        if more is None or more[0].row != entry.row:
            break
        after = taken + 1 + more[1]
        if after < len(words) and words[after][0][:1].isupper():
            break
        taken, end = after, more[2]
    return end


def _rated(flat: str, end: int, kind: str) -> int:
    """The end after "/ha", "/người/năm", "/10.000 dân"; also over a short modifier: "tấn thép/năm"."""
    if kind in ("measure", "money") and (modified := _MODIFIED_RATE.match(flat, end)):
        rated = _rated(flat, modified.end(), "count")
        if rated > modified.end():
            return rated
    while True:
        power = _POWER.match(flat, end)
        slash = power or _SLASH.match(flat, end)
        if slash is None:
            return end
        words = _words(flat, slash.end(), 3)
        joined = [
            (_key(" ".join(w for w, _ in words[:n])), words[n - 1][1])
            for n in range(len(words), 0, -1)
        ]
        stop = next((e for k, e in joined if k in _rate_words()), None)
        if stop is None:
            return end
        end = stop


def _guessed(words: list[tuple[str, int]]) -> int | None:
    """The end of the shortest noun: one syllable, or two where the second is no function word."""
    if not words:
        return None
    first, end = words[0]
    if first == "," or first.lower() in _stops() or not first[0].isalpha():
        return None
    if first[0].isupper() and not first.isupper():
        return None
    if len(words) > 1 and first.islower():
        second, second_end = words[1]
        if second != "," and second.islower() and second not in _stops():
            return second_end
    return end
