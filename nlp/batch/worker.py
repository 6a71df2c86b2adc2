"""In a worker process: one document -> plain records of it, or of the reason why not.

The process is there to be killed: the pool that owns it watches the clock, the system watches the
memory, and nothing it does reaches the archive but by what it answers.
"""

from __future__ import annotations

import dataclasses
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from ..errors import (
    ConfigurationError,
    MissingDependencyError,
    UnreadableInputError,
    UnsafeInputError,
    VanbanError,
)
from ..model import Finding, Parsed
from ..settings import Settings
from .files import printable, state

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

Record = dict[str, Any]
Work = Callable[[Path, str, Settings], tuple[Parsed, list[Finding]]]  # on a file of this name
Keep = Callable[[Parsed, list[Finding]], Any]  # what a store will want of it

FATAL = (
    ConfigurationError,
    MissingDependencyError,
)  # not a document's fault: every one would fail
_STATM = Path("/proc/self/statm")
_STATUS = Path("/proc/self/status")


def read_one(work: Work, keep: Keep, path: str, name: str, settings: Settings, beat: str) -> Record:
    """The job: one document -> what is to be kept of it, or the reason why not; and what it cost.

    Args:
        work: what to do with the document.
        keep: what to make of the result, here rather than where it is stored.
        path: where it is.
        name: what it is called.
        settings: of reading, and how much memory it may take.
        beat: a file to write this process' id to when it begins.

    Returns:
        What is ``kept`` of it, its ``sha256`` and ``status`` and the code and message of its first
        ``problem``; or ``error`` with its code, message and remedy; ``seconds`` of reading;
        ``memory``, the most this process held so far, in bytes.

    Raises:
        ConfigurationError, MissingDependencyError: no document could be read.
    """
    if work is parse_and_check:
        _warm(settings)
    Path(beat).write_text(str(os.getpid()))
    file = Path(path)
    began, before = time.monotonic(), state(file)
    try:
        with _bounded(settings.max_memory), _blamed(file):
            parsed, found = work(file, name, settings)
            answer: Record = {
                "kept": keep(parsed, found),
                "sha256": parsed.source.sha256,
                "status": parsed.status,
                "problem": next(((p.code, p.message) for p in parsed.problems), ("", "")),
            }
        if state(file) != before:
            remedy = "run again when it is complete"
            raise UnreadableInputError(
                f"{printable(file)} changed while it was read", remedy=remedy
            )
    except FATAL:
        raise
    except VanbanError as error:
        answer = refused(error.code, str(error.args[0]), error.remedy)
    return answer | {"seconds": time.monotonic() - began, "memory": peak_memory()}


def refused(code: str, message: str, remedy: str) -> Record:
    """The answer for a document that was not read."""
    reason = {"code": code, "message": message, "remedy": remedy}
    return {"error": reason, "seconds": 0.0, "memory": 0}


def parse_and_check(path: Path, name: str, settings: Settings) -> tuple[Parsed, list[Finding]]:
    """The work on one document: what it says, and what does not add up in it."""
    from ..checks import check
    from ..parsing import parse

    parsed = parse(path, settings=settings)
    source = dataclasses.replace(parsed.source, path=name)
    parsed = dataclasses.replace(parsed, source=source)
    return parsed, list(check([parsed]))


def begin(driver: int) -> None:
    """Set up a process that serves ``driver`` and ends with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the driver's to answer
    os.dup2(2, 1)  # whatever a library prints must not mix with our output
    threading.Thread(target=_follow, args=(driver,), daemon=True).start()


def peak_memory() -> int:
    """The most memory that this process held at once, in bytes; 0 where the system does not say."""
    if _STATUS.exists():  # getrusage() would count what the parent held before it started this
        for line in _STATUS.read_text("utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return 0


def _follow(driver: int) -> None:
    """End with the driver, however it ended."""
    while os.getppid() == driver:
        time.sleep(1)
    os._exit(1)


@cache
def _warm(settings: Settings) -> None:
    """Load tables and models before the clock of the first document starts."""
    from ..parsing import parse

    parse("Kính gửi: Ủy ban nhân dân xã.\n", settings=settings)


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
