"""Sentences -> the divisions of wholes into parts that their structure claims.

Read from cues, punctuation and nesting, as a tree: "trong đó", "gồm", a colon, a bracket, "Trong 274
đơn …", a list over several items open a list of parts under the figure before; a semicolon closes a
list whose parts stand between commas; "còn" goes back to the list above. The numbers themselves do not
decide here: where several readings are plausible all are given, the likeliest first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ..model import Block, Document
from .cues import Mark, cues
from .terms import Sentence, Term

Strength = Literal["strong", "medium", "weak"]
_STRENGTHS: tuple[Strength, ...] = ("weak", "medium", "strong")
_WINDOW = 12  # blocks between a whole and a list that divides it again
_CANDIDATES = 4  # wholes tried for a list that names none
_RETURNS = re.compile(r"\s*(?:và\s+)?(?:số\s+)?còn\b", re.IGNORECASE)
_OPENS_BLOCKS = re.compile(r"\s*(?:như\s+sau|sau\s+đây|là)?\s*[:.;,]?\s*\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a claim: which figure is the whole, which are its parts."""

    total: Term
    parts: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Division:
    """A whole and its parts as the text divides it.

    ``readings`` are the plausible ones, likeliest first. ``complete`` says whether the cue claims
    all parts. A ``strong`` division may be judged wrong, a ``medium`` one only if one digit would
    mend it, a ``weak`` one is believed only if it adds up.
    """

    readings: tuple[Reading, ...]
    cue: str
    complete: bool
    strength: Strength


@dataclass(slots=True)
class Branch:
    """A list of parts while it is read. ``head`` None: its whole stands elsewhere."""

    cue: str
    kind: Literal["root", "complete", "partial", "within", "colon", "bracket"]
    head: Term | None = None
    parts: list[Term] = field(default_factory=list)
    above: list[Term] = field(default_factory=list)  # figures before the head in its list
    clause: int = 0


def stronger(strength: Strength, by: int = 1) -> Strength:
    return _STRENGTHS[max(0, min(2, _STRENGTHS.index(strength) + by))]


# -- evidence that a list is whole ---------------------------------------------------------------


def covers(parts: Sequence[Term]) -> bool:
    """Whether the labels show that the parts leave nothing out.

    True if the last part is "khác" or "còn lại", if one part negates another's word ("thuộc thẩm
    quyền", "không thuộc thẩm quyền"), or if the parts carry different words of one kind.
    """
    if len(parts) < 2:
        return False
    known = cues()
    labels = [f"{p.before} {p.after}" for p in parts]
    if known.closing.search(labels[-1]):
        return True
    for i, label in enumerate(labels):
        for match in known.negation.finditer(label):
            denied = match[1].lower()
            if any(denied in other.lower() for j, other in enumerate(labels) if j != i):
                return True
    for kind in known.siblings:
        words = [frozenset(m.group().lower() for m in kind.finditer(label)) for label in labels]
        if all(words) and len(set(words)) == len(words):
            return True
    return False


# -- lists inside one sentence -------------------------------------------------------------------


def branches(flat: str, sentence: Sentence) -> tuple[Branch, ...]:
    """The lists of a sentence, brackets first, inner before outer; the last is the sentence itself."""
    found: list[Branch] = []
    for bracket in reversed(sentence.brackets):
        found += _branches_in(flat, sentence, bracket.number)
    return (*found, *_branches_in(flat, sentence, 0))


def _branches_in(flat: str, sentence: Sentence, number: int) -> list[Branch]:
    terms = [t for t in sentence.terms if t.bracket == number and t.role == "level"]
    if not terms and number:
        return []
    host = _host(sentence, number)
    root = Branch("()" if number else "", "bracket" if number else "root", host)
    stack, done, clause = [root], [], 0
    pending: Mark | None = None  # a cue whose figures have not come yet
    for item in _events(sentence, number, terms):
        top = stack[-1]
        if isinstance(item, Term):
            if pending is not None and pending.text == ":":
                if not flat[pending.end : item.start].strip():
                    pending = None  # "Số đơn: 402 đơn" names a figure, it divides none
            if pending is not None:
                top = _open(stack, pending, clause)
                pending = None
            if (
                len(stack) > 1
                and _RETURNS.match(item.before)
                and clause > top.clause
                and len(top.parts) > 1
            ):
                done.append(stack.pop())
                top = stack[-1]
            top.parts.append(item)
            if _within(item, sentence):
                stack.append(Branch("trong", "within", item, clause=clause))
        elif item.text == ";":
            clause += 1
            if len(stack) > 1 and len(top.parts) > 1 and top.clause == clause - 1:
                done.append(stack.pop())
        elif item.text == ":":
            if pending is None and top.parts and (len(stack) == 1 or top.kind != "within"):
                pending = item
        else:
            pending = item
    done += reversed(stack[1:])
    return [*done, root]


def _open(stack: list[Branch], cue: Mark, clause: int) -> Branch:
    top = stack[-1]
    if cue.text == ":":
        kind: Literal["complete", "partial", "colon"] = "colon"
    else:
        kind = "complete" if "complete" in cue.roles else "partial"
    if top.parts:
        stack.append(Branch(cue.text, kind, top.parts[-1], above=top.parts[:-1], clause=clause))
    elif len(stack) == 1 or top.kind == "within":
        top.cue, top.kind = cue.text, kind
    return stack[-1]


