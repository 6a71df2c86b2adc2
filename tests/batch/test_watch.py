"""An inbox: what is complete is read, what is still copied is not, what changes is read again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nlp.archive import open_archive
from nlp.batch import Outcome, watch
from nlp.batch.watch import Inbox
from nlp.errors import UnreadableInputError

from .conftest import ROOT, held
from .works import work


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "công văn đến"
    folder.mkdir()
    return folder


def names(found: list[Path]) -> list[str]:
    return [path.name for path in found]


def test_a_file_is_given_when_two_looks_are_the_same(inbox: Path) -> None:
    looks = Inbox([inbox])
    copied = inbox / "a.txt"
    copied.write_text("nửa")
    assert looks.look() == []
    copied.write_text("nửa này và nửa kia")
    assert looks.look() == []
    assert names(looks.look()) == ["a.txt"]
    assert looks.look() == []


def test_a_copy_that_keeps_its_size_is_seen_by_its_time(inbox: Path) -> None:
    """Windows sets the size first and fills the file then."""
    looks = Inbox([inbox])
    copied = inbox / "a.txt"
    for moment in range(3):
        copied.write_text("----")
        os.utime(copied, (moment, moment))
        assert looks.look() == []
    assert names(looks.look()) == ["a.txt"]


def test_what_changes_is_given_again_and_what_comes_back_too(inbox: Path) -> None:
    looks = Inbox([inbox])
    file = inbox / "a.txt"
    for text in ("một", "hai"):
        file.write_text(text * 3)
        assert (looks.look(), names(looks.look())) == ([], ["a.txt"])
    file.unlink()
    assert looks.look() == []
    file.write_text("ba")
    assert (looks.look(), names(looks.look())) == ([], ["a.txt"])


def test_what_is_no_document_yet_waits(inbox: Path) -> None:
    looks = Inbox([inbox], leave_out=frozenset({inbox / "kho.db"}))
    for name in ("rỗng.txt", ".a.txt.x7f", "~$a.docx", "kho.db"):
        (inbox / name).touch()
    (inbox / "kho.db").write_text("rows")
    for _ in range(3):
        assert looks.look() == []


def test_a_folder_that_goes_away_is_waited_for(inbox: Path, tmp_path: Path) -> None:
    looks = Inbox([inbox])
    away = inbox.rename(tmp_path / "away")
    assert looks.look() == []
    (away / "a.txt").write_text("một")
    away.rename(inbox)
    assert (looks.look(), names(looks.look())) == ([], ["a.txt"])


def test_an_inbox_that_is_not_there_is_told(inbox: Path) -> None:
    with pytest.raises(UnreadableInputError, match="does not exist"):
        Inbox([inbox / "none"])


def test_rounds_go_on_with_the_same_workers(inbox: Path, tmp_path: Path) -> None:
    told: list[tuple[str, str]] = []

    def tell(outcome: Outcome, _done: int, _total: int) -> None:
        told.append((Path(outcome.path).name, outcome.status))
        match len(told):
            case 1:
                (inbox / "b.txt").write_text("fault")
            case 2:
                (inbox / "a.txt").write_text("một bản khác")
            case 3:
                raise KeyboardInterrupt

    (inbox / "a.txt").write_text("một")
    report = tmp_path / "run.json"
    with open_archive(tmp_path / "kho.db") as archive:
        with pytest.raises(KeyboardInterrupt):
            watch([inbox], archive, every=0.05, jobs=1, work=work, progress=tell, report_to=report)
        assert told == [("a.txt", "ok"), ("b.txt", "failed"), ("a.txt", "ok")]
        assert held(archive) == {str(inbox / "a.txt")}
    written = json.loads(report.read_text("utf-8"))
    assert (written["ended"], written["counts"]["failed"]) == ("interrupted", 1)


@pytest.mark.slow
def test_the_command_ends_by_hand(inbox: Path, tmp_path: Path) -> None:
    """A copy that takes its time is read once and whole; Ctrl-C ends with 130."""
    db = tmp_path / "kho.db"
    command = [sys.executable, "-m", "nlp", "ingest", inbox, "--watch", "--db", db, "--jobs", "1"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8") as process:
        with (inbox / "a.txt").open("w") as copied:
            for _ in range(15):
                copied.write("Số: 15/BC-UBND\n")
                copied.flush()
                time.sleep(0.2)
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
    assert (process.returncode, rest) == (130, "")
    assert (told["path"], told["status"]) == (str(inbox / "a.txt"), "ok")
    with open_archive(db) as archive:
        assert [parsed.text.count("15/BC") for parsed in archive.parsed()] == [15]
