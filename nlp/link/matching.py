"""Papers -> events: which task a later document speaks of, what it says, and how surely.

A report speaks of the letter it answers, of the letters it names in an item, of the plans of the
report before it, and perhaps of what its addressee asked for. A letter reminds, extends, postpones
or replaces the letter it names. Each result goes to the order it is most like in a document, so no
clause is counted twice there; a score below the threshold makes a candidate.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property

from ..rules import alternatives, table
from ..text import modern_tone
from .bodies import ANYONE, MEMBER, SAME, Body, best_cover, body, covers
from .likeness import alike, fine
from .outcomes import (
    Outcome,
    cue_first,
    done_on,
    event_cues,
    has_cue,
    outcome,
    percents,
    says_more_is_left,
    together,
)
from .papers import Naming, Order, Paper, Result
from .reasons import FAINT, FAINT_ODDS, THRESHOLD, odds, reason, score, weight
from .records import EventKind, LinkReason, TaskEvent
from .shelf import Shelf
from .targets import DOUBTFUL

_GAP = timedelta(days=45)  # between a report and the period of the next one
_TOPIC = 0.35  # likeness of the subjects of two reports of a series
_REPEATED = 0.55  # likeness of a plan that is made again
_FEEBLE = 0.08  # likeness below which nothing is asked further
_APART = 0.3  # of the score: a clause of another item that is this much less sure adds nothing
_COMPANION = 0.1  # likeness of a clause that stands beside one that is linked
_ITEM = re.compile(
    r"(?<!\w)(?:nội\s+dung|nhiệm\s+vụ|điểm|mục|khoản|ý)\s+(?:thứ\s+|số\s+)?(?P<item>\d{1,2}|[a-zđ])(?!\w)"
)


def task_id(paper: Paper, order: Order) -> str:
    """The id by which an archive knows the directive: "1f0c9a77b2d4:d3"."""
    return f"{paper.id.removeprefix('sha256:')[:12]}:{order.id}"


@dataclass(frozen=True, slots=True)
class _Link:
    order: Order
    result: Result
    likeness: float
    reasons: tuple[LinkReason, ...]
    score: float


@dataclass(frozen=True, slots=True)
class _Relation:
    """That a report may speak of the orders of another paper; ``items``: only in those."""

    paper: Paper
    reasons: tuple[LinkReason, ...]
    items: frozenset[int] | None = None


class Matcher:
    """The events that one paper tells, of tasks of the papers on a shelf."""

    def __init__(self, paper: Paper, shelf: Shelf) -> None:
        self._paper = paper
        self._shelf = shelf

    def events(self) -> Iterator[TaskEvent]:
        """What the paper says of tasks."""
        return self._report(self._paper) if self._paper.reports else self._letter(self._paper)

    # -- reports --------------------------------------------------------------------------------

    def _report(self, paper: Paper) -> Iterator[TaskEvent]:
        linked: set[int] = set()
        before = self._before(paper)
        for relation in self._relations(paper, before):
            for event, starts in self._answers(paper, relation):
                linked |= starts
                yield event
        if before is not None:
            yield from self._repeated(paper, before)
        yield from self._uncited(paper, linked)

    def _relations(self, paper: Paper, before: Paper | None) -> Iterator[_Relation]:
        found: dict[str, _Relation] = {}
        for target, naming, certainty in self._named:
            if not target.orders:
                continue
            code = target.code or ""
            known = found.get(target.id)
            if naming.head and naming.citation.role != "mention":
                if known is None or known.items is not None:
                    found[target.id] = _Relation(target, _cites("answers", code, certainty))
            elif known is None or known.items is not None:
                items = {r.item for r in paper.results if _within(naming, r)}
                items |= known.items or set() if known else set()
                if items:
                    found[target.id] = _Relation(
                        target, _cites("cited_here", code, certainty), frozenset(items)
                    )
        if before is not None and before.id not in found:
            found[before.id] = _Relation(before, (reason("continues", before.code or ""),))
        yield from found.values()

    @cached_property
    def _named(self) -> Sequence[tuple[Paper, Naming, float]]:
        """The papers that are named, where, and how surely."""
        paper = self._paper
        found = []
        dates: dict[tuple[str | None, str | None], date] = {}
        for naming in paper.namings:
            key = naming.citation.number, naming.citation.symbol
            if naming.citation.date:
                dates.setdefault(key, naming.citation.date)
        for naming in paper.namings:
            key = naming.citation.number, naming.citation.symbol
            named = self._shelf.register.resolve(naming.citation, paper, dates.get(key))
            if named is not None:
                found.append((named[0], naming, named[1]))
        return found

    def _before(self, paper: Paper) -> Paper | None:
        """The report before this in its series: same office, like subject, period joined on."""
        for earlier in self._shelf.earlier(paper):
            assert earlier.day is not None
            if paper.period and paper.period[0] > earlier.day + _GAP:
                continue
            if alike([paper.subject], [earlier.subject])[0, 0] >= _TOPIC:
                return earlier
        return None

    def _answers(self, paper: Paper, relation: _Relation) -> Iterator[tuple[TaskEvent, set[int]]]:
        results = [r for r in paper.results if relation.items is None or r.item in relation.items]
        orders = [(relation.paper, order) for order in relation.paper.orders]
        links = self._links(paper, results, orders, relation.reasons)
        by_order: dict[str, list[_Link]] = defaultdict(list)
        spoken_of: dict[int, set[str]] = defaultdict(set)
        for link in links:
            by_order[link.order.id].append(link)
            if link.score >= THRESHOLD:
                spoken_of[link.result.item].add(link.order.id)
        linked = {link.result.start for link in links if link.score >= THRESHOLD}
        left = [
            r
            for r in results
            if r.start not in linked and len(spoken_of[r.item]) == 1 and says_more_is_left(r.text)
        ]
        for _, order in orders:
            answers = relation.reasons[0].code == "answers"
            if answers and self._is_the_report(paper, relation.paper, order):
                yield self._sent(paper, relation, order), set()
            elif by_order[order.id]:
                rest = [r for r in left if order.id in spoken_of[r.item]]
                event = self._reported(paper, relation.paper, by_order[order.id], rest)
                yield event, {link.result.start for link in by_order[order.id]}

    def _links(
        self,
        paper: Paper,
        results: Sequence[Result],
        orders: Sequence[tuple[Paper, Order]],
        related: tuple[LinkReason, ...],
    ) -> list[_Link]:
        """Each result with the order it most surely speaks of, if any."""
        if not results or not orders:
            return []
        likeness = alike([_told(r) for r in results], [_told(o) for _, o in orders])
        found = []
        for result, values in zip(results, likeness, strict=True):
            best: _Link | None = None
            for j in (-values).argsort(kind="stable"):
                alike_to = float(values[j])
                # what it could reach at most if all else spoke for it
                most = odds(related) + weight("similar") * (0.9 * alike_to + 0.1) + _most_besides()
                least = FAINT_ODDS if best is None else odds(best.reasons)
                if alike_to < _FEEBLE or most < least:
                    break
                target, order = orders[j]
                link = self._link(paper, target, order, result, related, alike_to)
                if best is None or odds(link.reasons) > odds(best.reasons):
                    best = link
            if best is not None and best.score >= FAINT:
                found.append(best)
        return found

    def _link(
        self,
        paper: Paper,
        target: Paper,
        order: Order,
        result: Result,
        related: tuple[LinkReason, ...],
        alike_to: float,
    ) -> _Link:
        likeness = 0.9 * alike_to + 0.1 * fine(_told(result), _told(order))
        reasons = [*related, reason("similar", f"{likeness:.2f}", likeness)]
        cover = best_cover(order.bodies, *paper.issuer_bodies)
        if cover >= ANYONE:
            reasons.append(reason("assignee", paper.issuer or "", cover))
        told = f"{result.heading} {result.text}"
        named = next((b for b in order.bodies if not b.many and _names(b, told)), None)
        if named is not None:
            reasons.append(reason("named", named.function))
        targets = percents(order.text) & percents(result.text)
        if targets:
            reasons.append(reason("number", ", ".join(f"{n}%" for n in sorted(targets))))
        return _Link(order, result, likeness, tuple(reasons), score(reasons))

    def _reported(
        self, paper: Paper, target: Paper, links: Sequence[_Link], rest: Sequence[Result] = ()
    ) -> TaskEvent:
        """One event for what a report says of an order in one or more clauses.

        ``rest`` are clauses beside them that say some of it is left to do.
        """
        first = max(links, key=lambda link: (link.score, -link.result.start))
        sure = [
            link
            for link in links
            if link.score >= THRESHOLD
            and (link.result.item == first.result.item or link.score > first.score - _APART)
        ]
        items = {link.result.item for link in sure}
        told = [
            link
            for link in links
            if link in sure or (link.result.item in items and link.likeness >= _COMPANION)
        ] or [first]
        outcomes: list[Outcome] = [outcome(first.order, link.result) for link in told]
        if rest:
            outcomes.append("progressed")
        said = together(outcomes)
        results = [link.result for link in told]
        closed = said == "reported_done"
        return _event(
            paper,
            target,
            first.order,
            said,
            first.result.text,
            (first.result.start, first.result.end, first.result.page),
            first.reasons,
            done_on=done_on(results, paper, first.order, target.day) if closed else None,
        )

    def _is_the_report(self, paper: Paper, target: Paper, order: Order) -> bool:
        """Whether ``order`` asks for a report on the whole, and this is it."""
        if not cue_first("reporting", order.action):
            return False
        bodies = order.bodies or tuple(body(name) for name in target.addressees)
        return best_cover(bodies, *paper.issuer_bodies) >= ANYONE

    def _sent(self, paper: Paper, relation: _Relation, order: Order) -> TaskEvent:
        reasons = (*relation.reasons, reason("report", paper.code or ""))
        start, end = paper.opening
        return _event(
            paper,
            relation.paper,
            order,
            "reported_done",
            paper.subject,
            (start, end, 1 if paper.results and paper.results[0].page else None),
            reasons,
            done_on=paper.day,
        )

    def _repeated(self, paper: Paper, before: Paper) -> Iterator[TaskEvent]:
        """Plans of the report before that are made again."""
        if not paper.orders or not before.orders:
            return
        likeness = alike([_told(o) for o in before.orders], [_told(o) for o in paper.orders])
        for order, values in zip(before.orders, likeness, strict=True):
            j = int(values.argmax())
            if values[j] < _REPEATED:
                continue
            again = paper.orders[j]
            yield _event(
                paper,
                before,
                order,
                "repeated",
                again.text,
                (again.start, again.end, again.page),
                (
                    reason("continues", before.code or ""),
                    reason("similar", f"{values[j]:.2f}", float(values[j])),
                ),
                deadline=again.deadline,
            )

    def _uncited(self, paper: Paper, linked: set[int]) -> Iterator[TaskEvent]:
        """What the offices a report goes to asked of its issuer, if it is told and not named."""
        dedicated = any(n.head and n.citation.role == "reply_to" for n in paper.namings)
        if paper.day is None or dedicated:
            return
        told = paper.issuer_bodies
        orders = [
            (target, order)
            for target, order in self._shelf.asked(paper)
            if any(covers(b, t) in (SAME, MEMBER) for b in order.bodies for t in told)
        ]
        named = {target.id for target, _, _ in self._named}
        orders = [(target, order) for target, order in orders if target.id not in named]
        results = [r for r in paper.results if r.start not in linked]
        best: dict[str, tuple[Paper, list[_Link]]] = {}
        targets = {id(order): target for target, order in orders}
        related = (reason("addressed", paper.parent or ""),)
        for link in self._links(paper, results, orders, related):
            target = targets[id(link.order)]
            best.setdefault(task_id(target, link.order), (target, []))[1].append(link)
        for target, links in best.values():
            yield self._reported(paper, target, links)

    # -- letters --------------------------------------------------------------------------------

    def _letter(self, paper: Paper) -> Iterator[TaskEvent]:
        seen: set[tuple[str, EventKind]] = set()
        for target, naming, certainty in self._named:
            kind = _said(paper, naming)
            if kind is None or not target.orders or self._only_asks(paper, target, naming):
                continue
            for order, why in self._meant(paper, target, naming, certainty):
                deadline = self._new_deadline(paper, naming, order, kind)
                task = task_id(target, order)
                if (task, kind) in seen or (kind == "extended" and not _later(deadline, order)):
                    continue
                seen.add((task, kind))
                yield _event(
                    paper,
                    target,
                    order,
                    kind,
                    naming.sentence,
                    (naming.start, naming.end, naming.page),
                    why,
                    deadline=deadline if kind in ("extended", "postponed") else None,
                )

    def _only_asks(self, paper: Paper, target: Paper, naming: Naming) -> bool:
        """Whether those who have to do it ask for more time: nothing is granted yet."""
        return has_cue("asked", f"{paper.subject}. {naming.sentence}") and any(
            best_cover(order.bodies, *paper.issuer_bodies) >= ANYONE for order in target.orders
        )

    def _meant(
        self, paper: Paper, target: Paper, naming: Naming, certainty: float
    ) -> list[tuple[Order, tuple[LinkReason, ...]]]:
        """The orders of ``target`` a letter speaks of: by item, by likeness, else all of them."""
        code = target.code or ""
        cited = _cites("cited_here", code, certainty)
        items = {m["item"] for m in _ITEM.finditer(naming.sentence)}
        by_item: list[tuple[Order, tuple[LinkReason, ...]]] = [
            (order, (*cited, reason("article", order.section or "")))
            for order in target.orders
            if order.section and order.section.split(".")[-1] in items
        ]
        if by_item:
            return by_item
        said = [naming.sentence, *(_told(o) for o in paper.orders)]
        likeness = alike(said, [_told(o) for o in target.orders]).max(axis=0)
        meant: list[tuple[Order, tuple[LinkReason, ...]]] = []
        for order, value in zip(target.orders, likeness, strict=True):
            why = (*cited, reason("similar", f"{value:.2f}", float(value)))
            if score(why) >= THRESHOLD:
                meant.append((order, why))
        return meant or [(order, (*cited, reason("whole", code))) for order in target.orders]

    def _new_deadline(
        self, paper: Paper, naming: Naming, order: Order, kind: EventKind
    ) -> date | None:
        if kind not in ("extended", "postponed"):
            return None
        given = [naming.deadline, *(o.deadline for o in paper.orders)]
        return next((d for d in given if d and (paper.day is None or d > paper.day)), None)


@cache
def _most_besides() -> float:
    """What the reasons of a clause beside its likeness add at most."""
    return sum(weight(code) for code in ("assignee", "named", "number"))


def _cites(how: str, code: str, certainty: float) -> tuple[LinkReason, ...]:
    """The reasons of a citation; one whose date is another than the document's is doubtful."""
    found = reason(how, code, certainty)
    return (found,) if certainty > DOUBTFUL else (found, reason("doubtful", code))


