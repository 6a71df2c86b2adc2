"""vanban reads the archives of Vietnamese public offices.

The public names are loaded on first use, so that ``import nlp`` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

__all__ = [
    "Settings", "VanbanError", "build", "check", "open_archive",
    "parse", "parse_code", "parse_number", "parse_period", "read",
]  # fmt: skip

_HOMES = {
    "read": "document",
    "parse": "parsing",
    "build": "annotate",
    "parse_number": "annotate.numbers",
    "parse_period": "annotate.periods",
    "parse_code": "annotate.citations",
    "check": "checks",
    "open_archive": "archive",
    "VanbanError": "errors",
    "Settings": "settings",
}

if TYPE_CHECKING:
    from .annotate import build as build
    from .annotate.citations import parse_code as parse_code
    from .annotate.numbers import parse_number as parse_number
    from .annotate.periods import parse_period as parse_period
    from .archive import open_archive as open_archive
    from .checks import check as check
    from .document import read as read
    from .errors import VanbanError as VanbanError
    from .parsing import parse as parse
    from .settings import Settings as Settings


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
