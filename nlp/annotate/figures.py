"""Document -> its figures: every printed quantity with unit, kind, indicator, change, baseline and approximation.

A number is a figure when a unit follows it, when its neighbours in a list lend it theirs, or when the
words before it name what is counted ("số vụ: 12"). Dates, codes, articles, ranks and names are not figures.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache

from ..model import Approx, Block, Change, Citation, DateMention, Document, Figure, FigureKind
from ..rules import alternatives, table
from . import cues
from .indicators import join, left_phrase, right_phrase
from .numbers import Numeral, Style, scan_digits, scan_words, style_of
from .sentences import block_sentences
from .units import Unit, read_unit

_BLOCKS = frozenset({"title", "heading", "paragraph", "item"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A number found with its unit, before its neighbours are asked."""

    start: int
    end: int
    number_end: int
    value: Decimal | None
    unit: Unit | None
    value_max: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    sign: Change | None = None
    sure: bool = True
    words: bool = False
    unit_text: str = ""
    kind: FigureKind = "count"
    change: Change | None = None
    baseline: str | None = None
    approx: Approx | None = None
    indicator: str = ""
    rule: str = "unit"


# -- what is no figure -----------------------------------------------------------------------------


@cache
def _labels() -> re.Pattern[str]:
    strong = alternatives(
        [w for r in table("not_figures") if r["strength"] == "always" for w in r["words"]]
    )
    weak = alternatives(
        [w for r in table("not_figures") if r["strength"] == "bare" for w in r["words"]]
    )
    return re.compile(
        rf"(?<!\w)(?:(?P<strong>{strong})(?:\s+số)?|(?P<weak>{weak})|(?P<number>(?:số|Số)\s*:?))\s*[-:.]?\s*$",
        re.IGNORECASE,
    )


_COUNTED_NUMBER = re.compile(
    r"(?:tổng|trong|một|phần|hết|về|nhiều|đa|của|con)\s+số\s*:?\s*$", re.IGNORECASE
)
_TIME_LABEL = re.compile(r"(?:năm|tháng|ngày|quý)$", re.IGNORECASE)
_EACH = re.compile(
    r"(?<!\w)(?:mỗi|một|hằng|hàng|cả|đầu|cuối|trong|qua|giữa|toàn|nửa)\s+(?:năm|tháng|ngày|quý)\s*$",
    re.IGNORECASE,
)
_CODE_AFTER = re.compile(
    r"\s?[-/–]\s?(?:[A-ZĐ]{2,}|[A-ZĐ][a-zđ]?[A-ZĐ])|[-/–]?[A-ZĐ]{1,2}\d|[A-Z](?!\w)"
)
_CLOCK_AFTER = re.compile(r"\s+(?:\d{1,2}\s+phút|ngày|sáng|chiều|tối|trưa|đêm)(?!\w)")
_CLOCK_BEFORE = re.compile(r"(?<!\w)(?:lúc|hồi|từ|trước|sau|đến|vào)\s*$", re.IGNORECASE)
_SPAN_OF_TIME = re.compile(
    r"(?<!\w)(?:thời\s+hạn|thời\s+gian|vòng|tối\s+thiểu|tối\s+đa|ít\s+nhất|không\s+quá|kéo\s+dài|phạt|tù|hạn|thời\s+hiệu|trung\s+bình|bình\s+quân|tuổi\s+thọ)[^,.;:]{0,30}$",
    re.IGNORECASE,
)
_LONG_TIMES = frozenset({"năm", "tháng", "quý", "tuần"})
_MULTIPLE = re.compile(r"(?<!\w)(?:gấp|tăng|giảm|bằng|hơn|vượt)\s+(?:\S+\s+){0,2}$", re.IGNORECASE)


