"""Figures in their sentences: each with its role, its label and the brackets it stands in.

What stands before a figure decides what it is in an argument: a *level* ("tiếp 224 lượt"), a
*change* ("tăng 26 lượt"), a *base* ("so với cùng kỳ (198 lượt)"), a *percent* or a *ratio*; *other*
are rates, averages and durations, which no sum can hold. A *range* ("295 - 300 tỷ đồng") may be a
share or its whole.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from typing import Literal

from ..annotate.sentences import block_sentences
from ..model import Block, Document, Figure
from .cues import Mark, Roles, Unit, cues, marks, unit
from .intervals import ZERO, Printed, printed

Role = Literal["level", "change", "base", "percent", "ratio", "range", "other"]
_BLOCKS = frozenset({"paragraph", "item", "heading", "title"})
_LOOK_BACK = 90  # characters before a figure in which its role is read
_LINK = 12  # characters between a class and its figure: "dưới 30% là 443 ha"
_LEAD = 48  # characters before a figure in which "tăng", "giảm còn", "từ" stand
_DIRECTIONS = {"up": 1, "down": -1, "apart": 0, "above": 1, "below": -1}
_OPEN, _CLOSE, _STOPS = frozenset("(["), frozenset(")]"), frozenset(",;:")
POINTS = ("điểm phần trăm",)
_NO_ROLES: Roles = frozenset()
_SIGNS = _OPEN | _CLOSE | _STOPS


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """A figure that takes part in the text's arithmetic; one for each figure, compared as such."""

    figure: Figure
    number: int  # its place among the document's terms
    first: bool  # whether its sentence begins with it
    role: Role
    unit: Unit
    printed: Printed
    gap: str  # the text since the figure before it in its sentence
    before: str  # its label: the text since the figure or stop before it
    after: str  # the text up to the next figure or stop
    bracket: int  # 0 outside brackets, else the number of the innermost one
    clause: int  # semicolons before it in its sentence, outside brackets
    direction: int  # of a change: 1, -1, or 0 if not said

    @property
    def due(self) -> bool:
        """Whether a change is told by its cause: "tăng do giá 8,5%"."""
        found = cues().aside.search(self.before) if not self.direction else None
        return found is not None and found.lastgroup == "due_to"

    @property
    def id(self) -> str:
        return self.figure.id

    @property
    def start(self) -> int:
        return self.figure.start

    @property
    def end(self) -> int:
        return self.figure.end

    @property
    def value(self) -> Decimal:
        return self.printed.value

    def fits(self, other: Term) -> bool:
        return self.unit.fits(other.unit)


@dataclass(frozen=True, slots=True)
class Bracket:
    """A bracket in a sentence; ``terms`` figures of the sentence stand before it."""

    number: int
    parent: int
    terms: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that holds figures, with its cues and brackets."""

    start: int
    end: int
    block: int
    terms: tuple[Term, ...]
    marks: tuple[Mark, ...]
    brackets: tuple[Bracket, ...]


def read_sentences(
    document: Document, flat: str, figures: Iterable[Figure]
) -> tuple[Sentence, ...]:
    """The sentences that hold figures, in order; ``flat`` is the document's text, lowered."""
    ordered = sorted(figures, key=lambda f: (f.start, f.end))
    starts = [f.start for f in ordered]
    found: list[Sentence] = []
    count = 0
    for index, block in enumerate(document.blocks):
        if block.kind not in _BLOCKS:
            continue
        first, last = bisect_left(starts, block.start), bisect_left(starts, block.end)
        if first == last:
            continue
        for start, end, inside in _cut(document.flat, block, ordered[first:last]):
            found.append(_sentence(flat, index, start, end, inside, count))
            count += len(inside)
    return tuple(found)


def _cut(flat: str, block: Block, figures: list[Figure]) -> Iterator[tuple[int, int, list[Figure]]]:
    """The sentences of a block that hold figures, each with them; overlapping figures once."""
    at, bound = 0, block.start
    for span in block_sentences(flat, block):
        inside = []
        while at < len(figures) and figures[at].start < span.end:
            if figures[at].start >= max(span.start, bound):
                inside.append(figures[at])
                bound = figures[at].end
            at += 1
        if inside:
            yield span.start, max(span.end, bound), inside
        if at == len(figures):
            return


