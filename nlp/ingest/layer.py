"""A PDF page's text layer -> words with boxes, in the order the file draws them.

Boxes are points from the top left of the page as it is shown (rotated and cropped). Everything
pdfium invents for a line-end hyphen becomes "-"; letters come out NFC.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..model import Box, Word
from ..text import normalise

if TYPE_CHECKING:
    import pypdfium2

_TOKEN = re.compile(r"\S+")
# U+0002 and U+FFFE: how pdfium marks a hyphen at a line's end. Fonts whose hyphen serves for the
# soft and the hard one alike come out as U+00AD: what is printed is a hyphen.
_HYPHENS = str.maketrans(dict.fromkeys("\x02\ufffe\u00ad\u2010\u2011", "-"))
_BAD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\uffff]")

Turn = Callable[[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Printed:
    """A word as drawn: its baseline, and the ``run`` of text that it belongs to in the file."""

    word: Word
    baseline: float
    run: int


def printed_words(page: pypdfium2.PdfPage, number: int, turn: Turn) -> tuple[Printed, ...]:
    """The words of page ``number`` in drawing order.

    Raises:
        PdfiumError: the page's text cannot be loaded.
    """
    from pypdfium2 import raw

    layer = page.get_textpage()
    try:
        count = layer.count_chars()
        text = _text(layer, count) if count > 0 else ""
        box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        at_box, at_x, at_y = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
        found: list[Printed] = []
        run = end = 0
        for match in _TOKEN.finditer(text):
            start, last = match.start(), match.end() - 1
            run += text.count("\n", end, start)
            end = last + 1
            word = normalise(match.group())
            if not word or not raw.FPDFText_GetLooseCharBox(layer, start, at_box):
                continue
            x0, y0, x1, y1 = box.left, box.bottom, box.right, box.top
            if last > start and raw.FPDFText_GetLooseCharBox(layer, last, at_box):
                x0, x1 = min(x0, box.left), max(x1, box.right)
                y0, y1 = min(y0, box.bottom), max(y1, box.top)
            raw.FPDFText_GetCharOrigin(layer, start, at_x, at_y)
            (ax, ay), (bx, by) = turn(x0, y0), turn(x1, y1)
            place = Box(
                number,
                round(min(ax, bx), 2),
                round(min(ay, by), 2),
                round(max(ax, bx), 2),
                round(max(ay, by), 2),
            )
            found.append(Printed(Word(word, place), turn(x.value, y.value)[1], run))
        return tuple(found)
    finally:
        layer.close()


def _text(layer: pypdfium2.PdfTextPage, count: int) -> str:
    from pypdfium2 import raw

    text: str = layer.get_text_range()
    if len(text) != count:  # some characters have no text of their own: ask for each by its index
        codes = (raw.FPDFText_GetUnicode(layer, i) for i in range(count))
        text = "".join(chr(c) if 0 < c < 0x110000 else "\ufffd" for c in codes)
    return _BAD.sub("\ufffd", text.translate(_HYPHENS).replace("\r\n", " \n"))


def page_turn(page: pypdfium2.PdfPage) -> Turn:
    """From PDF user space to points from the top left of the page as shown."""
    left, bottom, right, top = page.get_cropbox()
    turns: dict[int, Turn] = {
        90: lambda x, y: (y - bottom, x - left),
        180: lambda x, y: (right - x, y - bottom),
        270: lambda x, y: (top - y, right - x),
    }
    return turns.get(page.get_rotation(), lambda x, y: (x - left, top - y))
