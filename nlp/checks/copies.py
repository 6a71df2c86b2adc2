"""Reports of one office -> what was copied from an earlier one and left as it was.

Last period's report is the draft of this one. A sentence that comes back word for word is stale if
it still names the period of the earlier report, or a deadline that has passed since; if only its
period was changed, its figures are stale. Sentences without a period, a deadline or figures are
the office's standing phrases; what is said again of a period that this report covers is no copy,
unless the title above it is of another period.
"""

from __future__ import annotations

import hashlib
import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from ..model import DateMention, Figure, Finding, Parsed, Quote
from ..text import UPPER
from .beside import title_end
from .indicators import counted, plain
from .keys import Key, group
from .reports import Report, Stretch, stretch_of
from .told import tell

_SHORT = 80  # letters of a line that is a title
_LISTED = r"(?:[-–+•*]|\d{1,2}(?:\.\d{1,2})*[.)\-–]|[a-zđ]\)|[IVX]+[.\-–])\s"
_END = re.compile(
    rf"(?<=[.?!])\s+(?=[{UPPER}\d+\-–(])|\n\s*\n|(?<=[.:;?!])\n(?=\s*[{UPPER}])|\n(?=\s*{_LISTED})"
)
_TITLE = re.compile(rf"(?m)^\s*{_LISTED}[^\n]{{1,{_SHORT}}}\n(?=\s*[{UPPER}])")
_MARKS = re.compile(r"[\s.,;:()\-–\"“”]+")  # may change in a copy
_DURING = re.compile(r"(?<!\w)trong\s+$", re.IGNORECASE)
_MARKER = re.compile(rf"\s*{_LISTED}\s*")
_LEAST = 8  # words of a sentence that is not said twice by chance
_KEPT = 4  # reports in which a sentence is remembered
# Of figures that are not the same again by chance: the digits in all, in the next report and in one
# of a year later, which offices copy less often and which has had more chances to be alike.
_TELLING, _TELLING_LATER = 3.0, 6.0
_MANY = 3  # numbers of any sort that are not all the same again by chance


class _Time(NamedTuple):
    """A period or a day that a sentence names, as printed and read; ``due``: a deadline's last."""

    text: str
    read: Stretch | None
    due: date | None
    day: date | None

    @property
    def month(self) -> Stretch | None:
        """The period, or the month of the day."""
        if self.read is None and self.day is not None:
            return Stretch(self.day.year, self.day.month, self.day.month)
        return self.read


class _Said(NamedTuple):
    """A sentence of a report: its periods and deadlines as printed and read, its counts.

    ``flows`` of its ``numbers`` count what happened; ``digits`` is how many the flows have in all,
    ``all_digits`` all its numbers, in logarithms. ``lead`` is how many letters stand between the
    sentence before and this one, ``under`` the period that the titles above it name.
    """

    wording: str  # a hash of it without its times
    start: int
    end: int
    lead: int
    times: tuple[_Time, ...]
    flows: int
    digits: float
    numbers: int
    all_digits: float
    under: Stretch | None


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """The sentences of a report that may go stale in the next one."""

    report: Report
    said: tuple[_Said, ...]

    def packed(self) -> list[Any]:
        """As JSON can keep it, without the report."""
        return [
            [
                s.wording, s.start, s.end, s.lead,
                [
                    (t.text, t.read, t.due and t.due.isoformat(), t.day and t.day.isoformat())
                    for t in s.times
                ],
                s.flows, s.digits, s.numbers, s.all_digits, s.under,
            ]
            for s in self.said
        ]  # fmt: skip

    @classmethod
    def unpacked(cls, record: Sequence[Any], report: Report) -> Draft:
        """The draft that was packed."""
        return cls(
            report,
            tuple(
                _Said(
                    wording, start, end, lead, tuple(map(_time, times)), flows, digits, numbers,
                    all_digits, under and Stretch(*under),
                )
                for (
                    wording, start, end, lead, times, flows, digits, numbers, all_digits, under,
                ) in record
            ),
        )  # fmt: skip


