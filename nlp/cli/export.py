"""``vanban export``: rows of the archive for other tools."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from ..errors import UsageError
from .console import DEFAULT_DB, Db, FileFormat, LangOption, open_db

Exported = Literal[
    "figures", "directives", "tasks", "findings", "documents",
    "relations", "dates", "citations", "files",
]  # fmt: skip


def export(
    what: Annotated[Exported, typer.Option(help="Which rows.")],
    db: Db = DEFAULT_DB,
    format: Annotated[FileFormat, typer.Option(help="Of the file.")] = "csv",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write. [default: stdout]")
    ] = None,
    lang: LangOption = "en",  # noqa: ARG001 read where messages are said
) -> None:
    """Write rows of the archive for Excel and other tools.

    No text of a document runs as a formula in them.

    Example: vanban export --what figures --format xlsx --out so-lieu.xlsx --db kho.db
    """
    from ..export import see_writable, write

    see_writable(out)
    if out is None and format in {"xlsx", "parquet"} and sys.stdout.isatty():
        raise UsageError(f"{format} is not for a terminal", remedy=f"add --out {what}.{format}")
    with open_db(db) as archive:
        write(archive.rows(what), format, out or sys.stdout.buffer)
