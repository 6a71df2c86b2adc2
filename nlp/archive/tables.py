"""The tables: every record of a parsed document as a row, in SQLAlchemy Core for any database.

A table of facts is made from its data type in ``nlp.model``: one column a field, so that a row
and a record turn into each other without a second list of names. Text, numbers and yes/no become
columns of their own, dates ISO text, everything nested JSON. Beside them stand derived columns that
queries look up: folded names, document codes in one spelling, the ends of periods.
"""

from __future__ import annotations

import dataclasses
import json
import re
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

from ..link.records import TrackedTask
from ..model import (
    Citation,
    DateMention,
    Directive,
    Figure,
    Finding,
    Label,
    Parsed,
    Problem,
    Record,
    Relation,
    Source,
    Task,
)
from ..text import fold

ARCHIVE_VERSION = 4
MOST_VALUES = 10_000  # of one statement: SQLite takes 32,766 of them, PostgreSQL 65,535

_CODE_PART = re.compile(r"\w+")


def code_key(code: str) -> str:
    """A document code in one spelling: "Số: 05 - NQ/ĐH" and "5-NQ/ĐH" are both "5-nq-dh"."""
    parts = _CODE_PART.findall(fold(code))
    if parts and parts[0] == "so":
        del parts[0]
    return "-".join(part.lstrip("0") or part for part in parts)


# The least JSON that says it, letters as they are.
to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

# Text is sorted by its letters' numbers, in every database alike.
_TEXT = Text().with_variant(Text(collation="C"), "postgresql")


class Words(TypeDecorator[tuple[str, ...]]):
    """A few fixed words in one text column, " petition other ", so that one can be looked for."""

    impl = Text
    cache_ok = True

    @staticmethod
    def joined(value: Any) -> str | None:
        return None if value is None else f" {' '.join(value)} "

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        return self.joined(value)

    def process_result_value(self, value: Any, dialect: Any) -> Any:
        return None if value is None else value.split()


def _type(hint: Any) -> TypeEngine[Any]:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        (hint,) = (a for a in typing.get_args(hint) if a is not type(None))
    if hint == tuple[Label, ...]:
        return Words()
    if typing.get_origin(hint) is typing.Literal or hint in (str, date):
        return _TEXT
    simple: dict[Any, TypeEngine[Any]] = {
        bool: Boolean(), int: BigInteger(), float: Double(), Decimal: Double(),
    }  # fmt: skip
    return simple.get(hint) or JSON(none_as_null=True)


def column_of(field: str) -> str:
    """The column of a record's field."""
    return "record_id" if field == "id" else field


def _columns(kind: type[Record], *, without: tuple[str, ...] = ()) -> Iterator[Column[Any]]:
    hints = typing.get_type_hints(kind)
    for field in dataclasses.fields(kind):
        if field.name not in without:
            yield Column(column_of(field.name), _type(hints[field.name]))


metadata = MetaData()

meta = Table("meta", metadata, Column("key", _TEXT, primary_key=True), Column("value", _TEXT))

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", _TEXT, nullable=False, unique=True),
    Column("fingerprint", _TEXT, nullable=False),  # of the settings it was read with
    Column("parsed_at", _TEXT, nullable=False),
    Column("checksum", _TEXT),  # of the whole record
    Column("schema_version", _TEXT, nullable=False),
    Column("status", _TEXT, nullable=False),
    Column("text", _TEXT, nullable=False),
    *_columns(Source, without=("sha256",)),
    Column("header", JSON),
    Column("footer", JSON),
    Column("sections", JSON),
    # looked up
    Column("code", _TEXT),
    Column("code_key", _TEXT, index=True),
    Column("type", _TEXT),
    Column("issuer", _TEXT),
    Column("place", _TEXT),
    Column("subject", _TEXT),
    Column("signer", _TEXT),
    Column("date_start", _TEXT, index=True),
    Column("date_end", _TEXT),
)

