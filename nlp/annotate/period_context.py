"""To which period a figure belongs: what its clause, paragraph, heading or title says."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from ..model import DateMention, Document, Period
from ..rules import alternatives
from . import intervals
from .places import Places
from .timewords import lower, words

_W = r"[^\S\n]"
_BASELINE = re.compile(rf"(?<!\w){alternatives(words('baseline'))}{_W}*(?:cả{_W}+)?\Z")
_BRACKET = re.compile(rf"{_W}*[(\[]{_W}*(?:\w+{_W}+){{0,3}}\Z")
_SAME_PERIOD = re.compile(
    rf"cùng{_W}+k[ỳì](?:{_W}+năm{_W}+(?:trước|ngoái))?{_W}*[:(]?{_W}*(?:(?:là|đạt){_W}*)?\Z"
)
_BREAK = re.compile(r"[.;:]\s")


def follows_baseline(low: str, start: int) -> bool:
    """Whether what stands at ``start`` is what something else is compared with."""
    return bool(_BASELINE.search(low, max(0, start - 24), start))


def is_baseline(low: str, mention: DateMention) -> bool:
    """Whether a period is a baseline: "so với năm 2023", "cùng kỳ năm 2023"."""
    return mention.rule == "periods.same" or follows_baseline(low, mention.start)


class PeriodContext:
    """The period of any place of one document."""

    def __init__(self, document: Document, dates: Iterable[DateMention]) -> None:
        self._low = lower(document.flat)
        self._places = Places(document)
        self._mentions: list[DateMention] = []
        self._own: list[DateMention] = []
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
            elif kind != "letterhead":
                self._own.append(mention)

    def at(self, start: int, end: int) -> Period | None:
        """The period of the figure at ``start:end``, or None where the text names none."""
        bracketed = self._bracketed(start)
        if bracketed is not None:
            return _period(bracketed)
        found = self._near(start, end) or self._above(start) or self._title
        period = _period(found) if found else None
        before = self._low[max(0, start - 40) : start]
        if period and _SAME_PERIOD.search(before):
            return _year_before(period)
        return period

    def _bracketed(self, start: int) -> DateMention | None:
        """In "so với năm 2023 (198 lượt)" the bracket belongs to the period before it."""
        index = bisect_right(self._mentions, start, key=_start) - 1
        if index < 0 or start - self._mentions[index].end > 40:
            return None
        mention = self._mentions[index]
        return mention if _BRACKET.fullmatch(self._low, mention.end, start) else None

    def _near(self, start: int, end: int) -> DateMention | None:
        """The last period before the figure in its block, or the first after it in its clause."""
        block = self._places.block(start)
        if block is None:
            return None
        index = bisect_right(self._own, start, key=_start)
        if index and self._own[index - 1].start >= block.start:
            return self._own[index - 1]
        if index < len(self._own):
            follower = self._own[index]
            if follower.end <= block.end and not _BREAK.search(self._low, end, follower.start):
                return follower
        return None

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


def _year_before(period: Period) -> Period | None:
    if period.start_date is None or period.end_date is None:
        return None
    return intervals.period(
        *(intervals.add_months(day, -12) for day in (period.start_date, period.end_date))
    )
