"""Claims -> relations: each computation done again with intervals, in steps a clerk can follow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ..model import CheckOutcome, Relation
from .changes import Move
from .divisions import Division, Reading, Strength
from .intervals import HABITS, ZERO, Habit, Printed, Range, short, total
from .shares import Share
from .terms import Term

CONFIDENCE: dict[Strength, float] = {"strong": 0.95, "medium": 0.7, "weak": 0.6}
TRUNCATED = "truncated, not rounded"
ROUNDED = "within rounding"
_NUMBER = re.compile(r"\d(?:[\d.,\s]*\d)?")
# A whole with fewer digits is one digit off its parts too often by chance; where "trong đó" may
# leave parts unnamed and their labels do not speak for the list, one digit more is asked for, two
# of a rounded whole.
_TELLING = 3
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Result:
    """One computation: how it agrees, what comes out, and how it was done."""

    outcome: CheckOutcome
    expected: Range
    steps: tuple[str, ...]
    note: str = ""


# -- wholes and parts ----------------------------------------------------------------------------


def judge_division(division: Division, *, wrong: bool = True) -> tuple[Reading, Relation] | None:
    """The reading of a division that stands, and its relation; None where no claim is sure.

    Without ``wrong`` only a reading that adds up stands.
    """
    first = division.readings[0]
    several = [r for r in division.readings if len(r.parts) > 1]
    for reading in several:
        if adds_up(reading):
            return reading, _sum(division, reading, add(reading))
    if division.strength == "weak" or not wrong:
        return None
    # a bare number before counts of things may be a page's
    several = [r for r in several if _named(r, division.cue)]
    for reading in several:
        if _telling(division, reading) and sum_slip(reading):
            return reading, _sum(division, reading, add(reading))
    if division.strength == "strong" and several:
        return several[0], _sum(division, several[0], add(several[0]))
    if division.complete:
        return None
    result = add(first)
    if short_of(first):
        result = Result("consistent", result.expected, result.steps)
    elif len(first.parts) > 1 or not _alike(first):
        result = Result("not_checkable", result.expected, result.steps, "parts may overlap")
    return first, _sum(division, first, result, subset=True)


def _named(reading: Reading, cue: str) -> bool:
    """Whether a whole is no page number that stands before counts of things."""
    whole, part = reading.total, reading.parts[0]
    if not whole.unit.names:
        return not part.unit.names
    return bool(cue) or not whole.figure.text.isdigit() or part.figure.text.isdigit()


def short_of(reading: Reading) -> bool:
    """Whether the parts are less than the whole, so that some may be unnamed."""
    return _value_of(reading) <= reading.total.value


def _alike(reading: Reading) -> bool:
    """Whether whole and parts are counts in one and the same unit."""
    return all(
        p.unit.names == reading.total.unit.names and not p.printed.step
        for p in (reading.total, *reading.parts)
    )


def adds_up(reading: Reading) -> bool:
    """Whether the parts may make up the whole."""
    if _value_of(reading) == reading.total.value:
        return True
    if not any(t.printed.inexact for t in (reading.total, *reading.parts, *reading.less)):
        return False
    return add(reading).outcome != "inconsistent"


def add(reading: Reading) -> Result:
    """Whether the parts make up the whole."""
    whole, factor = reading.total, reading.total.unit.factor
    value = _value_of(reading)
    terms = " + ".join(number(p.value / factor) for p in reading.parts)
    terms += "".join(f" − {number(p.value / factor)}" for p in reading.less)
    step = f"{terms} = {number(value / factor)}"
    if not any(t.printed.inexact for t in (whole, *reading.parts, *reading.less)):
        exactly = Range.exactly(value)
        if value == whole.value:
            return Result("consistent", exactly, (step,))
        return Result("inconsistent", exactly, (step,), _off(value, whole))
    parts = _alike_printed(reading.parts)
    found = [
        total(p.interval(habit) for p in parts)
        - total(p.printed.interval(habit) for p in reading.less)
        for habit in HABITS
    ]
    expected = Range(min(r.low for r in found), max(r.high for r in found))
    if value == whole.value:
        return Result("consistent", expected, (step,))
    for habit, sums in zip(HABITS, found, strict=True):
        if sums.meets(whole.printed.interval(habit)):
            note = ROUNDED if habit == "rounded" else TRUNCATED
            return Result("consistent_by_rounding", expected, (step,), note)
    return Result("inconsistent", expected, (step,), _off(value, whole))


def _off(value: Decimal, whole: Term) -> str:
    return f"off by {number(abs(value - whole.value) / whole.unit.factor)}"


def _alike_printed(parts: Sequence[Term]) -> list[Printed]:
    """Parts of one list are printed alike: beside "15,6 tỷ đồng", "20 tỷ đồng" is 20,0."""
    finest: dict[Decimal, Decimal] = {}
    for part in parts:
        factor, step = part.unit.factor, part.printed.step
        finest[factor] = min(step, finest.get(factor, step))
    return [
        p.printed
        if p.printed.step == finest[p.unit.factor]
        else replace(p.printed, step=finest[p.unit.factor])
        for p in parts
    ]


def _value_of(reading: Reading) -> Decimal:
    gone = sum((p.value for p in reading.less), ZERO)
    return sum((p.value for p in reading.parts), ZERO) - gone


def _sum(division: Division, reading: Reading, result: Result, *, subset: bool = False) -> Relation:
    return Relation(
        id="",
        type="roll_forward" if reading.less else "subset" if subset else "sum",
        holds=holds(result.outcome),
        outcome=result.outcome,
        total=reading.total.id,
        parts=tuple(p.id for p in (*reading.parts, *reading.less)),
        cue=division.cue,
        expected=result.expected.printed(reading.total.unit.factor),
        reported=reading.total.figure.text,
        steps=result.steps,
        note=result.note,
        confidence=CONFIDENCE[division.strength],
    )


# -- shares --------------------------------------------------------------------------------------


def judge_share(share: Share) -> Relation | None:
    """The relation of a percentage; None where no reading is sure."""
    if share.ratios:
        return _judge_ratios(share)
    for part, whole in share.readings:
        if whole.value > 0:
            result = percent_of(part, whole, share.percent)
            if result.outcome != "inconsistent":
                return _percent(share, result, part, whole)
    part, whole = share.readings[0]
    if whole.value <= 0 or share.strength == "weak":
        return None
    if share.percent.value < _HUNDRED and whole.value * 2 < part.value:
        return None  # no part of it, however misprinted
    if share.strength == "strong" or percent_slip(part, whole, share.percent):
        return _percent(share, percent_of(part, whole, share.percent), part, whole)
    return None


def _judge_ratios(share: Share) -> Relation | None:
    """The ratio that the percentage is; where neither of two is, which one is meant is open."""
    results: list[tuple[Term, Result]] = []
    for ratio in share.ratios:
        top, bottom = ratio.figure.numerator, ratio.figure.denominator
        if top is not None and bottom:
            result = _divide(top, bottom, share.percent)
            if result.outcome != "inconsistent":
                return _percent(share, result, ratio=ratio)
            results.append((ratio, result))
    if not results or share.strength == "weak":
        return None
    ratio, result = results[0]
    if len(results) > 1 and share.strength != "strong":
        result = replace(result, outcome="not_checkable", note="two ratios beside one percentage")
    return _percent(share, result, ratio=ratio)


def percent_of(part: Term, whole: Term, percent: Term) -> Result:
    """Whether a percentage is part / whole; ``whole`` is not 0."""
    plain = _divide(part.value, whole.value, percent, factor=whole.unit.factor)
    if plain.outcome != "inconsistent":
        return plain
    for habit in HABITS:
        try:
            found = part.printed.interval(habit) / whole.printed.interval(habit) * 100
        except ZeroDivisionError:
            continue
        if any(found.meets(percent.printed.interval(h)) for h in HABITS):
            return Result("consistent_by_rounding", found, plain.steps, ROUNDED)
    return plain


def _divide(
    part: Decimal, whole: Decimal, percent: Term, *, factor: Decimal = Decimal(1)
) -> Result:
    value = part * 100 / whole
    steps = (f"{number(part / factor)} / {number(whole / factor)} × 100 = {number(value)}",)
    found = Range.exactly(value)
    outcomes: dict[Habit, CheckOutcome] = {
        "rounded": "consistent",
        "truncated": "consistent_by_rounding",
    }
    for habit in HABITS:
        if found.meets(percent.printed.interval(habit)):
            note = TRUNCATED if habit == "truncated" else ""
            return Result(outcomes[habit], found, steps, note)
    return Result("inconsistent", found, steps, f"off by {number(abs(value - percent.value))}")


def _percent(
    share: Share,
    result: Result,
    part: Term | None = None,
    whole: Term | None = None,
    ratio: Term | None = None,
) -> Relation:
    return Relation(
        id="",
        type="percent",
        holds=holds(result.outcome),
        outcome=result.outcome,
        part=part.id if part else None,
        whole=whole.id if whole else None,
        ratio=ratio.id if ratio else None,
        percent=share.percent.id,
        cue=share.cue,
        expected=result.expected.printed(),
        reported=share.percent.figure.text,
        steps=result.steps,
        note=result.note,
        confidence=CONFIDENCE[share.strength],
    )


# -- changes -------------------------------------------------------------------------------------


def judge_move(move: Move) -> Relation | None:
    """The relation of a change; None where it is open which figure changed and neither fits."""
    results = [_move(move, habit, sign) for habit in HABITS for sign in _signs(move)]
    result = next((r for r in results if r.outcome != "inconsistent"), results[0])
    if result.outcome == "inconsistent":
        if move.other is not None:
            other = replace(move, current=move.other, previous=move.current, other=None)
            turned = judge_move(other)
            if turned is not None and turned.holds:
                return turned
        if move.others:
            return judge_move(replace(move, current=move.others[0], others=move.others[1:]))
        if move.strength == "weak" or (move.strength == "medium" and not move_slip(move)):
            return None
    growth = move.percent is not None
    reported = move.percent or move.change
    assert reported is not None
    change = move.change.id if move.change else None
    factor = reported.unit.factor
    return Relation(
        id="",
        type="growth" if growth else "difference",
        holds=holds(result.outcome),
        outcome=result.outcome,
        current=move.current.id,
        previous=move.previous.id if move.previous else None,
        change=None if growth else change,
        change_abs=change if growth else None,
        change_percent=move.percent.id if move.percent else None,
        cue=move.cue,
        expected=result.expected.printed(factor),
        reported=reported.figure.text,
        steps=result.steps,
        note=result.note,
        confidence=CONFIDENCE[move.strength],
    )


def _signs(move: Move) -> tuple[int, ...]:
    return (move.direction,) if move.direction else (1, -1)


def _move(move: Move, habit: Habit, sign: int) -> Result:
    """A change computed from the terms printed; what is not printed comes from the others."""
    current, factor = _value(move.current, habit), move.current.unit.factor
    steps: list[str] = []
    fine = True
    if move.previous is not None:
        base, base_value = _value(move.previous, habit), move.previous.value
        change = current - base if sign > 0 else base - current
        change_value = (_middle(move.current) - base_value) * sign
        high, low = (_middle(move.current), base_value)[::sign]
        steps.append(
            f"{number(high / factor)} − {number(low / factor)} = {number(change_value / factor)}"
        )
        if move.change is not None:
            fine = change.meets(_value(move.change, habit))
            change_value = move.change.value if fine else change_value
    else:
        assert move.change is not None
        change, change_value = _value(move.change, habit), move.change.value
        base_value = _middle(move.current) - sign * change_value
        base = current - change if sign > 0 else current + change
        mark = "−" if sign > 0 else "+"
        steps.append(
            f"{number(_middle(move.current) / factor)} {mark} {number(change_value / factor)}"
            f" = {number(base_value / factor)}"
        )
    expected = change
    if move.percent is not None:
        if base.low <= 0 <= base.high or not base_value:
            return Result("inconsistent", change, tuple(steps), "the base would be 0")
        share = change / base * 100
        value = change_value * 100 / base_value
        if fine:
            expected = share
            moved, was = number(change_value / factor), number(base_value / factor)
            steps.append(f"{moved} / {was} × 100 = {number(value)}")
            fine = share.meets(_value(move.percent, habit))
    if not fine:
        return Result("inconsistent", expected, tuple(steps))
    if habit == "truncated":
        return Result("consistent_by_rounding", expected, tuple(steps), TRUNCATED)
    return Result("consistent", expected, tuple(steps))


def _value(term: Term, habit: Habit) -> Range:
    """A term's interval; a ratio stands for its numerator."""
    if term.role == "ratio":
        return Range.exactly(_middle(term))
    return term.printed.interval(habit)


