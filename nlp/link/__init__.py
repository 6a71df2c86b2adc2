"""Parsed documents -> tasks followed through them, with events that quote each document.

``follow`` is a function of the set of documents: their order does not matter, and the same set
gives the same tasks and events with the same ids. ``standing`` says where a task stands on a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ..model import Parsed
from .matching import Matcher, task_id
from .papers import Order, Paper, read_paper
from .reasons import reason_words
from .records import TaskEvent, TrackedTask
from .shelf import Shelf, asks, offers, place_in_time
from .states import standing, state_words

__all__ = [
    "Ledger",
    "Paper",
    "Shelf",
    "asks",
    "events_of",
    "follow",
    "offers",
    "read_paper",
    "reason_words",
    "standing",
    "state_words",
    "tasks_of",
]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Tasks in the order in which they were given; events by task, then by day."""

    tasks: tuple[TrackedTask, ...]
    events: tuple[TaskEvent, ...]


def follow(documents: Iterable[Parsed]) -> Ledger:
    """The tasks that documents give, and what later documents say of them."""
    papers = {paper.id: paper for paper in map(read_paper, documents)}
    shelf = Shelf(papers.values())
    ordered = sorted(papers.values(), key=place_in_time)
    tasks = tuple(task for paper in ordered for task in tasks_of(paper))
    place = {task.id: number for number, task in enumerate(tasks)}
    events = sorted(
        (event for paper in ordered for event in events_of(paper, shelf)),
        key=lambda e: (place[e.task], e.day or date.max, e.document, e.start, e.kind),
    )
    return Ledger(tasks, tuple(events))


def events_of(paper: Paper, shelf: Shelf) -> tuple[TaskEvent, ...]:
    """What one paper says of the tasks of the papers on a shelf."""
    return tuple(Matcher(paper, shelf).events())


def tasks_of(paper: Paper) -> Iterator[TrackedTask]:
    """The tasks that a paper gives."""
    for order in paper.orders:
        yield _tracked(paper, order)


def _tracked(paper: Paper, order: Order) -> TrackedTask:
    return TrackedTask(
        id=task_id(paper, order),
        document=paper.id,
        path=paper.path,
        code=paper.code,
        opened=paper.day,
        text=order.text,
        start=order.start,
        end=order.end,
        page=order.page,
        section=order.section,
        action=order.action,
        issuer=order.issuer or paper.issuer,
        assignees=order.assignees,
        collaborators=order.collaborators,
        deadline=order.deadline,
        deadline_text=order.deadline_text,
        recurring=order.recurring,
        report_to=order.report_to,
        labels=order.labels,
    )
