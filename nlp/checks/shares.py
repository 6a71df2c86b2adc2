"""Sentences -> percentages of a printed whole: part, whole, percent; or ratio, percent.

"78,6% (272/346 vụ)", "giải quyết 274/359 đơn, đạt 76,3%", "369 đơn (chiếm 63,4% trên tổng số đơn)",
"đạt 55% kế hoạch (3.400 lao động)", "Tỷ lệ hồ sơ trực tuyến 70%". The part is the figure that the
percentage follows; the whole is named after it, or is what the part was divided from, or the
nearest larger figure of its unit. An attainment of a plan that is not printed is no claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .cues import cues
from .divisions import Strength
from .flows import came_to
from .terms import Sentence, Term, is_base, is_pair

_BLOCKS_BACK = 2  # how far a percentage's whole may stand before it, in blocks …
_SENTENCES_BACK = 6  # … and in sentences
_NAMED_BACK = 40  # sentences searched for a whole that is named ("dân số", "tổng kim ngạch …")
_BEFORE, _AFTER = 24, 6  # figures of its own sentence, before and after it
_OTHERS = 6  # figures before a percentage that it may tell of instead
_FIGURES_BACK = 32  # figures of an earlier sentence
_WORDS = re.compile(r"\w+")
_IN_BRACKET = re.compile(r"[^,;.:(]*\(\s*")
_LAST_SEGMENT = re.compile(r"[^,;:(\[]*\Z")


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage with the plausible readings of its part and whole, likeliest first.

    ``ratios`` are given instead where one figure prints both ("272/346 vụ").
    """

    percent: Term
    readings: tuple[tuple[Term, Term], ...]
    ratios: tuple[Term, ...]
    strength: Strength

    @property
    def cue(self) -> str:
        found = cues().share.search(self.percent.gap)
        return found.group().lower() if found else ""


