"""Where in a document an offset is: its block, and the sections it lies in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from ..model import Block, Document


def clause_start(text: str, start: int, reach: int, *breaks: str) -> int:
    """Where the clause around ``start`` begins: after the last of ``breaks`` or of a line's end.

    It is looked for at most ``reach`` letters back; further back counts as far enough.
    """
    floor = max(0, start - reach)
    found = [(text.rfind(mark, floor, start), len(mark)) for mark in ("\n", *breaks)]
    return max([floor, *(at + length for at, length in found if at >= 0)])


class Places:
    """Blocks and sections by offset."""

    def __init__(self, document: Document) -> None:
        self._blocks = document.blocks
        self._starts = [block.start for block in document.blocks]
        self._parents = {section.id: section.parent for section in document.sections}
        self._opened = {section.start: section.id for section in document.sections}
        subject = document.header.evidence.get("subject")
        self._subject = (subject["start"], subject["end"]) if subject else (0, 0)

    def block(self, offset: int) -> Block | None:
        """The block that ``offset`` lies in."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or self._blocks[index].end <= offset:
            return None
        return self._blocks[index]

    def kind(self, offset: int) -> str:
        """What the block at ``offset`` is; the subject of a letter is a title too."""
        if self._subject[0] <= offset < self._subject[1]:
            return "title"
        block = self.block(offset)
        return block.kind if block else ""

    def sections(self, offset: int) -> Iterator[str]:
        """The ids of the sections around ``offset``, innermost first."""
        block = self.block(offset)
        section = block.section if block else None
        while section is not None:
            yield section
            section = self._parents.get(section)

    def opened(self, offset: int) -> str | None:
        """The section whose heading ``offset`` lies in."""
        block = self.block(offset)
        if block is None or block.kind != "heading":
            return None
        return self._opened.get(block.start)
