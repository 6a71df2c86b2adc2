"""The noun or sign after a number -> its unit as written, and the kind of figure it makes.

A unit is an optional scale word (nghìn, triệu, tỷ …), a noun of the table ``units`` (longest first;
members of one row joined by commas: "xã, thị trấn") and an optional rate ("/ha", "/người/năm"). A
noun of no table is taken by grammar: the shortest noun after the number that is no function word.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple, cast

from ..model import FigureKind
from ..rules import alternatives, phrases, table
from ..text import fold, modern_tone, squeeze
from .lexicon import form


class Unit(NamedTuple):
    """A unit as written, up to ``end``.

    ``act``: after a paper's name it is a verb or title. ``quantity``: what it can only measure.
    """

    end: int
    text: str
    kind: FigureKind
    scale: str | None = None
    known: bool = True
    act: bool = False
    quantity: str = ""


class _Entry(NamedTuple):
    kind: FigureKind
    row: int
    coordinate: bool
    act: bool
    quantity: str
    before: tuple[str, ...]


SCALES = (
    "nghìn tỷ",
    "ngàn tỷ",
    "triệu tỷ",
    "nghìn tỉ",
    "nghìn",
    "ngàn",
    "triệu",
    "tỷ",
    "tỉ",
    "vạn",
    "trăm triệu",
    "trăm tỷ",
    "trăm tỉ",
    "trăm nghìn",
    "trăm ngàn",
    "trăm",
    "chục triệu",
    "chục tỷ",
    "chục nghìn",
    "chục ngàn",
    "chục",
)
_SCALE = re.compile(
    rf"\s*(?P<scale>{alternatives(list(SCALES))})(?!\w)(?!\s+(?:lệ|trọng|suất)(?!\w))",
    re.IGNORECASE,
)
_MONEY_SCALE = re.compile(r"(?:triệu|tỷ|tỉ)$", re.IGNORECASE)
_PERCENT = re.compile(r"\s*[%‰](?![^\W\d])")
_SYLLABLE = r"\s*([^\W\d_]+(?:[²³]|[23](?!\d|[.,]\d))?(?![^\W\d_])|[%‰$€£¥₫₹]|[°º˚⁰][CFcf]?|,)"
_WORD = re.compile(_SYLLABLE)
_FOUR_WORDS = re.compile(_SYLLABLE + rf"(?:{_SYLLABLE}" * 3 + ")?" * 3)
_ONE_LETTER = frozenset("mglđhsvwVW")  # "3A" and "5b" are names, not amperes
_DEGREES = frozenset({"độC", "oC", "˚C", "⁰C", "ºC"})  # as typed without a degree sign
_WINDOW = 14  # units joined by commas
_MAYBE_SCALE = re.compile(r"\s*[cntvCNTV]")
_MORE = re.compile(r",|\s+và\s")
_SLASH = re.compile(r"\s?/\s?(?=[^\W\d_])|/(?=1(?:0|\.000)+\s+[^\W\d_])")
_ROUND = re.compile(r"1(?:0|\.000)+\s+")
_CLOSED = re.compile(r"\s*(?:[;.()\]]|\Z)|\n")
_AFTER_PAIR = frozenset(
    {
        "được",
        "bị",
        "đã",
        "chưa",
        "đang",
        "có",
        "tại",
        "của",
        "trên",
        "thuộc",
        "và",
        "với",
        "cho",
        "ở",
    }
)
_RATE_REACH = 32  # no more stands between a unit and the slash of its rate
_MODIFIER = re.compile(r"(?:\s+[^\W\d_]+){1,3}(?=/[^\W\d_])")


def _key(text: str) -> str:
    return modern_tone(squeeze(text).lower())


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
            row.get("act", False),
            row.get("quantity", ""),
            tuple(row.get("before", ())),
        )
        for unit in row["units"]:
            found.setdefault(_key(unit), entry)
    return found


@cache
def _reach() -> dict[str, int]:
    """First syllable -> how many words (commas too) the longest unit with it has."""
    found: dict[str, int] = {}
    for unit in _entries():
        words = unit.replace(",", " ,").split()
        found[words[0]] = max(len(words), found.get(words[0], 0))
    return found


@cache
def _unmarked() -> dict[str, str]:
    """Units of two syllables and more without marks: a scan's "quyêt định" is still one."""
    return {fold(unit): unit for unit in _entries() if " " in unit}


