"""A report of ruled tables: the time of twice the pages, and the memory of the whole.

58 pages of tables beside 29: reading and annotating in linear time gives the ratio 2. The memory
is that of a fresh process that parses the 58 pages, beside the 400 MB it may take.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from tests.benchmarks.fonts import serif

PAGES = 58
ROWS, COLUMNS = 38, 8
LEFT, TOP, HIGH = 40.0, 740.0, 17.0
WIDTHS = (30.0, 130.0, 60.0, 60.0, 60.0, 60.0, 60.0, 60.0)
LIMIT = 400  # MB
_PEAK = """\
import resource, sys, nlp
from pathlib import Path
parsed = nlp.parse(Path(sys.argv[1]))
print(len(parsed.figures), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def rows() -> list[tuple[str, str, str, float]]:
    """(what, figure, beside what, ratio)."""
    from nlp.annotate import annotate
    from nlp.checks.arithmetic import find_relations
    from nlp.document import from_pages
    from nlp.ingest import read_pages

    with tempfile.TemporaryDirectory() as folder:
        whole, half = (_made(Path(folder) / f"{n}.pdf", n) for n in (PAGES, PAGES // 2))
        documents = [from_pages(*read_pages(path)) for path in (whole, half)]

        def understand(at: int) -> None:
            find_relations(documents[at], annotate(documents[at]).figures)

        read, read_half = (_seconds(lambda p=p: from_pages(*read_pages(p))) for p in (whole, half))
        told, told_half = (_seconds(lambda i=i: understand(i)) for i in (0, 1))
        figures, peak = _peak(whole)
    beside = f"{PAGES // 2} pages of tables"
    return [
        ("reading 58 pages of tables", f"{PAGES / read:,.0f} pages/s", beside, read / read_half),
        ("annotating them", f"{PAGES / told:,.0f} pages/s", beside, told / told_half),
        (f"memory, {figures:,} figures", f"{peak:,.0f} MB", f"{LIMIT} MB", peak / LIMIT),
    ]


def _seconds(work: Callable[[], object]) -> float:
    """Processor seconds of the faster of two rounds."""
    times = []
    for _ in range(2):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def _peak(path: Path) -> tuple[int, float]:
    """The figures found, and the most megabytes that a process of its own held for them."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _PEAK, str(path)],
        capture_output=True, check=True, encoding="utf-8",
    )  # fmt: skip
    figures, kilobytes = map(int, done.stdout.split())
    return figures, kilobytes / 1024


def _made(path: Path, pages: int) -> Path:
    """A statistical report: on each page a ruled table of numbers with a total row."""
    rng = random.Random(pages)
    canvas, font = Canvas(str(path), invariant=1), serif()
    for page in range(pages):
        canvas.setFont(font, 8)
        canvas.drawString(LEFT, TOP + 40, f"Bảng {page + 1}. Thu ngân sách theo xã")
        canvas.drawString(LEFT, TOP + 26, "Đơn vị tính: triệu đồng")
        cells = [["TT", "Xã, phường", *(f"Năm {2016 + n}" for n in range(COLUMNS - 2))]]
        numbers = [[rng.randrange(100, 99_999) for _ in WIDTHS[2:]] for _ in range(ROWS - 2)]
        for n, row in enumerate(numbers, 1):
            cells.append([str(n), f"Xã Số {n}", *(f"{x:,}".replace(",", ".") for x in row)])
        totals = [sum(column) for column in zip(*numbers, strict=True)]
        cells.append(["", "Tổng số", *(f"{x:,}".replace(",", ".") for x in totals)])
        for n, row in enumerate(cells):
            x, y = LEFT, TOP - HIGH * n
            for width, text in zip(WIDTHS, row, strict=True):
                canvas.rect(x, y, width, HIGH)
                canvas.drawString(x + 3, y + 5, text)
                x += width
        canvas.drawRightString(550, 30, str(page + 1))
        canvas.showPage()
    canvas.save()
    return path
