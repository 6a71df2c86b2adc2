"""Walks a document's blocks and tells each what it inherits from headings and heads of lists.

A sentence that orders and ends in a colon ("UBND tỉnh yêu cầu các sở:") opens a list that inherits
who orders and who must act; a heading or item that only names an agency ("1. Sở Tài chính:") gives
the bullets under it their assignee. A list ends with the next marker of its head's kind or above,
and a paragraph between its items stands outside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..model import Block, Document, Span
from ..text import squeeze
from .agencies import members, noun_phrase
from .contexts import Context, heading_status, only_measures, rank, section_context, start_context
from .lexicon import Word, words
from .modality import read_order
from .sentences import block_sentences

_STOPPED = re.compile(r"[.;:,!?…/”\"]\s*\Z")
# A title with sentences in it holds the text itself: a page copied without its lines.
_SENTENCES = re.compile(r"[.…]\s+(?:\d{1,2}\.\s+)?[A-ZĐ]\w*\s.{80}", re.DOTALL)
_CONTENT = frozenset({"heading", "paragraph", "item"})
_ORDERS = re.compile(
    r"(?:yêu cầu|đề nghị|chỉ đạo|chỉ thị|giao|kiến nghị|đề xuất|kêu gọi|phân công)(?: như sau)?$"
)
_CONCLUDES = re.compile(
    r"(?:kết luận|ý kiến|chỉ đạo|quyết nghị|nhiệm vụ|giải pháp|nội dung|công việc)"
    r"(?: cụ thể)?(?: sau| như sau| sau đây| dưới đây)?$"
)
_THINKS = re.compile(
    r"(?:kết luận|ý kiến|quyết nghị)(?: cụ thể)?(?: sau| như sau| sau đây| dưới đây)?$"
)
_HEADING = 60  # characters of a heading without marker
_TELLS = 12  # syllables after who must act, of a head that is more than a head
_OPENINGS = (
    ("đối", "với"),
    ("trách", "nhiệm", "của"),
    ("nhiệm", "vụ", "của"),
    ("giao",),
    ("yêu", "cầu"),
    ("đề", "nghị"),
    ("với",),
)


@dataclass(frozen=True, slots=True)
class _Frame:
    rank: str
    context: Context


class Outline:
    """The blocks that hold text, in order, each with its context."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._flat = document.flat
        self._base = start_context(document)
        self._stack: list[_Frame] = []
        self._opening = True  # whether no heading and no list mark has come yet
        self._fresh = False  # whether the block before this one opened a list

    def __iter__(self) -> Iterator[tuple[Block, Context]]:
        blocks = [block for block in self._document.blocks if self._has_text(block)]
        for line, before, after in zip(blocks, [None, *blocks], [*blocks[1:], None], strict=False):
            heads = self._heads(line, before, after)
            block = replace(line, kind="heading") if heads else line
            kind = rank(block)
            self._opening = self._opening and not kind and block.kind != "heading"
            self._leave(kind)
            context = self._context(block)
            self._fresh = False
            if block.kind == "heading" or opens_list(self._flat, block):
                inner = self._opened(block, context)
                if inner is not None:
                    self._stack.append(_Frame(kind or "head", inner))
                    self._fresh = block.kind != "heading"
                    within = inner if block.kind == "heading" else context
                    context = replace(within, head=not self._orders_too(block, context))
            yield block, context

    @property
    def letter(self) -> bool:
        """Whether the document orders or asks, whatever a heading says of the work."""
        return self._base.letter

    def _heads(self, block: Block, before: Block | None, after: Block | None) -> bool:
        """Whether a line without marker stands as a heading over items or sentences.

        As in "Phương hướng quý II" between one list and the next.
        """
        if block.kind != "paragraph" or block.marker or after is None:
            return False
        text = self._flat[block.start : block.end].strip()
        if len(text) > _HEADING or not text[:1].isupper() or not text[-1:].isalnum():
            return False
        ended = before is None or bool(
            before.kind in ("heading", "title")
            or _STOPPED.search(self._flat, before.start, before.end)
        )
        goes_on = after.marker or _STOPPED.search(self._flat, after.start, after.end)
        told = heading_status(text) if ended and goes_on else None
        return told is not None and told[0] != "done"

    def _has_text(self, block: Block) -> bool:
        if block.kind == "title":
            return bool(_SENTENCES.search(self._flat, block.start, block.end))
        return block.kind in _CONTENT

    def _leave(self, kind: str) -> None:
        ranks = [frame.rank for frame in self._stack]
        if kind == "part":
            self._stack.clear()
        elif kind in ranks:
            del self._stack[ranks.index(kind) :]

    def _context(self, block: Block) -> Context:
        frames = self._stack
        plain = block.kind == "paragraph" and not block.marker
        if plain and not self._fresh:  # between the items of a list: the list's own place
            frames = [frame for frame in frames if frame.rank != "head"]
        context = frames[-1].context if frames else self._base
        if self._opening:
            context = replace(context, opening=True)
        if plain and not context.listed and not _STOPPED.search(self._flat, block.start, block.end):
            return replace(context, title=True)
        return context

    def _opened(self, block: Block, outer: Context) -> Context | None:
        """What the members of a section or a list inherit; None if the block opens none."""
        start = max(block.start, block.body)
        if block.kind == "heading":
            title = self._flat[start : block.end]
            told = heading_status(title)
            measured = outer.status == "done" and told is not None and told[1] == "targets"
            if told is not None and not (measured and only_measures(title)):
                return section_context(*told, outer=outer, base=self._base)
        spans = list(block_sentences(self._flat, block)) or [Span(start, block.end)]
        sequence = words(self._flat, spans[-1].start, spans[-1].end)
        if not sequence:
            return None
        if block.marker or opens_list(self._flat, block):
            agencies = self._only_agencies(sequence)
            if agencies:
                planned = outer.tasks or outer.status in (None, "planned")
                status = "planned" if planned else outer.status
                return replace(outer, status=status, tasks=planned, listed=True, assignees=agencies)
        if block.kind == "heading":
            return self._led(sequence, outer) or replace(outer, assignees=())
        return self._ordered(sequence, outer) or (
            self._led(sequence, outer) if block.marker else None
        )

    def _orders_too(self, block: Block, context: Context) -> bool:
        """Whether an item says what to do before it lists how: "UBND xã lập đề án … như sau:"."""
        if block.kind == "heading" or not block.marker or not context.tasks:
            return False
        sequence = words(self._flat, max(block.start, block.body), block.end)
        order = read_order(sequence, context, first=True)
        return (
            order is not None
            and order.assigned is not None
            and order.rule == "assigned"
            and sum(word.start >= order.assigned[1] for word in sequence) > _TELLS
        )

    def _led(self, sequence: Sequence[Word], outer: Context) -> Context | None:
        """Reads "1. Sở Y tế chịu trách nhiệm chung, trực tiếp thực hiện:" in a list of tasks."""
        order = read_order(sequence, outer, first=True) if outer.tasks else None
        if order is None or order.rule != "assigned":
            return None
        return replace(outer, listed=True, assignees=self._members(order.assigned))

    def _ordered(self, sequence: Sequence[Word], outer: Context) -> Context | None:
        """Reads "UBND tỉnh yêu cầu các sở:", "Chủ tịch UBND huyện kết luận như sau:"."""
        listing = replace(outer, tasks=True, status="planned", listed=False)
        order = read_order(sequence, listing, first=True)
        ends = " ".join(word.form for word in sequence[-5:])
        if order is not None and order.rule == "performative":
            return replace(
                listing,
                listed=True,
                modality=order.modality,
                issuer=self._text(order.issuer) or outer.issuer,
                assignees=self._members(order.assigned) or outer.assignees,
            )
        if _ORDERS.search(ends):
            request = sequence[-1].form in ("nghị", "xuất")
            return replace(
                listing,
                listed=True,
                modality="request" if request else "order",
                issuer=self._last_agency(sequence) or outer.issuer,
            )
        if _CONCLUDES.search(ends) and outer.status != "done":
            assignees = self._members(order.assigned) if order else ()
            if order is not None and _THINKS.search(ends):  # who concludes does not act
                issuer = self._text(order.assigned) or outer.issuer
                return replace(listing, modality=outer.modality or "order", issuer=issuer)
            return replace(
                listing, modality=outer.modality or "order", assignees=assignees or outer.assignees
            )
        return None

    def _last_agency(self, sequence: Sequence[Word]) -> str | None:
        """Who orders in "Thực hiện …, UBND tỉnh yêu cầu:"."""
        for k in range(len(sequence) - 2, -1, -1):
            if k == 0 or sequence[k].before:
                phrase = noun_phrase(sequence, k)
                return self._text((phrase.begin, phrase.end)) if phrase else None
        return None

    def _only_agencies(self, sequence: Sequence[Word]) -> tuple[str, ...]:
        """The agencies that a head names and nothing else: "Sở Tài chính:", "Đối với các xã"."""
        forms = tuple(word.form for word in sequence[:4])
        skip = next((len(o) for o in _OPENINGS if forms[: len(o)] == o), 0)
        phrase = noun_phrase(sequence, skip)
        if phrase is None or phrase.stop < len(sequence):
            return ()
        return members(self._flat[phrase.begin : phrase.end])

    def _text(self, place: tuple[int, int] | None) -> str | None:
        return squeeze(self._flat[place[0] : place[1]]) if place else None

    def _members(self, place: tuple[int, int] | None) -> tuple[str, ...]:
        return members(self._flat[place[0] : place[1]]) if place else ()


def opens_list(flat: str, block: Block) -> bool:
    """Whether a block ends in a colon."""
    return flat[block.start : block.end].rstrip().endswith(":")
