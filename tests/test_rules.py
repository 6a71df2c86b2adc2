"""The rule tables load, hold only NFC text and give an example for each row; a user's rows win."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from nlp import rules
from nlp.errors import ConfigurationError


@pytest.mark.parametrize("name", rules.names())
def test_table_loads(name: str) -> None:
    assert rules.table(name)


def test_a_users_rows_come_first(tmp_path: Path) -> None:
    name = rules.names()[0]
    (tmp_path / f"{name}.toml").write_text('[[rule]]\nexample = "của tôi"\n', "utf-8")
    assert rules.table(name, tmp_path)[0]["example"] == "của tôi"
    assert len(rules.table(name, tmp_path)) == 1 + len(rules.table(name))


def test_the_environment_names_the_users_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = rules.names()[0]
    (tmp_path / f"{name}.toml").write_text('[[rule]]\nexample = "của tôi"\n', "utf-8")
    monkeypatch.setenv("VANBAN_RULES", str(tmp_path))
    assert rules.table(name)[0]["example"] == "của tôi"


def test_a_folder_comes_too_late_once_tables_are_loaded(tmp_path: Path) -> None:
    rules.table(rules.names()[0])
    with pytest.raises(ConfigurationError, match="loaded already"):
        rules.use(tmp_path)
    with pytest.raises(ConfigurationError, match="no such folder"):
        rules.use(tmp_path / "nowhere")


def test_a_users_rule_changes_what_is_read(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "not_figures.toml").write_text(
        '[[rule]]\nstrength = "order"\nwords = ["đội bóng"]\nexample = "đội bóng 12 vàng"\n',
        "utf-8",
    )
    (tmp_path / "vanban.toml").write_text('rules = "rules"\n', "utf-8")
    (tmp_path / "a.txt").write_text("Xã có đội bóng 12 người.\n", "utf-8")

    def figures(folder: Path) -> list[str]:
        command = [sys.executable, "-m", "nlp", "parse", str(tmp_path / "a.txt"), "--format=json"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
        return [figure["text"] for figure in json.loads(done.stdout)["figures"]]

    assert figures(tmp_path.parent) == ["12 người"]
    assert figures(tmp_path) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('[[rule]]\nphrase = "x"\n', "has no example"),
        ('[[rule]]\nexample = "e\u0302"\n', "not NFC"),
        ("[[rule]\n", "mend the table"),
    ],
)
def test_a_bad_table_is_named(content: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(content, "utf-8")
    with pytest.raises(ConfigurationError, match=said):
        rules.table("mine", tmp_path)


def test_a_table_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no rule table"):
        rules.table("nothing", tmp_path)


def test_alternatives_prefer_the_longer_phrase_over_any_white_space() -> None:
    import re

    pattern = re.compile(rules.alternatives(["trong", "trong đó"]))
    assert pattern.match("trong  đó").group() == "trong  đó"
