"""Lines of plain text -> the grids they draw, and where each line has its cells.

Converters and careful typists set a table as lines: cells apart by bars ("1 | Đơn | 120"), by bars
with one at both ends (Markdown, antiword) and rules between the rows, or by tabs (catdoc, a copied
sheet). Two columns of a letterhead or of a signature, a bar in prose and a list with tabs are none.
Columns lined up by blanks alone are not looked for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from ..model import Cell, Grid
from ..text import fold

Span = tuple[int, int]
_Kind = Literal["bars", "tabs", "rule", "blank", "other"]

# A table that is only a way to set two columns: letterhead or signature. Folded.
FORM = re.compile(
    r"chu\s+nghia\s+v[il1]et\s+nam|dang\s+cong\s+san\s+v[il1]et\s+nam|noi\s+nhan\s*:"
    r"|doc\s+lap\s*[-–—.]?\s*tu\s+do|^\s*so\s*:?[\s\d.…]*(?:/\s*[12]\d{3}\s*)?[/-]\s*[a-z]"
    r"|\b(?:tm|kt|tl|tuq)\s*\.",
    re.MULTILINE,
)
NUMERIC = re.compile(r"[-+–(]?\s*\d[\d.,/\s]*\s*%?\)?|[-–]")
YEAR = re.compile(r"(?:19|20)\d\d")

_BARS = "|│┃║"
BAR = re.compile(rf"[{_BARS}]")
_CROSSING = re.compile(rf"[{_BARS}+┼╋╬├┤┌┐└┘┬┴╔╗╚╝╠╣╦╩╪]")
_DASHES = re.compile(r":?[-–—=_─━═]{2,}:?|:?-:?")
_TABS = re.compile(r"\t+")
_SEPARATORS: Mapping[str, re.Pattern[str]] = {"bars": BAR, "tabs": re.compile(r"\t")}
_PAGE_NUMBER = re.compile(r"[-–—]?\s*(?:[Tt]rang\s*)?\d{1,4}(?:/\d{1,4})?\s*[-–—]?")
_ORDER_TITLE = re.compile(r"s?tt\.?|so\s+(?:tt|thu\s+tu)|#")
_CONTENTS = re.compile(r"(?:so\s+)?trang(?!\w)")
_GROUP_LINE = 100  # a line without cells between two rows is no longer
_USUAL = 0.6  # of the rows have as many cells, where each tab parts two
_MOST_HEADINGS = 12  # lines of headings above a rule


@dataclass(frozen=True, slots=True)
class TextGrid:
    """The grid that the lines from ``start`` on draw.

    ``cells[k]`` are the spans of the cells of line ``start + k``, in the order of the grid's cells;
    a line that is no row (a rule, a page number, a blank line) has None. ``header`` counts the rows
    above the first rule, None where no rule tells.
    """

    start: int
    grid: Grid
    cells: tuple[tuple[Span, ...] | None, ...]
    header: int | None


def find_grids(lines: Sequence[str]) -> list[TextGrid]:
    """The tables among ``lines``, from top to bottom."""
    found: list[TextGrid] = []
    kinds = [_kind(line) for line in lines]
    at = 0
    while at < len(lines):
        if kinds[at] not in ("bars", "tabs", "rule"):
            at += 1
            continue
        stop = _run(lines, kinds, at)
        grid = _read(lines[at:stop], kinds[at:stop], at)
        if grid is not None:
            found.append(grid)
        at = stop
    return found


def _kind(line: str) -> _Kind:
    text = line.strip()
    if not text:
        return "blank"
    barred = BAR.search(text) is not None
    if _is_rule(text):
        return "rule"
    if not barred and "\t" not in text:
        return "other"
    if FORM.search(fold(text.strip(_BARS).replace("\t", "\n"))):
        return "other"
    return "bars" if barred else "tabs"


def _is_rule(text: str) -> bool:
    """Whether a line only rules: "+----+----+", "|---|:--:|", "----+----", "├───┼───┤"."""
    if len(text) < 3 or any(map(str.isalnum, text)):
        return False
    pieces = [piece for piece in _CROSSING.split(text) if piece]
    # "| - | - |" is a row of cells that say: none
    return bool(pieces) and all(
        _DASHES.fullmatch(p.strip()) and (len(p.strip()) > 1 or not p[0].isspace()) for p in pieces
    )


def _run(lines: Sequence[str], kinds: Sequence[_Kind], start: int) -> int:
    """The end of the rows that begin at ``start``.

    A blank line, the title of a group of rows or a page number may stand between two rows, if the
    row after it has as many cells, figures among them.
    """
    kind = kinds[start]
    last = start  # the last row
    at = start + 1
    while at < len(lines):
        if kinds[at] == "rule" and kind != "tabs":
            at += 1
            continue
        if kinds[at] in ("bars", "tabs") and kind in ("rule", kinds[at]):
            kind = kinds[at]
            last = at
            at += 1
            continue
        if kind == "rule":
            break
        following = _over(lines, kinds, at, kind)
        if following is None or kinds[last] != kind:
            break
        separator = _SEPARATORS[kind]
        after = separator.split(lines[following])
        if len(after) != len(separator.split(lines[last])) or not any(map(_is_figure, after)):
            break
        last = following
        at = following + 1
    return at


def _over(lines: Sequence[str], kinds: Sequence[_Kind], at: int, kind: _Kind) -> int | None:
    """The next row after blank lines and at most one line of text."""
    texts = 0
    for i in range(at, min(at + 4, len(lines))):
        if kinds[i] == kind:
            return i
        texts += kinds[i] == "other"
        if kinds[i] not in ("blank", "other") or texts > 1:
            return None
        if kinds[i] == "other" and (len(lines[i]) > _GROUP_LINE or FORM.search(fold(lines[i]))):
            return None
    return None


def _split(
    line: str, separator: re.Pattern[str], *, opened: bool = False, closed: bool = False
) -> tuple[Span, ...]:
    """The spans of the cells of a row, without the white space around them.

    ``opened`` and ``closed`` say that a bar at the start or at the end of a line is its border.
    """
    cuts = [(0, 0), *(m.span() for m in separator.finditer(line)), (len(line), len(line))]
    spans = []
    for (_, start), (end, _) in pairwise(cuts):
        cell = line[start:end]
        stripped = cell.strip()
        first = start + (len(cell) - len(cell.lstrip()) if stripped else 0)
        spans.append((first, first + len(stripped)))
    if opened and spans[0][0] == spans[0][1]:
        del spans[0]
    if closed and len(spans) > 1 and spans[-1][0] == spans[-1][1]:
        del spans[-1]
    return tuple(spans)


def _texts(line: str, cells: Sequence[Span]) -> list[str]:
    return [line[start:end] for start, end in cells]


def _is_figure(text: str) -> bool:
    text = text.strip()
    return NUMERIC.fullmatch(text) is not None and YEAR.fullmatch(text) is None


# -- rows to a grid ------------------------------------------------------------------------------


def _read(lines: Sequence[str], kinds: Sequence[_Kind], start: int) -> TextGrid | None:
    """The grid of a run of lines, if they draw a table."""
    kind: _Kind = "bars" if "bars" in kinds else "tabs"
    of = [i for i in range(len(lines)) if kinds[i] == kind]
    if not of:
        return None
    opened, closed = _borders([lines[i].strip() for i in of]) if kind == "bars" else (False, False)
    rows = {i: _split(lines[i], _SEPARATORS[kind], opened=opened, closed=closed) for i in of}
    if kind == "tabs" and (alike := _usual(rows.values())) < 1:
        joined = {i: _split(lines[i], _TABS, opened=True, closed=True) for i in of}
        if _usual(joined.values()) == 1 or alike < _USUAL:  # tabs that only move on
            rows = joined
        if _usual(rows.values()) < _USUAL:
            return None
    texts = [_texts(lines[i], rows[i]) for i in of]
    ruled = any(kinds[i] == "rule" and _CROSSING.search(line) for i, line in enumerate(lines))
    if not _is_table(texts, kind, sure=kind == "bars" and (ruled or (opened and closed))):
        return None
    for i, line in enumerate(lines):
        if kinds[i] == "other" and not _PAGE_NUMBER.fullmatch(line.strip()):
            begin = len(line) - len(line.lstrip())
            rows[i] = ((begin, begin + len(line.strip())),)
    return _grid(lines, kinds, rows, start)


def _borders(rows: Sequence[str]) -> tuple[bool, bool]:
    """Whether bars at the start and at the end of rows are borders, or part off empty cells.

    They are what gives more rows the same number of cells; both, if it makes no difference.
    """
    counts = [(len(BAR.findall(row)), row[0] in _BARS, row[-1] in _BARS) for row in rows]
    choices = ((True, True), (True, False), (False, True), (False, False))

    def alike(borders: tuple[bool, bool]) -> int:
        left, right = borders
        found = Counter(n - (left and first) - (right and last) for n, first, last in counts)
        return found.most_common(1)[0][1]

    left, right = max(choices, key=alike)
    starts = any(first for _, first, _ in counts)
    ends = any(last for _, _, last in counts)
    return left and starts, right and ends


def _usual(rows: Collection[Sequence[Span]]) -> float:
    """The share of the rows that have the usual number of cells."""
    return Counter(map(len, rows)).most_common(1)[0][1] / len(rows)


def _is_table(rows: Sequence[Sequence[str]], kind: _Kind, *, sure: bool) -> bool:
    """Whether rows of cells are a table: neighbours alike, and figures unless bars make it sure."""
    alike = any(len(a) == len(b) > 1 for a, b in pairwise(rows))
    if not alike or max(sum(map(bool, row)) for row in rows) < 2:
        return False
    if sure:
        return True
    head, body = rows[0], rows[1:]
    filled = Counter(column for row in rows for column, text in enumerate(row) if text)
    if sum(4 * count > len(rows) for count in filled.values()) < 3:  # columns in use
        if len(head) < 2 or any(map(_is_figure, head)) or not all(head[:2]):
            return False
        counted = all(len(row) > 1 and _is_figure(row[1]) for row in body)
        enough = len(rows) > 2 or kind == "bars"
        return enough and counted and not _CONTENTS.match(fold(head[1]))
    numbered = _ORDER_TITLE.fullmatch(fold(head[0])) is not None
    told = [row for row in body if any(map(_is_figure, row if numbered else row[1:]))]
    return 2 * len(told) >= len(body)


def _grid(
    lines: Sequence[str], kinds: Sequence[_Kind], rows: dict[int, tuple[Span, ...]], start: int
) -> TextGrid:
    order = sorted(rows)
    texts = {i: _texts(lines[i], rows[i]) for i in order}
    groups = _between_rules(order, kinds)
    merged = len(groups) > 2 and not any(
        _are_rows(texts[a], texts[b]) for group in groups[1:] for a, b in pairwise(group)
    )
    columns = max(map(len, rows.values()))
    placed = _Columns([lines[i] for i in order if len(rows[i]) == columns])
    cells: list[Cell] = []
    number = -1
    header = 0
    for group in groups:
        above: dict[int, str] = {}  # what the columns of the row so far end with
        for i in group:
            if not above or not (merged or _goes_on(texts[i], above)):
                number, above = number + 1, {}
            above |= {column: text for column, text in enumerate(texts[i]) if text}
            spans = placed.of(lines[i], len(texts[i]))
            cells += [
                Cell(text, number, column, 1, width)
                for text, (column, width) in zip(texts[i], spans, strict=True)
            ]
        header = header or number + 1
    told = len(groups) > 1 and not merged and len(groups[0]) <= _MOST_HEADINGS
    return TextGrid(
        start,
        Grid(tuple(_widened(cells)), number + 1, columns),
        tuple(map(rows.get, range(len(lines)))),
        header if told else None,
    )


class _Columns:
    """Which columns the cells of a row fill: where bars stand under each other, they tell."""

    def __init__(self, full: Sequence[str]) -> None:
        bars = Counter(tuple(m.start() for m in BAR.finditer(line)) for line in full)
        places, count = bars.most_common(1)[0]
        self._places = dict(zip(places, range(len(places)), strict=True)) if count > 1 else {}
        self._count = len(places)

    def of(self, line: str, count: int) -> list[tuple[int, int]]:
        """The first column and the width of each of the ``count`` cells of a row."""
        plain = [(column, 1) for column in range(count)]
        bars = [m.start() for m in BAR.finditer(line)]
        at = [self._places[bar] for bar in bars if bar in self._places]
        if len(bars) in (1, self._count) or len(at) < len(bars):
            return plain
        bordered = len(bars) - 1 == count
        edges = at if bordered else [-1, *at, self._count]
        wide = [(a + (not bordered), b - a) for a, b in pairwise(edges)]
        return wide if len(wide) == count else plain


def _widened(cells: Sequence[Cell]) -> Iterator[Cell]:
    """Headings over several columns: "Thực hiện" and empty cells over "2022 | 2023"."""
    first = next((c.row for c in cells if c.row and _is_figure(c.text)), 0)
    head = [c for c in cells if c.row < first]
    below: dict[int, int] = {c.column: c.row for c in head if c.text}  # the last row with text
    wide: dict[tuple[int, int], int] = {}
    over: Cell | None = None
    for cell in head:
        if cell.text or over is None or over.row != cell.row:
            over = cell
        elif below.get(cell.column, -1) > cell.row < below.get(over.column, -1):
            wide[over.row, over.column] = cell.column - over.column + 1
        else:
            over = cell
    for cell in cells:
        width = wide.get((cell.row, cell.column))
        yield replace(cell, column_span=width) if width and cell.text else cell


def _between_rules(order: Sequence[int], kinds: Sequence[_Kind]) -> list[list[int]]:
    """The rows in groups that no rule parts."""
    groups = [[order[0]]]
    for before, i in pairwise(order):
        if "rule" in kinds[before:i]:
            groups.append([])
        groups[-1].append(i)
    return groups


def _are_rows(above: Sequence[str], below: Sequence[str]) -> bool:
    """Whether two lines without a rule between are two rows: both named, or figures in both."""
    if above[0] and below[0]:
        return True
    return any(_is_figure(a) and _is_figure(b) for a, b in zip(above, below, strict=False))


def _goes_on(texts: Sequence[str], above: dict[int, str]) -> bool:
    """Whether a line only carries on the cells above it: "tiếp nhận" under "Tổng số đơn"."""
    told = [(column, text) for column, text in enumerate(texts) if text]
    return (
        len(texts) > 1
        and not texts[0]
        and bool(told)
        and all(text[0].islower() and column in above for column, text in told)
    )
