"""A parsed report -> the facts it states that another report may state too.

A fact is a level or a plan: the value of an indicator, at a place, over a stretch of months. What a
figure is compared with ("cùng kỳ 388 đơn", "so với 6 tháng đầu năm (231 đơn)") is a fact of that
other stretch; a change with no printed base ("giảm 03 đơn") implies one. Ranges, rates, shares,
durations and what is planned for later are no facts here.
"""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from ..annotate.localities import place_before
from ..annotate.periods import parse_period
from ..model import Box, DateMention, Figure, Parsed, Period, Section
from ..text import UPPER, modern_tone, squeeze
from .cues import unit as unit_of
from .indicators import Concept, concept, is_ahead, plain, says_less, with_owner, wording
from .intervals import Habit, Range, printed

_BREAK = re.compile(
    rf"(?<=[.?!])\s+(?=[{UPPER}])|\n\s*\n|\n(?=\s*(?:[-–+•*]|\d{{1,2}}[.)]|[a-zđ]\)|[IVX]+\.)\s)"
)
_STOP = re.compile(r"[;:()\[\]]|\.(?=\s|$)")
_REACH = 160  # characters beside a figure in which its words stand
_LISTED = 4  # words of a piece between commas that may go on a list: "đơn kiến nghị, phản ánh"
_SURE = 0.8  # the least confidence of a figure that is a fact
_NAME = re.compile(
    r"(?P<year>\d{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<months>\d{1,2})M|(?P<month>\d\d)))?$"
)
_PLACE = re.compile(
    r"(?i:tỉnh|thành\s+phố|huyện|thị\s+xã|quận|xã|phường|thị\s+trấn|đặc\s+khu)"
    rf"(?:\s+(?i:ủy)(?!\w))?\s+(?P<name>[{UPPER}]\w*(?:\s+[{UPPER}\d]\w*){{0,3}})$"
)
_LEVEL = re.compile(
    r"(?:tỉnh|thành\s+phố|huyện|thị\s+xã|quận|xã|phường|thị\s+trấn|đặc\s+khu)$", re.IGNORECASE
)
_PLACE_WORDS = re.compile(_PLACE.pattern.removesuffix("$") + r"(?!\w)")
_WHOLE = re.compile(r"(?:toàn)\s", re.IGNORECASE)
_TIME = re.compile(r"(?<!\w)(?:quý|tháng|năm|ngày)\s+(?:[IVX]+|\d[\d/.-]*)(?!\w)", re.IGNORECASE)
# "23 đơn tồn năm 2022 chuyển sang": the year says where they come from, not when they were counted.
_ORIGIN = re.compile(
    r"(?<=tồn )năm\s+\d{4}|(?<=từ )năm\s+\d{4}(?=\s+chuyển)|năm\s+\d{4}(?=\s+chuyển)"
)
_TO_DATE = re.compile(r"(?:cuối|hết|đến)(?!\w)", re.IGNORECASE)


class Stretch(NamedTuple):
    """Months of a year, first and last; how a named period compares (2024-H1 is 2024, 1, 6)."""

    year: int
    first: int
    last: int

    def before(self) -> Stretch:
        """The same months a year before."""
        return self._replace(year=self.year - 1)


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """The document that facts were read from. ``own`` is the period it reports on."""

    id: str
    path: str
    issuer: str
    place: str
    parent: str
    day: date | None
    own: Stretch | None
    ocr: bool
    order: tuple[str, str]  # by date, then id


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """What a report states. ``value`` is in the base unit (đồng, m²); ``scope`` says whether the
    place is printed beside it; ``base``: as last year's figure beside this year's; ``implied``: the
    interval computed from ``beside`` and this figure's change.
    """

    report: Report
    text: str
    start: int
    end: int
    page: int | None
    boxes: tuple[Box, ...]
    value: Decimal
    unit: str
    count: bool
    approx: str | None
    concept: Concept
    place: str
    stretch: Stretch
    doubt: int = 0  # 0: sure what it is, 1: likely
    scope: bool = False
    base: bool = False
    implied: Range | None = None
    beside: Fact | None = None

    def interval(self, habit: Habit) -> Range:
        """The values that the fact allows."""
        if self.implied is not None:
            return self.implied
        known = unit_of(self.unit)
        exact = self.count and not known.scaled
        approx = None if self.approx == "estimate" else self.approx
        of = self.value / known.factor
        return printed(of, self.text, factor=known.factor, exact=exact, approx=approx).interval(  # type: ignore[arg-type]
            habit
        )

    @property
    def estimated(self) -> bool:
        return self.approx is not None


