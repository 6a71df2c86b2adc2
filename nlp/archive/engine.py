"""A path or URL -> engines of its database, one that reads and one that writes.

SQLite keeps an archive in one file with a write-ahead log: readers are never blocked and see the
archive as it was when they asked. PostgreSQL is made to behave alike: a reader sees one snapshot,
and there is one writer at a time, who waits for another at most ``BUSY_SECONDS``. What a database
says when it cannot go on becomes an ``ArchiveError`` that says what to do.

A commit is acknowledged once the operating system has it (SQLite's ``synchronous=NORMAL``): the
death of the program loses nothing. A power cut may take back the last commits of a SQLite archive,
whole, never in part; the next run reads those documents again, since it asks the archive what it
holds.
"""

from __future__ import annotations

import importlib.util
import os
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa

from ..errors import ArchiveError, MissingDependencyError, UsageError
from .tables import to_json

BUSY_SECONDS = 15  # to wait for another writer
_WRITER_LOCK = 0x76616E62616E  # of PostgreSQL: the number of the lock that one writer holds
_POSTGRESQL = {"postgresql", "postgres"}


class Engines(NamedTuple):
    """Two ways into one database. Dispose of ``reading``: they share their connections."""

    reading: sa.Engine
    writing: sa.Engine


def url_of(place: str | Path) -> sa.URL:
    """A path (``archive.db``) or a URL (``sqlite:///…``, ``postgresql://…``) -> a URL.

    Raises:
        UsageError: it is of no database, or of one that cannot hold an archive.
    """
    if not isinstance(place, str) or "://" not in place:
        return sa.URL.create("sqlite", database=os.path.abspath(place))  # noqa: PTH100 links stay
    try:
        url = sa.make_url(place)
    except (sa.exc.ArgumentError, ValueError) as error:
        raise UsageError(f"{place} is no database URL", remedy="name a file") from error
    backend = url.get_backend_name()
    if backend in _POSTGRESQL:
        return url.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        remedy = "name a file or a postgresql:// URL"
        raise UsageError(f"an archive cannot be kept in {backend}", remedy=remedy)
    return url


def connect(url: sa.URL) -> Engines:
    """The engines of a database; nothing is opened yet.

    Raises:
        MissingDependencyError: its driver is not installed.
    """
    if url.get_backend_name() == "sqlite":
        engine = sa.create_engine(
            url, connect_args={"timeout": BUSY_SECONDS}, json_serializer=to_json
        )
        sa.event.listen(engine, "connect", _configure_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
        reading = engine
    else:
        if importlib.util.find_spec("psycopg") is None:
            remedy = "pip install 'vanban[server]'"
            raise MissingDependencyError("psycopg is not installed", remedy=remedy)
        engine = sa.create_engine(
            url,
            connect_args={"connect_timeout": BUSY_SECONDS, "client_encoding": "utf8"},
            json_serializer=to_json,
            pool_pre_ping=True,
        )
        sa.event.listen(engine, "begin", _begin_postgresql)
        reading = engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
    sa.event.listen(engine, "handle_error", _translate)
    return Engines(reading, engine.execution_options(vanban_writes=True))


def _configure_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun below, not guessed by the driver
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def write(connection: sa.Connection, statement: str, rows: list[tuple[Any, ...]]) -> None:
    """Rows by a plain statement with "?" for a value, the same for every database.

    A built statement costs more for each row than SQLite does.
    """
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    connection.exec_driver_sql(statement.replace("?", mark), rows)


def _writes(connection: sa.Connection) -> bool:
    return bool(connection.get_execution_options().get("vanban_writes"))


def _begin_sqlite(connection: sa.Connection) -> None:
    # A writer takes its lock at once: one taken later, after reading, cannot be waited for.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writes(connection) else "BEGIN")


def _begin_postgresql(connection: sa.Connection) -> None:
    if _writes(connection):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {round(BUSY_SECONDS * 1000)}")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER_LOCK})")


