"""What becomes of a task over documents: the task, what later documents say of it, its standing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from ..model import Label, Record

EventKind = Literal[
    "reminded", "extended", "postponed", "superseded",
    "progressed", "reported_done", "reported_not_done", "planned", "repeated",
]  # fmt: skip
TaskState = Literal["done_on_time", "done_late", "on_track", "overdue", "not_done", "suspended"]


@dataclass(frozen=True, slots=True)
class LinkReason(Record):
    """Why a later document is taken to speak of a task; ``code`` is a row of ``link_reasons``.

    ``text`` is what was seen (the letter cited, the agency named), ``weight`` what it adds to the
    score, in log odds.
    """

    code: str
    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class TaskEvent(Record):
    """Something that a document says of a task, quoted from ``document``.

    ``day`` is the document's date. A ``candidate`` scored below the threshold: it counts only when
    an officer accepts it. ``by`` is who says so; ``deadline`` the new one of an extension;
    ``done_on`` the day by which the work was done, as far as the document tells.
    """

    id: str
    task: str
    kind: EventKind
    day: date | None
    document: str
    path: str
    text: str
    start: int
    end: int
    page: int | None = None
    code: str | None = None
    by: str | None = None
    score: float = 1.0
    candidate: bool = False
    reasons: tuple[LinkReason, ...] = ()
    deadline: date | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class TrackedTask(Record):
    """A directive, or a planned item of a report, followed through later documents.

    ``opened`` is the date of its document, ``code`` that document's code.
    """

    id: str
    document: str
    path: str
    code: str | None
    opened: date | None
    text: str
    start: int
    end: int
    page: int | None = None
    section: str | None = None
    action: str = ""
    issuer: str | None = None
    assignees: tuple[str, ...] = ()
    collaborators: tuple[str, ...] = ()
    deadline: date | None = None
    deadline_text: str | None = None
    recurring: str | None = None
    report_to: str | None = None
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskStanding(Record):
    """Where a task stands on a day.

    ``proposed`` is the state it would have if every report that proposes to close it were
    accepted, or, where there is none, every report whose link is doubtful; None when none waits
    or the state would be the same. ``deadline`` is the last one set; ``events`` the ids of the
    events it rests on.
    """

    state: TaskState
    deadline: date | None = None
    proposed: TaskState | None = None
    done_on: date | None = None
    events: tuple[str, ...] = ()
