"""Rows -> the letterhead: issuer, number, place, date, kind, subject, addressees, urgency, secrecy.

A text without any piece of a letterhead before its body has none, and nothing is made up for it.

Sources: Nghị định 30/2020/NĐ-CP, phụ lục I; Hướng dẫn 36-HD/VPTW for Party documents.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ..model import BlockKind, Evidence, Letterhead
from ..text import fold
from . import names
from .layout import Row
from .marks import list_mark
from .pieces import REACH, State, scan, title_pattern, types, unspaced
from .subject import compose

_ATTACHED = re.compile(
    r"ban\s+hanh\s+(?:kem\s+theo|theo)\b.{0,160}?\bcua\s+(?P<issuer>[^()\n]{3,80}?)\s*[).]",
    re.DOTALL,
)


_TITLE_ROWS = 5
_SUBJECT_START = re.compile(
    r"\s+(?:về|tình hình|kết quả|công tác|việc|sơ kết|tổng kết|thực hiện|đánh giá)\b"
)
_SENTENCE_END = re.compile(r"[.;:,]$")
_OPENING = 1500  # characters of the body in which its writer is named


@cache
def _opening_issuer() -> re.Pattern[str]:
    """The agency that speaks in the opening: "…, UBND huyện báo cáo như sau:"."""
    heads = "|".join(map(re.escape, names.phrases("agency")))
    others = "|".join(map(re.escape, names.phrases("no_agency")))
    return re.compile(
        rf"(?:[,;]\s+|\n\s*)(?!{others})(?P<issuer>(?:{heads})(?!\w)[^,;:.\n]{{0,60}}?)\s+"
        r"(?:xin\s+|kính\s+|trân\s+trọng\s+)?(?:báo\s+cáo|thông\s+báo|đề\s+nghị|yêu\s+cầu|ban\s+hành)(?!\w)"
    )


@dataclass(slots=True)
class Reading:
    """What the letterhead says, the kinds of the rows it takes, and where the body begins."""

    header: Letterhead = field(default_factory=Letterhead)
    kinds: dict[int, BlockKind] = field(default_factory=dict)
    subject_rows: tuple[int, ...] = ()
    body: int = 0


def read(text: str, rows: Sequence[Row], skipped: frozenset[int]) -> Reading:
    """The letterhead at the top of ``rows``; ``skipped`` rows are furniture."""
    state = State(text, rows)
    window = [i for i in range(min(len(rows), REACH)) if i not in skipped]
    end = scan(state, window)
    if end is None:
        return _titled(state, window)
    last, subject_rows = compose(state, window, end)
    for i in range(last + 1):
        if i not in skipped:
            state.kinds.setdefault(i, "letterhead")
    body = rows[last + 1].start if last + 1 < len(rows) else len(text)
    return Reading(_header(state, body), state.kinds, subject_rows, last + 1)


def _titled(state: State, window: Sequence[int]) -> Reading:
    """A text that begins with its kind and subject as one sentence: "Báo cáo tình hình …"."""
    taken: list[int] = []
    for i in window[:_TITLE_ROWS]:
        row = state.rows[i]
        if row.grid is not None or (taken and (row.gap or list_mark(row.text))):
            break
        if taken and not row.text[:1].islower():
            return Reading()
        taken.append(i)
    else:
        return Reading()
    if not taken:
        return Reading()
    start, end = state.rows[taken[0]].start, state.rows[taken[-1]].end
    title = " ".join(state.text[start:end].split())
    found = title_pattern().match(fold(title))
    if not found or not _SUBJECT_START.match(title, found.end()) or _SENTENCE_END.search(title):
        return Reading()
    state.put("type", types()[unspaced(found["name"])], start, start + found.end(), "title", 0.6)
    state.put("subject", title[found.end() :].strip(), start + found.end(), end, "title", 0.6)
    header = _header(state, end)
    return Reading(header, dict.fromkeys(taken, "title"), tuple(taken), taken[-1] + 1)


def _agencies(state: State) -> list[tuple[str, int, int]]:
    """Issuer lines joined: a new name begins where a row begins like an agency."""
    joined: list[tuple[str, int, int]] = []
    for piece, start, end in state.issuers:
        if joined and not names.agency_head(piece):
            before, first, _ = joined[-1]
            joined[-1] = (f"{before} {piece}", first, end)
        else:
            joined.append((piece, start, end))
    return joined


def _issuer(state: State) -> None:
    place = state.fields["place"].value if "place" in state.fields else None
    agencies = [
        (names.placed(names.natural(piece), place), a, b) for piece, a, b in _agencies(state)
    ]
    if len(agencies) > 1:
        parent, start, end = agencies[0]
        state.put("parent_issuer", parent, start, end, "first_agency")
    if agencies:
        issuer, start, end = agencies[-1]
        above = agencies[-2][0] if len(agencies) > 1 else None
        if state.party and (by := state.fields.get("by")):
            if above is None:
                state.put("parent_issuer", issuer, start, end, "first_agency")
            above = issuer
            issuer, start, end = names.natural(by.value), by.start, by.end
        state.put(
            "issuer", _completed(issuer, above, party=state.party), start, end, "agency_lines"
        )
        return
    if by := state.fields.get("by"):
        state.put("issuer", names.natural(by.value), by.start, by.end, "under_title", 0.8)


def _completed(issuer: str, parent: str | None, *, party: bool) -> str:
    """The issuer with the place that its letterhead leaves to the line above it."""
    place = names.proper_part(parent) if parent else None
    if parent and (shared := names.under(issuer, parent)):
        return shared
    if not parent or not place or names.proper_part(issuer):
        return issuer
    if names.ends_with_unit(issuer) or (party and fold(issuer).endswith(" uy")):
        return f"{issuer} {place}"
    committee = re.match(r"(?:Tỉnh|Thành|Huyện|Thị|Quận|Đảng) ủy\b", parent)
    return f"{issuer} {parent}" if party and committee else issuer


def _header(state: State, body: int) -> Letterhead:
    _issuer(state)
    if "issuer" not in state.fields and state.title is not None:
        area = state.text[state.rows[state.title].start :][:900]
        if attached := _ATTACHED.search(fold(area)):
            start = state.rows[state.title].start
            a, b = start + attached.start("issuer"), start + attached.end("issuer")
            state.put("issuer", names.natural(state.text[a:b]), a, b, "attached_to", 0.8)
    if "issuer" not in state.fields and "symbol" in state.fields:
        found = _opening_issuer().search(state.text, body, body + _OPENING)
        if found:
            name = names.natural(found["issuer"])
            state.put("issuer", name, *found.span("issuer"), "opening_sentence", 0.5)
    _kind(state)
    fields = state.fields
    if "system" not in fields and (motto := fields.get("party_motto")):
        state.put("system", "party", motto.start, motto.end, "party_title", 0.9)
    shown = (
        "parent_issuer", "issuer", "number", "symbol", "code", "system", "type",
        "place", "date", "subject", "addressees", "urgency", "secrecy",
    )  # fmt: skip
    values = {name: fields[name].value for name in shown if name in fields}
    evidence = {
        name: Evidence(
            f.start, f.end, f.rule, f.confidence, _boxes(state.rows, f.start, f.end)
        ).to_dict()
        for name in shown
        if (f := fields.get(name)) is not None and f.value is not None and f.start < f.end
    }
    return Letterhead(**values, evidence=evidence)


def _kind(state: State) -> None:
    """The kind of document: by its title, else a letter by "V/v", else by its symbol."""
    if "type" in state.fields or "symbol" not in state.fields:
        return
    symbol = state.fields["symbol"]
    codes = set(types().values())
    first = state.symbol_parts[0] if state.symbol_parts else ""
    known = first in codes and len(state.symbol_parts) > 1
    if known and "about" not in state.fields:
        state.put("type", first, symbol.start, symbol.end, "symbol")
    elif "about" in state.fields or not known:
        state.put("type", "CV", symbol.start, symbol.end, "letter", 0.9)


def _boxes(rows: Sequence[Row], start: int, end: int) -> tuple[Any, ...]:
    return tuple(
        row.box
        for row in rows[:REACH]
        if row.box is not None and row.start < end and start < row.end
    )
