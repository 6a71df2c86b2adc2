"""The command ``vanban``: arguments -> calls, answers -> stdout, progress and problems -> stderr.

A table on a terminal, JSONL in a pipe, ``--format`` to choose. The exit codes are those of
``nlp.errors``. Heavy imports live in the commands, so that ``--help`` is quick.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from ..errors import (
    EXIT_INTERRUPTED,
    UnreadableInputError,
    VanbanError,
)
from .archive import archive_app
from .check import check, figures
from .console import (
    DEFAULT_DB,
    Db,
    Format,
    FormatOption,
    Lang,
    LangOption,
    Paths,
    QuietOption,
    ReferenceDay,
    answer,
    chosen_format,
    language,
    open_db,
    progress_bar,
    read_each,
    say,
    settings_of,
    show,
    single,
    views_module,
    write_json,
    write_line,
    write_record,
    write_rows,
)
from .export import export
from .help import speak
from .ingest import ingest, status
from .search import search
from .tasks import review_app, tasks_app

if TYPE_CHECKING:
    from ..classify.training import Line


class _Commands(TyperGroup):
    """The group of commands; every error ends here, said in the language asked for.

    An error is one line and an exit code; arguments that do not fit come with the usage, too.
    """

    def main(self, *arguments: Any, **named: Any) -> Any:
        speak(self)
        try:
            code = super().main(*arguments, **{**named, "standalone_mode": False})
        except TyperException as error:
            _say_usage(error)
            code = error.exit_code
        sys.exit(code)

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except VanbanError as error:
            say("error", str(error.args[0]), error.remedy)
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt as error:
            say("interrupted", "what is done is kept; run the same command again to go on")
            raise typer.Exit(EXIT_INTERRUPTED) from error
        except BrokenPipeError as error:  # whoever reads us has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit from error


def _say_usage(error: TyperException) -> None:
    """The usage of the command that was meant, and what does not fit it, on stderr."""
    from ..messages import translated

    context: typer.Context | None = getattr(error, "ctx", None)
    said = " ".join(error.format_message().split())
    if context and said == " ".join(context.get_help().split()):  # nothing was asked for
        print(context.get_help(), file=sys.stderr)
        return
    lines = [f"Error: {said.replace(': Value error, ', ': ', 1)}"]
    if context:
        lines = [context.get_usage(), f"Try '{context.command_path} --help' for help.", "", *lines]
    for line in lines:
        print(translated(line, language()), file=sys.stderr)


app = typer.Typer(
    cls=_Commands,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Reads Vietnamese administrative documents, checks their figures, finds their tasks.",
)
app.add_typer(archive_app, name="archive", help="Back up, verify or migrate an archive.")
app.add_typer(
    tasks_app,
    name="tasks",
    help="Follow tasks from the letter to the report.\n\n"
    'Example: vanban tasks --state overdue --owner "Thanh tra" --db kho.db',
)
app.add_typer(
    review_app,
    name="review",
    help="Decide what the program is not sure of.\n\nExample: vanban review --db kho.db",
)

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
        say("internal error", f"{type(error).__name__}: {error} (VANBAN_DEBUG=1 shows where)")
        sys.exit(VanbanError.exit_code)


@app.command()
def demo(
    format: Annotated[Format, typer.Option(help="json is jsonl here.")] = "table",
    lang: LangOption = "en",
) -> None:
    """Read the shipped samples and show what is found in them.

    Example: vanban demo --lang vi
    """
    import tempfile

    from .. import batch

    samples = _samples()
    with (
        tempfile.TemporaryDirectory() as folder,
        open_db(f"{folder}/{DEFAULT_DB}", create=True) as archive,
    ):
        with progress_bar(quiet=False) as progress:
            report = batch.ingest(samples, archive, settings=settings_of(None), progress=progress)
        for outcome in report.troubled:
            say(outcome.status, outcome.message, outcome.remedy, path=outcome.path)
        for kind in DEMO_KINDS:
            if kind == "findings":
                rows = _in_order(archive.check())
            else:
                rows = sorted(archive.rows(kind), key=lambda row: str(row["path"]))
            if format == "table":
                _show_some(kind, rows, lang)
            else:
                write_rows(({"kind": kind, **row} for row in rows), "jsonl")
    raise typer.Exit(report.exit_code)


def _in_order(found: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Findings, gravest first, in the order of the files, whichever was read first."""
    levels = list(dict.fromkeys(row["level"] for row in found))
    return sorted(
        found,
        key=lambda row: (levels.index(row["level"]), row["scope"] == "archive", str(row["path"])),
    )


def _samples() -> list[Path]:
    """The sample documents: in the package, or beside it in the repository."""
    package = Path(__file__).parents[1]
    for folder in (package / "samples", package.parent / "corpora" / "samples"):
        if folder.is_dir():
            return sorted(p for p in folder.iterdir() if p.suffix in {".pdf", ".docx", ".txt"})
    raise UnreadableInputError("no samples here", remedy="run it in the repository: make demo")


