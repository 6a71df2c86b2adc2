"""The text of a block -> mentions: numbers with units, joined to ranges, ratios and compounds.

A mention needs a unit after it, a neighbour in a list that lends it one, or a head that names what
is counted ("số vụ: 12"). What stands before a number can make it a name, a place in an order or a
date (``rules/not_figures``); such numbers, and those on a date or a citation, make no mention.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from ..model import Change, Citation, DateMention, FigureKind
from ..text import LOWER, UPPER
from .names import is_name, larger_place
from .numbers import Numeral, Style, digit_word, plain, scan_digits, scan_words
from .parts import parts_after
from .units import Unit, read_unit


class Mention(NamedTuple):
    """A printed quantity; ``unit`` is None for a bare number and for a fraction ("1/3 số vụ")."""

    start: int
    end: int
    value: Decimal | None
    unit: Unit | None
    kind: FigureKind = "count"
    value_max: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    sign: Change | None = None
    sure: bool = True
    rule: str = "number and unit"

    @property
    def unit_text(self) -> str:
        return self.unit.text if self.unit else ""


class Occupied:
    """Date and citation spans: a number on one is no figure, but the days of a deadline are."""

    def __init__(self, dates: Iterable[DateMention], citations: Iterable[Citation]) -> None:
        self._spans = sorted(
            [(d.start, d.end, d.kind == "deadline") for d in dates]
            + [(c.start, c.end, False) for c in citations]
        )
        self._starts = [start for start, *_ in self._spans]
        self._reach: list[int] = []
        for _, end, _ in self._spans:
            self._reach.append(max(end, self._reach[-1] if self._reach else 0))

    def by(self, mention: Mention) -> bool:
        i = bisect_right(self._starts, mention.end - 1) - 1
        while i >= 0 and self._reach[i] > mention.start:
            start, end, deadline = self._spans[i]
            if end > mention.start:
                within = deadline and start <= mention.start and mention.end <= end
                return not (
                    within and mention.kind == "duration" and _SHORT_TIME.match(mention.unit_text)
                )
            i -= 1
        return False


_SHORT_TIME = re.compile(r"ngày|giờ", re.IGNORECASE)


def read_mentions(
    flat: str, start: int, end: int, occupied: Occupied, *, style: Style
) -> list[Mention]:
    """The mentions of ``flat[start:end]``, one block; bare numbers are still without a unit."""
    return list(_Reader(flat, start, end, style).mentions(occupied))


_LISTED = re.compile(r"\s*(?:,|và|hoặc|-|–)\s*")
_CODE_AFTER = re.compile(
    rf"\s?[-/–]\s?[{UPPER}](?![{LOWER}])|[-/–]?[{UPPER}]{{1,2}}\d|[^\W\d_](?!\w)"
)
_CLOCK_AFTER = re.compile(
    r"\s+(?:\d{1,2}\s+phút|[0-5]\d(?![\d/%]|[.,]\d)|ngày|sáng|chiều|tối|trưa|đêm)(?!\w)"
)
_MINUTES = re.compile(r"(?<!\d)(?:1?\d|2[0-4])\s+giờ\s+$", re.IGNORECASE)  # "7 giờ 25 hằng ngày"
_CLOCK_BEFORE = re.compile(
    r"(?<!\w)(?:lúc|hồi|từ|trước|sau|đến|vào|(?:lúc|vào)\s+\d{1,2}\s+giờ\s+và)\s*$", re.IGNORECASE
)
_SPAN_OF_TIME = re.compile(
    r"(?<!\w)(?:thời\s+hạn|thời\s+gian|vòng|tối\s+thiểu|tối\s+đa|ít\s+nhất|không\s+quá|kéo\s+dài|phạt|tù|hạn"
    r"|thời\s+hiệu|tuổi\s+thọ)[^,.;:\d]{0,30}$",
    re.IGNORECASE,
)
_GRANTED = re.compile(
    r"(?<!\w)(?:hỗ\s+trợ|cấp|miễn|giảm|trợ\s+cấp|đào\s+tạo|bảo\s+hành|gia\s+hạn|tạm\s+dừng|tạm\s+đình\s+chỉ"
    r"|đình\s+chỉ|án\s+treo|cải\s+tạo|thử\s+thách|quản\s+chế|điều\s+trị|chậm|ân\s+hạn|vay|thuê|tước|cách\s+ly|nợ|nghỉ)(?!\w)"
    r"[^,.;:\d]{0,24}(?:\d+\s[^,.;:\d]{0,40}trong\s)?$",
    re.IGNORECASE,
)
_CALENDAR = re.compile(
    r"\s+(?:đầu|cuối|qua|tới|nay|gần|liền|liên|đó|này|trước|sau|tiếp|vừa|năm|thực|triển|thi)(?!\w)",
    re.IGNORECASE,
)
_MEAN_AGE = re.compile(r"(?:bình\s+quân|trung\s+bình|tuổi\s+thọ)\s+(?:\S+\s+){0,2}$", re.IGNORECASE)
_LONG_TIMES = frozenset({"năm", "tháng", "quý", "tuần"})
_TIMES = re.compile(r"(?<!\w)(?:gấp|tăng|giảm|bằng|hơn|vượt)\s+(?:\S+\s+){0,2}$", re.IGNORECASE)
_SLASH = re.compile(r"\s?/\s?")
_RANGE = re.compile(r"\s?[-–−÷~]\s?|\s+(?:đến|tới)\s+")
_UNIT_RANGE = re.compile(r"\s*(?:[-–−÷]|đến|tới)\s*", re.IGNORECASE)
_FROM = re.compile(r"(?<!\w)từ\s*$", re.IGNORECASE)
_OPEN = re.compile(r"\s*\(\s*")
_IN_WORDS = re.compile(r"(?<!\w)bằng\s+chữ\s*:?\s*$", re.IGNORECASE)
_ONE_WORD = re.compile(r"\s*\(\s*(?P<word>[^\W\d_]+)\s*\)")  # "05 (năm) hộ"
_WORD_BEFORE = re.compile(r"(?<!\w)(?P<word>[^\W\d_]+)\s*\(\s*$")  # "hai (02) đơn"
_SESSION = re.compile(r"\s+[IVX]+(?!\w)")  # "Trung ương 6 khóa XII"
_CLOSE = re.compile(r"\s*\)")
_HALF = re.compile(r"\s+rưỡi(?!\w)")
_PART_OF = re.compile(
    r"\s+(?:số|tổng|diện\s+tích|thời\s+gian|chặng|quãng|dân\s+số|khối\s+lượng|kinh\s+phí)(?!\w)"
)
_UP_TO = re.compile(r"\d\s+(?:đến|tới)\s*$")  # the end of a range without a unit
_BARE_AFTER = re.compile(r"\s*(?:[,;.)\]:]|\([^\W\d]+\)|\Z|\n|và\b|hoặc\b|xuống\b|lên\b)")
_POWERS = {"chục": 1, "trăm": 2, "nghìn": 3, "ngàn": 3, "vạn": 4, "triệu": 6, "tỷ": 9, "tỉ": 9}
_VERB_REACH = 12  # the longest syllable before a number, with white space and a mark
_SIGN = re.compile(r"(?:^|[\s(\[])([-+−–])$|[(\[,;]\s?(\+\s)$")
_OPENS = re.compile(r"[.;:+-]\s+\w+\s*$")
_LISTED_AFTER = re.compile(r"(?:\s[^\W\d_]+){0,3},\s*")
_BRACKET = re.compile(r"\s*\(")
_IN_TURN = re.compile(r"(?<!\w)lần\s+lượt\s+(?:là\s+)?(?:\d[\d.]*(?:,\d+)?,\s)+$", re.IGNORECASE)
_NOUN_FIRST = re.compile(
    r"(?:^|[.;,:])\s*(?:tổng\s+)?(?:số\s+)?([^\W\d][^.;,:()\d]*)$", re.IGNORECASE
)
SHARED = "shared unit"
_JOIN_REACH = 24  # no range, ratio or compound has more than a unit between its numbers


def _power(scale: str | None) -> int:
    return sum(_POWERS[word] for word in scale.lower().split()) if scale else 0


def _fills(numeral: Numeral, power: int) -> bool:
    """Whether a whole number has just the digits that a scale word before it leaves open."""
    digits = numeral.end - numeral.start
    return digits == power < 4 and numeral.value == numeral.value.to_integral_value()


class _Reader:
    """Reads one block; methods take the index of a numeral and look at the next one or two."""

    def __init__(self, flat: str, start: int, end: int, style: Style) -> None:
        self.flat, self.start, self.end = flat, start, end
        digits = scan_digits(flat, start, end, style=style)
        self._units: dict[int, Unit | None] = {}
        self._told_end = end  # where the last figure ended
        self.numerals = sorted([*digits, *scan_words(flat, start, end)])

    def mentions(self, occupied: Occupied) -> Iterator[Mention]:
        i, named_end = 0, -1
        last: Mention | None = None
        parts: dict[int, Unit] = {}
        values = {n.start: n.value for n in self.numerals}
        while i < len(self.numerals):
            numeral = self.numerals[i]
            lent = parts.get(numeral.start)
            if lent is not None and self._unit(numeral.end) is None:
                last = Mention(
                    numeral.start, numeral.end, numeral.value, lent, lent.kind, rule=SHARED
                )
                if not occupied.by(last):
                    yield last
                    parts.update(dict.fromkeys(self._parts(last, values), lent))
                i += 1
                continue
            mention, taken = self._read(i)
            if mention is None and (whole := self._whole(numeral)) is not None:
                mention = whole if self._parts(whole, values) else None
            unit = mention.unit if mention else None
            counted = unit is not None and unit.known and not unit.act
            listed = named_end >= 0 and _LISTED.fullmatch(self.flat, named_end, numeral.start)
            ratio = mention is not None and mention.kind == "ratio"
            if is_name(self.flat, self.start, numeral, unit, ratio=ratio) or (
                listed and (not counted or larger_place(self.flat, unit))
            ):
                named_end = self.numerals[i + taken - 1].end
            elif (
                mention is not None
                and not occupied.by(mention)
                and self._counts(numeral, mention)
                and not (numeral.words and last is not None and self._restates(last, mention))
            ):
                yield mention
                last = mention
                if mention.unit is not None:
                    parts.update(dict.fromkeys(self._parts(mention, values), mention.unit))
                if mention.unit is not None:
                    self._told_end = mention.end
            i += taken
            while (
                mention is not None
                and i < len(self.numerals)
                and self.numerals[i].start < mention.end
            ):
                i += 1  # a number within the unit: "giường bệnh/10.000 dân"

    def _parts(self, whole: Mention, values: dict[int, Decimal]) -> tuple[int, ...]:
        """The bare numbers of the list after a figure that divides it."""
        if whole.value is None or whole.value_max is not None or whole.kind == "percent":
            return ()
        return parts_after(self.flat, whole.end, self.end, values, whole.value)

    def _whole(self, numeral: Numeral) -> Mention | None:
        """A bare number before a bracket, counted by its noun: "Thí sinh 940 (nam 410, …"."""
        if numeral.words or not _BRACKET.match(self.flat, numeral.end):
            return None
        noun = _NOUN_FIRST.search(self._before(numeral.start, 60))
        at = numeral.start - len(noun.group()) + (noun.start(1) - noun.start()) if noun else 0
        unit = read_unit(self.flat, at, numeral.start) if noun else None
        if unit is None or unit.kind != "count":
            return None
        unit = unit._replace(text=unit.text[:1].lower() + unit.text[1:])
        return Mention(numeral.start, numeral.end, numeral.value, unit, rule=SHARED)

    def _unit(self, at: int, *, guess: bool = False) -> Unit | None:
        """The unit at ``at``; a pair of numbers asks for it more than once."""
        if at not in self._units:
            self._units[at] = read_unit(self.flat, at, self.end, guess=True)
        unit = self._units[at]
        return unit if unit is None or unit.known or guess else None

    def _before(self, at: int, reach: int) -> str:
        return self.flat[max(self.start, at - reach) : at]

    def _counts(self, numeral: Numeral, mention: Mention) -> bool:
        """Whether number and unit make a figure: no code, clock time or bare stretch of years."""
        flat, unit = self.flat, mention.unit
        if numeral.words:
            if unit is None or not unit.known or unit.kind == "duration":
                return False
            return unit.kind != "multiple" or mention.kind == "multiple"
        before = self._before(mention.start, 48)
        if before[-1:] in ("-", "–", "/", "+") and before[-2:-1].isalnum():
            return before[-1] == "/" and unit is not None and unit.known and before[-2].isalpha()
        if numeral.end - numeral.start == 2 and numeral.value < 60 and _MINUTES.search(before):
            return False
        if unit is not None and unit.text.lower() == "tuổi":
            return _MEAN_AGE.search(before) is not None
        if unit is None or unit.kind != "duration":
            return True
        word = unit.text.lower()
        if word == "phút" and before.rstrip().endswith("giờ"):
            return False
        if word.startswith("giờ"):
            if mention.kind == "ratio" and mention.numerator == mention.denominator:
                return False  # "trực 24/24 giờ"
            clock = _CLOCK_AFTER.match(flat, mention.end) or _CLOCK_BEFORE.search(before)
            return not clock or (mention.value or 0) > 24
        return (
            word not in _LONG_TIMES
            or _SPAN_OF_TIME.search(before) is not None
            or (_GRANTED.search(before) is not None and not _CALENDAR.match(flat, mention.end))
        )

    def _restates(self, told: Mention, words: Mention) -> bool:
        """Whether words say digits again: "450.000 đồng (bốn trăm năm mươi nghìn đồng)"."""
        if told.value is None or words.value is None or told.unit is None or words.unit is None:
            return False
        between = self.flat[told.end : words.start] if words.start - told.end < 60 else ""
        if _IN_WORDS.search(between):
            return True
        if not _OPEN.fullmatch(between):
            return False
        amounts = (
            m.value.scaleb(_power(u.scale))
            for m, u in ((told, told.unit), (words, words.unit))
            if m.value
        )
        return len(set(amounts)) == 1

    def _kind(self, unit: Unit, start: int) -> FigureKind:
        if unit.kind == "multiple":
            times = unit.text.lower() == "lần" and _TIMES.search(self._before(start, 30))
            return "multiple" if times else "count"
        return unit.kind

    def _read(self, i: int) -> tuple[Mention | None, int]:
        """The mention that begins with numeral ``i`` and how many numerals it takes."""
        flat, first = self.flat, self.numerals[i]
        value, start, end, taken, agree = first.value, first.start, first.end, 1, True
        if i + 1 < len(self.numerals):
            second = self.numerals[i + 1]
            near = second.start - first.end <= _JOIN_REACH and not second.words
            if near and (joined := self._joined(first, second, i)) is not None:
                return joined
            if second.words != first.words:
                opened = _OPEN.fullmatch(flat, first.end, second.start)
                closed = _CLOSE.match(flat, second.end)  # "582 (năm trăm tám mươi hai) đơn"
                agrees = second.value == first.value
                if opened and closed and (agrees or second.words):
                    end, taken, agree = closed.end(), 2, agrees  # "ba mươi (30) đơn"
        if (
            not first.words
            and (word := _ONE_WORD.match(flat, end))
            and (digit_word(word["word"]) == value)
        ):
            end = word.end()
        if (
            (told := _WORD_BEFORE.search(self._before(start, _VERB_REACH)))
            and digit_word(told["word"]) == value
            and (closed := _CLOSE.match(flat, end))
        ):
            start, end = start - len(told.group()), closed.end()
        if (
            first.words and first.scale and taken == 1
        ):  # the last scale word belongs to the unit: "triệu đồng"
            end = first.end - len(first.scale)
            value = plain(value.scaleb(-_power(first.scale)))
        unit = self._unit(end, guess=True)
        if unit is not None and not unit.known and not self._may_guess(first):
            unit = None
        if unit is not None and _SESSION.match(flat, unit.end):
            return None, taken
        if unit is None:
            return (
                None if first.words or _CODE_AFTER.match(flat, end) else self._bare(first, end)
            ), taken
        sure = agree
        if first.other is not None:
            value, sure = self._decided(first, unit)
        if unit.scale and unit.text == unit.scale and (half := _HALF.match(flat, unit.end)):
            value += Decimal("0.5")
            noun = self._unit(half.end())
            unit = (
                unit._replace(end=half.end())
                if noun is None
                else noun._replace(text=f"{unit.scale} {noun.text}", scale=unit.scale)
            )
        sign: Change | None = None
        if printed := self._sign(first):
            sign = "increase" if printed[0] == "+" else "decrease"
            start -= len(printed)
            marked = self._before(start, 3).rstrip()[-1:] in ("(", "[", ",", ";")
            if sign == "decrease" and not marked:  # "tăng trưởng: -3,1%"; "(-3,1%)" is a change
                value = -value
        return Mention(
            start, unit.end, value, unit, self._kind(unit, start), sign=sign, sure=sure
        ), taken

    def _sign(self, numeral: Numeral) -> str:
        """A printed sign: "(-3,1%)" and "(+ 5 vụ" have one; "5 - 7%" and "Mục - 3" have none."""
        left = self._before(numeral.start, 4)
        match = _SIGN.search(left)
        if match is None or left[: match.start()].rstrip()[-1:].isdigit():
            return ""
        return match[match.lastindex or 0]

    def _may_guess(self, numeral: Numeral) -> bool:
        left = self._before(numeral.start, _VERB_REACH)
        before = left.split()
        if numeral.words or not before or before[-1][-1] == "/":
            return False
        if before[-1][0].isupper():  # a name, or the verb that opens a sentence
            first = len(before) == 1 and numeral.start - self.start < _VERB_REACH
            return first or _OPENS.search(left) is not None
        return before[-1][-1] != "," or self._listed(numeral)

    def _listed(self, numeral: Numeral) -> bool:
        """Whether a figure stands straight before the comma: "15 băng rôn, 30 phướn"."""
        return _LISTED_AFTER.fullmatch(self.flat, self._told_end, numeral.start) is not None

    def _bare(self, numeral: Numeral, end: int) -> Mention | None:
        """A number that may borrow its unit: after a word or a colon, before punctuation."""
        if not (_BARE_AFTER.match(self.flat, end, self.end) or self._changed(numeral, end)):
            return None
        if self.flat[end : end + 1] == ")" and "(" not in self._before(numeral.start, 120):
            return None  # "gồm: 1) …"
        before = self._before(numeral.start, 24)
        words = before.split()
        if (
            not words
            or _UP_TO.search(before)
            or (
                words[-1][0].isupper()
                and before.strip() != words[-1]
                and not (words[-1][-1] == ":" or words[-1].isupper())
                and numeral.value == numeral.value.to_integral_value()  # "Toán 5,42" is no name
            )
            or not (words[-1][-1].isalpha() or words[-1][-1] in ":)" or self._in_turn(numeral))
        ):
            return None
        return Mention(numeral.start, end, numeral.value, None, rule=SHARED)

    def _changed(self, numeral: Numeral, end: int) -> bool:
        """Whether a bracket follows a bare change: "giảm 12 (17,4%)"."""
        near = self._before(numeral.start, _VERB_REACH).lower().split()
        return near[-1:] in (["tăng"], ["giảm"]) and _BRACKET.match(self.flat, end) is not None

    def _in_turn(self, numeral: Numeral) -> bool:
        """Whether the number stands in a list of numbers: "lần lượt 287, 214 và 163 ca"."""
        return _IN_TURN.search(self._before(numeral.start, 40)) is not None

    @staticmethod
    def _decided(numeral: Numeral, unit: Unit | None) -> tuple[Decimal, bool]:
        """The value that its unit allows, and whether that settles it.

        "1,234 hộ" are 1234, for a household has no parts; "98.632%" is less than a hundred;
        "393,469 tỷ" has decimals; "1,234 ha" may be either.
        """
        if numeral.other is None or unit is None:
            return numeral.value, True
        low, high = sorted((numeral.value, numeral.other))
        whole = unit.kind in ("count", "duration") or unit.text.lower() in ("đồng", "đ")
        if whole and not unit.scale and "/" not in unit.text:
            return high, True
        if unit.kind == "percent" and high > 1000:
            return low, True
        return numeral.value, unit.scale is not None or numeral.value == high

    def _joined(self, first: Numeral, second: Numeral, i: int) -> tuple[Mention | None, int] | None:
        """A ratio, range or compound of two numerals, or None where they stand apart."""
        flat = self.flat
        if _SLASH.fullmatch(flat, first.end, second.start):
            return self._ratio(first, second, i)
        if _RANGE.fullmatch(flat, first.end, second.start):
            unit = self._unit(second.end)
            if unit is not None and (found := self._range(first, second, unit)):
                return found, 2
            return (
                (None, 2)
                if unit is None and flat[first.end : second.start].strip() in "-–−÷~"
                else None
            )
        unit = self._unit(first.end)
        if unit is None or unit.end > second.start:
            return None
        if unit.scale and unit.text == unit.scale and flat[unit.end : second.start].isspace():
            return self._compound(first, unit, i)
        if _UNIT_RANGE.fullmatch(flat, unit.end, second.start) and _FROM.search(
            self._before(first.start, 4)
        ):
            other = self._unit(second.end)
            if other is not None and other.text == unit.text:
                found = self._range(first, second, other)
                return (found, 2) if found else None
        return None

    def _range(self, first: Numeral, second: Numeral, unit: Unit) -> Mention | None:
        low, low_sure = self._decided(first, unit)
        high, high_sure = self._decided(second, unit)
        if high <= low:
            return None
        return Mention(
            first.start,
            unit.end,
            low,
            unit,
            self._kind(unit, first.start),
            high,
            sure=low_sure and high_sure,
            rule="range",
        )

    def _ratio(self, first: Numeral, second: Numeral, i: int) -> tuple[Mention | None, int]:
        flat = self.flat
        third = self.numerals[i + 2] if i + 2 < len(self.numerals) else None
        if third is not None and _SLASH.fullmatch(flat, second.end, third.start):
            return None, 3  # "30/4/2026"
        part = first.value < second.value <= 10 and _PART_OF.match(flat, second.end)
        unit = None if part else self._unit(second.end, guess=True)
        if unit is None and not part:
            return None, 2
        above, above_sure = self._decided(first, unit)
        below, below_sure = self._decided(second, unit)
        return Mention(
            first.start,
            unit.end if unit else second.end,
            None,
            unit,
            "ratio",
            numerator=above,
            denominator=below,
            sure=above_sure and below_sure,
            rule="ratio",
        ), 2

    def _compound(self, first: Numeral, unit: Unit, i: int) -> tuple[Mention | None, int] | None:
        """Amounts in two scales: 12 tỷ 500 triệu is 12500 triệu, 9 nghìn 850 tỷ is 9850 tỷ."""
        value, power, taken = first.value, _power(unit.scale), 1
        last: Unit | None = None
        while i + taken < len(self.numerals):
            numeral = self.numerals[i + taken]
            at = last.end if last else unit.end
            if not self.flat[at : numeral.start].isspace():
                break
            other = self._unit(numeral.end)
            if other is not None and not other.scale and _fills(numeral, power):
                value, last, taken = value.scaleb(power) + numeral.value, other, taken + 1
                break  # "4 ngàn 215 lượt"
            if other is None or not other.scale:
                break
            small = _power(other.scale)
            if last is not None and not _power(last.scale):
                break
            if small < power:
                value = plain(value.scaleb(power - small)) + numeral.value
            elif last is None and numeral.value < Decimal(10) ** power:
                value = plain(value.scaleb(power)) + numeral.value
            else:
                break
            power, last, taken = small, other, taken + 1
            if other.text != other.scale:
                break
        if last is None:
            return None
        return Mention(first.start, last.end, value, last, last.kind, rule="compound"), taken
