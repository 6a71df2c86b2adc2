"""A figure's surroundings -> its indicator: a short phrase, in the text's words, of what it counts.

The phrase is the counted noun with its complement ("đơn đủ điều kiện xử lý"), what was done to it
("hộ được kiểm đếm", "lượt tiếp") and, in brackets, who or where. A part, a change or a percentage
that says nothing of its own takes the words of the figure it belongs to; a figure that says very
little takes those of its item's or section's head; a figure said again ("trong 388 đơn") keeps the
words of the first time.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from functools import cache
from typing import NamedTuple

from ..rules import alternatives
from ..text import squeeze
from .cues import Meaning, Sentence
from .labels import (
    BRACKETED,
    MOST_SCOPE,
    NOTHING,
    NUMBER_OF,
    PLACE,
    TIME,
    Label,
    bind,
    blank,
    head_noun,
    left_phrase,
    list_title,
    lists,
    read_label,
    right_phrase,
    rows,
    stripped,
    summed,
    unbind,
    verbs,
    whole,
)
from .mentions import Mention


class Setting(NamedTuple):
    """What surrounds a sentence: its item's head, the heading above, and figures said before."""

    head: str
    heading: str
    said: MutableMapping[tuple[str, str], str]


# -- words ----------------------------------------------------------------------------------


@cache
def _acts() -> frozenset[str]:
    return frozenset(rows("act"))


@cache
def _when() -> frozenset[str]:
    return frozenset(rows("when"))


@cache
def _target() -> re.Pattern[str]:
    goals, shares = alternatives(rows("target")), alternatives(rows("share"))
    said = rf"(?:\s+(?:đề\s+ra|được\s+giao|giao|(?:của\s+)?{TIME.pattern}))*"
    return re.compile(rf"(?:{goals}|{TIME.pattern}){said}|(?P<share>{shares})", re.IGNORECASE)


@cache
def _occasions() -> frozenset[str]:
    """Nouns that count what is done itself: "lượt tiếp", "buổi nói chuyện"."""
    return frozenset(rows("occasion"))


@cache
def _pieces() -> frozenset[str]:
    """Nouns that only count pieces of what the label names: "đàn bò 4.500 con"."""
    return frozenset(rows("piece"))


@cache
def _vague() -> frozenset[str]:
    return frozenset(rows("vague"))


_RATE = re.compile(r"(?:t[ỷỉ]\s+(?:lệ|trọng|suất)|tốc\s+độ|mức)(?!\w)", re.IGNORECASE)
_THIS = re.compile(
    r"(?<!\w)(?:t[ỷỉ]\s+lệ|con\s+số|mức)\s+(?:này|đó)(?:\s+\w+){0,2}\s*$", re.IGNORECASE
)
_SUM_OF = re.compile(
    r"\s*với\s+(?:tổng\s+)?(?:số\s+tiền|kinh\s+phí|trị\s+giá|giá\s+trị)\s*", re.IGNORECASE
)
_DATED = re.compile(rf"(?P<when>{TIME.pattern})(?:\s+(?:ước|đạt|có|là|còn))*\s*$", re.IGNORECASE)
_OTHER_TIME = re.compile(rf"(?:\s\(|(?P<with>,\s))(?:{TIME.pattern})\)$", re.IGNORECASE)
_ONLY_TIMES = re.compile(rf"(?:{TIME.pattern}|[\s,])*", re.IGNORECASE)
_VICTIMS = re.compile(
    r"(?P<what>(?:tỷ\s+lệ\s+)?(?:số\s+)?(?:người|ca|trường\s+hợp|em|cháu))(?:\s+làm)?"
    r"\s+(?P<how>(?:bị\s+)?chết|tử\s+vong|bị\s+thương|mất\s+tích)(?:\s+\([^()]*\))?"
    r"|vụ(?:\s+xảy\s+ra)?(?:\s+\([^()]*\))?",
    re.IGNORECASE,
)
_OUT_OF = re.compile(r"\strên\s+(?:tổng\s+)?(?:số\s+)?$")  # "84 hộ nghèo trên tổng số 1.920 hộ"
_GOAL = re.compile(r"(?:kế hoạch|dự toán|chỉ tiêu|mục tiêu)(?: \w+){0,2} \(", re.IGNORECASE)
_CLOSES = re.compile(r"[^()\d;.]*\)\s*:\s*")
_SHORT = 2  # words of a phrase that says little without its list
_NEAR = 24  # "tỷ lệ này" and a verb
_MISHAP_REACH = 8  # figures between a mishap and its victims
_MEMORY = 24  # a figure belongs to none of those told longer ago