def _middle(term: Term) -> Decimal:
    if term.role == "ratio":
        return term.figure.numerator or ZERO
    return term.value


# -- one wrong digit -----------------------------------------------------------------------------


def sum_slip(reading: Reading) -> bool:
    """Whether changing one digit of one figure, or swapping two, would make the parts add up."""
    gap = reading.total.value - _value_of(reading)
    wanted = [(reading.total, reading.total.value - gap)]
    wanted += [(part, part.value + gap) for part in reading.parts]
    wanted += [(part, part.value - gap) for part in reading.less]
    return any(one_slip(term, value) for term, value in wanted)


def percent_slip(part: Term, whole: Term, percent: Term) -> bool:
    """Whether changing one digit of one figure would make the percentage right.

    Only percentages with a decimal tell: one in whole per cent agrees too often by chance.
    """
    if percent.printed.step >= 1:
        return False
    tries = (
        *((p, whole, percent) for p in one_digit_changed(part)),
        *((part, w, percent) for w in one_digit_changed(whole)),
        *((part, whole, p) for p in one_digit_changed(percent)),
    )
    return any(w.value > 0 and percent_of(p, w, c).outcome != "inconsistent" for p, w, c in tries)


def move_slip(move: Move) -> bool:
    """Whether changing one digit of one figure would make a change right.

    Only percentages with a decimal tell, as with shares, and figures of three digits, as with sums.
    """
    if move.percent is None:
        fine = move.current.role == "percent" and move.current.printed.step < 1
        if len(_digits(move.current)) < _TELLING and not fine:
            return False
    elif move.percent.printed.step >= 1:
        return False
    tries = (
        *(replace(move, current=t) for t in one_digit_changed(move.current)),
        *(replace(move, previous=t) for t in _changed(move.previous)),
        *(replace(move, change=t) for t in _changed(move.change)),
        *(replace(move, percent=t) for t in _changed(move.percent)),
    )
    return any(
        _move(t, h, sign).outcome != "inconsistent"
        for t in tries
        for h in HABITS
        for sign in _signs(move)
    )


