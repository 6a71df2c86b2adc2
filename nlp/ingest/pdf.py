"""Born-digital PDF -> pages of lines and tables.

The text comes from pdfium; tables come from pdfplumber, and only on pages that draw enough to hold one.
A page that shows a picture and has no text layer worth the name is reported as ``needs_ocr``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..errors import DamagedFileError, EncryptedFileError, VanbanError
from ..model import Page, Problem
from ..settings import Settings
from . import layer
from .guard import STAGE, Intake, Reading
from .layout import arrange

if TYPE_CHECKING:
    import pypdfium2

NAME = "pdf"
MEDIA_TYPE = "application/pdf"

_HEADER = b"%PDF-"
_HEADER_WITHIN = 1024  # pdfium, like Acrobat, looks no further
_REMEDY = "fetch it again, or print it to a new PDF"


def accepts(intake: Intake) -> bool:
    return _HEADER in intake.head[: _HEADER_WITHIN + len(_HEADER)]


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
        code = getattr(error, "err_code", None)
        if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise EncryptedFileError(
                f"{intake.path} is protected by a password", remedy="save a copy without a password"
            ) from error
        raise DamagedFileError(f"{intake.path} is a damaged PDF", remedy=_REMEDY) from error


def _read(document: pypdfium2.PdfDocument, intake: Intake, settings: Settings) -> Reading:
    pages: list[Page] = []
    problems: list[Problem] = []
    count = len(document)
    if count == 0:
        raise DamagedFileError(f"{intake.path} is a PDF without pages", remedy=_REMEDY)
    left = settings.max_characters
    for number in range(1, min(count, settings.max_pages) + 1):
        page, found = _page(document, number)
        problems += found
        if page is not None:
            pages.append(page)
            left -= sum(len(getattr(item, "text", "")) for item in page.items)
        if left <= 0:
            message = f"only {number} of {count} pages were read; raise max_characters"
            problems.append(Problem("cut", STAGE, message))
            break
    else:
        if count > settings.max_pages:
            message = f"only {settings.max_pages} of {count} pages were read; raise max_pages"
            problems.append(Problem("cut", STAGE, message))
    if not pages:
        raise DamagedFileError(f"no page of {intake.path} can be loaded", remedy=_REMEDY)
    return Reading(tuple(pages), tuple(problems), count)


def _page(document: pypdfium2.PdfDocument, number: int) -> tuple[Page | None, tuple[Problem, ...]]:
    import pypdfium2

    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        return None, (Problem("damaged_page", STAGE, "the page cannot be loaded", number),)
    try:
        width, height = page.get_size()
        words = layer.words(page, number)
        if not words:
            message = "the page is a picture without text: it needs OCR"
            problems = (Problem("needs_ocr", STAGE, message, number),)
            return Page(number, width, height, ()), problems
        return Page(number, width, height, arrange(words)), ()
    except pypdfium2.PdfiumError:
        return None, (Problem("damaged_page", STAGE, "the page's text cannot be loaded", number),)
    finally:
        page.close()
