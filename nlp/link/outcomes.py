"""What a clause of a report says of a task: done, going on, not done; and by which day.

A target of the order ("tối thiểu 50%") is compared with what the clause says was reached; else
the words of the clause decide (table ``link_cues``), else the status its item was given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import Literal

from ..annotate.numbers import parse_number
from ..rules import alternatives, table
from ..text import modern_tone
from .evidence import ordinal_words, quantities
from .papers import Order, Paper, Result
from .records import EventKind

Outcome = Literal["reported_done", "progressed", "reported_not_done", "planned"]
_PERCENT = re.compile(r"(?<![\d.,/])(\d{1,3}(?:[.,]\d{1,3})?)\s*%")
_REACHED = re.compile(r"\b(?:đạt|bằng|là|lên|còn)\s+(?:tỷ\s+lệ\s+)?(\d{1,3}(?:[.,]\d{1,3})?)\s*%")
_DENIED = re.compile(r"\bchưa\s+(?:được\s+)?(\w+\s+\w+)")
_LEFT = re.compile(r"\bcòn\s+\d+(?![\d.,]*\s*%)(?!\d)")
_ONLY = re.compile(r"\b(?:mới|chỉ)\s+(?:[^\W\d]+\s+){0,3}(?P<last>[^\W\d]+)\s+(?=\d)")
_REPORTED = re.compile(r"[,;]\s+(?:và\s+)?(?:tổng\s+hợp,?\s+|gửi\s+|định\s+kỳ\s+)?báo\s+cáo\b")
_OF_PLAN = re.compile(
    r"\b(?:đạt|bằng)\s+(?:tỷ\s+lệ\s+)?(\d{1,3}(?:[.,]\d{1,3})?)\s*%\s+"
    r"(?:so\s+với\s+)?(?:kế\s+hoạch|dự\s+toán|chỉ\s+tiêu|mục\s+tiêu|nhiệm\s+vụ|khối\s+lượng)"
)
_FINISHED = ("hoàn", "thành")  # what is not finished yet is begun
_PAST = re.compile(r"\bđã\b")
_ALL = 100
_ORDER: tuple[Outcome, ...] = ("reported_not_done", "reported_done", "progressed")


@lru_cache(maxsize=1 << 12)
def _plain(text: str) -> str:
    return modern_tone(text.lower())


@cache
def _cue(name: str) -> re.Pattern[str]:
    words = [
        modern_tone(w) for row in table("link_cues") if row["cue"] == name for w in row["words"]
    ]
    return re.compile(rf"(?<!\w){alternatives(words)}(?!\w)")


def has_cue(name: str, text: str) -> bool:
    """Whether ``text`` has a phrase of that cue (table ``link_cues``)."""
    return _cue(name).search(_plain(text)) is not None


def cue_first(name: str, text: str) -> bool:
    """Whether ``text`` begins with a phrase of that cue."""
    return _cue(name).match(_plain(text)) is not None


@lru_cache(maxsize=1 << 12)
def without_report(text: str) -> str:
    """An order without the words that ask for a report on it: "…, báo cáo UBND huyện trước …"."""
    asked = _REPORTED.search(_plain(text))
    return text[: asked.start()] if asked else text


@cache
def event_cues() -> tuple[EventKind, ...]:
    """The events that a letter's words tell, in the order in which they are tried."""
    return ("superseded", "extended", "postponed", "reminded")


@lru_cache(maxsize=1 << 12)
def percents(text: str) -> frozenset[Decimal]:
    """The percentages a text names."""
    return frozenset(n for m in _PERCENT.findall(text) if (n := parse_number(m)) is not None)


def outcome(order: Order, result: Result) -> Outcome:
    """What ``result`` says of ``order``."""
    if is_plan(result):
        return "planned"
    reached = _target(order.text, result.text)
    if reached is not None:
        return "reported_done" if reached else "progressed"
    if _only_some(result.text):
        return "progressed"
    if result.status == "not_done" or _denied(order, result):
        return "reported_not_done"
    if says_more_is_left(result.text) or _falls_short(order.text, result.text):
        return "progressed"
    for name in _ORDER:
        if has_cue(name, result.text):
            return name
    if result.status == "ongoing":
        return "progressed"
    return "reported_done"


def _only_some(text: str) -> bool:
    """Whether a clause says how little was reached: "mới bàn giao được 4,2 km"."""
    return any(match["last"] not in ordinal_words() for match in _ONLY.finditer(_plain(text)))


def is_plan(result: Result) -> bool:
    """Whether a clause tells what is to be done yet: "sẽ ban hành trong tháng 12"."""
    if has_cue("begun", result.text):
        return False
    return result.status == "planned" or promises(result)


def promises(result: Result) -> bool:
    """Whether a clause itself says that something will be done; an item of a plan need not."""
    return has_cue("planned", result.text)


def _falls_short(order: str, result: str) -> bool:
    """Whether less was reached than the order names, or than the clause itself says there is."""
    whole = [n for m in _OF_PLAN.findall(_plain(result)) if (n := parse_number(m))]
    if any(n < _ALL for n in whole):
        return True
    told = quantities(result)
    named = f" {_plain(order)} "
    if any(q.of is not None and q.value < q.of and f" {q.what} " in named for q in told):
        return True
    for asked in quantities(order):
        reached = [max(q.numbers) for q in told if q.same_unit(asked)]
        if reached and max(reached) < asked.value:
            return True
    return False


def _denied(order: Order, result: Result) -> bool:
    """Whether the very verb of the order is denied: "lắp đặt …" and "chưa lắp đặt được"."""
    verb = _plain(order.action).split()[:2]
    said = _plain(result.text)
    denied = {tuple(m.split()) for m in _DENIED.findall(said)}
    return tuple(verb) in denied - {_FINISHED} and not _PAST.search(said)


def _target(order: str, result: str) -> bool | None:
    """Whether the clause reaches the percentage the order asks for; None: it cannot be told."""
    asked = percents(order)
    if not asked:
        return None
    reached = [n for m in _REACHED.findall(result) if (n := parse_number(m)) is not None]
    if not reached:
        return None
    named = asked & percents(result)
    if len(named) == 1:
        return reached[0] >= next(iter(named))
    return reached[0] >= next(iter(asked)) if len(asked) == 1 else None


def says_more_is_left(text: str) -> bool:
    """Whether a clause tells what is still to do: "còn 11 hộ", "11 hộ còn vướng giá đất"."""
    return has_cue("left", text) or _LEFT.search(_plain(text)) is not None


def together(outcomes: Iterable[Outcome]) -> Outcome:
    """Several clauses of one report: done only if all are, not done only if all are not."""
    kinds = set(outcomes)
    return kinds.pop() if len(kinds) == 1 else "progressed"


def done_on(
    results: Sequence[Result], paper: Paper, order: Order, opened: date | None
) -> date | None:
    """The day by which the work was done, as far as the report tells.

    A day its clauses name; else the end of the period the report is about, or the day of the
    report, if that is in time or the report itself says it was late. None: a report after the
    deadline that does not tell.
    """
    if paper.day is None:
        return None
    days = [
        day
        for result in results
        for day in result.days
        if day <= paper.day and (opened is None or opened <= day)
    ]
    if days:
        return max(days)
    told = min(paper.day, paper.period[1]) if paper.period else paper.day
    late = any(has_cue("late", result.text) for result in results)
    return told if late or order.deadline is None or told <= order.deadline else None
