"""Document -> tasks: each bullet or paragraph that says what was done or is to be done, with its status.

The heading decides first ("Kết quả" done, "Nhiệm vụ" planned), then words of the task itself (table
``task_status``): "đang" and "vẫn chưa" under results are ongoing, "chưa bố trí được" is not done.
Sections that judge the work (limits, causes, merits) hold no tasks. Labels are left to the classifier.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from ..model import Directive, Document, Task, TaskStatus
from ..rules import alternatives, table
from ..text import modern_tone
from .contexts import Context
from .heads import Outline

_CLOSING = re.compile(r"(?:Trên\s+đây\s+là|Kính\s+gửi|Rất\s+mong|Trân\s+trọng)\b")
# What a document is written on: its legal basis, and the sentence that announces the text.
_BASIS = re.compile(
    r"(?:Căn\s+cứ|Xét)\b|(?:Theo|Thực\s+hiện|Trên\s+cơ\s+sở)\b[^:]*(?:như\s+sau|sau\s+đây|báo\s+cáo|sau)\s*:\s*$",
    re.DOTALL,
)
_CONTENT_IN_HEADING = re.compile(r"[:.;]\s+\S[^:]*\d.*:\s*$", re.DOTALL)
_PAST = re.compile(r"\bđã\b|\btrong\s+(?:tháng|quý)\b")


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    end: int
    section: str | None
    context: Context


@cache
def _text_rules() -> tuple[tuple[re.Pattern[str], str, TaskStatus], ...]:
    return tuple(
        (
            re.compile(alternatives([modern_tone(w) for w in row["words"]]) + r"(?!\w)"),
            row["place"],
            row["status"],
        )
        for row in table("task_status")
        if row["place"] != "section"
    )


def find_tasks(document: Document, directives: Sequence[Directive]) -> tuple[Task, ...]:
    """The tasks of a document in reading order; ids are t1, t2, …"""
    places: list[_Place] = []
    basis: list[_Place] = []
    fielded = {d.section for d in directives if d.rule == "field"}
    for block, context in Outline(document):
        start = max(block.start, block.body)
        place = _Place(start, block.end, block.section, context)
        if block.kind == "heading":
            if (
                block.section in fielded and block.section is not None
            ) or _CONTENT_IN_HEADING.search(document.flat, start, block.end):
                places.append(place)
        elif block.section in fielded and block.section is not None and places:
            places[-1] = replace(places[-1], end=block.end)
        elif context.status == "evaluation" or _CLOSING.match(document.flat, start, block.end):
            continue
        elif _BASIS.match(document.flat, start, block.end) and not block.marker:
            basis.append(place)
        else:
            places.append(place)
    return tuple(
        _task(document, place, number, directives)
        for number, place in enumerate(places or basis, 1)
    )


def _task(document: Document, place: _Place, number: int, directives: Sequence[Directive]) -> Task:
    end = place.start + len(document.flat[place.start : place.end].rstrip())
    inside = [d for d in directives if place.start <= d.start and d.end <= end]
    told = [d for d in inside if _is_gist(d, place.start, end)]
    return Task(
        id=f"t{number}",
        text=document.text[place.start : end],
        start=place.start,
        end=end,
        status=task_status(document.flat[place.start : end], place.context, told),
        section=place.section,
        directive=inside[0].id if inside else None,
    )


def _is_gist(directive: Directive, start: int, end: int) -> bool:
    """Whether a directive is what the task is about: it opens it, or is most of it."""
    size = end - start
    return directive.start - start < size / 3 or directive.end - directive.start > size / 2


def task_status(text: str, context: Context, directives: Sequence[Directive]) -> TaskStatus:
    """The status of a task from its words, from where it stands and from the orders in it."""
    ordered = [d for d in directives if d.modality != "reported"]
    if context.status == "done" and context.sure and ordered:
        return "ongoing"  # an order among the results is still being carried out
    if context.status in ("not_done", "ongoing"):
        return context.status
    if context.status == "planned" or ordered:
        return "planned"
    plain = modern_tone(text.lower())
    for pattern, place, status in _text_rules():
        if (place == "opening" and pattern.match(plain)) or (
            place == "text" and pattern.search(plain)
        ):
            return status
    return "done" if context.status == "done" or _PAST.search(plain) else "planned"
