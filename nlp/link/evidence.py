"""What speaks for or against a clause's being of a task, besides the likeness of their words.

The same quantity ("41 tổ hòa giải", "29/41 tổ"), a place or a thing by name; against it another
place, another year, work done before it was asked for, a period long after its time. The words
come from the table ``link_cues``, the weights from ``link_reasons``.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, lru_cache

from ..annotate.numbers import parse_number
from ..rules import phrases, table
from ..text import LOWER, UPPER, modern_tone
from .bodies import places
from .likeness import words
from .papers import Order, Paper, Result, compared
from .reasons import reason
from .records import LinkReason

AGAINST = frozenset({"elsewhere", "before", "other_year", "long_after"})
_LONG_AFTER = timedelta(days=200)  # a report of a period so long after the deadline
_REACH = 12  # characters before a number in which a word says that it is none
_CLOSE = ("commune", "village")  # levels whose name tells which one is meant
_FEW = 10  # a count below it is met with by chance
_NUMBER = r"\d+(?:[.,]\d+)*"
_WORD = rf"[{LOWER}]+"
_QUANTITY = re.compile(
    rf"(?<![\w.,/-])(?P<value>{_NUMBER})(?:/(?P<of>{_NUMBER}))?"
    rf"\s+(?P<unit>{_WORD})(?:\s+(?P<noun>{_WORD}))?"
)
_NAME = re.compile(rf"(?<!\w)(?:[{UPPER}][{LOWER}]+)(?:\s+(?:[{UPPER}][{LOWER}]+))+")
_YEARS = re.compile(
    r"(?<![\d.,/-])((?:19|20)\d\d)(?:\s*[-–]\s*((?:19|20)\d\d))?(?![\d.,]*\d|[/%-])"
)
_DATED = re.compile(  # 15/8/2023, 742/UBND-NC
    r"(?<!\d)\d{1,6}\s?(?:[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|/[^\s,;]{0,20}[^\W\d][^\s,;]{0,20})"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """``value`` of ``of`` (or of nothing) of a unit: "29/41 tổ hòa giải"."""

    value: Decimal
    of: Decimal | None
    unit: str
    noun: str

    def same_unit(self, other: Quantity) -> bool:
        """Whether both count the same: "41 tổ" and "29 tổ hòa giải", not "vụ việc", "vụ án"."""
        return self.unit == other.unit and (
            not self.noun or not other.noun or self.noun == other.noun
        )

    @property
    def what(self) -> str:
        """The unit with its noun: "tổ hòa"."""
        return f"{self.unit} {self.noun}".strip()

    @property
    def numbers(self) -> frozenset[Decimal]:
        return frozenset((self.value,) if self.of is None else (self.value, self.of))


_number = lru_cache(maxsize=1 << 12)(parse_number)


@cache
def _silent() -> frozenset[str]:
    return frozenset(modern_tone(row["word"]) for row in table("common_words"))


@cache
def ordinal_words() -> frozenset[str]:
    """Words before a number that counts nothing: "ngày 15", "điểm 3"."""
    return frozenset(phrases("link_cues", cue="ordinal"))


@lru_cache(maxsize=1 << 13)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The counts and measures that a text names, percentages and dates left out."""
    return tuple(_quantities(modern_tone(text.lower())))


def _quantities(plain: str) -> Iterator[Quantity]:
    for match in _QUANTITY.finditer(plain):
        value = _number(match["value"])
        of = _number(match["of"]) if match["of"] else None
        before = plain[max(0, match.start() - _REACH) : match.start()].split()
        if (
            value is None
            or match["unit"] in _silent()
            or (before and before[-1] in ordinal_words())
        ):
            continue
        noun = match["noun"] or ""
        yield Quantity(value, of, match["unit"], "" if noun in _silent() else noun)


@lru_cache(maxsize=1 << 13)
def _names(text: str) -> frozenset[str]:
    """The names of two words and more: "Tân Hảo" of "Trường Tiểu học Tân Hảo"."""
    found = set()
    for match in _NAME.finditer(text):
        parts = modern_tone(match.group().lower()).split()
        kinds = [i for i, part in enumerate(parts) if part in _kinds()]
        name = parts[kinds[-1] + 1 :] if kinds else parts
        if len(name) > 1:
            found.add(" ".join(name))
    return frozenset(found)


@cache
def _kinds() -> frozenset[str]:
    return frozenset(phrases("link_cues", cue="kind"))


