"""Files -> an archive: what a second worker gains, what storing costs, how much memory it takes.

The files are born-digital PDFs, with the texts of our gold documents and a number of their own.
The gain of a second worker is told twice: by the clock, which counts whatever else the machine
does, and by the CPU time of both sides. With two cores and all work shared among them, two workers
make 2W / (W + D) of one, where W is what a document costs a worker and D what it costs the driver.
What two processes do that share nothing tells what the machine can give.

What storing costs is told in two parts: rows are made by the workers, and written by the driver.
What a document leaves for the checks between documents counts as reading it.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from statistics import fmean
from typing import Any

GOLD = Path(__file__).parents[2] / "corpora" / "gold"
FILES = 120
WARM = 20  # files read before the clock starts: tables and models are loaded then
WIDE, LINES = 90, 46  # of a page


def rows() -> list[tuple[str, str, str, float]]:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        files = _reports(folder)
        most = _unshared(files)
        one = _alone(_pace, files, folder / "one.db", 1)
        two = _alone(_pace, files, folder / "two.db", 2)
        reading, making, writing = _alone(_costs, files[: 3 * WARM], folder / "costs.db")
    driver, worker = two.driver_memory / 1e6, two.worker_memory / 1e6
    storing, worked = making + writing, reading + making
    bound = 2 * worked / (worked + two.driver_cost)
    size = f"{FILES} PDFs"
    return [
        ("storing a document", f"{1000 * making:.1f} + {1000 * writing:.1f} ms",
         "15 % of reading it", storing / reading / 0.15),
        ("2 processes that share nothing", f"{most:.2f} times", "2 times 1", most / 2),
        (f"2 workers, {size}, by the clock", f"{two.pace:.1f}/s", "1.7 times 1",
         two.pace / one.pace / 1.7),
        ("2 workers, by CPU time", f"{bound:.2f} times", "1.7 times 1", bound / 1.7),
        (f"memory of the driver, {size}", f"{driver:.0f} MB", "400 MB", driver / 400),
        (f"memory of a worker, {size}", f"{worker:.0f} MB", "600 MB", worker / 600),
    ]  # fmt: skip


def _alone(work: Callable[..., Any], *given: Any) -> Any:
    """The work done in a process of its own, so that its memory and time are no one else's."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
        return fresh.submit(work, *given).result()


@dataclass(frozen=True)
class _Paced:
    pace: float  # documents a second, once the workers are warm
    driver_cost: float  # CPU seconds a document
    driver_memory: int
    worker_memory: int


def _pace(files: list[Path], db: Path, jobs: int) -> _Paced:
    from nlp.archive import open_archive
    from nlp.batch import ingest

    moments: list[tuple[float, float]] = []

    def tell(*_: object) -> None:
        moments.append((time.perf_counter(), time.process_time()))

    with open_archive(db) as archive:
        report = ingest(files, archive, jobs=jobs, progress=tell)
    assert report.count("failed") == 0
    (began, worked), (ended, done) = moments[WARM - 1], moments[-1]
    count = len(moments) - WARM
    return _Paced(
        count / (ended - began), (done - worked) / count, report.driver_memory, report.worker_memory
    )


def _costs(files: list[Path], db: Path) -> tuple[float, float, float]:
    """CPU seconds of reading a document, of making its rows ready and of writing them."""
    from nlp.archive import open_archive
    from nlp.batch.worker import parse_and_check
    from nlp.checks.between import left_by
    from nlp.settings import Settings

    settings = Settings()
    moments = [[0.0] * 3 for _ in files]
    with open_archive(db) as archive:
        for spent, file in zip(moments, files, strict=True):
            marks = [time.process_time()]
            parsed, found = parse_and_check(file, str(file), settings)
            marks.append(time.process_time())
            left_by(parsed)
            marks.append(time.process_time())
            ready = archive.prepare(parsed, found)
            marks.append(time.process_time())
            archive.add(ready, fingerprint=settings.fingerprint)
            marks.append(time.process_time())
            spent[:] = [after - before for before, after in pairwise(marks)]
    reading, tracing, making, writing = map(fmean, zip(*moments[WARM:], strict=True))
    return reading + tracing, making - tracing, writing


def _unshared(files: list[Path]) -> float:
    """How many times as much two processes do that share nothing but the machine."""
    halves = files[: len(files) // 2], files[len(files) // 2 :]
    with (
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as one,
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as two,
    ):
        for each in (one, two):  # warm
            each.submit(_read, files[:WARM]).result()
        start = time.perf_counter()
        for half in halves:
            one.submit(_read, half).result()
        middle = time.perf_counter()
        for work in [
            each.submit(_read, half) for each, half in zip((one, two), halves, strict=True)
        ]:
            work.result()
        return (middle - start) / (time.perf_counter() - middle)


def _read(files: list[Path]) -> None:
    from nlp.batch.worker import parse_and_check
    from nlp.settings import Settings

    for file in files:
        parse_and_check(file, str(file), Settings())


def _reports(folder: Path) -> list[Path]:
    read = (json.loads(file.read_text("utf-8")) for file in sorted(GOLD.glob("*.json")))
    texts = [gold["text"] for gold in read if gold.get("text")]
    return [_printed(folder / f"{n}.pdf", texts[n % len(texts)], n) for n in range(FILES)]


def _printed(path: Path, text: str, number: int) -> Path:
    from textwrap import wrap

    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    from tests.benchmarks.fonts import serif

    font = serif()
    lines = [part for line in text.split("\n") for part in wrap(line, WIDE) or [""]]
    lines.append(f"Lưu: VT, {number}")
    canvas = Canvas(str(path), pagesize=A4)
    for first in range(0, len(lines), LINES):
        canvas.setFont(font, 11)
        for place, line in enumerate(lines[first : first + LINES]):
            canvas.drawString(60, 790 - 16 * place, line)
        canvas.showPage()
    canvas.save()
    return path
