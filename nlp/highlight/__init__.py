"""Parsed documents -> one HTML page: the text with figures, dates, citations, directives marked.

Relations stand beside the text, with links to their figures; a figure of a relation that does not
hold is flagged. The page has no script and loads nothing, and the document's text is escaped, so a
hostile document shows itself and does nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from ..model import Finding, Parsed, Relation

TEMPLATES = Path(__file__).parent
_FLAGS = {"inconsistent": "wrong", "consistent_by_rounding": "rounded"}
OUTCOMES_VI = {
    "consistent": "khớp",
    "consistent_by_rounding": "khớp khi làm tròn",
    "inconsistent": "không khớp",
    "not_checkable": "không kiểm được",
}


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text with the same marks all over: CSS classes, anchors, a tooltip."""

    text: str
    classes: str
    anchors: tuple[str, ...]
    title: str


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    family: str
    anchor: str
    title: str


def page(documents: Sequence[Parsed], findings: Sequence[Finding] = ()) -> str:
    """A whole HTML page for some documents; ``findings`` give the sentences shown beside them."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    views = [_view(number, parsed, findings) for number, parsed in enumerate(documents, 1)]
    return environment.get_template("page.html").render(documents=views, outcomes=OUTCOMES_VI)


def _view(number: int, parsed: Parsed, findings: Iterable[Finding]) -> Mapping[str, object]:
    prefix = f"d{number}-"
    texts = {figure.id: figure.text for figure in parsed.figures}
    return {
        "parsed": parsed,
        "prefix": prefix,
        "segments": list(segments(parsed, prefix=prefix)),
        "findings": [f for f in findings if any(q.document == parsed.id for q in f.evidence)],
        "relations": [(r, [(m, texts[m]) for m in r.members()]) for r in parsed.relations],
    }


def segments(parsed: Parsed, *, prefix: str = "") -> Iterator[Segment]:
    """The text cut at every edge of a mark, in order; joined, the segments are the text."""
    marks = sorted(_marks(parsed, prefix), key=lambda m: (m.start, -m.end))
    edges = sorted({0, len(parsed.text), *(e for m in marks for e in (m.start, m.end))})
    waiting = 0
    open_marks: list[_Mark] = []
    for start, end in pairwise(edges):
        open_marks = [m for m in open_marks if m.end > start]
        while waiting < len(marks) and marks[waiting].start <= start:
            open_marks.append(marks[waiting])
            waiting += 1
        yield Segment(
            text=parsed.text[start:end],
            classes=" ".join(dict.fromkeys(m.family for m in open_marks)),
            anchors=tuple(m.anchor for m in open_marks if m.start == start and m.anchor),
            title="\n".join(m.title for m in open_marks if m.title),
        )


def _marks(parsed: Parsed, prefix: str) -> Iterator[_Mark]:
    flags = _flagged(parsed.relations)
    for f in parsed.figures:
        when = f.period.name if f.period else None
        title = " · ".join(filter(None, (f.indicator, when, f.place)))
        family = f"figure {flags[f.id]}" if f.id in flags else "figure"
        yield _Mark(f.start, f.end, family, prefix + f.id, title)
    for date in parsed.dates:
        interval = f"{date.start_date or '…'} → {date.end_date or '…'}"
        yield _Mark(date.start, date.end, "date", "", interval)
    for citation in parsed.citations:
        title = " ".join(filter(None, (citation.type, citation.number, citation.symbol)))
        yield _Mark(citation.start, citation.end, "citation", "", title)
    for directive in parsed.directives:
        who = ", ".join(directive.assignees)
        due = f"hạn {directive.deadline}" if directive.deadline else directive.deadline_text
        title = " · ".join(filter(None, (who, due)))
        yield _Mark(directive.start, directive.end, "directive", prefix + directive.id, title)


def _flagged(relations: Iterable[Relation]) -> dict[str, str]:
    """Figure id -> "wrong" or "rounded", the worse where it is a member of several relations."""
    flags: dict[str, str] = {}
    for relation in relations:
        flag = _FLAGS.get(relation.outcome)
        for member in relation.members() if flag else ():
            flags[member] = "wrong" if "wrong" in (flag, flags.get(member)) else "rounded"
    return flags
