"""Tables -> sums of total rows and columns, columns computed from others.

Which rows a "Tổng số" adds up, and which columns a "Tỷ lệ", a "Tăng, giảm" or a "Còn lại" is made
of, is seldom printed ("(5)=(4)/(3)*100"). It is read from the table itself: the choice that holds
in most of its lines is what the table claims, and a line in which it does not hold is off. A table
in which no choice holds claims nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, permutations
from typing import Literal

from ..model import Document, Figure, Relation, Table
from .changes import Move
from .cues import cues, lowered
from .divisions import Division, Reading
from .intervals import ZERO
from .shares import Share
from .terms import Term, cell_term
from .verdicts import adds_up, judge_division, judge_move, judge_share, percent_of, sum_slip

_MOST_COLUMNS = 12  # columns among which the two that a percentage compares are sought
_ORDER = re.compile(r"\s*(?:[IVXLC]+|[A-Z])[.)]?\s*")
_NUMBERED = re.compile(r"\s*\d+[.)]?\s*")

# "(4)", "5 = 4/3", "(7)=(6)-(5)": the number of a column, and how it is made of others
_COLUMN_NUMBER = re.compile(r"\s*\(?(\d{1,2})\)?\s*(?:=([\d\s()\[\]+\-–*x×:/%]+))?\s*")
_HUNDRED = re.compile(r"[*x×]100(?!\d)")
_EITHER = re.compile(r"[-–−+]?\s*\d{1,3}[.,]\d{3}\s*%?")  # its mark may be the decimal one
_THOUSAND = 1000
_LEAST_ROWS = 2  # rows that must follow a formula which the table does not print

Kind = Literal["share", "growth", "difference", "rest", "flow", "sum"]
Formula = tuple[Kind, tuple[int, ...]]  # and the columns it is made of
_FORMULAS: Mapping[str, Kind] = {"/": "share", "-": "difference", "+-": "flow"}
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
        numbers, self.formulas = _numbering(flat, table)
        starts = [t.start for t in terms]
        for cell in table.cells:
            text = flat[cell.start : cell.end]
            if cell.row < table.header_rows:
                for column in range(cell.column, cell.column + cell.column_span):
                    self.column_names[column] = (
                        f"{self.column_names.get(column, '')} {lowered(text)}"
                    )
                continue
            if cell.row == numbers:
                continue
            at, end = bisect_left(starts, cell.start), bisect_left(starts, cell.end)
            if end == at + 1 and terms[at].figure.value is not None:
                self.rows.setdefault(cell.row, {})[cell.column] = terms[at]
                self.columns.setdefault(cell.column, {})[cell.row] = terms[at]
            elif cell.column == 0 and (_ORDER.fullmatch(text) or _NUMBERED.fullmatch(text)):
                self.markers[cell.row] = text
            elif at == end and cell.row not in self.row_names and text.strip():
                self.row_names[cell.row] = lowered(text)

    def relations(self) -> Iterator[Relation]:
        """Sums down the columns, sums across the rows, columns computed from others."""
        yield from self._sums(self.row_names, self.rows, self._runs_of_rows)
        yield from self._sums(self.column_names, self.columns, _runs)
        amounts = {
            number: {at: t for at, t in column.items() if _amount(t)}
            for number, column in self.columns.items()
        }
        for number, column in self.columns.items():
            told = {at: t for at, t in column.items() if t.unit.names == ("%",)}
            told = told if len(told) > 1 else amounts[number]
            yield from self._computed(number, told, amounts)

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

    # -- columns computed from others ------------------------------------------------------------

    def _computed(self, number: int, told: Line, amounts: Mapping[int, Line]) -> Iterator[Relation]:
        """The relations of a column by the formula it prints, or by the one most rows follow."""
        if not told:
            return
        best: dict[int, tuple[Term, ...]] = {}
        kind: Kind = "share"
        most = 0
        if number in self.formulas:
            kind, columns = self.formulas[number]
            best = _cells(told, [amounts.get(c, {}) for c in columns])
            held = sum(_follows(kind, best[at], told[at]) for at in best)
            if 2 * held < len(best) or not held:
                return
        else:
            for tried, choice in self._choices(number, told, amounts):
                # a row with a 0 follows any formula too easily
                telling = {at: c for at, c in choice.items() if all(t.value for t in c)}
                least = max(most + 1, _LEAST_ROWS, len(telling) // 2 + 1)
                held = _count(tried, telling, told, least)
                if held >= least:
                    kind, best, most = tried, choice, held
        for at, cells in best.items():
            relation = None if cells[0] is cells[-1] else _judge(kind, cells, told[at])
            if relation is not None:
                yield relation

    def _choices(
        self, number: int, told: Line, amounts: Mapping[int, Line]
    ) -> Iterator[tuple[Kind, dict[int, tuple[Term, ...]]]]:
        """The formulas that a column of its name and unit may follow, with their cells by row."""
        known, name = cues(), self.column_names.get(number, "")
        percent = next(iter(told.values())).unit.names == ("%",)
        compares = known.compares.search(name) is not None
        rest = known.rest.search(name) or known.closing_stock.search(name)
        if not (percent or compares or rest):
            return
        near = [n for n in amounts if n != number and len(amounts[n]) > 1]
        near = sorted(near, key=lambda n: abs(n - number))[:_MOST_COLUMNS]
        pairs = {(a, b): _cells(told, (amounts[a], amounts[b])) for a, b in permutations(near, 2)}
        if percent:
            for choice in pairs.values():
                yield "share", choice
            for total in (n for n, row in self.row_names.items() if known.total_line.match(row)):
                for a in near:
                    if total in amounts[a]:
                        whole = amounts[a][total]
                        yield (
                            "share",
                            {at: (amounts[a][at], whole) for at in told if at in amounts[a]},
                        )
            if compares:
                for choice in pairs.values():
                    yield "growth", choice
            return
        if compares:
            for choice in pairs.values():
                yield "difference", choice
        if not rest:
            return
        for (a, b), choice in pairs.items():
            if max(a, b) < number:
                yield "rest", choice
            came = [
                c
                for c in near
                if c not in (a, b) and known.inflow.search(self.column_names.get(c, ""))
            ]
            if known.opening_stock.search(self.column_names.get(a, "")):
                for c in came:
                    yield "flow", _cells(told, (amounts[a], amounts[c], amounts[b]))


def _numbering(flat: str, table: Table) -> tuple[int, dict[int, Formula]]:
    """The row that numbers the columns, -1 if none, and the formulas printed in it or above it.

    As in "(1) | (2) | (3)=(2)/(1)*100", "A | B | 1 | 2 | 3=2-1".
    """
    printed: dict[int, dict[int, re.Match[str]]] = {}
    for cell in table.cells:
        if cell.row > table.header_rows:
            break
        match = _COLUMN_NUMBER.fullmatch(flat[cell.start : cell.end])
        if match is not None and cell.column_span == 1:
            printed.setdefault(cell.row, {})[cell.column] = match
    for row, cells in printed.items():
        numbers = [int(cells[column][1]) for column in sorted(cells)]
        if len(numbers) < 2 or any(b != a + 1 for a, b in pairwise(numbers)):
            continue
        of = {int(match[1]): column for column, match in cells.items()}
        read = {column: _formula(match[2], of) for column, match in cells.items() if match[2]}
        return row, {column: formula for column, formula in read.items() if formula is not None}
    return -1, {}


def _formula(text: str, of: Mapping[int, int]) -> Formula | None:
    """A printed formula over column numbers: "(4)/(3)*100", "4-3", "(4-3)/3*100", "1+2-3"."""
    plain = _HUNDRED.sub("", re.sub(r"[\s()\[\]%]", "", text))
    names = [int(n) for n in re.findall(r"\d+", plain)]
    if any(n not in of for n in names):
        return None
    signs = re.sub(r"\d+", "", plain).replace(":", "/")
    columns = tuple(of[n] for n in names)
    if signs == "-/" and columns[1] == columns[2]:
        return "growth", columns[:2]
    if signs and not signs.strip("+"):
        return "sum", columns
    kind = _FORMULAS.get(signs)
    return (kind, columns) if kind is not None else None


def _cells(told: Line, lines: Sequence[Line]) -> dict[int, tuple[Term, ...]]:
    """By row: the cells of several columns, where all have one."""
    return {
        at: tuple(line[at] for line in lines) for at in told if all(at in line for line in lines)
    }


def _count(kind: Kind, cells: Mapping[int, Sequence[Term]], told: Line, least: int) -> int:
    """How many rows follow a formula; as soon as ``least`` cannot be reached, how many did so far.

    Of all the pairs of columns nearly every one fails early.
    """
    held, misses = 0, len(cells) - least
    for at, row in cells.items():
        if misses < 0:
            break
        follows = _follows(kind, row, told[at])
        held += follows
        misses -= not follows
    return held


def _follows(kind: Kind, cells: Sequence[Term], told: Term) -> bool:
    """Whether a cell is what the formula makes of others, to one unit of its last digit."""
    return any(_makes(kind, cells, reading) for reading in _readings(told))


def _readings(told: Term) -> Iterator[Term]:
    """A cell as it was read, and a percentage "104.125" with decimals too."""
    yield told
    if told.unit.names != ("%",) or abs(told.value) < _THOUSAND:
        return
    if _EITHER.fullmatch(told.figure.text):
        read = told.printed
        finer = replace(
            read,
            value=read.value / _THOUSAND,
            step=read.step / _THOUSAND,
            coarse=read.coarse / _THOUSAND,
        )
        yield replace(told, printed=finer)


def _makes(kind: Kind, cells: Sequence[Term], told: Term) -> bool:
    if kind == "share":
        return _is_share(cells[0], cells[1], told)
    if not all(cell.fits(cells[0]) for cell in cells):
        return False
    slack = told.printed.step
    if kind == "growth":
        now, base = cells[0].value, cells[1].value
        return base > 0 and abs((now - base) * 100 / base - told.value) <= slack
    made = sum((cell.value for cell in cells), ZERO)
    if kind != "sum":
        made -= 2 * cells[-1].value
    slack += sum((cell.printed.step for cell in cells), ZERO)
    off = abs(made) - abs(told.value) if kind == "difference" else made - told.value
    return abs(off) <= slack


def _judge(kind: Kind, cells: tuple[Term, ...], told: Term) -> Relation | None:
    """The relation of a cell that a formula computes from others."""
    told = next((t for t in _readings(told) if _makes(kind, cells, t)), told)
    if kind == "share":
        return judge_share(Share(told, ((cells[0], cells[1]),), (), "strong"))
    if kind in ("growth", "difference"):
        direction = -1 if told.value < 0 else 1 if kind == "growth" or told.figure.change else 0
        change = replace(told, printed=replace(told.printed, value=abs(told.value)))
        moved, percent = (None, change) if kind == "growth" else (change, None)
        relation = judge_move(Move(cells[0], moved, percent, cells[1], direction, ""))
        ends = sorted(cells, key=lambda t: t.value)
        slip = kind == "growth" or sum_slip(Reading(ends[1], (ends[0], change)))
        return relation if relation is None or relation.holds or slip else None
    if kind == "rest":
        reading = Reading(cells[0], (cells[1], told))
    elif kind == "sum":
        reading = Reading(told, cells)
    else:
        reading = Reading(told, cells[:-1], cells[-1:])
    verdict = judge_division(Division((reading,), "", True, "medium", "closed"))
    return verdict[1] if verdict is not None else None


def _amount(term: Term) -> bool:
    return term.unit.names != ("%",) and "/" not in term.figure.unit and term.role == "level"


def _is_share(part: Term, whole: Term, percent: Term) -> bool:
    if whole.value <= 0 or not part.fits(whole):
        return False
    exact = not (part.printed.inexact or whole.printed.inexact or percent.printed.approx)
    if exact and abs(part.value * 100 / whole.value - percent.value) > percent.printed.step:
        return False  # seen at a glance, as most pairs of columns are no share
    return percent_of(part, whole, percent).outcome != "inconsistent"


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
