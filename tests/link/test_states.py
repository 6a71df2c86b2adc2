"""Where a task stands on a day, from its events and from what an officer decided."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.link import standing, state_words
from nlp.link.records import EventKind, TaskEvent, TaskState, TrackedTask

OPENED, DEADLINE = date(2024, 3, 1), date(2024, 5, 31)
TASK = TrackedTask("t", "d", "letter", "1/UBND", OPENED, "x", 0, 1, deadline=DEADLINE)


def event(
    kind: EventKind,
    day: date,
    *,
    by: str = "UBND xã Tân Hảo",
    deadline: date | None = None,
    done_on: date | None = None,
    candidate: bool = False,
) -> TaskEvent:
    return TaskEvent(
        f"{kind}-{day}-{by}", "t", kind, day, "r", "report", "x", 0, 1,
        by=by, deadline=deadline, done_on=done_on, candidate=candidate,
    )  # fmt: skip


DONE = event("reported_done", date(2024, 6, 10), done_on=date(2024, 5, 20))
LATE = event("reported_done", date(2024, 6, 10), done_on=date(2024, 6, 8))
GOING = event("progressed", date(2024, 4, 10))
NOT = event("reported_not_done", date(2024, 4, 15))
MORE = event("extended", date(2024, 5, 1), deadline=date(2024, 7, 31))
STOP = event("postponed", date(2024, 5, 2))
LATER = event("postponed", date(2024, 5, 2), deadline=date(2024, 8, 31))
GONE = event("superseded", date(2024, 5, 3))
REMINDED = event("reminded", date(2024, 5, 4))
OTHER = event("progressed", date(2024, 6, 12), by="UBND xã Phổ Bình")
LIKELY = event("reported_done", date(2024, 5, 30), done_on=date(2024, 5, 20), candidate=True)
PLANNED = event("planned", date(2024, 4, 16))
DOUBTFUL = event("reported_not_done", date(2024, 4, 20), candidate=True)

# events, accepted, rejected, day, state, what is proposed
STATES: list[
    tuple[list[TaskEvent], list[TaskEvent], list[TaskEvent], date, TaskState, TaskState | None]
] = [
    ([], [], [], date(2024, 5, 31), "on_track", None),
    ([], [], [], date(2024, 6, 1), "overdue", None),
    ([GOING], [], [], date(2024, 4, 11), "on_track", None),
    ([NOT], [], [], date(2024, 6, 30), "not_done", None),
    ([NOT, DONE], [], [], date(2024, 4, 30), "not_done", None),
    ([DONE], [], [], date(2024, 6, 9), "overdue", None),
    ([DONE], [], [], date(2024, 6, 10), "overdue", "done_on_time"),
    ([DONE], [DONE], [], date(2024, 6, 10), "done_on_time", None),
    ([DONE], [], [DONE], date(2024, 6, 10), "overdue", None),
    ([LATE], [LATE], [], date(2024, 6, 10), "done_late", None),
    ([LATE, MORE], [LATE], [], date(2024, 6, 10), "done_on_time", None),
    ([MORE], [], [], date(2024, 7, 1), "on_track", None),
    ([MORE], [], [], date(2024, 8, 1), "overdue", None),
    ([STOP], [], [], date(2024, 7, 1), "suspended", None),
    ([LATER], [], [], date(2024, 7, 1), "on_track", None),
    ([GOING, GONE], [], [], date(2024, 5, 3), "suspended", None),
    ([DONE, GONE], [DONE], [], date(2024, 7, 1), "done_on_time", None),
    ([REMINDED], [], [], date(2024, 5, 5), "on_track", None),
    ([DONE, OTHER], [DONE], [], date(2024, 6, 30), "overdue", None),
    ([DOUBTFUL], [], [], date(2024, 5, 1), "on_track", "not_done"),
    ([DOUBTFUL], [], [DOUBTFUL], date(2024, 5, 1), "on_track", None),
    ([LIKELY], [], [], date(2024, 6, 10), "overdue", "done_on_time"),
    ([LIKELY], [LIKELY], [], date(2024, 6, 10), "done_on_time", None),
    ([DONE, DOUBTFUL], [], [], date(2024, 6, 10), "overdue", "done_on_time"),
    ([GOING, LIKELY], [], [], date(2024, 6, 10), "overdue", "done_on_time"),
    ([PLANNED], [], [], date(2024, 4, 30), "on_track", None),
    ([NOT, PLANNED], [], [], date(2024, 6, 1), "overdue", None),
    ([DOUBTFUL], [DOUBTFUL], [], date(2024, 5, 1), "not_done", None),
]


@pytest.mark.parametrize(("events", "accepted", "rejected", "on", "state", "proposed"), STATES)
def test_a_state_on_a_day(
    events: list[TaskEvent],
    accepted: list[TaskEvent],
    rejected: list[TaskEvent],
    on: date,
    state: TaskState,
    proposed: TaskState | None,
) -> None:
    decisions = {e.id: True for e in accepted} | {e.id: False for e in rejected}
    found = standing(TASK, events, on=on, decisions=decisions)
    assert found is not None
    assert (found.state, found.proposed) == (state, proposed)


def test_a_task_is_not_there_before_it_is_given() -> None:
    assert standing(TASK, [], on=date(2024, 2, 29)) is None


def test_the_last_deadline_is_told() -> None:
    found = standing(TASK, [MORE], on=date(2024, 5, 2))
    assert found is not None
    assert found.deadline == date(2024, 7, 31)
    assert found.events == (MORE.id,)


@given(st.permutations([GOING, NOT, DONE, MORE, REMINDED, DOUBTFUL, OTHER]))
def test_the_order_of_events_does_not_matter(events: list[TaskEvent]) -> None:
    day = date(2024, 6, 30)
    assert standing(TASK, events, on=day) == standing(TASK, sorted(events, key=str), on=day)


@given(st.sets(st.sampled_from([GOING, NOT, DONE, LATE, MORE, STOP, REMINDED, OTHER])))
def test_no_report_closes_a_task_by_itself(events: set[TaskEvent]) -> None:
    found = standing(TASK, events, on=date(2025, 1, 1))
    assert found is not None
    assert found.state not in ("done_on_time", "done_late")


def test_every_state_has_its_official_words() -> None:
    states = {row[4] for row in STATES}
    assert set(state_words("vi")) == set(state_words("en")) == states
    assert state_words("vi")["overdue"] == "đang thực hiện quá hạn"
