"""Checks between reports on invented archives: what they cost at each size and what they find.

A table of cost against size, of 10^2 and 10^4 reports; ``VANBAN_BENCH_REPORTS=100000,1000000 make
bench`` adds sizes (17 figures a report; storing them takes minutes, and an hour).
"""

import os
import resource
import statistics
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.synthetic import WORDINGS
from tests.benchmarks.synthetic import Archive as Reports

CONFLICTS, OF = 500, 10_000
SIZES = (100, 10_000)
NEW = 25  # reports that come one by one to an archive that is checked already
Row = tuple[str, str, str, float]


def rows() -> list[Row]:
    more = os.environ.get("VANBAN_BENCH_REPORTS", "")
    sizes = (*SIZES, *map(int, filter(None, more.split(","))))
    told = (row for words in WORDINGS for row in found(words))
    return [*told, *(row for size in sizes for row in kept(size))]


def found(words: str) -> Iterator[Row]:
    """Recall and precision: of what is told as an error or a warning."""
    from nlp.checks.between import reports_agree

    reports = Reports(OF, CONFLICTS, words=words)
    told = [
        {(quote.document, quote.start) for quote in finding.evidence}
        for finding in reports_agree(reports)
        if finding.level != "info"
    ]
    planted = reports.planted.keys()
    recall = len(set().union(*told) & planted) / len(planted)
    precision = sum(bool(places & planted) for places in told) / len(told)
    what = f"conflicts in {OF:,} reports, {words} words"
    yield (f"found of {len(planted)} {what}", f"{recall:.3f}", "0.95", recall / 0.95)
    yield (f"findings that are {what}", f"{precision:.3f}", "0.98", precision / 0.98)


def kept(size: int) -> Iterator[Row]:
    """An archive that is checked whole, then with each of a few new reports."""
    from nlp.archive import between, open_archive
    from nlp.archive.ready import document_row
    from nlp.archive.tables import documents
    from nlp.checks.between import left_by

    with TemporaryDirectory() as folder, open_archive(Path(folder) / "a.db") as archive:
        reading, writing = archive._engines

        def store(reports: Iterator[object], first: int) -> int:
            figures = 0
            with writing.begin() as connection:
                for key, parsed in enumerate(reports, first):
                    row = document_row(parsed) | {"id": key, "fingerprint": "", "parsed_at": ""}
                    connection.execute(documents.insert(), [row])
                    for table, rows in between.rows_of(left_by(parsed), key):
                        connection.execute(table.insert(), rows)
                    figures += len(parsed.figures)
            return figures

        def settle() -> float:
            start = time.process_time()
            between.settle(reading, writing, archive._parsed)
            return time.process_time() - start

        reports = iter(Reports(size + NEW, (size + NEW) // 20))
        start = time.process_time()
        figures = store(islice(reports, size), 1)
        stored = (time.process_time() - start) / size
        seconds = settle()
        costs = []
        for number in range(size + 1, size + NEW + 1):
            store(islice(reports, 1), number)
            costs.append(settle())
        slowest, usual = max(costs) * 1000, statistics.median(costs) * 1000
        million = seconds / figures * 1_000_000
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        megabytes = (Path(folder) / "a.db").stat().st_size / 1e6
        yield (f"{size:,} reports: traces stored", f"{stored * 1000:.1f} ms each", "", 1.0)
        whole = f"{figures:,} figures in {seconds:.1f} s"
        yield (f"{size:,} reports: checked whole", whole, "1 M in 60 s", million / 60)
        yield (f"{size:,} reports: memory until then", f"{held:,.0f} MB", "1 GB", held / 1000)
        yield (f"{size:,} reports: file", f"{megabytes:,.0f} MB", "", 1.0)
        one = f"{usual:.0f} ms, at most {slowest:.0f}"
        yield (f"{size:,} reports: one more", one, "100 ms", slowest / 100)
