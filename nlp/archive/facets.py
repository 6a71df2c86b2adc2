"""Rows -> how many have each label, issuer, assignee, place, type and state.

A name is one whatever its capitals and marks; it is shown as it is written most often.
"""

from __future__ import annotations

import types
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from ..text import fold, squeeze
from .tables import directives, documents, figures

MOST = 10  # values of a facet

Facets = Mapping[str, tuple[tuple[str, int], ...]]  # of each facet its values, the most first

_OF_ANY = (documents.c.issuer.label("issuer"), documents.c.place.label("place"))
_TYPE = documents.c.type.label("type")
# What is counted of each kind of row.
FACETS: Mapping[str, tuple[sa.ColumnElement[Any], ...]] = types.MappingProxyType(
    {
        "documents": (*_OF_ANY, _TYPE),
        "figures": (
            documents.c.issuer.label("issuer"),
            sa.func.coalesce(figures.c.place, documents.c.place).label("place"),
            _TYPE,
        ),
        "directives": (
            directives.c.labels.label("label"),
            sa.func.coalesce(directives.c.issuer, documents.c.issuer).label("issuer"),
            directives.c.assignees.label("assignee"),
            documents.c.place.label("place"),
            _TYPE,
        ),
    }
)


def count(kind: str, rows: Iterable[Mapping[Any, Any]]) -> Facets:
    """How many rows have each value; one that has several counts for each."""
    names = [column.name for column in FACETS.get(kind, ())] or ["state"]
    found: dict[str, Counter[str]] = {name: Counter() for name in names}
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for name in names:
            value = row[name]
            values = (value,) if isinstance(value, str) else value or ()
            keys = {fold(squeeze(one)): one for one in values}
            found[name].update(keys.keys())
            for key, one in keys.items():
                written[key][one] += 1
    return {
        name: tuple(
            (_usual(written[key]), number)
            for key, number in sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:MOST]
        )
        for name, counted in found.items()
        if counted
    }


def _usual(spellings: Counter[str]) -> str:
    return min(spellings, key=lambda one: (-spellings[one], one))
