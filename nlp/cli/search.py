"""``vanban search``: words -> directives, documents or figures, best first; and how many there are.

Rows go to stdout; that another query was answered, what else was searched for and how many hits
there are goes to stderr.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import typer

from .console import (
    DAY,
    DEFAULT_DB,
    Db,
    DueBefore,
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
    views_module,
    write_record,
)
from .tasks import StateOption

Searched = Literal["directives", "documents", "figures"]


def search(
    query: Annotated[str, typer.Argument(metavar="QUERY", help='Words, "a phrase", or a code.')],
    db: Db = DEFAULT_DB,
    in_: Annotated[Searched, typer.Option("--in", help="What to look for.")] = "directives",
    label: LabelOption = None,
    issuer: Words = None,
    assignee: Words = None,
    place: Words = None,
    type: Annotated[str | None, typer.Option(help="Of the document: CV, BC, QĐ …")] = None,
    state: StateOption = None,
    due_after: Annotated[
        datetime | None, typer.Option(**DAY, help="Deadline that day or later.")
    ] = None,
    due_before: DueBefore = None,
    from_: Annotated[
        datetime | None, typer.Option("--from", **DAY, help="Document of that day or later.")
    ] = None,
    to: Annotated[datetime | None, typer.Option(**DAY, help="… of that day or earlier.")] = None,
    topic: Annotated[
        bool, typer.Option("--topic", help="Search for other words of the same topic, too.")
    ] = False,
    facets: Annotated[
        bool | None,
        typer.Option(
            "--facets/--no-facets",
            help="How many hits each label, issuer, … has; below a table unless told otherwise, "
            "or alone as a record.",
            show_default=False,
        ),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="So many rows at most.")] = 50,
    format: FormatOption = None,
    lang: LangOption = "en",
) -> None:
    """Find directives, documents or figures, the best first.

    Accents may be left out, and the last word may be the beginning of one. Filters work without
    words, too: vanban search "" --assignee "Thanh tra".

    Example: vanban search "tuyen truyen" --label propaganda --db kho.db
    """
    chosen = chosen_format(format)
    counted = chosen == "table" if facets is None else facets
    with open_db(db) as archive:
        hits = archive.search(
            query, in_=in_, label=label, issuer=issuer, assignee=assignee, place=place, type=type,
            state=state, due_after=day_of(due_after), due_before=day_of(due_before),
            from_=day_of(from_), to=day_of(to), topic=topic, facets=counted, limit=limit,
        )  # fmt: skip
    views = views_module()
    if hits.instead:
        say("note", views.word("search_instead", lang).format(typed=query, shown=hits.instead))
    if hits.also:
        say("note", views.word("search_also", lang).format(words=", ".join(hits.also)))
    if hits.more or hits.total > len(hits):
        told = "search_at_least" if hits.more else "search_total"
        say("note", views.word(told, lang).format(shown=len(hits), total=hits.total))
    if chosen == "table" or not counted:
        answer(in_, hits, format, lang)
    if counted and chosen == "table":
        show(views.facets(hits.facets, lang))
    elif counted:
        told_of = {"total": hits.total, "more": hits.more, "facets": hits.facets}
        write_record(told_of, chosen)
