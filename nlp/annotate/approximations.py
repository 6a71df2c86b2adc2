"""The words beside a figure -> how exact it claims to be: estimated, about, over, under.

"gần 300 hộ", "trên 90%", "tối thiểu 50% hồ sơ"; "trên" that says where ("trên 23 hệ thống loa") and
"hơn" that compares ("cao hơn 2%") claim nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ..model import Approx
from ..rules import alternatives, phrases, table
from .mentions import Mention

_GUESSED = re.compile(r"[^,;.:()\d]{0,30}\(\s*ước(?:\s+tính)?\s*\)", re.IGNORECASE)
# Words before "hơn" with which it compares.
_COMPARATIVE = frozenset(
    {"thấp", "cao", "nhiều", "ít", "lớn", "nhỏ", "nhanh", "chậm", "sớm", "kém", "tốt", "muộn",
     "vượt"}
)  # fmt: skip
_BETWEEN = frozenset({"của", "từ", "mức", "đạt", "là"})  # between a cue and its figure
_HIGHER = frozenset({"tuyến", "cấp", "bậc", "tầng", "nêu"})  # "chuyển tuyến trên 612 ca": upper
# After these "trên" is more than, even before what things stand on: "có trên 12 bàn".
_THERE_ARE = frozenset({"có", "còn", "gồm", "với", "được", "đạt", "là"})
_NEVER = re.compile(r"(?<!\w)(?:không|chưa|chớ|đừng)(?!\w)[^,;.:()]*$", re.IGNORECASE)
_APPROX: dict[str, Approx] = {"about": "about", "over": "over", "under": "under"}
_NEAR_REACH, _ESTIMATE_REACH = 32, 60  # characters before a figure in which such words stand


def any_cue(**columns: str) -> str:
    """A regex for any of the words of the rows of ``figure_cues`` with these columns."""
    return alternatives(phrases("figure_cues", **columns))


@cache
def _near() -> dict[str, Approx]:
    rows = [
        row for row in table("figure_cues") if row["cue"] == "approx" and row["value"] != "estimate"
    ]
    return {word: row["value"] for row in rows for word in row["words"]}


@cache
def cue_heads(**columns: str) -> re.Pattern[str]:
    """The first syllables of a cue's words: most texts hold none of them."""
    return re.compile("|".join(sorted({w.split()[0] for w in phrases("figure_cues", **columns)})))


@cache
def _estimate() -> re.Pattern[str]:
    said = any_cue(cue="approx", value="estimate")
    return re.compile(
        rf"(?P<base>so(?:\s+với)?\s+)?(?<!\w){said}(?!\w)[^,;:()\[\]]*$", re.IGNORECASE
    )


@cache
def bound_after(words: int = 0) -> re.Pattern[str]:
    """A bound said after a figure, over so many words at most: "90% (chi bộ) trở lên"."""
    kinds = "|".join(f"(?P<{k}>{any_cue(cue='approx_after', value=k)})" for k in ("over", "under"))
    return re.compile(rf"(?:\s+[^\W\d]+){{0,{words}}}?\s+(?:{kinds})(?!\w)", re.IGNORECASE)


@cache
def _places() -> tuple[str, ...]:
    """Nouns that things stand on: "phát trên 23 hệ thống loa"."""
    return tuple(phrases("figure_cues", cue="place"))


def _above(before: Sequence[str], mention: Mention, *, follows: bool) -> bool:
    """Whether "trên" says more than, and not on what or of how many."""
    if mention.kind == "ratio" or (not before and follows):  # "18 kết quả trên 24 kết quả"
        return False
    last = before[-1] if before else ""
    return last not in _HIGHER and (
        last in _THERE_ARE or not mention.unit_text.lower().startswith(_places())
    )


def approximation(left: str, right: str, mention: Mention, *, follows: bool) -> Approx | None:
    """How exact a figure claims to be. ``follows``: ``left`` begins at the figure before."""
    words_between = 3 if mention.kind == "percent" else 0  # "90% chi bộ trở lên"
    if (after := bound_after(words_between).match(right)) and after.lastgroup:
        return _APPROX[after.lastgroup]
    if _GUESSED.match(right):
        return "estimate"
    words = left[-_NEAR_REACH:].lower().split()
    if words and words[-1] in _BETWEEN:
        words.pop()
    for count in range(min(3, len(words)), 0, -1):
        cue = " ".join(words[-count:]).lstrip("([*“")
        if cue not in _near():
            continue
        before = words[:-count]
        compared = cue == "hơn" and before and before[-1] in _COMPARATIVE
        if compared or (cue == "trên" and not _above(before, mention, follows=follows)):
            continue
        if cue == "quá" and _NEVER.search(left):  # "không để tồn đọng quá 30 ngày"
            return "under"
        return _near()[cue]
    near = left[-_ESTIMATE_REACH:]
    if not cue_heads(cue="approx", value="estimate").search(near.lower()):
        return None
    told = _estimate().search(near)
    return "estimate" if told and not told["base"] else None
