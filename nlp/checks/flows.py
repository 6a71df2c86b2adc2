"""Figures told in their order -> a stock rolled forward: what was there and came, went and is left.

As in "Tồn 20 đơn, nhận mới 65 đơn, giải quyết 70 đơn, còn 15 đơn", in a sentence or item by item.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .cues import cues
from .divisions import Division, Reading
from .terms import Term


def flow(parts: Sequence[Term], *, between: bool = False) -> Division:
    """The first four figures in a row that are such stages; without readings where there are none.

    Item by item (``between``) what is left may be named by its state: "Đang giải quyết: 15 đơn".
    """
    known = cues()
    for at, term in enumerate(parts[:-3]):
        stage = parts[at : at + 4]
        if known.opening_stock.search(term.before) and all(t.fits(term) for t in stage):
            _, came, went, left = stage
            ends = known.closing_stock.search(left.before) or (
                between and known.rest.search(left.gap)
            )
            if known.inflow.search(came.before) and ends:
                reading = Reading(left, (term, came), (went,))
                return Division((reading,), "tồn", True, "medium", "closed")
    return Division((), "", True, "weak")


def came_to(term: Term, near: Iterable[Term]) -> bool:
    """Whether a figure only came to what was there: "chuyển sang 05 vụ, phát sinh 11 vụ"."""
    known = cues()
    return known.inflow.search(term.before) is not None and any(
        t.number == term.number - 1 and t.fits(term) and known.opening_stock.search(t.before)
        for t in near
    )
