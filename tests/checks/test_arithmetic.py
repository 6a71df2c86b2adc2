"""Phrases and the relations they claim; then the same phrases with a wrong digit."""

from time import process_time

import pytest

from nlp.checks.arithmetic import find_relations

WRONG = "inconsistent"

CLAIMS = [
    # wholes and parts: cues
    ("Xã nhận ⟨415 hồ sơ⟩, gồm ⟨290 hồ sơ⟩ đất đai, ⟨85 hồ sơ⟩ hộ tịch và ⟨40 hồ sơ⟩ xây dựng.",
     ["sum: 415 hồ sơ | 290 hồ sơ | 85 hồ sơ | 40 hồ sơ -> consistent"]),
    ("Xã nhận ⟨415 hồ sơ⟩, gồm ⟨290 hồ sơ⟩ đất đai, ⟨85 hồ sơ⟩ hộ tịch và ⟨70 hồ sơ⟩ xây dựng.",
     ["sum: 415 hồ sơ | 290 hồ sơ | 85 hồ sơ | 70 hồ sơ -> inconsistent"]),
    ("Chi ⟨7 tỷ đồng⟩: xây dựng ⟨5.500 triệu đồng⟩, thiết bị ⟨1.500 triệu đồng⟩.",
     ["sum: 7 tỷ đồng | 5.500 triệu đồng | 1.500 triệu đồng -> consistent"]),
    ("Có ⟨1,2 nghìn người⟩, gồm ⟨830 người⟩ nam và ⟨390 người⟩ nữ.",
     ["sum: 1,2 nghìn người | 830 người | 390 người -> consistent_by_rounding"]),
    ("Trường có ⟨640 học sinh⟩, trong đó ⟨310 em⟩ nam, ⟨330 em⟩ nữ.",
     ["sum: 640 học sinh | 310 em | 330 em -> consistent"]),
    ("Toàn xã có ⟨40 đoàn⟩, trong đó ⟨12 đoàn⟩ đông người.",
     ["subset: 40 đoàn | 12 đoàn -> consistent"]),
    ("Trong ⟨27 vụ⟩, có ⟨12 vụ⟩ đúng, ⟨09 vụ⟩ đúng một phần, ⟨06 vụ⟩ sai.",
     ["sum: 27 vụ | 12 vụ | 09 vụ | 06 vụ -> consistent"]),
    ("Nhận ⟨90 hồ sơ⟩ (trực tuyến ⟨55 hồ sơ⟩, trực tiếp ⟨35 hồ sơ⟩).",
     ["sum: 90 hồ sơ | 55 hồ sơ | 35 hồ sơ -> consistent"]),
    ("Xử lý kỷ luật ⟨03 đảng viên⟩ (khiển trách ⟨02⟩, cảnh cáo ⟨01⟩).",
     ["sum: 03 đảng viên | 02 | 01 -> consistent"]),
    ("Kết quả: đúng ⟨09 đơn⟩, sai ⟨31 đơn⟩, rút ⟨10 đơn⟩, cộng ⟨50 đơn⟩.",
     ["sum: 50 đơn | 09 đơn | 31 đơn | 10 đơn -> consistent"]),
    # … nesting and separators
    ("Nhận ⟨300 đơn⟩, trong đó: ⟨210 đơn⟩ đủ điều kiện, cụ thể: chuyển ⟨30 đơn⟩, thụ lý ⟨180 đơn⟩; "
     "còn ⟨90 đơn⟩ không đủ điều kiện.",
     ["sum: 300 đơn | 210 đơn | 90 đơn -> consistent",
      "sum: 210 đơn | 30 đơn | 180 đơn -> consistent"]),
    ("Cấp ⟨215 giấy⟩ với diện tích ⟨34,6 ha⟩, trong đó đất ở ⟨120 giấy⟩ với diện tích ⟨6,1 ha⟩, "
     "đất vườn ⟨95 giấy⟩ với diện tích ⟨28,5 ha⟩.",
     ["sum: 215 giấy | 120 giấy | 95 giấy -> consistent",
      "sum: 34,6 ha | 6,1 ha | 28,5 ha -> consistent"]),
    ("Có ⟨05 đoàn⟩ với ⟨62 người⟩: ⟨03 đoàn⟩ của thôn Đông (⟨40 người⟩), ⟨02 đoàn⟩ của thôn Tây "
     "(⟨22 người⟩).",
     ["sum: 05 đoàn | 03 đoàn | 02 đoàn -> consistent",
      "sum: 62 người | 40 người | 22 người -> consistent"]),
    # … over sentences and blocks
    ("Huyện nhận ⟨512 đơn⟩. Xét theo loại đơn, khiếu nại ⟨101 đơn⟩, tố cáo ⟨11 đơn⟩, "
     "kiến nghị ⟨400 đơn⟩.",
     ["sum: 512 đơn | 101 đơn | 11 đơn | 400 đơn -> consistent"]),
    ("Đã gieo trồng ⟨5.430 ha⟩, trong đó:\n- Lúa ⟨3.210 ha⟩;\n- Ngô ⟨1.120 ha⟩;\n- Rau ⟨1.100 ha⟩.",
     ["sum: 5.430 ha | 3.210 ha | 1.120 ha | 1.100 ha -> consistent"]),
    ("Tiếp ⟨500 lượt⟩, giảm ⟨60 lượt⟩. Trong đó:\na) Cấp huyện ⟨200 lượt⟩, giảm ⟨25 lượt⟩;\n"
     "b) Cấp xã ⟨300 lượt⟩, giảm ⟨35 lượt⟩.",
     ["sum: 500 lượt | 200 lượt | 300 lượt -> consistent",
      "sum: 60 lượt | 25 lượt | 35 lượt -> consistent"]),
    ("Kết quả tiếp dân:\n- Tổng số: ⟨156 lượt⟩ với ⟨170 người⟩;\n- Thường xuyên: ⟨120 lượt⟩ với "
     "⟨128 người⟩;\n- Định kỳ: ⟨36 lượt⟩ với ⟨42 người⟩.",
     ["sum: 156 lượt | 120 lượt | 36 lượt -> consistent",
      "sum: 170 người | 128 người | 42 người -> consistent"]),
    # … remainders and flows
    ("Có ⟨259 đơn⟩, đã giải quyết ⟨220 đơn⟩; còn ⟨39 đơn⟩.",
     ["sum: 259 đơn | 220 đơn | 39 đơn -> consistent"]),
    ("Vốn giao ⟨800 triệu đồng⟩. Đã giải ngân ⟨650 triệu đồng⟩. Chưa giải ngân ⟨150 triệu đồng⟩.",
     ["sum: 800 triệu đồng | 650 triệu đồng | 150 triệu đồng -> consistent"]),
    ("Đầu kỳ tồn ⟨20 đơn⟩, nhận mới ⟨65 đơn⟩, giải quyết ⟨70 đơn⟩, còn ⟨15 đơn⟩.",
     ["roll_forward: 15 đơn | 20 đơn | 65 đơn | 70 đơn -> consistent"]),
    # shares
    ("Tỷ lệ giải quyết đạt ⟨78,6%⟩ (⟨272/346 vụ⟩).", ["percent: 272/346 vụ | 78,6% -> consistent"]),
    ("Giải quyết ⟨379/481 đơn⟩, đạt ⟨78,7%⟩.",
     ["percent: 379/481 đơn | 78,7% -> consistent_by_rounding"]),
    ("Giải quyết ⟨150/181 vụ⟩, đạt ⟨72,9%⟩.", ["percent: 150/181 vụ | 72,9% -> inconsistent"]),
    ("Có ⟨92 vụ việc⟩; đã giải quyết ⟨85 vụ việc⟩, đạt ⟨92,4%⟩.",
     ["percent: 85 vụ việc | 92 vụ việc | 92,4% -> consistent"]),
    ("Giải quyết ⟨231 đơn⟩ trên tổng số ⟨264 đơn⟩, đạt ⟨87,5%⟩.",
     ["percent: 231 đơn | 264 đơn | 87,5% -> consistent"]),
    ("Thu ⟨84,2 tỷ đồng⟩, bằng ⟨105,3%⟩ dự toán (⟨80 tỷ đồng⟩), tăng ⟨6,2 tỷ đồng⟩ (⟨7,9%⟩) so "
     "cùng kỳ.",
     ["percent: 84,2 tỷ đồng | 80 tỷ đồng | 105,3% -> consistent",
      "growth: 84,2 tỷ đồng | 6,2 tỷ đồng | 7,9% -> consistent"]),
    ("Kinh phí được giao ⟨640 triệu đồng⟩, đã chi ⟨512 triệu đồng⟩, đạt ⟨80%⟩ dự toán.",
     ["percent: 512 triệu đồng | 640 triệu đồng | 80% -> consistent"]),
    ("Có ⟨268 hộ⟩ nghèo (⟨3,31%⟩) và ⟨402 hộ⟩ cận nghèo (⟨4,97%⟩) trong tổng ⟨8.093 hộ⟩.",
     ["percent: 268 hộ | 8.093 hộ | 3,31% -> consistent",
      "percent: 402 hộ | 8.093 hộ | 4,97% -> consistent"]),
    # changes
    ("Tiếp ⟨224 lượt⟩, tăng ⟨26 lượt⟩ so với cùng kỳ (⟨198 lượt⟩), tỷ lệ tăng ⟨13,1%⟩.",
     ["growth: 224 lượt | 198 lượt | 26 lượt | 13,1% -> consistent"]),
    ("Tiếp ⟨2.783 lượt⟩, giảm ⟨714 lượt⟩ so với cùng kỳ [⟨20,42%⟩].",
     ["growth: 2.783 lượt | 714 lượt | 20,42% -> consistent"]),
    ("Xã tiếp ⟨163 lượt⟩ (cùng kỳ: ⟨181 lượt⟩), giảm ⟨20 lượt⟩.",
     ["difference: 163 lượt | 181 lượt | 20 lượt -> inconsistent"]),
    ("Số đơn giảm từ ⟨80 đơn⟩ xuống ⟨64 đơn⟩ (giảm ⟨20%⟩).",
     ["growth: 64 đơn | 80 đơn | 20% -> consistent"]),
    ("Năm 2023 có ⟨12 vụ⟩, năm 2022 có ⟨15 vụ⟩, giảm ⟨03 vụ⟩ (⟨20%⟩).",
     ["growth: 12 vụ | 15 vụ | 03 vụ | 20% -> consistent"]),
    ("Có ⟨85%⟩ số hộ đạt chuẩn văn hóa (⟨3.570/4.200 hộ⟩).",
     ["percent: 3.570/4.200 hộ | 85% -> consistent"]),
    ("Đạt ⟨86,4%⟩, vượt ⟨1,4 điểm phần trăm⟩ so với chỉ tiêu ⟨85%⟩.",
     ["difference: 86,4% | 85% | 1,4 điểm phần trăm -> consistent"]),
    ("Báo cáo ghi ⟨518 lượt⟩, sổ ghi ⟨497 lượt⟩, chênh lệch ⟨21 lượt⟩.",
     ["difference: 518 lượt | 497 lượt | 21 lượt -> consistent"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CLAIMS)
def test_claims(read, text, expected):
    assert sorted(read(text).told()) == sorted(expected)


# What a text does not claim must not be flagged, though the figures stand side by side.
NO_CLAIM = [
    "Tổ chức ⟨12 hội nghị⟩ với ⟨1.450 lượt người⟩, cấp phát ⟨3.200 tờ rơi⟩.",
    "Xuất khẩu ⟨6 tỷ USD⟩. Một số mặt hàng chủ yếu gồm: giày ⟨660 triệu USD⟩, gỗ ⟨404 triệu USD⟩.",
    "Nguồn thứ nhất ⟨318 tỷ đồng⟩ (đạt ⟨93%⟩), nguồn thứ hai ⟨103 tỷ đồng⟩ (đạt ⟨66%⟩).",
    "Tổng vốn ⟨421 tỷ đồng⟩ đạt ⟨79%⟩ kế hoạch, trong đó vốn tỉnh ⟨318 tỷ đồng⟩ (đạt ⟨93%⟩), "
    "vốn xã ⟨103 tỷ đồng⟩ (đạt ⟨66%⟩).",
    "Sản lượng ⟨120 tấn⟩, đạt ⟨46%⟩ kế hoạch năm.",
    "Thu ⟨30 tỷ đồng⟩, bằng ⟨108,4%⟩ so với cùng kỳ.",
    "Giải quyết ⟨85 vụ⟩, vượt chỉ tiêu được giao (trên ⟨85%⟩).",
    "Có ⟨30 hộ⟩, bình quân ⟨4 người⟩, cao nhất ⟨9 người⟩.",
    "Dành ⟨2/3⟩ tổng thời gian hoặc ⟨100%⟩ thời gian cho đề tài.",
    "Tăng do yếu tố giá ⟨1,4 tỷ USD⟩, chiếm ⟨35%⟩; tăng do lượng ⟨2,5 tỷ USD⟩, chiếm ⟨65%⟩.",
    "Phân loại: loại A ⟨12 xã⟩ (⟨40%⟩), loại B ⟨15 xã⟩ (⟨50%⟩), loại C ⟨03 xã⟩ (⟨10%⟩).",
    "Có ⟨12.450 em⟩, trong đó giỏi ⟨3.210 em⟩ (⟨25,8%⟩), khá ⟨5.640 em⟩ (⟨45,3%⟩), "
    "còn lại trung bình ⟨3.600 em⟩ (⟨28,9%⟩).",
    "Vốn ⟨25,6 tỷ đồng⟩ (vốn cũ ⟨5,6 tỷ đồng⟩, vốn giao mới ⟨20 tỷ đồng⟩); giải ngân "
    "⟨18,2 tỷ đồng⟩, bằng ⟨71,1%⟩ kế hoạch vốn.",
    "Tổng thu ⟨179,7 tấn⟩, trong đó lúa ⟨104,5 tấn⟩, ngô ⟨35,5 tấn⟩.",
    "Có ⟨15 đơn⟩, trong đó khiếu nại ⟨10 đơn⟩, tố cáo ⟨02 đơn⟩.",
    "Dân số ⟨8.420 người⟩, trong đó nữ ⟨4.190 người⟩, dân tộc thiểu số ⟨1.260 người⟩, trong độ "
    "tuổi lao động ⟨5.050 người⟩.",
    "Đơn ⟨20 đơn⟩. Đơn ⟨31 đơn⟩. Đơn ⟨54 đơn⟩.",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_CLAIM)
def test_no_false_alarm(read, text):
    assert [t for t in read(text).told() if t.endswith(WRONG)] == []


# One wrong digit leaves the tree standing: the claim is still read, and flagged.
FALSIFIED = [
    ("Huyện nhận ⟨512 đơn⟩. Xét theo loại đơn, khiếu nại ⟨101 đơn⟩, tố cáo ⟨17 đơn⟩, "
     "kiến nghị ⟨400 đơn⟩.", "17 đơn"),
    ("Trường có ⟨640 học sinh⟩, trong đó ⟨310 em⟩ nam, ⟨380 em⟩ nữ.", "380 em"),
    ("Có ⟨259 đơn⟩, đã giải quyết ⟨240 đơn⟩; còn ⟨39 đơn⟩.", "240 đơn"),
    ("Kết quả: đúng ⟨09 đơn⟩, sai ⟨31 đơn⟩, rút ⟨10 đơn⟩, cộng ⟨58 đơn⟩.", "58 đơn"),
    ("Có ⟨92 vụ việc⟩; đã giải quyết ⟨85 vụ việc⟩, đạt ⟨97,4%⟩.", "97,4%"),
    ("Có ⟨92 vụ việc⟩; đã giải quyết ⟨95 vụ việc⟩, đạt ⟨92,4%⟩.", "95 vụ việc"),
    ("Tiếp ⟨2.783 lượt⟩, giảm ⟨774 lượt⟩ so với cùng kỳ [⟨20,42%⟩].", "774 lượt"),
    ("Đầu kỳ tồn ⟨20 đơn⟩, nhận mới ⟨65 đơn⟩, giải quyết ⟨70 đơn⟩, còn ⟨16 đơn⟩.", "16 đơn"),
    ("Đã gieo trồng ⟨5.430 ha⟩, trong đó:\n- Lúa ⟨3.210 ha⟩;\n- Ngô ⟨1.720 ha⟩;\n"
     "- Rau ⟨1.100 ha⟩.", "1.720 ha"),
    ("Thu ⟨21.560 bài⟩, trong đó báo tỉnh ⟨9.220 bài⟩, đài tỉnh ⟨12.240 bài⟩.", "21.560 bài"),
    ("Toàn xã có ⟨31 vụ⟩, trong đó ⟨45 vụ⟩ phức tạp.", "45 vụ"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wrong"), FALSIFIED)
def test_a_wrong_digit_is_flagged(read, text, wrong):
    marked = read(text)
    texts = {f.id: f.text for f in marked.figures}
    flagged = [r for r in marked.relations if r.holds is False]
    assert any(wrong in [texts[m] for m in r.members()] for r in flagged)


def test_relations_are_numbered_in_reading_order_with_steps(read):
    relations = read(
        "Có ⟨10 vụ⟩, gồm ⟨6 vụ⟩ và ⟨4 vụ⟩. Giải quyết ⟨379/481 đơn⟩, đạt ⟨78,7%⟩."
    ).relations
    assert [r.id for r in relations] == ["r1", "r2"]
    assert relations[0].steps == ("6 + 4 = 10",)
    assert relations[0].cue == "gồm"
    assert relations[1].steps == ("379 / 481 × 100 = 78,7942",)
    assert relations[1].note == "truncated, not rounded"
    assert relations[1].expected is not None
    assert str(relations[1].expected.low) == "78.7942"


def test_time_is_linear_in_the_length(read):
    def seconds(text: str) -> float:
        marked = read(text)
        started = process_time()
        find_relations(marked.document, marked.figures)
        return process_time() - started

    hostile = (
        "⟨1 đơn⟩, ", "(⟨1 đơn⟩) ", "(((", "gồm ⟨1 đơn⟩ ", "⟨2 vụ⟩; còn ⟨1 vụ⟩; ",
        "tăng ⟨1 đơn⟩ (⟨1%⟩) ",
        "Có ⟨3 vụ⟩. ", "- ⟨1 đơn⟩\n", "so với ", "trong đó ",
    )  # fmt: skip
    for phrase in hostile:
        seconds(phrase * 50)
        short, long = seconds(phrase * 400), seconds(phrase * 1600)
        assert long < max(0.1, 10 * short), phrase
