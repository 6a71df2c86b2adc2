"""Reports of one office -> what was copied from an earlier one and left as it was.

Last period's report is the draft of this one. A sentence that comes back word for word is stale if
it still names the period of the earlier report, or a deadline that has passed since; if only its
period was changed, its figures are stale. Sentences without a period, a deadline or figures are
the office's standing phrases; what is said again of a period that this report covers is no copy.
"""

from __future__ import annotations

import hashlib
import math
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from ..model import DateMention, Figure, Finding, Parsed, Quote
from ..text import UPPER
from .indicators import counted, plain
from .keys import Key, group
from .reports import Report, Stretch, stretch_of
from .told import tell

_END = re.compile(
    rf"(?<=[.;?!])\s+(?=[{UPPER}\d+\-–(])|\n\s*\n|\n(?=\s*(?:[-–+•*]|\d{{1,2}}[.)]|[a-zđ]\)|[IVX]+\.)\s)"
)
_MARKER = re.compile(r"\s*(?:[-–+•*]|\d{1,2}[.)]|[a-zđ]\)|[IVX]+\.)\s+")
_LEAST = 8  # words of a sentence that is not said twice by chance
_KEPT = 4  # reports in which a sentence is remembered
# Of figures that are not the same again by chance: the digits in all, in the next report and in one
# of a year later, which offices copy less often and which has had more chances to be alike.
_TELLING, _TELLING_LATER = 3.0, 6.0


class _Said(NamedTuple):
    """A sentence of a report: its periods and deadlines as printed and read, its counts.

    ``digits`` is how many its figures have in all, in logarithms; ``lead`` how many letters stand
    between the sentence before and this one.
    """

    wording: str  # a hash of it without its times
    start: int
    end: int
    lead: int
    times: tuple[tuple[str, Stretch | None, date | None], ...]
    flows: int
    digits: float


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
                [(text, read, due and due.isoformat()) for text, read, due in s.times],
                s.flows, s.digits,
            ]
            for s in self.said
        ]  # fmt: skip

    @classmethod
    def unpacked(cls, record: Sequence[Any], report: Report) -> Draft:
        """The draft that was packed."""
        return cls(
            report,
            tuple(
                _Said(wording, start, end, lead, tuple(map(_time, times)), flows, digits)
                for wording, start, end, lead, times, flows, digits in record
            ),
        )


def _time(packed: Sequence[Any]) -> tuple[str, Stretch | None, date | None]:
    text, read, due = packed
    return text, read and Stretch(*read), due and date.fromisoformat(due)


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
    at = 0
    for stop in (*(m.start() for m in _END.finditer(text)), len(text)):
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
        pieces, last = [], start
        for mention in inside:
            pieces.append(text[last : mention.start])
            last = max(last, mention.end)
        pieces.append(text[last:end])
        wording = plain("\N{HOUSE BUILDING}".join(pieces)).rstrip(" .;:")
        if len(wording.split()) < _LEAST:
            continue
        yield _Said(
            hashlib.blake2b(wording.encode(), digest_size=9).hexdigest(),
            start,
            end,
            skipped,
            tuple((plain(d.text), stretch_of(d.name), _due(d)) for d in inside),
            len(flows),
            round(sum(math.log10(1 + abs(float(f.value or 0))) for f in flows), 2),
        )


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
    for (text, read, due), (again, read_now, due_now) in zip(
        first.times, second.times, strict=True
    ):
        if text != again:
            continue
        if read and read_now and _within(read, before.own) and not _within(read_now, now.own):
            return "stale_period"
        if due and due_now and before.day and now.day and before.day <= due <= due_now < now.day:
            return "stale_deadline"
    told = any(
        read_now is not None and _within(read_now, now.own) and read != read_now
        for (_, read, _), (_, read_now, _) in zip(first.times, second.times, strict=True)
    )
    least = 2 if told else 3 if not second.times else None
    later = (now.own.year - before.own.year) * 12 + now.own.last - before.own.last
    telling = _TELLING if later < 12 else _TELLING_LATER
    if least and second.flows >= least and second.digits >= telling:
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
    named = next((text for text, _, _ in second.times), "")
    return tell(code, quotes, reported=named, fields={"reported": named})
