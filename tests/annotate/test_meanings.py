"""Sentences of reports -> what they say of their figures: change, base, approximation."""

from __future__ import annotations

import pytest

from nlp.annotate.bases import base_after, baseline, compared_with
from nlp.annotate.figures import find_figures
from nlp.annotate.periods import find_dates
from nlp.document import from_text
from nlp.model import Figure

REPORT = "BÁO CÁO\nKết quả công tác năm 2024\n\nI. KẾT QUẢ\n"


def figures(text: str) -> tuple[Figure, ...]:
    document = from_text(REPORT + text + "\n")
    return find_figures(document, find_dates(document))


UP, DOWN = "increase", "decrease"
CHANGES: list[tuple[str, list[str | None]]] = [
    # one verb for several figures
    ("Nông nghiệp tăng 3,1%, công nghiệp 12,4%, dịch vụ 8,2% so với cùng kỳ.", [UP, UP, UP]),
    ("Xuất khẩu gạo tăng 12%; cà phê 8%; hồ tiêu 3,5%.", [UP, UP, UP]),
    ("Giá điện giảm 3%, gas 5% và nước 2%.", [DOWN, DOWN, DOWN]),
    ("Công nghiệp tăng 12%, tỷ lệ hộ nghèo 3%.", [UP, None]),
    ("Thu tăng 5%, chiếm 12% tổng thu, nợ còn 3%.", [UP, None, None]),
    ("Tai nạn giảm 4 vụ và 2 người chết.", [DOWN, DOWN]),
    ("Tăng 3 xã và 4 xã giữ nguyên.", [UP, None]),
    ("Doanh nghiệp tăng 15% về số lượng và 21% về vốn.", [UP, UP]),
    ("Xuất khẩu giảm 4% về lượng, 9% về giá trị.", [DOWN, DOWN]),
    ("Đàn trâu, đàn bò tăng lần lượt 1,5% và 3,2%.", [UP, UP]),
    ("Ba chỉ số giảm lần lượt là 2%, 4% và 5,5%.", [DOWN, DOWN, DOWN]),
    ("Tai nạn giảm cả ba mặt: 12 vụ (20%), 5 người chết (18%).", [DOWN] * 4),
    ("So với năm 2023 tăng ở các chỉ tiêu: 14 đơn, 6 vụ và 3 người.", [UP, UP, UP]),
    # a rate of growth, an adjustment told last, a threshold
    ("Kim ngạch tăng bình quân trong 3 năm (2021 - 2023) là 6,5%.", [UP]),
    ("Giá trị sản xuất tăng bình quân năm là 7%.", [UP]),
    ("Tốc độ tăng thu ngân sách bình quân 5 năm là 11,2%.", [UP]),
    ("Nhịp độ tăng xuất khẩu đạt 9%.", [UP]),
    ("Điều chỉnh giảm dự toán chi hành chính với kinh phí là 210 triệu đồng.", [DOWN]),
    ("Giảm chi hội nghị với số tiền 45 triệu đồng.", [DOWN]),
    ("Đồng thời tăng chi sự nghiệp y tế, với tổng kinh phí là 60 triệu đồng.", [UP]),
    ("Mở 3 lớp với kinh phí 45 triệu đồng nhằm tăng thu nhập.", [None, None]),
    ("Lượng mưa vượt 400 mm, độ mặn vượt 4‰.", [None, None]),
    ("Diện tích vượt 120 ha so với kế hoạch.", [UP]),
    ("Lượng khách tăng gần 3 lần so với năm 2022.", [UP]),
    ("Lượng khách tăng gấp 3 lần năm 2022.", [None]),
    ("Tiếp 283 lượt, tăng 26 lượt so với cùng kỳ.", [None, "increase"]),
    ("Tiếp 283 lượt, giảm 26 lượt (8,4%) so với cùng kỳ.", [None, "decrease", "decrease"]),
    ("Có 283 đơn, tăng 14 đơn, tương đương 5,2%.", [None, "increase", "increase"]),
    ("Tỷ lệ hộ nghèo giảm còn 3,4%.", [None]),
    ("Tỷ lệ hộ nghèo giảm 1,1%, còn 3,4%.", ["decrease", None]),
    ("Tỷ trọng giảm từ 21% xuống 20%.", [None, None]),
    ("Giá trị tăng từ 8 đến 9%.", ["increase"]),
    ("Thu vượt 5 - 7% dự toán.", ["increase"]),
    ("Đạt 45%, thấp hơn 5 điểm phần trăm so với chỉ tiêu 50%.", [None, "decrease", None]),
    ("Đạt 78%, thấp hơn chỉ tiêu 85%.", [None, None]),
    ("Tốc độ tăng trưởng kinh tế khoảng 7,6%.", ["increase"]),
    ("Giảm tỷ lệ sinh bình quân 0,4‰.", ["decrease"]),
    ("Tăng cường kiểm tra 12 cơ sở, xóa đói giảm nghèo cho 5 hộ.", [None, None]),
    ("Lượng khách gấp 1,5 lần năm trước.", [None]),
    ("Xuất khẩu tăng bình quân gần 14% mỗi năm.", ["increase"]),
    ("Thu hút thêm 44 vạn lao động.", ["increase"]),
    ("Tăng 2 điểm và 5 hạng mục so với năm 2023.", ["increase", "increase"]),
    ("Tăng trưởng kinh tế đạt 7,5%.", ["increase"]),
    ("Hộ nghèo giảm từ 26 - 28% xuống còn 12 - 13%.", [None, None]),
    ("Chuyển biến: (-3,1%) và (+2%).", ["decrease", "increase"]),
    ("Bắt 3 vụ - 7 đối tượng (+ 1 vụ, + 4 đối tượng).", [None, None, "increase", "increase"]),
    ("Thu hụt 3 tỷ đồng, số hụt 3 tỷ đồng, nhà ở thiếu hụt 12 căn.", ["decrease", None, None]),
    ("Tăng thu 12 tỷ đồng, giảm chi 3 tỷ đồng.", ["increase", "decrease"]),
    ("Thu ngân sách vượt dự toán 12 tỷ đồng, tức 4,5%.", ["increase", "increase"]),
    ("Kéo giảm tội phạm từ 5% trở lên.", ["decrease"]),
    ("Miễn, giảm 100% học phí; miễn giảm 20% phí.", [None, None]),
    ("Có 2.210 hộ, tăng 95 hộ, tỷ lệ 12,3%.", [None, "increase", None]),
    ("Dân số tăng 2%, chỉ số giảm 3%.", ["increase", "decrease"]),
    ("Năng suất 52 tạ/ha, cao hơn vụ mùa trước 1,4 tạ/ha.", [None, "increase"]),
    ("Thu đạt 41%, thấp hơn chỉ tiêu 55% tới 14 điểm phần trăm.", [None, None, "decrease"]),
    ("Mưa 320 mm, cao hơn trung bình (280 mm) là 40 mm.", [None, None, "increase"]),
    ("Tỷ lệ hòa giải thành không thấp hơn 80%.", [None]),
    ("Thấp hơn kế hoạch và 4/9 xã còn nợ.", [None]),
    ("Giảm 24 con so cùng kỳ, tương đương 3,5%.", ["decrease", "decrease"]),
]


