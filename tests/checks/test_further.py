"""Products, multiples, remainders of ratios, numbers told in digits and in words."""

import pytest

CLAIMS = [
    ("Hỗ trợ ⟨2.460 hộ⟩, mức ⟨500.000 đồng/hộ⟩, tổng ⟨1.230 triệu đồng⟩.",
     "product: 1.230 triệu đồng | 2.460 hộ | 500.000 đồng/hộ -> consistent"),
    ("Gieo ⟨5.120 ha⟩, năng suất ⟨62,5 tạ/ha⟩, sản lượng ⟨32.000 tấn⟩.",
     "product: 32.000 tấn | 5.120 ha | 62,5 tạ/ha -> consistent"),
    ("Hỗ trợ ⟨2.460 hộ⟩, mức ⟨500.000 đồng/hộ⟩, tổng ⟨1.280 triệu đồng⟩.",
     "product: 1.280 triệu đồng | 2.460 hộ | 500.000 đồng/hộ -> inconsistent"),
    ("Tiếp ⟨75 lượt⟩, gấp ⟨2,5 lần⟩ cùng kỳ (⟨30 lượt⟩).",
     "multiple: 75 lượt | 30 lượt | 2,5 lần -> consistent"),
    ("Tiếp ⟨75 lượt⟩, gấp ⟨3,5 lần⟩ cùng kỳ (⟨30 lượt⟩).",
     "multiple: 75 lượt | 30 lượt | 3,5 lần -> inconsistent"),
    ("Năm trước tiếp ⟨30 lượt⟩, năm nay tiếp ⟨75 lượt⟩, gấp ⟨2,5 lần⟩.",
     "multiple: 75 lượt | 30 lượt | 2,5 lần -> consistent"),
    ("Năm nay ⟨75 lượt⟩, năm trước ⟨30 lượt⟩, gấp ⟨3,5 lần⟩.",
     "multiple: 75 lượt | 30 lượt | 3,5 lần -> inconsistent"),
    ("Tiếp ⟨75 lượt⟩, gấp ⟨3,5 lần⟩ so với ⟨30 lượt⟩ của năm trước.",
     "multiple: 75 lượt | 30 lượt | 3,5 lần -> inconsistent"),
    ("Đã giải quyết ⟨150/181 vụ⟩, còn ⟨31 vụ⟩.",
     "ratio_remainder: 31 vụ | 150/181 vụ -> consistent"),
    ("Đã giải quyết ⟨150/181 vụ⟩, còn ⟨41 vụ⟩.",
     "ratio_remainder: 41 vụ | 150/181 vụ -> inconsistent"),
    ("Ban hành ⟨28⟩ (hai mươi tám) quyết định.", "equal: 28 -> consistent"),
    ("Ban hành ⟨28⟩ (hai mươi chín) quyết định.", "equal: 28 -> inconsistent"),
    ("Kinh phí ⟨850 triệu đồng⟩ (Bằng chữ: Tám trăm năm mươi triệu đồng chẵn).",
     "equal: 850 triệu đồng -> consistent"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CLAIMS)
def test_claims(read, text, expected):
    assert expected in read(text).told()


NO_CLAIM = [
    "Tập huấn ⟨12 lớp⟩ cho ⟨640 người⟩, bình quân ⟨50 người/lớp⟩.",
    "Giải quyết ⟨88/94 đơn⟩; còn ⟨2 đơn⟩ quá hạn.",
    "Xử lý ⟨12/15 vụ⟩, còn ⟨3 vụ⟩, trong đó ⟨2 vụ⟩ phức tạp.",
    "Thu nhập tăng ⟨1,5 lần⟩, đạt ⟨48 triệu đồng⟩.",
    "Tiếp ⟨75 lượt⟩, trong đó ⟨30 lượt⟩ đông người, gấp ⟨3 lần⟩ cùng kỳ.",
    "Số vụ giảm ⟨2 lần⟩ so với năm trước (⟨30 vụ⟩), còn ⟨15 vụ⟩.",
    "Xảy ra ⟨75 vụ⟩, tăng ⟨1,5 lần⟩ so với năm trước (⟨30 vụ⟩).",
    "Có ⟨28⟩ (phụ lục kèm theo) quyết định.",
    "Giá ⟨500 nghìn đồng/suất⟩, đã trao ⟨30 suất⟩ và ⟨12 triệu đồng⟩ tiền mặt.",
]


@pytest.mark.parametrize("text", NO_CLAIM)
def test_no_false_alarm(read, text):
    assert [t for t in read(text).told() if t.endswith("inconsistent")] == []
