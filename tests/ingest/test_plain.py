"""Plain text in every encoding it arrives in."""

from __future__ import annotations

import codecs
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.errors import DamagedFileError, UnsupportedFormatError
from nlp.ingest import read_pages, text_pages
from nlp.model import Line, Page
from nlp.settings import Settings

TEXT = (
    "UBND XÃ AN HÒA\n\n  BÁO CÁO\t \nKết quả công tác quý I/2024: tiếp nhận 1.234 đơn,\n"
    "đạt 98,5% kế hoạch./.\n\n\n"
)


def joined(pages: tuple[Page, ...]) -> str:
    (page,) = pages
    assert (page.number, page.width, page.height) == (1, 0.0, 0.0)
    return "\n".join(item.text for item in page.items if isinstance(item, Line))


def read(path: Path, data: bytes, **settings: int) -> tuple[str, list[str], str | None]:
    path /= "a.txt"
    path.write_bytes(data)
    source, pages, problems = read_pages(path, settings=Settings(**settings))
    return joined(pages), [p.code for p in problems], source.encoding_found


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16-le"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-32"), "utf-32-le"),
        (unicodedata.normalize("NFD", TEXT).encode(), "utf-8"),
        (TEXT.replace("\n", "\r\n").encode(), "utf-8"),
        (TEXT.replace("\n", "\r").encode("utf-16"), "utf-16-le"),
    ],
)
def test_unicode_is_read_whole(tmp_path: Path, data: bytes, encoding: str) -> None:
    assert read(tmp_path, data) == (TEXT, [], encoding)


def test_windows_vietnamese_is_read_with_a_problem(tmp_path: Path) -> None:
    # that code page has the letters with a circumflex, breve or horn, and tones as marks after them
    text = ""
    for letter, *marks in _letters(unicodedata.normalize("NFD", TEXT)):
        shape = "".join(mark for mark in marks if mark in "\u0302\u0306\u031b")
        tone = "".join(mark for mark in marks if mark not in shape)
        text += unicodedata.normalize("NFC", letter + shape) + tone
    assert read(tmp_path, text.encode("cp1258")) == (TEXT, ["encoding_guessed"], "cp1258")


def _letters(decomposed: str) -> list[str]:
    """Each letter with its marks."""
    found: list[str] = []
    for character in decomposed:
        if found and unicodedata.combining(character):
            found[-1] += character
        else:
            found.append(character)
    return found


def test_western_letters_are_read_with_a_problem(tmp_path: Path) -> None:
    text = "Café à Huế? Non: Hué, déjà visité par l'élève – “été”."
    data = text.replace("ế", "é").encode("cp1252")
    assert read(tmp_path, data) == (text.replace("ế", "é"), ["encoding_guessed"], "cp1252")


def test_a_few_wrong_bytes_are_marked(tmp_path: Path) -> None:
    data = TEXT.encode() * 20
    text, problems, encoding = read(tmp_path, data[:500] + b"\xff" + data[500:])
    assert (text.count("\ufffd"), problems, encoding) == (1, ["invalid_characters"], "utf-8")


def test_a_letter_cut_at_the_end_is_dropped(tmp_path: Path) -> None:
    assert read(tmp_path, "Báo cáo kết quả".encode() + "ế".encode()[:2])[0] == "Báo cáo kết quả"


def test_long_text_is_cut_with_a_problem(tmp_path: Path) -> None:
    text, problems, _ = read(tmp_path, "đơn thư ".encode() * 1000, max_characters=100)
    assert (text, problems) == (("đơn thư " * 13)[:100], ["cut"])


def test_text_that_turns_binary(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a" * 70_000 + bytes(range(32)) * 10_000)
    with pytest.raises((DamagedFileError, UnsupportedFormatError)):
        read_pages(tmp_path / "a.txt")


def test_zeros_and_lone_surrogates_are_marked() -> None:
    _, pages, problems = text_pages("a\0b\ud800c", path="a")
    assert joined(pages) == "a\ufffdb\ufffdc"
    assert [p.code for p in problems] == ["invalid_characters"]


def test_a_string_has_a_source() -> None:
    source, _, problems = text_pages("Số: 12/BC-UBND", path="a.txt")
    assert (source.path, source.reader, source.size, problems) == ("a.txt", "txt", 16, ())


UNCLEAN = ["Cc", "Cf", "Cs", "Zl", "Zp"]
CLEAN = st.text(
    st.sampled_from(" \n\tăâđêôơưấềỗợũỷ.,0") | st.characters(exclude_categories=UNCLEAN)
).map(lambda text: unicodedata.normalize("NFC", text))


@given(CLEAN)
def test_clean_text_comes_back_unchanged(text: str) -> None:
    _, pages, problems = text_pages(text)
    assert (joined(pages), problems) == (text, ())


@given(CLEAN.filter(str.strip), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_marked_encodings_round_trip(
    tmp_path_factory: pytest.TempPathFactory, text: str, encoding: str
) -> None:
    path = tmp_path_factory.mktemp("plain") / "a"
    path.write_bytes(("Số " + text).encode(encoding))
    assert joined(read_pages(path)[1]) == "Số " + text