def _changed(term: Term | None) -> Iterator[Term]:
    return one_digit_changed(term) if term is not None else iter(())


def one_digit_changed(term: Term) -> Iterator[Term]:
    """A figure as it would be with any one of its digits changed."""
    step = _unit_of(term)
    units = term.value / step
    if units != int(units):
        return
    digits = str(int(units))
    for at, old in enumerate(digits):
        for new in "0123456789":
            if new != old:
                value = int(digits[:at] + new + digits[at + 1 :]) * step
                yield replace(term, printed=replace(term.printed, value=value))


def _telling(division: Division, reading: Reading) -> bool:
    """Whether it means something that one wrong digit would make the parts add up."""
    if division.cover == "closed":
        return True
    digits = len(str(int(reading.total.value / _unit_of(reading.total))))
    if not division.complete and short_of(reading):
        if division.cover:
            return digits >= _TELLING
        return digits >= _TELLING + (2 if reading.total.printed.step else 1)
    return bool(division.cover) or digits >= _TELLING


def _unit_of(term: Term) -> Decimal:
    """One unit of a figure's last printed digit."""
    return term.printed.step or term.unit.factor


def _digits(term: Term) -> str:
    found = _NUMBER.search(term.figure.text)
    return re.sub(r"\D", "", found.group()) if found else ""


def one_slip(term: Term, wanted: Decimal) -> bool:
    """Whether one digit changed, or two side by side swapped, make a figure the wanted value."""
    step = _unit_of(term)
    printed, meant = term.value / step, wanted / step
    if meant < 0 or printed != int(printed) or meant != int(meant):
        return False
    width = len(_digits(term))
    first, second = str(int(printed)).zfill(width), str(int(meant)).zfill(width)
    if len(first) != len(second):
        return False
    different = [i for i, (x, y) in enumerate(zip(first, second, strict=True)) if x != y]
    if len(different) == 2:
        i, j = different
        return j == i + 1 and first[i] == second[j] and first[j] == second[i]
    return len(different) == 1


# -- printing ------------------------------------------------------------------------------------


def holds(outcome: CheckOutcome) -> bool | None:
    return {"inconsistent": False, "not_checkable": None}.get(outcome, True)


def number(value: Decimal) -> str:
    """A number as the documents print it: 1.234,5, four decimals at most."""
    if value == (whole_number := int(value)):
        return f"{whole_number:,d}".replace(",", ".")
    whole, _, rest = f"{short(value):,f}".partition(".")
    return whole.replace(",", ".") + (f",{rest}" if rest else "")
