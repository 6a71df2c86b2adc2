"""How fast files are read, beside what pypdfium2 and pdfplumber need for the plain text alone.

Ours gives lines in reading order, words with boxes, and tables.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

PAGES = 30
TABLES_EVERY = 3  # a third of the pages carries a ruled table


def rows() -> list[tuple[str, str, str, float]]:
    """(what, pages a second, beside what, times the time that takes)."""
    with tempfile.TemporaryDirectory() as folder:
        plain = _made(Path(folder) / "text.pdf", tables=False)
        mixed = _made(Path(folder) / "tables.pdf", tables=True)
        found = []
        for name, path in (("text", plain), ("a third tables", mixed)):
            ours = _pace(_ours, path)
            for baseline, read in (("pypdfium2 text", _pdfium), ("pdfplumber text", _plumber)):
                ratio = _pace(read, path) / ours
                found.append((f"reading PDF, {name}", f"{ours:,.0f} pages/s", baseline, ratio))
        return found


def _pace(read: Callable[[Path], object], path: Path) -> float:
    read(path)
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        read(path)
        best = min(best, time.perf_counter() - start)
    return PAGES / best


def _ours(path: Path) -> object:
    from nlp.ingest import read_pages

    return read_pages(path)


def _pdfium(path: Path) -> object:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_range() for page in document]


def _plumber(path: Path) -> object:
    import pdfplumber

    with pdfplumber.open(path) as document:
        return [page.extract_text() for page in document.pages]


def _made(path: Path, *, tables: bool) -> Path:
    """A report of many pages in a font with Vietnamese letters."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Table

    from tests.benchmarks.fonts import serif

    font = serif()
    canvas = Canvas(str(path), pagesize=A4)
    sentence = "Trong tháng, xã tiếp nhận {} đơn, đã giải quyết {} đơn, đạt {},5% kế hoạch năm;"
    for page in range(PAGES):
        canvas.setFont(font, 12)
        tabled = tables and page % TABLES_EVERY == 0
        for line in range(20 if tabled else 40):
            canvas.drawString(80, 780 - 17 * line, sentence.format(page + 60, line + 20, line + 40))
        if tabled:
            cells = [[f"Chỉ tiêu {n}", str(n * 12), str(n * 11), f"{n},5%"] for n in range(1, 15)]
            style = [
                ("GRID", (0, 0), (-1, -1), 0.5, "black"),
                ("FONT", (0, 0), (-1, -1), font, 11),
            ]
            drawn = Table(cells, colWidths=[150, 90, 90, 90], style=style)
            drawn.wrapOn(canvas, 450, 400)
            drawn.drawOn(canvas, 80, 120)
        canvas.showPage()
    canvas.save()
    return path
