"""Facts of many reports -> findings: the same indicator, place and period must agree.

Facts meet in groups: what is counted roughly ("lượt") at one place in one year. In a group the
wordings that are one indicator are found first (``kin``), then each indicator is judged. A group's
findings depend on its facts alone, whatever the order they came in. A report is compared by the
name of its period: the nominal half-year and the reporting half-year (15 December to 14 June, Nghị
định 09/2019/NĐ-CP, Điều 12) are one. An alignment that is not sure (other words, another agency, an
estimate) is never an error: it is a warning, or information to confirm.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby, pairwise

from ..model import Finding
from .facts import Fact, Glance, meet
from .intervals import HABITS, Range, total
from .keys import Key, group
from .kin import kin
from .reports import Stretch
from .told import CONFIRM
from .weigh import added, differ_by, finding, implied, interval, narrower, printed

_ADDED = ("flow", "summed", "")  # natures of what may add up over a year
_COUNTED = ("flow", "growing", "summed", "")  # of what may be counted from its start
_MOST_TILES = 4  # parts of a year that are added up: quarters
_MOST = 8  # values of one period that a fact is compared with
# How much two values may differ that are likely of one indicator: more, and they are of two.
_NEAR, _NEAR_PLAN, _NEAR_SUM = Decimal("1.5"), Decimal("1.25"), Decimal("1.2")


def keys_of(fact: Fact) -> Iterator[Key]:
    """The groups that a fact belongs to."""
    concept = fact.concept
    yield Key(group("series", fact.place, concept.block, concept.plan, fact.stretch.year))


# -- one indicator at one place in one year ------------------------------------------------------


def judge_series(facts: Iterable[Fact]) -> Iterator[Finding]:
    """What does not agree in a year of a place."""
    named: dict[str, list[Fact]] = {}
    for fact in sorted(facts, key=_rank):
        named.setdefault(fact.concept.packed(), []).append(fact)
    told = (_told(name, fact) for name, those in named.items() for fact in those)
    for names in kin(told):
        yield from _judge_one(fact for name in sorted(names) for fact in named[name])


def _told(name: str, fact: Fact) -> tuple[str, Hashable, Hashable]:
    """A concept, where it is told and its value, as ``kin`` asks for them."""
    if fact.implied is not None:
        return name, None, None
    return name, (fact.report.id, fact.stretch, fact.base), fact.value


def _judge_one(facts: Iterable[Fact]) -> Iterator[Finding]:
    year: dict[Stretch, list[Fact]] = {}
    for fact in sorted(facts, key=_rank):
        year.setdefault(fact.stretch, []).append(fact)
    year = {stretch: _standing(ranked) for stretch, ranked in year.items()}
    for stretch in sorted(year):
        yield from _changed(year[stretch]) if _is_plan(year[stretch]) else _agree(year[stretch])
    best = {
        stretch: ranked[0]
        for stretch, ranked in sorted(year.items())
        if ranked[0].implied is None and not ranked[0].concept.plan
    }
    yield from _rise(best)
    yield from _add_up(best)


def loud_series(facts: Sequence[tuple[int, Glance]]) -> list[int]:
    """Which facts may make a finding, by what is seen of each document's facts at once.

    All of an indicator's, where ``judge_series`` may have something to say of it.
    """
    named: dict[str, list[int]] = {}
    for at, (_, fact) in enumerate(facts):
        named.setdefault(fact.concept, []).append(at)
    told = (
        (f.concept, None, None)
        if f.implied
        else (f.concept, (of, f.stretch, f.base), Decimal(f.value))
        for of, f in facts
    )
    found: list[int] = []
    for names in kin(told):
        those = [at for name in names for at in named[name]]
        if not _is_quiet([facts[at][1] for at in those]):
            found += those
    return sorted(found)


def _is_quiet(facts: Sequence[Glance]) -> bool:
    """The same of one indicator: one value for each stretch, and none falls."""
    values: dict[tuple[int, int, int], str] = {}
    for fact in facts:
        if fact.implied or values.setdefault(fact.stretch, fact.value) != fact.value:
            return False
    ends: dict[int, int] = {}
    for _, first, last in values:
        if ends.setdefault(last, first) != first:
            return False  # parts of the year may make up the whole
    counted = [Decimal(values[stretch]) for stretch in sorted(values) if stretch[1] == 1]
    return all(low <= high for low, high in pairwise(counted))


def _is_plan(facts: Sequence[Fact]) -> bool:
    return facts[0].concept.plan


def _rank(fact: Fact) -> tuple[object, ...]:
    """The fact to compare with comes first: of the report on that very period, printed first."""
    return (fact.implied is not None, not fact.own, fact.base, fact.report.order, fact.start)


def _when(fact: Fact) -> tuple[object, ...]:
    return (*fact.report.order, fact.start)


def _standing(facts: list[Fact]) -> list[Fact]:
    """What still stands once a report has corrected what was reported before it."""
    last = max((f for f in facts if f.concept.corrected), key=_when, default=None)
    if last is None:
        return facts
    return [f for f in facts if f is last or f.report.order > last.report.order]


def _agree(ranked: Sequence[Fact]) -> Iterator[Finding]:
    """One period in several reports.

    A report on the period itself is compared with all others before it, any other fact with such
    reports, where there is one; with one fact for each value.
    """
    own_first = ranked[0].own
    told: dict[tuple[object, ...], Fact] = {}
    for fact in ranked:
        for other in told.values():
            if (
                other.report.id == fact.report.id
                or (own_first and not other.own)
                or (fact.implied and other.implied)
                or meet(fact, other)
                or _far(other, fact, _NEAR)
            ):
                continue
            yield _differ(*sorted((other, fact), key=_when))
        if len(told) < _MOST:
            told.setdefault((fact.value, fact.concept.key), fact)


def _far(one: Fact, other: Fact, most: Decimal) -> bool:
    """Whether two values differ too much to be of one indicator that is told in other words."""
    return one.concept.key != other.concept.key and differ_by(one.value, other.value, most)


def _differ(first: Fact, second: Fact) -> Finding:
    """Two reports of one indicator and period, the earlier one first."""
    code = "reported_differently"
    if first.base or second.base:
        code = "base_differs"
        if first.base and not second.base:
            first, second = second, first
    if second.implied is not None:
        code = "implied_base_differs"
    revised = CONFIRM if first.estimated or second.estimated else 0
    expected = interval(first)
    return finding(code, [first, second], second, expected, implied(second), least=revised)


def _changed(plans: Iterable[Fact]) -> Iterator[Finding]:
    """A plan of the year stays, or a report says that it was changed."""
    reports = [
        list(told) for _, told in groupby(sorted(plans, key=_when), key=lambda f: f.report.id)
    ]
    for (*_, first), (second, *_) in pairwise(reports):
        if meet(first, second) or first.concept.notice or second.concept.notice:
            continue
        if _far(first, second, _NEAR_PLAN):
            continue
        revised = CONFIRM if first.estimated or second.estimated else 0
        yield finding("plan_changed", [first, second], second, interval(first), (), least=revised)


def _rise(best: Mapping[Stretch, Fact]) -> Iterator[Finding]:
    """A figure counted from the start of the year never falls."""
    counted = [
        fact
        for stretch, fact in best.items()
        if stretch.first == 1 and fact.concept.nature in _COUNTED
    ]
    for low, high in pairwise(counted):
        if (
            not high.concept.nature
            or low.report.id == high.report.id
            or low.value <= high.value
            or meet(low, high)
        ):
            continue
        if _far(low, high, _NEAR):
            continue
        step = f"{printed(low)} > {printed(high)}"
        least = interval(low)
        yield finding(
            "cumulative_falls", [low, high], high, Range(least.low, least.low), (step,),
            open_end=True, least=CONFIRM if narrower(high, low) else _unsure(low, high),
        )  # fmt: skip


def _add_up(best: Mapping[Stretch, Fact]) -> Iterator[Finding]:
    """Parts of the year make up the whole: H1 + H2, quarters, nine months + quarter IV."""
    if len(best) < 3 or any(f.concept.nature not in _ADDED for f in best.values()):
        return
    for whole, one in best.items():
        inside = [s for s in best if whole.first <= s.first and s.last <= whole.last and s != whole]
        if not any(s.last == whole.last for s in inside if s.first > whole.first):
            continue  # nothing ends it, which is so of most
        for tiles in dict.fromkeys(_tiles(whole, t, inside) for t in inside):
            parts = [best[t] for t in tiles or ()]
            if not parts or len({f.report.id for f in (*parts, one)}) < 2:
                continue
            sums = [total(p.interval(habit) for p in parts) for habit in HABITS]
            summed = Range(min(s.low for s in sums), max(s.high for s in sums))
            if any(summed.meets(one.interval(habit)) for habit in HABITS):
                continue
            if any(best[s].value > one.value for s in inside if s.first == 1):
                continue  # told as a fall
            least = _unsure(*parts, one)
            if any(narrower(part, one) for part in parts):
                least = CONFIRM
            names = {f.concept.key for f in (*parts, one)}
            if (least or len(names) > 1) and differ_by(summed.low, one.value, _NEAR_SUM):
                continue
            step = added(parts, one.unit)
            yield finding("periods_do_not_add_up", [*parts, one], one, summed, (step,), least=least)


def _unsure(*facts: Fact) -> int:
    """Whether it is not sure that figures are counted from the start of the year."""
    return 0 if all(f.concept.nature in ("flow", "growing") for f in facts) else 1


def _tiles(
    whole: Stretch, through: Stretch, spans: Sequence[Stretch]
) -> tuple[Stretch, ...] | None:
    """The fewest spans that make up ``whole``, one of them ``through``."""
    front: list[tuple[Stretch, ...]] = [()]
    for _ in range(_MOST_TILES):
        grown: list[tuple[Stretch, ...]] = []
        for path in front:
            at = path[-1].last + 1 if path else whole.first
            for span in spans:
                if span.first != at or span.last > whole.last:
                    continue
                longer = (*path, span)
                if span.last < whole.last:
                    grown.append(longer)
                elif through in longer:
                    return longer
        front = grown
    return None
