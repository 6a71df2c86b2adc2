"""Words around a figure -> how it was meant: estimated or about, a change, and against what base.

A change is a verb before the figure with nothing between that makes it a level ("giảm 8,1%", but
not "giảm còn 8,3%"). A base said once serves a whole enumeration ("A tăng 8,4%, B tăng 15% so với
cùng kỳ") and, said in the head of a list, the items under it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from ..model import Approx, Change
from ..text import squeeze
from .approximations import any_cue, approximation, bound_after, cue_heads
from .bases import (
    NAMES_PERIOD,
    PLAN,
    PREVIOUS,
    SAME_PERIOD,
    base_after,
    base_pattern,
    baseline,
    compared_with,
    fixed,
    goal_pattern,
    plan_pattern,
    read_gap,
)
from .mentions import Mention


class Sentence(NamedTuple):
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


class Meaning(NamedTuple):
    """What the words say of one mention."""

    change: Change | None = None
    baseline: str | None = None
    approx: Approx | None = None


class Carried(NamedTuple):
    """Bases said before that still hold: of changes, and of attainments ("đạt …%")."""

    change: str | None = None
    plan: bool = False


# -- change ---------------------------------------------------------------------------------------


@cache
def _change() -> re.Pattern[str]:
    up, down = any_cue(cue="change", value="increase"), any_cue(cue="change", value="decrease")
    return re.compile(
        r"(?<!\w)(?<!cắt )(?<!miễn )(?<!miễn, )(?<!không )(?<!chưa )"
        r"(?<!thiếu (?=hụt))(?<!số (?=hụt))(?<!khoản (?=hụt))"
        rf"(?:(?P<up>{up})|(?P<down>{down}))(?!\w)"
        rf"(?!\s+(?:cường|gia|tốc|nghèo|tải|gấp|cân|lên|xuống\s+(?:còn|mức|dưới))(?!\w))",
        re.IGNORECASE,
    )


@cache
def _level() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_cue(cue='level')}(?!\w)", re.IGNORECASE)


@cache
def _degree() -> re.Pattern[str]:
    """What may stand between a change verb and its figure: "tăng bình quân gần 5%"."""
    return re.compile(
        rf"(?:\s+(?:{any_cue(cue='approx')}|{any_cue(cue='degree')}))*\s*", re.IGNORECASE
    )


_REACHED = re.compile(r"(?<!\w)(?:đạt|là|được)(?!\w)")
_RATE_OF = re.compile(r"(?:t[ốô]c\s+độ|nhịp\s+độ|mức|t[ỷỉ]\s+lệ)\s+$", re.IGNORECASE)
_SPAN = re.compile(  # "tăng bình quân trong 4 năm là 5,2%"
    r"(?:(?:trong|qua|của|cả)\s+)*(?:\d+\s+)?(?:năm|tháng|quý|giai\s+đoạn)(?!\w)(?:\s+\d[\d/.–-]*)?|\slà\s",
    re.IGNORECASE,
)
_AMOUNT_OF = re.compile(  # "giảm chi quản lý hành chính với kinh phí là 139 triệu đồng"
    r"\s(?:với|,)\s+(?:tổng\s+)?(?:kinh\s+phí|số\s+tiền|số\s+vốn)(?:\s+là)?\s*$", re.IGNORECASE
)
_ADJUSTED = re.compile(
    r"(?<!\w)(?:điều\s+chỉnh\s+(?P<at>(?:tăng|giảm)(?!\w))|(?:tăng|giảm)\s+(?:chi|thu|dự\s+toán|vốn)(?!\w))",
    re.IGNORECASE,
)
_LISTED = re.compile(  # the words between a verb and the list it opens: "giảm cả ba tiêu chí:"
    r"\s+(?:lần\s+lượt(?:\s+là)?|(?:cả|đều|trên|ở|các|như\s+sau|cụ\s+thể)(?!\w)[^,;.:()]{0,40}:)\s*",
    re.IGNORECASE,
)
_ENDS_AT = re.compile(r"[^,;.]{0,40}?\s(?:xuống|lên|còn)(?!\w)")
_BRACKETED = re.compile(r"\([^()]*\)")
_PAST_GOAL = frozenset({"vượt", "hụt"})  # their figure is what lies between goal and result
_MARKS = re.compile(r"[,;:.()\[\]]")
_BY = re.compile(r"\s*\)?\s*(?:là|tới|đến)\s*")  # "thấp hơn mục tiêu 60% tới 14,1 điểm %"
_STATED = re.compile(r"(?<!\w)(?:đạt|được|có|còn|chiếm|và|là\s+\w)(?!\w)")


class Verb(NamedTuple):
    """A change verb that holds for a figure: its direction, and the words between the two."""

    direction: Change
    word: str
    between: str

    @property
    def compares(self) -> bool:
        """Whether what it is compared with stands behind it: "cao hơn vụ trước 1,9 tạ"."""
        return self.word.endswith("hơn")


def change(left: str, right: str, *, ranged: bool, percent: bool) -> Verb | None:
    """The change verb before the figure, if nothing between makes the figure a level."""
    last = None
    if cue_heads(cue="change").search(left.lower()):
        for match in _change().finditer(left):
            last = match
    if last is None:
        return None
    between = left[last.end() :]
    verb = Verb("increase" if last["up"] else "decrease", last.group().lower(), between)
    if _degree().fullmatch(between) or _LISTED.fullmatch(between):
        return verb
    rate = percent and _RATE_OF.search(left, 0, last.start()) is not None
    if percent and _degree().fullmatch(_SPAN.sub(" ", _BRACKETED.sub(" ", between))):
        return verb
    if verb.compares and _BY.fullmatch(right):
        return None  # what it is compared with: the difference follows
    between = _BRACKETED.sub(" ", between)
    if _MARKS.search(between) or len(between.split()) > 12:
        return None
    if between.rstrip().endswith(" từ") and (
        bound_after().match(right) or (ranged and not _ENDS_AT.match(right))
    ):
        between = between.rstrip()[:-3]
    goal = verb.word in _PAST_GOAL and base_pattern().match(between.lstrip())
    compared = re.match(r"\s+so\s", between, re.IGNORECASE)
    if verb.compares and not (_STATED.search(between) or goal_pattern().search(verb.between)):
        return verb
    told = compared or percent or goal or not between.strip()
    if rate or (percent and verb.word == "tăng trưởng"):
        between = _REACHED.sub(" ", between)  # a rate of growth that "đạt 7,5%" has grown by it
    return verb if told and (goal or not _level().search(between)) else None


# -- a sentence -----------------------------------------------------------------------------------


_IN_BRACKET = re.compile(r"[^;.:]*[(\[]\s*\*?\s*(?:tương\s+ứng|tương\s+đương|bằng|tức|tỷ\s+lệ)?\s*")
_THAT_IS = re.compile(
    r"\s*,?\s*(?:bằng|tương\s+đương(?:\s+với)?|tương\s+ứng(?:\s+với)?|tức(?:\s+là)?|[=/])\s*",
    re.IGNORECASE,
)
_AT_END = re.compile(r"(?:\s+(?:là|tới|đến|khoảng|gần|trên|hơn))*\s*$")
_SAME_AS = re.compile(  # "giảm 380 con so cùng kỳ, tương đương 5,6%"
    r"(?:\s*so\s[^,;.()]*)?\s*,?\s*(?:tức(?:\s+là)?|tương\s+(?:đương|ứng)(?:\s+với)?)\s*",
    re.IGNORECASE,
)
_NOTED = re.compile(r"\s*[(\[]\s*")  # "giảm 5 lượt (cùng kỳ 50 lượt)"
_ATTAINS = re.compile(r"(?:(?<!\w)(?:đạt|bằng)\s+(?:\S+\s+){0,2}|[(\[]\s*)$", re.IGNORECASE)
_SAME = re.compile(r"(?<!\w)cùng\s+k[ỳì](?!\w)", re.IGNORECASE)
_YEAR_BASE = re.compile(
    r"\s+(?:so\s+)?(?P<base>(?:của\s+)?năm\s+(?:học\s+)?(?:\d{4}|trước|ngoái))", re.IGNORECASE
)


def _attains(left: str) -> bool:
    """Whether a percentage says how much was reached; a goal in brackets does not."""
    if not _ATTAINS.search(left):
        return False
    words = left.rstrip(" ([").lower().split()
    return not any(base_pattern().fullmatch(" ".join(words[-n:])) for n in (1, 2) if words)


def interpret(sentence: Sentence, carried: Carried) -> tuple[list[Meaning], Carried]:
    """The meaning of each mention, and the bases that hold after the sentence."""
    changes: list[Change | None] = []
    own: list[str | None] = []
    approxes: list[Approx | None] = []
    past_goal: list[bool] = []
    listed = False
    mentions, lefts, rights = sentence.mentions, sentence.lefts, sentence.rights
    count = len(mentions)
    gaps = [read_gap(words, first=not i, last=False) for i, words in enumerate(lefts)]
    gaps.append(read_gap(rights[-1], first=False, last=True))
    for i, mention in enumerate(mentions):
        left, right, said = lefts[i], rights[i], gaps[i + 1].said
        percent, times = mention.kind == "percent", mention.kind == "multiple"
        ranged = mention.value_max is not None
        beside = f"{lefts[i - 1].rstrip(' (')} là" if i and _BY.fullmatch(left) else ""
        verb = change(beside or left, right, ranged=ranged, percent=percent)
        if verb and ((beside and not verb.compares) or _is_level(mention, left, right, verb)):
            verb = None
        if verb and i and _passes_goal(verb, mention, mentions[i - 1]):
            verb = None
        changed = mention.sign or (verb.direction if verb else None)
        if verb:
            listed = _LISTED.fullmatch(verb.between) is not None
        elif changed is None and i and changes[-1] and _shares_change(sentence, i, listed=listed):
            changed = changes[-1]
        elif changed is None and mention.kind == "money":
            changed = _adjusted(left)
        told = changed or percent or times or _LATE.search(left)
        base = _own_base(mention, right, said, verb) if told else None
        if base is None and (times or left.endswith("bằng ")) and (year := _YEAR_BASE.match(right)):
            base = squeeze(year["base"])
        if changed is None and percent and i and changes[-1] and mentions[i - 1].kind != "percent":
            same_thing = base is None and _THAT_IS.fullmatch(left)
            if base == SAME_PERIOD and own[-1] is None and _THAT_IS.fullmatch(left):
                own[-1] = base  # "giảm 18 đơn, bằng 93% so cùng kỳ"
            if same_thing or _SAME_AS.fullmatch(left) or _IN_BRACKET.fullmatch(left):
                changed, base = changes[-1], base or own[-1]
        if changed is None and i and changes[-1] and said and left.strip() in (",", "và"):
            changed, base = changes[-1], said  # "tăng 2 điểm và 5 bậc so với năm trước"
        approx = approximation(left, right, mention, follows=bool(i))
        if approx is None and i and changes[-1] is None and left.rstrip().endswith(","):
            bound = approxes[-1] in ("over", "under")
            if bound and mentions[i - 1].unit_text == mention.unit_text:
                approx = approxes[-1]  # "tối thiểu 50% hồ sơ trực tuyến, 70% kết quả"
        changes.append(changed)
        own.append(base)
        approxes.append(approx)
        past_goal.append(verb is not None and verb.word in _PAST_GOAL)
    opens = [gap.opens for gap in gaps[:count]]
    bases, after = _spread(sentence, changes, own, opens, past_goal, carried)
    return [Meaning(c, b, a) for c, b, a in zip(changes, bases, approxes, strict=True)], after


_ELIDED = re.compile(
    r"\s*(?:[,;]|và)\s+(?:còn\s+)?(?P<label>[^\W\d][^\d,;:.()]{1,60}(?:,\s[^\d,;:.()]{1,30})?)\s$",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"(?<!\w)(?:đạt|còn|chiếm|là|có|bằng|được|t[ỷỉ]\s+(?:lệ|trọng|suất)|ước|mức|so|từ|trên|dưới|gần|khoảng|hơn|nhất|đến)(?!\w)",
    re.IGNORECASE,
)
_ENDED = re.compile(r"\s*(?:[,;.)]|\Z|(?:và|so)\s)")
_ABOUT = re.compile(r"\s+về\s+[^,;.:\d]{2,40}(?:,|\svà)\s*$", re.IGNORECASE)
_IN_LIST = re.compile(r"[^,;.:]{0,40}(?:,|(?:,\s*|\s)và)\s+(?:[^\W\d]+\s+){0,3}$", re.IGNORECASE)


def _is_level(mention: Mention, left: str, right: str, verb: Verb) -> bool:
    """Whether the figure is what was reached: "mưa vượt 600 mm", "tăng gấp 2 lần"."""
    if mention.kind == "multiple":
        return not _degree().fullmatch(verb.between)
    threshold = mention.kind == "measure" or mention.unit_text == "‰"
    return verb.word == "vượt" and threshold and not plan_pattern().search(left + right)


def _passes_goal(verb: Verb, mention: Mention, before: Mention) -> bool:
    """Whether the figure is the goal itself: "đạt 640 tấn, vượt kế hoạch 600 tấn"."""
    if verb.word not in _PAST_GOAL or base_pattern().match(verb.between.lstrip()) is None:
        return False
    same = mention.unit_text == before.unit_text and mention.kind == before.kind
    return same and bool(mention.value and before.value and 2 * mention.value > before.value)


def _adjusted(left: str) -> Change | None:
    """The direction of an adjustment whose amount comes last: "giảm chi …, với kinh phí là"."""
    if not _AMOUNT_OF.search(left):
        return None
    last = None
    for match in _ADJUSTED.finditer(left):
        last = match
    if last is None:
        return None
    return "increase" if (last["at"] or last.group()).lower().startswith("tăng") else "decrease"


_LATE = re.compile(r"(?:chậm|trễ|muộn|sớm|nhanh)(?:\s+hơn)?\s+$", re.IGNORECASE)


def _shares_change(sentence: Sentence, i: int, *, listed: bool) -> bool:
    """Whether figure ``i`` stands under the change verb of the one before it.

    "công nghiệp tăng 12,4%, dịch vụ 8,1%"; "tăng 36% về số lượng và 29% về vốn"; "giảm 23 vụ và 8
    người chết"; ``listed``: "giảm cả ba mặt: 18 vụ, 9 người chết", "tăng lần lượt 1,2% và 6,4%".
    """
    left, right = sentence.lefts[i], sentence.rights[i]
    mention, before = sentence.mentions[i], sentence.mentions[i - 1]
    if listed and _IN_LIST.fullmatch(left) and not _SAYS.search(left):
        return True
    if mention.kind != before.kind:
        return False
    if _ABOUT.fullmatch(left):
        return right.lstrip().startswith("về ")
    if mention.kind == "percent":
        elided = _ELIDED.fullmatch(left)
        return (
            elided is not None
            and not _SAYS.search(elided["label"])
            and _ENDED.match(right) is not None
        )
    return left.strip() == "và" and mention.unit_text != before.unit_text


def _own_base(mention: Mention, right: str, said: str | None, verb: Verb | None) -> str | None:
    """The base that the words straight around a figure name."""
    if mention.kind in ("percent", "multiple") and (base := base_after(right)):
        return base
    if said or verb is None:
        return said
    inner = base_pattern().match(verb.between.lstrip())
    if inner is None and (
        noted := _NOTED.match(right)
    ):  # not where the note is a level: "(kế hoạch"
        inner = base_pattern().match(right, noted.end())
        inner = None if inner and inner["plan"] else inner
    if inner is not None:
        return fixed(inner)
    if "so " in verb.between:
        return compared_with(verb.between)
    return baseline(_AT_END.sub("", verb.between)) if verb.compares else None


def _spread(
    sentence: Sentence,
    changes: Sequence[Change | None],
    own: Sequence[str | None],
    opens: Sequence[str | None],
    past_goal: Sequence[bool],
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
        if opens[i]:
            of_change = None  # what is said behind an opening does not reach before it
    spread: list[str | None] = []
    now, plan = carried.change, carried.plan
    opening: str | None = None
    goal = plan
    for i, mention in enumerate(sentence.mentions):
        left, base = sentence.lefts[i], own[i]
        opening = opens[i] or opening
        if _SAME.search(left):
            now = SAME_PERIOD
        named = base_pattern().match(sentence.rights[i].lstrip())
        if mention.kind != "percent" and (
            (named and named["plan"]) or (left.endswith("(") and goal_pattern().search(left))
        ):
            opening = PLAN
        goal = goal or base == PLAN or bool(named and named["plan"])
        if base is None and past_goal[i]:
            base = PLAN if goal or plan_pattern().search(left) else None
        elif base is None and (changes[i] or mention.kind == "multiple"):
            base = (opening if opening != PLAN else None) or later_change[i] or now
        elif base is None and mention.kind == "percent" and _attains(left):
            if later_level[i] == SAME_PERIOD:
                base = SAME_PERIOD
            elif opening in (PLAN, SAME_PERIOD):
                base = opening
            elif plan and ("đạt" in left or left.rstrip().endswith("(")):
                base = PLAN
        if changes[i] and (base in (SAME_PERIOD, PREVIOUS) or (base and NAMES_PERIOD.match(base))):
            now = base
        elif base and changes[i] and not past_goal[i]:
            now = None
        if base and mention.kind == "percent":
            plan = base == PLAN
        spread.append(base)
    if count and _SAME.search(sentence.rights[-1]):
        now = SAME_PERIOD
    return spread, Carried(now, plan)
