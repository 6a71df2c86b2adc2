"""``vanban tasks`` and ``vanban review``: tasks followed, and what people decide of them."""

from __future__ import annotations

import getpass
import os
import select
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup

from ..errors import UsageError
from .console import (
    DAY,
    DEFAULT_DB,
    Db,
    DueBefore,
    FileFormat,
    Format,
    FormatOption,
    LabelOption,
    LangOption,
    Words,
    answer,
    chosen_format,
    day_of,
    open_db,
    say,
    show,
    stands_alone,
    views_module,
    write_record,
)

if TYPE_CHECKING:
    from ..archive import Archive
    from ..messages import Language

tasks_app = typer.Typer(cls=TyperGroup, invoke_without_command=True, rich_markup_mode=None)
review_app = typer.Typer(cls=TyperGroup, invoke_without_command=True, rich_markup_mode=None)

MANY = 500  # documents through which tasks are not followed in a few seconds
PATIENCE = 2.0  # seconds to wait for an answer that does not come from a terminal
StateOption = Annotated[
    str | None,
    typer.Option(help="on_track, overdue, not_done, …; done, open, late; or the official words."),
]
On = Annotated[
    datetime | None, typer.Option("--on", **DAY, help="As of this day. [default: today]")
]
Ref = Annotated[str, typer.Argument(metavar="ID", help="As listed by: vanban tasks")]
Labels = Annotated[Path, typer.Option(help="The table of labelled lines to add to.")]


@tasks_app.callback()
def tasks(
    ctx: typer.Context,
    db: Db = DEFAULT_DB,
    state: StateOption = None,
    label: LabelOption = None,
    owner: Words = None,
    due_before: DueBefore = None,
    on: On = None,
    format: FormatOption = None,
    lang: LangOption = "en",
) -> None:
    """Tasks followed from the letter that gives them to the report that closes them."""
    if stands_alone(ctx):
        with open_db(db) as archive:
            _follow(archive, lang)
            rows = archive.tasks(
                state=state, label=label, owner=owner, due_before=day_of(due_before), on=day_of(on)
            )
        answer("followed", rows, format, lang)


@tasks_app.command("show")
def show_task(
    ref: Ref,
    db: Db = DEFAULT_DB,
    on: On = None,
    format: FormatOption = None,
    lang: LangOption = "en",
) -> None:
    """Show who gave a task to whom, and what became of it.

    What each document since says of it, and what officers decided.

    Example: vanban tasks show ID --db kho.db
    """
    with open_db(db) as archive:
        _follow(archive, lang)
        row = archive.task(ref, on=day_of(on))
    if chosen_format(format) == "table":
        show(views_module().timeline(row, lang))
    else:
        write_record(row, chosen_format(format))


@tasks_app.command("export")
def export_tasks(
    db: Db = DEFAULT_DB,
    state: StateOption = None,
    label: LabelOption = None,
    owner: Words = None,
    due_before: DueBefore = None,
    on: On = None,
    format: Annotated[FileFormat, typer.Option()] = "xlsx",
    out: Annotated[Path | None, typer.Option("--out", "-o", help="[default: stdout]")] = None,
    lang: LangOption = "en",
) -> None:
    """Write the follow-up sheet that offices keep.

    It is in Vietnamese, and no cell of it runs as a formula.

    Example: vanban tasks export --out theo-doi.xlsx --db kho.db
    """
    from ..export import see_writable
    from ..export.followup import write_follow_up

    see_writable(out)
    if out is None and format in {"xlsx", "parquet"} and sys.stdout.isatty():
        raise UsageError(f"{format} is not for a terminal", remedy=f"add --out tasks.{format}")
    day = day_of(on) or datetime.now().astimezone().date()
    with open_db(db) as archive:
        _follow(archive, lang)
        rows = archive.tasks(
            state=state, label=label, owner=owner, due_before=day_of(due_before), on=day
        )
    write_follow_up(rows, format, out or sys.stdout.buffer, on=day)


def _follow(archive: Archive, lang: Language) -> None:
    """Link what is new, and say so first where it takes more than a few seconds."""

    def begin(documents: int) -> None:
        if documents >= MANY:
            say("note", views_module().word("following", lang).format(documents=documents))

    archive.tracking.refresh(begin=begin)


# -- review --------------------------------------------------------------------------------------


@review_app.callback()
def review(
    ctx: typer.Context,
    db: Db = DEFAULT_DB,
    who: Annotated[
        str | None, typer.Option(help="Your name, for the record. [default: this user]")
    ] = None,
    format: Annotated[
        Format | None, typer.Option("--format", help="Only list what waits; ask nothing.")
    ] = None,
    lang: LangOption = "en",
) -> None:
    """Step through reports that propose to close a task, doubtful links and doubtful labels."""
    if not stands_alone(ctx):
        return
    from ..review import Session, queue, sit

    views = views_module()
    answers = _answers()

    def ask(question: str) -> str | None:
        if sys.stdin.isatty():
            show(views.word(f"ask_{question}", lang))
        return next(answers, None)

    with open_db(db) as archive:
        _follow(archive, lang)
        items = queue(archive)
        if format:
            answer("reviews", [item.to_row() for item in items], format, lang)
            return
        decided = sit(
            Session(archive, who=who or getpass.getuser()),
            items,
            show=lambda item, number, total: show(views.review(item, number, total, lang)),
            ask=ask,
            tell=lambda words: say("note", views.word(f"ask_{words}", lang)),
        )
        left = len(queue(archive))
    over = views.word("review_over" if left else "review_done", lang)
    say("note", over.format(decided=decided, left=left))


@review_app.command("export")
def export_reviews(
    db: Db = DEFAULT_DB,
    labels: Labels = Path("corpora/labels/tasks.tsv"),
    lang: LangOption = "en",
) -> None:
    """Add decided labels to a table of labelled lines.

    Example: vanban review export --db kho.db --labels nhan.tsv
    """
    from ..review import export

    with open_db(db) as archive:
        added = export(archive, labels)
    say("note", views_module().word("review_exported", lang).format(added=added, path=labels))


def _answers() -> Iterator[str]:
    """Lines of stdin; where that is no terminal, only as long as they come at once."""
    if sys.stdin is None or sys.stdin.closed:
        return
    if sys.stdin.isatty():
        yield from sys.stdin
        return
    pending = b""
    try:
        descriptor = sys.stdin.fileno()
    except (OSError, ValueError):  # something else stands in for it
        return
    while select.select([descriptor], [], [], PATIENCE)[0]:
        read = os.read(descriptor, 4096)
        *lines, pending = (pending + read).split(b"\n")
        yield from (line.decode("utf-8", "replace") for line in lines)
        if not read:
            break
    if pending:
        yield pending.decode("utf-8", "replace")
