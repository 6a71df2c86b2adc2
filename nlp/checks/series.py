"""Reports -> findings between them: the same indicator, place and period must agree.

``Series`` is an index that one report at a time is added to; each report is checked only against
what it touches. A report is compared by the name of its period: the nominal half-year and the
reporting half-year (15 December to 14 June, Nghị định 09/2019/NĐ-CP, Điều 12) are one. An alignment
that is not sure (other words, another agency, an estimate) is never an error: it is a warning, or
information to confirm.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from rapidfuzz import fuzz, process

from ..model import Finding, Interval, Parsed, Quote
from .cues import unit as unit_of
from .facts import Fact, facts_of, meet
from .indicators import Key
from .intervals import HABITS, Range, total
from .reports import Report, Stretch
from .told import CONFIRM, tell
from .verdicts import number

_ALIKE = 85  # of 100: words that differ this little are one phrase misspelt
_TELLING = 2  # words that an indicator of no catalogue is surely known by
_FEW = 3  # words that one label may have more than the other
_MOST_TILES = 4  # parts of a year that are added up: quarters
_MOST = 8  # reports of one period that a new one is compared with


class Series:
    """The facts of the reports so far, by place, indicator and year."""

    def __init__(self) -> None:
        self._facts: dict[tuple[str, Key, bool], dict[Stretch, list[Fact]]] = {}
        self._reports: set[str] = set()
        self._named: dict[tuple[str, Key, bool], dict[Key, str]] = {}  # in words of their own
        self._children: dict[str, set[str]] = {}

    def add(self, parsed: Parsed) -> list[Finding]:
        """The findings between this report and those added before. A report counts once."""
        if parsed.id in self._reports:
            return []
        self._reports.add(parsed.id)
        report, facts = facts_of(parsed)
        found: list[Finding] = []
        for fact in facts:
            known = self._facts.setdefault((fact.place, fact.concept.key, fact.concept.plan), {})
            found += self._agree(fact, known)
            for key in self._alike(fact):
                near = self._facts[fact.place, key, fact.concept.plan]
                found += self._agree(fact, near, least=CONFIRM)
            same = known.setdefault(fact.stretch, [])
            best = not same or _rank(fact) < _rank(same[0])
            if best and fact.implied is None and not fact.concept.plan:
                found += self._rise(fact, known)
                found += self._add_up(fact, known)
                found += self._within(fact, report)
            same.insert(0 if best else len(same), fact)
        if report.parent and report.place != report.parent:
            self._children.setdefault(report.parent, set()).add(report.place)
        return found

    # -- one period

    def _alike(self, fact: Fact) -> list[Key]:
        """The indicators of no catalogue whose words are nearly the fact's."""
        concept = fact.concept
        if concept.known:
            return []
        group = self._named.setdefault((fact.place, concept.key[:2], concept.plan), {})
        words = " ".join(sorted(concept.words))
        near = (
            []
            if concept.key in group
            else process.extract(
                words, group, scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE, limit=3
            )
        )
        group[concept.key] = words
        return [key for _, _, key in near]

    def _agree(
        self, fact: Fact, known: dict[Stretch, list[Fact]], *, least: int = 0
    ) -> Iterator[Finding]:
        """The same indicator, place and period in another report."""
        others = [f for f in known.get(fact.stretch, ()) if f.report is not fact.report]
        for other in _telling(fact, others):
            if meet(fact, other) or (fact.implied and other.implied):
                continue
            first, second = sorted((other, fact), key=_when)
            if first.concept.plan:
                if first.concept.notice or second.concept.notice:
                    continue
                code = "plan_changed"
            elif first.base or second.base:
                code = "base_differs"
                if first.base and not second.base:
                    first, second = second, first
            else:
                code = "reported_differently"
            if second.implied is not None:
                code = "implied_base_differs"
            expected = _interval(first)
            revised = CONFIRM if first.estimated or second.estimated else least
            yield _finding(code, [first, second], second, expected, _steps(second), least=revised)

    # -- periods of a year

    def _rise(self, fact: Fact, known: dict[Stretch, list[Fact]]) -> Iterator[Finding]:
        """A figure counted from the start of the year never falls."""
        if fact.concept.nature not in ("flow", "growing") or fact.stretch.first != 1:
            return
        span = fact.stretch
        year = [
            s
            for s, facts in known.items()
            if s.year == span.year and s.first == 1 and s.last != span.last and facts
        ]
        sooner = max((s for s in year if s.last < span.last), default=None)
        later = min((s for s in year if s.last > span.last), default=None)
        for stretch in (sooner, later):
            if stretch is None:
                continue
            other = _best(known[stretch])
            if other is None or other.report is fact.report:
                continue
            low, high = sorted((fact, other), key=lambda f: f.stretch)
            if low.value <= high.value or meet(low, high):
                continue
            step = f"{_printed(low)} > {_printed(high)}"
            least = _interval(low)
            yield _finding(
                "cumulative_falls", [low, high], high, Range(least.low, least.low), (step,),
                open_end=True,
            )  # fmt: skip

    def _add_up(self, fact: Fact, known: dict[Stretch, list[Fact]]) -> Iterator[Finding]:
        """Parts of the year make up the whole: H1 + H2, quarters, nine months + quarter IV."""
        if fact.concept.nature != "flow" or len(known) < 2:
            return
        year = {
            stretch: best
            for stretch, facts in known.items()
            if stretch.year == fact.stretch.year and (best := _best(facts)) is not None
        }
        year[fact.stretch] = fact
        if len(year) < 3:
            return
        for whole in sorted(year, key=lambda s: s.last - s.first):
            if not (whole.first <= fact.stretch.first and fact.stretch.last <= whole.last):
                continue
            tiles = _tiles(whole, fact.stretch, sorted(year))
            if tiles is None:
                continue
            parts, one = [year[t] for t in tiles], year[whole]
            if len({f.report.id for f in (*parts, one)}) < 2:
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

    # -- places

    def _within(self, fact: Fact, report: Report) -> Iterator[Finding]:
        """What a part of a place reports is not more than the whole."""
        key = (fact.concept.key, fact.concept.plan)
        if fact.concept.nature not in ("flow", "growing"):
            return
        wholes = [report.parent] if fact.place == report.place and report.parent else []
        if fact.place != report.place:
            wholes.append(report.place)
        for place in wholes:
            whole = _best(self._facts.get((place, *key), {}).get(fact.stretch, ()))
            if whole is not None:
                yield from _exceeds(fact, whole)
        for place in self._children.get(fact.place, ()):
            part = _best(self._facts.get((place, *key), {}).get(fact.stretch, ()))
            if part is not None:
                yield from _exceeds(part, fact)