def _is_name(flat: str, numeral: Numeral, lower: int, unit: Unit | None) -> bool:
    """Whether the words before the number make it a name, a place in an order or a date."""
    left = flat[max(lower, numeral.start - 40) : numeral.start]
    match = _labels().search(left)
    if match is None:
        return False
    if match["number"]:
        return not _COUNTED_NUMBER.search(left)
    if match["weak"]:
        return unit is None or not unit.known
    word = match["strong"]
    if _TIME_LABEL.search(word) and unit is not None and unit.known:
        value = numeral.value
        if _EACH.search(left) and not (1900 <= value <= 2100):
            return "tháng" in word.lower() and value <= 12 and "mỗi" not in left
        limits = {"năm": 1899, "tháng": 12, "ngày": 31, "quý": 4}
        limit = limits[word.lower().split()[-1]]
        return value <= limit if limit != 1899 else 1900 <= value <= 2100
    return True


# -- numbers with their units ----------------------------------------------------------------------

_SLASH = re.compile(r"\s?/\s?")
_RANGE = re.compile(r"\s?[-–−÷~]\s?|\s+(?:đến|tới)\s+")
_UNIT_RANGE = re.compile(r"\s*(?:[-–−÷]|đến|tới)\s*", re.IGNORECASE)
_OPEN = re.compile(r"\s*\(\s*")
_CLOSE = re.compile(r"\s*\)")
_HALF = re.compile(r"\s+rưỡi(?!\w)")
_FRACTION_OF = re.compile(
    r"\s+(?:số|tổng|diện\s+tích|thời\s+gian|chặng|quãng|dân\s+số|khối\s+lượng|kinh\s+phí)(?!\w)"
)
_SCALE_VALUES = {"nghìn": 3, "ngàn": 3, "vạn": 4, "triệu": 6, "tỷ": 9, "tỉ": 9}


def _power(scale: str | None) -> int:
    return sum(_SCALE_VALUES[w] for w in scale.lower().split()) if scale else 0


