"""Lists that name their whole, rests told far from it, totals after their parts; near misses."""

import pytest

TOLD = [
    # a list right after a part divides the part, and is wrong of it
    ("Nhận ⟨275 đơn⟩, trong đó có ⟨236 đơn⟩ đã qua thẩm định, gồm:\n- Khiếu nại: ⟨92 đơn⟩;\n"
     "- Tố cáo: ⟨27 đơn⟩;\n- Kiến nghị: ⟨147 đơn⟩.",
     ["subset: 275 đơn | 236 đơn -> consistent",
      "sum: 236 đơn | 92 đơn | 27 đơn | 147 đơn -> inconsistent"]),
    # what remains, under the same heading
    ("2. Kết quả hòa giải\n- Đã hòa giải ⟨33 vụ⟩ trên tổng số ⟨40 vụ⟩ được giao.\n"
     "- Còn ⟨06 vụ⟩ khó xác minh.",
     ["sum: 40 vụ | 33 vụ | 06 vụ -> inconsistent"]),
    # a stock rolled forward item by item
    ("Giải quyết đơn:\n- Kỳ trước chuyển sang: ⟨05 vụ⟩.\n- Phát sinh: ⟨11 vụ⟩.\n- Đã giải quyết: "
     "⟨10 vụ⟩.\n- Đang xem xét, giải quyết: ⟨06 vụ⟩.",
     ["roll_forward: 06 vụ | 05 vụ | 11 vụ | 10 vụ -> consistent"]),
    ("Giải quyết đơn:\n- Kỳ trước chuyển sang: ⟨05 vụ⟩.\n- Phát sinh: ⟨11 vụ⟩.\n- Đã giải quyết: "
     "⟨10 vụ⟩.\n- Đang xem xét, giải quyết: ⟨08 vụ⟩.",
     ["roll_forward: 08 vụ | 05 vụ | 11 vụ | 10 vụ -> inconsistent"]),
    # the words before the list name the whole
    ("Nhận ⟨90 đơn⟩, gồm đủ điều kiện ⟨72 đơn⟩, không đủ điều kiện ⟨18 đơn⟩. Trong số đơn đủ điều "
     "kiện có: khiếu nại ⟨22 đơn⟩, tố cáo ⟨10 đơn⟩, kiến nghị ⟨40 đơn⟩.",
     ["sum: 90 đơn | 72 đơn | 18 đơn -> consistent",
      "sum: 72 đơn | 22 đơn | 10 đơn | 40 đơn -> consistent"]),
    ("Nhận ⟨90 đơn⟩, gồm đủ điều kiện ⟨72 đơn⟩, không đủ điều kiện ⟨18 đơn⟩. Trong số đơn đủ điều "
     "kiện có: khiếu nại ⟨22 đơn⟩, tố cáo ⟨10 đơn⟩, kiến nghị ⟨47 đơn⟩.",
     ["sum: 90 đơn | 72 đơn | 18 đơn -> consistent",
      "sum: 72 đơn | 22 đơn | 10 đơn | 47 đơn -> inconsistent"]),
    ("Xã có ⟨16 công trình⟩. Tiến độ chia ra: ⟨09 công trình⟩ đã khởi công; ⟨05 công trình⟩ chờ "
     "thầu.",
     ["sum: 16 công trình | 09 công trình | 05 công trình -> inconsistent"]),
    ("Còn tồn ⟨48 vụ⟩. Nếu chia theo lĩnh vực: đất đai ⟨31 vụ⟩, chính sách ⟨12 vụ⟩, tài chính "
     "⟨5 vụ⟩.",
     ["sum: 48 vụ | 31 vụ | 12 vụ | 5 vụ -> consistent"]),
    # parts in brackets and what is left
    ("Ngập ⟨640 nhà⟩, nhiều ở xã Đông (⟨310 nhà⟩) và xã Tây (⟨205 nhà⟩), số còn lại ⟨125 nhà⟩ rải "
     "rác.",
     ["sum: 640 nhà | 310 nhà | 205 nhà | 125 nhà -> consistent"]),
    ("Ngập ⟨640 nhà⟩, nhiều ở xã Đông (⟨310 nhà⟩) và xã Tây (⟨205 nhà⟩), số còn lại ⟨135 nhà⟩ rải "
     "rác.",
     ["sum: 640 nhà | 310 nhà | 205 nhà | 135 nhà -> inconsistent"]),
    ("Thụ lý ⟨30 đơn⟩; giải quyết xong ⟨23 đơn⟩, chuyển sang quý sau ⟨7 đơn⟩.",
     ["sum: 30 đơn | 23 đơn | 7 đơn -> consistent"]),
    ("Biên chế được giao ⟨24 người⟩, hiện có ⟨21 người⟩, thiếu ⟨03 người⟩.",
     ["sum: 24 người | 21 người | 03 người -> consistent"]),
    # a figure told again is no new part
    ("Thụ lý ⟨80 vụ⟩, đã giải quyết ⟨56 vụ⟩, còn ⟨24 vụ⟩. Trong số ⟨24 vụ⟩ chưa giải quyết, cấp xã "
     "có ⟨15 vụ⟩, cấp huyện có ⟨09 vụ⟩.",
     ["sum: 80 vụ | 56 vụ | 24 vụ -> consistent",
      "sum: 24 vụ | 15 vụ | 09 vụ -> consistent"]),
    # totals after their parts
    ("Thiệt hại lúa ⟨640 ha⟩, hoa màu ⟨220 ha⟩, cây ăn quả ⟨95 ha⟩; tổng ⟨985 ha⟩.",
     ["sum: 985 ha | 640 ha | 220 ha | 95 ha -> inconsistent"]),
    ("Kỳ trước chuyển sang ⟨32 đơn⟩, trong kỳ tiếp nhận ⟨154 đơn⟩; tổng số phải xử lý ⟨186 đơn⟩.",
     ["sum: 186 đơn | 32 đơn | 154 đơn -> consistent"]),
    ("Kỳ trước chuyển sang ⟨32 đơn⟩, trong kỳ tiếp nhận ⟨194 đơn⟩; tổng số phải xử lý ⟨186 đơn⟩.",
     ["sum: 186 đơn | 32 đơn | 194 đơn -> inconsistent"]),
    # units that count one kind of thing
    ("Ghi nhận ⟨45 ca⟩ trong trường học, gồm ⟨31 học sinh⟩, ⟨14 giáo viên⟩.",
     ["sum: 45 ca | 31 học sinh | 14 giáo viên -> consistent"]),
    ("Liên quan ⟨26 phương tiện⟩, gồm mô tô ⟨19 chiếc⟩, ô tô ⟨7 chiếc⟩.",
     ["sum: 26 phương tiện | 19 chiếc | 7 chiếc -> consistent"]),
    ("Trợ cấp cho ⟨512 người⟩, gồm ⟨284 người⟩ cao tuổi, ⟨203 người⟩ khuyết tật, ⟨25 trẻ em⟩.",
     ["sum: 512 người | 284 người | 203 người | 25 trẻ em -> consistent"]),
    ("Trợ cấp cho ⟨512 người⟩, gồm ⟨284 người⟩ cao tuổi, ⟨203 người⟩ khuyết tật, ⟨28 trẻ em⟩.",
     ["sum: 512 người | 284 người | 203 người | 28 trẻ em -> inconsistent"]),
    ("Biểu dương ⟨166 điển hình⟩, gồm ⟨64 tập thể⟩ và ⟨92 cá nhân⟩.",
     ["sum: 166 điển hình | 64 tập thể | 92 cá nhân -> inconsistent"]),
    # a whole told before goes before the latest one, if it is just what the parts make
    ("Nhận ⟨148 đơn⟩. Đã xem ⟨121 đơn⟩, lưu ⟨27 đơn⟩. Trả lời ⟨9 đơn⟩. Bao gồm: khiếu nại "
     "⟨88 đơn⟩, tố cáo ⟨33 đơn⟩.",
     ["sum: 148 đơn | 121 đơn | 27 đơn -> consistent",
      "sum: 121 đơn | 88 đơn | 33 đơn -> consistent"]),
    # the parts of the whole, and not of its last part
    ("Sản lượng ⟨90 tấn⟩, gồm biển ⟨30 tấn⟩, hồ ⟨25 tấn⟩, ao ⟨35 tấn⟩, trong đó tôm ⟨20 tấn⟩, cá "
     "⟨64 tấn⟩, loại khác ⟨6 tấn⟩.",
     ["sum: 90 tấn | 30 tấn | 25 tấn | 35 tấn -> consistent",
      "sum: 90 tấn | 20 tấn | 64 tấn | 6 tấn -> consistent"]),
    ("Tạm giữ ⟨35 xe⟩ (⟨28 mô tô⟩, ⟨07 ô tô⟩).",
     ["sum: 35 xe | 28 mô tô | 07 ô tô -> consistent"]),
]  # fmt: skip