def join(*parts: str) -> str:
    """One phrase of the parts in their order; a part that stands in those before it is left out."""
    out: list[str] = []
    for part in parts:
        words = part.split()
        if not out or not words:
            out += words
            continue
        said = [word.lower().strip(",") for word in out]
        lower = [word.lower().strip(",") for word in words]
        if _within(lower, said):
            continue
        most = min(4, len(words)) if lower[0] in said[-4:] else 0
        overlap = next((n for n in range(most, 0, -1) if said[-n:] == lower[:n]), 0)
        out += words[overlap:]
    return " ".join(out).strip(" ,")


def aside(phrase: str, words: str) -> str:
    """``words`` in brackets after ``phrase``, without brackets of their own or what it says."""
    words = squeeze(BRACKETED.sub(" ", words))
    known = set(phrase.lower().split())
    return phrase if all(w in known for w in words.lower().split()) else f"{phrase} ({words})"


def _within(part: list[str], whole: list[str]) -> bool:
    """Whether ``part`` is a run of words of ``whole``."""
    size = len(part)
    if part and part[0] not in whole:
        return False
    return any(whole[i : i + size] == part for i in range(len(whole) - size + 1))


# -- the phrase -----------------------------------------------------------------------------------


class Said(NamedTuple):
    """A figure told: its words, its label, and whether it stood in brackets, aside."""

    mention: Mention
    phrase: str
    aside: bool = False
    label: Label = NOTHING
    noun: str = ""
    part: bool = False

    def past(self) -> Said:
        """What a later sentence of the block knows of it."""
        return Said(self.mention, self.phrase, self.part)


def indicators(
    sentence: Sentence, meanings: Sequence[Meaning], before: Sequence[Said], setting: Setting
) -> list[Said]:
    """Each mention with its indicator; ``before`` are those of the block so far.

    What a list divides stays the figure that later sentences speak of: its parts are asides.
    """
    told = list(before[-_MEMORY:])
    known = len(told)
    depth = 0
    whole: Said | None = None
    title, divided = "", False
    for i, (mention, meaning) in enumerate(zip(sentence.mentions, meanings, strict=True)):
        left, right = bind(sentence.lefts[i]), bind(sentence.rights[i])
        opens = left.count("(") + left.count("[")
        depth = max(0, depth - left.count(")") - left.count("]")) + opens
        if left.strip() == "/":  # "346 đơn/346 vụ thuộc thẩm quyền": one label, one tail
            left = bind(sentence.lefts[i - 1]) if i else left
        if right.strip() == "/" and i + 1 < len(sentence.mentions):
            right = bind(sentence.rights[i + 1])
        after_bracket = i and _CLOSES.fullmatch(left) is not None
        if after_bracket:  # "Sản lượng (của 04 xã): 820 tấn"
            left = _interrupted(sentence, i) + ":"
        if lists(left):
            divided, whole = bool(i), told[-1] if i and not after_bracket else None
            title = list_title(left, follows=bool(i))
        noun = _noun(mention)
        label = left_phrase(left, follows=bool(i) and not after_bracket, noun=noun)
        after = right_phrase(right)
        if _target().fullmatch(after):
            after = ""
        when = ""
        if _ONLY_TIMES.fullmatch(label) or (after and label.lower() in _when()):
            label, when = "", label
        owner = _owner(mention, told, opens=opens > 0, aside=depth > 0)
        if i and _SUM_OF.match(left):  # "cho 548 hộ với số tiền 214 tỷ đồng"
            owner = told[-1]
        words = owner.phrase if owner else ""
        if mention.kind in ("ratio", "count", "measure"):
            words = _RATE.sub("", words, count=1).strip()
        if label and owner and _THIS.search(left[-_NEAR:]):  # "ở xã tỷ lệ này là 96%"
            label, words = "", aside(words, _RATE.sub("", label))
        if when and words:
            words = join(TIME.sub(" ", words), when)
        read = NOTHING
        counts = mention.kind in ("count", "ratio")
        if counts:
            within = told[known:]
            read = _listed(read_label(label), noun, within)
            phrase = _counted(
                mention, meaning, read, after, owner, words, within, setting, opens > 0
            )
        else:
            phrase = _measured(mention, meaning, label, after, words, setting, first=not i)
        if i and not (label or after or meaning.change) and (dated := _DATED.search(left[-40:])):
            phrase = _at(phrase, squeeze(dated["when"]))  # "tiếp 26 lượt, quý I 12 lượt"
        if (victims := _VICTIMS.fullmatch(phrase)) and (
            mishap := _mishap(sentence, i, told, setting)
        ):
            what, how = victims["what"], victims["how"]
            phrase = f"{what} {how} do {mishap}" if how else f"vụ {mishap.removeprefix('vụ ')}"
        if owner is not None and not (read.words or after or opens):
            read = owner.label  # "tiếp 12 lượt, 15 người, 9 vụ"
        if title and not whole and summed(left):
            phrase = join(noun, title)  # "đã trồng: ngô 8 ha, lạc 4 ha, cộng 12 ha"
        elif not meaning.change:
            phrase = _within_list(mention, phrase, title, whole)
        aside_of = depth > 0 or _OUT_OF.search(left) is not None
        told.append(Said(mention, unbind(phrase), aside_of, read, noun, divided))
    return told[known:]