class ShareReader:
    """Reads the percentages of a document.

    ``wholes`` maps the number of a part to what it divides; ``taken`` are percentages that are
    already the change or the base of something.
    """

    def __init__(
        self,
        sentences: Sequence[Sentence],
        wholes: Mapping[int, Sequence[Term]],
        taken: frozenset[int],
    ) -> None:
        self.sentences = sentences
        self.wholes = wholes
        self.totals = {t.number for found in wholes.values() for t in found}
        self.taken = taken
        self.given: set[int] = set()  # wholes of which a share was read already
        self.parts: set[int] = set()  # and parts whose share was read
        self.after = {
            a.number: b for s in sentences for a, b in zip(s.terms, s.terms[1:], strict=False)
        }
        self.names: dict[int, frozenset[str]] = {}
        self.places: dict[int, tuple[int, int]] = {}  # sentence and place in it of each share

    def shares(self) -> Iterator[Share]:
        readers = (
            self._of_ratio,
            self._of_named_whole,
            self._of_pair,
            self._of_bracketed,
            self._of_part,
            self._of_named_part,
            self._of_following,
            self._of_label,
            self._of_named_ratio,
        )
        for index, sentence in enumerate(self.sentences):
            for at, term in enumerate(sentence.terms):
                if term.role != "percent" or term.number in self.taken:
                    continue
                if term.figure.change and not cues().share.search(term.gap):
                    continue
                if is_base(term):
                    continue
                near = sentence.terms[max(0, at - _BEFORE) : at + _AFTER]
                found = (read(index, near, min(at, _BEFORE)) for read in readers)
                share = next((s for s in found if s is not None), None)
                if share is not None:
                    self.places[term.number] = index, at
                    self.given.update(w.number for _, w in share.readings[:1])
                    self.parts.update(p.number for p, _ in share.readings[:1])
                    yield share

    def otherwise(self, share: Share) -> Iterator[tuple[Term, Term]]:
        """Other figures near a percentage that it may tell of, part and whole."""
        index, at = self.places[share.percent.number]
        terms = self.sentences[index].terms[max(0, at - _OTHERS) : at + 1]
        for place, part in enumerate(terms):
            if part.role == "level":
                near = (*terms[:place], *self._earlier(index, part)[:_OTHERS])
                yield from ((part, whole) for whole in near if _may_hold(whole, part))

    # -- where part and whole stand --------------------------------------------------------------

    def _of_ratio(self, _: int, terms: Sequence[Term], at: int) -> Share | None:
        """As in "78,6% (272/346 vụ)", "274/359 đơn, đạt 76,3%"."""
        term, known = terms[at], cues()
        after = terms[at + 1] if at + 1 < len(terms) else None
        before = terms[at - 1] if at else None
        told = after if after is not None and after.role == "ratio" and _explains(after) else None
        owned = before is not None and before.role == "ratio" and _is_share(term, before)
        if before is None or not owned or (told and told.bracket not in (0, term.bracket)):
            return Share(term, (), (told,), "strong") if told else None
        if told is not None:
            return Share(term, (), (before, told), "medium" if _new_subject(term) else "strong")
        unsure = (
            _new_subject(term) or known.plan.match(term.after) or known.elsewhere.match(term.after)
        )
        strength: Strength = "strong"
        if unsure:  # "đã khởi công 120/150 căn, đạt 80% kế hoạch" is most likely of the 150
            strength = "medium" if known.plan.match(term.after) and _bare(term) else "weak"
        return Share(term, (), (before,), strength)

    def _of_named_whole(self, index: int, terms: Sequence[Term], at: int) -> Share | None:
        """As in "đạt 77,8% của 60 ha", "So với dự toán 55.000 triệu đồng, đạt 76,7%"."""
        term, known = terms[at], cues()
        before = [t for t in reversed(terms[:at]) if t.role == "level"]
        # "thu 40 tấn (riêng tháng 9 thu 15 tấn), đạt 80% so với 50 tấn" goes on after the bracket
        before.sort(key=lambda t: t.bracket not in (0, term.bracket))
        after = terms[at + 1] if at + 1 < len(terms) else None
        if after is not None and after.role in ("level", "base") and known.of.match(after.gap):
            parts = [t for t in before if t.fits(after)]
            if parts:
                return Share(term, ((parts[0], after),), (), "strong")
        if after is not None and after.role == "level" and known.of_all.match(after.gap):
            parts = [t for t in before if t.clause == term.clause and _may_hold(after, t)]
            if parts and not term.bracket:
                return Share(term, ((parts[0], after),), (), "medium")
        base = terms[at - 1] if at else None
        taken = at > 1 and terms[at - 2].role == "percent" and known.of.match(terms[at - 1].gap)
        if (
            base is not None
            and base.role == "base"
            and not (term.bracket or taken or _new_subject(term))
        ):
            whole = base
            parts = [t for t in before if t.fits(whole)] or self._earlier(index, whole)
            parts.sort(key=lambda t: t.number not in self.totals)
            readings = tuple((p, whole) for p in parts[:3])
            return Share(term, readings, (), "medium") if readings else None
        for later in terms[at + 1 : at + 4]:
            in_all = later.role == "level" and known.in_all.search(later.gap)
            if in_all and before and before[0].fits(later):
                return Share(term, ((before[0], later),), (), "strong")
        return None

    def _of_pair(self, _: int, terms: Sequence[Term], at: int) -> Share | None:
        """As in "231 đơn trên tổng số 264 đơn, đạt 87,5%", "1.940 ha/1.960 ha (đạt 98,98%)"."""
        term = terms[at]
        if at > 1 and is_pair(terms[at - 2], terms[at - 1]) and _is_share(term, terms[at - 1]):
            return Share(term, ((terms[at - 2], terms[at - 1]),), (), "strong")
        if at + 2 < len(terms) and not any(t.role == "level" for t in terms[:at]):
            part, whole = terms[at + 1], terms[at + 2]
            if is_pair(part, whole) and len(part.gap) < 60:
                return Share(term, ((part, whole),), (), "medium")
        return None

    def _of_part(self, index: int, terms: Sequence[Term], at: int) -> Share | None:
        """As in "đã giải quyết 85 vụ việc, đạt 92,4%": the whole is what the part belongs to."""
        term, known = terms[at], cues()
        part = _part_before(terms, at)
        part = _counted_so(terms, part, term) if part is not None else None
        if part is None or not _is_share(term, part) or known.elsewhere.match(term.after):
            return None
        before = [
            t
            for t in reversed(terms)
            if t.end <= part.start and _counts_like(t, part) and t.bracket in (0, part.bracket)
        ]
        inside = [t for t in before if t.value > part.value]
        earlier = [t for t in self._earlier(index, part) if _may_hold(t, part)]
        if known.plan.match(term.after):
            planned = [t for t in (*inside, *earlier) if known.allotted.search(t.before)]
            readings = tuple((part, w) for w in planned[:2])
            return Share(term, readings, (), "strong") if readings else None
        divided = list(self.wholes.get(part.number, ()))
        again = [w for w in earlier if w.number in self.given]
        named = self._named(index, term, part)
        wholes = _unique([*named, *divided, *inside, *again, *earlier])[:5]
        # the part may be misprinted larger than its whole
        due = [
            t
            for t in before[:1]
            if not inside and not divided and t.clause == part.clause and _owed(t)
        ]
        wholes = due + wholes if wholes else [t for t in before if not self._attains((t,))][:1]
        sure = known.whole.match(term.after) or known.one.match(part.before)
        takes = known.takes.search(term.gap) is not None
        own = [w for w in inside if takes or not self._attains((w,))]  # no sibling with its share
        near = named or divided or own or due or (earlier and sure)
        strength: Strength = "strong" if near else "medium"
        moved = terms[at - 1].role == "change" and terms[at - 1].unit.names != term.unit.names
        if moved and again and known.share_instead.search(term.gap):
            moved, strength = False, "medium"
        if (
            moved
            or _new_subject(term)
            or known.no_change.search(part.gap.rstrip())  # "cắt giảm 07 thủ tục (9%)": of which?
            or (
                not near and not takes and self._attains(wholes[:1])
            )  # a sibling that has its own share
            or (known.attained.search(term.gap) and self._attains(wholes[:1]))
        ):
            strength = "weak"
        if strength == "strong" and "range" in (part.role, *(w.role for w in wholes[:1])):
            strength = "medium"
        if strength != "strong" and wholes and self._of_flow(index, wholes[0]):
            strength = "weak"  # "kỳ trước chuyển sang 05 vụ; phát sinh 11 vụ": the whole is both
        claims = [(part, w) for w in wholes]
        after = terms[at + 1] if at + 1 < len(terms) else None
        if _new_subject(term) and after is not None and after.role == "level":
            # "điện mua ngoài chiếm 28% toàn ngành, đạt 2,36 tỷ kWh": the part comes after
            claims[:0] = [(after, w) for w in self.wholes.get(after.number, wholes)]
        if not claims and term.bracket and not part.bracket:
            return self._of_payment(index, terms, at)
        return Share(term, tuple(claims), (), strength) if claims else None

    def _of_bracketed(self, index: int, terms: Sequence[Term], at: int) -> Share | None:
        """As in "có 37 đơn; trong đó xã An Hải chiếm 65% (24 đơn)": the part in a bracket after."""
        term = terms[at]
        part = terms[at + 1] if at + 1 < len(terms) else None
        if part is None or part.role != "level" or part.gap.strip() != "(" or term.bracket:
            return None
        if cues().takes.search(term.gap) is None or not _new_subject(term):
            return None
        before = [t for t in reversed(terms[:at]) if _may_hold(t, part)]
        wholes = before or [t for t in self._earlier(index, part) if _may_hold(t, part)]
        return Share(term, tuple((part, w) for w in wholes[:3]), (), "medium") if wholes else None

    def _of_named_part(self, index: int, terms: Sequence[Term], at: int) -> Share | None:
        """As in "Nhiều nhất là dịch tả lợn châu Phi, chiếm 42,2%": a part of an earlier list."""
        term = terms[at]
        if at or not cues().takes.search(term.gap):
            return None
        wanted = frozenset(_WORDS.findall(term.gap))
        found: list[tuple[Term, Term]] = []
        for _, earlier in self._back(index - 1, 1) if index else ():
            for part in earlier:
                label = frozenset(_WORDS.findall(part.before))
                if len(label) > 1 and label <= wanted:
                    found += ((part, whole) for whole in self.wholes.get(part.number, ()))
        return Share(term, tuple(found), (), "medium") if len(found) == 1 else None

    def _of_payment(self, index: int, terms: Sequence[Term], at: int) -> Share | None:
        """As in "phải chi 640 triệu đồng; đã chi 288 triệu đồng cho 32 hộ (45%)": of the due."""
        term, allotted = terms[at], cues().allotted
        for part in reversed(terms[:at]):
            if part.clause != term.clause or part.role != "level" or part.bracket:
                return None
            before = [t for t in reversed(terms) if t.end <= part.start]
            due = [t for t in (*before, *self._earlier(index, part)) if _may_hold(t, part)]
            due = [t for t in due if allotted.search(t.before)]
            if due:
                return Share(term, ((part, due[0]),), (), "medium")
        return None

    def _of_flow(self, index: int, whole: Term) -> bool:
        """Whether a figure is half of its whole: it came to what was there."""
        return came_to(
            whole, (t for _, terms in self._back(index, _BLOCKS_BACK + 1) for t in terms)
        )

    def _attains(self, wholes: Sequence[Term]) -> bool:
        """Whether a whole prints its own attainment, so that its parts print theirs."""
        after = (self.after.get(w.number) for w in wholes)
        return any(t is not None and t.role == "percent" for t in after)

    def _of_label(self, index: int, terms: Sequence[Term], at: int) -> Share | None:
        """As in "Tỷ lệ hồ sơ trực tuyến 70%": a part of that name was read before."""
        term = terms[at]
        match = cues().label.search(term.gap)
        if match is None:
            return None
        wanted = frozenset(_WORDS.findall(match[1].lower()))
        readings = [
            (part, whole)
            for _, terms_back in self._back(index, _SENTENCES_BACK)
            for part in terms_back
            if part.role == "level" and len(wanted & self._name(part)) >= max(2, 0.7 * len(wanted))
            for whole in self.wholes.get(part.number, ())
        ]
        return Share(term, tuple(readings), (), "strong") if readings else None

    def _of_following(self, index: int, terms: Sequence[Term], at: int) -> Share | None:
        """As in "đề nghị huyện hỗ trợ 60%, tương ứng 732 triệu đồng": the part comes after."""
        part = terms[at + 1] if at + 1 < len(terms) else None
        if part is None or part.role != "level" or not cues().amounts_to.fullmatch(part.gap):
            return None
        divided = list(self.wholes.get(part.number, ()))
        before = [t for t in reversed(terms[:at]) if _may_hold(t, part)]
        earlier = [t for t in self._earlier(index, part) if _may_hold(t, part)]
        wholes = _unique([*divided, *before, *earlier])[:5]
        strength: Strength = "strong" if divided else "weak"
        return Share(terms[at], tuple((part, w) for w in wholes), (), strength) if wholes else None

    def _of_named_ratio(self, index: int, terms: Sequence[Term], at: int) -> Share | None:
        """As in "Tỷ lệ chết trên số mắc là 2,1%": part and whole by their names, if each is one."""
        match = cues().named_ratio.search(terms[at].gap)
        if match is None:
            return None
        part = self._only(index, match[1], terms[at])
        whole = self._only(index, match[2], terms[at])
        if part is None or whole is None or part is whole or not part.fits(whole):
            return None
        return Share(terms[at], ((part, whole),), (), "medium")

    def _only(self, index: int, name: str, until: Term) -> Term | None:
        """The one figure of that name in the sentences before; None where there are several."""
        wanted = frozenset(_WORDS.findall(name.lower())) - cues().fillers
        found = [
            term
            for _, terms in self._back(index, _SENTENCES_BACK)
            for term in terms
            if term.role == "level" and term.end <= until.start and wanted <= self._name(term)
        ]
        if len({t.value for t in found}) > 1:  # "tổng số mắc" goes before "bò mắc"
            found = [t for t in found if cues().sum_total.match(t.before)]
        return found[0] if wanted and len({t.value for t in found}) == 1 else None

    # -- looking back ----------------------------------------------------------------------------

    def _back(self, index: int, most: int) -> Iterator[tuple[int, Sequence[Term]]]:
        """(block, figures) of the sentences up to one, the nearest first."""
        for sentence in reversed(self.sentences[max(0, index - most) : index + 1]):
            yield sentence.block, sentence.terms[:_FIGURES_BACK]

    def _earlier(self, index: int, like: Term) -> list[Term]:
        """Figures of one unit in the sentences before, those that are no parts first."""
        block = self.sentences[index].block
        found: list[Term] = []
        for at, terms in self._back(index - 1, _SENTENCES_BACK) if index else ():
            if at < block - _BLOCKS_BACK:
                break
            levels = (t for t in reversed(terms) if t.role == "level" and not t.bracket)
            found += [t for t in levels if t.fits(like)]
        return sorted(found, key=lambda t: t.number in self.wholes)

    def _name(self, term: Term) -> frozenset[str]:
        """The words that name a figure."""
        if term.number not in self.names:
            figure = term.figure
            text = f"{term.before} {figure.unit} {term.after} {figure.indicator or ''}"
            self.names[term.number] = frozenset(_WORDS.findall(text.lower()))
        return self.names[term.number]

    def _named(self, index: int, percent: Term, part: Term) -> list[Term]:
        """Wholes of the name that follows the percentage ("dân số", "tổng kim ngạch xuất khẩu")."""
        start = cues().of_the.match(percent.after)
        wanted = _WORDS.findall(percent.after.lower(), start.end() if start else 0)[:8]
        if len(wanted) < 2:
            return []
        found: list[tuple[float, Term]] = []
        for _, terms in self._back(index, _NAMED_BACK):
            for term in terms:
                if term.number != part.number and _may_hold(term, part):
                    score = len(frozenset(wanted) & self._name(term)) / len(set(wanted))
                    if score > 0.6:
                        found.append((score, term))
        best = max((score for score, _ in found), default=0.0)
        found.sort(key=lambda item: item[1].number in self.parts)
        return [term for score, term in found if score == best][:2]


