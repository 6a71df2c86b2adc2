"""``vanban ingest`` and ``vanban status``: documents into the archive, and what became of them."""

from __future__ import annotations

import dataclasses
import os
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from ..errors import UnreadableInputError, UsageError
from .console import (
    DEFAULT_DB,
    Db,
    Format,
    FormatOption,
    LangOption,
    QuietOption,
    ReferenceDay,
    chosen_format,
    open_db,
    progress_bar,
    say,
    settings_of,
    show,
    views_module,
    write_line,
    write_record,
    write_rows,
)

if TYPE_CHECKING:
    from ..archive import Archive
    from ..batch import Outcome

Retry = Literal["failed"]
Ca = Annotated[
    Path | None,
    typer.Option(envvar="VANBAN_TLS_CA", help="PEM file: who signs the cluster's certificates."),
]
Cert = Annotated[
    Path | None, typer.Option(envvar="VANBAN_TLS_CERT", help="PEM file: our own certificate.")
]
Key = Annotated[
    Path | None,
    typer.Option(envvar="VANBAN_TLS_KEY", help="PEM file: its key, if not in the same file."),
]


def ingest(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH", help="Files and folders.")
    ] = None,
    db: Db = DEFAULT_DB,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Worker processes [default: cores].")
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            envvar="VANBAN_SCHEDULER",
            metavar="tls://HOST:PORT",
            help="Let the workers of a Dask cluster read.",
        ),
    ] = None,
    tls_ca: Ca = None,
    tls_cert: Cert = None,
    tls_key: Key = None,
    trust_network: Annotated[
        bool, typer.Option("--trust-network", help="Allow tcp:// to another machine.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Read what is put into the folders, until Ctrl-C.")
    ] = False,
    retry: Annotated[
        Retry | None, typer.Option(help="Only what the archive says failed (in PATH, if given).")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(help="A JSON report of the run.", dir_okay=False)
    ] = None,
    reference_date: ReferenceDay = None,
    format: FormatOption = None,
    lang: LangOption = "en",
    quiet: QuietOption = False,
) -> None:
    """Read documents into an archive.

    What it holds already is not read again, and a bad file never stops the rest: the same command
    goes on where a run stopped.

    Example: vanban ingest kho/ --db kho.db
    """
    from .. import batch
    from ..archive.engine import shown, url_of
    from ..export import see_writable

    if jobs and scheduler:
        raise UsageError("--jobs is of this machine", remedy="leave out --jobs or --scheduler")
    if retry and watch:
        raise UsageError("--watch waits for new files", remedy="leave out --retry or --watch")
    if not (paths or retry):
        raise UsageError("nothing to read", remedy="name files or folders, or say --retry failed")
    see_writable(report)
    if paths and not any(map(os.path.lexists, paths)):  # no archive is made of nothing
        missing = ", ".join(map(str, paths))
        raise UnreadableInputError(f"{missing} does not exist", remedy="check the path")
    chosen = chosen_format(format)
    options: dict[str, Any] = {
        "jobs": jobs,
        "settings": settings_of(reference_date),
        "report_to": report,
    }
    if scheduler:
        options["scheduler"] = batch.Scheduler(scheduler, tls_ca, tls_cert, tls_key, trust_network)
    with open_db(db, create=not retry) as archive:
        if watch:
            batch.watch(paths or (), archive, progress=_teller(chosen), **options)
        wanted = _failed(archive, paths) if retry else paths or ()
        with progress_bar(quiet=quiet) as progress:
            done = batch.ingest(wanted, archive, progress=progress, **options)
    for outcome in done.troubled:
        say(outcome.status, outcome.message, outcome.remedy, path=outcome.path)
    if chosen == "table":
        counts = {status: done.count(status) for status in ("ok", "partial", "failed", "unchanged")}
        show(views_module().facts(counts, lang))
        if done.troubled and not quiet:
            place = shlex.quote(db if archive.path else shown(url_of(db)))  # no password
            say("note", f"what was not read whole is listed by: vanban status --db {place}")
            if done.count("failed"):
                say("note", f"mended files are read by: vanban ingest --retry failed --db {place}")
    else:
        write_rows(map(dataclasses.asdict, done.outcomes), chosen)
    if not done.outcomes and not quiet:
        say("note", "nothing failed before" if retry else "no files found")
    raise typer.Exit(done.exit_code)


def _failed(archive: Archive, within: list[Path] | None) -> list[str]:
    """The files that the archive says failed, of those at or below some paths."""
    places = [os.path.abspath(path) for path in within or ()]  # noqa: PTH100 symlinks stay
    return [
        row["path"]
        for row in archive.rows("files")
        if row["status"] == "failed"
        and (not places or any(Path(row["path"]).is_relative_to(place) for place in places))
    ]


def _teller(format: Format) -> Callable[[Outcome, int, int], None]:
    """Each outcome as it comes: a line on stdout, or, where a person looks on, on stderr."""

    def tell(outcome: Outcome, _done: int, _total: int) -> None:
        if format == "table":
            say(outcome.status, outcome.message, outcome.remedy, path=outcome.path)
        else:
            write_line(dataclasses.asdict(outcome))
            sys.stdout.flush()

    return tell


def status(db: Db = DEFAULT_DB, format: FormatOption = None, lang: LangOption = "en") -> None:
    """Show what the archive holds, and what failed and why.

    Example: vanban status --db kho.db
    """
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
