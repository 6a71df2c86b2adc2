"""The full-text index, alike in SQLite (FTS5) and PostgreSQL (tsvector): which rows hold words.

Every searchable kind of row ("directives", …) has an index table ``<kind>_fts`` of ``rowid``,
``exact`` and ``folded``, the same words with and without marks, and ``tags``, made-up words that
say what a row is (``filters``). What a word is, is decided here (``words_of``), never by the
database, so that both find the same rows. Beside the indexes stands one list of all words that were
ever indexed, ``fts_words``, to finish or mend a word that was typed.

An index is read from its highest ``rowid`` down and left as soon as there is enough, however many
rows hold the words. So its order is the order in which rows are likely to be best: the shorter a
row the higher, of equals the one stored last (``number_of`` gives its ``id``). That is the order of
BM25 among rows that say each word once; those that say one more often bear a tag (``again``).

A question is made of three things, for any statement over the index:

    index = index_of(connection)
    hits = index.table("directives")
    terms = (Term("exact", (("đơn", "thư"),)), Term("folded", (("xa",), ("phuong",))))
    found = select(number_of(hits)).where(index.matches(hits, terms))
    found.order_by(hits.c.rowid.desc()).limit(100)
"""

from __future__ import annotations

import re
import types
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from ..errors import ArchiveError
from ..text import fold, modern_tone
from .engine import write
from .tables import MOST_VALUES

# A run of letters and digits; an endless one is cut, as no index takes it.
_WORD = re.compile(r"[^\W_]{1,64}")


Column = Literal["exact", "folded", "tags"]
Phrase = tuple[str, ...]  # words that stand together, in lower case


@dataclass(frozen=True, slots=True)
class Term:
    """Phrases of which a row must hold one; ``folded`` ones are without marks."""

    column: Column
    phrases: tuple[Phrase, ...]


Terms = Sequence[Term]  # all of which a row must hold


class Entry(NamedTuple):
    """The words of one row, a blank between them."""

    exact: str
    folded: str
    tags: str

    @classmethod
    def of(cls, text: str, tags: Iterable[str] = ()) -> Entry:
        words = " ".join(words_of(text))
        plain = fold(words)
        return cls(words, plain, " ".join((*tags, *map(again, _repeated(plain.split())))))


Numbered = tuple[int, Entry]  # the words of the row of this ``id``


def _repeated(words: Iterable[str]) -> list[str]:
    return [word for word, times in Counter(words).items() if times > 1]


def again(word: str) -> str:
    """The tag of a row that says a word, without marks, more than once."""
    return f"w{word}"


_BITS = 32  # of an ``id``
_LONGEST = 0xFFFF  # words of a row; longer ones are alike


def _rowid(numbered: Numbered) -> int:
    number, entry = numbered
    size = entry.exact.count(" ") + 1
    return max(_LONGEST - size, 0) << _BITS | number


def number_of(hits: sa.FromClause) -> sa.ColumnElement[int]:
    """The ``id`` of a row of an index."""
    return hits.c.rowid.op("&", return_type=sa.BigInteger())((1 << _BITS) - 1)


def _in_order(entries: Iterable[Numbered]) -> list[tuple[int, Entry]]:
    """By rowid: FTS5 begins a new piece of its index whenever one is less than that before."""
    return sorted((_rowid(numbered), numbered[1]) for numbered in entries)


def words_of(text: str) -> tuple[str, ...]:
    """The words by which a text is found: lower case, tone marks in one placement."""
    return tuple(_WORD.findall(modern_tone(text).lower()))


class Index(Protocol):
    """The index of one kind of database."""

    def create(self, connection: sa.Connection, kind: str) -> None:
        """Make the index of a kind, empty; one that is there goes."""

    def add(self, connection: sa.Connection, kind: str, entries: Iterable[Numbered]) -> None:
        """Index rows, in the transaction that stores them."""

    def remove(self, connection: sa.Connection, kind: str, entries: Iterable[Numbered]) -> None:
        """Take rows out, with the words they were added with, before the rows themselves go."""

    def compact(self, connection: sa.Connection, kind: str) -> None:
        """Put an index in the order in which it is read fastest, when much was added at once."""

    def table(self, kind: str) -> sa.FromClause:
        """The index of a kind, in order of its ``rowid``; ``number_of`` gives the row's ``id``."""

    def matches(self, hits: sa.FromClause, terms: Terms) -> sa.ColumnElement[bool]:
        """Whether a row of ``table`` holds all the terms."""

    def faults(self, connection: sa.Connection, kind: str) -> Iterator[str]:
        """What is wrong with the index itself; in a transaction that may write."""