def _time(packed: Sequence[Any]) -> _Time:
    text, read, due, day = packed
    return _Time(
        text,
        read and Stretch(*read),
        due and date.fromisoformat(due),
        day and date.fromisoformat(day),
    )


def draft_of(parsed: Parsed, report: Report) -> Draft | None:
    """What a report says that the next one may copy."""
    if not report.issuer or report.own is None:
        return None
    said = tuple(_sentences(parsed))
    return Draft(report, said) if said else None


def keys_of(draft: Draft) -> Iterator[Key]:
    """The groups of a draft: its office's reports of the year, and of the next year."""
    report = draft.report
    assert report.own is not None
    for later in (0, 1):
        year = report.own.year + later
        yield Key(group("copies", report.place, report.issuer, report.type, year), 1 - later)


def judge_copies(
    before: Iterable[Draft], year: Iterable[Draft], text_of: Callable[[str], str]
) -> Iterator[Finding]:
    """The stale copies in an office's reports of a year.

    Args:
        before: its reports of the year before.
        year: its reports of the year.
        text_of: the text of a document by its id.
    """
    known: dict[str, list[tuple[Draft, _Said]]] = {}
    tried = {draft.report.id: draft for draft in year}
    for draft in sorted((*before, *tried.values()), key=lambda d: d.report.order):
        pairs: list[tuple[str, Draft, _Said, _Said]] = []
        for said in draft.said:
            sooner = known.setdefault(said.wording, [])
            for old, first in reversed(sooner if draft.report.id in tried else ()):
                code = _stale(old.report, first, draft.report, said)
                if code:
                    pairs.append((code, old, first, said))
                    break
            sooner.append((draft, said))
            del sooner[:-_KEPT]
        for run in _runs(pairs):
            yield _finding(run, draft, text_of)


def _sentences(parsed: Parsed) -> Iterator[_Said]:
    """The sentences that may go stale."""
    text = parsed.text
    dates = sorted(parsed.dates, key=lambda d: d.start)
    figures = sorted(parsed.figures, key=lambda f: f.start)
    date_starts, figure_starts = [d.start for d in dates], [f.start for f in figures]
    under = _periods(parsed, dates, date_starts)
    titles = sorted(under)
    ends = {m.start() for m in _END.finditer(text)} | {m.end() for m in _TITLE.finditer(text)}
    ends |= {end for end in titles if end} | {len(text)}
    at = 0
    for stop in sorted(ends):
        whole = text[at:stop].rstrip()
        marker = _MARKER.match(whole)
        skipped = marker.end() if marker else len(whole) - len(whole.lstrip())
        start, end = at + skipped, at + len(whole)
        at = end
        inside = dates[bisect_left(date_starts, start) : bisect_left(date_starts, end)]
        counts = figures[bisect_left(figure_starts, start) : bisect_left(figure_starts, end)]
        flows = [f for f in counts if _flows(f)]
        if not inside and len(flows) < 2:
            continue
        during = any(_DURING.search(text, max(start, d.start - 8), d.start) for d in inside)
        numbers = [f for f in counts if f.value is not None and (during or not _lasts(f))]
        pieces, last = [], start
        for mention in inside:
            pieces.append(text[last : mention.start])
            last = max(last, mention.end)
        pieces.append(text[last:end])
        wording = _MARKS.sub(" ", plain("\N{HOUSE BUILDING}".join(pieces))).strip()
        if len(wording.split()) < _LEAST:
            continue
        yield _Said(
            hashlib.blake2b(wording.encode(), digest_size=9).hexdigest(),
            start,
            end,
            skipped,
            tuple(
                _Time(plain(d.text), stretch_of(d.name), _due(d), None if d.name else d.start_date)
                for d in inside
            ),
            len(flows),
            _digits(flows),
            len(numbers) if flows or during else 0,
            _digits(numbers),
            under[titles[bisect_right(titles, start) - 1]],
        )


