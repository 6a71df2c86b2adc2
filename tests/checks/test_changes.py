"""Changes whose base, direction or level is told in an unusual place; and near misses."""

import pytest

TOLD = [
    # the time compared with stands between the word and the change
    ("Tiếp ⟨1.260 lượt⟩, nhiều hơn quý II/2023 ⟨140 lượt⟩ (⟨12,5%⟩).",
     ["growth: 1.260 lượt | 140 lượt | 12,5% -> consistent"]),
    ("Thu ⟨540 tỷ đồng⟩, tăng so với cùng kỳ năm trước ⟨40 tỷ đồng⟩ (⟨8%⟩).",
     ["growth: 540 tỷ đồng | 40 tỷ đồng | 8% -> consistent"]),
    ("Xảy ra ⟨45 vụ⟩, ít hơn năm ngoái ⟨5 vụ⟩, tức ⟨10%⟩.",
     ["growth: 45 vụ | 5 vụ | 10% -> consistent"]),
    ("Tiếp ⟨1.260 lượt⟩, nhiều hơn quý II/2023 ⟨140 lượt⟩ (⟨17,5%⟩).",
     ["growth: 1.260 lượt | 140 lượt | 17,5% -> inconsistent"]),
    ("Mặn vào sâu ⟨46 km⟩, sâu hơn ⟨08 km⟩ so với cùng kỳ năm trước (⟨38 km⟩).",
     ["difference: 46 km | 38 km | 08 km -> consistent"]),
    ("Mặn vào sâu ⟨46 km⟩, sâu hơn ⟨18 km⟩ so với cùng kỳ năm trước (⟨38 km⟩).",
     ["difference: 46 km | 38 km | 18 km -> inconsistent"]),
    # one word for several changes, after a colon
    ("Cả năm ⟨90 vụ⟩, chết ⟨38 người⟩, bị thương ⟨72 người⟩. So với năm trước giảm cả ba mặt: "
     "⟨10 vụ⟩ (⟨10%⟩), ⟨02 người⟩ chết (⟨5%⟩), ⟨08 người⟩ bị thương (⟨10%⟩).",
     ["growth: 90 vụ | 10 vụ | 10% -> consistent",
      "growth: 38 người | 02 người | 5% -> consistent",
      "growth: 72 người | 08 người | 10% -> consistent"]),
    ("Có ⟨132 vụ⟩, bị thương ⟨66 người⟩. So với năm trước tăng cả hai mặt: ⟨12 vụ⟩ (⟨10%⟩), "
     "⟨06 người⟩ bị thương (⟨10%⟩).",
     ["growth: 132 vụ | 12 vụ | 10% -> consistent",
      "growth: 66 người | 06 người | 10% -> consistent"]),
    # from … down to
    ("Số ca bệnh từ ⟨640 ca⟩ năm 2015 giảm xuống còn ⟨480 ca⟩, tức giảm ⟨25%⟩.",
     ["growth: 480 ca | 640 ca | 25% -> consistent"]),
    ("Đàn bò từ ⟨2.000 con⟩ tăng lên ⟨2.300 con⟩, tăng ⟨15%⟩.",
     ["growth: 2.300 con | 2.000 con | 15% -> consistent"]),
    ("Số hộ nghèo từ ⟨820 hộ⟩ đầu năm xuống ⟨615 hộ⟩, giảm ⟨35%⟩.",
     ["growth: 615 hộ | 820 hộ | 35% -> inconsistent"]),
    # per cent less per cent
    ("Tỷ lệ hộ nghèo còn ⟨6,2%⟩, giảm ⟨1,3%⟩ so với đầu năm (⟨7,5%⟩).",
     ["difference: 6,2% | 7,5% | 1,3% -> consistent"]),
    ("Tỷ lệ che phủ rừng đạt ⟨48,5%⟩, tăng ⟨0,7%⟩ so với năm 2018 (⟨47,8%⟩).",
     ["difference: 48,5% | 47,8% | 0,7% -> consistent"]),
    ("Tỷ lệ hộ nghèo còn ⟨6,2%⟩, giảm ⟨1,8%⟩ so với đầu năm (⟨7,5%⟩).",
     ["difference: 6,2% | 7,5% | 1,8% -> inconsistent"]),
    # short of the plan, beyond the plan
    ("Gieo được ⟨1.840 ha⟩, bằng ⟨92%⟩ kế hoạch (⟨2.000 ha⟩), hụt ⟨160 ha⟩.",
     ["percent: 1.840 ha | 2.000 ha | 92% -> consistent",
      "difference: 1.840 ha | 2.000 ha | 160 ha -> consistent"]),
    ("Lệ phí thu ⟨2.640 triệu đồng⟩, vượt dự toán ⟨240 triệu đồng⟩ (dự toán ⟨2.400 triệu đồng⟩).",
     ["difference: 2.640 triệu đồng | 2.400 triệu đồng | 240 triệu đồng -> consistent"]),
    ("Thu ngân sách ⟨412 tỷ đồng⟩, đạt ⟨82,4%⟩ dự toán (⟨500 tỷ đồng⟩).\n"
     "Ước thu cả năm ⟨515 tỷ đồng⟩, vượt ⟨3%⟩ dự toán.",
     ["percent: 412 tỷ đồng | 500 tỷ đồng | 82,4% -> consistent",
      "growth: 515 tỷ đồng | 500 tỷ đồng | 3% -> consistent"]),
    # asked for, granted, cut
    ("Đơn vị đề nghị ⟨5.200 triệu đồng⟩, thẩm định ⟨4.940 triệu đồng⟩, cắt giảm "
     "⟨260 triệu đồng⟩ (⟨5%⟩).",
     ["growth: 4.940 triệu đồng | 5.200 triệu đồng | 260 triệu đồng | 5% -> consistent"]),
    ("Chủ đầu tư trình ⟨8.400 triệu đồng⟩, phê duyệt ⟨8.190 triệu đồng⟩, cắt giảm "
     "⟨210 triệu đồng⟩ (⟨3,5%⟩).",
     ["growth: 8.190 triệu đồng | 8.400 triệu đồng | 210 triệu đồng | 3,5% -> inconsistent"]),
    # "so với cùng kỳ" after a change in per cent
    ("Nhận ⟨285 đơn⟩ (giảm ⟨15 đơn⟩, bằng ⟨5,0%⟩ so với cùng kỳ).",
     ["growth: 285 đơn | 15 đơn | 5,0% -> consistent"]),
    ("Nhận ⟨285 đơn⟩ (giảm ⟨15 đơn⟩, bằng ⟨5,8%⟩ so với cùng kỳ).",
     ["growth: 285 đơn | 15 đơn | 5,8% -> inconsistent"]),
    # causes of a change, balances of two totals
    ("Xuất khẩu tăng ⟨18,4%⟩, trong đó tăng do giá ⟨6,1%⟩ và tăng do lượng ⟨12,3%⟩.",
     ["sum: 18,4% | 6,1% | 12,3% -> consistent"]),
    ("Chi tăng ⟨12 tỷ đồng⟩, trong đó tăng do lương ⟨9 tỷ đồng⟩, tăng do giá ⟨3 tỷ đồng⟩.",
     ["sum: 12 tỷ đồng | 9 tỷ đồng | 3 tỷ đồng -> consistent"]),
    ("Kim ngạch xuất khẩu đạt ⟨640 triệu USD⟩. Kim ngạch nhập khẩu là ⟨725 triệu USD⟩. "
     "Trong kỳ nhập siêu ⟨85 triệu USD⟩.",
     ["difference: 725 triệu USD | 640 triệu USD | 85 triệu USD -> consistent"]),
    ("Tổng thu ngân sách ⟨318 tỷ đồng⟩. Tổng chi ngân sách ⟨342 tỷ đồng⟩. Bội chi ⟨24 tỷ đồng⟩.",
     ["difference: 342 tỷ đồng | 318 tỷ đồng | 24 tỷ đồng -> consistent"]),
]  # fmt: skip

