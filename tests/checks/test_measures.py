"""One whole divided by several measures: each divides it anew, or what it names; never together."""

import pytest

PETITIONS = (
    "Đã xử lý ⟨240 đơn⟩, có ⟨201 đơn⟩ đủ điều kiện, ⟨39 đơn⟩ không đủ điều kiện. "
    "Phân loại đơn đủ điều kiện:\n"
    "- Theo loại đơn: khiếu nại ⟨44 đơn⟩, tố cáo ⟨12 đơn⟩, kiến nghị, phản ánh ⟨145 đơn⟩.\n"
    "- Theo nội dung khiếu nại: đất đai ⟨31 đơn⟩, chế độ ⟨09 đơn⟩, khác ⟨04 đơn⟩.\n"
    "- Theo thẩm quyền: thuộc ⟨134 đơn⟩; không thuộc ⟨67 đơn⟩, gồm hướng dẫn ⟨42 đơn⟩, chuyển "
    "⟨25 đơn⟩."
)
PETITION_SUMS = [
    "sum: 240 đơn | 201 đơn | 39 đơn -> consistent",
    "sum: 201 đơn | 44 đơn | 12 đơn | 145 đơn -> consistent",
    "sum: 201 đơn | 134 đơn | 67 đơn -> consistent",
    "sum: 44 đơn | 31 đơn | 09 đơn | 04 đơn -> consistent",
    "sum: 67 đơn | 42 đơn | 25 đơn -> consistent",
]
LETTERS = (
    "Tiếp nhận ⟨156 đơn⟩, đủ điều kiện xử lý ⟨132 đơn⟩.\n"
    "a) Về nội dung: khiếu nại ⟨40 đơn⟩, tố cáo ⟨12 đơn⟩, kiến nghị ⟨80 đơn⟩.\n"
    "b) Về thẩm quyền: thuộc thẩm quyền ⟨100 đơn⟩, không thuộc thẩm quyền ⟨32 đơn⟩."
)
INLINE = (
    "Tiếp nhận ⟨132 đơn⟩. Phân loại như sau: theo loại đơn: khiếu nại ⟨40 đơn⟩, tố cáo ⟨12 đơn⟩, "
    "kiến nghị ⟨80 đơn⟩; theo thẩm quyền: thuộc thẩm quyền ⟨100 đơn⟩, không thuộc thẩm quyền "
    "⟨32 đơn⟩; theo lĩnh vực: đất đai ⟨75 đơn⟩, môi trường ⟨30 đơn⟩, khác ⟨27 đơn⟩."
)
PARTY = (
    "Kết nạp ⟨86 đảng viên⟩, trong đó:\n"
    "+ Theo giới tính: nam ⟨50 đồng chí⟩, nữ ⟨36 đồng chí⟩.\n"
    "+ Theo độ tuổi: từ 18 đến 30 tuổi ⟨61 đồng chí⟩, trên 30 tuổi ⟨25 đồng chí⟩.\n"
    "+ Theo thành phần: công nhân ⟨30 đồng chí⟩, nông dân ⟨36 đồng chí⟩, trí thức ⟨20 đồng chí⟩."
)
RUNNING = (
    "Toàn huyện có ⟨412 hộ⟩ nghèo. Phân theo khu vực: thành thị ⟨62 hộ⟩, nông thôn ⟨350 hộ⟩. Phân "
    "theo nguyên nhân: thiếu vốn ⟨205 hộ⟩, thiếu lao động ⟨120 hộ⟩, khác ⟨87 hộ⟩."
)
BUDGET = (
    "Tổng vốn ⟨640 tỷ đồng⟩; xét theo nguồn vốn: ngân sách ⟨410 tỷ đồng⟩, nguồn khác "
    "⟨230 tỷ đồng⟩; xét theo cơ cấu chi: đầu tư ⟨250 tỷ đồng⟩, thường xuyên ⟨390 tỷ đồng⟩."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PETITIONS, PETITION_SUMS),
        (LETTERS, ["sum: 132 đơn | 40 đơn | 12 đơn | 80 đơn -> consistent",
                   "sum: 132 đơn | 100 đơn | 32 đơn -> consistent"]),
        (INLINE, ["sum: 132 đơn | 40 đơn | 12 đơn | 80 đơn -> consistent",
                  "sum: 132 đơn | 100 đơn | 32 đơn -> consistent",
                  "sum: 132 đơn | 75 đơn | 30 đơn | 27 đơn -> consistent"]),
        (PARTY, ["sum: 86 đảng viên | 50 đồng chí | 36 đồng chí -> consistent",
                 "sum: 86 đảng viên | 61 đồng chí | 25 đồng chí -> consistent",
                 "sum: 86 đảng viên | 30 đồng chí | 36 đồng chí | 20 đồng chí -> consistent"]),
        (RUNNING, ["sum: 412 hộ | 62 hộ | 350 hộ -> consistent",
                   "sum: 412 hộ | 205 hộ | 120 hộ | 87 hộ -> consistent"]),
        (BUDGET, ["sum: 640 tỷ đồng | 410 tỷ đồng | 230 tỷ đồng -> consistent",
                  "sum: 640 tỷ đồng | 250 tỷ đồng | 390 tỷ đồng -> consistent"]),
    ],
)  # fmt: skip
def test_each_measure_divides_the_whole_anew(read, text, expected):
    assert read(text).told() == expected


