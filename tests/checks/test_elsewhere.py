"""A change whose base another part of the document tells: read with its figures and periods."""

import pytest

from nlp.annotate import annotate
from nlp.checks.arithmetic import find_relations
from nlp.document import from_text

PARTS = (
    "I. KẾT QUẢ NĂM 2025\nThu ngân sách trên địa bàn đạt 77,2 tỷ đồng.\n"
    "II. MỤC TIÊU NĂM 2026\nThu ngân sách trên địa bàn đạt 86,5 tỷ đồng, tăng {}."
)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("12% so với thực hiện năm 2025", [("growth", True)]),
        ("12,0% so với thực hiện năm 2025", [("growth", True)]),
        ("19,0% so với thực hiện năm 2025", [("growth", False)]),
        # no one digit explains it: another base may be meant
        ("5,3% so với thực hiện năm 2025", []),
        ("12,0% so với dự toán năm 2025", []),
        ("12,0% so với thực hiện năm 2024", []),
    ],
)
def test_a_base_in_another_part(change, expected):
    document = from_text(PARTS.format(change))
    found = find_relations(document, annotate(document).figures)
    assert [(r.type, r.holds) for r in found] == expected


def test_two_bases_are_none():
    text = PARTS.format("19,0% so với thực hiện năm 2025").replace(
        "\nII", "\nThu ngân sách trên địa bàn đạt 68,3 tỷ đồng.\nII"
    )
    document = from_text(text)
    assert find_relations(document, annotate(document).figures) == ()
