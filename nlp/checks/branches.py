"""Sentence -> its lists of parts, as a tree read from cues, punctuation and nesting.

"trong đó", "gồm", a colon, "Trong 274 đơn …" and a bracket open a list of parts under the figure
before; a semicolon closes a list whose parts stand between commas, so "còn" after it goes on with
the list above.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from ..text import squeeze
from .cues import Mark, cues
from .terms import Sentence, Term, is_pair

Kind = Literal["root", "complete", "partial", "within", "colon", "bracket", "measure"]
_OPENERS = frozenset({"complete", "partial", "detail"})
_MOST_HEADS = 6  # figures before a list among which its whole is sought
_SEPARATORS = frozenset(",;:")


@dataclass(slots=True)
class Branch:
    """A list of parts while it is read.

    A *measure* ("theo loại đơn: …") divides a whole said before the others of its kind; ``lead``
    is its name.
    ``head`` is the figure it divides, None where that stands in another sentence; ``above`` are the
    figures before the head in the head's own list; ``lead`` is the text from the head, or from the
    start of the sentence, to the cue.
    """

    cue: str
    kind: Kind
    head: Term | None = None
    parts: list[Term] = field(default_factory=list)
    above: list[Term] = field(default_factory=list)
    clause: int = 0
    lead: str = ""
    bracketed: list[Term] = field(default_factory=list)  # the one figure in a part's bracket

    def heads(self) -> list[Term]:
        """The figures it may divide, the nearest first."""
        return [self.head, *reversed(self.above)] if self.head is not None else []


def branches(flat: str, sentence: Sentence) -> tuple[Branch, ...]:
    """The lists of a sentence: brackets, inner lists, outer ones; the last is the sentence."""
    events: dict[int, list[Term | Mark]] = {0: []}
    both: list[Term | Mark] = [*sentence.terms, *sentence.marks]
    for item in sorted(both, key=lambda x: x.start):
        events.setdefault(item.bracket, []).append(item)
    found: list[Branch] = []
    alone: dict[int, Term] = {}  # a figure alone in its bracket, by the figure before the bracket
    for bracket in reversed(sentence.brackets):
        inside = events.get(bracket.number, [])
        if not any(isinstance(item, Term) for item in inside):
            continue
        root = Branch("()", "bracket")
        before = [
            t
            for t in sentence.terms[max(0, bracket.terms - _MOST_HEADS) : bracket.terms]
            if t.bracket == bracket.parent and t.role == "level"
        ]
        if before:
            root.head, root.above = before[-1], before[:-1]
        lists = _read(flat, sentence, inside, root)
        if len(lists) == 1 and len(root.parts) == 1 and root.head is not None:
            alone[root.head.number] = root.parts[0]
        found += lists
    found += _read(flat, sentence, events[0], Branch("", "root"))
    for branch in found:
        branch.bracketed = [alone[p.number] for p in branch.parts if p.number in alone]
    return tuple(found)


def _read(
    flat: str, sentence: Sentence, events: Sequence[Term | Mark], root: Branch
) -> list[Branch]:
    stack, clause = [root], 0
    done: list[Branch] = []
    pending: Mark | None = None  # a cue whose figures have not come yet
    within: Mark | None = None  # "trong", if it was the last cue
    labelled = False  # whether words of its own stand before the next figure
    opened = sentence.start  # where the clause in hand, or its words after a figure, begin
    for item in events:
        top = stack[-1]
        if isinstance(item, Mark):
            measure = _measure(flat, opened, item) if item.text == ":" else None
            opened = item.end if item.text in ":;" else opened
            if measure is not None and root.kind == "root":
                done += reversed(stack[1:])
                stack[1:] = [
                    Branch(
                        "", "measure", above=root.parts[-_MOST_HEADS:], clause=clause, lead=measure
                    )
                ]
                pending = within = None
                continue
            within = item if "within" in item.roles else None
            if item.text == ";":
                clause += 1
                if len(stack) > 1 and len(top.parts) > 1 and top.clause == clause - 1:
                    done.append(stack.pop())
            if item.roles & _OPENERS or (item.text == ":" and pending is None and top.parts):
                pending = item
                if item.text == ":" and labelled:
                    # "49, chuyển sang: 20": a colon after a label names a figure, it divides none
                    ahead = flat[item.end : item.end + 2].strip()
                    pending = None if ahead[:1].isdigit() else item
            labelled = labelled or item.text in _SEPARATORS
            continue
        labelled, opened = False, item.end
        if item.role != "level":
            continue
        if pending is not None:
            _open(flat, sentence, stack, pending, clause)
            pending = None
        top = stack[-1]
        if len(stack) > 1 and clause > top.clause and _goes_back(item, top):
            done.append(stack.pop())
            top = stack[-1]
        top.parts.append(item)
        if within is not None and _leads(item, within):
            stack.append(
                Branch(within.text, "within", item, above=top.parts[-_MOST_HEADS:-1], clause=clause)
            )
    done += reversed(stack[1:])
    return [*done, root]


def _measure(flat: str, start: int, colon: Mark) -> str | None:
    """The measure that the words before a colon name: "Theo loại đơn: …"; None if they do not."""
    found = cues().measured.fullmatch(flat, start, colon.start)
    return found[1] if found is not None else None


def _open(flat: str, sentence: Sentence, stack: list[Branch], cue: Mark, clause: int) -> None:
    top = stack[-1]
    kind: Kind = (
        "partial" if "partial" in cue.roles else "complete" if "complete" in cue.roles else "colon"
    )
    if top.parts:
        head = top.parts[-1]
        above = [*reversed(top.heads()), *top.parts[:-1]][-_MOST_HEADS:]
        lead = flat[head.end : cue.start]
        stack.append(Branch(cue.text, kind, head, above=above, clause=clause, lead=lead))
    elif top.kind in ("root", "bracket", "within"):
        top.cue, top.kind = cue.text, kind
        top.lead = flat[sentence.start : cue.start] if top.head is None else ""


def _goes_back(term: Term, branch: Branch) -> bool:
    """Whether a figure is labelled like the list's whole: it stands beside it, not under it."""
    head, parts = branch.head, branch.parts
    if head is None or not parts or not _opens_clause(head):
        return False
    own = term.before.lower().split()[:2]
    return (
        len(own) == 2
        and own == head.before.lower().split()[:2]
        and own != parts[0].before.lower().split()[:2]
    )