def _told(item: Order | Result) -> str:
    if isinstance(item, Order):
        return item.action or item.text
    return f"{item.heading}. {item.text}" if item.heading else item.text


def _within(naming: Naming, result: Result) -> bool:
    return naming.start < result.end and result.start < naming.end


def _said(paper: Paper, naming: Naming) -> EventKind | None:
    """What a letter does to the letter it names: its subject says it, or the sentence."""
    texts = (naming.sentence, paper.subject) if naming.head else (naming.sentence,)
    for text in texts:
        for kind in event_cues():
            if has_cue(kind, text):
                return kind
    return None


def _later(deadline: date | None, order: Order) -> bool:
    return deadline is not None and (order.deadline is None or deadline > order.deadline)


@cache
def _functions() -> dict[str, re.Pattern[str]]:
    return {
        row["is"]: re.compile(
            rf"(?<!\w){alternatives([modern_tone(w) for w in row['words']])}(?!\w)"
        )
        for row in table("bodies")
        if row["role"] == "function"
    }


def _names(b: Body, text: str) -> bool:
    """Whether a text names a body, or its counterpart at another level."""
    plain = modern_tone(text.lower())
    pattern = _functions().get(b.function)
    if pattern is not None:
        return pattern.search(plain) is not None
    return bool(b.function) and b.function in plain


def _event(
    paper: Paper,
    target: Paper,
    order: Order,
    kind: EventKind,
    text: str,
    place: tuple[int, int, int | None],
    reasons: Iterable[LinkReason],
    *,
    deadline: date | None = None,
    done_on: date | None = None,
) -> TaskEvent:
    reasons = tuple(reasons)
    task = task_id(target, order)
    start, end, page = place
    name = hashlib.sha256(f"{task}|{kind}|{paper.id}|{start}|{end}".encode())
    value = score(reasons)
    return TaskEvent(
        id=name.hexdigest()[:16],
        task=task,
        kind=kind,
        day=paper.day,
        document=paper.id,
        path=paper.path,
        text=text,
        start=start,
        end=end,
        page=page,
        code=paper.code,
        by=paper.issuer,
        score=value,
        candidate=value < THRESHOLD,
        reasons=reasons,
        deadline=deadline,
        done_on=done_on,
    )
