"""``vanban archive``: backed up, verified, taken forward."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from ..errors import ArchiveError
from .console import (
    DEFAULT_DB,
    Db,
    FormatOption,
    LangOption,
    answer,
    chosen_format,
    open_db,
    show,
    views_module,
    write_record,
)

archive_app = typer.Typer(cls=TyperGroup, no_args_is_help=True, rich_markup_mode=None)

Dest = Annotated[Path, typer.Argument(metavar="DEST", help="A new file.", dir_okay=False)]


@archive_app.command()
def backup(
    dest: Dest, db: Db = DEFAULT_DB, format: FormatOption = None, lang: LangOption = "en"
) -> None:
    """Copy the archive as it is now.

    Others may read and write it meanwhile.

    Example: vanban archive backup kho-sao.db --db kho.db
    """
    with open_db(db) as archive:
        made = archive.backup(dest)
    record = {"archive": db, "backup": str(made), "size": made.stat().st_size}
    if chosen_format(format) == "table":
        show(views_module().facts(record, lang))
    else:
        write_record(record, chosen_format(format))


@archive_app.command()
def verify(db: Db = DEFAULT_DB, format: FormatOption = None, lang: LangOption = "en") -> None:
    """Say whether all that is stored is whole.

    The exit code is 8 if it is not.

    Example: vanban archive verify --db kho.db
    """
    with open_db(db) as archive:
        lines = archive.verify()
    answer("verified", lines, format, lang)
    if any(line["status"] == "failed" for line in lines):
        raise typer.Exit(ArchiveError.exit_code)


@archive_app.command()
def migrate(db: Db = DEFAULT_DB, format: FormatOption = None, lang: LangOption = "en") -> None:
    """Take an older archive forward to this version.

    A backup is made beside it first.

    Example: vanban archive migrate --db kho.db
    """
    from ..archive.upkeep import migrate as take_forward

    record = take_forward(db)
    if chosen_format(format) == "table":
        show(views_module().facts(record, lang))
    else:
        write_record(record, chosen_format(format))