def _interrupted(sentence: Sentence, i: int) -> str:
    """The words before the bracket that closes right before figure ``i``."""
    for left in reversed(sentence.lefts[:i]):
        before, bracket, _ = left.rpartition("(")
        if bracket:
            return bind(before)
    return ""


@cache
def _mishaps() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){alternatives(rows('mishap'))}(?!\w)", re.IGNORECASE)


def _mishap(sentence: Sentence, i: int, told: Sequence[Said], setting: Setting) -> str:
    """What befell the victims that figure ``i`` counts: the nearest mishap named before them."""
    near = sentence.lefts[max(0, i - _MISHAP_REACH) : i + 1]
    phrases = (said.phrase for said in told[: -_MISHAP_REACH - 1 : -1])
    for text in (*reversed(near), *phrases, setting.head, setting.heading):
        found = _mishaps().search(text)
        if found is not None:
            named = squeeze(found.group())
            return named if named.isupper() and " " not in named else named.lower()
    return ""


def _within_list(mention: Mention, phrase: str, title: str, whole: Said | None) -> str:
    """A phrase that says little without its list, with what the list divides or is about."""
    size = len(phrase.split())
    amount = mention.kind in ("measure", "money")
    if size > (_SHORT if amount or whole else _SHORT + 1):
        return phrase
    counts = mention.kind in ("count", "ratio")
    if whole is not None and not counts:
        measure = head_noun().match(whole.phrase)
        if measure is None or head_noun().search(phrase):
            return phrase
        return join(measure.group().lower(), phrase)
    about = whole.phrase if whole else title
    if (counts and not _needs_list(phrase)) or len(about.split()) > 2 * size + 1:
        return phrase
    return aside(phrase, about)


def _needs_list(phrase: str) -> bool:
    """Whether a counted noun says nothing of what it is: "em giỏi", "tổng số"."""
    low = phrase.lower()
    return low in _vague() or low.split()[0] in _vague()


def _at(phrase: str, when: str) -> str:
    """``phrase`` of another time: "lượt tiếp (các cấp, quý II)"."""
    phrase = _OTHER_TIME.sub(lambda m: ")" if m["with"] else "", phrase)
    return f"{phrase[:-1]}, {when})" if phrase.endswith(")") else aside(phrase, when)


