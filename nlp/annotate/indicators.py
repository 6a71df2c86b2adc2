"""A figure's surroundings -> its indicator: a short phrase, in the text's words, of what it counts.

The phrase is the unit with what stands after it ("đơn đủ điều kiện xử lý") and before it ("đơn
tiếp nhận"). A part, a change or a percentage that says nothing of its own takes the words of the
figure it belongs to; a figure that says very little takes those of its item's or section's head; a
figure said again ("trong 388 đơn") keeps the words of the first time.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from ..rules import alternatives, table
from ..text import squeeze
from .cues import Meaning, Sentence
from .mentions import Mention

Told = tuple[Mention, Meaning, str]


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds a sentence: its item's head, the heading above, and figures said before."""

    head: str = ""
    heading: str = ""
    said: MutableMapping[tuple[str, str], str] = field(default_factory=dict)


# -- the words before and after -------------------------------------------------------------------


def _rows(role: str) -> list[str]:
    return [
        word for row in table("indicator_words") if row["role"] == role for word in row["words"]
    ]


@cache
def _opener() -> re.Pattern[str]:
    return re.compile(rf".*(?<!\w){alternatives(_rows('opener'))}(?!\w)", re.IGNORECASE | re.DOTALL)


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(
        rf"(?:\s*(?:{alternatives(_rows('lead'))}(?!\w)(?!\s+(?:lại|tiêu|trưởng)(?!\w))|[,.;:*/)\]–-]))+",
        re.IGNORECASE,
    )


@cache
def _trail() -> frozenset[str]:
    return frozenset(_rows("trail"))


@cache
def _whole() -> frozenset[str]:
    """Short labels that say all there is to say: "không đạt 139 mẫu", "trong tổng 8.093 hộ"."""
    return frozenset(_rows("whole"))


@cache
def _acts() -> frozenset[str]:
    return frozenset(_rows("act"))


@cache
def _when() -> frozenset[str]:
    return frozenset(_rows("when"))


@cache
def _stop() -> re.Pattern[str]:
    return re.compile(
        rf"[,;:.()\[\]“”\"*/\d\n]|(?:\A|\s)[-–]\s|(?<!\w){alternatives(_rows('stop'))}(?!\w)",
        re.IGNORECASE,
    )


@cache
def _kept() -> re.Pattern[str]:
    """Words that open the phrase after a unit although they would end it further on."""
    return re.compile(rf"(?:\s*{alternatives(_rows('kept'))}(?!\w))+", re.IGNORECASE)


@cache
def _head_noun() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?<!đánh ){alternatives(_rows('head'))}(?!\w)", re.IGNORECASE)


@cache
def _target() -> re.Pattern[str]:
    goals, shares = alternatives(_rows("target")), alternatives(_rows("share"))
    return re.compile(
        rf"{goals}(?:\s+(?:đề\s+ra|được\s+giao|giao))*|(?P<share>{shares})", re.IGNORECASE
    )


_CUT = re.compile(r"[;:“”\"*]|\.\s")
_BRACKETED = re.compile(r"[(\[][^()\[\]]*[)\]]")
_OPEN_BRACKET = re.compile(r"^.*[(\[](?=[^()\[\]]*$)", re.DOTALL)
_ENDS = re.compile(r"[\s:*–-]+$")
_COMPARED = re.compile(
    r"(?<!\w)so\s+(?:với\s+)?(?P<what>[^,;]*?)(?:\s+và(?!\w)|(?=[,;])|$)", re.IGNORECASE
)
_TIME = re.compile(
    r"(?<!\w)(?:(?:từ|đến|cuối|đầu|trong|của|đến\s+hết|tính\s+đến)\s+)*(?:năm|tháng|quý|ngày)\s+(?:\d{3}\s\d(?!\d)|[\dIVX][\d/.IVX]*)"
    r"|(?<!\w)\d{1,2}\s+tháng(?:\s+(?:đầu|cuối)\s+năm)?", re.IGNORECASE
)  # fmt: skip
_TIME_FIRST = re.compile(rf"^(?:{_TIME.pattern}|[\s,])+", re.IGNORECASE)
_GOAL = re.compile(
    r"(?<!\w)(?:(?:mức\s+)?(?:kế\s+hoạch|chỉ\s+tiêu|dự\s+toán|mục\s+tiêu)|số)(?!\w)", re.IGNORECASE
)
_OWN_CLAUSE = re.compile(rf"^(?:{_TIME.pattern})|(?<!\w)đã(?!\w)", re.IGNORECASE)
_HAS = re.compile(r".*(?<!\w)có\s+(?=\w)", re.IGNORECASE | re.DOTALL)
_RATE = re.compile(r"(?:t[ỷỉ]\s+(?:lệ|trọng|suất)|tốc\s+độ|mức)(?!\w)", re.IGNORECASE)
_MEMORY = 24  # a figure belongs to none of those told longer ago
_LONG = 9


