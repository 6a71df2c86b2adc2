"""Words around a figure -> how it was meant: estimated or about, a change and against what."""

from __future__ import annotations

import re
from functools import cache

from ..model import Approx, Change
from ..rules import alternatives, table
from ..text import squeeze

SAME_PERIOD = "same period last year"
PLAN = "plan"

_ATTACHED = r"(?:\s+(?:đạt|là|được|từ|có|mức|vào|bình\s+quân|tăng|giảm|chiếm|lên|xuống|khoảng))*"
_COMPARATIVE = re.compile(
    r"(?:thấp|cao|nhiều|ít|lớn|nhỏ|nhanh|chậm|sớm|kém|tốt|muộn|vượt)\s+hơn\s*$", re.IGNORECASE
)
_SMALL = r"(?:\s+(?:thêm|khoảng|gần|trên|hơn|bình\s+quân|ước|nhẹ|mạnh|là|được|xấp\s+xỉ|dưới|lên|đi|dự\s+kiến|trung\s+bình|tới|đến|tối\s+thiểu|ít\s+nhất|không\s+quá))*"
_CHANGE_NOUN = r"(?:(?:tốc\s+độ|mức|tỷ\s+lệ|chỉ\s+tiêu)\s+)?"
_COMPARED = re.compile(r"so\s+(?:với\s+)?(?P<what>[^,;.()\[\]]+)", re.IGNORECASE)
_MARKS = re.compile(r"[,;:.()\[\]]")


@cache
def _words(cue: str, value: str | None = None) -> str:
    rows = [r for r in table("figure_cues") if r["cue"] == cue and value in (None, r["value"])]
    return alternatives([w for r in rows for w in r["words"]])


@cache
def _approx() -> tuple[tuple[Approx, re.Pattern[str]], ...]:
    kinds: tuple[Approx, ...] = ("about", "over", "under")
    return tuple(
        (
            kind,
            re.compile(
                rf"(?<!\w)(?P<cue>{_words('approx', kind)})(?:\s+(?:từ|mức|đạt|là))?\s*$",
                re.IGNORECASE,
            ),
        )
        for kind in kinds
    )


@cache
def _estimate() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_words('approx', 'estimate')}(?!\w)[^,;:()\[\]]*$", re.IGNORECASE)


@cache
def _after() -> tuple[tuple[Approx, re.Pattern[str]], ...]:
    kinds: tuple[Approx, ...] = ("over", "under")
    return tuple(
        (k, re.compile(rf"\s+{_words('approx_after', k)}(?!\w)", re.IGNORECASE)) for k in kinds
    )


@cache
def _change() -> re.Pattern[str]:
    up, down = _words("change", "increase"), _words("change", "decrease")
    return re.compile(
        rf"(?<!\w)(?:(?P<up>{up})|(?P<down>{down}))(?!\w)(?!\s+(?:cường|gia|tốc|nghèo|tải|gấp|cân))",
        re.IGNORECASE,
    )


@cache
def _level() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_words('level')}(?!\w)", re.IGNORECASE)


@cache
def _baseline() -> re.Pattern[str]:
    same, plan, before = (
        _words("baseline", SAME_PERIOD), _words("baseline", PLAN), _words("baseline", "previous period")
    )  # fmt: skip
    return re.compile(
        rf"(?<!\w)(?:(?P<same>{same})|(?P<plan>{plan})|(?P<before>{before}))(?!\w)", re.IGNORECASE
    )


def approximation(left: str, right: str, *, follows: bool) -> Approx | None:
    """How exact a figure claims to be. ``left`` runs from the figure before (``follows``) to this one."""
    for kind, pattern in _after():
        if pattern.match(right):
            return kind
    for kind, pattern in _approx():
        match = pattern.search(left)
        if match is None:
            continue
        cue = squeeze(match["cue"]).lower()
        if cue == "hơn" and _COMPARATIVE.search(left[: match.end("cue")]):
            continue
        if cue == "trên" and follows and not left[: match.start()].strip():
            continue  # "18.480 kết quả trên 24.000 kết quả": of, not more than
        return kind
    match = _estimate().search(left)
    if match and not re.search(r"so(?:\s+với)?\s*$", left[: match.start()], re.IGNORECASE):
        return "estimate"
    return None


def change(left: str, *, ranged: bool, percent: bool) -> Change | None:
    """The direction of a change figure: a change verb before it and nothing that makes it a level."""
    last = None
    for match in _change().finditer(left):
        last = match
    if last is None:
        return None
    direction: Change = "increase" if last["up"] else "decrease"
    between = left[last.end() :]
    if re.fullmatch(rf"{_SMALL}\s*", between, re.IGNORECASE) and not re.search(
        r"(?<!\w)(?:là|lên|đến|tới)(?!\w)", between, re.IGNORECASE
    ):
        return direction
    if ranged and re.fullmatch(r"\s*từ\s*", between, re.IGNORECASE):
        return direction
    if _MARKS.search(between):
        return None
    if re.match(r"\s*so\s+(?:với\s+)?", between, re.IGNORECASE):
        return direction
    if not percent or len(between.split()) > 9 or _level().search(between):
        return None
    return direction


def compared_with(text: str) -> str | None:
    """What "so với …" in ``text`` names: a fixed word for the usual bases, else the words themselves."""
    match = _COMPARED.search(text)
    return baseline(match["what"]) if match else None


def baseline(words: str) -> str | None:
    """The base that ``words`` name: "cùng kỳ năm 2023" -> "same period last year"."""
    found = _baseline().search(words)
    if found is None:
        return squeeze(words) or None
    if found["same"]:
        return SAME_PERIOD
    return PLAN if found["plan"] else "previous period"


_OF = re.compile(r"\s*(?:(?:so|trên|của|trong)\s+(?:với\s+)?)?", re.IGNORECASE)
_WHOLE = re.compile(r"(?:tổng(?:\s+số)?|GDP|GRDP|dân\s+số|số)(?!\w)[^,;:.()\[\]\d]*", re.IGNORECASE)


def base_after(right: str) -> str | None:
    """The base named straight after a percentage or multiple: "60% kế hoạch", "20% tổng số đơn"."""
    at = _OF.match(right)
    start = at.end() if at else 0
    found = _baseline().match(right, start)
    if found:
        return SAME_PERIOD if found["same"] else PLAN if found["plan"] else "previous period"
    whole = _WHOLE.match(right, start)
    return squeeze(whole.group()) if whole else None