# -- reports -------------------------------------------------------------------------------------


@cache
def stretch_of(name: str | None) -> Stretch | None:
    """A period's name as months: 2024-H1, 2024-Q3, 2024-9M, 2024-02, 2024."""
    match = _NAME.match(name or "")
    if match is None:
        return None
    year = int(match["year"])
    if match["half"]:
        return Stretch(year, 1, 6) if match["half"] == "1" else Stretch(year, 7, 12)
    if match["quarter"]:
        last = 3 * int(match["quarter"])
        return Stretch(year, last - 2, last)
    if match["months"]:
        return Stretch(year, 1, int(match["months"]))
    if match["month"]:
        return Stretch(year, int(match["month"]), int(match["month"]))
    return Stretch(year, 1, 12)


@lru_cache(maxsize=4096)
def place_of(issuer: str) -> str:
    """The place an agency is of: "UBND huyện Kim Đông" -> "huyện kim đông"."""
    match = _PLACE.search(issuer)
    if match is None:
        return ""
    return modern_tone(squeeze(re.sub(r"\s+(?i:ủy)\s+", " ", match.group())).lower())


@lru_cache(maxsize=4096)
def body_of(issuer: str) -> str:
    """An agency's name as it compares."""
    return plain(issuer).replace(plain("ủy ban nhân dân"), "ubnd")


def report_of(parsed: Parsed) -> Report:
    """The report as its letterhead names it."""
    header = parsed.header
    issuer = header.issuer or ""
    printed_day = header.date
    day = printed_day.start_date if printed_day else None
    return Report(
        id=parsed.id,
        path=parsed.source.path,
        issuer=body_of(issuer),
        place=_own_place(issuer, header.place),
        parent=place_of(header.parent_issuer or ""),
        day=day,
        own=_own(parsed),
        ocr=parsed.source.ocr,
        order=(day.isoformat() if day else "", parsed.id),
    )


def _own_place(issuer: str, printed: str | None) -> str:
    """The place an issuer reports on: of its name, or of the date line where that says no name.

    What is of no place ("Bộ Công Thương") reports on its own.
    """
    named = place_of(issuer)
    if not named and printed and _LEVEL.search(issuer):
        named = place_of(f"{issuer} {printed}")
    return named or body_of(issuer)


def _own(parsed: Parsed) -> Stretch | None:
    """The period a report is on: the first its subject names, else the one most figures have."""
    where = parsed.header.evidence.get("subject")
    if where:
        for mention in parsed.dates:
            if mention.kind == "period" and where["start"] <= mention.start < where["end"]:
                found = stretch_of(mention.name)
                if found is not None:
                    return found
    day = parsed.header.date.start_date if parsed.header.date else None
    period = parse_period(parsed.header.subject or "", reference=day)
    if period is not None and stretch_of(period.name):
        return stretch_of(period.name)
    names = Counter(f.period.name for f in parsed.figures if f.period and f.period.name)
    return stretch_of(names.most_common(1)[0][0]) if names else None


# -- facts ---------------------------------------------------------------------------------------


