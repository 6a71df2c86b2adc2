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
    ],
)
def test_what_a_table_claims(rows, kind, members):
    assert (kind, members, "consistent") in told(rows)


@pytest.mark.parametrize("rows", [BUDGET, SCHOOLS, LEVELS, PETITIONS, SHARES])
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
    ],
)
def test_a_wrong_cell_is_flagged(rows, old, new, kind):
    found = told(changed(rows, old, new))
    assert any(k == kind and new in m and o == "inconsistent" for k, m, o in found)


def test_a_total_that_adds_up_nothing_claims_nothing():
    rows = (
        ("Xã", "Tổng số hộ", "Hộ nghèo", "Thôn"),
        ("An Phú", "2.140", "95", "7"),
        ("Hòa Sơn", "1.980", "61", "5"),
    )
    assert [t for t in told(rows) if t[0] == "sum"] == []
