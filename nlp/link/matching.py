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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property

from ..rules import alternatives, table
from ..text import modern_tone
from .bodies import ANYONE, MEMBER, SAME, Body, best_cover, covers
from .evidence import AGAINST, Telling, for_and_against, is_specific
from .likeness import alike, fine
from .outcomes import (
    Outcome,
    cue_first,
    done_on,
    event_cues,
    has_cue,
    is_plan,
    outcome,
    percents,
    promises,
    says_more_is_left,
    together,
    without_report,
)
from .papers import Naming, Order, Paper, Result
from .reasons import FAINT, FAINT_ODDS, THRESHOLD, odds, reason, score, weight
from .records import EventKind, LinkReason, TaskEvent
from .shelf import Shelf
from .targets import DOUBTFUL, MISPRINTED

_GAP = timedelta(days=45)  # between a report and the period of the next one
_TOPIC = 0.35  # likeness of the subjects of two reports of a series
_REPEATED = 0.55  # likeness of a plan that is made again
_FEEBLE = 0.08  # likeness below which nothing is asked further
_APART = 0.3  # of the score: a clause of another item that is this much less sure adds nothing
_BESIDES = ("assignee", "named", "number", "quantity", "name")
_CITED = frozenset({"answers", "cited_here", "cited_above"})
_HALF = 0.5  # of an order's words: fewer in a clause that cites nothing speak against it
_MOST = 0.7  # of an order's words: fewer need something harder beside them
_LEAST = 0.3  # and fewer do not do even so: the same place, another thing
_SPECIFIC = frozenset({"quantity", "number", "name"})
_HARD = _SPECIFIC | {"named"}
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
    """That a report may speak of the orders of another paper, and why it may in some items.

    ``reasons``: why it may in any item; None: it may only in those ``by_item``.
    """

    paper: Paper
    reasons: tuple[LinkReason, ...] | None
    by_item: Mapping[int, tuple[LinkReason, ...]]

    def of(self, result: Result) -> tuple[LinkReason, ...] | None:
        """Why the result may speak of the other paper's orders; None: it may not."""
        return self.by_item.get(result.item, self.reasons)


