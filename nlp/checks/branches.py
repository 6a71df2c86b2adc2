"""Sentence -> its lists of parts, as a tree read from cues, punctuation and nesting.

"trong đó", "gồm", a colon, "Trong 274 đơn …" and a bracket open a list of parts under the figure
before; a semicolon closes a list whose parts stand between commas; "còn" goes back to the list above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from .cues import Mark, cues
from .terms import Sentence, Term

Kind = Literal["root", "complete", "partial", "within", "colon", "bracket"]
_RETURNS = re.compile(r"\s*(?:[;,]\s*)?(?:và\s+)?(?:số\s+)?còn\b", re.IGNORECASE)
_OPENERS = frozenset({"complete", "partial"})
_LONGEST_LEAD = 40  # characters of a lead such as "5. Theo địa bàn: trong" before "402 đơn"


@dataclass(slots=True)
class Branch:
    """A list of parts while it is read.

    ``head`` is the figure it divides, None where that stands in another sentence; ``above`` are the
    figures before the head in the head's own list; ``lead`` is the text from the head to the cue.
    """

    cue: str
    kind: Kind
    head: Term | None = None
    parts: list[Term] = field(default_factory=list)
    above: list[Term] = field(default_factory=list)
    clause: int = 0
    lead: str = ""
    bracketed: list[Term] = field(default_factory=list)  # one figure in brackets for each part


def branches(flat: str, sentence: Sentence) -> tuple[Branch, ...]:
    """The lists of a sentence, brackets first, inner before outer; the last is the sentence itself."""
    found: list[Branch] = []
    alone: dict[int, Term] = {}  # a figure alone in its bracket, by the figure before the bracket
    for bracket in reversed(sentence.brackets):
        inside = _read(flat, sentence, bracket.number)
        if len(inside) == 1 and len(inside[0].parts) == 1 and inside[0].head is not None:
            alone[inside[0].head.number] = inside[0].parts[0]
        found += inside
    found += _read(flat, sentence, 0)
    for branch in found:
        branch.bracketed = [alone[p.number] for p in branch.parts if p.number in alone]
    return tuple(found)


def _read(flat: str, sentence: Sentence, number: int) -> list[Branch]:
    terms = [t for t in sentence.terms if t.bracket == number and t.role == "level"]
    if number and not terms:
        return []
    root = _root(sentence, number)
    stack, done, clause = [root], [], 0
    pending: Mark | None = None  # a cue whose figures have not come yet
    for item in _events(sentence, number, terms):
        top = stack[-1]
        if isinstance(item, Mark):
            if item.text == ";":
                clause += 1
                if len(stack) > 1 and len(top.parts) > 1 and top.clause == clause - 1:
                    done.append(stack.pop())
            elif item.text != ":":
                pending = item
            elif pending is None and top.parts:
                pending = item
            continue
        if pending is not None and pending.text == ":" and not flat[pending.end : item.start].strip():
            pending = None  # "Số đơn: 402 đơn": the colon names a figure and divides none
        if pending is not None:
            _open(flat, sentence, stack, pending, clause)
            pending = None
        elif len(stack) > 1 and len(stack[-1].parts) > 1 and _RETURNS.match(item.gap):
            if clause > stack[-1].clause:
                done.append(stack.pop())
        stack[-1].parts.append(item)
        if _within(item, sentence):
            above = stack[-1].parts[:-1]
            stack.append(Branch("trong", "within", item, above=above, clause=clause))
    done += reversed(stack[1:])
    return [*done, root]


def _root(sentence: Sentence, number: int) -> Branch:
    bracket = next((b for b in sentence.brackets if b.number == number), None)
    if bracket is None:
        return Branch("", "root")
    before = [t for t in sentence.terms if t.end <= bracket.start and t.bracket == bracket.parent]
    levels = [t for t in before if t.role == "level"]
    if not levels or before[-1].role not in ("level", "percent", "change"):
        return Branch("()", "bracket")
    return Branch("()", "bracket", levels[-1], above=levels[:-1])


def _open(flat: str, sentence: Sentence, stack: list[Branch], cue: Mark, clause: int) -> None:
    top = stack[-1]
    kind: Kind = "partial" if "partial" in cue.roles else "complete" if cue.roles else "colon"
    if top.parts:
        head = top.parts[-1]
        lead = flat[head.end : cue.start]
        above = [*top.above, *([top.head] if top.head else []), *top.parts[:-1]]
        stack.append(Branch(cue.text, kind, head, above=above, clause=clause, lead=lead))
    elif top.kind in ("root", "bracket", "within"):
        top.cue, top.kind = cue.text, kind
        top.lead = flat[sentence.start : cue.start] if top.head is None else ""


def _events(sentence: Sentence, number: int, terms: list[Term]) -> Iterator[Term | Mark]:
    inside = [
        m
        for m in sentence.marks
        if (m.text in {";", ":"} or m.roles & _OPENERS)
        and _bracket_at(sentence, m.start) == number
    ]
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
    if len(words) > _LONGEST_LEAD:
        return False
    last = next((m for m in reversed(sentence.marks) if m.end <= term.start), None)
    return last is not None and "within" in last.roles and words.lower().endswith(last.text)


# -- evidence that a list is whole ---------------------------------------------------------------


def covers(parts: Sequence[Term]) -> bool:
    """Whether the labels show that the parts leave nothing out.

    True if the last part is "khác" or "còn lại", if one part negates another's word ("thuộc thẩm
    quyền", "không thuộc thẩm quyền"), or if the parts carry different words of one kind.
    """
    if len(parts) < 2:
        return False
    known = cues()
    labels = [f"{p.before} {p.figure.text} {p.after}".lower() for p in parts]
    if known.closing.search(labels[-1]) or _RETURNS.match(parts[-1].gap):
        return True
    for i, label in enumerate(labels):
        for match in known.negation.finditer(label):
            if any(match[1] in other for j, other in enumerate(labels) if j != i):
                return True
    for kind in known.siblings:
        words = [frozenset(m.group() for m in kind.finditer(label)) for label in labels]
        if all(words) and len(set(words)) > 1:
            return True
    return False