def facts_of(parsed: Parsed) -> tuple[Report, list[Fact]]:
    """The report and the facts that are clear in it.

    Where a report gives one indicator two values, none of them is a fact: which one is meant is the
    report's own arithmetic to settle.
    """
    report = report_of(parsed)
    if not report.place or report.own is None:
        return report, []
    found = _Reader(parsed, report).facts()
    seen: dict[tuple[object, ...], Fact | None] = {}
    for fact in found:
        if fact.implied is not None:
            continue
        key = (fact.place, fact.concept.key, fact.concept.plan, fact.stretch)
        first = seen.setdefault(key, fact)
        if first is not None and first.value != fact.value and not meet(first, fact):
            seen[key] = None
    clear = {id(fact) for fact in seen.values() if fact is not None}
    kept = [f for f in found if id(f) in clear or (f.implied is not None and id(f.beside) in clear)]
    return report, kept


def meet(a: Fact, b: Fact) -> bool:
    """Whether two facts may be of one number."""
    if a.value == b.value and a.implied is None and b.implied is None:
        return True
    return any(
        a.interval(one).meets(b.interval(other))
        for one in ("rounded", "truncated")
        for other in ("rounded", "truncated")
    )


class _Reader:
    """Figures in their sentences, read once from left to right."""

    def __init__(self, parsed: Parsed, report: Report) -> None:
        self._text = parsed.text
        self._report = report
        self._figures = sorted(parsed.figures, key=lambda f: f.start)
        starts = {0, len(parsed.text), *(m.end() for m in _BREAK.finditer(parsed.text))}
        starts |= {_title_end(parsed.text, section) or 0 for section in parsed.sections}
        self._breaks = sorted(starts)
        self._mentions = [
            d for d in parsed.dates if d.name and not _origin(parsed.text, d.start, d.end)
        ]
        self._mention_starts = [d.start for d in self._mentions]
        self._starts = [f.start for f in self._figures]
        self._sections = {s.id: s for s in parsed.sections}
        self._titles: dict[str | None, tuple[tuple[Section, ...], bool]] = {}
        self._based = {
            name
            for r in parsed.relations
            if r.previous is not None
            for name in (r.change, r.change_abs, r.change_percent)
            if name is not None
        }
        self._owners = {
            r.previous: r.current
            for r in parsed.relations
            if r.previous is not None and r.current is not None
        }

    def facts(self) -> list[Fact]:
        """The facts in reading order."""
        found: list[Fact] = []
        made: dict[str, Fact] = {}
        recent: list[Fact] = []  # levels of the sentence at hand
        sentence = -1
        for at, figure in enumerate(self._figures):
            place = bisect_right(self._breaks, figure.start) - 1
            if place != sentence:
                recent, sentence = [], place
            start, end = self._breaks[place], self._breaks[place + 1]
            if figure.change is not None:
                implied = self._implied(figure, recent, end)
                if implied is not None:
                    found.append(implied)
                continue
            fact = self._fact(at, start, end, made, recent)
            if fact is None:
                continue
            made[figure.id] = fact
            if found and found[-1].implied is not None and _tells_base(fact, found[-1]):
                found.pop()
            elif not fact.base and not fact.concept.plan:
                recent.append(fact)
            found.append(fact)
        return found

    # -- words beside a figure

    def _window(self, at: int, start: int, end: int) -> tuple[str, str]:
        """The words before and after a figure that speak of it."""
        figure = self._figures[at]
        before = self._figures[at - 1] if at else None
        floor = max(start, figure.start - _REACH)
        follows = before is not None and before.end > floor
        if follows and before is not None:
            floor = max(floor, before.end)
        left = self._text[floor : figure.start].rstrip()
        opened = left.endswith(("(", "["))
        left = left.rstrip("([ \n")
        left = _after_other(left) if follows and not opened else _own_label(left)
        after = self._figures[at + 1] if at + 1 < len(self._figures) else None
        ceiling = min(end, figure.end + _REACH)
        meets = after is not None and after.start < ceiling
        if meets and after is not None:
            ceiling = after.start
        right = _tail(self._text[figure.end : ceiling], meets=meets)
        return left, right

    def _named(self, start: int, end: int) -> DateMention | None:
        """The last period named between two places."""
        at = bisect_left(self._mention_starts, end) - 1
        if at >= 0 and self._mentions[at].start >= start:
            return self._mentions[at]
        return None

    # -- one figure

    def _fact(
        self, at: int, start: int, end: int, made: dict[str, Fact], recent: Sequence[Fact]
    ) -> Fact | None:
        figure = self._figures[at]
        value = figure.value if figure.value is not None else figure.numerator
        if (
            value is None
            or figure.value_max is not None
            or figure.confidence < _SURE
            or figure.kind in ("multiple", "duration")
            or figure.baseline is not None
            or (figure.kind == "ratio" and figure.unit in ("", "%"))
            or (at and self._text[self._figures[at - 1].end : figure.start].strip() == "/")
        ):
            return None
        left, right = self._window(at, start, end)
        sections, ahead = self._section(figure.section)
        measured = unit_of(figure.unit)
        kind = "count" if figure.kind == "ratio" else figure.kind
        topic = sections[0].title[:80] if sections else ""
        noun = " ".join(measured.names) or figure.unit
        window = _words(f"{left} {noun} {right}")
        named = _words(figure.indicator or "")
        said = concept(window, named, topic, kind, noun)
        for section in sections[1:]:
            if said is None or any(a == "topic" for a, _ in said.key):
                break
            said = concept(window, named, section.title[:80], kind, noun)
        base = said.base if said else "base" in _base_words(f"{left} {right}")
        owner = self._owner(figure, recent, made) if base or figure.id in self._owners else None
        if owner is not None:
            said = with_owner(said, owner.concept)
        elif base:
            return None
        if said is None or (ahead and not said.plan):
            return None
        if kind == "percent" and not any(a == "topic" for a, _ in said.key):
            return None
        when = self._when(
            figure, left, right, base=base, plan=said.plan, sections=sections, start=start
        )
        if when is None:
            return None
        where, scope = self._where(figure, left, right)
        if where is None:
            return None
        stretch, doubt = when
        if stretch != self._report.own and not base and not said.plan:
            # "Giải ngân 147 tỷ đồng, riêng quý III 48 tỷ đồng": of what, the figure before says
            whole = self._owner(figure, recent, made)
            if whole is not None and says_less(said, whole.concept):
                said = whole.concept
        if said.nature == "opening":
            stretch = Stretch(self._report.own.year if self._report.own else stretch.year, 0, 0)
        report = self._report
        own = report.own
        approx = figure.approx
        if own is not None and stretch != own and not said.plan and report.day is not None:
            if stretch.first and date(stretch.year, stretch.first, 1) > report.day:
                return None
            if (stretch.year, stretch.last) > (report.day.year, report.day.month):
                approx = approx or "estimate"
        if "/" in noun:
            said = dataclasses.replace(said, nature="level")
        return Fact(
            report, figure.text, figure.start, figure.end, figure.page, figure.boxes,
            value * measured.factor, figure.unit, kind in ("count", "money"), approx, said, where,
            stretch, doubt, scope, base,
        )  # fmt: skip

    def _section(self, section: str | None) -> tuple[tuple[Section, ...], bool]:
        """The sections around, innermost first, and whether they are on what is to come."""
        known = self._titles.get(section)
        if known is None:
            around: list[Section] = []
            at = self._sections.get(section) if section else None
            while at is not None:
                around.append(at)
                at = self._sections.get(at.parent) if at.parent else None
            known = tuple(around), is_ahead(s.title for s in around)
            self._titles[section] = known
        return known

    def _owner(self, figure: Figure, recent: Sequence[Fact], made: dict[str, Fact]) -> Fact | None:
        """The figure that a base of comparison belongs to."""
        named = self._owners.get(figure.id)
        if named is not None:
            return made.get(named)
        same = unit_of(figure.unit).names
        return next((f for f in reversed(recent) if unit_of(f.unit).names == same), None)

    def _when(
        self,
        figure: Figure,
        left: str,
        right: str,
        *,
        base: bool,
        plan: bool,
        sections: Sequence[Section],
        start: int,
    ) -> tuple[Stretch, int] | None:
        own = self._report.own
        if own is None:
            return None
        told = _stretch(figure.period)
        reach = len(left) + 3
        near = self._named(max(start, figure.start - reach), figure.start)
        if near is None:
            near = self._named(figure.end, figure.end + len(right))
        if near is not None and stretch_of(near.name):
            found = stretch_of(near.name)
            assert found is not None
            if base and found == own:
                found = own.before()
            return found, 0
        if base:
            return (told if told is not None and told.year == own.year - 1 else own.before()), 0
        if plan:
            return Stretch(own.year, 1, 12), 0
        if told is None or told == own:
            return own, 0
        before = self._named(start, figure.start)
        if before is not None and stretch_of(before.name) == told:
            return told, 0
        for section in sections:
            title_end = _title_end(self._text, section)
            first = bisect_left(self._starts, section.start)
            if title_end is None or first < bisect_left(self._starts, title_end):
                continue  # a sentence for a title
            titled = self._named(section.start, title_end)
            if titled is not None and stretch_of(titled.name) == told:
                return told, 0
        return own, 0

    def _where(self, figure: Figure, left: str, right: str) -> tuple[str | None, bool]:
        """The place of a figure, and whether it is printed beside it; None if it is unclear."""
        named = _printed_place(right) or _printed_place(left)
        own = self._report.place
        if named is None:
            given = figure.place
            far = given is not None and not _WHOLE.match(given) and not given.startswith("cấp")
            return (None if far and place_of(given or "") not in ("", own) else own), False
        if _WHOLE.match(named):
            return own, True
        return place_of(named) or own, bool(place_of(named))

    # -- what a change implies

    def _implied(self, figure: Figure, recent: Sequence[Fact], end: int) -> Fact | None:
        own = self._report.own
        if (
            own is None
            or figure.value is None
            or figure.value_max is not None
            or figure.baseline in (None, "plan")
            or figure.id in self._based
            or not recent
        ):
            return None
        current = recent[-1]
        if current.concept.plan or current.base or current.approx or figure.approx:
            return None
        sign = 1 if figure.change == "increase" else -1
        if figure.kind == "percent":
            if unit_of(current.unit).names == ("%",) or "điểm" in figure.unit:
                return None
            share = printed(figure.value, figure.text, factor=Decimal(1), exact=False)
            grown = share.interval("rounded") * Decimal("0.01") * sign
            rates = Range(1 + grown.low, 1 + grown.high)
            if rates.low <= 0:
                return None
            implied = current.interval("rounded") / rates
        else:
            if unit_of(figure.unit).names != unit_of(current.unit).names:
                return None
            known = unit_of(figure.unit)
            exact = figure.kind == "count" and not known.scaled
            change = printed(figure.value, figure.text, factor=known.factor, exact=exact)
            implied = current.interval("rounded") - change.interval("rounded") * sign
        stretch = self._baseline(figure, end)
        if stretch is None or current.stretch != own:
            return None
        return dataclasses.replace(
            current,
            text=figure.text,
            start=figure.start,
            end=figure.end,
            page=figure.page,
            boxes=figure.boxes,
            value=(implied.low + implied.high) / 2,
            stretch=stretch,
            base=True,
            implied=implied,
            beside=current,
        )

    def _baseline(self, figure: Figure, end: int) -> Stretch | None:
        """The stretch that a change is counted from."""
        own = self._report.own
        assert own is not None
        if figure.baseline == "same period last year":
            return own.before()
        limit = min(end, figure.end + _REACH)
        at = bisect_left(self._mention_starts, figure.end)
        if at == len(self._mentions) or self._mentions[at].start >= limit:
            return None
        mention = self._mentions[at]
        found = stretch_of(mention.name)
        if found is None:
            return None
        if found.first == found.last and _TO_DATE.search(figure.baseline or ""):
            return Stretch(found.year, 1, found.last)
        return found


