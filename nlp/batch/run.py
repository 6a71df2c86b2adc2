"""The driver: what to read, what is known already, and what became of it -> the archive.

Only this process writes, one transaction a document, keyed by the hash of its content and of the
settings: what is told as done is stored, and what was not told is read again by the next run.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from ..errors import REMEDIES, VanbanError
from ..ingest.guard import admit
from ..model import Finding, Footer, Letterhead, Parsed, Problem, Source
from ..settings import Settings
from .files import absolute, printable, walk
from .outcome import Ended, Outcome, Report
from .pool import Readers
from .worker import Keep, Record, peak_memory

Progress = Callable[[Outcome, int, int], None]


class Store(Protocol):
    """What a batch needs of an archive."""

    @property
    def path(self) -> Path | None: ...
    @property
    def prepare(self) -> Keep: ...  # what a worker makes of a document, to be added
    def known(self, sha256: str, fingerprint: str) -> bool: ...
    def add(
        self, ready: Any, /, *, fingerprint: str, path: str | None, seconds: float | None
    ) -> None: ...
    def add_path(self, path: str, sha256: str) -> None: ...
    def add_failure(self, path: str, *, code: str, message: str, remedy: str) -> None: ...


class Handing:
    """A store that keeps nothing: each record is handed on."""

    path = None

    def __init__(self, take: Callable[[Record, list[Record]], None]) -> None:
        self._take = take

    def known(self, sha256: str, fingerprint: str) -> bool:
        return False

    @staticmethod
    def prepare(parsed: Parsed, found: Iterable[Finding]) -> tuple[Record, list[Record]]:
        return parsed.to_dict(), [finding.to_dict() for finding in found]

    def add(self, ready: tuple[Record, list[Record]], /, **_: Any) -> None:
        self._take(*ready)

    def add_path(self, path: str, sha256: str) -> None:
        raise AssertionError("each path is read by itself")

    def add_failure(self, path: str, *, code: str, message: str, remedy: str) -> None:
        said = f"{message} ({remedy})" if remedy else message
        self._take(failed_document(path, said, code=code).to_dict(), [])


def failed_document(path: str, message: str, *, code: str) -> Parsed:
    """The record of a document that could not be read: status failed, the reason as its problem."""
    return Parsed(
        id="",
        source=Source(path=path, media_type="", size=0, sha256="", reader=""),
        status="failed",
        text="",
        header=Letterhead(),
        footer=Footer(),
        problems=(Problem(code, "ingest", message),),
    )


@dataclass(slots=True, eq=False)
class _Job:
    """A content to read, found at ``path`` and perhaps at ``others`` too."""

    path: Path
    sha256: str
    others: list[Path] = field(default_factory=list)
    failure: tuple[str, str, str] | None = None  # code, message, remedy

    @property
    def name(self) -> str:
        return printable(self.path)


class Run:
    """A run over files: rounds of reading, and what became of each. Use it in a ``with`` block."""

    def __init__(
        self,
        archive: Store,
        readers: Readers,
        settings: Settings,
        *,
        progress: Progress | None = None,
        merge: bool = True,
        report_to: Path | None = None,
    ) -> None:
        self._archive = archive
        self._readers = readers
        self._settings = settings
        self._progress = progress
        self._merge = merge  # one content is one document, known by absolute paths
        self._report_to = report_to
        self._outcomes: list[Outcome] = []
        self._total = 0
        self._memory = 0
        self._jobs: dict[str, _Job] = {}  # by content: what is being read, and what failed
        self._began = time.monotonic()
        self._started = datetime.now(UTC).isoformat(timespec="seconds")
        self._tell("running")  # before the work: a report that cannot be written is known now

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._readers.stop()
        stopped = isinstance(error, KeyboardInterrupt | GeneratorExit)
        try:
            self._tell("done" if error is None else "interrupted" if stopped else "failed")
        except VanbanError:
            if error is None:  # what went wrong first is what is to be told
                raise

    @property
    def own_files(self) -> frozenset[Path]:
        """The files of the archive itself, which are not to be read."""
        own = self._archive.path
        kept = [own.with_name(own.name + suffix) for suffix in ("", "-wal", "-shm")] if own else []
        return frozenset(map(absolute, kept))

    def read(self, paths: Iterable[str | Path]) -> None:
        """Read files and folders.

        Raises:
            ArchiveError: the archive cannot be written; what was written stays.
            ConfigurationError, MissingDependencyError: no document could be read.
        """
        unentered: list[tuple[Path, VanbanError]] = []
        found = walk(
            paths,
            refused=lambda path, error: unentered.append((path, error)),
            leave_out=self.own_files,
        )
        files = [absolute(path) if self._merge else path for path in found]
        self._total += len(files) + len(unentered)
        self._jobs.clear()
        for path, error in unentered:
            self._failed(absolute(path) if self._merge else path, error)
        for job, answer in self._readers.read(self._plan(files), len(files)):
            self._store(job, answer)
        self._tell("running")

    def report(self, ended: Ended = "done") -> Report:
        return Report(
            tuple(self._outcomes),
            time.monotonic() - self._began,
            ended=ended,
            started=self._started,
            readers=str(self._readers),
            fingerprint=self._settings.fingerprint,
            driver_memory=peak_memory(),
            worker_memory=self._memory,
        )

    def _tell(self, ended: Ended) -> None:
        if self._report_to:
            self.report(ended).write(self._report_to)

    def _plan(self, files: list[Path]) -> Iterator[_Job]:
        """The contents to read; what is known already, or waits already, is settled here."""
        for path in files:
            try:
                sha256 = admit(path, max_bytes=self._settings.max_bytes).sha256
            except VanbanError as error:
                self._failed(path, error)
                continue
            if self._archive.known(sha256, self._settings.fingerprint):
                self._also(path, sha256)
            elif (job := self._jobs.get(sha256)) is None or not self._merge:
                self._jobs[sha256] = job = _Job(path, sha256)
                yield job
            elif job.failure:
                self._fail(path, *job.failure)
            else:
                job.others.append(path)

    # -- outcomes ----------------------------------------------------------------------------------

    def _store(self, job: _Job, answer: Record) -> None:
        self._memory = max(self._memory, answer["memory"])
        if error := answer.get("error"):
            self._lost(job, error["code"], error["message"], error["remedy"])
            return
        path, seconds = job.name, answer["seconds"]
        try:
            fingerprint = self._settings.fingerprint
            self._archive.add(answer["kept"], fingerprint=fingerprint, path=path, seconds=seconds)
        except (ValueError, OverflowError) as error:  # a value that no database takes
            self._lost(job, "internal", f"cannot be stored: {error}", "report the document")
            return
        code, message = answer["problem"]
        remedy = REMEDIES.get(code, "")
        self._done(Outcome(path, answer["status"], code, message, remedy, seconds))
        self._jobs.pop(job.sha256, None)  # the archive knows it now
        for other in job.others:
            if answer["sha256"] == job.sha256:
                self._also(other, job.sha256)
            else:
                said = f"the same content was found at {path}, which changed before it was read"
                self._fail(other, "unreadable", said, "run again")

    def _also(self, path: Path, sha256: str) -> None:
        self._archive.add_path(printable(path), sha256)
        self._done(Outcome(printable(path), "unchanged"))

    def _lost(self, job: _Job, code: str, message: str, remedy: str) -> None:
        job.failure = (code, message, remedy)
        for path in (job.path, *job.others):
            self._fail(path, *job.failure)

    def _failed(self, path: Path, error: VanbanError) -> None:
        self._fail(path, error.code, error.args[0], error.remedy)

    def _fail(self, path: Path, code: str, message: str, remedy: str) -> None:
        shown = printable(path)
        message = printable(message)
        self._archive.add_failure(shown, code=code, message=message, remedy=remedy)
        self._done(Outcome(shown, "failed", code=code, message=message, remedy=remedy))

    def _done(self, outcome: Outcome) -> None:
        self._outcomes.append(outcome)
        if self._progress:
            self._progress(outcome, len(self._outcomes), self._total)
