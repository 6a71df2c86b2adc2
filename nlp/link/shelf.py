"""The papers of an archive as one of them looks for others: by code, by office, by who was asked.

What a paper can be found by are its *offers*, what it looks for are its *asks*, each a key of 63
bits. A paper's events depend on itself and on the papers that offer what it asks for, no others:
so an archive links anew only what asks for something that came or went.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache

from .bodies import Body, body, inherited
from .papers import Order, Paper, code_key
from .targets import Register, dated_key

WINDOW = timedelta(days=400)  # a year and the weeks in which its report is written
_SERIES = 12  # reports of an office in which the one before is looked for
_POOL = 300  # orders of an office that a report without a citation may speak of


class Shelf:
    """Some papers. Whoever asks must find among them all that offer what it asks for in time."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        ordered = sorted(papers, key=place_in_time)
        self.register = Register(ordered)
        self._series: dict[int, list[Paper]] = defaultdict(list)
        self._asked: dict[int, list[tuple[Paper, Order]]] = defaultdict(list)
        for paper in ordered:
            if paper.reports:
                self._series[_series(paper)].append(paper)
            for key, order in _orders(paper):
                self._asked[key].append((paper, order))

    def earlier(self, paper: Paper) -> Iterator[Paper]:
        """The last reports of the same office, the latest first."""
        found = self._series.get(_series(paper), [])
        at = bisect_left(found, place_in_time(paper), key=place_in_time)
        for earlier in reversed(found[max(0, at - _SERIES) : at]):
            if _in_window(earlier, paper):
                yield earlier

    def asked(self, paper: Paper) -> Iterator[tuple[Paper, Order]]:
        """What was asked of the issuer: by the offices a report goes to, or by its very name.

        And what its own letters gave others to do. Each order comes once.
        """
        seen: set[tuple[str, str]] = set()
        for key in _asks_of_offices(paper):
            found = self._asked.get(key, [])
            at = bisect_left(found, place_in_time(paper), key=lambda f: place_in_time(f[0]))
            for target, order in found[max(0, at - _POOL) : at]:
                if _in_window(target, paper) and (target.id, order.id) not in seen:
                    seen.add((target.id, order.id))
                    yield target, order


def place_in_time(paper: Paper) -> tuple[date, str]:
    """Papers in order of their days, those without one last."""
    return paper.day or date.max, paper.id


def _in_window(earlier: Paper, paper: Paper) -> bool:
    if earlier.day is None or paper.day is None:
        return False
    return earlier.day < paper.day <= earlier.day + WINDOW


def offers(paper: Paper) -> frozenset[int]:
    """The keys by which a paper is found."""
    found = {key for key, _ in _orders(paper)}
    if paper.key:
        found.add(_key("code", paper.key))
        if paper.day is not None:
            found.add(_key("dated", dated_key(paper.key, paper.day)))
    if paper.reports:
        found.add(_series(paper))
    return frozenset(found)


def asks(paper: Paper) -> tuple[frozenset[int], frozenset[int]]:
    """The keys of what a paper looks for: of any day before it, and within ``WINDOW`` of it."""
    named = [
        (key, n.citation.date)
        for n in paper.namings
        if (key := code_key(n.citation.number, n.citation.symbol))
    ]
    codes = frozenset(_key("code", key) for key, _ in named)
    codes |= {_key("dated", dated_key(key, day)) for key, day in named if day is not None}
    if not paper.reports or paper.day is None:
        return codes, frozenset()
    return codes, frozenset((_series(paper), *_asks_of_offices(paper)))


def _series(paper: Paper) -> int:
    return _key("series", *_told(paper.issuer_body))


def _orders(paper: Paper) -> Iterator[tuple[int, Order]]:
    """The orders of an office of some place, each under all whom it tells.

    Whoever is told by the name of its place finds it whoever asked; the office itself finds those
    of its letters.
    """
    issuer = paper.issuer_body
    for order in paper.orders:
        for b in dict.fromkeys(paper.told(order)):
            if issuer.place:
                yield _key("asked", *_told(issuer), b.function, b.place), order
            if b.place and b.function and not b.many:
                yield _key("told", b.function, *sorted(b.levels), b.place), order
        if issuer.place and not paper.reports:
            yield _key("gave", *_told(issuer)), order


def _asks_of_offices(paper: Paper) -> Sequence[int]:
    if paper.day is None:
        return ()
    told = paper.issuer_bodies
    asked_by = [body(name) for name in (paper.parent, *paper.addressees, *paper.recipients) if name]
    named = [b for b in told if b.place and b.function]
    return (
        *(_key("told", b.function, *sorted(b.levels), b.place) for b in named),
        *(_key("gave", *_told(b)) for b in named),
        *_asks_of(told, asked_by, paper.day),
    )


def _asks_of(told: Sequence[Body], asked_by: Iterable[Body], day: date) -> Iterator[int]:
    asking_of = dict.fromkeys(b for a in asked_by for b in inherited(a, day) if b.place)
    yield from (
        _key("asked", *_told(asking), told[0].function, place)
        for asking in asking_of
        for place in dict.fromkeys((*(b.place for b in told), None))
    )


def _told(b: Body) -> tuple[object, ...]:
    return b.function, *sorted(b.levels), b.place, b.many, b.everyone


@lru_cache(maxsize=1 << 14)
def _key(*named: object) -> int:
    said = "\x1f".join(map(str, named)).encode()
    return int.from_bytes(hashlib.blake2b(said, digest_size=8).digest(), "big") >> 1
