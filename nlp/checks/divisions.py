"""What a list claims: a whole, its parts, and how surely the text says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .branches import Cover
from .terms import Term

Strength = Literal["strong", "medium", "weak"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a claim: which figure is the whole, which are its parts.

    ``less`` are taken away: what was there and what came, less what went, is what remains.
    """

    total: Term
    parts: tuple[Term, ...]
    less: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Division:
    """A whole and its parts as the text divides it.

    ``readings`` are the plausible ones, likeliest first. ``complete`` says whether the cue claims
    all parts, ``cover`` whether the labels of the parts do. A *strong* division may be judged
    wrong; a *medium* one only if one digit would mend it; a *weak* one is believed only if it adds
    up.
    """

    readings: tuple[Reading, ...]
    cue: str
    complete: bool
    strength: Strength
    cover: Cover = ""


def twice_counted(divisions: Sequence[Division], bracketed: Sequence[Term]) -> bool:
    """As in "gồm 210 hộ tốc mái, 85 hộ ngập, 40 hộ mất tài sản (15 hộ bị cả hai)"."""
    twice = sum(t.value for t in bracketed)
    return bool(twice) and any(
        sum(p.value for p in r.parts) - twice == r.total.value
        for d in divisions
        for r in d.readings
    )
