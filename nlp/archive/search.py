"""Words -> rows, best first.

Each searchable kind has an index (``fulltext``) of two columns, ``exact`` and ``folded``: the same
syllables with and without marks (đ too). A query may be written either way. Rows that carry the
very marks that were typed come first, whatever their rank; then rows that match only when marks
are ignored. Words that stand together as typed come before words that stand apart. Every string
is a valid query: words are taken one by one, "a phrase in quotes" must stand together, and signs
mean nothing. A document's code ("310-CV/BTGTU", in any spelling) finds that document before all
else.
"""

from __future__ import annotations

import re
import types
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Join,
    Select,
    Table,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.ext.compiler import compiles

from ..text import fold, modern_tone, normalise
from .fulltext import Column, Entry, Term, Terms, index_of, words_of
from .rows import COLUMNS, SOURCES
from .tables import code_key, directives, documents, figures

MAX_WORDS = 64  # of a query; more would not fit a database's expression
SNIPPET = 240  # characters
_CHUNK = 1000  # rows that are indexed anew at a time

_QUOTED = re.compile(r'["“”]([^"“”]*)["“”]|([^\s"“”]+)')
_CODE = re.compile(
    r"(?:số\s*:?\s*)?\d{1,6}\s*[-–/]\s*(?=.*[^\W\d_])[\w\s./–-]{1,60}", re.IGNORECASE
)

# What is indexed of each kind; a snippet is taken from the first column.
INDEXED: Mapping[str, tuple[Table, tuple[str, ...]]] = types.MappingProxyType(
    {
        "documents": (documents, ("text", "subject")),
        "directives": (directives, ("text",)),
        "figures": (figures, ("indicator", "unit", "place")),
    }
)


@dataclass(frozen=True, slots=True)
class Query:
    """What a person typed: phrases, each matched whole, and a document's code if it is one."""

    phrases: tuple[tuple[str, ...], ...]
    code: str | None

    @classmethod
    def read(cls, typed: str) -> Query:
        """Any string -> a query; one without a word asks for everything."""
        cleaned = typed.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")
        cleaned = modern_tone(normalise(cleaned))
        code = code_key(cleaned) if _CODE.fullmatch(cleaned.strip()) else None
        phrases, left = [], MAX_WORDS
        for match in _QUOTED.finditer(cleaned):
            words = words_of(match.group(1) or match.group(2) or "")[:left]
            left -= len(words)
            if words:
                phrases.append(words)
        return cls(tuple(phrases), code)

    def tiers(self) -> list[Terms]:
        """What the rows must hold, the strictest first.

        All marks as typed, then the typed marks only, then no marks; in each, words that stand
        together as typed come before words that stand apart, since a word of this language is
        often several syllables.
        """
        levels: tuple[tuple[Column, Column], ...] = (
            ("exact", "exact"), ("folded", "exact"), ("folded", "folded"),
        )  # fmt: skip
        together = (tuple(word for phrase in self.phrases for word in phrase),)
        tiers = [
            tuple(_term(words, unmarked, marked) for words in phrases)
            for unmarked, marked in levels
            for phrases in (together, self.phrases)
        ]
        return list(dict.fromkeys(tiers)) if self.phrases else []


def _term(words: tuple[str, ...], unmarked: Column, marked: Column) -> Term:
    """Words without marks are looked for in one column, words with marks in another."""
    folded = _folded(words)
    column = marked if folded != words else unmarked
    return Term(column, folded if column == "folded" else words)


def _folded(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(fold, words))


# -- the index -----------------------------------------------------------------------------------


def create(connection: Connection) -> None:
    """Make the indexes of a new archive."""
    for kind in INDEXED:
        index_of(connection).create(connection, kind)


