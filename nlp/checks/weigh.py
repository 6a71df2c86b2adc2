"""Facts that do not agree -> a finding, with how sure it is that they are of one indicator."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ..model import Finding, Interval, Quote
from .cues import unit as unit_of
from .facts import Fact
from .intervals import HABITS, Range
from .kin import likeness
from .told import CONFIRM, tell
from .verdicts import number

_TELLING = 2  # words that an indicator of no catalogue is surely known by
_FEW = 3  # words that one label may have more than the other
_LIKELY = 0.6  # the likeness of words that are likely of one indicator


def finding(
    code: str,
    facts: Sequence[Fact],
    reported: Fact,
    expected: Range,
    steps: tuple[str, ...],
    *,
    open_end: bool = False,
    least: int = 0,
) -> Finding:
    """The finding of a code that facts make together."""
    allowed = expected.printed(unit_of(reported.unit).factor)
    done, _, computed = (steps[-1] if steps else "").rpartition(" = ")
    return tell(
        code,
        tuple(_quote(f) for fact in facts for f in _places(fact)),
        doubt=max(least, _doubt(facts)),
        scan=any(f.report.ocr for f in facts),
        reported=reported.text,
        expected=Interval(allowed.low, None) if open_end else allowed,
        steps=steps,
        fields={
            "reported": reported.text,
            "previous": facts[0].text,
            "sum": done,
            "computed": computed,
        },
    )


def differ_by(a: Decimal, b: Decimal, most: Decimal) -> bool:
    """Whether the larger of two values is more than ``most`` times the smaller."""
    low, high = sorted((abs(a), abs(b)))
    return high > low * most


def narrower(small: Fact, large: Fact) -> bool:
    """Whether the words of a figure say more: fewer "tai nạn đường sắt" than "tai nạn" is right."""
    return small.concept.words > large.concept.words and not (
        small.concept.words <= large.concept.words | large.concept.under
    )


def interval(fact: Fact) -> Range:
    """The values that a fact allows, whatever the habit of who rounded."""
    ranges = [fact.interval(habit) for habit in HABITS]
    return Range(min(r.low for r in ranges), max(r.high for r in ranges))


def printed(fact: Fact) -> str:
    """A fact's value in its own unit."""
    return number(fact.value / unit_of(fact.unit).factor)


def added(parts: Sequence[Fact], unit: str) -> str:
    """How parts add up, in a unit."""
    scale = unit_of(unit).factor
    terms = " + ".join(number(p.value / scale) for p in parts)
    return f"{terms} = {number(sum((p.value for p in parts), Decimal(0)) / scale)}"


def implied(fact: Fact) -> tuple[str, ...]:
    """How an implied base was computed."""
    if fact.implied is None or fact.beside is None:
        return ()
    low, high = fact.implied.low, fact.implied.high
    scale = unit_of(fact.unit).factor
    told = number(low / scale) if low == high else f"{number(low / scale)} … {number(high / scale)}"
    return (f"{fact.beside.text}, {fact.text} = {told}",)


def _doubt(facts: Sequence[Fact]) -> int:
    """0: one and the same indicator; 1: very likely; 2: to confirm."""
    first = facts[0]
    doubt = max(f.doubt for f in facts)
    if not first.concept.known and len(first.concept.words) < _TELLING:
        doubt = CONFIRM
    for other in facts[1:]:
        doubt = max(doubt, _unlike(first, other))
        if first.report.issuer != other.report.issuer and first.place == other.place:
            sure = _placed(first) and _placed(other)
            doubt = max(doubt, 1 if sure or first.report.place != other.report.place else CONFIRM)
    if any(f.estimated for f in facts):
        doubt = max(doubt, 1)
    return min(doubt, CONFIRM)


def _placed(fact: Fact) -> bool:
    """Whether it is said what place a fact is of: "toàn huyện", "riêng xã Tân Lập"."""
    return fact.scope or fact.place != fact.report.place


def _unlike(one: Fact, other: Fact) -> int:
    """How doubtful it is that two facts are of one indicator, by their words."""
    a, b = one.concept.words, other.concept.words
    if one.concept.key == other.concept.key:
        if a == b:
            return 0
        if a <= b or b <= a:
            return 1 if len(a ^ b) <= _FEW else CONFIRM
        return 1 if len(a & b) * 2 >= _LIKELY * (len(a) + len(b)) else CONFIRM
    alike = likeness(one.concept.packed(), other.concept.packed())
    return 1 if alike > _LIKELY else CONFIRM


def _places(fact: Fact) -> tuple[Fact, ...]:
    return (fact,) if fact.beside is None else (fact.beside, fact)


def _quote(fact: Fact) -> Quote:
    report = fact.report
    return Quote(report.id, report.path, fact.text, fact.start, fact.end, fact.page, fact.boxes)