@cache
def _unmarked_heads() -> frozenset[str]:
    return frozenset(unit.split()[0] for unit in _unmarked())


@cache
def _rate_words() -> frozenset[str]:
    rows = [row for row in table("units") if row["kind"] == "per" or row.get("per")]
    return frozenset(_key(unit) for row in rows for unit in row["units"])


@cache
def _stops() -> frozenset[str]:
    return frozenset(phrases("unit_stops"))


@cache
def _other_words() -> dict[str, tuple[str, ...]]:
    """First syllable -> words that begin like a unit: "ban hành" is no ban."""
    found: dict[str, tuple[str, ...]] = {}
    for word in phrases("unit_stops"):
        head, *more = word.replace(",", "").split()
        if more:
            found[head] = (*found.get(head, ()), word)
    return found


@cache
def _goals() -> frozenset[str]:
    """What a share is taken of, after a slash: "12 tỷ đồng/kế hoạch 20 tỷ đồng" is no rate."""
    return frozenset(phrases("figure_cues", value="plan"))


def read_unit(flat: str, at: int, end: int | None = None, *, guess: bool = False) -> Unit | None:
    """The unit that begins at ``at`` (white space before it is passed over) and ends by ``end``.

    ``guess`` takes a noun of no table by grammar; its ``known`` is False.
    """
    end = len(flat) if end is None else end
    if sign := _PERCENT.match(flat, at, end):
        stop = _rated(flat, sign.end(), end, "percent")
        return Unit(stop, squeeze(flat[at:stop]), "percent")
    scaled = _SCALE.match(flat, at, end) if _MAYBE_SCALE.match(flat, at, end) else None
    scale = squeeze(scaled["scale"]) if scaled else None
    begin = scaled.end() if scaled else at
    words = _noun_words(flat, begin, end)
    if words and (found := _longest(words)) is not None:
        entry, taken = found
        if entry.coordinate and _MORE.match(flat, words[taken - 1][1], end):
            words = _words(flat, begin, end, _WINDOW)
            taken = _coordinated(entry, words, taken)
        elif taken == 1 and entry.kind == "count" and len(words) > 2 and words[1][0] == ",":
            taken = _paired(flat, words)
        kind: FigureKind = (
            "count" if scaled and entry.kind in ("duration", "multiple") else entry.kind
        )
        stop = _rated(flat, words[taken - 1][1], end, kind)
        return Unit(
            stop, squeeze(flat[at:stop]), kind, scale, act=entry.act, quantity=entry.quantity
        )
    if scaled is not None:
        kind = "money" if _MONEY_SCALE.search(scaled["scale"]) else "count"
        return Unit(scaled.end(), squeeze(scaled["scale"]), cast(FigureKind, kind), scale)
    if guess and (taken := _guessed(words)):
        stop = _rated(flat, words[taken - 1][1], end, "count")
        return Unit(stop, squeeze(flat[at:stop]), "count", known=False)
    return None


_Words = list[tuple[str, int]]


def _words(flat: str, at: int, end: int, most: int) -> _Words:
    """The next words with the offset after each, up to punctuation other than a comma."""
    words: _Words = []
    while len(words) < most and (match := _WORD.match(flat, at, end)):
        words.append((match.group(1), match.end()))
        at = match.end()
    return words


def _noun_words(flat: str, at: int, end: int) -> _Words:
    """As many words as the longest unit that begins with the first one may need."""
    four = _FOUR_WORDS.match(flat, at, end)
    if four is None:
        return []
    most = _reach().get(form(four.group(1)), 1) + 2
    if most > 4:
        return _words(flat, at, end, most)
    return [(word, four.end(i)) for i, word in enumerate(four.groups(), 1) if word is not None]