class _Reader:
    """Reads the mentions of one block: numbers joined to ranges, ratios and compounds, with units."""

    def __init__(self, flat: str, start: int, end: int, style: Style) -> None:
        self.flat, self.start, self.end = flat, start, end
        digits = list(scan_digits(flat, start, end, style=style))
        words = [w for w in scan_words(flat, start, end)]
        self.numerals = sorted([*digits, *words], key=lambda n: n.start)

    def mentions(self, blocked: _Spans) -> Iterator[Mention]:
        flat, numerals = self.flat, self.numerals
        i, named_end = 0, -1
        while i < len(numerals):
            numeral = numerals[i]
            mention, taken = self._read(i)
            lower = self.start
            if numeral.words and (mention is None or not self._words_count(mention)):
                i += 1
                continue
            unit = mention.unit if mention else None
            listed = named_end >= 0 and re.fullmatch(
                r"\s*(?:,|và|hoặc|-|–)\s*", flat[named_end : numeral.start]
            )
            named = _is_name(flat, numeral, lower, unit) or bool(
                listed and (unit is None or not unit.known)
            )
            last = numerals[i + taken - 1]
            if named:
                named_end = last.end
            elif mention is not None and not blocked.hit(mention) and self._counts(mention):
                yield mention
            i += taken

    def _words_count(self, mention: Mention) -> bool:
        """A number in words is a figure only with a known unit that is no stretch of years."""
        unit = mention.unit
        return unit is not None and unit.known and unit.kind not in ("duration", "multiple")

    def _counts(self, mention: Mention) -> bool:
        """Whether number and unit make a figure: no clock time, no bare stretch of years, no code."""
        flat, unit = self.flat, mention.unit
        before = flat[max(self.start, mention.start - 60) : mention.start]
        if before[-1:] in "-–/+" and len(before) > 1 and before[-2].isalnum():
            return before[-1] == "/" and unit is not None and unit.known and before[-2].isalpha()
        if unit is None:
            return True
        if unit.kind == "duration":
            word = unit.text.lower().split("/")[0]
            if word.startswith("giờ"):
                return not (_CLOCK_AFTER.match(flat, mention.end) or _CLOCK_BEFORE.search(before))
            if word in _LONG_TIMES:
                return _SPAN_OF_TIME.search(before) is not None
        return True

    def _read(self, i: int) -> tuple[Mention | None, int]:
        """The mention that begins with numeral ``i`` and how many numerals it takes."""
        flat, first = self.flat, self.numerals[i]
        following = self.numerals[i + 1] if i + 1 < len(self.numerals) else None
        value, end, taken = first.value, first.end, 1
        sign: Change | None = None
        start = first.start
        if (
            start > self.start
            and flat[start - 1] in "+-−–"
            and (start - 1 == self.start or flat[start - 2] in " ([")
        ):
            if not flat[: start - 1].rstrip()[-1:].isdigit():
                sign = "increase" if flat[start - 1] == "+" else "decrease"
        if following is not None and (found := self._joined(first, following, i)) is not None:
            return found
        if (
            following is not None and following.words and not first.words
        ):  # "582 (năm trăm tám mươi hai)"
            opened = _OPEN.fullmatch(flat, first.end, following.start)
            closed = _CLOSE.match(flat, following.end) if opened else None
            if closed:
                end, taken = closed.end(), 2
        if first.words and first.scale:  # the scale word is in the number: give it back to the unit
            end = first.end - len(first.scale)
            value = value / Decimal(10) ** _power(first.scale)
        elif _CODE_AFTER.match(flat, end) and read_unit(flat, end) is None:
            return None, taken
        unit = read_unit(flat, end, guess=self._may_guess(first))
        if unit is not None and unit.end > self.end:
            unit = None
        if unit is None:
            if first.words:
                return None, taken
            return self._bare(first, value, end), taken
        if unit.scale and (half := _HALF.match(flat, unit.end)) and unit.text == unit.scale:
            value += Decimal("0.5")
            after = read_unit(flat, half.end())
            unit = (
                replace(unit, end=half.end(), text=unit.text)
                if after is None
                else replace(after, text=f"{unit.scale} {after.text}", scale=unit.scale)
            )
        if sign and value:
            value = -value if sign == "decrease" else value
            start -= 1
        return Mention(
            start, unit.end, end, value, unit, sign=sign, sure=first.sure, words=first.words
        ), taken

    def _may_guess(self, numeral: Numeral) -> bool:
        before = self.flat[max(self.start, numeral.start - 12) : numeral.start].split()
        return (
            not numeral.words
            and bool(before)
            and not before[-1][:1].isupper()
            and not before[-1].endswith((",", "/"))
        )

    def _bare(self, numeral: Numeral, value: Decimal, end: int) -> Mention | None:
        after = self.flat[end : end + 8]
        if not re.match(r"\s*(?:[,;.)\]:]|$|\n|và\b|hoặc\b)", after) or _CODE_AFTER.match(
            self.flat, end
        ):
            return None
        before = self.flat[max(self.start, numeral.start - 24) : numeral.start].rstrip()
        word = before.split()[-1] if before.split() else ""
        if (
            not word
            or word[:1].isupper()
            or word[-1].isdigit()
            or not (word[-1].isalpha() or word[-1] in ":)")
        ):
            return None
        return Mention(numeral.start, end, end, value, None, sure=numeral.sure, rule="bare")

    def _joined(self, first: Numeral, second: Numeral, i: int) -> tuple[Mention | None, int] | None:
        flat = self.flat
        between = flat[first.end : second.start]
        if len(between) > 24 or second.words:
            return None
        if _SLASH.fullmatch(between):
            third = self.numerals[i + 2] if i + 2 < len(self.numerals) else None
            if third is not None and _SLASH.fullmatch(flat, second.end, third.start):
                return None, 3  # 30/4/2026
            unit = read_unit(flat, second.end, guess=True)
            if unit is None and not (
                _FRACTION_OF.match(flat, second.end) and first.value < second.value <= 10
            ):
                return None, 2
            end = unit.end if unit else second.end
            return (
                Mention(first.start, end, second.end, None, unit, numerator=first.value, denominator=second.value,
                        sure=first.sure and second.sure, kind="ratio", rule="ratio"),
                2,
            )  # fmt: skip
        if _RANGE.fullmatch(between):
            unit = read_unit(flat, second.end, guess=False)
            if unit is not None and second.value > first.value:
                return Mention(
                    first.start, unit.end, second.end, first.value, unit, second.value, rule="range"
                ), 2
            return (None, 2) if between.strip() in "-–÷~−" and unit is None else None
        unit = read_unit(flat, first.end)
        if unit is None or unit.end > second.start:
            return None
        gap = flat[unit.end : second.start]
        if unit.scale and unit.text == unit.scale and not gap.strip():
            return self._compound(first, unit, second, i)
        if _UNIT_RANGE.fullmatch(gap) and re.search(
            r"(?<!\w)từ\s*$", flat[max(self.start, first.start - 4) : first.start], re.IGNORECASE
        ):
            other = read_unit(flat, second.end)
            if other is not None and other.text == unit.text and second.value > first.value:
                return Mention(
                    first.start,
                    other.end,
                    second.end,
                    first.value,
                    other,
                    second.value,
                    rule="range",
                ), 2
        return None

    def _compound(
        self, first: Numeral, unit: Unit, second: Numeral, i: int
    ) -> tuple[Mention | None, int] | None:
        """ "12 tỷ 500 triệu đồng" in the smaller unit; "9 nghìn 850 tỷ đồng" as 9850 tỷ đồng."""
        value, power, taken, numeral = first.value, _power(unit.scale), 1, second
        last: Unit | None = None
        while True:
            other = read_unit(self.flat, numeral.end)
            if other is None or not other.scale:
                break
            small = _power(other.scale)
            if small < power:
                value = value * Decimal(10) ** (power - small) + numeral.value
            elif numeral.value < Decimal(10) ** power:
                value = value * Decimal(10) ** power + numeral.value
            else:
                break
            power, last, taken = small, other, taken + 1
            if other.text != other.scale or i + taken >= len(self.numerals):
                break
            numeral = self.numerals[i + taken]
            if self.flat[other.end : numeral.start].strip():
                break
        if last is None:
            return None
        return Mention(first.start, last.end, last.start, value, last, rule="compound"), taken


