"""What is let in, and what is told about the rest."""

from __future__ import annotations

import hashlib
import os
import random
import stat
import zipfile
from pathlib import Path

import pytest

from nlp.errors import (
    DamagedFileError,
    EncryptedFileError,
    UnreadableInputError,
    UnsafeInputError,
    UnsupportedFormatError,
    VanbanError,
)
from nlp.ingest import read_pages
from nlp.settings import Settings

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def ole(stream: str) -> bytes:
    return (
        OLE + "Root Entry\0".encode("utf-16-le") + (stream + "\0").encode("utf-16-le") + bytes(64)
    )


@pytest.mark.parametrize(
    ("content", "error", "said"),
    [
        (b"", UnreadableInputError, "empty"),
        (b"{\\rtf1\\ansi B\\'e1o c\\'e1o}", UnsupportedFormatError, "RTF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", UnsupportedFormatError, "PNG"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", UnsupportedFormatError, "JPEG"),
        (b"II*\0\x08\0\0\0", UnsupportedFormatError, "TIFF"),
        (b"GIF89a\1\0\1\0", UnsupportedFormatError, "GIF"),
        (b"\x1f\x8b\x08\0\0\0\0\0", UnsupportedFormatError, "gzip"),
        (b"7z\xbc\xaf\x27\x1c\0\4", UnsupportedFormatError, "packed"),
        (b"\x7fELF\2\1\1\0", UnsupportedFormatError, "program"),
        (b"SQLite format 3\0\x10\0", UnsupportedFormatError, "SQLite"),
        (b"<!DOCTYPE html><p>B\xc3\xa1o c\xc3\xa1o", UnsupportedFormatError, "web page"),
        (b"<?xml version='1.0'?><a/>", UnsupportedFormatError, "XML"),
        (ole("WordDocument"), UnsupportedFormatError, ".doc"),
        (ole("Workbook"), UnsupportedFormatError, ".xls"),
        (ole("EncryptedPackage"), EncryptedFileError, "password"),
        (OLE, UnsupportedFormatError, "OLE"),
        (bytes(100_000), DamagedFileError, "zero bytes"),
        (random.Random(1).randbytes(100_000), UnsupportedFormatError, "not a document"),
        (b"PK\x03\x04 cut short", DamagedFileError, "damaged"),
        (b"PK\x05\x06" + bytes(18), UnsupportedFormatError, "ZIP"),
        (b"%PDF-1.7\nnothing else", DamagedFileError, "damaged PDF"),
        (b"3 0 obj\n<< /Type /Page >>\nendobj\n", DamagedFileError, "damaged PDF"),
        (b"\xef\xbb\xbf \n", DamagedFileError, "no text"),
    ],
)
def test_refused_by_content(
    tmp_path: Path, content: bytes, error: type[VanbanError], said: str
) -> None:
    path = tmp_path / "báo cáo.txt"
    path.write_bytes(content)
    with pytest.raises(error) as caught:
        read_pages(path)
    assert type(caught.value) is error
    assert said in str(caught.value)
    assert caught.value.remedy


def zipped(path: Path, **parts: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


SHEET = b"<Types ContentType='application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'/>"
WORD = b"<Types ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml.x'/>"
ENTITY = b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"


@pytest.mark.parametrize(
    ("parts", "error", "said"),
    [
        ({"a.txt": b"a"}, UnsupportedFormatError, "ZIP archive"),
        ({"[Content_Types].xml": SHEET}, UnsupportedFormatError, "Excel"),
        ({"mimetype": b"application/vnd.oasis.opendocument.text"}, UnsupportedFormatError, "Open"),
        ({"[Content_Types].xml": WORD}, DamagedFileError, "main part"),
        (
            {"[Content_Types].xml": WORD, "word/document.xml": b"no xml"},
            DamagedFileError,
            "no XML",
        ),
        ({"[Content_Types].xml": WORD, "word/document.xml": ENTITY}, UnsafeInputError, "entities"),
        (
            {
                "[Content_Types].xml": WORD,
                "word/document.xml": ENTITY.decode().encode("utf-16"),
            },
            UnsafeInputError,
            "entities",
        ),
        (
            {"[Content_Types].xml": WORD, "word/document.xml": b" " * 30_000_000},
            UnsafeInputError,
            "bomb",
        ),
    ],
)
def test_zip_archives(
    tmp_path: Path, parts: dict[str, bytes], error: type[VanbanError], said: str
) -> None:
    path = zipped(tmp_path / "a.docx", **parts)
    with pytest.raises(error) as caught:
        read_pages(path)
    assert type(caught.value) is error
    assert said in str(caught.value)


def test_too_many_parts(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        for n in range(10_001):
            archive.writestr(str(n), b"")
    with pytest.raises(UnsafeInputError, match="parts"):
        read_pages(path)


def test_no_regular_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    for path, said in [
        (tmp_path, "folder"),
        (tmp_path / "fifo", "pipe"),
        (Path("/dev/zero"), "device"),
        (tmp_path / "none", "does not exist"),
        (tmp_path / ("a" * 300), "cannot be opened"),
        (Path("a\0b"), "cannot be opened"),
    ]:
        with pytest.raises(UnreadableInputError, match=said) as caught:
            read_pages(path)
        assert caught.value.remedy


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Báo cáo")
    path.chmod(0)
    if os.access(path, os.R_OK):  # root reads everything

        def refuse(*_: object) -> int:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(UnreadableInputError, match="may not be read"):
        read_pages(path)
    path.chmod(stat.S_IRUSR)


def test_too_large(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" * 1001)
    with pytest.raises(UnsafeInputError, match=r"1,001 bytes.*max_bytes"):
        read_pages(path, settings=Settings(max_bytes=1000))
    assert read_pages(path, settings=Settings(max_bytes=1001))[0].size == 1001


def test_a_large_file_of_zeros_costs_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "zeros.pdf"
    with path.open("wb") as file:
        file.truncate(150_000_000)
    with pytest.raises(DamagedFileError, match="zero bytes"):
        read_pages(path)


def test_source_says_what_was_read(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"  # the extension lies
    path.write_text("Báo cáo\n", "utf-8")
    source, _, _ = read_pages(str(path))
    assert (source.path, source.reader, source.media_type) == (str(path), "txt", "text/plain")
    assert (source.size, source.pages, source.encoding_found) == (10, None, "utf-8")
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
