"""Sentences -> changes that can be done again: current, previous, change, change in per cent.

"2.783 lượt, giảm 714 lượt so với cùng kỳ [20,42%]", "402 đơn (cùng kỳ 388 đơn, tăng 14 đơn)", "từ 120
lượt xuống 54 lượt (giảm 55%)", "đạt 86,4%, vượt 1,4 điểm phần trăm so với chỉ tiêu 85%". A change is
reported only if the text prints enough of its terms to compute one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from ..model import CheckOutcome
from .cues import cues
from .intervals import HABITS, Habit, Range
from .terms import Sentence, Term

_POINTS = "điểm phần trăm"
_FROM = re.compile(r"(?:từ|tăng\s+từ|giảm\s+từ)\s+(?:mức\s+)?\Z", re.IGNORECASE)
_TO = re.compile(
    r"^\s*(?:\([^)]*\)\s*)?(?:năm\s+\d+\s+|cùng\s+kỳ\s+)?(?:xuống|lên|còn|thành)\b", re.IGNORECASE
)
_SHARE_OF_CHANGE = re.compile(
    r"^[^;.]*?(?:[(\[]|(?:tương\s+(?:ứng|đương)|tức|tỷ\s+lệ|tỉ\s+lệ|bằng|hay)(?:\s+(?:là|tăng|giảm|với))*)\s*\Z",
    re.IGNORECASE,
)
_OTHER_BASE = re.compile(
    r"\s*(?:so\s|kế\s+hoạch|dự\s+toán|chỉ\s+tiêu|tổng|của\s|cùng\s+kỳ|năm\s)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Move:
    """A change and the terms it may be computed from."""

    current: Term
    change: Term | None
    percent: Term | None
    previous: Term | None
    direction: int
    cue: str


def moves(sentence: Sentence) -> Iterator[Move]:
    """The changes of a sentence that can be checked."""
    terms = sentence.terms
    taken: set[int] = set()
    for at, term in enumerate(terms):
        if term.role != "change" or term.number in taken:
            continue
        move = _move(terms, at)
        if move is None:
            continue
        if move.percent is not None:
            taken.add(move.percent.number)
        yield move


def _move(terms: tuple[Term, ...], at: int) -> Move | None:
    term = terms[at]
    current_at = _current(terms, at)
    if current_at is None:
        return None
    current = terms[current_at]
    absolute = term.unit.names != ("%",)
    previous = _previous(terms, at, current_at)
    cue = term.gap.strip().split(",")[-1].strip()[-40:]
    if absolute:
        percent = _percent(terms, at) if term.unit.names != (_POINTS,) else None
        if percent is None and previous is None:
            return None
        return Move(current, term, percent, previous, term.direction, cue)
    if previous is None:
        return None
    return Move(current, None, term, previous, term.direction, cue)


def _current(terms: tuple[Term, ...], at: int) -> int | None:
    change = terms[at]
    points = change.unit.names == (_POINTS,)
    percent = change.unit.names == ("%",)
    for i in range(at - 1, -1, -1):
        term = terms[i]
        if term.role in ("change", "base", "other"):
            continue
        if term.bracket and term.bracket != change.bracket:
            continue
        if _base_percent(term):
            continue
        if points:
            if term.role == "percent":
                return i
        elif percent:
            if term.clause != change.clause:
                return None
            if term.role == "level":
                return i
        elif term.role in ("level", "ratio") and term.fits(change):
            return i
    return None


def _base_percent(term: Term) -> bool:
    return term.role == "percent" and cues().base.search(term.gap) is not None


def _previous(terms: tuple[Term, ...], at: int, current_at: int) -> Term | None:
    change, current = terms[at], terms[current_at]
    if change.direction == 0:
        before = [t for t in terms[:current_at] if t.role == "level" and t.fits(change)]
        return before[-1] if before else None
    if current_at and _FROM.search(terms[current_at - 1].gap) and _TO.search(current.gap):
        return terms[current_at - 1]
    around = [*terms[current_at + 1 : at], *terms[at + 1 : at + 3]]
    for term in around:
        if term.role == "level" and term.start > change.start:
            break
        if (
            (term.role == "base" or _base_percent(term))
            and term.fits(current)
            and term.number != current.number
        ):
            return term
    return None


def _percent(terms: tuple[Term, ...], at: int) -> Term | None:
    """The printed per cent of an absolute change."""
    for term in terms[at + 1 : at + 3]:
        if term.role == "base":
            continue
        if term.unit.names != ("%",) or ";" in term.gap:
            return None
        if term.role == "change":
            return term if term.direction == terms[at].direction else None
        if _SHARE_OF_CHANGE.search(term.gap) and not _OTHER_BASE.match(term.after):
            return term
        return None
    return None


# -- judging -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Check:
    """One computation: what comes out, what is printed, and how they agree."""

    outcome: CheckOutcome
    expected: Range
    reported: Term
    steps: tuple[str, ...] = ()


def value_of(term: Term, habit: Habit) -> Range:
    """A term's interval; a ratio stands for its numerator."""
    if term.role == "ratio" and term.figure.numerator is not None:
        return Range.exactly(Fraction(term.figure.numerator))
    return term.printed.interval(habit)


def judge_move(move: Move) -> CheckOutcome:
    """The worst of the computations that the printed terms allow."""
    outcomes: list[CheckOutcome] = []
    for habit in HABITS:
        outcomes.append(_judge(move, habit))
    for best in ("consistent", "consistent_by_rounding"):
        if best in outcomes:
            return best  # type: ignore[return-value]
    return "inconsistent"


def _judge(move: Move, habit: Habit) -> CheckOutcome:
    current = value_of(move.current, habit)
    directions = (move.direction,) if move.direction else (1, -1)
    good = False
    for direction in directions:
        base: Range
        fine = True
        if move.previous is not None:
            base = value_of(move.previous, habit)
            moved = (current - base) if direction > 0 else (base - current)
            if move.change is not None:
                fine = moved.meets(value_of(move.change, habit))
        else:
            assert move.change is not None
            moved = value_of(move.change, habit)
            base = current - moved if direction > 0 else current + moved
        if fine and move.percent is not None:
            try:
                share = moved / base * Range.exactly(100)
            except ZeroDivisionError:
                fine = False
            else:
                fine = share.meets(value_of(move.percent, habit))
        good = good or fine
    return (
        ("consistent" if habit == "rounded" else "consistent_by_rounding")
        if good
        else "inconsistent"
    )
