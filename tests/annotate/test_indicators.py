"""Sentences of reports -> the phrases that name what their figures count."""

from __future__ import annotations

import re

import pytest

from nlp.annotate.figures import find_figures
from nlp.annotate.periods import find_dates
from nlp.document import from_text
from nlp.model import Figure

REPORT = "BÁO CÁO\nKết quả công tác năm 2024\n\nI. KẾT QUẢ\n"


def figures(text: str) -> tuple[Figure, ...]:
    document = from_text(REPORT + text + "\n")
    return find_figures(document, find_dates(document))


INDICATORS: list[tuple[str, list[str]]] = [
    # a label goes on behind a bracket; a goal lends nothing to shares and changes
    ("Sản lượng cá lồng (cả 03 hợp tác xã): 820 tấn.",
     ["hợp tác xã cả", "Sản lượng cá lồng"]),
    ("Sản lượng cá 820 tấn, đạt 103% kế hoạch 800 tấn, tăng 5% so với năm 2023.",
     ["Sản lượng cá", "tỷ lệ Sản lượng cá", "kế hoạch (Sản lượng cá)", "tỷ lệ Sản lượng cá"]),
    # a comma within a name parts nothing
    ("Tổ chức 08 lớp tập huấn phòng, chống đuối nước cho học sinh.",
     ["lớp tập huấn phòng, chống đuối nước"]),
    ("Nhận 30 đơn: 04 đơn tố cáo, 26 đơn kiến nghị, phản ánh.",
     ["đơn được nhận", "đơn tố cáo", "đơn kiến nghị, phản ánh"]),
    ("Đã bàn giao 2,4 km mặt bằng tuyến đê.", ["bàn giao mặt bằng tuyến đê"]),
    # how far the work is
    ("Xã phải xử lý 18 hồ sơ; đang xử lý 04 hồ sơ, chưa xử lý 02 hồ sơ.",
     ["hồ sơ phải xử lý", "hồ sơ đang xử lý", "hồ sơ chưa xử lý"]),
    # when it was counted is no part of what was
    ("Lũy kế từ đầu năm đã kiểm tra 45 cơ sở.", ["cơ sở được kiểm tra"]),
    ("Trong kỳ báo cáo, đã trợ giúp 45 hộ.", ["hộ được trợ giúp"]),
    # a share and a change are of the part, not of the whole that it was counted out of
    ("Còn 84 hộ nghèo trên tổng số 1.920 hộ, tỷ lệ 4,38%, giảm 15 hộ.",
     ["hộ nghèo", "hộ trên tổng số", "tỷ lệ hộ nghèo", "hộ nghèo"]),
    ("Đón 900 lượt khách, đạt 45% kế hoạch (2.000 lượt).",
     ["lượt khách đón", "tỷ lệ lượt khách đón", "kế hoạch (lượt khách đón)"]),
    ("Xếp loại: giỏi 14 em, khá 22 em.", ["em giỏi (Xếp loại)", "em khá (Xếp loại)"]),
    ("Hậu quả: chết 02 người.", ["người chết"]),
    ("Xảy ra 12 vụ tai nạn giao thông, làm chết 05 người, bị thương 9 người.",
     ["vụ tai nạn giao thông xảy ra", "người chết do tai nạn giao thông",
      "người bị thương do tai nạn giao thông"]),
    ("Mưa lũ làm 02 người chết, 03 người mất tích.",
     ["người chết do mưa lũ", "người mất tích do mưa lũ"]),
    ("TNGT: xảy ra 4 vụ, chết 3 người.", ["vụ TNGT", "người chết do TNGT"]),
    ("Thu ngân sách 6 tháng đầu năm đạt 120 tỷ đồng.", ["Thu ngân sách"]),
    ("Chỉ số giá tiêu dùng tháng 5 tăng 0,2%.", ["Chỉ số giá tiêu dùng"]),
    ("Nợ đọng thuế tới cuối tháng 9 còn 4 tỷ đồng.", ["Nợ đọng thuế"]),
    ("Số vụ tồn từ năm 2005 là 12 vụ.", ["Số vụ tồn từ năm 2005"]),
    ("Thấp hơn mức nhập siêu năm 2003 (25%).", ["mức nhập siêu năm 2003"]),
    ("Điều chỉnh giảm chi sự nghiệp y tế với kinh phí là 90 triệu đồng.",
     ["Điều chỉnh giảm chi sự nghiệp y tế"]),
    ("Hai nhà máy có thể đạt 700 tấn.", ["Hai nhà máy"]),
    ("Cây màu đã trồng: ngô 12 ha, lạc 8 ha, cộng 20 ha.",
     ["diện tích ngô", "diện tích lạc", "Cây màu đã trồng"]),
    ("Xã tiếp 40 lượt, gồm tiếp định kỳ 28 lượt. So với năm 2023 (35 lượt), tăng 5 lượt.",
     ["lượt tiếp", "lượt tiếp định kỳ", "lượt tiếp", "lượt tiếp"]),
    ("Giá trị thiệt hại 18 tỷ đồng: nhà ở 11 tỷ, thủy lợi 7 tỷ.",
     ["Giá trị thiệt hại", "giá trị nhà ở", "giá trị thủy lợi"]),
    ("Thu phí 40 tỷ đồng, đạt 90% dự toán, tăng 2% so với cùng kỳ năm 2023 (39 tỷ đồng).",
     ["Thu phí", "tỷ lệ Thu phí", "tỷ lệ Thu phí", "cùng kỳ năm 2023 (Thu phí)"]),
    ("Người dân đồng tình, song vẫn có 7 đơn tố cáo.", ["đơn tố cáo"]),
    ("Có 9 trường đỗ 100%.", ["trường đỗ", "tỷ lệ đỗ"]),
    ("Số em có máy là 40/50 em; ở trường điểm tỷ lệ này là 95%.",
     ["Số em có máy", "tỷ lệ Số em có máy (ở trường điểm)"]),
    ("Quỹ “Vì trẻ thơ” vận động 12 triệu đồng.", ["Quỹ Vì trẻ thơ vận động"]),
    ("Trong kỳ có 36 đơn đủ điều kiện xử lý.", ["đơn đủ điều kiện xử lý"]),
    ("Khiếu nại 65 đơn và tố cáo 28 đơn.", ["đơn Khiếu nại", "đơn tố cáo"]),
    ("Kinh phí sự nghiệp được giao 6 tỷ đồng.", ["Kinh phí sự nghiệp được giao"]),
    ("Xi măng Bình Sơn (1,4 triệu tấn/năm), xi măng Trà Bồng (2 triệu tấn/năm).",
     ["Xi măng Bình Sơn", "xi măng Trà Bồng"]),
    ("Tỷ lệ che phủ rừng duy trì 51,8%.", ["Tỷ lệ che phủ rừng duy trì"]),
    ("Thu ngân sách (kể cả tiền đất) là 12 tỷ đồng.", ["Thu ngân sách"]),
    ("Gom 30 vụ/28 hộ thuộc thẩm quyền.",
     ["vụ thuộc thẩm quyền (Gom)", "hộ thuộc thẩm quyền (Gom)"]),
    ("Tham mưu Thường trực Huyện ủy tổ chức 03 hội nghị quán triệt nghị quyết.",
     ["hội nghị quán triệt nghị quyết"]),
    ("Kiểm tra 12 cơ sở kinh doanh, xử phạt 03 trường hợp.",
     ["cơ sở kinh doanh được kiểm tra", "trường hợp bị xử phạt"]),
    ("Đồn biên phòng cấp 24 máy quét cho các trường.", ["máy quét được cấp (Đồn biên phòng)"]),
    ("Người đứng đầu tiếp 128 lượt, cấp phó tiếp 37 lượt.",
     ["lượt tiếp (Người đứng đầu)", "lượt tiếp (cấp phó)"]),
    ("Đề nghị UBND tỉnh phân bổ 15 tỷ đồng mua thiết bị.", ["số tiền phân bổ mua thiết bị"]),
    ("Đàn bò 4.500 con, quần áo may sẵn 3 triệu cái.", ["Đàn bò", "quần áo may sẵn"]),
    ("Tiểu học có 21 trường, 351 lớp, 874 học sinh.",
     ["trường Tiểu học", "lớp Tiểu học", "học sinh Tiểu học"]),
    ("Kết quả: học lực giỏi 18 em, khá 25 em, yếu 2 em.",
     ["em học lực giỏi", "em học lực khá", "em học lực yếu"]),
    ("Tập huấn cho 46 tổ công nghệ (322 thành viên).",
     ["tổ công nghệ được tập huấn", "thành viên tổ công nghệ được tập huấn"]),
    ("Phê duyệt phương án cho 548 hộ với số tiền 214 tỷ đồng.",
     ["hộ được phê duyệt phương án", "số tiền (hộ được phê duyệt phương án)"]),
    ("So với tháng trước, số vụ giảm 3 vụ.", ["số vụ"]),
    ("Các cơ quan tiếp 26 lượt, trong đó quý I 12 lượt, quý II 14 lượt.",
     ["lượt tiếp (Các cơ quan)", "lượt tiếp (Các cơ quan, quý I)",
      "lượt tiếp (Các cơ quan, quý II)"]),
    ("Hỗ trợ 50 lao động với kinh phí 80 triệu đồng.",
     ["lao động được hỗ trợ", "kinh phí (lao động được hỗ trợ)"]),
    ("Số hóa 100% hồ sơ lưu trữ.", ["tỷ lệ hồ sơ lưu trữ được số hóa"]),
    ("Nuôi trồng 865 tấn, trực tiếp 24 hồ sơ.", ["Nuôi trồng", "hồ sơ trực tiếp"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "phrases"), INDICATORS)
def test_indicator(text: str, phrases: list[str]) -> None:
    assert [f.indicator for f in figures(text)] == phrases


@pytest.mark.parametrize(
    ("text", "index", "words"),
    [
        ("1. Khiếu nại: giải quyết 74/98 đơn, đạt 75,5%.", 1, {"tỷ", "lệ", "giải", "quyết"}),
        ("Xuất khẩu gạo 45 triệu USD, tăng 6,5% so với cùng kỳ.", 1, {"xuất", "khẩu", "gạo"}),
        ("Đạt 45% hồ sơ trực tuyến, thấp hơn chỉ tiêu 50%.", 1, {"chỉ", "tiêu"}),
        ("Trong năm tiếp 412 lượt; phân tích 412 lượt nêu trên.", 1, {"lượt", "tiếp"}),
        ("Trồng lúa 12 ha (kế hoạch 15 ha).", 1, {"kế", "hoạch", "trồng", "lúa"}),
    ],
)
def test_an_indicator_takes_the_words_of_its_owner(text: str, index: int, words: set[str]) -> None:
    assert words <= set(re.findall(r"\w+", (figures(text)[index].indicator or "").lower()))
