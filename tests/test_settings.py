"""Settings come from four places, the nearer one wins; a wrong one is named."""

from datetime import date
from pathlib import Path

import pytest

from nlp.errors import ConfigurationError
from nlp.settings import Settings


def test_the_nearer_place_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "vanban.toml").write_text("timeout = 10\nmax_pages = 7\nmax_bytes = 5\n", "utf-8")
    monkeypatch.setenv("VANBAN_TIMEOUT", "20")
    monkeypatch.setenv("VANBAN_MAX_PAGES", "8")
    found = Settings.load(folder=tmp_path, timeout=30.0, reference_date=None)
    assert (found.max_bytes, found.max_pages, found.timeout) == (5, 8, 30.0)


def test_dates_and_paths_are_read(tmp_path: Path) -> None:
    found = Settings.load(folder=tmp_path, reference_date="2024-07-05", model="there")
    assert (found.reference_date, found.model) == (date(2024, 7, 5), Path("there"))


@pytest.mark.parametrize("content", ["colour = 1\n", "timeout = [\n", 'timeout = "soon"\n'])
def test_what_does_not_fit_is_an_error(content: str, tmp_path: Path) -> None:
    (tmp_path / "vanban.toml").write_text(content, "utf-8")
    with pytest.raises(ConfigurationError):
        Settings.load(folder=tmp_path)


def test_the_fingerprint_follows_what_changes_results(tmp_path: Path) -> None:
    plain = Settings().fingerprint
    assert Settings(timeout=1.0).fingerprint == plain
    assert Settings(reference_date=date(2024, 1, 1)).fingerprint != plain
    empty = Settings(rules=tmp_path).fingerprint
    (tmp_path / "units.toml").write_text('[[rule]]\nexample = "x"\n', "utf-8")
    assert Settings(rules=tmp_path).fingerprint != empty
