"""Sentences and clauses of this register, as spans over ``Document.flat``.

A sentence ends at ``. ! ? …`` before a capital, a digit or a bullet, never inside a number, a
code, an abbreviation ("TS.", "TP.", "v.v.") or a list marker; a block always ends one. A clause
ends at a semicolon outside brackets, or at a sentence's end. Brackets are never cut; one that the
block does not close, or did not open ("a)"), is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Block, Document, Span
from ..text import LOWER

# Letters before a full stop that do not end a sentence: titles, places, initials, "v.v."
_ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"])(?:TS|ThS|PGS|GS|BS|KS|TP|Tp|TX|Tx|Tt|TT|Q|P|H|TM|KT|TL|TUQ|Ô|Đ/c|đ/c|v\.v|vv|Tr|tr|St|No|Mr)\Z"
)
# From the first stop of a run only, and without going back: a row of dots is read once.
_END = re.compile(rf"(?<![.!?…])[.!?…]++[)”\"'’\]]*+(?=\s++[^\s{LOWER};,:)])")
_BRACKET = re.compile(r"[()\[\]]")
_SEMICOLON = re.compile(";")
_TEXT_BLOCKS = frozenset({"paragraph", "item", "heading", "title"})


def sentences(document: Document) -> tuple[Span, ...]:
    """Sentence spans in order, blocks of tables, furniture and letterhead left out."""
    return tuple(
        span
        for block in document.blocks
        if block.kind in _TEXT_BLOCKS
        for span in block_sentences(document.flat, block)
    )


def block_sentences(flat: str, block: Block) -> Iterator[Span]:
    """The sentences of one block, its list marker left out."""
    start = block.body if block.body >= block.start else block.start
    first = start
    for match in _outside(_END, flat, start, block.end):
        if _ABBREVIATION.search(flat, max(start, match.start() - 8), match.start()):
            continue
        yield from _trimmed(flat, first, match.end())
        first = match.end()
    yield from _trimmed(flat, first, block.end)


def clauses(flat: str, start: int, end: int) -> Iterator[Span]:
    """The clauses of ``flat[start:end]``: cut at semicolons outside brackets."""
    first = start
    for match in _outside(_SEMICOLON, flat, start, end):
        yield from _trimmed(flat, first, match.start())
        first = match.end()
    yield from _trimmed(flat, first, end)


def trimmed_end(flat: str, start: int, end: int) -> int:
    """The end of ``flat[start:end]`` without closing space and punctuation ("./.")."""
    return start + len(flat[start:end].rstrip(" \t\n.;:,/"))


def trimmed(flat: str, start: int, end: int) -> int:
    """The end of ``flat[start:end]`` without closing space."""
    return start + len(flat[start:end].rstrip())


def _outside(pattern: re.Pattern[str], flat: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The matches of a pattern in ``flat[start:end]`` that begin outside brackets."""
    brackets = iter(_brackets(flat, start, end))
    opened, closed = next(brackets, (end, end))
    for match in pattern.finditer(flat, start, end):
        while closed < match.start():
            opened, closed = next(brackets, (end, end))
        if match.start() < opened:
            yield match


def _brackets(flat: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where brackets open and close in ``flat[start:end]``, in order, none inside another."""
    found: list[tuple[int, int]] = []
    open_: list[int] = []
    for sign in _BRACKET.finditer(flat, start, end):
        if sign.group() in "([":
            open_.append(sign.start())
        elif open_:
            opened = open_.pop()
            while found and found[-1][0] > opened:
                found.pop()
            found.append((opened, sign.start()))
    return found


def _trimmed(flat: str, start: int, end: int) -> Iterator[Span]:
    piece = flat[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if left < right:
        yield Span(start + left, start + right)
