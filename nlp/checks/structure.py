"""Lists of parts -> divisions: which whole each list divides, and how surely the text says so.

The numbers do not decide here: where several readings are plausible all are given, the likeliest
first, and ``choose`` says which one stands. A list that names no whole ("Xét theo loại đơn: …")
divides a whole met before, the latest first.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace

from ..model import Document
from ..text import squeeze
from .branches import Branch, Cover, branches, columns, commonest, counted, cover, one_of
from .cues import cues
from .divisions import Division, Reading, Strength, twice_counted
from .flows import came_to, flow
from .runs import block_lists
from .terms import Sentence, Term

_WINDOW = 12  # blocks between a whole and a list that divides it again
_BESIDE = 8  # figures before the rest of a whole among which the other parts stand
_NEAR = 3  # blocks between a part and the rest of its whole
_REMEMBERED = 48  # wholes kept in mind
_CANDIDATES = 4  # wholes tried for a list that names none
_LONGEST_LEAD = 60  # characters between a whole and the cue that opens its list
_HEADING = re.compile(r"\s*([^\W\d][^:;,.\d\n]{2,50}?)\s*:")
_WORDS = re.compile(r"\w+")
_NAMED_BY = 3  # words that surely name a whole
_OF_SUCH = frozenset(
    {"trong", "số", "các", "những", "này", "trên", "tổng", "nêu", "gồm", "như", "sau", "cụ", "thể"}
)


Choose = Callable[[Division, bool], Reading | None]  # whether it may be told as wrong


class Reader:
    """Reads a document's sentences in order; remembers the wholes that later lists may divide."""

    def __init__(
        self, document: Document, flat: str, sentences: tuple[Sentence, ...], choose: Choose
    ) -> None:
        self.document = document
        self.flat = flat  # its text, lowered
        self.sentences = sentences
        self.choose = choose
        self.wholes: dict[int, tuple[int, Term]] = {}  # (block, figure), the latest last
        self.used: set[int] = set()  # figures that are parts already
        self.headed: dict[str, list[tuple[int, Term]]] = {}  # figures by their block's heading
        self.first_in = {s.block: s for s in reversed(sentences)}
        self.headings: dict[int, str] = {}
        self.lately: deque[Term] = deque(maxlen=_REMEMBERED)  # figures met, parts among them
        self.leads: dict[int, str] = {}  # what stands over the items that divide by a measure
        self.divided: list[Term] = []  # the last sentence's parts: "Trong số đó …" divides one
        self.of = {t.number: s for s in sentences for t in s.terms}
        self.after = {
            a.number: b for s in sentences for a, b in zip(s.terms, s.terms[1:], strict=False)
        }

    def read(self) -> None:
        """Offers every division to ``choose``, in reading order."""
        lists = {run[0]: run for run in block_lists(self.document.blocks)}
        block = -1
        for sentence in self.sentences:
            for index in range(block + 1, sentence.block + 1):
                if index in lists:
                    self._over_blocks(lists[index])
            block = sentence.block
            self._in_sentence(sentence)

    def _offer(self, *divisions: Division) -> Reading | None:
        """The reading chosen: any that adds up goes before any that should."""
        tried = [d for d in divisions if d.readings]
        passes = [(d, False) for d in tried] if len(tried) > 1 else []
        for division, surely in (*passes, *((d, True) for d in tried)):
            chosen = self.choose(division, surely)
            if chosen is not None:
                self.used.update(p.number for p in (*chosen.parts, *chosen.less))
                if chosen.less:
                    self.used.add(chosen.total.number)
                return chosen
        return None

    # -- wholes met before -----------------------------------------------------------------------

    def _remember(self, block: int, term: Term) -> None:
        self.wholes.pop(term.number, None)
        self.wholes[term.number] = block, term
        if len(self.wholes) > _REMEMBERED:
            del self.wholes[next(iter(self.wholes))]

    def _heading(self, block: int) -> str:
        """What stands before the colon that opens a block: "- Tiểu học: …"."""
        found = self.headings.get(block)
        if found is None:
            at = self.document.blocks[block]
            match = _HEADING.match(self.flat, max(at.body, at.start), at.end)
            found = self.headings[block] = squeeze(match[1]).lower() if match else ""
        return found

    def _known(self, term: Term) -> bool:
        return any(t.value == term.value and t.fits(term) for _, t in self.wholes.values())

    def _candidates(self, block: int, parts: Sequence[Term]) -> list[Term]:
        """Wholes met before that may be what these parts divide, the latest first."""
        most = max(p.value for p in parts)
        for at, term in reversed(self.headed.get(self._heading(block), ())):
            # "- Tiểu học: 21 trường, 640 học sinh", later "- Tiểu học: giỏi 310 em, khá 330 em"
            if (
                at < block
                and term.value * 2 > most
                and term.unit.names
                and all(term.fits(p) for p in parts)
            ):
                return [term]
        return self._before(block, parts)

    def _before(self, block: int, parts: Sequence[Term]) -> list[Term]:
        most = max(p.value for p in parts)
        found: list[Term] = []
        for at, term in reversed(self.wholes.values()):
            if block - at > _WINDOW or len(found) == _CANDIDATES:
                break
            # a part may be misprinted larger than its whole, but not twice as large
            if term.value * 2 > most and all(term.fits(p) for p in parts):
                found.append(term)
        return sorted(found, key=lambda t: t.value < most)

    def _exactly(self, block: int, parts: Sequence[Term]) -> list[Term]:
        """Figures met that are just the sum of parts: if one is their whole, nothing is wrong."""
        value = sum(p.value for p in parts)
        return [
            t
            for t in reversed(self.lately)
            if t.value == value
            and block - self.of[t.number].block <= _WINDOW
            and all(t.fits(p) for p in parts)
        ]

    # -- one sentence ----------------------------------------------------------------------------

    def _in_sentence(self, sentence: Sentence) -> None:
        *lists, root = branches(self.flat, sentence)
        restated: set[int] = set()
        for branch in lists:
            if branch.kind == "measure":
                self._by_measure(branch, sentence)
                continue
            if branch.kind == "within" and branch.head is not None:
                restated.add(branch.head.number)
            self._of_branch(branch)
        root.parts, outer = counted(root.parts)
        for whole in outer:
            self._remember(sentence.block, whole)
        if root.kind == "root":
            self._summed_up(root)
            rolled = flow(root.parts)
            chosen = self._offer(rolled)
            if not rolled.readings:
                chosen = self._offer(
                    *self._side_by_side(root, sentence), *self._rest(sentence, restated)
                )
        else:
            chosen = self._parallel(self._open_list(root, sentence))
        heading = self._heading(sentence.block)
        if heading:
            self.headed.setdefault(heading, []).extend((sentence.block, t) for t in root.parts)
        self._causes(sentence)
        self.divided = [t for t in sentence.terms if t.number in self.used]
        self.lately.extend(t for t in sentence.terms if t.role == "level")
        for term in root.parts:
            if term.number in self.used or (term.number in restated and self._known(term)):
                continue
            self._remember(sentence.block, term)
        if chosen is not None and chosen.total not in root.parts:
            self._remember(sentence.block, chosen.total)

    def _of_branch(self, branch: Branch) -> None:
        """A list under a figure of its own sentence; each unit under the figure it fits."""
        heads = branch.heads()
        if self._goes_on(branch):
            branch.parts.pop()
        inside = branch.bracketed
        left = [*branch.parts, *(t for t in inside if not any(t.fits(p) for p in branch.parts))]
        apart: list[Term] = []  # parts that no figure before the list can hold
        groups: list[tuple[list[Term], list[Term]]] = []
        while left and heads:
            fitting = [h for h in heads if h.fits(left[0])]
            wholes = [h for h in fitting if h.value >= left[0].value] or fitting
            if branch.kind == "bracket" and fitting[:1] == [branch.head]:
                wholes = fitting  # a bracket speaks of what it follows
            if not wholes:
                apart.append(left.pop(0))
                continue
            parts = [p for p in left if p.fits(wholes[0])]
            left = [p for p in left if p not in parts]
            heads.remove(wholes[0])
            if len(parts) > 1 or (not groups and branch.kind == "partial"):
                near = wholes[: 1 if branch.kind == "within" else 2]
                value = sum(p.value for p in parts)
                # "90 tấn, gồm biển 30 tấn, ao 60 tấn, trong đó tôm 20 tấn, cá 70 tấn"
                groups.append(([*near, *(w for w in wholes[2:] if w.value == value)], parts))
        divisions = [self._division(branch, wholes, parts) for wholes, parts in groups]
        if any(_goes_along(t, branch.parts) for t in (*apart, *left)) or twice_counted(
            divisions, inside
        ):
            divisions = [replace(d, strength="weak") for d in divisions]
        self._parallel(divisions)

    def _goes_on(self, branch: Branch) -> bool:
        """Whether the last part, "còn 30 hồ sơ", goes on with the list above: there it adds up."""
        parts, last = branch.parts[:-1], branch.parts[-1] if branch.parts else None
        head = branch.head
        if last is None or head is None or not parts or not cues().remains.match(last.before):
            return False
        above = [*branch.above, *(t for _, t in list(self.wholes.values())[-_CANDIDATES:])]
        inside = sum((p.value for p in parts if p.fits(last)), last.value)
        return inside != head.value and any(
            t.fits(last) and t.value == head.value + last.value for t in above
        )

    def _division(self, branch: Branch, wholes: list[Term], parts: list[Term]) -> Division:
        covered = cover(parts)
        strength: Strength = "medium"
        longest = _LONGEST_LEAD if branch.kind == "colon" else 3 * _LONGEST_LEAD
        if len(branch.lead) > longest or cues().some.search(branch.lead):
            strength = "weak"
        elif branch.kind == "complete" or covered == "closed":
            strength = "strong"
        elif branch.kind != "partial":
            covered = covered or "alike"
        readings = tuple(Reading(w, tuple(parts)) for w in wholes)
        return Division(readings, branch.cue, branch.kind != "partial", strength, covered)

    def _by_measure(self, branch: Branch, sentence: Sentence) -> None:
        """As in "Phân loại đơn đủ điều kiện: - Theo loại đơn: …; - Theo nội dung khiếu nại: …".

        Each measure divides anew what stands over them all, or the figure that it names.
        """
        chosen: Reading | None = None
        for column in columns([p for p in branch.parts if p.number not in self.used]):
            parts = tuple(column)
            if len(parts) < 2:
                continue
            value = sum(p.value for p in parts)
            met = [
                t
                for t in reversed(self.lately)
                if sentence.block - self.of[t.number].block <= _WINDOW
                and all(t.fits(p) for p in parts)
            ]
            above = [t for t in reversed(branch.above) if all(t.fits(p) for p in parts)]
            wholes = [*above, *self._before(sentence.block, parts)]
            start = max(sentence.start, parts[0].start - 2 * _LONGEST_LEAD)
            lead = self.leads.get(sentence.block) or self.flat[start : parts[0].start]
            named = self._of_measure(met, branch.lead) or self._named(
                _unique([*wholes, *met]), cues().dimension.sub(" ", lead)
            )
            wholes = [named] if named is not None else wholes
            wholes += [t for t in met if t.value == value]
            readings = tuple(Reading(w, parts) for w in _unique(wholes))
            chosen = self._offer(self._believed(readings, cover(parts) or "alike")) or chosen
        for term in branch.parts:
            if term.number not in self.used:
                self._remember(sentence.block, term)
        if chosen is not None:
            self._remember(sentence.block, chosen.total)

    def _of_measure(self, met: Sequence[Term], measure: str) -> Term | None:
        """The figure whose label a measure names: "nội dung khiếu nại" after "khiếu nại 54 đơn"."""
        wanted = frozenset(_WORDS.findall(cues().dimension.sub(" ", measure))) - cues().fillers
        return next((t for t in met if wanted and wanted == _label(t)), None)

    def _open_list(self, root: Branch, sentence: Sentence) -> list[Division]:
        """A list whose cue opens the sentence: its wholes stand before, one for each unit."""
        found: list[Division] = []
        for parts in columns(root.parts):
            covered = cover(parts)
            sure = root.kind == "complete" or covered == "closed"
            strength: Strength = "strong" if sure else "medium"
            wholes = self._candidates(sentence.block, parts) if len(parts) > 1 else []
            named = self._named(wholes, root.lead)
            if named is not None:
                wholes = [named]
            elif root.lead.strip() and not cues().dimension.search(root.lead):
                strength = "weak"  # "Một số mặt hàng gồm: …" divides nothing said before
            wholes = _unique([*wholes, *self._exactly(sentence.block, parts)]) if wholes else []
            readings = tuple(Reading(w, tuple(parts)) for w in wholes)
            partial = root.kind == "partial"
            found.append(Division(readings, root.cue, not partial, strength, covered))
        return found

    def _named(self, wholes: Sequence[Term], lead: str) -> Term | None:
        """The whole that the words before a list name: "Trong số đơn đủ điều kiện có: …"."""
        wanted = frozenset(_WORDS.findall(lead)) - cues().fillers
        if len(wanted) < _NAMED_BY:
            return None
        names = ((w, _WORDS.findall(f"{w.before} {w.figure.unit} {w.after}")) for w in wholes)
        found = [
            (len(set(name) - wanted - _OF_SUCH - cues().fillers), w)
            for w, name in names
            if wanted.issubset((*name, *_OF_SUCH))
        ]
        least = min((more for more, _ in found), default=0)
        nearest = [w for more, w in found if more == least]
        return nearest[0] if len(nearest) == 1 else None

    def _parallel(self, divisions: Sequence[Division]) -> Reading | None:
        """Offers the columns of one list: if one unit's parts are all of it, so are the others'."""
        left: list[Division] = []
        chosen: Reading | None = None
        for division in divisions:
            reading = self._offer(replace(division, strength="weak")) if divisions[1:] else None
            if reading is None:
                left.append(division)
            chosen = chosen or reading
        for division in left:
            if chosen is not None:
                # "64 điểm trên 23 phường và 07 điểm trên 07 xã" is whole in both units
                chosen = self._offer(replace(division, cover="closed")) or chosen
            else:
                chosen = self._offer(division)
        return chosen

    def _side_by_side(self, root: Branch, sentence: Sentence) -> list[Division]:
        """Figures without a cue: the first may be the whole, or all may divide an earlier one."""
        if len(root.parts) < 2:
            return []
        alike = commonest(root.parts)
        parts = tuple(p for p in alike if p.number not in self.used)
        if len(parts) < 2:
            return []
        found: list[Division] = []
        rest = tuple(p for p in parts if p is not alike[0])
        largest = max(p.value for p in rest)
        lead, colon, _ = sentence.terms[0].gap.rpartition(":")
        divided = cues().dimension.search(lead if colon else parts[0].gap) is not None
        # a whole may be misprinted smaller than a part, unless "Phân loại: …" makes it a part
        least = largest if divided else largest / 2
        if len(rest) > 1 and alike[0].value >= least:
            # "Tốt 1.020 em, khá 640 em, yếu 80 em": the first is one of them, not their whole
            covered = "" if one_of(alike[0], rest) else cover(rest)
            found.append(self._believed((Reading(alike[0], rest),), covered))
        # "Xét theo loại đơn: …" speaks for the whole list
        covered = cover(parts) or ("alike" if divided else "")
        wholes = self._candidates(sentence.block, parts)
        if not covered:  # figures that say nothing of each other may add up roughly by chance
            value = sum(p.value for p in parts)
            wholes = [w for w in wholes if w.value == value]
        found.append(self._believed(tuple(Reading(w, parts) for w in wholes), covered))
        again = [w for w in self.divided if w.value > largest and all(w.fits(p) for p in parts)]
        named = self._named([*wholes, *again], lead)
        if named is not None:  # "Trong số đơn đủ điều kiện có: khiếu nại …"
            found.append(self._believed((Reading(named, parts),), covered or "alike"))
        found.append(self._believed(tuple(Reading(w, parts) for w in again), ""))
        return found

    def _believed(self, readings: tuple[Reading, ...], covered: Cover) -> Division:
        """A division that no cue claims: believed if it adds up, or its labels speak for it."""
        return Division(readings, "", True, "medium" if covered else "weak", covered)

    def _summed_up(self, root: Branch) -> None:
        """Parts first, then "cộng 105 đơn", "nâng tổng số lên 49 hồ sơ"."""
        for at, term in enumerate(root.parts[2:], 2):
            match = cues().sum_up.search(term.gap)
            total = cues().sum_total.match(term.before)
            if match is None and total is None:
                continue
            earlier = [p for p in root.parts[:at] if p.fits(term)]
            parts = [p for p in earlier if p.value <= term.value]
            parts = parts if len(parts) > 1 else earlier
            if match is None and not (len(parts) > 1 and parts[0].number not in self.used):
                continue
            runs = [tuple(parts[start:]) for start in range(len(parts) - 1)]
            readings = tuple(Reading(term, run) for run in runs[-_CANDIDATES:])
            if match is not None:
                self._offer(Division(readings, match.group(), True, "strong", "closed"))
            elif total is not None:
                # "lúa 620 ha, rau 180 ha; tổng 800 ha", "tồn 12 đơn, nhận 30 đơn, tổng số 42 đơn"
                bare = total.group().strip() == term.before.strip()
                closed: Cover = "closed" if bare or cover(parts) or _stock(parts) else ""
                strength: Strength = "medium" if closed else "weak"
                self._offer(Division(readings, total.group().strip(), True, strength, closed))

    def _causes(self, sentence: Sentence) -> None:
        """As in "tăng 24%, trong đó tăng do giá 8,5%, tăng do lượng 15,5%": a change divided."""
        causes = [t for t in sentence.terms if t.role == "change" and t.due]
        if len(causes) < 2:
            return
        before = sentence.terms[: causes[0].number - sentence.terms[0].number]
        whole = next((t for t in reversed(before) if t.role == "change"), None)
        parts = tuple(t for t in causes if whole is not None and t.unit.names == whole.unit.names)
        if whole is not None and len(parts) > 1:
            self._offer(Division((Reading(whole, parts),), "do", True, "medium", "closed"))

    def _rest(self, sentence: Sentence, restated: set[int]) -> list[Division]:
        """As in "đã giải quyết 220 đơn; còn 39 đơn": it and the part before make the whole."""
        found: list[Division] = []
        known = cues()
        levels = [
            t
            for t in sentence.terms
            if t.role in ("level", "base") and not t.bracket and t.number not in self.used
        ]
        for at, term in enumerate(levels):
            match = known.rest.search(term.before) or known.left.search(term.after)
            if match is None or term.role == "base" or not self._own(term, match.group()):
                continue
            if term.number in restated:
                continue  # "Trong số 62 vụ chưa giải quyết, có …" tells it again
            beside = levels[max(0, at - _CANDIDATES) : at]
            near = [
                *reversed(beside),
                *(t for b, t in reversed(self.wholes.values()) if sentence.block - b <= _NEAR),
            ]
            near = [t for t in near if t.fits(term)]
            far = [t for b, t in reversed(self.wholes.values()) if sentence.block - b <= _WINDOW]
            wholes = list({t.number: t for t in (*near, *far) if t.fits(term)}.values())
            readings = tuple(
                Reading(whole, (part, term))
                for part in near[:2]
                for whole in wholes[:_CANDIDATES]
                if whole.number != part.number
                and not came_to(whole, self.lately)
                and whole.value >= max(part.value, term.value)
                and (whole.start < part.start or known.of.match(whole.gap) or whole.role == "base")
            )
            sure = (
                len(near) > 1
                and near[1].value >= near[0].value
                and known.remains.match(term.before)
            )
            around = self._around(sentence, term)
            if around:
                readings = (*around, *readings)
            strength: Strength = "strong" if sure else "medium"
            if near and near[0] not in beside and near[0].unit.names != term.unit.names:
                strength = "weak"  # "15 ca tử vong. … Đang điều trị 127 người": of another whole
            elif any(self._headed_off(t, sentence) for t in near[:1]) or any(
                t.printed.approx for r in readings[:1] for t in (r.total, *r.parts)
            ):
                strength = "weak"
            found.append(Division(readings[:_CANDIDATES], match.group(), True, strength, "closed"))
        return found

    def _headed_off(self, term: Term, sentence: Sentence) -> bool:
        """Whether a heading stands between a figure and a sentence: that tells of other things."""
        between = self.document.blocks[self.of[term.number].block + 1 : sentence.block]
        return any(block.kind == "heading" for block in between)

    def _around(self, sentence: Sentence, rest: Term) -> list[Reading]:
        """As in "ngập 318 nhà, nhiều ở An Hải (174 nhà) và Bình Tân (90 nhà), còn lại 54 nhà"."""
        at = rest.number - sentence.terms[0].number
        terms = [t for t in sentence.terms[max(0, at - _BESIDE) : at] if t.fits(rest)]
        outside = [at for at, t in enumerate(terms) if not t.bracket and t.role == "level"]
        parts = terms[outside[-1] + 1 :] if outside else []
        if len(parts) < 2 or any(t.role != "level" for t in parts):
            return []
        return [Reading(terms[outside[-1]], (*parts, rest))]

    def _own(self, term: Term, cue: str) -> bool:
        """Whether a cue names this figure, not the one before ("13,3 ha còn lại thuộc 37 hộ")."""
        return (
            term.before != term.gap
            or term.first
            or not term.before.strip().lower().startswith(cue.lower())
        )

    # -- a list over several blocks --------------------------------------------------------------

    def _over_blocks(self, run: tuple[int, ...]) -> None:
        """Items under "Trong đó:": the first figure of each is a part, and so are their changes."""
        intro = self.document.blocks[run[0] - 1]
        items = [self._levels(index) for index in run]
        if not all(items):
            return
        if cues().sum_total.search(items[0][0].before):
            self._under_first(items)
            return
        self._offer(flow([levels[0] for levels in items], between=True))
        self._added_below(run, items)
        lead = self.flat[intro.start : intro.end].rpartition(". ")[2][-2 * _LONGEST_LEAD :]
        if self._by_measures(run):
            self.leads.update((index, lead) for index in run)
            return
        parts = tuple(levels[0] for levels in items)
        match = cues().opening.search(self.flat, intro.start, intro.end)
        if match is None and not self.flat[intro.start : intro.end].rstrip().endswith(":"):
            return
        cue = match.group().strip(" :,.;") if match else ":"
        wholes = self._candidates(run[0], parts)
        own = [w for w in wholes if w.start >= intro.start]
        most = max(p.value for p in parts)
        # "nhận 30 đơn, trong đó 24 đơn đủ điều kiện, gồm:" most likely divides the part
        again = (t for t in self.divided if t.start >= intro.start and not t.bracket)
        own += (t for t in again if t.value * 2 > most and all(t.fits(p) for p in parts))
        own.sort(key=lambda t: (t.value < most, -t.start))
        covered = cover(parts) or ("alike" if own and match is not None else "")
        sure = own and (cues().complete.match(cue) or covered == "closed")
        strength: Strength = "strong" if sure else "medium"
        partial = cues().partial.match(cue) is not None
        wholes = own or _unique([*wholes, *self._exactly(run[0], parts)])
        readings = tuple(Reading(w, parts) for w in wholes)
        chosen = self._offer(Division(readings, cue, not partial, strength, covered))
        if chosen is None:
            return
        self._remember(run[0] - 1, chosen.total)
        self._beside(chosen, items, cue)
        changes = [self.after.get(t.number) for t in (chosen.total, *chosen.parts)]
        moved = [c for c in changes if c is not None and c.role == "change" and c.fits(parts[0])]
        if len(moved) == len(changes) and len({c.direction for c in moved}) == 1:
            reading = Reading(moved[0], tuple(moved[1:]))
            self._offer(Division((reading,), cue, True, "strong", "closed"))

    def _by_measures(self, run: tuple[int, ...]) -> bool:
        """Whether most items each divide the same whole by a measure of their own."""
        count = 0
        for index in run:
            block = self.document.blocks[index]
            match = cues().measured.match(self.flat, max(block.body, block.start), block.end)
            count += match is not None and self.flat[match.end() : match.end() + 1] == ":"
        return count * 2 > len(run)

    def _added_below(self, run: tuple[int, ...], items: Sequence[Sequence[Term]]) -> None:
        """As in "1. Mái: 12 triệu đồng; 2. Tường: 8 triệu đồng" over "Tổng cộng: 20 triệu đồng"."""
        whole = next(iter(self._levels(run[-1] + 1)), None)
        match = cues().sum_total.fullmatch(whole.before.rstrip(" :")) if whole else None
        if whole is None or match is None:
            return
        fitting = (next((t for t in reversed(row) if t.fits(whole)), None) for row in items)
        parts = tuple(t for t in fitting if t is not None)
        if len(parts) == len(items):
            reading = Reading(whole, parts)
            self._offer(Division((reading,), match.group().strip(), True, "medium"))

    def _beside(self, chosen: Reading, items: Sequence[Sequence[Term]], cue: str) -> None:
        """As in "52 trường, 734 lớp. Cụ thể:" over items with schools and classes: other units."""
        wholes = [t for t in self._levels_with(chosen.total) if t is not chosen.total]
        divisions: list[Division] = []
        for whole in wholes:
            found = (next((t for t in levels[1:] if t.fits(whole)), None) for levels in items)
            parts = tuple(t for t in found if t is not None)
            if len(parts) == len(items) and not whole.fits(chosen.total):
                divisions.append(Division((Reading(whole, parts),), cue, True, "medium", "closed"))
        for division in divisions:
            self._offer(division)

    def _levels_with(self, term: Term) -> list[Term]:
        """The figures of a whole's own sentence that may be wholes beside it."""
        sentence = self.of[term.number]
        return [t for t in sentence.terms if t.role == "level" and t.bracket == term.bracket]

    def _levels(self, block: int) -> list[Term]:
        """The figures of a block's first sentence that may be a whole or a part."""
        sentence = self.first_in.get(block)
        terms = sentence.terms if sentence is not None else ()
        return [t for t in terms if t.role == "level" and not t.bracket]

    def _under_first(self, items: Sequence[Sequence[Term]]) -> None:
        """As in "- Tổng số: 156 lượt với 170 người": the items after it are its parts."""
        for whole in items[0]:
            fitting = (next((t for t in levels if t.fits(whole)), None) for levels in items[1:])
            parts = tuple(t for t in fitting if t is not None)
            if len(parts) == len(items) - 1 > 1:
                reading = Reading(whole, parts)
                self._offer(Division((reading,), "tổng số", True, "medium", "alike"))


def _label(term: Term) -> frozenset[str]:
    """The words that stand before a figure and name it."""
    return frozenset(_WORDS.findall(term.before)) - cues().fillers - _OF_SUCH


def _unique(terms: Sequence[Term]) -> list[Term]:
    return list({t.number: t for t in terms}.values())


def _goes_along(term: Term, listed: Sequence[Term]) -> bool:
    """Whether a figure is one more item of a list of bare figures: ", 30 gói mì, 50 thùng sữa"."""
    before = next((t for t in listed if t.number == term.number - 1), None)
    return before is not None and _bare(before) and _bare(term)


def _bare(term: Term) -> bool:
    """Whether a figure stands right after a comma or "và"."""
    return term.gap.rstrip().endswith((",", ";", " và"))


def _stock(parts: Sequence[Term]) -> bool:
    """Whether two parts are what was there and what came."""
    known = cues()
    return len(parts) == 2 and bool(
        known.opening_stock.search(parts[0].before) and known.inflow.search(parts[1].before)
    )
