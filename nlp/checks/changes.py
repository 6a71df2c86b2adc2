"""Sentences -> changes that can be done again: current, previous, change, change in per cent.

"2.783 lượt, giảm 714 lượt so với cùng kỳ [20,42%]", "402 đơn (cùng kỳ 388 đơn, tăng 14 đơn)", "từ
120 lượt xuống 54 lượt (giảm 55%)", "đạt 86,4%, vượt 1,4 điểm phần trăm so với chỉ tiêu 85%". A
change is reported only if the text prints enough of its terms to compute one of them.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from .cues import cues
from .divisions import Strength
from .terms import POINTS, Sentence, Term, is_base, is_granted, is_pair

_PERCENT = ("%",)
_BEFORE = 16  # figures before a change among which the one that changed stands
_WORD = re.compile(r"\w+")
_YEAR = re.compile(r"\d{4}(?!\d)")  # at the head of a period's name: "2025", "2025-H1"
_YEAR_NAMED = re.compile(r"(?<!\d)(?:năm|/)\s?(\d{4})(?!\d)")
_NAMED_BY = 2  # words of an indicator that surely name it
_SENTENCES_BACK = 6  # sentences before a change in which a level of its own sentence is sought
_OPENING = 48  # sentences before a balance in which its two totals stand
_PLANS = 48  # plans of a document that are kept in mind
_AFTER = 2  # figures after a change among which its base and its percentage stand


# indicator, place and name of a period -> the figures told of them
Told = dict[tuple[str, str | None, str], list[Term]]


@dataclass(frozen=True, slots=True)
class Move:
    """A change and the terms it may be computed from; ``direction`` 0 is a bare difference.

    ``other`` is a second figure that may have changed instead ("năm 2023 có 12 vụ, năm 2022 có 15
    vụ, giảm 03 vụ (20%)"): the text leaves open which one did. ``others`` may be the figure that
    changed as well, where it stands in another sentence. A *strong* move may be judged wrong; a
    *medium* one (open which one changed, the base in another part of the document) only if one
    digit would mend it; a *weak* one ("tăng 95 hộ, tỷ lệ 12,3%" may be a share) never.
    """

    current: Term
    change: Term | None
    percent: Term | None
    previous: Term | None
    direction: int
    cue: str
    other: Term | None = None
    strength: Strength = "strong"
    others: Sequence[Term] = ()


def moves(sentences: Sequence[Sentence], parts: Container[int] = ()) -> Iterator[Move]:
    """The changes of a document that can be checked; ``parts`` numbers parts of wholes."""
    told: Told | None = None
    plans: list[tuple[Term, Term]] | None = None
    firsts: deque[Term] = deque(maxlen=_OPENING)  # the figures that open their sentences
    for index, sentence in enumerate(sentences):
        yield from _balances(sentence, firsts)
        firsts.append(sentence.terms[0])
        for move in _moves(sentence, sentences[max(0, index - _SENTENCES_BACK) : index], parts):
            if isinstance(move, Move):
                yield move
                continue
            told = _told(sentences) if told is None else told
            if _of_plan(move[1]):
                plans = _plans(sentences) if plans is None else plans
                far = _past_plan(*move, plans)
            else:
                far = _of_another_part(*move, told)
            if far is not None:
                yield far


def _moves(
    sentence: Sentence, earlier: Sequence[Sentence], parts: Container[int]
) -> Iterator[Move | tuple[Term, Term]]:
    """The changes of a sentence; a figure and its change in per cent where no base is beside."""
    taken: set[int] = set()
    for at, term in enumerate(sentence.terms):
        if term.role != "change" or term.number in taken:
            continue
        near = sentence.terms[max(0, at - _BEFORE) : at + _AFTER + 1]
        move = _move(near, min(at, _BEFORE)) or _of_earlier(
            near, min(at, _BEFORE), earlier, sentence.block, parts
        )
        if move is not None:
            if move.percent is not None:
                taken.add(move.percent.number)
            yield move
        elif term.unit.names == _PERCENT and (term.figure.baseline or _of_plan(term)):
            current_at = _current(near, min(at, _BEFORE))
            if current_at is not None:
                yield near[current_at], term


def _move(terms: Sequence[Term], at: int) -> Move | None:
    term = terms[at]
    current_at = _current(terms, at)
    if current_at is None:
        return _in_points(terms, at) if term.unit.names == _PERCENT else None
    current, cue = terms[current_at], _cue(term)
    previous = _previous(terms, at, current_at)
    if term.direction == 0 and previous is not None:
        current, previous = previous, current
    if term.unit.names == _PERCENT:
        return Move(current, None, term, previous, term.direction, cue) if previous else None
    percent = _percent(terms, at) if term.unit.names != POINTS else None
    if percent is None and previous is None:
        return None
    open_ = previous is None and not _named(term, current)
    other = _other(terms, current_at) if open_ else None
    strength: Strength = "strong"
    if percent is not None and previous is None and _may_be_share(percent):
        # "bằng 6,8% so với cùng kỳ" is no share
        strength = "medium" if cues().elsewhere.match(percent.after) else "weak"
    elif other is not None:
        strength = "medium"
    return Move(current, term, percent, previous, term.direction, cue, other, strength)


def _in_points(terms: Sequence[Term], at: int) -> Move | None:
    """As in "còn 14,8%, giảm 2,9% so với đầu năm (17,7%)": per cent less per cent."""
    change = terms[at]
    current = next((t for t in reversed(terms[:at]) if t.role != "other"), None)
    base = terms[at + 1] if at + 1 < len(terms) else None
    if current is None or base is None or current.role != "percent" or is_base(current):
        return None
    if base.unit.names != _PERCENT or not is_base(base) or base.clause != change.clause:
        return None
    return Move(current, change, None, base, change.direction, _cue(change), strength="medium")


def _may_be_share(percent: Term) -> bool:
    """Whether a percentage after a change may say a level: "tăng 95 hộ, tỷ lệ 12,3%"."""
    return percent.role != "change" and cues().share_instead.search(percent.gap) is not None


def _of_earlier(
    terms: Sequence[Term],
    at: int,
    earlier: Sequence[Sentence],
    block: int,
    parts: Container[int],
) -> Move | None:
    """A change whose level another sentence prints: the level is the one it holds for."""
    term = terms[at]
    percent = _percent(terms, at)
    if percent is None or term.unit.names in (_PERCENT, POINTS) or _current(terms, at) is not None:
        return None
    if not earlier:
        return None
    levels = [
        t
        for sentence in reversed(earlier)
        for t in reversed(sentence.terms[:_BEFORE])
        if t.role == "level" and t.unit.names and t.fits(term)
    ]
    last = earlier[-1].terms if earlier[-1].block == block else ()
    near = [t for t in levels if t in last and t.number not in parts]
    named = [t for t in levels if _named(term, t)]
    sure = [t for t in near if t in named] or named or near
    base = terms[at - 1] if at and terms[at - 1].role == "base" else None
    previous = base if base is not None and base.fits(term) else None
    if len(sure) == 1:
        return Move(sure[0], term, percent, previous, term.direction, _cue(term))
    if not levels or percent.printed.step >= 1:
        return None
    cue, rest = _cue(term), levels[1:]
    return Move(levels[0], term, percent, previous, term.direction, cue, None, "weak", rest)


# -- a base in another part of the document -----------------------------------------------------


def _told(sentences: Sequence[Sentence]) -> Told:
    """The figures of a document by what they count, where, and over which period."""
    told: Told = {}
    for sentence in sentences:
        for term in sentence.terms:
            figure = term.figure
            if term.role == "level" and figure.period is not None and figure.period.name:
                key = (_indicator(term), figure.place, figure.period.name)
                told.setdefault(key, []).append(term)
    return told


def _indicator(term: Term) -> str:
    return " ".join((term.figure.indicator or "").lower().split())


def _of_another_part(current: Term, percent: Term, told: Told) -> Move | None:
    """As in "đạt 86,5 tỷ đồng, tăng 12% so với thực hiện năm 2025", where part I tells 2025.

    The base is the one figure of that indicator and place over the same months of the year named,
    or of the year before.
    """
    figure, name = current.figure, _indicator(current)
    period = figure.period.name if figure.period is not None else None
    if period is None or not _YEAR.match(period) or len(name.split()) < _NAMED_BY:
        return None
    compared = cues().elsewhere.match(percent.after)
    year = _YEAR_NAMED.search(percent.after)
    if compared is None or cues().planned.search(percent.after):
        return None
    before = int(year[1]) if year else int(period[:4]) - 1
    found = told.get((name, figure.place, f"{before}{period[4:]}"), [])
    found = [t for t in found if t.fits(current) and t.unit.names]
    if len({t.value for t in found}) != 1 or before >= int(period[:4]):
        return None
    cue = _cue(percent)
    return Move(current, None, percent, found[0], percent.direction, cue, strength="medium")


def _of_plan(percent: Term) -> bool:
    """Whether a change is one against the plan: "vượt 2% dự toán", "vượt dự toán 2%"."""
    known = cues()
    return bool(known.plan.match(percent.after) or known.past_plan.search(percent.gap))


def _past_plan(current: Term, percent: Term, plans: Sequence[tuple[Term, Term]]) -> Move | None:
    """As in "ước thu cả năm 58,6 tỷ đồng, vượt 2% dự toán", where part I tells the plan of "thu".

    The plan is the one base so called that is printed beside a figure whose name says as much.
    """
    known = cues()
    wanted = _words(current.before) - known.fillers - known.year_end
    wanted = frozenset(w for w in wanted if not w.isdigit())
    found: list[Term] = []
    for owner, plan in plans:
        name = _words(f"{owner.before} {owner.figure.indicator or ''}")
        if plan.fits(current) and plan.unit.names and wanted <= name:
            found.append(plan)
    if not wanted or len({t.value for t in found}) != 1 or found[0].end > current.start:
        return None
    cue = _cue(percent)
    return Move(current, None, percent, found[0], percent.direction, cue, strength="medium")


def _plans(sentences: Sequence[Sentence]) -> list[tuple[Term, Term]]:
    """Figures and their plans: "thu 41,9 tỷ đồng, đạt 72,8% dự toán (57,5 tỷ đồng)"."""
    found: list[tuple[Term, Term]] = []
    for sentence in sentences:
        if len(found) >= _PLANS:
            break
        owner: Term | None = None
        for term in sentence.terms[:_BEFORE]:
            if term.role == "level" and not term.bracket and owner is None:
                owner = term
            elif term.role == "base" and owner is not None and cues().planned.search(term.gap):
                found.append((owner, term))
    return found


def _balances(sentence: Sentence, firsts: Iterable[Term]) -> Iterator[Move]:
    """As in "Xuất khẩu 25 tỷ USD. Nhập khẩu 30 tỷ USD, … nhập siêu 5 tỷ USD": total less total."""
    known = cues()
    for term in sentence.terms:
        found = known.balance.search(term.before) if term.role == "level" else None
        if found is None:
            continue
        names = known.balances[" ".join(found.group().split())]
        named = [[t for t in firsts if name in t.before and _total_of(t, term)] for name in names]
        # a total is larger than its parts, which bear its name too
        more, less = (max(ts, key=lambda t: t.value, default=None) for ts in named)
        if more is not None and less is not None and more is not less:
            yield Move(more, term, None, less, 1, found.group(), strength="weak")


def _total_of(term: Term, balance: Term) -> bool:
    return term.role == "level" and term.fits(balance) and term.value > balance.value


def _other(terms: Sequence[Term], current_at: int) -> Term | None:
    current = terms[current_at]
    left = terms[current_at - 1] if current_at else None
    beside = left is not None and left.role == "level" and left.clause == current.clause
    return left if left is not None and beside and left.fits(current) else None


def _cue(term: Term) -> str:
    found = cues().lead.search(term.gap)
    return term.gap[found.start() : found.end(found.lastgroup or 0)] if found else ""


def _current(terms: Sequence[Term], at: int) -> int | None:
    """The figure that changed: the nearest one before of the change's unit."""
    change = terms[at]
    nearest: int | None = None
    carried = cues().carried
    for i in range(at - 1, -1, -1):
        term = terms[i]
        if term.role in ("change", "base", "other") or term.bracket not in (0, change.bracket):
            continue
        if i and is_pair(terms[i - 1], term) and not term.bracket:
            continue  # "còn 84 hộ nghèo trên tổng số 1.920 hộ, giảm 15 hộ": the part fell
        if term.role == "percent":
            if change.unit.names == POINTS and not is_base(term):
                return i
        elif change.unit.names == _PERCENT:
            if term.clause != change.clause:
                return None
            if term.role == "level":
                return i
        elif term.fits(change):
            if nearest is not None and carried.search(term.before):
                continue  # "tồn 25 vụ, thụ lý mới 140 vụ, giảm 12 vụ": it is no stock that fell
            if not change.after.strip() or _named(change, term):
                return i
            nearest = i if nearest is None else nearest
    return nearest


def _named(change: Term, term: Term) -> bool:
    """Whether the words after a change name this figure: "chết 15 người … giảm 01 người chết"."""
    wanted = _words(change.after) - _words(change.figure.unit)
    return bool(wanted & _words(f"{term.before} {term.after}"))


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))