SILENT = [
    # what fits no whole is of the list all the same; what is told twice is no part
    "Tặng ⟨300 suất⟩ quà, gồm ⟨120 suất⟩ gạo, ⟨130 suất⟩ mì, ⟨50 thùng⟩ sữa.",
    "Có ⟨320 hộ⟩ thiệt hại, gồm tốc mái ⟨210 hộ⟩, ngập ⟨85 hộ⟩, mất đồ ⟨40 hộ⟩ (⟨15 hộ⟩ cả hai).",
    "Giá trị máy tính ⟨2.162,5 triệu đồng⟩. Kinh phí ⟨1,24 tỷ đồng⟩, vật tư ⟨0,93 tỷ đồng⟩.",
    "Nhu cầu khoảng ⟨~13,3 triệu tấn⟩. Tiêu thụ ⟨~11,6 triệu tấn⟩, tồn kho ⟨0,7 triệu tấn⟩.",
    "Có ⟨15 ca⟩ tử vong. Toàn tỉnh có ⟨287 người⟩. Đang điều trị ⟨262 người⟩.",
    "Thiệt hại lúa ⟨640 ha⟩, hoa màu ⟨220 ha⟩; tổng đàn trâu ⟨985 con⟩.",
]


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_told(read, text, expected):
    assert sorted(read(text).told()) == sorted(expected)


@pytest.mark.parametrize("text", SILENT)
def test_silent(read, text):
    assert read(text).told() == []
