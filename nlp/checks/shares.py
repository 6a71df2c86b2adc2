"""Sentences -> percentages of a printed whole: part, whole, percent; or ratio, percent.

"78,6% (272/346 vụ)", "giải quyết 274/359 đơn, đạt 76,3%", "369 đơn (chiếm 63,4% trên tổng số đơn)",
"đạt 55% kế hoạch (3.400 lao động)", "Tỷ lệ hồ sơ trực tuyến 70%". The part is the figure that the
percentage follows; the whole is named after it, or is what the part was divided from, or the nearest
larger figure of its unit. An attainment of a plan that is not printed is no claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..model import CheckOutcome
from .cues import cues
from .intervals import HABITS, Habit, Range
from .structure import Strength
from .terms import Sentence, Term

_TO_RATIO = re.compile(r"[^,;.\w]*(?:\s*(?:tương\s+ứng|tức|là|với|đạt))*[^,;.\w]*\Z", re.IGNORECASE)
_SHARE = re.compile(
    r"(?:[(\[]|đạt|chiếm|bằng|tỷ\s+lệ|tỉ\s+lệ|tỷ\s+trọng|tương\s+(?:ứng|đương)|tức)", re.IGNORECASE
)
_NAMES_WHOLE = re.compile(
    r"\s*(?:của|so|trên|trong|kế\s+hoạch|dự\s+toán|chỉ\s+tiêu|tổng|trung\s+bình|nhiệm\s+vụ|số|mức)[^,;.]{0,60}\Z",
    re.IGNORECASE,
)
_PLAN = re.compile(
    r"\s*(?:\S+\s+){0,3}?(?:kế\s+hoạch|dự\s+toán|chỉ\s+tiêu|nghị\s+quyết|nhiệm\s+vụ|mục\s+tiêu)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\s*(?:so\s+(?:với\s+)?(?:cùng|năm|tháng|quý|kỳ|thực|ước)|cùng\s+kỳ|năm\s+trước|GDP|GRDP|so\s)",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"kế\s+hoạch|dự\s+toán|chỉ\s+tiêu|giao|phân\s+bổ|phải\s|tổng\s+vốn|nhu\s+cầu", re.IGNORECASE
)
_OUT_OF = re.compile(
    r"\s*(?:/|trên(?:\s+tổng(?:\s+số)?)?|trong(?:\s+tổng)?(?:\s+số)?)\s*\Z", re.IGNORECASE
)
_IN_ALL = re.compile(r"(?:trong|trên)\s+tổng(?:\s+số)?\s*\Z", re.IGNORECASE)
_OF_TOTAL = re.compile(r"\s*(?:trên|trong|so\s+với|của)?\s*(?:tổng|toàn)", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:tỷ|tỉ)\s+(?:lệ|trọng)\s+(.{3,60}?)(?:\s+(?:là|đạt|chiếm|ở\s+mức))?\s*\Z", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage with the plausible readings of its part and whole, likeliest first."""

    percent: Term
    readings: tuple[tuple[Term, Term], ...]
    ratio: Term | None
    strength: Strength
    cue: str


