r"""Pages -> Document: one text, its blocks, outline, tables, letterhead and foot.

``read`` takes a file, ``from_text`` a string; both go through ``from_pages``. The text of plain
input that is NFC with ``\n`` line ends is the input unchanged.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from ..model import Block, BlockKind, Document, Page, Problem, Source
from ..settings import Settings
from ..text import fold
from . import blocks, footer, layout, letterhead, names, outline, tables
from .layout import Row

__all__ = ["from_pages", "from_text", "read"]


def read(path: str | Path, *, settings: Settings | None = None) -> Document:
    """The document in a file.

    Raises:
        UnreadableInputError, UnsafeInputError, MissingDependencyError: as its reader says.

    >>> document = read("corpora/samples/cv-hailinh-2890-2023.pdf")
    >>> document.header.code
    '2890/UBND-TH'
    """
    from ..ingest import read_pages

    return from_pages(*read_pages(Path(path), settings=settings or Settings()))


def from_text(text: str, *, path: str = "", settings: Settings | None = None) -> Document:
    """The document in a string."""
    from ..ingest import text_pages

    return from_pages(*text_pages(text, path=path, settings=settings or Settings()))


def from_pages(source: Source, pages: tuple[Page, ...], problems: tuple[Problem, ...]) -> Document:
    """The document that ``pages`` print."""
    sheet = layout.lay_out(pages)
    rows = sheet.rows
    skipped = layout.furniture(rows, _stamps("stamp"), _stamps("stamp_detail"))
    read_tables = tables.read(sheet, skipped)
    skipped |= read_tables.repeated
    head = letterhead.read(sheet.text, rows, skipped)
    foot = footer.read(rows, head.body, skipped)
    kinds: dict[int, BlockKind] = {**head.kinds, **dict.fromkeys(foot.rows, "footer")}
    found = blocks.blocks(
        rows, kinds=kinds, subject=head.subject_rows, tables=read_tables.tables, skipped=skipped
    )
    flat = layout.flatten(sheet.flat, blocks.blanks(sheet.text, rows, found, skipped))
    ordered, sections = outline.outline(flat, found, _styled(rows, found))
    return Document(
        source,
        sheet.text,
        flat,
        sheet.lines,
        ordered,
        sections,
        read_tables.tables,
        head.header,
        foot.footer,
        problems,
    )


@cache
def _stamps(kind: str) -> tuple[str, ...]:
    return tuple(fold(phrase) for phrase in names.phrases(kind))


def _styled(rows: Sequence[Row], found: Sequence[Block]) -> frozenset[int]:
    """The blocks whose first row the format calls a heading."""
    starts = {row.start for row in rows if row.style and fold(row.style).startswith("heading")}
    return frozenset(n for n, block in enumerate(found) if block.start in starts)
