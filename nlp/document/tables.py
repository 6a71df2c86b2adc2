"""Grids as printed -> tables of the document: header rows, cut tables joined, caption and unit.

A table that a page break cuts comes as two grids of as many columns with nothing but furniture
between them; a header that is printed again on the second page is furniture.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..model import Cell, Grid, Table, TableCell
from ..text import fold
from .layout import Row, Sheet, row_texts
from .textgrids import NUMERIC, YEAR

_UNIT = re.compile(
    r"(?:đơn vị(?: tính)?|đvt|đv tính)\s*[:.]\s*(?P<unit>[^()\n\t;]{1,40}?)\s*(?:[);\n\t]|$)",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"(?:bang|bieu|phu luc|phu bieu|bieu so|danh muc|tong hop)(?!\w)")
_GROUP = re.compile(r"(?:[IVX]+|[A-ZĐ])[.)]?")
_MAX_HEADER = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """The tables, and the rows that print a header again on the next page."""

    tables: tuple[Table, ...]
    repeated: frozenset[int]


def read(sheet: Sheet, skipped: frozenset[int]) -> Reading:
    """The tables of a sheet."""
    of: dict[int, list[int]] = {}
    for i, row in enumerate(sheet.rows):
        if row.grid is not None:
            of.setdefault(row.grid, []).append(i)
    tables: list[Table] = []
    repeated: set[int] = set()
    group: list[int] = []
    for number in (*sorted(of), -1):
        if group and number >= 0 and _joins(sheet, of, group[-1], number, skipped):
            group.append(number)
            continue
        if group:
            tables.append(_table(sheet, of, group, repeated))
        group = [number]
    return Reading(tuple(tables), frozenset(repeated))


def _joins(
    sheet: Sheet, of: dict[int, list[int]], before: int, after: int, skipped: frozenset[int]
) -> bool:
    """Whether two grids are one table cut by a page break."""
    last, first = of[before][-1], of[after][0]
    if any(i not in skipped for i in range(last + 1, first)):
        return False
    rows = sheet.rows
    return (
        sheet.grids[before].grid.columns == sheet.grids[after].grid.columns
        and rows[first].page > rows[last].page
    )


def _table(
    sheet: Sheet, of: dict[int, list[int]], group: Sequence[int], repeated: set[int]
) -> Table:
    cells: list[TableCell] = []
    above = 0
    first_grid = sheet.grids[group[0]].grid
    header = header_rows(first_grid, above_rule=sheet.grids[group[0]].header)
    titles = row_texts(first_grid)[:header]
    for number in group:
        grid, spans, _ = sheet.grids[number]
        drop = 0
        if number != group[0]:
            texts = row_texts(grid)
            while drop < min(header, len(texts)) and texts[drop] == titles[drop]:
                drop += 1
            kept = [r for r, row in enumerate(texts) if any(row)]  # those that stand in the text
            repeated |= {i for i, r in zip(of[number], kept, strict=False) if r < drop}
        ordered = sorted(range(len(grid.cells)), key=lambda k: (grid.cells[k].row, k))
        for k, (start, end) in zip(ordered, spans, strict=True):
            cell = grid.cells[k]
            if cell.row >= drop and start >= 0:
                cells.append(
                    TableCell(
                        start,
                        end,
                        cell.row - drop + above,
                        cell.column,
                        cell.row_span,
                        cell.column_span,
                    )
                )
        above += grid.rows - drop
    start = sheet.rows[of[group[0]][0]].start
    end = sheet.rows[of[group[-1]][-1]].end
    caption, unit = _described(sheet, of[group[0]][0], first_grid, header)
    return Table(start, end, above, first_grid.columns, header, tuple(cells), caption, unit)


def header_rows(grid: Grid, *, above_rule: int | None = None) -> int:
    """How many rows at the top name the columns: those before the first row with figures.

    A row that only numbers the columns ("1 2 3", "(1) (2) (3)", "A B 1") belongs to the header.
    ``above_rule`` counts the rows above a printed rule, where one sets the header apart.
    """
    if above_rule is not None:
        below = [c for c in grid.cells if c.row == above_rule and c.text.strip()]
        return min(above_rule + _numbers_columns(below), grid.rows - 1)
    count = 0
    for row in range(min(grid.rows, _MAX_HEADER + 1)):
        cells = [c for c in grid.cells if c.row == row and c.text.strip()]
        if _numbers_columns(cells):
            return row + 1
        if _heads_rows(cells):
            break
        figures = sum(NUMERIC.fullmatch(c.text.strip()) is not None for c in cells)
        years = sum(YEAR.fullmatch(c.text.strip()) is not None for c in cells)
        if (figures - years > 0 and row > 0) or figures - years > len(cells) / 3:
            break
        count = row + 1
    return count if count < grid.rows and count <= _MAX_HEADER else min(1, grid.rows - 1)


def _heads_rows(cells: Sequence[Cell]) -> bool:
    """Whether a row only names the rows that follow: "I | Tiếp công dân"."""
    if len(cells) != 2 or cells[0].column or cells[1].column != 1:
        return False
    return _GROUP.fullmatch(cells[0].text.strip()) is not None


def _numbers_columns(cells: Sequence[Cell]) -> bool:
    texts = [c.text.strip(" ()") for c in cells]
    digits = [int(t) for t in texts if re.fullmatch(r"\d{1,2}", t)]
    letters = [t for t in texts if re.fullmatch(r"[A-Z]", t)]
    formulas = [t for t in texts if re.fullmatch(r"\d{1,2}\s*=.*", t)]
    return (
        len(digits) >= 2
        and len(digits) + len(letters) + len(formulas) == len(texts)
        and digits == sorted(set(digits))
        and digits[0] <= 2
    )


def _described(sheet: Sheet, first: int, grid: Grid, header: int) -> tuple[str | None, str | None]:
    """Caption and unit: in the lines above the table, the unit also in its header."""
    caption = unit = None
    above: list[Row] = []
    for row in reversed(sheet.rows[max(0, first - 4) : first]):
        if row.grid is not None or len(row.text) > 200:
            break
        above.append(row)
    for row in above:
        found = _UNIT.search(row.text)
        if found and unit is None:
            unit = found["unit"].strip(" .,")
            rest = (row.text[: found.start()] + row.text[found.end() :]).strip(" ()")
            if rest and _CAPTION.match(fold(rest)):
                caption = rest
        elif caption is None and (_CAPTION.match(fold(row.text)) or row.text.isupper()):
            caption = row.text
    if unit is None:
        for cell in grid.cells:
            if cell.row <= header and (found := _UNIT.search(" ".join(cell.text.split()))):
                unit = found["unit"].strip(" .,")
                break
    return caption, unit
