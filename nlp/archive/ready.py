"""A parsed document -> its rows, ready to write but for the numbers that only the archive can give.

What storing a document costs is nearly all here, and none of it needs the database: rows, their
JSON, the words for the full-text index, what is left for the checks between documents. So a worker
does it, and the one process that writes only numbers the rows and hands them over (``store``).
"""

from __future__ import annotations

import hashlib
import itertools
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import JSON
from sqlalchemy.types import TypeEngine

from ..checks.between import left_by
from ..model import Figure, Finding, Letterhead, Parsed, Record, codec, same
from ..text import fold, squeeze
from . import between
from . import search as index
from .fulltext import Entry
from .tables import FAMILIES, Words, code_key, column_of, documents, findings, metadata, to_json


class Block(NamedTuple):
    """Rows of one table, each value as every database writes it."""

    table: str
    names: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Ready:
    """A document as it will be stored; it travels from process to process."""

    sha256: str
    path: str
    status: str
    problem: tuple[str, str] | None  # code and message of the first
    document: Block  # of one row
    facts: tuple[Block, ...]  # what belongs to it
    entries: Mapping[str, Sequence[Entry]]  # of the rows of a table, in order, for the index

    @classmethod
    def of(cls, parsed: Parsed, found: Iterable[Finding] = ()) -> Ready:
        """The rows of a document and of the findings within it."""
        facts = tuple(_facts(parsed))
        row = document_row(parsed)
        row["checksum"] = _summed(row, facts)
        judged = _block(findings.name, tuple(found))
        left = (_as_given(t.name, rows) for t, rows in between.rows_of(left_by(parsed), 0))
        return cls(
            sha256=parsed.source.sha256,
            path=parsed.source.path,
            status=parsed.status,
            problem=next(((p.code, p.message) for p in parsed.problems), None),
            document=_as_given(documents.name, [row]),
            facts=tuple(block for block in (*facts, judged, *left) if block.rows),
            entries=index.entries_of(parsed, row),
        )


def _as_given(table: str, rows: Sequence[Mapping[str, Any]]) -> Block:
    """Rows that are written already, but for the number of their document."""
    names = tuple(name for name in rows[0] if name != "document")
    return Block(table, names, [tuple([row[name] for name in names]) for row in rows])


def checksum(parsed: Parsed) -> str:
    """What a stored document is held against, to see that it comes back as it was."""
    return _summed(document_row(parsed), _facts(parsed))


def _summed(row: Mapping[str, Any], facts: Iterable[Block]) -> str:
    digest = hashlib.blake2b(digest_size=8)
    said = ((row[name] for name in ("status", "text", "header", "footer", "sections")),)
    for values in itertools.chain(said, *(block.rows for block in facts)):
        digest.update("\x1f".join(map(str, values)).encode())
    return digest.hexdigest()


def document_row(parsed: Parsed) -> dict[str, Any]:
    """The row of ``documents``, without checksum and number."""
    header, printed = parsed.header, parsed.header.date
    return {
        **parsed.source.to_dict(),
        "schema_version": parsed.schema_version,
        "status": parsed.status,
        "text": parsed.text,
        "header": to_json(header.to_dict()),
        "footer": to_json(parsed.footer.to_dict()),
        "sections": to_json([section.to_dict() for section in parsed.sections]),
        "code": header.code,
        "code_key": code_key(header.code) if header.code else None,
        "type": header.type,
        "issuer": header.issuer,
        "place": header.place,
        "subject": header.subject,
        "signer": parsed.footer.signer,
        "date_start": _iso(printed.start_date) if printed else None,
        "date_end": _iso(printed.end_date) if printed else None,
    }


# -- rows of facts -------------------------------------------------------------------------------

Turn = Callable[[Any], Any]


def _facts(parsed: Parsed) -> Iterator[Block]:
    for family, table in FAMILIES.items():
        block = _block(table.name, getattr(parsed, family))
        if derive := _DERIVED.get(family):
            names, values = derive
            rows = zip(block.rows, getattr(parsed, family), strict=True)
            more = [(*row, *values(record, parsed.header)) for row, record in rows]
            block = Block(block.table, (*block.names, *names), more)
        yield block


def _block(table: str, records: Sequence[Record]) -> Block:
    """Records of one kind as rows of its table."""
    if not records:
        return Block(table, (), ())
    kind: Any = type(records[0])
    names, fields = _plan(table, kind)
    return Block(table, names, [_row(record, fields) for record in records])


def _row(record: Record, fields: Sequence[tuple[str, Turn | None]]) -> tuple[Any, ...]:
    return tuple(
        [turn(getattr(record, name)) if turn else getattr(record, name) for name, turn in fields]
    )


@cache
def _plan(table: str, kind: type) -> tuple[tuple[str, ...], tuple[tuple[str, Turn | None], ...]]:
    """The columns of a kind of record; its fields, and how the value of each is written."""
    columns = {name: column_of(name) for name, _, _ in codec(kind)}
    of_type = metadata.tables[table].c
    fields = tuple(
        (name, _written(of_type[columns[name]].type, turn)) for name, turn, _ in codec(kind)
    )
    return tuple(columns.values()), fields


def _written(kind: TypeEngine[Any], plain: Turn) -> Turn | None:
    """How a value is written to a column of this type, the same in every database."""
    if isinstance(kind, Words):
        return Words.joined
    if isinstance(kind, JSON):
        return lambda value: (
            None if value is None else to_json(plain(value)) if value != () else "[]"
        )
    return None if plain is same else plain


def _figure(figure: Figure, header: Letterhead) -> tuple[str | None, ...]:
    period = figure.period
    return (
        fold(squeeze(figure.indicator or "")),
        fold(squeeze(figure.place or header.place or "")),
        period.name if period else None,
        _iso(period.start_date) if period else None,
        _iso(period.end_date) if period else None,
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


# Columns beside those of the record, and their values.
_DERIVED: Mapping[str, tuple[tuple[str, ...], Callable[[Any, Letterhead], tuple[Any, ...]]]] = (
    types.MappingProxyType(
        {
            "figures": (
                ("indicator_folded", "place_folded", "period_name", "period_start", "period_end"),
                _figure,
            )
        }
    )
)
