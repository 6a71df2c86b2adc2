"""Rows -> CSV, XLSX, JSONL, Parquet or a pandas frame, for other tools.

A spreadsheet runs a cell that looks like a formula. Text of a document must never do that: in CSV
such a text gets a quote before it, in XLSX every text is written as text. Numbers are numbers.
Lists are joined by "; " where a format has no lists.
"""

from __future__ import annotations

import csv
import errno
import json
import math
import os
import re
import shutil
import tempfile
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from ..errors import MissingDependencyError, UsageError

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[str, Any]
Writer = Callable[[Iterable[Row], Sequence[str], IO[bytes]], None]

SHEET_ROWS = 1_048_576  # of one XLSX sheet, its header among them
CELL_CHARACTERS = 32_767  # of one XLSX cell
_FORMULA = re.compile(r"\s*[=+\-@\t\r\n|%\uff1d\uff0b\uff0d\uff20]")  # the last: full-width
_NUMBER = re.compile(r"\s*[+-]?\d+(?:[.,]\d+)*\s*")
_HALF = re.compile(r"[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def write(rows: Iterable[Row], format: str, out: str | Path | IO[bytes]) -> None:
    """Write rows that all have the keys of the first to a file or an open binary stream.

    Args:
        rows: dicts of plain values; taken one by one where the format allows it.
        format: a key of ``WRITERS``.
        out: a path, which appears only when it is complete, or a stream.

    Raises:
        UsageError: there is no such format, or the file cannot be written.
        MissingDependencyError: the format's package is not installed.
    """
    if format not in WRITERS:
        raise UsageError(f"no format {format!r}", remedy=f"formats: {', '.join(sorted(WRITERS))}")
    names, every = _names(rows)
    with whole(out) as stream:
        WRITERS[format](every, names, stream)


@contextmanager
def whole(out: str | Path | IO[bytes]) -> Iterator[IO[bytes]]:
    """A stream to write to; a file appears under its name only when it is complete.

    Raises:
        UsageError: the file cannot be written.
    """
    if not isinstance(out, str | Path):
        yield out
        return
    path = Path(out)
    with _unwritable_said(path):
        if path.exists() and not path.is_file():  # a device or a pipe is not to be replaced
            with path.open("wb") as stream:
                yield stream
            return
        part = path.with_name(path.name + ".part")
        try:
            with part.open("wb") as stream:
                yield stream
            part.replace(path)
        finally:
            with suppress(OSError):  # it is renamed, or could not be made
                part.unlink()


def see_writable(out: Path | None) -> None:
    """See that a file can be written, before the work whose result it is to hold.

    Raises:
        UsageError: it cannot.
    """
    if out is None:
        return
    with _unwritable_said(out):
        if out.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not out.exists() or out.is_file():
            with tempfile.TemporaryFile(dir=out.parent):
                pass


@contextmanager
def _unwritable_said(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(
            f"{out} cannot be written: {reason}", remedy="name another file"
        ) from error


def printed_day(day: str | None) -> str | None:
    """An ISO day as offices write it: 05/7/2024, the month with a zero only up to February."""
    if day is None:
        return None
    year, month, number = day.split("-")
    return f"{number}/{month if month < '03' else month.lstrip('0')}/{year}"


def to_frame(rows: Iterable[Row]) -> pd.DataFrame:
    """The rows as a pandas frame."""
    import pandas as pd

    return pd.DataFrame.from_records([{key: _sound(row[key]) for key in row} for row in rows])


def _names(rows: Iterable[Row]) -> tuple[list[str], Iterator[Row]]:
    every = iter(rows)
    first = list(islice(every, 1))
    return (list(first[0]) if first else []), chain(first, every)


def _sound(value: Any) -> Any:
    """A value whose text is Unicode: half a letter (a lone surrogate) is none."""
    return _HALF.sub("\N{REPLACEMENT CHARACTER}", value) if isinstance(value, str) else value


def cell(value: Any) -> str | int | float | bool | None:
    """A value as one cell: lists joined, records as JSON, text without control characters."""
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        value = "; ".join(value)
    elif isinstance(value, list | tuple | Mapping):
        value = json.dumps(value, ensure_ascii=False) if value else ""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", value) if isinstance(value, str) else value


def cell_text(text: str) -> str:
    """As much of a text as one cell of a workbook takes."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)[:CELL_CHARACTERS]


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula; plain numbers stay as they are."""
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _write_csv(rows: Iterable[Row], names: Sequence[str], out: IO[bytes]) -> None:
    lines = _Lines()
    writer = csv.writer(lines)
    out.write(b"\xef\xbb\xbf")  # without it, Excel takes UTF-8 for something else
    for row in chain([dict(zip(names, names, strict=True))] if names else [], rows):
        values = (cell(row[name]) for name in names)
        writer.writerow([harmless(v) if isinstance(v, str) else v for v in values])
        out.write(lines.taken())


class _Lines:
    """What the csv module wrote since the last look, as bytes."""

    def __init__(self) -> None:
        self._written: list[str] = []

    def write(self, text: str) -> None:
        self._written.append(text)

    def taken(self) -> bytes:
        text = "".join(self._written)
        self._written.clear()
        return text.encode()


def _write_jsonl(rows: Iterable[Row], names: Sequence[str], out: IO[bytes]) -> None:  # noqa: ARG001
    for row in rows:
        line = json.dumps(row, ensure_ascii=False)
        out.write(line.encode("utf-8", "backslashreplace") + b"\n")


def _write_xlsx(rows: Iterable[Row], names: Sequence[str], out: IO[bytes]) -> None:
    import xlsxwriter

    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "rows.xlsx"
        book = xlsxwriter.Workbook(whole, {"constant_memory": True, "tmpdir": folder})
        try:
            _fill(book, iter(rows), names)
        finally:
            book.close()
        with whole.open("rb") as file:
            shutil.copyfileobj(file, out)


def _fill(book: Any, rows: Iterator[Row], names: Sequence[str]) -> None:
    bold = book.add_format({"bold": True})
    number = SHEET_ROWS
    while number >= SHEET_ROWS - 1:  # the last sheet is full, or there is none yet
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(names):
            sheet.write_string(0, column, name, bold)
        number = 0
        for number, row in enumerate(islice(rows, SHEET_ROWS - 1), 1):
            for column, name in enumerate(names):
                _write_cell(sheet, number, column, cell(row[name]))


def _write_cell(sheet: Any, row: int, column: int, value: str | float | bool | None) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float) and math.isfinite(value) and float(value) == value:
        sheet.write_number(row, column, value)
    elif value:  # text, or more digits than a spreadsheet has
        sheet.write_string(row, column, cell_text(str(value)))


def _write_parquet(rows: Iterable[Row], names: Sequence[str], out: IO[bytes]) -> None:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MissingDependencyError(
            "Parquet needs the package pyarrow", remedy="pip install 'vanban[parquet]'"
        ) from error
    columns: dict[str, list[Any]] = {name: [] for name in names}
    for row in rows:
        for name in names:
            value = row[name]
            # a record's keys differ from row to row: columns need one type
            columns[name].append(cell(value) if _is_record(value) else _sound(value))
    pq.write_table(pa.table(columns), out)


def _is_record(value: Any) -> bool:
    return isinstance(value, Mapping) or (
        isinstance(value, list | tuple) and not all(isinstance(item, str) for item in value)
    )


WRITERS: Mapping[str, Writer] = types.MappingProxyType(
    {
        "csv": _write_csv,
        "jsonl": _write_jsonl,
        "parquet": _write_parquet,
        "xlsx": _write_xlsx,
    }
)
