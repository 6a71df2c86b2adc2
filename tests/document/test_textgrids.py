"""Tables set in plain text: which lines draw one, what its cells are, and what is none."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.document import from_text
from nlp.document.textgrids import find_grids

HEAD = ["TT", "Chỉ tiêu", "Số lượng"]
ROWS = [HEAD, ["1", "Tổng số đơn", "120"], ["2", "Số vụ việc", "15"]]


def cells_of(text):
    """The texts of the cells of each table of a text, row by row."""
    document = from_text(text)
    assert document.text == text
    assert len(document.flat) == len(text)
    return [
        [[text[c.start : c.end] for c in table.cells if c.row == row] for row in range(table.rows)]
        for table in document.tables
    ]


@pytest.mark.parametrize(
    "text",
    [
        "TT | Chỉ tiêu | Số lượng\n1 | Tổng số đơn | 120\n2 | Số vụ việc | 15\n",
        "TT|Chỉ tiêu|Số lượng\n1|Tổng số đơn|120\n2|Số vụ việc|15\n",
        "| TT | Chỉ tiêu | Số lượng |\n|---|---|---:|\n| 1 | Tổng số đơn | 120 |\n"
        "| 2 | Số vụ việc | 15 |\n",
        "+----+-------------+----------+\n| TT | Chỉ tiêu    | Số lượng |\n"
        "+====+=============+==========+\n| 1  | Tổng số đơn | 120      |\n"
        "| 2  | Số vụ việc  | 15       |\n+----+-------------+----------+\n",
        " TT | Chỉ tiêu    | Số lượng\n----+-------------+---------\n"
        "  1 | Tổng số đơn |      120\n  2 | Số vụ việc  |       15\n",
        "┌────┬─────────────┬──────────┐\n│ TT │ Chỉ tiêu    │ Số lượng │\n"
        "├────┼─────────────┼──────────┤\n│ 1  │ Tổng số đơn │ 120      │\n"
        "│ 2  │ Số vụ việc  │ 15       │\n└────┴─────────────┴──────────┘\n",
        "TT\tChỉ tiêu\tSố lượng\n1\tTổng số đơn\t120\n2\tSố vụ việc\t15\n",
        "TT\tChỉ tiêu\t\tSố lượng\n1\tTổng số đơn\t120\n2\tSố vụ việc\t\t15\n",
        "  TT | Chỉ tiêu | Số lượng\n\n  1 | Tổng số đơn | 120\n\n  2 | Số vụ việc | 15\n",
    ],
    ids=[
        "bars", "bars without blanks", "Markdown", "grid", "bars and a rule", "drawn", "tabs",
        "tabs that move on", "blank lines between",
    ],
)  # fmt: skip
def test_ways_to_set_one_table(text):
    assert cells_of(f"Kết quả như sau:\n\n{text}\nHết.\n") == [ROWS]


@pytest.mark.parametrize(
    "text",
    [
        "Đã tiếp 12 lượt | nhận 3 đơn.\n",
        "Tiếp công dân | Xử lý đơn\nGiải quyết | Thi hành\n",
        "Trang chủ | Tin tức | Liên hệ\nVăn bản | Thủ tục | Hỏi đáp\n",
        "UBND XÃ AN PHÚ\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 12/BC-UBND\tĐộc lập - Tự do\n",
        "UBND XÃ AN PHÚ | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Số: 12/BC-UBND | An Phú, ngày 05 tháng 7 năm 2024\n",
        "SỞ Y TẾ\t- * -\tĐộc lập - Tự do\nSỐ:\t120 /2002/TT-BTC\t------------\n",
        "Nơi nhận:\tTM. ỦY BAN NHÂN DÂN\n- Như trên;\tCHỦ TỊCH\n- Lưu: VT.\tLê Văn An\n",
        "KẾ TOÁN\tTHỦ TRƯỞNG\n(Ký tên)\t(Ký tên, đóng dấu)\nLê Văn An\tĐỗ Thị Bình\n",
        "Nội dung\tTrang\nPhần I. Tình hình\t3\nPhần II. Kết quả\t7\n",
        "Phần I. Tình hình\t3\nPhần II. Kết quả\t7\nPhần III. Nhiệm vụ\t12\n",
        "1.\tÔng Lê Văn An\tTrưởng ban\n2.\tBà Đỗ Thị Bình\tPhó Trưởng ban\n",
        "\tTiếp 12 lượt công dân.\n\tNhận 3 đơn.\n",
        "----------\nTiếp công dân | Xử lý đơn\nGiải quyết | Thi hành\n",
        "+----+----+\n+----+----+\n",
        "TT | Chỉ tiêu | Số lượng\n",
        "Số lượng:   120   đơn\nTrong đó:   15   đơn\n",
    ],
)
def test_what_is_no_table(text):
    assert find_grids(text.split("\n")) == []


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("", "Trong đó:", "2 | Số vụ | 15"), ["Trong đó:"]),
        (("- 2 -", "", "2 | Số vụ | 15"), ["2", "Số vụ", "15"]),
        (("II. TỐ CÁO", "2 | Số vụ | 15"), ["II. TỐ CÁO"]),
        (("2 | Số vụ",), ["2", "Số vụ"]),
        ((" | - Khiếu nại | 15",), ["", "- Khiếu nại", "15"]),
        (("2 | Số vụ | ",), ["2", "Số vụ", ""]),
    ],
)
def test_what_stands_between_two_rows(rows, expected):
    text = "\n".join(("TT | Chỉ tiêu | Số lượng", "1 | Tổng số đơn | 120", *rows))
    (table,) = cells_of(text + "\n")
    assert table[2] == expected


@pytest.mark.parametrize(
    "below",
    [
        "Biểu 2\n\nTT | Xã | Số hộ\n1 | An Phú | 12\n2 | Mỹ Lâm | 15\n",
        "\nTT | Xã | Số hộ\n1 | An Phú | 12\n2 | Mỹ Lâm | 15\n",
    ],
)
def test_two_tables_stay_two(below):
    text = "TT | Chỉ tiêu | Số lượng\n1 | Tổng số đơn | 120\n2 | Số vụ | 15\n" + below
    assert [len(table) for table in cells_of(text)] == [3, 3]


def test_a_signature_under_a_table_is_no_row():
    text = "TT\tXã\tSố đơn\n1\tAn Phú\t120\n2\tMỹ Lâm\t12\nNơi nhận:\t\tTM. ỦY BAN NHÂN DÂN\n"
    document = from_text("BÁO CÁO\nKết quả\n\n" + text)
    assert [t.rows for t in document.tables] == [3]
    assert document.blocks[-1].kind == "footer"


def test_lines_between_two_rules_are_one_row():
    text = (
        "+----+-----------+---------+\n| TT | Nội dung  | Số tiền |\n+----+-----------+---------+\n"
        "| 1  | Mua sắm   | 1.200   |\n|    | Máy móc   |         |\n+----+-----------+---------+\n"
        "| 2  | Chi khác  | 300     |\n+----+-----------+---------+\n"
    )
    (table,) = from_text(text).tables
    assert (table.rows, table.header_rows) == (3, 1)
    assert [text[c.start : c.end] for c in table.cells if (c.row, c.column) == (1, 1)] == [
        "Mua sắm", "Máy móc",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "TT | Chỉ tiêu | Thực hiện | | Ghi chú\n | | 2022 | 2023 |\n1 | Số đơn | 12 | 13 |\n",
        "|TT |Chỉ tiêu |Thực hiện  |Ghi chú|\n|   |         |2022 |2023 |       |\n"
        "|1  |Số đơn   |12   |13   |       |\n|2  |Số vụ    |15   |18   |       |\n",
    ],
    ids=["empty cells", "bars under each other"],
)
def test_a_heading_over_several_columns(text):
    (table,) = from_text(text).tables
    assert table.header_rows == 2
    wide = [c for c in table.cells if text[c.start : c.end] == "Thực hiện"]
    assert [(c.column, c.column_span) for c in wide] == [(2, 2)]


def test_rules_are_furniture_and_bars_are_blank():
    text = "Biểu 1\n\n| Xã | Số hộ |\n|---|---|\n| An Phú | 12 |\n| Mỹ Lâm | 15 |\n\nHết.\n"
    document = from_text(text)
    assert [b.kind for b in document.blocks] == ["paragraph", "table", "paragraph"]
    assert not set("|") & set(document.flat)
    assert "---" not in document.flat


@pytest.mark.parametrize(
    "line",
    ["1 | Tổng số đơn | 120", " | - Khiếu nại | 5\n\nTrong đó:", "|" * 60, "+--+--+", "|1" * 200,
     "\t" * 60 + "1", "| a\n| 1 | 2"],
)  # fmt: skip
def test_tables_are_read_in_linear_time(line):
    def cost(count: int) -> float:
        lines = "\n".join(["TT | Chỉ tiêu | Số lượng", *([line] * count)]).split("\n")
        best = 9.0
        for _ in range(3):
            start = time.process_time()
            find_grids(lines)
            best = min(best, time.process_time() - start)
        return best

    assert cost(1_600) < 10 * cost(400) + 0.02


ALPHABET = st.sampled_from(["|", "\t", "\n", "-", "+", " ", "1", "23", "Xã", "số", "%", "(", "I."])


@given(st.lists(ALPHABET, max_size=80).map("".join))
def test_whatever_comes_the_text_stays_and_cells_lie_in_their_rows(text):
    document = from_text(text)
    assert document.text == text
    assert len(document.flat) == len(text)
    for table in document.tables:
        for cell in table.cells:
            assert table.start <= cell.start <= cell.end <= table.end
            assert not set("|\t\n") & set(text[cell.start : cell.end])
            assert 0 <= cell.column < cell.column + cell.column_span <= table.columns
            assert cell.row < table.rows
