"""Words around a figure -> how it was meant: estimated or about, a change, and against what base.

A change is a verb before the figure with nothing between that makes it a level ("giảm 8,1%", but
not "giảm còn 8,3%"). A base said once serves a whole enumeration ("A tăng 8,4%, B tăng 15% so với
cùng kỳ") and, said in the head of a list, the items under it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ..model import Approx, Change
from ..rules import alternatives, table
from ..text import squeeze
from .mentions import Mention

SAME_PERIOD = "same period last year"
PLAN = "plan"
PREVIOUS = "previous period"


@dataclass(frozen=True, slots=True)
class Sentence:
    """The mentions of one sentence, each with the words before it (since the last) and after it."""

    mentions: tuple[Mention, ...]
    lefts: tuple[str, ...]
    rights: tuple[str, ...]

    @classmethod
    def of(cls, flat: str, mentions: Sequence[Mention], start: int, end: int) -> Sentence:
        starts = [start, *(m.end for m in mentions[:-1])]
        ends = [*(m.start for m in mentions[1:]), end]
        return cls(
            tuple(mentions),
            tuple(flat[s : m.start] for s, m in zip(starts, mentions, strict=True)),
            tuple(flat[m.end : e] for m, e in zip(mentions, ends, strict=True)),
        )


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the words say of one mention."""

    change: Change | None = None
    baseline: str | None = None
    approx: Approx | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """Bases said before that still hold: of changes, and of attainments ("đạt …%")."""

    change: str | None = None
    plan: bool = False


# -- approximation --------------------------------------------------------------------------------


@cache
def _words(cue: str, value: str | None = None) -> str:
    rows = [r for r in table("figure_cues") if r["cue"] == cue and value in (None, r["value"])]
    return alternatives([word for row in rows for word in row["words"]])


@cache
def _near() -> dict[str, Approx]:
    rows = [
        row for row in table("figure_cues") if row["cue"] == "approx" and row["value"] != "estimate"
    ]
    return {word: row["value"] for row in rows for word in row["words"]}


@cache
def _estimate() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<base>so(?:\s+với)?\s+)?(?<!\w){_words('approx', 'estimate')}(?!\w)[^,;:()\[\]]*$",
        re.IGNORECASE,
    )


@cache
def _bound_after() -> re.Pattern[str]:
    kinds = "|".join(f"(?P<{k}>{_words('approx_after', k)})" for k in ("over", "under"))
    return re.compile(rf"\s+(?:{kinds})(?!\w)", re.IGNORECASE)


_COMPARATIVE = frozenset(
    {
        "thấp",
        "cao",
        "nhiều",
        "ít",
        "lớn",
        "nhỏ",
        "nhanh",
        "chậm",
        "sớm",
        "kém",
        "tốt",
        "muộn",
        "vượt",
    }
)
_BETWEEN = frozenset({"của", "từ", "mức", "đạt", "là"})
_APPROX: dict[str, Approx] = {"about": "about", "over": "over", "under": "under"}
_NEAR_REACH = 32
_ESTIMATE_REACH = 60


def approximation(left: str, right: str, *, follows: bool) -> Approx | None:
    """How exact a figure claims to be. ``follows``: ``left`` begins at the figure before."""
    if (after := _bound_after().match(right)) and after.lastgroup:
        return _APPROX[after.lastgroup]
    words = left[-_NEAR_REACH:].lower().split()
    if words and words[-1] in _BETWEEN:
        words.pop()
    for count in range(min(3, len(words)), 0, -1):
        cue = " ".join(words[-count:]).lstrip("([*“")
        if cue not in _near():
            continue
        before = words[:-count]
        compared = cue == "hơn" and before and before[-1] in _COMPARATIVE
        of = cue == "trên" and follows and not before  # "18 kết quả trên 24 kết quả"
        if not compared and not of:
            return _near()[cue]
    told = _estimate().search(left[-_ESTIMATE_REACH:])
    return "estimate" if told and not told["base"] else None


# -- change ---------------------------------------------------------------------------------------


@cache
def _change() -> re.Pattern[str]:
    up, down = _words("change", "increase"), _words("change", "decrease")
    return re.compile(
        rf"(?<!\w)(?<!cắt )(?:(?P<up>{up})|(?P<down>{down}))(?!\w)"
        rf"(?!\s+(?:cường|gia|tốc|nghèo|tải|gấp|cân|lên|xuống\s+(?:còn|mức|dưới))(?!\w))",
        re.IGNORECASE,
    )


@cache
def _level() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_words('level')}(?!\w)", re.IGNORECASE)


