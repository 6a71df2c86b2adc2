"""Document -> tasks: each bullet or paragraph that says what was or is to be done, with its status.

The heading decides first ("Kết quả" done, "Nhiệm vụ" planned), then words of the task itself (table
``task_status``): "đang" and "vẫn chưa" under results are ongoing, "chưa bố trí được" is not done.
Sections that judge the work (limits, causes, merits) hold no tasks, unless one is ordered there;
in a letter or notice, whose orders rest on it, what they tell in figures is work that was done.
Labels are left to the classifier.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from ..model import Directive, Document, Task, TaskStatus
from ..rules import alternatives, table
from ..text import modern_tone
from .contexts import Context
from .heads import Outline
from .inside import Inside
from .sentences import trimmed

_CLOSING = re.compile(r"(?:Trên\s+đây\s+là|Kính\s+gửi|Rất\s+mong|Trân\s+trọng)\b")
_SENDS = re.compile(r"[^.;:,]{0,80}\b(?:báo\s+cáo|thông\s+báo|trả\s+lời|trình|gửi)\b")
# What a document is written on: its legal basis, and the sentence that announces the text.
_BASIS = re.compile(
    r"(?:Căn\s+cứ|Xét)\b|(?:Theo|Thực\s+hiện|Trên\s+cơ\s+sở)\b[^:]*(?:như\s+sau|sau\s+đây|báo\s+cáo|sau)\s*:\s*$",
    re.DOTALL,
)
_NAMELY = re.compile(
    r"[.;,]\s+(?:cụ\s+thể|trong\s+đó|bao\s+gồm|gồm)(?:\s+như\s+sau|\s+là)?\s*:$", re.IGNORECASE
)
_TIME = re.compile(r"(?:năm|tháng|quý|ngày)\s+[\d/.-]+|\d+\s+(?:tháng|năm|ngày)\b", re.IGNORECASE)
_INNER_END = re.compile(r"[:.;]\s")
_FIGURE = re.compile(r"\b\d[\d.,]*\s*(?:%|[^\W\d])")
_STOP = re.compile(r"[.;:](?=\s)")
_REST = 60  # characters in which the verb of a first clause stands
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
        if row["place"] in ("opening", "text", "rest")
    )


@cache
def _clause_rules() -> tuple[re.Pattern[str], dict[str, TaskStatus | Literal["either"]]]:
    rows = [row for row in table("task_status") if row["place"] == "clause"]
    rules = {modern_tone(word): row["status"] for row in rows for word in row["words"]}
    return re.compile(rf"\b{alternatives(list(rules))}(?!\w)"), rules


@cache
def _future() -> re.Pattern[str]:
    rows = [row for row in table("task_status") if row["place"] == "account"]
    return re.compile(
        rf"\b{alternatives([modern_tone(w) for r in rows for w in r['words']])}(?!\w)"
    )


def find_tasks(document: Document, directives: Sequence[Directive]) -> tuple[Task, ...]:
    """The tasks of a document in reading order; ids are t1, t2, …"""
    orders = Inside(directives)
    places = _places(document, orders, {d.section for d in directives if d.rule == "field"})
    told = {d.id for p in places for d in orders.of(p.start, p.end)}
    places += [
        _Place(d.start, d.end, d.section, Context(status="planned"))
        for d in directives  # rows of a table, orders among causes
        if d.id not in told
    ]
    places.sort(key=lambda place: place.start)
    return tuple(
        Task(
            id=f"t{number}",
            text=document.text[place.start : place.end],
            start=place.start,
            end=place.end,
            status=task_status(
                document.flat[place.start : place.end],
                place.context,
                [d for d in inside if _is_gist(d, place)],
            ),
            section=place.section,
            directive=inside[0].id if inside else None,
        )
        for number, place in enumerate(places, 1)
        for inside in (orders.of(place.start, place.end),)
    )


def _places(
    document: Document, orders: Inside[Directive], fielded: set[str | None]
) -> list[_Place]:
    """The blocks that tell of work; where there is none, the basis that the text is written on.

    ``fielded`` are the sections of one activity, told in fields under a heading: each is one task.
    """
    flat = document.flat
    places: list[_Place] = []
    basis: list[_Place] = []
    outline = Outline(document)
    for block, context in outline:
        start = max(block.start, block.body)
        place = _Place(start, trimmed(flat, start, block.end), block.section, context)
        activity = block.section is not None and block.section in fielded
        if place.start == place.end:  # a mark alone
            continue
        if block.kind == "heading":
            if activity or _tells(flat[start : block.end]):
                places.append(place)
        elif activity and places and places[-1].section == block.section:
            places[-1] = replace(places[-1], end=place.end)
        elif _BASIS.match(flat, start, block.end) and not block.marker:
            if not orders.of(start, block.end):
                basis.append(place)
        elif context.status == "evaluation" and not (
            outline.letter and _FIGURE.search(flat, place.start, place.end)
        ):
            continue
        elif not _closes(flat, place, orders):
            places.append(place)
    return places or basis


def _closes(flat: str, place: _Place, orders: Inside[Directive]) -> bool:
    """Whether a block ends the text: "Trên đây là …", "UBND xã báo cáo UBND huyện./."."""
    if _CLOSING.match(flat, place.start, place.end):
        return True
    ended = flat.startswith("./.", place.end - 3) and not orders.of(place.start, place.end)
    return ended and _SENDS.match(flat, place.start, place.end) is not None


def _tells(heading: str) -> bool:
    """Whether a heading holds figures of its own: "2. Số đơn: 402 đơn …. Cụ thể:"."""
    text = heading.rstrip()
    namely = _NAMELY.search(text)
    if namely is not None and _FIGURE.search(_TIME.sub(" ", text[: namely.start()])):
        return True
    inner = _INNER_END.search(text)
    return (
        inner is not None and text.endswith(":") and any(c.isdigit() for c in text[inner.end() :])
    )


def _is_gist(directive: Directive, place: _Place) -> bool:
    """Whether a directive is what the task is about: it opens it, or is most of it."""
    size = place.end - place.start
    return directive.start - place.start < size / 3 or directive.end - directive.start > size / 2


def task_status(text: str, context: Context, directives: Sequence[Directive]) -> TaskStatus:
    """The status of a task from its words, from where it stands and from the orders in it."""
    ordered = [d for d in directives if d.modality != "reported"]
    if context.status == "done" and context.sure and ordered:
        return "ongoing"  # an order among the results is still being carried out
    if context.status in ("not_done", "ongoing"):
        return context.status
    if context.status == "planned" or ordered:
        return "planned"
    plain = " ".join(modern_tone(text.lower()).split())
    said = _said(plain)
    if said is not None:
        return said
    told = (
        context.status in ("done", "evaluation") or _PAST.search(plain) or _accounts(plain, context)
    )
    return "done" if told else "planned"


def _said(plain: str) -> TaskStatus | None:
    """The status that the words of a task tell."""
    for pattern, place, status in _text_rules():
        found = pattern.match(plain) if place == "opening" else pattern.search(plain)
        if found and (place != "rest" or _is_main(plain, found.start())):
            return status
    clause = re.split(r"[,;:.(]", plain[:_REST], maxsplit=1)[0]
    pattern, statuses = _clause_rules()
    verb = pattern.search(clause)
    said = statuses[verb.group()] if verb else "either"
    return said if said != "either" else None


def _is_main(plain: str, at: int) -> bool:
    """Whether what is left over is what a text is about, and not the end of what it counts."""
    before = plain[:at]
    return (
        not _STOP.search(before) and not _PAST.search(before) and len(_FIGURE.findall(before)) < 2
    )


def _accounts(plain: str, context: Context) -> bool:
    """Whether a block of a letter tells what happened: figures, and nothing that is to be done."""
    if context.decides or context.status is not None:
        return False
    return _FIGURE.search(plain) is not None and not _future().search(plain)
