"""Tasks followed in an archive: linked when documents came or went, events and decisions kept.

Events and decisions are logs: a row is added, never changed or removed. An event that changed is
written again, one whose documents no longer say so is written as withdrawn; the last row of an
event is what holds. A decision holds until it is undone.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Literal

import sqlalchemy as sa

from ..annotate.agencies import spelled_out
from ..errors import UsageError
from ..link import Paper, standing, state_words, tasks_of
from ..link.records import TaskEvent, TaskStanding, TrackedTask
from ..settings import Settings
from ..text import fold, squeeze
from . import linking
from .rows import WHERE_FROM, Row, Rows, as_row
from .tables import (
    MOST_VALUES,
    decisions,
    documents,
    events,
    meta,
    tasks,
    tracked,
)

Subject = Literal["link", "label"]
Verdict = Literal["accept", "reject", "correct"]
_STAMP = "linked"
_FEW = 2000  # tasks of which the events are looked up one by one
# Of an event, what a standing rests on.
_STANDS_ON = (
    "id", "task", "kind", "day", "document", "path", "text", "start", "end", "by", "score",
    "candidate", "deadline", "done_on",
)  # fmt: skip
_Said = Mapping[str, Sequence[Mapping[str, Any]]]
# States that are asked for together; "proposed": a report waits to be accepted.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "done": ("done_on_time", "done_late"),
    "open": ("on_track", "overdue", "not_done", "suspended"),
    "late": ("overdue", "done_late"),
}
PROPOSED = "proposed"


@dataclasses.dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided of a link or of the labels of a task."""

    subject: Subject
    ref: str
    verdict: Verdict
    value: Mapping[str, Any] | None
    who: str
    decided_at: str


