"""Document -> tasks: each bullet or paragraph that says what was done or is to be done, with its status.

The heading decides first ("Kết quả" done, "Nhiệm vụ" planned), then words of the task itself (table
``task_status``): "đang" and "vẫn chưa" under results are ongoing, "chưa bố trí được" is not done.
Sections that judge the work (limits, causes, merits) hold no tasks. Labels are left to the classifier.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ..model import Block, Directive, Document, Task, TaskStatus
from ..rules import alternatives, table
from ..text import modern_tone
from .contexts import Context, Outline

_CLOSING = re.compile(r"(?:Trên\s+đây\s+là|Nơi\s+nhận|Kính\s+gửi|Rất\s+mong|Trân\s+trọng)\b|.*\./\.\s*$", re.DOTALL)
_PREAMBLE = re.compile(r"(?:Căn\s+cứ|Thực\s+hiện|Theo|Xét|Trên\s+cơ\s+sở|Để)\b", re.DOTALL)


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
    outline = Outline(document)
    tasks: list[Task] = []
    for block, context in outline:
        if block.kind == "heading" or context.status == "evaluation":
            continue
        start = max(block.start, block.body)
        end = start + len(document.flat[start : block.end].rstrip())
        if end - start < 12:
            continue
        inside = [d for d in directives if start <= d.start and d.end <= end]
        tasks.append(
            Task(
                id=f"t{len(tasks) + 1}",
                text=document.text[start:end],
                start=start,
                end=end,
                status=task_status(document.flat[start:end], context, directed=bool(inside)),
                section=block.section,
                directive=inside[0].id if inside else None,
            )
        )
    return tuple(tasks)


def task_status(text: str, context: Context, *, directed: bool) -> TaskStatus | None:
    """The status of a task from its words and from where it stands."""
    if context.status in ("not_done", "ongoing"):
        return context.status
    if context.status == "planned" or directed and context.status != "done":
        return "planned"
    plain = modern_tone(text.lower())
    for pattern, place, status in _text_rules():
        if place == "opening" and pattern.match(plain) or place == "text" and pattern.search(plain):
            return status
    return "done"
