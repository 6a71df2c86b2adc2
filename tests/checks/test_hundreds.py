"""Percentages that make up a whole, those that do not, and those that claim no whole."""

import pytest

from nlp.checks import check

LISTS = [
    ("Xếp loại: đạt khá ⟨45%⟩, trung bình ⟨40%⟩, yếu ⟨15%⟩.", ["45% | 40% | 15% -> consistent"]),
    ("Xếp loại: đạt khá ⟨45%⟩, trung bình ⟨40%⟩, yếu ⟨12%⟩.", ["45% | 40% | 12% -> inconsistent"]),
    ("Học lực: giỏi ⟨20,5%⟩, khá ⟨45,2%⟩, trung bình ⟨30,1%⟩, yếu ⟨4,7%⟩.",
     ["20,5% | 45,2% | 30,1% | 4,7% -> inconsistent"]),
    ("Cơ cấu kinh tế: nông nghiệp ⟨35,2%⟩; công nghiệp ⟨30,3%⟩; dịch vụ ⟨34,5%⟩.",
     ["35,2% | 30,3% | 34,5% -> consistent"]),
    ("Cơ cấu kinh tế: nông nghiệp ⟨33,3%⟩; công nghiệp ⟨33,3%⟩; dịch vụ ⟨33,3%⟩.",
     ["33,3% | 33,3% | 33,3% -> consistent_by_rounding"]),
    ("Cơ cấu kinh tế: nông nghiệp ⟨35,2%⟩; công nghiệp ⟨31,3%⟩; dịch vụ ⟨34,5%⟩.",
     ["35,2% | 31,3% | 34,5% -> inconsistent"]),
    ("Nông nghiệp chiếm ⟨35%⟩, công nghiệp ⟨30%⟩, còn lại dịch vụ ⟨35%⟩.",
     ["35% | 30% | 35% -> consistent"]),
    ("Hồ sơ đúng hạn ⟨98,5%⟩, quá hạn ⟨7,5%⟩.", ["98,5% | 7,5% -> inconsistent"]),
    ("Học lực: giỏi ⟨20%⟩, khá ⟨60%⟩, yếu ⟨20%⟩; hạnh kiểm: tốt ⟨70%⟩, khá ⟨25%⟩, yếu ⟨5%⟩.",
     ["20% | 60% | 20% -> consistent", "70% | 25% | 5% -> consistent"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LISTS)
def test_lists_of_shares(read, text, expected):
    assert read(text).told() == [f"sum: {line}" for line in expected]


SILENT = [
    "Nông nghiệp chiếm ⟨35%⟩, công nghiệp ⟨30%⟩, dịch vụ ⟨20%⟩.",
    "Hộ dùng nước sạch: thành thị ⟨98%⟩, nông thôn ⟨85%⟩.",
    "Cơ cấu chuyển dịch: nông nghiệp giảm còn ⟨20,5%⟩, công nghiệp tăng lên ⟨40,1%⟩.",
    "Kết quả: giỏi ⟨20%⟩, khá ⟨30%⟩.",
    "Tỷ lệ tốt nghiệp: giỏi ⟨12%⟩, lên lớp thẳng ⟨96%⟩, bỏ học ⟨0,4%⟩.",
    "Giải ngân vốn tỉnh đạt ⟨85%⟩, vốn huyện ⟨72%⟩, các nguồn vốn khác ⟨64%⟩.",
    "Gồm các chỉ tiêu: bảo hiểm y tế đạt ⟨95%⟩, nước sạch ⟨90%⟩, gia đình văn hóa ⟨88%⟩.",
]


@pytest.mark.parametrize("text", SILENT)
def test_no_whole_is_claimed(read, text):
    assert read(text).told() == []


def test_shares_judged_by_their_counts_are_not_told_twice(read):
    told = read(
        "Có ⟨120 em⟩, gồm khá ⟨60 em⟩ (⟨50%⟩), trung bình ⟨48 em⟩ (⟨46%⟩), yếu ⟨12 em⟩ (⟨10%⟩)."
    ).told()
    assert [t for t in told if t.endswith("inconsistent")] == [
        "percent: 48 em | 120 em | 46% -> inconsistent"
    ]


def test_what_is_told(read):
    (finding,) = check(read("Xếp loại: khá ⟨45%⟩, trung bình ⟨40%⟩, yếu ⟨12%⟩.").parsed())
    assert finding.code == "shares_mismatch"
    assert finding.level == "warning"
    assert finding.message == "The shares of the whole must make 100%: 45 + 40 + 12 = 97."
    assert finding.message_vi.endswith("phải cộng lại bằng 100%: 45 + 40 + 12 = 97.")
    assert len(finding.evidence) == 3
