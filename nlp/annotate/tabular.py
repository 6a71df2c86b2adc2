"""Tables -> figures: each numeric cell with its row and column headings as indicator.

The unit stands in the cell, in its column's heading ("Kinh phí (triệu đồng)"), in a column of units
("ĐVT"), over the table ("Đơn vị tính: ha"), or is the noun the heading counts ("Số hộ"). Columns
that number the rows, and columns of years, dates and codes, hold no figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from ..model import Change, Document, FigureKind, Table, TableCell
from ..rules import alternatives, phrases, table
from ..text import squeeze
from .bases import PLAN, compared_with, plan_pattern
from .cues import Meaning
from .mentions import Mention
from .numbers import NUMERAL, Style, is_quantity, read_digits
from .table_rows import RowNames
from .units import Unit, read_unit

_CELL = re.compile(
    rf"\s*(?P<open>\()?\s*(?P<sign>[-−–+])?\s*(?P<first>{NUMERAL})"
    rf"(?:\s?(?P<mark>[/]|[-–])\s?(?P<second>{NUMERAL}))?\s*(?P<unit>%|‰|[^\d()]{{1,24}})?\s*(?(open)\))\s*"
)
_COLUMN_NUMBER = re.compile(
    r"\(?(?:(?P<number>\d{1,2})|[A-ZĐ])\)?(?:\s*=\s*[\d()\s.+*/:x×%–-]+)?", re.IGNORECASE
)
_IN_BRACKETS = re.compile(r"\((?P<unit>[^()]{1,30})\)")
_NOUN = re.compile(r"(?:tổng\s+)?số\s+(?:lượng\s+)?", re.IGNORECASE)
_MARK = re.compile(r"[IVX]+|[A-ZĐa-zđ]|\d{1,4}|\d{1,3}(?:\.\d{1,3}){1,3}|[-–+*]")
_LETTERS = re.compile(r"[^\W\d]{2}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_GROWTH = re.compile(r"(?<!\w)tăng\s*(?:[,/(+-]|\s)\s*giảm", re.IGNORECASE)
_SIGNS = str.maketrans({"−": "-", "–": "-"})


class CellFigure(NamedTuple):
    """A number in a cell with its headings, and where these are printed."""

    mention: Mention
    meaning: Meaning
    indicator: str
    row: str
    heading_spans: tuple[tuple[int, int], ...]


class _Column(NamedTuple):
    headings: tuple[TableCell, ...]
    title: str
    unit: Unit | None
    role: str  # "figures", "order", "units", "years", "other"
    beside: Unit | None  # the noun that the nearest column to the left counts
    style: Style | None  # where its other numbers tell which mark is the decimal one


def cell_figures(document: Document, grid: Table, *, style: Style) -> Iterator[CellFigure]:
    """The figures of one table, row by row."""
    text = document.flat
    columns = _columns(text, grid)
    rows: dict[int, list[TableCell]] = {}
    for cell in grid.cells:
        if cell.row >= grid.header_rows:
            rows.setdefault(cell.row, []).append(cell)
    row_names = RowNames(numbered=any(column.role == "order" for column in columns))
    for cells in rows.values():
        if not _numbers_columns(text, cells):
            yield from _row(text, grid, columns, cells, row_names, style)


def _numbers_columns(text: str, cells: list[TableCell]) -> bool:
    """Whether a row only numbers the columns: "A | B | 1 | 2 | 3=2/1", "(1) | (2) | (3)"."""
    printed = [p for c in cells if (p := text[c.start : c.end].strip())]
    numbers = [_COLUMN_NUMBER.fullmatch(p) for p in printed]
    counted = [int(m["number"]) for m in numbers if m is not None and m["number"]]
    return None not in numbers and len(counted) > 1 and counted == list(range(1, len(counted) + 1))


def text_cells(document: Document, grid: Table) -> Iterator[TableCell]:
    """The cells whose text holds digits but is no number: sentences may stand in them."""
    for cell in grid.cells:
        printed = document.flat[cell.start : cell.end]
        if (
            cell.row >= grid.header_rows
            and re.search(r"\d", printed)
            and not _CELL.fullmatch(printed)
        ):
            yield cell


def _row(
    text: str,
    grid: Table,
    columns: list[_Column],
    cells: list[TableCell],
    row_names: RowNames,
    style: Style,
) -> Iterator[CellFigure]:
    titled = [c for c in cells if _is_name(text, columns[c.column], c)]
    # a title over all columns stands in the first
    over = [c for c in cells[:1] if columns[c.column].role == "order"]
    titled = titled or [c for c in over if _LETTERS.search(text, c.start, c.end)]
    numbers = [
        (c, match)
        for c in cells
        if columns[c.column].role == "figures"
        and (match := _CELL.fullmatch(text, c.start, c.end)) is not None
    ]
    # what stands right of the figures is said of them, and names no row
    left = [c for c in titled if c.column < min((n.column for n, _ in numbers), default=0)]
    titled = left or titled
    first = tuple(dict.fromkeys(c.column for c in titled))[:2]
    names = sorted((c for c in titled if c.column in first), key=lambda c: c.column)
    told = {columns[c.column].role: text[c.start : c.end] for c in reversed(cells)}
    name = row_names.read(
        "" if over == titled else told.get("order", ""),
        squeeze(" ".join(text[c.start : c.end] for c in names)),
        told.get("units", ""),
        figures=bool(numbers),
    )
    for cell, match in numbers:
        column = columns[cell.column]
        printed = _unit(match["unit"] or "")
        if not _are_quantities(match) or (match["unit"] and printed is None):
            continue  # "12A", "3 trở lên": a name or a sentence
        unit = printed or column.unit or _unit(name.unit) or _unit(grid.unit or "")
        unit = unit or _counted(column.title) or _counted(name.own)
        unit = unit or next((u for above in name.above[::-1] if (u := _counted(above))), None)
        mention = _mention(match, unit or column.beside, column.style or style)
        headings = tuple((c.start, c.end) for c in (*names, *column.headings))
        title = squeeze(f"{name.full} {_IN_BRACKETS.sub(' ', column.title)}")
        yield CellFigure(mention, _meaning(column.title, mention), title, name.full, headings)


def _are_quantities(match: re.Match[str]) -> bool:
    """Whether no number of a cell is an account or a serial."""
    return is_quantity(match["first"]) and is_quantity(match["second"] or "")


def _meaning(title: str, mention: Mention) -> Meaning:
    """What a column says of its figures: "So với kế hoạch (%)", "Tăng, giảm"."""
    grown = _GROWTH.search(title)
    down = mention.value is not None and mention.value < 0
    change: Change | None = ("decrease" if down else "increase") if grown else None
    base = compared_with(_IN_BRACKETS.sub(" ", title))
    attained = base is None and mention.kind == "percent" and _attained().search(title)
    return Meaning(change, PLAN if attained else base)


@cache
def _attained() -> re.Pattern[str]:
    """A share of what was planned: "TH/KH (%)", "% kế hoạch", "Đạt dự toán (%)"."""
    return re.compile(rf"(?:[/%]|đạt|hoàn\s+thành)\s*{plan_pattern().pattern}", re.IGNORECASE)


def _mention(match: re.Match[str], unit: Unit | None, style: Style) -> Mention:
    start, end = (
        match.start("first"),
        max(match.end("first"), match.end("second"), match.end("unit")),
    )
    value, other_value = read_digits(match["first"], style=style)
    sure = other_value is None or value > other_value
    kind: FigureKind = unit.kind if unit else "count"
    if match["second"]:
        other, _ = read_digits(match["second"], style=style)
        if match["mark"] == "/":
            return Mention(
                start, end, None, unit, "ratio", numerator=value, denominator=other,
                sure=sure, rule="table cell",
            )  # fmt: skip
        return Mention(start, end, value, unit, kind, other, sure=sure, rule="table cell")
    if (match["sign"] or "").translate(_SIGNS) == "-":
        start, value = match.start("sign"), -value
    return Mention(start, end, value, unit, kind, sure=sure, rule="table cell")


def _columns(text: str, grid: Table) -> list[_Column]:
    headings: list[list[TableCell]] = [[] for _ in range(grid.columns)]
    bodies: list[list[TableCell]] = [[] for _ in range(grid.columns)]
    for cell in grid.cells:
        if cell.row >= grid.header_rows:
            bodies[cell.column].append(cell)
            continue
        for covered in headings[cell.column : cell.column + cell.column_span]:
            covered.append(cell)
    columns: list[_Column] = []
    beside: Unit | None = None
    for number, (above, body) in enumerate(zip(headings, bodies, strict=True)):
        above.sort(key=lambda c: c.row)
        titles = [squeeze(text[c.start : c.end]) for c in above]
        title = squeeze(" ".join(dict.fromkeys(titles)))
        bracketed = _IN_BRACKETS.search(title)
        unit = _unit(bracketed["unit"]) if bracketed else None
        if unit is None and re.search(r"%|(?:tỷ|tỉ)\s+lệ", title, re.IGNORECASE):
            unit = Unit(0, "%", "percent")
        role = _role(text, title, number, body)
        counted = None if _amounts().match(title) else beside
        told = _style(text, body) if unit is not None and unit.kind == "percent" else None
        columns.append(_Column(tuple(above), title, unit, role, counted, told))
        beside = _counted(title) or beside
    return columns


def _style(text: str, body: list[TableCell]) -> Style | None:
    """How a column of per cent writes decimals: "104.125" has them beside "107.6"."""
    marks: set[str] = set()
    for cell in body:
        match = _CELL.fullmatch(text, cell.start, cell.end)
        if match is None or not is_quantity(match["first"]):
            continue
        value, other = read_digits(match["first"])
        if other is None and value != int(value):
            marks.add("." if match["first"].rfind(".") > match["first"].rfind(",") else ",")
    if len(marks) != 1:
        return None
    return "en" if marks == {"."} else "vi"


@cache
def _amounts() -> re.Pattern[str]:
    """The beginning of a heading over money and measures, which count no noun of another column."""
    return re.compile(
        rf"{alternatives(phrases('table_columns', role='amounts'))}(?!\w)", re.IGNORECASE
    )


def _role(text: str, title: str, number: int, cells: list[TableCell]) -> str:
    for role in ("order", "units", "other"):
        words = [w for r in table("table_columns") if r["role"] == role for w in r["words"]]
        if re.match(rf"{alternatives(words)}(?!\w)", title, re.IGNORECASE):
            return role
    printed = [text[c.start : c.end].strip(" .") for c in cells]
    if number == 0:
        if _counts_rows(printed, titled=bool(title)):
            return "order"
        if len(printed) > 1 and all(map(_YEAR.fullmatch, printed)):
            return "years"
    return "figures"


def _counts_rows(printed: list[str], *, titled: bool) -> bool:
    """Whether the cells of a first column number the rows.

    One without a title may go on from another page, and begin again under each "I", "II", "A".
    """
    if titled:
        counting = [int(p) for p in printed if p.isdecimal() and len(p) < 6]
        return len(counting) > 2 and counting == list(range(1, len(counting) + 1))
    filled = [p for p in printed if p]
    marks = [p for p in filled if _MARK.fullmatch(p)]
    if not marks or 4 * len(marks) < 3 * len(filled):  # a few lines of text may stand there too
        return False
    numbers = [int(p) for p in marks if p.isdecimal()]
    return all(b in (1, a + 1) for a, b in pairwise(numbers))


def _is_name(text: str, column: _Column, cell: TableCell) -> bool:
    printed = text[cell.start : cell.end].strip()
    return column.role == "years" or (
        column.role == "figures" and bool(_LETTERS.search(printed)) and not _CELL.fullmatch(printed)
    )


def _unit(printed: str) -> Unit | None:
    """The unit that ``printed`` is, whole."""
    printed = printed.strip(" .:")
    unit = read_unit(printed, 0) if printed else None
    return unit if unit is not None and not printed[unit.end :].strip() else None


def _counted(title: str) -> Unit | None:
    """The noun that a heading counts: "Số hộ nghèo" -> hộ nghèo."""
    match = _NOUN.match(title)
    return read_unit(title, match.end()) if match else None
