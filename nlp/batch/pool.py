"""Documents -> answers, by worker processes of this machine (loky) that are killed when they must.

A document a task: handing one over costs a thousandth of reading it. One that takes too long, too
much memory or the worker's life costs that worker; who did it is found out by reading alone those
that were being read, and the rest goes on in new workers.
"""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from ..errors import VanbanError
from ..settings import Settings
from .worker import Keep, Record, Work, begin, read_one, refused

POLL = 0.1  # seconds between looks at the clock of each document
IDLE = 300  # seconds after which a worker with nothing to do ends


class Wanted(Protocol):
    """Something to read, at a place and by a name."""

    @property
    def path(self) -> Path: ...
    @property
    def name(self) -> str: ...


W = TypeVar("W", bound=Wanted)


class Readers(Protocol):
    """Who reads documents: the processes of this machine, or a cluster."""

    def read(self, wanted: Iterator[W], expected: int) -> Iterator[tuple[W, Record]]:
        """Read all that is wanted, and hand back each with its answer, in any order.

        Args:
            wanted: what to read; asked for more as there is room.
            expected: how much that may be.

        Raises:
            ConfigurationError, MissingDependencyError: nothing can be read.
        """
        ...

    def stop(self) -> None:
        """End all that still runs; a later ``read`` starts anew."""
        ...


@dataclass(slots=True, eq=False)
class _Task(Generic[W]):
    """One of the wanted on its way through a worker."""

    wanted: W
    beat: Path  # the worker writes its process id here when it begins
    overdue: bool = False

    def started(self) -> tuple[int, float] | None:
        """The worker's process id and the time it began, if it has."""
        try:
            return int(self.beat.read_text()), self.beat.stat().st_mtime
        except (OSError, ValueError):  # not begun, or the id is not written yet
            return None


class Pool:
    """Worker processes of this machine, started when there is something to read."""

    def __init__(self, work: Work, keep: Keep, settings: Settings, *, jobs: int) -> None:
        self._work = work
        self._keep = keep
        self._settings = settings
        self._jobs = jobs
        self._executor: Any = None
        self._width = 0  # how many processes the executor has
        self._flying: dict[Future[Record], _Task[Any]] = {}
        self._again: deque[_Task[Any]] = deque()  # lost through no fault of theirs
        self._suspects: deque[_Task[Any]] = deque()  # to be read alone
        self._alone: _Task[Any] | None = None
        self._barren = 0  # how often in a row all workers died before reading anything

    def read(self, wanted: Iterator[W], expected: int) -> Iterator[tuple[W, Record]]:
        if self._width < min(self._jobs, expected):
            self.stop()
            self._width = min(self._jobs, expected)
        beats = Path(tempfile.mkdtemp(prefix="vanban-"))
        tasks = (_Task(item, beats / str(number)) for number, item in enumerate(wanted))
        try:
            yield from self._all(tasks)
        except (
            BaseException
        ):  # whoever asked may have closed this: nothing goes on behind their back
            self.stop()
            raise
        finally:
            self._flying.clear()
            self._again.clear()
            self._suspects.clear()
            self._alone, self._barren = None, 0
            shutil.rmtree(beats, ignore_errors=True)

    def __str__(self) -> str:
        return f"{self._jobs} processes"

    def stop(self) -> None:
        if self._executor is not None:
            self._executor.shutdown(wait=True, kill_workers=True)
            self._executor = None

    def _all(self, tasks: Iterator[_Task[Any]]) -> Iterator[tuple[Any, Record]]:
        while True:
            open_to_all = not self._suspects and self._alone is None
            while open_to_all and len(self._flying) < 2 * self._jobs:
                task = self._again.popleft() if self._again else next(tasks, None)
                if task is None:
                    break
                yield from self._submit(task)
            if self._suspects and not self._flying:
                self._alone = self._suspects.popleft()
                yield from self._submit(self._alone)
            if self._flying:
                yield from self._collect()
            elif not self._again and not self._suspects:
                return

    def _submit(self, task: _Task[Any]) -> Iterator[tuple[Any, Record]]:
        from loky.process_executor import BrokenProcessPool

        if self._executor is None:
            self._executor = executor(self._width)
        task.beat.unlink(missing_ok=True)
        try:
            future = self._executor.submit(
                read_one, self._work, self._keep, str(task.wanted.path), task.wanted.name,
                self._settings, str(task.beat),
            )  # fmt: skip
        except BrokenProcessPool:  # since the last look
            self._again.append(task)
            yield from self._broken()
        else:
            self._flying[future] = task

    def _collect(self) -> Iterator[tuple[Any, Record]]:
        from loky.process_executor import BrokenProcessPool

        finished, _ = wait(self._flying, timeout=POLL, return_when=FIRST_COMPLETED)
        done = [future for future in self._flying if future in finished]  # in order
        for future in done:
            if not isinstance(future.exception(), BrokenProcessPool):
                yield self._answered(self._flying.pop(future), future)
        if self._alone not in self._flying.values():
            self._alone = None
        if any(future in self._flying for future in done):
            yield from self._broken()
        else:
            self._stop_overdue()

    def _answered(self, task: _Task[Any], future: Future[Record]) -> tuple[Any, Record]:
        self._barren = 0
        return task.wanted, future.result()

    def _stop_overdue(self) -> None:
        now = time.time()
        for future, task in self._flying.items():
            begun = task.started()
            if begun and now - begun[1] > self._settings.timeout and not future.done():
                task.overdue = True
                _kill(begun[0])

    def _broken(self) -> Iterator[tuple[Any, Record]]:
        """A worker died, by itself or stopped, and took the pool with it: sort out who did it."""
        self.stop()  # now every future has ended, well or not
        lost = []
        for future, task in self._flying.items():
            if future.exception() is None:
                yield self._answered(task, future)
            else:
                lost.append(task)
        self._flying.clear()
        begun = [task for task in lost if task.started()]
        known = any(task.overdue or task is self._alone for task in begun)
        self._barren = 0 if begun else self._barren + 1
        if self._barren > 2:
            raise VanbanError(
                "the worker processes end before they read anything", remedy="run: vanban doctor"
            )
        for task in lost:
            if task.overdue:
                limit = f"not read within {self._settings.timeout:g} seconds"
                yield task.wanted, refused("timeout", limit, "raise the setting timeout")
            elif task is self._alone and task in begun:
                crash = "reading it ended the worker process"
                yield task.wanted, refused("crashed", crash, "save it anew, or give it more memory")
            elif task in begun and not known:
                self._suspects.append(task)
            else:
                self._again.append(task)
        self._alone = None


_TRACKER = "ignore:resource_tracker:UserWarning"


def executor(jobs: int) -> Any:
    from loky import ProcessPoolExecutor

    # Locks of a killed worker are cleared away by loky's tracker, a process of its own that takes
    # its warnings filter from here: that it had to is no news to a user.
    given = os.environ.get("PYTHONWARNINGS", "")
    if _TRACKER not in given:
        os.environ["PYTHONWARNINGS"] = f"{given},{_TRACKER}".lstrip(",")
    return ProcessPoolExecutor(
        jobs,
        timeout=IDLE,
        initializer=begin,
        initargs=(os.getpid(),),
        env={"PYTHONFAULTHANDLER": ""},  # a crash is told in one line, not by a stack of addresses
    )


def _kill(process: int) -> None:
    try:
        os.kill(process, getattr(signal, "SIGKILL", signal.SIGTERM))
    except ProcessLookupError:  # it ended by itself in the meantime
        return