class _FTS5:
    """SQLite. The index holds no text of its own: to forget a row, it must be told its words."""

    def create(self, connection: sa.Connection, kind: str) -> None:
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {kind}_fts")
        connection.exec_driver_sql(
            f"CREATE VIRTUAL TABLE {kind}_fts USING fts5"
            "(exact, folded, tags, content='', tokenize='unicode61 remove_diacritics 0')"
        )
        connection.exec_driver_sql(
            "CREATE TABLE IF NOT EXISTS fts_words"
            " (word TEXT PRIMARY KEY, folded TEXT NOT NULL) WITHOUT ROWID"
        )
        connection.exec_driver_sql("CREATE INDEX IF NOT EXISTS fts_folded ON fts_words (folded)")

    def add(self, connection: sa.Connection, kind: str, entries: Iterable[Numbered]) -> None:
        self._tell(connection, kind, None, entries)

    def remove(self, connection: sa.Connection, kind: str, entries: Iterable[Numbered]) -> None:
        self._tell(connection, kind, "delete", entries)

    def _tell(
        self, connection: sa.Connection, kind: str, command: str | None, entries: Iterable[Numbered]
    ) -> None:
        rows = [(command, rowid, *entry) for rowid, entry in _in_order(entries)]
        names = f"{kind}_fts ({kind}_fts, rowid, exact, folded, tags)"
        if rows:
            connection.exec_driver_sql(f"INSERT INTO {names} VALUES (?, ?, ?, ?, ?)", rows)  # noqa: S608

    def compact(self, connection: sa.Connection, kind: str) -> None:
        connection.exec_driver_sql(f"INSERT INTO {kind}_fts ({kind}_fts) VALUES ('optimize')")  # noqa: S608

    def table(self, kind: str) -> sa.FromClause:
        names = ("rowid", "exact", "folded", "tags", f"{kind}_fts")
        return sa.table(f"{kind}_fts", *(sa.column(name) for name in names))

    def matches(self, hits: sa.FromClause, terms: Terms) -> sa.ColumnElement[bool]:
        asked = (
            " OR ".join(f'{term.column} : "{" ".join(words)}"' for words in term.phrases)
            for term in terms
        )
        whole = " AND ".join(f"({either})" for either in asked)
        return _whole(hits).op("MATCH", is_comparison=True, return_type=sa.Boolean())(whole)

    def faults(self, connection: sa.Connection, kind: str) -> Iterator[str]:
        try:
            self._tell(connection, kind, "integrity-check", [(0, Entry("", "", ""))])
        except (ArchiveError, sa.exc.DatabaseError) as error:
            yield str(error.args[0])


def _whole(hits: sa.FromClause) -> sa.ColumnElement[Any]:
    """A table's column of its own name stands for all of them."""
    return list(hits.c)[-1]


