"""Divisions -> the reading that holds, or the one that should, and whether it does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from ..model import CheckOutcome
from .intervals import HABITS, Range, total
from .structure import Division, Reading
from .terms import Term

_NUMBER = re.compile(r"\d(?:[\d.\s]*\d)?")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A reading of a division, judged."""

    division: Division
    reading: Reading
    outcome: CheckOutcome
    subset: bool = False  # the parts are named as some of the whole
    certain: bool = True


def judge(division: Division) -> Verdict | None:
    """The verdict on a division; None where nothing is claimed for sure."""
    for reading in division.readings:
        if len(reading.parts) > 1:
            outcome = adds_up(reading)
            if outcome is not None:
                return Verdict(division, reading, outcome)
    if division.strength == "weak":
        return None
    for reading in division.readings:
        if len(reading.parts) > 1 and (division.covered or telling(reading)) and slip(reading):
            return Verdict(division, reading, "inconsistent", certain=division.strength == "strong")
    first = division.readings[0]
    sum_of_parts = sum((p.value for p in first.parts), Fraction(0))
    if division.strength == "strong" and len(first.parts) > 1:
        return Verdict(division, first, "inconsistent")
    if not division.complete:
        if sum_of_parts <= first.total.value:
            return Verdict(division, first, "consistent", subset=True)
        return Verdict(
            division,
            first,
            "inconsistent" if len(first.parts) == 1 else "not_checkable",
            subset=True,
            certain=False,
        )
    return None


def adds_up(reading: Reading) -> CheckOutcome | None:
    """How the parts make up the whole, None if they do not."""
    whole, parts = reading.total.printed, [p.printed for p in reading.parts]
    if sum((p.value for p in parts), Fraction(0)) == whole.value:
        return "consistent"
    for habit in HABITS:
        if total(p.interval(habit) for p in parts).meets(whole.interval(habit)):
            return "consistent_by_rounding"
    return None


def telling(reading: Reading) -> bool:
    """Whether one wrong digit is unlikely by chance: the whole has three digits or more."""
    return sum(c.isdigit() for c in _digits(reading.total)) > 2


def slip(reading: Reading) -> bool:
    """Whether changing one digit of one figure, or swapping two, would make the parts add up."""
    gap = reading.total.value - sum((p.value for p in reading.parts), Fraction(0))
    if one_digit_off(reading.total, reading.total.value - gap):
        return True
    return any(one_digit_off(p, p.value + gap) for p in reading.parts)


def _digits(term: Term) -> str:
    found = _NUMBER.search(term.figure.text)
    return re.sub(r"[.\s]", "", found.group()) if found else ""


def one_digit_off(term: Term, wanted: Fraction) -> bool:
    step = term.printed.step or term.unit.factor
    if wanted <= 0 or term.value == wanted:
        return False
    a, b = term.value / step, wanted / step
    if a.denominator != 1 or b.denominator != 1:
        return False
    first, second = str(a.numerator), str(b.numerator)
    width = len(_digits(term))
    first, second = first.zfill(width), second.zfill(width)
    if len(first) != len(second):
        return False
    different = [i for i, (x, y) in enumerate(zip(first, second, strict=True)) if x != y]
    if len(different) == 1:
        return True
    return (
        len(different) == 2
        and different[1] == different[0] + 1
        and first[different[0]] == second[different[1]]
        and first[different[1]] == second[different[0]]
    )


def interval_of_sum(reading: Reading) -> Range:
    """What the parts add up to, rounded or truncated."""
    found = [total(p.printed.interval(habit) for p in reading.parts) for habit in HABITS]
    return Range(min(r.low for r in found), max(r.high for r in found))
