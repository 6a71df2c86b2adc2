"""Kill -9, a full disk, two writers: nothing told as done is lost, nothing is held twice."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from nlp.archive import open_archive
from nlp.batch import Outcome, ingest

from .conftest import driver, held, many, workers_of
from .works import work

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")

DRIVERS, WORKERS = 4, 12  # killed, drivers in each of two databases
DOCUMENTS = 120


def finish(db: str | Path, *folders: Path) -> set[str]:
    """Run to the end, undisturbed; what the archive holds then."""
    with open_archive(db) as archive:
        report = ingest(folders, archive, jobs=2, work=work)
        assert report.exit_code == 0
        return held(archive)


def paths(*folders: Path) -> set[str]:
    return {str(path) for folder in folders for path in folder.iterdir()}


@pytest.mark.slow
def test_the_driver_is_killed_at_any_moment(tmp_path: Path, db: str) -> None:
    folder = many(tmp_path / "vào", DOCUMENTS)
    chance = random.Random(1)
    told: set[str] = set()
    for number in range(DRIVERS):
        with driver(db, folder) as killed:
            assert killed.stdout is not None
            assert killed.stderr is not None
            for line in killed.stdout:
                if number % 4 == 3 or line.strip() not in told:  # at the known ones, or at work
                    told.add(line.strip())
                    break
            else:
                pytest.fail(killed.stderr.read())
            time.sleep(chance.uniform(0, 0.2))
            workers = workers_of(killed.pid)
            killed.kill()
            rest = killed.stdout.read().split("\n")
        told |= set(rest[:-1])  # the last may be cut
        with open_archive(db) as archive:
            assert told <= held(archive)
        assert gone(workers), "the killed driver left workers behind"
    assert len(told) < DOCUMENTS, "each run was to be killed at work"
    assert finish(db, folder) == paths(folder)


def gone(processes: list[int]) -> bool:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if not any(Path(f"/proc/{process}").exists() for process in processes):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.slow
def test_a_worker_is_killed_at_any_moment(tmp_path: Path) -> None:
    folder = many(tmp_path / "vào", 16)
    chance = random.Random(2)
    kills = 0
    for number in range(WORKERS):
        db = tmp_path / f"{number}.db"
        told: list[str] = []

        def tell(outcome: Outcome, _done: int, _total: int, told: list[str] = told) -> None:
            told.append(outcome.path)

        with open_archive(db) as archive, killing(chance, times=1 + (number % 4 == 0)) as killed:
            report = ingest([folder], archive, jobs=2, work=work, progress=tell)
            assert {o.code for o in report.troubled} <= {"crashed"}  # killed when alone, again
            assert sorted(told) == sorted(paths(folder)), "each is told once"
            assert held(archive) == {o.path for o in report.outcomes if o.status == "ok"}
        assert finish(db, folder) == paths(folder)
        kills += len(killed)
    assert kills >= WORKERS


class killing:  # noqa: N801 a context manager reads as a verb
    """Kill a worker of this process at a random moment, or one more soon after."""

    def __init__(self, chance: random.Random, *, times: int) -> None:
        self._delays = [chance.uniform(0, 0.2) for _ in range(times)]
        self._pick = chance.choice
        self._killed: list[int] = []
        self._thread = threading.Thread(target=self._kill)

    def _kill(self) -> None:
        for delay in self._delays:
            deadline = time.monotonic() + 5
            while not (workers := workers_of(os.getpid())) and time.monotonic() < deadline:
                time.sleep(0.01)
            time.sleep(delay)
            if workers := [w for w in workers if w not in self._killed]:
                try:
                    victim = self._pick(sorted(workers))
                    os.kill(victim, signal.SIGKILL)
                except ProcessLookupError:  # the run was over
                    return
                self._killed.append(victim)

    def __enter__(self) -> list[int]:
        self._thread.start()
        return self._killed

    def __exit__(self, *_: object) -> None:
        self._thread.join()


def test_a_stop_by_hand_is_clean(tmp_path: Path) -> None:
    folder, db = many(tmp_path / "vào", 60), tmp_path / "kho.db"
    last = folder / "đợi.txt"
    last.write_text("hang", "utf-8")  # the run cannot be over before it is stopped
    with driver(db, folder) as stopped:
        assert stopped.stdout is not None
        told = {stopped.stdout.readline().strip() for _ in range(3)}
        workers = workers_of(stopped.pid)
        stopped.send_signal(signal.SIGINT)
        told |= set(stopped.stdout.read().splitlines())
    assert stopped.returncode == 130
    assert gone(workers)
    with open_archive(db) as archive:
        stored = held(archive)
        assert told <= stored < paths(folder)
        last.write_text("brief", "utf-8")
        again = ingest([folder], archive, jobs=2, work=work)
        assert (again.count("unchanged"), again.exit_code) == (len(stored), 0)
        assert held(archive) == paths(folder)


# -- a full disk -----------------------------------------------------------------------------------


def stopped_for_room(process: subprocess.Popen[str], db: Path, folder: Path, said: str) -> None:
    """The driver ends with 8 and what it told is stored; with room again, the rest follows."""
    with process:
        out, error = process.communicate(timeout=60)
    assert (process.returncode, said in error) == (8, True), error
    told = set(out.splitlines())
    with open_archive(db) as archive:
        assert told
        assert told <= held(archive) < paths(folder)
    assert finish(db, folder) == paths(folder)


def test_a_file_that_may_not_grow(tmp_path: Path) -> None:
    """The system refuses a write in the middle of a transaction: possible for every user."""
    folder, db = many(tmp_path / "vào", 80), tmp_path / "kho.db"
    process = driver(db, folder, "--jobs=1", "--largest=600000")
    stopped_for_room(process, db, folder, "check the disk")


def test_a_full_disk(tmp_path: Path) -> None:
    """A disk of one megabyte, where this user may make one."""
    folder, disk = many(tmp_path / "vào", 80), tmp_path / "đĩa"
    disk.mkdir()
    room = ("unshare", "--map-root-user", "--mount", "sh", "-c")
    mount = f'mount -t tmpfs -o size=1m none "{disk}"'
    if not shutil.which("unshare") or subprocess.run([*room, mount], check=False).returncode:
        pytest.skip("no right to mount a disk of our own")
    # the disk goes with the process that sees it, so that the archive is copied from it first
    body = f'{mount} && {{ "$@"; code=$?; cp "{disk}"/kho.db* "{tmp_path}"; exit $code; }}'
    process = driver(disk / "kho.db", folder, "--jobs=1", before=(*room, body, "sh"))
    stopped_for_room(process, tmp_path / "kho.db", folder, "the disk is full")


# -- two writers -----------------------------------------------------------------------------------


def test_two_writers(tmp_path: Path, db: str) -> None:
    """Both read the same and their own, into one archive."""
    same, left, right = (many(tmp_path / name, 0) for name in ("chung", "trái", "phải"))
    for folder, first in ((same, 0), (left, 100), (right, 200)):
        for number in range(first, first + 25):
            (folder / f"{number}.txt").write_text(f"brief {number}", "utf-8")
    with driver(db, same, left) as one, driver(db, same, right) as two:
        told = [set(process.communicate(timeout=60)[0].splitlines()) for process in (one, two)]
    assert (one.returncode, two.returncode) == (0, 0)
    assert told == [paths(same, left), paths(same, right)]
    with open_archive(db) as archive:
        assert held(archive) == paths(same, left, right)
