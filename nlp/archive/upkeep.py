"""An archive is made, taken forward, backed up and verified.

Its version is a number in ``meta``. A newer program takes an older archive forward, step by step,
in one transaction and after a backup; it never does so unasked. What verifying finds is told line
by line, each with what to do.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
import types
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ..errors import (
    ArchiveError,
    MissingDependencyError,
    UnreadableInputError,
    UsageError,
    VanbanError,
)
from ..link.records import TaskEvent
from . import search as index
from .engine import Engines, connect, explained, shown, url_of
from .ready import checksum
from .store import get
from .tables import (
    ARCHIVE_VERSION,
    FAMILIES,
    documents,
    events,
    files,
    findings,
    meta,
    metadata,
)

Line = dict[str, str]  # of what is verified: name, status, detail, remedy

_RESTORE = "restore a backup, or ingest the documents into a new archive"


# -- opening -------------------------------------------------------------------------------------


def prepare(url: sa.URL, engines: Engines, *, create: bool) -> None:
    """Make sure that there is an archive of this version; make one if there is nothing at all.

    Raises:
        UnreadableInputError: there is none, and ``create`` is false.
        ArchiveError: it is something else, or of another version.
    """
    place = shown(url)
    version = _version(url, engines, create=create)
    if version is None:
        _make(engines)
    elif version < ARCHIVE_VERSION:
        raise ArchiveError(
            f"{place} is of archive version {version}, this program's is {ARCHIVE_VERSION}",
            remedy=f"take it forward: vanban archive migrate --db {place}",
        )


def _version(url: sa.URL, engines: Engines, *, create: bool) -> int | None:
    """The version of an archive that is not newer than this program; None: there is nothing."""
    place = shown(url)
    if url.get_backend_name() == "sqlite" and url.database:  # "sqlite://" is in memory
        path = Path(url.database)
        if path.is_dir():
            raise ArchiveError(f"{place} is a folder", remedy="name a file in it")
        if not create and not path.is_file() and not place.startswith("file:"):
            raise _missing(place)
    with engines.reading.begin() as connection:
        found = set(sa.inspect(connection).get_table_names())
        if not found:
            if create:
                return None
            raise _missing(place)
        if not {"meta", "documents", "files"} <= found:
            remedy = "name another file or database"
            raise ArchiveError(f"{place} is not an archive of vanban", remedy=remedy)
        version = _stored(connection)
    if not version:
        raise ArchiveError(f"{place} is damaged: it has no version", remedy=_RESTORE)
    if version > ARCHIVE_VERSION:
        raise ArchiveError(
            f"{place} is of archive version {version}, this program reads {ARCHIVE_VERSION}",
            remedy="use the newer vanban that made it: pip install --upgrade vanban",
        )
    return version


def _stored(connection: sa.Connection) -> int:
    """The version that an archive bears; 0: none."""
    said = connection.scalar(sa.select(meta.c.value).where(meta.c.key == "version")) or ""
    return int(said) if said.isascii() and said.isdecimal() else 0


def _missing(place: str) -> UnreadableInputError:
    remedy = f"make one: vanban ingest FOLDER --db {place}"
    return UnreadableInputError(f"no archive at {place}", remedy=remedy)


def _make(engines: Engines) -> None:
    with engines.writing.begin() as connection:
        if not sa.inspect(connection).get_table_names():  # nobody else was faster
            metadata.create_all(connection)
            index.create(connection)
            connection.execute(meta.insert(), [{"key": "version", "value": str(ARCHIVE_VERSION)}])


# -- migration -----------------------------------------------------------------------------------


def _follows_tasks(connection: sa.Connection) -> None:
    """1 -> 2: the tables of followed tasks, which were not there."""


def _has_checksums(connection: sa.Connection) -> None:
    """2 -> 3: each document with a checksum of its record; traces, which are read when needed."""
    connection.exec_driver_sql("ALTER TABLE documents ADD COLUMN checksum TEXT")


def _sums_rows(connection: sa.Connection) -> None:
    """3 -> 4: checksums are of what is written; columns that nothing asked for are gone."""
    connection.exec_driver_sql("DROP INDEX ix_citations_code_key")
    for table, column in (
        ("documents", "issuer_folded"),
        ("citations", "code_key"),
        ("directives", "assignees_folded"),
        ("directives", "issuer_folded"),
    ):
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN {column}")
    for key in connection.scalars(sa.select(documents.c.id)).all():
        summed = checksum(get(connection, key))
        this = documents.c.id == key
        connection.execute(documents.update().where(this).values(checksum=summed))


# What takes an archive of a version to the next: changes of tables that are there. A table or an
# index that an older archive lacks is made afterwards, as it is now, and the full-text index anew.
STEPS: Mapping[int, Callable[[sa.Connection], None]] = types.MappingProxyType(
    {1: _follows_tasks, 2: _has_checksums, 3: _sums_rows}
)


def migrate(place: str | Path) -> dict[str, Any]:
    """Take an archive forward to this program's version, after a backup beside it.

    Returns:
        ``archive``, the versions ``before`` and ``after``, and ``backup``, None if nothing was
        to do.

    Raises:
        UnreadableInputError: there is no archive.
        MissingDependencyError: the backup needs a program that is not installed.
        ArchiveError: it is newer than this program, locked or damaged; nothing is changed.
    """
    url = url_of(place)
    engines = connect(url)
    try:
        before = _version(url, engines, create=False)
        assert before is not None
        answer = {"archive": shown(url), "before": before, "after": before, "backup": None}
        if before == ARCHIVE_VERSION:
            return answer
        with engines.writing.begin() as connection:  # nobody writes after the backup
            if _stored(connection) == before:  # nobody else was faster
                answer["backup"] = str(backup(url, engines, _beside(url, before)))
                _take_forward(connection, before)
        return answer | {"after": ARCHIVE_VERSION}
    finally:
        engines.reading.dispose()


def _take_forward(connection: sa.Connection, before: int) -> None:
    for version in range(before, ARCHIVE_VERSION):
        STEPS[version](connection)
    metadata.create_all(connection)
    for table in metadata.sorted_tables:
        for each in table.indexes:
            each.create(connection, checkfirst=True)
    index.rebuild(connection)
    this = meta.c.key == "version"
    connection.execute(meta.update().where(this).values(value=str(ARCHIVE_VERSION)))


def _beside(url: sa.URL, version: int) -> Path:
    """Where the backup of an older archive goes: "kho.db" -> "kho-v2-20240605T070809.db"."""
    made = f"{datetime.now(UTC):%Y%m%dT%H%M%S}"
    if url.get_backend_name() == "sqlite" and url.database:
        path = Path(url.database)
        return path.with_name(f"{path.stem}-v{version}-{made}{path.suffix}")
    return Path(f"{url.database}-v{version}-{made}.dump")


# -- backup --------------------------------------------------------------------------------------


def backup(url: sa.URL, engines: Engines, out: Path) -> Path:
    """Copy an archive, as it is at this moment, to a file that appears only when it is complete.

    Others may read and write it meanwhile. Of SQLite the copy is an archive itself; of PostgreSQL
    it is what ``pg_dump --format=custom`` writes and ``pg_restore`` reads.

    Raises:
        UsageError: there is such a file already, or its folder is not there.
        MissingDependencyError: PostgreSQL's pg_dump is not installed.
        ArchiveError: the archive cannot be read, or the copy not be written.
    """
    if out.exists() or not out.parent.is_dir():
        why = "exists already" if out.exists() else "is in no folder"
        raise UsageError(f"{out} {why}", remedy="name a new file in a folder that is there")
    try:
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}.") as folder:
            part = Path(folder) / "part"
            if url.get_backend_name() == "sqlite":
                _copy(engines, part, out)
            else:
                _dump(url, part)
            part.replace(out)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ArchiveError(
            f"{out} cannot be written: {reason}", remedy="name another file"
        ) from error
    return out


def _copy(engines: Engines, part: Path, out: Path) -> None:
    try:
        with engines.reading.connect() as connection, closing(sqlite3.connect(part)) as copy:
            held = connection.connection.driver_connection
            assert isinstance(held, sqlite3.Connection)
            held.backup(copy)
    except sqlite3.Error as error:
        raise explained(error, str(out)) or error from error


def _dump(url: sa.URL, part: Path) -> None:
    public = url.set(drivername="postgresql", password=None).difference_update_query(("password",))
    password = url.password or url.query.get("password")
    command = ["pg_dump", "--format=custom", "--no-password", f"--file={part}"]
    program = shutil.which("pg_dump")
    if program is None:
        said = " ".join((*command, public.render_as_string()))
        raise MissingDependencyError(
            "pg_dump is not installed", remedy=f"apt-get install postgresql-client, then: {said}"
        )
    secret = {"PGPASSWORD": str(password)} if password else {}  # arguments are seen by others
    done = subprocess.run(  # noqa: S603 a fixed program
        [program, *command[1:], public.render_as_string()],
        env={**os.environ, **secret},
        capture_output=True,
        check=False,
    )
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["pg_dump failed"]
        remedy = "see that pg_dump is as new as the server, and that there is room"
        raise ArchiveError(f"{shown(url)}: {reason[0]}", remedy=remedy)


# -- verification --------------------------------------------------------------------------------


def verify(engines: Engines) -> Iterator[Line]:
    """Read all that is stored and say of each part whether it is whole."""
    checks: Mapping[str, tuple[sa.Engine, Callable[[sa.Connection], Iterator[str]]]] = {
        "database": (engines.reading, _database),
        "documents": (engines.reading, _documents),
        "files": (engines.reading, _paths),
        "tasks": (engines.reading, _tasks),
        "search": (engines.writing, index.faults),  # FTS5 is asked by writing to it
    }
    for name, (engine, check) in checks.items():
        try:
            with engine.begin() as connection:
                said = list(check(connection))
        except VanbanError as error:
            said = [str(error.args[0])]
        yield {
            "name": name,
            "status": "failed" if said else "ok",
            "detail": "; ".join(said[:3]) + (f" (+{len(said) - 3})" if len(said) > 3 else ""),
            "remedy": _RESTORE if said else "",
        }


def _database(connection: sa.Connection) -> Iterator[str]:
    """The pages of the file, and rows that point to none."""
    if connection.dialect.name == "sqlite":
        for (said,) in connection.exec_driver_sql("PRAGMA integrity_check"):
            if said != "ok":
                yield said
        for table, row, other, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            yield f"row {row} of {table} belongs to no row of {other}"


def _documents(connection: sa.Connection) -> Iterator[str]:
    """Every document comes back as it was stored."""
    for key, sha256, path, stored in connection.execute(_STORED).all():
        try:
            if checksum(get(connection, key)) == stored:
                continue
            yield f"{path} ({sha256[:12]}) is not as it was stored"
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            yield f"{path} ({sha256[:12]}) cannot be decoded: {type(error).__name__}: {error}"
    for table in (*FAMILIES.values(), findings):
        there = sa.select(documents.c.id)
        lost = sa.select(sa.func.count()).where(table.c.document.not_in(there))
        if count := connection.scalar(lost):
            yield f"{count} {table.name} are of no document"


_STORED = sa.select(
    documents.c.id, documents.c.sha256, documents.c.path, documents.c.checksum
).order_by(documents.c.id)


def _paths(connection: sa.Connection) -> Iterator[str]:
    """Every document is held by a path, and every path that was read holds a document."""
    held = sa.select(files.c.document).where(files.c.document.is_not(None))
    lost = sa.select(documents.c.path).where(documents.c.id.not_in(held))
    yield from (f"{path} is stored but held by no file" for path in connection.scalars(lost))
    empty = sa.select(files.c.path).where(files.c.document.is_(None), files.c.status != "failed")
    yield from (f"{path} was read but holds no document" for path in connection.scalars(empty))


def _tasks(connection: sa.Connection) -> Iterator[str]:
    """Every event that was recorded can be read."""
    for number, record in connection.execute(sa.select(events.c.seq, events.c.record)):
        try:
            TaskEvent.from_dict(record)
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            yield f"event {number} cannot be decoded: {type(error).__name__}: {error}"