def _previous(terms: Sequence[Term], at: int, current_at: int) -> Term | None:
    """The printed base of a change."""
    change, current, known = terms[at], terms[current_at], cues()
    if change.direction == 0:
        levels = [t for t in terms[:current_at] if t.role == "level" and t.fits(change)]
        return levels[-1] if levels else None
    began = terms[current_at - 1] if current_at else None
    if (
        began is not None
        and began.fits(current)
        and (_start(began) or _before(began, current) or is_granted(began, current))
    ):
        return began
    beside = terms[at - 1]
    if change.unit.names == POINTS and beside.role == "base" and beside.unit.names == _PERCENT:
        return beside  # "thấp hơn mục tiêu 60% tới 14,1 điểm phần trăm"
    own = _percent(terms, at)
    for i in (*range(current_at + 1, at), *range(at + 1, min(at + 1 + _AFTER, len(terms)))):
        term: Term = terms[i]
        left = terms[i - 1]
        if term.clause != change.clause or (term.role == "level" and i > at):
            break
        if i < at and any(t.role == "change" for t in terms[current_at + 1 : i]):
            continue  # "giảm 3 điểm so với năm 2019 (23%), vượt 1 điểm": the base of another change
        if i > at and left.role == "change" and left not in (change, own) and _apart(change, left):
            break  # "(tăng 8% so với năm 2023; vượt 12 tỷ đồng so với kế hoạch 90 tỷ đồng)"
        if (
            left.role == "percent"
            and left is not own
            and left is not current
            and not (known.against_plan.search(change.gap) and known.planned.search(term.gap))
        ):
            continue  # "bằng 105% dự toán (80 tỷ đồng), tăng 6 tỷ đồng": the base of another share
        if term.fits(current) and (term.role == "base" or _target(term)):
            return term
    return None


