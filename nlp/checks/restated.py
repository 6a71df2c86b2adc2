"""Sentences -> figures told twice: the same indicator, place, period and unit.

A report repeats its main figures in its summary; where the two differ by one digit, or by two
swapped, one of them is a slip. Any other difference may be another thing counted, and is no claim.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model import CheckOutcome, Relation
from .intervals import Range
from .terms import Sentence, Term
from .verdicts import CONFIDENCE, holds, number, one_slip

_NAMED_BY = 3  # words of an indicator that surely name it
_DIGITS = 3  # digits of a figure that are not alike by chance

Key = tuple[str, str, str | None, str]


def restated(sentences: Sequence[Sentence]) -> Iterator[Relation]:
    """The relations of figures told again in another block, each with the first of its kind."""
    first: dict[Key, tuple[int, Term]] = {}
    for sentence in sentences:
        for term in sentence.terms:
            key = _key(term)
            if key is None:
                continue
            block, told = first.setdefault(key, (sentence.block, term))
            if block == sentence.block:
                continue
            if told.value == term.value:
                yield _equal(told, term, "consistent")
            elif one_slip(term, told.value):
                yield _equal(told, term, "inconsistent")


def _key(term: Term) -> Key | None:
    """What a figure counts, if it surely is known."""
    figure = term.figure
    period = figure.period
    if term.role != "level" or period is None or not period.name or figure.approx or term.bracket:
        return None
    words = (figure.indicator or "").lower().split()
    if not figure.unit or len(words) < _NAMED_BY:
        return None
    if sum(c.isdigit() for c in figure.text) < _DIGITS:
        return None
    return " ".join(words), figure.unit.lower(), figure.place, period.name


def _equal(told: Term, again: Term, outcome: CheckOutcome) -> Relation:
    values = [number(t.value / t.unit.factor) for t in (again, told)]
    return Relation(
        id="",
        type="equal",
        holds=holds(outcome),
        outcome=outcome,
        a=told.id,
        b=again.id,
        expected=Range.exactly(told.value).printed(told.unit.factor),
        reported=again.figure.text,
        steps=(f"{values[0]} ≠ {values[1]}" if values[0] != values[1] else " = ".join(values),),
        confidence=CONFIDENCE["medium"],
    )
