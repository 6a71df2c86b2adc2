"""Words with boxes -> lines in reading order, columns apart."""

from __future__ import annotations

from itertools import groupby

from ..model import Box, Line
from .layer import Printed


def arrange(words: tuple[Printed, ...]) -> tuple[Line, ...]:
    """The lines of one page."""
    return tuple(_line(list(run)) for _, run in groupby(words, key=lambda w: w.line))


def _line(run: list[Printed]) -> Line:
    words = tuple(p.word for p in run)
    boxes = [w.box for w in words]
    box = Box(
        boxes[0].page,
        min(b.x0 for b in boxes),
        min(b.y0 for b in boxes),
        max(b.x1 for b in boxes),
        max(b.y1 for b in boxes),
    )
    return Line(" ".join(w.text for w in words), box, words)