files = Table(
    "files",
    metadata,
    Column("path", _TEXT, primary_key=True),
    Column("document", Integer, ForeignKey("documents.id", ondelete="SET NULL"), index=True),
    # the last time this path was read: ok, partial or failed, with the reason
    Column("status", _TEXT, nullable=False, index=True),
    Column("code", _TEXT),
    Column("message", _TEXT),
    Column("remedy", _TEXT),
    Column("seconds", Double),
    Column("finished_at", _TEXT, nullable=False),
)


def _facts(name: str, kind: type[Record], *derived: Column[Any]) -> Table:
    owner = Column(
        "document",
        Integer,
        ForeignKey("documents.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    )
    key = Column("id", Integer, primary_key=True)
    return Table(name, metadata, key, owner, *_columns(kind), *derived)


figures = _facts(
    "figures",
    Figure,
    Column("indicator_folded", _TEXT),
    Column("place_folded", _TEXT),
    Column("period_name", _TEXT, index=True),
    Column("period_start", _TEXT),
    Column("period_end", _TEXT),
)
relations = _facts("relations", Relation)
dates = _facts("dates", DateMention)
citations = _facts("citations", Citation)
directives = _facts("directives", Directive)
tasks = _facts("tasks", Task)
problems = _facts("problems", Problem)
findings = _facts("findings", Finding)

# Tasks followed over documents: made anew whenever documents came or went.
tracked = Table(
    "tracked",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "owner", Integer, ForeignKey("documents.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    *_columns(TrackedTask, without=("document", "path")),
    Column("owners_folded", _TEXT),
)
# What documents say of tasks, and what people decided: rows are added, never changed or removed.
events = Table(
    "events",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("event", _TEXT, nullable=False, index=True),
    Column("task", _TEXT, nullable=False, index=True),
    Column("withdrawn", Boolean, nullable=False),  # its documents no longer say so
    Column("record", JSON, nullable=False),
    Column("recorded_at", _TEXT, nullable=False),
)
decisions = Table(
    "decisions",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("subject", _TEXT, nullable=False),  # "link" or "label"
    Column("ref", _TEXT, nullable=False, index=True),  # of an event, of a task of one document
    Column("verdict", _TEXT, nullable=False),  # accept, reject, correct, undo
    Column("value", JSON(none_as_null=True)),
    Column("who", _TEXT, nullable=False),
    Column("decided_at", _TEXT, nullable=False),
)

# Which words keep company in directives: plain numbers, made when a topic is first searched for.
topics = Table(
    "topics",
    metadata,
    Column("name", _TEXT, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

Index("tracked_record", tracked.c.record_id)

Index("directives_deadline", directives.c.deadline)
Index("findings_level", findings.c.level)


# The families of facts: the field of ``Parsed`` and its table.
FAMILIES: Mapping[str, Table] = types.MappingProxyType(
    {
        table.name: table
        for table in (figures, relations, dates, citations, directives, tasks, problems)
    }
)


def finding_rows(found: Sequence[Mapping[str, Any]], document: int) -> list[dict[str, Any]]:
    """The rows of a document's findings."""
    return [
        {column_of(name): value for name, value in record.items()} | {"document": document}
        for record in found
    ]


def record_of(row: Mapping[Any, Any]) -> dict[str, Any]:
    """The plain record that a row was made from; ``from_dict`` ignores the derived columns."""
    record = dict(row)
    record["id"] = record.pop("record_id", None)
    return record


def parsed_of(
    document: Mapping[Any, Any], facts: Mapping[str, Sequence[Mapping[Any, Any]]]
) -> Parsed:
    """The parsed document that a row of ``documents`` and its facts were made from."""
    return Parsed.from_dict(
        {
            **{name: document[name] for name in ("schema_version", "status", "text")},
            **{name: document[name] for name in ("header", "footer", "sections")},
            "id": f"sha256:{document['sha256']}",
            "source": document,
            **{family: [record_of(row) for row in facts[family]] for family in FAMILIES},
        }
    )