class ShareReader:
    """Reads the percentages of a document; ``wholes`` maps a part's number to what it divides."""

    def __init__(
        self,
        sentences: Sequence[Sentence],
        wholes: Mapping[int, Sequence[Term]],
        taken: frozenset[int],
    ) -> None:
        self.sentences = sentences
        self.wholes = wholes
        self.taken = taken

    def shares(self) -> Iterator[Share]:
        for index, sentence in enumerate(self.sentences):
            for at, term in enumerate(sentence.terms):
                if term.role != "percent" or term.number in self.taken or term.figure.change:
                    continue
                share = self._share(index, sentence.terms, at)
                if share is not None:
                    yield share

    def _share(self, index: int, terms: tuple[Term, ...], at: int) -> Share | None:
        term = terms[at]
        return (
            self._of_ratio(terms, at)
            or self._of_named_whole(index, terms, at)
            or self._of_pair(terms, at)
            or self._of_part(index, terms, at)
            or self._of_label(index, term)
        )

    def _of_ratio(self, terms: tuple[Term, ...], at: int) -> Share | None:
        term = terms[at]
        after = terms[at + 1] if at + 1 < len(terms) else None
        if after is not None and after.role == "ratio" and _TO_RATIO.fullmatch(after.gap):
            return Share(term, (), after, "strong", term.gap.strip()[-30:])
        before = terms[at - 1] if at else None
        if (
            before is not None
            and before.role == "ratio"
            and _SHARE.search(term.gap)
            and len(term.gap) < 100
        ):
            elsewhere = _PLAN.match(term.after) or _ELSEWHERE.match(term.after)
            return Share(
                term, (), before, "weak" if elsewhere else "strong", term.gap.strip()[-30:]
            )
        return None

    def _of_named_whole(self, index: int, terms: tuple[Term, ...], at: int) -> Share | None:
        term = terms[at]
        before = [t for t in terms[:at] if t.role == "level"]
        after = terms[at + 1] if at + 1 < len(terms) else None
        if after is not None and after.role in ("level", "base") and _NAMES_WHOLE.match(after.gap):
            parts = [t for t in reversed(before) if t.fits(after)]
            if parts:
                return Share(term, ((parts[0], after),), None, "strong", term.gap.strip()[-30:])
        if at and terms[at - 1].role == "base" and not term.bracket:
            whole = terms[at - 1]
            parts = [t for t in reversed(before) if t.fits(whole)] or self._earlier(index, whole)
            if parts:
                return Share(
                    term,
                    tuple((p, whole) for p in parts[:3]),
                    None,
                    "medium",
                    term.gap.strip()[-30:],
                )
        for later in terms[at + 1 : at + 4]:
            if (
                later.role == "level"
                and _IN_ALL.search(later.gap)
                and before
                and before[-1].fits(later)
            ):
                return Share(term, ((before[-1], later),), None, "strong", "trong tổng")
        return None

    def _of_pair(self, terms: tuple[Term, ...], at: int) -> Share | None:
        term = terms[at]
        if at > 1:
            part, whole = terms[at - 2], terms[at - 1]
            if (
                part.role == "level"
                and whole.role in ("level", "base")
                and _OUT_OF.fullmatch(whole.gap)
                and part.fits(whole)
                and _SHARE.search(term.gap)
            ):
                return Share(term, ((part, whole),), None, "strong", term.gap.strip()[-30:])
        if at + 2 < len(terms) and not any(t.role == "level" for t in terms[:at]):
            part, whole = terms[at + 1], terms[at + 2]
            if (
                part.role == "level"
                and whole.role in ("level", "base")
                and _OUT_OF.fullmatch(whole.gap)
                and part.fits(whole)
                and len(part.gap) < 60
            ):
                return Share(term, ((part, whole),), None, "medium", term.gap.strip()[-30:])
        return None

    def _of_part(self, index: int, terms: tuple[Term, ...], at: int) -> Share | None:
        term = terms[at]
        part = next(
            (
                t
                for t in reversed(terms[:at])
                if t.role == "level" and t.bracket in (0, term.bracket)
            ),
            None,
        )
        if (
            part is None
            or term.clause != part.clause
            or not _SHARE.search(term.gap)
            or _ELSEWHERE.match(term.after)
        ):
            return None
        if terms[at - 1] is not part and terms[at - 1].role not in ("change", "percent", "base"):
            return None
        plan = _PLAN.match(term.after) is not None
        inside = [
            t
            for t in reversed(terms)
            if t.end <= part.start and t.role == "level" and t.fits(part) and t.value > part.value
        ]
        earlier = [t for t in self._earlier(index, part) if t.value > part.value]
        if plan:
            planned = [t for t in (*inside, *earlier) if _PLANNED.search(t.gap)]
            if not planned:
                return None
            return Share(
                term, tuple((part, w) for w in planned[:2]), None, "strong", term.gap.strip()[-30:]
            )
        divided = list(self.wholes.get(part.number, ()))
        wholes = _unique([*divided, *inside, *earlier])[:4]
        if not wholes:
            return None
        strength: Strength = (
            "strong" if divided or inside or _OF_TOTAL.match(term.after) else "medium"
        )
        return Share(term, tuple((part, w) for w in wholes), None, strength, term.gap.strip()[-30:])

    def _of_label(self, index: int, term: Term) -> Share | None:
        match = _LABEL.search(term.gap)
        if match is None:
            return None
        wanted = frozenset(match[1].lower().split())
        readings = []
        block = self.sentences[index].block
        for sentence in self.sentences[max(0, index - 6) : index + 1]:
            if sentence.block < block - 2:
                continue
            for part in sentence.terms:
                if part.role != "level" or part.number not in self.wholes:
                    continue
                words = frozenset(
                    re.findall(r"\w+", f"{part.before} {part.figure.unit} {part.after}".lower())
                )
                if len(wanted & words) >= max(2, round(0.7 * len(wanted))):
                    readings += [(part, whole) for whole in self.wholes[part.number]]
        if not readings:
            return None
        return Share(term, tuple(readings), None, "medium", match.group().strip())

    def _earlier(self, index: int, like: Term) -> list[Term]:
        """Figures of one unit in the sentences before, the nearest first."""
        block = self.sentences[index].block
        found: list[Term] = []
        for sentence in reversed(self.sentences[max(0, index - 6) : index]):
            if sentence.block < block - 2:
                break
            found += [
                t
                for t in reversed(sentence.terms)
                if t.role == "level" and t.fits(like) and not t.bracket
            ]
        return found


def _unique(terms: Sequence[Term]) -> list[Term]:
    return list({t.number: t for t in terms}.values())


# -- judging -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShareVerdict:
    share: Share
    part: Term | None
    whole: Term | None
    outcome: CheckOutcome


def judge_share(share: Share) -> ShareVerdict | None:
    """The verdict on a percentage; None where no reading is sure."""
    if share.ratio is not None:
        top, bottom = share.ratio.figure.numerator, share.ratio.figure.denominator
        if not top or not bottom:
            return None
        found = percent_outcome(
            Range.exactly(Fraction(top)), Range.exactly(Fraction(bottom)), share.percent
        )
        if found is None and share.strength == "weak":
            return None
        return ShareVerdict(share, None, None, found or "inconsistent")
    for part, whole in share.readings:
        found = share_outcome(part, whole, share.percent)
        if found is not None:
            return ShareVerdict(share, part, whole, found)
    if share.strength == "strong":
        return ShareVerdict(share, *share.readings[0], "inconsistent")
    return None


def share_outcome(part: Term, whole: Term, percent: Term) -> CheckOutcome | None:
    for habit in HABITS:
        found = percent_outcome(
            part.printed.interval(habit), whole.printed.interval(habit), percent
        )
        if found is not None:
            return found
    return None


def percent_outcome(part: Range, whole: Range, percent: Term) -> CheckOutcome | None:
    """How a percentage agrees with part / whole; None if it does not."""
    try:
        share = part / whole * Range.exactly(100)
    except ZeroDivisionError:
        return None
    outcomes: dict[Habit, CheckOutcome] = {
        "rounded": "consistent",
        "truncated": "consistent_by_rounding",
    }
    for habit in HABITS:
        if share.meets(percent.printed.interval(habit)):
            return outcomes[habit]
    return None
