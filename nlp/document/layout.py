"""Pages -> one text and its rows; rows -> paragraphs, over hard line wraps and page breaks.

A row is one printed line with something on it. A grid stands in the text as one line per table row,
cells apart by a tab; a form laid out as a borderless table (letterhead, signature) is rows again.
Where a row goes on in the next is decided by what the format says (``ends_paragraph``), then by
geometry (indent, right edge, gap), else by the text itself: how full the row is, how it ends and
how the next begins.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from ..model import Box, Grid, Line, Page, TextLine, Word
from ..text import LOWER, fold, squeeze
from .marks import list_mark
from .textgrids import BAR, FORM, find_grids


@dataclass(frozen=True, slots=True)
class Row:
    """A printed line: its place in the text without outer white space, and what stands around it.

    ``gap`` counts the blank lines before it; ``grid`` is the number of the grid it belongs to.
    """

    start: int
    end: int
    text: str
    page: int
    gap: int = 0
    box: Box | None = None
    words: tuple[Word, ...] = ()
    ends: bool | None = None
    marker: str | None = None
    role: str | None = None
    style: str | None = None
    grid: int | None = None


class Placed(NamedTuple):
    """A grid with the place of each of its cells in the text, (-1, -1) in an empty row.

    ``header`` counts the rows above the first rule of a table set in plain text.
    """

    grid: Grid
    spans: list[tuple[int, int]]
    header: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole text, its lines with boxes, its rows, its grids.

    ``flat`` is the text with a tab for each bar between two cells.
    """

    text: str
    flat: str
    lines: tuple[TextLine, ...]
    rows: tuple[Row, ...]
    grids: tuple[Placed, ...]


_FORM_ROWS = 6


def lay_out(pages: Sequence[Page]) -> Sheet:
    """All items in reading order as one text, a line each; blank lines are kept."""
    parts: list[str] = []
    flat: list[str] = []
    lines: list[TextLine] = []
    rows: list[Row] = []
    grids: list[Placed] = []
    at = gap = 0
    for page in pages:
        for line, number, cells in _lines(page, grids):
            text = line.text
            parts.append(text)
            flat.append(text if number is None else _without_bars(text, cells))
            lines.append(TextLine(at, at + len(text), page.number, line.box))
            if number is not None:
                grids[number].spans.extend(
                    (at + start, at + end) if text.strip() else (-1, -1) for start, end in cells
                )
            if stripped := text.strip():
                start = at + len(text) - len(text.lstrip())
                rows.append(
                    Row(
                        start,
                        start + len(stripped),
                        stripped,
                        page.number,
                        gap,
                        line.box,
                        line.words,
                        line.ends_paragraph,
                        line.marker,
                        line.role,
                        line.style,
                        number,
                    )
                )
                gap = 0
            else:
                gap += 1
            at += len(text) + 1
    return Sheet("\n".join(parts), "\n".join(flat), tuple(lines), tuple(rows), tuple(grids))


_Printed = tuple[Line, int | None, Sequence[tuple[int, int]]]  # with its grid, the cells it holds


def _lines(page: Page, grids: list[Placed]) -> Iterator[_Printed]:
    loose: list[Line] = []
    for item in page.items:
        if isinstance(item, Line) and item.box is None and item.role is None:
            loose.append(item)
            continue
        yield from _loose(loose, grids)
        loose = []
        if isinstance(item, Line):
            yield item, None, ()
        elif item.rows <= _FORM_ROWS and FORM.search(fold("\n".join(c.text for c in item.cells))):
            for cell in item.cells:
                for text in cell.text.split("\n"):
                    yield Line(text, cell.box, ends_paragraph=None), None, ()
        else:
            grids.append(Placed(item, []))
            for texts in row_texts(item):
                joined = "\t".join(texts)
                yield (
                    Line(joined, item.box, ends_paragraph=True),
                    len(grids) - 1,
                    tuple(_tabbed(texts)),
                )
    yield from _loose(loose, grids)


