"""The words around a figure -> its label: who or where, what is done or named, and what follows.

"UBND xã tiếp" before "12 lượt" is the scope "UBND xã" and the act "tiếp"; "khiếu nại" before "12
đơn" is a name. ``rules/indicator_words`` holds the words that bound a label and the verbs in it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from ..rules import alternatives, phrases
from .bases import without_comparison

# -- the words before and after -------------------------------------------------------------------


def rows(role: str) -> list[str]:
    return phrases("indicator_words", role=role)


@cache
def _opener() -> re.Pattern[str]:
    return re.compile(rf".*(?<!\w){alternatives(rows('opener'))}(?!\w)", re.IGNORECASE | re.DOTALL)


@cache
def _opener_heads() -> frozenset[str]:
    return frozenset(word.split()[0] for word in rows("opener"))


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(
        rf"(?:\s*(?:{alternatives(rows('lead'))}(?!\w)(?!\s+(?:lại|tiêu|trưởng|thể)(?!\w))|[,.;:*/)=\]–-]))+",
        re.IGNORECASE,
    )


@cache
def _trail() -> frozenset[str]:
    return frozenset(rows("trail"))


# "dương tính", "giới tính", "xuống cấp": here a stop word is half of a word.
_NOT_ALONE = r"(?<!dương )(?<!âm )(?<!giới )(?<!máy )(?<!mặt )(?!xuống\s+cấp)(?!trong\s+nước)"


@cache
def _stop() -> re.Pattern[str]:
    return re.compile(
        rf"[,;:.=()\[\]“”\"*/\d\n]|(?:\A|\s)[-–]\s|(?<!\w){_NOT_ALONE}{alternatives(rows('stop'))}(?!\w)",
        re.IGNORECASE,
    )


@cache
def _kept() -> re.Pattern[str]:
    """Words that open the phrase after a unit although they would end it further on."""
    return re.compile(rf"(?:\s*{alternatives(rows('kept'))}(?!\w))+", re.IGNORECASE)


@cache
def whole() -> frozenset[str]:
    """Short labels that say all there is to say: "không đạt 139 mẫu", "trong tổng 8.093 hộ"."""
    return frozenset(rows("whole"))


@cache
def blank() -> frozenset[str]:
    """Titles that name no subject."""
    return frozenset(rows("blank"))


@cache
def head_noun() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?<!đánh ){alternatives(rows('head'))}(?!\w)", re.IGNORECASE)


_CUT = re.compile(r"[;:*]|\.\s")
_QUOTES = re.compile(r"[“”\"]")
BRACKETED = re.compile(r"[(\[][^()\[\]]*[)\]]")
_OPEN_BRACKET = re.compile(r"^.*[(\[](?=[^()\[\]]*$)", re.DOTALL)
_ENDS = " \t\n:*=–-≈~"
_COMPARED = re.compile(
    r"(?<!\w)so\s+(?:với\s+)?(?P<what>[^,;]*?)(?:\s+và(?!\w)|(?=[,;])|$)", re.IGNORECASE
)
TIME = re.compile(
    r"(?<!\w)(?:(?:từ|đến|cuối|đầu|trong|của|đến\s+hết|tính\s+đến)\s+)*(?:năm|tháng|quý|ngày)\s+(?:\d{3}\s\d(?!\d)|(?-i:[\dIVX][\d/.IVX]*)(?!\w))"
    r"|(?<!\w)\d{1,2}\s+tháng(?:\s+(?:đầu|cuối)\s+năm)?", re.IGNORECASE
)  # fmt: skip
_TIME_LAST = re.compile(
    r"(?<=\w)[\s,]+(?:(?:trong|tính|hết|tới|vào|cả|ở)\s+)*(?:(?:hai|ba|sáu|chín)\s+tháng\s+)?"
    rf"(?:{TIME.pattern})$", re.IGNORECASE
)  # fmt: skip
_SINCE = re.compile(r"[\s,]+từ\s", re.IGNORECASE)
_TIME_FIRST = re.compile(rf"(?:{TIME.pattern}|[\s,])*", re.IGNORECASE)
_GOAL = re.compile(
    r"(?<!\w)(?:(?:mức\s+)?(?:kế\s+hoạch|chỉ\s+tiêu|dự\s+toán|mục\s+tiêu)|số)(?!\w)", re.IGNORECASE
)
_OWN_CLAUSE = re.compile(rf"^(?:{TIME.pattern})|(?<!\w)đã(?!\w)", re.IGNORECASE)
# "có" opens what is counted, but not in "cơ quan có thẩm quyền" or "đơn vị có liên quan".
_HAS = re.compile(
    r".*(?<!\w)có\s+(?=\w)(?!thẩm\s+quyền|liên\s+quan|trách\s+nhiệm|chức\s+năng)",
    re.IGNORECASE | re.DOTALL,
)
PLACE = re.compile(
    r"(?:toàn|cả)\s+(?:tỉnh|huyện|xã|thành\s+phố|thị\s+xã|phường|quận|ngành|nước)$|địa\s+bàn",
    re.IGNORECASE,
)
_EVERYWHERE = re.compile(
    r"(?:toàn|cả)\s+(?:tỉnh|huyện|xã|thành\s+phố|thị\s+xã|phường|quận|ngành|nước)\s+(?=\w+\s+\w)",
    re.IGNORECASE,
)
_DANGLING = re.compile(r"\s(?:dưới|trên|từ|đến|gần|hơn|khoảng|lên)\s*$")
_LAST_AND = re.compile(r"\s(?:và|cùng|với)\s*$")
_LONG = 9  # words of a label that is cut down to its head
_MOST_AFTER = 8  # words after a unit that go with it
_SUM_LAST = re.compile(  # "chi sự nghiệp y tế với tổng kinh phí là"
    r"(?:\s+với|,\s+với)\s+(?:tổng\s+)?(?:kinh\s+phí|số\s+tiền|số\s+vốn)$", re.IGNORECASE
)
_LIST_OF_CHANGES = re.compile(r"\s+(?:tăng|giảm)\s+(?:cả|đều|trên|ở|các)\s[^,;]*$", re.IGNORECASE)
_SUMMED = re.compile(r"[,;]\s*(?:tổng\s+)?(?:cộng|số)\s*(?:là\s+)?$", re.IGNORECASE)
_CONTRAST = re.compile(
    r".*,\s*(?:song|nhưng|tuy\s+nhiên|do\s+đó|vì\s+vậy)(?!\w)", re.IGNORECASE | re.DOTALL
)


_COMMA = "\u201a"  # stands for a comma that parts nothing
_COMMAS = re.compile(f"[,{_COMMA}]")


@cache
def _bound() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){alternatives(rows('bound'))}(?!\w)", re.IGNORECASE)


def bind(text: str) -> str:
    """The text with the commas within names ("kiến nghị, phản ánh") as another sign."""
    return _bound().sub(lambda m: m.group().replace(",", _COMMA), text) if "," in text else text


def unbind(text: str) -> str:
    """The text with its commas again."""
    return text.replace(_COMMA, ",")


def right_phrase(right: str) -> str:
    """The words after a unit that go with it: up to punctuation, a function word or a number."""
    kept = _kept().match(right)
    at = kept.end() if kept else 0
    match = _stop().search(right, at)
    phrase = _DANGLING.sub("", right[: match.start()] if match else right)
    return (
        " ".join(phrase.split()[:_MOST_AFTER])
        if phrase[at:].strip() or not kept
        else _alone(phrase)
    )


def _alone(phrase: str) -> str:
    """A kept beginning that nothing follows: "còn lại" says something, "của" does not."""
    words = phrase.split()
    return " ".join(words) if len(words) > 1 else ""


def lists(left: str) -> bool:
    """Whether a list opens before a figure: after a colon or "gồm", "trong đó"."""
    if ":" in left:
        return True
    low = left.lower()
    return any(head in low for head in _opener_heads()) and _opener().match(left) is not None


def list_title(left: str, *, follows: bool) -> str:
    """What stands before the colon of a list, where it is more than the tail of a figure."""
    before, colon, _ = left.rpartition(":")
    parts = _CUT.split(before) if colon else [""]
    title = stripped(parts[-1]) if len(parts) > 1 or not follows else ""
    return "" if title.lower() in blank() else title


def summed(left: str) -> bool:
    """Whether a figure adds up those of its list: ", tổng cộng 38 vụ"."""
    return _SUMMED.search(left) is not None


def left_phrase(left: str, *, follows: bool, noun: str = "") -> str:
    """The label before a number. ``follows``: ``left`` opens with the tail of the figure before.

    Of a long label a figure that counts a ``noun`` keeps the end, where its verb is, or what begins
    with the noun; others keep the head noun and what follows it.
    """
    label = _QUOTES.sub(" ", left).rstrip(_ENDS)
    bracket = label.endswith(("(", "["))
    label = label.rstrip("([ ")
    label = (BRACKETED.sub(" ", label) if ")" in label or "]" in label else label).rstrip(_ENDS)
    opened = _OPEN_BRACKET.match(label) if "(" in label or "[" in label else None
    inside = label[opened.end() :] if opened else label
    parts = _CUT.split(inside)
    label = parts[-1]
    if follows and len(parts) == 1 and not opened:
        label = _after_tail(label, bracket=bracket)
    elif opened and len(parts) == 1 and not stripped(label) and not follows:
        label = _CUT.split(opened.group()[:-1])[-1]
    low = label.lower()
    if any(head in low for head in _opener_heads()) and (opener := _opener().match(label)):
        label = label[opener.end() :]
    if "," in label and (contrast := _CONTRAST.match(label)):
        label = label[contrast.end() :]
    label = without_comparison(label).strip(" ,") or label
    if "oàn " in label or "ả " in label:
        label = _EVERYWHERE.sub("", label.lstrip())
    label = stripped(label)
    if (untimed := _untimed(label)) != label:
        label = stripped(untimed)
    if left.rstrip().endswith(":"):
        label = _LIST_OF_CHANGES.sub("", label)
    label = _SUM_LAST.sub("", label)
    if not bracket:  # there it tells the figure from the one before: "so với mức năm 2023 (12%)"
        label = without_period(label)
    words = label.split()
    if len(words) > _LONG:
        words = _from_head(label, noun)
    return " ".join(words).strip(" ,")


def _untimed(label: str) -> str:
    """Without the times it begins with."""
    times = _TIME_FIRST.match(label)
    return label[times.end() :] if times else label


def without_period(label: str) -> str:
    """Without the time it ends with: "thu ngân sách 6 tháng"; "tồn từ năm 2005" says more."""
    times = _TIME_LAST.search(label)
    return label if times is None or _SINCE.match(times.group()) else label[: times.start()]


def _from_head(label: str, noun: str) -> list[str]:
    if noun and (at := label.lower().find(noun.lower())) >= 0:
        return label[at:].split()[:_LONG]
    tail = _COMMAS.split(label)[-1].strip()
    if noun and _OWN_CLAUSE.search(tail):
        label = _untimed(stripped(tail))
    if heads := head_noun().match(tail) or head_noun().search(label):
        return heads.string[heads.start() :].split()[: _LONG + 4]
    if has := _HAS.match(label):
        label = label[has.end() :]
    if noun and (found := acts(label)):
        before = label[: found[-1].start()].split()
        scope = before if len(before) <= MOST_SCOPE else []
        return [*scope, *label[found[-1].start() :].split()][: _LONG + 4]
    said = stripped(tail).split()
    if 1 < len(said) <= _LONG or (not said and tail != label):
        return said  # nothing of "…, phấn đấu cả năm" says what is measured
    words = label.split()
    return words[-6:] if noun else words[-_LONG:] if len(words) > _LONG + 4 else words


def _after_tail(left: str, *, bracket: bool) -> str:
    """What of the words between two figures speaks of the second one."""
    compared = _COMPARED.fullmatch(left.strip())
    if compared and " và " not in compared["what"]:
        return compared["what"]  # "so với chỉ tiêu 50%"
    left = _COMPARED.sub(",", left, count=1)
    parts = left.split(",")
    if len(parts) == 1 and _LAST_AND.search(left):
        return ""
    if len(parts) == 1:
        goal = _GOAL.search(left) if bracket else None
        return left[goal.start() :] if goal else "" if bracket else left
    return ",".join(parts[1:]) if stripped(parts[-1]) else ""


def stripped(label: str) -> str:
    """Without connectives in front and without verbs and qualifiers at the end."""
    if lead := _lead().match(label):
        label = label[lead.end() :]
    words = label.split()
    while words:
        last = words[-1].lower().strip(",.:;*/=–-")
        pair = f"{words[-2].lower()} {last}" if len(words) > 1 else ""
        if pair in whole():
            break
        if pair in _trail():
            del words[-2:]
        elif not last or last in _trail():
            words.pop()
        else:
            break
    return " ".join(words)


# -- what a label says --------------------------------------------------------------------------


@cache
def verbs() -> re.Pattern[str]:
    """Verbs before a counted noun, with what they make of it."""
    groups = "|".join(f"(?P<{role}>{alternatives(rows(role))})" for role in _VOICE)
    names = alternatives([*rows("no_verb"), *(bind(name) for name in rows("bound"))])
    return re.compile(rf"(?<!\w)(?!{names}(?!\w))(?:{groups})(?!\w)", re.IGNORECASE)


# "số hộ" names what is counted; "số hóa" is a verb.
NUMBER_OF = re.compile(
    r"(?:số(?!\s+h[óo][áa])|tổng\s+số|tổng\s+đàn|dân\s+số|quy\s+mô)(?!\w)", re.IGNORECASE
)
_VOICE = {"does": "được", "harms": "bị", "light": "", "plain": "", "asks": "được"}


class Label(NamedTuple):
    """The words before a figure: who or where, and what is done or named."""

    scope: str
    words: str
    voice: str | None  # "được", "bị", "" of a verb; None: the words are no verb phrase

    @property
    def said(self) -> str:
        return f"{self.scope} {self.words}".strip()


NOTHING = Label("", "", None)
_MOST_ACT = 7  # words of a chain of verbs: "ủy quyền cho cấp phó tiếp"
MOST_SCOPE = 6


def read_label(label: str) -> Label:
    """Scope and verb phrase of a label; a name ("Trung tâm Phục vụ …") holds no verb."""
    if not label or NUMBER_OF.match(label):
        return Label("", label, None)
    found = acts(label)
    if not found:
        return Label("", label, None)
    asked = found[0].lastgroup == "asks"  # "đề nghị UBND tỉnh cấp": who is asked, then what for
    first = found[0]
    if asked or len(label[first.start() :].split()) > _MOST_ACT:
        first = found[-1]
    scope = stripped(_untimed(label[: first.start()].strip(" ,")))
    if asked or PLACE.match(scope) or len(scope.split()) > MOST_SCOPE:
        scope = ""
    role = first.lastgroup or ""
    state = label[: first.start()].split()[-1:]
    if state and state[0].lower() in _states():  # "đang giải quyết", "UBND xã chưa trả lời"
        who = scope.removesuffix(state[0]).rstrip()
        act = f"{state[0].lower()} {label[first.start() :]}"
        return Label(who if " " in who else "", act, "")
    if " " not in scope and role != "plain":
        scope = ""  # one syllable names nobody
    if role == "light":  # "tổ chức": what follows says it
        rest = label[first.end() :].strip(" ,")
        return read_label(rest) if rest else Label(scope, "", "")
    return Label(scope, label[first.start() :], _VOICE[role])


@cache
def _states() -> frozenset[str]:
    return frozenset(rows("state"))


@cache
def _verb_heads() -> frozenset[str]:
    return frozenset(verb.split()[0] for role in _VOICE for verb in rows(role))


_WORDS = re.compile(r"\w+")


def acts(label: str) -> list[re.Match[str]]:
    """The verbs of a label, looked for only where a word begins like one."""
    found: list[re.Match[str]] = []
    for word in _WORDS.finditer(label):
        if word.group().lower() not in _verb_heads() or (found and word.start() < found[-1].end()):
            continue
        if (verb := verbs().match(label, word.start())) and _is_verb(label, verb):
            found.append(verb)
    return found


def _is_verb(label: str, match: re.Match[str]) -> bool:
    """One syllable is a verb where the phrase begins or ends, not within "trực tiếp"."""
    start, end = match.span()
    if not start:
        return True
    if not label[start].islower():
        return False
    if " " in match.group() or label[end : end + 1] == _COMMA:
        return True
    before = label[:start].rsplit(None, 1)[-1].lower()
    return before in _MARKERS or (end == len(label) and before not in _COMPOUNDS)


_MARKERS = frozenset({"đã", "được", "sẽ", "đang", "để", "và"})
_COMPOUNDS = frozenset(
    {"trực", "gián", "các", "toàn", "công", "nuôi", "vận", "quá", "chương", "trung", "sơ", "phụ",
     "cung", "phân", "di", "lưu", "khẩn", "cao", "tiêu", "nước", "gieo", "từ"}
)  # fmt: skip
