"""Findings between the documents of an archive, kept as documents come and go.

With each document its traces are stored (``nlp.checks.between``), under the keys of their groups.
Whatever comes or goes marks the groups that it touches; ``settle`` judges those again, and no
others. So the archive's findings are the same whatever the order its documents came in, and what
one more report costs does not grow with the archive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from ..checks.between import Left, Packed, adopted, judge, left_by, loud, speaks
from ..checks.keys import kind_of
from ..checks.lineage import Claim, parent_of
from ..model import Finding, Parsed
from .tables import documents, finding_rows, findings, meta, metadata

_BATCH = 4000  # groups that are judged in one transaction
_ADOPTED = 2  # the role of what joined a group once it was known where its place lies: a part
_TRACED = "traced"  # in the archive's meta: no document is without traces of this edition
_EDITION = "3"
_Member = tuple[int, int, int]  # of a group: its role, document and line

_OWNER = sa.ForeignKey("documents.id", ondelete="CASCADE")
left = sa.Table(
    "traces",
    metadata,
    sa.Column("document", sa.Integer, _OWNER, primary_key=True),
    sa.Column("lines", sa.Text, nullable=False),
)
keys = sa.Table(
    "trace_keys",
    metadata,
    sa.Column("key", sa.BigInteger, primary_key=True),
    sa.Column("document", sa.Integer, primary_key=True, index=True),
    sa.Column("number", sa.Integer, primary_key=True),  # of a line of its traces
    sa.Column("role", sa.SmallInteger, nullable=False),
    sqlite_with_rowid=False,
)
touched = sa.Table(
    "touched",  # groups to be judged again; a key may stand here more than once
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("key", sa.BigInteger, nullable=False, index=True),
)
judged = sa.Table(
    "judged",  # which group a finding came out of
    metadata,
    sa.Column("key", sa.BigInteger, primary_key=True),
    sa.Column(
        "finding",
        sa.Integer,
        sa.ForeignKey("findings.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
)


def rows_of(traces: Left, document: int) -> Iterator[tuple[sa.Table, list[dict[str, Any]]]]:
    """The rows of what a new document leaves, table by table, the marks of what it touches last."""
    yield left, [{"document": document, "lines": traces.lines}]
    if traces.keys:
        yield (
            keys,
            [
                {"key": key, "document": document, "number": number, "role": role}
                for key, number, role in traces.keys
            ],
        )
        yield touched, [{"key": key} for key in dict.fromkeys(key for key, _, _ in traces.keys)]


def forget(connection: sa.Connection, document: int) -> None:
    """Take away what a document left, the findings that speak of it, and mark what it touched."""
    theirs = sa.select(keys.c.key).where(keys.c.document == document)
    connection.execute(touched.insert().from_select(["key"], theirs.distinct()))
    told = sa.select(judged.c.finding).where(judged.c.key.in_(theirs))
    connection.execute(findings.delete().where(findings.c.id.in_(told)))
    for table in (keys, left):
        connection.execute(table.delete().where(table.c.document == document))


def settle(reading: sa.Engine, writing: sa.Engine, parsed: Callable[[int], Parsed], /) -> None:
    """Bring the findings between documents up to date.

    Args:
        reading: the archive's engine; what is settled already is not written to.
        writing: its engine for writing.
        parsed: a document by its key, for those that an older version stored without traces.
    """
    known = sa.select(meta.c.value).where(meta.c.key == _TRACED)
    with reading.begin() as connection:
        edition = connection.scalar(known)
    if edition != _EDITION:
        if edition is not None:
            _forget_all(writing)
        _trace_the_rest(reading, writing, parsed)
    with reading.begin() as connection:
        some = connection.scalar(sa.select(touched.c.key).limit(1)) is not None
    while some:
        with writing.begin() as connection:
            some = _settle_some(connection)


def _forget_all(writing: sa.Engine) -> None:
    """Take away what an older edition left of every document, and what it found."""
    with writing.begin() as connection:
        told = sa.select(judged.c.finding)
        connection.execute(findings.delete().where(findings.c.id.in_(told)))
        for table in (judged, touched, keys, left):
            connection.execute(table.delete())
        connection.execute(meta.delete().where(meta.c.key == _TRACED))


def _trace_the_rest(
    reading: sa.Engine, writing: sa.Engine, parsed: Callable[[int], Parsed]
) -> None:
    """Read the traces of documents that have none, once in an archive's life."""
    unread = (
        sa.select(documents.c.id)
        .outerjoin(left, left.c.document == documents.c.id)
        .where(left.c.document.is_(None))
    )
    with reading.begin() as connection:
        without = connection.scalars(unread).all()
    for document in without:
        traces = left_by(parsed(document))
        with writing.begin() as connection:
            if connection.scalar(unread.where(documents.c.id == document)) is not None:
                for table, rows in rows_of(traces, document):
                    connection.execute(table.insert(), rows)
    with writing.begin() as connection:
        if connection.scalar(sa.select(meta.c.key).where(meta.c.key == _TRACED)) is None:
            connection.execute(meta.insert(), {"key": _TRACED, "value": _EDITION})


