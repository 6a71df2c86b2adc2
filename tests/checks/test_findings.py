"""What a clerk is told."""

import pytest

from nlp.checks import CHECKS, check
from nlp.model import Finding
from nlp.rules import table

TOLD = [
    ("Nhận ⟨276 đơn⟩, gồm ⟨212 đơn⟩ đủ điều kiện và ⟨66 đơn⟩ không đủ điều kiện.", "sum_mismatch",
     "212 + 66 = 278, but 276 đơn", "212 + 66 = 278, nhưng văn bản ghi 276 đơn (chênh 2)"),
    ("Giải quyết ⟨150/181 vụ⟩, đạt ⟨72,9%⟩.", "ratio_mismatch",
     "150/181 vụ is 82,8729%", "150/181 vụ bằng 82,8729%, nhưng văn bản ghi 72,9%"),
    ("Giải quyết ⟨120 đơn⟩ trên tổng số ⟨150 đơn⟩, đạt ⟨90%⟩.", "percent_mismatch",
     "120 đơn of 150 đơn is 80%", "120 đơn trên 150 đơn bằng 80%"),
    ("Tiếp ⟨163 lượt⟩ (cùng kỳ: ⟨181 lượt⟩), giảm ⟨20 lượt⟩.", "difference_mismatch",
     "the difference is 18", "chênh lệch 18, nhưng văn bản ghi 20 lượt"),
    ("Đạt ⟨845 triệu USD⟩, tăng ⟨6,5%⟩ so với năm trước (⟨780 triệu USD⟩).", "growth_mismatch",
     "comes to 8,3333%", "tính ra 8,3333%"),
    ("Đầu kỳ tồn ⟨20 đơn⟩, nhận mới ⟨65 đơn⟩, giải quyết ⟨70 đơn⟩, còn ⟨25 đơn⟩.", "flow_mismatch",
     "20 + 65 − 70 = 15", "văn bản ghi còn 25 đơn"),
    ("Toàn xã có ⟨31 vụ⟩, trong đó ⟨45 vụ⟩ phức tạp.", "subset_exceeds", "45", "lớn hơn tổng số"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "english", "vietnamese"), TOLD)
def test_what_is_told(read, text, code, english, vietnamese):
    parsed = read(text).parsed()
    (finding,) = check(parsed)
    assert (finding.code, finding.outcome, finding.scope) == (code, "inconsistent", "document")
    assert english in finding.message
    assert vietnamese in finding.message_vi
    assert all(parsed.text[q.start : q.end] == q.text for q in finding.evidence)
    assert finding.steps
    assert finding.expected is not None


def test_a_sure_claim_is_an_error_and_a_likely_one_a_warning(read):
    (sure,) = check(read("Nhận ⟨276 đơn⟩, gồm ⟨212 đơn⟩ và ⟨66 đơn⟩.").parsed())
    (likely,) = check(
        read("Trường có ⟨640 học sinh⟩, trong đó ⟨310 em⟩ nam, ⟨380 em⟩ nữ.").parsed()
    )
    assert (sure.level, likely.level) == ("error", "warning")


def test_a_truncated_percentage_is_worth_a_note(read):
    (finding,) = check(read("Giải quyết ⟨379/481 đơn⟩, đạt ⟨78,7%⟩.").parsed())
    assert (finding.code, finding.level) == ("truncated", "info")
    assert "379 / 481 × 100 = 78,7942" in finding.message


def test_a_scan_is_never_an_error(read):
    (finding,) = check(read("Nhận ⟨276 đơn⟩, gồm ⟨212 đơn⟩ và ⟨66 đơn⟩.").parsed(ocr=True))
    assert finding.level == "warning"
    assert "scan" in finding.message
    assert "bản quét" in finding.message_vi


def test_what_holds_is_not_told(read):
    assert check(read("Nhận ⟨278 đơn⟩, gồm ⟨212 đơn⟩ và ⟨66 đơn⟩.").parsed()) == []


def test_ids_are_stable_and_distinct(read):
    text = "Nhận ⟨9 đơn⟩, gồm ⟨2 đơn⟩ và ⟨6 đơn⟩. Nhận ⟨9 vụ⟩, gồm ⟨2 vụ⟩ và ⟨6 vụ⟩."
    first, second = check(read(text).parsed())
    assert [f.id for f in check(read(text).parsed())] == [first.id, second.id]
    assert first.id != second.id


def test_many_documents_and_checks_of_ones_own(read):
    wrong = read("Nhận ⟨9 đơn⟩, gồm ⟨2 đơn⟩ và ⟨6 đơn⟩.").parsed()
    assert len(check([wrong, wrong])) == 2

    def longest(documents, /):
        yield Finding(
            id="x", code="own", level="info", outcome="not_checkable", scope="archive",
            message=str(len(documents)), message_vi="", evidence=(),
        )  # fmt: skip

    assert [f.code for f in check([wrong], checks=(*CHECKS, longest))] == ["sum_mismatch", "own"]


def test_every_message_can_be_filled():
    fields = dict.fromkeys(
        (
            "reported",
            "sum",
            "computed",
            "gap",
            "part",
            "whole",
            "ratio",
            "current",
            "previous",
            "a",
        ),
        "x",
    )
    for row in table("messages"):
        assert row["level"] in ("error", "warning", "info")
        for language in ("en", "vi"):
            assert "{" not in row[language].format(**fields)
