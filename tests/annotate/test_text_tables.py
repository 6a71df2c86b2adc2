"""Figures of tables set in plain text: value, unit, period and indicator of every cell."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.annotate.table_periods import compares, implied_period, printed_period
from nlp.annotate.table_rows import RowNames
from nlp.document import from_text
from nlp.parsing import parse_document
from nlp.rules import table

TITLE = "BÁO CÁO\nKết quả công tác 9 tháng năm 2023\n\n"

# name, lines, then for each figure: text, unit, period, indicator
TABLES = [
    (
        "a report's own table",
        """Biểu 1: Kết quả xử lý đơn

TT | Chỉ tiêu | ĐVT | Kế hoạch năm | Thực hiện 9 tháng năm 2023 | Cùng kỳ | So cùng kỳ (%)
1 | Tổng số đơn | đơn | 160 | 132 | 120 | 110
Trong đó:
 | - Khiếu nại | | 90 | 72 | 60 | 120
2 | Kinh phí | triệu đồng | 1.200 | 850,5 | | """,
        [
            ("160", "đơn", "2023", "Tổng số đơn Kế hoạch năm"),
            ("132", "đơn", "2023-9M", "Tổng số đơn Thực hiện 9 tháng năm 2023"),
            ("120", "đơn", "2022-9M", "Tổng số đơn Cùng kỳ"),
            ("110", "%", "2023-9M", "Tổng số đơn So cùng kỳ"),
            ("90", "đơn", "2023", "Tổng số đơn Khiếu nại Kế hoạch năm"),
            ("72", "đơn", "2023-9M", "Tổng số đơn Khiếu nại Thực hiện 9 tháng năm 2023"),
            ("60", "đơn", "2022-9M", "Tổng số đơn Khiếu nại Cùng kỳ"),
            ("120", "%", "2023-9M", "Tổng số đơn Khiếu nại So cùng kỳ"),
            ("1.200", "triệu đồng", "2023", "Kinh phí Kế hoạch năm"),
            ("850,5", "triệu đồng", "2023-9M", "Kinh phí Thực hiện 9 tháng năm 2023"),
        ],
    ),
    (
        "Markdown, columns of years",
        """| Chỉ tiêu | 2022 | TH 2023 | 6T/2023 | Tỷ lệ % |
|---|---:|---:|---:|---|
| Số hộ nghèo | 120 | 110 | 115 | 4,2 |""",
        [
            ("120", "hộ nghèo", "2022", "Số hộ nghèo 2022"),
            ("110", "hộ nghèo", "2023", "Số hộ nghèo TH 2023"),
            ("115", "hộ nghèo", "2023-H1", "Số hộ nghèo 6T/2023"),
            ("4,2", "%", "2023-9M", "Số hộ nghèo Tỷ lệ %"),
        ],
    ),
    (
        "antiword: cells over several lines and columns",
        """|TT |Chỉ tiêu     |Kết quả thực hiện    |Tăng, giảm|
|   |             |2022      |2023      |(%)       |
|1  |Tổng số đơn  |120       |132       |10,0      |
|   |tiếp nhận    |          |          |          |
|2  |Số vụ việc   |50        |40        |-20,0     |""",
        [
            ("120", "đơn", "2022", "Tổng số đơn tiếp nhận Kết quả thực hiện 2022"),
            ("132", "đơn", "2023", "Tổng số đơn tiếp nhận Kết quả thực hiện 2023"),
            ("10,0", "%", "2023-9M", "Tổng số đơn tiếp nhận Tăng, giảm"),
            ("50", "vụ việc", "2022", "Số vụ việc Kết quả thực hiện 2022"),
            ("40", "vụ việc", "2023", "Số vụ việc Kết quả thực hiện 2023"),
            ("-20,0", "%", "2023-9M", "Số vụ việc Tăng, giảm"),
        ],
    ),
    (
        "a grid, its unit above",
        """Đơn vị tính: triệu đồng
+----+-----------+---------+
| TT | Nội dung  | Số tiền |
+----+-----------+---------+
| 1  | Chi mua   | 1.200   |
|    | sắm       |         |
+----+-----------+---------+
| 2  | Chi khác  | 300     |
+----+-----------+---------+
|    | Tổng cộng | 1.500   |
+----+-----------+---------+""",
        [
            ("1.200", "triệu đồng", "2023-9M", "Chi mua sắm Số tiền"),
            ("300", "triệu đồng", "2023-9M", "Chi khác Số tiền"),
            ("1.500", "triệu đồng", "2023-9M", "Tổng cộng Số tiền"),
        ],
    ),
    (
        "tabs",
        """STT\tĐơn vị\tTổng số đơn\tKhiếu nại\tTỷ lệ (%)
