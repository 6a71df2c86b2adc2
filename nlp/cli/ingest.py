"""``vanban ingest`` and ``vanban status``: documents into the archive, and what became of them."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

from .console import (
    DEFAULT_DB,
    Day,
    Db,
    FormatOption,
    LangOption,
    Paths,
    QuietOption,
    about,
    chosen_format,
    open_db,
    progress_bar,
    say,
    settings_of,
    show,
    views_module,
    write_record,
    write_rows,
)


def ingest(
    paths: Paths,
    db: Db = DEFAULT_DB,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Worker processes [default: cores].")
    ] = None,
    reference_date: Day = None,
    format: FormatOption = None,
    lang: LangOption = "en",
    quiet: QuietOption = False,
) -> None:
    """Read documents into an archive; what it holds already is not read again."""
    from .. import batch

    with open_db(db, create=True) as archive, progress_bar(quiet=quiet) as progress:
        report = batch.ingest(
            paths, archive, jobs=jobs, settings=settings_of(reference_date), progress=progress
        )
    for outcome in report.troubled:
        say(outcome.status, about(outcome.path, outcome.message, outcome.remedy))
    statuses = ("ok", "partial", "failed", "unchanged")
    if chosen_format(format) == "table":
        counts = {status: report.count(status) for status in statuses}
        show(views_module().facts(counts, lang))
    else:
        write_rows(map(dataclasses.asdict, report.outcomes), chosen_format(format))
    if not report.outcomes and not quiet:
        say("note", "no files found")
    raise typer.Exit(report.exit_code)


def status(db: Db = DEFAULT_DB, format: FormatOption = None, lang: LangOption = "en") -> None:
    """What the archive holds, and which files failed or could not be read whole, and why."""
    with open_db(db) as archive:
        held = archive.status()
    troubled = held["not_read_whole"]
    if chosen_format(format) == "table":
        del held["not_read_whole"]
        views = views_module()
        show(views.facts(held, lang))
        if troubled:
            title = views.word("not_read_whole", lang)
            show(views.table("files", troubled, lang, title=title))
    else:
        write_record(held, chosen_format(format))
