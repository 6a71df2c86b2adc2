"""The outline: a tree of sections, and headings told from numbered paragraphs."""

import pytest

from nlp.document import from_text

STATE = """PHẦN THỨ NHẤT
KẾT QUẢ NĂM 2022

I. VỀ KINH TẾ
1. Nông nghiệp
a) Trồng trọt
- Lúa đạt 5 tạ/sào;
+ Vụ xuân 3 tạ;
+ Vụ mùa 2 tạ.
b) Chăn nuôi: đàn bò 1.200 con.
2. Công nghiệp
Không phát sinh.
II. VỀ XÃ HỘI
1. Đã sửa 3 trường học.
2. Đã mở 4 lớp học nghề.

PHẦN THỨ HAI
NHIỆM VỤ NĂM 2023

1. Mở chợ đầu mối;
2. Xây hai cầu.
"""


def ids(document):
    return [s.id for s in document.sections]


def test_sections_of_a_report():
    document = from_text(STATE)
    one, two = "Phần thứ nhất", "Phần thứ hai"
    assert ids(document) == [
        one, f"{one}.I", f"{one}.I.1", f"{one}.I.1.a", f"{one}.I.1.b", f"{one}.I.2",
        f"{one}.II", f"{one}.II.1", f"{one}.II.2", two, f"{two}.1", f"{two}.2",
    ]  # fmt: skip
    by_id = {s.id: s for s in document.sections}
    assert by_id[f"{one}.I"].title == "VỀ KINH TẾ"
    assert by_id[f"{one}.I.1"].parent == f"{one}.I"
    assert by_id[one].title == "KẾT QUẢ NĂM 2022"
    assert by_id[f"{one}.I.1.b"].title == "Chăn nuôi"
    inside = document.text[by_id[f"{one}.I.1"].start : by_id[f"{one}.I.1"].end]
    assert inside.startswith("1. Nông nghiệp")
    assert inside.endswith("đàn bò 1.200 con.")


def test_blocks_know_their_section():
    document = from_text(STATE)
    where = {document.text[b.start : b.end]: b.section for b in document.blocks}
    assert where["+ Vụ mùa 2 tạ."] == "Phần thứ nhất.I.1.a"
    assert where["Không phát sinh."] == "Phần thứ nhất.I.2"


def test_headings_and_numbered_paragraphs():
    document = from_text(STATE)
    kinds = {document.text[b.start : b.end]: b.kind for b in document.blocks}
    assert kinds["I. VỀ KINH TẾ"] == kinds["1. Nông nghiệp"] == kinds["a) Trồng trọt"] == "heading"
    assert kinds["2. Công nghiệp"] == "heading"
    assert kinds["1. Đã sửa 3 trường học."] == kinds["2. Xây hai cầu."] == "item"
    assert kinds["b) Chăn nuôi: đàn bò 1.200 con."] == "item"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A. Một\nB. Hai\nC. Ba\nD. Bốn\n", ["A", "B", "C", "D"]),
        ("G. Một\nH. Hai\nI. Ba\nK. Bốn\n", ["G", "H", "I", "K"]),
        ("A. Chung\nI. Một\nII. Hai\nB. Riêng\nI. Một\n", ["A", "A.I", "A.II", "B", "B.I"]),
        ("h) một;\ni) hai;\nk) ba.\n", ["h", "i", "k"]),
        ("i) một;\nii) hai;\niii) ba.\n", ["i", "ii", "iii"]),
        ("c) một;\nd) hai;\nđ) ba;\ne) bốn.\n", ["c", "d", "đ", "e"]),
        ("IV. Một\nV. Hai\nVI. Ba\n", ["IV", "V", "VI"]),
        ("1. Một\n1.1. Hai\n1.1.1. Ba\n1.2. Bốn\n2. Năm\n", ["1", "1.1", "1.1.1", "1.2", "2"]),
        ("I- Một\n1- Hai\n2- Ba\nII- Bốn\n", ["I", "I.1", "I.2", "II"]),
        (
            "Chương I\nCHUNG\nĐiều 1. Phạm vi\n1. Một.\n2. Hai.\nĐiều 2. Đối tượng\n1. Ba.\n",
            ["Chương I", "Chương I.Điều 1", "Chương I.Điều 1.1", "Chương I.Điều 1.2",
             "Chương I.Điều 2", "Chương I.Điều 2.1"],
        ),
        ("a) Một:\n1. Hai;\n2. Ba.\nb) Bốn.\n", ["a", "a.1", "a.2", "b"]),
        ("9. Một.\n10.a) Hai.\n10.b) Ba.\n", ["9", "10.a", "10.b"]),
        ("1. Một:\n1) Hai;\n2) Ba.\n2. Bốn.\n", ["1", "1.1", "1.2", "2"]),
        ("1. Một.\n\n1. Lại một.\n", ["1", "1~2"]),
        ("PHẦN\u00a0THỨ\u00a0I\nMục  II. Một\n", ["PHẦN THỨ I", "PHẦN THỨ I.Mục II"]),
    ],
)  # fmt: skip
def test_numbering(text, expected):
    assert ids(from_text(text)) == expected


def test_a_heading_in_capitals_without_a_mark():
    text = "1. Một.\n\nTỔ CHỨC THỰC HIỆN\n\nCác xã triển khai ngay.\n"
    blocks = from_text(text).blocks
    assert [(b.kind, b.section) for b in blocks] == [
        ("item", "1"), ("heading", None), ("paragraph", None),
    ]  # fmt: skip


def test_sections_nest_and_follow_each_other():
    document = from_text(STATE)
    by_id = {s.id: s for s in document.sections}
    for section in document.sections:
        assert section.start < section.end
        if section.parent:
            parent = by_id[section.parent]
            assert parent.start < section.start <= section.end <= parent.end
            assert section.level == parent.level + 1
