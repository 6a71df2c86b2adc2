"""Facts -> Findings: what adds up and what does not, within a document and between documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from ..model import Finding, Parsed
from .between import reports_agree
from .findings import findings

__all__ = ["CHECKS", "Check", "check", "relations_hold", "reports_agree"]


class Check(Protocol):
    """A check looks at documents and yields findings; the built-in ones are ``CHECKS``."""

    def __call__(self, documents: Sequence[Parsed], /) -> Iterator[Finding]: ...


def relations_hold(documents: Sequence[Parsed], /) -> Iterator[Finding]:
    """Each document's own arithmetic."""
    for parsed in documents:
        yield from findings(parsed)


CHECKS: tuple[Check, ...] = (relations_hold, reports_agree)


def check(
    documents: Parsed | Iterable[Parsed], *, checks: Sequence[Check] = CHECKS
) -> list[Finding]:
    """The findings of one or many parsed documents, a document's own in reading order.

    >>> from nlp import parse
    >>> parsed = parse("Xã tiếp nhận 276 đơn, gồm 212 đơn khiếu nại và 66 đơn kiến nghị.")
    >>> [(finding.code, finding.level, finding.reported) for finding in check(parsed)]
    [('sum_mismatch', 'error', '276 đơn')]
    """
    given = (documents,) if isinstance(documents, Parsed) else tuple(documents)
    return [finding for one in checks for finding in one(given)]
