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
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from ..model import Box, DateMention, Figure, Parsed, Period
from .beside import (
    BREAK,
    after_other,
    compares,
    is_origin,
    own_label,
    printed_place,
    tail,
    title_end,
    words_of,
)
from .cues import unit as unit_of
from .indicators import (
    Concept,
    concept,
    counted,
    is_ahead,
    parted,
    says_less,
    shortens,
    titled,
    with_owner,
)
from .intervals import HABITS, Habit, Range, printed
from .reports import Report, Stretch, is_members, place_of, stretch_of

_REACH = 160  # characters beside a figure in which its words stand
_CELL = "table cell"  # the rule of a figure whose indicator its row and columns say
_BRACKETED = re.compile(r"\(([^()]{2,20})\)")
_MOST_HEADING = 10  # words of what is a title and no sentence
_REPORTS = ("BC", None)  # a plan's or an order's figures are no results
_LEAST, _SURE = 0.5, 0.8  # the confidence of a figure that is a fact, and that surely is one
_WHOLE = re.compile(r"(?:toàn)\s", re.IGNORECASE)
_TO_DATE = re.compile(r"(?:cuối|hết|đến)(?!\w)", re.IGNORECASE)


# "vượt 48 tỷ đồng": by how much; "95% của 142 tỷ đồng": of what, the figure before says.
_APART = re.compile(r"(?<!\w)(?:vượt|vượt thu|hụt|hụt thu|cao hơn|thấp hơn|chênh lệch)$")
_OF_IT = re.compile(r"(?:(?:của|trên|trong)(?:\s+tổng(?:\s+số)?)?|so với)")


class Fact(NamedTuple):
    """What a report states. ``value`` is in the base unit (đồng, m²); ``scope`` says whether the
    place is printed beside it; ``base``: as last year's figure beside this year's; ``implied``: the
    interval computed from ``beside`` and this figure's change.

    A tuple, as an archive unpacks millions: a frozen dataclass takes eight times as long to make.
    """

    report: Report
    text: str
    start: int
    end: int
    page: int | None
    boxes: tuple[Box, ...]
    value: Decimal
    unit: str
    countable: bool
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
        exact = self.countable and not known.scaled
        approx = None if self.approx == "estimate" else self.approx
        of = self.value / known.factor
        return printed(of, self.text, factor=known.factor, exact=exact, approx=approx).interval(  # type: ignore[arg-type]
            habit
        )

    @property
    def estimated(self) -> bool:
        """Whether the report itself says that the figure may still change."""
        return self.approx == "estimate"

    @property
    def own(self) -> bool:
        """Whether it is of the very period that its report is on."""
        return self.stretch == self.report.own

    def packed(self) -> list[Any]:
        """As JSON can keep it, without its report: the fields in order."""
        implied = self.implied and [str(self.implied.low), str(self.implied.high)]
        return [
            self.text, self.start, self.end, self.page,
            [[b.page, b.x0, b.y0, b.x1, b.y1] for b in self.boxes],
            str(self.value), self.unit, self.countable, self.approx, self.concept.packed(),
            self.place, self.stretch, self.doubt, self.scope, self.base, implied,
            self.beside and self.beside.packed(),
        ]  # fmt: skip

    @classmethod
    def unpacked(cls, record: Sequence[Any], report: Report) -> Fact:
        """The fact of a report that was packed."""
        (text, start, end, page, boxes, value, unit, countable, approx, concept, place, stretch,
         doubt, scope, base, implied, beside) = record  # fmt: skip
        return cls(
            report, text, start, end, page, tuple(Box(*box) for box in boxes), Decimal(value),
            unit, countable, approx, Concept.unpacked(concept), place, Stretch(*stretch), doubt,
            scope, base, implied and Range(*map(Decimal, implied)),
            beside and cls.unpacked(beside, report),
        )  # fmt: skip


class Glance(NamedTuple):
    """What is seen of a packed fact at once."""

    value: str
    concept: str
    stretch: tuple[int, int, int]
    implied: bool
    base: bool
    place: str