def _title_end(text: str, section: Section) -> int | None:
    """Where the line of a section's title ends; None for a title that the text runs on from."""
    at = text.find("\n", section.start + len(section.marker) + len(section.title))
    end = at if at >= 0 else len(text)
    line = squeeze(text[section.start : end]).rstrip(" .:;")
    return end + 1 if line.endswith(section.title.rstrip(" .:;")) else None


def _origin(text: str, start: int, end: int) -> bool:
    """Whether a year only says where something was carried over from."""
    return (
        text[end : end + 8].strip().startswith("chuyển")
        or text[max(0, start - 4) : start] == "tồn "
    )


def _stretch(period: Period | None) -> Stretch | None:
    return stretch_of(period.name) if period else None


def _tells_base(fact: Fact, implied: Fact) -> bool:
    """Whether the base that a change implies is printed after it."""
    return fact.stretch == implied.stretch and fact.concept.key == implied.concept.key


@lru_cache(maxsize=1 << 15)
def _words(window: str) -> str:
    """The words beside a figure without times and places."""
    window = _ORIGIN.sub("năm trước", _PLACE_WORDS.sub(" ", window))
    return squeeze(_TIME.sub(" ", window))


@lru_cache(maxsize=1 << 15)
def _printed_place(words: str) -> str | None:
    return place_before(words, 0, len(words))


