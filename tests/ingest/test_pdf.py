"""PDF files made on the spot -> lines, tables and problems."""

from __future__ import annotations

import contextlib
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table

from nlp.errors import DamagedFileError, EncryptedFileError
from nlp.ingest import read_pages
from nlp.model import Grid, Line
from nlp.settings import Settings

MakePdf = Callable[..., Path]
Draw = Callable[[Canvas], object]
HEIGHT = 841.89


def text(*lines: tuple[float, float, str]) -> Draw:
    """Draws strings at (x, y from the top)."""

    def draw(canvas: Canvas) -> None:
        for x, y, line in lines:
            canvas.drawString(x, HEIGHT - y, line)

    return draw


def body(count: int = 30) -> Draw:
    sentence = "Trong tháng, xã tiếp nhận 12 đơn và giải quyết xong 11 đơn."
    return text(*((90, 80 + 18 * n, sentence) for n in range(count)))


def together(*draws: Draw) -> Draw:
    def draw(canvas: Canvas) -> None:
        for each in draws:
            each(canvas)

    return draw


def lines(path: Path) -> list[str]:
    _, pages, _ = read_pages(path)
    return [item.text for page in pages for item in page.items if isinstance(item, Line)]


def codes(path: Path) -> list[tuple[str, int | None]]:
    return [(p.code, p.page) for p in read_pages(path)[2]]


def test_lines_have_text_boxes_and_pages(pdf: MakePdf) -> None:
    path = pdf(
        text((90, 100, "Số: 12/BC-UBND"), (90, 120, "Tăng 8,4% so với cùng kỳ.")),
        text((300, 40, "2")),
    )
    source, pages, problems = read_pages(path)
    assert (source.reader, source.media_type, source.pages) == ("pdf", "application/pdf", 2)
    assert problems == ()
    assert [(p.number, round(p.width), round(p.height)) for p in pages] == [
        (1, 595, 842),
        (2, 595, 842),
    ]
    first, second = pages[0].items
    assert isinstance(first, Line)
    assert isinstance(second, Line)
    assert (first.text, second.text) == ("Số: 12/BC-UBND", "Tăng 8,4% so với cùng kỳ.")
    assert [w.text for w in second.words] == ["Tăng", "8,4%", "so", "với", "cùng", "kỳ."]
    assert first.box is not None
    assert first.box.page == 1
    assert first.box.x0 == pytest.approx(90, abs=1.5)
    assert first.box.y0 < 100 < first.box.y1
    for word, after in zip(second.words, second.words[1:], strict=False):
        assert word.box.x0 < word.box.x1 < after.box.x0


def test_text_is_nfc(pdf: MakePdf) -> None:
    decomposed = unicodedata.normalize("NFD", "Cà phê")
    assert lines(pdf(text((90, 100, decomposed)))) == ["Cà phê"]


def test_hyphen_at_a_line_end_is_kept(pdf: MakePdf) -> None:
    path = pdf(text((90, 100, "theo Quyết định số 238-"), (90, 118, "QĐ/TW của Ban Bí thư")))
    assert lines(path) == ["theo Quyết định số 238-", "QĐ/TW của Ban Bí thư"]