@pytest.mark.parametrize(("text", "changes"), CHANGES)
def test_change(text: str, changes: list[str | None]) -> None:
    assert [f.change for f in figures(text)] == changes


SAME = "same period last year"
BASELINES: list[tuple[str, list[str | None]]] = [
    (
        "Nhận 210 đơn (giảm 15 đơn, bằng 93,3% so cùng kỳ).",
        [None, "same period last year", "same period last year"],
    ),
    ("Bàn giao chậm 02 tháng so với kế hoạch.", ["plan"]),
    ("Hoàn thành sớm hơn 15 ngày so với kế hoạch.", ["plan"]),
    ("Có 80 vụ, giảm 12 vụ so với cùng kỳ năm 2023.", [None, SAME]),
    ("Xi măng tăng 8,4%, thép tăng 15%, giấy giảm 2% so với cùng kỳ.", [SAME, SAME, SAME]),
    ("So với cùng kỳ giảm 05 vụ, giảm 02 người chết.", [SAME, SAME]),
    ("Giảm 12% so với tháng trước và tăng 5% so cùng kỳ.", ["previous period", SAME]),
    ("Giải ngân 60 tỷ đồng, đạt 55,2% kế hoạch.", [None, "plan"]),
    (
        "Lệ phí 10 triệu đồng (51% dự toán), tiền đất 16 tỷ đồng (66%).",
        [None, "plan", None, "plan"],
    ),
    ("So với dự toán được giao 55 tỷ đồng, đạt 76,7%.", [None, "plan"]),
    ("Vượt 0,7 điểm phần trăm so với kế hoạch (93,5%).", ["plan", None]),
    ("Đàn bò 4.500 con, bằng 102,3% cùng kỳ.", [None, SAME]),
    ("Lượng khách gấp 1,3 lần cùng kỳ.", [SAME]),
    ("Chi 40 tỷ đồng, bằng 5% GDP.", [None, "GDP"]),
    ("Nông nghiệp đạt 98,1%, thủy sản đạt 92% so cùng kỳ.", [SAME, SAME]),
    ("Có 12 vụ, tăng 3 vụ.", [None, None]),
    (
        "CPI giảm 0,1% so với tháng trước, tăng 2% so với tháng 12 năm trước và tăng 6% so CK.",
        ["previous period", "tháng 12 năm trước", SAME],
    ),
    (
        "So với tháng trước, IIP tăng 2,6%; so với cùng kỳ năm trước tăng 6,7%.",
        ["previous period", SAME],
    ),
    (
        "So với cùng kỳ, số vụ giảm 12 vụ, số người chết tăng 2 người, bị thương giảm 5 người.",
        [SAME] * 3,
    ),
    (
        "So với năm học trước, số trường giảm 2 trường, học sinh tăng 41 em (1,9%).",
        ["năm học trước"] * 3,
    ),
    (
        "Xảy ra 14 vụ; so với tháng trước giảm 3 vụ, tăng 2 người chết.",
        [None, "previous period", "previous period"],
    ),
    ("Xảy ra 14 vụ (so với cùng kỳ giảm 3 vụ, tăng 1 người chết).", [None, SAME, SAME]),
    ("Bắt 34 vụ (+5 vụ, -4 đối tượng so với cùng kỳ).", [None, SAME, SAME]),
    ("Lúa bằng 98,7% so với cùng kỳ năm trước và đạt 101,2% kế hoạch.", [SAME, "plan"]),
    ("Thu đạt 91% dự toán, hụt 13,7 tỷ đồng; lệ phí vượt 4,6%.", ["plan"] * 3),
    ("Giải ngân đạt 45% kế hoạch vốn, thấp hơn cùng kỳ 5,1 điểm phần trăm.", ["plan", SAME]),
    ("Thu hụt dự toán 5,2 tỷ đồng.", ["plan"]),
    ("Tiếp 45 lượt, giảm 5 lượt (cùng kỳ: 50 lượt).", [None, SAME, None]),
    ("Mắc 98 ca, giảm 21 ca (17,6%) so với cùng kỳ năm 2023 là 119 ca.", [None, SAME, SAME, None]),
    ("Đạt 48,2% KH, tăng 6,5% so CK.", ["plan", SAME]),
    ("Giảm 45 hộ so với đầu kỳ, vượt 2% kế hoạch.", ["đầu kỳ", "plan"]),
    ("Bằng 98% so với năm 2020 và bằng 105% năm trước.", ["năm 2020", "năm trước"]),
    ("Trồng 340 ha, đạt 85% so với kế hoạch và bằng 102% cùng kỳ.", [None, "plan", SAME]),
    ("Đàn trâu giảm 2,1%; đàn bò tăng 0,8%; đàn lợn giảm 3,4% so với cùng kỳ.", [SAME] * 3),
    ("Giảm 24 con so cùng kỳ, tương đương 3,5%.", [SAME, SAME]),
    ("Gieo 860 ha, vượt kế hoạch (840 ha), bằng 102,4%.", [None, None, "plan"]),
    ("Thu đạt 41%, thấp hơn mục tiêu 55% tới 14 điểm phần trăm.", [None, None, "plan"]),
    (
        "Quý II/2024 tiếp 40 lượt. So với quý II/2023 tăng 3 lượt. Đoàn giảm 1 đoàn.",
        [None, SAME, SAME],
    ),
    ("Quý II/2024 khám 940 lượt, nhiều hơn quý I/2024 12 lượt.", [None, "previous period"]),
    ("Còn 31 vụ, nhiều hơn so với thời điểm này năm ngoái 4 vụ.", [None, SAME]),
]


