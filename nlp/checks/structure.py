"""Lists of parts -> divisions: which whole each list divides, and how surely the text says so.

The numbers do not decide here: where several readings are plausible all are given, the likeliest
first, and ``choose`` says which one stands. A list that names no whole ("Xét theo loại đơn: …")
divides a whole met before, the latest first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from ..model import Block, Document
from .branches import Branch, branches, covers
from .cues import cues
from .terms import Sentence, Term

Strength = Literal["strong", "medium", "weak"]
_WINDOW = 12  # blocks between a whole and a list that divides it again
_CANDIDATES = 4  # wholes tried for a list that names none
_LONGEST_LEAD = 60  # characters between a whole and the cue that opens its list
_MARKER = re.compile(r"([IVXLC]+|[A-Z]|\d+(?:\.\d+)*|[a-zđ]|[-–+*•])([.)\-]?)")
_LIST_CUE = re.compile(r"(?:^|[\s,;.(])([^\s,;.(][^,;.(]*)\Z")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a claim: which figure is the whole, which are its parts."""

    total: Term
    parts: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Division:
    """A whole and its parts as the text divides it.

    ``readings`` are the plausible ones, likeliest first. ``complete`` says whether the cue claims all
    parts, ``covered`` whether the labels of the parts do. A *strong* division may be judged wrong; a
    *medium* one only if one digit would mend it; a *weak* one is believed only if it adds up.
    """

    readings: tuple[Reading, ...]
    cue: str
    complete: bool
    strength: Strength
    covered: bool = False


Choose = Callable[[Division], Reading | None]


