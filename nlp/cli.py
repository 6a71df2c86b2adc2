"""The command ``vanban``: arguments -> calls, answers -> stdout, progress and problems -> stderr.

A table on a terminal, JSONL in a pipe, ``--format`` to choose. The exit codes are those of
``nlp.errors``. Heavy imports live in the commands, so that ``--help`` is quick.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from .errors import (
    EXIT_DONE,
    EXIT_FINDINGS,
    EXIT_INTERRUPTED,
    UnreadableInputError,
    UsageError,
    VanbanError,
)

if TYPE_CHECKING:
    from rich.console import RenderableType

    from .archive import Archive
    from .settings import Settings


Format = Literal["table", "json", "jsonl"]
Label = Literal["propaganda", "petition", "socio_economic", "other"]  # as in nlp.model, whose
State = Literal["done", "ongoing", "planned", "not_done"]  # import --help would have to wait for
FileFormat = Literal["csv", "xlsx", "jsonl", "parquet"]
Lang = Literal["en", "vi"]
FailOn = Literal["error", "warning", "info", "never"]
Searched = Literal["directives", "documents", "figures"]
Exported = Literal[
    "figures", "directives", "tasks", "findings", "documents",
    "relations", "dates", "citations", "files",
]  # fmt: skip


class _Commands(TyperGroup):
    """The group of commands; every error ends here, as one line and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except VanbanError as error:
            _say("error", str(error))
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt as error:
            _say("interrupted", "what is done is kept; run the same command again to go on")
            raise typer.Exit(EXIT_INTERRUPTED) from error
        except BrokenPipeError as error:  # whoever reads us has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit from error


app = typer.Typer(
    cls=_Commands,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Reads Vietnamese administrative documents, checks their figures, finds their tasks.",
)
tasks_app = typer.Typer(cls=TyperGroup, invoke_without_command=True, rich_markup_mode=None)
app.add_typer(tasks_app, name="tasks", help="Tasks, and the directive behind each.")

Paths = Annotated[list[Path], typer.Argument(metavar="PATH", help="Files and folders.")]
FormatOption = Annotated[
    Format | None,
    typer.Option("--format", help="[default: table on a terminal, jsonl in a pipe]"),
]
LangOption = Annotated[Lang, typer.Option("--lang", envvar="VANBAN_LANG", help="Of messages.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no notes.")]
Db = Annotated[str, typer.Option("--db", envvar="VANBAN_DB", help="The archive.")]
_DAY = {"formats": ["%Y-%m-%d"], "metavar": "YYYY-MM-DD"}
Day = Annotated[datetime | None, typer.Option(**_DAY)]
Words = Annotated[str | None, typer.Option(help="In part; accents may be left out.")]
DEFAULT_DB = "archive.db"
DEMO_KINDS = ("documents", "figures", "findings", "directives", "tasks")
DEMO_ROWS = 12


