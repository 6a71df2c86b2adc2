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
from ..rules import alternatives, phrases, table
from ..text import squeeze
from .mentions import Mention

SAME_PERIOD = "same period last year"
PLAN = "plan"
PREVIOUS = "previous period"
NAMES_PERIOD = re.compile(r"(?:quý|tháng|\d{1,2}\s+tháng)\s", re.IGNORECASE)


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


# -- approximation --------------------------------------------------------------------------------


def _any(**columns: str) -> str:
    return alternatives(phrases("figure_cues", **columns))


@cache
def _near() -> dict[str, Approx]:
    rows = [
        row for row in table("figure_cues") if row["cue"] == "approx" and row["value"] != "estimate"
    ]
    return {word: row["value"] for row in rows for word in row["words"]}


@cache
def _heads(**columns: str) -> re.Pattern[str]:
    """The first syllables of a cue's words: most texts hold none of them."""
    return re.compile("|".join(sorted({w.split()[0] for w in phrases("figure_cues", **columns)})))


@cache
def _estimate() -> re.Pattern[str]:
    said = _any(cue="approx", value="estimate")
    return re.compile(
        rf"(?P<base>so(?:\s+với)?\s+)?(?<!\w){said}(?!\w)[^,;:()\[\]]*$", re.IGNORECASE
    )


@cache
def _bound_after() -> re.Pattern[str]:
    kinds = "|".join(f"(?P<{k}>{_any(cue='approx_after', value=k)})" for k in ("over", "under"))
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


@cache
def _places() -> tuple[str, ...]:
    """Nouns that things stand on: "phát trên 23 hệ thống loa"."""
    return tuple(phrases("figure_cues", cue="place"))


_HIGHER = frozenset({"tuyến", "cấp", "bậc", "tầng", "nêu"})  # "chuyển tuyến trên 612 ca"
_THERE_ARE = frozenset({"có", "còn", "gồm", "với", "được", "đạt", "là"})
_NEVER = re.compile(r"(?<!\w)(?:không|chưa|chớ|đừng)(?!\w)[^,;.:()]*$", re.IGNORECASE)


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
        if compared or (cue == "trên" and not _above(before, mention, follows=follows)):
            continue
        if cue == "quá" and _NEVER.search(left):  # "không để tồn đọng quá 30 ngày"
            return "under"
        return _near()[cue]
    near = left[-_ESTIMATE_REACH:]
    if not _heads(cue="approx", value="estimate").search(near.lower()):
        return None
    told = _estimate().search(near)
    return "estimate" if told and not told["base"] else None


# -- change ---------------------------------------------------------------------------------------


@cache
def _change() -> re.Pattern[str]:
    up, down = _any(cue="change", value="increase"), _any(cue="change", value="decrease")
    return re.compile(
        r"(?<!\w)(?<!cắt )(?<!miễn )(?<!miễn, )(?<!không )(?<!chưa )"
        r"(?<!thiếu (?=hụt))(?<!số (?=hụt))(?<!khoản (?=hụt))"
        rf"(?:(?P<up>{up})|(?P<down>{down}))(?!\w)"
        rf"(?!\s+(?:cường|gia|tốc|nghèo|tải|gấp|cân|lên|xuống\s+(?:còn|mức|dưới))(?!\w))",
        re.IGNORECASE,
    )


@cache
def _level() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_any(cue='level')}(?!\w)", re.IGNORECASE)


@cache
def _degree() -> re.Pattern[str]:
    """What may stand between a change verb and its figure: "tăng bình quân gần 5%"."""
    return re.compile(rf"(?:\s+(?:{_any(cue='approx')}|{_any(cue='degree')}))*\s*", re.IGNORECASE)


_REACHED = re.compile(r"(?<!\w)(?:đạt|là|được)(?!\w)")
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
    if _heads(cue="change").search(left.lower()):
        for match in _change().finditer(left):
            last = match
    if last is None:
        return None
    between = left[last.end() :]
    verb = Verb("increase" if last["up"] else "decrease", last.group().lower(), between)
    if _degree().fullmatch(between):
        return verb
    if verb.compares and _BY.fullmatch(right):
        return None  # what it is compared with: the difference follows
    between = _BRACKETED.sub(" ", between)
    if _MARKS.search(between) or len(between.split()) > 12:
        return None
    if between.rstrip().endswith(" từ") and (
        _bound_after().match(right) or (ranged and not _ENDS_AT.match(right))
    ):
        between = between.rstrip()[:-3]
    goal = verb.word in _PAST_GOAL and _base().match(between.lstrip())
    compared = re.match(r"\s+so\s", between, re.IGNORECASE)
    if verb.compares and not (_STATED.search(between) or _goal().search(verb.between)):
        return verb
    told = compared or percent or goal or not between.strip()
    if percent and verb.word == "tăng trưởng":
        between = _REACHED.sub(" ", between)  # a rate of growth that "đạt 7,5%" has grown by it
    return verb if told and (goal or not _level().search(between)) else None


# -- bases ----------------------------------------------------------------------------------------


