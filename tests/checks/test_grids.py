"""Tables: which rows a total adds up, which columns a percentage compares, and what is off."""

from itertools import chain

import pytest

from nlp.annotate.figures import find_figures
from nlp.annotate.periods import find_dates
from nlp.checks.arithmetic import find_relations
from nlp.document import from_pages
from nlp.model import Cell, Grid, Line, Page, Source

BUDGET = (
    ("TT", "Khoản", "Dự toán", "Thực hiện", "Tỷ lệ (%)"),
    ("1", "Thu thuế", "1.240", "930", "75,0"),
    ("2", "Thu phí", "360", "288", "80,0"),
    ("3", "Thu khác", "400", "310", "77,5"),
    ("", "Tổng cộng", "2.000", "1.528", "76,4"),
)
SCHOOLS = (
    ("Cấp học", "Số trường", "Số học sinh", "Nam", "Nữ"),
    ("Tổng số", "21", "9.870", "5.012", "4.858"),
    ("Mầm non", "8", "2.100", "1.074", "1.026"),
    ("Tiểu học", "9", "4.310", "2.190", "2.120"),
    ("Trung học cơ sở", "4", "3.460", "1.748", "1.712"),
)
LEVELS = (
    ("TT", "Nguồn vốn", "Kế hoạch"),
    ("", "Tổng số", "5.400"),
    ("I", "Ngân sách tỉnh", "3.150"),
    ("1", "Giao thông", "2.000"),
    ("2", "Thủy lợi", "1.150"),
    ("II", "Ngân sách xã", "2.250"),
)
PETITIONS = (
    ("Đơn vị", "Tổng số đơn", "Khiếu nại", "Tố cáo", "Kiến nghị"),
    ("Xã An Phú", "45", "12", "3", "30"),
    ("Xã Hòa Sơn", "61", "20", "6", "35"),
    ("Xã Mỹ Lâm", "38", "9", "1", "28"),
)
SHARES = (
    ("Ngành", "Số lao động", "Tỷ lệ (%)"),
    ("Nông nghiệp", "4.200", "42,0"),
    ("Công nghiệp", "3.300", "33,0"),
    ("Dịch vụ", "2.500", "25,0"),
    ("Tổng số", "10.000", "100"),
)
YEARS = (
    ("TT", "Chỉ tiêu", "6T 2023", "6T 2024", "Tăng, giảm (+/-)", "So sánh (%)"),
    ("1", "Lượt tiếp", "224", "250", "+26", "111,6"),
    ("2", "Đơn nhận", "180", "171", "-9", "95,0"),
    ("3", "Đơn giải quyết", "150", "165", "15", "110,0"),
)
GROWTH = (
    ("Chỉ tiêu", "Năm 2023", "Năm 2024", "Tăng/giảm (%)"),
    ("Thu thuế", "840", "912", "8,6"),
    ("Thu phí", "215", "198", "-7,9"),
    ("Thu khác", "96", "120", "25,0"),
)
FORMULA = (
    ("TT", "Chỉ tiêu", "Kế hoạch", "Thực hiện", "Còn thiếu", "Tỷ lệ (%)"),
    ("(1)", "(2)", "(3)", "(4)", "(5)=(3)-(4)", "(6)=(4)/(3)*100"),
    ("1", "Đường", "12", "9", "3", "75"),
    ("2", "Kênh", "20", "17", "3", "85"),
)
STOCK = (
    ("Đơn vị", "Tồn đầu kỳ", "Phát sinh", "Đã giải quyết", "Còn"),
    ("Xã An Phú", "20", "65", "70", "15"),
    ("Xã Hòa Sơn", "12", "30", "35", "7"),
    ("Xã Mỹ Lâm", "5", "11", "10", "6"),
)
LEFT = (
    ("Đơn vị", "Tiếp nhận", "Đã giải quyết", "Còn lại"),
    ("Xã An Phú", "65", "50", "15"),
    ("Xã Hòa Sơn", "32", "25", "7"),
    ("Xã Mỹ Lâm", "41", "39", "2"),
)


def told(rows):
    cells = tuple(Cell(t, r, c) for r, row in enumerate(rows) for c, t in enumerate(row))
    lines = [Line(t, ends_paragraph=True) for t in ("BÁO CÁO", "Kết quả năm 2024", "Biểu 1")]
    page = Page(1, 0, 0, (*lines, Grid(cells, len(rows), len(rows[0]))))
    document = from_pages(Source("a.docx", "x/x", 1, "", "docx"), (page,), ())
    figures = find_figures(document, find_dates(document))
    texts = {f.id: f.text for f in figures}
    return [
        (r.type, tuple(texts[m] for m in r.members()), r.outcome)
        for r in find_relations(document, figures)
    ]


def changed(rows, old, new):
    assert list(chain(*rows)).count(old) == 1
    return [[new if cell == old else cell for cell in row] for row in rows]


@pytest.mark.parametrize(
    ("rows", "kind", "members"),
    [
        (BUDGET, "sum", ("2.000", "1.240", "360", "400")),
        (BUDGET, "sum", ("1.528", "930", "288", "310")),
        (BUDGET, "percent", ("930", "1.240", "75,0")),
        (BUDGET, "percent", ("1.528", "2.000", "76,4")),
        (SCHOOLS, "sum", ("21", "8", "9", "4")),
        (SCHOOLS, "sum", ("9.870", "2.100", "4.310", "3.460")),
        (LEVELS, "sum", ("5.400", "3.150", "2.250")),
        (PETITIONS, "sum", ("45", "12", "3", "30")),
        (PETITIONS, "sum", ("61", "20", "6", "35")),
        (SHARES, "percent", ("4.200", "10.000", "42,0")),
        (SHARES, "sum", ("10.000", "4.200", "3.300", "2.500")),
        (YEARS, "difference", ("250", "224", "26")),
        (YEARS, "difference", ("171", "180", "-9")),
        (YEARS, "percent", ("171", "180", "95,0")),
        (GROWTH, "growth", ("912", "840", "8,6")),
        (GROWTH, "growth", ("198", "215", "-7,9")),
        (FORMULA, "difference", ("12", "9", "3")),
        (FORMULA, "percent", ("17", "20", "85")),
        (STOCK, "roll_forward", ("15", "20", "65", "70")),
        (LEFT, "sum", ("65", "50", "15")),
    ],
)
def test_what_a_table_claims(rows, kind, members):
    assert (kind, members, "consistent") in told(rows)