def _events(sentence: Sentence, number: int, terms: list[Term]) -> Iterator[Term | Mark]:
    opening = frozenset({"complete", "partial"})
    inside = [
        m for m in sentence.marks
        if (m.text in {";", ":"} or m.roles & opening) and _bracket_at(sentence, m.start) == number
    ]  # fmt: skip
    both: list[Term | Mark] = [*terms, *inside]
    yield from sorted(both, key=lambda x: x.start)


def _bracket_at(sentence: Sentence, position: int) -> int:
    inner = 0
    for bracket in sentence.brackets:
        if bracket.start < position < bracket.end:
            inner = bracket.number
    return inner


def _within(term: Term, sentence: Sentence) -> bool:
    """Whether "Trong", "Phân tích" stands right before the figure: "Trong 27 vụ việc, có …"."""
    words = term.before.strip()
    last = next((m for m in reversed(sentence.marks) if m.end <= term.start), None)
    return (
        last is not None
        and "within" in last.roles
        and words.lower().endswith(last.text)
        and len(words) < 40
    )


def _host(sentence: Sentence, number: int) -> Term | None:
    bracket = sentence.bracket(number)
    if bracket is None:
        return None
    before = [t for t in sentence.terms if t.end <= bracket.start and t.bracket == bracket.parent]
    return before[-1] if before and before[-1].role == "level" else None


# -- divisions of a document ---------------------------------------------------------------------


class Reader:
    """Reads a document's sentences in order and remembers the wholes that later lists may divide."""

    def __init__(
        self,
        document: Document,
        sentences: tuple[Sentence, ...],
        choose: Callable[[Division], Reading | None],
    ) -> None:
        self.document = document
        self.sentences = sentences
        self.choose = choose
        self.wholes: list[tuple[int, Term]] = []  # (block, figure), the latest last

    def read(self) -> None:
        """Offers every division to ``choose``, in reading order."""
        for sentence in self.sentences:
            self._in_sentence(sentence)

    def _in_sentence(self, sentence: Sentence) -> None:
        *lists, root = branches(self.document.flat, sentence)
        used: set[int] = set()
        for branch in lists:
            self._of_branch(branch, used)
        if root.kind in ("complete", "partial") and root.parts:
            self._of_open_list(root, sentence, used)
        else:
            self._uncued(root, sentence, used)
        for term in root.parts:
            if term.number not in used:
                self._remember(sentence.block, term)

    def _remember(self, block: int, term: Term) -> None:
        self.wholes = [(b, t) for b, t in self.wholes if t.number != term.number]
        self.wholes.append((block, term))

    def _candidates(self, block: int, parts: Sequence[Term]) -> list[Term]:
        found: list[Term] = []
        for at, term in reversed(self.wholes):
            if block - at > _WINDOW or len(found) == _CANDIDATES:
                break
            if all(term.fits(p) for p in parts):
                found.append(term)
        return found

    def _of_branch(self, branch: Branch, used: set[int]) -> None:
        head = branch.head
        if head is None or not branch.parts:
            return
        left = list(branch.parts)
        for whole in (head, *reversed(branch.above)):
            parts = [p for p in left if p.fits(whole)]
            if not parts or (whole is not head and len(parts) < 2):
                continue
            left = [p for p in left if p not in parts]
            if len(parts) == 1 and branch.kind != "partial":
                continue
            strength: Strength = "strong" if branch.kind == "complete" else "medium"
            if covers(parts):
                strength = stronger(strength)
            reading = Reading(whole, tuple(parts))
            if self.choose(Division((reading,), branch.cue, branch.kind != "partial", strength)):
                used.update(p.number for p in parts)

    def _of_open_list(self, root: Branch, sentence: Sentence, used: set[int]) -> None:
        parts = _alike(root.parts)
        wholes = self._candidates(sentence.block, parts)
        if not wholes or len(parts) < 2:
            return
        strength: Strength = "strong" if root.kind == "complete" or covers(parts) else "medium"
        readings = tuple(Reading(whole, tuple(parts)) for whole in wholes)
        chosen = self.choose(Division(readings, root.cue, root.kind == "complete", strength))
        if chosen:
            used.update(p.number for p in chosen.parts)
            self._remember(sentence.block, chosen.total)

    def _uncued(self, root: Branch, sentence: Sentence, used: set[int]) -> None:
        parts = _alike(root.parts)
        readings: list[Reading] = []
        if len(parts) > 2:
            readings.append(Reading(parts[0], tuple(parts[1:])))
            readings.append(Reading(parts[-1], tuple(parts[:-1])))
        if len(parts) > 1:
            readings += [Reading(w, tuple(parts)) for w in self._candidates(sentence.block, parts)]
        if not readings:
            return
        chosen = self.choose(
            Division(tuple(readings), "", True, "medium" if covers(parts) else "weak")
        )
        if chosen:
            used.update(p.number for p in chosen.parts)
            if chosen.total not in root.parts:
                self._remember(sentence.block, chosen.total)


def _alike(terms: Sequence[Term]) -> list[Term]:
    """The figures of the commonest unit."""
    best: list[Term] = []
    for term in terms:
        alike = [t for t in terms if t.fits(term)]
        if len(alike) > len(best):
            best = alike
    return best
