"""The data types: what a document, a fact in it and a finding about it are.

All are frozen and slotted. ``to_dict`` gives plain records (dict, list, str, int, float, bool,
None) that cross every border: between processes, into ``doc.user_data``, the archive and JSON;
``from_dict`` reads them back and ignores keys it does not know. Offsets are code points into the
document's ``text``, end exclusive. Pages count from 1; boxes are PDF points from the page's top
left.
A printed number is a ``Decimal``; in a record it is an int or the float that prints the same
(exact up to 15 significant digits, beyond any printed figure).
"""

from __future__ import annotations

import dataclasses
import types
import typing
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, Literal, Self

SCHEMA_VERSION = "1"

Status = Literal["ok", "partial", "failed"]
System = Literal["state", "party", "normative"]
FigureKind = Literal["count", "money", "percent", "ratio", "measure", "duration", "multiple"]
Change = Literal["increase", "decrease"]
Approx = Literal["estimate", "about", "over", "under"]
RelationType = Literal[
    "sum", "percent", "difference", "growth",
    "subset", "equal", "product", "multiple", "roll_forward", "ratio_remainder",
]  # fmt: skip
CheckOutcome = Literal["consistent", "consistent_by_rounding", "inconsistent", "not_checkable"]
DateKind = Literal["date", "period", "deadline", "recurring"]
CitationKind = Literal["full", "short", "back"]
CitationRole = Literal["basis", "reply_to", "implements", "mention"]
Modality = Literal["order", "request", "plan", "reported"]
TaskStatus = Literal["done", "ongoing", "planned", "not_done"]
Label = Literal["propaganda", "petition", "socio_economic", "other"]
Level = Literal["error", "warning", "info"]
LABELS: tuple[Label, ...] = ("propaganda", "petition", "socio_economic", "other")


def plain_number(value: Decimal) -> int | float:
    """The JSON number that prints as ``value``."""
    return int(value) if value == value.to_integral_value() else float(value)


@cache
def codec(cls: type) -> tuple[tuple[str, Callable[[Any], Any], Callable[[Any], Any]], ...]:
    """(field, to plain, from plain) for each field of a record class."""
    hints = typing.get_type_hints(cls)
    return tuple((f.name, *_converters(hints[f.name])) for f in dataclasses.fields(cls))


def same(value: Any) -> Any:
    return value


def _converters(hint: Any) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        kept = [a for a in args if a is not type(None)]
        down, up = _converters(kept[0]) if len(kept) == 1 else (same, same)
        if down is same and up is same:
            return same, same
        return (
            lambda v: None if v is None else down(v),
            lambda v: None if v is None else up(v),
        )
    if origin is tuple:
        down, up = _converters(args[0])
        if down is same and up is same:
            return list, tuple
        return (lambda v: [down(x) for x in v]), (lambda v: tuple(up(x) for x in v))
    if isinstance(hint, type):
        if issubclass(hint, Record):
            return hint.to_dict, hint.from_dict
        if hint is Decimal:
            return plain_number, (lambda v: Decimal(str(v)))
        if hint is date:
            return date.isoformat, date.fromisoformat
    return same, same


@dataclass(frozen=True, slots=True)
class Record:
    """Base of all data types: to and from plain dicts."""

    def to_dict(self) -> dict[str, Any]:
        """A plain record: what JSON can hold, days as ISO strings, printed numbers as numbers."""
        kind: Any = type(self)
        return {name: down(getattr(self, name)) for name, down, _ in codec(kind)}

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """What ``to_dict`` made a record of; TypeError: a key that has no default is missing."""
        kind: Any = cls
        return cls(**{name: up(record[name]) for name, _, up in codec(kind) if name in record})


# -- where things are ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span(Record):
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Box(Record):
    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Evidence(Record):
    """Where a field was read, by which rule, and how surely (0 to 1)."""

    start: int
    end: int
    rule: str
    confidence: float
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem(Record):
    """Something that kept a document from being read whole; ``code`` is a fixed word."""

    code: str
    stage: str
    message: str
    page: int | None = None


# -- what was read: bytes -> pages ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source(Record):
    """The file. ``reader`` is txt, pdf, docx, ...; ``pages`` is None where a format has none."""

    path: str
    media_type: str
    size: int
    sha256: str
    reader: str
    pages: int | None = None
    ocr: bool = False
    encoding_found: str | None = None