def glance(record: Sequence[Any]) -> Glance:
    """A look at a packed fact."""
    return Glance(
        record[5], record[9], tuple(record[11]), record[15] is not None, record[14], record[10]
    )


# -- facts ---------------------------------------------------------------------------------------


def facts_of(parsed: Parsed, report: Report) -> list[Fact]:
    """The facts that are clear in a report.

    Where a report gives one indicator two values in the same words, none of them is a fact: which
    one is meant is the report's own arithmetic to settle. In other words they are less than sure.
    """
    if not report.place or report.own is None or report.type not in _REPORTS:
        return []
    found = _Reader(parsed, report).facts()
    seen: dict[tuple[object, ...], Fact | None] = {}
    for fact in sorted(found, key=_vague):
        if fact.implied is not None:
            continue
        key = (fact.place, fact.concept, fact.stretch)
        first = seen.setdefault(key, fact)
        if first is None or first.value == fact.value or _vague(fact) > _vague(first):
            continue
        if not meet(first, fact):
            seen[key] = None
    clear = {id(fact) for fact in seen.values() if fact is not None}
    told: dict[tuple[object, ...], set[Decimal]] = {}
    for fact in found:
        if id(fact) in clear:
            told.setdefault(_indicator(fact), set()).add(fact.value)
    return [
        f._replace(doubt=1) if len(told.get(_indicator(f), ())) > 1 else f
        for f in found
        if id(f) in clear or (f.implied is not None and id(f.beside) in clear)
    ]


def _indicator(fact: Fact) -> tuple[object, ...]:
    return (fact.place, fact.concept.key, fact.concept.plan, fact.stretch, fact.implied is None)


def _vague(fact: Fact) -> bool:
    """Whether a figure only says "about" so many; it does not contradict an exact one."""
    return fact.approx not in (None, "estimate")


def meet(a: Fact, b: Fact) -> bool:
    """Whether two facts may be of one number."""
    if a.value == b.value and a.implied is None and b.implied is None:
        return True
    return any(a.interval(one).meets(b.interval(other)) for one in HABITS for other in HABITS)


@dataclass(frozen=True, slots=True)
class _Around:
    """The titles above a figure, innermost first, and the periods they name."""

    titles: tuple[str, ...]
    periods: tuple[Stretch, ...]
    ahead: bool


