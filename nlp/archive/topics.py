"""Words of a topic -> other words of the same topic, from our tables and from the archive itself.

Two sources. The table ``synonyms`` names words that stand for one topic. And the archive's own
directives say which words keep the same company: TF-IDF of their words and pairs of words, cut down
to a few dimensions (latent semantic analysis), in which words that are near each other are
neighbours. That takes seconds, so it is done when it is first asked for, on at most ``SAMPLE``
directives spread evenly over the archive, kept in the archive as plain numbers, and done again once
the archive has grown or shrunk by a fifth.

A pair of syllables may be pieces of two words ("phóng mặt"). So of each neighbour a few directives
are cut into words, and what is searched for and shown are the whole words it is part of ("giải
phóng mặt bằng"), without small words at its ends.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ..errors import ArchiveError
from ..rules import table
from .engine import Engines
from .fulltext import Phrase, Term, Terms, between, index_of, number_of, words_of
from .query import Query, folded
from .tables import directives, topics

if TYPE_CHECKING:
    import numpy as np

SAMPLE = 20_000  # directives that are read to learn neighbours
LEAST = 40  # directives in which there is something to learn
TERMS = 20_000  # words and pairs of words that are kept
DIMENSIONS = 100
CHANGED = 0.2  # part of the directives that came or went since
NEIGHBOURS = 5
_PAIRS = 15  # that are nearest, of which neighbours are made
_SHOWN = 3  # directives that are cut into words for each
ALIKE = 0.6  # cosine of neighbours


@dataclass(frozen=True, slots=True)
class Wider:
    """What else to search for: for each concept of the query all its phrases, and neighbours."""

    concepts: tuple[tuple[Phrase, ...], ...]  # the first phrase of each is what was typed
    neighbours: tuple[Phrase, ...]

    @property
    def also(self) -> tuple[str, ...]:
        """What is searched for beside what was typed, to be shown."""
        typed = {folded(concept[0]) for concept in self.concepts}
        said = [p for concept in self.concepts for p in concept if folded(p) not in typed]
        return tuple(dict.fromkeys(" ".join(words) for words in (*said, *self.neighbours)))

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        return (*(phrase for concept in self.concepts for phrase in concept), *self.neighbours)

    def tiers(self) -> list[Terms]:
        """Every concept in any of its words; then any of all words."""
        every = tuple(Term("folded", _plain(concept)) for concept in self.concepts)
        either = [phrase for phrase in _plain(self.phrases) if len(phrase) > 1]
        return [every, *([(Term("folded", tuple(either)),)] if either else [])]


def _plain(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    return tuple(dict.fromkeys(map(folded, phrases)))


def widen(engines: Engines, query: Query) -> Wider:
    """What else to search for on the topic of a query."""
    concepts = tuple(_concepts(query.words))
    known = {folded(phrase) for concept in concepts for phrase in concept}
    space = _space(engines)
    near = _neighbours(engines, space, query.words) if space else ()
    fresh = [phrase for phrase in near if folded(phrase) not in known]
    return Wider(concepts, tuple(fresh[:NEIGHBOURS]))


def _neighbours(engines: Engines, space: _Space, words: Phrase) -> list[Phrase]:
    """The nearest whole words that tell of a topic, none of which holds another."""
    found: dict[Phrase, Phrase] = {}
    with engines.reading.begin() as connection:
        for pair in space.near(words):
            whole = _whole(connection, pair)
            plain = folded(whole)
            told = plain not in _actions() and not set(plain) & set(folded(words))
            if told and space.holds(whole):
                found.setdefault(plain, whole)
    said = {plain: between(plain) for plain in found}
    return [
        whole
        for plain, whole in found.items()
        if not any(one in said[plain] for other, one in said.items() if other != plain)
    ]


@cache
def _actions() -> frozenset[Phrase]:
    """What may be done in any matter: "đẩy nhanh", "bảo đảm"."""
    return frozenset(folded(words_of(row["word"])) for row in table("directive_verbs"))


# -- the tables ----------------------------------------------------------------------------------


@cache
def _synonyms() -> Mapping[Phrase, tuple[Phrase, ...]]:
    """Of each phrase of the table, without marks, all phrases of its topics."""
    found: dict[Phrase, tuple[Phrase, ...]] = {}
    for rule in table("synonyms"):
        group = tuple(map(words_of, rule["words"]))
        for phrase in group:
            key = folded(phrase)
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), *group)))
    return found


def _concepts(words: Phrase) -> Iterator[tuple[Phrase, ...]]:
    """The query cut into phrases that the table knows, the longest first, and pairs of words."""
    known = _synonyms()
    longest = max(map(len, known))
    plain, at, loose = folded(words), 0, 0
    while at < len(words):
        ends = range(min(len(words), at + longest), at, -1)
        end = next((end for end in ends if plain[at:end] in known), None)
        if end is None:
            at += 1
            continue
        yield from _pairs(words[loose:at])
        yield tuple(dict.fromkeys((words[at:end], *known[plain[at:end]])))
        at = loose = end
    yield from _pairs(words[loose:])


def _pairs(words: Phrase) -> Iterator[tuple[Phrase, ...]]:
    """Words that no table knows, two by two, as most words of the language are."""
    yield from ((words[at : at + 2],) for at in range(0, len(words), 2))


# -- whole words -----------------------------------------------------------------------------------


def _whole(connection: sa.Connection, pair: Phrase) -> Phrase:
    """The words that a pair of syllables is part of, in most of the shortest directives with it."""
    index = index_of(connection)
    hits = index.table("directives")
    these = sa.select(number_of(hits)).where(index.matches(hits, [Term("exact", (pair,))]))
    these = these.order_by(hits.c.rowid.desc()).limit(_SHOWN)
    texts = sa.select(directives.c.text).where(directives.c.id.in_(connection.scalars(these).all()))
    found = Counter(
        words for text in connection.scalars(texts) if (words := _words_at(text, pair)) is not None
    )
    return min(found, key=lambda words: (-found[words], words), default=())


def _words_at(text: str, pair: Phrase) -> Phrase | None:
    """The whole words over the first place of a pair in a text, but for small ones at the ends."""
    from ..annotate.tokenizer import word_spans

    cut: list[tuple[str, int]] = []  # each syllable with the number of its word
    for number, word in enumerate(word_spans(text)):
        for start, end in word:
            cut += ((syllable, number) for syllable in words_of(text[start:end]))
    starts = (at for at in range(len(cut)) if tuple(s for s, _ in cut[at : at + len(pair)]) == pair)
    first = next(starts, None)
    if first is None:
        return None
    over = range(cut[first][1], cut[first + len(pair) - 1][1] + 1)
    words = [tuple(s for s, number in cut if number == each) for each in over]
    words = [word for word in words if word]
    torn = sum(map(len, words)) > len(pair)  # the pair is no whole words by itself
    while words and _small(words[0], torn=torn):
        del words[0]
    while words and _small(words[-1], torn=torn):
        del words[-1]
    return tuple(syllable for word in words for syllable in word)


def _small(word: Phrase, *, torn: bool) -> bool:
    """Whether a word at the end of a phrase says nothing of its topic."""
    return len(word) == 1 and (torn or word[0].isdecimal() or word[0] in _common())


@cache
def _common() -> frozenset[str]:
    return frozenset(row["word"] for row in table("common_words"))


# -- the archive's own words ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Space:
    """Words and pairs of words as points on a sphere."""

    terms: tuple[str, ...]
    points: np.ndarray[Any, np.dtype[np.float32]]  # (terms, dimensions), of length 1

    def near(self, words: Phrase) -> tuple[Phrase, ...]:
        """The pairs of words that are nearest to a query, more than are shown."""
        plain = folded(words)
        asked = {" ".join(plain[at:end]) for at in range(len(plain)) for end in (at + 1, at + 2)}
        written = [folded(tuple(term.split(" "))) for term in self.terms]
        own = [n for n, phrase in enumerate(written) if " ".join(phrase) in asked]
        pairs = [n for n in own if len(written[n]) > 1] or own
        if not pairs:
            return ()
        middle = self.points[pairs].sum(axis=0)
        length = float((middle @ middle) ** 0.5)
        if not length:
            return ()
        scores = self.points @ (middle / length)
        found: list[Phrase] = []
        for n in (-scores).argsort(kind="stable")[: 20 * NEIGHBOURS]:
            fresh = len(written[n]) > 1 and not set(written[n]) & set(plain)
            if fresh and scores[n] >= ALIKE and len(found) < _PAIRS:
                found.append(tuple(self.terms[n].split(" ")))
        return tuple(found)

    def holds(self, words: Phrase) -> bool:
        """Whether it is a phrase that may tell topics apart: neither rare nor everywhere."""
        pairs = {" ".join(pair) for pair in pairwise(words)}
        return len(words) > 1 and pairs <= {*self.terms}


def _space(engines: Engines) -> _Space | None:
    """The archive's space, made anew if there is none or the archive has changed much."""
    with engines.reading.begin() as connection:
        last = connection.scalar(sa.select(sa.func.max(directives.c.id))) or 0
        held = {row.name: row.data for row in connection.execute(sa.select(topics))}
        made = json.loads(held["made"]) if held else None
        if made and abs(last - made["last"]) <= CHANGED * made["last"]:
            return _stored(made, held)
        texts = _sample(connection, last)
    if len(texts) < LEAST:
        return None
    space = _learn(texts)
    rows = {
        "made": json.dumps({"last": last, "shape": space.points.shape}).encode(),
        "terms": "\n".join(space.terms).encode(),
        "points": space.points.astype("<f4").tobytes(),
    }
    try:
        with engines.writing.begin() as connection:
            connection.execute(topics.delete())
            connection.execute(topics.insert(), [{"name": n, "data": d} for n, d in rows.items()])
    except ArchiveError:  # somebody else writes, or nobody may: the next question learns again
        return space
    return space


