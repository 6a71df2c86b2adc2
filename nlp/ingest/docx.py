"""DOCX -> one page: paragraphs as lines, data tables as grids, in document order.

Read as Word prints it: automatic numbers stand before their paragraphs, insertions are in and
deletions out, hidden text and page-number fields are left out. A letterhead or a signature block is
a table only to look at: its cells come as lines, column by column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ..errors import DamagedFileError
from ..model import Cell, Grid, Line, Page, Problem
from ..settings import Settings
from ..text import normalise
from .columns import is_side_by_side
from .guard import STAGE, Intake, Reading
from .numbering import Numbering
from .package import Package, W

NAME = "docx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

# What wraps other content without changing it, and what holds content that is not printed
_WRAPPERS = frozenset(
    f"{W}{name}"
    for name in (
        "ins", "moveTo", "customXml", "smartTag", "sdtContent", "hyperlink", "fldSimple", "dir",
        "bdo",
    )
)  # fmt: skip
_GONE = frozenset(f"{W}{name}" for name in ("del", "moveFrom"))
_PAGE_FIELD = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def accepts(intake: Intake) -> bool:
    """Whether the file is a ZIP archive; which kind, its parts tell when it is opened."""
    return intake.head.startswith(_ZIP)


def read(intake: Intake, settings: Settings) -> Reading:
    """The headers, body, notes and footers of a Word file as one page without size.

    Raises:
        UnsupportedFormatError: a ZIP archive, but not of a Word document.
        UnsafeInputError: a ZIP bomb, or XML with entities.
        EncryptedFileError: the archive has a password.
        DamagedFileError: the archive or its main part cannot be read.
    """
    with Package(intake) as package:
        document = package.part(package.main)
        body = None if document is None else document.find(f"{W}body")
        if body is None:
            raise DamagedFileError(
                f"{intake.path} is a DOCX without a body",
                remedy="open it in Word and save it again",
            )
        numbering, styles = (_related(package, kind) for kind in ("numbering", "styles"))
        walker = _Walker(Numbering(numbering, styles), styles, settings.max_characters)
        items: list[Line | Grid] = [*_around(package, walker, "header")]
        items += walker.blocks(body)
        for kind in ("footnote", "endnote"):
            notes = _related(package, f"{kind}s")
            items += [] if notes is None else walker.blocks(notes.iter(f"{W}{kind}"), "footer")
        items += _around(package, walker, "footer")
        problems, pictured = list(package.problems), package.has_pictures
    if walker.left <= 0:
        message = (
            f"only the first {settings.max_characters:,} characters were read; raise max_characters"
        )
        problems.append(Problem("cut", STAGE, message))
    if not items and pictured:
        problems.append(Problem("needs_ocr", STAGE, "the document is pictures without text"))
    elif not items:
        problems.append(Problem("no_text", STAGE, "the document holds no text"))
    return Reading((Page(1, 0.0, 0.0, tuple(items)),), tuple(problems))


def _related(package: Package, kind: str) -> Any:
    names = package.related(package.main, kind)
    return package.part(names[0]) if names else None


def _around(package: Package, walker: _Walker, role: str) -> Iterator[Line | Grid]:
    """The headers or footers, each text once: first, odd and even pages often share it."""
    seen: set[str] = set()
    for name in package.related(package.main, role):
        tree = package.part(name)
        if tree is None:
            continue
        for item in walker.blocks(tree, role):
            text = item.text if isinstance(item, Line) else "\n".join(c.text for c in item.cells)
            if text not in seen:
                seen.add(text)
                yield item


@dataclass(frozen=True, slots=True)
class _Field:
    """A field being read: its instruction, and whether its result has begun."""

    instruction: str = ""
    result: bool = False


class _Walker:
    """Walks the tree in document order; ``left`` is how many characters may still be read."""

    def __init__(self, numbering: Numbering, styles: Any, left: int) -> None:
        self.left = left
        self._numbering = numbering
        self._names: dict[str, str] = {}
        self._ruled_styles: set[str] = set()
        self._fields: list[_Field] = []
        self._boxes: list[Any] = []
        self._open = ""  # text of a paragraph whose end was deleted: the next one carries it on
        for style in () if styles is None else styles.iter(f"{W}style"):
            key = style.get(f"{W}styleId") or ""
            name = style.find(f"{W}name")
            self._names[key] = key if name is None else name.get(f"{W}val") or key
            if _has_borders(style.find(f"{W}tblPr")):
                self._ruled_styles.add(key)

    def blocks(self, parents: Any, role: str | None = None) -> Iterator[Line | Grid]:
        """Paragraphs and tables below an element, or below each of several."""
        for child in parents:
            if self.left <= 0:
                return
            tag = child.tag
            if tag == f"{W}p":
                yield from self._paragraph(child, role)
            elif tag == f"{W}tbl":
                yield from self._table(child, role)
            elif tag in _WRAPPERS or tag in (f"{W}sdt", f"{W}footnote", f"{W}endnote"):
                yield from self.blocks(child, role)
            elif tag == f"{_ALTERNATE}AlternateContent" and len(child):
                yield from self.blocks(child[0], role)

    # -- paragraphs

    def _paragraph(self, paragraph: Any, role: str | None) -> Iterator[Line | Grid]:
        properties = paragraph.find(f"{W}pPr")
        outer, self._boxes = self._boxes, []
        text = self._open + normalise("".join(self._pieces(paragraph)))
        self._open = ""
        boxes, self._boxes = self._boxes, outer
        self._fields.clear()  # a field that never ends must not swallow the rest
        marker, space = "", ""
        if properties is not None and text.strip():
            if properties.find(f"{W}rPr/{W}del") is not None:
                self._open = text
                return
            marker, space = self._numbering.marker(properties)
        text = text[: self.left]
        self.left -= len(text)
        lines = [line.strip(" \t") for line in text.split("\n")]
        lines = [line for line in lines if line]
        style = None if properties is None else properties.find(f"{W}pStyle")
        name = None if style is None else self._names.get(style.get(f"{W}val") or "")
        for n, line in enumerate(lines):
            first = marker and n == 0
            yield Line(
                f"{marker}{space}{line}" if first else line,
                ends_paragraph=n == len(lines) - 1,
                marker=marker if first else None,
                role=role,
                style=name,
            )
        for box in boxes:
            yield from self.blocks(box, role)

    def _pieces(self, parent: Any) -> Iterator[str]:
        """The printed text of what stands in a paragraph, line breaks as newlines."""
        for child in parent:
            tag = child.tag
            if tag == f"{W}r":
                yield from self._run(child)
            elif tag in _WRAPPERS:
                if tag != f"{W}fldSimple" or not _PAGE_FIELD.match(child.get(f"{W}instr") or ""):
                    yield from self._pieces(child)
            elif tag == f"{W}sdt":
                yield from self._pieces(child)
            elif tag == f"{_ALTERNATE}AlternateContent":
                if len(child):
                    yield from self._pieces(child[0])
            elif tag not in _GONE and isinstance(tag, str) and tag.rpartition("}")[2] == "oMath":
                yield from (text.text or "" for text in child.iter() if _is_text(text))

    def _run(self, run: Any) -> Iterator[str]:
        properties = run.find(f"{W}rPr")
        if _on(properties, "vanish"):
            return
        capitals = _on(properties, "caps")
        for child in run:
            tag = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
            if tag == "fldChar":
                self._field(child.get(f"{W}fldCharType") or "")
            elif tag == "instrText":
                if self._fields and not self._fields[-1].result:
                    known = self._fields[-1].instruction
                    self._fields[-1] = _Field(known + (child.text or ""))
            elif tag in ("drawing", "pict", "object", "AlternateContent"):
                shapes = child[0] if tag == "AlternateContent" and len(child) else child
                self._boxes += _outermost(shapes, f"{W}txbxContent")
            elif any(f.result and _PAGE_FIELD.match(f.instruction) for f in self._fields):
                continue
            elif tag == "t":
                text = _CONTROLS.sub("", child.text or "")
                yield text.upper() if capitals else text
            elif tag in ("tab", "ptab"):
                yield "\t"
            elif tag in ("br", "cr"):
                yield "\n"
            elif tag == "noBreakHyphen":
                yield "-"
            elif tag == "sym":
                yield _symbol(child.get(f"{W}char") or "")

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1] = _Field(self._fields[-1].instruction, True)
        elif kind == "end" and self._fields:
            self._fields.pop()

    # -- tables

    def _table(self, table: Any, role: str | None) -> Iterator[Line | Grid]:
        printed = [row for row in _inside(table, "tr") if row.find(f"{W}trPr/{W}del") is None]
        rows = [[(cell, *_extent(cell)) for cell in _inside(row, "tc")] for row in printed]
        starts = [_left_out(row) for row in printed]
        columns = max(
            (at + sum(span for _, span, _ in row) for at, row in zip(starts, rows, strict=True)),
            default=0,
        )
        if self._is_layout(table, len(rows), columns):
            # down the left column, then down the right one
            at = {
                id(cell): start + sum(span for _, span, _ in row[:n])
                for start, row in zip(starts, rows, strict=True)
                for n, (cell, _, _) in enumerate(row)
            }
            cells = [cell for row in rows for cell, _, _ in row]
            for cell in sorted(cells, key=lambda cell: at[id(cell)]):
                yield from self.blocks(cell, role)
        else:
            yield self._grid(rows, starts, columns)

    def _is_layout(self, table: Any, rows: int, columns: int) -> bool:
        """Whether a table only places text side by side."""
        if rows == 0 or columns < 2:
            return True
        text = "\n".join(
            "".join(t.text or "" for t in p.iter(f"{W}t")) for p in table.iter(f"{W}p")
        )
        if is_side_by_side(text):
            return True
        properties = table.find(f"{W}tblPr")
        style = None if properties is None else properties.find(f"{W}tblStyle")
        ruled = (
            _has_borders(properties)
            or (style is not None and style.get(f"{W}val") in self._ruled_styles)
            or any(_has_borders(cell) for cell in table.iter(f"{W}tcPr"))
        )
        return not ruled and (columns < 3 or rows < 3)

    def _grid(
        self, rows: list[list[tuple[Any, int, str | None]]], starts: list[int], columns: int
    ) -> Grid:
        cells: list[Cell] = []
        above: dict[int, int] = {}  # column -> index of the cell that may reach down
        for n, row in enumerate(rows):
            column = starts[n]
            reached: dict[int, int] = {}
            for cell, span, merge in row:
                upper = above.get(column)
                if merge == "continue" and upper is not None:
                    old = cells[upper]
                    cells[upper] = Cell(
                        old.text, old.row, old.column, n - old.row + 1, old.column_span
                    )
                    reached[column] = upper
                else:
                    text = "\n".join(map(_plain, self.blocks(cell)))
                    if merge is not None:
                        reached[column] = len(cells)
                    cells.append(Cell(text, n, column, 1, span))
                column += span
            above = reached
        return Grid(tuple(cells), len(rows), columns)


def _plain(item: Line | Grid) -> str:
    if isinstance(item, Line):
        return item.text
    return "\n".join(cell.text for cell in item.cells if cell.text)


def _inside(parent: Any, name: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, also within content controls and insertions."""
    for child in parent:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in _WRAPPERS or child.tag == f"{W}sdt":
            yield from _inside(child, name)


