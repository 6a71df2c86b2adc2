"""Born-digital PDF -> pages of lines and tables.

The text comes from pdfium, page by page; tables are looked for only on pages that draw enough lines
to hold one. A page whose text layer is missing, is only a stamp over a scan, or is the garble of a
bad scan is reported as ``needs_ocr``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..errors import DamagedFileError, EncryptedFileError
from ..model import Grid, Line, Page, Problem
from ..settings import Settings
from ..text import fold
from .drawing import Drawing, drawing
from .guard import STAGE, Intake, Reading
from .layer import Printed, page_turn, printed_words
from .layout import arrange
from .tables import find_grids

if TYPE_CHECKING:
    import pypdfium2

NAME = "pdf"
MEDIA_TYPE = "application/pdf"

_HEADER = b"%PDF-"
_OBJECT = re.compile(
    rb"(?:^|[\r\n])\s{0,9}\d{1,9} \d{1,5} obj\b"
)  # what is left of one cut at its head
_HEADER_WITHIN = 1024  # pdfium, like Acrobat, looks no further
_REMEDY = "fetch it again, or print it to a new PDF"

_TABLE_EDGES = 8  # fewer lines make no table of two rows and two columns
_SCAN = 0.5  # share of a page under pictures from which it counts as a scan
_STAMP = 300  # letters; a signature stamp on a scan has fewer, a page of text more
_OUTLINES = 100  # drawn shapes on a page without text: letters turned into curves
_ENOUGH = 20  # words from which a layer can be judged
_NOISY = 0.2  # share of words no font or scanner should give
_UNMARKED = 0.1  # Vietnamese has a mark on two words of three; a scan read as English has none

# No letter at all, a private one, or a sign that stands between letters only by mistake
_NOISE = re.compile(r"[\ufffd\ue000-\uf8ff]|[^\W\d_][~^|\\{}<>=*$#_][^\W\d_]")
_LETTERS = re.compile(r"[^\W\d_]{2,}")


def accepts(intake: Intake) -> bool:
    """Whether the header of a PDF stands where readers look for it, or the objects of one do."""
    return _HEADER in intake.head[: _HEADER_WITHIN + len(_HEADER)] or bool(
        _OBJECT.search(intake.head)
    )


def read(intake: Intake, settings: Settings) -> Reading:
    """The pages of a PDF, each with what kept it from being read.

    Raises:
        EncryptedFileError: it does not open without a password.
        DamagedFileError: it does not open, or no page of it can be loaded.
    """
    document = _open(intake)
    try:
        return _read(document, intake, settings)
    finally:
        document.close()


def _open(intake: Intake) -> pypdfium2.PdfDocument:
    import pypdfium2
    from pypdfium2 import raw

    try:
        return pypdfium2.PdfDocument(intake.path)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise EncryptedFileError(
                f"{intake.path} is protected by a password", remedy="save a copy without a password"
            ) from error
        raise DamagedFileError(f"{intake.path} is a damaged PDF", remedy=_REMEDY) from error


def _read(document: pypdfium2.PdfDocument, intake: Intake, settings: Settings) -> Reading:
    count = len(document)
    if count == 0:
        raise DamagedFileError(f"{intake.path} is a PDF without pages", remedy=_REMEDY)
    pages: list[Page] = []
    problems: list[Problem] = []
    encodings: set[str] = set()
    left = settings.max_characters
    wanted = min(count, settings.max_pages)
    done = 0
    while done < wanted and left > 0:
        page, found, old = _page(document, done + 1)
        done += 1
        problems += found
        encodings |= old
        if page is not None:
            pages.append(page)
            left -= sum(map(_length, page.items))
    if done < count:
        limit = "max_pages" if done == settings.max_pages else "max_characters"
        message = f"only {done} of {count} pages were read; raise {limit}"
        problems.append(Problem("cut", STAGE, message))
    if not pages:
        raise DamagedFileError(f"no page of {intake.path} can be loaded", remedy=_REMEDY)
    if not problems and not any(page.items for page in pages):
        problems.append(Problem("no_text", STAGE, "all pages are blank"))
    return Reading(tuple(pages), tuple(problems), count, ", ".join(sorted(encodings)) or None)


def _length(item: Line | Grid) -> int:
    return len(item.text) if isinstance(item, Line) else sum(len(cell.text) for cell in item.cells)


def _page(
    document: pypdfium2.PdfDocument, number: int
) -> tuple[Page | None, tuple[Problem, ...], frozenset[str]]:
    """A page, what kept it from being read, and the encodings of before Unicode in it."""
    import pypdfium2

    none: frozenset[str] = frozenset()
    try:
        page, stamps = _shown(document, number)
    except pypdfium2.PdfiumError:
        return None, (Problem("damaged_page", STAGE, "the page cannot be loaded", number),), none
    try:
        width, height = page.get_size()
        turn = page_turn(page)
        words, encodings = printed_words(page, number, turn, stamps=stamps)
        drawn = drawing(page, turn)
        reason = _unreadable(words, drawn)
        problems = () if reason is None else (Problem("needs_ocr", STAGE, reason, number),)
        return Page(number, width, height, _items(words, drawn, number)), problems, encodings
    except pypdfium2.PdfiumError:
        unread = Problem("damaged_page", STAGE, "the page's text cannot be loaded", number)
        return None, (unread,), none
    finally:
        page.close()


def _shown(document: pypdfium2.PdfDocument, number: int) -> tuple[pypdfium2.PdfPage, int | None]:
    """A page with its annotations drawn in, and the character from which signatures speak.

    Signing programs stamp number and day into the blanks of a page, as annotations.
    """
    from pypdfium2 import raw

    page = document[number - 1]
    if raw.FPDFPage_GetAnnotCount(page) == 0:
        return page, None
    stamps = None
    if raw.FPDF_GetSignatureCount(document) > 0:  # before they are drawn in: then they are gone
        layer = page.get_textpage()
        stamps = layer.count_chars()
        layer.close()
    if raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) != raw.FLATTEN_SUCCESS:
        return page, None
    page.close()  # only a page loaded anew has them in its text
    return document[number - 1], stamps


def _unreadable(words: Sequence[Printed], drawn: Drawing) -> str | None:
    """Why the text layer is not the page's text; None if it is, or the page is blank."""
    scan = drawn.pictured > _SCAN
    if not words:
        shown = drawn.pictured > 0 or drawn.paths > _OUTLINES
        return "the page is a picture without a text layer: it needs OCR" if shown else None
    text = " ".join(p.word.text for p in words)
    if scan and len(text) < _STAMP:
        return "the page is a picture with hardly any text, as of a stamp: it needs OCR"
    if len(words) < _ENOUGH:
        return None
    if len(_NOISE.findall(text)) > _NOISY * len(words):
        return "the text layer is garbled: it needs OCR"
    if scan:
        lettered = _LETTERS.findall(text)
        marked = sum(fold(word) != word.lower() for word in lettered)
        if len(lettered) >= _ENOUGH and marked < _UNMARKED * len(lettered):
            return "the scan's text layer has no Vietnamese marks: it needs OCR"
    return None


def _items(words: Sequence[Printed], drawn: Drawing, number: int) -> tuple[Line | Grid, ...]:
    """Lines and tables in reading order: what stands above a table comes before it."""
    if len(drawn.edges) < _TABLE_EDGES:
        return arrange(words)
    grids, rest = find_grids(drawn.edges, words, number)
    items: list[Line | Grid] = []
    for grid in grids:
        assert grid.box is not None
        above = [p for p in rest if p.baseline < grid.box.y1]
        rest = tuple(p for p in rest if p.baseline >= grid.box.y1)
        items += [*arrange(above), grid]
    return (*items, *arrange(rest))