class Reader:
    """Reads a document's sentences in order and remembers the wholes that later lists may divide."""

    def __init__(
        self, document: Document, sentences: tuple[Sentence, ...], choose: Choose
    ) -> None:
        self.document = document
        self.sentences = sentences
        self.choose = choose
        self.wholes: list[tuple[int, Term]] = []  # (block, figure), the latest last
        self.used: set[int] = set()  # figures that are parts already
        self.first_in: dict[int, Sentence] = {}
        for sentence in reversed(sentences):
            self.first_in[sentence.block] = sentence

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

    # -- one sentence ----------------------------------------------------------------------------

    def _in_sentence(self, sentence: Sentence) -> None:
        *lists, root = branches(self.document.flat, sentence)
        restated: set[int] = set()
        for branch in lists:
            if branch.kind == "within" and branch.head is not None:
                restated.add(branch.head.number)
            self._of_branch(branch)
        if root.kind in ("complete", "partial"):
            self._of_open_list(root, sentence)
        else:
            self._summed_up(root)
            self._rest(root, sentence)
            self._uncued(root, sentence)
        for term in root.parts:
            if term.number not in self.used and not (
                term.number in restated and self._known(term)
            ):
                self._remember(sentence.block, term)

    def _known(self, term: Term) -> bool:
        return any(t.value == term.value and t.fits(term) for _, t in self.wholes)

    def _remember(self, block: int, term: Term) -> None:
        self.wholes = [(b, t) for b, t in self.wholes if t.number != term.number]
        self.wholes.append((block, term))

    def _candidates(self, block: int, parts: Sequence[Term]) -> list[Term]:
        """Wholes met before that may be what these parts divide, the latest first."""
        least = max(p.value for p in parts)
        found: list[Term] = []
        for at, term in reversed(self.wholes):
            if block - at > _WINDOW or len(found) == _CANDIDATES:
                break
            if term.value >= least and all(term.fits(p) for p in parts):
                found.append(term)
        return found

    def _offer(self, readings: Sequence[Reading], cue: str, complete: bool, strength: Strength, covered: bool) -> Reading | None:
        if not readings:
            return None
        chosen = self.choose(Division(tuple(readings), cue, complete, strength, covered))
        if chosen is not None:
            self.used.update(p.number for p in chosen.parts)
        return chosen

    def _of_branch(self, branch: Branch) -> None:
        """A list under a figure of its own sentence."""
        if branch.head is None or not branch.parts:
            return
        heads = [branch.head, *reversed(branch.above)]
        left = [*branch.parts, *branch.bracketed]
        first = True
        while left:
            wholes = [h for h in heads if h.fits(left[0]) and h.value >= left[0].value] or [
                h for h in heads if h.fits(left[0])
            ]
            if not wholes:
                left.pop(0)
                continue
            parts = [p for p in left if p.fits(wholes[0])]
            left = [p for p in left if p not in parts]
            own = first and wholes[0] is branch.head
            if len(parts) > 1 or (own and branch.kind == "partial"):
                covered = covers(parts)
                readings = [Reading(w, tuple(parts)) for w in wholes[:2]]
                strength = self._strength(branch, parts, covered, own)
                self._offer(readings, branch.cue, branch.kind != "partial", strength, covered)
            first = False
            heads = [h for h in heads if h not in wholes[:1]]

    def _strength(self, branch: Branch, parts: Sequence[Term], covered: bool, own: bool) -> Strength:
        if cues().some.search(branch.lead) or len(branch.lead) > _LONGEST_LEAD:
            return "weak"
        if branch.kind == "complete":
            return "strong"
        if branch.kind == "partial":
            return "strong" if covered and own else "medium"
        return "strong" if covered or len(parts) > 2 else "medium"

    def _of_open_list(self, root: Branch, sentence: Sentence) -> None:
        """A list whose cue opens the sentence: its whole stands before."""
        parts = _alike(root.parts)
        if len(parts) < 2:
            return
        covered = covers(parts)
        strength: Strength = "strong" if root.kind == "complete" or covered else "medium"
        if root.lead.strip():
            strength = "weak"  # "Một số mặt hàng gồm: …" divides nothing said before
        readings = [Reading(w, tuple(parts)) for w in self._candidates(sentence.block, parts)]
        chosen = self._offer(readings, root.cue, root.kind == "complete", strength, covered)
        if chosen is not None:
            self._remember(sentence.block, chosen.total)

    def _summed_up(self, root: Branch) -> None:
        """Parts first, then "cộng 105 đơn", "nâng tổng số lên 49 hồ sơ"."""
        for at, term in enumerate(root.parts):
            match = cues().sum_up.search(term.gap)
            if match is None:
                continue
            parts = [p for p in root.parts[:at] if p.fits(term) and p.value <= term.value]
            runs = [parts[start:] for start in range(len(parts) - 1)]
            readings = [Reading(term, tuple(run)) for run in runs]
            if self._offer(readings, match.group().strip(), True, "strong", True):
                return

    def _rest(self, root: Branch, sentence: Sentence) -> None:
        """ "…, đã giải quyết 220 đơn; còn 39 đơn": with the part before it, it makes the whole."""
        for at, term in enumerate(root.parts):
            if term.number in self.used:
                continue
            match = cues().rest.search(term.before) or cues().left.search(term.after)
            if match is None:
                continue
            done = [p for p in reversed(root.parts[:at]) if p.fits(term) and p.number not in self.used]
            done += [t for b, t in reversed(self.wholes[-6:]) if t.fits(term) and sentence.block - b <= 1]
            readings = []
            for part in done[:3]:
                for whole in [*done, *(t for b, t in reversed(self.wholes) if sentence.block - b <= _WINDOW)]:
                    if whole.number != part.number and whole.fits(term) and whole.value >= max(part.value, term.value):
                        reading = Reading(whole, (part, term))
                        if reading not in readings:
                            readings.append(reading)
            near = len(done) > 1 and done[1].value > done[0].value
            strength: Strength = "strong" if near else "medium"
            self._offer(readings[:4], match.group().strip(), True, strength, True)

    def _uncued(self, root: Branch, sentence: Sentence) -> None:
        """Figures side by side: the first may be the whole, or all may divide an earlier one."""
        parts = [p for p in _alike(root.parts) if p.number not in self.used]
        readings: list[Reading] = []
        if len(parts) > 2:
            readings.append(Reading(parts[0], tuple(parts[1:])))
        if len(parts) > 1:
            readings += [Reading(w, tuple(parts)) for w in self._candidates(sentence.block, parts)]
        if not readings:
            return
        covered = any(covers(r.parts) for r in readings[:2])
        chosen = self._offer(readings, "", True, "medium" if covered else "weak", covered)
        if chosen is not None and chosen.total not in root.parts:
            self._remember(sentence.block, chosen.total)

    # -- a list over several blocks --------------------------------------------------------------

    def _over_blocks(self, run: tuple[int, ...]) -> None:
        """Items under "Trong đó:": the first figure of each is a part."""
        intro = self.document.blocks[run[0] - 1]
        text = self.document.flat[intro.start : intro.end].rstrip()
        heads = [self.first_in.get(index) for index in run]
        opening = [next((t for t in s.terms if t.role == "level" and not t.bracket), None) if s else None for s in heads]
        parts = [t for t in opening if t is not None]
        if len(parts) < 2 or len(parts) < len(run):
            return
        match = cues().opening.search(text)
        kind = "" if match is None else "partial" if cues().partial.search(match.group()) else "complete"
        covered = covers(parts)
        strength: Strength = "strong" if kind else "medium"
        wholes = [w for w in self._candidates(run[0], parts) if w.start >= intro.start] or self._candidates(run[0], parts)
        readings = [Reading(w, tuple(parts)) for w in wholes]
        chosen = self._offer(readings, match.group().strip(" :,.") if match else ":", kind == "complete", strength, covered)
        if chosen is None:
            return
        self._remember(run[0] - 1, chosen.total)
        self._changes_over(chosen, run, match.group() if match else ":")

    def _changes_over(self, chosen: Reading, run: tuple[int, ...], cue: str) -> None:
        """The changes printed after the whole and after each part add up too."""
        by_number = {t.number: (s, i) for s in self.sentences for i, t in enumerate(s.terms)}
        changes = []
        for term in (chosen.total, *chosen.parts):
            sentence, at = by_number[term.number]
            after = sentence.terms[at + 1] if at + 1 < len(sentence.terms) else None
            if after is None or after.role != "change" or not after.fits(term) or after.unit.names == ("%",):
                return
            changes.append(after)
        if len({c.direction for c in changes}) == 1:
            self._offer([Reading(changes[0], tuple(changes[1:]))], cue.strip(" :,."), True, "strong", True)


def _alike(terms: Sequence[Term]) -> list[Term]:
    """The figures of the commonest unit."""
    best: list[Term] = []
    for term in terms:
        alike = [t for t in terms if t.fits(term)]
        if len(alike) > len(best):
            best = alike
    return best


def block_lists(blocks: Sequence[Block]) -> list[tuple[int, ...]]:
    """Runs of two or more items with markers of one style, each after the block that opens it."""
    runs: list[tuple[int, ...]] = []
    run: list[int] = []
    style = ""
    for index, block in enumerate(blocks):
        if block.kind == "furniture":
            continue
        own = _style(block)
        if own and own == style and run:
            run.append(index)
            continue
        if len(run) > 1:
            runs.append(tuple(run))
        run, style = ([index], own) if own and index else ([], "")
    if len(run) > 1:
        runs.append(tuple(run))
    return runs


def _style(block: Block) -> str:
    match = _MARKER.fullmatch(block.marker) if block.kind == "item" and block.marker else None
    if match is None:
        return ""
    first = match[1][0]
    kind = "1" if first.isdigit() else "a" if first.islower() else "A" if first.isalpha() else first
    return f"{kind}{match[1].count('.')}{match[2]}"
