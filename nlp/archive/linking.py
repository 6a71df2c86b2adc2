"""Papers of an archive and what they say of tasks, kept as documents come and go.

Of each document the little that linking needs is kept (``nlp.link.papers``), with the keys by which
papers find each other. What comes or goes marks the papers that ask for what it offers; these are
linked again, and no others. So the links are the same whatever the order the documents came in, and
what one more costs does not grow with the archive. It is done in steps, each a transaction, so that
it may be interrupted at any moment and goes on where it stopped.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from ..link import Paper, Shelf, asks, events_of, offers, read_paper
from ..link.records import TaskEvent
from ..link.shelf import WINDOW
from ..model import Parsed
from .tables import (
    citations,
    dates,
    directives,
    documents,
    figures,
    metadata,
    parsed_of,
    tasks,
    to_json,
)

_BATCH = 500  # papers that are read or linked in one transaction
_OFFERS, _ASKS, _ASKS_LATELY = 0, 1, 2  # roles of keys; lately: within the window before it

papers = sa.Table(
    "papers",
    metadata,
    # no reference: what a document left is asked for when it is gone
    sa.Column("document", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("stamp", sa.Text, nullable=False),  # of the document it was read from
    sa.Column("day", sa.Text),
    sa.Column("waiting", sa.Boolean, nullable=False, index=True),  # to be linked
    sa.Column("record", sa.Text, nullable=False),
)
paper_keys = sa.Table(
    "paper_keys",
    metadata,
    sa.Column("key", sa.BigInteger, primary_key=True),
    sa.Column("role", sa.SmallInteger, primary_key=True),
    sa.Column("document", sa.Integer, primary_key=True, index=True),
    sa.Column("day", sa.Text),
    sa.Column("until", sa.Text),  # the last day on which an offer is looked for lately
    sqlite_with_rowid=False,
)
told = sa.Table(
    "told",  # the events that a document tells
    metadata,
    sa.Column("document", sa.Integer, primary_key=True),
    sa.Column("event", sa.Text, primary_key=True),
)
_TABLES = (papers, paper_keys, told)

Log = Callable[[sa.Connection, Sequence[str], Iterable[TaskEvent]], None]


def begin_anew(connection: sa.Connection, known: Iterable[tuple[str, str]]) -> list[str]:
    """Forget all papers, so that each is read and linked again.

    ``known``: the ids of the events that hold, each with the id of the document that tells it.
    Returns those whose document is gone.
    """
    for table in _TABLES:
        connection.execute(table.delete())
    keys = {f"sha256:{sha}": key for key, sha in connection.execute(_KEYS)}
    rows, gone = [], []
    for event, document in known:
        if document in keys:
            rows.append({"document": keys[document], "event": event})
        else:
            gone.append(event)
    if rows:
        connection.execute(told.insert(), rows)
    return gone


_KEYS = sa.select(documents.c.id, documents.c.sha256)
_STAMP = (
    documents.c.sha256
    + "/"
    + sa.func.coalesce(documents.c.checksum, "")
    + "/"
    + documents.c.parsed_at
)


def unread(connection: sa.Connection) -> tuple[list[int], list[int]]:
    """The documents that came or were read again since, and the papers whose document is gone."""
    new = (
        sa.select(documents.c.id)
        .outerjoin(papers, papers.c.document == documents.c.id)
        .where(sa.or_(papers.c.document.is_(None), papers.c.stamp != _STAMP))
        .order_by(documents.c.id)
    )
    gone = (
        sa.select(papers.c.document)
        .outerjoin(documents, papers.c.document == documents.c.id)
        .where(documents.c.id.is_(None))
    )
    return list(connection.scalars(new)), list(connection.scalars(gone))


def waiting(connection: sa.Connection) -> bool:
    """Whether papers wait to be linked."""
    return (
        connection.scalar(sa.select(papers.c.document).where(papers.c.waiting).limit(1)) is not None
    )


def in_batches(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """As many as are read in one transaction."""
    for at in range(0, len(numbers), _BATCH):
        yield numbers[at : at + _BATCH]


def forget(connection: sa.Connection, gone: Sequence[int]) -> list[str]:
    """Take away papers, marking who asks for them; returns the events that they told."""
    _mark(connection, gone)
    these = told.c.document.in_(gone)
    events = list(connection.scalars(sa.select(told.c.event).where(these)))
    for table in _TABLES:
        connection.execute(table.delete().where(table.c.document.in_(gone)))
    return events


def read(connection: sa.Connection, numbers: Sequence[int]) -> Iterator[tuple[int, Paper]]:
    """Read documents as papers, store these, and mark who asks for them."""
    _mark(connection, numbers)
    for table in (papers, paper_keys):
        connection.execute(table.delete().where(table.c.document.in_(numbers)))
    rows: list[dict[str, Any]] = []
    keys: list[dict[str, Any]] = []
    for number, stamp, parsed in _documents(connection, numbers):
        paper = read_paper(parsed)
        day = paper.day and paper.day.isoformat()
        until = paper.day and (paper.day + WINDOW).isoformat()
        record = to_json(paper.to_dict())
        rows.append(
            {"document": number, "stamp": stamp, "day": day, "waiting": True, "record": record}
        )
        for role, those in zip((_OFFERS, _ASKS, _ASKS_LATELY), _keys_of(paper), strict=True):
            named = {"document": number, "role": role, "day": day, "until": until}
            keys += [named | {"key": key} for key in those]
        yield number, paper
    for table, made in ((papers, rows), (paper_keys, keys)):
        if made:
            connection.execute(table.insert(), made)
    _mark(connection, numbers)


def _keys_of(paper: Paper) -> tuple[frozenset[int], frozenset[int], frozenset[int]]:
    return (offers(paper), *asks(paper))


def link(connection: sa.Connection, held: dict[int, Paper], log: Log) -> bool:
    """Link some of the papers that wait, the earliest first; whether there were any.

    ``held`` are papers of the step before, ``log`` writes down what the events of some papers are
    now, given the ids of those they told before.
    """
    wanted = sa.select(papers.c.document).where(papers.c.waiting)
    batch = connection.scalars(wanted.order_by(papers.c.day, papers.c.document).limit(_BATCH)).all()
    if not batch:
        return False
    offer, ask = paper_keys.alias(), paper_keys.alias()
    near = connection.scalars(
        sa.select(offer.c.document)
        .distinct()
        .join(ask, _meets(offer, ask))
        .where(ask.c.document.in_(batch))
    )
    needed = {*batch, *near}
    for gone in held.keys() - needed:
        del held[gone]
    lacking = sorted(needed - held.keys())
    for some in in_batches(lacking):
        chosen = sa.select(papers.c.document, papers.c.record).where(papers.c.document.in_(some))
        for number, record in connection.execute(chosen):
            held[number] = Paper.from_dict(json.loads(record))
    shelf = Shelf(held.values())
    before = connection.scalars(sa.select(told.c.event).where(told.c.document.in_(batch))).all()
    found = {number: events_of(held[number], shelf) for number in batch}
    log(connection, before, (event for events in found.values() for event in events))
    connection.execute(told.delete().where(told.c.document.in_(batch)))
    rows = [{"document": n, "event": event.id} for n, events in found.items() for event in events]
    if rows:
        connection.execute(told.insert(), rows)
    connection.execute(papers.update().where(papers.c.document.in_(batch)).values(waiting=False))
    return True


def _meets(offer: sa.FromClause, ask: sa.FromClause) -> sa.ColumnElement[bool]:
    """Whether a paper may find another by a key, as far as their days tell."""
    some_day = sa.or_(ask.c.day.is_(None), offer.c.day.is_(None), offer.c.day <= ask.c.day)
    lately = sa.and_(offer.c.day <= ask.c.day, ask.c.day <= offer.c.until)
    in_time = sa.or_(
        sa.and_(ask.c.role == _ASKS, some_day), sa.and_(ask.c.role == _ASKS_LATELY, lately)
    )
    return sa.and_(offer.c.key == ask.c.key, offer.c.role == _OFFERS, in_time)


def _mark(connection: sa.Connection, changed: Sequence[int]) -> None:
    """Mark the papers that ask for what some papers offer."""
    linked = sa.select(papers.c.document).where(papers.c.waiting.is_(False))
    if connection.scalar(linked.limit(1)) is None:
        return
    offer, ask = paper_keys.alias(), paper_keys.alias()
    asking = (
        sa.select(ask.c.document)
        .join(offer, _meets(offer, ask))
        .where(offer.c.document.in_(changed))
    )
    connection.execute(papers.update().where(papers.c.document.in_(asking)).values(waiting=True))


def _documents(
    connection: sa.Connection, numbers: Sequence[int]
) -> Iterator[tuple[int, str, Parsed]]:
    """Documents as far as a paper is read from them, with the stamps of what is stored."""
    facts: dict[int, dict[str, list[Mapping[Any, Any]]]] = {
        number: {"figures": [], "relations": [], "problems": []} for number in numbers
    }
    for family, table in (
        ("dates", dates), ("citations", citations), ("directives", directives), ("tasks", tasks),
    ):  # fmt: skip
        for of in facts.values():
            of[family] = []
        chosen = sa.select(table).where(table.c.document.in_(numbers)).order_by(table.c.id)
        for row in connection.execute(chosen).mappings():
            facts[row["document"]][family].append(row)
    # of figures only the pages that they tell
    names = ("document", "record_id", "text", "start", "end", "value", "unit", "kind", "page")
    paged = sa.select(*(figures.c[name] for name in names)).where(
        figures.c.document.in_(numbers), figures.c.page.is_not(None)
    )
    for row in connection.execute(paged.order_by(figures.c.id)).mappings():
        facts[row["document"]]["figures"].append(row)
    whole = sa.select(documents, _STAMP.label("stamp")).where(documents.c.id.in_(numbers))
    for row in connection.execute(whole.order_by(documents.c.id)).mappings():
        yield row["id"], row["stamp"], parsed_of(row, facts[row["id"]])
