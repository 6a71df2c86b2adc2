"""A PDF page's text layer -> words with boxes, in the order the file draws them.

Boxes are points from the top left of the page as it is shown (rotated and cropped). Everything pdfium
invents for a line-end hyphen becomes "-"; letters come out NFC.
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
# U+0002 and U+FFFE: how pdfium marks a hyphen at a line's end
_HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-", "\u00ad": "-", "\u2010": "-", "\u2011": "-"})
_BAD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\uffff]")


@dataclass(frozen=True, slots=True)
class Printed:
    """A word as drawn: ``line`` is the run of text it belongs to in the file."""

    word: Word
    line: int


@dataclass(frozen=True, slots=True)
class Layer:
    words: tuple[Printed, ...]
    pictured: bool


def text(page: pypdfium2.PdfPage, number: int) -> Layer:
    """The words of a page, and whether it shows pictures."""
    from pypdfium2 import raw

    layer = page.get_textpage()
    try:
        count = layer.count_chars()
        drawn = layer.get_text_range() if count > 0 else ""
        if len(drawn) != count:  # some characters have no text: index them one by one
            codes = (raw.FPDFText_GetUnicode(layer, i) for i in range(count))
            drawn = "".join(chr(c) if 0 < c < 0x110000 else "\ufffd" for c in codes)
        drawn = _BAD.sub("\ufffd", drawn.translate(_HYPHENS).replace("\r\n", " \n"))
        place = _placer(page, number)
        rectangle = raw.FS_RECTF()
        pointer = ctypes.byref(rectangle)
        words: list[Printed] = []
        line = at = 0
        for match in _TOKEN.finditer(drawn):
            line += drawn.count("\n", at, match.start())
            at = match.end()
            if not raw.FPDFText_GetLooseCharBox(layer, match.start(), pointer):
                continue
            x0, y0, x1, y1 = rectangle.left, rectangle.bottom, rectangle.right, rectangle.top
            if at - match.start() > 1 and raw.FPDFText_GetLooseCharBox(layer, at - 1, pointer):
                x0, x1 = min(x0, rectangle.left), max(x1, rectangle.right)
                y0, y1 = min(y0, rectangle.bottom), max(y1, rectangle.top)
            word = normalise(match.group())
            if word:
                words.append(Printed(Word(word, place(x0, y0, x1, y1)), line))
        return Layer(tuple(words), _pictured(page))
    finally:
        layer.close()


def _placer(page: pypdfium2.PdfPage, number: int) -> Callable[[float, float, float, float], Box]:
    """From PDF user space to points from the top left of the page as shown."""
    left, bottom, right, top = page.get_cropbox()
    turn = page.get_rotation()

    def place(x0: float, y0: float, x1: float, y1: float) -> Box:
        if turn == 90:
            corners = (y0 - bottom, x0 - left, y1 - bottom, x1 - left)
        elif turn == 180:
            corners = (right - x1, y0 - bottom, right - x0, y1 - bottom)
        elif turn == 270:
            corners = (top - y1, right - x1, top - y0, right - x0)
        else:
            corners = (x0 - left, top - y1, x1 - left, top - y0)
        return Box(number, *(round(value, 2) for value in corners))

    return place


def _pictured(page: pypdfium2.PdfPage) -> bool:
    from pypdfium2 import raw

    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4))
