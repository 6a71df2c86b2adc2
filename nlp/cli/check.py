"""``vanban check`` and ``vanban figures``: what does not add up, and a figure over the periods."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from ..errors import EXIT_DONE, EXIT_FINDINGS, UsageError
from .console import (
    DEFAULT_DB,
    Db,
    FormatOption,
    LangOption,
    QuietOption,
    ReferenceDay,
    Words,
    answer,
    open_db,
    read_each,
    settings_of,
    views_module,
)

if TYPE_CHECKING:
    from ..archive import Archive
    from ..export.consistency import Source, Unread

Reported = Literal["table", "json", "jsonl", "html", "xlsx"]
FailOn = Literal["error", "warning", "info", "never"]
_REPORTS = ("html", "xlsx")


def figures(
    db: Db = DEFAULT_DB,
    indicator: Words = None,
    place: Words = None,
    period: Annotated[str | None, typer.Option(help='2024-H1, or "6 tháng đầu năm 2024".')] = None,
    format: FormatOption = None,
    lang: LangOption = "en",
) -> None:
    """Show an indicator over periods, places and issuers.

    Example: vanban figures --indicator "tỷ lệ hộ nghèo" --db kho.db
    """
    with open_db(db) as archive:
        rows = archive.figures(indicator=indicator, place=place, period=period)
    answer("figures", rows, format, lang)


def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="Files and folders. [default: the archive]"),
    ] = None,
    db: Db = DEFAULT_DB,
    fail_on: Annotated[FailOn, typer.Option(help="Exit code 7 from this level.")] = "error",
    reference_date: ReferenceDay = None,
    format: Annotated[
        Reported | None,
        typer.Option(
            help="html, xlsx: a report to print, in Vietnamese. [default: table or jsonl]"
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File for html or xlsx. [default: stdout]")
    ] = None,
    lang: LangOption = "en",
    quiet: QuietOption = False,
) -> None:
    """Say what does not add up, in documents or in an archive.

    Sums, percentages, differences and growth within each document, and what the reports given, or
    all of the archive's, say differently from one another.

    Example: vanban check thang6/ --format html -o ra-soat.html
    """
    if out and format not in _REPORTS:
        raise UsageError("--out is for a report", remedy="add --format html or --format xlsx")
    from ..export import see_writable

    see_writable(out)
    if format == "xlsx" and out is None and sys.stdout.isatty():
        raise UsageError("xlsx is not for a terminal", remedy="add --out FILE.xlsx")
    sources: list[Source] = []
    unread: list[Unread] = []
    code = EXIT_DONE
    if paths:
        from ..checks import check as run_checks
        from ..model import Parsed

        records: list[dict[str, Any]] = []
        code = read_each(paths, settings_of(reference_date), records.append, quiet=quiet)
        given = [Parsed.from_dict(record) for record in records]
        found = [finding.to_dict() for finding in run_checks(given)]
        sources += (_source(record) for record in records if record["status"] != "failed")
        unread += _unread(records)
    else:
        with open_db(db) as archive:
            found = list(archive.check())
            if format in _REPORTS:
                sources += _stored(archive, found)
                unread += _not_stored(archive)
    if format == "html" or format == "xlsx":  # noqa: PLR1714 so that the types are told apart
        _report(found, sources, unread, out, pages=format == "html")
    else:
        answer("findings", found, format, lang)
    levels = ("error", "warning", "info")
    grave = levels[: levels.index(fail_on) + 1] if fail_on != "never" else ()
    if any(finding["level"] in grave for finding in found):
        code = EXIT_FINDINGS
    raise typer.Exit(code)


def _source(record: dict[str, Any]) -> Source:
    """A parsed document's record as the report names it."""
    from ..export.consistency import Source

    header = record["header"]
    day = (header["date"] or {}).get("start_date")
    path = record["source"]["path"]
    return Source(record["id"], path, header["code"], header["issuer"], day, record["text"])


def _stored(archive: Archive, found: list[dict[str, Any]]) -> Iterator[Source]:
    """The documents of an archive, with the text of those that findings quote."""
    from ..export.consistency import Source

    quoted = {quote["document"] for finding in found for quote in finding["evidence"]}
    for row in archive.rows("documents"):
        text = archive.text(row["document"]) if row["document"] in quoted else ""
        code, issuer, day = (row[f"document_{what}"] for what in ("code", "issuer", "date"))
        yield Source(row["document"], row["path"], code, issuer, day, text)


def _unread(records: Iterable[dict[str, Any]]) -> Iterator[Unread]:
    """The files given that were not read whole, and why."""
    from ..export.consistency import Unread

    for record in records:
        for message, remedy in views_module().problems(record):
            yield Unread(record["source"]["path"], record["status"], message, remedy)


def _not_stored(archive: Archive) -> Iterator[Unread]:
    """The files that the archive does not hold whole, and why."""
    from ..export.consistency import Unread

    for row in archive.status()["not_read_whole"]:
        yield Unread(row["path"], row["status"], row["message"] or "", row["remedy"] or "")


def _report(
    found: list[dict[str, Any]],
    given: Iterable[Source],
    unread: list[Unread],
    out: Path | None,
    *,
    pages: bool,
) -> None:
    """Write the report for officers to a file, which appears when it is complete, or to stdout."""
    from ..export import whole
    from ..export.consistency import to_html, to_xlsx

    sources = {source.id: source for source in given}
    made = datetime.now().astimezone().date()
    with whole(out or sys.stdout.buffer) as stream:
        if pages:
            page = to_html(found, sources, made=made, unread=unread)
            stream.write(page.encode("utf-8", "replace"))
        else:
            to_xlsx(found, sources, stream, made=made, unread=unread)
