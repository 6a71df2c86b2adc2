"""A PDF page's text layer -> words with boxes, in the order the file draws them.

Boxes are points from the top left of the page as it is shown (rotated and cropped). Everything
pdfium invents for a line-end hyphen becomes "-"; letters come out NFC.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from ..model import Box, Word
from ..text import normalise
from .legacy import LEGACY_TOKEN, LegacyFonts, ends_line, is_suspect

if TYPE_CHECKING:
    import pypdfium2

_TOKEN = re.compile(r"\n|\S+")
# U+0002 and U+FFFE: how pdfium marks a hyphen at a line's end. Fonts whose hyphen serves for the
# soft and the hard one alike come out as U+00AD: what is printed is a hyphen.
_HYPHENS = str.maketrans(dict.fromkeys("\x02\ufffe\u00ad\u2010\u2011", "-"))
_BAD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\uffff]")

Turn = Callable[[float, float], tuple[float, float]]


class Printed(NamedTuple):
    """A word as drawn: its baseline, and the ``run`` of text that it belongs to in the file.

    ``stamped``: it is part of an electronic signature and not of the page.
    """

    word: Word
    baseline: float
    run: int
    stamped: bool = False


def printed_words(
    page: pypdfium2.PdfPage, number: int, turn: Turn, *, stamps: int | None = None
) -> tuple[tuple[Printed, ...], frozenset[str]]:
    """The words of page ``number`` in drawing order, and the encodings of before Unicode in it.

    From character ``stamps`` on, words are stamped.

    Raises:
        PdfiumError: the page's text cannot be loaded.
    """
    from pypdfium2 import raw

    layer = page.get_textpage()
    try:
        count = layer.count_chars()
        coded = _text(layer, count) if count > 0 else ""
        text = _clean(coded)
        legacy = LegacyFonts(layer) if is_suspect(coded) else None
        found: list[Printed] = []
        # one call costs more than all else about a word: two for its ends, one for a run's baseline
        handle, box_of, origin_of = (
            layer.raw,
            raw.FPDFText_GetLooseCharBox,
            raw.FPDFText_GetCharOrigin,
        )
        box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        at_box, at_x, at_y = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
        clean = normalise(text) == text and not legacy
        run, descent = 0, None
        for match in LEGACY_TOKEN.finditer(coded) if legacy else _TOKEN.finditer(text):
            start, end = match.span()
            if match[0] == "\n":
                run, descent = run + 1, None
                continue
            word = _clean(legacy.decoded(start, coded[start:end])) if legacy else match[0]
            word = word if clean else normalise(word)
            if not word or not box_of(handle, start, at_box):
                continue
            x0, y0, x1, y1 = box.left, box.bottom, box.right, box.top
            if end - start > 1 and box_of(handle, end - 1, at_box):
                x0, y0 = min(x0, box.left), min(y0, box.bottom)
                x1, y1 = max(x1, box.right), max(y1, box.top)
            (ax, ay), (bx, by) = turn(x0, y0), turn(x1, y1)
            if ax > bx:
                ax, bx = bx, ax
            if ay > by:
                ay, by = by, ay
            if descent is None:
                origin_of(handle, start, at_x, at_y)
                descent = by - turn(x.value, y.value)[1]
            place = Box(number, round(ax, 2), round(ay, 2), round(bx, 2), round(by, 2))
            stamped = stamps is not None and start >= stamps
            found.append(Printed(Word(word, place), by - descent, run, stamped))
            if legacy and ends_line(match[0]):
                run, descent = run + 1, None
        return tuple(found), frozenset(legacy.encodings if legacy else ())
    finally:
        layer.close()


def _text(layer: pypdfium2.PdfTextPage, count: int) -> str:
    from pypdfium2 import raw

    text: str = layer.get_text_range()
    if len(text) != count:  # some characters have no text of their own: ask for each by its index
        codes = (raw.FPDFText_GetUnicode(layer, i) for i in range(count))
        text = "".join(chr(c) if 0 < c < 0x110000 else "\ufffd" for c in codes)
    return text.replace("\r\n", " \n")


def _clean(text: str) -> str:
    return _BAD.sub("\ufffd", text.translate(_HYPHENS))


def page_turn(page: pypdfium2.PdfPage) -> Turn:
    """From PDF user space to points from the top left of the page as shown."""
    left, bottom, right, top = page.get_cropbox()
    turns: dict[int, Turn] = {
        90: lambda x, y: (y - bottom, x - left),
        180: lambda x, y: (right - x, y - bottom),
        270: lambda x, y: (top - y, right - x),
    }
    return turns.get(page.get_rotation(), lambda x, y: (x - left, top - y))
