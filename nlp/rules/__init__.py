"""What a clerk knows, as tables: loads, validates, merges a user's own folder over ours.

A table is one TOML file in this folder: ``[[rule]]`` entries, each with an ``example`` (Vietnamese
text in which the rule fires) and whatever columns the table has; or a TSV file with a header line,
whose last column is ``example``. A user's folder, named by the environment variable
``VANBAN_RULES`` or given to ``use``, may hold files of the same names: its rows come first, so they
win. A process fixes its tables when it first needs them, and its workers inherit the folder.
"""

from __future__ import annotations

import csv
import os
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ..errors import ConfigurationError

HERE = Path(__file__).parent
VARIABLE = "VANBAN_RULES"
Row = Mapping[str, Any]


def table(name: str, user: Path | None = None) -> tuple[Row, ...]:
    """The rows of table ``name`` (no suffix), the user's own before the built-in ones.

    ``user`` is the user's folder; None: the one that ``VANBAN_RULES`` names, if any.

    Raises:
        ConfigurationError: the table is not there, is not NFC, or a row has no example.
    """
    named = os.environ.get(VARIABLE)
    return _merged(name, user or (Path(named) if named else None))


def phrases(name: str, **columns: str) -> list[str]:
    """The words of those rows of table ``name`` that hold these values, in order."""
    return [
        word
        for row in table(name)
        if all(row[column] == value for column, value in columns.items())
        for word in row["words"]
    ]


def use(folder: Path) -> None:
    """Lay a user's folder over the built-in tables, for this process and the workers it starts.

    Raises:
        ConfigurationError: there is no such folder, or tables without it are loaded already.
    """
    if not folder.is_dir():
        raise ConfigurationError(f"{folder}: no such folder of rule tables")
    if _merged.cache_info().currsize and os.environ.get(VARIABLE) != str(folder):
        raise ConfigurationError(
            f"rule tables are loaded already, without {folder}",
            remedy=f"set {VARIABLE} before the program starts",
        )
    os.environ[VARIABLE] = str(folder)


@cache
def _merged(name: str, user: Path | None) -> tuple[Row, ...]:
    rows: list[Row] = []
    folders = [HERE] if user is None else [user, HERE]
    for folder in folders:
        for path in (folder / f"{name}.toml", folder / f"{name}.tsv"):
            if path.is_file():
                rows += _read(path)
    if not rows:
        raise ConfigurationError(f"no rule table {name!r} in {HERE}")
    return tuple(rows)


def _read(path: Path) -> list[Row]:
    try:
        text = path.read_text("utf-8")
        if not unicodedata.is_normalized("NFC", text):
            raise ConfigurationError(f"{path} is not NFC", remedy="save it with composed letters")
        if path.suffix == ".toml":
            rows: list[Row] = tomllib.loads(text).get("rule", [])
        else:
            lines = [x for x in text.splitlines() if x.strip() and not x.startswith("#")]
            rows = list(csv.DictReader(lines, delimiter="\t"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigurationError(f"{path}: {error}", remedy="mend the table") from error
    for number, row in enumerate(rows, 1):
        if not row.get("example"):
            raise ConfigurationError(
                f"{path}: rule {number} has no example", remedy="give a phrase in which it fires"
            )
    return rows


def names() -> tuple[str, ...]:
    """The names of all built-in tables."""
    return tuple(sorted(p.stem for p in HERE.iterdir() if p.suffix in (".toml", ".tsv")))


def alternatives(phrases: list[str]) -> str:
    """A regex group for any of the phrases, longest first, spaces as runs of white space."""
    ordered = sorted(set(phrases), key=lambda p: (-len(p), p))
    return "(?:" + "|".join(r"\s+".join(map(re.escape, p.split())) for p in ordered) + ")"
