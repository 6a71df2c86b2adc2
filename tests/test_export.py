"""Rows arrive in other tools as they are, and nothing in them runs."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import export
from nlp.errors import ArchiveError, MissingDependencyError, UsageError
from nlp.export import WRITERS, harmless, to_frame, write
from nlp.export.consistency import Source, to_html, to_xlsx

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
    "\uff1d1+1",
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
    from pyarrow import parquet

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
        raise ArchiveError("the archive went away")

    for format in ("csv", "jsonl", "xlsx"):
        with pytest.raises(ArchiveError, match="went away"):
            write(broken(), format, tmp_path / f"x.{format}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["nowhere/x", "folder", "file/x", "n" * 300])
@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_file_that_cannot_be_written(format: str, place: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="cannot be written"):
        write(ROWS, format, tmp_path / place)
    assert {path.name for path in tmp_path.iterdir()} == {"folder", "file"}


def test_a_format_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="csv, jsonl, parquet, xlsx"):
        write(ROWS, "doc", tmp_path / "x")


# -- the report for officers ---------------------------------------------------------------------

LETTER = "UBND huyện <Khe Sâu>\nTiếp 205 lượt công\ndân; tiếp nhận 30 đơn, gồm 12 đơn và 16 đơn.\n"
DAY = date(2024, 6, 14)


def finding(*quoted: str, level: str = "error", **fields: Any) -> dict[str, Any]:
    evidence = [
        {"document": "a", "path": "x/=1.txt", "text": text, "start": LETTER.index(text),
         "end": LETTER.index(text) + len(text), "page": 2, "boxes": []}
        for text in quoted
    ]  # fmt: skip
    told = {"code": "sum_mismatch", "message_vi": "=Không khớp <b>", "scope": "document",
            "reported": "30 đơn", "expected": {"low": 28, "high": 28}, "steps": ["=12 + 16"],
            }  # fmt: skip
    return {**told, "level": level, "evidence": evidence, **fields}


def source(**fields: Any) -> dict[str, Source]:
    known = {"code": "9/BC-UBND", "issuer": "=UBND <huyện>", "day": "2024-06-12", "text": LETTER}
    return {"a": Source("a", "x/=1.txt", **(known | fields))}


FINDINGS = [
    finding("30 đơn", "12 đơn", "16 đơn"),
    finding("205 lượt", level="info", code="truncated", expected=None, steps=()),
]


def test_the_page_quotes_sentences_and_runs_nothing() -> None:
    page = to_html(reversed(FINDINGS), source(), made=DAY)
    assert "<mark>205 lượt</mark> công dân</td>" in page
    assert "<mark>30 đơn</mark>, gồm <mark>12 đơn</mark> và <mark>16 đơn</mark>" in page
    assert page.index("Cộng không khớp tổng</td>") < page.index("Cắt bớt chữ số")
    assert "9/BC-UBND, 12/6/2024, =UBND &lt;huyện&gt;" in page
    assert "trang\xa02" in page
    assert "<dd>28</dd>" in page
    assert "<b>" not in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_a_page_of_nothing() -> None:
    assert "Không phát hiện" in to_html([], source(), made=DAY)


def test_the_workbook_has_every_finding_and_no_formula() -> None:
    out = io.BytesIO()
    to_xlsx(FINDINGS, source(text="z" * 40_000 + LETTER), out, made=DAY)
    with zipfile.ZipFile(out) as book:
        every = [book.read(name).decode() for name in book.namelist() if "sheet" in name]
        strings = book.read("xl/sharedStrings.xml").decode()
    assert not any("<f>" in sheet or "hyperlink" in sheet for sheet in every)
    assert "=Không khớp &lt;b&gt;" in strings
    assert "30 đơn; 12 đơn; 16 đơn" in strings


@pytest.mark.parametrize(
    ("interval", "told"),
    [({"low": 28, "high": 28}, "28"), ({"low": 41, "high": None}, "từ 41 trở lên"),
     ({"low": Decimal("8.19"), "high": 8.467}, "8,19 đến 8,467"), (None, "")],
)  # fmt: skip
def test_what_would_agree(interval: Any, told: str) -> None:
    page = to_html([finding("30 đơn", expected=interval)], source(), made=DAY)
    assert (f"<dd>{told}</dd>" in page) == bool(told)


@given(text=st.text(), start=st.integers(0, 50), length=st.integers(0, 50))
def test_any_text_makes_a_report(text: str, start: int, length: int) -> None:
    quote = {"document": "a", "path": text, "text": text[start : start + length], "start": start,
             "end": start + length, "page": None, "boxes": []}  # fmt: skip
    rows = [{**FINDINGS[0], "evidence": [quote, quote], "message_vi": text, "reported": text}]
    held = source(text=text, code=text, issuer=text, day=None)
    assert to_html(rows, held, made=DAY)
    to_xlsx(rows, held, io.BytesIO(), made=DAY)


# -- numbers stay as they are --------------------------------------------------------------------

NUMBERS = [0, -5, 2**53 + 1, 12_345_678_901_234_567_890, 0.1, 1e-7, 63.4]


@pytest.mark.parametrize("number", NUMBERS, ids=str)
def test_numbers_are_exact(number: Any) -> None:
    rows = [{"n": number}]
    assert Decimal(read_csv(written(rows, "csv"))[1][0]) == Decimal(str(number))
    assert Decimal(str(json.loads(written(rows, "jsonl"))["n"])) == Decimal(str(number))
    (_, shown) = cells(written(rows, "xlsx"))
    assert Decimal("".join(shown.itertext())) == Decimal(str(number))


@pytest.mark.parametrize("text", [*HOSTILE, *PLAIN, "'=1", "x\x00\x1b\ud800", "y" * 40_000])
def test_hostile_text_in_every_format(text: str) -> None:
    rows = [{"text": text}, {"text": "đơn"}]
    (_, (shown,), _) = read_csv(written(rows, "csv"))
    assert shown.startswith("'") or not shown.lstrip().startswith(("=", "@", "|", "%", "+cmd"))
    assert json.loads(written(rows, "jsonl").splitlines()[0]) == rows[0]
    kinds = [cell.get("t") for cell in cells(written(rows, "xlsx"))]
    assert set(kinds) <= {"inlineStr", None}
    assert to_frame(rows)["text"][0] == text.replace("\ud800", "\ufffd")
    assert written(rows, "parquet")
