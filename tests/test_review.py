"""Decisions of an officer: stored with who and when, undone, exported as labelled lines."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from typer.testing import CliRunner

from nlp.archive import Archive, open_archive
from nlp.classify import TaskModel, load
from nlp.classify.training import COLUMNS, read_lines
from nlp.cli import app
from nlp.errors import ConfigurationError, UsageError
from nlp.model import Parsed, Task
from nlp.parsing import parse
from nlp.review import Item, Session, export, lines, queue, sit
from nlp.views import word
from tests.link.archives import WATER

LABELS_TABLE = Path(__file__).parents[1] / "corpora" / "labels" / "tasks.tsv"
DOUBTFUL = "Thực hiện tốt các nội dung theo quy định"


@pytest.fixture(scope="module")
def papers() -> list[Parsed]:
    return [parse(text) for text in WATER.values()]


@pytest.fixture
def archive(papers: list[Parsed], tmp_path: Path) -> Iterator[Archive]:
    import dataclasses

    doubtful = Task(
        "t99", DOUBTFUL, 0, 5, (), {"propaganda": 0.4, "petition": 0.3, "other": 0.2}, True
    )
    with open_archive(tmp_path / "a.db") as archive:
        for number, paper in enumerate(papers):
            tasks = tuple(dataclasses.replace(t, abstained=False) for t in paper.tasks)
            added = (doubtful,) if number == 1 else ()
            archive.add(
                dataclasses.replace(paper, tasks=tasks + added), fingerprint="f", path=f"{number}"
            )
        yield archive


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "tasks.tsv"
    line = ["petition", "xã", "Bình Lâm", "2023", "báo cáo", "d001", "Xã tiếp 12 lượt công dân."]
    path.write_text("\n".join("\t".join(row) for row in (COLUMNS, line)) + "\n", "utf-8")
    return path


def run_cli(*given: str) -> str:
    done = CliRunner().invoke(app, given)
    assert done.exit_code == 0, done.output
    return done.stdout


def of(archive: Archive, subject: str) -> list[Item]:
    return [item for item in queue(archive) if item.subject == subject]


def test_proposals_come_first_then_labels(archive: Archive) -> None:
    items = queue(archive)
    assert items[0].event is not None
    assert items[0].event["kind"] == "reported_done"
    assert [item.task["text"] for item in of(archive, "label")] == [DOUBTFUL]
    assert of(archive, "label")[0].suggestion == ("propaganda",)
    assert all(set(item.to_row()) == set(items[0].to_row()) for item in items)


def test_an_accepted_report_closes_its_task(archive: Archive) -> None:
    item = queue(archive)[0]
    Session(archive, who="Lan").accept(item)
    task = archive.task(item.task["id"])
    assert task["state"] in ("done_on_time", "done_late")
    (decided,) = [e for e in task["events"] if e["id"] == item.ref]
    assert (decided["verdict"], decided["decided_by"]) == ("accept", "Lan")
    assert decided["decided_at"]
    assert item.ref not in {i.ref for i in queue(archive)}


def test_a_rejected_link_does_not_count(archive: Archive) -> None:
    item = queue(archive)[0]
    Session(archive, who="Lan").reject(item)
    assert archive.task(item.task["id"])["proposed"] is None


def test_undo_takes_back_one_by_one(archive: Archive) -> None:
    before = [item.ref for item in queue(archive)]
    session = Session(archive, who="Lan")
    first, second, *_ = queue(archive)
    session.accept(first)
    session.reject(second)
    assert session.undo() == second
    assert session.undo() == first
    assert session.undo() is None
    assert [item.ref for item in queue(archive)] == before


@pytest.mark.parametrize("words", [(), ("done",), ("reported_done", "progressed"), ("petition",)])
def test_a_link_is_not_corrected_to_anything(words: tuple[str, ...], archive: Archive) -> None:
    with pytest.raises(UsageError, match="cannot stand here"):
        Session(archive, who="Lan").correct(of(archive, "link")[0], *words)


@pytest.mark.parametrize("words", [("petition", "petition"), ("petition", "other", "propaganda")])
def test_one_or_two_labels(words: tuple[str, ...], archive: Archive) -> None:
    with pytest.raises(UsageError, match="cannot stand here"):
        Session(archive, who="Lan").correct(of(archive, "label")[0], *words)


def test_somebody_decides(archive: Archive) -> None:
    with pytest.raises(UsageError, match="nobody"):
        Session(archive, who=" ")


def test_decided_labels_become_lines(archive: Archive, table: Path) -> None:
    assert lines(archive) == ()
    Session(archive, who="Lan").correct(of(archive, "label")[0], "petition", "other")
    (line,) = lines(archive)
    assert (line.labels, line.text) == (("petition", "other"), DOUBTFUL)
    assert export(archive, table) == 1
    assert read_lines(table)[-1] == line
    assert export(archive, table) == 0  # once only
    assert len(read_lines(table)) == 2


def test_a_rejected_task_is_no_line(archive: Archive, table: Path) -> None:
    Session(archive, who="Lan").reject(of(archive, "label")[0])
    assert lines(archive) == ()
    assert export(archive, table) == 0


def test_lines_go_into_a_table_of_lines_only(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError):
        export(archive, tmp_path / "none.tsv")


def test_what_an_officer_decided_is_learnt_and_can_be_taken_back(
    archive: Archive, tmp_path: Path
) -> None:
    """Review, export, train: the model changes its mind; after undo it learns the old one."""
    known = LABELS_TABLE.read_text("utf-8").splitlines()
    before = tmp_path / "labels.tsv"
    before.write_text("\n".join([known[0], *known[1::12]]) + "\n", "utf-8")
    db = str(tmp_path / "a.db")

    def learnt(table: Path, name: str, *options: str) -> tuple[TaskModel, dict[str, Any]]:
        out = tmp_path / name
        done = run_cli("train", str(table), "--out", str(out), "--format", "json", *options)
        return load(out), json.loads(done)

    def labels_of(model: TaskModel) -> tuple[str, ...]:
        return model.label([DOUBTFUL])[0].labels

    plain, _ = learnt(before, "plain")
    wanted = "propaganda" if labels_of(plain) != ("propaganda",) else "petition"
    session = Session(archive, who="Lan")
    session.correct(of(archive, "label")[0], wanted)
    assert of(archive, "label") == []

    reviewed, manifest = learnt(before, "reviewed", "--with-reviews", "--db", db)
    assert manifest["data"]["reviewed"] == 1
    scores = [model.label([DOUBTFUL])[0].scores[wanted] for model in (plain, reviewed)]
    assert scores[1] > scores[0]
    assert labels_of(reviewed) == (wanted,)

    table = tmp_path / "exported.tsv"
    table.write_text(before.read_text("utf-8"), "utf-8")
    run_cli("review", "export", "--labels", str(table), "--db", db)
    assert table.read_text("utf-8").startswith(before.read_text("utf-8"))  # nothing is written over
    assert read_lines(table)[-1].labels == (wanted,)
    exported, _ = learnt(table, "exported")
    assert labels_of(exported) == (wanted,)

    assert session.undo() is not None
    again, manifest = learnt(before, "again", "--with-reviews", "--db", db)
    assert manifest["data"]["reviewed"] == 0
    assert labels_of(again) == labels_of(plain)


def test_every_decision_stays_with_who_and_when(archive: Archive, tmp_path: Path) -> None:
    for who in ("Lan", "Minh"):
        session = Session(archive, who=who)
        session.accept(of(archive, "label")[0])
        session.undo()
    with sqlite3.connect(tmp_path / "a.db") as base:
        kept = list(base.execute("SELECT who, verdict, decided_at FROM decisions ORDER BY seq"))
    assert [row[:2] for row in kept] == [
        ("Lan", "accept"),
        ("Lan", "undo"),
        ("Minh", "accept"),
        ("Minh", "undo"),
    ]
    assert all(row[2] for row in kept)


@pytest.mark.parametrize(
    ("answers", "decided", "told"),
    [
        ([], 0, []),
        (["q"], 0, []),
        (["a", "r"], 2, []),
        (["d", "h", "t"], 1, []),
        (["n", "a"], 1, []),
        (["?", "", "a"], 1, ["decide", "decide"]),
        (["u"], 0, ["nothing_to_undo"]),
        (["c", "progressed"], 1, []),
        (["c progressed"], 1, []),
    ],
)
def test_sitting_through_the_queue(
    answers: list[str], decided: int, told: list[str], archive: Archive
) -> None:
    before, said = len(queue(archive)), []
    given = iter(answers)
    count = sit(
        Session(archive, who="Lan"),
        queue(archive),
        show=lambda *_: None,
        ask=lambda _: next(given, None),
        tell=said.append,
    )
    assert count == decided
    assert said == told
    assert len(queue(archive)) == before - decided


def test_a_wrong_answer_is_told_and_asked_again(archive: Archive) -> None:
    given = iter(["c nonsense", "a"])
    told: list[str] = []
    show, ask = (lambda *_: None), (lambda _: next(given, None))
    assert sit(Session(archive, who="x"), queue(archive), show=show, ask=ask, tell=told.append) == 1
    assert told == ["correct_link"]


def test_a_wrong_word_is_answered_with_what_can_be_said(archive: Archive) -> None:
    answers = iter(["c nonsense", "zzz", "u", "c progressed", "q"])
    told: list[str] = []
    item = of(archive, "link")[0]
    decided = sit(
        Session(archive, who="Lan"),
        [item, *of(archive, "label")],
        show=lambda *_: None,
        ask=lambda _: next(answers),
        tell=told.append,
    )
    assert decided == 1
    assert told == ["correct_link", "decide", "nothing_to_undo"]


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_all_that_is_told_has_words(lang: Literal["en", "vi"]) -> None:
    for told in ("decide", "correct_link", "correct_label", "nothing_to_undo"):
        assert word(f"ask_{told}", lang) != f"ask_{told}"


@pytest.mark.parametrize(
    ("answers", "over"), [("q\n", "go on with"), ("a\n" * 99, "nothing is left")]
)
def test_the_end_of_a_sitting_says_what_is_left(
    answers: str, over: str, archive: Archive, tmp_path: Path
) -> None:
    script = tmp_path / "answers.txt"
    script.write_text(answers, "utf-8")
    with script.open() as stdin:
        done = subprocess.run(
            [sys.executable, "-m", "nlp", "review", "--db", str(tmp_path / "a.db"), "--who", "Lan"],
            stdin=stdin, capture_output=True, text=True, timeout=50, check=True,
        )  # fmt: skip
    assert over in done.stderr
