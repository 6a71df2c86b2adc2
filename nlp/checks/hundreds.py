"""Sentences -> percentages that must make up 100.

"Xếp loại: giỏi 20,5%, khá 45,2%, trung bình 30,1%, yếu 4,2%"; "nông nghiệp 35,2%, công nghiệp
30,3%, còn lại dịch vụ 34,5%". A list says that it is whole by its last label ("còn lại", "khác"),
by classes of one kind down to the lowest, or by the words that open it ("cơ cấu", "gồm"); any
other claims nothing. It is told as wrong only where one wrong digit explains it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..model import CheckOutcome, Relation
from .branches import kinds_in
from .cues import cues
from .intervals import HABITS, Habit, Range, total
from .terms import Sentence, Term, is_base
from .verdicts import CONFIDENCE, ROUNDED, holds, number, one_digit_changed

HUNDRED = Decimal(100)
_PERCENT = ("%",)
_LEAST = 2  # percentages that make a list


@dataclass(frozen=True, slots=True)
class _List:
    """Percentages with their labels; ``opening`` is the text before the first."""

    parts: tuple[Term, ...]
    labels: tuple[str, ...]
    opening: str


def hundreds(
    flat: str, sentences: Sequence[Sentence], *, judged: frozenset[str]
) -> Iterator[Relation]:
    """The relations of the lists that claim to be whole, in reading order.

    A list is left out where each of its percentages is among those ``judged`` by their counts.
    """
    for sentence in sentences:
        if sum(t.role == "percent" for t in sentence.terms) >= _LEAST:
            for found in _lists(flat, sentence):
                relation = _judge(found)
                if relation is not None and not judged.issuperset(relation.parts):
                    yield relation


def _lists(flat: str, sentence: Sentence) -> Iterator[_List]:
    """The runs of percentages in a sentence, each with a label and at most one count of its own."""
    run: list[Term] = []
    labels: list[str] = []
    opening, levels, cursor = "", 0, sentence.start
    for term in (*sentence.terms, None):
        if term is not None and _is_count(term):
            levels += 1
            continue
        beside = not run or (term is not None and bool(term.bracket) == bool(run[0].bracket))
        label = flat[cursor : term.start] if term is not None else ""
        before, colon, own = label.rpartition(":")
        if term is None or not _is_part(term) or not beside or levels > 1 or (run and colon):
            if run and term is not None and term.bracket and not run[0].bracket:
                continue  # "khá 45% (nữ 20%)": a bracket speaks of its own figure
            if len(run) >= _LEAST:
                yield _List(tuple(run), tuple(labels), opening)
            run, labels = [], []
        if term is None:
            return
        if _is_part(term):
            opening = opening if run else (before if colon else label)
            run.append(term)
            labels.append(own.lower())
        levels, cursor = 0, term.end


def _is_part(term: Term) -> bool:
    return (
        term.role == "percent"
        and term.unit.names == _PERCENT
        and term.printed.approx is None
        and 0 < term.value < HUNDRED
        and not is_base(term)
    )


def _is_count(term: Term) -> bool:
    return term.role == "level" or term.figure.kind == "ratio"


def _judge(found: _List) -> Relation | None:
    parts, known = found.parts, cues()
    closed = _closed(found)
    opened = known.composition.search(found.opening) is not None
    if not closed and not opened:
        return None
    outcome: CheckOutcome = "inconsistent"
    value = sum((p.value for p in parts), Decimal(0))
    if value == HUNDRED:
        outcome = "consistent"
    elif any(_sums(parts, habit).meets(Range.exactly(HUNDRED)) for habit in HABITS):
        outcome = "consistent_by_rounding"
    elif not _slip(parts, value, telling=closed):
        return None
    terms = " + ".join(number(p.value) for p in parts)
    return Relation(
        id="",
        type="sum",
        holds=holds(outcome),
        outcome=outcome,
        parts=tuple(p.id for p in parts),
        cue="100%",
        expected=Range.exactly(HUNDRED).printed(),
        reported=f"{number(value)}%",
        steps=(f"{terms} = {number(value)}",),
        note=ROUNDED if outcome == "consistent_by_rounding" else "",
        confidence=CONFIDENCE["medium"],
    )


def _closed(found: _List) -> bool:
    """Whether the labels leave nothing out."""
    known = cues()
    if known.closing.search(found.labels[-1]) or known.remains.match(
        found.labels[-1].lstrip(" ,;)")
    ):
        return True
    words = [kinds_in(label) for label in found.labels]
    shared = set(words[0]).intersection(*words[1:])
    apart = any(len({w[kind] for w in words}) == len(words) for kind in shared)
    return apart and any(known.lowest.search(label) for label in found.labels)


def _sums(parts: Sequence[Term], habit: Habit) -> Range:
    return total(p.printed.interval(habit) for p in parts)


def _slip(parts: Sequence[Term], value: Decimal, *, telling: bool) -> bool:
    """Whether one digit changed makes them 100; of whole per cents only where the list is whole."""
    finest = min(p.printed.step for p in parts)
    if finest >= 1 and not telling:
        return False
    return any(
        abs(value - part.value + other.value - HUNDRED) <= finest
        for part in parts
        for other in one_digit_changed(part)
    )
