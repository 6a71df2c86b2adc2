"""Findings between the reports of an archive, as rows like those within each document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..checks import reports_agree
from ..model import Parsed
from .rows import COLUMNS, Row

_KEYS = tuple(column.name for column in COLUMNS["findings"])


def rows_between(documents: Iterable[Parsed], known: Mapping[str, Row]) -> Iterator[Row]:
    """What does not agree between documents, each row with the document that is quoted first.

    Args:
        documents: all of the archive's; they are held in memory together.
        known: the columns that say which document a row is from, by its id.
    """
    for finding in reports_agree(tuple(documents)):
        record = finding.to_dict()
        origin = known[record["evidence"][0]["document"]]
        yield {key: origin[key] if key in origin else record[key] for key in _KEYS}
