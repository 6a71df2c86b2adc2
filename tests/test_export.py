"""Rows arrive in other tools as they are, and nothing in them runs."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import export
from nlp.errors import MissingDependencyError, UsageError
from nlp.export import WRITERS, harmless, to_frame, write

ROWS: list[dict[str, Any]] = [
    {
        "text": "02 đơn",
        "value": 2,
        "share": 63.4,
        "owners": ["xã", "huyện"],
        "ok": True,
        "no": None,
    },
    {"text": "=1+1", "value": -5, "share": 0.5, "owners": [], "ok": False, "no": None},
]
HOSTILE = [
    "=1+1",
    "+1+cmd",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    " =1",
    "\r=1",
    "%00",
    '=HYPERLINK("x")',
    "|calc",
]
PLAIN = ["-5", "+84 ", "-1.234,5", "02 đơn", "a=b", "5-7%", "ngày 5/7", "", "– giảm"]


def written(rows: list[dict[str, Any]], format: str) -> bytes:
    out = io.BytesIO()
    write(rows, format, out)
    return out.getvalue()


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_a_formula_is_text(text: str) -> None:
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", PLAIN)
def test_what_does_not_stays(text: str) -> None:
    assert harmless(text) == text


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv() -> None:
    assert read_csv(written(ROWS, "csv")) == [
        ["text", "value", "share", "owners", "ok", "no"],
        ["02 đơn", "2", "63.4", "xã; huyện", "True", ""],
        ["'=1+1", "-5", "0.5", "", "False", ""],
    ]


@given(st.text())
def test_no_text_is_a_formula_in_csv(text: str) -> None:
    (_, (shown,)) = read_csv(written([{"text": text or "x"}], "csv"))
    assert not shown.lstrip().startswith(("=", "@", "|", "%")) or shown.startswith("'")
    if shown.lstrip().startswith(("+", "-")):
        assert float(shown.strip().replace(".", "").replace(",", "."))


def cells(data: bytes, sheet: int = 1) -> list[ET.Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        tree = ET.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))
    return list(tree.iter("{http://schemas.openxmlformats.org/spreadsheetml/2006/main}c"))


def test_xlsx_has_text_numbers_and_no_formula() -> None:
    data = written([{"text": text, "value": 1.5} for text in HOSTILE], "xlsx")
    kinds = [cell.get("t", "n") for cell in cells(data)][2:]
    assert kinds == ["inlineStr", "n"] * len(HOSTILE)
    assert b"<f>" not in b"".join(ET.tostring(cell) for cell in cells(data))
    assert "hyperlink" not in str(zipfile.ZipFile(io.BytesIO(data)).namelist())


def test_xlsx_takes_any_text() -> None:
    data = written([{"text": "a\x00\x0b\ud800b" + "x" * 40_000, "empty": None}], "xlsx")
    texts = ["".join(cell.itertext()) for cell in cells(data)]
    assert texts[2].startswith("a\N{REPLACEMENT CHARACTER}")
    assert len(texts[2]) == export.CELL_CHARACTERS


def test_xlsx_goes_on_in_a_second_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "SHEET_ROWS", 3)
    data = written([{"n": number} for number in range(5)], "xlsx")
    numbers = [[cell[0].text for cell in cells(data, sheet)][1:] for sheet in (1, 2, 3)]
    assert numbers == [["0", "1"], ["2", "3"], ["4"]]


def test_jsonl() -> None:
    lines = written(ROWS, "jsonl").decode("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == ROWS
    assert "đơn" in lines[0]


def test_parquet() -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is an extra")
    rows = [{**row, "evidence": [{"text": "đơn"}], "scores": {"a": 0.5}} for row in ROWS]
    table = parquet.read_table(io.BytesIO(written(rows, "parquet"))).to_pylist()
    assert table[0]["owners"] == ["xã", "huyện"]
    assert json.loads(table[1]["scores"]) == {"a": 0.5}


def test_parquet_without_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(MissingDependencyError, match=r"pip install 'vanban\[parquet\]'"):
        written(ROWS, "parquet")


def test_frame() -> None:
    frame = to_frame(ROWS)
    assert list(frame["value"]) == [2, -5]


@pytest.mark.parametrize("format", sorted(set(WRITERS) - {"parquet"}))
def test_no_rows_are_a_file_too(format: str, tmp_path: Path) -> None:
    write([], format, tmp_path / "x")
    assert (tmp_path / "x").exists()


def test_a_file_appears_when_it_is_complete(tmp_path: Path) -> None:
    def broken():
        yield ROWS[0]
        raise OSError("the archive went away")

    for format in ("csv", "jsonl", "xlsx"):
        with pytest.raises(OSError, match="went away"):
            write(broken(), format, tmp_path / f"x.{format}")
    assert list(tmp_path.iterdir()) == []


def test_a_format_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="csv, jsonl, parquet, xlsx"):
        write(ROWS, "doc", tmp_path / "x")
