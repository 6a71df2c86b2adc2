"""Sentences end where they end, and clauses at semicolons outside brackets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.annotate.sentences import clauses, sentences, trimmed, trimmed_end
from nlp.document import from_text


def split(text: str) -> list[str]:
    document = from_text(text)
    return [document.flat[s.start : s.end] for s in sentences(document)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Xã thu 12 tỷ. Huyện thu 40 tỷ.", ["Xã thu 12 tỷ.", "Huyện thu 40 tỷ."]),
        ("Thu 1.234,5 tỷ đồng, đạt 63,4%.", ["Thu 1.234,5 tỷ đồng, đạt 63,4%."]),
        ("TS. Lê Văn An dự họp tại TP. Bình Minh.", ["TS. Lê Văn An dự họp tại TP. Bình Minh."]),
        ("Tặng quà, sách, v.v. Hết năm học.", ["Tặng quà, sách, v.v. Hết năm học."]),
        ("Đã xong (xem phụ lục. Trang 2). Còn một phần.",
         ["Đã xong (xem phụ lục. Trang 2).", "Còn một phần."]),
        ("Gồm: 1) Họp dân (có 40 hộ. Vắng 3 hộ) tại xã. 2) Đo đất.",
         ["Gồm: 1) Họp dân (có 40 hộ. Vắng 3 hộ) tại xã.", "2) Đo đất."]),
        ("Xã tiếp 12 lượt (theo lịch đã niêm yết. Đã giải quyết 3 đơn. Còn 2 đơn.",
         ["Xã tiếp 12 lượt (theo lịch đã niêm yết.", "Đã giải quyết 3 đơn.", "Còn 2 đơn."]),
        ("Có (một [hai. Ba] bốn. Năm) sáu. Hết.", ["Có (một [hai. Ba] bốn. Năm) sáu.", "Hết."]),
        ("1. Rà soát hộ nghèo. Báo cáo huyện.", ["Rà soát hộ nghèo.", "Báo cáo huyện."]),
        ("Có đổi mới không? Có! Rất rõ…", ["Có đổi mới không?", "Có!", "Rất rõ…"]),
    ],
)  # fmt: skip
def test_sentences(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dọn kênh; sửa cống; báo cáo xã", ["Dọn kênh", "sửa cống", "báo cáo xã"]),
        ("Dọn kênh (đoạn 1; đoạn 2); sửa cống", ["Dọn kênh (đoạn 1; đoạn 2)", "sửa cống"]),
        ("a) dọn kênh; b) sửa cống", ["a) dọn kênh", "b) sửa cống"]),
        ("Dọn kênh (đoạn 1; sửa cống", ["Dọn kênh (đoạn 1", "sửa cống"]),
        (" ; ;", []),
    ],
)
def test_clauses(text: str, expected: list[str]) -> None:
    assert [text[s.start : s.end] for s in clauses(text, 0, len(text))] == expected


def test_ends() -> None:
    text = "Báo cáo UBND tỉnh./.  "
    assert text[: trimmed(text, 0, len(text))] == "Báo cáo UBND tỉnh./."
    assert text[: trimmed_end(text, 0, len(text))] == "Báo cáo UBND tỉnh"


@given(st.text(alphabet="aĐ1 .;!?…()[]\n", max_size=120))
def test_sentences_are_in_order_trimmed_and_lose_no_letter(text: str) -> None:
    document = from_text(text)
    found = sentences(document)
    at = 0
    for span in found:
        assert at <= span.start < span.end
        piece = document.flat[span.start : span.end]
        assert piece == piece.strip()
        at = span.end