def _sentence(
    flat: str, block: int, start: int, end: int, figures: list[Figure], count: int
) -> Sentence:
    signs = list(marks(flat, start, end))
    known = cues()
    roles = known.roles
    found: list[Mark] = []
    brackets: list[Bracket] = []
    path = [0]
    stops = [start]  # where the label of the next figure begins, one for each open bracket
    terms: list[Term] = []
    clause, bound, at = 0, start, 0
    spread = 0  # the direction of every change, "giảm cả ba tiêu chí: …"
    for position, figure in enumerate(figures):
        here = figure.start
        while at < len(signs) and signs[at][0] < here:
            first, last, text = signs[at]
            at += 1
            if first < bound or last > here:
                continue  # a part of a figure
            if text in _OPEN:
                brackets.append(Bracket(len(brackets) + 1, path[-1], position))
                path.append(len(brackets))
                stops.append(last)
            elif text in _CLOSE and len(path) > 1:
                path.pop()
                stops.pop()
            elif text in _STOPS:
                clause += text == ";" and len(path) == 1
                # "Số đơn: 402 đơn": a label may stand before a colon
                if text != ":" or flat[last:here].strip():
                    stops[-1] = last
            found.append(Mark(first, last, text, roles.get(text, _NO_ROLES), path[-1]))
        following = figures[position + 1].start if position + 1 < len(figures) else end
        tail = following
        for first, _, text in islice(signs, at, None):
            if first >= following:
                break
            if text in _SIGNS and first >= figure.end:
                tail = first
                break
        label = max(stops[-1], bound)
        if terms and label == bound and _labels(terms[-1], flat[bound:here]):
            label = bound - len(terms[-1].figure.text) - len(terms[-1].before)
        terms.append(
            _term(
                figure,
                count + position,
                flat[max(bound, here - _LOOK_BACK) : here],
                flat[label:here],
                flat[figure.end : tail],
                path[-1],
                clause,
                (flat, start, end),
                first=position == 0,
            )
        )
        if terms[-1].role in ("level", "base") and path == [0]:
            gap = terms[-1].gap
            every = known.all_of.search(gap) if ":" in gap else None
            spread = _DIRECTIONS[every.lastgroup or ""] if every is not None else spread
            if spread:
                terms[-1] = replace(terms[-1], role="change", direction=spread)
        if position:
            terms[-2:] = _pair(*terms[-2:])
            if position > 1 and _cut_off(*terms[-3:]):
                terms[-1] = replace(terms[-1], role="change", direction=-1)
        bound = figure.end
    found += (
        Mark(a, b, text, roles.get(text, _NO_ROLES), path[-1])
        for a, b, text in islice(signs, at, None)
        if a >= bound
    )
    return Sentence(start, end, block, tuple(terms), tuple(found), tuple(brackets))


def cell_term(figure: Figure, number: int) -> Term:
    """A figure alone in a cell of a table."""
    return _term(figure, number, "", "", "", 0, 0, ("", 0, 0), first=True)


def _pair(base: Term, change: Term) -> tuple[Term, Term]:
    """Two figures side by side that are only together a base and a change or a level.

    As in "cao hơn trị số năm 2009 (548 mm) là 64 mm", "từ 320 ca giảm xuống còn 240 ca", "vượt dự
    toán 40 triệu đồng (dự toán 500 triệu đồng)".
    """
    known = cues()
    if base.role == "base" and change.role == "base" and change.bracket not in (0, base.bracket):
        if known.past_plan.search(base.gap) and base.fits(change):
            return replace(base, role="change", direction=1), change
        return base, change
    if base.role == "level" == change.role and base.fits(change):
        began = known.lead.search(base.gap)
        reached = known.lead.search(change.gap) if began is not None else None
        if began and reached and (began.lastgroup, reached.lastgroup) == ("start", "reached"):
            return replace(base, role="base"), change
    points = change.role == "percent" and change.unit.names == POINTS
    if base.role not in ("level", "base", "percent") or not (change.role == "level" or points):
        return base, change
    found = known.beyond.search(base.gap) if known.by.fullmatch(change.gap) else None
    if found is None:
        return base, change
    direction = _DIRECTIONS[found.lastgroup or ""]
    return replace(base, role="base"), replace(change, role="change", direction=direction)


def _cut_off(asked: Term, granted: Term, cut: Term) -> bool:
    """As in "đề nghị 650 triệu đồng, phê duyệt 620 triệu đồng, cắt giảm 30 triệu đồng"."""
    return (
        cut.role == "level"
        and cut.before.strip().endswith("cắt giảm")
        and is_granted(asked, granted)
        and asked.fits(cut)
        and granted.fits(cut)
    )


def is_granted(asked: Term, granted: Term) -> bool:
    """Whether one figure was asked for, and the next one granted of it."""
    known = cues()
    return (
        asked.role == "level" == granted.role
        and known.proposed.search(asked.before) is not None
        and known.approved.search(granted.before) is not None
    )


