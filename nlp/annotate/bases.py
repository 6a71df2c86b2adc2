"""What a figure is compared with: the same period last year, the plan, the period before, or words.

"so với cùng kỳ", "60% kế hoạch", "20% tổng số đơn"; between two figures a comparison speaks of the
one before it or opens what is said of those that follow.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from ..text import squeeze
from .approximations import any_cue

SAME_PERIOD = "same period last year"
PLAN = "plan"
PREVIOUS = "previous period"
NAMES_PERIOD = re.compile(r"(?:quý|tháng|\d{1,2}\s+tháng)\s", re.IGNORECASE)

_COMPARED = re.compile(r"(?<!\w)so\s+(?P<full>với\s+)?(?P<what>[^,;.()\[\]]+)", re.IGNORECASE)
_NEXT_SAID = re.compile(
    r"\s+(?:và\s+)?(?:tăng|giảm|đạt|bằng|vượt|hụt|chiếm|là|thì|nhưng|còn|gấp|cao|thấp)(?!\w)",
    re.IGNORECASE,
)
_OF = re.compile(r"\s*(?:(?:so|trên|của|trong|vượt)\s+(?:với\s+)?)?", re.IGNORECASE)
_LINKS = (",", ";", ":", "(", "[", ".", "nếu", "còn", "nhưng", "và")  # before a base that opens
_CLOSES = ("", ")", ";", "]")  # after a base that speaks of the figure before
_NOTE = re.compile(r"(?<=\d{4})\s+\d{1,3}$")  # a footnote mark behind a year: "năm 2004 37"
_WHOLE = re.compile(
    r"(?:tổng(?:\s+số)?|GDP|GRDP|dân\s+số|số)(?!\w)[^,;:.()\[\]*\d]*", re.IGNORECASE
)


@cache
def base_pattern() -> re.Pattern[str]:
    """The words of the usual bases; ``fixed`` says which of them a match is."""
    same, plan, before = (any_cue(cue="baseline", value=v) for v in (SAME_PERIOD, PLAN, PREVIOUS))
    return re.compile(
        rf"(?<!\w)(?:(?P<same>{same})|(?P<plan>{plan})|(?P<before>{before}))(?!\w)", re.IGNORECASE
    )


@cache
def plan_pattern() -> re.Pattern[str]:
    """The words of a plan: "kế hoạch", "dự toán", "chỉ tiêu"."""
    return re.compile(rf"(?<!\w){any_cue(cue='baseline', value=PLAN)}(?!\w)", re.IGNORECASE)


@cache
def goal_pattern() -> re.Pattern[str]:
    """A goal whose amount follows: "vượt kế hoạch (2.800 ha)", "thấp hơn chỉ tiêu 85%"."""
    return re.compile(rf"(?<!\w){any_cue(cue='baseline', value=PLAN)}\s*\(?\s*$", re.IGNORECASE)


def fixed(match: re.Match[str]) -> str:
    """The fixed word for a match of ``base_pattern``."""
    return SAME_PERIOD if match["same"] else PLAN if match["plan"] else PREVIOUS


def baseline(words: str) -> str | None:
    """The base that ``words`` name: a fixed word for the usual ones, else the words themselves."""
    found = base_pattern().search(words)
    return fixed(found) if found else squeeze(words) or None


def compared_with(text: str) -> str | None:
    """What "so với …" in ``text`` names; a bare "so …" only where it names a usual base."""
    match = _COMPARED.search(text)
    return _named(match)[0] if match else None


def _named(match: re.Match[str]) -> tuple[str | None, int]:
    """The base that a comparison names, and where its words end."""
    cut = _NEXT_SAID.search(match["what"])
    what = match["what"][: cut.start()] if cut else match["what"]
    found = base_pattern().search(what)
    if found is not None:
        return fixed(found), match.start("what") + len(what)
    name = _NOTE.sub("", squeeze(what)) if match["full"] else None
    return name, match.start("what") + len(what)


def without_comparison(label: str) -> str:
    """``label`` without its "so với tháng trước"."""
    match = _COMPARED.search(label) if "so" in label.lower() else None
    return f"{label[: match.start()]} {label[_named(match)[1] :]}" if match else label


class Gap(NamedTuple):
    """What the words between two figures compare with.

    ``said`` speaks of the figure before ("tăng 3% so với cùng kỳ,"), ``opens`` of those that follow
    (", so với tháng trước tăng 2 vụ").
    """

    said: str | None = None
    opens: str | None = None


_NO_GAP = Gap()


def read_gap(words: str, *, first: bool, last: bool) -> Gap:
    """The comparisons among the words before the first figure, between two, or after the last."""
    if "so " not in words.lower().replace("\n", " "):
        return _NO_GAP
    said = opens = None
    for match in _COMPARED.finditer(words):
        name, end = _named(match)
        before, after = words[: match.start()].rstrip(), words[end:].lstrip()
        if last or (after[:1] in _CLOSES and (before or not first)):
            follows = False
        else:
            follows = before.endswith(_LINKS) if before else first
        if follows:
            opens = name or opens
        elif said is None and ";" not in before:
            said = name
    return Gap(said, opens)


def base_after(right: str) -> str | None:
    """The base named straight after a figure: "60% kế hoạch", "20% tổng số đơn"."""
    of = _OF.match(right)
    start = of.end() if of else 0
    if found := base_pattern().match(right, start):
        return fixed(found)
    whole = _WHOLE.match(right, start)
    return squeeze(re.split(r"\s+so\s", whole.group())[0]) if whole else None