def _counts_like(whole: Term, part: Term) -> bool:
    return whole.role in ("level", "range") and whole.fits(part)


def _owed(term: Term) -> bool:
    """Whether a figure is what had to be done: "thụ lý 07 vụ, giải quyết 06 vụ"."""
    known = cues()
    return bool(known.inflow.search(term.before) or known.allotted.search(term.before))


def _bare(percent: Term) -> bool:
    """Whether nothing but a share cue stands between a ratio and its percentage."""
    return not _content(percent.gap)


def _may_hold(whole: Term, part: Term) -> bool:
    return _counts_like(whole, part) and whole.value > part.value


def _part_before(terms: Sequence[Term], at: int) -> Term | None:
    term = terms[at]
    for other in reversed(terms[:at]):
        unknown = other.role == "other" and other.figure.kind != "ratio"  # no fraction in words
        if other.clause != term.clause or other.role == "ratio" or unknown:
            return None
        if other.role in ("level", "range") and other.bracket in (0, term.bracket):
            return other
    return None


def _counted_so(terms: Sequence[Term], part: Term, percent: Term) -> Term:
    """The part that is counted like the whole: "96 hộ với 342 nhân khẩu (4,49% số hộ)"."""
    start = cues().of_the.match(percent.after)
    words = _WORDS.findall(percent.after, start.end() if start else 0)[:2]
    if not words or _in_units(part, words):
        return part
    before = [t for t in terms if t.end <= part.start and t.clause == part.clause]
    fitting = [t for t in before if t.role == "level" and t.bracket == part.bracket]
    return next((t for t in reversed(fitting) if _in_units(t, words)), part)


