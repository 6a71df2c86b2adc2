"""What a long run says where nobody watches a bar: a line now and then, for a log."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

EVERY = 10.0  # seconds between lines


@contextmanager
def progress_lines(
    write: Callable[[str], None],
    *,
    every: float = EVERY,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Callable[[Any, int, int], None]]:
    """A line each ``every`` seconds and at the end; none for a run that is over before the first.

    "1200 of 10000, 12.3/s, 0:11:55 left, 3 failed": the rate is of the whole run, and so is what
    remains of it.
    """
    began = told = clock()
    failed = 0
    last = ""

    def step(outcome: Any, done: int, total: int) -> None:
        nonlocal failed, last, told
        now = clock()
        failed += outcome.status == "failed"
        rate = done / max(now - began, 1e-9)
        left = timedelta(seconds=round((total - done) / rate))
        last = f"{done} of {total}, {rate:.1f}/s, {left} left, {failed} failed"
        if now - told >= every:
            write(last)
            told, last = now, ""

    try:
        yield step
    finally:
        if last and told > began:
            write(last)
