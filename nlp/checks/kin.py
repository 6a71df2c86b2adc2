"""Indicators in the words of several reports -> which of them are one, or likely so.

The same thing is told in other words from report to report: "668 tin, bài được đăng", "Báo chí
đăng, phát 312 tin, bài". Two wordings are kin if nothing that the catalogue knows speaks against it
and most of their other words are the same. What one report tells apart is never one: a report with
"24 buổi tuyên truyền" and "9 buổi tuyên truyền pháp luật" means two things.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import combinations

from .indicators import Concept

_LEAST = 0.6  # the likeness of two wordings that are likely one
_SAME, _SAME_KEY = 0.95, 0.7  # of equal words; of one indicator of the catalogue in any words
_WIDER = 0.65  # of words that are all among the other's
_TITLED = 0.9  # of words that are alike together with those of the titles above them
_FEW = 3  # words that one wording may have more than the other
_MOST = 200  # wordings that are compared
_FIXED = frozenset({"figure", "unit", "words"})
# Aspects that one of two wordings may leave unsaid, where another aspect speaks for it.
_UNSAID = frozenset({("competence", "own"), ("size", "crowd"), ("part", "local revenue")})
_RECEIVED = frozenset({("stage", "new")})  # or all that was received, which only some tell apart


@lru_cache(maxsize=1 << 17)
def likeness(one: str, other: str) -> float:
    """How alike two packed concepts are: 1 for one and the same, 0 for two that are not kin."""
    a, b = Concept.unpacked(one), Concept.unpacked(other)
    if a.key == b.key:
        return 1 - (1 - _SAME_KEY) * (1 - _dice(a.words, b.words))
    first, second = dict(a.key), dict(b.key)
    if first["figure"] != second["figure"]:
        return 0
    topic, its = first.pop("topic", ""), second.pop("topic", "")
    told = {(k, v) for k, v in first.items() if k not in _FIXED}
    also = {(k, v) for k, v in second.items() if k not in _FIXED}
    shared = bool(told & also) or topic == its != ""
    unlike = told ^ also
    if topic and its and topic != its:
        return 0
    if unlike == _RECEIVED and not (told & also) and a.words == b.words:
        return _LEAST
    if unlike and not (shared and unlike <= _UNSAID):
        return 0
    score = _SAME * _worded(a.words, b.words, shared=shared)
    if a.words & b.words and (a.under or b.under):
        titled = _worded(a.words | a.under, b.words | b.under, shared=shared)
        score = max(score, _TITLED * titled)
    return score if score >= _LEAST else 0


def _worded(a: frozenset[str], b: frozenset[str], *, shared: bool) -> float:
    """How alike the words are that the catalogue does not know."""
    few, many = sorted((a, b), key=len)
    more = len(many - few)
    if few == many:
        return 1 if few or shared else 0
    if not few or (few < many and len(few) == 1):
        return _SAME_KEY if shared and more <= _FEW else 0
    score = _dice(a, b)
    if few < many:
        score = max(score, _SAME_KEY if more <= _FEW else _WIDER)
    return score


def _dice(a: frozenset[str], b: frozenset[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 1


def kin(told: Iterable[tuple[str, Hashable, Hashable]]) -> Sequence[frozenset[str]]:
    """The packed concepts that are one indicator, set by set.

    Args:
        told: each concept with where it is told (a report, a period, …) and its value. Two
            concepts with other values at one place are not one.
    """
    places: dict[str, dict[Hashable, Hashable]] = {}
    for name, where, value in told:
        places.setdefault(name, {}).setdefault(where, value)
    names = sorted(places)
    if len(names) == 1 or len(names) > _MOST:
        return [frozenset({name}) for name in names]
    near = [
        (-score, one, other)
        for one, other in combinations(names, 2)
        if (score := likeness(one, other)) >= _LEAST
    ]
    sets = {name: frozenset({name}) for name in names}
    for _, one, other in sorted(near):
        if sets[one] is sets[other] or _apart(places, sets[one], sets[other]):
            continue
        joined = sets[one] | sets[other]
        sets.update(dict.fromkeys(joined, joined))
    return list(dict.fromkeys(sets.values()))


def _apart(
    places: Mapping[str, Mapping[Hashable, Hashable]], ones: Iterable[str], others: Iterable[str]
) -> bool:
    """Whether some report tells two sets of concepts apart."""
    known = {where: value for name in ones for where, value in places[name].items()}
    return any(
        known.get(where, value) != value for name in others for where, value in places[name].items()
    )