@pytest.mark.parametrize(("text", "baselines"), BASELINES)
def test_baseline(text: str, baselines: list[str | None]) -> None:
    assert [f.baseline for f in figures(text)] == baselines


def test_the_base_of_a_list_holds_for_its_items() -> None:
    text = (
        "1. Các cấp tiếp 283 lượt, giảm 31 lượt so với cùng kỳ. Trong đó:\n"
        "a) Cấp tỉnh tiếp 97 lượt, giảm 16 lượt [14,2%];\n"
        "b) Cấp huyện tiếp 186 lượt, giảm 15 lượt.\n"
        "2. Xử phạt 12 vụ, tăng 2 vụ."
    )
    changes = [f.baseline for f in figures(text) if f.change]
    assert changes[:4] == [SAME] * 4


APPROXIMATIONS: list[tuple[str, list[str | None]]] = [
    ("Phấn đấu 90% chi bộ trở lên đạt chuẩn.", ["over"]),
    ("Có 5% số hộ trở xuống còn nghèo.", ["under"]),
    ("Cháy 36 ha rừng trồng (ước).", ["estimate"]),
    ("Thiệt hại 12 tỷ đồng (ước tính).", ["estimate"]),
    ("Thu ước đạt 186 tỷ đồng.", ["estimate"]),
    ("Sản lượng lúa dự kiến đạt 39 nghìn tấn.", ["estimate"]),
    ("Khoảng 350 hộ, gần 20 xã, xấp xỉ 5%.", ["about", "about", "about"]),
    ("Trên 85% hộ, hơn 2.000 người, ít nhất 03 cuộc.", ["over", "over", "over"]),
    ("Dưới 5%, không quá 10 ngày, tối đa 3 hộ.", ["under", "under", "under"]),
    ("Đạt từ 85% trở lên.", ["over"]),
    ("Có 412 hộ (≈ 61%), tỷ lệ không thấp hơn 90%.", [None, "about", "over"]),
    ("Số hóa 18 kết quả trên 24 kết quả.", [None, None]),
    ("Thấp hơn 5%, cao hơn 3 hộ.", [None, None]),
    ("Tăng 9,9% so với ước thực hiện năm 2023.", [None]),
    ("Đạt tối thiểu 50% hồ sơ trực tuyến, 70% kết quả.", ["over", "over"]),
    ("Vượt chỉ tiêu giao (trên 85%).", ["over"]),
    (
        "Tuyên truyền trên 23/23 hệ thống loa, đăng trên 12 trang, phát trên 3.000 tờ rơi.",
        [None, None, "over"],
    ),
    ("Chuyển tuyến trên 612 ca, gửi cấp trên 12 hồ sơ.", [None, None]),
    ("Không để tồn đọng quá 30 ngày; chờ không được quá 15 phút.", ["under", "under"]),
    ("Không đến 3%, trên dưới 50 người, ngót nghét 200 hộ.", ["under", "about", "about"]),
]


@pytest.mark.parametrize(("text", "approximations"), APPROXIMATIONS)
def test_approximation(text: str, approximations: list[str | None]) -> None:
    assert [f.approx for f in figures(text)] == approximations


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("cùng kỳ năm 2023", SAME),
        ("dự toán năm", "plan"),
        ("quý trước", "previous period"),
        ("năm 2022", "năm 2022"),
    ],
)
def test_bases(text: str, base: str) -> None:
    assert baseline(text) == base
    assert compared_with(f" so với {text}, trong đó") == base
    if base in (SAME, "plan", "previous period"):
        assert base_after(f" {text};") == base


def test_a_goal_that_was_passed_is_no_change() -> None:
    assert [f.change for f in figures("Thu 640 tấn cá, vượt kế hoạch 600 tấn.")] == [None, None]
    assert [f.change for f in figures("Thu 640 tấn cá, vượt kế hoạch 40 tấn.")] == [
        None,
        "increase",
    ]