def _left_out(row: Any) -> int:
    """How many columns a row leaves out before its first cell."""
    return _count(row.find(f"{W}trPr/{W}gridBefore"), 0)


def _count(element: Any, default: int) -> int:
    """A count of columns, as Word bounds it."""
    value = "" if element is None else element.get(f"{W}val") or ""
    return int(value) if re.fullmatch(r"[1-9]\d?", value) else default


def _extent(cell: Any) -> tuple[int, str | None]:
    """How many columns a cell spans, and whether it begins or continues a tall one."""
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        return 1, None
    span = _count(properties.find(f"{W}gridSpan"), 1)
    merge = properties.find(f"{W}vMerge")
    kind = None if merge is None else merge.get(f"{W}val") or "continue"
    return span, kind


def _has_borders(properties: Any) -> bool:
    """Whether a ``tblPr`` or ``tcPr`` draws a line."""
    if properties is None:
        return False
    return any(
        side.get(f"{W}val") not in (None, "none", "nil")
        for borders in (f"{W}tblBorders", f"{W}tcBorders")
        for side in properties.iterfind(f"{borders}/*")
    )


def _outermost(parent: Any, tag: str) -> Iterable[Any]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag == f"{_ALTERNATE}AlternateContent":
            if len(child):
                yield from _outermost(child[0], tag)
        else:
            yield from _outermost(child, tag)


def _on(properties: Any, name: str) -> bool:
    """Whether a switch of a run is set."""
    switch = None if properties is None else properties.find(f"{W}{name}")
    return switch is not None and switch.get(f"{W}val") not in ("0", "false", "off")


def _is_text(element: Any) -> bool:
    return isinstance(element.tag, str) and element.tag.rpartition("}")[2] == "t"


def _symbol(code: str) -> str:
    """A character of a symbol font: its private code says nothing outside that font."""
    value = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,5}", code) else 0
    if 0xF000 <= value <= 0xF0FF:
        value -= 0xF000
    return chr(value) if 0x20 < value < 0x7F else "•"
