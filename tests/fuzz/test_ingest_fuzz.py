"""Broken input of any kind gives a result or one of our errors: nothing else, and soon."""

from __future__ import annotations

import io
import random
import time
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from nlp.errors import VanbanError
from nlp.ingest import read_pages, text_pages

ROUNDS = 60
SECONDS = 5.0  # for one broken document of a few kilobytes; whole ones take milliseconds

MAGICS = [
    b"", b"%PDF-1.7\n", b"PK\x03\x04", b"{\\rtf1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xff\xfe\0\0", b"<?xml ", b"1 0 obj\n",
]  # fmt: skip


def sample_pdf() -> bytes:
    data = io.BytesIO()
    canvas = Canvas(data, pageCompression=0, invariant=1)
    for page in range(2):
        canvas.drawString(80, 780, "UBND XA")
        canvas.drawString(300, 780, "So: 12/BC-UBND")
        for row in range(4):
            for column in range(3):
                canvas.rect(80 + 90 * column, 600 - 20 * row, 90, 20)
                canvas.drawString(84 + 90 * column, 606 - 20 * row, f"{page}{row}{column}")
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def sample_docx() -> bytes:
    document = docx.Document()
    document.add_paragraph("Báo cáo kết quả", style="List Number")
    table = document.add_table(2, 2, style="Table Grid")
    table.cell(0, 0).merge(table.cell(1, 0)).text = "Tổng số"
    document.sections[0].header.paragraphs[0].text = "Trang"
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def survive(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    start = time.monotonic()
    refusal = None
    try:
        _, pages, problems = read_pages(path)
    except VanbanError as error:
        refusal = error
    else:
        assert pages or problems
        for page in pages:
            str(page.to_dict()).encode("utf-8")  # no lone surrogates
    assert refusal is None or refusal.remedy, refusal
    assert time.monotonic() - start < SECONDS


@pytest.mark.parametrize("sample", [sample_pdf, sample_docx])
def test_truncated_at_any_place(tmp_path: Path, sample: object) -> None:
    assert callable(sample)
    data = sample()
    for n in range(ROUNDS):
        survive(tmp_path / "a", data[: len(data) * n // ROUNDS])


@pytest.mark.parametrize("sample", [sample_pdf, sample_docx])
@pytest.mark.parametrize("seed", range(3))
def test_flipped_bytes(tmp_path: Path, sample: object, seed: int) -> None:
    assert callable(sample)
    rng = random.Random(seed)
    whole = sample()
    for n in range(ROUNDS):
        data = bytearray(whole)
        for _ in range(1 + n // 4):
            data[rng.randrange(len(data))] = rng.randrange(256)
        survive(tmp_path / "a", bytes(data))


@pytest.mark.parametrize("seed", range(3))
def test_flipped_bytes_within_the_parts_of_a_docx(tmp_path: Path, seed: int) -> None:
    """What a broken archive hides: the XML itself, and links that lead nowhere."""
    rng = random.Random(seed)
    with zipfile.ZipFile(io.BytesIO(sample_docx())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = [name for name in parts if name.endswith((".xml", ".rels"))]
    for _ in range(ROUNDS // 2):
        path = tmp_path / "a"
        hit = rng.choice(names)
        data = bytearray(parts[hit])
        for _ in range(rng.randrange(1, 8)):
            at = rng.randrange(len(data))
            data[at : at + rng.randrange(3)] = rng.choice([b"", b"<", b"\0", b"9999999999", b'"'])
            data = data or bytearray(b" ")
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, bytes(data) if name == hit else content)
        survive(path, buffer.getvalue())


@pytest.mark.parametrize("depth", [100, 20_000])
def test_deeply_nested_xml(tmp_path: Path, depth: int) -> None:
    with zipfile.ZipFile(io.BytesIO(sample_docx())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    namespace = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    nested = b"<w:tbl><w:tr><w:tc>" * depth + b"</w:tc></w:tr></w:tbl>" * depth
    parts["word/document.xml"] = b"<w:document %s><w:body>%s</w:body></w:document>" % (
        namespace,
        nested,
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    survive(tmp_path / "a", buffer.getvalue())


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(magic=st.sampled_from(MAGICS), rest=st.binary(max_size=300))
@example(magic=b"\xff\xfe", rest=b"\0")
@example(magic=b"\xef\xbb\xbf", rest=b"")
@example(magic=b"", rest=b"\xc3")
def test_any_bytes(tmp_path: Path, magic: bytes, rest: bytes) -> None:
    survive(tmp_path / "a", magic + rest)


@given(st.text())
def test_any_text(text: str) -> None:
    _, (page,), _ = text_pages(text)
    assert page.items
    str(page.to_dict()).encode("utf-8")