def right_phrase(right: str, *, limit: int = 8) -> str:
    """The words after a unit that go with it: up to punctuation, a function word or a number."""
    kept = _kept().match(right)
    at = kept.end() if kept else 0
    match = _stop().search(right, at)
    phrase = right[: match.start()] if match else right
    return " ".join(phrase.split()[:limit]) if phrase[at:].strip() or not kept else _alone(phrase)


def _alone(phrase: str) -> str:
    """A kept beginning that nothing follows: "còn lại" says something, "của" does not."""
    words = phrase.split()
    return " ".join(words) if len(words) > 1 else ""


def left_phrase(left: str, *, follows: bool, noun: str = "") -> str:
    """The label before a number. ``follows``: ``left`` opens with the tail of the figure before.

    Of a long label a figure that counts a ``noun`` keeps the end, where its verb is, or what begins
    with the noun; others keep the head noun and what follows it.
    """
    label = _ENDS.sub("", left)
    bracket = label.endswith(("(", "["))
    label = _ENDS.sub("", _BRACKETED.sub(" ", label.rstrip("([ ")))
    opened = _OPEN_BRACKET.match(label)
    inside = label[opened.end() :] if opened else label
    parts = _CUT.split(inside)
    label = parts[-1]
    if follows and len(parts) == 1 and not opened:
        label = _after_tail(label, bracket=bracket)
    elif opened and len(parts) == 1 and not _stripped(label) and not follows:
        label = _CUT.split(opened.group()[:-1])[-1]
    if opener := _opener().match(label):
        label = label[opener.end() :]
    label = _TIME_FIRST.sub("", _stripped(label))
    words = label.split()
    if len(words) > _LONG:
        words = _from_head(label, noun)
    return " ".join(words).strip(" ,")


def _from_head(label: str, noun: str) -> list[str]:
    if noun and (at := label.lower().find(noun.lower())) >= 0:
        return label[at:].split()[:_LONG]
    tail = label.rsplit(",", 1)[-1].strip()
    if noun and _OWN_CLAUSE.search(tail):
        label = _TIME_FIRST.sub("", _stripped(tail))
    if heads := _head_noun().match(tail) or _head_noun().search(label):
        return heads.string[heads.start() :].split()[: _LONG + 4]
    if has := _HAS.match(label):
        label = label[has.end() :]
    return label.split()[-6:] if noun else label.split()[-_LONG:]


def _after_tail(left: str, *, bracket: bool) -> str:
    """What of the words between two figures speaks of the second one."""
    compared = _COMPARED.fullmatch(left.strip())
    if compared and " và " not in compared["what"]:
        return compared["what"]  # "so với chỉ tiêu 50%"
    left = _COMPARED.sub(",", left, count=1)
    parts = left.split(",")
    if len(parts) == 1:
        goal = _GOAL.search(left) if bracket else None
        return left[goal.start() :] if goal else "" if bracket else left
    return ",".join(parts[1:]) if _stripped(parts[-1]) else ""


def _stripped(label: str) -> str:
    """Without connectives in front and without verbs and qualifiers at the end."""
    if lead := _lead().match(label):
        label = label[lead.end() :]
    words = label.split()
    while words:
        last = words[-1].lower().strip(",.:;*/–-")
        pair = f"{words[-2].lower()} {last}" if len(words) > 1 else ""
        if pair in _whole():
            break
        if pair in _trail():
            del words[-2:]
        elif not last or last in _trail():
            words.pop()
        else:
            break
    label = " ".join(words)
    if lead := _lead().match(label):
        label = label[lead.end() :]
    return squeeze(label)


def join(*parts: str) -> str:
    """One phrase of the parts; no part says again what one before it said."""
    words: list[str] = []
    for part in parts:
        seen = {word.lower().strip(",") for word in words}
        words += [word for word in part.split() if word.lower().strip(",") not in seen]
    return " ".join(words).strip(" ,")


# -- the phrase -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Said:
    """A figure told: its words, and whether it stood in brackets, aside."""

    mention: Mention
    phrase: str
    aside: bool


