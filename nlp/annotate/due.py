"""By when a clause must be done and to whom it must be reported: words around dates and agencies.

A date is a deadline by the words before it: "trước", "chậm nhất" (firmest), "đến hết", "hoàn
thành", then "trong", and last a range "từ … đến …". A date in the name of a cited document is none,
nor is one before the day the document was written.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..model import Citation, DateMention, Document, Span
from ..text import squeeze
from .agencies import members, noun_phrase, starts_agency
from .inside import Inside
from .lexicon import words
from .periods import parse_period
from .timewords import lower

_WINDOW = 40  # characters before a date in which the word that makes it a deadline stands
_REACH = 120  # characters after "báo cáo … về" in which the agency stands
# What is finished on a feast day: "thông xe dịp 30/4/2023"; "trực dịp 30/4" lasts.
_FINISHED = (
    r"\b(?:hoàn\s+thành|thông\s+xe|khánh\s+thành|khởi\s+công|khai\s+trương|bàn\s+giao|về\s+đích"
    r"|đưa\s+vào\s+(?:sử\s+dụng|khai\s+thác|vận\s+hành|hoạt\s+động))\b[^,;.]{0,20}?\s"
)
_LIMITS = tuple(
    re.compile(rf"{lead}(?P<at>{pattern})\s*$", re.IGNORECASE)
    for lead, pattern in (
        (
            "",
            r"(?:trước|(?:chậm|muộn)\s+nhất(?:\s+là)?|không\s+quá|hạn\s+cuối(?:\s+là)?)"
            r"(?:\s+(?:vào|đến|thời\s+điểm|hết|ngày|\d{1,2}\s*(?:giờ|h)(?:\s*\d{2})?))*"
            r"(?:(?<=ngày)(?:\s+[^\W\d_]+){1,3})?",  # trước ngày khai giảng 05/9
        ),
        ("", r"(?:đến|tới|hết|xong|hoàn\s+thành)(?:\s+(?:hết|trong|vào|dịp|ngày|năm))*"),
        (_FINISHED, r"(?:vào\s+)?dịp"),
        ("", r"(?:(?:ngay|nội)\s+)?trong(?:\s+(?:kỳ|đợt)\s+\w+\s+\w+)?|thời\s+gian"),
    )
)
_RANGE_STRENGTH = len(_LIMITS)
_LIMIT_INSIDE = re.compile(
    r"(?:ngay\s+)?(?:trước|chậm|muộn|không\s+quá|đến|trong|hết)\b", re.IGNORECASE
)
_RANGE = re.compile(r"từ\b.*\bđến\b", re.IGNORECASE | re.DOTALL)
_DONE_BY = re.compile(r"(?:xong|hoàn\s+thành|thời\s+gian|ngay)\s+(?=\S)", re.IGNORECASE)
# Days told from the day of writing: "trước 14 giờ hôm nay", "trong tuần tới", "vào cuối năm".
_FROM_TODAY = re.compile(
    r"\b(?:(?:xong|hoàn\s+thành)\s+)?"
    r"(?P<limit>trước|chậm\s+nhất(?:\s+là|\s+vào)?|trong|hết|đến|vào)\s+"
    r"(?P<day>(?:\d{1,2}\s*(?:giờ|h)(?:\s*\d{2}(?:\s*phút)?)?\s+)?(?:ngày\s+)?"
    r"(?:(?:sáng|trưa|chiều|tối|đêm)\s+(?:hôm\s+)?(?:nay|mai)|hôm\s+nay|ngày\s+mai)"
    r"|(?:tuần|tháng|quý|năm)\s+(?:này|nay|tới)"
    r"|cuối\s+(?P<unit>tháng|quý|năm)(?:\s+(?P<which>này|nay|tới))?)(?!\s+\d)\b",
)
# Hours allowed from the time the document comes in; days are read with the dates.
_HOURS = re.compile(
    r"\b(?:(?:trong(?:\s+(?:vòng|thời\s+hạn))?|không\s+quá|chậm\s+nhất)\s+)?(?P<hours>\d{1,3})\s*giờ,?\s+"
    r"(?:kể\s+)?từ\s+(?:khi|lúc|thời\s+điểm)\s+nhận\s+(?:được\s+)?"
    r"(?:công\s+(?:văn|điện)|văn\s+bản|thông\s+báo|chỉ\s+thị|quyết\s+định|kế\s+hoạch)(?:\s+này)?"
)
# The day named last: "dời dân ngày 14/10 …, xong trước 20 giờ cùng ngày".
_SAME_DAY = re.compile(
    r"\b(?:trước|chậm\s+nhất|trong|đến|hết)\s+(?:\d{1,2}\s*(?:giờ|h)(?:\s*\d{2})?\s+)?cùng\s+ngày\b"
)
_RECURRING = re.compile(
    r"(?:(?:định\s+kỳ|trước|chậm\s+nhất|vào)\s+)?(?:(?:chiều|sáng)\s+)?"
    r"(?:(?:ngày\s+\d{1,2}|thứ\s+\w+)\s+)?(?:hằng|hàng)\s+(?:ngày|tuần|tháng|quý|năm)"
    r"|định\s+kỳ\s+(?:\d{1,2}\s+)?(?:tháng|quý|năm|tuần)",
)
_REPORT = re.compile(
    r"\b(?:báo\s+cáo|gửi|nộp)\b[^.;]{0,80}?\b(?:về|cho|gửi|đến)\s+(?=\S)"
    r"|\bbáo\s+cáo\s+(?=[a-zđ])",
)


@dataclass(frozen=True, slots=True)
class Due:
    """The last day (None where only a recurrence or an event is named), and the words for it."""

    day: date | None = None
    text: str | None = None
    recurring: str | None = None


class DueDates:
    """The deadlines and report addresses of one document's clauses."""

    def __init__(
        self, document: Document, dates: Sequence[DateMention], citations: Inside[Citation]
    ) -> None:
        self._flat = document.flat
        written = document.header.date
        day = written.start_date if written is not None else None
        self._today = day
        self._days = sorted(
            (m.start, m.end_date)
            for m in dates
            if m.end_date is not None and m.start_date == m.end_date
        )
        self._dates = Inside(
            m
            for m in dates
            if not (day is not None and m.end_date is not None and m.end_date < day)
            and citations.around(m.start, m.end) is None
        )

    def within(self, span: Span) -> list[DateMention]:
        """The dates inside a span that could be deadlines."""
        return self._dates.of(span.start, span.end)

    def at(self, span: Span) -> Due:
        """The deadline in a span; of several the firmest, of equals the first."""
        best: tuple[int, int, DateMention] | None = None
        for mention in self.within(span):
            ranked = self._limit(mention, span)
            if ranked is not None and (best is None or ranked[0] < best[0]):
                best = (*ranked, mention)
        if best is not None and best[2].end_date is not None:
            _, start, mention = best
            return Due(mention.end_date, self._printed(start, mention.end))
        if (soon := self._from_today(span) or self._same_day(span)) is not None:
            return soon
        repeated = _RECURRING.search(lower(self._flat[span.start : span.end]))
        if repeated is not None:
            said = self._quoted(span, *repeated.span())
            return Due(None, said, said)
        if best is not None:
            _, start, mention = best
            said = self._printed(start, mention.end)
            return Due(None, said, said if mention.kind == "recurring" else None)
        return Due()

    def _from_today(self, span: Span) -> Due | None:
        low = lower(self._flat[span.start : span.end])
        if self._today is None:
            return None
        if found := _HOURS.search(low):
            last = self._today + timedelta(days=math.ceil(int(found["hours"]) / 24))
            return Due(last, self._quoted(span, *found.span()))
        found = _FROM_TODAY.search(low)
        if found is None:
            return None
        unit = f"{found['unit']} {found['which'] or 'này'}" if found["unit"] else found["day"]
        period = parse_period(unit, reference=self._today)
        end = period.end_date if period is not None else None
        return Due(end, self._quoted(span, found.start("limit"), found.end())) if end else None

    def _same_day(self, span: Span) -> Due | None:
        found = _SAME_DAY.search(lower(self._flat[span.start : span.end]))
        if found is None:
            return None
        before = bisect_left(self._days, (span.start + found.start(),))
        day = self._days[before - 1][1] if before else self._today
        return Due(day, self._quoted(span, *found.span())) if day else None

    def _quoted(self, span: Span, start: int, end: int) -> str:
        return squeeze(self._flat[span.start + start : span.start + end])

    def _printed(self, start: int, end: int) -> str:
        return squeeze(_DONE_BY.sub("", self._flat[start:end], count=1))

    def _limit(self, mention: DateMention, span: Span) -> tuple[int, int] | None:
        """How firmly the words at a date make it a deadline (0 firmest), and where they start."""
        window = max(span.start, mention.start - _WINDOW)
        before = self._flat[window : mention.start]
        for strength, pattern in enumerate(_LIMITS):
            found = pattern.search(before)
            if found:
                return strength, window + found.start("at")
        if mention.kind == "deadline" or _LIMIT_INSIDE.match(
            self._flat, mention.start, mention.end
        ):
            return 0, mention.start
        if _RANGE.match(self._flat, mention.start, mention.end):
            return _RANGE_STRENGTH, mention.start
        return None

    def report_to(self, span: Span) -> str | None:
        """The agency in "báo cáo … về UBND tỉnh", "báo cáo Chủ tịch UBND tỉnh"."""
        for found in _REPORT.finditer(lower(self._flat[span.start : span.end])):
            at = span.start + found.end()
            sequence = words(self._flat, at, min(span.end, at + _REACH))
            if starts_agency(sequence, 0):
                phrase = noun_phrase(sequence, 0)
                if phrase is not None:
                    return members(self._flat[phrase.begin : phrase.end])[0]
        return None