@pytest.mark.parametrize(
    ("text", "right", "wrong", "told"),
    [
        (PETITIONS, "⟨145 đơn⟩", "⟨148 đơn⟩", "201 đơn | 44 đơn | 12 đơn | 148 đơn"),
        (PETITIONS, "⟨31 đơn⟩", "⟨37 đơn⟩", "44 đơn | 37 đơn | 09 đơn | 04 đơn"),
        (PETITIONS, "⟨134 đơn⟩", "⟨184 đơn⟩", "201 đơn | 184 đơn | 67 đơn"),
        (LETTERS, "⟨12 đơn⟩", "⟨17 đơn⟩", "132 đơn | 40 đơn | 17 đơn | 80 đơn"),
        (LETTERS, "⟨32 đơn⟩", "⟨52 đơn⟩", "132 đơn | 100 đơn | 52 đơn"),
        (INLINE, "⟨100 đơn⟩", "⟨160 đơn⟩", "132 đơn | 160 đơn | 32 đơn"),
        (INLINE, "⟨27 đơn⟩", "⟨77 đơn⟩", "132 đơn | 75 đơn | 30 đơn | 77 đơn"),
        (PARTY, "⟨25 đồng chí⟩", "⟨28 đồng chí⟩", "86 đảng viên | 61 đồng chí | 28 đồng chí"),
        (RUNNING, "⟨87 hộ⟩", "⟨82 hộ⟩", "412 hộ | 205 hộ | 120 hộ | 82 hộ"),
        (BUDGET, "⟨390 tỷ đồng⟩", "⟨340 tỷ đồng⟩", "640 tỷ đồng | 250 tỷ đồng | 340 tỷ đồng"),
    ],
)
def test_one_wrong_digit_is_told_once(read, text, right, wrong, told):
    assert text.count(right) == 1
    found = [line for line in read(text.replace(right, wrong)).told() if "inconsistent" in line]
    assert found == [f"sum: {told} -> inconsistent"]


@pytest.mark.parametrize(
    "text",
    [
        # lists of cases that name some of the whole only
        "Có ⟨320 đơn⟩.\n- Theo loại đơn: khiếu nại ⟨44 đơn⟩, tố cáo ⟨12 đơn⟩.\n"
        "- Theo thẩm quyền: cấp tỉnh ⟨31 đơn⟩, cấp huyện ⟨98 đơn⟩.",
        "Theo báo cáo của các xã: gieo ⟨320 ha⟩, thu hoạch ⟨44 ha⟩; theo kế hoạch: gieo ⟨350 ha⟩.",
        "Phân theo giới tính: nam ⟨250 người⟩; nữ ⟨162 người⟩.",
    ],
)
def test_near_misses(read, text):
    assert not [line for line in read(text).told() if "inconsistent" in line]
