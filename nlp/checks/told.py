"""What was found between documents -> a finding in a clerk's words (table ``messages``)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache

from ..model import Finding, Interval, Level, Quote
from ..rules import Row, table
from ..text import squeeze

LEVELS: tuple[Level, ...] = ("error", "warning", "info")
CONFIRM = 2  # the doubt from which on a clerk is asked to confirm


@cache
def message(code: str) -> Row:
    """The row of a message."""
    return next(row for row in table("messages") if row["code"] == code)


def tell(
    code: str,
    quotes: Sequence[Quote],
    *,
    doubt: int = 0,
    scan: bool = False,
    reported: str | None = None,
    expected: Interval | None = None,
    steps: tuple[str, ...] = (),
    fields: Mapping[str, str] | None = None,
) -> Finding:
    """A finding of a code.

    ``doubt``: 0, the message's own level; 1, at most a warning; 2, to confirm. What was read from a
    ``scan`` is at most a warning: a digit may be misread.
    """
    row = message(code)
    doubt = max(doubt, LEVELS.index(row["level"]), int(scan))
    notes = [row]
    if doubt >= CONFIRM:
        notes.append(message("to_confirm"))
    if scan:
        notes.append(message("check_the_scan"))
    en, vi = (
        squeeze(" ".join(str(note[language]) for note in notes).format(**(fields or {})))
        for language in ("en", "vi")
    )
    return Finding(
        id=_identity(code, quotes),
        code=code,
        level=LEVELS[doubt],
        outcome="inconsistent" if doubt < CONFIRM else "not_checkable",
        message=en,
        message_vi=vi,
        scope="archive",
        evidence=tuple(quotes),
        reported=reported,
        expected=expected,
        steps=steps,
    )


def _identity(code: str, quotes: Sequence[Quote]) -> str:
    """Stable over runs and over the order in which the documents came."""
    named = "\n".join((code, *sorted(f"{q.document}:{q.start}-{q.end}" for q in quotes)))
    return hashlib.sha256(named.encode()).hexdigest()[:16]
