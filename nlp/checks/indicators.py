"""The words around a figure -> the indicator it gives, such that two reports' figures can be told
to give the same one.

The catalogue (table ``indicators``) says what the words tell: topic, kind, stage, field, … of the
thing counted. Two figures are of one indicator if unit and all these aspects agree; words that the
catalogue does not know are kept, and make an alignment doubtful where they differ.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal

from ..rules import alternatives, table
from ..text import modern_tone, squeeze
from .cues import cues

Nature = Literal["flow", "growing", "opening", "level", "mean", "summed", ""]
Key = tuple[tuple[str, str], ...]

# A concept of several natures has the one that claims least.
_CAUTION: dict[str, int] = {
    "": 0,
    "flow": 1,
    "growing": 2,
    "opening": 3,
    "level": 4,
    "mean": 5,
}  # "done" is only told where there is none of these
# Aspects that say how a figure stands in the text, not what it measures.
_ASIDE = frozenset({"plan", "notice", "base", "rest", "noise"})
_WORDING = frozenset({"ahead", "cut", "link", "so far", "unit"})
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """What the words of one phrase tell: aspect -> values; the words nothing is known of."""

    aspects: dict[str, frozenset[str]]
    natures: dict[str, Nature]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Concept:
    """An indicator. ``key`` is what must be equal, ``words`` what should be.

    ``known``: the catalogue names it; else its own words are its key, and ``under`` are the words
    of the title above it, which may say the rest. ``corrected``: what was reported before no longer
    stands.
    """

    key: Key
    nature: Nature
    words: frozenset[str]
    known: bool
    plan: bool = False
    notice: bool = False
    base: bool = False
    under: frozenset[str] = frozenset()
    corrected: bool = False

    @property
    def block(self) -> str:
        """What concepts that may be one share: the sort of figure, and what is counted roughly."""
        (_, kind), (_, unit), *_ = self.key
        return f"{kind} {_head(unit)}"

    def packed(self) -> str:
        """As one text."""
        return _packed(self)

    @staticmethod
    @lru_cache(maxsize=1 << 14)
    def unpacked(packed: str) -> Concept:
        """The concept that was packed; archives repeat few of them in many facts."""
        key, nature, words, under, known, plan, notice, base, corrected = json.loads(packed)
        key = tuple((aspect, value) for aspect, value in key)
        words, under = frozenset(words), frozenset(under)
        return Concept(key, nature, words, known, plan, notice, base, under, corrected)


@lru_cache(maxsize=1 << 14)
def _packed(concept: Concept) -> str:
    flags = [concept.known, concept.plan, concept.notice, concept.base, concept.corrected]
    words, under = sorted(concept.words), sorted(concept.under)
    return json.dumps([concept.key, concept.nature, words, under, *flags], ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Counted:
    """What a unit counts: its name in the catalogue, or the unit itself."""

    name: str
    nature: Nature
    known: bool


def plain(text: str) -> str:
    """Lower case, one spelling of the tone, single spaces: what the catalogue is matched on."""
    return modern_tone(squeeze(text).lower())


@cache
def _head(unit: str) -> str:
    """The first word of what is counted: "lượt" of "lượt khách" and of "lượt người"."""
    for row in table("indicators"):
        if row["aspect"] == "unit" and row["value"] == unit:
            return plain(row["words"][0]).split()[0]
    return unit.split(" ", maxsplit=1)[0]


@cache
def counted(unit: str, kind: str) -> Counted:
    """The catalogue's name of a unit."""
    name = plain(unit)
    for row in table("indicators"):
        if row["aspect"] == "unit" and name in map(plain, row["words"]):
            return Counted(row["value"], row.get("nature", ""), known=True)
    return Counted("percent" if kind == "percent" else name, "", known=kind != "count")


@cache
def parted(unit: str, kind: str) -> tuple[str, str]:
    """A unit as what is counted and the words that say more of it: "hộ nghèo" is "hộ", "nghèo"."""
    words = unit.split()
    if kind == "measure":
        return (words[0], " ".join(words[1:])) if words else (unit, "")
    if kind != "count" or len(words) < 2 or counted(unit, kind).known:
        return unit, ""
    if plain(" ".join(words[:2])) in map(plain, cues().compounds):
        return unit, ""
    for size in range(len(words) - 1, 0, -1):
        head = " ".join(words[:size])
        if counted(head, kind).known:
            return head, " ".join(words[size:])
    return unit, ""


@cache
def _told(unit: str, kind: str) -> tuple[re.Pattern[str], dict[str, tuple[tuple[str, str], ...]]]:
    """The phrases that tell something beside a unit, and what each tells."""
    named = {unit} if unit in _units() else {kind}
    found: dict[str, list[tuple[str, str]]] = {}
    for row in table("indicators"):
        if row["aspect"] in _WORDING or not named.intersection(row.get("units", named)):
            continue
        for phrase in row["words"]:
            found.setdefault(plain(phrase), []).append((row["aspect"], row["value"]))
    pattern = rf"(?<!\w){alternatives(list(found))}(?!\w)"
    return re.compile(pattern), {phrase: tuple(told) for phrase, told in found.items()}


@cache
def _units() -> frozenset[str]:
    return frozenset(row["value"] for row in table("indicators") if row["aspect"] == "unit")


@cache
def _natures() -> dict[tuple[str, str], Nature]:
    return {(row["aspect"], row["value"]): row.get("nature", "") for row in table("indicators")}


