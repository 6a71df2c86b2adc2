"""``vanban search``: words -> directives, documents or figures, best first."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import typer

from .console import (
    DAY,
    DEFAULT_DB,
    Day,
    Db,
    FormatOption,
    LabelOption,
    LangOption,
    Words,
    answer,
    day_of,
    open_db,
)

Searched = Literal["directives", "documents", "figures"]


def search(
    query: Annotated[str, typer.Argument(metavar="QUERY", help='Words, "a phrase", or a code.')],
    db: Db = DEFAULT_DB,
    in_: Annotated[Searched, typer.Option("--in", help="What to look for.")] = "directives",
    label: LabelOption = None,
    issuer: Words = None,
    assignee: Words = None,
    due_before: Day = None,
    from_: Annotated[datetime | None, typer.Option("--from", **DAY)] = None,
    to: Day = None,
    limit: Annotated[int, typer.Option(min=1)] = 50,
    format: FormatOption = None,
    lang: LangOption = "en",
) -> None:
    """Directives, documents or figures that speak of something, best first."""
    with open_db(db) as archive:
        rows = archive.search(
            query, in_=in_, label=label, issuer=issuer, assignee=assignee,
            due_before=day_of(due_before), from_=day_of(from_), to=day_of(to), limit=limit,
        )  # fmt: skip
    answer(in_, rows, format, lang)
