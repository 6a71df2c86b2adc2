"""A PostgreSQL server of the tests' own, on a Unix socket in a folder that goes with it."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

PROGRAMS = ("initdb", "postgres", "pg_dump")
PATIENCE = 30.0  # seconds for the server to answer
_numbers = itertools.count(1)


class Server:
    """A running server; ``url()`` makes a new, empty database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def url(self, database: str | None = None) -> str:
        if database is None:
            database = f"kho{next(_numbers)}"
            self.run(f"CREATE DATABASE {database}")
        return f"postgresql://vanban@/{database}?host={self.folder}"

    def run(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        import psycopg

        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(statement)  # type: ignore[call-overload]
            return cursor.fetchall() if cursor.description else []


def programs() -> Path | None:
    """The folder of the newest PostgreSQL server that is installed."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    whole = (f for f in folders if all((f / program).exists() for program in PROGRAMS))
    return next(whole, None)


@contextmanager
def running() -> Iterator[Server]:
    """A server while the block runs; without one installed, the test is skipped."""
    folder = programs()
    if folder is None:
        pytest.skip("no PostgreSQL server is installed: apt-get install postgresql")
    home = Path(tempfile.mkdtemp(prefix="vanban-pg-"))  # a socket's path must be short
    as_user: dict[str, Any] = {}
    if os.geteuid() == 0:  # it refuses to be run by root
        as_user = {"user": _other_user(), "group": "nogroup", "extra_groups": []}
        shutil.chown(home, as_user["user"])
    data, log = home / "data", home / "log"
    options: dict[str, Any] = {"cwd": home, "env": {"PATH": os.defpath, "LC_ALL": "C"}, **as_user}
    setup = ["-D", data, "-U", "vanban", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    subprocess.run([folder / "initdb", *setup], check=True, stdout=subprocess.DEVNULL, **options)
    settings = ("listen_addresses=", f"unix_socket_directories={home}", "fsync=off")
    flags = [part for setting in settings for part in ("-c", setting)]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [folder / "postgres", "-D", data, *flags], stdout=out, stderr=out, **options
        )
    try:
        server = Server(home)
        _wait(server, process, log)
        yield server
    finally:
        process.send_signal(signal.SIGINT)  # at once, whoever is still connected
        process.wait(PATIENCE)
        shutil.rmtree(home, ignore_errors=True)


def _other_user() -> str:
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _wait(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    import psycopg

    end = time.monotonic() + PATIENCE
    while True:
        try:
            server.run("SELECT 1")
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"the server does not start: {log.read_text()}") from None
            time.sleep(0.02)
        else:
            return
