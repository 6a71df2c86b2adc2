"""What an answer is narrowed to: words for the full-text index, and exact days beside them.

Of each indexed row the index holds made-up words, ``tags``, that say what it is: "lpetition" of
its topic, "tcv" of its document's type, "n57 cubnd cnc c" of its code, "iubnd ixa" of who issued
it, "athanh atra" of who is to act, "phoa" of the place, "y2024 m202405" of its document's date,
"d2024 e202405" of its deadline.
So a filter is one more word to hold, as quick as any other, however many rows the other words find.
Years and months only narrow; the days themselves are compared in the rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from ..annotate.agencies import spelled_out
from ..errors import UsageError
from ..text import fold
from .fulltext import Phrase, Term, words_of
from .rows import SOURCES
from .tables import directives, documents, figures

OF_DIRECTIVES = ("label", "assignee", "state", "due_after", "due_before")
_MONTHS = 24  # a longer span is narrowed by years only
_YEAR = timedelta(days=366)
_NEVER = (("never",),)  # a tag that no row has: a name of no word names nobody


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What is asked for beside the words; None: anything. Names need only hold the given words."""

    label: str | None = None
    issuer: str | None = None
    assignee: str | None = None
    place: str | None = None
    type: str | None = None
    state: frozenset[str] | None = None  # of the task; not in the index: it changes by the day
    from_: date | None = None
    to: date | None = None
    due_after: date | None = None
    due_before: date | None = None

    def fit(self, kind: str) -> None:
        """See that rows of a kind have what is asked for.

        Raises:
            UsageError: they have not.
        """
        given = [f.name for f in fields(self) if getattr(self, f.name) is not None]
        wrong = [name for name in given if name in OF_DIRECTIVES]
        if kind != "directives" and wrong:
            raise UsageError(
                f"{', '.join(wrong)}: of directives, not of {kind}",
                remedy="search in directives, or leave the filter out",
            )

    def terms(self, connection: sa.Connection) -> list[Term]:
        """The words that narrow."""
        terms = [
            Term("tags", (_tag(letter, spelled_out(words)),) if words_of(words) else _NEVER)
            for letter, words in (("i", self.issuer), ("a", self.assignee), ("p", self.place))
            if words is not None
        ]
        if self.label is not None:
            terms.append(Term("tags", ((f"l{_plain(self.label)}",),)))
        if self.type is not None:
            terms.append(Term("tags", ((of_type(self.type),),)))
        for letters, column, first, last in (
            ("ym", documents.c.date_start, self.from_, self.to),
            ("de", directives.c.deadline, self.due_after, self.due_before),
        ):
            if first or last:
                terms.append(Term("tags", _span(connection, letters, column, first, last)))
        return terms

    @property
    def narrow(self) -> bool:
        """Whether there is any that the index knows of."""
        return any(getattr(self, f.name) is not None for f in fields(self) if f.name != "state")

    def latest(self, connection: sa.Connection, number: int) -> Filters:
        """The same among so many of the latest documents; days that are wrong are as few."""
        dated = sa.select(documents.c.date_start).where(documents.c.date_start.is_not(None))
        if self.to:
            dated = dated.where(documents.c.date_start <= self.to.isoformat())
        latest = dated.order_by(documents.c.date_start.desc()).offset(number).limit(1)
        first = connection.scalar(latest)
        if first is None or (self.from_ and self.from_.isoformat() >= first):
            return self
        return replace(self, from_=date.fromisoformat(first))

    def days(self) -> list[sa.ColumnElement[bool]]:
        """What the rows must say to the day."""
        compared = (
            (documents.c.date_end, self.from_, ">="),
            (documents.c.date_start, self.to, "<="),
            (directives.c.deadline, self.due_after, ">="),
            (directives.c.deadline, self.due_before, "<="),
        )
        return [
            column.op(sign, return_type=sa.Boolean())(day.isoformat())
            for column, day, sign in compared
            if day is not None
        ]


# -- the tags of a row ---------------------------------------------------------------------------

