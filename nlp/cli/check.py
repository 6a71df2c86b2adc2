"""``vanban check`` and ``vanban figures``: what does not add up, and a figure over the periods."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from ..errors import EXIT_DONE, EXIT_FINDINGS
from .console import (
    DEFAULT_DB,
    Day,
    Db,
    FormatOption,
    LangOption,
    QuietOption,
    Words,
    answer,
    open_db,
    read_each,
    settings_of,
)

FailOn = Literal["error", "warning", "info", "never"]


def figures(
    db: Db = DEFAULT_DB,
    indicator: Words = None,
    place: Words = None,
    period: Annotated[str | None, typer.Option(help='2024-H1, or "6 tháng đầu năm 2024".')] = None,
    format: FormatOption = None,
    lang: LangOption = "en",
) -> None:
    """An indicator over periods, places and issuers."""
    with open_db(db) as archive:
        rows = archive.figures(indicator=indicator, place=place, period=period)
    answer("figures", rows, format, lang)


def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH", help="None: the archive.")
    ] = None,
    db: Db = DEFAULT_DB,
    fail_on: Annotated[FailOn, typer.Option(help="Exit code 7 from this level.")] = "error",
    reference_date: Day = None,
    format: FormatOption = None,
    lang: LangOption = "en",
    quiet: QuietOption = False,
) -> None:
    """What does not add up: in the documents given, or in all of the archive's."""
    code = EXIT_DONE
    if paths:
        from ..checks import check as run_checks
        from ..model import Parsed

        records: list[dict[str, Any]] = []
        code = read_each(paths, settings_of(reference_date), records.append, quiet=quiet)
        given = [Parsed.from_dict(record) for record in records]
        found = [finding.to_dict() for finding in run_checks(given)]
    else:
        with open_db(db) as archive:
            found = list(archive.check())
    answer("findings", found, format, lang)
    levels = ("error", "warning", "info")
    grave = levels[: levels.index(fail_on) + 1] if fail_on != "never" else ()
    if any(finding["level"] in grave for finding in found):
        code = EXIT_FINDINGS
    raise typer.Exit(code)