@cache
def _base() -> re.Pattern[str]:
    same, plan, before = (_any(cue="baseline", value=v) for v in (SAME_PERIOD, PLAN, PREVIOUS))
    return re.compile(
        rf"(?<!\w)(?:(?P<same>{same})|(?P<plan>{plan})|(?P<before>{before}))(?!\w)", re.IGNORECASE
    )


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
def _plan() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_any(cue='baseline', value=PLAN)}(?!\w)", re.IGNORECASE)


@cache
def _goal() -> re.Pattern[str]:
    """A goal whose amount follows: "vượt kế hoạch (2.800 ha)", "thấp hơn chỉ tiêu 85%"."""
    return re.compile(rf"(?<!\w){_any(cue='baseline', value=PLAN)}\s*\(?\s*$", re.IGNORECASE)


def _fixed(match: re.Match[str]) -> str:
    return SAME_PERIOD if match["same"] else PLAN if match["plan"] else PREVIOUS


def baseline(words: str) -> str | None:
    """The base that ``words`` name: a fixed word for the usual ones, else the words themselves."""
    found = _base().search(words)
    return _fixed(found) if found else squeeze(words) or None


def compared_with(text: str) -> str | None:
    """What "so với …" in ``text`` names; a bare "so …" only where it names a usual base."""
    match = _COMPARED.search(text)
    return _named(match)[0] if match else None


def _named(match: re.Match[str]) -> tuple[str | None, int]:
    """The base that a comparison names, and where its words end."""
    cut = _NEXT_SAID.search(match["what"])
    what = match["what"][: cut.start()] if cut else match["what"]
    found = _base().search(what)
    if found is not None:
        return _fixed(found), match.start("what") + len(what)
    name = _NOTE.sub("", squeeze(what)) if match["full"] else None
    return name, match.start("what") + len(what)


def without_comparison(label: str) -> str:
    """``label`` without its "so với tháng trước"."""
    match = _COMPARED.search(label) if "so" in label.lower() else None
    return f"{label[: match.start()]} {label[_named(match)[1] :]}" if match else label


class _Gap(NamedTuple):
    """What the words between two figures compare with.

    ``said`` speaks of the figure before ("tăng 3% so với cùng kỳ,"), ``opens`` of those that follow
    (", so với tháng trước tăng 2 vụ").
    """

    said: str | None = None
    opens: str | None = None


_NO_GAP = _Gap()


def _gap(words: str, *, first: bool, last: bool) -> _Gap:
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
    return _Gap(said, opens)


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
    return not any(_base().fullmatch(" ".join(words[-n:])) for n in (1, 2) if words)


def interpret(sentence: Sentence, carried: Carried) -> tuple[list[Meaning], Carried]:
    """The meaning of each mention, and the bases that hold after the sentence."""
    changes: list[Change | None] = []
    own: list[str | None] = []
    approxes: list[Approx | None] = []
    past_goal: list[bool] = []
    mentions, lefts, rights = sentence.mentions, sentence.lefts, sentence.rights
    count = len(mentions)
    gaps = [_gap(words, first=not i, last=False) for i, words in enumerate(lefts)]
    gaps.append(_gap(rights[-1], first=False, last=True))
    for i, mention in enumerate(mentions):
        left, right, said = lefts[i], rights[i], gaps[i + 1].said
        percent, times = mention.kind == "percent", mention.kind == "multiple"
        ranged = mention.value_max is not None
        beside = f"{lefts[i - 1].rstrip(' (')} là" if i and _BY.fullmatch(left) else ""
        verb = None if times else change(beside or left, right, ranged=ranged, percent=percent)
        if beside and verb and not verb.compares:
            verb = None
        changed = mention.sign or (verb.direction if verb else None)
        base = _own_base(mention, right, said, verb) if changed or percent or times else None
        if base is None and (times or left.endswith("bằng ")) and (year := _YEAR_BASE.match(right)):
            base = squeeze(year["base"])
        if changed is None and percent and i and changes[-1] and mentions[i - 1].kind != "percent":
            same_thing = base is None and _THAT_IS.fullmatch(left)
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


def _own_base(mention: Mention, right: str, said: str | None, verb: Verb | None) -> str | None:
    """The base that the words straight around a figure name."""
    if mention.kind in ("percent", "multiple") and (base := base_after(right)):
        return base
    if said or verb is None:
        return said
    inner = _base().match(verb.between.lstrip())
    if inner is None and (
        noted := _NOTED.match(right)
    ):  # not where the note is a level: "(kế hoạch"
        inner = _base().match(right, noted.end())
        inner = None if inner and inner["plan"] else inner
    if inner is not None:
        return _fixed(inner)
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
        named = _base().match(sentence.rights[i].lstrip())
        if mention.kind != "percent" and (
            (named and named["plan"]) or (left.endswith("(") and _goal().search(left))
        ):
            opening = PLAN
        goal = goal or base == PLAN or bool(named and named["plan"])
        if base is None and past_goal[i]:
            base = PLAN if goal or _plan().search(left) else None
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
