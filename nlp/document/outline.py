"""Blocks with marks -> the outline: a tree of sections, and headings told from numbered paragraphs.

The kinds of marks nest in the order in which a document opens them, whatever that order is; a mark
of a kind that is open closes what stands below it. "I." and "C." are Roman numerals or letters:
whichever goes on a row that is open.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..model import Block, Section
from ..text import fold, squeeze
from .marks import list_mark

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_VIETNAMESE = "abcdđeghiklmnopqrstuvxy"
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_WORDS = dict(
    zip(
        ["nhat", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi"],
        range(1, 11),
        strict=True,
    )
)
_RANK = {
    "phan": 0, "chuong": 1, "muc": 2, "tieu": 3, "dieu": 4, "upper": 5, "roman": 6,
    "arabic": 7, "decimal": 8, "paren": 9, "lower": 10, "lower_roman": 11, "bullet": 12,
}  # fmt: skip
_MAX_HEADING = 220
_TITLE = 160


@dataclass(frozen=True, slots=True)
class _Mark:
    """A mark read: its kind, its place in the row of its kind, and how it is named in an id."""

    style: str
    number: int
    name: str


@dataclass(slots=True)
class _Open:
    mark: _Mark
    id: str
    level: int
    index: int


def roman(text: str) -> int | None:
    """The value of a Roman numeral, None if it is none."""
    total = 0
    values = [_ROMAN.get(c) for c in text.lower()]
    for value, following in zip(values, [*values, 0][1:], strict=True):
        if value is None or following is None:
            return None
        total += -value if value < following else value
    return total if total > 0 else None


def _letter(letter: str) -> int:
    """The place of a letter in the Vietnamese alphabet of lists."""
    row = _VIETNAMESE if letter.lower() in _VIETNAMESE else _LETTERS
    return row.index(letter.lower()) + 1


def _readings(marker: str) -> list[_Mark]:
    """All that a printed marker can mean, the likelier first."""
    found = list_mark(marker + " X")
    if found is None:
        return []
    core = squeeze(re.sub(r"[\s.()\[\]/:–-]+$|^[(\[]", "", found["mark"].strip()))
    if found["dash"]:
        return [_Mark("bullet" + found["dash"][0], 0, found["dash"][0])]
    if found["part"]:
        word, _, count = fold(core).partition(" ")
        style = {"phan": "phan", "chuong": "chuong", "dieu": "dieu"}.get(word, "muc")
        count = count.removeprefix("thu ")
        if word == "tieu":
            style, count = "tieu", count.removeprefix("muc ")
        leading = re.match(r"\d+", count)
        number = int(leading[0]) if leading else _WORDS.get(count) or roman(count) or 0
        return [_Mark(style, number, core)]
    if found["number"]:
        digits = core.strip("()./-–")
        if "." in digits:
            last = digits.rsplit(".", 1)[1]
            return [_Mark("decimal", int(last) if last.isdigit() else _letter(last), digits)]
        style = "paren" if found["number"].rstrip().endswith(")") else "arabic"
        return [_Mark(style, int(digits.rstrip(_LETTERS + _VIETNAMESE)), digits)]
    letters = core.strip("()")
    readings: list[_Mark] = []
    upper = letters.isupper()
    if len(letters) == 1:
        readings.append(_Mark("upper" if upper else "lower", _letter(letters), letters))
    if value := roman(letters):
        readings.append(_Mark("roman" if upper else "lower_roman", value, letters))
        if upper and letters == "I":
            readings.reverse()
    return readings


def _follows(mark: _Mark, before: _Mark) -> bool:
    """Whether ``mark`` comes next after ``before``, one on (one letter may be left out)."""
    step = mark.number - before.number
    return step == 1 or (mark.style in ("lower", "upper") and step == 2)


def _chosen(readings: list[_Mark], stack: Sequence[_Open]) -> _Mark:
    """The reading that goes on an open row; else one that begins a row; else the likelier."""
    for reading in readings:
        if any(o.mark.style == reading.style and _follows(reading, o.mark) for o in stack):
            return reading
    return next(
        (r for r in readings if r.number == 1),
        readings[-1] if readings[-1].style == "roman" else readings[0],
    )


def outline(
    flat: str, blocks: Sequence[Block], styled: frozenset[int]
) -> tuple[tuple[Block, ...], tuple[Section, ...]]:
    """``blocks`` with kind, level and section, and the sections; ``styled`` are sure headings."""
    out = list(blocks)
    sections: list[Section] = []
    stack: list[_Open] = []
    used: dict[str, int] = {}
    marks = [_mark_of(b) for b in blocks]
    for i, block in enumerate(blocks):
        if block.kind not in ("paragraph", "item", "heading", "table"):
            if block.kind == "footer":
                _close(sections, stack, 0, block.start)
            continue
        readings = marks[i]
        capital = not readings and (i in styled or _is_capital_heading(flat, block))
        if not readings and not capital:
            out[i] = replace(block, section=_innermost(stack), level=len(stack))
            continue
        if capital:
            # a heading without a mark closes the lists below the large parts
            keep = sum(o.mark.style in ("phan", "chuong", "muc", "upper", "roman") for o in stack)
            _close(sections, stack, keep, block.start)
            out[i] = replace(block, kind="heading", level=len(stack), section=_innermost(stack))
            continue
        mark = _chosen(readings, stack)
        if mark.style.startswith("bullet"):
            bullets = [o for o in stack if o.mark.style.startswith("bullet")]
            numbered = len(stack) - len(bullets)
            kept = next((k for k, o in enumerate(stack) if o.mark.style == mark.style), len(stack))
            del stack[kept:]
            section = _innermost(stack)
            out[i] = replace(
                block, kind="item", level=numbered + max(0, kept - numbered) + 1, section=section
            )
            stack.append(_Open(mark, section or "", len(stack) + 1, -1))
            continue
        _close(sections, stack, _depth(mark, stack), block.start)
        parent = next((o for o in reversed(stack) if o.id), None)
        id = _id(parent, mark, mark.name)
        used[id] = used.get(id, 0) + 1
        if used[id] > 1:
            id = f"{id}~{used[id]}"
        kind = "heading" if i in styled or _is_heading(flat, blocks, marks, i, mark) else "item"
        level = len(stack) + 1
        out[i] = replace(block, kind=kind, level=level, section=id)  # type: ignore[arg-type]
        sections.append(
            Section(
                id, block.marker or "", level, _title(flat, block, kind), block.start, block.end,
                parent.id if parent else None,
            )
        )  # fmt: skip
        stack.append(_Open(mark, id, level, len(sections) - 1))
    last = max((b.end for b in blocks if b.kind not in ("footer", "furniture")), default=len(flat))
    _close(sections, stack, 0, last)
    ends = [b.end for b in blocks]
    starts = [b.start for b in blocks]
    return tuple(out), tuple(_trimmed(s, starts, ends) for s in sections)


def _innermost(stack: Sequence[_Open]) -> str | None:
    return stack[-1].id or None if stack else None


def _mark_of(block: Block) -> list[_Mark]:
    return _readings(block.marker) if block.marker else []


def _id(parent: _Open | None, mark: _Mark, name: str) -> str:
    if mark.style in ("phan", "chuong", "muc", "tieu", "dieu"):
        name = (
            name[:1].upper() + name[1:].lower()
            if name.isupper() and not re.search(r" [IVXLC]+$", name)
            else name
        )
    if parent is None:
        return name
    if mark.style == "decimal" and name.startswith(parent.mark.name + "."):
        return f"{parent.id.removesuffix(parent.mark.name)}{name}"
    return f"{parent.id}.{name}"


def _close(sections: list[Section], stack: list[_Open], depth: int, end: int) -> None:
    """End all open sections from ``depth`` on at offset ``end``."""
    for open_ in stack[depth:]:
        if open_.index >= 0:
            sections[open_.index] = replace(sections[open_.index], end=end)
    del stack[depth:]


def _trimmed(section: Section, starts: list[int], ends: list[int]) -> Section:
    """The section up to the end of the last block that begins in it."""
    last = bisect_left(starts, section.end) - 1
    return replace(
        section, end=max(section.start, min(section.end, ends[last]) if last >= 0 else section.end)
    )


def _depth(mark: _Mark, stack: Sequence[_Open]) -> int:
    """How many of the open sections stay open above ``mark``."""
    if mark.style == "decimal":
        prefix = mark.name.rsplit(".", 1)[0]
        for k in range(len(stack) - 1, -1, -1):
            name = stack[k].mark.name
            if name == prefix:
                return k + 1
            if stack[k].mark.style == "decimal" and name.rsplit(".", 1)[0] == prefix:
                return k
        numbered = [k for k, o in enumerate(stack) if o.mark.style == "arabic"]
        if numbered:  # "10.b" after "9.": its own "10." is not printed
            return numbered[-1]
    same = [k for k, o in enumerate(stack) if o.mark.style == mark.style]
    for k in reversed(same):
        if mark.number != 1 or mark.style in ("phan", "chuong", "dieu", "roman", "upper"):
            return k
        # the row begins again: under what was opened since, if that is no list item of a lower kind
        inner = [o for o in stack[k + 1 :] if not o.mark.style.startswith("bullet")]
        if not inner or _RANK.get(inner[-1].mark.style, 12) > _RANK[mark.style]:
            return k
    depth = len(stack)
    while depth and (
        stack[depth - 1].mark.style.startswith("bullet")
        or _RANK[mark.style] < 7 <= _RANK.get(stack[depth - 1].mark.style, 12)
        or (
            mark.style in _RANK
            and _RANK[mark.style] < 5
            and _RANK[stack[depth - 1].mark.style] > _RANK[mark.style]
        )
        or (mark.number != 1 and _RANK.get(stack[depth - 1].mark.style, 12) >= _RANK[mark.style])
    ):
        depth -= 1
    return depth


_SENTENCE = re.compile(r"[.;,…]\W*$|\./\.?$")


def _is_heading(
    flat: str, blocks: Sequence[Block], marks: Sequence[list[_Mark]], i: int, mark: _Mark
) -> bool:
    """Short, without the stop of a sentence, with something under it; or in capitals."""
    block = blocks[i]
    body = flat[max(block.body, block.start) : block.end].strip()
    if mark.style in ("phan", "chuong", "muc", "tieu"):
        return True
    article = mark.style == "dieu" and len(body) < 120
    if len(body) > _MAX_HEADING or (_SENTENCE.search(body[-5:]) and not article):
        return False
    if body.isupper() and sum(c.isalpha() for c in body) > 2:
        return True
    if body.endswith(":") and len(body) > 100:
        return False
    following = next(
        (j for j in range(i + 1, min(i + 4, len(blocks))) if blocks[j].kind != "furniture"), None
    )
    if following is None or blocks[following].kind == "footer":
        return False
    return not any(
        r.style == mark.style or _RANK.get(r.style, 12) < _RANK[mark.style]
        for r in marks[following]
    )


def _is_capital_heading(flat: str, block: Block) -> bool:
    body = flat[block.start : block.end].strip()
    if block.kind != "paragraph" or not body.isupper() or body[-1] in ".;,":
        return False
    return 5 < sum(c.isalpha() for c in body) <= _MAX_HEADING


def _title(flat: str, block: Block, kind: str) -> str:
    """The heading, or the first clause of a numbered paragraph."""
    body = " ".join(flat[max(block.body, block.start) : block.end].split())
    if kind == "heading":
        return body.rstrip(" :.")
    clause = re.match(r"(.+?)(?:[.:;](?=\s|$)|$)", body)
    short = clause[1] if clause else body
    return short if len(short) <= _TITLE else short[:_TITLE].rsplit(" ", 1)[0] + "…"