def _in_units(term: Term, words: Sequence[str]) -> bool:
    """Whether words begin with what a figure counts: "hộ" of "96 hộ nghèo"."""
    return any(name.split()[0] == words[0] for name in term.unit.names)


def _is_share(term: Term, of: Term) -> bool:
    """Whether a percentage says a share of the figure before: by a cue, or from a bracket."""
    return term.bracket not in (0, of.bracket) or cues().share.search(term.gap) is not None


def _content(text: str) -> list[str]:
    """The words of a text that are neither share cues nor fillers."""
    words = _WORDS.findall(cues().share.sub(" ", text).lower())
    return [w for w in words if w not in cues().fillers]


def _explains(ratio: Term) -> bool:
    """Whether a ratio after a percentage prints its terms: "85% số hộ đạt chuẩn (357/420 hộ)"."""
    if any(sign in ratio.gap for sign in ")];"):
        return False  # "127/204 xã (62,3%), 09/10 huyện": the bracket belongs to what it follows
    return not _content(ratio.gap) or _IN_BRACKET.fullmatch(ratio.gap) is not None


def _new_subject(term: Term) -> bool:
    """Whether words of its own name what the percentage measures: ", điện mua ngoài chiếm 28%"."""
    if term.bracket:
        # "kiến nghị, phản ánh (55,5%)" goes on, "; tỷ lệ suy dinh dưỡng (18,9%)" does not
        found = _LAST_SEGMENT.search(term.gap.rstrip(" (["))
        own = found is not None and cues().label_word.search(found.group()) is not None
        return own or (";" in term.gap and len(_content(term.gap.rpartition(";")[2])) > 1)
    found = _LAST_SEGMENT.search(term.gap)
    return found is not None and found.start() > 0 and len(_content(found.group())) > 1


def _unique(terms: Sequence[Term]) -> list[Term]:
    return list({t.number: t for t in terms}.values())