def _longest(words: _Words) -> tuple[_Entry, int] | None:
    """(entry, words taken) of the longest unit that ``words`` begins with."""
    first = words[0][0]
    if first in _DEGREES:
        return _entries()["°c"], 1
    head = form(first)
    if head not in _reach() and fold(first) not in _unmarked_heads():
        return None
    if len(first) == 1 and first.isascii() and first.isalpha() and first not in _ONE_LETTER:
        return None
    plain = [form(word) for word, _ in words]
    most = _reach().get(head, 0)
    others = _other_words().get(head)
    if most and others and " ".join(plain[:3]).replace(" ,", ",").startswith(others):
        return None
    for taken in range(min(most, len(words)), 0, -1):
        entry = _entries().get(" ".join(plain[:taken]).replace(" ,", ",") if taken > 1 else head)
        if entry is not None and (
            not entry.before or " ".join(plain[taken : taken + 2]).startswith(entry.before)
        ):
            return entry, taken
    for taken in (3, 2):
        if len(words) >= taken and "," not in plain[:taken]:
            marked = _unmarked().get(fold(" ".join(plain[:taken])))
            if marked is not None and _differs_little(marked, " ".join(plain[:taken])):
                return _entries()[marked], taken
    return None


def _differs_little(unit: str, printed: str) -> bool:
    """One syllable at most has lost or changed its marks."""
    return sum(a != b for a, b in zip(unit.split(), printed.split(), strict=False)) <= 1


def _coordinated(entry: _Entry, words: _Words, taken: int) -> int:
    """The words of "xã, thị trấn", "tin, bài và ảnh": nouns of one row, not a name that follows."""
    while taken + 1 < len(words) and words[taken][0].lower() in (",", "và"):
        more = _longest(words[taken + 1 :])
        if more is None or more[0].row != entry.row:
            break
        after = taken + 1 + more[1]
        if after < len(words) and words[after][0][0].isupper():
            break
        taken = after
    return taken


def _paired(flat: str, words: _Words) -> int:
    """The words of "nhóm, lớp", "tàu, thuyền": two nouns of one syllable that no number parts."""
    more = _longest(words[2:])
    if words[2][0] in _stops() or more is None or more[1] != 1 or more[0].kind != "count":
        return 1
    after = words[3][0].lower() if len(words) > 3 else ""
    closed = len(words) == 3 and _CLOSED.match(flat, words[2][1])
    return 3 if closed or after in _AFTER_PAIR else 1


def _rated(flat: str, at: int, end: int, kind: str) -> int:
    """The end after "/ha", "/người/năm", "/10.000 dân"; also over a modifier: "tấn thép/năm"."""
    if "/" not in flat[at : at + _RATE_REACH]:
        return at
    if kind in ("measure", "money") and (modifier := _MODIFIER.match(flat, at, end)):
        rated = _rated(flat, modifier.end(), end, "count")
        if rated > modifier.end():
            return rated
    while slash := _SLASH.match(flat, at, end):
        per = _ROUND.match(flat, slash.end(), end)
        words = _words(flat, per.end() if per else slash.end(), end, 3)
        for taken in range(len(words), 0, -1):
            if _key(" ".join(word for word, _ in words[:taken])) in _rate_words():
                at = words[taken - 1][1]
                break
        else:
            taken = _guessed_rate(words) if kind in ("measure", "money", "duration") else 0
            if not taken:
                return at
            at = words[taken - 1][1]
    return at


def _guessed_rate(words: _Words) -> int:
    """The words of a noun of no table after the slash of a rate: "đồng/USD", "phút/chuyên đề"."""
    if not words:
        return 0
    first = words[0][0]
    if first.isupper() and first.isascii() and len(first) == 3:
        return 1  # a currency
    if " ".join(word for word, _ in words[:2]).lower() in _goals():
        return 0
    found = _longest(words)
    return found[1] if found is not None else _guessed(words)


def _guessed(words: _Words) -> int:
    """How many words the shortest noun has: one, or two where the second is no function word."""
    if not words:
        return 0
    first = words[0][0]
    if first.isalpha() and first.isupper() and len(first) > 1:  # "318 GPLX"
        return 0 if first.lower() in _stops() or not first.strip("IVX") else 1
    if not first[0].isalpha() or first in _stops() or first[0].isupper() or len(first) == 1:
        return 0
    second = words[1][0] if len(words) > 1 else ","
    return 2 if first.islower() and second.islower() and second not in _stops() else 1
