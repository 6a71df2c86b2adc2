"""Printed numbers as intervals: what a number that prints so may have been before it was rounded.

A count is exact. A decimal, a percentage or a scaled number ("3,7%", "12 tỷ đồng") was rounded or
truncated at its last printed digit; which of the two is one habit of the writer, so a claim is tried
with all its members rounded, then with all of them truncated. "Khoảng", "gần" widen a number to one
unit of its last digit that is not 0; "trên", "hơn" and "dưới" do so on one side. All exact: Fractions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from typing import Literal

from ..model import Approx, Figure, Interval

Habit = Literal["rounded", "truncated"]
HABITS: tuple[Habit, ...] = ("rounded", "truncated")
_DECIMALS = re.compile(r",\s?(\d(?:\s?\d)*)(?!.*,\s?\d)")


@dataclass(frozen=True, slots=True)
class Range:
    """A closed interval of exact numbers."""

    low: Fraction
    high: Fraction

    @classmethod
    def exactly(cls, value: Fraction | int) -> Range:
        return cls(Fraction(value), Fraction(value))

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Range) -> Range:
        return Range(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Range) -> Range:
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Range(min(ends), max(ends))

    def __truediv__(self, other: Range) -> Range:
        """Raises ZeroDivisionError if the divisor may be 0."""
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError("the divisor's interval holds 0")
        return self * Range(1 / other.high, 1 / other.low)

    def meets(self, other: Range) -> bool:
        return self.low <= other.high and other.low <= self.high

    def magnitude(self) -> Range:
        """The interval of absolute values."""
        if self.low >= 0:
            return self
        if self.high <= 0:
            return Range(-self.high, -self.low)
        return Range(Fraction(0), max(-self.low, self.high))


def total(ranges: Iterable[Range]) -> Range:
    return reduce(Range.__add__, ranges, Range.exactly(0))


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed number in its base unit.

    ``step`` is one unit of its last printed digit, 0 for an exact count; ``coarse`` is one unit of
    its last digit that is not 0.
    """

    value: Fraction
    step: Fraction
    coarse: Fraction
    approx: Approx | None = None

    def interval(self, habit: Habit) -> Range:
        """The values that print so under a habit, wider where the text says "about"."""
        value = self.value
        if self.approx == "over":
            return Range(value, value + self.coarse)
        if self.approx == "under":
            return Range(value - self.coarse, value)
        if self.approx == "about":
            return Range(value - self.coarse, value + self.coarse)
        if habit == "truncated":
            return Range(value, value + self.step)
        return Range(value - self.step / 2, value + self.step / 2)


def printed(
    value: Decimal, text: str, *, factor: Fraction, exact: bool, approx: Approx | None = None
) -> Printed:
    """A number with the scale of its unit; ``exact`` for counts printed in full.

    Zeros after the decimal mark count as printed digits ("70,0%" is finer than "70%").
    """
    found = _DECIMALS.search(text)
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    decimals = max(-exponent, 0)
    if found is not None:
        decimals = max(decimals, len(found[1].replace(" ", "")))
    significant = exponent
    for digit in reversed(digits):
        if digit:
            break
        significant += 1
    number = Fraction(value)
    step = Fraction(0) if exact and decimals == 0 else factor / 10**decimals
    coarse = factor * Fraction(10) ** significant if any(digits) else factor
    return Printed(number * factor, step, coarse, approx)


def figure_decimal(value: Fraction) -> Decimal:
    """A Decimal near enough to print: 12 significant digits."""
    return (Decimal(value.numerator) / Decimal(value.denominator)).normalize()


def as_interval(found: Range, *, factor: Fraction = Fraction(1)) -> Interval:
    """The interval in the printed unit, as the output format writes it."""
    return Interval(_short(found.low / factor), _short(found.high / factor))


def _short(value: Fraction) -> Decimal:
    number = Decimal(value.numerator) / Decimal(value.denominator)
    rounded = number.quantize(Decimal("0.0001"))
    return Decimal(int(rounded)) if rounded == rounded.to_integral_value() else rounded.normalize()


def figure_numbers(figure: Figure) -> int:
    """How many numbers a figure prints: 2 for a ratio or range, else 1."""
    return 2 if figure.kind == "ratio" or figure.value_max is not None else 1