def _periods(
    parsed: Parsed, dates: Sequence[DateMention], starts: Sequence[int]
) -> dict[int, Stretch | None]:
    """Where titles end, and the period that each title or one above it names."""
    found: dict[int, Stretch | None] = {0: None}
    named: dict[str, Stretch | None] = {}
    for section in sorted(parsed.sections, key=lambda s: s.start):
        end = title_end(parsed.text, section)
        inside = dates[bisect_left(starts, section.start) : bisect_left(starts, end or 0)]
        told = [period for d in inside if (period := stretch_of(d.name)) is not None]
        above = named.get(section.parent) if section.parent else None
        named[section.id] = told[0] if told else above
        found[end or section.start] = named[section.id]
    return found


def _digits(figures: Iterable[Figure]) -> float:
    return round(sum(math.log10(1 + abs(float(f.value or 0))) for f in figures), 2)


def _lasts(figure: Figure) -> bool:
    """Whether a figure is of what stays as it is: inhabitants, households; or a share."""
    if figure.kind not in ("count", "money", "measure"):
        return True
    return counted(figure.unit, figure.kind).nature in ("level", "opening")


def _flows(figure: Figure) -> bool:
    """Whether a figure counts what happened in a period."""
    if figure.value is None or figure.kind not in ("count", "money"):
        return False
    return figure.kind == "money" or counted(figure.unit, figure.kind).nature in ("flow", "growing")


def _due(mention: DateMention) -> date | None:
    return mention.end_date if mention.kind == "deadline" else None


def _stale(before: Report, first: _Said, now: Report, second: _Said) -> str:
    """What is stale in the second of two sentences of one wording; "" if nothing is."""
    if before.own is None or now.own is None or before.own == now.own:
        return ""
    for (text, read, due, _), (again, read_now, due_now, _) in zip(
        first.times, second.times, strict=True
    ):
        if text != again:
            continue
        if read and read_now and _within(read, before.own):
            elsewhere = second.under is not None and not _within(read_now, second.under)
            if not _within(read_now, now.own) or (elsewhere and first.under != second.under):
                return "stale_period"
        if due and due_now and before.day and now.day and before.day <= due <= due_now < now.day:
            return "stale_deadline"
    told = any(
        sooner.month != later.month and later.month is not None and _within(later.month, now.own)
        for sooner, later in zip(first.times, second.times, strict=True)
    )
    least = 2 if told else 3 if not second.times else None
    months = (now.own.year - before.own.year) * 12 + now.own.last - before.own.last
    telling = _TELLING if months < 12 else _TELLING_LATER
    if least and second.flows >= least and second.digits >= telling:
        return "figures_not_updated"
    if told and second.numbers >= _MANY and second.all_digits >= telling:
        return "figures_not_updated"
    return ""


def _within(part: Stretch, whole: Stretch) -> bool:
    return part.year == whole.year and whole.first <= part.first and part.last <= whole.last


def _runs(
    pairs: Iterable[tuple[str, Draft, _Said, _Said]],
) -> Iterator[list[tuple[str, Draft, _Said, _Said]]]:
    """Sentences that follow each other in both reports make one finding."""
    run: list[tuple[str, Draft, _Said, _Said]] = []
    for pair in pairs:
        code, old, first, second = pair
        if run and (
            code != run[-1][0]
            or old is not run[-1][1]
            or first.start - first.lead != run[-1][2].end
            or second.start - second.lead != run[-1][3].end
        ):
            yield run
            run = []
        run.append(pair)
    if run:
        yield run


def _finding(
    run: Sequence[tuple[str, Draft, _Said, _Said]], draft: Draft, text_of: Callable[[str], str]
) -> Finding:
    (code, old, first, second), (*_, first_end, second_end) = run[0], run[-1]
    quotes = [
        Quote(report.id, report.path, text_of(report.id)[start:end], start, end)
        for report, start, end in (
            (old.report, first.start, first_end.end),
            (draft.report, second.start, second_end.end),
        )
    ]
    named = second.times[0].text if second.times else ""
    return tell(code, quotes, reported=named, fields={"reported": named})
