"""Words of a page -> lines in reading order, columns apart.

A letterhead and a signature block are two columns side by side; PDF producers draw them column by
column or row by row. A row is cut where the file itself breaks off, or at a gap that the rows near
it share (a gutter), so that the blanks of a draft ("ngày      tháng      năm") cut nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ..model import Box, Line, Word
from .layer import Printed

# Distances in ems (heights of the row's letters)
_SAME_ROW = 0.45  # between baselines
_GLUED = 0.12  # no space between the words
_TORN = 0.3  # the file breaks off here: a column
_CONTINUED = 1.0  # the file breaks off and goes on: still the same line
_WIDE = 1.6  # a column, if a row near by agrees
_LONE = 8.0  # a column, even if none does
_TIGHT = 0.5  # a column, once the gutter is known
_SHARED = 0.5  # how much of a gap two rows must share
_NEAR = 6.0  # between rows that may agree
_NEXT_LINE = 1.9  # between baselines of lines of one column
_WATERMARK = 2.5  # so many times higher than its neighbours
_ALIGNED = 1.5  # between left edges or centres of lines of one column

_NUMERIC = re.compile(r"[\d.,%()–+/-]+")


class _Gap(NamedTuple):
    """White space before the word ``at``; ``torn`` if the file breaks off there."""

    at: int
    left: float
    right: float
    torn: bool

    def shared(self, other: _Gap) -> float:
        return min(self.right, other.right) - max(self.left, other.left)


@dataclass(slots=True)
class _Row:
    """The words on one baseline, left to right."""

    baseline: float
    em: float
    words: list[Printed]
    cuts: dict[int, _Gap] = field(default_factory=dict)  # columns begin at these words

    @property
    def x0(self) -> float:
        return self.words[0].word.box.x0

    @property
    def x1(self) -> float:
        return max(p.word.box.x1 for p in self.words)

    def gaps(self) -> list[_Gap]:
        found, reach = [], self.words[0].word.box.x1
        last = {p.run: i for i, p in enumerate(self.words)}
        goes_on_to = 0
        for i, (before, after) in enumerate(pairwise(self.words), 1):
            left = after.word.box.x0
            # what is stamped into a blank of a run ("Số: 12 /BC-UBND") stands within that run
            goes_on_to = max(goes_on_to, last[before.run])
            follows = after.run == before.run + 1 and left - reach < _CONTINUED * self.em
            found.append(_Gap(i, reach, left, goes_on_to < i and not follows))
            reach = max(reach, after.word.box.x1)
        return found

    def cells(self) -> list[list[Printed]]:
        edges = [0, *sorted(self.cuts), len(self.words)]
        return [self.words[a:b] for a, b in pairwise(edges)]


def arrange(words: Iterable[Printed]) -> tuple[Line, ...]:
    """The lines of one page in reading order."""
    rows = _rows(words)
    _cut(rows)
    return tuple(_line(cell) for cell in _ordered(rows))


def _rows(words: Iterable[Printed]) -> list[_Row]:
    """Pieces of the file on one baseline; raised and lowered words stay with their neighbours."""
    pieces: list[list[Printed]] = []
    for p in words:
        if pieces and pieces[-1][-1].run == p.run and _follows(pieces[-1][-1], p):
            pieces[-1].append(p)
        else:
            pieces.append([p])
    placed = [(median(p.baseline for p in piece), piece) for piece in pieces]
    placed.sort(key=lambda each: (each[0], each[1][0].word.box.x0))
    rows: list[_Row] = []
    for baseline, piece in placed:
        em = max(median(p.word.box.y1 - p.word.box.y0 for p in piece), 1.0)
        row = rows[-1] if rows else None
        if row and baseline - row.baseline < _SAME_ROW * _shared_em(em, row.em):
            row.words += piece
            row.em = max(row.em, em)
        else:
            rows.append(_Row(baseline, em, list(piece)))
    for row in rows:
        row.words.sort(key=lambda p: p.word.box.x0)
        row.words = _glued(row.words, row.em)
    return rows


def _shared_em(a: float, b: float) -> float:
    """The larger of two letter heights, but a mark across the page takes no lines in."""
    return max(a, b) if max(a, b) < _WATERMARK * min(a, b) else min(a, b)


def _follows(before: Printed, after: Printed) -> bool:
    a, b = before.word.box, after.word.box
    em = max(a.y1 - a.y0, b.y1 - b.y0, 1.0)
    return abs(after.baseline - before.baseline) < em and b.x0 > a.x0 - 0.2 * em


def _glued(words: list[Printed], em: float) -> list[Printed]:
    """Words that touch are one if the file breaks off between them and goes on ("vực8" and ".")."""
    kept: list[Printed] = []
    for p in words:
        last = kept[-1] if kept else None
        if (
            last
            and p.run == last.run + 1
            and -_SAME_ROW * em < p.word.box.x0 - last.word.box.x1 < _GLUED * em
        ):
            word = Word(last.word.text + p.word.text, around([last.word.box, p.word.box]))
            kept[-1] = Printed(word, last.baseline, p.run, p.stamped)
        else:
            kept.append(p)
    return kept


def _cut(rows: list[_Row]) -> None:
    """Finds where columns begin in each row."""
    gaps = [row.gaps() for row in rows]
    wide = [
        [gap for gap in found if gap.right - gap.left > (_TORN if gap.torn else _WIDE) * row.em]
        for row, found in zip(rows, gaps, strict=True)
    ]

    def near(n: int, reach: int) -> Iterator[int]:
        for m in range(max(0, n - reach), min(len(rows), n + reach + 1)):
            if m != n and abs(rows[m].baseline - rows[n].baseline) < _NEAR * rows[n].em:
                yield m

    for n, row in enumerate(rows):
        for gap in wide[n]:
            if (
                gap.torn
                or gap.right - gap.left > _LONE * row.em
                or any(gap.shared(o) > _SHARED * row.em for m in near(n, 4) for o in wide[m])
            ):
                row.cuts[gap.at] = gap
    gutters = [list(row.cuts.values()) for row in rows]
    for n, row in enumerate(rows):  # a crowded row next to a gutter leaves little room for it
        beside = [gutter for m in near(n, 2) for gutter in gutters[m]]
        if not beside or len(gaps[n]) < 2:
            continue
        usual = median(gap.right - gap.left for gap in gaps[n])
        for gap in gaps[n]:
            width = gap.right - gap.left
            if width > max(_TIGHT * row.em, 2 * usual) and any(
                gap.shared(gutter) > 0.8 * width for gutter in beside
            ):
                row.cuts[gap.at] = gap


def _ordered(rows: list[_Row]) -> Iterator[list[Printed]]:
    """Cells in reading order: down the left column of a band of rows, then down the right one."""
    n = 0
    while n < len(rows):
        end, gutter = _band(rows, n)
        band = rows[n:end]
        if gutter is None:
            yield from rows[n].cells()
        elif _is_table(band):
            yield from (row.words for row in band)
        else:
            cells = [cell for row in band for cell in row.cells()]
            middle = (gutter.left + gutter.right) / 2
            yield from (cell for cell in cells if cell[0].word.box.x0 < middle)
            yield from (cell for cell in cells if cell[0].word.box.x0 >= middle)
        n = end


def _band(rows: list[_Row], n: int) -> tuple[int, _Gap | None]:
    """The rows from ``n`` on that share a gutter: the index after the last, and the gutter."""
    if not rows[n].cuts:
        return n + 1, None
    gutter = max(rows[n].cuts.values(), key=lambda gap: gap.right - gap.left)
    end, m = n + 1, n + 1
    while m < len(rows) and rows[m].baseline - rows[m - 1].baseline < _NEAR * rows[m].em:
        row = rows[m]
        cut = next((c for c in row.cuts.values() if c.shared(gutter) > 0), None)
        side = cut or _Gap(0, row.x1, gutter.right, False)
        if cut is None and row.x0 >= gutter.left:
            side = _Gap(0, gutter.left, row.x0, False)
        if side.shared(gutter) <= 0:
            break
        gutter = gutter._replace(
            left=max(side.left, gutter.left), right=min(side.right, gutter.right)
        )
        m += 1
        if cut or (end == m - 1 and _belongs(rows[n:end], row, gutter)):
            end = m
    return end, gutter


def _belongs(band: list[_Row], row: _Row, gutter: _Gap) -> bool:
    """Whether a row on one side of the gutter carries that column on, and is no new paragraph."""
    left = row.x0 < gutter.left
    column = [
        (cell, above)
        for above in band
        for cell in above.cells()
        if (cell[0].word.box.x0 < gutter.left) == left
    ]
    if not column:
        return False
    cell, above = column[-1]
    x0, x1 = cell[0].word.box.x0, cell[-1].word.box.x1
    aligned = min(abs(row.x0 - x0), abs(row.x0 + row.x1 - x0 - x1) / 2) < _ALIGNED * row.em
    return aligned and row.baseline - above.baseline < _NEXT_LINE * row.em


def _is_table(band: list[_Row]) -> bool:
    """Whether rows must be read across: three columns, or numbers down the right one."""
    if len(band) < 2:
        return False
    many = sum(len(row.cuts) > 1 for row in band)
    numbers = sum(
        bool(row.cuts) and all(_NUMERIC.fullmatch(p.word.text) for p in row.cells()[-1])
        for row in band
    )
    return max(many, numbers) * 3 > len(band) * 2


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds all."""
    boxes = list(boxes)
    return Box(
        boxes[0].page,
        min(b.x0 for b in boxes),
        min(b.y0 for b in boxes),
        max(b.x1 for b in boxes),
        max(b.y1 for b in boxes),
    )


def _line(cell: list[Printed]) -> Line:
    words = tuple(p.word for p in cell)
    box = around(w.box for w in words)
    # a whole line of a signature ("Ký bởi: ...") is furniture; a number in a blank is not
    role = "header" if all(p.stamped for p in cell) else None
    return Line(" ".join(w.text for w in words), box, words, role=role)