def _sample(connection: sa.Connection, last: int) -> list[str]:
    step = -(-last // SAMPLE) or 1
    wanted = sa.select(directives.c.text).where(directives.c.id % step == 0)
    return list(connection.scalars(wanted.order_by(directives.c.id)))


def _stored(made: Mapping[str, Any], held: Mapping[str, bytes]) -> _Space:
    import numpy as np

    points = np.frombuffer(held["points"], dtype="<f4").reshape(made["shape"])
    return _Space(tuple(held["terms"].decode().split("\n")), points)


def _learn(texts: Sequence[str]) -> _Space:
    import numpy as np
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    weighed = TfidfVectorizer(
        analyzer=_terms, min_df=2, max_df=0.2, max_features=TERMS, sublinear_tf=True
    )
    matrix = weighed.fit_transform(texts)
    size = min(DIMENSIONS, min(matrix.shape) - 1)
    cut = TruncatedSVD(n_components=size, random_state=0).fit(matrix)
    points = (cut.components_ * cut.singular_values_[:, None]).T.astype(np.float32)
    lengths = np.linalg.norm(points, axis=1, keepdims=True)
    return _Space(tuple(weighed.get_feature_names_out()), points / np.maximum(lengths, 1e-12))


def _terms(text: str) -> list[str]:
    words = [word for word in words_of(text) if not word.isdecimal()]
    return [*words, *(f"{one} {other}" for one, other in pairwise(words))]