def _owner(mention: Mention, told: Sequence[Said], *, opens: bool, aside: bool) -> Said | None:
    """The figure that a part, change or percentage belongs to.

    A figure that opens a bracket belongs to the one before it; outside, asides are passed over.
    """
    if not told:
        return None
    rated = mention.kind == "ratio" and told[-1].mention.kind == "percent"
    if opens and (rated or mention.kind in ("percent", "multiple")):  # "đạt 80% (04/05 vụ)"
        return told[-1]
    told = told[-_MEMORY:]
    heard = told if aside and not opens else [said for said in told if not said.aside] or told
    if opens:
        near = heard[:-4:-1]
        return next((s for s in near if s.mention.unit_text == mention.unit_text), told[-1])
    if mention.kind in (
        "percent",
        "multiple",
    ):  # no share or change of a goal, but of what was done
        done = (said for said in reversed(heard) if aside or not _GOAL.match(said.phrase))
        return next(done, heard[-1])
    for said in reversed(heard):
        if said.mention.unit_text == mention.unit_text:
            return said
    return heard[-1]


def _measured(
    mention: Mention,
    meaning: Meaning,
    label: str,
    after: str,
    owner: str,
    setting: Setting,
    *,
    first: bool,
) -> str:
    """Money, measures, percentages: the label as it stands, else the words of the owner."""
    if label and owner and (target := _target().fullmatch(label)):
        return _share_of(owner) if target["share"] else aside(label, owner)
    if meaning.change:
        return label or owner or after or _short(setting, 8)
    if mention.kind in ("percent", "multiple"):
        head = head_noun().search(label) is not None
        if label and len(after.split()) > 1 and not meaning.baseline and not head:
            read = read_label(label)
            return join("tỷ lệ", _done(after, read) if read.voice else after)
        if label and len(after.split()) == 1 and not meaning.baseline and not head:
            return aside(f"tỷ lệ {after}", _words_of(label, 8))
        if label:
            said = join(label, "" if meaning.baseline else after)
            return f"tỷ lệ {said}" if len(said.split()) == 1 else said
        if after and (first or not owner):
            return after
        return (
            _share_of(owner) if mention.kind == "percent" and owner else owner or _short(setting, 8)
        )
    phrase = join(label, after)
    measured = mention.unit.quantity if mention.unit else ""
    if measured and phrase and measured not in phrase.lower():
        return join(measured, phrase)
    if phrase and len(phrase.split()) <= 2 and _doing(phrase) and (owner or first):
        return aside(phrase, _words_of(owner, 8) or _short(setting, 8))
    verb = verbs().match(phrase)
    if verb and verb.lastgroup == "asks":
        phrase = read_label(phrase).words
    if mention.kind == "money" and verb and verb.lastgroup != "light":
        return join("số tiền", phrase[:1].lower() + phrase[1:])
    if mention.kind == "money" and not phrase and owner.startswith("tỷ lệ "):
        return join("số tiền", owner.removeprefix("tỷ lệ "))  # "874 hộ, đạt 77%, với 31 tỷ đồng"
    return phrase or owner or _short(setting, 8)


def _doing(phrase: str) -> bool:
    """Whether a short label only says what was done with something named before: "đã chi"."""
    return phrase.lower() in _acts()


def _share_of(owner: str) -> str:
    """The owner's words as a share; what is a rate already stays as it is."""
    return owner if _RATE.match(owner) else f"tỷ lệ {owner}"


def _counted(
    mention: Mention,
    meaning: Meaning,
    label: Label,
    after: str,
    owner: Said | None,
    owner_words: str,
    within: Sequence[Said],
    setting: Setting,
    opens: bool,
) -> str:
    """The noun with what is said of it; a figure said again keeps its first words."""
    noun = _noun(mention)
    if owner_words and _target().fullmatch(label.said):
        return aside(label.said, owner_words)
    if meaning.change:
        if after and not label.words:
            return join(noun, after)
        if owner_words and (not label.words or owner is None or _same(label, owner)):
            return owner_words
    key = (str(mention.value or mention.numerator), mention.unit_text.lower())
    again = setting.said.get(key, "") if (mention.value or 0) >= 5 else ""
    said = f"{after} {label.said}".strip()
    if again and (not said or _shared(said, again) >= (1 if len(label.said.split()) < 2 else 2)):
        return again
    if after or label.words:
        phrase = _named(noun, label, "" if meaning.change and label.words else after)
    elif owner is not None and within:
        phrase = _alike(noun, owner, owner_words, opens=opens)
    elif owner_words and (" " not in noun or owner is None or _noun(owner.mention) == noun):
        phrase = join(noun, _words_of(owner_words, 8))
    else:
        phrase = join(noun, label.scope) if label.scope else aside(noun, _short(setting, 6))
    if within or owner is not None or len(phrase.split()) > len(noun.split()) + 1:
        setting.said.setdefault(key, phrase)
        return phrase
    head = _short(setting, 8)
    if head and label.words.lower() not in whole():
        phrase = aside(phrase, head)
    setting.said.setdefault(key, phrase)
    return phrase


