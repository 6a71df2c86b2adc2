"""What divides a figure -> figures with its unit, whether or not they add up."""

from __future__ import annotations

import pytest

from nlp.annotate.figures import find_figures
from nlp.annotate.periods import find_dates
from nlp.document import from_text


def amounts(text: str) -> list[str]:
    document = from_text(f"BÁO CÁO\nKết quả công tác năm 2024\n\nI. KẾT QUẢ\n{text}\n")
    return [f"{f.value} {f.unit}" for f in find_figures(document, find_dates(document))]


DIVIDED = [
    ("Trạm nhận 1.240 thẻ: trực tuyến 384, tại quầy 856.", "1240 384 856 thẻ"),
    ("Loại 41 đơn (trùng nội dung 23, nặc danh 11, thiếu địa chỉ 07).", "41 23 11 7 đơn"),
    ("Có 09 người chết (huyện Sơn Tây 5, Trà Bồng 4).", "9 5 4 người"),
    ("Tiếp 640 lượt (tại Trụ sở 210, các phòng, ban 80, xã, phường 350).", "640 210 80 350 lượt"),
    ("Phạt 512 trường hợp vi phạm. Phân theo lỗi gồm: tốc độ 301; nồng độ cồn 211.",
     "512 301 211 trường hợp"),
    ("Họp 96 lượt người, chia theo khối: đảng 30, chính quyền 66.", "96 30 66 lượt người"),
    ("Đại hội có 130 đại biểu, trong đó nam 84, nữ 46.", "130 84 46 đại biểu"),
    ("Kiểm tra 54 chợ (40 hạng ba, 14 tạm).", "54 40 14 chợ"),
    ("Nhận 72 đơn (KN 30 (lần đầu 21, lần hai 9), TC 42).", "72 30 21 9 42 đơn"),
    ("Chi 15,5 tỷ đồng (tỉnh 11,3, huyện 4,2).", "15.5 11.3 4.2 tỷ đồng"),
    ("Cấp 480 giấy, trong đó: cấp mới 300, cấp đổi 180, giảm 12 giấy.", "480 300 180 12 giấy"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), DIVIDED)
def test_parts_take_the_unit_of_the_whole(text: str, told: str) -> None:
    unit = told.lstrip("0123456789. ")
    values = told.removesuffix(unit).split()
    assert amounts(text) == [f"{value} {unit}" for value in values]


@pytest.mark.parametrize("text", [text for text, _ in DIVIDED])
def test_a_wrong_digit_hides_no_part(text: str) -> None:
    """Each last digit of a number made one larger or smaller: as many figures as before."""
    count = len(amounts(text))
    for at, char in enumerate(text):
        if char.isdigit() and not text[at + 1 : at + 3].strip(".,")[:1].isdigit():
            wrong = f"{text[:at]}{int(char) + 1 if char < '9' else 8}{text[at + 1 :]}"
            assert len(amounts(wrong)) == count, wrong


@pytest.mark.parametrize(
    "text",
    [
        "Toàn xã có 12 lớp (lớp 8, lớp 9).",
        "Khen 30 em (học sinh lớp 8, học sinh lớp 9).",
        "Sửa 3 tuyến (tỉnh lộ 8, quốc lộ 14).",
        "Thành lập 6 tổ gồm: An Hải 1, An Hải 2, An Lộc 3.",
        "Xây 2 cầu (cầu Trà Câu 2, cầu Sông Vệ 3).",
        "Đã có 4 dự án (Bình Hòa 1, Tịnh Phong 2, Phổ An 3, Đức Lợi 4).",
        "Có 3 đạo luật (Đất đai 2013, Nhà ở 2014, Quy hoạch 2017).",
        "Sau 2 đợt (tháng 5, tháng 9).",
        "Hỗ trợ 5 hộ (số nhà 12, ngõ 40).",
    ],
)
def test_numbers_of_names_are_no_parts(text: str) -> None:
    assert len(amounts(text)) == 1


def test_a_change_and_the_end_of_a_range_are_no_parts() -> None:
    assert amounts("Lớp có 45 học viên: nam 30, nữ 15, tuổi từ 20 đến 35.") == [
        "45 học viên",
        "30 học viên",
        "15 học viên",
    ]