EXPORTS = (
    ("Mặt hàng", "Quý I/2024", "Quý I/2025", "So sánh (%)"),
    ("Gạo", "16", "17", "106.25"),
    ("Cà phê", "48", "57", "118.75"),
    ("Chè", "32", "41", "128.125"),
    ("Hồ tiêu", "64", "2", "3.125"),
)
ONE_MARK = (  # nothing in the column tells which mark is the decimal one
    ("Mặt hàng", "Năm 2023", "Năm 2024", "Tăng/giảm (%)"),
    ("Gạo", "32", "41", "28.125"),
    ("Cà phê", "64", "66", "3.125"),
    ("Chè", "160", "145", "-9.375"),
)
TABLES = [
    EXPORTS, ONE_MARK, BUDGET, SCHOOLS, LEVELS, PETITIONS, SHARES, YEARS, GROWTH, FORMULA, STOCK,
    LEFT,
]  # fmt: skip


@pytest.mark.parametrize("rows", TABLES)
def test_a_true_table_raises_nothing(rows):
    assert [t for t in told(rows) if t[2] == "inconsistent"] == []


@pytest.mark.parametrize(
    ("rows", "old", "new", "kind"),
    [
        (BUDGET, "1.528", "1.578", "sum"),
        (BUDGET, "288", "238", "sum"),
        (BUDGET, "77,5", "72,5", "percent"),
        (SCHOOLS, "4.310", "4.510", "sum"),
        (SCHOOLS, "9.870", "9.820", "sum"),
        (PETITIONS, "61", "67", "sum"),
        (SHARES, "33,0", "38,0", "percent"),
        (YEARS, "250", "280", "difference"),
        (YEARS, "-9", "-7", "difference"),
        (YEARS, "95,0", "99,0", "percent"),
        (GROWTH, "-7,9", "-4,9", "growth"),
        (GROWTH, "912", "972", "growth"),
        (EXPORTS, "128.125", "123.125", "percent"),
        (ONE_MARK, "-9.375", "-9.875", "growth"),
        (FORMULA, "85", "35", "percent"),
        (STOCK, "35", "31", "roll_forward"),
        (STOCK, "15", "16", "roll_forward"),
        (LEFT, "7", "9", "sum"),
    ],
)
def test_a_wrong_cell_is_flagged(rows, old, new, kind):
    found = told(changed(rows, old, new))
    assert any(k == kind and new in m and o == "inconsistent" for k, m, o in found)


def test_a_column_with_a_few_slips_is_still_what_most_of_its_rows_follow():
    rows = [["Xã", "Tổng số hộ", "Hộ nghèo", "Tỷ lệ (%)"]]
    rows += [
        [
            f"Xã {n}",
            str(400 + n),
            str(20 + n),
            f"{(2000 + 100 * n) / (400 + n):.1f}".replace(".", ","),
        ]
        for n in range(9)
    ]
    wrong = [row if n not in (2, 7) else [*row[:3], "77,7"] for n, row in enumerate(rows)]
    assert [outcome for *_, outcome in told(wrong)].count("inconsistent") == 2
    most = [row if n < 5 else [*row[:3], f"{n}7,7"] for n, row in enumerate(rows)]
    assert not told(most)


def test_a_total_that_adds_up_nothing_claims_nothing():
    rows = (
        ("Xã", "Tổng số hộ", "Hộ nghèo", "Thôn"),
        ("An Phú", "2.140", "95", "7"),
        ("Hòa Sơn", "1.980", "61", "5"),
    )
    assert [t for t in told(rows) if t[0] == "sum"] == []


@pytest.mark.parametrize(
    "rows",
    [
        # a change against figures of another table
        (
            ("Chỉ tiêu", "Năm 2024", "Tăng, giảm so với năm 2023"),
            ("Lúa", "312", "14"),
            ("Ngô", "120", "8"),
            ("Rau", "96", "5"),
        ),
        # what remains is not of the columns beside it
        (
            ("Xã", "Số hộ", "Hộ nghèo", "Còn nhà tạm"),
            ("An Phú", "412", "31", "9"),
            ("Hòa Sơn", "380", "26", "12"),
            ("Mỹ Lâm", "295", "18", "4"),
        ),
        # one row follows by chance
        (
            ("Xã", "Vụ nhận", "Vụ xong", "Còn hồ sơ"),
            ("An Phú", "5", "3", "2"),
            ("Hòa Sơn", "7", "1", "3"),
            ("Mỹ Lâm", "4", "2", "1"),
        ),
        # a column of numbers is no figure of the table
        (
            ("Xã", "Kế hoạch", "Thực hiện", "Còn"),
            ("A", "1", "2", "3"),
            ("An Phú", "20", "12", "8"),
            ("Hòa Sơn", "15", "11", "4"),
        ),
    ],
)
def test_columns_that_compare_nothing_printed(rows):
    assert [t for t in told(rows) if t[2] == "inconsistent"] == []
