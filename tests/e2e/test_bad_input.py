"""Bad files at the command line: each is named with its reason and remedy, the rest is done."""

from __future__ import annotations

import ctypes
import io
import json
import os
import random
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

SAMPLES = Path(__file__).parents[2] / "corpora" / "samples"
LETTER = (SAMPLES / "ct-tragiang-04-2024.txt").read_text("utf-8")
LIMIT = 20_000  # characters read of a text, so that a long one costs a test little
HUGE = 200 * 2**20
ODD_NAME = "mới\n\"nay\" 'và' \x1b[31m đỏ.txt"


@dataclass(frozen=True)
class Bad:
    """A file, and what is said of it: the problem's code, words of the reason, the exit code."""

    name: str
    make: Callable[[Path], object]
    code: str
    reason: str
    alone: int
    status: str = "failed"


def noise(size: int) -> bytes:
    return random.Random(7).randbytes(size)


def locked_pdf(path: Path) -> None:
    canvas = Canvas(str(path), encrypt="bí mật")
    canvas.drawString(80, 700, "So 5")
    canvas.save()


def scanned_pdf(path: Path) -> None:
    """Two pages that are nothing but a picture."""
    canvas = Canvas(str(path))
    for shade in (250, 255):
        canvas.drawImage(ImageReader(Image.new("L", (400, 560), shade)), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()


def zeros(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(HUGE)


def zipped() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("Báo cáo.txt", LETTER)
    return data.getvalue()


def cut_pdf(path: Path) -> None:
    whole = (SAMPLES / "bc-caophong-kntc-2023.pdf").read_bytes()
    path.write_bytes(whole[: len(whole) // 3])


BAD = [
    Bad("ảnh.pdf", lambda p: p.write_bytes(b"\xff\xd8\xff\xe0" + noise(3000)),
        "unsupported_format", "JPEG image", 4),
    Bad("rỗng.docx", lambda p: p.touch(), "unreadable", "is empty", 4),
    Bad("cụt.pdf", cut_pdf, "damaged", "damaged PDF", 4),
    Bad("khóa.pdf", locked_pdf, "encrypted", "password", 4),
    Bad("nén.docx", lambda p: p.write_bytes(zipped()), "unsupported_format", "ZIP archive", 4),
    Bad("không.txt", zeros, "unsafe", "209,715,200 bytes", 5),
    Bad("nhiễu.docx", lambda p: p.write_bytes(noise(200_000)),
        "unsupported_format", "not a document", 4),
    Bad("trắng.txt", lambda p: p.write_text(" \n\n\t "), "damaged", "no text", 4),
    Bad("ống.txt", os.mkfifo, "unreadable", "pipe", 4),
    Bad("lạc.txt", lambda p: p.symlink_to("đâu"), "unreadable", "does not exist", 4),
    Bad("\x1b[2J xóa\r\n.txt", lambda p: p.touch(), "unreadable", "is empty", 4),
    Bad("quét.pdf", scanned_pdf, "needs_ocr", "needs OCR", 1, "partial"),
    Bad("dài.txt", lambda p: p.write_text((LETTER + "\n") * (5_000_000 // len(LETTER) + 1)),
        "cut", "only the first 20,000 characters", 1, "partial"),
    Bad("cổ.txt", lambda p: p.write_bytes("Ngày 3 tháng 2: café".encode("latin-1", "ignore")),
        "encoding_guessed", "not Unicode", 1, "partial"),
]  # fmt: skip
GOOD = ("tốt.txt", "bản sao.txt", ODD_NAME)  # the first two hold the same
Vanban = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def vanban(tmp_path_factory: pytest.TempPathFactory) -> Vanban:
    """Run the command line in a process of its own."""
    here = tmp_path_factory.mktemp("here")
    environment = {**os.environ, "VANBAN_MAX_CHARACTERS": str(LIMIT), "COLUMNS": "300"}

    def run(
        *arguments: str | Path, prepare: Callable[[], None] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "nlp", *map(str, arguments)], env=environment, cwd=here,
            capture_output=True, check=False, encoding="utf-8", preexec_fn=prepare,
        )  # fmt: skip

    return run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("đủ thứ")
    for name in GOOD:
        text = LETTER + "\nHết.\n" if name == ODD_NAME else LETTER
        (folder / name).write_text(text, "utf-8")
    for bad in BAD:
        bad.make(folder / bad.name)
    return folder


@dataclass
class Batch:
    db: Path
    first: subprocess.CompletedProcess[str]
    held_first: dict[str, Any]
    again: subprocess.CompletedProcess[str]
    held: dict[str, Any]


@pytest.fixture(scope="module")
def batch(vanban: Vanban, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Batch:
    """The folder read into an archive twice, with what the archive says after each time."""
    db = tmp_path_factory.mktemp("kho") / "archive.db"

    def read() -> tuple[subprocess.CompletedProcess[str], dict[str, Any]]:
        done = vanban("ingest", folder, folder / GOOD[0], "--db", db, "--jobs", 2)
        return done, json.loads(vanban("status", "--db", db, "--format", "json").stdout)

    return Batch(db, *read(), *read())


def rows(done: subprocess.CompletedProcess[str]) -> dict[str, dict[str, Any]]:
    """What became of each file, by its name."""
    return {Path(row["path"]).name: row for row in map(json.loads, done.stdout.splitlines())}


def test_a_batch_does_what_can_be_done(batch: Batch) -> None:
    assert batch.first.returncode == 1
    found = rows(batch.first)
    assert set(found) == {*GOOD, *(bad.name for bad in BAD)}
    assert sorted(found[name]["status"] for name in GOOD) == ["ok", "ok", "unchanged"]
    assert batch.held["documents"] == 2 + sum(bad.status == "partial" for bad in BAD)
    assert "Traceback" not in batch.first.stderr


def test_each_trouble_is_one_printable_line(batch: Batch) -> None:
    said = batch.first.stderr.splitlines()
    lines = [line for line in said if not line.startswith("progress: ")]  # of a slow machine
    assert len(lines) == len(BAD), batch.first.stderr
    assert all(line.isprintable() for line in lines), lines
    counts = Counter(line.partition(":")[0] for line in lines)
    assert counts == Counter(bad.status for bad in BAD)
    assert all(line.endswith(")") for line in lines)  # the remedy


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.code)
def test_status_lists_each_with_reason_and_remedy(batch: Batch, bad: Bad) -> None:
    for held in (batch.held_first, batch.held):
        (row,) = (r for r in held["not_read_whole"] if Path(r["path"]).name == bad.name)
        assert (row["status"], row["code"]) == (bad.status, bad.code)
        assert bad.reason in row["message"]
        assert row["remedy"]


def test_the_table_of_troubles_is_printable(batch: Batch, vanban: Vanban) -> None:
    done = vanban("status", "--db", batch.db, "--format", "table")
    assert done.returncode == 0
    assert all(line.isprintable() for line in done.stdout.splitlines())
    assert all(bad.reason in done.stdout for bad in BAD)


def test_reading_again_does_nothing_twice(batch: Batch) -> None:
    assert batch.again.returncode == 1
    found = rows(batch.again)
    assert all(found[name]["status"] == "unchanged" for name in GOOD)
    for bad in BAD:
        wanted = "failed" if bad.status == "failed" else "unchanged"
        assert found[bad.name]["status"] == wanted, bad
    facts = ("documents", "files", "figures", "dates", "directives", "tasks", "problems")
    assert {k: batch.held[k] for k in facts} == {k: batch.held_first[k] for k in facts}


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.code)
def test_alone_it_is_one_line_and_an_exit_code(vanban: Vanban, folder: Path, bad: Bad) -> None:
    done = vanban("parse", folder / bad.name, "--format", "jsonl")
    assert done.returncode == bad.alone, done.stderr
    (line,) = done.stderr.splitlines()
    assert line.isprintable()
    assert line.startswith("error: " if bad.status == "failed" else "partial: ")
    assert bad.reason in line
    assert line.endswith(")")
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [r["status"] for r in records] == (["partial"] if bad.status == "partial" else [])


def test_a_good_one_alone_says_nothing(vanban: Vanban, folder: Path) -> None:
    done = vanban("parse", folder / ODD_NAME, "--format", "jsonl")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["source"]["path"] == str(folder / ODD_NAME)


def without_privilege() -> None:
    """Root may enter any folder: give that right up, for this process and what it starts."""
    libc = ctypes.CDLL(None)
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        libc.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


@pytest.mark.skipif(sys.platform != "linux", reason="folders without permission are made for Linux")
def test_a_folder_without_permission(vanban: Vanban, tmp_path: Path) -> None:
    closed = tmp_path / "kín"
    closed.mkdir()
    (closed / "thư.txt").write_text(LETTER, "utf-8")
    (tmp_path / "thư.txt").write_text(LETTER, "utf-8")
    (tmp_path / "riêng.txt").write_text(LETTER + "\nRiêng.\n", "utf-8")
    (tmp_path / "riêng.txt").chmod(0)
    closed.chmod(0)
    try:
        done = vanban("ingest", tmp_path, "--db", tmp_path / "a.db", prepare=without_privilege)
    finally:
        closed.chmod(0o700)
    found = rows(done)
    assert done.returncode == 1
    assert found["thư.txt"]["status"] == "ok"
    for name, reason in (("kín", "folder cannot be read"), ("riêng.txt", "may not be read")):
        assert (found[name]["status"], found[name]["code"]) == ("failed", "unreadable")
        assert reason in found[name]["message"]
        assert "right" in found[name]["remedy"]
