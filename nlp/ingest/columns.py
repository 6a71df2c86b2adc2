"""Which tables are none: a letterhead or the foot of a document, two columns side by side."""

from __future__ import annotations

import re
from functools import cache

from .. import rules
from ..text import fold, normalise


def is_side_by_side(text: str) -> bool:
    """Whether a table with this text only places a letterhead or foot (rules table ``columns``)."""
    return _cue().search(fold(normalise(text))) is not None


@cache
def _cue() -> re.Pattern[str]:
    phrases = [fold(row["phrase"]).split() for row in rules.table("columns")]
    words = "|".join(r"\W+".join(map(re.escape, phrase)) for phrase in phrases)
    return re.compile(rf"^\W*(?:{words})\b", re.MULTILINE)