# -- neighbours --------------------------------------------------------------------------------------


class _Spans:
    """Date and citation spans, asked whether a mention lies on one."""

    def __init__(self, dates: Iterable[DateMention], citations: Iterable[Citation]) -> None:
        spans = [(d.start, d.end, d.kind == "deadline") for d in dates]
        spans += [(c.start, c.end, False) for c in citations]
        self._spans = sorted(spans)
        self._starts = [s for s, _, _ in self._spans]
        self._reach: list[int] = []
        for _, end, _ in self._spans:
            self._reach.append(max(end, self._reach[-1] if self._reach else 0))

    def hit(self, mention: Mention) -> bool:
        i = bisect_right(self._starts, mention.end - 1) - 1
        while i >= 0 and self._reach[i] > mention.start:
            start, end, _ = self._spans[i]
            if end > mention.start:
                unit = mention.unit
                days = (
                    unit is not None
                    and unit.kind == "duration"
                    and unit.text.lower().startswith(("ngày", "giờ"))
                )
                return not (
                    days
                    and mention.value is not None
                    and start <= mention.start
                    and end >= mention.end
                )
            i -= 1
        return False


def find_figures(
    document: Document,
    dates: Sequence[DateMention] = (),
    citations: Sequence[Citation] = (),
) -> tuple[Figure, ...]:
    """Every figure of the document in text order, with ids f1, f2, …"""
    flat = document.flat
    blocked = _Spans(dates, citations)
    style = style_of(flat)
    found: list[tuple[Mention, Block]] = []
    for block in document.blocks:
        if block.kind not in _BLOCKS:
            continue
        start = block.body if block.body >= block.start else block.start
        mentions = list(_Reader(flat, start, block.end, style).mentions(blocked))
        if not mentions:
            continue
        found += [(m, block) for m in _understood(flat, block, mentions)]
    return tuple(
        Figure(
            id=f"f{number}",
            text=document.text[m.start : m.end],
            start=m.start,
            end=m.end,
            value=m.value,
            value_max=m.value_max,
            unit=m.unit_text,
            kind=m.kind,
            numerator=m.numerator,
            denominator=m.denominator,
            indicator=m.indicator or None,
            change=m.change,
            baseline=m.baseline,
            approx=m.approx,
            section=block.section,
            page=document.page(m.start),
            boxes=document.boxes(m.start, m.end),
            rule=m.rule,
            confidence=_confidence(m),
        )
        for number, (m, block) in enumerate(found, 1)
    )


