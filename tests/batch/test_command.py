"""``vanban ingest`` and its options."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from nlp.archive import open_archive
from nlp.batch import Outcome, Pool
from nlp.cli import app
from nlp.cli.progress import progress_lines

from .conftest import GOOD, put
from .works import work

Vanban = Callable[..., Result]


@pytest.fixture
def vanban(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Vanban:
    """Run ``vanban ingest`` on an archive of this test, with workers that know its documents."""
    monkeypatch.setattr("nlp.batch.Pool", lambda _work, *given, jobs: Pool(work, *given, jobs=jobs))

    def run(*arguments: str | Path) -> Result:
        given = ["ingest", *map(str, arguments), "--db", str(tmp_path / "kho.db"), "--jobs", "1"]
        return CliRunner().invoke(app, given)

    return run


def lines(result: Result) -> dict[str, str]:
    told = [json.loads(line) for line in result.stdout.splitlines()]
    return {Path(one["path"]).stem: one["status"] for one in told}


def test_only_what_failed(vanban: Vanban, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "khác"
    other.mkdir()
    put(folder, hỏng="fault", khoá="locked")
    put(other, lạ="fault")
    assert vanban(folder, other).exit_code == 1
    put(folder, khoá="đã mở", mới="chưa đọc")
    within = vanban(folder, "--retry", "failed")
    assert (within.exit_code, lines(within)) == (1, {"hỏng": "failed", "khoá": "ok"})
    rest = vanban("--retry", "failed")
    assert lines(rest) == {"hỏng": "failed", "lạ": "failed"}
    (folder / "hỏng.txt").write_text("đã sửa")
    (other / "lạ.txt").write_text("đã sửa xong")
    assert vanban("--retry", "failed").exit_code == 0
    assert "nothing failed before" in vanban("--retry", "failed").stderr
    with open_archive(tmp_path / "kho.db") as archive:
        assert archive.status()["files"] == {"ok": GOOD + 3}


def test_a_report(vanban: Vanban, folder: Path, tmp_path: Path) -> None:
    assert vanban(folder, "--report", tmp_path / "run.json", "-q").exit_code == 0
    report = json.loads((tmp_path / "run.json").read_text("utf-8"))
    assert (report["version"], report["counts"]["ok"]) == (1, GOOD)


def test_progress_where_nobody_watches() -> None:
    said: list[str] = []
    clock = iter([0.0, 4.0, 12.0, 15.0, 20.0]).__next__
    with progress_lines(said.append, every=10, clock=clock) as step:
        for done, status in enumerate(("ok", "failed", "ok", "unchanged"), 1):
            step(Outcome("a", status), done, 10)
    assert said == [
        "2 of 10, 0.2/s, 0:00:48 left, 1 failed", "4 of 10, 0.2/s, 0:00:30 left, 1 failed",
    ]  # fmt: skip


def test_a_short_run_says_nothing_on_the_way(vanban: Vanban, folder: Path) -> None:
    assert "progress:" not in vanban(folder).stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 2, "nothing to read"),
        (["x", "--watch", "--retry", "failed"], 2, "--watch"),
        (["x", "--scheduler", "tcp://127.0.0.1:1"], 2, "--jobs"),
        (["--retry", "failed"], 4, "no archive"),
        (["x", "--report", "none/run.json"], 2, "cannot be written"),
        (["none", "--watch"], 4, "does not exist"),
    ],
)
def test_what_does_not_fit(vanban: Vanban, arguments: list[str], code: int, said: str) -> None:
    result = vanban(*arguments)
    assert (result.exit_code, said in result.stderr) == (code, True), result.stderr


@pytest.mark.parametrize(
    ("url", "code", "said"),
    [
        ("tcp://10.1.2.3:8786", 2, "--trust-network"),
        ("tls://10.1.2.3:8786", 2, "--tls-ca"),
        ("tcp://127.0.0.1:8786", 3, "pip install 'vanban[cluster]'"),
    ],
)
def test_a_cluster_that_cannot_be_used(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, code: int, said: str
) -> None:
    if code == 3:
        monkeypatch.setitem(sys.modules, "distributed", None)
    given = ["ingest", str(folder), "--db", str(tmp_path / "kho.db"), "--scheduler", url]
    result = CliRunner().invoke(app, given)
    assert (result.exit_code, said in result.stderr) == (code, True), result.stderr
