"""The rows of a letterhead -> what the document is about and to whom it is sent.

The subject of a report stands under its title, that of a letter under its number ("V/v …"), where
the other column may stand between its lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..text import UPPER, fold
from . import names
from .layout import Row
from .marks import list_mark
from .pieces import ADDRESS, BY, LONG, RULE, State, boxed, opens_body

_RULED = re.compile(r"[_*]{2,}|-{3,}")
_QUALIFIER = 2  # words of "NHANH", "TÓM TẮT"
_PROSE_END = re.compile(r"[.:;]\s*$")
_INLINE_END = re.compile(rf"\s(?:\.\.\.|…)|\.\s+(?=[{UPPER}])|\s(?=(?:Căn cứ|Thực hiện)\s)")


def compose(state: State, window: Sequence[int], last: int) -> tuple[int, tuple[int, ...]]:
    """Find subject and addressees; the last row of the letterhead and the rows of the subject."""
    subject: tuple[int, ...] = ()
    if state.title is not None:
        last = max(last, state.title)
        subject, after = _under_title(state, window)
        last = max(last, after)
    elif "about" in state.fields:
        subject = _under_number(state, window)
        last = max(last, subject[-1])
    for i in subject:
        state.kinds[i] = "title"
    if "addressees" in state.fields:
        last = max(last, _addressees(state, window))
    return last, subject


def _under_title(state: State, window: Sequence[int]) -> tuple[tuple[int, ...], int]:
    """The rows under the title that say what it is about, and the last row of the title."""
    rows = state.rows
    assert state.title is not None
    after = [i for i in window if i > state.title]
    spans: list[tuple[int, int]] = []
    taken: list[int] = []
    end = state.title
    if inline := state.fields.get("inline"):
        spans.append(inline.value)
        cut = _INLINE_END.search(state.text, inline.start, inline.end)
        if cut:
            spans = [(inline.start, cut.start())]
            after = []
    for place, i in enumerate(after):
        row = rows[i]
        plain = fold(row.text)
        if RULE.fullmatch(row.text):
            if taken or place > 3:
                end = i
                break
            end = i
            continue
        if boxed(row.text) or (state.kinds.get(i) == "letterhead" and not taken):
            end = i
            continue
        if (
            (BY.match(plain) or names.agency_head(row.text))
            and not taken
            and row.text.isupper()
            and not spans
        ):
            name = row.text[BY.match(plain).end() :] if BY.match(plain) else row.text  # type: ignore[union-attr]
            state.put("by", name, row.end - len(name), row.end, "under_title")
            end = i
            continue
        if row.grid is not None or not _continues_subject(state, taken, i, len(spans) > 0):
            break
        taken.append(i)
        spans.append((row.start, row.end))
        end = i
    if spans:
        state.put("subject", _joined(state.text, spans), spans[0][0], spans[-1][1], "under_title")
    return tuple(taken), end


def _joined(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The pieces of a subject as one line, without the rules drawn beside it."""
    value = " ".join(text[a:b] for a, b in spans)
    return " ".join(_RULED.sub(" ", value).split()).strip(" .*-–")


def _continues_subject(state: State, taken: list[int], i: int, begun: bool) -> bool:
    row = state.rows[i]
    if ADDRESS.match(fold(row.text)) or (row.text.startswith("(") and not row.text[1:2].islower()):
        return False
    if not begun:
        return not list_mark(row.text) and len(row.text) < 600
    if not taken:
        return row.text[:1].islower() or _qualified(state, row)
    before = state.rows[taken[-1]]
    if row.gap or len(taken) >= 12:
        return False
    if row.text[:1].islower() or before.text.endswith((",", ";", "-", "–")):
        return True
    if list_mark(row.text) or opens_body(row.text) or len(before.text) > 130 or len(row.text) > 130:
        return False
    if row.text.isupper() != before.text.isupper() or _PROSE_END.search(before.text):
        return False
    if row.box is not None and before.box is not None:
        height = before.box.y1 - before.box.y0
        middle = (row.box.x0 + row.box.x1 - before.box.x0 - before.box.x1) / 2
        return row.box.y0 - before.box.y1 < height and abs(middle) < 12
    closes = _rows_to_gap(state.rows, i)
    return closes is not None and closes <= 6