1\tXã Phổ Minh\t25\t12\t48,0
\tTổng cộng\t25\t12\t48,0""",
        [
            ("25", "đơn", "2023-9M", "Xã Phổ Minh Tổng số đơn"),
            ("12", "đơn", "2023-9M", "Xã Phổ Minh Khiếu nại"),
            ("48,0", "%", "2023-9M", "Xã Phổ Minh Tỷ lệ"),
            ("25", "đơn", "2023-9M", "Tổng cộng Tổng số đơn"),
            ("12", "đơn", "2023-9M", "Tổng cộng Khiếu nại"),
            ("48,0", "%", "2023-9M", "Tổng cộng Tỷ lệ"),
        ],
    ),
    (
        "two columns",
        "Xã | Số hộ nghèo\nAn Phú | 120\nCộng | 120",
        [
            ("120", "hộ nghèo", "2023-9M", "An Phú Số hộ nghèo"),
            ("120", "hộ nghèo", "2023-9M", "Cộng Số hộ nghèo"),
        ],
    ),
    (
        "rows of years",
        "Năm | Số đơn | Số vụ\n2021 | 120 | 13\n2022 | 131 | 14",
        [
            ("120", "đơn", "2021", "2021 Số đơn"),
            ("13", "vụ", "2021", "2021 Số vụ"),
            ("131", "đơn", "2022", "2022 Số đơn"),
            ("14", "vụ", "2022", "2022 Số vụ"),
        ],
    ),
    (
        "groups and letters",
        """| STT | Nội dung | Số lượng |
| I | Tiếp công dân | |
| 1 | Số lượt tiếp | 12 |
| II | Xử lý đơn | |
| 1 | Tổng số đơn | 30 |
| a | Khiếu nại | 20 |
| | Tổng cộng | 42 |""",
        [
            ("12", "lượt", "2023-9M", "Tiếp công dân Số lượt tiếp Số lượng"),
            ("30", "đơn", "2023-9M", "Xử lý đơn Tổng số đơn Số lượng"),
            ("20", "đơn", "2023-9M", "Xử lý đơn Tổng số đơn Khiếu nại Số lượng"),
            ("42", "", "2023-9M", "Tổng cộng Số lượng"),
        ],
    ),
    (
        "numbers below numbers",
        "TT | Chỉ tiêu | Số lượng\n1 | Tổng số đơn | 30\n1.1 | Kỳ trước | 10\n2 | Số vụ | 7",
        [
            ("30", "đơn", "2023-9M", "Tổng số đơn Số lượng"),
            ("10", "đơn", "2023-9M", "Tổng số đơn Kỳ trước Số lượng"),
            ("7", "vụ", "2023-9M", "Số vụ Số lượng"),
        ],
    ),
    (
        "a title of a group between the rows",
        "TT | Chỉ tiêu | Số lượng\n1 | Số đơn | 30\nKHIẾU NẠI\n1 | Số vụ | 7",
        [
            ("30", "đơn", "2023-9M", "Số đơn Số lượng"),
            ("7", "vụ", "2023-9M", "KHIẾU NẠI Số vụ Số lượng"),
        ],
    ),
    (
        "units that are repeated, shares of the plan",
        """TT | Chỉ tiêu | ĐVT | KH năm | TH 9T/2023 | TH/KH (%)
1 | Sản lượng lúa | tấn | 200 | 150 | 75
2 | Sản lượng ngô | -nt- | 100 | 60 | 60""",
        [
            ("200", "tấn", "2023", "Sản lượng lúa KH năm"),
            ("150", "tấn", "2023-9M", "Sản lượng lúa TH 9T/2023"),
            ("75", "%", "2023-9M", "Sản lượng lúa TH/KH"),
            ("100", "tấn", "2023", "Sản lượng ngô KH năm"),
            ("60", "tấn", "2023-9M", "Sản lượng ngô TH 9T/2023"),
            ("60", "%", "2023-9M", "Sản lượng ngô TH/KH"),
        ],
    ),
    (
        "the line above tells the period",
        "Kết quả quý II năm 2023:\nTT | Xã | Số đơn\n1 | An Phú | 12\n2 | Mỹ Lâm | 15",
        [
            ("12", "đơn", "2023-Q2", "An Phú Số đơn"),
            ("15", "đơn", "2023-Q2", "Mỹ Lâm Số đơn"),
        ],
    ),
    (
        "numbered columns, empty cells",
        """TT | Xã | Số hộ | Số khẩu
