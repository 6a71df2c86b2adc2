"""Rows -> the archive: all of a document in one transaction, replacing what was held of it.

A document is known by the hash of its content, a path holds one document at a time, and a document
that no path holds is forgotten. Only one writer is at work at a time (``engine``), so what is asked
at the beginning of a transaction holds until its end: new rows are numbered here, alike in every
database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from ..errors import REMEDIES
from ..model import Parsed
from . import between
from . import search as index
from .engine import write
from .ready import Block, Ready
from .tables import (
    FAMILIES,
    directives,
    documents,
    figures,
    files,
    findings,
    metadata,
    parsed_of,
    problems,
)

Record = Mapping[str, Any]

_NUMBERED = (documents, directives, figures)  # what the full-text index speaks of by number
_HELD = sa.select(
    sa.select(documents.c.id)
    .where(documents.c.sha256 == sa.bindparam("sha256"))
    .scalar_subquery()
    .label("document"),
    *(
        sa.select(sa.func.coalesce(sa.func.max(table.c.id), 0)).scalar_subquery().label(table.name)
        for table in _NUMBERED
    ),
)
_FORMER = sa.select(files.c.document).where(files.c.path == sa.bindparam("path"))


def put(
    connection: sa.Connection,
    ready: Ready,
    *,
    fingerprint: str,
    path: str | None,
    seconds: float | None,
) -> None:
    """Store a document; it was read at ``path``; None: as it says itself."""
    held = connection.execute(_HELD, {"sha256": ready.sha256}).mappings().one()
    key = held["document"]
    names = (*ready.document.names, "fingerprint", "parsed_at", "id")
    (row,) = ready.document.rows
    if key is None:
        key = held["documents"] + 1
        write(connection, _insert(documents.name, names), [(*row, fingerprint, now(), key)])
    else:
        _clear(connection, key)
        write(connection, _replace(names), [(*row, fingerprint, now(), key)])
    numbers = {documents.name: key}
    for block in ready.facts:
        first = held.get(block.table)
        if first is not None:
            numbers[block.table] = first = first + 1
        names, rows = _numbered(block, key, first)
        write(connection, _insert(block.table, names), rows)
    for kind, entries in ready.entries.items():
        if entries:
            index.add(connection, kind, list(enumerate(entries, numbers[kind])))
    outcome = {"status": ready.status, "seconds": seconds, **_reason(ready.problem)}
    note(connection, path or ready.path, key, outcome)


def _numbered(
    block: Block, document: int, first: int | None
) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Rows with the number of their document, where they say it, and numbers of their own."""
    names, rows = block.names, list(block.rows)
    if "document" in metadata.tables[block.table].c:
        names, rows = ("document", *names), [(document, *row) for row in rows]
    if first is not None:
        names, rows = ("id", *names), [(number, *row) for number, row in enumerate(rows, first)]
    return names, rows


@cache
def _insert(table: str, names: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    return f'INSERT INTO "{table}" ({columns}) VALUES ({", ".join("?" * len(names))})'  # noqa: S608


@cache
def _upsert(table: str, names: tuple[str, ...]) -> str:
    """A row, whether there is one with the first of its values or not."""
    anew = ", ".join(f'"{name}" = excluded."{name}"' for name in names)
    return f'{_insert(table, names)} ON CONFLICT ("{names[0]}") DO UPDATE SET {anew}'


@cache
def _replace(names: tuple[str, ...]) -> str:
    """The row of a document anew; the last of the values is its number."""
    *columns, key = (f'"{name}" = ?' for name in names)
    return f"UPDATE documents SET {', '.join(columns)} WHERE {key}"  # noqa: S608


def get(connection: sa.Connection, key: int) -> Parsed:
    """The document of a number, as it was parsed."""
    row = connection.execute(sa.select(documents).where(documents.c.id == key)).mappings().one()
    facts = {}
    for family, table in FAMILIES.items():
        owned = sa.select(table).where(table.c.document == key).order_by(table.c.id)
        facts[family] = list(connection.execute(owned).mappings())
    return parsed_of(row, facts)


def put_path(connection: sa.Connection, path: str, sha256: str) -> None:
    """Record one more place where a known content is found."""
    key, status = connection.execute(
        sa.select(documents.c.id, documents.c.status).where(documents.c.sha256 == sha256)
    ).one()
    first = (
        sa.select(problems.c.code, problems.c.message)
        .where(problems.c.document == key)
        .order_by(problems.c.id)
        .limit(1)
    )
    problem = connection.execute(first).first()
    note(connection, path, key, {"status": status, "seconds": None, **_reason(problem)})


def put_failure(connection: sa.Connection, path: str, reason: Record) -> None:
    """Record that a file could not be read; what it held before stays known."""
    held = connection.scalar(_FORMER, {"path": path})
    note(connection, path, held, {"status": "failed", "seconds": None, **reason})


def note(connection: sa.Connection, path: str, document: int | None, outcome: Record) -> None:
    """What became of a path the last time it was read."""
    former = connection.scalar(_FORMER, {"path": path})
    row = {"path": path, "document": document, "finished_at": now(), **outcome}
    write(connection, _upsert(files.name, tuple(row)), [tuple(row.values())])
    if former is not None and former != document:
        _forget_if_nowhere(connection, former)


def _reason(problem: Sequence[str] | None) -> dict[str, str | None]:
    """Why a document could not be read whole, by its first problem, and what to do."""
    code, message = problem or (None, None)
    return {"code": code, "message": message, "remedy": REMEDIES.get(code) if code else None}


def _forget_if_nowhere(connection: sa.Connection, document: int) -> None:
    owned = sa.select(files.c.path).where(files.c.document == document).order_by(files.c.path)
    left = connection.scalar(owned.limit(1))
    this = documents.c.id == document
    if left is None:
        _clear(connection, document)
        connection.execute(documents.delete().where(this))
    else:
        connection.execute(documents.update().where(this).values(path=left))


def _clear(connection: sa.Connection, document: int) -> None:
    """Take away the facts of a document, its index entries first."""
    index.remove(connection, document)
    between.forget(connection, document)
    for table in (*FAMILIES.values(), findings):
        connection.execute(table.delete().where(table.c.document == document))


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
