"""Percentages whose part or whole is a range, stands in a bracket, elsewhere, or is misprinted."""

import pytest

TOLD = [
    # ranges
    ("Tổng vốn đầu tư khoảng ⟨~400 - 410 tỷ đồng⟩. Vốn ngân sách ⟨60 tỷ đồng⟩, "
     "chiếm ⟨14,8%⟩ tổng vốn đầu tư.",
     ["percent: 60 tỷ đồng | 400 - 410 tỷ đồng | 14,8% -> consistent_by_rounding"]),
    ("Tổng sản lượng ⟨500 - 520 tấn⟩. Sản lượng cá ⟨100 - 104 tấn⟩, chiếm ⟨20%⟩ tổng sản lượng.",
     ["percent: 100 - 104 tấn | 500 - 520 tấn | 20% -> consistent"]),
    ("Tổng vốn huy động ⟨400 - 410 tỷ đồng⟩. Vốn vay ⟨60 tỷ đồng⟩, "
     "chiếm ⟨19,8%⟩ tổng vốn huy động.",
     ["percent: 60 tỷ đồng | 400 - 410 tỷ đồng | 19,8% -> inconsistent"]),
    # the part in a bracket after its share
    ("Nhận ⟨50 đơn⟩; trong đó xã An Hải chiếm ⟨66%⟩ (⟨33 đơn⟩).",
     ["percent: 33 đơn | 50 đơn | 66% -> consistent"]),
    ("Có ⟨400 hộ⟩ thiệt hại, riêng thôn Đông chiếm ⟨12,5%⟩ (⟨50 hộ⟩).",
     ["percent: 50 hộ | 400 hộ | 12,5% -> consistent"]),
    ("Có ⟨400 hộ⟩ thiệt hại, riêng thôn Đông chiếm ⟨17,5%⟩ (⟨50 hộ⟩).",
     ["percent: 50 hộ | 400 hộ | 17,5% -> inconsistent"]),
    # a part of an earlier list, told by its name
    ("Nhận ⟨200 ý kiến⟩, gồm: giá điện ⟨74 ý kiến⟩, giao thông nông thôn ⟨86 ý kiến⟩, việc khác "
     "⟨40 ý kiến⟩. Nhiều nhất là giao thông nông thôn, chiếm ⟨43%⟩.",
     ["sum: 200 ý kiến | 74 ý kiến | 86 ý kiến | 40 ý kiến -> consistent",
      "percent: 86 ý kiến | 200 ý kiến | 43% -> consistent"]),
    # "chiếm" is a share of the total, though the total prints its own attainment
    ("Xuất khẩu ⟨50 triệu USD⟩, bằng ⟨125%⟩ kế hoạch năm; đứng đầu là cà phê với ⟨21 triệu USD⟩, "
     "chiếm ⟨42,0%⟩.",
     ["percent: 21 triệu USD | 50 triệu USD | 42,0% -> consistent"]),
    ("Xuất khẩu ⟨50 triệu USD⟩, bằng ⟨125%⟩ kế hoạch năm; đứng đầu là cà phê với ⟨21 triệu USD⟩, "
     "chiếm ⟨47,0%⟩.",
     ["percent: 21 triệu USD | 50 triệu USD | 47,0% -> inconsistent"]),
    # a base that another share has taken already
    ("Thu ⟨400 triệu đồng⟩. Trong đó:\n- Đất: ⟨120 triệu đồng⟩, bằng ⟨75%⟩ dự toán "
     "(⟨160 triệu đồng⟩), chiếm ⟨30%⟩;\n- Phí: ⟨280 triệu đồng⟩.",
     ["sum: 400 triệu đồng | 120 triệu đồng | 280 triệu đồng -> consistent",
      "percent: 120 triệu đồng | 160 triệu đồng | 75% -> consistent",
      "percent: 120 triệu đồng | 400 triệu đồng | 30% -> consistent"]),
    # a ratio is told of its plan
    ("Khởi công ⟨120/150 căn⟩, đạt ⟨80%⟩ kế hoạch.", ["percent: 120/150 căn | 80% -> consistent"]),
    ("Khởi công ⟨120/150 căn⟩, đạt ⟨60%⟩ kế hoạch.",
     ["percent: 120/150 căn | 60% -> inconsistent"]),
    ("Kết nạp ⟨18/24 đảng viên⟩ (⟨75%⟩ chỉ tiêu).",
     ["percent: 18/24 đảng viên | 75% -> consistent"]),
    # coverage
    ("Có ⟨1.900 người⟩ trên ⟨2.000 nhân khẩu⟩ tham gia bảo hiểm, độ bao phủ ⟨95%⟩.",
     ["percent: 1.900 người | 2.000 nhân khẩu | 95% -> consistent"]),
    # a whole misprinted smaller than its part
    ("Tố cáo: thụ lý ⟨04 vụ⟩, giải quyết xong ⟨06 vụ⟩, đạt ⟨85,7%⟩.",
     ["percent: 06 vụ | 04 vụ | 85,7% -> inconsistent"]),
]  # fmt: skip

SILENT = [
    "Nếu tính ⟨8 - 10 tỷ đồng⟩ trái phiếu thì tổng chi ⟨73 - 74 tỷ đồng⟩, chiếm ⟨31%⟩ tổng chi "
    "ngân sách. Tổng chi ngân sách ⟨226 tỷ đồng⟩.",
    "Tổng vốn ⟨400 - 410 tỷ đồng⟩. Đã giải ngân ⟨12 dự án⟩, đạt ⟨30%⟩ kế hoạch.",
    "Nguồn xổ số ⟨50 tỷ đồng⟩, đạt ⟨95%⟩; nguồn đất ⟨21 tỷ đồng⟩, đạt ⟨61%⟩.",
    "Nhận ⟨50 đơn⟩; thu hồi ⟨12,5%⟩ diện tích (⟨33 đơn⟩).",
]


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_told(read, text, expected):
    assert sorted(read(text).told()) == sorted(expected)


@pytest.mark.parametrize("text", SILENT)
def test_silent(read, text):
    assert read(text).told() == []
