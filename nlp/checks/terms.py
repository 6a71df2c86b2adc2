"""Figures in their sentences: each with its role, its label and the brackets it stands in.

What stands before a figure decides what it is in an argument: a *level* ("tiếp 224 lượt"), a *change*
("tăng 26 lượt"), a *base* ("so với cùng kỳ (198 lượt)"), a *percent* or a *ratio*.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from ..annotate.sentences import block_sentences
from ..model import Block, Document, Figure
from .cues import Mark, Unit, cues, marks, unit
from .intervals import Printed, printed

Role = Literal["level", "change", "base", "percent", "ratio", "other"]
_BLOCKS = frozenset({"paragraph", "item", "heading", "title"})
_LEVEL_AFTER = re.compile(
    r"(?:còn|xuống|lên|đạt|thành)(?:\s+(?:còn|là|đến|tới|mức|khoảng|gần|trên))*\s*\Z", re.IGNORECASE
)
_LOOK_BACK = 90


@dataclass(frozen=True, slots=True)
class Term:
    """A figure that takes part in the text's arithmetic."""

    figure: Figure
    number: int  # its place among the document's terms
    role: Role
    unit: Unit
    printed: Printed
    gap: str  # the text since the figure before it in its sentence
    before: str  # the text since the figure or stop before it
    after: str  # the text up to the next figure or stop
    bracket: int  # 0 outside brackets, else the number of the innermost one
    clause: int  # semicolons before it in its sentence, outside brackets
    direction: int  # of a change: 1, -1, or 0 if not said

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
    def value(self) -> Fraction:
        return self.printed.value

    def fits(self, other: Term) -> bool:
        return self.unit.fits(other.unit)


@dataclass(frozen=True, slots=True)
class Bracket:
    number: int
    start: int
    end: int
    parent: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that holds figures, with its cues and brackets."""

    start: int
    end: int
    block: int
    terms: tuple[Term, ...]
    marks: tuple[Mark, ...]
    brackets: tuple[Bracket, ...]

    def bracket(self, number: int) -> Bracket | None:
        return next((b for b in self.brackets if b.number == number), None)


def read_sentences(document: Document, figures: tuple[Figure, ...]) -> tuple[Sentence, ...]:
    """The sentences that hold figures, in order."""
    ordered = sorted(figures, key=lambda f: (f.start, f.end))
    starts = [f.start for f in ordered]
    found: list[Sentence] = []
    count = 0
    for index, block in enumerate(document.blocks):
        if block.kind not in _BLOCKS:
            continue
        first, last = bisect_right(starts, block.start - 1), bisect_right(starts, block.end - 1)
        if first == last:
            continue
        for start, end, inside in _cut(document.flat, block, ordered[first:last]):
            sentence = _sentence(document.flat, index, start, end, inside, count)
            count += len(sentence.terms)
            found.append(sentence)
    return tuple(found)


def _cut(flat: str, block: Block, figures: list[Figure]) -> Iterator[tuple[int, int, list[Figure]]]:
    at = 0
    for span in block_sentences(flat, block):
        inside = []
        while at < len(figures) and figures[at].start < span.end:
            if figures[at].start >= span.start:
                inside.append(figures[at])
            at += 1
        if inside:
            yield span.start, span.end, inside


def _sentence(
    flat: str, block: int, start: int, end: int, figures: list[Figure], count: int
) -> Sentence:
    found: list[Mark] = []
    at = 0
    for mark in marks(flat, start, end):
        while at < len(figures) and figures[at].end <= mark.start:
            at += 1
        if at == len(figures) or mark.end <= figures[at].start:
            found.append(mark)
    brackets = _brackets(found, end)
    terms: list[Term] = []
    bound = start
    cursor, clause, depth, stop, path = 0, 0, 0, start, [0]
    opened = {b.start: b for b in brackets}
    for position, figure in enumerate(figures):
        while cursor < len(found) and found[cursor].start < figure.start:
            mark = found[cursor]
            if mark.text in "([" and mark.start in opened:
                path.append(opened[mark.start].number)
            elif mark.text in ")]" and len(path) > 1:
                path.pop()
            elif mark.text == ";" and len(path) == 1:
                clause += 1
            if mark.text in {",", ";", ":", "(", ")", "[", "]", "."}:
                stop = mark.end
            cursor += 1
        following = figures[position + 1].start if position + 1 < len(figures) else end
        tail = next(
            (
                m.start
                for m in found[cursor:]
                if m.start >= figure.end and m.text in {",", ";", ":", "(", ")", "[", "]", "."}
            ),
            end,
        )
        before = flat[bound : figure.start]
        terms.append(
            _term(figure, count + position, position == 0, before, flat[max(stop, bound) : figure.start],
                  flat[figure.end : min(following, tail)], path[-1], clause)
        )  # fmt: skip
        bound = figure.end
    return Sentence(start, end, block, tuple(terms), tuple(found), brackets)


def _brackets(found: list[Mark], end: int) -> tuple[Bracket, ...]:
    done: list[Bracket] = []
    stack: list[tuple[int, int, str]] = []
    count = 0
    for mark in found:
        if mark.text in {"(", "["}:
            count += 1
            stack.append((count, mark.start, mark.text))
        elif mark.text in {")", "]"} and stack:
            number, start, _ = stack.pop()
            done.append(Bracket(number, start, mark.end, stack[-1][0] if stack else 0))
    # a bracket that is never closed ends with its sentence
    while stack:
        number, start, _ = stack.pop()
        done.append(Bracket(number, start, end, stack[-1][0] if stack else 0))
    return tuple(sorted(done, key=lambda b: b.start))


def _term(
    figure: Figure,
    number: int,
    first: bool,
    gap: str,
    label: str,
    after: str,
    bracket: int,
    clause: int,
) -> Term:
    known = cues()
    measured = unit(figure.unit)
    gap = gap[-_LOOK_BACK:]
    direction = 0
    role: Role
    if figure.kind == "ratio":
        role = "ratio"
    elif (
        figure.value is None
        or figure.value_max is not None
        or figure.kind in ("multiple", "duration")
    ):
        role = "other"
    elif _LEVEL_AFTER.search(gap):
        role = "percent" if figure.kind == "percent" else "level"
    else:
        up, down = known.before["up"].search(gap), known.before["down"].search(gap)
        if up and down:
            up, down = (up, None) if up.start() > down.start() else (None, down)
        if up or down or known.before["apart"].search(gap):
            role = "change"
            direction = 1 if up else -1 if down else 0
        elif figure.kind == "percent":
            role = "percent"
        else:
            role = "base" if not first and known.base.search(gap) else "level"
    return Term(
        figure,
        number,
        role,
        measured,
        _printed(figure, measured),
        gap,
        label,
        after,
        bracket,
        clause,
        direction,
    )


def _printed(figure: Figure, measured: Unit) -> Printed:
    value = figure.value if figure.value is not None else figure.denominator
    if value is None:
        return Printed(Fraction(0), Fraction(0), Fraction(0))
    exact = figure.kind in ("count", "ratio", "money") and not measured.scaled
    factor = measured.factor
    return printed(value, figure.text, factor=factor, exact=exact, approx=figure.approx)
