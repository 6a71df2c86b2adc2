"""Settings: defaults < ``vanban.toml`` < ``VANBAN_*`` environment < arguments.

One frozen object says everything that can change a result or a limit. ``fingerprint`` is a hash of
what changes results, so that an archive knows when a document must be parsed again.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Self

from . import __version__
from .errors import ConfigurationError
from .model import SCHEMA_VERSION

CONFIG_FILE = "vanban.toml"
_RESULT_FIELDS = ("reference_date", "rules", "model", "max_characters")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run may be told. Sizes are bytes, times are seconds.

    >>> Settings(timeout=30).timeout
    30
    """

    reference_date: date | None = (
        None  # the day relative expressions count from; None: the document's own
    )
    rules: Path | None = None  # a folder of rule tables merged over the built-in ones
    model: Path | None = None  # a task model folder; None: the one that is shipped
    max_bytes: int = 200_000_000  # a larger file is refused
    max_characters: int = 2_000_000  # a longer text is cut, with a problem
    max_pages: int = 5_000  # a longer file is cut, with a problem
    timeout: float = 120.0  # wall clock for one document in a batch
    max_memory: int = 2_000_000_000  # of one worker

    @classmethod
    def load(cls, *, folder: Path | None = None, **arguments: Any) -> Self:
        """Settings from all four places; arguments that are None are not given.

        Args:
            folder: where ``vanban.toml`` may be; None: the current one.
            arguments: fields of this class.

        Raises:
            ConfigurationError: an unknown name or a value that does not fit.

        >>> Settings.load(reference_date="2024-06-30", timeout=None).reference_date
        datetime.date(2024, 6, 30)
        """
        given: dict[str, Any] = {}
        path = (folder or Path.cwd()) / CONFIG_FILE
        if path.is_file():
            try:
                given |= tomllib.loads(path.read_text("utf-8"))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                raise ConfigurationError(f"{path}: {error}", remedy="mend the file") from error
        given |= _from_environment(os.environ)
        given |= {k: v for k, v in arguments.items() if v is not None}
        return cls(**{name: _convert(name, value) for name, value in given.items()})

    @property
    def fingerprint(self) -> str:
        """A hash of what changes the reading: program, settings, rules, model."""
        values = {name: str(getattr(self, name)) for name in _RESULT_FIELDS}
        facts = [__version__, SCHEMA_VERSION, values]
        digest = hashlib.sha256(json.dumps(facts, sort_keys=True).encode())
        for folder in filter(None, (self.rules, self.model)):
            for file in sorted(folder.iterdir()) if folder.is_dir() else ():
                digest.update(file.read_bytes())
        return digest.hexdigest()[:16]


def _from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    names = {f.name for f in dataclasses.fields(Settings)}
    found = {
        k.removeprefix("VANBAN_").lower(): v
        for k, v in environment.items()
        if k.startswith("VANBAN_")
    }
    return {k: v for k, v in found.items() if k in names}


def _convert(name: str, value: Any) -> Any:
    fields = {f.name: str(f.type) for f in dataclasses.fields(Settings)}
    if name not in fields:
        raise ConfigurationError(
            f"unknown setting {name!r}", remedy=f"known settings: {', '.join(sorted(fields))}"
        )
    try:
        kind = fields[name]
        if kind.startswith("date"):
            return value if isinstance(value, date) else date.fromisoformat(value)
        if kind.startswith("Path"):
            return Path(value)
        return int(value) if kind == "int" else float(value)
    except (TypeError, ValueError) as error:
        raise ConfigurationError(
            f"setting {name!r}: {value!r} does not fit", remedy=str(error)
        ) from error