SILENT = [
    "Tiếp ⟨1.260 lượt⟩, nhiều hơn quý II/2023 ⟨140 lượt⟩.",
    "Công bố ⟨90 thủ tục⟩, niêm yết ⟨86 thủ tục⟩, cắt giảm ⟨07 thủ tục⟩ (⟨9%⟩).",
    "Doanh thu tăng so với cùng kỳ, đạt ⟨540 tỷ đồng⟩; nộp ⟨40 tỷ đồng⟩.",
    "Thu ⟨515 tỷ đồng⟩, vượt ⟨4%⟩ dự toán.",
    "Chi cho y tế ⟨412 tỷ đồng⟩, đạt ⟨82,4%⟩ dự toán (⟨500 tỷ đồng⟩).\n"
    "Ước thu cả năm ⟨640 tỷ đồng⟩, vượt ⟨3,5%⟩ dự toán.",
    "Xuất khẩu tăng ⟨18,4%⟩, trong đó tăng do giá ⟨6,1%⟩.",
    "Xuất khẩu gạo ⟨640 triệu USD⟩. Nhập khẩu phân bón ⟨125 triệu USD⟩. "
    "Trong kỳ nhập siêu ⟨85 triệu USD⟩.",
    "Nhập siêu ⟨5 tỷ USD⟩, thấp hơn mức nhập siêu năm trước (⟨25%⟩); xuất khẩu ⟨30 tỷ USD⟩.",
]


def _wrong_apart(lines):
    return [line for line in lines if "82,4%" not in line]


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_told(read, text, expected):
    assert sorted(read(text).told()) == sorted(expected)


@pytest.mark.parametrize("text", SILENT)
def test_silent(read, text):
    assert _wrong_apart(read(text).told()) == []
