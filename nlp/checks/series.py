"""Facts of many reports -> findings: the same indicator, place and period must agree.

Facts meet in groups: one indicator at one place in one year; a place and its parts in one period;
indicators of no catalogue in nearly the same words. A group's findings depend on its facts alone,
whatever the order they came in. A report is compared by the name of its period: the nominal
half-year and the reporting half-year (15 December to 14 June, Nghị định 09/2019/NĐ-CP, Điều 12) are
one. An alignment that is not sure (other words, another agency, an estimate) is never an error: it
is a warning, or information to confirm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import groupby, pairwise

from rapidfuzz import fuzz, process

from ..model import Finding, Interval, Quote
from .cues import unit as unit_of
from .facts import Fact, Glance, meet
from .intervals import HABITS, Range, total
from .keys import Key, group
from .reports import Stretch
from .told import CONFIRM, tell
from .verdicts import number

_ALIKE = 85  # of 100: words that differ this little are one phrase misspelt
_TELLING = 2  # words that an indicator of no catalogue is surely known by
_FEW = 3  # words that one label may have more than the other
_MOST_TILES = 4  # parts of a year that are added up: quarters
_MOST = 8  # values of one period that a fact is compared with
_MOST_WORDINGS = 200  # indicators of one unit, place and period that are compared in their words


def keys_of(fact: Fact) -> Iterator[Key]:
    """The groups that a fact belongs to."""
    concept, (year, first, last) = fact.concept, fact.stretch
    name = _name(concept.key)
    yield Key(group("series", fact.place, name, concept.plan, year))
    if not concept.known:
        unit = _name(concept.key[:2])
        yield Key(group("alike", fact.place, unit, concept.plan, year, first, last))
    if concept.nature in ("flow", "growing") and fact.implied is None and not concept.plan:
        yield Key(group("within", fact.place, name, year, first, last), 0)
        report = fact.report
        above = report.place if fact.place != report.place else report.parent
        if above and above != fact.place:
            yield Key(group("within", above, name, year, first, last), 1)


@lru_cache(maxsize=4096)
def _name(key: tuple[tuple[str, str], ...]) -> str:
    return "\n".join(f"{aspect}={value}" for aspect, value in key)


# -- one indicator at one place in one year ------------------------------------------------------


def judge_series(facts: Iterable[Fact]) -> Iterator[Finding]:
    """What does not agree in a year of an indicator."""
    year: dict[Stretch, list[Fact]] = {}
    for fact in sorted(facts, key=_rank):
        year.setdefault(fact.stretch, []).append(fact)
    for stretch in sorted(year):
        yield from _changed(year[stretch]) if _is_plan(year[stretch]) else _agree(year[stretch])
    best = {
        stretch: ranked[0]
        for stretch, ranked in sorted(year.items())
        if ranked[0].implied is None and not ranked[0].concept.plan
    }
    yield from _rise(best)
    yield from _add_up(best)


def is_quiet_series(facts: Sequence[Glance]) -> bool:
    """Whether nothing of a year can disagree: one value for each stretch, and none falls.

    It says so of what ``judge_series`` has no findings of, though not of all of it.
    """
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


def is_quiet_within(wholes: Sequence[Glance], parts: Sequence[Glance]) -> bool:
    """Whether no part can be more than the whole."""
    least = min(Decimal(fact.value) for fact in wholes)
    return all(Decimal(fact.value) <= least for fact in parts)


def _is_plan(facts: Sequence[Fact]) -> bool:
    return facts[0].concept.plan


def _rank(fact: Fact) -> tuple[object, ...]:
    """The fact to compare with comes first: of the report on that very period, printed first."""
    return (fact.implied is not None, not fact.own, fact.base, fact.report.order, fact.start)


def _when(fact: Fact) -> tuple[object, ...]:
    return (*fact.report.order, fact.start)


def _agree(ranked: Sequence[Fact], *, across: bool = False, least: int = 0) -> Iterator[Finding]:
    """One period in several reports; ``across``: only what has two names.

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
                or (across and other.concept.key == fact.concept.key)
                or (fact.implied and other.implied)
                or meet(fact, other)
            ):
                continue
            yield _differ(*sorted((other, fact), key=_when), least=least)
        if len(told) < _MOST:
            told.setdefault((fact.value, fact.concept.key if across else ()), fact)


def _differ(first: Fact, second: Fact, *, least: int) -> Finding:
    """Two reports of one indicator and period, the earlier one first."""
    code = "reported_differently"
    if first.base or second.base:
        code = "base_differs"
        if first.base and not second.base:
            first, second = second, first
    if second.implied is not None:
        code = "implied_base_differs"
    revised = CONFIRM if first.estimated or second.estimated else least
    expected = _interval(first)
    return _finding(code, [first, second], second, expected, _steps(second), least=revised)


def _changed(plans: Iterable[Fact]) -> Iterator[Finding]:
    """A plan of the year stays, or a report says that it was changed."""
    reports = [
        list(told) for _, told in groupby(sorted(plans, key=_when), key=lambda f: f.report.id)
    ]
    for (*_, first), (second, *_) in pairwise(reports):
        if meet(first, second) or first.concept.notice or second.concept.notice:
            continue
        revised = CONFIRM if first.estimated or second.estimated else 0
        yield _finding("plan_changed", [first, second], second, _interval(first), (), least=revised)


def _rise(best: Mapping[Stretch, Fact]) -> Iterator[Finding]:
    """A figure counted from the start of the year never falls."""
    counted = [
        fact
        for stretch, fact in best.items()
        if stretch.first == 1 and fact.concept.nature in ("flow", "growing")
    ]
    for low, high in pairwise(counted):
        if low.report.id == high.report.id or low.value <= high.value or meet(low, high):
            continue
        step = f"{_printed(low)} > {_printed(high)}"
        least = _interval(low)
        yield _finding(
            "cumulative_falls", [low, high], high, Range(least.low, least.low), (step,),
            open_end=True, least=CONFIRM if _narrower(high, low) else 0,
        )  # fmt: skip