def _loose(lines: Sequence[Line], grids: list[Placed]) -> Iterator[_Printed]:
    """Lines of no known place: some may set a table with bars or tabs."""
    at = 0
    for found in find_grids([line.text for line in lines]):
        yield from ((line, None, ()) for line in lines[at : found.start])
        at = found.start + len(found.cells)
        grids.append(Placed(found.grid, [], found.header))
        for line, cells in zip(lines[found.start : at], found.cells, strict=True):
            if cells is None:
                yield replace(line, role="rule"), None, ()
            else:
                yield replace(line, ends_paragraph=True), len(grids) - 1, cells
    yield from ((line, None, ()) for line in lines[at:])


def _without_bars(text: str, cells: Sequence[tuple[int, int]]) -> str:
    """A row with tabs for the bars between its cells."""
    parts: list[str] = []
    at = 0
    for start, end in cells:
        parts += (BAR.sub("\t", text[at:start]), text[start:end])
        at = end
    return "".join((*parts, BAR.sub("\t", text[at:])))


def row_texts(grid: Grid) -> list[list[str]]:
    """The texts of the cells of each row of a grid, each on one line."""
    rows: list[list[str]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row].append(squeeze(cell.text))
    return rows


def _tabbed(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The spans of cells set apart by tabs."""
    at = 0
    for text in texts:
        yield at, at + len(text)
        at += len(text) + 1


# -- furniture -----------------------------------------------------------------------------------

_PAGE_NUMBER = re.compile(
    r"(?P<marked>[-–—]\s*(\d{1,4})\s*[-–—]|(?:Trang|trang|TRANG|Page)\s*:?\s*(\d{1,4})(?:\s*(?:/|trên|of)\s*\d{1,4})?)"
    r"|(\d{1,4})(?:\s*/\s*\d{1,4})?"
)
_STAMP, _BESIDE = 120, 2  # length of a line of a signature, rows between two of them
_EDGE = 2  # rows at the top and the bottom of a page where running headers stand


def furniture(
    rows: Sequence[Row], stamps: tuple[str, ...], details: tuple[str, ...]
) -> frozenset[int]:
    """The rows that are no part of the text: page numbers, running headers and footers, stamps.

    ``stamps`` and ``details`` are folded beginnings of the lines of a digital signature; the latter
    count only beside another such line.
    """
    found = {i for i, row in enumerate(rows) if row.role is not None}
    marked = [
        (i, opening)
        for i, row in enumerate(rows)
        if len(row.text) < _STAMP
        and (opening := fold(row.text[:24])).startswith((*stamps, *details))
    ]
    last = -1 - _BESIDE
    for i, opening in (*marked, *reversed(marked)):
        if opening.startswith(stamps) or abs(i - last) <= _BESIDE:
            found.add(i)
            last = i
    found |= _running(rows)
    found |= _page_numbers(rows, found)
    return frozenset(found)


def _page_numbers(rows: Sequence[Row], known: set[int]) -> set[int]:
    """Lone numbers that count up from page to page."""
    found: set[int] = set()
    bare = [row.grid is None and _PAGE_NUMBER.fullmatch(row.text) for row in rows]
    last = 0
    for i, match in enumerate(bare):
        if not match:
            continue
        number = int(next(filter(None, match.groups()[1:])))
        edge = _at_edge(rows, i, known)
        beside = (i > 0 and bare[i - 1]) or (i + 1 < len(rows) and bare[i + 1])
        if match["marked"] or (edge and last < number <= last + 50):
            found.add(i)
            last = number
        elif rows[i].page and not beside and rows[i].box is None and number < 1000:
            before = rows[i - 1].text if i else ""
            after = rows[i + 1].text if i + 1 < len(rows) else ""
            apart = rows[i].gap > 0 and (not after or rows[i + 1].gap > 0)
            stops = _TERMINAL.search(before[-6:]) is not None
            cut = apart or stops or after[:1].islower()
            marked = list_mark(before) or list_mark(after) or _TERMINAL.search(after[-6:])
            prose = stops or marked is not None or max(len(before), len(after)) > 40
            if (last < number <= last + 5 if last else number < 500) and prose and cut:
                found.add(i)
                last = number
    return found


def _at_edge(rows: Sequence[Row], i: int, known: set[int]) -> bool:
    """Whether row ``i`` of a paged format is the first or last of its page (furniture aside)."""
    if rows[i].box is None:
        return False
    for step in (-1, 1):
        j = i + step
        while 0 <= j < len(rows) and j in known and rows[j].page == rows[i].page:
            j += step
        if not 0 <= j < len(rows) or rows[j].page != rows[i].page:
            return True
    return False


def _running(rows: Sequence[Row]) -> set[int]:
    """Rows at a page's edge that come again, digits aside, on at least half of the pages."""
    pages: dict[int, list[int]] = {}
    for i, row in enumerate(rows):
        pages.setdefault(row.page, []).append(i)
    if len(pages) < 3:
        return set()
    seen: Counter[str] = Counter()
    edges: list[tuple[str, int]] = []
    for of_page in pages.values():
        for i in dict.fromkeys((*of_page[:_EDGE], *of_page[-_EDGE:])):
            if rows[i].box is None or rows[i].grid is not None:
                continue
            key = re.sub(r"\d+", "#", fold(rows[i].text))
            edges.append((key, i))
            seen[key] += 1
    return {
        i
        for key, i in edges
        if seen[key] >= max(3, len(pages) // 2) and len(key) > 3 and not list_mark(rows[i].text)
    }


# -- paragraphs ----------------------------------------------------------------------------------

_TERMINAL = re.compile(r"(?<!\bTp)(?<!\bTP)(?<!\bTS)[.;:!?…][\"'”’)\]]*$|\./\.?$")
_HANGING = re.compile(  # the row breaks off inside a phrase, or before the number it asks for
    r"(?:[,(“\-–/]|\s(?:và|của|cho|về|các|những|với|tại|trong|theo|từ|đến|là|được|có|số|ngày|tháng|năm"
    r"|hoặc|do|bởi|trên|dưới|một|Nghị|Quyết|Điều|ít nhất|tối thiểu|tối đa|không quá|khoảng|gần|hơn"
    r"|đạt|còn|ước|bằng|tăng|giảm|gồm|thêm|nhằm|để|vào))$"
)
_LAST_NUMBER = re.compile(r"(?<![\d/.,])(\d{1,6}(?:,\d{1,4})?)$")
_FIRST_NUMBER = re.compile(r"(\d{1,6}(?:,\d{1,4})?)(?:\s*[%‰°/]|\s+[^\W\d])")
_GOES_ON = re.compile(rf"[{LOWER},;.)%\]”]|\d[\d.,]*\s*(?:[-–%‰/]|\s[{LOWER}])|\(")


@dataclass(frozen=True, slots=True)
class Measure:
    """How wide the text is set: in characters without boxes, else the edges of each page."""

    characters: int | None
    left: dict[int, float]
    right: dict[int, float]
    pitch: float

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Measure:
        left: dict[int, float] = {}
        right: dict[int, float] = {}
        pages: dict[int, list[Box]] = {}
        for row in rows:
            if row.box is not None and row.grid is None:
                pages.setdefault(row.page, []).append(row.box)
        for page, boxes in pages.items():
            span = max(b.x1 for b in boxes) - min(b.x0 for b in boxes)
            wide = [b for b in boxes if b.x1 - b.x0 > 0.5 * span] or boxes
            left[page] = _quantile([b.x0 for b in wide], 0.2)
            right[page] = _quantile([b.x1 for b in wide], 0.9)
        steps = [
            b.box.y0 - a.box.y0
            for a, b in pairwise(rows)
            if a.box is not None and b.box is not None and a.page == b.page and b.box.y0 > a.box.y0
        ]
        wraps = [
            len(a.text)
            for a, b in pairwise(rows)
            if b.gap == 0 and a.box is None and a.grid is None
            and b.text[0].islower() and not _TERMINAL.search(a.text[-4:])
        ]  # fmt: skip
        long = sum(len(row.text) > 40 for row in rows)
        characters = None
        if len(wraps) >= 2 and len(wraps) >= 0.1 * long:
            width = int(_quantile([float(w) for w in wraps], 0.9))
            if width <= 200 and sum(len(r.text) > width + 25 for r in rows) <= 0.2 * long:
                characters = width
        return cls(characters, left, right, _quantile(steps, 0.5) if steps else 0.0)

    def full(self, row: Row, following: Row) -> bool:
        """Whether the first word of ``following`` had no room left on ``row``."""
        word = following.text.split(None, 1)[0]
        if row.box is not None and row.page in self.right:
            room = self.right[row.page] - row.box.x1
            if following.words:
                need = following.words[0].box.x1 - following.words[0].box.x0
            else:
                need = (row.box.x1 - row.box.x0) / max(1, len(row.text)) * len(word)
            return room < need + 2.0
        if self.characters is None:
            return False
        return len(row.text) + 1 + len(word) > self.characters - 2

    def indented(self, row: Row) -> bool:
        return (
            row.box is not None
            and row.page in self.left
            and row.box.x0 - self.left[row.page] > 12.0
        )


def _quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def goes_on(before: Row, row: Row, measure: Measure, *, first: Row, cut: bool) -> bool:
    """Whether ``row`` continues the paragraph that began with ``first`` and reached ``before``.

    ``cut`` says that furniture stands between the two rows: a page break.
    """
    if before.grid is not None or row.grid is not None or row.marker:
        return False
    if _bare_part(before.text):  # "Phần I" and its title on the next row
        return len(row.text) < 160 and not list_mark(row.text)
    if before.ends is not None and not cut:
        return not before.ends and not list_mark(row.text)
    terminal = _TERMINAL.search(before.text[-6:]) is not None
    mark = list_mark(row.text)
    lower = _GOES_ON.match(row.text) is not None
    if lower and row.text[0].isdigit() and not _HANGING.search(before.text):
        # "I. TÌNH HÌNH CHUNG" and "6 tháng đầu năm …": a heading breaks off for its own reason
        lower = not (_is_upper(before.text) or (before is first and list_mark(before.text)))
    full = measure.full(before, row)
    if mark and mark["dash"] and not row.gap and _in_range(before.text, row.text[mark.end() :]):
        return full or list_mark(before.text) is None
    if mark:
        inside = row.text[mark.end() :][:1].islower() and mark["dash"]
        return bool(
            inside and not terminal and (full or _HANGING.search(before.text)) and not row.gap
        )
    page_break = cut or before.page != row.page
    if page_break or row.gap:
        if terminal:
            return False
        if lower:
            return not _is_upper(before.text) or page_break
        long = len(before.text) > 100 or before is not first
        hanging = _HANGING.search(before.text) is not None
        return page_break and (hanging or (long and not _is_upper(row.text)))
    if before.box is not None and row.box is not None:
        if measure.pitch and row.box.y0 - before.box.y0 > 1.7 * measure.pitch:
            return lower and not terminal
        if measure.indented(row) and (terminal or not lower):
            return False
        return full or (lower and (not terminal or before.text[-1] == ";"))
    if lower and before.text[-1] == ";":
        return True
    if not terminal:
        wide = measure.characters is not None and len(before.text) >= 0.8 * measure.characters
        if wide and not (before is first and list_mark(before.text)):
            full = True
        if lower or _HANGING.search(before.text):
            return not (_is_upper(before.text) and row.text[0].islower())
        return full and not _is_upper(row.text)
    return full and before.text[-1] not in ";:" and len(row.text) > 0.5 * (measure.characters or 0)


def _in_range(before: str, after: str) -> bool:
    """Whether a dash stands in a range broken over two rows: "giảm từ 10" and "- 20% mỗi năm"."""
    low, high = _LAST_NUMBER.search(before), _FIRST_NUMBER.match(after)
    if low is None or high is None:
        return False
    return float(low[1].replace(",", ".")) < float(high[1].replace(",", "."))


def _bare_part(text: str) -> bool:
    mark = list_mark(text)
    return mark is not None and mark["part"] is not None and mark.end() == len(text)


def _is_upper(text: str) -> bool:
    return text.isupper() and sum(c.isalpha() for c in text) > 3


def paragraphs(
    rows: Sequence[Row], chosen: Iterable[int], measure: Measure, skipped: frozenset[int]
) -> Iterator[tuple[int, ...]]:
    """The rows ``chosen`` (in order) as runs that belong together; ``skipped`` are furniture."""
    run: list[int] = []
    cut = False
    for i in chosen:
        if i in skipped:
            cut = True
            continue
        if run and goes_on(rows[run[-1]], rows[i], measure, first=rows[run[0]], cut=cut):
            run.append(i)
        else:
            if run:
                yield tuple(run)
            run = [i]
        cut = False
    if run:
        yield tuple(run)


def flatten(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """``text`` with each of the ordered, disjoint ``spans`` blanked by spaces."""
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts += (text[at:start], " " * (end - start))
        at = end
    parts.append(text[at:])
    return "".join(parts)