@cache
def _degree() -> re.Pattern[str]:
    """What may stand between a change verb and its figure: "tăng bình quân gần 5%"."""
    words = alternatives(
        [w for r in table("figure_cues") if r["cue"] in ("approx", "degree") for w in r["words"]]
    )
    return re.compile(rf"(?:\s+{words})*\s*", re.IGNORECASE)


_REACHED = re.compile(r"(?<!\w)(?:đạt|là|được)(?!\w)")
_ENDS_AT = re.compile(r"[^,;.]{0,40}?\s(?:xuống|lên|còn)(?!\w)")
_BRACKETED = re.compile(r"\([^()]*\)")
_MARKS = re.compile(r"[,;:.()\[\]]")


def change(left: str, right: str, *, ranged: bool, percent: bool) -> Change | None:
    """The direction of a change: a change verb before the figure, and nothing of a level."""
    last = None
    for match in _change().finditer(left):
        last = match
    if last is None:
        return None
    direction: Change = "increase" if last["up"] else "decrease"
    between = left[last.end() :]
    if _degree().fullmatch(between):
        return direction
    between = _BRACKETED.sub(" ", between)
    if _MARKS.search(between) or len(between.split()) > 12:
        return None
    if ranged and between.rstrip().endswith(" từ") and not _ENDS_AT.match(right):
        between = between.rstrip()[:-3]
    compared = re.match(r"\s+so\s+", between, re.IGNORECASE)
    told = compared or percent or not between.strip()
    if percent and last.group().lower() == "tăng trưởng":
        between = _REACHED.sub(" ", between)  # a rate of growth that "đạt 7,5%" has grown by it
    return direction if told and not _level().search(between) else None


# -- bases ----------------------------------------------------------------------------------------


@cache
def _base() -> re.Pattern[str]:
    same, plan, before = (_words("baseline", v) for v in (SAME_PERIOD, PLAN, PREVIOUS))
    return re.compile(
        rf"(?<!\w)(?:(?P<same>{same})|(?P<plan>{plan})|(?P<before>{before}))(?!\w)", re.IGNORECASE
    )


_COMPARED = re.compile(r"(?<!\w)so\s+(?P<full>với\s+)?(?P<what>[^,;.()\[\]]+)", re.IGNORECASE)
_OF = re.compile(r"\s*(?:(?:so|trên|của|trong|vượt)\s+(?:với\s+)?)?", re.IGNORECASE)
_NOTE = re.compile(r"(?<=\d{4})\s+\d{1,3}$")  # a footnote mark behind a year: "năm 2004 37"
_WHOLE = re.compile(
    r"(?:tổng(?:\s+số)?|GDP|GRDP|dân\s+số|số)(?!\w)[^,;:.()\[\]*\d]*", re.IGNORECASE
)


def _fixed(match: re.Match[str]) -> str:
    return SAME_PERIOD if match["same"] else PLAN if match["plan"] else PREVIOUS


def baseline(words: str) -> str | None:
    """The base that ``words`` name: a fixed word for the usual ones, else the words themselves."""
    found = _base().search(words)
    return _fixed(found) if found else squeeze(words) or None


def compared_with(text: str) -> str | None:
    """What "so với …" in ``text`` names; a bare "so …" only where it names a usual base."""
    match = _COMPARED.search(text)
    if match is None:
        return None
    found = _base().search(match["what"])
    if found is not None:
        return _fixed(found)
    return _NOTE.sub("", squeeze(match["what"])) if match["full"] else None


def base_after(right: str) -> str | None:
    """The base named straight after a figure: "60% kế hoạch", "20% tổng số đơn"."""
    of = _OF.match(right)
    start = of.end() if of else 0
    if found := _base().match(right, start):
        return _fixed(found)
    whole = _WHOLE.match(right, start)
    return squeeze(re.split(r"\s+so\s", whole.group())[0]) if whole else None


_IN_BRACKET = re.compile(r"[^;.:]*[(\[]\s*\*?\s*(?:tương\s+ứng|tương\s+đương|bằng|tức|tỷ\s+lệ)?\s*")
_THAT_IS = re.compile(
    r"\s*,?\s*(?:bằng|tương\s+đương|tương\s+ứng(?:\s+với)?|tức|tỷ\s+lệ)\s*", re.IGNORECASE
)
_ATTAINS = re.compile(r"(?:(?<!\w)(?:đạt|bằng)\s+(?:\S+\s+){0,2}|[(\[]\s*)$", re.IGNORECASE)
_OPENING = re.compile(r"(?:^|[,;:(]\s*)(?:nếu\s+)?so\s+với\s+[^,;.()]*$", re.IGNORECASE)
_SAME = re.compile(r"(?<!\w)cùng\s+k[ỳì](?!\w)", re.IGNORECASE)
_YEAR_BASE = re.compile(r"\s+(?P<base>(?:của\s+)?năm\s+(?:\d{4}|trước|ngoái))", re.IGNORECASE)


