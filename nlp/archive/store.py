"""A parsed document -> rows: everything of it in one transaction, replacing what was held of it.

A document is known by the hash of its content, a path holds one document at a time, and a document
that no path holds is forgotten. Only one writer is at work at a time (``engine``), so what is asked
at the beginning of a transaction holds until its end: new rows are numbered here, alike in every
database.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ..checks.between import Left
from ..errors import REMEDIES
from ..model import Parsed
from . import between
from . import search as index
from .tables import (
    FAMILIES,
    as_stored,
    directives,
    document_row,
    documents,
    fact_rows,
    figures,
    files,
    finding_rows,
    findings,
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


def _upsert(insert: Any) -> sa.Insert:
    """The statement that writes the row of a path, whether there is one or not."""
    changed = {column.name: insert.excluded[column.name] for column in files.c}
    made: sa.Insert = insert.on_conflict_do_update(index_elements=["path"], set_=changed)
    return made


_NOTE: Mapping[str, sa.Insert] = types.MappingProxyType(
    {"sqlite": _upsert(sqlite.insert(files)), "postgresql": _upsert(postgresql.insert(files))}
)


def put(
    connection: sa.Connection,
    record: Record,
    found: Sequence[Record],
    traces: Left,
    *,
    fingerprint: str,
    path: str | None,
    seconds: float | None,
) -> None:
    """Store a document's record, its findings and what it leaves for the checks between documents.

    It was read at ``path``; None: as it says itself.
    """
    row = document_row(record) | {"fingerprint": fingerprint, "parsed_at": now()}
    held = connection.execute(_HELD, {"sha256": row["sha256"]}).mappings().one()
    key = held["document"]
    if key is None:
        key = held["documents"] + 1
        _insert(connection, documents, [row | {"id": key}])
    else:
        _clear(connection, key)
        connection.execute(documents.update().where(documents.c.id == key), row)
    stored: dict[str, Sequence[Record]] = {"documents": [row | {"id": key}]}
    for family, (table, _) in FAMILIES.items():
        if rows := fact_rows(family, record, key):
            if table in _NUMBERED:
                first = held[table.name] + 1
                rows = [{**fact, "id": first + position} for position, fact in enumerate(rows)]
            _insert(connection, table, rows)
            stored[family] = rows
    if rows := finding_rows(found, key):
        _insert(connection, findings, rows)
    index.add(connection, stored)
    for table, rows in between.rows_of(traces, key):
        _insert(connection, table, rows)
    problem = next(iter(record["problems"]), None)
    outcome = {"status": row["status"], "seconds": seconds, **_reason(problem)}
    note(connection, path or row["path"], key, outcome)


def _insert(connection: sa.Connection, table: sa.Table, rows: Sequence[Record]) -> None:
    """Rows of the same keys into a table, without what a general statement costs for each."""
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    statement, columns = _plan(table, tuple(rows[0]), mark)
    values = [
        tuple([turn(row[name]) if turn else row[name] for name, turn in columns]) for row in rows
    ]
    connection.exec_driver_sql(statement, values)


@cache
def _plan(
    table: sa.Table, keys: tuple[str, ...], mark: str
) -> tuple[str, tuple[tuple[str, Callable[[Any], Any] | None], ...]]:
    """The statement, and how the value of each key is written."""
    names = ", ".join(f'"{key}"' for key in keys)
    marks = ", ".join([mark] * len(keys))
    columns = tuple((key, as_stored(table.c[key])) for key in keys)
    return f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', columns  # noqa: S608


def get(connection: sa.Connection, key: int) -> Parsed:
    """The document of a number, as it was parsed."""
    row = connection.execute(sa.select(documents).where(documents.c.id == key)).mappings().one()
    facts = {}
    for family, (table, _) in FAMILIES.items():
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
    problem = connection.execute(first).mappings().first()
    note(connection, path, key, {"status": status, "seconds": None, **_reason(problem)})


def put_failure(connection: sa.Connection, path: str, reason: Record) -> None:
    """Record that a file could not be read; what it held before stays known."""
    held = connection.scalar(_FORMER, {"path": path})
    note(connection, path, held, {"status": "failed", "seconds": None, **reason})


def note(connection: sa.Connection, path: str, document: int | None, outcome: Record) -> None:
    """What became of a path the last time it was read."""
    former = connection.scalar(_FORMER, {"path": path})
    row = {"path": path, "document": document, "finished_at": now(), **outcome}
    connection.execute(_NOTE[connection.dialect.name], row)
    if former is not None and former != document:
        _forget_if_nowhere(connection, former)


def _reason(problem: Mapping[Any, Any] | None) -> dict[str, Any]:
    """Why a document could not be read whole, and what to do."""
    if problem is None:
        return {"code": None, "message": None, "remedy": None}
    code = problem["code"]
    return {"code": code, "message": problem["message"], "remedy": REMEDIES.get(code)}


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
    for table in (*(table for table, _ in FAMILIES.values()), findings):
        connection.execute(table.delete().where(table.c.document == document))


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
