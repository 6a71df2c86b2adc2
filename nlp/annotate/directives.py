"""Document -> directives: who is told to do what, by when, with whom, and to whom to report.

A directive is one sentence, or one part of it where a semicolon starts a task with its own
assignee or its own deadline. What a list head says ("UBND tỉnh yêu cầu:", "1. Sở Tài chính:") holds
for its bullets; fields and tables of plans are read beside the sentences. See ``modality`` for the
grammar of a sentence, ``heads`` for what is passed down, ``due`` and ``fields`` for the rest.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from ..model import Block, Citation, DateMention, Directive, Document, Span
from ..rules import alternatives, table
from ..text import squeeze
from .agencies import members, noun_phrase
from .contexts import PROPOSALS, Context
from .due import Due, DueDates
from .fields import Field, field_directives, read_fields, table_directives
from .heads import Outline
from .inside import Inside
from .lexicon import words
from .modality import Order, read_order, sets_measure
from .sentences import block_sentences, clauses, trimmed_end
from .timewords import lower

_OPENING = 200  # characters in which an order among results names who orders
_FIRST = 80  # characters in which a clause that orders names its verb
_WITH = 24  # characters of "Phối hợp chặt chẽ với"
_PLAIN = Context(status="planned", tasks=True)
_CLOSING = re.compile(r"(?:kính\s+)?(?:báo\s+cáo|trình|thông\s+báo|gửi)\b")
_YOU = re.compile(
    r"(?:các|quý)\s+(?:đồng\s+chí|cơ\s+quan|đơn\s+vị\s+bạn|đại\s+biểu)|đồng\s+chí", re.IGNORECASE
)
_ALSO = re.compile(r",\s+đồng\s+thời,?\s+(?=\w)")
_NAMELY = re.compile(r",\s+(?:trong\s+đó|cụ\s+thể|nhất\s+là|trọng\s+tâm\s+là)\b")
_LED_BY = re.compile(
    r"\((?:giao\s+|do\s+)?(?P<who>[^()]{3,120}?)\s+(?:chủ\s+trì|thực\s+hiện|phụ\s+trách|tham\s+mưu)"
    r"[^()]*\)\W*\Z",
    re.IGNORECASE,
)
# "Hoàn thành và báo cáo UBND tỉnh trước ngày …", "Trường hợp không đủ điều kiện thì đề xuất …"
_BELONGS = re.compile(
    r"(?:Hoàn\s+thành|Xong)(?:\s+và|,)\s+(?:báo\s+cáo|gửi|trình)\b|(?:Trường\s+hợp|Nếu)\b"
)
_ONLY_TIME = re.compile(
    r"(?:Thời\s+(?:gian|hạn)(?:\s+(?:hoàn\s+thành|thực\s+hiện|báo\s+cáo|gửi))?|Hoàn\s+thành|Xong)"
    r"\s*:?\s+(?:là\s+)?(?:trước|trong|chậm|đến|từ|vào|ngày)\b"
)


@cache
def _ordering() -> re.Pattern[str]:
    """A word without which no sentence among results orders anything."""
    said = [r["word"] for r in table("directive_verbs") if r["role"] in ("performative", "deontic")]
    return re.compile(alternatives(said))  # for small letters: much faster than to ignore case


@dataclass(frozen=True, slots=True)
class _Found:
    span: Span
    order: Order
    context: Context
    assignees: tuple[str, ...]


def find_directives(
    document: Document, dates: Sequence[DateMention], citations: Sequence[Citation]
) -> tuple[Directive, ...]:
    """The directives of a document in reading order; ids are d1, d2, …"""
    found = sorted(_Reader(document, dates, citations).read(), key=lambda d: d.start)
    return tuple(replace(directive, id=f"d{number}") for number, directive in enumerate(found, 1))


class _Reader:
    def __init__(
        self, document: Document, dates: Sequence[DateMention], citations: Sequence[Citation]
    ) -> None:
        self._document = document
        self._flat = document.flat
        self._citations = Inside(citations)
        self._due = DueDates(document, dates, self._citations)

    def read(self) -> Iterator[Directive]:
        run: list[tuple[Field, Context]] = []
        title = None
        for block, context in Outline(self._document):
            fields = read_fields(self._flat, block)
            if fields:
                run += [(field, context) for field in fields]
                continue
            yield from self._run(run, title)
            run = []
            if block.kind == "heading":
                title = squeeze(self._flat[max(block.start, block.body) : block.end])
            else:
                yield from self._block(block, context)
        yield from self._run(run, title)
        for grid in self._document.tables:
            yield from table_directives(self._document, grid, self._due)

    def _run(self, run: Sequence[tuple[Field, Context]], title: str | None) -> Iterator[Directive]:
        """Fields that stand together; without a leader among them they are sentences."""
        found = list(
            field_directives(self._document, [field for field, _ in run], title, self._due)
        )
        yield from found
        if not found:
            for _, same in itertools.groupby(run, lambda told: told[0].block.start):
                field, context = next(same)
                yield from self._block(field.block, context)

    def _block(self, block: Block, context: Context) -> Iterator[Directive]:
        if context.status == "evaluation":
            return
        told = context.status == "done" and context.sure
        last: _Found | None = None
        for number, sentence in enumerate(self._sentences(block, context)):
            if last is not None and _ONLY_TIME.match(self._flat, sentence.start, sentence.end):
                last = replace(last, span=Span(last.span.start, self._end(sentence)))
                continue
            for part in (sentence,) if told else self._parts(sentence):
                found = self._read(part, context, last, first=number == 0)
                if found is None and last is not None and part.start > sentence.start:
                    found = self._rest(part, last)
                if found is None:
                    continue
                if last is not None and self._belongs(found, part):
                    last = replace(last, span=Span(last.span.start, found.span.end))
                    continue
                if last is not None and self._goes_on(last, found):
                    joined = (*last.order.joined, *found.order.joined)
                    span = Span(last.span.start, found.span.end)
                    last = replace(last, span=span, order=replace(last.order, joined=joined))
                    continue
                if last is not None:
                    yield self._directive(last, block)
                last = found
                if context.letter or not context.sure:
                    # what follows an order in its paragraph is part of it
                    context = replace(context, tasks=True)
        if last is not None:
            yield self._directive(last, block)

    def _belongs(self, found: _Found, part: Span) -> bool:
        """Whether a sentence after an order only says when, to whom or in which case it is done."""
        return (
            found.order.assigned is None
            and _BELONGS.match(self._flat, part.start, part.end) is not None
        )

    def _goes_on(self, last: _Found, found: _Found) -> bool:
        """Whether a sentence only says with whom the work of the one before it is done."""
        return (
            found.order.rule == last.order.rule == "imperative"
            and bool(found.order.joined)
            and found.order.joined[0][0] - found.span.start < _WITH
            and found.assignees == last.assignees
            and self._due.at(found.span) == Due()
        )

    def _sentences(self, block: Block, context: Context) -> list[Span]:
        """The sentences of a block; of one that opens a list only what it orders itself.

        "Các sở chủ động phối hợp …, trong đó tập trung vào nội dung sau:" orders before "trong đó".
        """
        sentences = list(block_sentences(self._flat, block))
        if context.head and sentences:
            last = sentences.pop()
            cut = _NAMELY.search(self._flat, last.start, last.end)
            if cut:
                sentences.append(Span(last.start, cut.start()))
        return sentences

    def _end(self, span: Span) -> int:
        return trimmed_end(self._flat, span.start, span.end)

    def _parts(self, sentence: Span) -> Iterator[Span]:
        """The sentence, cut where a task with an assignee, deadline or measure of its own starts.

        That is after a semicolon, or after ", đồng thời".
        """
        pieces = list(self._clauses(sentence))
        if len(pieces) < 2:
            yield sentence
            return
        start = pieces[0].start
        timed = told = False  # whether the part so far has a deadline, and says what to do
        for piece, following in itertools.pairwise(pieces):
            timed = timed or self._due.at(piece).day is not None
            told = told or self._has_verb(piece)
            if (
                (timed and self._due.at(following).day is not None)
                or self._orders_anew(following)
                or (told and self._has_subject(following))
            ):
                yield Span(start, piece.end)
                start, timed, told = following.start, False, False
        yield Span(start, sentence.end)

    def _has_verb(self, span: Span) -> bool:
        """Whether a piece says what to do, not only who ("Yêu cầu các sở; Chủ tịch UBND xã …")."""
        sequence = words(self._flat, span.start, span.end)
        order = read_order(sequence, _PLAIN, first=True)
        return order is not None and (
            order.assigned is None or order.assigned[1] < sequence[-1].end
        )

    def _clauses(self, sentence: Span) -> Iterator[Span]:
        for clause in clauses(self._flat, sentence.start, sentence.end):
            start = clause.start
            for also in _ALSO.finditer(self._flat, clause.start, clause.end):
                yield Span(start, also.start())
                start = also.end()
            yield Span(start, clause.end)

    def _orders_anew(self, span: Span) -> bool:
        """Whether a piece says whom it orders: "giao Sở Y tế …"."""
        opening = self._flat[span.start : min(span.end, span.start + _FIRST)]
        if not _ordering().search(lower(opening)):
            return False
        sequence = words(self._flat, span.start, span.end)
        order = read_order(sequence, _PLAIN, first=False)
        return order is not None and order.rule == "performative" and order.assigned is not None

    def _has_subject(self, span: Span) -> bool:
        """Whether a piece names who must act, or the measure that it sets a goal for."""
        sequence = words(self._flat, span.start, span.end)
        if sets_measure(sequence):
            return True
        if not sequence or not sequence[0].capital:
            return False
        phrase = noun_phrase(sequence, 0)
        return (
            phrase is not None
            and phrase.stop < len(sequence)
            and sequence[phrase.stop].before == ""
        )

    def _read(
        self, span: Span, context: Context, last: _Found | None, *, first: bool
    ) -> _Found | None:
        if context.status == "done" and context.sure:
            # Most of a report: an order among results stands at the start of its sentence
            opening = min(span.end, span.start + _OPENING)
            if not _ordering().search(lower(self._flat[span.start : opening])):
                return None
            if read_order(words(self._flat, span.start, opening), context, first=first) is None:
                return None
        if self._flat.startswith("(", span.start):
            return None
        order = read_order(words(self._flat, span.start, span.end), context, first=first)
        if order is None or self._closes(span, order) or self._announces(span, order):
            return None
        assignees = self._members(order.assigned)
        if not assignees or _YOU.fullmatch(assignees[0]):
            before = last.assignees if last is not None else ()
            assignees = (
                self._in_bracket(span)
                or before
                or context.assignees
                or self._addressees(context)
                or assignees
            )
        end = self._end(span)
        return (
            _Found(Span(order.start, end), order, context, assignees) if end > order.start else None
        )

    def _rest(self, part: Span, last: _Found) -> _Found | None:
        """What is left to do by another day: "…; 05 điểm còn lại xong trong quý I/2025"."""
        if self._due.at(part).day is None:
            return None
        order = replace(last.order, start=part.start, action=part.start, joined=())
        return replace(last, span=Span(part.start, self._end(part)), order=order)

    def _closes(self, span: Span, order: Order) -> bool:
        """Whether the sentence is the closing formula of a report ("UBND xã báo cáo … ./.")."""
        return (
            order.rule == "assigned"
            and self._due.at(span) == Due()
            and "./." in self._flat[span.end - 4 : span.end + 3]
            and _CLOSING.match(self._flat, order.action, span.end) is not None
        )

    def _announces(self, span: Span, order: Order) -> bool:
        """Whether it only announces what follows: "Thực hiện …, UBND xã ban hành … như sau:"."""
        if not self._flat[span.start : span.end].rstrip().endswith(":"):
            return False
        return order.rule == "imperative" or order.start > span.start

    def _in_bracket(self, span: Span) -> tuple[str, ...]:
        """Who leads, where a bracket at the end says so: "… (Sở Y tế chủ trì)"."""
        bracket = _LED_BY.search(self._flat, span.start, span.end)
        if bracket is None:
            return ()
        sequence = words(self._flat, bracket.start("who"), bracket.end("who"))
        phrase = noun_phrase(sequence, 0)
        if phrase is None or phrase.stop < len(sequence):
            return ()
        return members(self._flat[phrase.begin : phrase.end])

    def _addressees(self, context: Context) -> tuple[str, ...]:
        told = self._document.header.addressees if context.letter else ()
        # the first addressee of a proposal decides, the others only read it
        return told[:1] if self._document.header.type in PROPOSALS else told

    def _directive(self, found: _Found, block: Block) -> Directive:
        span, order = found.span, found.order
        due = self._due.at(span)
        written = self._document.header.date
        modality = order.modality
        if modality == "reported" and due.day and written and written.start_date:
            # what is due after the report is written is not over
            modality = "order" if due.day > written.start_date else modality
        return Directive(
            id="",
            text=self._document.text[span.start : span.end],
            start=span.start,
            end=span.end,
            action=squeeze(self._flat[min(order.action, span.end) : span.end]),
            modality=modality,
            issuer=self._text(order.issuer) or found.context.issuer or self._document.header.issuer,
            assignees=found.assignees,
            collaborators=tuple(m for place in order.joined for m in self._members(place)),
            deadline=due.day,
            deadline_text=due.text,
            recurring=due.recurring,
            report_to=self._due.report_to(span),
            citations=tuple(c.text for c in self._citations.of(span.start, span.end)),
            section=block.section,
            rule=order.rule,
        )

    def _text(self, place: tuple[int, int] | None) -> str | None:
        return squeeze(self._flat[place[0] : place[1]]) if place else None

    def _members(self, place: tuple[int, int] | None) -> tuple[str, ...]:
        return members(self._flat[place[0] : place[1]]) if place else ()
