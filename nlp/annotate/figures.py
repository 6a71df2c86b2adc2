"""Document -> its figures: every printed quantity with unit, kind, indicator, change, base and approximation.

Dates, codes, articles, ranks and names with numbers are not figures. A figure keeps its printed scale:
"1.234,5 tỷ đồng" is 1234.5 with the unit "tỷ đồng".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from ..model import Block, Box, Citation, DateMention, Document, Figure
from .cues import Carried, Sentence, interpret
from .indicators import Setting, Told, indicators
from .mentions import Mention, Occupied, read_mentions, share_units
from .numbers import style_of
from .sentences import block_sentences

_BLOCKS = frozenset({"title", "heading", "paragraph", "item"})


def find_figures(
    document: Document,
    dates: Sequence[DateMention] = (),
    citations: Sequence[Citation] = (),
) -> tuple[Figure, ...]:
    """Every figure of the document in text order, with ids f1, f2, …"""
    flat = document.flat
    occupied, style = Occupied(dates, citations), style_of(flat)
    lines = _Lines(document)
    figures: list[Figure] = []
    carried, listing, heading = Carried(), False, ""
    said: dict[tuple[str, str], str] = {}
    for block in document.blocks:
        if block.kind not in _BLOCKS:
            continue
        if not (listing and block.kind == "item"):
            carried = Carried()
        start = block.body if block.body >= block.start else block.start
        mentions = read_mentions(flat, start, block.end, occupied, style=style)
        setting = Setting(_head(flat, start, mentions), heading, said) if mentions else Setting()
        told, carried = _told(flat, block, mentions, carried, setting)
        if block.kind == "heading":
            heading = _NUMBERS.sub(" ", flat[start : block.end]).strip(" .:")
        listing = block.kind == "item" or flat[block.start : block.end].rstrip().endswith(":")
        for mention, meaning, indicator in told:
            page, boxes = lines.at(mention.start, mention.end)
            figures.append(
                Figure(
                    id=f"f{len(figures) + 1}",
                    text=document.text[mention.start : mention.end],
                    start=mention.start,
                    end=mention.end,
                    value=mention.value,
                    unit=mention.unit_text,
                    kind=mention.kind,
                    value_max=mention.value_max,
                    numerator=mention.numerator,
                    denominator=mention.denominator,
                    indicator=indicator or None,
                    change=meaning.change,
                    baseline=meaning.baseline,
                    approx=meaning.approx,
                    section=block.section,
                    page=page,
                    boxes=boxes,
                    rule=mention.rule,
                    confidence=_confidence(mention),
                )
            )
    return tuple(figures)


_HEAD = re.compile(r"[^:.;,()\d]{3,60}(?=[:.]\s)")
_NUMBERS = re.compile(r"\d[\d.,/]*")


def _head(flat: str, start: int, mentions: Sequence[Mention]) -> str:
    """What an item says it is about: "Khiếu nại: …", "Giải quyết. …"."""
    match = _HEAD.match(flat, start, mentions[0].start)
    return match.group().strip() if match else ""


def _told(
    flat: str, block: Block, mentions: Sequence[Mention], carried: Carried, setting: Setting
) -> tuple[list[Told], Carried]:
    """The block's mentions with units shared, and what their sentences say of them."""
    told: list[Told] = []
    at = 0
    for span in block_sentences(flat, block):
        stop = at
        while stop < len(mentions) and mentions[stop].start < span.end:
            stop += 1
        group = share_units(flat, mentions[at:stop], span.start)
        at = stop
        if group:
            sentence = Sentence.of(flat, group, span.start, span.end)
            meanings, carried = interpret(sentence, carried)
            told += zip(group, meanings, indicators(sentence, meanings, told, setting), strict=True)
    return told, carried


def _confidence(mention: Mention) -> float:
    """0.5 where marks are read both ways, 0.6 for a unit of no table, 0.7 for one lent or missing."""
    if not mention.sure:
        return 0.5
    if mention.unit is None or mention.rule == "shared unit":
        return 0.7
    return 0.95 if mention.unit.known else 0.6


class _Lines:
    """Pages and boxes of a span, found by bisection over the document's lines."""

    def __init__(self, document: Document) -> None:
        self._lines = document.lines
        self._starts = [line.start for line in document.lines]

    def at(self, start: int, end: int) -> tuple[int | None, tuple[Box, ...]]:
        first = max(0, bisect_right(self._starts, start) - 1)
        touched = self._lines[first : bisect_right(self._starts, end - 1)]
        boxes = tuple(line.box for line in touched if line.box is not None and start < line.end)
        return (touched[0].page if touched else None), boxes
