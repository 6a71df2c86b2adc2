"""Tables -> sums of total rows and columns, percentages of two columns or of a total.

Which rows a "Tổng số" adds up, and which columns a "Tỷ lệ" compares, is not printed. It is read
from the table itself: the choice that holds in most of its lines is what the table claims, and a
line in which it does not hold is off. A table in which no choice holds claims nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import permutations

from ..model import Document, Figure, Relation, Table
from .cues import cues
from .shares import Share
from .structure import Division, Reading
from .terms import Term, cell_term
from .verdicts import adds_up, judge_division, judge_share, percent_of

_MOST_COLUMNS = 12  # columns among which the two that a percentage compares are sought
_ORDER = re.compile(r"\s*(?:[IVXLC]+|[A-Z])[.)]?\s*")
_NUMBERED = re.compile(r"\s*\d+[.)]?\s*")

Runs = Callable[[int, Sequence[int], Sequence[int]], Iterator[tuple[int, ...]]]
Line = Mapping[int, Term]  # place across the line -> its figure


def grid_relations(
    document: Document, figures: Iterable[Figure], *, first: int
) -> Iterator[tuple[Relation, ...]]:
    """The relations of each table; its figures are numbered from ``first``."""
    ordered = sorted(figures, key=lambda f: f.start) if document.tables else []
    starts = [f.start for f in ordered]
    for table in document.tables:
        inside = ordered[bisect_left(starts, table.start) : bisect_left(starts, table.end)]
        terms = [cell_term(figure, first + at) for at, figure in enumerate(inside)]
        first += len(terms)
        if terms:
            yield tuple(_Grid(document, table, terms).relations())


class _Grid:
    """The figures of a table by row and column, and the names of both."""

    def __init__(self, document: Document, table: Table, terms: Sequence[Term]) -> None:
        flat = document.flat
        self.rows: dict[int, dict[int, Term]] = {}
        self.columns: dict[int, dict[int, Term]] = {}
        self.row_names: dict[int, str] = {}
        self.markers: dict[int, str] = {}
        self.column_names: dict[int, str] = {}
        starts = [t.start for t in terms]
        for cell in table.cells:
            text = flat[cell.start : cell.end]
            if cell.row < table.header_rows:
                for column in range(cell.column, cell.column + cell.column_span):
                    self.column_names[column] = f"{self.column_names.get(column, '')} {text}"
                continue
            at, end = bisect_left(starts, cell.start), bisect_left(starts, cell.end)
            if end == at + 1 and terms[at].value is not None:
                self.rows.setdefault(cell.row, {})[cell.column] = terms[at]
                self.columns.setdefault(cell.column, {})[cell.row] = terms[at]
            elif cell.column == 0 and (_ORDER.fullmatch(text) or _NUMBERED.fullmatch(text)):
                self.markers[cell.row] = text
            elif at == end and cell.row not in self.row_names and text.strip():
                self.row_names[cell.row] = text

    def relations(self) -> Iterator[Relation]:
        """Sums down the columns, sums across the rows, percentages."""
        amounts = {
            number: {at: t for at, t in column.items() if _amount(t)}
            for number, column in self.columns.items()
        }
        yield from self._sums(self.row_names, self.rows, self._runs_of_rows)
        yield from self._sums(self.column_names, self.columns, _runs)
        for number, column in self.columns.items():
            shares = {at: t for at, t in column.items() if t.unit.names == ("%",)}
            if len(shares) > 1:
                yield from self._percentages(shares, amounts, number)

    # -- totals ----------------------------------------------------------------------------------

    def _sums(
        self, names: Mapping[int, str], lines: Mapping[int, Line], runs: Runs
    ) -> Iterator[Relation]:
        totals = [n for n in sorted(lines) if cues().total_line.match(names.get(n, ""))]
        for total in totals:
            others = [n for n in sorted(lines) if n not in totals]
            best: list[Division] = []
            for run in runs(total, others, totals):
                divisions = list(_divisions(lines, total, run))
                held = [d for d in divisions if _holds(d)]
                if len(held) > len([d for d in best if _holds(d)]):
                    best = divisions
            held = [d for d in best if _holds(d)]
            if held and 2 * len(held) >= len(best):
                verdicts = (judge_division(d) for d in best)
                yield from (verdict[1] for verdict in verdicts if verdict is not None)

    def _runs_of_rows(
        self, total: int, others: Sequence[int], totals: Sequence[int]
    ) -> Iterator[tuple[int, ...]]:
        named = [n for n in others if not cues().partial.match(self.row_names.get(n, "").strip())]
        for run in _runs(total, named, totals):
            upper = tuple(n for n in run if _ORDER.fullmatch(self.markers.get(n, "")))
            if upper and len(upper) < len(run):
                yield upper  # "I", "II" over "1", "2"
            yield run

    # -- percentages -----------------------------------------------------------------------------

    def _percentages(
        self, shares: Line, amounts: Mapping[int, Line], number: int
    ) -> Iterator[Relation]:
        near = sorted((n for n in amounts if len(amounts[n]) > 1), key=lambda n: abs(n - number))
        near = near[:_MOST_COLUMNS]
        choices = [
            {
                at: (amounts[a][at], amounts[b][at])
                for at in shares
                if at in amounts[a] and at in amounts[b]
            }
            for a, b in permutations(near, 2)
        ]
        totals = [n for n, name in self.row_names.items() if cues().total_line.match(name)]
        choices += [
            {at: (amounts[a][at], amounts[a][total]) for at in shares if at in amounts[a]}
            for a in near
            for total in totals
            if total in amounts[a]
        ]
        best: dict[int, tuple[Term, Term]] = {}
        most = 0
        for choice in choices:
            held = sum(_is_share(*pair, shares[at]) for at, pair in choice.items())
            if held > most and held >= 2 and 2 * held > len(choice):
                best, most = choice, held
        for at, pair in best.items():
            if pair[0] is pair[1]:
                continue  # the total is all of itself
            relation = judge_share(Share(shares[at], (pair,), (), "strong"))
            if relation is not None:
                yield relation


def _amount(term: Term) -> bool:
    return term.unit.names != ("%",) and "/" not in term.figure.unit and term.role == "level"


def _is_share(part: Term, whole: Term, percent: Term) -> bool:
    return (
        part.fits(whole)
        and whole.value > 0
        and percent_of(part, whole, percent).outcome != "inconsistent"
    )


def _runs(total: int, others: Sequence[int], totals: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The lines after a total up to the next one, and those before it."""
    after = min((n for n in totals if n > total), default=max(others, default=0) + 1)
    before = max((n for n in totals if n < total), default=-1)
    for run in (
        tuple(n for n in others if total < n < after),
        tuple(n for n in others if before < n < total),
    ):
        if len(run) > 1:
            yield run


def _divisions(lines: Mapping[int, Line], total: int, run: Sequence[int]) -> Iterator[Division]:
    """A total line divided into others, place by place."""
    for at, whole in lines[total].items():
        parts = tuple(lines[n][at] for n in run if at in lines[n])
        parts = tuple(p for p in parts if _amount(p) and p.fits(whole))
        if _amount(whole) and len(parts) > 1:
            reading = Reading(whole, parts)
            yield Division((reading,), "tổng số", True, "medium", "closed")


def _holds(division: Division) -> bool:
    return adds_up(division.readings[0])