def is_pair(part: Term, whole: Term) -> bool:
    """Whether one figure is counted out of the next: "231 đơn trên tổng số 264 đơn"."""
    return (
        part.role == "level"
        and whole.role in ("level", "base")
        and part.fits(whole)
        and cues().out_of.fullmatch(whole.gap) is not None
    )


def _labels(term: Term, gap: str) -> bool:
    """Whether a range names the figure after it: "dưới 30% là 443 ha", "từ 3 đến 5 năm: 20 vụ"."""
    known = cues()
    if len(gap) > _LINK or known.link.fullmatch(gap) is None:
        return False
    return term.figure.value_max is not None or known.bound.search(term.before) is not None


def is_base(term: Term) -> bool:
    """Whether a percentage is what another is compared with: "vượt chỉ tiêu (trên 85%)"."""
    known = cues()
    found = known.base.search(term.gap)
    if found is None and term.bracket and term.gap.endswith("("):
        found = known.beyond.search(term.gap)  # "thấp hơn mức của năm trước (25%)"
    return found is not None and known.share.search(found.group()) is None


def _term(
    figure: Figure,
    number: int,
    gap: str,
    before: str,
    after: str,
    bracket: int,
    clause: int,
    sentence: tuple[str, int, int],
    *,
    first: bool,
) -> Term:
    measured = unit(figure.unit)
    if figure.kind == "money" and not measured.names:
        measured = unit(f"{figure.unit} đồng")
    role, direction = _role(figure, first, gap, before, after, sentence)
    return Term(
        figure,
        number,
        first,
        role,
        measured,
        _printed(figure, measured),
        gap,
        before,
        after,
        bracket,
        clause,
        direction,
    )


def _role(
    figure: Figure, first: bool, gap: str, before: str, after: str, sentence: tuple[str, int, int]
) -> tuple[Role, int]:
    known = cues()
    if figure.kind == "ratio":
        # "bằng 3/4 số phải thi hành" is a fraction in words, not a count
        return ("ratio", 0) if figure.unit or not known.fraction.search(gap) else ("other", 0)
    summable = figure.value is not None and figure.value_max is None and "/" not in figure.unit
    aside = known.aside.search(before)
    if aside is not None and aside.lastgroup == "due_to":
        return "change", 0
    if aside is not None and known.middle.match(aside.group()) and known.grade.search(*sentence):
        aside = None  # "khá 25 em, trung bình 27 em": a class, no mean
    if aside is not None or not summable or figure.kind in ("multiple", "duration"):
        ranged = figure.value_max is not None and "/" not in figure.unit and aside is None
        return ("range" if ranged and figure.kind in ("count", "money", "measure") else "other"), 0
    if figure.change and figure.text[0] in "+-−–" and figure.value and figure.value > 0:
        return "change", 1 if figure.change == "increase" else -1
    level: Role = "percent" if figure.kind == "percent" else "level"
    if level == "percent" and known.past_plan.search(gap):
        return "change", 1
    lead = known.lead.search(gap, max(0, len(gap) - _LEAD))
    if lead is not None and known.no_change.search(gap, 0, lead.end(lead.lastgroup or 0)):
        lead = None
    if lead is not None and lead.lastgroup in _DIRECTIONS:
        return "change", _DIRECTIONS[lead.lastgroup]
    if level == "percent" and "hơn" in gap:
        since = known.since.search(gap)
        if since is not None:
            return "change", _DIRECTIONS[since.lastgroup or ""]
    if level == "percent" or (lead is not None and lead.lastgroup == "reached"):
        return level, 0
    if lead is not None and known.end.match(after):  # "từ 120 lượt xuống 54 lượt"
        return "base", 0
    compared = (known.compared if first else known.base).search(gap)
    since = known.since.search(gap) if compared is not None or "hơn" in gap else None
    if since is not None:  # "tăng so với cùng kỳ 26 lượt", "nhiều hơn quý I/2025 26 lượt"
        return "change", _DIRECTIONS[since.lastgroup or ""]
    return "base" if compared is not None else level, 0


def _printed(figure: Figure, measured: Unit) -> Printed:
    value = figure.value if figure.value is not None else figure.denominator
    if value is None:
        return Printed(ZERO, ZERO, ZERO)
    exact = figure.kind in ("count", "ratio", "money") and not measured.scaled
    factor = measured.factor
    told = printed(value, figure.text, factor=factor, exact=exact, approx=figure.approx)
    if figure.value_max is not None:
        return replace(told, highest=figure.value_max * factor)
    return told