def indicators(
    sentence: Sentence, meanings: Sequence[Meaning], before: Sequence[Told], setting: Setting
) -> list[str]:
    """The indicator of each mention; ``before`` are those of the block so far."""
    told = [_Said(mention, phrase, aside=False) for mention, _, phrase in before[-_MEMORY:]]
    known = len(told)
    depth = 0
    for i, (mention, meaning) in enumerate(zip(sentence.mentions, meanings, strict=True)):
        left, right = sentence.lefts[i], sentence.rights[i]
        opens = sum(left.count(sign) for sign in "([")
        depth = max(0, depth - sum(left.count(sign) for sign in ")]")) + opens
        if left.strip() == "/":  # "346 đơn/346 vụ thuộc thẩm quyền": one label, one tail
            left = sentence.lefts[i - 1] if i else left
        if right.strip() == "/" and i + 1 < len(sentence.mentions):
            right = sentence.rights[i + 1]
        label = left_phrase(left, follows=bool(i), noun=_noun(mention))
        after = right_phrase(right)
        if _target().fullmatch(after):
            after = ""
        when = ""
        if not _TIME.sub("", label).strip(" ,") or (after and label.lower() in _when()):
            label, when = "", label
        aside = depth > 0
        owner = _owner(mention, told, opens=opens > 0, aside=aside)
        if when and owner:
            owner = join(_TIME.sub(" ", owner), when)
        phrase = _phrase(mention, meaning, label, after, owner, setting, first=not i)
        told.append(_Said(mention, phrase, aside))
    return [said.phrase for said in told[known:]]


def _owner(mention: Mention, told: Sequence[_Said], *, opens: bool, aside: bool) -> str:
    """The words of the figure that a part, change or percentage belongs to.

    A figure that opens a bracket belongs to the one before it; outside, asides are passed over.
    """
    if not told:
        return ""
    if opens:
        return told[-1].phrase
    told = told[-_MEMORY:]
    heard = told if aside else [said for said in told if not said.aside] or told
    if mention.kind in ("percent", "multiple"):
        return heard[-1].phrase
    same = (s.phrase for s in reversed(heard) if s.mention.unit_text == mention.unit_text)
    return next(same, heard[-1].phrase)


def _phrase(
    mention: Mention,
    meaning: Meaning,
    label: str,
    after: str,
    owner: str,
    setting: Setting,
    *,
    first: bool,
) -> str:
    if label and owner and (target := _target().fullmatch(label)):
        return _share_of(owner) if target["share"] else join(label, owner)
    if meaning.change:
        if after and not label and mention.kind == "count":
            return join(_noun(mention), after)
        return label or owner or join(_noun(mention), after) or _short(setting, 8)
    if mention.kind in ("percent", "multiple"):
        if (
            label
            and len(after.split()) > 1
            and not meaning.baseline
            and not _head_noun().search(label)
        ):
            return join("tỷ lệ", after, " ".join(label.split()[-3:]))
        if label:
            return join(label, "" if meaning.baseline else after)
        if after and (first or not owner):
            return after
        if mention.kind == "percent" and owner:
            return _share_of(owner)
        return owner or _short(setting, 8)
    if mention.kind in ("count", "ratio"):
        return _counted(mention, label, after, owner, setting)
    phrase = join(label, after)
    measured = mention.unit.quantity if mention.unit else ""
    if measured and measured not in phrase.lower():
        phrase = join(measured, phrase) if phrase else ""
    elif phrase and len(phrase.split()) <= 2 and _doing(phrase):
        phrase = join(phrase, " ".join(owner.split()[: 2 * len(phrase.split())]))
    return phrase or owner or _short(setting, 8)


def _doing(phrase: str) -> bool:
    """Whether a short label only says what was done with something named before: "đã chi"."""
    return phrase.lower() in _acts()


def _share_of(owner: str) -> str:
    """The owner's words as a share; what is a rate already stays as it is."""
    return owner if _RATE.match(owner) else f"tỷ lệ {owner}"


def _counted(mention: Mention, label: str, after: str, owner: str, setting: Setting) -> str:
    """The noun with what is said of it; a figure said again keeps its first words."""
    noun = _noun(mention)
    if after and len(label.split()) > 1:
        after = " ".join(after.split()[:5])
    said = join(after, " ".join(label.split()[-4:]) if after else label)
    key = (str(mention.value or mention.numerator), mention.unit_text.lower())
    again = setting.said.get(key, "") if (mention.value or 0) >= 5 else ""
    if again and (not said or _shared(said, again) >= (1 if len(label.split()) < 2 else 2)):
        return again
    phrase = join(noun, said)
    if not said:
        phrase = (
            join(phrase, " ".join(owner.split()[:8])) if owner else join(phrase, _short(setting, 6))
        )
    elif len(said.split()) < 2 and said.lower() not in _whole():
        limit = len(phrase.split())
        phrase = join(phrase, " ".join(owner.split()[:limit]) if owner else _short(setting, limit))
    setting.said.setdefault(key, phrase)
    return phrase


def _noun(mention: Mention) -> str:
    return squeeze(mention.unit_text.split("/")[0]) if mention.kind in ("count", "ratio") else ""


def _short(setting: Setting, limit: int) -> str:
    """The first words of the head of the item, or of the heading."""
    return " ".join(_stripped(setting.head or setting.heading).split()[:limit])


def _shared(a: str, b: str) -> int:
    return len(set(a.lower().split()) & set(b.lower().split()))