def _attains(left: str) -> bool:
    """Whether a percentage says how much was reached; a goal in brackets does not."""
    if not _ATTAINS.search(left):
        return False
    words = left.rstrip(" ([").lower().split()
    return not any(_base().fullmatch(" ".join(words[-n:])) for n in (1, 2) if words)


def interpret(sentence: Sentence, carried: Carried) -> tuple[list[Meaning], Carried]:
    """The meaning of each mention, and the bases that hold after the sentence."""
    changes: list[Change | None] = []
    own: list[str | None] = []
    approxes: list[Approx | None] = []
    mentions, lefts, rights = sentence.mentions, sentence.lefts, sentence.rights
    for i, mention in enumerate(mentions):
        left, right = lefts[i], rights[i]
        percent, times = mention.kind == "percent", mention.kind == "multiple"
        ranged = mention.value_max is not None
        changed = mention.sign or (
            None if times else change(left, right, ranged=ranged, percent=percent)
        )
        base: str | None = None
        if changed or percent or times:
            base = base_after(right) if percent or times else None
            base = base or compared_with(right.split(";", 1)[0])
            if base is None and times and (year := _YEAR_BASE.match(right)):
                base = squeeze(year["base"])
        if changed is None and percent and i and changes[-1] and mentions[i - 1].kind != "percent":
            same_thing = base is None and _THAT_IS.fullmatch(left)
            if same_thing or _IN_BRACKET.fullmatch(left):
                changed, base = changes[-1], base or own[-1]
        joined = changed is None and i and changes[-1] and left.strip() in (",", "và")
        if joined and (told_of := compared_with(right.split(";", 1)[0])):
            changed, base = changes[-1], told_of  # "tăng 2 điểm và 5 bậc so với năm trước"
        if changed and base is None and (told := _OPENING.search(left)):
            base = compared_with(told.group())
        approx = approximation(left, right, follows=bool(i))
        if approx is None and i and changes[-1] is None and left.rstrip().endswith(","):
            bound = approxes[-1] in ("over", "under")
            if bound and mentions[i - 1].unit_text == mention.unit_text:
                approx = approxes[-1]  # "tối thiểu 50% hồ sơ trực tuyến, 70% kết quả"
        changes.append(changed)
        own.append(base)
        approxes.append(approx)
    bases, after = _spread(sentence, changes, own, carried)
    return [Meaning(c, b, a) for c, b, a in zip(changes, bases, approxes, strict=True)], after


def _spread(
    sentence: Sentence,
    changes: Sequence[Change | None],
    own: Sequence[str | None],
    carried: Carried,
) -> tuple[list[str | None], Carried]:
    """Bases spread over enumerations: backwards from their end, forwards from their opening."""
    count = len(own)
    later_change: list[str | None] = [None] * count
    later_level: list[str | None] = [None] * count
    of_change = of_level = None
    for i in range(count - 1, -1, -1):
        later_change[i], later_level[i] = of_change, of_level
        if own[i] and changes[i]:
            of_change = own[i] if own[i] != PLAN else of_change
        elif own[i]:
            of_level = own[i]
    spread: list[str | None] = []
    now, plan = carried.change, carried.plan
    opening: str | None = None
    for i, mention in enumerate(sentence.mentions):
        left, base = sentence.lefts[i], own[i]
        if told := _OPENING.search(left):
            opening = compared_with(told.group())
        if _SAME.search(left):
            now = SAME_PERIOD
        if (
            mention.kind != "percent"
            and (found := _base().match(sentence.rights[i].lstrip()))
            and found["plan"]
        ):
            opening = PLAN
        if base is None and (changes[i] or mention.kind == "multiple"):
            base = later_change[i] or now
        elif base is None and mention.kind == "percent" and _attains(left):
            if later_level[i] == SAME_PERIOD:
                base = SAME_PERIOD
            elif opening in (PLAN, SAME_PERIOD):
                base = opening
            elif plan and ("đạt" in left or left.rstrip().endswith("(")):
                base = PLAN
        if base in (SAME_PERIOD, PREVIOUS) and changes[i]:
            now = base
        elif base and changes[i]:
            now = None
        if base and mention.kind == "percent":
            plan = base == PLAN
        spread.append(base)
    if count and _SAME.search(sentence.rights[-1]):
        now = SAME_PERIOD
    return spread, Carried(now, plan)
