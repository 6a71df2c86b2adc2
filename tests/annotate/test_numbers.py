"""Numbers as clerks print them -> exact decimals."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.annotate.numbers import parse_number, read_digits, scan_digits, scan_words, style_of
from nlp.rules import table

DIGITS = [
    ("7", "7"),
    ("007", "7"),
    ("02", "2"),
    ("1.234", "1234"),
    ("1.234.567", "1234567"),
    ("1.234,5", "1234.5"),
    ("1,234.5", "1234.5"),
    ("1,234,567", "1234567"),
    ("12.345.678,90", "12345678.90"),
    ("0,037", "0.037"),
    ("0.037", "0.037"),
    ("63,4", "63.4"),
    ("63.4", "63.4"),
    ("3.14", "3.14"),
    ("38582", "38582"),
    ("393,469", "393.469"),
    ("1 66,9", "166.9"),
    ("21, 8", "21.8"),
    ("12 500 000", "12500000"),
    ("2l.450", "21450"),
    ("1O5", "105"),
]


@pytest.mark.parametrize(("printed", "value"), DIGITS)
def test_digits(printed: str, value: str) -> None:
    assert read_digits(printed)[0] == Decimal(value)


@pytest.mark.parametrize(
    ("printed", "style", "value", "other"),
    [
        ("1.234", "vi", "1234", "1.234"),
        ("1.234", "en", "1.234", "1234"),
        ("1,234", "vi", "1.234", "1234"),
        ("1,234", "en", "1234", "1.234"),
        ("12,34", "vi", "12.34", None),
        ("0,125", "vi", "0.125", None),
        ("1.234.567", "vi", "1234567", None),
    ],
)
def test_marks_that_can_be_read_both_ways(
    printed: str, style: str, value: str, other: str | None
) -> None:
    read, alternative = read_digits(printed, style=style)  # type: ignore[arg-type]
    assert read == Decimal(value)
    assert alternative == (None if other is None else Decimal(other))


def test_style_is_read_from_the_decimals_of_the_text() -> None:
    assert style_of("thu đạt 12.5% và chi đạt 1.4 tỷ đồng") == "en"
    assert style_of("thu đạt 12,5% và chi đạt 1.234 tỷ đồng") == "vi"
    assert style_of("không có số nào") == "vi"


WORDS = [
    ("không", "0"),
    ("mười", "10"),
    ("mười lăm", "15"),
    ("mười bốn", "14"),
    ("hai mươi mốt", "21"),
    ("hai mốt", "21"),
    ("ba mươi tư", "34"),
    ("bốn chục", "40"),
    ("năm lăm", "55"),
    ("chín mươi chín", "99"),
    ("một trăm linh tám", "108"),
    ("một trăm lẻ tám", "108"),
    ("hai trăm rưỡi", "250"),
    ("năm trăm tám mươi hai", "582"),
    ("ba nghìn không trăm linh bảy", "3007"),
    ("bảy vạn", "70000"),
    ("một vạn hai nghìn", "12000"),
    ("sáu triệu rưỡi", "6500000"),
    ("nửa triệu", "500000"),
    ("mười hai tỷ năm trăm triệu", "12500000000"),
    ("chín mươi tỉ hai trăm linh một triệu không trăm mười nghìn", "90201010000"),
    ("âm bảy mươi ba", "-73"),
    ("ba phẩy một bốn", "3.14"),
    ("không phẩy không năm", "0.05"),
    ("hai phẩy năm triệu", "2500000"),
]

MIXED = [
    ("5 nghìn", "5000"),
    ("1,5 triệu", "1500000"),
    ("12 tỷ 500 triệu", "12500000000"),
    ("9 nghìn 850 tỷ", "9850000000000"),
    ("1 tỷ rưỡi", "1500000000"),
    ("3tr", "3000000"),
    ("2tr5", "2500000"),
    ("750k", "750000"),
    ("4M", "4000000"),
    ("-3,5", "-3.5"),
    ("+12", "12"),
    ("02 đơn", "2"),
    ("63,4%", "63.4"),
    ("12kg", "12"),
    ("4,5 m2", "4.5"),
    ("$15", "15"),
    ("1.250.000 đồng", "1250000"),
    ("12 tỷ 500 triệu đồng", "12500000000"),
    ("582 hộ nghèo", "582"),
]


@pytest.mark.parametrize(("text", "value"), WORDS + MIXED)
def test_parse_number(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "đơn",
        "hai trăm ba trăm",
        "tỷ " * 5000,
        "12 và 13",
        "mười năm",
        "không có",
        "linh",
        "tỷ lệ",
        "12/3",
        "1,2,",
        "9" * 29,
        "9" * 5000,
    ],
)
def test_what_is_no_single_number(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(("text", "value"), WORDS)
def test_letters_in_capitals_and_spaces_do_not_matter(text: str, value: str) -> None:
    assert parse_number("  " + text.upper().replace(" ", "  ")) == Decimal(value)


def spoken(number: int) -> str:
    """Vietnamese words of a number below a thousand milliards, made by the school rule."""
    names = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]

    def below_thousand(n: int, *, full: bool) -> str:
        hundred, ten, one = n // 100, n // 10 % 10, n % 10
        words = [names[hundred], "trăm"] if hundred or full else []
        if ten == 0:
            if one and words:
                words.append("linh")
        else:
            words += ["mười"] if ten == 1 else [names[ten], "mươi"]
        if one:
            last = "mốt" if one == 1 and ten > 1 else "lăm" if one == 5 and ten else names[one]
            words.append(last)
        return " ".join(words)

    if number == 0:
        return "không"
    words = []
    for scale, name in ((10**9, "tỷ"), (10**6, "triệu"), (1000, "nghìn"), (1, "")):
        group = number // scale % 1000
        if group:
            words.append(f"{below_thousand(group, full=bool(words))} {name}".strip())
    return " ".join(words)


@given(st.integers(min_value=0, max_value=999_999_999_999))
def test_spoken_numbers_come_back(number: int) -> None:
    assert parse_number(spoken(number)) == number


@given(st.integers(min_value=0, max_value=10**12), st.integers(min_value=0, max_value=99))
def test_printed_numbers_come_back(whole: int, hundredths: int) -> None:
    grouped = f"{whole:,}".replace(",", ".")
    assert parse_number(f"{grouped},{hundredths:02}") == Decimal(whole) + Decimal(hundredths) / 100


@given(st.text(alphabet="0123456789., -/()%lO", max_size=60))
def test_any_string_of_marks_is_scanned_without_overlap(text: str) -> None:
    at = 0
    for numeral in scan_digits(text, 0, len(text)):
        assert at <= numeral.start < numeral.end <= len(text)
        at = numeral.end


@given(st.text(max_size=60))
def test_parse_number_never_fails(text: str) -> None:
    value = parse_number(text)
    assert value is None or value.is_finite()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tăng từ 21, 8% lên 23%", ["21, 8", "23"]),
        ("thu 1 66,9 nghìn tỷ đồng", ["1 66,9"]),
        ("đạt3 8,5% so với", ["3 8,5"]),
        ("lớp 1, 2 và 3", ["1", "2", "3"]),
        ("xã1 và GDP2", []),
        ("mã A12b34", []),
        ("có 12 500 hộ", ["12 500"]),
        ("năm 2003 26 hộ", ["2003", "26"]),
        ("nộp vào tài khoản 12345678901234567890123456789 của 3 hộ", ["3"]),
        ("thu 100.000.000.000.000.000.000 đồng", ["100.000.000.000.000.000.000"]),
    ],
)
def test_numbers_found_in_a_text(text: str, found: list[str]) -> None:
    assert [text[n.start : n.end] for n in scan_digits(text, 0, len(text))] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("có hai trăm hộ", ["hai trăm"]),
        ("qua hai mươi năm xây dựng", ["hai mươi"]),
        ("một số xã, ba xã, tỷ lệ", []),
        ("chi mười hai tỷ năm trăm triệu đồng", ["mười hai tỷ năm trăm triệu"]),
    ],
)
def test_number_words_found_in_a_text(text: str, found: list[str]) -> None:
    assert [text[n.start : n.end] for n in scan_words(text, 0, len(text))] == found


@pytest.mark.parametrize(
    "piece",
    [
        "1 ",
        "1.",
        "1,",
        "9",
        "1, ",
        "1/",
        "(1",
        "hai ",
        "hai mươi ",
        "l1",
        "trăm ",
        "một tỷ ",
        "hai trăm ",
    ],
)
def test_scanning_takes_linear_time(piece: str) -> None:
    def cost(text: str) -> float:
        best = 1.0
        for _ in range(3):
            start = time.process_time()
            list(scan_digits(text, 0, len(text)))
            list(scan_words(text, 0, len(text)))
            best = min(best, time.process_time() - start)
        return best

    once, fourfold = cost(piece * 2_000), cost(piece * 8_000)
    assert fourfold < 12 * once + 0.02


def test_every_row_of_number_words_is_used() -> None:
    for row in table("number_words"):
        value = parse_number(row["example"])
        assert value is not None, row["example"]
        assert any(word in row["example"] for word in row["words"])