def _apart(change: Term, later: Term) -> bool:
    """Whether two changes are compared with different things, each named."""
    one, other = change.figure.baseline, later.figure.baseline
    return bool(one and other and one != other)


def _start(term: Term) -> bool:
    """Whether a figure is where a change began: "từ 120 lượt xuống …"."""
    found = cues().lead.search(term.gap)
    if found is None or found.lastgroup != "start":
        return False
    return term.role == "base" or (
        term.role == "percent" and cues().end.match(term.after) is not None
    )


def _before(term: Term, current: Term) -> bool:
    """Whether a figure is told of an earlier time: "đầu năm 412 hộ, cuối năm còn 318 hộ"."""
    known = cues()
    return (
        term.role in ("level", "base")
        and (not known.carried.search(term.before) or bool(known.carried.search(current.before)))
        and known.time_before.search(term.before) is not None
        and known.time_before.search(current.before) is None
    )


def _target(term: Term) -> bool:
    return term.role == "percent" and is_base(term)


def _percent(terms: Sequence[Term], at: int) -> Term | None:
    """The printed per cent of an absolute change: "[20,42%]", "tức tăng 16,7%", "bằng 3,6%"."""
    known = cues()
    for term in terms[at + 1 : at + 1 + _AFTER]:
        if term.role == "base":
            continue
        if term.unit.names != _PERCENT or (";" in term.gap and not term.bracket):
            return None
        if term.role == "change":
            return term if term.direction == terms[at].direction else None
        if known.as_percent.match(term.gap) is None or known.plan.match(term.after):
            return None
        # "bằng 6,8% so với cùng kỳ" may say the change, or how much of the base is left
        open_ = known.share_instead.search(term.gap) is not None
        return term if open_ or known.elsewhere.match(term.after) is None else None
    return None