@lru_cache(maxsize=4096)
def _base_words(text: str) -> frozenset[str]:
    return frozenset({"base"} if re.search(rf"(?<!\w){wording('base')}(?!\w)", plain(text)) else ())


@cache
def _links() -> re.Pattern[str]:
    return re.compile(rf"[,;:.()\[\]]|(?<!\w){wording('link')}(?!\w)", re.IGNORECASE)


@cache
def _cuts() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){wording('cut')}(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=1 << 15)
def _after_other(left: str) -> str:
    """Of the words between two figures, those that speak of the second."""
    match = _links().search(left)
    return (
        left[match.start() if match[0].isalpha() else match.end() :].strip(" ,") if match else left
    )


@lru_cache(maxsize=1 << 15)
def _own_label(left: str) -> str:
    """Of the words before the first figure of a sentence, those that name it."""
    left = left.rstrip(" :")
    stops = [m.end() for m in _STOP.finditer(left)]
    label = left[stops[-1] :] if stops else left
    if not label.strip():
        label = left
    pieces = label.split(",")
    kept = pieces[-1]
    for piece in reversed(pieces[:-1]):
        if len(kept.split()) > _LISTED or len(piece.split()) > 2 * _LISTED:
            break
        kept = f"{piece},{kept}"
    return squeeze(kept)


@lru_cache(maxsize=1 << 15)
def _tail(right: str, *, meets: bool) -> str:
    """The words after a figure that go on with it."""
    stop = _STOP.search(right)
    closed = stop is not None
    if stop:
        right = right[: stop.start()]
    cut = _cuts().search(right)
    if cut:
        right, closed = right[: cut.start()], True
    pieces = right.split(",")
    kept = pieces[0]
    last = len(pieces) - 1
    for number, piece in enumerate(pieces[1:], 1):
        if len(piece.split()) > _LISTED or (number == last and meets and not closed):
            break
        kept = f"{kept},{piece}"
    if meets and not closed and last == 0:
        links = [m.start() for m in _links().finditer(kept)]
        kept = kept[: links[-1]] if links else kept
    return squeeze(kept)