def main() -> None:
    """Run the command line and end the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a lone surrogate must not end a run
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app(prog_name="vanban")
    except Exception as error:
        if os.environ.get("VANBAN_DEBUG"):
            raise
        _say("internal error", f"{type(error).__name__}: {error} (VANBAN_DEBUG=1 shows where)")
        sys.exit(VanbanError.exit_code)


@app.command()
def demo(format: FormatOption = "table", lang: LangOption = "en") -> None:
    """Read the shipped samples into an archive and show what is found in them."""
    import tempfile

    from . import batch

    samples = _samples()
    with (
        tempfile.TemporaryDirectory() as folder,
        _archive(f"{folder}/{DEFAULT_DB}", create=True) as archive,
    ):
        with _progress(quiet=False) as progress:
            report = batch.ingest(samples, archive, settings=_settings(None), progress=progress)
        for outcome in report.troubled:
            _say(outcome.status, _about(outcome.path, outcome.message, outcome.remedy))
        for kind in DEMO_KINDS:
            if kind == "findings":
                rows = list(archive.check())
            else:
                rows = sorted(archive.rows(kind), key=lambda row: str(row["path"]))
            if format == "table":
                _show_some(kind, rows, lang)
            else:
                _write_rows(({"kind": kind, **row} for row in rows), "jsonl")
    raise typer.Exit(report.exit_code)


def _samples() -> list[Path]:
    """The sample documents: in the package, or beside it in the repository."""
    package = Path(__file__).parent
    for folder in (package / "samples", package.parent / "corpora" / "samples"):
        if folder.is_dir():
            return sorted(p for p in folder.iterdir() if p.suffix in {".pdf", ".docx", ".txt"})
    raise UnreadableInputError("no samples here", remedy="run it in the repository: make demo")


def _show_some(kind: str, rows: Sequence[Mapping[str, Any]], lang: Lang) -> None:
    """All of what there is little of; of the rest the first of each document."""
    views = _views()
    firsts = {row["document"]: row for row in reversed(rows)}
    few = kind in {"documents", "findings"}
    shown = rows if few else sorted(firsts.values(), key=rows.index)[:DEMO_ROWS]
    more = f" ({len(shown)} / {len(rows)})" if len(shown) < len(rows) else f" ({len(rows)})"
    _show(views.table(kind, shown, lang, title=views.word(kind, lang) + more))
    print()


# -- reading -------------------------------------------------------------------------------------


@app.command()
def parse(
    paths: Paths,
    format: FormatOption = None,
    reference_date: Day = None,
    lang: LangOption = "en",
    quiet: QuietOption = False,
    html: Annotated[
        Path | None,
        typer.Option(help="A page with every figure marked, instead of records.", dir_okay=False),
    ] = None,
) -> None:
    """Read documents and print all that is found in them; nothing is stored."""
    records: list[dict[str, Any]] = []
    chosen = "html" if html else _format(format)

    def take(record: dict[str, Any]) -> None:
        if chosen == "jsonl":
            _write_line(record)
        elif chosen == "table":
            _show(_views().document(record, lang))
        else:
            records.append(record)

    code = _read_each(paths, _settings(reference_date), take, quiet=quiet)
    if chosen == "json":
        _write_json(records[0] if _single(paths) else records)
    if html:
        html.write_text(_page(records), "utf-8")
        if not quiet:
            _say("note", f"{html} shows {len(records)} documents")
    raise typer.Exit(code)


def _page(records: list[dict[str, Any]]) -> str:
    from .checks import check
    from .highlight import page
    from .model import Parsed

    documents = [Parsed.from_dict(record) for record in records if record["status"] != "failed"]
    return page(documents, check(documents))


@app.command()
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
    import dataclasses

    from . import batch

    with _archive(db, create=True) as archive, _progress(quiet=quiet) as progress:
        report = batch.ingest(
            paths, archive, jobs=jobs, settings=_settings(reference_date), progress=progress
        )
    for outcome in report.troubled:
        _say(outcome.status, _about(outcome.path, outcome.message, outcome.remedy))
    statuses = ("ok", "partial", "failed", "unchanged")
    if _format(format) == "table":
        counts = {status: report.count(status) for status in statuses}
        _show(_views().facts(counts, lang))
    else:
        _write_rows(map(dataclasses.asdict, report.outcomes), _format(format))
    if not report.outcomes and not quiet:
        _say("note", "no files found")
    raise typer.Exit(report.exit_code)


def _read_each(
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
    from . import batch

    single = _single(paths)

    def take_one(parsed: dict[str, Any], _found: list[dict[str, Any]]) -> None:
        failed = parsed["status"] == "failed"
        if failed and single:
            return
        for message, remedy in () if quiet and not failed else _views().problems(parsed):
            _say(parsed["status"], _about(parsed["source"]["path"], message, remedy))
        take(parsed)

    report = batch.read_each(paths, take_one, settings=settings)
    if not report.outcomes and not quiet:
        _say("note", "no files found")
    if single and report.count("failed"):
        raise report.outcomes[0].error()
    return report.exit_code


def _single(paths: list[Path]) -> bool:
    return len(paths) == 1 and not paths[0].is_dir()


# -- asking the archive --------------------------------------------------------------------------


@app.command()
def status(db: Db = DEFAULT_DB, format: FormatOption = None, lang: LangOption = "en") -> None:
    """What the archive holds, and which files failed or could not be read whole, and why."""
    with _archive(db) as archive:
        held = archive.status()
    troubled = held["not_read_whole"]
    if _format(format) == "table":
        del held["not_read_whole"]
        views = _views()
        _show(views.facts(held, lang))
        if troubled:
            title = views.word("not_read_whole", lang)
            _show(views.table("files", troubled, lang, title=title))
    else:
        _write_record(held, _format(format))


@app.command()
def search(
    query: Annotated[str, typer.Argument(metavar="QUERY", help='Words, "a phrase", or a code.')],
    db: Db = DEFAULT_DB,
    in_: Annotated[Searched, typer.Option("--in", help="What to look for.")] = "directives",
    label: Annotated[Label | None, typer.Option()] = None,
    issuer: Words = None,
    assignee: Words = None,
    due_before: Day = None,
    from_: Annotated[datetime | None, typer.Option("--from", **_DAY)] = None,
    to: Day = None,
    limit: Annotated[int, typer.Option(min=1)] = 50,
    format: FormatOption = None,
    lang: LangOption = "en",
) -> None:
    """Directives, documents or figures that speak of something, best first."""
    with _archive(db) as archive:
        rows = archive.search(
            query, in_=in_, label=label, issuer=issuer, assignee=assignee,
            due_before=_day(due_before), from_=_day(from_), to=_day(to), limit=limit,
        )  # fmt: skip
    _answer(in_, rows, format, lang)


@app.command()
def figures(
    db: Db = DEFAULT_DB,
    indicator: Words = None,
    place: Words = None,
    period: Annotated[str | None, typer.Option(help='2024-H1, or "6 tháng đầu năm 2024".')] = None,
    format: FormatOption = None,
    lang: LangOption = "en",
) -> None:
    """An indicator over periods, places and issuers."""
    with _archive(db) as archive:
        rows = archive.figures(indicator=indicator, place=place, period=period)
    _answer("figures", rows, format, lang)


@app.command()
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
        from .checks import check as run_checks
        from .model import Parsed

        records: list[dict[str, Any]] = []
        code = _read_each(paths, _settings(reference_date), records.append, quiet=quiet)
        given = [Parsed.from_dict(record) for record in records]
        found = [finding.to_dict() for finding in run_checks(given)]
    else:
        with _archive(db) as archive:
            found = list(archive.check())
    _answer("findings", found, format, lang)
    levels = ("error", "warning", "info")
    grave = levels[: levels.index(fail_on) + 1] if fail_on != "never" else ()
    if any(finding["level"] in grave for finding in found):
        code = EXIT_FINDINGS
    raise typer.Exit(code)


@tasks_app.callback()
def tasks(
    ctx: typer.Context,
    db: Db = DEFAULT_DB,
    state: Annotated[State | None, typer.Option()] = None,
    label: Annotated[Label | None, typer.Option()] = None,
    owner: Words = None,
    due_before: Day = None,
    format: FormatOption = None,
    lang: LangOption = "en",
) -> None:
    """Tasks, and the directive behind each."""
    if ctx.invoked_subcommand is None:
        with _archive(db) as archive:
            rows = archive.tasks(state=state, label=label, owner=owner, due_before=_day(due_before))
        _answer("tasks", rows, format, lang)


@tasks_app.command("show")
def show_task(
    ref: Annotated[str, typer.Argument(metavar="ID", help="As listed by: vanban tasks")],
    db: Db = DEFAULT_DB,
    format: FormatOption = None,
    lang: LangOption = "en",
) -> None:
    """One task: its words, its labels with their reasons, its directive and document."""
    with _archive(db) as archive:
        row = archive.task(ref)
    if _format(format) == "table":
        row["reasons"] = [reason["text"] for reason in row["reasons"]]
        _show(_views().facts(row, lang))
    else:
        _write_record(row, _format(format))


@app.command()
def export(
    what: Annotated[Exported, typer.Option(help="Which rows.")],
    db: Db = DEFAULT_DB,
    format: Annotated[FileFormat, typer.Option()] = "csv",
    out: Annotated[Path | None, typer.Option("--out", "-o", help="[default: stdout]")] = None,
) -> None:
    """Rows of the archive for other tools; no cell of them runs as a formula."""
    from .export import write

    if out is None and format in {"xlsx", "parquet"} and sys.stdout.isatty():
        raise UsageError(f"{format} is not for a terminal", remedy=f"add --out {what}.{format}")
    with _archive(db) as archive:
        write(archive.rows(what), format, out or sys.stdout.buffer)


@app.command()
def doctor(format: FormatOption = None, lang: LangOption = "en") -> None:
    """What this machine can read, and what is missing."""
    from .doctor import examine

    findings = [line.to_dict() for line in examine(_settings(None))]
    _answer("doctor", findings, format, lang)


@app.command()
def train(
    labels: Annotated[Path, typer.Argument(metavar="LABELS", help="A table of labelled lines.")] = (
        Path("corpora/labels/tasks.tsv")
    ),
    out: Annotated[Path, typer.Option("--out", "-o", help="The model's folder.")] = Path(
        "models/tasks"
    ),
    seed: int = 0,
    format: FormatOption = None,
    lang: LangOption = "en",
) -> None:
    """Learn to label tasks, and write the model with what it scored on lines held out."""
    from .classify import train as learn

    manifest = learn(labels, out, seed=seed, made=datetime.now().astimezone().date())
    if _format(format) == "table":
        _show(_views().facts(manifest, lang))
    else:
        _write_record(manifest, _format(format))


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="FOLDER", help="Hand-checked documents.")] = (
        Path("corpora/gold")
    ),
    against: Annotated[
        Path | None, typer.Option(help="An earlier result, as written with --format json.")
    ] = None,
    format: FormatOption = None,
    lang: LangOption = "en",
) -> None:
    """Score this program on hand-checked documents; say what is gained and lost."""
    from .evaluate import compare
    from .evaluate import evaluate as measure

    older = _read_json(against) if against else None
    result = measure(gold, settings=_settings(None)).to_dict()
    if older:
        result["changes"] = compare(older, result)
    if _format(format) == "table":
        del result["items"]
        changes = result.pop("changes", {})
        _show(_views().facts(result, lang))
        for kind, change in changes.items():
            for side, items in change.items():
                for item in items:
                    _show(f"{kind} {side}: {_views().visible(item)}")
    else:
        _write_record(result, _format(format))


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        remedy = "name a file written by: vanban evaluate --format json"
        raise UnreadableInputError(f"{path} cannot be read: {error}", remedy=remedy) from error


# -- output --------------------------------------------------------------------------------------


def _format(given: Format | None) -> Format:
    return given or ("table" if sys.stdout.isatty() else "jsonl")


def _answer(
    kind: str, rows: Iterable[Mapping[str, Any]], format: Format | None, lang: Lang
) -> None:
    if _format(format) == "table":
        _show(_views().table(kind, rows, lang))
    else:
        _write_rows(rows, _format(format))


def _write_rows(rows: Iterable[Mapping[str, Any]], format: Format) -> None:
    if format == "json":
        _write_json(list(rows))
    else:
        for row in rows:
            _write_line(row)


def _write_record(record: Mapping[str, Any], format: Format) -> None:
    if format == "json":
        _write_json(record)
    else:
        _write_line(record)


def _write_line(record: Any) -> None:
    print(json.dumps(record, ensure_ascii=False))


def _write_json(record: Any) -> None:
    print(json.dumps(record, ensure_ascii=False, indent=1))


def _show(view: RenderableType) -> None:
    from rich.console import Console

    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 120
    Console(width=width, highlight=False, markup=False).print(view)


def _say(kind: str, message: str) -> None:
    """One line on stderr."""
    from .batch import printable

    line = printable(message).translate(_ONE_LINE)
    print(f"{kind}: {line}", file=sys.stderr)


_ONE_LINE = {code: f"\\x{code:02x}" for code in (*range(32), 127, *range(128, 160))}


def _about(path: str, message: str, remedy: str) -> str:
    said = message if path in message else f"{path}: {message}"
    return f"{said} ({remedy})" if remedy else said


def _views() -> Any:
    from . import views

    return views


# -- input ---------------------------------------------------------------------------------------


def _settings(reference_date: datetime | None) -> Settings:
    from .rules import use
    from .settings import Settings

    settings = Settings.load(reference_date=_day(reference_date))
    if settings.rules:
        use(settings.rules.resolve())
    return settings


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


def _archive(db: str, *, create: bool = False) -> Archive:
    from .archive import open_archive

    return open_archive(db, create=create)


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[Any, int, int], None] | None]:
    """A bar on stderr with rate and remaining time; none in a pipe or when quiet."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        TextColumn("{task.fields[rate]}  {task.fields[failed]} failed"),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        line = bar.add_task("", total=None, rate="", failed=0)
        failed = 0

        def step(outcome: Any, done: int, total: int) -> None:
            nonlocal failed
            failed += outcome.status == "failed"
            speed = bar.tasks[0].speed
            rate = f"{speed:.1f}/s" if speed else ""
            bar.update(line, completed=done, total=total, rate=rate, failed=failed)

        yield step
