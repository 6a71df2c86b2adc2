"""Many files -> an archive: plan, submit, collect, resume.

Each document is read by a worker process (loky), and only this process writes to the archive. A
document that takes too long, too much memory or the worker's life ends that worker and nothing
else: it is named, and the rest is done. Content that the archive holds already is not read again,
so a run that was stopped is continued by running it again.
"""

from __future__ import annotations

import dataclasses
import os
import shutil
import signal
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, Protocol

from ..errors import (
    EXIT_DONE,
    EXIT_SOME_FAILED,
    REMEDIES,
    ConfigurationError,
    MissingDependencyError,
    UnreadableInputError,
    UnsafeInputError,
    VanbanError,
)
from ..ingest.guard import admit
from ..model import Finding, Footer, Letterhead, Parsed, Problem, Source
from ..settings import Settings

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

Record = dict[str, Any]
Work = Callable[[Path, Settings], tuple[Parsed, list[Finding]]]

_STATM = Path("/proc/self/statm")
POLL = 0.1  # seconds between looks at the clock of each document
FATAL = (
    ConfigurationError,
    MissingDependencyError,
)  # not a document's fault: every one would fail


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one path. ``unchanged``: the archive held this content already."""

    path: str
    status: Literal["ok", "partial", "failed", "unchanged"]
    code: str = ""
    message: str = ""
    remedy: str = ""
    seconds: float = 0.0

    def error(self) -> VanbanError:
        """The error that it was, for one who asked for this document alone."""
        kinds = [VanbanError]
        for kind in kinds:
            kinds += kind.__subclasses__()
        found = {kind.code: kind for kind in kinds}.get(self.code, UnsafeInputError)
        message = self.message if self.path in self.message else f"{self.path}: {self.message}"
        return found(message, remedy=self.remedy)


@dataclass(frozen=True, slots=True)
class Report:
    """What became of all of them."""

    outcomes: tuple[Outcome, ...]
    seconds: float

    def count(self, status: str) -> int:
        return sum(outcome.status == status for outcome in self.outcomes)

    @property
    def troubled(self) -> tuple[Outcome, ...]:
        """The paths that failed or could not be read whole."""
        return tuple(o for o in self.outcomes if o.status in ("failed", "partial"))

    @property
    def exit_code(self) -> int:
        return EXIT_SOME_FAILED if self.troubled else EXIT_DONE


class Store(Protocol):
    """What a batch needs of an archive."""

    @property
    def path(self) -> Path | None: ...
    def known(self, sha256: str, fingerprint: str) -> bool: ...
    def add(
        self, parsed: Mapping[str, Any], *, fingerprint: str, found: Iterable[Mapping[str, Any]],
        path: str | None, seconds: float | None,
    ) -> None: ...  # fmt: skip
    def add_path(self, path: str, sha256: str) -> None: ...
    def add_failure(self, path: str, *, code: str, message: str, remedy: str) -> None: ...


def ingest(
    paths: Iterable[str | Path],
    archive: Store,
    *,
    jobs: int | None = None,
    settings: Settings | None = None,
    progress: Callable[[Outcome, int, int], None] | None = None,
    work: Work | None = None,
) -> Report:
    """Read files and folders into an archive.

    Args:
        paths: files, and folders that are walked.
        archive: where the results go, one transaction a document.
        jobs: worker processes; None: one for each core this process may use.
        settings: of reading, and the limits of time and memory for one document.
        progress: called with each outcome, how many are done, and of how many.
        work: what a worker does with a document; None: parse it and check it.

    Raises:
        ArchiveError: the archive cannot be written; what was written stays.
        ConfigurationError: a rule table or the model does not load.
        KeyboardInterrupt: stopped by hand; the workers are gone, a second run continues.
    """
    jobs = jobs or available_cores()
    run = _Run(archive, settings or Settings(), jobs, progress, work or parse_and_check)
    return run.all(paths)


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
    store = _Handing(take)
    return _Run(store, settings or Settings(), 1, None, parse_and_check, merge=False).all(paths)


def parse_and_check(path: Path, settings: Settings) -> tuple[Parsed, list[Finding]]:
    """The work on one document: what it says, and what does not add up in it."""
    from ..checks import check
    from ..parsing import parse

    parsed = parse(path, settings=settings)
    source = dataclasses.replace(parsed.source, path=printable(path))
    parsed = dataclasses.replace(parsed, source=source)
    return parsed, list(check([parsed]))


@contextmanager
def _blamed(path: Path) -> Iterator[None]:
    """Whatever goes wrong inside is an error of the document at ``path``."""
    try:
        yield
    except VanbanError:
        raise
    except MemoryError as error:
        remedy = "split it, or raise the setting max_memory"
        raise UnsafeInputError(f"{printable(path)} needs too much memory", remedy=remedy) from error
    except Exception as error:
        message = f"{printable(path)}: {type(error).__name__}: {error}"
        raise VanbanError(message, remedy="report it with the document") from error


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


def available_cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def absolute(path: str | Path) -> Path:
    """The path from the root, links kept as they are named."""
    return Path(os.path.abspath(path))  # noqa: PTH100 resolve() follows links


def printable(path: str | Path) -> str:
    """A path as text that can be stored and shown: bytes that are not UTF-8 are spelt out."""
    return os.fspath(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


# -- which files ---------------------------------------------------------------------------------


def walk(
    paths: Iterable[str | Path],
    *,
    refused: Callable[[Path, VanbanError], None],
    leave_out: frozenset[Path] = frozenset(),
) -> Iterator[Path]:
    """Every file named or found in a folder, once, in order of names.

    Hidden files and those that office programs keep beside an open document ("~$...") are left out.
    Links to folders are not followed: a walk stays in its folder and ends. What cannot be entered
    goes to ``refused``.
    """
    given: set[Path] = set()
    for named in paths:
        path = Path(named)
        found = _files_in(path, refused) if path.is_dir() else iter((path,))
        for file in found:
            place = absolute(file)
            if place not in given and place not in leave_out:
                given.add(place)
                yield file


def _files_in(folder: Path, refused: Callable[[Path, VanbanError], None]) -> Iterator[Path]:
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            reason = error.strerror or str(error)
            remedy = "give this user the right to read it"
            refused(here, UnreadableInputError(f"folder cannot be read: {reason}", remedy=remedy))
            continue
        entries = [entry for entry in entries if not entry.name.startswith((".", "~$"))]
        folders = [entry for entry in entries if entry.is_dir(follow_symlinks=False)]
        yield from (Path(entry.path) for entry in entries if not Path(entry.path).is_dir())
        waiting += [Path(entry.path) for entry in reversed(folders)]


class _Handing:
    """A store that keeps nothing: each record is handed on."""

    path = None

    def __init__(self, take: Callable[[Record, list[Record]], None]) -> None:
        self._take = take

    def known(self, sha256: str, fingerprint: str) -> bool:
        return False

    def add(
        self, parsed: Mapping[str, Any], *, found: Iterable[Mapping[str, Any]], **_: Any
    ) -> None:
        self._take(dict(parsed), [dict(finding) for finding in found])

    def add_path(self, path: str, sha256: str) -> None:
        raise AssertionError("each path is read by itself")

    def add_failure(self, path: str, *, code: str, message: str, remedy: str) -> None:
        said = f"{message} ({remedy})" if remedy else message
        self._take(failed_document(path, said, code=code).to_dict(), [])


# -- the driver ----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Job:
    """A content to read, found at ``path`` and perhaps at ``others`` too."""

    path: Path
    sha256: str
    beat: Path  # the worker writes its process id here when it begins
    others: list[Path] = field(default_factory=list)
    overdue: bool = False
    failure: tuple[str, str, str] | None = None  # code, message, remedy

    def started(self) -> tuple[int, float] | None:
        """The worker's process id and the time it began, if it has."""
        try:
            return int(self.beat.read_text()), self.beat.stat().st_mtime
        except (OSError, ValueError):  # not begun, or the id is not written yet
            return None