def _exceeds(part: Fact, whole: Fact) -> Iterator[Finding]:
    if part.report is whole.report or part.value <= whole.value or meet(part, whole):
        return
    step = f"{_printed(part)} > {_printed(whole)}"
    least = _interval(part)
    level = 0 if whole.scope else 1
    yield _finding(
        "part_exceeds_whole", [part, whole], whole, Range(least.low, least.low), (step,),
        open_end=True, least=level,
    )  # fmt: skip


def _tiles(
    whole: Stretch, through: Stretch, spans: Sequence[Stretch]
) -> tuple[Stretch, ...] | None:
    """The fewest spans that make up ``whole``; one of them, or the whole, is ``through``."""
    front: list[tuple[Stretch, ...]] = [()]
    for _ in range(_MOST_TILES):
        grown: list[tuple[Stretch, ...]] = []
        for path in front:
            at = path[-1].last + 1 if path else whole.first
            for span in spans:
                if span.first != at or span.last > whole.last or span == whole:
                    continue
                longer = (*path, span)
                if span.last < whole.last:
                    grown.append(longer)
                elif through in (*longer, whole):
                    return longer
        front = grown
    return None


def _best(facts: Sequence[Fact]) -> Fact | None:
    """The fact to compare with: of the report on that very period, else the first printed one.

    The index keeps it in front.
    """
    return facts[0] if facts and facts[0].implied is None else None


def _rank(fact: Fact) -> tuple[object, ...]:
    report = fact.report
    return (fact.implied is not None, report.own != fact.stretch, fact.base, report.order)


def _telling(fact: Fact, others: Sequence[Fact]) -> Iterator[Fact]:
    """The facts that a new one is compared with, one for each value.

    A plan is compared with the report before it and the one after; a report on the period itself
    with all others; any other fact with that report, where there is one.
    """
    if fact.concept.plan:
        before = [f for f in others if _when(f) <= _when(fact)]
        after = [f for f in others if _when(f) > _when(fact)]
        yield from ([max(before, key=_when)] if before else [])
        yield from ([min(after, key=_when)] if after else [])
        return
    if fact.report.own != fact.stretch:
        own = [f for f in others if f.report.own == f.stretch]
        others = own or others
    seen: set[Decimal] = set()
    for other in others:
        if other.value not in seen:
            seen.add(other.value)
            yield other
        if len(seen) == _MOST:
            return


def _when(fact: Fact) -> tuple[str, str]:
    return fact.report.order


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
