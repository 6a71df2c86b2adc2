"""The shipped samples: each field as its source says it, each planted error found, nothing else.

``corpora/sources`` holds what the PDF and DOCX were made of: a head of fields, and the
body. What comes out of a file is compared with that head.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import nlp
from nlp.model import Parsed
from nlp.rules import table
from nlp.text import fold, modern_tone, squeeze

SAMPLES = Path(__file__).parents[2] / "corpora" / "samples"
SOURCES = SAMPLES.parent / "sources"
FILES = sorted(p for p in SAMPLES.iterdir() if p.suffix in {".pdf", ".docx", ".txt"})
SYSTEMS = {
    "state": r"Số: (?P<number>\d+)/(?P<symbol>\S+)",
    "party": r"Số (?P<number>\d+)-(?P<symbol>\S+)",
}
PLANTED = {
    ("bc-hoathanh-kntc-2026-h1-duthao", "difference_mismatch"): ["163 lượt", "181 lượt", "20 lượt"],
    ("bc-hoathanh-kntc-2026-h1-duthao", "sum_mismatch"): ["276 đơn", "212 đơn", "66 đơn"],
    ("bc-hailinh-ktxh-2023", "growth_mismatch"): ["845 triệu USD", "6,5%", "780 triệu USD"],
    ("bc-hailinh-ktxh-2023", "sum_mismatch"): [
        "3.850 tỷ đồng", "1.250 tỷ đồng", "2.140 tỷ đồng", "415 tỷ đồng",
    ],
}  # fmt: skip
CUT_OFF = ("bc-sonhai-ktxh-2025-h1", ["176/221 vụ việc", "79,63%"])


def head(path: Path) -> dict[str, Any]:
    source = (SOURCES / f"{path.stem}.txt").read_text("utf-8")
    return tomllib.loads(source.split("+++\n")[1])


def body(path: Path) -> str:
    return (SOURCES / f"{path.stem}.txt").read_text("utf-8").split("+++\n")[2]


def plain(text: str) -> str:
    """Case, tone placement and white space apart, as print and record may differ in them."""
    return squeeze(fold(modern_tone(text)))


@pytest.fixture(scope="module")
def parsed() -> dict[str, Parsed]:
    return {path.stem: nlp.parse(path) for path in FILES}


samples = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)


def test_the_samples_are_as_many_as_promised() -> None:
    assert len(FILES) >= 14
    assert {path.suffix for path in FILES} == {".pdf", ".docx", ".txt"}


@samples
def test_it_is_read_whole(parsed: dict[str, Parsed], path: Path) -> None:
    document = parsed[path.stem]
    assert (document.status, document.problems) == ("ok", ())
    text = plain(document.text)
    missing = [
        line
        for line in body(path).splitlines()
        if not line.startswith("|") and plain(re.sub(r"^(#|\d+\.)\s+", "", line)) not in text
    ]
    # furniture may stand inside a paragraph that a page break cuts
    cuts = (document.source.pages or 1) - 1
    assert len(missing) <= cuts, missing


@samples
def test_the_letterhead_is_as_its_source_says(parsed: dict[str, Parsed], path: Path) -> None:
    header, said = parsed[path.stem].header, head(path)
    assert header.system == said["system"]
    numbered = re.fullmatch(SYSTEMS[said["system"]], said["number"])
    if numbered:
        assert (header.number, header.symbol) == (numbered["number"], numbered["symbol"])
        assert header.code == re.sub(r"^Số:? ", "", said["number"])
    else:  # a draft
        assert (header.number, header.code) == (None, None)
        assert header.symbol == said["number"].split("/", 1)[1]

    names = {row["name"]: row["code"] for row in table("doc_types")}
    kinds = {plain(name): code for name, code in names.items()}
    assert header.type == kinds.get(plain(said.get("type", "")), "CV")
    issuer = f"{header.parent_issuer or ''} {header.issuer}"
    for line in said["left"]:
        assert plain(line) in plain(issuer), (line, issuer)

    assert header.date is not None
    place, _, day = said["place_date"].partition(", ")
    assert plain(header.place or "") == plain(place)
    assert squeeze(header.date.text) == squeeze(day)
    digits = [int(d) for d in re.findall(r"\d+", day)]
    if len(digits) == 3:
        assert header.date.start_date == header.date.end_date == date(*reversed(digits))
    else:
        (year,) = digits
        assert (header.date.start_date, header.date.end_date) == (
            date(year, 1, 1), date(year, 12, 31),
        )  # fmt: skip

    printed = said.get("subject", [said.get("about", "")])
    assert plain(header.subject or "").endswith(plain(printed[-1]))
    assert [plain(a) for a in header.addressees] == [plain(a) for a in said.get("addressees", [])]
    assert header.urgency == said.get("urgency")


@samples
def test_the_foot_is_as_its_source_says(parsed: dict[str, Parsed], path: Path) -> None:
    footer, said = parsed[path.stem].footer, head(path)
    assert footer.signer == said.get("signer")
    assert footer.title == said["signature"][-1]
    marks = [re.match(r"(\w+)\.|(\w)/(\w) ", line) for line in said["signature"]]
    authority = tuple((m[1] or m[2] + m[3]).upper() for m in marks if m)
    assert footer.authority == authority
    assert list(map(plain, footer.recipients)) == list(map(plain, said["recipients"]))


def test_only_what_was_planted_is_an_error(parsed: dict[str, Parsed]) -> None:
    errors = {
        (stem, finding.code): [squeeze(quote.text) for quote in finding.evidence]
        for stem, document in parsed.items()
        for finding in nlp.check(document)
        if finding.level == "error"
    }
    assert errors == PLANTED


@samples
def test_nothing_else_than_a_cut_percentage_is_told(parsed: dict[str, Parsed], path: Path) -> None:
    found = [f for f in nlp.check(parsed[path.stem]) if f.level != "error"]
    assert all((f.level, f.code) == ("info", "truncated") for f in found)
    quotes = [[squeeze(quote.text) for quote in finding.evidence] for finding in found]
    stem, planted = CUT_OFF
    assert (planted in quotes) == (path.stem == stem)


def test_a_table_over_a_page_break_is_one(parsed: dict[str, Parsed]) -> None:
    path = SAMPLES / "bc-sonhai-ktxh-2025-h1.pdf"
    document = nlp.read(path)
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in body(path).splitlines()
        if line.startswith("|")
    ]
    (grid,) = document.tables
    assert (grid.rows, grid.columns, grid.header_rows) == (len(rows), len(rows[0]), 1)
    first, last = (document.page(offset) for offset in (grid.start, grid.end - 1))
    assert (first, last) == (1, 2)
    read = {(c.row, c.column): squeeze(document.text[c.start : c.end]) for c in grid.cells}
    # the last row is headed over two columns
    assert [[read.get((r, c), "") for c in range(5)] for r in range(len(rows) - 1)] == rows[:-1]
    assert [text for (row, _), text in sorted(read.items()) if row == len(rows) - 1 and text] == [
        cell for cell in rows[-1] if cell
    ]

    figures = [f for f in parsed[path.stem].figures if grid.start <= f.start < grid.end]
    assert len(figures) == 3 * (len(rows) - 1)
    assert {f.unit for f in figures} == {"triệu đồng", "%"}
    assert {r.type for r in parsed[path.stem].relations if r.total in {f.id for f in figures}} == {
        "sum"
    }


def test_the_numbers_that_word_counts_are_in_the_text(parsed: dict[str, Parsed]) -> None:
    path = SAMPLES / "kh-hoathanh-ccdv-2025.docx"
    assert head(path)["numbering"]  # its file holds no number, only that there is a list
    wanted: list[str] = []
    number = 0
    for line in body(path).splitlines():
        if line.startswith("# "):
            number = 0
            wanted.append(line.split()[1])
        elif line.startswith("1. "):
            number += 1
            wanted.append(f"{number}.")
            assert plain(f"{number}. {line.removeprefix('1. ')}") in plain(parsed[path.stem].text)
    assert [section.marker for section in parsed[path.stem].sections] == wanted
