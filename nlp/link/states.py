"""Events -> where a task stands on a day, in the words of the official tracking systems.

A report that says "done" only proposes to close: the task stays open until its event is accepted.
Where none does, reports whose link is doubtful propose the state that they would bring.
What says that work goes on, is not done, has more time or is stopped counts at once. Of several
offices that report, the last word of each counts, and the work is done when all say so; it is late
only where a document tells a day after the deadline.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache

from ..rules import table
from .bodies import Body, body
from .records import TaskEvent, TaskStanding, TaskState, TrackedTask

_REPORTS = ("reported_done", "progressed", "reported_not_done", "planned")


@cache
def state_words(language: str = "vi") -> dict[str, str]:
    """State -> its official words, Vietnamese or English."""
    return {row["state"]: row[language] for row in table("task_states")}


def standing(
    task: TrackedTask,
    events: Iterable[TaskEvent],
    *,
    on: date,
    decisions: Mapping[str, bool] | None = None,
) -> TaskStanding | None:
    """Where ``task`` stands at the end of day ``on``; None if it was not given by then.

    ``decisions`` say by event id what an officer accepted (True) or rejected (False).
    """
    if task.opened is not None and task.opened > on:
        return None
    decided = decisions or {}
    counted = sorted(
        (e for e in events if e.task == task.id and _counts(e, decided) and _known(e, on)),
        key=_in_time,
    )
    deadline = task.deadline
    stopped = False
    last: dict[Body, TaskEvent] = {}
    for event in counted:
        if event.deadline is not None:
            deadline = event.deadline
        if event.kind in ("superseded", "postponed"):
            stopped = event.kind == "superseded" or event.deadline is None
        elif event.kind in _REPORTS:
            last[body(event.by or "")] = event
    reports = list(last.values())
    waiting = [e for e in reports if e.kind == "reported_done" and not decided.get(e.id)]
    state = _state(deadline, on, reports, stopped=stopped, pending=bool(waiting))
    if not waiting:
        doubtful = (e for e in events if e.task == task.id and e.candidate and _known(e, on))
        waiting = [e for e in doubtful if e.kind in _REPORTS and e.id not in decided]
        for event in sorted(waiting, key=_in_time):
            key = body(event.by or "")
            last[key] = max(last.get(key, event), event, key=_in_time)
        reports = list(last.values())
    proposed = _state(deadline, on, reports, stopped=stopped, pending=False) if waiting else None
    days = [e.done_on for e in reports if e.done_on is not None]
    closed = (proposed or state) in ("done_on_time", "done_late")
    return TaskStanding(
        state=state,
        deadline=deadline,
        proposed=proposed if proposed != state else None,
        done_on=max(days, default=None) if closed else None,
        events=tuple(e.id for e in counted),
    )


def _in_time(event: TaskEvent) -> tuple[date, str]:
    return event.day or date.min, event.id


def _counts(event: TaskEvent, decided: Mapping[str, bool]) -> bool:
    return decided.get(event.id, not event.candidate)


def _known(event: TaskEvent, on: date) -> bool:
    return event.day is not None and event.day <= on


def _state(
    deadline: date | None,
    on: date,
    reports: Sequence[TaskEvent],
    *,
    stopped: bool,
    pending: bool,
) -> TaskState:
    kinds = {e.kind for e in reports}
    if kinds == {"reported_done"} and not pending:
        days = [e.done_on for e in reports if e.done_on is not None]
        late = deadline is not None and any(day > deadline for day in days)
        return "done_late" if late else "done_on_time"
    if stopped:
        return "suspended"
    if kinds == {"reported_not_done"}:
        return "not_done"
    return "overdue" if deadline is not None and on > deadline else "on_track"
