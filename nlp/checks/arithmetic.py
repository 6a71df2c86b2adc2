"""Figures of a document -> the relations that its text claims between them, judged.

Structure says what is claimed (``structure``, ``changes``, ``shares``); here each claim is done again
with intervals. Outcomes: *consistent*; *consistent_by_rounding* (also where the writer cut digits off
instead of rounding); *inconsistent*; *not_checkable* where the text leaves open what is claimed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from ..model import Document, Figure, Relation
from .changes import Move, judge_move, moves
from .shares import ShareReader, ShareVerdict, judge_share
from .structure import Division, Reader, Reading
from .sums import Verdict, judge
from .terms import Term, read_sentences


def find_relations(document: Document, figures: Iterable[Figure]) -> tuple[Relation, ...]:
    """The relations of a document in reading order, with ids r1, r2, …"""
    sentences = read_sentences(document, tuple(figures))
    verdicts: list[Verdict] = []

    def choose(division: Division) -> Reading | None:
        verdict = judge(division)
        if verdict is None:
            return None
        verdicts.append(verdict)
        return verdict.reading

    Reader(document, sentences, choose).read()
    changed = [move for sentence in sentences for move in moves(sentence)]
    wholes: dict[int, list[Term]] = {}
    for verdict in verdicts:
        for part in verdict.reading.parts:
            wholes.setdefault(part.number, []).append(verdict.reading.total)
    taken = frozenset(t.number for m in changed for t in (m.percent, m.previous) if t is not None)
    shares = ShareReader(sentences, wholes, taken).shares()
    found = [_of_division(v) for v in verdicts]
    found += [_of_move(move) for move in changed]
    found += [_of_share(v) for v in map(judge_share, shares) if v is not None]
    places = {t.id: t.start for s in sentences for t in s.terms}
    found.sort(key=lambda r: sorted(places[m] for m in r.members()))
    return tuple(dataclasses.replace(r, id=f"r{n}") for n, r in enumerate(found, 1))


def _of_move(move: Move) -> Relation:
    outcome = judge_move(move)
    kind = "growth" if move.percent is not None else "difference"
    change = move.change.id if move.change else None
    return Relation(
        id="r",
        type=kind,
        holds=outcome != "inconsistent",
        outcome=outcome,
        current=move.current.id,
        previous=move.previous.id if move.previous else None,
        change=change if kind == "difference" else None,
        change_abs=change if kind == "growth" else None,
        change_percent=move.percent.id if move.percent else None,
        cue=move.cue,
    )


def _of_share(verdict: ShareVerdict) -> Relation:
    ratio = verdict.share.ratio
    return Relation(
        id="r",
        type="percent",
        holds=verdict.outcome != "inconsistent",
        outcome=verdict.outcome,
        part=verdict.part.id if verdict.part else None,
        whole=verdict.whole.id if verdict.whole else None,
        ratio=ratio.id if ratio else None,
        percent=verdict.share.percent.id,
        cue=verdict.share.cue,
        note=verdict.share.strength,
    )


def _of_division(verdict: Verdict) -> Relation:
    holds = {"inconsistent": False, "not_checkable": None}.get(verdict.outcome, True)
    return Relation(
        id="r",
        type="subset" if verdict.subset else "sum",
        holds=holds,
        outcome=verdict.outcome,
        total=verdict.reading.total.id,
        parts=tuple(p.id for p in verdict.reading.parts),
        cue=verdict.division.cue,
        note=verdict.division.strength,
    )