def _settle_some(connection: sa.Connection) -> bool:
    """Judge some of the touched groups again; whether there were any."""
    wanted = sa.select(touched.c.key).distinct().order_by(touched.c.key).limit(_BATCH)
    batch = connection.scalars(wanted).all()
    if not batch:
        return False
    these = touched.c.key.between(batch[0], batch[-1])
    marked = sa.select(touched.c.key).where(these)
    told = sa.select(judged.c.finding).where(judged.c.key.in_(marked))
    connection.execute(findings.delete().where(findings.c.id.in_(told)))
    _judge(connection, _groups(connection, keys.c.key.in_(marked)))
    connection.execute(touched.delete().where(these))
    for key in batch:
        if kind_of(key) == "lineage":
            _adopt(connection, key)
    return True


def _adopt(connection: sa.Connection, key: int) -> None:
    """Let the reports of a place that do not say where it lies join the groups of where it does."""
    members = connection.execute(
        sa.select(keys.c.role, keys.c.document, keys.c.number, left.c.lines)
        .join(left, left.c.document == keys.c.document)
        .where(keys.c.key == key)
    ).all()
    if not any(role for role, *_ in members):
        return
    claims = (Packed(lines, (number,)).item(number) for _, _, number, lines in members)
    parent = parent_of(claim for claim in claims if isinstance(claim, Claim))
    for role, document, _, lines in members:
        if not role:
            continue
        joined = (keys.c.document == document) & (keys.c.role == _ADOPTED)
        known = {
            (k, n)
            for k, n in connection.execute(sa.select(keys.c.key, keys.c.number).where(joined))
        }
        wanted = set(adopted(lines, parent))
        if known == wanted:
            continue
        connection.execute(keys.delete().where(joined))
        if wanted:
            connection.execute(
                keys.insert(),
                [
                    {"key": k, "document": document, "number": n, "role": _ADOPTED}
                    for k, n in sorted(wanted)
                ],
            )
        marked = sorted({k for k, _ in known ^ wanted})
        connection.execute(touched.insert(), [{"key": k} for k in marked])


def _groups(connection: sa.Connection, these: sa.ColumnElement[bool]) -> dict[int, list[_Member]]:
    """The members of those groups that may have findings."""
    chosen = sa.select(keys.c.key, keys.c.role, keys.c.document, keys.c.number).where(these)
    members = connection.execute(chosen.order_by(keys.c.key, keys.c.document, keys.c.number))
    groups: dict[int, list[_Member]] = {}
    for key, rows in groupby(members.all(), key=itemgetter(0)):
        group = [(min(role, 1), document, number) for _, role, document, number in rows]
        # most groups are of one document
        if group[0][1] != group[-1][1] and speaks(key, {(r, d) for r, d, _ in group}):
            groups[key] = group
    return groups


def _judge(connection: sa.Connection, groups: Mapping[int, Sequence[_Member]]) -> None:
    """Judge groups and store their findings."""
    wanted: dict[int, set[int]] = {}
    for members in groups.values():
        for _, document, number in members:
            wanted.setdefault(document, set()).add(number)
    packed: dict[int, Packed] = {}
    idents: dict[str, int] = {}
    for document, lines in connection.execute(
        sa.select(left.c.document, left.c.lines).where(left.c.document.in_(wanted))
    ).all():
        packed[document] = Packed(lines, wanted[document])
        idents[packed[document].report.id] = document

    def text_of(ident: str) -> str:
        text = sa.select(documents.c.text).where(documents.c.id == idents[ident])
        return str(connection.execute(text).scalar_one())

    for key, members in groups.items():
        seen = [(role, of, packed[of].record(number)) for role, of, number in members]
        told = [members[at] for at in loud(key, seen)]
        if told:
            items = ((role, packed[of].item(number)) for role, of, number in told)
            _store(connection, key, judge(key, items, text_of), idents)


def _store(
    connection: sa.Connection, key: int, found: Iterable[Finding], numbers: Mapping[str, int]
) -> None:
    for finding in found:
        record = finding.to_dict()
        document = numbers[record["evidence"][0]["document"]]
        (row,) = finding_rows([record], document)
        made = connection.execute(findings.insert(), row).inserted_primary_key
        assert made is not None
        connection.execute(judged.insert(), {"key": key, "finding": made[0]})
