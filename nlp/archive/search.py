"""Words -> rows, best first.

Each searchable kind has an index (``fulltext``) of the same syllables with and without marks (đ
too). Rows that carry the very marks that were typed come first, whatever their rank; then rows that
match only when marks are ignored; in each, words that stand together as typed come before words
that stand apart (``query``). A document's code ("310-CV/BTGTU", in any spelling) finds that
document before all else. If there is room left, the last word may be the beginning of one; if there
is nothing at all, words that nobody ever wrote are taken for the nearest that somebody did, and the
answer says so.

Within each of these steps rows are ranked by BM25 (``rank``): all of them, if they are fewer than
``CANDIDATES``. So that words found in a third of a million rows are answered as quickly as rare
ones, of more a step ranks those that are likely to be best, in whichever year they were stored:
the shortest, and the shortest that say every word more than once (``fulltext``), ``RANKED`` of
each. The count of all hits and the facets stop at ``CANDIDATES``, and say "at least".
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Join,
    Select,
    Table,
    func,
    select,
)
from sqlalchemy.ext.compiler import compiles

from ..model import Parsed
from ..text import fold
from .facets import FACETS, Facets, count
from .filters import Filters, beside, tags, with_tags
from .fulltext import (
    Entry,
    Numbered,
    Phrase,
    Term,
    Terms,
    again,
    beginning,
    index_of,
    number_of,
    remember,
    words_of,
)
from .query import Query, folded, snippet
from .rank import best_first
from .rows import COLUMNS, SOURCES, Row, Rows, as_row
from .tables import MOST_VALUES, directives, documents, figures
from .topics import Wider
from .typos import nearest

RANKED = 100  # rows of a step that are ranked where there are more than are counted
CANDIDATES = 500  # rows that are counted
DATED = 5_000  # rows that filters alone let through, to be put in order of their days
_SPANS = (100, 1_000, 10_000, 100_000)  # latest documents in which the newest rows are looked for
_IN_STATE = 10  # times as many where the state of tasks chooses among them
_STATES = 500  # rows whose states are asked for at a time
_ENDINGS = 200  # ways to finish the last word
_CHUNK = 1000  # rows that are indexed anew at a time

# What is indexed of each kind; a snippet is taken from the first column.
INDEXED: Mapping[str, tuple[Table, tuple[str, ...]]] = types.MappingProxyType(
    {
        "documents": (documents, ("text", "subject")),
        "directives": (directives, ("text",)),
        "figures": (figures, ("indicator", "unit", "place")),
    }
)
_USUAL: Mapping[str, int] = {"documents": 1000, "directives": 25, "figures": 7}  # words of a row
# The states of the followed tasks of directives, by their ids; those of which none is known lack.
States = Callable[[Connection, Sequence[str]], Mapping[str, tuple[str, ...]]]


class Hits(Rows):
    """The rows that were found, and what there is to say of them.

    ``total`` rows are known to match, of which these are the best; ``more``: there may be others.
    ``facets``: how many of them have each label, issuer and so on, the most first. ``instead``: the
    query that was answered because there was no hit for the one that was typed. ``also``: what else
    was searched for, on the same topic.

    >>> hits = Hits.of([{"text": "276 đơn"}], total=12, also=("khiếu nại",))
    >>> len(hits), hits.total, hits.also, hits.instead
    (1, 12, ('khiếu nại',), None)
    """

    total: int
    more: bool
    facets: Facets
    instead: str | None
    also: tuple[str, ...]

    @classmethod
    def of(
        cls,
        rows: Iterable[Row],
        *,
        total: int,
        more: bool = False,
        facets: Facets | None = None,
        instead: str | None = None,
        also: tuple[str, ...] = (),
    ) -> Hits:
        """The hits that are shown, with what there is to say of all of them."""
        hits = cls(rows)
        hits.total, hits.more, hits.facets = total, more, facets or {}
        hits.instead, hits.also = instead, also
        return hits


# -- the index -----------------------------------------------------------------------------------


def create(connection: Connection) -> None:
    """Make the indexes of a new archive."""
    for kind in INDEXED:
        index_of(connection).create(connection, kind)


def entries_of(parsed: Parsed, document: Mapping[str, Any]) -> dict[str, list[Entry]]:
    """The index entries of a document, given its row, and of its facts: one for each, in order."""
    rows: dict[str, list[dict[str, Any]]] = {
        "documents": [{**document}],
        "directives": [directive.to_dict() for directive in parsed.directives],
        "figures": [
            {"indicator": f.indicator, "unit": f.unit, "place": f.place} for f in parsed.figures
        ],
    }
    return {kind: [_entry(kind, beside(row, document)) for row in rows[kind]] for kind in INDEXED}


def add(connection: Connection, kind: str, entries: Sequence[Numbered]) -> None:
    """Index rows, in the transaction that stores them."""
    index_of(connection).add(connection, kind, entries)
    if kind == "documents":  # whose text has the words of all the others
        remember(connection, (entry for _, entry in entries))


def remove(connection: Connection, document: int) -> None:
    """Take a document out of the index, before its rows go."""
    for kind, (source, _) in INDEXED.items():
        owner = source.c.id if source is documents else source.c.document
        held = connection.execute(_indexed(kind).where(owner == document)).mappings()
        index_of(connection).remove(connection, kind, _numbered(kind, held))


def rebuild(connection: Connection) -> None:
    """Make the indexes anew, out of the rows that are stored."""
    create(connection)
    for kind, (source, _) in INDEXED.items():
        wanted = _indexed(kind).order_by(source.c.id).limit(_CHUNK)
        last = 0
        while rows := connection.execute(wanted.where(source.c.id > last)).mappings().all():
            add(connection, kind, _numbered(kind, rows))
            last = rows[-1]["id"]
        index_of(connection).compact(connection, kind)


def _indexed(kind: str) -> Select[Any]:
    source, columns = INDEXED[kind]
    return with_tags(kind, source.c.id, *(source.c[name] for name in columns))


def _numbered(kind: str, rows: Iterable[Mapping[Any, Any]]) -> list[Numbered]:
    return [(row["id"], _entry(kind, row)) for row in rows]


def _entry(kind: str, row: Mapping[Any, Any]) -> Entry:
    return Entry.of(_text(kind, row), tags(kind, row))


def _text(kind: str, row: Mapping[Any, Any]) -> str:
    _, columns = INDEXED[kind]
    return "\n".join(row[column] for column in columns if row[column])


def faults(connection: Connection) -> Iterator[str]:
    """Where the indexes are not whole, or not of the rows that are stored."""
    for kind, (source, _) in INDEXED.items():
        index = index_of(connection)
        yield from index.faults(connection, kind)
        indexed, stored = select(number_of(index.table(kind))), select(source.c.id)
        for these, others, wrong in (
            (stored, indexed, "are not indexed"),
            (indexed, stored, "are indexed but not stored"),
        ):
            lost = select(func.count()).select_from(these.except_(others).subquery())
            if count := connection.scalar(lost):
                yield f"{count} {kind} {wrong}"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """One search in one transaction: what of, how much, and what for."""

    connection: Connection
    kind: str
    filters: Filters
    limit: int
    facets: bool
    states: States | None  # None: not known, and not asked for
    wider: Wider | None  # what the topic of the words is called elsewhere

    def answer(self, query: Query) -> Hits:
        """The best rows for a query, or for the nearest one that has any."""
        found, pool = self._find(query)
        instead = None
        if not found and query.phrases and (mended := self._mended(query)):
            instead, query = mended, Query.read(mended)
            found, pool = self._find(query)
        chosen = list(found)[: self.limit]
        found |= dict.fromkeys(pool)
        wider = self.wider
        return Hits.of(
            self._shown(chosen, query),
            total=len(found),
            more=len(found) >= self._most,
            facets=self._facets(list(found)) if self.facets else None,
            instead=instead,
            also=wider.also if wider else (),
        )

    @property
    def _most(self) -> int:
        return max(CANDIDATES, self.limit)

    @property
    def _ranked(self) -> int:
        return max(RANKED, self.limit)

    def _find(self, query: Query) -> tuple[dict[int, None], Sequence[int]]:
        """At least ``limit`` rows in order if there are, and all that match, in any order."""
        if not query.phrases:
            return dict.fromkeys(self._newest(())), ()
        named = next(filter(None, map(self._newest, query.codes)), [])
        found = dict.fromkeys(named)
        tiers = query.tiers()
        pool = self._rows(tiers[-1], self._most)
        if len(pool) < self._most:  # all there are
            found |= dict.fromkeys(self._ordered(pool, tiers))
        else:
            for at, terms in enumerate(tiers):
                # without any marks typed, rows without any are no better before they are ranked
                told = query.is_marked or terms[0].column == "folded"
                if len(found) < self.limit and told:
                    short = pool if terms == tiers[-1] else None
                    rows = self._likely(terms, short)
                    found |= dict.fromkeys(self._ordered(rows, tiers[: at + 1]))
        for terms in self.wider.tiers() if self.wider else ():
            if len(found) < self.limit:
                found |= dict.fromkeys(self._best(terms))
        if query.open and len(found) < self.limit and (finished := self._finished(query)):
            found |= dict.fromkeys(self._best(finished))
        return found, pool

    def _finished(self, query: Query) -> Terms | None:
        (start,) = folded(query.words[-1:])
        if len(start) < 2:
            return None
        endings = [w for w in beginning(self.connection, start, _ENDINGS) if w != start]
        return query.finished(endings) if endings else None

    def _mended(self, query: Query) -> str | None:
        """The words with those that nobody wrote replaced by the nearest; None: nothing is near."""
        plain = folded(query.words)
        alone = self.filters == Filters() and all(len(words) == 1 for words in query.phrases)
        best: tuple[int, str | None] = (0, None)
        for near in nearest(self.connection, plain, self._held, known=alone):
            found = self._best([Term("folded", alike) for alike in near])
            if len(found) > best[0]:
                said = {fold(word): word for word in reversed(words_of(self._text(found[0])))}
                taken = [next(p for p in alike if said.keys() >= {*p}) for alike in near]
                best = len(found), " ".join(said[word] for phrase in taken for word in phrase)
        return best[1]

    def _held(self, words: Phrase) -> int:
        """How many rows hold words together, without marks; at most as many as are ranked."""
        return len(self._matching(Filters(), [Term("folded", (words,))], RANKED))

    # -- rows, by number -------------------------------------------------------------------------

    def _best(self, terms: Terms) -> list[int]:
        """Those that match, best first, of those that are likely to be best."""
        return self._ordered(self._likely(terms), [terms])

    def _likely(self, terms: Terms, short: Sequence[int] | None = None) -> Sequence[int]:
        """All that match, or those likely to be best; ``short``: the shortest, if known."""
        short = (short or self._rows(terms, self._ranked))[: self._ranked]
        if len(short) < self._ranked:
            return short
        twice = [Term("tags", tuple((again(w),) for w in _words(term.phrases))) for term in terms]
        return list(dict.fromkeys((*short, *self._rows((*twice, *terms), self._ranked))))

    def _ordered(self, found: Sequence[int], tiers: Sequence[Terms]) -> list[int]:
        source, columns = INDEXED[self.kind]
        rows = self._these([source.c[name] for name in columns], found)
        held = [(row[0], "\n".join(filter(None, row[1:]))) for row in rows]
        return best_first(held, tiers, _USUAL[self.kind])

    def _rows(self, terms: Terms, most: int) -> list[int]:
        """The first of those that match, in the order of the index."""
        return self._in_state(self._matching(self.filters, terms, self._read(most)), most)

    def _read(self, most: int) -> int:
        return most * _IN_STATE if self.filters.state else most

    def _matching(self, filters: Filters, terms: Terms, most: int) -> Sequence[int]:
        index = index_of(self.connection)
        hits = index.table(self.kind)
        number, days = number_of(hits), filters.days()
        held = index.matches(hits, (*terms, *filters.terms(self.connection)))
        matching = select(number).select_from(self._beside(hits, number) if days else hits)
        wanted = matching.where(held, *days).order_by(hits.c.rowid.desc()).limit(most)
        return self.connection.scalars(wanted).all()

    def _beside(self, chosen: Any, key: ColumnElement[int]) -> _Outermost:
        """Rows that are chosen already, with what their kind says of them and their documents."""
        source, _ = INDEXED[self.kind]
        target = _Outermost(chosen, source, source.c.id == key)
        if source is documents:
            return target
        return _Outermost(target, documents, documents.c.id == source.c.document)

    def _newest(self, terms: Terms) -> list[int]:
        """Those that the filters let through, newest first."""
        source, _ = INDEXED[self.kind]
        wanted = select(source.c.id).select_from(SOURCES[self.kind])
        most = self._read(self._most)
        if terms or self.filters.narrow:
            wanted = wanted.where(source.c.id.in_(self._dated(terms, most)))
        newest = (documents.c.date_start.desc().nulls_last(), source.c.id)
        found = self.connection.scalars(wanted.order_by(*newest).limit(most))
        return self._in_state(found.all(), self._most)

    def _dated(self, terms: Terms, most: int) -> Sequence[int]:
        """All that the filters let through; of very many, those of the latest documents."""
        read = max(DATED, most)
        rows = self._matching(self.filters, terms, read)
        if len(rows) == read:
            for documents_ in _SPANS:
                latest = self.filters.latest(self.connection, documents_)
                late = self._matching(latest, terms, read)
                if len(late) >= most:
                    return late
        return rows

    def _in_state(self, found: Sequence[int], most: int) -> list[int]:
        """The first of those whose task is in the state that is asked for."""
        if self.filters.state is None or self.states is None:
            return list(found)
        chosen: list[int] = []
        for at in range(0, len(found), _STATES):
            refs = self._refs(found[at : at + _STATES])
            known = self.states(self.connection, list(refs.values()))
            some = found[at : at + _STATES]
            wanted = self.filters.state
            chosen += (key for key in some if not wanted.isdisjoint(known.get(refs[key], ())))
            if len(chosen) >= most:
                break
        return chosen[:most]

    # -- rows, as they are -----------------------------------------------------------------------

    def _these(self, what: Sequence[Any], found: Sequence[int]) -> Iterator[Any]:
        """The number and columns of rows, in any order."""
        source, _ = INDEXED[self.kind]
        wanted = select(source.c.id.label("_id"), *what).select_from(SOURCES[self.kind])
        for at in range(0, len(found), MOST_VALUES):
            these = source.c.id.in_(found[at : at + MOST_VALUES])
            yield from self.connection.execute(wanted.where(these))

    def _shown(self, found: Sequence[int], query: Query) -> list[Row]:
        source, (shown, *_) = INDEXED[self.kind]
        marked = (*query.marked, *(self.wider.phrases if self.wider else ()))
        rows = {}
        columns = (*COLUMNS[self.kind], source.c[shown].label("_shown"))
        for held in self._these(columns, found):
            row = dict(held._mapping)
            number, said = row.pop("_id"), row.pop("_shown")
            row["snippet"], row["highlights"] = snippet(said or "", marked)
            rows[number] = as_row(row)
        return [rows[number] for number in found]

    def _text(self, number: int) -> str:
        source, columns = INDEXED[self.kind]
        (row,) = self._these([source.c[name] for name in columns], [number])
        return _text(self.kind, row._mapping)

    def _refs(self, found: Sequence[int]) -> dict[int, str]:
        """The ids by which rows are known outside."""
        return dict(map(tuple, self._these([COLUMNS[self.kind][0]], found)))

    def _facets(self, found: Sequence[int]) -> Facets:
        columns = FACETS[self.kind]
        names = [str(column.key) for column in columns]
        rows = self._these(columns, found)
        facets = count(["", *names], (("", *row[1:]) for row in rows))
        if self.kind == "directives" and self.states:
            known = self.states(self.connection, list(self._refs(found).values()))
            facets = {**facets, **count(["state"], ((names,) for names in known.values()))}
        return facets


def _words(phrases: Iterable[Phrase]) -> dict[str, None]:
    """The words of phrases, without marks."""
    return dict.fromkeys(word for phrase in phrases for word in folded(phrase))
