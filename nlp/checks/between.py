"""Documents -> what does not agree between them, however many there are and in whatever order.

A document leaves traces: facts, sentences, citations, its own letterhead. Traces that share a key
are a group, and every finding comes out of one group. So a new document changes the findings of its
own keys only: an archive keeps the packed traces and judges again the groups that were touched.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..model import Finding, Parsed
from . import copies, lineage, parts, series
from .cited import Cited, Paper, judge_dated, judge_numbered, papers_of
from .copies import Draft
from .facts import Fact, facts_of, glance
from .keys import Key, group, is_paired, kind_of
from .lineage import Claim
from .reports import Report, report_of

Item = Fact | Draft | Paper | Cited | Claim
_NAMES: dict[type[Item], str] = {
    Fact: "fact", Draft: "draft", Paper: "paper", Cited: "cited", Claim: "claim",
}  # fmt: skip
_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Left(NamedTuple):
    """What a document leaves, as plain values that can be sent and stored.

    ``lines``: JSON, a line for the report that it is, then one for each trace; ``keys``: group,
    number of the line and role.
    """

    lines: str
    keys: Sequence[tuple[int, int, int]]


@dataclass(frozen=True, slots=True)
class Trace:
    """What one thing in a document may contradict: the groups it lies in."""

    keys: tuple[Key, ...]
    item: Item

    def packed(self) -> list[Any]:
        """The item as JSON can keep it."""
        return [_NAMES[type(self.item)], self.item.packed()]


def left_by(parsed: Parsed) -> Left:
    """What a document leaves for the checks, found where it is read or where it is stored."""
    report, found = traces(parsed)
    lines = [_written(report.packed()), *(_written(trace.packed()) for trace in found)]
    keys = [(k.group, at, k.role) for at, trace in enumerate(found, 1) for k in trace.keys]
    return Left("\n".join(lines), keys)


class Packed:
    """Some of what a document left, by the numbers of its lines; unpacked when it is asked for."""

    def __init__(self, lines: str, wanted: Iterable[int]) -> None:
        numbers, written = tuple(wanted), lines.split("\n")
        packed, *records = json.loads(f"[{','.join([written[n] for n in (0, *numbers)])}]")
        self.report = Report.unpacked(packed)
        self._records: dict[int, list[Any]] = dict(zip(numbers, records, strict=True))
        self._items: dict[int, Item] = {}

    @property
    def numbers(self) -> Sequence[int]:
        """Of the lines."""
        return tuple(self._records)

    def record(self, number: int) -> Sequence[Any]:
        """What a trace is packed as, without its name."""
        record: Sequence[Any] = self._records[number][1]
        return record

    def item(self, number: int) -> Item:
        """A trace's item."""
        if number not in self._items:
            name, record = self._records[number]
            self._items[number] = _unpacked(name, record, self.report)
        return self._items[number]


def _unpacked(name: str, packed: Sequence[Any], report: Report) -> Item:
    if name == "fact":
        return Fact.unpacked(packed, report)
    if name == "draft":
        return Draft.unpacked(packed, report)
    if name == "claim":
        return Claim.unpacked(packed)
    return Paper.unpacked(packed) if name == "paper" else Cited.unpacked(packed)


def traces(parsed: Parsed) -> tuple[Report, list[Trace]]:
    """The report that a document is, and all that it leaves for the checks."""
    report = report_of(parsed)
    facts = facts_of(parsed, report)
    found = [Trace((*series.keys_of(f), *parts.keys_of(f)), f) for f in facts]
    draft = copies.draft_of(parsed, report)
    if draft is not None:
        found.append(Trace(tuple(copies.keys_of(draft)), draft))
    found += (Trace(keys, item) for keys, item in papers_of(parsed))
    found += (Trace(keys, item) for keys, item in lineage.claims_of(parsed, report))
    return report, found


def adopted(lines: str, parent: str) -> Iterator[tuple[int, int]]:
    """The groups that a document joins in role 1 once it is known where its place lies.

    With the numbers of the lines.
    """
    packed = Packed(lines, range(1, lines.count("\n") + 1))
    for number in packed.numbers:
        item = packed.item(number)
        if isinstance(item, Fact):
            yield from ((key.group, number) for key in lineage.adopted(item, parent))


def speaks(key: int, members: Iterable[tuple[int, object]]) -> bool:
    """Whether a group may have findings: its members' roles, and the documents they are of."""
    roles, documents = map(set, zip(*members, strict=True))
    return len(documents) > 1 and (len(roles) > 1 or not is_paired(key))


def loud(key: int, members: Sequence[tuple[int, int, Sequence[Any]]]) -> Sequence[int]:
    """Which members of a group may make a finding, by their place among them.

    Args:
        key: the group's.
        members: the role, the document and the packed item of each. Most groups are quiet at a
            glance: it spares them from being unpacked.
    """
    kind = kind_of(key)
    if kind == "series":
        return series.loud_series([(of, glance(record)) for _, of, record in members])
    if kind == "within":
        return parts.loud_within([(role, of, glance(record)) for role, of, record in members])
    return range(len(members))


def judge(
    key: int, members: Iterable[tuple[int, Item]], text_of: Callable[[str], str]
) -> Iterator[Finding]:
    """The findings of a group.

    Args:
        key: the group's.
        members: the role and the item of each trace; their order does not matter.
        text_of: the text of a document by its id.
    """
    roles: tuple[list[Any], list[Any]] = ([], [])
    for role, item in members:
        roles[role].append(item)
    kind = kind_of(key)
    if kind == "series":
        yield from series.judge_series(roles[0])
    elif kind == "within":
        yield from parts.judge_within(*roles)
    elif kind == "copies":
        yield from copies.judge_copies(*roles, text_of)
    elif kind == "dated":
        yield from judge_dated(*roles)
    elif kind == "numbered":
        yield from judge_numbered(*roles)


def reports_agree(documents: Iterable[Parsed], /) -> Iterator[Finding]:
    """What does not agree between documents, those of the first reports first."""
    texts: dict[str, str] = {}
    orders: dict[str, tuple[str, str]] = {}
    groups: dict[int, list[tuple[int, str, Item]]] = {}
    orphans: dict[str, list[tuple[str, list[Trace]]]] = {}
    for parsed in documents:
        if parsed.id in texts:
            continue
        report, left = traces(parsed)
        texts[report.id], orders[report.id] = parsed.text, report.order
        for trace in left:
            for key, role in trace.keys:
                groups.setdefault(key, []).append((role, report.id, trace.item))
        if not report.parent:
            orphans.setdefault(report.place, []).append((report.id, left))
    for place, reports in orphans.items():
        claims = groups.get(group("lineage", place), ())
        parent = lineage.parent_of(item for _, _, item in claims if isinstance(item, Claim))
        for document, left in reports:
            for item in (trace.item for trace in left):
                if isinstance(item, Fact):
                    for key, role in lineage.adopted(item, parent):
                        groups.setdefault(key, []).append((role, document, item))
    found = [
        finding
        for key, members in groups.items()
        if speaks(key, ((role, document) for role, document, _ in members))
        for finding in judge(key, ((role, item) for role, _, item in members), texts.__getitem__)
    ]
    yield from sorted(found, key=lambda f: _order(f, orders))


def _order(finding: Finding, orders: dict[str, tuple[str, str]]) -> tuple[object, ...]:
    latest = max(finding.evidence, key=lambda q: (orders[q.document], q.start))
    return (orders[latest.document], latest.start, finding.id)