def add(connection: Connection, stored: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Index rows of any kind, in the transaction that stores them."""
    for kind, rows in stored.items():
        if kind in INDEXED:
            index_of(connection).add(connection, kind, _entries(kind, rows))


def remove(connection: Connection, document: int) -> None:
    """Take a document out of the index, before its rows go."""
    for kind, (source, columns) in INDEXED.items():
        owner = source.c.id if source is documents else source.c.document
        wanted = select(source.c.id, *(source.c[name] for name in columns)).where(owner == document)
        held = _entries(kind, connection.execute(wanted).mappings())
        index_of(connection).remove(connection, kind, held)


def rebuild(connection: Connection) -> None:
    """Make the indexes anew, out of the rows that are stored."""
    create(connection)
    for kind, (source, columns) in INDEXED.items():
        wanted = select(source.c.id, *(source.c[name] for name in columns)).order_by(source.c.id)
        last = 0
        while rows := connection.execute(wanted.where(source.c.id > last).limit(_CHUNK)).all():
            entries = _entries(kind, [row._mapping for row in rows])
            index_of(connection).add(connection, kind, entries)
            last = rows[-1].id


def faults(connection: Connection) -> Iterator[str]:
    """Where the indexes are not whole, or not of the rows that are stored."""
    for kind, (source, _) in INDEXED.items():
        index = index_of(connection)
        yield from index.faults(connection, kind)
        indexed, stored = select(index.table(kind).c.rowid), select(source.c.id)
        for these, others, wrong in (
            (stored, indexed, "are not indexed"),
            (indexed, stored, "are indexed but not stored"),
        ):
            lost = select(func.count()).select_from(these.except_(others).subquery())
            if count := connection.scalar(lost):
                yield f"{count} {kind} {wrong}"


def _entries(kind: str, rows: Iterable[Mapping[Any, Any]]) -> list[Entry]:
    _, columns = INDEXED[kind]
    return [Entry.of(row["id"], "\n".join(row[c] for c in columns if row[c])) for row in rows]


# -- the question --------------------------------------------------------------------------------


class _Outermost(Join):
    """A join whose left side SQLite must read first: its planner cannot cost a full-text index."""

    inherit_cache = True


@compiles(_Outermost, "sqlite")
def _cross_join(element: _Outermost, compiler: Any, **options: Any) -> str:
    options["asfrom"] = True
    left, right, on = (
        compiler.process(part, **options)
        for part in (element.left, element.right, element.onclause)
    )
    return f"{left} CROSS JOIN {right} ON {on}"


def run(
    connection: Connection,
    kind: str,
    query: Query,
    conditions: Sequence[ColumnElement[bool]],
    *,
    limit: int,
) -> list[dict[str, Any]]:
    """At most ``limit`` rows of ``kind``, best first, each with a snippet and its highlights."""
    found: list[dict[str, Any]] = []
    statements = _selects(connection, kind, query)
    while len(found) < limit and (statement := next(statements, None)) is not None:
        answer = connection.execute(statement.where(*conditions).limit(limit - len(found)))
        found += (dict(row) for row in answer.mappings())
    for row in found:
        row["snippet"], row["highlights"] = snippet(row.pop("_shown") or "", query)
    return found


def _selects(connection: Connection, kind: str, query: Query) -> Iterator[Select[Any]]:
    source, (shown, *_) = INDEXED[kind]
    what = select(*COLUMNS[kind], source.c[shown].label("_shown"))
    recent = (documents.c.date_start.desc().nulls_last(), source.c.id)
    if not query.phrases:
        yield what.select_from(SOURCES[kind]).order_by(*recent)
        return
    unnamed: ColumnElement[bool] = true()
    if query.code:
        named = documents.c.code_key == query.code
        unnamed = or_(documents.c.code_key.is_(None), documents.c.code_key != query.code)
        yield what.select_from(SOURCES[kind]).where(named).order_by(*recent)
    index = index_of(connection)
    hits, again = index.table(kind), index.table(kind).alias(f"{kind}_fts_again")
    target = _Outermost(hits, source, source.c.id == hits.c.rowid)
    if source is not documents:
        target = _Outermost(target, documents, documents.c.id == source.c.document)
    earlier: list[Terms] = []
    for tier in query.tiers():
        taken = [
            hits.c.rowid.not_in(select(again.c.rowid).where(index.matches(again, terms)))
            for terms in earlier
        ]
        yield (
            what.select_from(target)
            .where(index.matches(hits, tier), unnamed, *taken)
            .order_by(index.rank(connection, hits, tier), source.c.id)
        )
        earlier.append(tier)


# -- the answer ----------------------------------------------------------------------------------


def snippet(shown: str, query: Query) -> tuple[str, list[list[int]]]:
    """The part of a text that speaks of the query, and [start, end] of each match in it."""
    folded = fold(shown)
    spans = sorted(span for phrase in query.phrases for span in _found(shown, folded, phrase))
    if len(shown) <= SNIPPET:
        return shown, [list(span) for span in spans]
    first = _densest(spans)
    start = max(0, first - SNIPPET // 4)
    end = min(len(shown), start + SNIPPET)
    while 0 < start < first and shown[start - 1].isalnum():
        start += 1
    while end < len(shown) and shown[end - 1].isalnum() and shown[end].isalnum():
        end -= 1
    inside = [[s - start, e - start] for s, e in spans if start <= s and e <= end]
    return shown[start:end], inside


def _found(shown: str, folded: str, phrase: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where a phrase stands; with the marks as typed, if it stands so anywhere."""
    words = r"[\W_]+".join(map(re.escape, _folded(phrase)))
    pattern = re.compile(rf"(?<![^\W_]){words}(?![^\W_])")
    spans = [match.span() for match in pattern.finditer(folded)]
    if _folded(phrase) == phrase:
        return spans
    exact = [span for span in spans if words_of(shown[slice(*span)]) == phrase]
    return exact or spans


def _densest(spans: Sequence[tuple[int, int]]) -> int:
    """The start of the window that holds the most matches; the earliest of equals."""
    best, most, right = 0, 0, 0
    for left, (start, _) in enumerate(spans):
        while right < len(spans) and spans[right][1] <= start + SNIPPET * 3 // 4:
            right += 1
        if right - left > most:
            best, most = start, right - left
    return best
