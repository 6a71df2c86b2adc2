"""Rows -> how many have each label, issuer, assignee, place, type and state.

A name is one whatever its capitals, marks and abbreviations; it is shown as it is written most
often.
"""

from __future__ import annotations

import types
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from ..annotate.agencies import spelled_out
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


def count(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Facets:
    """How many rows have each value of each column; one that has several counts for each."""
    facets = {}
    for name, column in zip(names, zip(*rows, strict=True), strict=False):
        values = (v for v in column if v)
        each = (one for v in values for one in ((v,) if isinstance(v, str) else dict.fromkeys(v)))
        found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        for written, times in Counter(each).items():
            found[" ".join(spelled_out(written))].append((times, written))
        if found:
            summed = sorted((-sum(n for n, _ in ways), key) for key, ways in found.items())
            facets[name] = tuple(
                (max(found[key], key=lambda way: (way[0], way[1]))[1], -number)
                for number, key in summed[:MOST]
            )
    return facets