@dataclass(frozen=True, slots=True)
class Word(Record):
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Line(Record):
    """One printed line, NFC, without line end.

    ``ends_paragraph`` is None where the format does not say. ``marker`` is an automatic list number
    that the format keeps apart from the text ("1.", "a)", "-"); it is already part of ``text``.
    ``role`` is "header" or "footer" where the format says so (DOCX).
    """

    text: str
    box: Box | None = None
    words: tuple[Word, ...] = ()
    ends_paragraph: bool | None = None
    marker: str | None = None
    role: str | None = None
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Cell(Record):
    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Grid(Record):
    """A table as printed on one page: cells in row-major order."""

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Page(Record):
    """``items`` in reading order; a format without pages gives one page with width and height 0."""

    number: int
    width: float
    height: float
    items: tuple[Line | Grid, ...]


# -- the document: one text, blocks, letterhead --------------------------------------------------

BlockKind = Literal[
    "letterhead", "title", "heading", "paragraph", "item", "table", "furniture", "footer"
]


@dataclass(frozen=True, slots=True)
class TextLine(Record):
    """A line's place in the document's text, with its page and box if it has one."""

    start: int
    end: int
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Block(Record):
    """A run of the text that belongs together, over line wraps and page breaks.

    ``start:end`` spans the whole block; furniture that falls inside it (a page number at a page
    break) is blank in ``Document.flat``. ``marker`` is the printed list marker ("II.", "1.1.",
    "a)", "-") and ``body`` the offset after it. ``section`` is the id of the innermost section it
    belongs to.
    """

    kind: BlockKind
    start: int
    end: int
    marker: str | None = None
    body: int = -1
    level: int = 0
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Section(Record):
    """A node of the outline: a heading or numbered item and all that stands under it."""

    id: str
    marker: str
    level: int
    title: str
    start: int
    end: int
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class TableCell(Record):
    start: int
    end: int
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Table(Record):
    """A table in the text, one even if a page break cuts it; header rows are the first ones."""

    start: int
    end: int
    rows: int
    columns: int
    header_rows: int
    cells: tuple[TableCell, ...]
    caption: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class PrintedDate(Record):
    """A date as printed; blank parts of a draft leave the interval wide or None."""

    text: str
    start_date: date | None
    end_date: date | None


@dataclass(frozen=True, slots=True)
class Letterhead(Record):
    parent_issuer: str | None = None
    issuer: str | None = None
    number: str | None = None
    symbol: str | None = None
    code: str | None = None
    system: System | None = None
    type: str | None = None
    place: str | None = None
    date: PrintedDate | None = None
    subject: str | None = None
    addressees: tuple[str, ...] = ()
    urgency: str | None = None
    secrecy: str | None = None
    evidence: Mapping[str, Mapping[str, Any]] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Footer(Record):
    signer: str | None = None
    title: str | None = None
    authority: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    evidence: Mapping[str, Mapping[str, Any]] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document(Record):
    """One text with its structure.

    ``flat`` has the same length as ``text``, offset for offset: a line wrap inside a block is a
    space, furniture inside a block is blanked with spaces, and blocks stand apart by a newline.
    Annotators match on ``flat`` and quote from ``text``.
    """

    source: Source
    text: str
    flat: str
    lines: tuple[TextLine, ...]
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    header: Letterhead
    footer: Footer
    problems: tuple[Problem, ...] = ()

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """The page boxes of the lines that ``start:end`` touches."""
        touched = self.lines[self._line_at(start) : self._line_at(end - 1) + 1]
        return tuple(line.box for line in touched if line.box is not None and line.end > start)

    def page(self, start: int) -> int | None:
        """The page on which offset ``start`` is printed."""
        return self.lines[self._line_at(start)].page if self.lines else None

    def _line_at(self, offset: int) -> int:
        """The index of the last line that starts at or before ``offset``."""
        return max(0, bisect_right(self.lines, offset, key=lambda line: line.start) - 1)


# -- what is said: annotations -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Period(Record):
    """A closed interval of days. ``name`` is 2024, 2024-H1, 2024-Q3, 2024-9M, 2024-02, or None.

    ``reporting`` is the interval of Nghị định 09/2019/NĐ-CP, Điều 12, for a reporting period.
    """

    start_date: date | None
    end_date: date | None
    name: str | None = None
    reporting_start: date | None = None
    reporting_end: date | None = None


