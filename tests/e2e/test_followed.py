"""Tasks followed on the command line: the samples' letters, the reports that answer them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import nlp
from nlp.archive import Archive

SAMPLES = Path(__file__).parents[2] / "corpora" / "samples"
PAIRS = {
    "cv-hailinh-2890-2023.pdf": "bc-kimdong-cv2890-2023.pdf",
    "ct-tuhailinh-05-2022.pdf": "bc-hukimdong-ct05-2022.docx",
    "cv-hutragiang-98-2021.docx": "bc-phobinh-cv98-2021.pdf",
}
# letter, beginning of the action, day, state, what the report proposes
STATES = [
    ("2890", "bố trí đủ máy quét", "2023-07-31", "on_track", None),
    ("2890", "bố trí đủ máy quét", "2023-08-01", "overdue", None),
    ("2890", "bố trí đủ máy quét", "2023-10-04", "overdue", "done_on_time"),
    ("2890", "kết nối Cổng dịch vụ công", "2023-10-04", "overdue", None),
    ("2890", "phấn đấu đến hết tháng 9", "2023-10-04", "overdue", None),
    ("2890", "đưa kết quả thực hiện", "2023-10-04", "not_done", None),
    ("2890", "Báo cáo kết quả", "2023-10-04", "on_track", "done_on_time"),
    ("05-2022", "tổ chức quán triệt", "2022-12-14", "overdue", "done_on_time"),
    ("05-2022", "trực tiếp đối thoại", "2022-12-14", "on_track", None),
    ("05-2022", "tham mưu kiểm tra", "2022-12-14", "not_done", None),
    ("05-2022", "mở chuyên trang", "2022-12-14", "on_track", None),
    ("98-2021", "sinh hoạt chuyên đề", "2021-05-28", "on_track", "done_on_time"),
    ("98-2021", "theo dõi, tổng hợp", "2021-06-01", "overdue", None),
]

Vanban = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kho") / "archive.db"
    with nlp.open_archive(path) as archive:
        for name in (*PAIRS, *PAIRS.values()):
            archive.add(nlp.parse(SAMPLES / name), fingerprint="f", path=name)
    return path


@pytest.fixture
def vanban() -> Vanban:
    """Run a command in its own process; stdin is what is given, or nothing at all."""

    def run(*arguments: str | Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "nlp", *map(str, arguments)],
            input=stdin, stdin=None if stdin is not None else subprocess.DEVNULL,
            capture_output=True, text=True, timeout=60, check=False,
            env=os.environ | {"COLUMNS": "160"},
        )  # fmt: skip

    return run


def rows(result: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    assert result.returncode == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def found(archive: Archive, letter: str, action: str, on: str) -> dict[str, Any]:
    from datetime import date

    chosen = [
        row
        for row in archive.tasks(on=date.fromisoformat(on))
        if letter in row["path"] and row["action"].startswith(action)
    ]
    assert len(chosen) == 1
    return chosen[0]


@pytest.mark.parametrize(("letter", "action", "on", "state", "proposed"), STATES)
def test_a_state_on_a_day(
    letter: str, action: str, on: str, state: str, proposed: str | None, db: Path
) -> None:
    with nlp.open_archive(db) as archive:
        row = found(archive, letter, action, on)
    assert (row["state"], row["proposed"]) == (state, proposed)


def test_every_answer_is_linked_and_no_other(db: Path) -> None:
    with nlp.open_archive(db) as archive:
        said = [
            (row["path"], event["path"])
            for row in archive.tasks()
            for event in row["events"]
            if not event["candidate"]
        ]
    assert {Path(letter).name for letter, _ in said} == set(PAIRS)
    for letter, report in said:
        assert Path(report).name == PAIRS[Path(letter).name]


def test_listed_shown_and_exported(vanban: Vanban, db: Path, tmp_path: Path) -> None:
    listed = rows(vanban("tasks", "--db", db, "--on", "2023-10-04", "--state", "proposed"))
    assert listed
    assert {row["proposed"] for row in listed} <= {"done_on_time", "done_late"}
    shown = vanban(
        "tasks", "show", listed[0]["id"], "--db", db, "--on", "2023-10-04",
        "--format", "table", "--lang", "vi",
    )  # fmt: skip
    assert listed[0]["events"][0]["text"][:20] in shown.stdout
    assert "giao nhiệm vụ" in shown.stdout
    sheet = tmp_path / "theo dõi.xlsx"
    assert not rows(vanban("tasks", "export", "--db", db, "--out", sheet))
    with zipfile.ZipFile(sheet) as file:
        text = file.read("xl/worksheets/sheet1.xml").decode()
    assert "Nội dung nhiệm vụ" in text
    assert "<f>" not in text


def test_review_closes_corrects_and_undoes(vanban: Vanban, db: Path) -> None:
    waiting = rows(vanban("review", "--db", db, "--format", "jsonl"))
    assert len(waiting) > 2
    done = vanban("review", "--db", db, "--who", "Lan", stdin="a\nzzz\nc progressed\nu\nr\nq\n")
    assert done.returncode == 0, done.stderr
    left = rows(vanban("review", "--db", db, "--format", "jsonl"))
    assert [row["id"] for row in left] == [row["id"] for row in waiting[2:]]
    task = rows(vanban("tasks", "show", waiting[0]["task"], "--db", db))[0]
    assert task["state"] in ("done_on_time", "done_late")
    assert task["events"][0]["decided_by"] == "Lan"


def test_review_does_not_wait_for_nobody(vanban: Vanban, db: Path) -> None:
    assert vanban("review", "--db", db).returncode == 0
    with subprocess.Popen(["sleep", "60"], stdout=subprocess.PIPE) as silent:
        done = subprocess.run(
            [sys.executable, "-m", "nlp", "review", "--db", str(db)],
            stdin=silent.stdout, capture_output=True, timeout=50, check=False,
        )  # fmt: skip
        silent.kill()
    assert done.returncode == 0