class Matcher:
    """The events that one paper tells, of tasks of the papers on a shelf."""

    def __init__(self, paper: Paper, shelf: Shelf) -> None:
        self._paper = paper
        self._shelf = shelf

    def events(self) -> Iterator[TaskEvent]:
        """What the paper says of tasks, each once."""
        found = self._report(self._paper) if self._paper.reports else self._letter(self._paper)
        yield from {event.id: event for event in found}.values()

    # -- reports --------------------------------------------------------------------------------

    def _report(self, paper: Paper) -> Iterator[TaskEvent]:
        linked: set[int] = set()
        known: set[tuple[str, str]] = set()
        before = self._before(paper)
        for relation in self._relations(paper, before):
            for event, starts in self._answers(paper, relation):
                known.add((relation.paper.id, event.task.rpartition(":")[2]))
                if relation.paper is not before:
                    linked |= starts
                yield event
        if before is not None:
            yield from self._repeated(paper, before)
        yield from self._uncited(paper, linked, known)

    def _relations(self, paper: Paper, before: Paper | None) -> Iterator[_Relation]:
        targets: dict[str, Paper] = {}
        whole: dict[str, tuple[LinkReason, ...]] = {}
        by_item: dict[str, dict[int, tuple[LinkReason, ...]]] = defaultdict(dict)
        for target, naming, certainty in self._named:
            if not target.orders:
                continue
            targets.setdefault(target.id, target)
            code = target.code or ""
            if naming.head and naming.citation.role != "mention":
                how = "continues" if target.reports else "answers"
                whole.setdefault(target.id, _cites(how, code, certainty))
                continue
            if target.reports:  # where figures are from
                continue
            for result in paper.results:
                if _within(naming, result):
                    by_item[target.id][result.item] = _cites("cited_here", code, certainty)
                elif _under(naming, result):
                    why = _cites("cited_above", code, certainty)
                    by_item[target.id].setdefault(result.item, why)
        if before is not None and before.id not in whole:
            targets.setdefault(before.id, before)
            whole[before.id] = (reason("continues", before.code or ""),)
        for ident, target in targets.items():
            yield _Relation(target, whole.get(ident), by_item[ident])

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
        results = [r for r in paper.results if self._tells(relation, r)]
        whole = relation.reasons or ()
        answers = any(why.code == "answers" for why in whole)
        sent = [o for o in relation.paper.orders if answers and self._asks_for(relation.paper, o)]
        yield from ((self._sent(paper, relation.paper, order, whole), set()) for order in sent)
        orders = [(relation.paper, o) for o in relation.paper.orders if o not in sent]
        links = self._links(paper, results, orders, lambda _, result: relation.of(result) or ())
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
            if by_order[order.id]:
                rest = [r for r in left if order.id in spoken_of[r.item]]
                event = self._reported(paper, relation.paper, by_order[order.id], rest)
                yield event, {link.result.start for link in by_order[order.id]}

    def _tells(self, relation: _Relation, result: Result) -> bool:
        """Whether a result may speak of a related paper's orders.

        What goes on from the report before is told in words, not in a table, and a plan of it that
        is made again is another event.
        """
        why = relation.of(result)
        if why is None:
            return False
        if any(each.code == "continues" for each in why):
            return not result.row and not is_plan(result)
        return True

    def _links(
        self,
        paper: Paper,
        results: Sequence[Result],
        orders: Sequence[tuple[Paper, Order]],
        why: Callable[[tuple[Paper, Order], Result], tuple[LinkReason, ...]],
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
                related = why(orders[j], result)
                # what it could reach at most if all else spoke for it
                most = odds(related) + weight("similar") * (0.9 * alike_to + 0.1)
                most += _most_besides(cited=_is_cited(related))
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
        cover = best_cover(target.told(order), *paper.issuer_bodies)
        if cover >= ANYONE:
            reasons.append(reason("assignee", paper.issuer or "", cover))
        told = f"{result.heading} {result.text}"
        named = next((b for b in order.bodies if not b.many and _names(b, told)), None)
        cited = _is_cited(related)
        if named is not None:
            reasons.append(reason("named", named.function))
        elif cited and not cover and any(not b.many for b in order.bodies):
            reasons.append(reason("another", order.assignees[0]))
        targets = percents(order.text) & percents(result.text)
        if targets:
            reasons.append(reason("number", ", ".join(f"{n}%" for n in sorted(targets))))
        reasons += for_and_against(paper, target, order, result)
        if not cited:
            share = self._telling.covered(_told(order), _told(result))
            reasons.append(reason("covered", f"{share:.0%}", share - _HALF))
            codes = {why.code for why in reasons}
            vague = is_specific(order) and not codes & _SPECIFIC and "continues" not in codes
            if codes & AGAINST or vague or share < (_LEAST if codes & _HARD else _MOST):
                reasons.append(reason("unsupported"))
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
        if set(outcomes) != {"planned"}:  # what is to be done yet adds nothing to what was
            told = [link for link, said in zip(told, outcomes, strict=True) if said != "planned"]
            outcomes = [said for said in outcomes if said != "planned"]
            first = max(told, key=lambda link: (link.score, -link.result.start))
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

    def _asks_for(self, target: Paper, order: Order) -> bool:
        """Whether ``order`` asks for a report on the whole, as this paper is."""
        if not cue_first("reporting", order.action):
            return False
        return best_cover(target.told(order), *self._paper.issuer_bodies) >= ANYONE

    def _sent(
        self, paper: Paper, target: Paper, order: Order, whole: tuple[LinkReason, ...]
    ) -> TaskEvent:
        reasons = (*whole, reason("report", paper.code or ""))
        start, end = paper.opening
        return _event(
            paper,
            target,
            order,
            "reported_done",
            paper.subject,
            (start, end, 1 if paper.results and paper.results[0].page else None),
            reasons,
            done_on=paper.day,
        )

    @cached_property
    def _telling(self) -> Telling:
        return Telling(_told(r) for r in self._paper.results)

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

    def _uncited(
        self, paper: Paper, linked: set[int], known: set[tuple[str, str]]
    ) -> Iterator[TaskEvent]:
        """What its issuer was asked, or itself asked of others, told without its being named.

        Clauses that are ``linked`` and tasks that are ``known`` have their event.
        """
        if paper.day is None or self._answers_one_letter(paper):
            return
        orders = [
            (target, order)
            for target, order in self._shelf.asked(paper)
            if (target.id, order.id) not in known
            and not (target.reports and target.issuer_body in paper.issuer_bodies)
            and (self._gave(target, paper) or self._is_told(target, order, paper))
        ]
        results = [
            r
            for r in paper.results
            if r.start not in linked and not r.row and (promises(r) or not is_plan(r))
        ]
        best: dict[str, tuple[Paper, list[_Link]]] = {}
        targets = {id(order): target for target, order in orders}

        def why(asked: tuple[Paper, Order], _: Result) -> tuple[LinkReason, ...]:
            own = self._gave(asked[0], paper)
            return (reason("gave" if own else "addressed", asked[0].issuer or ""),)

        for link in self._links(paper, results, orders, why):
            target = targets[id(link.order)]
            best.setdefault(task_id(target, link.order), (target, []))[1].append(link)
        for target, links in best.values():
            yield self._reported(paper, target, links)

    def _answers_one_letter(self, paper: Paper) -> bool:
        """Whether the report is on the letter that its subject or its opening names."""
        known = {id(naming) for _, naming, _ in self._named}
        return any(
            n.head and n.citation.role == "reply_to" and (n.titled or id(n) in known)
            for n in paper.namings
        )

    def _gave(self, target: Paper, paper: Paper) -> bool:
        return not target.reports and target.issuer_body in paper.issuer_bodies

    def _is_told(self, target: Paper, order: Order, paper: Paper) -> bool:
        told = target.told(order)
        return any(covers(b, t) in (SAME, MEMBER) for b in told for t in paper.issuer_bodies)

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
def _most_besides(*, cited: bool) -> float:
    """What the reasons of a clause beside its likeness add at most."""
    return sum(weight(code) for code in _BESIDES) + (0 if cited else _HALF * weight("covered"))


def _is_cited(related: Iterable[LinkReason]) -> bool:
    return any(why.code in _CITED for why in related)


def _cites(how: str, code: str, certainty: float) -> tuple[LinkReason, ...]:
    """The reasons of a citation; one whose date is another than the document's is doubtful."""
    found = reason(how, code, certainty)
    if certainty == MISPRINTED:
        return found, reason("misprinted", code)
    return (found,) if certainty > DOUBTFUL else (found, reason("doubtful", code))


def _told(item: Order | Result) -> str:
    if isinstance(item, Order):
        return without_report(item.action or item.text)
    return f"{item.heading}. {item.text}" if item.heading else item.text


def _within(naming: Naming, result: Result) -> bool:
    return naming.start < result.end and result.start < naming.end


def _under(naming: Naming, result: Result) -> bool:
    return naming.reach is not None and naming.start <= result.start < naming.reach


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