class _Meaning(NamedTuple):
    message: str
    remedy: str


_BUSY = _Meaning(
    "the archive is in use by another program", "wait until it is done, then run again"
)
_DAMAGED = _Meaning(
    "the archive is damaged", "restore a backup, or ingest the documents into a new archive"
)
_FULL = _Meaning("the disk is full", "make room and run again: what is stored is safe")
_UNREACHABLE = _Meaning("the database server cannot be reached", "start it, or check the address")

# What SQLite says.
_SQLITE: Mapping[str, _Meaning] = {
    "locked": _BUSY,
    "busy": _BUSY,
    "not a database": _Meaning(
        "the file is not an archive, or it is damaged", "name another file, or restore a backup"
    ),
    "malformed": _DAMAGED,
    "vtable constructor failed": _DAMAGED,
    "corruption": _DAMAGED,
    "disk i/o": _Meaning("the archive cannot be read or written", "check the disk"),
    "full": _FULL,
    "readonly": _Meaning("the archive cannot be written", "check its permissions and its folder's"),
    "unable to open": _Meaning("the archive cannot be opened", "check that its folder exists"),
}
# The beginnings of PostgreSQL's SQLSTATE codes.
_SQLSTATE: Mapping[str, _Meaning] = {
    "55P03": _BUSY,
    "53100": _FULL,
    "25006": _Meaning("the archive cannot be written", "this server only reads: name another"),
    "42501": _Meaning("this user may not write the archive", "ask the server's administrator"),
    "28": _Meaning("the database server refuses this user", "check the name and the password"),
    "3D000": _Meaning("the server has no such database", "make it: createdb NAME"),
    "53": _Meaning("the database server is at its limits", "wait, then run again"),
    "57": _UNREACHABLE,
    "08": _UNREACHABLE,
    "58": _Meaning("the database server cannot read or write", "check its disk"),
    "XX": _DAMAGED,
}
# What libpq says when a connection fails, for which it gives no code.
_REFUSALS: Mapping[str, str] = {
    'role "': "28",  # … does not exist
    "does not exist": "3D000",
    "authentication failed": "28",
    "no password supplied": "28",
    "no pg_hba.conf entry": "28",
    "too many clients": "53",
}


def _translate(context: sa.ExceptionContext) -> None:
    """Database errors that a user can do something about -> ArchiveError."""
    error = context.original_exception
    if context.engine is not None and (known := explained(error, shown(context.engine.url))):
        raise known from error


def explained(error: BaseException, place: str) -> ArchiveError | None:
    """What a database's error means for the archive at ``place``; None: it is a fault of ours.

    Raises:
        ValueError: the database cannot hold a value.
    """
    found = _of_sqlite(error) if isinstance(error, sqlite3.Error) else _of_postgresql(error)
    return found and ArchiveError(f"{place}: {found.message}", remedy=found.remedy)


def shown(url: sa.URL) -> str:
    """The archive as a person names it: its file, or the URL without the password."""
    if url.get_backend_name() == "sqlite":
        return url.database or ":memory:"
    named = url.set(drivername="postgresql").difference_update_query(("password",))
    return named.render_as_string()


def _of_sqlite(error: sqlite3.Error) -> _Meaning | None:
    said = str(error).lower()
    return next((meaning for words, meaning in _SQLITE.items() if words in said), None)


def _of_postgresql(error: BaseException) -> _Meaning | None:
    import psycopg

    if isinstance(error, psycopg.DataError):  # as SQLite's driver does for what it cannot take
        raise ValueError(str(error)) from error
    if not isinstance(error, psycopg.Error):
        return None
    said = str(error).lower()
    state = error.sqlstate or next((s for words, s in _REFUSALS.items() if words in said), "")
    meant = (meaning for start, meaning in _SQLSTATE.items() if state and state.startswith(start))
    lost = _UNREACHABLE if isinstance(error, psycopg.OperationalError) else None
    return next(meant, lost)
