"""Rows and what they were found to be -> blocks in order, and the blanks of the flat text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..model import Block, BlockKind, Table
from . import layout
from .layout import Row
from .marks import list_mark


def blocks(
    rows: Sequence[Row],
    *,
    kinds: Mapping[int, BlockKind],
    subject: Sequence[int],
    tables: Sequence[Table],
    skipped: frozenset[int],
) -> tuple[Block, ...]:
    """One block for each paragraph, item, table and row of letterhead or foot.

    Furniture is a block of its own only where it is inside none of them.
    """
    body = [i for i, row in enumerate(rows) if i not in kinds and row.grid is None]
    measure = layout.Measure.of([rows[i] for i in body if i not in skipped])
    runs = _runs(rows, kinds, body, measure, subject, skipped)
    found = [_block(rows, run, kinds.get(run[0])) for run in runs]
    found += [Block("table", t.start, t.end, None, t.start) for t in tables]
    found.sort(key=lambda b: b.start)
    found += _lone_furniture(rows, found, skipped)
    found.sort(key=lambda b: b.start)
    return tuple(found)


def _runs(
    rows: Sequence[Row],
    kinds: Mapping[int, BlockKind],
    body: Sequence[int],
    measure: layout.Measure,
    subject: Sequence[int],
    skipped: frozenset[int],
) -> Iterator[tuple[int, ...]]:
    run: list[int] = []
    for i in sorted(kinds):
        if i in skipped:
            continue
        together = i in subject and run and run[-1] in subject and i == run[-1] + 1
        if run and not together:
            yield tuple(run)
            run = []
        run.append(i)
    if run:
        yield tuple(run)
    # a table, the letterhead or the foot between two rows ends a paragraph
    piece: list[int] = []
    for i in body:
        if piece and any(j in kinds or rows[j].grid is not None for j in range(piece[-1] + 1, i)):
            yield from layout.paragraphs(rows, piece, measure, skipped)
            piece = []
        piece.append(i)
    yield from layout.paragraphs(rows, piece, measure, skipped)


def _block(rows: Sequence[Row], run: Sequence[int], kind: BlockKind | None) -> Block:
    first = rows[run[0]]
    end = rows[run[-1]].end
    if kind is not None:
        return Block(kind, first.start, end, None, first.start)
    found = list_mark(first.text)
    if found:
        marker, length = found["mark"].strip(), found.end()
    elif first.marker and first.text.startswith(first.marker):
        rest = first.text[len(first.marker) :]
        marker, length = first.marker.strip(), len(first.text) - len(rest.lstrip())
    else:
        return Block("paragraph", first.start, end, None, first.start)
    return Block("item", first.start, end, marker, first.start + length)


def _lone_furniture(
    rows: Sequence[Row], blocks: Sequence[Block], skipped: frozenset[int]
) -> Iterator[Block]:
    at = 0
    for i in sorted(skipped):
        row = rows[i]
        while at < len(blocks) and blocks[at].end <= row.start:
            at += 1
        if at == len(blocks) or row.end <= blocks[at].start:
            yield Block("furniture", row.start, row.end, None, row.start)


def blanks(
    text: str, rows: Sequence[Row], blocks: Iterable[Block], skipped: frozenset[int]
) -> Iterator[tuple[int, int]]:
    """The spans that are no text: line wraps inside a block, and furniture."""
    at = 0
    for block in blocks:
        if block.kind == "furniture":
            yield block.start, block.end
            continue
        while at < len(rows) and rows[at].end <= block.start:
            at += 1
        last = block.start
        while at < len(rows) and rows[at].start < block.end:
            row = rows[at]
            at += 1
            if at - 1 in skipped:
                continue
            if last < row.start:
                # rows of a table keep one line end
                yield (text.index("\n", last) + 1 if block.kind == "table" else last), row.start
            last = row.end
