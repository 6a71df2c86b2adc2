"""What the commands share: their options, answers on stdout, problems on stderr, the archive."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from ..errors import UsageError
from .progress import progress_lines

if TYPE_CHECKING:
    from rich.console import RenderableType

    from ..archive import Archive
    from ..settings import Settings

Format = Literal["table", "json", "jsonl"]
Label = Literal["propaganda", "petition", "socio_economic", "other"]  # as in nlp.model, whose
FileFormat = Literal["csv", "xlsx", "jsonl", "parquet"]  # import --help would have to wait for
Lang = Literal["en", "vi"]

Paths = Annotated[list[Path], typer.Argument(metavar="PATH", help="Files and folders.")]
FormatOption = Annotated[
    Format | None,
    typer.Option("--format", help="[default: table on a terminal, jsonl in a pipe]"),
]
LangOption = Annotated[
    Lang, typer.Option("--lang", envvar="VANBAN_LANG", help="Language of what is shown.")
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no notes.")]
Db = Annotated[str, typer.Option("--db", envvar="VANBAN_DB", help="A file, or postgresql://…")]
DAY = {"formats": ["%Y-%m-%d"], "metavar": "YYYY-MM-DD"}
ReferenceDay = Annotated[
    datetime | None,
    typer.Option(
        "--reference-date",
        **DAY,
        help="Day that “tháng này” counts from. [default: the document's]",
    ),
]
DueBefore = Annotated[
    datetime | None, typer.Option("--due-before", **DAY, help="Deadline that day or earlier.")
]
LabelOption = Annotated[
    Label | None, typer.Option("--label", help="A topic that tasks are labelled with.")
]
Words = Annotated[str | None, typer.Option(help="In part; accents may be left out.")]
DEFAULT_DB = "archive.db"


# -- output --------------------------------------------------------------------------------------


def chosen_format(given: Format | None) -> Format:
    return given or ("table" if sys.stdout.isatty() else "jsonl")


def answer(kind: str, rows: Iterable[Mapping[str, Any]], format: Format | None, lang: Lang) -> None:
    if chosen_format(format) == "table":
        show(views_module().table(kind, rows, lang))
    else:
        write_rows(rows, chosen_format(format))


def write_rows(rows: Iterable[Mapping[str, Any]], format: Format) -> None:
    if format == "json":
        write_json(list(rows))
    else:
        for row in rows:
            write_line(row)


def write_record(record: Mapping[str, Any], format: Format) -> None:
    if format == "json":
        write_json(record)
    else:
        write_line(record)


def write_line(record: Any) -> None:
    print(json.dumps(record, ensure_ascii=False))


def write_json(record: Any) -> None:
    print(json.dumps(record, ensure_ascii=False, indent=1))


def show(view: RenderableType) -> None:
    from rich.console import Console

    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 120
    Console(width=width, highlight=False, markup=False).print(view)


def language() -> Lang:
    """The language asked for, which is known although the arguments may not fit together."""
    asked = os.environ.get("VANBAN_LANG", "")
    for given, following in pairwise([*sys.argv[1:], ""]):
        if given == "--lang":
            asked = following
        elif given.startswith("--lang="):
            asked = given.removeprefix("--lang=")
    return "vi" if asked == "vi" else "en"


def say(kind: str, message: str, remedy: str = "", *, path: str = "") -> None:
    """One line on stderr, in the language asked for: what there is to say, of a file or of all."""
    from ..batch import printable
    from ..messages import translated

    lang = language()
    line = translated(message, lang)
    if path:
        there = views_module().near(path)
        line = line.replace(path, there) if path in message else f"{there}: {line}"
    if remedy:
        line += f" ({translated(remedy, lang)})"
    line = printable(line).translate(_ONE_LINE)
    print(f"{translated(kind, lang)}: {line}", file=sys.stderr)


_ONE_LINE = {code: f"\\x{code:02x}" for code in (*range(32), 127, *range(128, 160))}


def views_module() -> Any:
    from .. import views

    return views


# -- input ---------------------------------------------------------------------------------------


def settings_of(reference_date: datetime | None) -> Settings:
    from ..rules import use
    from ..settings import Settings

    settings = Settings.load(reference_date=day_of(reference_date))
    if settings.rules:
        use(settings.rules.resolve())
    return settings


def stands_alone(group: typer.Context) -> bool:
    """Whether a group of commands is asked itself, not one of its commands.

    Raises:
        UsageError: one of its commands is, and options stand before it, where they would be lost.
    """
    named = group.invoked_subcommand
    if named is None:
        return True
    given = [
        option.opts[0]
        for option in group.command.params
        if option.name and (source := group.get_parameter_source(option.name))
        if source.name == "COMMANDLINE"
    ]
    if given:
        remedy = f"write: {group.command_path} {named} … {' … '.join(given)} …"
        raise UsageError(f"{', '.join(given)}: to be written after {named}", remedy=remedy)
    return False


def day_of(given: datetime | None) -> date | None:
    return given.date() if given else None


def open_db(db: str, *, create: bool = False) -> Archive:
    from ..archive import open_archive

    return open_archive(db, create=create)


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Callable[[Any, int, int], None] | None]:
    """A bar on stderr with rate and remaining time; lines in a pipe, nothing when quiet."""
    if quiet:
        yield None
        return
    if not sys.stderr.isatty():
        with progress_lines(partial(say, "progress")) as step:
            yield step
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    from ..messages import translated

    lang = language()
    columns = (
        BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        TextColumn("{task.fields[rate]}  {task.fields[failed]}"),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        line = bar.add_task("", total=None, rate="", failed="")
        failed = 0

        def step(outcome: Any, done: int, total: int) -> None:
            nonlocal failed
            failed += outcome.status == "failed"
            speed = bar.tasks[0].speed
            rate = f"{speed:.1f}/s" if speed else ""
            told = translated(f"{failed} failed", lang)
            bar.update(line, completed=done, total=total, rate=rate, failed=told)

        yield step


# -- reading ---------------------------------------------------------------------------------------


def read_each(
    paths: list[Path],
    settings: Settings,
    take: Callable[[dict[str, Any]], None],
    *,
    quiet: bool,
) -> int:
    """Hand on each document's record and say what is wrong with it; the exit code.

    Raises:
        VanbanError: the only document asked for cannot be read.
    """
    from .. import batch

    alone = single(paths)

    def take_one(parsed: dict[str, Any], _found: list[dict[str, Any]]) -> None:
        failed = parsed["status"] == "failed"
        if failed and alone:
            return
        for message, remedy in () if quiet and not failed else views_module().problems(parsed):
            say(parsed["status"], message, remedy, path=parsed["source"]["path"])
        take(parsed)

    report = batch.read_each(paths, take_one, settings=settings)
    if not report.outcomes and not quiet:
        say("note", "no files found")
    if alone and report.count("failed"):
        raise report.outcomes[0].error()
    return report.exit_code


def single(paths: list[Path]) -> bool:
    return len(paths) == 1 and not paths[0].is_dir()