class _Run:
    """One run: what waits, what is being read, and who is suspected of ending workers."""

    def __init__(
        self,
        archive: Store,
        settings: Settings,
        jobs: int,
        progress: Callable[[Outcome, int, int], None] | None,
        work: Work,
        *,
        merge: bool = True,
    ) -> None:
        self._archive = archive
        self._merge = merge  # one content is one document, known by absolute paths
        self._settings = settings
        self._jobs = jobs
        self._progress = progress
        self._work = work
        self._executor: Any = None
        self._flying: dict[Future[Record], _Job] = {}
        self._again: deque[_Job] = deque()  # lost through no fault of theirs
        self._suspects: deque[_Job] = deque()  # to be read alone
        self._alone: _Job | None = None
        self._barren = 0  # how often in a row all workers died before reading anything
        self._outcomes: list[Outcome] = []
        self._total = 0

    def all(self, paths: Iterable[str | Path]) -> Report:
        began = time.monotonic()
        own = self._archive.path
        kept = [own.with_name(own.name + suffix) for suffix in ("", "-wal", "-shm")] if own else []
        refused: list[tuple[Path, VanbanError]] = []
        found = walk(
            paths,
            refused=lambda path, error: refused.append((path, error)),
            leave_out=frozenset(map(absolute, kept)),
        )
        files = [self._named(path) for path in found]
        self._total = len(files) + len(refused)
        for path, error in refused:
            self._failed(self._named(path), error)
        beats = Path(tempfile.mkdtemp(prefix="vanban-"))
        try:
            self._read(self._plan(files, beats))
        finally:
            self._stop()
            shutil.rmtree(beats, ignore_errors=True)
        return Report(tuple(self._outcomes), time.monotonic() - began)

    def _named(self, path: Path) -> Path:
        return absolute(path) if self._merge else path

    def _plan(self, files: list[Path], beats: Path) -> Iterator[_Job]:
        """The contents to read; what is known already, or waits already, is settled here."""
        met: dict[str, _Job] = {}
        for number, path in enumerate(files):
            try:
                sha256 = admit(path, max_bytes=self._settings.max_bytes).sha256
            except VanbanError as error:
                self._failed(path, error)
                continue
            if self._archive.known(sha256, self._settings.fingerprint):
                self._also(path, sha256)
            elif (job := met.get(sha256)) is None or not self._merge:
                met[sha256] = job = _Job(path, sha256, beats / str(number))
                yield job
            elif job.failure:
                self._fail(path, *job.failure)
            else:
                job.others.append(path)

    def _read(self, plan: Iterator[_Job]) -> None:
        while True:
            open_to_all = not self._suspects and self._alone is None
            while open_to_all and len(self._flying) < 2 * self._jobs:
                job = self._again.popleft() if self._again else next(plan, None)
                if job is None:
                    break
                self._submit(job)
            if self._suspects and not self._flying:
                self._alone = self._suspects.popleft()
                self._submit(self._alone)
            if self._flying:
                self._collect()
            elif not self._again and not self._suspects:
                return

    def _submit(self, job: _Job) -> None:
        from loky.process_executor import BrokenProcessPool

        if self._executor is None:
            self._executor = _executor(min(self._jobs, self._total))
        job.beat.unlink(missing_ok=True)
        try:
            future = self._executor.submit(
                _read_one, self._work, str(job.path), self._settings, str(job.beat)
            )
        except BrokenProcessPool:  # since the last look
            self._again.append(job)
            self._broken()
        else:
            self._flying[future] = job

    def _collect(self) -> None:
        from loky.process_executor import BrokenProcessPool

        finished, _ = wait(self._flying, timeout=POLL, return_when=FIRST_COMPLETED)
        done = [future for future in self._flying if future in finished]  # in order
        for future in done:
            if not isinstance(future.exception(), BrokenProcessPool):
                self._store(self._flying.pop(future), future.result())
        if self._alone not in self._flying.values():
            self._alone = None
        if any(future in self._flying for future in done):
            self._broken()
        else:
            self._stop_overdue()

    def _stop_overdue(self) -> None:
        now = time.time()
        for future, job in self._flying.items():
            begun = job.started()
            if begun and now - begun[1] > self._settings.timeout and not future.done():
                job.overdue = True
                _kill(begun[0])

    def _broken(self) -> None:
        """A worker died, by itself or stopped, and took the pool with it: sort out who did it."""
        self._stop()  # now every future has ended, well or not
        lost = []
        for future, job in self._flying.items():
            if future.exception() is None:
                self._store(job, future.result())
            else:
                lost.append(job)
        self._flying.clear()
        begun = [job for job in lost if job.started()]
        known = any(job.overdue or job is self._alone for job in begun)
        self._barren = 0 if begun else self._barren + 1
        if self._barren > 2:
            raise VanbanError(
                "the worker processes end before they read anything", remedy="run: vanban doctor"
            )
        for job in lost:
            if job.overdue:
                limit = f"not read within {self._settings.timeout:g} seconds"
                self._lost(job, "timeout", limit, "raise the setting timeout")
            elif job is self._alone and job in begun:
                crash = "reading it ended the worker process"
                self._lost(job, "crashed", crash, "save it anew, or give it more memory")
            elif job in begun and not known:
                self._suspects.append(job)
            else:
                self._again.append(job)
        self._alone = None

    def _stop(self) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=True, kill_workers=True)
            self._executor = None

    # -- outcomes ----------------------------------------------------------------------------------

    def _store(self, job: _Job, result: Record) -> None:
        self._barren = 0
        if error := result.get("error"):
            self._lost(job, error["code"], error["message"], error["remedy"])
            return
        parsed, path, seconds = result["parsed"], printable(job.path), result["seconds"]
        try:
            self._archive.add(
                parsed, fingerprint=self._settings.fingerprint, found=result["found"], path=path,
                seconds=seconds,
            )  # fmt: skip
        except (ValueError, OverflowError) as error:  # a value that no database takes
            self._lost(job, "internal", f"cannot be stored: {error}", "report the document")
            return
        problem = next(iter(parsed["problems"]), {"code": "", "message": ""})
        code, message = problem["code"], problem["message"]
        remedy = REMEDIES.get(code, "")
        self._done(Outcome(path, parsed["status"], code, message, remedy, seconds))
        for other in job.others:
            self._also(other, parsed["source"]["sha256"])

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