def _confidence(mention: Mention) -> float:
    if not mention.sure:
        return 0.5
    if mention.unit is None:
        return 0.7
    return 0.95 if mention.unit.known else 0.6


def _understood(flat: str, block: Block, mentions: list[Mention]) -> list[Mention]:
    """The block's mentions with units shared, kinds, cues and indicators; bare ones without a unit drop out."""
    sentences = list(block_sentences(flat, block))
    done: list[Mention] = []
    at = 0
    for sentence in sentences:
        group = []
        while at < len(mentions) and mentions[at].start < sentence.end:
            group.append(mentions[at])
            at += 1
        if group:
            named = [
                _named(m, flat, sentence.start) for m in _share_units(flat, group, sentence.start)
            ]
            done += _described(flat, named, sentence.start, sentence.end, done)
    return done


_LIST_GAP = re.compile(r"[^;.:()\[\]]*")
_HEAD_NOUN = re.compile(r"(?<!\w)(?:tổng\s+)?số\s+(?=[^\W\d])", re.IGNORECASE)


def _share_units(flat: str, group: list[Mention], start: int) -> list[Mention]:
    """Bare numbers take the unit of the list they stand in, or of "số <noun> …:"."""
    out: list[Mention] = []
    head: Unit | None = None
    for i, mention in enumerate(group):
        if mention.unit is not None or mention.kind == "ratio":
            out.append(mention)
            continue
        left = flat[out[-1].end if out else start : mention.start]
        unit: Unit | None = None
        noun = _HEAD_NOUN.search(left)
        if noun and left.rstrip().endswith((":", "là")):
            head = unit = read_unit(left, noun.end(), guess=True)
        if unit is None:
            unit = next(
                (
                    m.unit
                    for k, m in enumerate(group[i + 1 :], i + 1)
                    if m.unit is not None and _LIST_GAP.fullmatch(flat, group[k - 1].end, m.start)
                    and all(_LIST_GAP.fullmatch(flat, group[j].end, group[j + 1].start) for j in range(i, k))
                ),
                None,
            )  # fmt: skip
        if unit is None and head is not None and left.rstrip().endswith(":"):
            unit = head
        if unit is None and out and out[-1].unit is not None and out[-1].unit.kind == "count":
            unit = out[-1].unit
        if unit is not None:
            out.append(
                replace(
                    mention,
                    unit=replace(unit, start=mention.end, end=mention.end),
                    rule="shared unit",
                )
            )
    return out


def _named(mention: Mention, flat: str, start: int) -> Mention:
    """The mention with its unit text and kind."""
    unit = mention.unit
    if unit is None:
        return replace(mention, kind="ratio")
    kind: FigureKind = "ratio" if mention.kind == "ratio" else unit.kind
    if kind == "multiple":
        before = flat[max(start, mention.start - 30) : mention.start]
        kind = "multiple" if unit.text.lower() == "lần" and _MULTIPLE.search(before) else "count"
    if kind == "duration" and "/" in unit.text:
        kind = "count"
    return replace(mention, unit_text=unit.text, kind=kind)


_BRACKET = re.compile(r"[^;.:]*[(\[]\s*\*?\s*(?:tương\s+ứng|tương\s+đương|bằng|tức|tỷ\s+lệ)?\s*$")
_EQUALS = re.compile(
    r"\s*,?\s*(?:bằng|tương\s+đương|tương\s+ứng|tương\s+ứng\s+với|tức|tỷ\s+lệ)\s*$", re.IGNORECASE
)
_ATTAINS = re.compile(r"(?<!\w)(?:đạt|bằng)\s+(?:\S+\s+){0,2}$|[(\[]\s*$", re.IGNORECASE)
_COMPARES_FIRST = re.compile(r"so\s+(?:với\s+)?[^,;.()]*$", re.IGNORECASE)


