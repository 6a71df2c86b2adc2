"""What the archive gives back: rows of plain values with the document they come from."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, FromClause, Label, Select, and_, case, func, literal, select

from .tables import (
    citations,
    dates,
    directives,
    documents,
    figures,
    files,
    findings,
    relations,
    tasks,
)

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]


class Rows(tuple[Row, ...]):
    """An answer of the archive: a tuple of dicts that all have the same keys.

    Values are plain: str, int, float, bool, None, lists and dicts; days are ISO strings.

    >>> rows = Rows([{"text": "276 đơn", "value": 276}, {"text": "66 đơn", "value": 66}])
    >>> rows[0]["value"], len(rows)
    (276, 2)
    """

    __slots__ = ()

    def to_frame(self) -> pd.DataFrame:
        """The rows as a pandas frame, one column a key, in order; no rows: an empty frame.

        >>> rows.to_frame()["value"].sum().item()
        342
        """
        import pandas as pd

        return pd.DataFrame.from_records(list(self))


def _ref(record_id: ColumnElement[str]) -> ColumnElement[str]:
    """An id that holds in the whole archive and survives a second reading: "1f0c9a77b2d4:t3"."""
    return func.substr(documents.c.sha256, 1, 12) + literal(":") + record_id


_DAY = case((documents.c.date_start == documents.c.date_end, documents.c.date_start))
# The columns that say which document a row is from.
WHERE_FROM: tuple[Label[Any], ...] = (
    (literal("sha256:") + documents.c.sha256).label("document"),
    documents.c.path.label("path"),
    documents.c.code.label("document_code"),
    documents.c.type.label("document_type"),
    documents.c.issuer.label("document_issuer"),
    _DAY.label("document_date"),
)


def _named(table: FromClause, *names: str) -> tuple[Label[Any], ...]:
    return tuple(table.c[name].label(name) for name in names)


def _count(table: FromClause) -> ColumnElement[int]:
    owned = select(func.count()).select_from(table).where(table.c.document == documents.c.id)
    return owned.scalar_subquery()


# The columns of each kind of row, in the order they are shown and exported.
COLUMNS: Mapping[str, tuple[Label[Any], ...]] = types.MappingProxyType(
    {
        "documents": (
            *WHERE_FROM,
            *_named(documents, "status", "subject", "place", "signer"),
            *_named(documents, "media_type", "reader", "ocr", "pages", "size", "parsed_at"),
            *(
                _count(t).label(t.name)
                for t in (figures, relations, dates, citations, directives, tasks, findings)
            ),
        ),
        "figures": (
            _ref(figures.c.record_id).label("id"),
            *_named(figures, "indicator", "value", "unit", "text", "kind", "value_max"),
            *_named(figures, "numerator", "denominator", "change", "baseline", "approx"),
            figures.c.period_name.label("period"),
            *_named(figures, "period_start", "period_end", "place", "section"),
            *_named(figures, "start", "end", "page", "boxes", "rule", "confidence"),
            *WHERE_FROM,
        ),
        "directives": (
            _ref(directives.c.record_id).label("id"),
            *_named(directives, "text", "action", "modality"),
            func.coalesce(directives.c.issuer, documents.c.issuer).label("issuer"),
            *_named(directives, "assignees", "collaborators", "deadline", "deadline_text"),
            *_named(directives, "recurring", "report_to", "labels", "citations", "section"),
            *_named(directives, "start", "end", "rule", "confidence"),
            *WHERE_FROM,
        ),
        "tasks": (
            _ref(tasks.c.record_id).label("id"),
            *_named(tasks, "text", "labels", "status"),
            directives.c.assignees.label("owners"),
            *_named(directives, "deadline", "deadline_text"),
            *_named(tasks, "scores", "abstained", "reasons", "section", "start", "end", "rule"),
            _ref(tasks.c.directive).label("directive"),
            *WHERE_FROM,
        ),
        "findings": (
            _ref(findings.c.record_id).label("id"),
            *_named(findings, "code", "level", "outcome", "message", "message_vi", "scope"),
            *_named(findings, "reported", "expected", "steps", "evidence"),
            *WHERE_FROM,
        ),
        "relations": (
            _ref(relations.c.record_id).label("id"),
            *_named(relations, "type", "holds", "outcome", "total", "parts", "part", "whole"),
            *_named(relations, "ratio", "percent", "current", "previous", "change"),
            *_named(relations, "change_abs", "change_percent", "a", "b", "cue"),
            *_named(relations, "expected", "reported", "steps", "note", "confidence"),
            *WHERE_FROM,
        ),
        "dates": (
            *_named(dates, "text", "start_date", "end_date", "kind", "name", "start", "end"),
            *WHERE_FROM,
        ),
        "citations": (
            *_named(citations, "text", "number", "symbol", "type", "date", "issuer", "title"),
            *_named(citations, "article", "kind", "role", "target", "start", "end"),
            *WHERE_FROM,
        ),
        "files": (
            *_named(files, "path", "status", "code", "message", "remedy", "seconds", "finished_at"),
        ),
    }
)

# Where the columns come from: each fact beside its document, each task beside its directive.
SOURCES: Mapping[str, FromClause] = types.MappingProxyType(
    {
        "documents": documents,
        "files": files,
        "tasks": tasks.join(documents, documents.c.id == tasks.c.document).outerjoin(
            directives,
            and_(
                directives.c.document == tasks.c.document,
                directives.c.record_id == tasks.c.directive,
            ),
        ),
        **{
            t.name: t.join(documents, documents.c.id == t.c.document)
            for t in (figures, directives, findings, relations, dates, citations)
        },
    }
)
KINDS = tuple(COLUMNS)


def rows_of(kind: str) -> Select[Any]:
    """All rows of a kind."""
    return select(*COLUMNS[kind]).select_from(SOURCES[kind])


def as_rows(found: Iterable[Mapping[Any, Any]]) -> Rows:
    """Rows out of what the database gives: whole numbers as int, JSON as it is."""
    return Rows(as_row(row) for row in found)


def as_row(found: Mapping[Any, Any]) -> Row:
    return {
        key: int(value) if isinstance(value, float) and value.is_integer() else value
        for key, value in found.items()
    }
