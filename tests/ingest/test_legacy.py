"""Fonts of before Unicode: what the page shows, not what the file says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from nlp.document import read
from nlp.ingest.legacy import is_suspect

FONTS = {"Time": ".VnTime", "TimeH": ".VnTimeH", "Vni": "VNI-Times", "Uni": "Times"}


@pytest.fixture(autouse=True)
def _named() -> None:
    """The same font under the names that say how its letters are coded."""
    path = pdfmetrics.getFont("Serif").face.filename
    for name, printed in FONTS.items():
        font = TTFont(name, path)
        font.face.name = printed.encode()
        pdfmetrics.registerFont(font)


def drawn(*lines: tuple[str, str]) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        for number, (font, text) in enumerate(lines):
            canvas.setFont(font, 13)
            canvas.drawString(80, 700 - 24 * number, text)

    return draw


@pytest.mark.parametrize(
    ("lines", "expected", "encoding"),
    [
        ([("Time", "n\xadíc ta thu 12 tû ®ång")], "nước ta thu 12 tỷ đồng", "tcvn3"),
        ([("TimeH", "b¸o c¸o")], "BÁO CÁO", "tcvn3"),
        ([("Vni", "Coäng hoøa xaõ hoäi")], "Cộng hòa xã hội", "vni"),
        (
            [("Time", "Thu ng©n s¸ch t¨ng"), ("Uni", "Đạt 12% kế hoạch")],
            "Thu ngân sách tăng\nĐạt 12% kế hoạch",
            "tcvn3",
        ),
        ([("Uni", "Thu ngân sách tăng 12%")], "Thu ngân sách tăng 12%", None),
        ([("Uni", "Hãng Søren Æbelø họp với đoàn công tác của tỉnh")] * 4, None, None),
    ],
)  # fmt: skip
def test_words_are_read_as_their_font_draws_them(
    pdf: Callable[..., Path],
    lines: list[tuple[str, str]],
    expected: str | None,
    encoding: str | None,
) -> None:
    document = read(pdf(drawn(*lines)))
    assert document.text.strip() == (expected or "\n".join(text for _, text in lines))
    assert document.source.encoding_found == encoding
    assert not [p for p in document.problems if p.code == "needs_ocr"]


def test_a_line_may_end_in_the_letter_that_is_a_soft_hyphen(pdf: Callable[..., Path]) -> None:
    lines = [("Time", "®¹t kÕt qu¶ nh\xad"), ("Time", "sau ®©y")]
    assert read(pdf(drawn(*lines))).text.split() == ["đạt", "kết", "quả", "như", "sau", "đây"]


@given(
    st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặèéẻẽẹềếểễệìíỉĩịòóỏõọ 0123456789,.-")
)
def test_vietnamese_in_unicode_is_never_suspect(text: str) -> None:
    assert not is_suspect(text)