def _show_some(kind: str, rows: Sequence[Mapping[str, Any]], lang: Lang) -> None:
    """All of what there is little of; of the rest the first of each document."""
    views = views_module()
    firsts = {row["document"]: row for row in reversed(rows)}
    few = kind in {"documents", "findings"}
    shown = rows if few else sorted(firsts.values(), key=rows.index)[:DEMO_ROWS]
    more = f" ({len(shown)} / {len(rows)})" if len(shown) < len(rows) else f" ({len(rows)})"
    show(views.table(kind, shown, lang, title=views.word(kind, lang) + more))
    print()


# -- reading -------------------------------------------------------------------------------------


@app.command()
def parse(
    paths: Paths,
    format: FormatOption = None,
    reference_date: ReferenceDay = None,
    lang: LangOption = "en",
    quiet: QuietOption = False,
    html: Annotated[
        Path | None,
        typer.Option(help="Write a page with every figure marked, instead.", dir_okay=False),
    ] = None,
) -> None:
    """Print all that is found in documents; nothing is stored.

    Example: vanban parse baocao.pdf --html trang.html
    """
    records: list[dict[str, Any]] = []
    chosen = "html" if html else chosen_format(format)

    def take(record: dict[str, Any]) -> None:
        if chosen == "jsonl":
            write_line(record)
        elif chosen == "table":
            show(views_module().document(record, lang))
        else:
            records.append(record)

    if html:
        from ..export import see_writable, whole

        see_writable(html)
    code = read_each(paths, settings_of(reference_date), take, quiet=quiet)
    if chosen == "json":
        write_json(records[0] if single(paths) else records)
    if html:
        with whole(html) as stream:
            stream.write(_page(records).encode("utf-8", "replace"))
        if not quiet:
            many = len(records) > 1
            say("note", f"{html} shows {len(records)} documents" if many else f"{html} is written")
    raise typer.Exit(code)


def _page(records: list[dict[str, Any]]) -> str:
    from ..checks import check
    from ..highlight import page
    from ..model import Parsed

    documents = [Parsed.from_dict(record) for record in records if record["status"] != "failed"]
    return page(documents, check(documents))


app.command()(ingest)


# -- asking the archive --------------------------------------------------------------------------


app.command()(status)


app.command()(search)
app.command()(figures)
app.command()(check)
app.command()(export)


@app.command()
def doctor(format: FormatOption = None, lang: LangOption = "en") -> None:
    """Show what this machine can read, and what is missing.

    Example: vanban doctor --lang vi
    """
    from ..doctor import examine

    findings = [line.to_dict() for line in examine(settings_of(None))]
    answer("doctor", findings, format, lang)


@app.command()
def train(
    labels: Annotated[Path, typer.Argument(metavar="LABELS", help="A table of labelled lines.")] = (
        Path("corpora/labels/tasks.tsv")
    ),
    out: Annotated[Path, typer.Option("--out", "-o", help="The model's folder.")] = Path(
        "models/tasks"
    ),
    seed: Annotated[int, typer.Option(help="Of folds and solver.")] = 0,
    with_reviews: Annotated[
        bool, typer.Option("--with-reviews", help="Learn from what officers decided, too.")
    ] = False,
    db: Db = DEFAULT_DB,
    format: FormatOption = None,
    lang: LangOption = "en",
) -> None:
    """Learn to label tasks from labelled lines.

    The model is written with what it scored on lines held out.

    Example: vanban train nhan.tsv --out mo-hinh
    """
    from ..classify import train as learn

    reviewed: tuple[Line, ...] = ()
    if with_reviews:
        from ..review import lines

        with open_db(db) as archive:
            reviewed = lines(archive)
    today = datetime.now().astimezone().date()
    manifest = learn(labels, out, seed=seed, made=today, reviewed=reviewed)
    if chosen_format(format) == "table":
        show(views_module().facts(manifest, lang))
    else:
        write_record(manifest, chosen_format(format))


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="FOLDER", help="Hand-checked documents.")] = (
        Path("corpora/gold")
    ),
    against: Annotated[
        Path | None,
        typer.Option("--compare", help="An earlier result, as written with --format json."),
    ] = None,
    format: FormatOption = None,
    lang: LangOption = "en",
) -> None:
    """Score this program on hand-checked documents.

    Against an earlier result, each item that is gained or lost is named.

    Example: vanban evaluate corpora/gold --compare truoc.json
    """
    from ..evaluate import compare
    from ..evaluate import evaluate as measure

    older = _read_json(against) if against else None
    result = measure(gold, settings=settings_of(None)).to_dict()
    if older:
        result["changes"] = compare(older, result)
    if chosen_format(format) == "table":
        del result["items"]
        changes = result.pop("changes", {})
        show(views_module().facts(result, lang))
        for kind, change in changes.items():
            for side, items in change.items():
                for item in items:
                    show(f"{kind} {side}: {views_module().visible(item)}")
    else:
        write_record(result, chosen_format(format))


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        remedy = "name a file written by: vanban evaluate --format json"
        raise UnreadableInputError(f"{path} cannot be read: {error}", remedy=remedy) from error