@cache
def wording(aspect: str) -> str:
    """A regex group for the phrases of an aspect of wording."""
    words = [w for row in table("indicators") if row["aspect"] == aspect for w in row["words"]]
    return alternatives([*words, *map(plain, words)])


@lru_cache(maxsize=1 << 16)
def read_phrase(text: str, unit: str, kind: str) -> Phrase:
    """What a phrase beside a figure of ``unit`` and ``kind`` tells."""
    pattern, told = _told(unit, kind)
    aspects: dict[str, set[str]] = {}
    left: list[str] = []
    at = 0
    low = plain(text)
    for match in pattern.finditer(low):
        left += _WORD.findall(low[at : match.start()])
        at = match.end()
        for aspect, value in told[match.group()]:
            aspects.setdefault(aspect, set()).add(value)
    left += _WORD.findall(low[at:])
    known = _natures()
    natures: dict[str, Nature] = {}
    for aspect, values in aspects.items():
        natures[aspect] = max((known[aspect, value] for value in values), key=_CAUTION.__getitem__)
    return Phrase(
        {aspect: frozenset(values) for aspect, values in aspects.items()}, natures, frozenset(left)
    )


@lru_cache(maxsize=1 << 16)
def concept(window: str, indicator: str, topic: str, kind: str, measured: str) -> Concept | None:
    """The concept of a figure, or None where nothing tells what it is.

    ``window`` are the words beside the figure, ``indicator`` the phrase that names it, ``topic``
    the title of its section: each is asked for what the ones before it leave open. ``measured`` is
    the unit in its base form.
    """
    what = counted(measured, kind)
    own = read_phrase(window, what.name, kind)
    named = read_phrase(indicator, what.name, kind)
    aspects = dict(own.aspects)
    natures = dict(own.natures)
    for aspect, values in named.aspects.items():
        if aspect not in _ASIDE and aspect not in aspects:
            aspects[aspect], natures[aspect] = values, named.natures[aspect]
    known = bool(set(aspects) - _ASIDE)
    if "topic" not in aspects and topic:
        titled = read_phrase(topic, what.name, kind)
        if len(titled.aspects.get("topic", ())) == 1:
            aspects["topic"], natures["topic"] = titled.aspects["topic"], titled.natures["topic"]
    telling = {a: v for a, v in aspects.items() if a not in _ASIDE}
    if len(telling.get("tier", ())) > 1:
        del telling["tier"]  # "cấp huyện và cấp xã" is the whole
    unit = frozenset(_WORD.findall(plain(measured)))
    beside, called = own.words - unit, named.words - unit
    words = beside if beside or set(own.aspects) - _ASIDE else called
    key = [("figure", kind), ("unit", what.name if what.known else measured)]
    key += ((aspect, "+".join(sorted(values))) for aspect, values in sorted(telling.items()))
    known = known or (what.known and bool(what.nature) and not words)
    if not known:
        words = called | beside
        if not words:
            return None
        key.append(("words", " ".join(sorted(words))))
    if "rest" in own.aspects and not set(own.aspects) - _ASIDE:
        return None  # "còn 39 đơn": of what, only the figure before says
    told = [natures[a] for a in telling if natures[a]]
    nature: Nature = max(told, key=_CAUTION.__getitem__) if told else what.nature
    if kind == "percent":
        nature = "mean"
    elif not nature and _so_far().search(plain(window)):
        nature = "summed"
    return Concept(
        tuple(key),
        nature,
        words,
        known,
        plan="plan" in own.aspects,
        notice="notice" in own.aspects or "notice" in named.aspects,
        base="base" in own.aspects,
        corrected="corrected" in own.aspects.get("notice", ()),
    )


@cache
def _so_far() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){wording('so far')}(?!\w)")


def titled(own: Concept, title: str) -> Concept:
    """A concept with what the title above it says."""
    (_, kind), (_, unit), *_ = own.key
    if not title:
        return own
    return replace(own, under=read_phrase(title, unit, kind).words - own.words)


def with_owner(own: Concept | None, owner: Concept) -> Concept:
    """A base of comparison measures what its owner measures; its own words may say more."""
    if own is None or not own.known:
        return owner
    aspects = dict(owner.key) | {a: v for a, v in own.key if a not in ("figure", "unit")}
    aspects.pop("words", None)
    if dict(owner.key) == aspects:
        return owner
    nature: Nature = max(own.nature, owner.nature, key=_CAUTION.__getitem__)
    head = [(a, aspects.pop(a)) for a in ("figure", "unit")]
    return Concept((*head, *sorted(aspects.items())), nature, own.words, known=True)


def says_less(own: Concept, other: Concept) -> bool:
    """Whether all that ``own`` tells ``other`` tells too."""
    if own.known:
        return set(own.key) <= set(other.key)
    (_, kind), (_, unit), *_ = own.key
    (_, kinds), (_, units), *_ = other.key
    same = kind == kinds and (unit == units or shortens(unit, units))
    return same and own.words <= other.words


def shortens(unit: str, full: str) -> bool:
    """Whether a unit is the beginning of a longer one: "950 cây" of "1.200 cây xanh"."""
    return full.startswith(f"{unit} ")


def is_ahead(title: str) -> bool:
    """Whether a section is on what is to come."""
    return _ahead().match(plain(title)) is not None


@cache
def _ahead() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:các|một số|về|những|mục tiêu,?)\s+)*{wording('ahead')}(?!\w)")
