"""The full-text index, alike in SQLite (FTS5) and PostgreSQL (tsvector): which rows hold words.

Every searchable kind of row ("directives", …) has an index table ``<kind>_fts`` of ``rowid``,
``exact`` and ``folded``: the same words with and without marks. What a word is, is decided here
(``words_of``), never by the database, so that both find the same rows; and both rank by the BM25
that FTS5 computes, so that both give them in the same order.

A question is made of three things, for any statement over the index:

    index = index_of(connection)
    hits = index.table("directives")
    terms = (Term("exact", ("đơn", "thư")), Term("folded", ("xa",)))
    rank = index.rank(connection, hits, terms)
    select(hits.c.rowid).where(index.matches(hits, terms)).order_by(rank)

A new kind of match (the beginning of a word, any of several terms) is a new field of ``Term`` and
a line in each ``matches``; nothing else knows the difference between the databases.
"""

from __future__ import annotations

import math
import re
import types
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from ..text import fold, modern_tone

# A run of letters and digits; an endless one is cut, as no index takes it.
_WORD = re.compile(r"[^\W_]{1,64}")


Column = Literal["exact", "folded"]


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand together, in lower case; ``folded`` ones without marks."""

    column: Column
    words: tuple[str, ...]


Terms = Sequence[Term]  # all of which a row must hold


@dataclass(frozen=True, slots=True)
class Entry:
    """The words of one row."""

    rowid: int
    exact: tuple[str, ...]
    folded: tuple[str, ...]

    @classmethod
    def of(cls, rowid: int, text: str) -> Entry:
        words = words_of(text)
        return cls(rowid, words, tuple(fold(" ".join(words)).split(" ")) if words else ())


def words_of(text: str) -> tuple[str, ...]:
    """The words by which a text is found: lower case, tone marks in one placement."""
    return tuple(_WORD.findall(modern_tone(text).lower()))


class Index(Protocol):
    """The index of one kind of database."""

    def create(self, connection: sa.Connection, kind: str) -> None:
        """Make the index of a kind, empty."""

    def add(self, connection: sa.Connection, kind: str, entries: Sequence[Entry]) -> None:
        """Index rows, in the transaction that stores them."""

    def remove(self, connection: sa.Connection, kind: str, entries: Sequence[Entry]) -> None:
        """Take rows out, with the words they were added with, before the rows themselves go."""

    def table(self, kind: str) -> sa.FromClause:
        """The index of a kind, to select from; its ``rowid`` is the ``id`` of the row."""

    def matches(self, hits: sa.FromClause, terms: Terms) -> sa.ColumnElement[bool]:
        """Whether a row of ``table`` holds all the terms."""

    def rank(
        self, connection: sa.Connection, hits: sa.FromClause, terms: Terms
    ) -> sa.ColumnElement[float]:
        """BM25 of the rows that match the same terms: the least is the best."""


class _FTS5:
    """SQLite. The index holds no text of its own: to forget a row, it must be told its words."""

    def create(self, connection: sa.Connection, kind: str) -> None:
        connection.exec_driver_sql(
            f"CREATE VIRTUAL TABLE {kind}_fts USING fts5"
            "(exact, folded, content='', tokenize='unicode61 remove_diacritics 0')"
        )

    def add(self, connection: sa.Connection, kind: str, entries: Sequence[Entry]) -> None:
        self._tell(connection, kind, None, entries)

    def remove(self, connection: sa.Connection, kind: str, entries: Sequence[Entry]) -> None:
        self._tell(connection, kind, "delete", entries)

    def _tell(
        self, connection: sa.Connection, kind: str, command: str | None, entries: Iterable[Entry]
    ) -> None:
        rows = [(command, e.rowid, " ".join(e.exact), " ".join(e.folded)) for e in entries]
        names = f"{kind}_fts ({kind}_fts, rowid, exact, folded)"
        if rows:
            connection.exec_driver_sql(f"INSERT INTO {names} VALUES (?, ?, ?, ?)", rows)  # noqa: S608

    def table(self, kind: str) -> sa.FromClause:
        names = ("rowid", "exact", "folded", "rank", f"{kind}_fts")
        return sa.table(f"{kind}_fts", *(sa.column(name) for name in names))

    def matches(self, hits: sa.FromClause, terms: Terms) -> sa.ColumnElement[bool]:
        whole = list(hits.c)[-1]  # a table's column of its own name stands for all of them
        words = (f'{term.column} : "{" ".join(term.words)}"' for term in terms)
        return whole.op("MATCH", is_comparison=True, return_type=sa.Boolean())(" AND ".join(words))

    def rank(
        self, connection: sa.Connection, hits: sa.FromClause, terms: Terms
    ) -> sa.ColumnElement[float]:
        return hits.c.rank


class _TSVector:
    """PostgreSQL. Words stand between blanks of their own, to find and to count them: " đơn  thư ".

    The database's index is of tsvectors made of them, which say which rows hold words at all.
    """

    def create(self, connection: sa.Connection, kind: str) -> None:
        for statement in (
            f"CREATE TABLE {kind}_fts (rowid integer PRIMARY KEY REFERENCES {kind}"
            " ON DELETE CASCADE, exact text NOT NULL, folded text NOT NULL, length float NOT NULL)",
            f"CREATE INDEX ON {kind}_fts USING gin ({_vector('exact')}, {_vector('folded')})",
            # as FTS5 does, the sums are kept: counting them at every question would take long
            "CREATE TABLE IF NOT EXISTS fts_sums"
            " (kind text PRIMARY KEY, entries float NOT NULL, length float NOT NULL)",
            f"INSERT INTO fts_sums VALUES ('{kind}', 0, 0)",  # noqa: S608
        ):
            connection.exec_driver_sql(statement)

    def add(self, connection: sa.Connection, kind: str, entries: Sequence[Entry]) -> None:
        rows = [
            (e.rowid, _between(_fitting(e.exact)), _between(_fitting(e.folded)), _length(e))
            for e in entries
        ]
        if rows:
            connection.exec_driver_sql(f"INSERT INTO {kind}_fts VALUES (%s, %s, %s, %s)", rows)  # noqa: S608
            self._count(connection, kind, len(rows), sum(row[-1] for row in rows))

    def remove(self, connection: sa.Connection, kind: str, entries: Sequence[Entry]) -> None:
        gone = [entry.rowid for entry in entries]
        connection.exec_driver_sql(f"DELETE FROM {kind}_fts WHERE rowid = ANY(%s)", (gone,))  # noqa: S608
        self._count(connection, kind, -len(gone), -sum(map(_length, entries)))

    def _count(self, connection: sa.Connection, kind: str, entries: int, length: int) -> None:
        changed = _SUMS.update().where(_SUMS.c.kind == kind)
        sums = {"entries": _SUMS.c.entries + entries, "length": _SUMS.c.length + length}
        connection.execute(changed.values(sums))

    def table(self, kind: str) -> sa.FromClause:
        names = ("rowid", "exact", "folded", "length")
        return sa.table(f"{kind}_fts", *(sa.column(name) for name in names))

    def matches(self, hits: sa.FromClause, terms: Terms) -> sa.ColumnElement[bool]:
        conditions: list[sa.ColumnElement[bool]] = []
        for column in ("exact", "folded"):
            asked = [term.words for term in terms if term.column == column]
            if asked:
                lexemes = sorted({word for words in asked for word in words})
                query = sa.cast(" & ".join(f"'{word}'" for word in lexemes), TSQUERY)
                vector = sa.literal_column(_vector(f"{hits.name}.{column}"), TSVECTOR)  # type: ignore[attr-defined]
                conditions.append(vector.op("@@", return_type=sa.Boolean())(query))
            conditions += [
                hits.c[column].contains(_between(words)) for words in asked if len(words) > 1
            ]
        return sa.and_(*conditions)

    def rank(
        self, connection: sa.Connection, hits: sa.FromClause, terms: Terms
    ) -> sa.ColumnElement[float]:
        """The formula of FTS5's bm25(), its constants k1 = 1.2, b = 0.75 and least weight."""
        kind = hits.name.removesuffix("_fts")  # type: ignore[attr-defined]
        sums = sa.select(_SUMS.c.entries, _SUMS.c.length).where(_SUMS.c.kind == kind)
        entries, length = connection.execute(sums).one()
        size = 0.25 + 0.75 * (hits.c.length / (length / entries if length else 1.0))
        rank: sa.ColumnElement[float] = sa.literal(0.0, sa.Float)
        for term in terms:
            found = sa.select(sa.func.count()).select_from(hits).where(self.matches(hits, (term,)))
            holding = connection.scalar(found) or 0
            weight = math.log((entries - holding + 0.5) / (holding + 0.5))
            column, words = hits.c[term.column], _between(term.words)
            rest = sa.func.octet_length(sa.func.replace(column, words, ""))
            times = (sa.func.octet_length(column) - rest) / float(len(words.encode()))
            rank = rank - max(weight, 1e-6) * (times * 2.2) / (times + 1.2 * size)
        return rank


_SUMS = sa.table("fts_sums", sa.column("kind"), sa.column("entries"), sa.column("length"))
_LEXEMES = 1_000_000  # bytes of the different words of a text; a tsvector holds 2**20


def _length(entry: Entry) -> int:
    return len(entry.exact) + len(entry.folded)


def _fitting(words: Sequence[str]) -> Sequence[str]:
    """As many of the words as a tsvector holds: all of any text that a person wrote."""
    if sum(map(len, words)) * 4 <= _LEXEMES:
        return words
    different: set[str] = set()
    size = 0
    for position, word in enumerate(words):
        if word not in different:
            different.add(word)
            size += len(word.encode())
            if size > _LEXEMES:
                return words[:position]
    return words


def _between(words: Sequence[str]) -> str:
    return "".join(f" {word} " for word in words)


def _vector(column: str) -> str:
    return f"array_to_tsvector(string_to_array(btrim({column}), '  '))"


_INDEXES: Mapping[str, Index] = types.MappingProxyType(
    {"sqlite": _FTS5(), "postgresql": _TSVector()}
)


def index_of(connection: sa.Connection) -> Index:
    """The index of the database at the other end."""
    return _INDEXES[connection.dialect.name]