class _Reader:
    """Figures in their sentences, read once from left to right."""

    def __init__(self, parsed: Parsed, report: Report) -> None:
        self._text = parsed.text
        self._report = report
        self._figures = sorted(parsed.figures, key=lambda f: f.start)
        starts = {0, len(parsed.text), *(m.end() for m in BREAK.finditer(parsed.text))}
        starts |= {title_end(parsed.text, section) or 0 for section in parsed.sections}
        self._breaks = sorted(starts)
        self._mentions = [
            d for d in parsed.dates if d.name and not is_origin(parsed.text, d.start, d.end)
        ]
        self._mention_starts = [d.start for d in self._mentions]
        self._indicator: str | None = None  # of the last level
        self._starts = [f.start for f in self._figures]
        self._sections = {s.id: s for s in parsed.sections}
        self._around: dict[str | None, _Around] = {}
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
                self._indicator = figure.indicator
            found.append(fact)
        return found

    # -- words beside a figure

    def _window(self, at: int, start: int, end: int) -> tuple[str, str]:
        """The words before and after a figure that speak of it."""
        figure = self._figures[at]
        one = next((n for n in range(at - 1, -1, -1) if not is_members(self._figures[n])), -1)
        before = self._figures[one] if one >= 0 else None
        floor = max(start, figure.start - _REACH)
        follows = before is not None and before.end > floor
        if follows and before is not None:
            floor = max(floor, before.end)
        left = self._text[floor : figure.start].rstrip()
        opened = left.endswith(("(", "["))
        left = left.rstrip("([ \n")
        left = after_other(left) if follows and not opened else own_label(left)
        after = self._figures[at + 1] if at + 1 < len(self._figures) else None
        ceiling = min(end, figure.end + _REACH)
        meets = after is not None and after.start < ceiling
        if meets and after is not None:
            ceiling = after.start
        right = tail(self._text[figure.end : ceiling], meets=meets)
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
            or figure.confidence < _LEAST
            or figure.kind in ("multiple", "duration")
            or figure.baseline is not None
            or (figure.kind == "ratio" and figure.unit in ("", "%"))
            or (at and self._text[self._figures[at - 1].end : figure.start].strip() == "/")
        ):
            return None
        cell = figure.rule == _CELL
        left, right = (figure.indicator or "", "") if cell else self._window(at, start, end)
        if _APART.search(left) or (at and _OF_IT.fullmatch(left) and not right.strip()):
            return None
        around = self._around_of(figure.section)
        measured = unit_of(figure.unit)
        kind = "count" if figure.kind == "ratio" else figure.kind
        if figure.kind == "ratio" and measured.names:
            kind = "money" if measured.names == ("đồng",) else kind
        full = " ".join(measured.names) or figure.unit or (_unit_in(left) if cell else "")
        noun, more = parted(full, kind)
        window = words_of(f"{left} {noun} {more} {right}")
        before = self._text[start : figure.start] if recent else ""  # "hòa giải 92 vụ, thành 79 vụ"
        above = around.titles if cell else (before, *around.titles)
        said = _say(figure, window, above, kind, noun)
        base = said.base if said else compares(f"{left} {right}")
        owned = base or (figure.id in self._owners and not (said and said.plan))
        owner = self._owner(figure, recent, made) if owned else None
        if owner is not None:
            said = with_owner(said, owner.concept)
        elif base:
            return None
        if said is None or (around.ahead and not said.plan):
            return None
        if not cell:
            above = () if said.known else around.titles
            said = titled(said, _heading(self._text[start : figure.start], above))
        if kind == "percent" and not any(a == "topic" for a, _ in said.key):
            return None
        when = self._when(
            figure, left, right, base=base, plan=said.plan, periods=around.periods, start=start
        )
        if when is None:
            return None
        where, scope = self._where(figure, left, right, recent)
        if where is None:
            return None
        stretch, doubt = when
        if figure.confidence < _SURE:
            doubt = 1
        if stretch != self._report.own and not base and not said.plan:
            # "Giải ngân 147 tỷ đồng, riêng quý III 48 tỷ đồng": of what, the figure before says
            whole = self._owner(figure, recent, made)
            if whole is not None and says_less(said, whole.concept):
                told = whole.concept
                said = dataclasses.replace(told, corrected=True) if said.corrected else told
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

    def _around_of(self, section: str | None) -> _Around:
        """What the titles above a figure say."""
        known = self._around.get(section)
        if known is None:
            titles: list[str] = []
            periods: list[Stretch] = []
            ahead = False
            at = self._sections.get(section) if section else None
            while at is not None:
                ahead = ahead or is_ahead(at.title)
                end = at.start + len(at.marker) + len(at.title) + 2
                inside = bisect_left(self._starts, end) - bisect_left(self._starts, at.start)
                if not inside:  # a title with figures is the first sentence of its section
                    titles.append(at.title)
                    mention = self._named(at.start, end)
                    period = stretch_of(mention.name) if mention else None
                    periods += [period] if period else []
                at = self._sections.get(at.parent) if at.parent else None
            known = self._around[section] = _Around(tuple(titles), tuple(periods), ahead)
        return known

    def _owner(self, figure: Figure, recent: Sequence[Fact], made: dict[str, Fact]) -> Fact | None:
        """The figure that a base of comparison belongs to."""
        named = self._owners.get(figure.id)
        if named is not None:
            return made.get(named)
        same = unit_of(figure.unit).names
        return next(
            (
                f
                for f in reversed(recent)
                if unit_of(f.unit).names == same or shortens(figure.unit, f.unit)
            ),
            None,
        )

    def _when(
        self,
        figure: Figure,
        left: str,
        right: str,
        *,
        base: bool,
        plan: bool,
        periods: Sequence[Stretch],
        start: int,
    ) -> tuple[Stretch, int] | None:
        own = self._report.own
        if own is None:
            return None
        told = _stretch(figure.period)
        if figure.rule == _CELL:  # a table's columns say it
            when = told or own
            return (Stretch(when.year, 1, 12) if plan else when.before() if base and when == own
                    else when), 0  # fmt: skip
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
            between = self._text[before.end : figure.start]
            if between.count(")") <= between.count("("):
                ahead = told.year == own.year and told.last > own.last
                if ahead and figure.approx != "estimate":
                    return None  # "kế hoạch vốn năm 2024 là 90 tỷ đồng, đã giải ngân 31 tỷ đồng"
                return told, 1
        return (told if told in periods else own), 0

    def _where(
        self, figure: Figure, left: str, right: str, recent: Sequence[Fact]
    ) -> tuple[str | None, bool]:
        """The place of a figure, and whether it is printed beside it; None if it is unclear."""
        named = printed_place(right) or printed_place(left)
        own = self._report.place
        if named is None:
            given = figure.place
            if recent and given and recent[-1].scope and recent[-1].place == place_of(given):
                return recent[-1].place, True  # "riêng xã A hòa giải 17 vụ, thành 14 vụ"
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
            grown = [share.interval(habit) * Decimal("0.01") * sign for habit in HABITS]
            rates = Range(1 + min(r.low for r in grown), 1 + max(r.high for r in grown))
            if rates.low <= 0:
                return None
            implied = current.interval("rounded") / rates
        else:
            if unit_of(figure.unit).names != unit_of(current.unit).names:
                return None
            known = unit_of(figure.unit)
            exact = figure.kind in ("count", "money") and not known.scaled
            change = printed(figure.value, figure.text, factor=known.factor, exact=exact)
            implied = current.interval("rounded") - change.interval("rounded") * sign
        stretch = self._baseline(figure, end)
        if stretch is None or current.stretch != own:
            return None
        return current._replace(
            text=figure.text,
            start=figure.start,
            end=figure.end,
            page=figure.page,
            boxes=figure.boxes,
            value=(implied.low + implied.high) / 2,
            stretch=stretch,
            # "240 lượt với 180 vụ việc, tăng 12%": which of them grew is not sure
            doubt=0 if figure.indicator == self._indicator or len(recent) == 1 else 1,
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


def _unit_in(label: str) -> str:
    """What a row of a table counts: "Lượt tiếp công dân (lượt)", or the noun it begins with."""
    named = _BRACKETED.search(label)
    if named and counted(named[1], "count").known:
        return named[1].strip()
    words = label.split()
    heads = (" ".join(words[:size]) for size in range(min(3, len(words)), 0, -1))
    return next((head.lower() for head in heads if counted(head, "count").known), "")


def _heading(sentence: str, titles: Sequence[str]) -> str:
    """What a figure stands under: the words before a colon in its sentence, or a title."""
    named, colon, _ = sentence.partition(":")
    if colon and len(named.split()) <= _MOST_HEADING:
        return named
    return next((title for title in titles if len(title.split()) <= _MOST_HEADING), "")


def _say(
    figure: Figure, window: str, titles: Sequence[str], kind: str, noun: str
) -> Concept | None:
    """What a figure measures; the titles above are asked in turn for the topic."""
    named = words_of(figure.indicator or "")
    said = concept(window, named, "", kind, noun)
    for title in titles:
        if said is None or any(a == "topic" for a, _ in said.key):
            break
        said = concept(window, named, title, kind, noun)
    return said


def _stretch(period: Period | None) -> Stretch | None:
    return stretch_of(period.name) if period else None


def _tells_base(fact: Fact, implied: Fact) -> bool:
    """Whether the base that a change implies is printed after it."""
    return fact.stretch == implied.stretch and fact.concept.key == implied.concept.key
