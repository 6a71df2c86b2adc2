"""Ruled lines and words of a page -> grids, and the words that stand in none.

The cells come out of pdfplumber's table search, fed with pdfium's lines: its own reading of a page
is many times slower. Frames of one cell, one row or one column stay text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from ..model import Box, Cell, Grid
from .columns import is_side_by_side
from .drawing import Edge
from .layer import Printed
from .layout import arrange

_SNAP = 3.0  # points between edges that are meant as one
_SHORTEST = 3.0
_MOST_CROSSINGS = 5_000  # of lines; the search is slow, and beyond it is a drawing, no table

_Cell = tuple[float, float, float, float]  # x0, top, x1, bottom


def find_grids(
    edges: Iterable[Edge], words: Sequence[Printed], page: int
) -> tuple[tuple[Grid, ...], tuple[Printed, ...]]:
    """The tables of a page from top to bottom, and the words outside them."""
    grids = []
    left = list(words)
    for cells in _tables(edges):
        grid, rest = _grid(cells, left, page)
        if grid is not None:
            grids.append(grid)
            left = rest
    return tuple(grids), tuple(left)


def _tables(edges: Iterable[Edge]) -> list[list[_Cell]]:
    from pdfplumber import table

    found = [
        {
            "x0": e.x0, "x1": e.x1, "top": e.top, "bottom": e.bottom,
            "width": e.x1 - e.x0, "height": e.bottom - e.top,
            "orientation": "h" if e.top == e.bottom else "v",
        }
        for e in edges
    ]  # fmt: skip
    merged = [
        e
        for e in table.merge_edges(
            found,
            snap_x_tolerance=_SNAP,
            snap_y_tolerance=_SNAP,
            join_x_tolerance=_SNAP,
            join_y_tolerance=_SNAP,
        )
        if max(e["x1"] - e["x0"], e["bottom"] - e["top"]) >= _SHORTEST
    ]
    level = sum(e["orientation"] == "h" for e in merged)
    if not level or not len(merged) - level or level * (len(merged) - level) > _MOST_CROSSINGS:
        return []
    crossings = table.edges_to_intersections(merged, _SNAP, _SNAP)
    cells: list[list[_Cell]] = table.cells_to_tables(table.intersections_to_cells(crossings))
    return cells


def _grid(
    cells: list[_Cell], words: Sequence[Printed], page: int
) -> tuple[Grid | None, list[Printed]]:
    xs = sorted({x for c in cells for x in (c[0], c[2])})
    ys = sorted({y for c in cells for y in (c[1], c[3])})
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 2 or columns < 2:
        return None, list(words)
    at_x, at_y = {x: i for i, x in enumerate(xs)}, {y: i for i, y in enumerate(ys)}
    slots: dict[tuple[int, int], int] = {}
    for n, (x0, top, x1, bottom) in enumerate(cells):
        for row in range(at_y[top], at_y[bottom]):
            for column in range(at_x[x0], at_x[x1]):
                slots[row, column] = n
    inside: list[list[Printed]] = [[] for _ in cells]
    outside: list[Printed] = []
    for p in words:
        box = p.word.box
        slot = (
            bisect_right(ys, (box.y0 + box.y1) / 2) - 1,
            bisect_right(xs, (box.x0 + box.x1) / 2) - 1,
        )
        if slot in slots:
            inside[slots[slot]].append(p)
        else:
            outside.append(p)
    texts = [" ".join(line.text for line in arrange(printed)) for printed in inside]
    if sum(map(bool, texts)) < 2 or is_side_by_side("\n".join(texts)):
        return None, list(words)
    made = [
        Cell(
            text,
            at_y[top],
            at_x[x0],
            at_y[bottom] - at_y[top],
            at_x[x1] - at_x[x0],
            Box(page, *(round(v, 2) for v in (x0, top, x1, bottom))),
        )
        for (x0, top, x1, bottom), text in zip(cells, texts, strict=True)
    ]
    made.sort(key=lambda cell: (cell.row, cell.column))
    box = Box(page, *(round(v, 2) for v in (xs[0], ys[0], xs[-1], ys[-1])))
    return Grid(tuple(made), rows, columns, box), outside
