"""Sentences -> products, multiples, remainders of a ratio, numbers in words beside digits.

"12 hộ, mỗi hộ 500 nghìn đồng/hộ, tổng 6 triệu đồng"; "75 lượt, gấp 2,5 lần cùng kỳ (30 lượt)";
"giải quyết 150/181 vụ, còn 31 vụ"; "28 (hai mươi tám) quyết định". Which figures belong together is
often open here: a claim is told as wrong only where one wrong digit explains it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from ..annotate.numbers import parse_number
from ..model import CheckOutcome, Relation, RelationType
from .cues import cues, unit
from .intervals import HABITS, Range
from .terms import Sentence, Term
from .verdicts import CONFIDENCE, holds, number, one_slip

_NEAR = 4  # figures on either side of a rate among which its factor and its product stand
_AFTER = 80  # characters after a figure in which it may be told in words
_DIGITS = re.compile(r"\d[\d.,]*")


def further_relations(flat: str, sentences: Sequence[Sentence]) -> Iterator[Relation]:
    """The relations of these kinds in reading order of their sentences."""
    for sentence in sentences:
        for at, term in enumerate(sentence.terms):
            before = sentence.terms[max(0, at - _NEAR) : at]
            after = sentence.terms[at + 1 : at + 1 + _NEAR]
            found: Relation | None = None
            if term.role == "ratio":
                found = _remainder(term, after)
            elif term.figure.kind == "multiple":
                found = _multiple(term, before, after)
            elif "/" in term.figure.unit and term.value:
                found = _product(term, (*reversed(before), *after))
            if found is not None:
                yield found
            told = _in_words(flat, term)
            if told is not None:
                yield told


def _product(rate: Term, near: Sequence[Term]) -> Relation | None:
    """As in "2.460 hộ, 500.000 đồng/hộ, tổng 1.230 triệu đồng"."""
    top, _, bottom = rate.figure.unit.partition("/")
    over, under = unit(top.strip()), unit(bottom.strip())
    if not over.names or not under.names:
        return None
    levels = [t for t in near if t.role == "level" and t.unit.names]
    counts = [t for t in levels if t.unit.fits(under)]
    results = [t for t in levels if t.unit.fits(over) and t not in counts]
    scale = over.factor / rate.unit.factor / under.factor
    for count in counts:
        for result in results:
            for habit in HABITS:
                each, times = rate.printed.interval(habit) * scale, count.printed.interval(habit)
                made = Range(each.low * times.low, each.high * times.high)
                if made.meets(result.printed.interval(habit)):
                    exact = rate.value * scale * count.value == result.value
                    outcome: CheckOutcome = "consistent" if exact else "consistent_by_rounding"
                    return _told_product(rate, count, result, scale, outcome)
    if len(counts) == 1 == len(results) and cues().each.search(rate.before):
        made_exactly = rate.value * scale * counts[0].value
        if one_slip(results[0], made_exactly):
            return _told_product(rate, counts[0], results[0], scale, "inconsistent")
    return None


def _told_product(
    rate: Term, count: Term, result: Term, scale: Decimal, outcome: CheckOutcome
) -> Relation:
    each = number(rate.value / rate.unit.factor)
    times = number(count.value / count.unit.factor)
    value = rate.value * scale * count.value / result.unit.factor
    relation = _relation("product", outcome, result, f"{times} × {each} = {number(value)}", value)
    return replace(relation, total=result.id, parts=(count.id, rate.id))


def _multiple(term: Term, before: Sequence[Term], after: Sequence[Term]) -> Relation | None:
    """As in "75 lượt, gấp 2,5 lần cùng kỳ (30 lượt)"."""
    levels = [t for t in before if t.role in ("level", "base") and t.clause == term.clause]
    if not levels or not term.value:
        return None
    base = after[0] if after and after[0].role in ("base", "level") else None
    if base is None or not base.fits(levels[-1]) or base.clause != term.clause:
        # "năm trước 30 lượt, năm nay 75 lượt, gấp 2,5 lần", or the other way round
        pair = _by_time(levels[-2:])
    elif base.role == "level" and base.bracket == term.bracket and not _told_of(base):
        return None
    else:
        pair = levels[-1], base
    if pair is None or pair[1].value <= 0 or pair[0].role == "base":
        return None
    current, base = pair
    value = current.value / base.value
    told = (term.printed.interval(habit) for habit in HABITS)
    outcome: CheckOutcome = "inconsistent"
    if any(Range.exactly(value).meets(interval) for interval in told):
        outcome = "consistent" if value == term.value else "consistent_by_rounding"
    elif cues().lead.search(term.gap):
        return None  # "tăng 2 lần" may be twice or three times as many, "giảm 2 lần" is half
    step = (
        f"{number(current.value / current.unit.factor)} / {number(base.value / base.unit.factor)}"
        f" = {number(value)}"
    )
    relation = _relation("multiple", outcome, term, step, value)
    return replace(relation, current=current.id, previous=base.id, change=term.id)


def _told_of(base: Term) -> bool:
    """Whether the figure after a multiple is what it multiplies: "gấp 2,5 lần so với 30 lượt"."""
    return cues().compared.match(base.gap) is not None


def _by_time(pair: Sequence[Term]) -> tuple[Term, Term] | None:
    """Of two figures of one unit: the later one, and the one told of an earlier time."""
    if len(pair) == 2 and pair[0].fits(pair[1]) and pair[0].unit.names:
        earlier = [cues().time_before.search(t.before) is not None for t in pair]
        if earlier[0] != earlier[1]:
            return (pair[1], pair[0]) if earlier[0] else (pair[0], pair[1])
    return None


def _remainder(ratio: Term, after: Sequence[Term]) -> Relation | None:
    """As in "giải quyết 150/181 vụ, còn 31 vụ"."""
    top, bottom = ratio.figure.numerator, ratio.figure.denominator
    rest = next((t for t in after if t.role != "percent"), None)
    if top is None or bottom is None or rest is None or rest.role != "level":
        return None
    if not rest.fits(ratio) or not cues().remains.match(rest.before):
        return None
    value = bottom - top
    outcome: CheckOutcome = "consistent" if rest.value == value else "inconsistent"
    if outcome == "inconsistent" and not (value >= 10 and one_slip(rest, value)):
        return None
    step = f"{number(bottom)} − {number(top)} = {number(value)}"
    relation = _relation("ratio_remainder", outcome, rest, step, value)
    return replace(relation, ratio=ratio.id, part=rest.id)


def _in_words(flat: str, term: Term) -> Relation | None:
    """As in "28 (hai mươi tám) quyết định", "24.850 triệu đồng (Hai mươi bốn tỷ …)"."""
    figure = term.figure
    if figure.value is None or figure.value_max is not None:
        return None
    if "(" not in flat[figure.start : figure.end + 2]:
        return None
    digits = _DIGITS.match(flat, figure.start)
    for place, factor in (
        (digits.end() if digits else -1, Decimal(1)),
        (term.end, term.unit.factor),
    ):
        if place < 0 or not flat[place : place + 2].lstrip().startswith("("):
            continue
        found = cues().words.match(flat, place, place + _AFTER)
        value = parse_number(found[1].replace(",", " ")) if found else None
        if value is not None:
            stated = figure.value * factor
            outcome: CheckOutcome = "consistent" if stated == value else "inconsistent"
            step = f"{found[1]} = {number(value)}" if found else ""
            relation = _relation("equal", outcome, term, step, value)
            return replace(relation, a=figure.id)
    return None


def _relation(
    kind: RelationType, outcome: CheckOutcome, reported: Term, step: str, value: Decimal
) -> Relation:
    return Relation(
        id="",
        type=kind,
        holds=holds(outcome),
        outcome=outcome,
        expected=Range.exactly(value).printed(),
        reported=reported.figure.text,
        steps=(step,),
        confidence=CONFIDENCE["strong" if kind == "equal" else "medium"],
    )
