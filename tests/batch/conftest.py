"""Folders of small documents, archives to read them into, drivers that may be killed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from nlp.archive import Archive, open_archive

from ..archive.server import Server, running

ROOT = Path(__file__).parents[2]
GOOD = 6


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path / "kho.db") as archive:
        yield archive


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "văn bản"
    folder.mkdir()
    put(folder, **{f"tốt {number}": f"tốt {number}" for number in range(GOOD)})
    return folder


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with running() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an archive may be made: a file, then a database."""
    if request.param == "sqlite":
        return str(tmp_path / "kho.db")
    return str(request.getfixturevalue("server").url())


def put(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")


def many(folder: Path, count: int) -> Path:
    """A folder of documents that take a moment each."""
    folder.mkdir()
    put(folder, **{f"{number:03d}": f"brief {number}" for number in range(count)})
    return folder


def driver(
    db: str | Path, *arguments: str | Path, before: tuple[str, ...] = ()
) -> subprocess.Popen[str]:
    """An ingest as a process of its own; each line it prints is the path of a document stored."""
    command = [*before, sys.executable, "-m", "tests.batch.driver", db, *arguments]
    return subprocess.Popen(
        [str(part) for part in command],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def children(parent: int) -> list[int]:
    """The processes that a process has started (Linux)."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if int((process / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(process.name))
        except OSError:  # it has ended
            continue
    return found


def workers_of(parent: int) -> list[int]:
    """Those of them that read documents."""
    found = []
    for process in children(parent):
        try:
            if b"LokyProcess" in Path(f"/proc/{process}/cmdline").read_bytes():
                found.append(process)
        except OSError:  # it has ended
            continue
    return found


def held(archive: Archive) -> set[str]:
    """The paths of what an archive holds whole; nothing in it twice, nothing without its facts."""
    documents = [row["document"] for row in archive.rows("documents")]
    assert len(documents) == len(set(documents))
    assert sorted(documents) == sorted(row["document"] for row in archive.rows("figures"))
    files = [row["path"] for row in archive.rows("files")]
    assert len(files) == len(set(files))
    return {row["path"] for row in archive.rows("files") if row["status"] == "ok"}