def _executor(jobs: int) -> Any:
    from loky import ProcessPoolExecutor

    return ProcessPoolExecutor(
        jobs,
        initializer=_begin_worker,
        initargs=(os.getpid(),),
        env={"PYTHONFAULTHANDLER": ""},  # a crash is told in one line, not by a stack of addresses
    )


def _kill(process: int) -> None:
    try:
        os.kill(process, getattr(signal, "SIGKILL", signal.SIGTERM))
    except ProcessLookupError:  # it ended by itself in the meantime
        return


# -- in the worker -------------------------------------------------------------------------------


def _begin_worker(driver: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the driver's to answer
    os.dup2(2, 1)  # whatever a library prints must not mix with our output
    threading.Thread(target=_follow, args=(driver,), daemon=True).start()


def _follow(driver: int) -> None:
    """End with the driver, however it ended."""
    while os.getppid() == driver:
        time.sleep(1)
    os._exit(1)


def _read_one(work: Work, path: str, settings: Settings, beat: str) -> Record:
    """The job: one document -> plain records of it, or of the reason why not."""
    if work is parse_and_check:
        _warm(settings)
    Path(beat).write_text(str(os.getpid()))
    began = time.monotonic()
    try:
        with _bounded(settings.max_memory), _blamed(Path(path)):
            parsed, found = work(Path(path), settings)
            answer: Record = {"parsed": parsed.to_dict(), "found": [f.to_dict() for f in found]}
    except FATAL:
        raise
    except VanbanError as error:
        reason = {"code": error.code, "message": str(error.args[0]), "remedy": error.remedy}
        answer = {"error": reason}
    return answer | {"seconds": time.monotonic() - began}


@cache
def _warm(settings: Settings) -> None:
    """Load tables and models before the clock of the first document starts."""
    from ..parsing import parse

    parse("Kính gửi: Ủy ban nhân dân xã.\n", settings=settings)


@contextmanager
def _bounded(extra: int) -> Iterator[None]:
    """Allow this process ``extra`` bytes of memory above what it holds, where the system can."""
    if resource is None or not _STATM.exists():
        yield
        return
    held = int(_STATM.read_text().split()[0]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (held + extra, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
