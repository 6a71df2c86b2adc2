"""Document -> directives: who is told to do what, by when, with whom, and to whom to report.

A directive is one sentence (or one part of it, where a semicolon starts a task with its own assignee
or its own deadline). What a list head says ("UBND tỉnh yêu cầu:", "1. Sở Tài chính:") holds for its
bullets; fields ("Đơn vị chủ trì: …") are read with the fields beside them. See ``modality`` for the
grammar of a sentence and ``contexts`` for what headings and heads of lists pass down.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ..model import Block, Citation, DateMention, Directive, Document, Span
from ..text import squeeze
from .agencies import members, noun_phrase, starts_agency
from .contexts import Context, Outline
from .lexicon import Word, words
from .modality import Order, read_order
from .sentences import block_sentences, clauses

_TAIL = re.compile(r"[\s.;:,/]+$")
_FIELD = re.compile(r"\s*(?P<name>[^\W\d][^:.;,]{3,39}?)\s*:\s*(?P<value>\S.*)", re.DOTALL)
_CLOSING = re.compile(r"(?:kính\s+)?(?:báo\s+cáo|trình|thông\s+báo|gửi)\b")
_LEADER = re.compile(
    r"(?:(?:cơ\s+quan|đơn\s+vị|phòng|sở|ban)\s+)?(?:chủ\s+trì|đầu\s+mối|thực\s+hiện\s+chính|chịu\s+trách\s+nhiệm\s+chính)"
    r"(?:\s+(?:thực\s+hiện|tham\s+mưu))?|(?:cơ\s+quan|đơn\s+vị)\s+(?:thực\s+hiện|tham\s+mưu)|phân\s+công\s+thực\s+hiện",
    re.IGNORECASE,
)
_PARTNER = re.compile(
    r"(?:(?:cơ\s+quan|đơn\s+vị)\s+)?(?:phối\s+hợp|tham\s+gia)(?:\s+thực\s+hiện)?", re.IGNORECASE
)
_TIME = re.compile(r"(?:thời\s+(?:gian|hạn|điểm)|tiến\s+độ|hạn)\b.*", re.IGNORECASE | re.DOTALL)
_OPENING = 200  # characters in which an order among results names who orders
# How strongly the words before a date make it a deadline.
_LIMITS = (
    re.compile(r"(?:trước|chậm\s+nhất(?:\s+là)?|muộn\s+nhất(?:\s+là)?|không\s+quá|hạn\s+cuối(?:\s+là)?)(?:\s+(?:vào|đến|thời\s+điểm|(?:hết\s+)?ngày|\d+\s*(?:giờ|h)\d*(?:\s+ngày)?))*\s*$", re.IGNORECASE),
    re.compile(r"(?:đến|tới)(?:\s+hết)?(?:\s+ngày)?\s*$|hết(?:\s+ngày)?\s*$|xong(?:\s+(?:trong|ngày))?\s*$|hoàn\s+thành\s+(?:trong|vào|ngày|năm)?\s*$", re.IGNORECASE),
    re.compile(r"(?:trong|nội\s+trong|ngay\s+trong|thời\s+gian)(?:\s+kỳ\s+\w+\s+\w+)?\s*$", re.IGNORECASE),
)
_LIMIT_INSIDE = re.compile(
    r"(?:ngay\s+)?(?:trước|chậm\s+nhất|muộn\s+nhất|không\s+quá|đến\s+hết|đến|trong|hết)\b", re.IGNORECASE
)
_RANGE = re.compile(r"từ\b.*\bđến\b", re.IGNORECASE | re.DOTALL)
_RECURRING = re.compile(
    r"(?:(?:định\s+kỳ|trước|chậm\s+nhất|vào)\s+)?(?:(?:chiều|sáng)\s+)?(?:(?:ngày\s+\d{1,2}|thứ\s+\w+)\s+)?(?:hằng|hàng)\s+(?:ngày|tuần|tháng|quý|năm)"
    r"|định\s+kỳ\s+(?:\d+\s+)?(?:tháng|quý|năm|tuần)",
    re.IGNORECASE,
)
_REPORT = re.compile(r"\b(?:báo\s+cáo|gửi|nộp)\b(?P<what>[^.;]{0,80}?)\b(?:về|cho|gửi|đến)\s+(?=\S)|\bbáo\s+cáo\s+(?=[A-ZĐ])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Found:
    span: Span
    order: Order
    context: Context
    assignees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Field:
    """A line "name: value" of a plan; ``start`` is where the value starts."""

    block: Block
    name: str
    value: str
    start: int


def find_directives(
    document: Document, dates: Sequence[DateMention], citations: Sequence[Citation]
) -> tuple[Directive, ...]:
    """The directives of a document in reading order; ids are d1, d2, …"""
    reader = _Reader(document, dates, citations)
    return tuple(
        replace(directive, id=f"d{number}") for number, directive in enumerate(reader.read(), 1)
    )


class _Reader:
    def __init__(
        self, document: Document, dates: Sequence[DateMention], citations: Sequence[Citation]
    ) -> None:
        self.document = document
        self.flat = document.flat
        self.dates = dates
        self.citations = citations
        written = document.header.date
        self._written = written.start_date if written is not None else None

    def read(self) -> Iterator[Directive]:
        outline = Outline(self.document)
        run: list[tuple[_Field, Context]] = []
        title = None
        for block, context in outline:
            field = self._field(block)
            if field is not None:
                run.append((field, context))
                continue
            yield from self._run(run, title, outline)
            run = []
            if block.kind == "heading":
                title = squeeze(self.flat[max(block.start, block.body) : block.end])
            yield from self._block(block, context, outline)
        yield from self._run(run, title, outline)

    # -- sentences ------------------------------------------------------------------------------

    def _block(self, block: Block, context: Context, outline: Outline) -> Iterator[Directive]:
        if block.kind == "heading" or self._opens_list(block):
            inherited = self._head(block, context)
            if inherited is not None:
                outline.open(block, inherited)
            if block.kind == "heading" or inherited is not None:
                return
        if context.status == "evaluation":
            return
        before: tuple[str, ...] = ()
        for number, sentence in enumerate(block_sentences(self.flat, block)):
            told = context.status == "done" and context.sure
            for part in (sentence,) if told else self._parts(sentence):
                found = self._read(part, context, before, first=number == 0)
                if found is None:
                    continue
                before = found.assignees or before
                if context.letter or not context.sure:
                    # what follows an order in its paragraph is part of it
                    context = replace(context, tasks=True)
                yield self._directive(found, block)

    def _opens_list(self, block: Block) -> bool:
        return self.flat[block.start : block.end].rstrip().endswith(":")

    def _head(self, block: Block, context: Context) -> Context | None:
        """What a heading or a sentence that ends in a colon passes down to its list; None if nothing."""
        start = max(block.start, block.body)
        spans = list(block_sentences(self.flat, block)) or [Span(start, block.end)]
        span = spans[-1]
        sequence = words(self.flat, span.start, span.end)
        if not sequence:
            return None
        agencies = self._only_agencies(sequence) if block.marker or self._opens_list(block) else ()
        if agencies:
            return replace(
                context,
                status="planned" if context.status in (None, "planned") or context.tasks else context.status,
                tasks=context.tasks or context.status in (None, "planned"),
                listed=True,
                assignees=agencies,
            )
        if block.kind == "heading":
            return None
        return self._sentence_head(sequence, span, context)

    def _sentence_head(
        self, sequence: Sequence[Word], span: Span, context: Context
    ) -> Context | None:
        opening = replace(context, tasks=True, status="planned", listed=False)
        order = read_order(sequence, opening, first=True)
        performed = order is not None and order.rule == "performative"
        last = sequence[-1].form
        ends = " ".join(w.form for w in sequence[-4:])
        if not performed and re.search(r"(?:yêu cầu|đề nghị|chỉ đạo|giao|kiến nghị|đề xuất|chỉ đạo như sau|phân công như sau)$", ends):
            modality = "request" if last == "nghị" else "order"
            return replace(
                context, status="planned", tasks=True, listed=True, modality=modality,
                issuer=self._issuer_before(sequence),
            )
        if performed and order is not None:
            return replace(
                context, status="planned", tasks=True, listed=True, modality=order.modality,
                issuer=self._text(order.issuer) or context.issuer,
                assignees=self._members(order.assigned) or context.assignees,
            )
        if re.search(r"(?:kết luận|ý kiến|chỉ đạo|quyết nghị|nhiệm vụ|giải pháp|nội dung|công việc)(?: cụ thể)?(?: sau| như sau| sau đây| dưới đây)?$", ends) and context.status != "done":
            return replace(
                context, status="planned", tasks=True, listed=False,
                modality=context.modality or "order",
                assignees=self._members(order.assigned) if order else context.assignees,
            )
        return None

    def _issuer_before(self, sequence: Sequence[Word]) -> str | None:
        for k in range(len(sequence) - 2, -1, -1):
            if k == 0 or sequence[k].before:
                phrase = noun_phrase(sequence, k)
                return squeeze(self.flat[phrase.begin : phrase.end]) if phrase else None
        return None

    def _only_agencies(self, sequence: Sequence[Word]) -> tuple[str, ...]:
        """The agencies that a head names and nothing else: "Sở Tài chính:", "Đối với các xã"."""
        i = 0
        forms = [w.form for w in sequence[:4]]
        for opening in (["đối", "với"], ["trách", "nhiệm", "của"], ["nhiệm", "vụ", "của"], ["giao"], ["yêu", "cầu"], ["đề", "nghị"]):
            if forms[: len(opening)] == opening:
                i = len(opening)
                break
        phrase = noun_phrase(sequence, i)
        if phrase is None or phrase.stop < len(sequence):
            return ()
        return members(self.flat[phrase.begin : phrase.end])

    def _parts(self, sentence: Span) -> Iterator[Span]:
        """The sentence, cut at semicolons where a task with its own assignee or deadline starts."""
        pieces = list(clauses(self.flat, sentence.start, sentence.end))
        if len(pieces) == 1:
            yield sentence
            return
        start, end = pieces[0].start, pieces[0].end
        for piece in pieces[1:]:
            timed = self._deadline(piece)[0] is not None and self._deadline(Span(start, end))[0] is not None
            if timed or (self._has_subject(piece) and self._has_verb(Span(start, end))):
                yield Span(start, end)
                start = piece.start
            end = piece.end
        yield Span(start, end)

    def _has_verb(self, span: Span) -> bool:
        """Whether a piece says what to do, and not only who: "Yêu cầu các sở; Chủ tịch UBND xã …" is one."""
        sequence = words(self.flat, span.start, span.end)
        order = read_order(sequence, Context(status="planned", tasks=True), first=True)
        return order is not None and (order.assigned is None or order.assigned[1] < sequence[-1].end)

    def _has_subject(self, span: Span) -> bool:
        sequence = words(self.flat, span.start, span.end)
        if not sequence or not sequence[0].capital:
            return False
        phrase = noun_phrase(sequence, 0)
        if phrase is None or phrase.stop >= len(sequence):
            return False
        return sequence[phrase.stop].before == "" and not _only_list(sequence, phrase.stop)

    def _read(
        self, span: Span, context: Context, before: tuple[str, ...], *, first: bool
    ) -> _Found | None:
        if context.status == "done" and context.sure:
            # Most of a report: an order among results stands at the start of its sentence
            opening = words(self.flat, span.start, min(span.end, span.start + _OPENING))
            if read_order(opening, context, first=first) is None:
                return None
        sequence = words(self.flat, span.start, span.end)
        order = read_order(sequence, context, first=first)
        if order is None or self._closes(span, order) or self._announces(span, order):
            return None
        named = self._members(order.assigned)
        assignees = named
        if not named:
            assignees = before or context.assignees or self._addressees(context)
        end = span.start + len(_TAIL.sub("", self.flat[span.start : span.end]))
        if end <= order.start:
            return None
        return _Found(Span(order.start, end), order, context, assignees)

    def _closes(self, span: Span, order: Order) -> bool:
        """Whether the sentence is the closing formula of a report ("UBND xã báo cáo … ./.")."""
        return order.rule == "assigned" and bool(
            _CLOSING.match(self.flat, order.action, span.end) and "./." in self.flat[span.end - 4 : span.end + 3]
        )

    def _announces(self, span: Span, order: Order) -> bool:
        """Whether the sentence only announces a list: "Thực hiện …, UBND xã ban hành kế hoạch như sau:"."""
        if not self.flat[span.start : span.end].rstrip().endswith(":"):
            return False
        return order.rule == "imperative" or order.start > span.start

    def _addressees(self, context: Context) -> tuple[str, ...]:
        return self.document.header.addressees if context.letter else ()

    def _directive(self, found: _Found, block: Block) -> Directive:
        span, order = found.span, found.order
        deadline, printed, recurring = self._deadline(span)
        return Directive(
            id="",
            text=self.document.text[span.start : span.end],
            start=span.start,
            end=span.end,
            action=squeeze(self.flat[min(order.action, span.end) : span.end]),
            modality=order.modality,
            issuer=self._text(order.issuer) or found.context.issuer or self.document.header.issuer,
            assignees=found.assignees,
            collaborators=tuple(m for place in order.joined for m in self._members(place)),
            deadline=deadline,
            deadline_text=printed,
            recurring=recurring,
            report_to=self._report_to(span),
            citations=self._cited(span),
            section=block.section,
            rule=order.rule,
        )

    def _text(self, place: tuple[int, int] | None) -> str | None:
        return squeeze(self.flat[place[0] : place[1]]) if place else None

    def _members(self, place: tuple[int, int] | None) -> tuple[str, ...]:
        return members(self.flat[place[0] : place[1]]) if place else ()

    def _cited(self, span: Span) -> tuple[str, ...]:
        return tuple(c.text for c in self.citations if span.start <= c.start and c.end <= span.end)

    # -- deadlines ------------------------------------------------------------------------------

    def _deadline(self, span: Span) -> tuple[date | None, str | None, str | None]:
        """(day, words, recurrence) of the deadline in a span; the firmest wording wins."""
        best: tuple[int, DateMention, int] | None = None
        for mention in self.dates:
            if not (span.start <= mention.start and mention.end <= span.end):
                continue
            if self._written is not None and mention.end_date and mention.end_date < self._written:
                continue
            if any(c.start <= mention.start and mention.end <= c.end for c in self.citations):
                continue
            ranked = self._limit(mention, span)
            if ranked is not None and (best is None or ranked[0] < best[0]):
                best = (ranked[0], mention, ranked[1])
        repeated = _RECURRING.search(self.flat, span.start, span.end)
        if best is not None and best[1].end_date is not None:
            _, mention, start = best
            return (
                mention.end_date,
                squeeze(self.flat[start : mention.end]),
                None,
            )
        if repeated is not None:
            said = squeeze(repeated.group())
            return None, said, said
        if best is not None:
            said = squeeze(self.flat[best[2] : best[1].end])
            return None, said, said if best[1].kind == "recurring" else None
        return None, None, None

    def _limit(self, mention: DateMention, span: Span) -> tuple[int, int] | None:
        """How firmly the words at a date make it a deadline (0 is firmest), and where they start."""
        window = max(span.start, mention.start - 40)
        before = self.flat[window : mention.start]
        for strength, pattern in enumerate(_LIMITS):
            found = pattern.search(before)
            if found:
                return strength, window + found.start()
        if mention.kind == "deadline" or _LIMIT_INSIDE.match(self.flat, mention.start, mention.end):
            return 0, mention.start
        if _RANGE.match(self.flat, mention.start, mention.end):
            return 3, mention.start
        return None

    def _report_to(self, span: Span) -> str | None:
        for found in _REPORT.finditer(self.flat, span.start, span.end):
            sequence = words(self.flat, found.end(), min(span.end, found.end() + 120))
            if not sequence or not starts_agency(sequence, 0):
                continue
            phrase = noun_phrase(sequence, 0)
            if phrase is not None:
                return squeeze(self.flat[phrase.begin : phrase.end])
        return None

    # -- fields ---------------------------------------------------------------------------------

    def _field(self, block: Block) -> _Field | None:
        if block.kind not in ("item", "paragraph"):
            return None
        match = _FIELD.fullmatch(self.flat, max(block.start, block.body), block.end)
        return _Field(block, match["name"], match["value"], match.start("value")) if match else None

    def _run(
        self, run: Sequence[tuple[_Field, Context]], title: str | None, outline: Outline
    ) -> Iterator[Directive]:
        """The directive of each leader among fields that stand together; other lines are sentences."""
        fields = [field for field, _ in run]
        leaders = [field for field in fields if _LEADER.fullmatch(field.name)]
        if not leaders:
            for field, context in run:
                yield from self._block(field.block, context, outline)
            return
        partners = [field for field in fields if _PARTNER.fullmatch(field.name)]
        times = [field for field in fields if _TIME.fullmatch(field.name)]
        for leader in leaders:
            start = max(leader.block.start, leader.block.body)
            end = start + len(_TAIL.sub("", self.flat[start : leader.block.end]))
            day, printed = self._time(times)
            yield Directive(
                id="",
                text=self.document.text[start:end],
                start=start,
                end=end,
                action=title or squeeze(leader.value),
                modality="plan",
                issuer=self.document.header.issuer,
                assignees=members(_TAIL.sub("", leader.value)),
                collaborators=tuple(m for p in partners for m in members(_TAIL.sub("", p.value))),
                deadline=day,
                deadline_text=printed,
                section=leader.block.section,
                rule="field",
            )

    def _time(self, times: Sequence[_Field]) -> tuple[date | None, str | None]:
        for field in times:
            printed = squeeze(_TAIL.sub("", field.value))
            ends = [
                m.end_date
                for m in self.dates
                if field.start <= m.start and m.end <= field.block.end and m.end_date is not None
            ]
            return (ends[-1] if ends else None), printed
        return None, None


def _only_list(sequence: Sequence[Word], i: int) -> bool:
    return i >= len(sequence)