@lru_cache(maxsize=1 << 13)
def _years(text: str) -> frozenset[tuple[int, int]]:
    """The years that a text names outside of dates and codes; those compared with left out."""
    plain = compared().sub(" ", _DATED.sub(" ", text))
    return frozenset((int(a), int(b or a)) for a, b in _YEARS.findall(plain))


def shared_quantity(order: str, result: str) -> Quantity | None:
    """A quantity of ``order`` that ``result`` names too, the largest of them."""
    told = quantities(result)
    shared = [
        asked
        for asked in quantities(order)
        if any(asked.same_unit(q) and asked.numbers & q.numbers for q in told)
    ]
    return max(shared, key=lambda q: (max(q.numbers), q.unit), default=None)


class Telling:
    """How much of what an order says is in a clause, words that many clauses share counting less.

    Only the clauses of one report are looked at, so no other document changes it.
    """

    def __init__(self, told: Iterable[str]) -> None:
        held = [_words(text) for text in told]
        self._shared = Counter(word for some in held for word in some)
        self._many = len(held)

    def covered(self, order: str, result: str) -> float:
        """The share of an order's words that a clause has: 0 to 1.

        Names and what is counted are left out: the same households may do something else.
        """
        named = {word for name in _names(order) for word in name.split()}
        named |= {word for q in quantities(order) for word in (q.unit, q.noun)}
        asked, told = _words(order) - named, _words(result)
        whole = sum(map(self._weight, asked))
        return sum(map(self._weight, asked & told)) / whole if whole else 0.0

    def _weight(self, word: str) -> float:
        return math.log((self._many + 1) / (self._shared[word] + 0.5))


@lru_cache(maxsize=1 << 13)
def _words(text: str) -> frozenset[str]:
    return frozenset(words(text)) - {""}


def is_specific(order: Order) -> bool:
    """Whether an order names a place, a thing or a number, which a result of it would name too."""
    return bool(_names(order.text) or quantities(order.text))


def for_and_against(
    paper: Paper, target: Paper, order: Order, result: Result
) -> Iterator[LinkReason]:
    """The reasons that two texts give beyond their likeness."""
    told = f"{result.heading}. {result.text}"
    shared = shared_quantity(order.text, result.text)
    if shared is not None:
        most = max(shared.numbers)
        yield reason("quantity", f"{most} {shared.unit}", 1.0 if most >= _FEW else 0.6)
    yield from _by_name(paper, order, told)
    yield from _by_time(paper, target, order, result)


def _by_name(paper: Paper, order: Order, told: str) -> Iterator[LinkReason]:
    own = _names(paper.issuer or "")
    asked, named = _names(order.text) - own, _names(told) - own
    common = {a for a in asked for b in named if f" {a}".endswith(f" {b}")}
    common |= {b for a in asked for b in named if f" {b}".endswith(f" {a}")}
    if common:
        yield reason("name", min(common))
    at, here = places(order.text), places(told)
    if not common and paper.issuer_body.place in {n for where, n in at if where in _CLOSE}:
        yield reason("name", paper.issuer_body.place or "")
    for level in sorted({where for where, _ in at}):
        elsewhere = {other for where, other in here if where == level}
        if not elsewhere and level in paper.issuer_body.levels and paper.issuer_body.place:
            elsewhere = {paper.issuer_body.place}
        if elsewhere and not elsewhere & {n for where, n in at if where == level}:
            yield reason("elsewhere", min(elsewhere))
            return
    if asked and named and not common and not at and not here:
        yield reason("elsewhere", min(named))


def _by_time(paper: Paper, target: Paper, order: Order, result: Result) -> Iterator[LinkReason]:
    if target.day is not None and result.until is not None and result.until < target.day:
        yield reason("before", result.until.isoformat())
    asked, named = _years(order.text), _years(result.text)
    if asked and named and not any(_meet(a, b) for a in asked for b in named):
        yield reason("other_year", "-".join(map(str, dict.fromkeys(min(named)))))
    due = order.deadline or (date(max(b for _, b in asked), 12, 31) if asked else None)
    if paper.period is not None and due is not None and paper.period[0] > due + _LONG_AFTER:
        yield reason("long_after", paper.period[0].isoformat())


def _meet(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether two years, or seasons of two years, are one: 2023 is in 2023-2024."""
    if a[0] != a[1] and b[0] != b[1]:
        return a == b
    return a[0] <= b[1] and b[0] <= a[1]
