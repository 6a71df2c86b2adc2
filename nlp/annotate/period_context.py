"""To which period a figure belongs: what its clause, paragraph, heading or title says."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from ..model import Block, DateMention, Document, Period
from ..rules import alternatives
from . import intervals
from .places import Places
from .timewords import lower, words

_W = r"[^\S\n]"
_BASELINE = re.compile(rf"(?<!\w){alternatives(words('baseline'))}{_W}*(?:cả{_W}+)?\Z")
_COMPARED = re.compile(rf"(?<!\w){alternatives(words('compared'))}(?!\w)")
_MOVED_FROM = re.compile(rf"(?<!\w){alternatives(words('moved'))}{_W}*\Z")
_MOVED_ON = re.compile(rf"{_W}*{alternatives(words('moved'))}(?!\w)")
_APART = re.compile(rf"(?<!\w){alternatives(words('apart'))}(?:{_W}+\w+)?{_W}*\Z")
_BRACKET = re.compile(rf"{_W}*[(\[]{_W}*(?:\w+{_W}+){{0,3}}\Z")
# cùng kỳ 98 lượt; cùng kỳ năm trước thu 98 tỷ đồng; (cùng kỳ năm 2023 là 98 lượt)
_SAME_PERIOD = re.compile(
    rf"(?P<so>so{_W}+(?:với{_W}+)?)?(?<!\w)cùng{_W}+k[ỳì]"
    rf"(?:{_W}+năm{_W}+(?:trước|ngoái|(?P<year>(?:19|20)\d\d)))?"
    rf"(?P<open>{_W}*[:(])?{_W}*(?:[^\W\d]+{_W}+){{0,3}}\Z"
)
_CAPTION, _UNIT_LINE = 200, 60  # the longest caption of a table; what may stand between the two
_CHANGES = re.compile(r"(?<!\w)(?:tăng|giảm|vượt|bằng|hơn)(?!\w)")
_GOALS = words("goal")
_GOAL = re.compile(
    rf"(?<!\w){alternatives(words('goal'))}(?:{_W}+[^\W\d]+){{0,3}}{_W}*[:(]?{_W}*\Z"
)
_GOAL_AFTER = re.compile(rf"{_W}*{alternatives(words('goal'))}(?!\w)")
_OWN_SPAN = re.compile(r"(?<!\w)(?:quý|tháng)(?!\w)")
# 45 lượt trong quý II; 12 ha năm 2023
_ATTACHED = re.compile(rf"(?:{_W}[^,;:.()\[\]\d\n]{{0,40}}(?<!\w)(?:của|trong|vào))?{_W}*")
# what follows a period that speaks of the figures before it
_LAST = re.compile(r"[^,;.:()\[\]\d\n]*(?:[,;.:)\]\n]|\Z)")
_BREAK = re.compile(r"[.;:]\s")
_SENTENCE_END = re.compile(r"[.!?]\s")
_CLAUSE_END = re.compile(r"[.;!?]\s|[)\]]")
# Trong năm 2023, …; Tính đến hết quý I …; - Lũy kế 9 tháng …
_LEADS = re.compile(rf"\W*(?:{alternatives(words('opens'))}\W+){{0,4}}")
# trong tháng (từ ngày 16/4 đến ngày 15/5) xảy ra 14 vụ: the bracket says which month that is
_SAYS_WHICH = re.compile(rf"(?:tháng|quý|kỳ|năm|thời{_W}+gian){_W}*\({_W}*\Z")
_REACH = 400  # characters before a period in which its sentence or bracket begins


def follows_baseline(low: str, start: int) -> bool:
    """Whether what stands at ``start`` is what something else is compared with."""
    return bool(_BASELINE.search(low, max(0, start - 24), start))


def is_baseline(low: str, mention: DateMention) -> bool:
    """Whether a period is a baseline: "so với năm 2023", "cùng kỳ năm 2023"."""
    return mention.rule == "periods.same" or follows_baseline(low, mention.start)


def _is_moved(low: str, mention: DateMention) -> bool:
    """Whether a period is where something came from or goes: "chuyển sang năm 2024"."""
    return bool(
        _MOVED_FROM.search(low, max(0, mention.start - 24), mention.start)
        or _MOVED_ON.match(low, mention.end)
    )


class PeriodContext:
    """The period of any place of one document."""

    def __init__(self, document: Document, dates: Iterable[DateMention]) -> None:
        self._low = lower(document.flat)
        self._places = Places(document)
        self._mentions: list[DateMention] = []
        self._own: list[DateMention] = []
        self._scopes: dict[int, int] = {}
        self._sections: dict[str, DateMention] = {}
        self._title: DateMention | None = None
        for mention in dates:
            if mention.kind not in ("period", "deadline") or mention.start_date is None:
                continue
            kind = self._places.kind(mention.start)
            section = self._places.opened(mention.start)
            self._mentions.append(mention)
            if is_baseline(self._low, mention) or mention.end_date == mention.start_date:
                continue
            if kind == "title":
                self._title = self._title or mention
            elif section is not None:
                self._sections.setdefault(section, mention)
            elif kind != "letterhead" and not _is_moved(self._low, mention):
                self._own.append(mention)

    def at(self, start: int, end: int, *, level: bool = False) -> Period | None:
        """The period of the figure at ``start:end``, or None where the text names none.

        A ``level`` is neither change nor share: what is planned of it is planned for a year.
        """
        bracketed = self._bracketed(start)
        if bracketed is not None:
            return _period(bracketed)
        found = self._near(start, end)
        period = _period(found) if found else None
        before = self._low[max(0, start - 60) : start]
        same = _SAME_PERIOD.search(before) if "cùng" in before else None
        if (
            period
            and same
            and not _CHANGES.search(same.group())
            and (same["open"] or not same["so"])
        ):
            years = -1 if same["year"] is None else int(same["year"]) - _year(period)
            return _years_later(period, years)
        if period and level and self._planned(start, end):
            return _whole_year(period)
        return period

    def of_table(self, start: int) -> Period | None:
        """The period of a table that begins at ``start``: in the line over it, else further up."""
        found = self._over(start) or self._above(start) or self._title
        return _period(found) if found else None

    def _over(self, start: int) -> DateMention | None:
        index = bisect_right(self._own, start, key=_start) - 1
        block = self._places.block(self._own[index].start) if index >= 0 else None
        if block is None or len(self._low[block.end : start].strip()) > _UNIT_LINE:
            return None
        says = self._low[block.start : block.end].rstrip().endswith(":")
        return self._own[index] if says or block.end - block.start <= _CAPTION else None

    def _planned(self, start: int, end: int) -> bool:
        """Whether a figure is a goal for the year: "đạt 46% kế hoạch (4.310 tấn)"."""
        low = self._low
        before = low[max(0, start - 48) : start]
        goal = _GOAL.search(before) if any(word in before for word in _GOALS) else None
        if goal is not None:
            return _OWN_SPAN.search(goal.group()) is None
        return low[start - 1 : start] == "/" and _GOAL_AFTER.match(low, end) is not None

    def _bracketed(self, start: int) -> DateMention | None:
        """In "so với năm 2023 (198 lượt)" the bracket belongs to the period before it."""
        index = bisect_right(self._mentions, start, key=_start) - 1
        if index < 0 or start - self._mentions[index].end > 40:
            return None
        mention = self._mentions[index]
        return mention if _BRACKET.fullmatch(self._low, mention.end, start) else None

    def _near(self, start: int, end: int) -> DateMention | None:
        """The period said of a figure: beside it, before it in its block, above, or in the title.

        A period in a bracket or after "riêng" holds as far as that goes, one that opens a sentence
        to the end of the block, any other to the end of its sentence.
        """
        block = self._places.block(start)
        if block is None:
            return self._title
        index = bisect_right(self._own, start, key=_start)
        after = self._own[index] if index < len(self._own) else None
        if after is not None and after.end > block.end:
            after = None
        if after is not None and _ATTACHED.fullmatch(self._low, end, after.start):
            return after
        first = index
        while first and self._own[first - 1].start >= block.start:
            first -= 1
            if start <= self._scope(first, block):
                return self._own[first]
        if after is not None and self._said_after(end, after):
            return after
        above = self._above(start) or self._title
        return above or (self._own[index - 1] if first < index else None)

    def _scope(self, index: int, block: Block) -> int:
        """How far the period at ``index`` speaks for the figures of its block."""
        if index not in self._scopes:
            low, mention = self._low, self._own[index]
            floor = max(block.start, mention.start - _REACH)
            begin = floor
            for found in _SENTENCE_END.finditer(low, floor, mention.start):
                begin = found.end()
            text = low[begin : mention.start]
            if _SAYS_WHICH.search(text):
                text = text.rpartition("(")[0]
            opened = max(text.rfind("("), text.rfind("["))
            if opened > max(text.rfind(")"), text.rfind("]")) or _APART.search(text):
                until = _CLAUSE_END
            elif _LEADS.fullmatch(text, max(0, block.body - begin)):
                return self._scopes.setdefault(index, block.end)
            else:
                until = _SENTENCE_END
            stop = until.search(low, mention.end, block.end)
            self._scopes[index] = stop.start() if stop else block.end
        return self._scopes[index]

    def _said_after(self, end: int, mention: DateMention) -> bool:
        """Whether a period behind a figure speaks of it, not of what it is compared with."""
        between = self._low[end : mention.start]
        return not (
            _BREAK.search(between)
            or _COMPARED.search(between)
            or _APART.search(between)
            or ("(" in between and ")" not in between.rpartition("(")[2] and self._goes_on(mention))
            or ("," in between and self._goes_on(mention))
        )

    def _goes_on(self, mention: DateMention) -> bool:
        """Whether a period has a figure of its own behind it: "(quý I/2022: 6 cuộc)"."""
        last = _LAST.match(self._low, mention.end)
        return last is None or last.group().endswith(":")

    def _above(self, start: int) -> DateMention | None:
        for section in self._places.sections(start):
            if section in self._sections:
                return self._sections[section]
        return None


def _start(mention: DateMention) -> int:
    return mention.start


def _period(mention: DateMention) -> Period | None:
    if mention.start_date is None or mention.end_date is None:
        return None
    return intervals.period(mention.start_date, mention.end_date)


def _year(period: Period) -> int:
    return period.end_date.year if period.end_date is not None else 0


def _years_later(period: Period, years: int) -> Period | None:
    if period.start_date is None or period.end_date is None:
        return None
    return intervals.period(
        *(intervals.add_months(day, 12 * years) for day in (period.start_date, period.end_date))
    )


def _whole_year(period: Period) -> Period:
    """The year that a shorter period lies in."""
    first, last = period.start_date, period.end_date
    if first is None or last is None or first.year != last.year:
        return period
    return intervals.period(first.replace(month=1, day=1), last.replace(month=12, day=31))
