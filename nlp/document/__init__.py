"""Pages -> Document: one text, blocks, tables, letterhead."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from ..model import Block, Document, Footer, Letterhead, Line, Page, Problem, Source, TextLine
from ..settings import Settings
from ..text import normalise

_MARKER = re.compile(
    r"[ \t]*((?:[IVXLC]+[.)\-]|[A-Z][.)]|\d{1,2}(?:\.\d{1,2})*[.)]?|[a-zđ][.)]|[-–+*•])(?=\s))[ \t]*"
)
_PAGE_NUMBER = re.compile(r"[ \t]*(?:-\s*\d{1,3}\s*-|(?:Trang\s+)?\d{1,3}(?:/\d{1,3})?)[ \t]*")
_ENDS = re.compile(r"[.;:!?…]['\"”)]*\s*$")


def read(path: str | Path, *, settings: Settings | None = None) -> Document:
    """The document in a file."""
    from ..ingest import read_pages

    source, pages, problems = read_pages(path, settings=settings or Settings())
    return from_pages(source, pages, problems)


def from_text(text: str, *, path: str = "", settings: Settings | None = None) -> Document:
    """The document in a plain text."""
    text = normalise(text)
    data = text.encode()
    source = Source(
        path, "text/plain", len(data), hashlib.sha256(data).hexdigest(), "txt"
    )
    page = Page(1, 0.0, 0.0, tuple(Line(line) for line in text.split("\n")))
    return from_pages(source, (page,), ())


def from_pages(
    source: Source, pages: tuple[Page, ...], problems: tuple[Problem, ...]
) -> Document:
    """The document printed on ``pages``."""
    lines: list[TextLine] = []
    texts: list[str] = []
    at = 0
    for page in pages:
        for item in page.items:
            assert isinstance(item, Line)
            texts.append(item.text)
            lines.append(TextLine(at, at + len(item.text), page.number, item.box))
            at += len(item.text) + 1
    text = "\n".join(texts)
    flat = list(text)
    blocks: list[Block] = []
    for line in lines:
        words = text[line.start : line.end]
        if not words.strip():
            continue
        marker = _MARKER.match(words)
        body = line.start + (marker.end() if marker else 0)
        name = marker[1] if marker else None
        if _PAGE_NUMBER.fullmatch(words):
            blocks.append(Block("furniture", line.start, line.end))
            continue
        last = next((i for i in range(len(blocks) - 1, -1, -1) if blocks[i].kind != "furniture"), None)
        if last is not None and last >= len(blocks) - 2:
            before = blocks[last]
            tail = text[before.start : before.end].rstrip()
            first = words.lstrip()[:1]
            if not marker and not _ENDS.search(tail[-3:]) and (first.islower() or first.isdigit() or first in "(“\""):
                for block in blocks[last + 1 :]:
                    flat[block.start : block.end] = " " * (block.end - block.start)
                del blocks[last + 1 :]
                for i in range(before.end, line.start):
                    flat[i] = " "
                blocks[last] = Block(
                    before.kind, before.start, line.end, before.marker, before.body, before.level
                )
                continue
        blocks.append(Block("item" if marker else "paragraph", line.start, line.end, name, body))
    return Document(
        source, text, "".join(flat), tuple(lines), tuple(blocks), (), (), Letterhead(), Footer(), problems
    )
