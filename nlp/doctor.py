"""A machine -> what vanban can do on it: packages, readers, the model, limits."""

from __future__ import annotations

import importlib.metadata
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .batch import available_cores
from .errors import VanbanError
from .model import Record
from .settings import Settings


@dataclass(frozen=True, slots=True)
class Line(Record):
    """One thing looked at: ``missing`` stops the work, ``absent`` narrows it."""

    name: str
    status: Literal["ok", "absent", "missing"]
    detail: str = ""
    remedy: str = ""


# What pip must have installed, and what the extras add.
_NEEDED = ("underthesea", "spacy", "pypdfium2", "pdfplumber", "python-docx", "scikit-learn",
           "skops", "pandas", "rapidfuzz", "sqlalchemy", "loky", "xlsxwriter")  # fmt: skip
_EXTRAS = (
    ("pyarrow", "parquet", "Parquet export"),
    ("distributed", "cluster", "reading on a cluster"),
)


def examine(settings: Settings) -> Iterator[Line]:
    """Everything worth knowing, what must be there first."""
    yield Line("python", "ok", sys.version.split()[0])
    for name in _NEEDED:
        yield _package(name)
    yield _full_text_search()
    yield _model(settings)
    for reader in _readers():
        yield Line(f"reader {reader}", "ok")
    for name, extra, use in _EXTRAS:
        line = _package(name)
        if line.status == "ok":
            yield line
        else:
            yield Line(name, "absent", f"needed for {use}", f"pip install 'vanban[{extra}]'")
    limits = f"{available_cores()} cores; a document: {settings.timeout:g} s, "
    memory, file = map(_size, (settings.max_memory, settings.max_bytes))
    yield Line("limits", "ok", f"{limits}{memory} of memory, {file} of file")
    yield _disk()


def _package(name: str) -> Line:
    try:
        return Line(name, "ok", importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return Line(name, "missing", "not installed", f"pip install {name}")


def _full_text_search() -> Line:
    with sqlite3.connect(":memory:") as connection:
        options = {row[0] for row in connection.execute("PRAGMA compile_options")}
    connection.close()
    version = f"SQLite {sqlite3.sqlite_version}"
    if "ENABLE_FTS5" in options:
        return Line("full-text search", "ok", version)
    return Line("full-text search", "missing", f"{version} without FTS5", "use another Python")


def _model(settings: Settings) -> Line:
    from .classify import load

    try:
        load(settings.model)
    except VanbanError as error:
        return Line("task model", "missing", str(error.args[0]), error.remedy)
    return Line("task model", "ok", str(settings.model or "the one shipped"))


def _readers() -> list[str]:
    from .ingest import READERS

    return [reader.NAME for reader in READERS]


def _disk() -> Line:
    return Line("disk", "ok", f"{_size(shutil.disk_usage('.').free)} free here")


def _size(count: int) -> str:
    """Bytes as people say them: 1.5 GB."""
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.1f} MB"
