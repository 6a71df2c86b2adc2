"""Dates and periods in a document: which days are meant, of which year, and as what.

``find_dates`` turns a Document into ``DateMention`` records: the shortest expression with its number,
an interval as a whole, its closed interval of days, and its kind. A missing year is taken from the
section's heading, then the title, then the date line, then the text before. What comes back again and
again, or depends on a lunar calendar not in the table, has no dates. Vague words and bare baselines
("cùng kỳ") are not mentions.

``PeriodContext`` says to which period a figure belongs; ``parse_period`` reads one expression alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ..model import Block, DateKind, DateMention, Document, Period
from ..rules import alternatives
from . import intervals
from .intervals import Interval
from .relative import relative_interval
from .timewords import Reading, lower, number, readings, words
from .workdays import add_working_days, lunar_new_year, named_days

_W = r"[^\S\n]"
_TO = re.compile(rf"{_W}*(?:[-–—]|,?{_W}*(?:đến|tới)(?:{_W}+hết)?){_W}*")
_AND = re.compile(rf"{_W}*(?:,|;|và|hoặc|hay|,{_W}*và){_W}*(?:các{_W}+|ngày{_W}+)?")
_FROM = re.compile(rf"(?<!\w)từ{_W}+\Z")
_BEFORE_DAY = re.compile(
    rf"(?<!\w)(?:(?:(?:hồi|lúc|vào){_W}+)?\d{{1,2}}{_W}*(?:giờ|h|g)(?:{_W}*\d{{1,2}}{_W}*(?:phút|p)?)?,?{_W}*)?"
    rf"(?:{alternatives(words('daypart'))},?{_W}*)?(?:{alternatives(words('weekday'))},?{_W}*)?"
    rf"(?:ngày{_W}*)?\Z"
)
_CUE = re.compile(rf"(?<!\w){alternatives(words('deadline'))}[\s:]*(?:vào{_W}+)?\Z")
_BASELINE = re.compile(rf"(?<!\w){alternatives(words('baseline'))}{_W}*(?:cả{_W}+)?\Z")
_DURATION_BEFORE = re.compile(rf"(?<!\w){alternatives(words('duration'))}{_W}*\Z")
_DURATION_AFTER = re.compile(
    rf"{_W}*(?:một{_W}+lần|tù|tuổi|trở|liên{_W}+tục|liền|tới|qua|nữa|sau|trước|kể|lương|/)"
)
_SHORT_DATE_CUE = re.compile(r"(?<!\w)(?:trước|đến|hết|từ|sau|dịp|lễ|sáng|chiều|tối|hôm|\()\s*\Z")
_EACH = alternatives(words("each"))
_CYCLE = r"(?:ngày|tuần|tháng|quý|qúy|quí|năm)"
_RECURRING = re.compile(
    rf"""(?<!\w)(?:
      (?:{alternatives(words("periodic"))}{_W}+(?:vào{_W}+)?)?
      (?:ngày{_W}+\d{{1,2}}(?:{_W}*(?:,|và|/|-){_W}*(?:ngày{_W}+)?\d{{1,2}}){{0,6}}
       | (?:{alternatives(words("daypart"))}{_W}+)?{alternatives(words("weekday"))})
      {_W}+(?:của{_W}+)?(?:(?:{_EACH}){_W}+{_CYCLE}|tháng{_W}+(?:sau|kế|tiếp|liền|cuối|đầu)(?:{_W}+(?:quý|kỳ))?(?:{_W}+sau)?)
    | {alternatives(words("periodic"))}{_W}+(?:vào{_W}+)?(?:(?:{_EACH}){_W}+{_CYCLE}(?:{_W}*,{_W}*{_CYCLE}){{0,4}}|\d{{1,2}}{_W}+(?:tháng|tuần|ngày|năm))
    )(?!\w)""",
    re.VERBOSE,
)
_WITHIN = re.compile(
    rf"(?<![\d.,])(?P<n>\d{{1,3}}){_W}*(?:\([^)\n]{{1,30}}\){_W}*)?ngày(?P<work>{_W}+làm{_W}+việc)?{_W}*,?{_W}*"
    rf"(?:kể{_W}+từ|tính{_W}+từ|từ|sau)(?:{_W}+khi)?{_W}+(?:ngày{_W}+)?"
)
_ISSUED = re.compile(
    rf"(?:nhận{_W}+(?:được{_W}+)?|ban{_W}+hành{_W}*|ký(?:{_W}+ban{_W}+hành)?{_W}*|phát{_W}+hành{_W}*)"
    rf"(?:công{_W}+văn|văn{_W}+bản|công{_W}+điện|chỉ{_W}+thị|kế{_W}+hoạch|thông{_W}+báo|quyết{_W}+định|hướng{_W}+dẫn)?(?:{_W}+này)?"
)


@dataclass(frozen=True, slots=True)
class _Found:
    """An expression in a document; ``right`` is the other end of a range."""

    start: int
    end: int
    left: Reading
    right: Reading | None = None

    @property
    def year(self) -> int | None:
        return self.right.year if self.right and self.right.year else self.left.year

    @property
    def sort(self) -> str:
        return self.left.sort

    def interval(self, year: int) -> Interval | None:
        if self.right is None:
            return self.left.interval(year)
        left = self.left
        if left.sort == "only":  # ngày 10 đến ngày 14/5
            _, month, _ = self.right.first
            left = replace(
                left, sort="day", first=(0, month, left.first[2]), last=(0, month, left.last[2])
            )
        later = self.right.interval(year)
        if later is None:
            return None
        own = left.year or year
        earlier = left.interval(own)
        if earlier and left.year is None and earlier[0] > later[1]:  # từ 15/12 đến 14/6/2024
            earlier = left.interval(own - 1)
        return (earlier[0], later[1]) if earlier and earlier[0] <= later[1] else None


def find_dates(document: Document, *, reference: date | None = None) -> tuple[DateMention, ...]:
    """All date and period expressions of a document, in order.

    Args:
        reference: the day that relative expressions and missing years fall back on; None: the
            document's own date.
    """
    low = lower(document.flat)
    own = document.header.date.start_date if document.header.date else None
    reference = reference or own
    mentions = [*_recurring(document.text, low), *_allowances(document.text, low, reference)]
    taken = sorted((m.start, m.end) for m in mentions)
    blocks = _Blocks(document)
    found = [f for f in _expressions(low, blocks) if not _covered(taken, f.start, f.end)]
    years = _Years(document, blocks, found, reference)
    mentions += (m for f in found if (m := _mention(document.text, low, f, years)))
    return tuple(sorted(mentions, key=lambda m: m.start))


# -- which expressions ---------------------------------------------------------------------------------


class _Blocks:
    """The block at an offset."""

    def __init__(self, document: Document) -> None:
        self._blocks = document.blocks
        self._starts = [block.start for block in document.blocks]

    def at(self, offset: int) -> Block | None:
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or self._blocks[index].end <= offset:
            return None
        return self._blocks[index]

    def kind(self, offset: int) -> str:
        block = self.at(offset)
        return block.kind if block else ""


def _covered(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    index = bisect_right(spans, (start, end))
    near = spans[max(0, index - 1) : index + 1]
    return any(a < end and start < b for a, b in near)


def _expressions(low: str, blocks: _Blocks) -> list[_Found]:
    joined = [f for f in _ranges(low) if blocks.kind(f.start) != "furniture"]
    counts = {
        f.left.last[1]
        for f in joined
        if f.sort in ("months", "bare")
        and f.left.first[1] == 1
        and (f.sort == "months" or blocks.kind(f.start) in ("title", "heading"))
    }
    kept = []
    for index, f in enumerate(joined):
        if f.right is None:
            if f.sort == "bare" and not (f.left.last[1] in counts and _is_period(low, f)):
                continue
            if f.sort in ("only", "slashed") and not _is_short_date(low, joined, index):
                continue
        kept.append(_with_time_of_day(low, f))
    return kept


def _ranges(low: str) -> Iterator[_Found]:
    """Readings, two joined by "đến" or a dash as one."""
    pending: Reading | None = None
    for reading in readings(low):
        if pending is not None:
            gap = _TO.fullmatch(low, pending.end, reading.start)
            if gap and _spans(pending, reading):
                start = pending.start
                if before := _FROM.search(low, max(0, start - 5), start):
                    start = before.start()
                yield _Found(start, reading.end, pending, reading)
                pending = None
                continue
            yield _Found(pending.start, pending.end, pending)
        pending = reading
    if pending is not None:
        yield _Found(pending.start, pending.end, pending)


def _spans(left: Reading, right: Reading) -> bool:
    """Whether two readings are the ends of one interval: (27/7/1947 - 27/7/2024) are two days."""
    days = ("day", "slashed", "only")
    if (left.sort in days) != (right.sort in days) or right.sort == "only" or left.sort == "years":
        return False
    same_day = left.sort in days and left.first == right.first and left.sort != "only"
    return not (same_day and left.year != right.year)


def _is_period(low: str, f: _Found) -> bool:
    """ "9 tháng" as the months of the year so far, not as a duration."""
    return not (
        _DURATION_BEFORE.search(low, max(0, f.start - 24), f.start)
        or _DURATION_AFTER.match(low, f.end)
    )


def _is_short_date(low: str, found: Sequence[_Found], index: int) -> bool:
    """ "30/9" and "ngày 15" are dates only beside words or dates that say so."""
    f = found[index]
    follower = found[index + 1] if index + 1 < len(found) else None
    if (
        follower
        and follower.sort in ("day", "slashed")
        and _AND.fullmatch(low, f.end, follower.start)
    ):
        return follower.sort == "day"
    if f.sort == "only":
        return False
    _, month, day = f.left.first
    before = low[max(0, f.start - 40) : f.start]
    if any(name in before for name in named_days(month, day)):
        return True
    previous = found[index - 1] if index else None
    if previous and previous.sort == "day" and _AND.fullmatch(low, previous.end, f.start):
        return True
    proper_fraction = day < month and low[f.start] != "0"
    return not proper_fraction and bool(_SHORT_DATE_CUE.search(before))


def _with_time_of_day(low: str, f: _Found) -> _Found:
    if f.sort not in ("day", "slashed", "tet") or low[f.start : f.start + 2] == "từ":
        return f
    before = _BEFORE_DAY.search(low, max(0, f.start - 48), f.start)
    return replace(f, start=before.start()) if before and before.group() else f


# -- which year ----------------------------------------------------------------------------------------


class _Years:
    """Where an expression without a year takes it from: heading, title, date line, text before."""

    def __init__(
        self, document: Document, blocks: _Blocks, found: Sequence[_Found], reference: date | None
    ) -> None:
        self.reference = reference
        self._blocks = blocks
        self._parents = {section.id: section.parent for section in document.sections}
        self._sections: dict[str, int] = {}
        self.title: int | None = None
        self._printed: list[tuple[int, int]] = []
        opening = {section.start: section.id for section in document.sections}
        for f in found:
            if f.year is None:
                continue
            self._printed.append((f.start, f.year))
            block = blocks.at(f.start)
            if block is None or f.sort in ("day", "years", "school"):
                continue
            if block.kind == "title" and self.title is None:
                self.title = f.year
            elif block.kind == "heading" and block.start in opening:
                self._sections.setdefault(opening[block.start], f.year)
        self.next_in_list = self._borrowed(found, lower(document.flat))

    @staticmethod
    def _borrowed(found: Sequence[_Found], low: str) -> dict[int, int]:
        """quý I và quý II/2024: the first takes the year of the second."""
        lent: dict[int, int] = {}
        for f, follower in zip(reversed(found[:-1]), reversed(found[1:]), strict=True):
            year = follower.year or lent.get(follower.start)
            if f.year is None and year and _AND.fullmatch(low, f.end, follower.start):
                lent[f.start] = year
        return lent

    def of(self, f: _Found) -> int | None:
        if f.year is not None:
            return f.year
        if f.start in self.next_in_list:
            return self.next_in_list[f.start]
        block = self._blocks.at(f.start)
        section = block.section if block else None
        while section is not None:
            if section in self._sections:
                return self._sections[section]
            section = self._parents.get(section)
        if self.title is not None:
            return self.title
        if self.reference is not None:
            return self.reference.year
        index = bisect_right(self._printed, (f.start, 0))
        if index:
            return self._printed[index - 1][1]
        return self._printed[0][1] if self._printed else None


# -- what it is ----------------------------------------------------------------------------------------


def _mention(text: str, low: str, f: _Found, years: _Years) -> DateMention | None:
    year = years.of(f)
    interval = None
    if year is not None:
        interval = _tet(f, year) if f.sort == "tet" else f.interval(year)
        if interval is None and f.sort != "tet":
            return None
    elif f.sort == "slashed":
        return None
    cue = _CUE.search(low, max(0, f.start - 32), f.start)
    kind: DateKind = (
        "deadline"
        if cue
        else "date"
        if f.sort in ("day", "slashed", "tet") and not f.right
        else "period"
    )
    if interval and kind == "deadline" and f.year is None and f.sort in ("day", "slashed"):
        interval = _not_long_past(f, interval, years.reference)
    start, end = interval or (None, None)
    return DateMention(
        text[f.start : f.end],
        f.start,
        f.end,
        start,
        end,
        kind,
        intervals.name_of(start, end) if start and end else None,
        f"periods.{f.sort}",
        1.0 if f.year else 0.8,
    )


def _tet(f: _Found, year: int) -> Interval | None:
    new_year = lunar_new_year(year)
    if new_year is None:
        return None
    day = new_year + timedelta(days=f.left.first[2] - 1)
    return day, day


def _not_long_past(f: _Found, interval: Interval, reference: date | None) -> Interval:
    """A deadline printed without a year in December and due in January is next January."""
    if reference and (reference - interval[1]).days > 180:
        return f.interval(interval[0].year + 1) or interval
    return interval


def _recurring(text: str, low: str) -> Iterator[DateMention]:
    for match in _RECURRING.finditer(low):
        yield DateMention(
            text[match.start() : match.end()], match.start(), match.end(), None, None, "recurring",
            rule="periods.recurring",
        )  # fmt: skip


def _allowances(text: str, low: str, reference: date | None) -> Iterator[DateMention]:
    """ "05 ngày làm việc kể từ ngày nhận Công văn": the day it ends, where its first day is known."""
    for match in _WITHIN.finditer(low):
        first, end = _first_day(low, match.end(), reference)
        if first is None:
            continue
        count = int(match["n"])
        last = add_working_days(first, count) if match["work"] else first + timedelta(days=count)
        yield DateMention(
            text[match.start() : end], match.start(), end, last, last, "deadline",
            rule="periods.allowance", confidence=0.8,
        )  # fmt: skip


def _first_day(low: str, at: int, reference: date | None) -> tuple[date | None, int]:
    if event := _ISSUED.match(low, at):
        return reference, event.end()
    reading = next(readings(low, max(0, at - 5), min(len(low), at + 40)), None)
    if reading and reading.start <= at and reading.sort == "day" and reading.year:
        interval = reading.interval(reading.year)
        return (interval[0] if interval else None), reading.end
    return None, at


# -- one expression alone ------------------------------------------------------------------------------

_LEAD = re.compile(rf"(?:{alternatives(words('lead'))}\s+)+(?=\S)")


def parse_period(text: str, *, reference: date | None = None) -> Period | None:
    """The period that one expression means, or None where it means none or cannot be known.

    Args:
        text: "6 tháng đầu năm 2024", "quý I/2024", "từ ngày 01/6/2024 đến ngày 15/6/2024", "tuần tới".
        reference: today, for relative expressions and missing years.
    """
    low = " ".join(lower(text).split()).strip(" .,;:")
    for candidate in dict.fromkeys((low, _LEAD.sub("", low, count=1))):
        interval = _whole(candidate, reference)
        if interval is None and reference is not None:
            interval = relative_interval(candidate, reference)
        if interval is not None:
            return intervals.period(*interval)
    return None


def _whole(low: str, reference: date | None) -> Interval | None:
    """The interval of a text that is one expression of the grammar from end to end."""
    found = list(_ranges(low))
    if len(found) != 1:
        return None
    f = _with_time_of_day(low, found[0])
    year = f.year or (reference.year if reference else None)
    if f.start != 0 or f.end != len(low) or year is None or f.sort == "only":
        return None
    return _tet(f, year) if f.sort == "tet" else f.interval(year)


# -- the period of a figure ----------------------------------------------------------------------------


class PeriodContext:
    """To which period a place in a document belongs: clause, paragraph, heading, title."""

    def __init__(self, document: Document, dates: Iterable[DateMention]) -> None:
        low = lower(document.flat)
        self._blocks = _Blocks(document)
        self._parents = {section.id: section.parent for section in document.sections}
        self._flat = document.flat
        self._mentions: list[DateMention] = []
        self._sections: dict[str, DateMention] = {}
        self._title: DateMention | None = None
        opening = {section.start: section.id for section in document.sections}
        for mention in dates:
            if mention.kind != "period" or mention.start_date is None:
                continue
            block = self._blocks.at(mention.start)
            if block is None or _BASELINE.search(low, max(0, mention.start - 24), mention.start):
                continue
            if block.kind == "title":
                self._title = self._title or mention
            elif block.kind == "heading" and block.start in opening:
                self._sections.setdefault(opening[block.start], mention)
            elif block.kind != "letterhead":
                self._mentions.append(mention)
        self._starts = [mention.start for mention in self._mentions]

    def at(self, start: int, end: int) -> Period | None:
        """The period of the figure at ``start:end``, or None where the text names none."""
        mention = self._near(start, end) or self._above(start) or self._title
        if mention is None or mention.start_date is None or mention.end_date is None:
            return None
        return intervals.period(mention.start_date, mention.end_date)

    def _near(self, start: int, end: int) -> DateMention | None:
        """The last period before the figure in its paragraph, or the first after it in its clause."""
        block = self._blocks.at(start)
        if block is None:
            return None
        index = bisect_right(self._starts, start)
        if index and self._mentions[index - 1].start >= block.start:
            return self._mentions[index - 1]
        if index < len(self._mentions):
            follower = self._mentions[index]
            between = self._flat[end : follower.start]
            if follower.end <= block.end and not re.search(r"[.;:]\s", between):
                return follower
        return None

    def _above(self, start: int) -> DateMention | None:
        block = self._blocks.at(start)
        section = block.section if block else None
        while section is not None:
            if section in self._sections:
                return self._sections[section]
            section = self._parents.get(section)
        return None