def _described(
    flat: str, group: list[Mention], start: int, end: int, before: list[Mention]
) -> list[Mention]:
    out: list[Mention] = []
    lefts = [flat[group[i - 1].end if i else start : m.start] for i, m in enumerate(group)]
    rights = [
        flat[m.end : group[i + 1].start if i + 1 < len(group) else end] for i, m in enumerate(group)
    ]
    own: list[str | None] = []
    for i, mention in enumerate(group):
        left, right = lefts[i], rights[i]
        percent = mention.kind == "percent"
        changed = mention.sign or (
            None
            if mention.kind == "multiple"
            else cues.change(left, ranged=mention.value_max is not None, percent=percent)
        )
        base: str | None = None
        if changed or percent or mention.kind == "multiple":
            base = cues.base_after(right) if percent or mention.kind == "multiple" else None
            base = base or cues.compared_with(right.split(";")[0])
            if base is None and (told := _COMPARES_FIRST.search(left)) and changed:
                base = cues.compared_with(told.group())
        if (
            changed is None
            and percent
            and out
            and out[-1].change
            and out[-1].kind != "percent"
            and (_BRACKET.fullmatch(left) or (_EQUALS.fullmatch(left) and base is None))
        ):
            changed = out[-1].change
            base = base or own[-1]
        approx = cues.approximation(left, right, follows=bool(i))
        if (
            approx is None
            and out
            and out[-1].approx in ("over", "under")
            and left.rstrip().endswith(",")
        ):
            if out[-1].unit_text == mention.unit_text:
                approx = out[-1].approx
        own.append(base)
        out.append(replace(mention, change=changed, approx=approx))
    out = _with_baselines(flat, out, own, lefts, before)
    return _with_indicators(flat, out, lefts, rights, before)


def _with_baselines(
    flat: str, group: list[Mention], own: list[str | None], lefts: list[str], before: list[Mention]
) -> list[Mention]:
    """Own baselines, and for the members of an enumeration the one said at its end or beginning."""
    out = []
    carried = next((m.baseline for m in reversed(before) if m.baseline and m.change), None)
    plan = next((m.baseline for m in reversed(before) if m.baseline), None) == cues.PLAN
    opened: str | None = None
    for i, mention in enumerate(group):
        base = own[i]
        if told := re.search(r"(?:^|[,;:]\s*)so\s+với\s+[^,;.()]*$", lefts[i], re.IGNORECASE):
            opened = cues.compared_with(told.group())
        if base is None and mention.change:
            base = next(
                (
                    b
                    for b, m in zip(own[i + 1 :], group[i + 1 :], strict=True)
                    if b and m.change and b != cues.PLAN
                ),
                None,
            )
            base = base or (carried if carried != cues.PLAN else None)
        elif base is None and mention.kind == "percent" and _ATTAINS.search(lefts[i]):
            later = next(
                (
                    b
                    for b, m in zip(own[i + 1 :], group[i + 1 :], strict=True)
                    if b and not m.change
                ),
                None,
            )
            if later == cues.SAME_PERIOD:
                base = later
            elif plan and "đạt" in lefts[i] or plan and lefts[i].rstrip().endswith("("):
                base = cues.PLAN
            elif opened in (cues.PLAN, cues.SAME_PERIOD):
                base = opened
        if base and mention.change:
            carried = base
        if base:
            plan = base == cues.PLAN
        out.append(replace(mention, baseline=base))
    return out


def _with_indicators(
    flat: str, group: list[Mention], lefts: list[str], rights: list[str], before: list[Mention]
) -> list[Mention]:
    out: list[Mention] = []
    for i, mention in enumerate(group):
        label = left_phrase(lefts[i], follows=bool(i))
        after = right_phrase(rights[i])
        last = (out or before)[-1] if (out or before) else None
        base = next(
            (m for m in reversed([*before, *out]) if not m.change and m.kind != "percent"), last
        )
        noun = mention.unit_text.split("/")[0] if mention.kind in ("count", "ratio") else ""
        if mention.kind == "percent" and not mention.change:
            phrase = (
                join(label, after)
                if label
                else join(after) or join("tỷ lệ", last.indicator if last else "")
            )
        elif mention.change:
            phrase = label or (base.indicator if base else "") or join(noun, after)
        elif mention.kind in ("count", "ratio"):
            kept = " ".join(label.split()[-4:]) if after else label
            phrase = join(noun, after, kept)
            if not after and not kept and last:
                phrase = join(noun, last.indicator)
        else:
            phrase = join(label, after) or (last.indicator if last else "")
        out.append(replace(mention, indicator=phrase))
    return out
