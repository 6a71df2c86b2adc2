"""What holds for every text: nothing is lost, every offset is right."""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.document import from_text, read
from nlp.model import Document
from nlp.text import normalise

PIECES = [
    "I. KẾT QUẢ", "1. Đã thu 3 tỷ đồng", "a) Cấp xã;", "- Lúa,", "Nơi nhận:", "CHỦ TỊCH",
    "Lê Văn Tám", "UBND XÃ AN PHÚ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc", "Số: 12/BC-UBND", "An Phú, ngày 4 tháng 5 năm 2024",
    "BÁO CÁO", "V/v thu phí", "Kính gửi: Sở Y tế;", "", "2", "- 3 -", "Trang 4/9",
    "phát triển kinh tế - xã hội,", "góp phần", "Ký bởi: Văn phòng", "Phần thứ nhất",
    "Điều 5. Phạm vi", "TM. UBND", "*", "-----", "\t", "KHẨN", "Số 3-CV/HU", "(đã ký)",
]  # fmt: skip
documents = st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=30).map("\n".join)


def check(document: Document) -> None:
    text, flat = document.text, document.flat
    assert len(flat) == len(text)
    at = 0
    covered = [False] * len(text)
    for block in document.blocks:
        assert at <= block.start < block.end <= len(text)
        assert not text[block.start].isspace()
        assert not text[block.end - 1].isspace()
        assert block.start <= block.body <= block.end
        if block.kind != "table":
            assert "\n" not in flat[block.start : block.end]
        if at and block.start > at:
            assert "\n" in flat[at : block.start]
        covered[block.start : block.end] = [True] * (block.end - block.start)
        at = block.end
    assert all(inside or c.isspace() for inside, c in zip(covered, text, strict=True))
    for seen, printed in zip(flat, text, strict=True):
        assert seen in (printed, " ")
    known = {s.id for s in document.sections}
    assert len(known) == len(document.sections)
    assert all(b.section is None or b.section in known for b in document.blocks)
    for evidence in (*document.header.evidence.values(), *document.footer.evidence.values()):
        assert 0 <= evidence["start"] <= evidence["end"] <= len(text)


@given(documents)
@settings(max_examples=300, deadline=None)
def test_every_text(text):
    document = from_text(text)
    check(document)
    again = from_text(document.text)
    same = {"source": None, "problems": None}
    assert again.to_dict() | same == document.to_dict() | same


@given(documents)
@settings(max_examples=100, deadline=None)
def test_clean_text_is_kept(text):
    clean = "".join(
        c for c in normalise(text) if unicodedata.category(c) not in ("Cs", "Cc") or c in "\n\t"
    )
    assert from_text(clean).text == clean


def test_both_forms_of_unicode_read_alike():
    text = "UBND XÃ HOÀ SƠN\nSố: 12/BC-UBND\n\nBÁO CÁO\nKết quả thu phí\n\nĐã thu đủ.\n"
    one = from_text(text)
    other = from_text(unicodedata.normalize("NFD", text))
    assert other.text == text
    assert other.header == one.header


def test_a_file(tmp_path):
    path = tmp_path / "bao-cao.txt"
    path.write_text("1. Đã thu 3 tỷ đồng.\n", "utf-8")
    document = read(path)
    assert document.source.path == str(path)
    assert [b.marker for b in document.blocks] == ["1."]


def test_long_hostile_lines_are_linear():
    for text in (
        "1" * 200_000,
        "- " * 100_000,
        "Số: " * 50_000,
        "CHỦ TỊCH " * 20_000,
        " " * 200_000,
    ):
        check(from_text(text + "."))