(1) | (2) | (3) | (4)
1 | An Phú | 12 |
2 | Mỹ Lâm | | 40""",
        [
            ("12", "hộ", "2023-9M", "An Phú Số hộ"),
            ("40", "khẩu", "2023-9M", "Mỹ Lâm Số khẩu"),
        ],
    ),
    (
        "no headings",
        "1 | Tổng số đơn | 120\n2 | Tổng số vụ | 12",
        [
            ("120", "đơn", "2023-9M", "Tổng số đơn"),
            ("12", "vụ", "2023-9M", "Tổng số vụ"),
        ],
    ),
    (
        "no headings, numbered anew in each group",
        "A\tChi ngân sách\t\nI\tChi đầu tư\t500\n1\tXây dựng\t300\n2\tMua sắm\t200\n"
        "II\tChi khác\t90\n1\tHội nghị\t90",
        [
            ("500", "", "2023-9M", "Chi ngân sách Chi đầu tư"),
            ("300", "", "2023-9M", "Chi ngân sách Xây dựng"),
            ("200", "", "2023-9M", "Chi ngân sách Mua sắm"),
            ("90", "", "2023-9M", "Chi ngân sách Chi khác"),
            ("90", "", "2023-9M", "Chi ngân sách Hội nghị"),
        ],
    ),
    (
        "money beside a count, words behind a figure",
        "Ngành | Số dự án | Vốn đầu tư | Kết quả\nDệt may | 12 | 300 | chậm tiến độ",
        [
            ("12", "dự án", "2023-9M", "Dệt may Số dự án"),
            ("300", "", "2023-9M", "Dệt may Vốn đầu tư"),
        ],
    ),
    (
        "names and dates only",
        "| TT | Số hiệu | Ngày ban hành |\n|---|---|---|\n| 1 | 12 | 5/6/2023 |",
        [],
    ),
    (
        "sentences in cells",
        "TT | Nội dung | Kết quả\n1 | Xử lý đơn | Đã xử lý 12/15 đơn\n2 | Số buổi | 3",
        [("12/15 đơn", "đơn", "2023-9M", None), ("3", "buổi", "2023-9M", "Số buổi Kết quả")],
    ),
]


@pytest.mark.parametrize(
    ("lines", "expected"), [case[1:] for case in TABLES], ids=[case[0] for case in TABLES]
)
def test_figures_of_a_table_in_plain_text(lines, expected):
    text = f"{TITLE}{lines}\n\nTrên đây là báo cáo.\n"
    parsed = parse_document(from_text(text))
    assert parsed.text == text
    assert all(text[f.start : f.end] == f.text for f in parsed.figures)
    found = [
        (f.text, f.unit, f.period.name if f.period else None, f.indicator) for f in parsed.figures
    ]
    assert [f[:3] for f in found] == [e[:3] for e in expected]
    assert [f[3] for f, e in zip(found, expected, strict=True) if e[3]] == [
        e[3] for e in expected if e[3]
    ]


def test_what_is_computed_in_a_table_is_checked():
    text = (
        f"{TITLE}TT | Xã | Kế hoạch (ha) | Thực hiện (ha) | TH/KH (%)\n"
        "1 | An Phú | 120 | 60 | 50,0\n2 | Mỹ Lâm | 80 | 60 | 75,0\n3 | Hòa Sơn | 50 | 20 | 45,0\n"
        " | Tổng cộng | 250 | 140 | 56,0\n"
    )
    relations = parse_document(from_text(text)).relations
    assert sorted((r.type, r.holds) for r in relations) == [
        ("percent", False), ("percent", True), ("percent", True), ("percent", True),
        ("sum", True), ("sum", True),
    ]  # fmt: skip


NAMES = st.sampled_from(["Số đơn", "- Khiếu nại", "Trong đó:", "I. Chung", "Tổng cộng", ""])
CELLS = st.sampled_from(["12", "1.234,5", "-3", "(4)", "12/15", "5%", "", "-", "x", "2023"])
ROWS = st.lists(st.tuples(NAMES, st.lists(CELLS, max_size=4)), min_size=2, max_size=8)


@given(ROWS, st.sampled_from([" | ", "|", "\t"]), st.booleans())
def test_every_figure_stands_at_its_place(rows, mark, closed):
    lines = [mark.join([name, *cells]) for name, cells in rows]
    lines = [f"{mark}{line}{mark}" if closed else line for line in lines]
    text = "\n".join([mark.join(["Chỉ tiêu", "Kế hoạch", "Thực hiện"]), *lines])
    parsed = parse_document(from_text(text))
    assert parsed.text == text
    for figure in parsed.figures:
        assert text[figure.start : figure.end] == figure.text
        digits = [c for c in figure.text if c.isdigit()]
        assert digits or figure.value is None


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("2021", "2021"), ("Năm 2021", "2021"), ("TH 2021", "2021"), ("Ước thực hiện 2023", "2023"),
        ("6T/2022", "2022-H1"), ("9T 2022", "2022-9M"), ("9 tháng 2022", "2022-9M"),
        ("T9/2022", "2022-09"), ("QI/2022", "2022-Q1"), ("Quý 3/2022", "2022-Q3"),
        ("6T", "2023-H1"), ("Thực hiện 6 tháng", "2023-H1"), ("Quý I", "2023-Q1"),
        ("Cùng kỳ", "2022-9M"), ("Cùng kỳ 2021", "2021-9M"), ("Cùng kỳ năm trước", "2022-9M"),
        ("Kế hoạch năm", "2023"), ("Dự toán năm", "2023"), ("Cả năm", "2023"),
        ("Lũy kế từ đầu năm", "2023-9M"), ("Số lượng", None), ("So cùng kỳ (%)", None),
        ("So với 2022", None), ("TH 9T/2022 so với 2021", "2022-9M"), ("Tỷ lệ % 2022", None),
        ("Mã số 2022-15", None), ("Vốn 2021 chuyển sang", None),
    ],
)  # fmt: skip
def test_periods_of_short_headings(heading, expected):
    base = printed_period("9T/2023", None)
    told = heading[: compares(heading)]
    found = printed_period(told, base) or implied_period(told, base)
    assert (found.name if found else None) == expected


def test_short_headings_without_a_period_of_the_table():
    assert printed_period("Cùng kỳ", None) is None
    assert implied_period("Kế hoạch năm", None) is None
    assert implied_period("6T", None) is None


def test_the_same_period_of_a_leap_year():
    base = printed_period("T2/2023", None)
    assert printed_period("Cùng kỳ 2024", base).end_date.day == 29


@pytest.mark.parametrize("row", table("table_periods"), ids=lambda row: row["example"])
def test_every_word_of_a_period_fires_in_its_example(row):
    base = printed_period("9T/2023", None)
    assert any(word in row["example"].lower() for word in row["words"])
    found = printed_period(row["example"], base) or implied_period(row["example"], base)
    assert found is not None


@pytest.mark.parametrize("row", table("table_rows"), ids=lambda row: row["example"])
def test_every_word_of_a_row_fires_in_its_example(row):
    names = RowNames(numbered=True)
    names.read("1", "Số đơn", "đơn", figures=True)
    if row["role"] == "ditto":
        assert names.read("2", "Số vụ", row["example"], figures=True).unit == "đơn"
        return
    names.read("", row["example"], "", figures=row["role"] == "total")
    after = names.read("", "Khiếu nại", "", figures=True)
    assert after.above == (("Số đơn",) if row["role"] == "parts" else ())


def test_a_name_stays_under_few_rows():
    names = RowNames(numbered=True)
    for marker, name in (("A", "Thu"), ("I", "Thu nội địa"), ("1", "Thuế")):
        names.read(marker, name, "", figures=False)
    assert names.read("a", "Hộ", "", figures=True).full == "Thu nội địa Thuế Hộ"


def test_a_plan_in_plain_text_gives_its_directives():
    text = (
        "KẾ HOẠCH\nTriển khai năm 2024\n\n"
        "+----+------------------+------------+-----------+\n"
        "| TT | Nội dung         | Cơ quan    | Thời hạn  |\n"
        "|    | công việc        | chủ trì    |           |\n"
        "+----+------------------+------------+-----------+\n"
        "| 1  | Rà soát hộ nghèo,| Phòng Y tế | 30/6/2024 |\n"
        "|    | hộ cận nghèo     |            |           |\n"
        "+----+------------------+------------+-----------+\n"
        "| 2  | Tổng hợp báo cáo | Văn phòng  | 15/7/2024 |\n"
        "+----+------------------+------------+-----------+\n"
    )
    found = parse_document(from_text(text)).directives
    assert [(d.action, d.assignees, str(d.deadline)) for d in found] == [
        ("Rà soát hộ nghèo, hộ cận nghèo", ("Phòng Y tế",), "2024-06-30"),
        ("Tổng hợp báo cáo", ("Văn phòng",), "2024-07-15"),
    ]
    assert all(text[d.start : d.end] == d.text for d in found)


def test_values_are_exact():
    (figure,) = parse_document(from_text("Xã | Số ha\nAn Phú | 1.234,56\n")).figures
    assert figure.value == Decimal("1234.56")
