"""Facts of a place and of its parts -> findings: no part has more than the whole, and what the
place says of its parts together is their sum.

"Cấp xã tiếp nhận 108 đơn" is told of the communes together: where the report also says how many
they are, and each of them has reported, their own figures must add up to it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import groupby

from ..model import Finding
from .facts import Fact, Glance, meet
from .indicators import Concept
from .intervals import HABITS, Range, total
from .keys import Key, group
from .kin import kin
from .reports import COMMUNES, DISTRICTS, tier_of
from .told import CONFIRM
from .weigh import added, differ_by, finding, interval, narrower, printed

_TIERS: Mapping[str, int] = {"commune": COMMUNES, "district": DISTRICTS}
_FLOWS = ("flow", "growing")
_NEAR = Decimal("1.5")  # how much a part may exceed the whole that is told in other words
_NEAR_SUM = Decimal("1.25")


def keys_of(fact: Fact) -> Iterator[Key]:
    """The groups that a fact belongs to, as of a whole (role 0) or of a part of one (1)."""
    if not _adds(fact):
        return
    report = fact.report
    if fact.place != report.place:
        yield Key(_group(report.place, fact), 1)
        return
    if tier_of(fact.place) != COMMUNES:
        yield Key(_group(fact.place, fact), 0)
    if report.parent and report.parent != fact.place:
        yield Key(_group(report.parent, fact), 1)


def _group(place: str, fact: Fact) -> int:
    return group("within", place, fact.concept.block, *fact.stretch)


def _adds(fact: Fact) -> bool:
    """Whether a fact is of what a whole has at least as much of as its parts."""
    concept = fact.concept
    return concept.nature != "mean" and fact.implied is None and not concept.plan and not fact.base


def judge_within(wholes: Iterable[Fact], parts: Iterable[Fact]) -> Iterator[Finding]:
    """What a place and its parts report of one period and do not agree on."""
    named: dict[str, list[tuple[int, str, Fact]]] = {}
    for role, facts in enumerate((wholes, parts)):
        for fact in facts:
            name, tier = _untiered(fact.concept.packed())
            of_all = fact._replace(concept=Concept.unpacked(name))
            named.setdefault(name, []).append((role, tier, of_all))
    told = (
        (name, _where(f.report.id, f.place, tier), f.value)
        for name, those in named.items()
        for _, tier, f in those
    )
    for names in kin(told):
        one = sorted((o for name in names for o in named[name]), key=lambda o: _rank(o[2]))
        large = [(tier, fact) for role, tier, fact in one if not role and _is_whole(fact, tier)]
        small = [fact for role, tier, fact in one if role and not tier]
        if large and small:
            yield from _exceed(next((f for tier, f in large if not tier), large[0][1]), small)
            yield from _sum_up(large, small)


def loud_within(facts: Sequence[tuple[int, int, Glance]]) -> list[int]:
    """Which facts of a group may make a finding: their role, document and what is seen of each."""
    named: dict[str, list[tuple[int, int, str, Glance]]] = {}
    for at, (role, _, fact) in enumerate(facts):
        name, tier = _untiered(fact.concept)
        named.setdefault(name, []).append((at, role, tier, fact))
    told = (
        (name, _where(facts[at][1], fact.place, tier), Decimal(fact.value))
        for name, those in named.items()
        for at, _, tier, fact in those
    )
    found: list[int] = []
    for names in kin(told):
        those = [one for name in names for one in named[name]]
        large = [Decimal(f.value) for _, role, _, f in those if not role]
        small = [Decimal(f.value) for _, role, tier, f in those if role and not tier]
        summed = len(small) > 1 and any(tier for _, role, tier, _ in those if not role)
        if large and small and (max(small) > min(large) or summed):
            found += (at for at, *_ in those)
    return sorted(found)


def _where(document: Hashable, place: str, tier: str) -> Hashable:
    return document, place, tier


@lru_cache(maxsize=1 << 14)
def _untiered(packed: str) -> tuple[str, str]:
    """A packed concept without the tier it is told of, and that tier."""
    said = Concept.unpacked(packed)
    tier = next((value for aspect, value in said.key if aspect == "tier"), "")
    if not tier:
        return packed, ""
    key = tuple((aspect, value) for aspect, value in said.key if aspect != "tier")
    return replace(said, key=key).packed(), tier


def _rank(fact: Fact) -> tuple[object, ...]:
    """A part's own report tells of it best."""
    return (fact.report.place != fact.place, not fact.own, fact.report.order, fact.start)


def _is_whole(fact: Fact, tier: str) -> bool:
    """Whether a fact is of the whole place or of its parts together, not of its own offices."""
    return not tier or (tier in _TIERS and _TIERS[tier] < (tier_of(fact.place) or 0))


def _exceed(whole: Fact, small: Sequence[Fact]) -> Iterator[Finding]:
    for part in _each(small):
        if part.report.id == whole.report.id or part.value <= whole.value or meet(part, whole):
            continue
        other = part.concept.key != whole.concept.key
        if (other and differ_by(part.value, whole.value, _NEAR)) or not (
            whole.scope or part.concept.nature in _FLOWS
        ):
            continue  # "tặng 354 suất quà": the office itself, not all its area
        step = f"{printed(part)} > {printed(whole)}"
        least = interval(part)
        flows = part.concept.nature in _FLOWS
        doubt = CONFIRM if narrower(whole, part) else 0 if whole.scope and flows else 1
        yield finding(
            "part_exceeds_whole", [part, whole], whole, Range(least.low, least.low), (step,),
            open_end=True, least=doubt,
        )  # fmt: skip


def _sum_up(large: Sequence[tuple[str, Fact]], small: Sequence[Fact]) -> Iterator[Finding]:
    """What is told of the parts together is the sum of what they report."""
    tier, whole = next(((t, f) for t, f in large if t in _TIERS), ("", None))
    if whole is None:
        return
    parts = [
        part
        for part in _each(small)
        if part.report.place == part.place and tier_of(part.place) == _TIERS[tier]
    ]
    if len(parts) < 2 or any(part.value > whole.value for part in parts):
        return
    sums = [total(part.interval(habit) for part in parts) for habit in HABITS]
    summed = Range(min(s.low for s in sums), max(s.high for s in sums))
    said = interval(whole)
    short = summed.high < said.low and len(parts) == whole.report.members
    far = differ_by(sum((p.value for p in parts), Decimal(0)), whole.value, _NEAR_SUM)
    if far or not (short or summed.low > said.high):
        return
    step = added(parts, whole.unit)
    yield finding("places_do_not_add_up", [*parts, whole], whole, summed, (step,), least=1)


def _each(small: Sequence[Fact]) -> list[Fact]:
    """The best fact of each part."""
    by_place = sorted(small, key=lambda f: (f.place, *_rank(f)))
    return [next(told) for _, told in groupby(by_place, key=lambda f: f.place)]
