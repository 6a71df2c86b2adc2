"""Checks between reports on invented archives: what they cost and what they find."""

import statistics
import time

from tests.benchmarks.synthetic import Archive

REPORTS, CONFLICTS = 10_000, 500


def rows() -> list[tuple[str, str, str, float]]:
    from nlp.checks.series import Series

    warm = Series()
    for parsed in Archive(100, 5, seed=2):  # loads the tables
        warm.add(parsed)
    archive, series = Archive(REPORTS, CONFLICTS), Series()
    costs: list[float] = []
    figures = 0
    right = told = 0
    touched: set[tuple[str, int]] = set()
    for parsed in archive:
        figures += len(parsed.figures)
        start = time.process_time()
        found = series.add(parsed)
        costs.append(time.process_time() - start)
        for finding in found:
            if finding.level == "info":
                continue
            places = {(quote.document, quote.start) for quote in finding.evidence}
            told += 1
            right += bool(places & archive.planted.keys())
            touched |= places & archive.planted.keys()
    seconds = sum(costs)
    recall, precision = len(touched) / len(archive.planted), right / told
    million = seconds / figures * 1_000_000
    slowest = statistics.quantiles(costs, n=1000)[-1] * 1000
    size = f"{REPORTS:,} reports"
    return [
        (f"figures of {size} checked", f"{figures / seconds:,.0f}/s", "1 M in 60 s", million / 60),
        ("one report against them, 99.9 %", f"{slowest:.1f} ms", "100 ms", slowest / 100),
        (f"found of {CONFLICTS} planted conflicts", f"{recall:.3f}", "0.95", recall / 0.95),
        ("findings that are conflicts", f"{precision:.3f}", "0.98", precision / 0.98),
    ]  # fmt: skip
