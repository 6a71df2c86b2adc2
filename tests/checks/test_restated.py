"""A figure told twice in one document."""

import pytest

from nlp.annotate import annotate
from nlp.checks.arithmetic import find_relations
from nlp.checks.restated import restated
from nlp.document import from_text

TWICE = (
    "I. KẾT QUẢ NĂM 2025\nTổng thu ngân sách trên địa bàn đạt {}.\n"
    "II. ĐÁNH GIÁ CHUNG\n{}, tổng thu ngân sách trên địa bàn đạt {}."
)


@pytest.mark.parametrize(
    ("first", "year", "again", "expected"),
    [
        ("77,2 tỷ đồng", "Năm 2025", "77,2 tỷ đồng", [True]),
        ("77,2 tỷ đồng", "Năm 2025", "72,7 tỷ đồng", [False]),
        ("77,2 tỷ đồng", "Năm 2025", "77,8 tỷ đồng", [False]),
        # not one slip, another year, another measure, an estimate
        ("77,2 tỷ đồng", "Năm 2025", "68,3 tỷ đồng", []),
        ("77,2 tỷ đồng", "Năm 2024", "72,7 tỷ đồng", []),
        ("77,2 tỷ đồng", "Năm 2025", "77,8%", []),
        ("77,2 tỷ đồng", "Năm 2025", "khoảng 77,8 tỷ đồng", []),
    ],
)
def test_a_figure_told_twice(first, year, again, expected):
    document = from_text(TWICE.format(first, year, again))
    found = find_relations(document, annotate(document).figures)
    assert [r.holds for r in found if r.type == "equal"] == expected


def test_no_figures_no_relations():
    assert list(restated(())) == []