def _opens_clause(term: Term) -> bool:
    """Whether a figure's label stands at the head of its clause."""
    return term.gap[: -len(term.before) or None].rstrip()[-1:] in {"", ";", ":"}


def _leads(term: Term, within: Mark) -> bool:
    """Whether "Trong", "Phân tích" is all that names the figure: "Trong 27 vụ việc, có …"."""
    if term.before == term.gap and not term.first:
        return False  # "231 đơn trên tổng số 264 đơn"
    return " ".join(term.before.lower().split()) == within.text


# -- figures of one unit -------------------------------------------------------------------------


def counted(terms: Sequence[Term]) -> tuple[list[Term], list[Term]]:
    """The figures, apart from those others are counted out of: "2.146 ha bị hạn/5.830 ha"."""
    outer = [b for a, b in pairwise(terms) if "/" in b.gap and is_pair(a, b)]
    return ([t for t in terms if t not in outer] if outer else list(terms)), outer


def columns(terms: Sequence[Term]) -> list[list[Term]]:
    """The figures by unit, the commonest unit first."""
    units = {t.unit: t for t in terms}
    if len(units) == 1:
        return [list(terms)]
    columns = [[t for t in terms if t.fits(unit)] for unit in units.values()]
    found: list[list[Term]] = []
    for column in sorted(columns, key=len, reverse=True):
        rest = [t for t in column if not any(t in other for other in found)]
        if rest:
            found.append(rest)
    return found


def commonest(terms: Sequence[Term]) -> list[Term]:
    """The figures of the commonest unit."""
    return next(iter(columns(terms)), [])


# -- evidence that a list is whole ---------------------------------------------------------------


Cover = Literal["closed", "alike", ""]


def cover(parts: Sequence[Term]) -> Cover:
    """What the labels say about the parts leaving nothing out.

    *closed* if the last part is "khác" or "còn …", or one part negates another's word ("thuộc thẩm
    quyền", "không thuộc thẩm quyền"); *alike* if the parts carry different words of one kind.
    """
    if len(parts) < 2:
        return ""
    known = cues()
    labels = [f"{p.before} {p.figure.text} {p.after}".lower() for p in parts]
    if known.closing.search(labels[-1]) or known.remains.match(parts[-1].before):
        return "closed"
    for i, label in enumerate(labels):
        for match in known.negation.finditer(label):
            if any(match[1] in other for j, other in enumerate(labels) if j != i):
                return "closed"
    if sum(known.ranged.search(label) is not None for label in labels) > 1:
        return "alike"  # "từ 30-70% là 968 ha, dưới 30% là 443 ha"
    words = _kinds(labels)
    shared = set(words[0]).intersection(*words[1:])
    return "alike" if any(len({w[kind] for w in words}) > 1 for kind in shared) else ""


def one_of(first: Term, others: Sequence[Term]) -> bool:
    """Whether a figure is labelled as one more part beside others: "Tốt 9 em, khá 6 em, yếu 2"."""
    own, *words = _kinds(
        [f"{t.before} {t.figure.text} {t.after}".lower() for t in (first, *others)]
    )
    shared = set(own).intersection(*words)
    return any(all(own[kind] != w[kind] for w in words) for kind in shared)


def _kinds(labels: Sequence[str]) -> list[dict[int, frozenset[str]]]:
    """Of each label: its words of each kind."""
    return [kinds_in(label) for label in labels]


@lru_cache(maxsize=1024)
def kinds_in(label: str) -> dict[int, frozenset[str]]:
    """The words of a label, in lower case, that name one of several classes, by their kind."""
    known = cues()
    kinds: dict[int, frozenset[str]] = {}
    for match in known.sibling.finditer(label):
        for kind, word in known.kinds[squeeze(match.group())]:
            kinds[kind] = kinds.get(kind, frozenset()) | {word}
    return kinds
