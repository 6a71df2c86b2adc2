"""Invented archives whose documents contradict each other and answer each other's orders.

The sets in ``corpora/archives`` were written, truth and all, by people who had not read the rules.
Of each ``archive_floors.json`` holds the least shares that may come out, as in ``test_floors``:
conflicts told at all and told as errors, look-alikes and agreements of which nothing is told,
reports known to answer an order, and read right.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import nlp
from nlp.archive import Rows, open_archive

from .test_floors import CORPORA, below, raised

ARCHIVES = ("first", "second")
FLOORS = Path(__file__).with_name("archive_floors.json")
KINDS = {
    "done": "reported_done",
    "in_progress": "progressed",
    "planned": "planned",
    "not_done": "reported_not_done",
}


@dataclass(frozen=True)
class Place:
    """A span of a document, by the document's name."""

    doc: str
    start: int
    end: int

    def meets(self, other: Place) -> bool:
        return self.doc == other.doc and self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Told:
    """What an archive says of its documents, and what is true."""

    truth: Mapping[str, Any]
    findings: Rows
    tasks: list[tuple[Mapping[str, Any], list[Mapping[str, Any]]]]  # with their events

    def telling(self, entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """The findings that hold two documents' places of an entry against each other."""
        return [
            finding
            for finding in self.findings
            if len({p.doc for p in places(entry) for q in quotes(finding) if p.meets(q)}) > 1
        ]

    def false_errors(self) -> list[str]:
        """Errors between documents that touch no place of a planted conflict."""
        planted = [p for entry in self.truth["conflicts"] for p in places(entry)]
        return [
            finding["message"]
            for finding in self.findings
            if finding["level"] == "error"
            and len({quote.doc for quote in quotes(finding)}) > 1
            and not any(p.meets(q) for p in planted for q in quotes(finding))
        ]

    def answers(self) -> Iterator[tuple[bool, bool]]:
        """Of each report that answers a task: whether it is known to, and what it says of it."""
        for link in self.truth["tasks"]:
            given, reported = place(link["directive"]), place(link["report"])
            kinds = {
                event["kind"]
                for task, events in self.tasks
                if given.meets(place_of(task))
                for event in events
                if reported.meets(place_of(event))
            }
            yield bool(kinds), KINDS[link["state"]] in kinds


def place(span: Mapping[str, Any]) -> Place:
    return Place(span["doc"], span["start"], span["start"] + len(span["text"]))


def place_of(row: Mapping[str, Any]) -> Place:
    return Place(Path(row["path"]).stem, row["start"], row["end"])


def places(entry: Mapping[str, Any]) -> list[Place]:
    return [place(span) for span in entry["places"]]


def quotes(finding: Mapping[str, Any]) -> list[Place]:
    return [place_of(quote) for quote in finding["evidence"]]


def share(held: list[bool]) -> float:
    return sum(held) / len(held)


@pytest.fixture(scope="module", params=ARCHIVES)
def told(request: pytest.FixtureRequest) -> tuple[str, Told]:
    folder = CORPORA / "archives" / request.param
    with open_archive("sqlite://") as archive:
        for file in sorted(folder.glob("*.txt")):
            parsed = nlp.parse(file)
            archive.add(parsed, found=nlp.check([parsed]), fingerprint="f")
        truth = json.loads((folder / "truth.json").read_text("utf-8"))
        tasks = [(task, archive.task(task["id"])["events"]) for task in archive.tasks()]
        return request.param, Told(truth, archive.check(), tasks)


def test_nothing_falls_below_its_floor(told: tuple[str, Told], pytestconfig: pytest.Config) -> None:
    name, said = told
    alike = [*said.truth["not_conflicts"], *said.truth["must_agree"]]
    telling = [said.telling(entry) for entry in said.truth["conflicts"]]
    reached = {
        "conflicts.told": share([bool(found) for found in telling]),
        "conflicts.errors": share([any(f["level"] == "error" for f in found) for found in telling]),
        "lookalikes.silent": share([not said.telling(entry) for entry in alike]),
        "answers.known": share([known for known, _ in said.answers()]),
        "answers.right": share([right for _, right in said.answers()]),
    }
    floors = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    if pytestconfig.getoption("--update-floors"):
        floors[name] = raised(floors.get(name, {}), reached)
        FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", "utf-8")
    assert below(floors[name], reached) == []


def test_no_document_is_called_wrong_that_is_right(told: tuple[str, Told]) -> None:
    assert told[1].false_errors() == []