def test_letterhead_columns_come_apart(pdf: MakePdf) -> None:
    path = pdf(
        text(
            (80, 60, "UBND XÃ AN HÒA"),
            (280, 60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            (90, 80, "TRẠM Y TẾ"),
            (330, 80, "Độc lập - Tự do - Hạnh phúc"),
            (80, 110, "Số:          /BC-TYT"),
            (300, 110, "An Hòa, ngày       tháng 7 năm 2024"),
            (240, 150, "BÁO CÁO"),
        )
    )
    assert lines(path) == [
        "UBND XÃ AN HÒA",
        "TRẠM Y TẾ",
        "Số: /BC-TYT",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "An Hòa, ngày tháng 7 năm 2024",
        "BÁO CÁO",
    ]


ROWS = [
    ["TT", "Chỉ tiêu", "Kết quả", ""],
    ["", "", "Kế hoạch", "Thực hiện"],
    ["1", "Hồ sơ tiếp nhận", "120", "118"],
    ["2", "Hồ sơ\nđúng hạn", "120", ""],
]
SPANS = [("SPAN", (2, 0), (3, 0)), ("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (1, 1))]


def table(
    rows: list[list[str]], *styles: tuple[object, ...], widths: tuple[int, ...] = (40, 180, 90, 90)
) -> Draw:
    def draw(canvas: Canvas) -> None:
        style = [("FONT", (0, 0), (-1, -1), "Serif", 11), *styles]
        drawn = Table(rows, colWidths=widths, style=style)
        _, height = drawn.wrapOn(canvas, 400, 400)
        drawn.drawOn(canvas, 90, HEIGHT - 300 - height)

    return draw


def test_a_ruled_table_is_a_grid_between_the_lines(pdf: MakePdf) -> None:
    ruled = ("GRID", (0, 0), (-1, -1), 0.5, "black")
    around = text((90, 250, "Kết quả như sau:"), (90, 500, "Trên đây là báo cáo./."))
    path = pdf(together(around, table(ROWS, ruled, *SPANS)))
    _, pages, _ = read_pages(path)
    before, grid, after = pages[0].items
    assert isinstance(before, Line)
    assert isinstance(grid, Grid)
    assert isinstance(after, Line)
    assert (before.text, after.text) == ("Kết quả như sau:", "Trên đây là báo cáo./.")
    assert (grid.rows, grid.columns) == (4, 4)
    assert [(c.row, c.column, c.row_span, c.column_span, c.text) for c in grid.cells] == [
        (0, 0, 2, 1, "TT"),
        (0, 1, 2, 1, "Chỉ tiêu"),
        (0, 2, 1, 2, "Kết quả"),
        (1, 2, 1, 1, "Kế hoạch"),
        (1, 3, 1, 1, "Thực hiện"),
        (2, 0, 1, 1, "1"),
        (2, 1, 1, 1, "Hồ sơ tiếp nhận"),
        (2, 2, 1, 1, "120"),
        (2, 3, 1, 1, "118"),
        (3, 0, 1, 1, "2"),
        (3, 1, 1, 1, "Hồ sơ đúng hạn"),
        (3, 2, 1, 1, "120"),
        (3, 3, 1, 1, ""),
    ]
    assert grid.box is not None
    for cell in grid.cells:
        assert cell.box is not None
        assert grid.box.x0 <= cell.box.x0 < cell.box.x1 <= grid.box.x1
        assert grid.box.y0 <= cell.box.y0 < cell.box.y1 <= grid.box.y1


def test_a_letterhead_in_a_ruled_table_stays_text(pdf: MakePdf) -> None:
    rows = [
        ["UBND XÃ AN HÒA", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["Số: 5/BC-UBND", "Độc lập - Tự do - Hạnh phúc"],
    ]
    ruled = ("GRID", (0, 0), (-1, -1), 0.5, "black")
    path = pdf(table(rows, ruled, widths=(150, 300)))
    assert "UBND XÃ AN HÒA" in lines(path)


def test_backgrounds_behind_text_are_no_table(pdf: MakePdf) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(0.9)
        for n in range(6):
            canvas.rect(90, HEIGHT - 84 - 18 * n, 200, 18, stroke=0, fill=1)
            canvas.rect(290, HEIGHT - 84 - 18 * n, 200, 18, stroke=0, fill=1)
        canvas.setFillGray(0)
        body(6)(canvas)

    assert len(lines(pdf(draw))) == 6


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_boxes_of_a_turned_page(pdf: MakePdf, turn: int) -> None:
    """The text is drawn so that it stands upright when the page is shown turned."""

    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)  # swaps the sides too, so that the page is shown upright
        canvas.translate(*{90: (HEIGHT, 0), 180: (595.28, HEIGHT), 270: (0, 595.28)}[turn])
        canvas.rotate(turn)
        text((90, 100, "Dòng thứ nhất"), (90, 120, "Dòng thứ hai"))(canvas)

    _, (page,), _ = read_pages(pdf(draw))
    first, second = page.items
    assert isinstance(first, Line)
    assert isinstance(second, Line)
    assert (first.text, second.text) == ("Dòng thứ nhất", "Dòng thứ hai")
    assert first.box is not None
    assert (round(page.width), round(page.height)) == (595, 842)
    assert first.box.x0 == pytest.approx(90, abs=2)
    assert first.box.y0 < 100 < first.box.y1


def test_pages_without_a_text_layer_need_ocr(pdf: MakePdf, picture: Draw) -> None:
    stamp = text(
        (350, 780, "Người ký: Ủy ban nhân dân xã An Hòa"), (350, 800, "Ngày ký: 05/7/2024")
    )
    path = pdf(body(), picture, together(picture, stamp), together(picture, body()))
    assert codes(path) == [("needs_ocr", 2), ("needs_ocr", 3)]


@pytest.mark.parametrize(
    ("line", "scan", "code"),
    [
        ("Bao cao ket qua thuc hien nhiem vu thang bay nam nay", True, ["needs_ocr"]),
        ("Bao cao ket qua thuc hien nhiem vu thang bay nam nay", False, []),
        ("B~o c~o k#t q_a th\\c hi|n nhi=m v~ th<ng b^y n>m n{y", False, ["needs_ocr"]),
        ("Báo cáo kết quả thực hiện nhiệm vụ tháng bảy năm nay", True, []),
        ("V/v góp ý (lần 2): a) 12.345,6 tỷ đồng = 98% #kế_hoạch", False, []),
    ],
)
def test_the_layer_is_judged(
    pdf: MakePdf, picture: Draw, line: str, scan: bool, code: list[str]
) -> None:
    draw = text(*((90, 100 + 20 * n, line) for n in range(12)))
    path = pdf(together(picture, draw) if scan else draw)
    assert [c for c, _ in codes(path)] == code


def test_blank_pages(pdf: MakePdf) -> None:
    assert codes(pdf(lambda _: None)) == [("no_text", None)]
    assert codes(pdf(body(), lambda _: None)) == []


def test_stamped_annotations_are_read(pdf: MakePdf) -> None:
    """Signing programs put number and day into the blanks as annotations."""

    def draw(canvas: Canvas) -> None:
        text((80, 100, "Số:           /BC-UBND"))(canvas)
        canvas.acroForm.textfield(
            value="12", x=103, y=HEIGHT - 104, width=24, height=16, fontSize=11, borderWidth=0
        )

    assert lines(pdf(draw)) == ["Số: 12 /BC-UBND"]


def test_a_password_is_needed(pdf: MakePdf) -> None:
    path = pdf(body(), encrypt=pdfencrypt.StandardEncryption("mật khẩu", "chủ"))
    with pytest.raises(EncryptedFileError, match="password") as caught:
        read_pages(path)
    assert caught.value.remedy


def test_an_owner_password_keeps_nobody_from_reading(pdf: MakePdf) -> None:
    path = pdf(body(3), encrypt=pdfencrypt.StandardEncryption("", "chủ", canPrint=0, canCopy=0))
    assert len(lines(path)) == 3


def test_a_truncated_file_is_read_in_part_or_refused(pdf: MakePdf) -> None:
    path = pdf(*[body()] * 8)
    data = path.read_bytes()
    for share in (0.2, 0.5, 0.9, 0.99):
        path.write_bytes(data[: int(len(data) * share)])
        with contextlib.suppress(DamagedFileError):
            assert read_pages(path)[1]


def test_limits_cut_with_a_problem(pdf: MakePdf) -> None:
    path = pdf(*[body()] * 5)
    _, pages, problems = read_pages(path, settings=Settings(max_pages=2))
    assert (len(pages), [p.code for p in problems]) == (2, ["cut"])
    assert "max_pages" in problems[0].message
    _, pages, problems = read_pages(path, settings=Settings(max_characters=2000))
    assert (len(pages), [p.code for p in problems]) == (2, ["cut"])
    assert "max_characters" in problems[0].message


def test_squared_paper_does_not_keep_the_search_busy(pdf: MakePdf) -> None:
    def draw(canvas: Canvas) -> None:
        steps = range(0, 580, 5)
        canvas.grid(list(steps), list(steps))
        body(5)(canvas)

    start = time.monotonic()
    assert len(lines(pdf(draw))) == 5
    assert time.monotonic() - start < 3