def _same(label: Label, owner: Said) -> bool:
    """Whether a change says again what its owner is: "giảm 3 vụ"."""
    return label.words.lower() == owner.noun.lower()


def _named(noun: str, label: Label, after: str) -> str:
    """Noun, complement, act; pieces are named by their label: "đàn bò" of "đàn bò 4.500 con"."""
    words = label.words
    if label.voice is None and words and not after:
        low = words.lower()
        if noun.lower() in _pieces() and len(words.split()) > 1:
            return words
        if low in _TOTALS:
            return f"{words} {noun}"
        if NUMBER_OF.match(words) or _within(noun.lower().split(), low.split()):
            return words
        return aside(noun, words) if PLACE.match(words) else join(noun, words)
    if label.voice is None:
        named = join(noun, after)
        plain = words and not PLACE.match(words) and not any(c.isdigit() for c in words)
        short = plain and len(words.split()) <= MOST_SCOPE
        return aside(named, words) if short else named
    said = words and len(after.split()) < 8  # a long complement says it all
    done = _done(join(noun, after), label) if said else join(noun, after)
    return aside(done, label.scope) if label.scope and not after else done


_TOTALS = frozenset({"tổng số", "tổng", "số", "toàn bộ"})


def _done(noun: str, label: Label) -> str:
    """A noun and what was done to it: "hộ được kiểm đếm", "lượt tiếp"."""
    direct = noun.split(" ", 1)[0].lower() in _occasions()
    act = label.words[:1].lower() + label.words[1:]
    passive = label.voice and label.voice not in act.split()
    return f"{noun} {label.voice} {act}" if passive and not direct else join(noun, act)


def _listed(label: Label, noun: str, within: Sequence[Said]) -> Label:
    """The label with what its list shares: "khá" after "học lực giỏi 12 em" is "học lực khá"."""
    if label.voice is not None or len(label.words.split()) != 1:
        return label
    for said in reversed(within):
        if said.noun == noun and noun:
            words = said.label.words.split()
            if 3 <= len(words) <= 4 and said.label.voice is None and words[0].islower():
                return Label("", " ".join([*words[:-1], label.words]), None)
            return label
    return label


def _alike(noun: str, owner: Said, words: str, *, opens: bool) -> str:
    """A bare noun: in brackets it belongs to its owner, in a list it shares the owner's label."""
    if opens or noun.lower() == owner.noun.lower():
        inside = _within(noun.lower().split(), words.lower().split())
        return words if inside else join(noun, words)
    if owner.label.words and not NUMBER_OF.match(owner.label.words):
        return _named(noun, owner.label, "")
    return noun if " " in noun else aside(noun, _words_of(words, 8))


def _noun(mention: Mention) -> str:
    """The counted noun without scale and rate: "hộ" of "nghìn hộ/năm"."""
    if mention.kind not in ("count", "ratio") or mention.unit is None:
        return ""
    noun = squeeze(mention.unit.text.split("/")[0])
    scale = mention.unit.scale
    return noun[len(scale) :].strip() or noun if scale and noun.startswith(scale) else noun


def _short(setting: Setting, limit: int) -> str:
    """The first words of the head of the item, or of the heading; a title in capitals is none."""
    title = stripped(setting.head or setting.heading)
    return "" if title.isupper() or title.lower() in blank() else _words_of(title, limit)


def _words_of(phrase: str, limit: int) -> str:
    return " ".join(phrase.split()[:limit])


def _shared(a: str, b: str) -> int:
    return len(set(a.lower().split()) & set(b.lower().split()))
