"""Tables: cells with their spans, header rows, unit and caption, and the cut by a page break."""

import time

import pytest

from nlp.document import from_pages
from nlp.document.tables import header_rows
from nlp.model import Box, Cell, Grid, Line, Page, Source

SOURCE = Source("x.pdf", "application/pdf", 1, "0" * 64, "pdf", pages=2)
HEADER = ("TT", "Xã", "Kế hoạch", "Thực hiện")


def grid(*rows):
    cells = tuple(Cell(t, r, c) for r, row in enumerate(rows) for c, t in enumerate(row))
    return Grid(cells, len(rows), len(rows[0]), Box(1, 70, 100, 530, 200))


def pages():
    return (
        Page(1, 595, 842, (
            Line("Biểu 1: Thu quỹ phòng chống thiên tai", Box(1, 70, 60, 400, 72)),
            Line("Đơn vị tính: triệu đồng", Box(1, 350, 76, 530, 88)),
            grid(HEADER, ("1", "An Phú", "120", "118,5"), ("2", "Hòa\nSơn", "90", "")),
            Line("1", Box(1, 290, 800, 300, 812)),
        )),
        Page(2, 595, 842, (
            grid(HEADER, ("3", "Mỹ Lâm", "75", "80")),
            Line("Nguồn: Phòng Tài chính.", Box(2, 70, 300, 300, 312)),
        )),
    )  # fmt: skip


def test_a_table_cut_by_a_page_break_is_one():
    document = from_pages(SOURCE, pages(), ())
    (table,) = document.tables
    assert (table.rows, table.columns, table.header_rows) == (4, 4, 1)
    assert (table.caption, table.unit) == ("Biểu 1: Thu quỹ phòng chống thiên tai", "triệu đồng")
    rows = [
        [document.text[c.start : c.end] for c in table.cells if c.row == row] for row in range(4)
    ]
    assert rows == [
        list(HEADER), ["1", "An Phú", "120", "118,5"], ["2", "Hòa Sơn", "90", ""],
        ["3", "Mỹ Lâm", "75", "80"],
    ]  # fmt: skip
    assert document.flat.count("Kế hoạch") == 1


def test_cells_stand_apart_in_the_text():
    document = from_pages(SOURCE, pages(), ())
    (table,) = document.tables
    (block,) = (b for b in document.blocks if b.kind == "table")
    assert (block.start, block.end) == (table.start, table.end)
    lines = [row.strip() for row in document.flat[block.start : block.end].split("\n")]
    assert lines[:2] == ["TT\tXã\tKế hoạch\tThực hiện", "1\tAn Phú\t120\t118,5"]
    assert lines[-1] == "3\tMỹ Lâm\t75\t80"


def test_text_between_keeps_two_tables_apart():
    first, second = pages()
    other = Page(2, 595, 842, (Line("Biểu 2: Chi quỹ", Box(2, 70, 60, 400, 72)), *second.items))
    document = from_pages(SOURCE, (first, other), ())
    assert len(document.tables) == 2
    assert document.tables[1].caption == "Biểu 2: Chi quỹ"


def test_laying_out_a_table_takes_linear_time():
    def cost(rows: int) -> float:
        page = Page(1, 0, 0, (grid(HEADER, *(("1", "An Phú", "120", "118") for _ in range(rows))),))
        best = 9.0
        for _ in range(3):
            start = time.process_time()
            from_pages(SOURCE, (page,), ())
            best = min(best, time.process_time() - start)
        return best

    assert cost(4_000) < 20 * cost(500)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((("Xã", "Số hộ"), ("An Phú", "120")), 1),
        ((("TT", "Xã", "Năm", ""), ("", "", "2023", "2024"), ("1", "An Phú", "12", "14")), 2),
        ((("TT", "Xã", "Hộ"), ("1", "2", "3"), ("1", "An Phú", "14")), 2),
        ((("Xã", "Hộ"), ("(1)", "(2)"), ("An Phú", "14")), 2),
        ((("An Phú", "12", "14"), ("Mỹ Lâm", "15", "18")), 0),
    ],
)
def test_header_rows(rows, expected):
    assert header_rows(grid(*rows)) == expected


@pytest.mark.parametrize(
    "above", ["V/v đôn đốc giải ngân", "Kính gửi: Sở Tài chính;", "Báo cáo tình hình thu phí"]
)
def test_a_letterhead_ends_before_a_table(above):
    lines = (Line("UBND XÃ AN PHÚ"), Line("Số: 12/UBND-TC")) if above[0] in "VK" else ()
    rows = (("vốn năm nay", "Mỹ Lâm"), ("12", "3"), ("4", "5"))
    document = from_pages(SOURCE, (Page(1, 0, 0, (*lines, Line(above), grid(*rows))),), ())
    (table,) = document.tables
    assert [b.kind for b in document.blocks if b.end > table.start] == ["table"]
    assert len(document.flat) == len(document.text)