def _add_up(best: Mapping[Stretch, Fact]) -> Iterator[Finding]:
    """Parts of the year make up the whole: H1 + H2, quarters, nine months + quarter IV."""
    if len(best) < 3 or any(f.concept.nature != "flow" for f in best.values()):
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
            if any(p.value > one.value for p in parts if p.stretch.first == 1):
                continue  # told as a fall
            scale = unit_of(one.unit).factor
            terms = " + ".join(number(p.value / scale) for p in parts)
            step = f"{terms} = {number(sum((p.value for p in parts), Decimal(0)) / scale)}"
            yield _finding("periods_do_not_add_up", [*parts, one], one, summed, (step,))


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


# -- a place and its parts -----------------------------------------------------------------------


def judge_within(wholes: Iterable[Fact], parts: Iterable[Fact]) -> Iterator[Finding]:
    """What a part of a place reports is not more than the whole, of one indicator and period."""
    whole = min(wholes, key=_rank)
    for _, told in groupby(sorted(parts, key=lambda f: f.place), key=lambda f: f.place):
        part = min(told, key=_rank)
        if part.report.id == whole.report.id or part.value <= whole.value or meet(part, whole):
            continue
        step = f"{_printed(part)} > {_printed(whole)}"
        least = _interval(part)
        doubt = CONFIRM if _narrower(whole, part) else 0 if whole.scope else 1
        yield _finding(
            "part_exceeds_whole", [part, whole], whole, Range(least.low, least.low), (step,),
            open_end=True, least=doubt,
        )  # fmt: skip


# -- other words ---------------------------------------------------------------------------------


def judge_alike(facts: Iterable[Fact]) -> Iterator[Finding]:
    """Indicators of no catalogue whose words are nearly the same, to be confirmed."""
    named: dict[str, list[Fact]] = {}
    for fact in facts:
        named.setdefault(" ".join(sorted(fact.concept.words)), []).append(fact)
    if len(named) > _MOST_WORDINGS:
        return
    phrases = sorted(named)
    for at, words in enumerate(phrases):
        near = process.extract(
            words, phrases[at + 1 :], scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE, limit=None
        )
        for other, _, _ in near:
            ranked = sorted((*named[words], *named[other]), key=_rank)
            yield from _agree(ranked, across=True, least=CONFIRM)


# -- how sure an alignment is ---------------------------------------------------------------------


def _doubt(facts: Sequence[Fact]) -> int:
    """0: one and the same indicator; 1: very likely; 2: to confirm."""
    first = facts[0]
    doubt = max(f.doubt for f in facts)
    if not first.concept.known and len(first.concept.words) < _TELLING:
        doubt = CONFIRM
    for other in facts[1:]:
        doubt = max(doubt, _unlike(first.concept.words, other.concept.words))
        if first.report.issuer != other.report.issuer and first.place == other.place:
            doubt = max(doubt, 1 if first.scope and other.scope else 2)
    if any(f.estimated for f in facts):
        doubt = max(doubt, 1)
    return min(doubt, CONFIRM)


def _narrower(small: Fact, large: Fact) -> bool:
    """Whether the words of a figure say more: fewer "tai nạn đường sắt" than "tai nạn" is right."""
    return small.concept.words > large.concept.words


def _unlike(a: frozenset[str], b: frozenset[str]) -> int:
    """How much the words differ that the catalogue does not know."""
    if a == b:
        return 0
    if a <= b or b <= a:
        return 1 if len(a ^ b) <= _FEW else 2
    alike = fuzz.token_sort_ratio(" ".join(sorted(a)), " ".join(sorted(b)))
    return 1 if alike >= _ALIKE else 2


# -- findings ------------------------------------------------------------------------------------


def _finding(
    code: str,
    facts: Sequence[Fact],
    reported: Fact,
    expected: Range,
    steps: tuple[str, ...],
    *,
    open_end: bool = False,
    least: int = 0,
) -> Finding:
    interval = expected.printed(unit_of(reported.unit).factor)
    done, _, computed = (steps[-1] if steps else "").rpartition(" = ")
    return tell(
        code,
        tuple(_quote(f) for fact in facts for f in _places(fact)),
        doubt=max(least, _doubt(facts)),
        scan=any(f.report.ocr for f in facts),
        reported=reported.text,
        expected=Interval(interval.low, None) if open_end else interval,
        steps=steps,
        fields={
            "reported": reported.text,
            "previous": facts[0].text,
            "sum": done,
            "computed": computed,
        },
    )


def _places(fact: Fact) -> tuple[Fact, ...]:
    return (fact,) if fact.beside is None else (fact.beside, fact)


def _quote(fact: Fact) -> Quote:
    report = fact.report
    return Quote(report.id, report.path, fact.text, fact.start, fact.end, fact.page, fact.boxes)


def _interval(fact: Fact) -> Range:
    ranges = [fact.interval(habit) for habit in HABITS]
    return Range(min(r.low for r in ranges), max(r.high for r in ranges))


def _printed(fact: Fact) -> str:
    return number(fact.value / unit_of(fact.unit).factor)


def _steps(fact: Fact) -> tuple[str, ...]:
    """How an implied base was computed."""
    if fact.implied is None or fact.beside is None:
        return ()
    low, high = fact.implied.low, fact.implied.high
    scale = unit_of(fact.unit).factor
    told = number(low / scale) if low == high else f"{number(low / scale)} … {number(high / scale)}"
    return (f"{fact.beside.text}, {fact.text} = {told}",)
