"""Many files -> an archive: plan, submit, collect, resume.

Each document is read by a worker process, of this machine (loky) or of a cluster (Dask), and only
this process writes to the archive. A document that takes too long, too much memory or the worker's
life ends that worker and nothing else: it is named, and the rest is done. Content that the archive
holds already is not read again, so a run that was stopped is continued by running it again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from ..settings import Settings
from .cluster import Cluster, Scheduler
from .files import printable, walk
from .outcome import Outcome, Report
from .pool import Pool, Readers
from .run import Handing, Progress, Run, Store, failed_document
from .watch import EVERY, Inbox
from .worker import Keep, Record, Work, parse_and_check

__all__ = [
    "Outcome", "Report", "Scheduler", "available_cores", "failed_document", "ingest", "printable",
    "read_each", "walk", "watch",
]  # fmt: skip


def ingest(
    paths: Iterable[str | Path],
    archive: Store,
    *,
    jobs: int | None = None,
    scheduler: Scheduler | None = None,
    settings: Settings | None = None,
    progress: Progress | None = None,
    report_to: Path | None = None,
    work: Work = parse_and_check,
) -> Report:
    """Read files and folders into an archive.

    Args:
        paths: files, and folders that are walked.
        archive: where the results go, one transaction a document.
        jobs: worker processes of this machine; None: one for each core this process may use.
        scheduler: of a cluster whose workers read instead.
        settings: of reading, and the limits of time and memory for one document.
        progress: called with each outcome, how many are done, and of how many.
        report_to: a file for the report as JSON; written however the run ends.
        work: what a worker does with a document.

    Raises:
        ArchiveError: the archive cannot be written; what was written stays.
        ConfigurationError: a rule table or the model does not load, or the cluster is not there.
        MissingDependencyError: there is a scheduler, but Dask is not installed.
        UsageError: the report cannot be written.
        KeyboardInterrupt: stopped by hand; the workers are gone, a second run continues.
    """
    settings = settings or Settings()
    readers = _readers(work, archive.prepare, settings, jobs, scheduler)
    with Run(archive, readers, settings, progress=progress, report_to=report_to) as run:
        run.read(paths)
        return run.report()


def watch(
    paths: Iterable[str | Path],
    archive: Store,
    *,
    every: float = EVERY,
    jobs: int | None = None,
    scheduler: Scheduler | None = None,
    settings: Settings | None = None,
    progress: Progress | None = None,
    report_to: Path | None = None,
    work: Work = parse_and_check,
) -> None:
    """Read what is put into folders, as it comes, until stopped by hand.

    A file is read when two looks in a row found it the same, and again when it has changed since.
    Arguments and errors are those of ``ingest``; ``every`` is the time between looks, in seconds.

    Raises:
        KeyboardInterrupt: it always ends so; what was told as done is stored.
    """
    settings = settings or Settings()
    readers = _readers(work, archive.prepare, settings, jobs, scheduler)
    with Run(archive, readers, settings, progress=progress, report_to=report_to) as run:
        inbox = Inbox(paths, leave_out=run.own_files)
        for complete in inbox.rounds(every):
            run.read(complete)


def read_each(
    paths: Iterable[str | Path],
    take: Callable[[Record, list[Record]], None],
    *,
    settings: Settings | None = None,
) -> Report:
    """Read files and folders one after the other and hand each on; nothing is stored.

    Args:
        paths: files, and folders that are walked.
        take: called with the record of each document, failed ones too, and those of its findings.
        settings: of reading, and the limits of time and memory for one document.

    Raises:
        ConfigurationError: a rule table or the model does not load.
        KeyboardInterrupt: stopped by hand.
    """
    settings = settings or Settings()
    handing = Handing(take)
    readers = Pool(parse_and_check, handing.prepare, settings, jobs=1)
    with Run(handing, readers, settings, merge=False) as run:
        run.read(paths)
        return run.report()


def available_cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _readers(
    work: Work,
    keep: Keep,
    settings: Settings,
    jobs: int | None,
    scheduler: Scheduler | None,
) -> Readers:
    if scheduler:
        return Cluster(work, keep, settings, scheduler)
    return Pool(work, keep, settings, jobs=jobs or available_cores())
