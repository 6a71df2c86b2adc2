"""Figures of a document -> the relations that its text claims between them, judged.

Structure says what is claimed (``structure``, ``changes``, ``shares``); each claim is then done
again with intervals (``verdicts``). Outcomes: *consistent*; *consistent_by_rounding* (also where
the writer cut digits off instead of rounding); *inconsistent*; *not_checkable* where the text
leaves open what is claimed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from operator import attrgetter

from ..model import Document, Figure, Relation
from .changes import moves
from .cues import lowered
from .divisions import Division, Reading
from .further import further_relations
from .grids import grid_relations
from .hundreds import hundreds
from .restated import restated
from .shares import Share, ShareReader
from .structure import Reader
from .terms import Term, read_sentences
from .verdicts import judge_division, judge_move, judge_share, percent_of

_AFTER_ID = attrgetter(*(field.name for field in dataclasses.fields(Relation)[1:]))


def find_relations(document: Document, figures: Iterable[Figure]) -> tuple[Relation, ...]:
    """The relations of a document in reading order, with ids r1, r2, …"""
    figures = tuple(figures)
    flat = lowered(document.flat)
    sentences = read_sentences(document, flat, figures)
    found: list[Relation] = []
    wholes: dict[int, list[Term]] = {}

    def choose(division: Division, wrong: bool) -> Reading | None:
        verdict = judge_division(division, wrong=wrong)
        if verdict is None:
            return None
        reading, relation = verdict
        found.append(relation)
        for part in reading.parts:
            wholes.setdefault(part.number, []).append(reading.total)
        return reading

    Reader(document, flat, sentences, choose).read()
    changed = list(moves(sentences, wholes))
    judged = [(move, judge_move(move)) for move in changed]
    found += (relation for _, relation in judged if relation is not None)
    # a percentage that may be a share is one if it is not the change's
    changed = [m for m, relation in judged if m.strength != "weak" or relation is not None]
    taken = frozenset(t.number for m in changed for t in (m.percent, m.previous) if t is not None)
    reader = ShareReader(sentences, wholes, taken)
    for share in reader.shares():
        relation = judge_share(share)
        if relation is not None and not (relation.holds is False and _explained(share, reader)):
            found.append(relation)
    found += restated(sentences)
    found += further_relations(document.flat, sentences)
    told = frozenset(r.percent for r in found if r.percent is not None)
    found += hundreds(flat, sentences, judged=told)
    count = sum(len(sentence.terms) for sentence in sentences)
    for relations in grid_relations(document, figures, first=count):
        found += relations
    places = {f.id: f.start for f in figures}
    found.sort(key=lambda r: sorted(places[m] for m in r.members()))
    return tuple(Relation(f"r{n}", *_AFTER_ID(r)) for n, r in enumerate(found, 1))


def _explained(share: Share, reader: ShareReader) -> bool:
    """Whether a percentage that seems wrong is right of other figures near it.

    Only one with a decimal tells: one in whole per cent agrees too often by chance.
    """
    return (
        not share.ratios
        and share.percent.printed.step < 1
        and any(
            percent_of(part, whole, share.percent).outcome != "inconsistent"
            for part, whole in reader.otherwise(share)
        )
    )