def _qualified(state: State, row: Row) -> bool:
    """Whether the title has only a word of how it tells beside it: "BÁO CÁO NHANH"."""
    inline = state.fields["inline"]
    word = state.text[inline.start : inline.end]
    short = len(word.split()) <= _QUALIFIER and word.isupper()
    return short and not row.gap and not row.text.isupper() and not list_mark(row.text)


def _rows_to_gap(rows: Sequence[Row], i: int) -> int | None:
    """How many rows follow without a blank line; None if prose begins first."""
    for step in range(8):
        j = i + step
        if j + 1 >= len(rows):
            return None
        if _PROSE_END.search(rows[j].text) or len(rows[j].text) > 130:
            return None
        if rows[j + 1].gap:
            return step
    return None


def _under_number(state: State, window: Sequence[int]) -> tuple[int, ...]:
    """The rows of "V/v …" under a letter's number; other pieces may stand between them."""
    rows = state.rows
    about = state.fields["about"]
    first: int = about.value
    taken = [first]
    spans = [(about.start, about.end)]
    for i in (i for i in window if i > first):
        row = rows[i]
        if ADDRESS.match(fold(row.text)) or row.grid is not None:
            break
        if RULE.fullmatch(row.text):
            continue
        if i in state.beside:
            start, end = state.beside[i]
            row = replace(row, text=state.text[start:end].strip(), end=end)
        elif state.kinds.get(i) == "letterhead" or i in state.anchors:
            continue  # the other column
        before = rows[taken[-1]]
        lower = row.text[:1].islower() or (row.text[:1].isdigit() and not list_mark(row.text))
        apart = row.gap > 0 or any(rows[j].gap for j in range(taken[-1] + 1, i))
        other = i > taken[-1] + 1
        if list_mark(row.text) or len(row.text) > LONG:
            break
        capital = (
            len(before.text) < 60 and len(row.text) < 60 and not opens_body(row.text) and not other
        )
        if row.box is not None and before.box is not None:
            capital = capital and abs(row.box.x0 + row.box.x1 - before.box.x0 - before.box.x1) < 60
        if (apart and not (lower and other)) or not (lower or capital):
            break
        taken.append(i)
        spans.append((row.start, row.end))
    state.put("subject", _joined(state.text, spans), spans[0][0], spans[-1][1], "ve_viec")
    return tuple(taken)


_ADDRESSEE = re.compile(r"\A\s*[-–+•]\s*")


def _addressees(state: State, window: Sequence[int]) -> int:
    """Who the document is sent to; the last of their rows."""
    rows = state.rows
    found = state.fields["addressees"]
    first = next(i for i in window if rows[i].start <= found.start <= rows[i].end)
    values: list[str] = []
    opening = state.text[found.start : rows[first].end].strip()
    end, stop = first, rows[first].end
    if opening:
        values.append(opening)
    for i in (i for i in window if i > first):
        row = rows[i]
        if row.grid is not None:
            break
        closed = bool(values) and values[-1].endswith(".")
        dash = _ADDRESSEE.match(row.text)
        if dash:
            if (row.gap and values and closed) or len(row.text) > LONG:
                break
            values.append(row.text)
        else:
            if closed and not row.text.startswith("("):
                break
            if values and (
                row.gap or len(row.text) > 100 or list_mark(row.text) or opens_body(row.text)
            ):
                break
            lower = row.text[:1].islower() or row.text.startswith("(")
            going = bool(values) and values[-1].endswith((",", ";", "-"))
            listed = bool(values) and _ADDRESSEE.match(values[-1])
            if not values or (going and not lower and not listed):
                values.append(row.text)
            elif lower or going or (listed and not values[-1].endswith((";", ","))):
                values[-1] += " " + row.text
            else:
                break
        end, stop = i, row.end
    found.value = tuple(
        part
        for value in values
        for piece in re.split(r";\s*(?=\S)", _ADDRESSEE.sub("", " ".join(value.split()), count=1))
        if (part := _ADDRESSEE.sub("", piece, count=1).strip(" .;,"))
    )
    found.end = stop
    return end
