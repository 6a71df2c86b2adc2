"""Printed numbers as intervals: what a number that prints so may have been before it was rounded.

A count is exact. A decimal, a percentage or a scaled number ("3,7%", "12 tỷ đồng") was rounded or
truncated at its last printed digit; which of the two is one habit of the writer, so a claim is
tried with all its members rounded, then with all of them truncated. "Khoảng", "gần" widen a number
to one unit of its last digit that is not 0; "trên", "hơn" and "dưới" do so on one side. Decimals
throughout: sums, products and terminating quotients are exact, other quotients good to 28 digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import Literal

from ..model import Approx, Interval

Habit = Literal["rounded", "truncated"]
HABITS: tuple[Habit, ...] = ("rounded", "truncated")
ZERO, HALF = Decimal(0), Decimal("0.5")
_ALMOST = Decimal("0.999999")  # a truncated number lies below the next print
_FOUR_PLACES = Decimal("0.0001")
_WHOLE = 24  # from this power of ten on, the 28 digits of a computed number leave no four decimals
_DECIMALS = re.compile(r"\d,\s?(\d(?:\s?\d)*)(?![\d.,])")


@dataclass(frozen=True, slots=True)
class Range:
    """A closed interval of numbers."""

    low: Decimal
    high: Decimal

    @classmethod
    def exactly(cls, value: Decimal) -> Range:
        return cls(value, value)

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Range) -> Range:
        return Range(self.low - other.high, self.high - other.low)

    def __mul__(self, factor: Decimal | int) -> Range:
        low, high = self.low * factor, self.high * factor
        return Range(low, high) if factor >= 0 else Range(high, low)

    def __truediv__(self, other: Range) -> Range:
        """Raises ZeroDivisionError if the divisor may be 0."""
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError("the divisor's interval holds 0")
        ends = [a / b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Range(min(ends), max(ends))

    def meets(self, other: Range) -> bool:
        return self.low <= other.high and other.low <= self.high

    def printed(self, factor: Decimal = Decimal(1)) -> Interval:
        """The interval in a printed unit, as the output format writes it: four decimals at most."""
        return Interval(short(self.low / factor), short(self.high / factor))


def total(ranges: Iterable[Range]) -> Range:
    """The sum of intervals."""
    return reduce(Range.__add__, ranges, Range(ZERO, ZERO))


def short(value: Decimal) -> Decimal:
    """A number with four decimals at most."""
    if value == value.to_integral_value() or value.adjusted() >= _WHOLE:
        return Decimal(int(value))
    rounded = value.quantize(_FOUR_PLACES)
    return Decimal(int(rounded)) if rounded == int(rounded) else rounded.normalize()


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed number in its base unit.

    ``step`` is one unit of its last printed digit, 0 for an exact count; ``coarse`` is one unit of
    its last digit that is not 0. ``highest`` is the upper end of a printed range.
    """

    value: Decimal
    step: Decimal
    coarse: Decimal
    approx: Approx | None = None
    highest: Decimal | None = None

    @property
    def inexact(self) -> bool:
        """Whether other values print so too."""
        return bool(self.step) or self.approx is not None or self.highest is not None

    def interval(self, habit: Habit) -> Range:
        """The values that print so under a habit, wider where the text says "about"."""
        value, step = self.value, self.step
        if self.highest is not None:
            return Range(value, self.highest)
        if self.approx == "over":
            return Range(value, value + self.coarse)
        if self.approx == "under":
            return Range(value - self.coarse, value)
        if self.approx == "about":
            return Range(value - self.coarse, value + self.coarse)
        if not step:
            return Range(value, value)
        if habit == "truncated":
            return Range(value, value + step * _ALMOST)
        return Range(value - step * HALF, value + step * HALF)


def printed(
    value: Decimal, text: str, *, factor: Decimal, exact: bool, approx: Approx | None = None
) -> Printed:
    """A number with the scale of its unit; ``exact`` for counts printed in full.

    Zeros after the decimal mark count as printed digits ("70,0%" is finer than "70%").
    """
    _, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)  # a printed number is finite
    if exact and exponent >= 0 and approx is None and "," not in text:
        return Printed(value * factor, ZERO, ZERO)
    decimals = max(-exponent, 0)
    if "," in text:
        found = _DECIMALS.search(text)
        if found is not None:
            decimals = max(decimals, sum(c.isdigit() for c in found[1]))
    step = ZERO if exact and not decimals else factor.scaleb(-decimals)
    if approx is None:
        return Printed(value * factor, step, step)
    zeros = 0
    while zeros < len(digits) - 1 and digits[-1 - zeros] == 0:
        zeros += 1
    coarse = factor.scaleb(exponent + zeros)
    return Printed(value * factor, step, coarse, approx)
