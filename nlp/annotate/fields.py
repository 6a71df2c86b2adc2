"""Plans that say who does what in fields or in a table, not in sentences.

    - Thời gian: ngày 11/9/2026.          | TT | Nội dung | Chủ trì | Phối hợp | Thời gian |
    - Đơn vị chủ trì: Sở Y tế.            | 1  | …        | Sở Y tế | Công an  | Quý II    |
    - Đơn vị phối hợp: Công an tỉnh.

A field is a line "name: value"; fields that stand together speak of one activity, which is the
heading above them. Where their names come again they speak of several, each told by a field of its
own ("Nội dung: …"). A table is read if its head names a leader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..model import Block, Directive, Document, Span, Table, TableCell
from ..text import squeeze
from .agencies import members
from .due import Due, DueDates
from .sentences import trimmed_end

_FIELD = re.compile(r"\s*(?P<name>[^\W\d][^:.;,]{3,39}?)\s*:\s*(?P<value>\S.*)", re.DOTALL)
_LONGEST = 600  # characters of a field; a longer line is prose
_OFFICE = r"(?:(?:cơ\s+quan|đơn\s+vị|phòng|sở|ban)(?:,\s*đơn\s+vị)?\s+)"
_LEADER = re.compile(
    rf"{_OFFICE}?(?:chủ\s+trì|đầu\s+mối|thực\s+hiện\s+chính|chịu\s+trách\s+nhiệm(?:\s+chính)?)"
    rf"(?:\s+(?:thực\s+hiện|tham\s+mưu))?|{_OFFICE}(?:thực\s+hiện|tham\s+mưu)|phân\s+công\s+thực\s+hiện",
    re.IGNORECASE,
)
_PARTNER = re.compile(rf"{_OFFICE}?(?:phối\s+hợp|tham\s+gia)(?:\s+thực\s+hiện)?", re.IGNORECASE)
_TIME = re.compile(r"(?:thời\s+(?:gian|hạn|điểm)|tiến\s+độ|hạn)\b.*", re.IGNORECASE | re.DOTALL)
_WORK = re.compile(
    r"(?:(?:nội\s+dung|tên)\s+)?(?:nội\s+dung|nhiệm\s+vụ|công\s+việc|hoạt\s+động|giải\s+pháp)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_INNER = re.compile(
    rf"\s*[.;,]\s+(?P<name>{_PARTNER.pattern}|thời\s+(?:gian|hạn)(?:\s+\w+){{0,2}})\s*:\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Field:
    """A field "name: value" in a line of a plan; the value is ``flat[start:end]``.

    ``begin`` is where the name starts.
    """

    block: Block
    name: str
    begin: int
    start: int
    end: int


def read_fields(flat: str, block: Block) -> tuple[Field, ...]:
    """The fields in a block: one, or several where it names a leader and a partner or a time."""
    if block.kind not in ("item", "paragraph"):
        return ()
    match = _FIELD.fullmatch(flat, max(block.start, block.body), block.end)
    if match is None or block.end - match.start("value") > _LONGEST:
        return ()
    found = []
    name, begin, start = match["name"], match.start("name"), match.start("value")
    for inner in _INNER.finditer(flat, start, block.end):
        found.append(Field(block, name, begin, start, inner.start()))
        name, begin, start = inner["name"], inner.start("name"), inner.end()
    return (*found, Field(block, name, begin, start, block.end))


def field_directives(
    document: Document, fields: Sequence[Field], title: str | None, dates: DueDates
) -> Iterator[Directive]:
    """A directive for each leader among fields that stand together; none without a leader."""
    flat = document.flat
    activities = _activities(fields)
    for activity in activities:
        partners = [f for f in activity if _PARTNER.fullmatch(f.name)]
        times = [f for f in activity if _TIME.fullmatch(f.name)]
        due = _due(flat, [Span(f.start, f.end) for f in times], dates)
        joined = tuple(m for f in partners for m in _members(flat, f.start, f.end))
        named = next((f for f in activity if _WORK.fullmatch(f.name)), None)
        if named is not None and len(activities) > 1:
            title = squeeze(flat[named.start : trimmed_end(flat, named.start, named.end)])
        for field in activity:
            if not _is_leader(field):
                continue
            start = field.begin
            end = trimmed_end(flat, start, field.block.end)
            leaders = _members(flat, field.start, field.end)
            yield _directive(
                document,
                Span(start, end),
                title or ", ".join(leaders),
                leaders,
                joined,
                due,
                field.block.section,
            )


def _activities(fields: Sequence[Field]) -> list[list[Field]]:
    """Fields apart where a name comes again, if then both sides have a leader of their own."""
    groups: list[list[Field]] = []
    names: set[str] = set()
    for field in fields:
        name = field.name.lower()
        if not groups or name in names:
            groups.append([])
            names.clear()
        names.add(name)
        groups[-1].append(field)
    found: list[list[Field]] = []
    for group in groups:
        if found and not (any(map(_is_leader, found[-1])) and any(map(_is_leader, group))):
            found[-1] += group
        else:
            found.append(group)
    return found


def _is_leader(field: Field) -> bool:
    return _LEADER.fullmatch(field.name) is not None


def table_directives(document: Document, table: Table, dates: DueDates) -> Iterator[Directive]:
    """A directive for each row of a table whose head names the work and its leader."""
    flat = document.flat
    titles: dict[int, list[str]] = {}
    for cell in table.cells:
        if cell.row < table.header_rows:
            titles.setdefault(cell.column, []).append(flat[cell.start : cell.end])
    heads = {column: squeeze(" ".join(parts)) for column, parts in titles.items()}
    columns = {
        role: next((column for column, head in heads.items() if pattern.fullmatch(head)), None)
        for role, pattern in (
            ("work", _WORK),
            ("lead", _LEADER),
            ("join", _PARTNER),
            ("time", _TIME),
        )
    }
    if columns["work"] is None or columns["lead"] is None:
        return
    section = next((b.section for b in document.blocks if b.start <= table.start < b.end), None)
    rows: dict[int, dict[int, TableCell]] = {}
    printed: dict[tuple[int, int], list[str]] = {}  # plain text may set a cell in several lines
    for cell in table.cells:
        if cell.row >= table.header_rows:
            rows.setdefault(cell.row, {}).setdefault(cell.column, cell)
            printed.setdefault((cell.row, cell.column), []).append(flat[cell.start : cell.end])
    for row in rows.values():
        found = {role: row.get(c) for role, c in columns.items() if c is not None}
        work, lead = found["work"], found["lead"]
        if work is None or lead is None or not flat[work.start : work.end].strip():
            continue
        leaders = _members(flat, lead.start, lead.end)
        if not leaders:
            continue
        join, time = found.get("join"), found.get("time")
        start = (
            work.start
            + len(flat[work.start : work.end])
            - len(flat[work.start : work.end].lstrip())
        )
        span = Span(start, trimmed_end(flat, start, work.end))
        due = _due(flat, [Span(time.start, time.end)] if time else [], dates)
        joined = _members(flat, join.start, join.end) if join else ()
        action = squeeze(" ".join(printed[work.row, work.column]))
        action = action[: trimmed_end(action, 0, len(action))]
        yield _directive(document, span, action, leaders, joined, due, section)


def _due(flat: str, spans: Sequence[Span], dates: DueDates) -> Due:
    for span in spans:
        end = trimmed_end(flat, span.start, span.end)
        days = [m.end_date for m in dates.within(span) if m.end_date is not None]
        printed = squeeze(flat[span.start : end])
        return Due(max(days) if days else None, printed or None, dates.at(span).recurring)
    return Due()


def _members(flat: str, start: int, end: int) -> tuple[str, ...]:
    return members(flat[start : trimmed_end(flat, start, end)])


def _directive(
    document: Document,
    span: Span,
    action: str,
    leaders: tuple[str, ...],
    joined: tuple[str, ...],
    due: Due,
    section: str | None,
) -> Directive:
    return Directive(
        id="",
        text=document.text[span.start : span.end],
        start=span.start,
        end=span.end,
        action=action,
        modality="plan",
        issuer=document.header.issuer,
        assignees=leaders,
        collaborators=joined,
        deadline=due.day,
        deadline_text=due.text,
        recurring=due.recurring,
        section=section,
        rule="field",
    )
