"""``vanban archive`` on the command line: what it prints, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nlp.archive import open_archive
from nlp.archive.tables import documents
from nlp.cli import app
from nlp.model import Parsed

from .test_upkeep import old


def run(*arguments: object) -> tuple[int, list[dict[str, object]], str]:
    """The exit code, the records on stdout, the words on stderr."""
    done = CliRunner().invoke(app, ["archive", *map(str, arguments), "--format", "jsonl"])
    return done.exit_code, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def test_backup_and_verify(place: str, tmp_path: Path, full: Parsed) -> None:
    with open_archive(place) as archive:
        archive.add(full, fingerprint="f")
    code, lines, _ = run("verify", "--db", place)
    assert (code, {line["status"] for line in lines}) == (0, {"ok"})
    with open_archive(place) as archive, archive._writer.begin() as connection:
        connection.execute(documents.update().values(text="khác"))
    code, lines, _ = run("verify", "--db", place)
    assert code == 8
    assert [line["name"] for line in lines if line["status"] == "failed"] == ["documents"]


def test_a_backup_says_where_it_is(tmp_path: Path) -> None:
    open_archive(tmp_path / "kho.db").close()
    code, (line,), _ = run("backup", tmp_path / "sao.db", "--db", tmp_path / "kho.db")
    assert code == 0
    assert Path(str(line["backup"])).stat().st_size == line["size"]
    code, _, said = run("backup", tmp_path / "sao.db", "--db", tmp_path / "kho.db")
    assert (code, "exists already" in said) == (2, True)


def test_migrate(tmp_path: Path) -> None:
    path = old(tmp_path / "kho.db", 1)
    code, _, said = run("verify", "--db", path)
    assert (code, "vanban archive migrate" in said) == (8, True)
    code, (line,), _ = run("migrate", "--db", path)
    assert (code, line["before"]) == (0, 1)
    assert run("verify", "--db", path)[0] == 0


@pytest.mark.parametrize("command", ["verify", "migrate"])
def test_what_is_no_archive(command: str, tmp_path: Path) -> None:
    letter = tmp_path / "archive.db"
    letter.write_text("Kính gửi: các xã\n" * 100, "utf-8")
    code, lines, said = run(command, "--db", letter)
    assert (code, lines) == (8, [])
    assert "not an archive" in said
    assert run(command, "--db", tmp_path)[0] == 8
    assert run(command, "--db", tmp_path / "none.db")[0] == 4
