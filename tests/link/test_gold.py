"""The written letters and the reports that answer them: every link, none false, the right state."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nlp.document import from_text
from nlp.link import Ledger, follow, standing, state_words
from nlp.link.records import TaskEvent, TrackedTask
from nlp.model import Parsed
from nlp.parsing import parse_document

GOLD = Path(__file__).parents[2] / "corpora" / "gold"
CROSS: list[dict[str, Any]] = json.loads((GOLD / "cross.json").read_text("utf-8"))[
    "directive_to_report"
]


@pytest.fixture(scope="module")
def papers() -> dict[str, Parsed]:
    names = sorted({x["directive_doc"] for x in CROSS} | {x["report_doc"] for x in CROSS})
    texts = {n: json.loads((GOLD / f"{n}.json").read_text("utf-8"))["text"] for n in names}
    return {name: parse_document(from_text(text, path=name)) for name, text in texts.items()}


@pytest.fixture(scope="module")
def ledger(papers: dict[str, Parsed]) -> Ledger:
    return follow(papers.values())


def task_of(truth: dict[str, Any], ledger: Ledger) -> TrackedTask:
    gold = json.loads((GOLD / f"{truth['directive_doc']}.json").read_text("utf-8"))
    directive = gold["directives"][truth["directive"]]
    start = directive["start"]
    end = start + len(directive["text"])
    return max(
        (task for task in ledger.tasks if task.path == truth["directive_doc"]),
        key=lambda task: min(end, task.end) - max(start, task.start),
    )


def events_of(truth: dict[str, Any], ledger: Ledger) -> Iterator[TaskEvent]:
    task = task_of(truth, ledger)
    for event in ledger.events:
        if event.task == task.id and event.path == truth["report_doc"] and not event.candidate:
            yield event


@pytest.mark.parametrize("truth", CROSS, ids=lambda x: f"{x['directive_doc']}-{x['directive']}")
def test_a_directive_its_report_and_its_state(
    truth: dict[str, Any], papers: dict[str, Parsed], ledger: Ledger
) -> None:
    events = list(events_of(truth, ledger))
    assert events
    written = papers[truth["report_doc"]].header.date
    assert written is not None
    assert written.start_date is not None
    state = standing(
        task_of(truth, ledger),
        ledger.events,
        on=written.start_date,
        decisions={event.id: True for event in events},
    )
    assert state is not None
    assert state_words("vi")[state.state] == truth["official_status"]


def test_no_link_is_false(ledger: Ledger) -> None:
    true = {event.id for truth in CROSS for event in events_of(truth, ledger)}
    assert {e.id for e in ledger.events if not e.candidate} == true