@dataclass(frozen=True, slots=True)
class Figure(Record):
    """A printed quantity: number and unit; a ratio has no ``value``, a range its lower end."""

    id: str
    text: str
    start: int
    end: int
    value: Decimal | None
    unit: str
    kind: FigureKind
    value_max: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    indicator: str | None = None
    change: Change | None = None
    baseline: str | None = None
    approx: Approx | None = None
    period: Period | None = None
    place: str | None = None
    section: str | None = None
    page: int | None = None
    boxes: tuple[Box, ...] = ()
    rule: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Interval(Record):
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class Relation(Record):
    """Arithmetic that the text claims between its figures; members are figure ids."""

    id: str
    type: RelationType
    holds: bool | None
    outcome: CheckOutcome
    total: str | None = None
    parts: tuple[str, ...] = ()
    part: str | None = None
    whole: str | None = None
    ratio: str | None = None
    percent: str | None = None
    current: str | None = None
    previous: str | None = None
    change: str | None = None
    change_abs: str | None = None
    change_percent: str | None = None
    a: str | None = None
    b: str | None = None
    cue: str = ""
    expected: Interval | None = None
    reported: str | None = None
    steps: tuple[str, ...] = ()
    note: str = ""
    confidence: float = 1.0

    MEMBERS: ClassVar[tuple[str, ...]] = (
        "total", "part", "whole", "ratio", "percent", "current", "previous",
        "change", "change_abs", "change_percent", "a", "b",
    )  # fmt: skip

    def members(self) -> tuple[str, ...]:
        """The ids of all figures the relation speaks of."""
        named = (getattr(self, name) for name in self.MEMBERS)
        return tuple(x for x in named if x is not None) + self.parts


@dataclass(frozen=True, slots=True)
class DateMention(Record):
    text: str
    start: int
    end: int
    start_date: date | None
    end_date: date | None
    kind: DateKind
    name: str | None = None
    rule: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Citation(Record):
    """Another document named by the text.

    A normative number keeps its year: 30/2020/NĐ-CP is "30/2020" and "NĐ-CP"; a Party code
    310-CV/BTGTU is "310" and "CV/BTGTU".
    """

    text: str
    start: int
    end: int
    number: str | None
    symbol: str | None
    type: str | None = None
    date: date | None = None
    issuer: str | None = None
    title: str | None = None
    article: str | None = None
    kind: CitationKind = "full"
    role: CitationRole = "mention"
    target: str | None = None
    rule: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Directive(Record):
    id: str
    text: str
    start: int
    end: int
    action: str
    modality: Modality
    issuer: str | None = None
    assignees: tuple[str, ...] = ()
    collaborators: tuple[str, ...] = ()
    deadline: date | None = None
    deadline_text: str | None = None
    recurring: str | None = None
    report_to: str | None = None
    citations: tuple[str, ...] = ()
    labels: tuple[Label, ...] = ()
    section: str | None = None
    rule: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Reason(Record):
    """A word of the text that spoke for a label, with its weight in the model."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Task(Record):
    id: str
    text: str
    start: int
    end: int
    labels: tuple[Label, ...] = ()
    scores: Mapping[str, float] = dataclasses.field(default_factory=dict)
    abstained: bool = False
    reasons: tuple[Reason, ...] = ()
    status: TaskStatus | None = None
    section: str | None = None
    directive: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Annotations(Record):
    figures: tuple[Figure, ...] = ()
    dates: tuple[DateMention, ...] = ()
    citations: tuple[Citation, ...] = ()
    directives: tuple[Directive, ...] = ()
    tasks: tuple[Task, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed(Record):
    """A parsed document: all that was found in one file or text; ``text[start:end]`` is a fact's.

    >>> import nlp
    >>> parsed = nlp.parse("Quý I, xã tiếp nhận 276 đơn, gồm 212 đơn cũ và 64 đơn mới.")
    >>> [(relation.type, relation.holds, relation.parts) for relation in parsed.relations]
    [('sum', True, ('f2', 'f3'))]
    >>> Parsed.from_dict(parsed.to_dict()) == parsed
    True
    """

    id: str
    source: Source
    status: Status
    text: str
    header: Letterhead
    footer: Footer
    sections: tuple[Section, ...] = ()
    figures: tuple[Figure, ...] = ()
    relations: tuple[Relation, ...] = ()
    dates: tuple[DateMention, ...] = ()
    citations: tuple[Citation, ...] = ()
    directives: tuple[Directive, ...] = ()
    tasks: tuple[Task, ...] = ()
    problems: tuple[Problem, ...] = ()
    schema_version: str = SCHEMA_VERSION


# -- what is judged ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quote(Record):
    """A place in a document that a finding speaks of."""

    document: str
    path: str
    text: str
    start: int
    end: int
    page: int | None = None
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding(Record):
    id: str
    code: str
    level: Level
    outcome: CheckOutcome
    message: str
    message_vi: str
    scope: Literal["document", "archive"]
    evidence: tuple[Quote, ...]
    reported: str | None = None
    expected: Interval | None = None
    steps: tuple[str, ...] = ()