class _TSVector:
    """PostgreSQL. Words stand between blanks of their own, to find and to count them: " đơn  thư ".

    Beside them stand tsvectors made of them, whose index says which rows hold words at all.
    """

    def create(self, connection: sa.Connection, kind: str) -> None:
        for statement in (
            f"DROP TABLE IF EXISTS {kind}_fts",
            f"CREATE TABLE {kind}_fts (rowid bigint PRIMARY KEY,"
            " exact text NOT NULL, folded text NOT NULL, tags text NOT NULL"
            f"{''.join(map(_vector, _COLUMNS))})",
            f"CREATE INDEX ON {kind}_fts USING gin ({', '.join(f'{c}_words' for c in _COLUMNS)})",
            "CREATE TABLE IF NOT EXISTS fts_words"
            ' (word text COLLATE "C" PRIMARY KEY, folded text COLLATE "C" NOT NULL)',
            "CREATE INDEX IF NOT EXISTS fts_folded ON fts_words (folded)",
        ):
            connection.exec_driver_sql(statement)

    def add(self, connection: sa.Connection, kind: str, entries: Iterable[Numbered]) -> None:
        rows = [
            (rowid, *(between(_fitting(words.split())) for words in entry))
            for rowid, entry in _in_order(entries)
        ]
        if rows:
            connection.exec_driver_sql(f"INSERT INTO {kind}_fts VALUES (%s, %s, %s, %s)", rows)  # noqa: S608

    def remove(self, connection: sa.Connection, kind: str, entries: Iterable[Numbered]) -> None:
        gone = [rowid for rowid, _ in _in_order(entries)]
        connection.exec_driver_sql(f"DELETE FROM {kind}_fts WHERE rowid = ANY(%s)", (gone,))  # noqa: S608

    def compact(self, connection: sa.Connection, kind: str) -> None:
        pass  # a GIN index is one piece

    def table(self, kind: str) -> sa.FromClause:
        names = ("rowid", *_COLUMNS)
        vectors: list[sa.ColumnClause[Any]] = [sa.column(f"{c}_words", TSVECTOR) for c in _COLUMNS]
        return sa.table(f"{kind}_fts", *map(sa.column, names), *vectors)

    def matches(self, hits: sa.FromClause, terms: Terms) -> sa.ColumnElement[bool]:
        conditions: list[sa.ColumnElement[bool]] = []
        for column in dict.fromkeys(term.column for term in terms):
            asked = [term.phrases for term in terms if term.column == column]
            query = " & ".join(f"({' | '.join(map(_lexemes, phrases))})" for phrases in asked)
            vector = hits.c[f"{column}_words"]
            conditions.append(vector.op("@@", return_type=sa.Boolean())(sa.cast(query, TSQUERY)))
            for phrases in asked:
                if any(len(words) > 1 for words in phrases):
                    whole: Iterable[sa.ColumnElement[bool]] = (
                        hits.c[column].contains(between(words)) for words in phrases
                    )
                    conditions.append(sa.or_(*whole))
        return sa.and_(*conditions)

    def faults(self, connection: sa.Connection, kind: str) -> Iterator[str]:
        yield from ()  # an index of PostgreSQL is as whole as its tables


_LEXEMES = 1_000_000  # bytes of the different words of a text; a tsvector holds 2**20


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


def _lexemes(words: Phrase) -> str:
    return "(" + " & ".join(f"'{word}'" for word in sorted(set(words))) + ")"


def between(words: Sequence[str]) -> str:
    """Words between blanks of their own, to be found and counted: " đơn  thư "."""
    return "".join(f" {word} " for word in words)


_COLUMNS: tuple[Column, ...] = ("exact", "folded", "tags")


def _vector(column: str) -> str:
    made = f"array_to_tsvector(string_to_array(btrim({column}), '  '))"
    return f", {column}_words tsvector GENERATED ALWAYS AS ({made}) STORED"


_INDEXES: Mapping[str, Index] = types.MappingProxyType(
    {"sqlite": _FTS5(), "postgresql": _TSVector()}
)


def index_of(connection: sa.Connection) -> Index:
    """The index of the database at the other end."""
    return _INDEXES[connection.dialect.name]


# -- the words -----------------------------------------------------------------------------------

_WORDS = sa.table("fts_words", sa.column("word", sa.Text), sa.column("folded", sa.Text))


def remember(connection: sa.Connection, entries: Iterable[Entry]) -> None:
    """Add the words of entries to the list of all words; those of rows that go stay in it."""
    rows = {
        word: plain
        for entry in entries
        for word, plain in zip(entry.exact.split(), entry.folded.split(), strict=True)
        if not word.isdecimal()
    }
    if rows:
        statement = "INSERT INTO fts_words VALUES (?, ?) ON CONFLICT DO NOTHING"
        write(connection, statement, sorted(rows.items()))


def beginning(connection: sa.Connection, start: str, limit: int) -> list[str]:
    """Words without marks that begin so, in order of their letters."""
    after = start[:-1] + chr(ord(start[-1]) + 1)
    found = sa.select(_WORDS.c.folded).distinct().order_by(_WORDS.c.folded).limit(limit)
    return list(connection.scalars(found.where(_WORDS.c.folded >= start, _WORDS.c.folded < after)))


def written(connection: sa.Connection, words: Collection[str]) -> set[str]:
    """Those of some words without marks that were ever indexed."""
    found: set[str] = set()
    asked = sorted(words)
    for at in range(0, len(asked), MOST_VALUES):
        these = _WORDS.c.folded.in_(asked[at : at + MOST_VALUES])
        found.update(connection.scalars(sa.select(_WORDS.c.folded).where(these)))
    return found