END = "c"  # of a code
_OF_DOCUMENT = ("issuer", "place", "type", "code_key", "date_start", "date_end")
_OWN: Mapping[str, tuple[sa.Column[Any], ...]] = {
    "documents": (),
    "directives": tuple(
        directives.c[n] for n in ("labels", "issuer", "assignees", "deadline")
    ),
    "figures": (figures.c.place,),
}  # fmt: skip


def with_tags(kind: str, *columns: sa.Column[Any]) -> sa.Select[Any]:
    """Rows of a kind with all that their tags are made of."""
    of_document = (documents.c[name].label(f"document_{name}") for name in _OF_DOCUMENT)
    return sa.select(*columns, *_OWN[kind], *of_document).select_from(SOURCES[kind])


def beside(row: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    """A row that is about to be stored, as ``with_tags`` would give it."""
    return {**row, **{f"document_{name}": document[name] for name in _OF_DOCUMENT}}


def tags(kind: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    """The made-up words of a row that ``with_tags`` or ``beside`` gives."""
    made = list(_of_document(*(row[f"document_{name}"] for name in _OF_DOCUMENT)))
    if kind == "figures":
        made += _names("p", row["place"])
    if kind == "directives":
        made += _names("i", row["issuer"])
        made += (tag for name in row["assignees"] for tag in _names("a", name))
        made += (f"l{_plain(label)}" for label in row["labels"])
        made += _months("de", row["deadline"], row["deadline"])
    return tuple(made)


@lru_cache(64)  # all rows of a document come one after the other
def _of_document(
    issuer: str | None,
    place: str | None,
    kind: str | None,
    code: str | None,
    first: str | None,
    last: str | None,
) -> Phrase:
    named = (*_names("i", issuer), *_names("p", place))
    typed = (of_type(kind),) if kind else ()
    return (*named, *typed, *((*of_code(code), END) if code else ()), *_months("ym", first, last))


def of_code(key: str) -> Phrase:
    """The tags of a code in one spelling: "57-ubnd-nc" -> n57 cubnd cnc; ``END`` follows."""
    number, *parts = words_of(key) or ("",)
    return (f"n{number}", *_tag("c", tuple(parts)))


def of_type(code: str) -> str:
    """The tag of a kind of document."""
    return f"t{_plain(code)}"


def _names(letter: str, name: str | None) -> Phrase:
    """A name's words; the letter alone keeps it apart from the name before it."""
    return (letter, *_tag(letter, spelled_out(name))) if name else ()


def _tag(letter: str, words: Phrase) -> Phrase:
    return tuple(letter + word for word in words)


def _plain(code: str) -> str:
    return "".join(words_of(fold(code))) or "none"


def _months(letters: str, first: str | None, last: str | None) -> Iterator[str]:
    if first and last:
        yield from _covered(letters, date.fromisoformat(first), date.fromisoformat(last))


def _covered(letters: str, first: date, last: date) -> Iterator[str]:
    """The years and months of a span: ("ym", …) -> y2024 m202405 m202406."""
    year, month = letters[0], letters[1]
    yield from (f"{year}{number}" for number in range(first.year, last.year + 1))
    span = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    yield from (f"{month}{n // 12}{n % 12 + 1:02}" for n in span)


def _span(
    connection: sa.Connection,
    letters: str,
    column: sa.Column[Any],
    first: date | None,
    last: date | None,
) -> tuple[Phrase, ...]:
    """The tags of a span of days that may be open: the archive's own first or last day ends it."""
    if first is None or last is None:
        ends = (sa.select(end(column)).scalar_subquery() for end in (sa.func.min, sa.func.max))
        held = [
            date.fromisoformat(day) for day in connection.execute(sa.select(*ends)).one() if day
        ]
        if not held:
            return _NEVER
        first = first or held[0]
        last = last or max(held[-1], first) + _YEAR  # a document's date may be a whole year
    if first > last:
        return _NEVER
    made = list(_covered(letters, first, last))
    months = [tag for tag in made if tag[0] == letters[1]]
    chosen = months if len(months) <= _MONTHS else [t for t in made if t[0] == letters[0]]
    return tuple((tag,) for tag in chosen)
