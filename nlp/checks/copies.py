"""Reports of one office -> what was copied from an earlier one and left as it was.

Last period's report is the draft of this one. A sentence that comes back word for word is stale if
it still names the period of the earlier report, or a deadline that has passed since; if only its
period was changed, its figures are stale. Sentences without a period, a deadline or figures are
the office's standing phrases; what is said again of a period that this report covers is no copy.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..model import DateMention, Figure, Finding, Parsed, Quote
from ..text import UPPER
from .indicators import counted, plain
from .reports import Report, Stretch, report_of, stretch_of
from .told import tell

_END = re.compile(
    rf"(?<=[.;?!])\s+(?=[{UPPER}\d+\-–(])|\n\s*\n|\n(?=\s*(?:[-–+•*]|\d{{1,2}}[.)]|[a-zđ]\)|[IVX]+\.)\s)"
)
_MARKER = re.compile(r"\s*(?:[-–+•*]|\d{1,2}[.)]|[a-zđ]\)|[IVX]+\.)\s+")
_LEAST = 8  # words of a sentence that is not said twice by chance
_KEPT = 4  # reports in which a sentence is remembered
_TELLING = 10  # figures that come to less may well be the same again


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence of a report: its periods and deadlines as printed and read, its counts.

    ``weight`` is what its figures come to.
    """

    report: Report
    start: int
    end: int
    times: tuple[tuple[str, Stretch | None, date | None], ...]
    flows: int
    weight: int
    lead: str  # what stands between it and the sentence before
    text: str


class Copies:
    """The sentences of the reports so far, by office and wording."""

    def __init__(self) -> None:
        self._said: dict[bytes, list[_Said]] = {}
        self._reports: set[str] = set()

    def add(self, parsed: Parsed) -> list[Finding]:
        """The stale copies between this report and those added before."""
        if parsed.id in self._reports:
            return []
        self._reports.add(parsed.id)
        report = report_of(parsed)
        if not report.issuer or report.own is None:
            return []
        pairs: list[tuple[str, _Said, _Said]] = []
        for key, said in _sentences(parsed, report):
            before = self._said.setdefault(key, [])
            for other in before:
                first, second = sorted((other, said), key=lambda s: s.report.order)
                code = _stale(first, second)
                if code:
                    pairs.append((code, first, second))
                    break
            before.append(said)
            del before[:-_KEPT]
        return [_finding(code, group) for code, group in _runs(pairs)]


def _sentences(parsed: Parsed, report: Report) -> Iterator[tuple[bytes, _Said]]:
    """The sentences that may go stale, each with a hash of office and wording without times."""
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
        named = f"{report.issuer}\n{report.type}\n{wording}".encode()
        yield (
            hashlib.blake2b(named, digest_size=12).digest(),
            _Said(
                report,
                start,
                end,
                tuple((plain(d.text), stretch_of(d.name), _due(d)) for d in inside),
                len(flows),
                int(sum(f.value or 0 for f in flows)),
                whole[:skipped],
                whole[skipped:],
            ),
        )


def _flows(figure: Figure) -> bool:
    """Whether a figure counts what happened in a period."""
    if figure.value is None or figure.kind not in ("count", "money"):
        return False
    return figure.kind == "money" or counted(figure.unit, figure.kind).nature in ("flow", "growing")


def _due(mention: DateMention) -> date | None:
    return mention.end_date if mention.kind == "deadline" else None


def _stale(first: _Said, second: _Said) -> str:
    """What is stale in the second of two sentences of one wording; "" if nothing is."""
    before, now = first.report, second.report
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
    if least and second.flows >= least and second.weight >= _TELLING:
        return "figures_not_updated"
    return ""


def _within(part: Stretch, whole: Stretch) -> bool:
    return part.year == whole.year and whole.first <= part.first and part.last <= whole.last


def _runs(
    pairs: list[tuple[str, _Said, _Said]],
) -> Iterator[tuple[str, list[tuple[_Said, _Said]]]]:
    """Sentences that follow each other in both reports make one finding."""
    run: list[tuple[_Said, _Said]] = []
    code = ""
    for told, first, second in pairs:
        if run and (
            told != code
            or first.report is not run[-1][0].report
            or first.start - len(first.lead) != run[-1][0].end
            or second.start - len(second.lead) != run[-1][1].end
        ):
            yield code, run
            run = []
        code = told
        run.append((first, second))
    if run:
        yield code, run


def _finding(code: str, run: list[tuple[_Said, _Said]]) -> Finding:
    quotes = []
    for side in (0, 1):
        said = [pair[side] for pair in run]
        report = said[0].report
        words = said[0].text + "".join(one.lead + one.text for one in said[1:])
        quotes.append(Quote(report.id, report.path, words, said[0].start, said[-1].end))
    old = next((t for t, _, _ in run[0][1].times), "")
    return tell(code, quotes, reported=old, fields={"reported": old})
