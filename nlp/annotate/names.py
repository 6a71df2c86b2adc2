"""What stands before a number -> whether it is a name, a place in an order or a date.

The table ``not_figures`` says how strongly each word makes it one: "khoản 2" always, "tổ 5" unless
a counted noun follows.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from functools import cache

from ..rules import alternatives, phrases, table
from ..text import UPPER
from .numbers import Numeral
from .units import Unit


@cache
def _labels() -> dict[str, str]:
    """Label -> its strength."""
    rows = [row for row in table("not_figures") if row["strength"] != "numbered"]
    return {word: row["strength"] for row in rows for word in row["words"]}


@cache
def _numbered() -> frozenset[str]:
    return frozenset(phrases("not_figures", strength="numbered"))


@cache
def _last_syllables() -> frozenset[str]:
    """What a label may end with: most words before a number end none."""
    return frozenset(word.split()[-1] for word in (*_labels(), *_numbered()))


_LABEL_REACH = 24  # the longest label, "tờ bản đồ số", with some room
_SOME = frozenset({"đầu", "cuối", "trong", "các", "những", "mọi", "hết", "giữa", "ngoài"})
_EACH = frozenset({"mỗi", "hằng", "hàng", "một"})
_TURNS = frozenset({"buổi", "lần", "bữa", "ca"})
_TIME_LIMITS = {"năm": (1900, 2100), "tháng": (1, 12), "ngày": (1, 31), "quý": (1, 4)}


_STREETS = ("đường", "phố", "ngõ", "hẻm", "kiệt", "quốc lộ")
_SUBSTANCE_REACH = 80
_SEATS = ("chỗ", "giường nằm", "bánh")
_PLACE_NAMED = re.compile(
    rf"(?:thôn|ấp|khu|khu\s+phố|khối|khối\s+phố|tổ\s+dân\s+phố|xã|phường|thị\s+trấn|quận|huyện|thị\s+xã)"
    rf"\s+(?:[{UPPER}]|\d)"
)
_MOTTO = re.compile(r"[“\"'](?:\s*\d{1,2}\s[^“”\"'\d,]{1,15},)?\s*$")  # "3 ca, 4 kíp", "4 tại chỗ"


def is_name(
    flat: str, lower: int, numeral: Numeral, unit: Unit | None, *, ratio: bool = False
) -> bool:
    """Whether the words before the number make it a name, a place in an order or a date."""
    left = flat[max(lower, numeral.start - _LABEL_REACH) : numeral.start]
    counted = unit is not None and unit.known and not unit.act
    words = left.lower().split()
    if _MOTTO.search(left) and unit is not None and unit.kind == "count":
        return True
    if words and words[-1].strip("(:") == "số":
        street = unit is not None and unit.text.lower().startswith(_STREETS)
        bare = len(words) == 1 or words[-1][0] == "("
        return not counted or street or bare or _ending(words[:-1], _numbered()) != ""
    label = _ending(words, _labels())
    strength = _labels().get(label)
    if strength == "time":
        low, high = _TIME_LIMITS.get(label.split()[-1], (0, 10**9))
        if counted and len(words) > 1 and words[-2].lstrip("(") in _EACH:
            return False
        if label == "ngày" and unit is not None and unit.text in _TURNS:
            return False  # "ngày 2 buổi"
        return not counted or low <= numeral.value <= high
    if strength == "place" and larger_place(flat, unit):
        return True
    if strength == "vehicle":
        return unit is not None and unit.text.lower().startswith(_SEATS)
    if unit is not None and unit.kind == "percent":
        far = flat[max(lower, numeral.start - _SUBSTANCE_REACH) : numeral.start]
        if _substance().search(far):
            return True
    if strength in ("bare", "place"):
        if unit is not None and numeral.value > 99 and (unit.text.isupper() or label == "cấp"):
            return False  # "cấp 1.240 GCNQSDĐ"
        before = words[-len(label.split()) - 1] if len(words) > len(label.split()) else ""
        return not counted and before not in _SOME
    if strength == "rank":
        return ratio or not counted
    measured = unit is not None and unit.kind in ("measure", "money", "percent") and unit.known
    return strength == "order" or (strength == "name" and not measured)


def names_by_number(label: str) -> bool:
    """Whether ``label`` is a word that a number after it makes a name: "lớp", but not "trực tuyến".

    Words that always make one ("khoản", "năm") do so behind others too.
    """
    words = label.lower().split()
    ending = _ending(words, _labels())
    return bool(ending) and (
        len(ending.split()) == len(words) or _labels()[ending] in ("order", "time", "name")
    )


def larger_place(flat: str, unit: Unit | None) -> bool:
    """Whether the "unit" is the place an ordinal lies in: "thôn 4 xã Bình An", "16 khu 5"."""
    return unit is not None and bool(_PLACE_NAMED.match(flat, unit.end - len(unit.text)))


@cache
def _substance() -> re.Pattern[str]:
    """A product named after its substance, before its strength: "hóa chất Cloramin B 25%"."""
    words = alternatives(phrases("not_figures", strength="substance"))
    # No Vietnamese syllable has a consonant between two vowels.
    name = (
        r"(?=[A-Z])[A-Za-z-]*[aeiouyAEIOUY][b-df-hj-np-tv-xzB-DF-HJ-NP-TV-XZ-]+[aeiouy][A-Za-z-]*"
    )
    return re.compile(
        rf"(?<!\w)(?i:{words})\s(?:[^.;:%\d]{{0,40}}[\s,]|[^.;:%\d]{{0,40}}\d\d?%,\s)?{name}(?:\s[A-Z])?\s+$",
        re.ASCII,
    )


def _ending(words: Sequence[str], phrases: Container[str]) -> str:
    """The longest of ``phrases`` that ``words`` end with, or nothing."""
    if not words or words[-1].lstrip("([*“") not in _last_syllables():
        return ""
    for count in range(min(4, len(words)), 0, -1):
        phrase = " ".join(words[-count:]).lstrip("([*“")
        if phrase in phrases:
            return phrase
    return ""