class Tracking:
    """The part of an archive that follows tasks."""

    def __init__(self, engine: sa.Engine, writer: sa.Engine) -> None:
        self._engine = engine
        self._writer = writer

    # -- linking ---------------------------------------------------------------------------------

    def refresh(self, *, begin: Callable[[int], None] | None = None) -> None:
        """Link what documents that came, went or were read again since the last time touch.

        ``begin`` is told how many documents are new before that begins: ten thousand take most of
        a minute, once.
        """
        program = Settings().fingerprint
        with self._engine.begin() as connection:
            same = connection.scalar(_PROGRAM) == program
            if same and not any(linking.unread(connection)) and not linking.waiting(connection):
                return
        if not same:
            with self._writer.begin() as connection:
                known = [(r["event"], r["record"]["document"]) for r in _holding(connection)]
                _log(connection, linking.begin_anew(connection, known), ())
                connection.execute(tracked.delete())
                connection.execute(meta.delete().where(meta.c.key == _STAMP))
                connection.execute(meta.insert(), [{"key": _STAMP, "value": program}])
        with self._engine.begin() as connection:
            new, gone = linking.unread(connection)
        if begin is not None:
            begin(len(new))
        for some in linking.in_batches(gone):
            with self._writer.begin() as connection:
                _log(connection, linking.forget(connection, some), ())
        for some in linking.in_batches(new):
            with self._writer.begin() as connection:
                connection.execute(tracked.delete().where(tracked.c.owner.in_(some)))
                read = linking.read(connection, some)
                rows = [_tracked_row(task, key) for key, paper in read for task in tasks_of(paper)]
                if rows:
                    connection.execute(tracked.insert(), rows)
        held: dict[int, Paper] = {}
        more = True
        while more:
            with self._writer.begin() as connection:
                more = linking.link(connection, held, _log)

    # -- questions -------------------------------------------------------------------------------

    def tasks(
        self,
        *,
        on: date,
        state: str | None = None,
        label: str | None = None,
        owner: str | None = None,
        due_before: date | None = None,
        ref: str | None = None,
    ) -> Rows:
        """The tasks given by day ``on`` with their state, by deadline; see ``Archive.tasks``."""
        wanted = None if state is None else states_named(state)
        self.refresh()
        chosen = _with_document(tracked, tracked.c.owner)
        if label:
            labels = sa.type_coerce(tracked.c.labels, sa.Text)
            chosen = chosen.where(labels.contains(f" {label} ", autoescape=True))
        if owner:
            # An archive of an older version holds the names as they were written.
            forms = {" ".join(spelled_out(owner)), fold(squeeze(owner))}
            held = (tracked.c.owners_folded.contains(form, autoescape=True) for form in forms)
            chosen = chosen.where(sa.or_(*held))
        if ref is not None:
            chosen = chosen.where(tracked.c.record_id == ref)
        if due_before is not None:
            told = tracked.c.record_id.in_(sa.select(events.c.task))  # it may have another deadline
            chosen = chosen.where(sa.or_(tracked.c.deadline <= due_before.isoformat(), told))
        with self._engine.begin() as connection:
            found = connection.execute(chosen.order_by(tracked.c.id)).mappings().all()
            few = [item["record_id"] for item in found] if len(found) <= _FEW else None
            said = _said(connection, few)
            decided = _decided(connection)
        ruled = {key: d for (subject, key), d in decided.items() if subject == "link"}
        rows = [
            row
            for item in found
            if (stands := _stands(item, said, ruled, on)) is not None
            and (wanted is None or not wanted.isdisjoint(_states(stands)))
            and (due_before is None or (stands.deadline or date.max) <= due_before)
            and (row := _row(item, stands, said, ruled, on))
        ]
        rows.sort(key=lambda row: (row["deadline"] or "9", row["opened"] or "9", row["document"]))
        return Rows(rows)

    def followed(self, connection: sa.Connection) -> bool:
        """Whether tasks have been followed, at least through the documents of that time."""
        return connection.scalar(sa.select(meta.c.key).where(meta.c.key == _STAMP)) is not None

    def states(self, connection: sa.Connection, refs: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """What tasks are today, by id, of those that are followed: a state, and "proposed"."""
        on = datetime.now().astimezone().date()
        ruled = {key: d for (subject, key), d in _decided(connection).items() if subject == "link"}
        known: dict[str, tuple[str, ...]] = {}
        for at in range(0, len(refs), MOST_VALUES):
            these = refs[at : at + MOST_VALUES]
            said = _said(connection, these)
            wanted = _with_document(tracked, tracked.c.owner)
            chosen = connection.execute(wanted.where(tracked.c.record_id.in_(these))).mappings()
            for item in chosen:
                stands = _stands(item, said, ruled, on)
                if stands is not None:
                    known[item["record_id"]] = _states(stands)
        return known

    # -- decisions -------------------------------------------------------------------------------

    def decide(
        self,
        subject: Subject,
        ref: str,
        verdict: Verdict | Literal["undo"],
        *,
        who: str,
        value: Mapping[str, Any] | None = None,
    ) -> None:
        """Add a decision to the log."""
        row = {"subject": subject, "ref": ref, "verdict": verdict, "value": value, "who": who}
        with self._writer.begin() as connection:
            connection.execute(decisions.insert(), [row | {"decided_at": _now()}])

    def decisions(self, subject: Subject) -> dict[str, Decision]:
        """What holds, by the ref it is about."""
        with self._engine.begin() as connection:
            return {ref: d for (kind, ref), d in _decided(connection).items() if kind == subject}

    def unlabelled(self) -> Rows:
        """The tasks of single documents whose labels the model was not sure of."""
        chosen = _with_document(tasks, tasks.c.document).where(tasks.c.abstained)
        with self._engine.begin() as connection:
            found = connection.execute(chosen.order_by(tasks.c.id)).mappings().all()
        return Rows(_named(row) for row in found)

    def labelled(self, ref: str) -> Row | None:
        """A task of one document by its ref, with the document it is from; None: it is gone."""
        sha256, _, record_id = ref.partition(":")
        chosen = _with_document(tasks, tasks.c.document).where(
            documents.c.sha256.startswith(sha256, autoescape=True),
            tasks.c.record_id == record_id,
        )
        with self._engine.begin() as connection:
            row = connection.execute(chosen).mappings().first()
        return None if row is None else _named(row)


_PROGRAM = sa.select(meta.c.value).where(meta.c.key == _STAMP)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _log(connection: sa.Connection, before: Sequence[str], found: Iterable[TaskEvent]) -> None:
    """Write down what is new, what changed and what of the events ``before`` no longer holds."""
    events_found = {event.id: event for event in found}
    ids = list({*before, *events_found})
    known: dict[str, Any] = {}
    for at in range(0, len(ids), MOST_VALUES):
        these = events.c.event.in_(ids[at : at + MOST_VALUES])
        known |= {row["event"]: row for row in _current(connection, these)}
    now = _now()
    rows = []
    for event in events_found.values():
        record = event.to_dict()
        former = known.pop(event.id, None)
        if former is None or former["withdrawn"] or former["record"] != record:
            rows.append(_event_row(event.id, event.task, record, now, withdrawn=False))
    rows += [
        _event_row(row["event"], row["task"], row["record"], now, withdrawn=True)
        for row in known.values()
        if not row["withdrawn"]
    ]
    if rows:
        connection.execute(events.insert(), rows)


def _current(
    connection: sa.Connection, these: sa.ColumnElement[bool] | None = None
) -> Iterator[Any]:
    """The last row of each event; of some events, or of all."""
    last = sa.select(sa.func.max(events.c.seq)).group_by(events.c.event)
    if these is not None:
        last = last.where(these)
    chosen = sa.select(events).where(events.c.seq.in_(last))
    yield from connection.execute(chosen.order_by(events.c.seq)).mappings()


def _holding(
    connection: sa.Connection, these: sa.ColumnElement[bool] | None = None
) -> Iterator[Any]:
    """The last row of each event that is not withdrawn."""
    return (row for row in _current(connection, these) if not row["withdrawn"])


def _said(connection: sa.Connection, tasks: Sequence[str] | None) -> _Said:
    """The records of the events that hold, by task; of some tasks, or of all."""
    said: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    these = None if tasks is None else events.c.task.in_(tasks)
    for row in _holding(connection, these):
        said[row["task"]].append(row["record"])
    return said


def _event_row(
    event: str, task: str, record: Mapping[str, Any], now: str, *, withdrawn: bool
) -> dict[str, Any]:
    return {
        "event": event,
        "task": task,
        "withdrawn": withdrawn,
        "record": record,
        "recorded_at": now,
    }


def _tracked_row(task: TrackedTask, owner: int) -> dict[str, Any]:
    row = task.to_dict()
    row["record_id"] = row.pop("id")
    row["owners_folded"] = "; ".join(" ".join(spelled_out(name)) for name in task.assignees)
    return row | {"owner": owner}


def _decided(connection: sa.Connection) -> dict[tuple[Subject, str], Decision]:
    """The decisions that hold: the log played back, an undo taking the last one away."""
    stacks: dict[tuple[Subject, str], list[Decision]] = defaultdict(list)
    for row in connection.execute(sa.select(decisions).order_by(decisions.c.seq)).mappings():
        stack = stacks[row["subject"], row["ref"]]
        if row["verdict"] != "undo":
            names = ("subject", "ref", "verdict", "value", "who", "decided_at")
            stack.append(Decision(**{name: row[name] for name in names}))
        elif stack:
            stack.pop()
    return {key: stack[-1] for key, stack in stacks.items() if stack}


def _with_document(table: sa.Table, owner: sa.Column[Any]) -> sa.Select[Any]:
    """The records of a table beside the document they are from."""
    own = [c for c in table.c if c.name not in ("id", "document", "owner")]
    return sa.select(*own, *WHERE_FROM).join_from(table, documents, documents.c.id == owner)


def _named(row: Mapping[Any, Any]) -> Row:
    """A task of one document with the id by which an archive knows it."""
    sha256 = row["document"].removeprefix("sha256:")
    return as_row({**row, "id": f"{sha256[:12]}:{row['record_id']}"})


def _stands(
    item: Mapping[Any, Any], said: _Said, ruled: Mapping[str, Decision], on: date
) -> TaskStanding | None:
    """Where a task stands, of whose row and events no more is read than that needs."""
    told = [
        TaskEvent.from_dict({name: record[name] for name in _STANDS_ON})
        for record in _told(item, said, ruled)
    ]
    accepted = {e.id: ruled[e.id].verdict != "reject" for e in told if e.id in ruled}
    opened, deadline = (
        date.fromisoformat(item[name]) if item[name] else None for name in ("opened", "deadline")
    )
    task = TrackedTask(
        item["record_id"], item["document"], item["path"], None, opened, "", 0, 0, deadline=deadline
    )
    return standing(task, told, on=on, decisions=accepted)


def _row(
    item: Mapping[Any, Any],
    found: TaskStanding,
    said: _Said,
    ruled: Mapping[str, Decision],
    on: date,
) -> Row:
    words = state_words("vi")
    return {
        "id": item["record_id"],
        **{name: item[name] for name in ("text", "action")},
        "state": found.state,
        "state_vi": words[found.state],
        "proposed": found.proposed,
        "proposed_vi": found.proposed and words[found.proposed],
        "owners": list(item["assignees"]),
        "collaborators": list(item["collaborators"]),
        "deadline": found.deadline and found.deadline.isoformat(),
        **{name: item[name] for name in ("deadline_text", "recurring")},
        "done_on": found.done_on and found.done_on.isoformat(),
        **{name: item[name] for name in ("opened", "issuer", "report_to")},
        "labels": list(item["labels"]),
        "on": on.isoformat(),
        "events": [
            {**record, **_verdict(ruled.get(record["id"]), counted=record["id"] in found.events)}
            for record in sorted(_told(item, said, ruled), key=lambda r: (r["day"] or "9", r["id"]))
            if record["day"] is None or record["day"] <= on.isoformat()
        ],
        **{name: item[name] for name in ("section", "start", "end", "page")},
        **{label.name: item[label.name] for label in WHERE_FROM},
    }


def _told(
    item: Mapping[Any, Any], said: _Said, ruled: Mapping[str, Decision]
) -> Iterator[Mapping[str, Any]]:
    """What is said of a task, each event as an officer corrected it: another kind, or a day."""
    for record in said.get(item["record_id"], ()):
        decision = ruled.get(record["id"])
        if decision is None or decision.verdict != "correct" or not decision.value:
            yield record
        else:
            yield TaskEvent.from_dict({**record, **decision.value}).to_dict()


def _verdict(decision: Decision | None, *, counted: bool) -> Row:
    return {
        "counts": counted,
        "verdict": decision and decision.verdict,
        "decided_by": decision and decision.who,
        "decided_at": decision and decision.decided_at,
    }


def states_named(asked: str) -> frozenset[str]:
    """The states a word asks for: a code, a group of them, or the official words.

    Raises:
        UsageError: there is no such state.
    """
    words = {fold(v): k for lang in ("vi", "en") for k, v in state_words(lang).items()}
    named = words.get(fold(squeeze(asked)), asked)
    if named == PROPOSED or named in state_words():
        return frozenset({named})
    if named in GROUPS:
        return frozenset(GROUPS[named])
    known = ", ".join((*state_words(), *GROUPS, PROPOSED))
    raise UsageError(f"no state {asked!r}", remedy=f"states: {known}")


def _states(found: TaskStanding) -> tuple[str, ...]:
    """What a task may be asked for by: its state, and "proposed" if a report waits."""
    return (found.state, PROPOSED) if found.proposed else (found.state,)
