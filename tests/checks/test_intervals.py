"""A printed number is the interval of values that print so."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.checks.intervals import HABITS, Printed, Range, printed, short, total

D = Decimal
ONE = Decimal(1)


@pytest.mark.parametrize(
    ("text", "value", "factor", "exact", "approx", "rounded", "truncated"),
    [
        ("582 đơn", "582", 1, True, None, ("582", "582"), ("582", "582")),
        ("63,4%", "63.4", 1, False, None, ("63.35", "63.45"), ("63.4", "63.5")),
        ("70,0%", "70", 1, False, None, ("69.95", "70.05"), ("70.0", "70.1")),
        ("7%", "7", 1, False, None, ("6.5", "7.5"), ("7", "8")),
        ("12 tỷ đồng", "12", 10**9, False, None, ("11.5e9", "12.5e9"), ("12e9", "13e9")),
        ("khoảng 300 người", "300", 1, True, "about", ("200", "400"), ("200", "400")),
        ("trên 8,5 tấn", "8.5", 1, False, "over", ("8.5", "8.6"), ("8.5", "8.6")),
        ("dưới 20 vụ", "20", 1, True, "under", ("10", "20"), ("10", "20")),
        ("0 đơn", "0", 1, True, None, ("0", "0"), ("0", "0")),
    ],
)  # fmt: skip
def test_printed_numbers(text, value, factor, exact, approx, rounded, truncated):
    number = printed(D(value), text, factor=D(factor), exact=exact, approx=approx)
    for habit, (low, high) in zip(HABITS, (rounded, truncated), strict=True):
        found = number.interval(habit)
        assert found.low == D(low), habit
        # the upper end of a truncated number is not one of its values
        assert 0 <= D(high) - found.high <= D(high) / 10**6, habit


numbers = st.decimals(min_value=-(10**9), max_value=10**9, places=4)
ranges = st.tuples(numbers, numbers).map(lambda ends: Range(min(ends), max(ends)))


@given(numbers.map(abs), st.integers(0, 3))
def test_a_value_lies_in_the_interval_of_its_print(value, places):
    step = ONE.scaleb(-places)
    for habit, mode in zip(HABITS, (ROUND_HALF_UP, ROUND_DOWN), strict=True):
        shown = value.quantize(step, rounding=mode)
        found = Printed(shown, step, step).interval(habit)
        assert found.low <= value <= found.high


@given(st.lists(st.tuples(ranges, st.floats(0, 1)), min_size=1, max_size=6))
def test_a_sum_of_values_lies_in_the_sum_of_their_intervals(picked):
    values = [r.low + (r.high - r.low) * D(str(round(at, 3))) for r, at in picked]
    found = total(r for r, _ in picked)
    assert found.low <= sum(values) <= found.high


@pytest.mark.parametrize(
    ("value", "printed_as"),
    [("2.5", "2.5"), ("0.333333", "0.3333"), ("7.00001", "7"), ("1e30", "1" + "0" * 30),
     ("123456789012345678901234567.5", "123456789012345678901234567")],
)  # fmt: skip
def test_numbers_of_any_size_are_shortened(value, printed_as):
    assert str(short(D(value))) == printed_as


@given(ranges, ranges)
def test_differences_and_quotients_hold_their_ends(a, b):
    assert (a - b).low == a.low - b.high
    if b.low <= 0 <= b.high:
        with pytest.raises(ZeroDivisionError):
            a / b
    else:
        found = a / b
        for x in (a.low, a.high):
            for y in (b.low, b.high):
                assert found.low <= x / y <= found.high


@given(ranges, ranges)
def test_meeting_is_mutual(a, b):
    assert a.meets(b) == b.meets(a) == (max(a.low, b.low) <= min(a.high, b.high))
