"""The score of a link: the logistic of the weights of its reasons (table ``link_reasons``)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache

from ..rules import table
from .records import LinkReason

THRESHOLD = 0.5  # below it a link is a candidate
FAINT = 0.15  # below it, it is nothing
FAINT_ODDS = math.log(FAINT / (1 - FAINT))


@cache
def _weights() -> dict[str, float]:
    return {row["reason"]: float(row["weight"]) for row in reversed(table("link_reasons"))}


@cache
def _most() -> dict[str, float]:
    """Reason -> the score above which it lets no link come."""
    return {row["reason"]: row["most"] for row in reversed(table("link_reasons")) if "most" in row}


@cache
def reason_words(language: str = "vi") -> dict[str, str]:
    """Reason -> what it says, Vietnamese or English."""
    return {row["reason"]: row[language] for row in reversed(table("link_reasons"))}


def weight(code: str) -> float:
    return _weights()[code]


def reason(code: str, text: str = "", times: float = 1.0) -> LinkReason:
    """A reason with its weight, ``times`` for those that come in degrees."""
    return LinkReason(code, text, round(weight(code) * times, 2))


def odds(reasons: Iterable[LinkReason]) -> float:
    """What reasons add up to, in log odds."""
    return weight("start") + sum(r.weight for r in reasons)


def score(reasons: Iterable[LinkReason]) -> float:
    """0 to 1: how surely the link holds; with some reasons it stays a candidate."""
    reasons = tuple(reasons)
    sure = round(1 / (1 + math.exp(-odds(reasons))), 3)
    return min((sure, *(_most()[r.code] for r in reasons if r.code in _most())))
