"""Rows -> the letterhead: issuer, number, place, date, kind, subject, addressees, urgency, secrecy.

The two columns of a letterhead arrive in any order: one after the other, line by line, or both in one
line. So each row is cut into pieces by what they are (state title, number, date, …), and what is left
over on the left is the issuer. Matching is on folded text, so that missing tone marks and both tone
placements make no difference. A text that has no such pieces before its body has no letterhead.

Sources: Nghị định 30/2020/NĐ-CP, phụ lục I; Hướng dẫn 36-HD/VPTW for Party documents.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from ..model import Evidence, Letterhead, PrintedDate, System
from ..rules import table
from ..text import UPPER, fold
from . import names
from .layout import Row
from .marks import list_mark

_REACH = 60  # rows within which a letterhead ends
_GAP = 10  # rows without a piece of letterhead between two pieces
_LONG = 180  # a longer row is prose

_BLANK = r"[\s.…_·]*"
_SYMBOL = r"[A-ZĐ][A-ZĐa-zđ0-9&]*(?!\w)(?:\s?[-–]\s?[A-ZĐ][A-ZĐa-zđ0-9&.]*(?!\w))*"
_NUMBER = re.compile(
    rf"""
    (?:^|(?<=\s)) (?:S[ốôóồòoổộõ]|SỐ)\s*[:.]?\s*
    (?:
        (?P<state>\d+[a-zA-Z]?(?:\s*/\s*(?:19|20)\d\d)?)? {_BLANK} /\s*(?P<symbol>{_SYMBOL})
      | (?P<party>\d+[a-zA-Z]?)? {_BLANK} [-–]\s*(?P<kind>[A-ZĐ][A-Za-zĐđ]*)\s*/\s*(?P<agency>{_SYMBOL})
    )
    """,
    re.VERBOSE,
)
_DATE = re.compile(
    rf"""
    \bng[aà]y(?P<d>\s*\d{{1,2}}\s*|{_BLANK})
    (?: th[aá]ng\s*(?P<m>\d{{1,2}}\s*|{_BLANK}) n[aă]m\s*(?P<y>\d{{4}}|\d{{0,3}}{_BLANK})
      | [/.-]\s*(?P<m2>\d{{1,2}})\s*[/.-]\s*(?P<y2>\d{{4}}) )
    """,
    re.VERBOSE,
)
_PLACE = re.compile(
    rf"(?P<place>(?:(?:TP|Tp|T\.P|TX)\.?\s?)?[{UPPER}][^\W\d_]*(?:[\s\-–]+[{UPPER}][^\W\d_]*)*)\s*[,.]\s*$"
)
_MOTTO = re.compile(
    r"cong\s*hoa\s+xa\s+h[o0]i\s+chu\s+nghia\s+v[il1|][eé]?t\s+nam"
    r"|doc\s*lap\s*[-–—.]*\s*tu\s*do\s*[-–—.]*\s*hanh\s*phuc"
)
_PARTY_MOTTO = re.compile(r"dang\s+cong\s+san\s+v[il1|]et\s+nam")
_RULE = re.compile(r"[\s*_\-–—=~.…o°]+")
_ABOUT = re.compile(r"(?:v\s*/\s*v|ve\s+viec|trich\s+yeu)(?!\w)[\s:.]*")
_ADDRESS = re.compile(r"kinh\s*g[uo]i\s*[:.]?\s*")
_PROSE_END = re.compile(r"[.:;]\s*$")
_INLINE_END = re.compile(rf"\s(?:\.\.\.|…)|\.\s+(?=[{UPPER}])|\s(?=(?:Căn cứ|Thực hiện)\s)")
_BY = re.compile(r"cua\s+")
_ATTACHED = re.compile(
    r"ban\s+hanh\s+(?:kem\s+theo|theo)\b.{0,160}?\bcua\s+(?P<issuer>[^()\n]{3,80}?)\s*[).]", re.DOTALL
)


@dataclass(slots=True)
class _Field:
    """A value with where it was read."""

    value: Any
    start: int
    end: int
    rule: str
    confidence: float = 1.0


@dataclass(slots=True)
class Reading:
    """What the letterhead says, and which rows it takes: kinds by row index, and where the body begins."""

    header: Letterhead = field(default_factory=Letterhead)
    kinds: dict[int, str] = field(default_factory=dict)
    subject_rows: tuple[int, ...] = ()
    body: int = 0


@dataclass(slots=True)
class _State:
    text: str
    rows: Sequence[Row]
    fields: dict[str, _Field] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)
    issuers: list[tuple[str, int, int]] = field(default_factory=list)
    anchors: list[int] = field(default_factory=list)
    title: int | None = None
    party: bool = False
    symbol_parts: tuple[str, ...] = ()

    def put(self, name: str, value: Any, start: int, end: int, rule: str, confidence: float = 1.0) -> None:
        self.fields.setdefault(name, _Field(value, start, end, rule, confidence))


@cache
def types() -> dict[str, str]:
    """Folded name of a kind of document -> its abbreviation."""
    return {fold(names.usual_tone(str(row["name"]))): str(row["code"]) for row in table("doc_types")}


@cache
def _title_pattern() -> re.Pattern[str]:
    spaced = (r"\s*".join(map(re.escape, name.replace(" ", ""))) for name in sorted(types(), key=len)[::-1])
    return re.compile(rf"(?P<name>{'|'.join(spaced)})(?!\w)")


@cache
def _whole(kind: str) -> re.Pattern[str]:
    return re.compile(rf"\W*(?P<word>{names.folded_pattern(kind)})(?:\s+lan\s+(?:thu\s+)?\w+)?\W*")


@cache
def _openings() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, names.phrases('opening')))})(?!\w)")


def read(text: str, rows: Sequence[Row], skipped: frozenset[int]) -> Reading:
    """The letterhead at the top of ``rows``; ``skipped`` rows are furniture."""
    state = _State(text, rows)
    window = [i for i in range(min(len(rows), _REACH)) if i not in skipped]
    end = _scan(state, window)
    if end is None:
        return Reading()
    last, subject_rows = _compose(state, window, end)
    for i in window:
        if i <= last:
            state.kinds.setdefault(i, "letterhead")
    for i in range(last + 1):
        if i not in skipped:
            state.kinds.setdefault(i, "letterhead")
    header = _header(state)
    return Reading(header, state.kinds, subject_rows, last + 1)


# -- pieces ----------------------------------------------------------------------------------------


def _scan(state: _State, window: Sequence[int]) -> int | None:
    """Read the pieces of all rows down to the last one of the letterhead; its index, or None."""
    last: int | None = None
    seen_address = False
    for place, i in enumerate(window):
        row = state.rows[i]
        if row.grid is not None or (last is not None and place - window.index(last) > _GAP):
            break
        plain = fold(row.text)
        if len(row.text) > _LONG and not (_ABOUT.match(plain) or _title_pattern().match(plain)):
            break
        if list_mark(row.text) and not seen_address and state.title is not None:
            break
        if state.title is not None and state.title < i and _opens_body(row.text) and not _ADDRESS.match(plain):
            break
        if _pieces(state, i, plain):
            last = i
            seen_address = seen_address or "addressees" in state.fields
            if seen_address:
                break
        elif last is None and place >= 6:
            return None
    if last is None:
        return None
    strong = {"motto", "symbol", "date", "title", "about", "addressees"}
    return last if state.party or not strong.isdisjoint(state.fields) else None


def _opens_body(text: str) -> bool:
    return _openings().match(text) is not None


def _pieces(state: _State, i: int, plain: str) -> bool:
    """Take the known pieces out of row ``i``; what is left over may name the issuer. True if any was found."""
    row = state.rows[i]
    base = row.start
    taken: list[tuple[int, int]] = []

    def take(start: int, end: int) -> None:
        taken.append((start, end))

    if _RULE.fullmatch(row.text):
        return bool(state.anchors)
    for found in _MOTTO.finditer(plain):
        state.put("motto", True, base + found.start(), base + found.end(), "motto")
        take(*found.span())
    for found in _PARTY_MOTTO.finditer(plain):
        # a scan may have read I as l
        if row.text[found.start() : found.end()].replace("l", "I").isupper() or found.group() == plain:
            state.party = True
            take(*found.span())
    about = _ABOUT.match(plain)
    number = _NUMBER.search(row.text) if state.title is None or "number" not in state.fields else None
    if number and "number" not in state.fields and not about and _stands_alone(row.text, number, taken):
        _take_number(state, base, number)
        take(*number.span())
    dated = _DATE.search(row.text)
    if dated and "date" not in state.fields:
        column = max((end for _, end in taken if end <= dated.start()), default=0)
        place = _PLACE.search(row.text, column, dated.start())
        blank_place = re.search(r"[….]{2,}\s*,\s*$", row.text[: dated.start()])
        tail = row.text[dated.end() :].strip(" .;,")
        if (place or blank_place) and (not tail or _boxed(tail)):
            _take_date(state, base, dated)
            start = dated.start()
            if place:
                start = place.start("place")
                state.put(
                    "place",
                    names.usual_tone(" ".join(place["place"].split())),
                    base + start,
                    base + place.end("place"),
                    "place_before_date",
                )
            take(start, dated.end())
    if address := _ADDRESS.match(plain):
        state.put("addressees", None, base + address.end(), row.end, "kinh_gui")
        state.anchors.append(i)
        state.kinds[i] = "letterhead"
        return True
    if about and "about" not in state.fields and state.title is None:
        state.put("about", i, base, row.end, "ve_viec")
        state.kinds[i] = "title"
        state.anchors.append(i)
        return True
    found_any = bool(taken)
    for start, end in _left_over(row.text, taken):
        found_any = _leftover(state, i, start, end) or found_any
    if found_any:
        state.anchors.append(i)
    return found_any


def _stands_alone(text: str, number: re.Match[str], taken: list[tuple[int, int]]) -> bool:
    """Whether a number is the letterhead's own: at the row's start, or after a column that was taken."""
    before = text[: number.start()]
    for start, end in taken:
        if end <= number.start():
            before = before[:start] + " " * (end - start) + before[end:]
    return not before.strip(" |\t") or "\t" in before or "   " in before or before.strip().isupper()


def _left_over(text: str, taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    at = 0
    for start, end in [*sorted(taken), (len(text), len(text))]:
        found += [
            (at + m.start(), at + m.end())
            for m in re.finditer(r"\S(?:.*?\S)??(?=\t|\s{3,}|\s*$)", text[at:start])
        ]
        at = max(at, end)
    return found


def _boxed(text: str) -> bool:
    plain = fold(text)
    return any(_whole(kind).fullmatch(plain) for kind in ("urgency", "secrecy", "draft"))


def _leftover(state: _State, i: int, start: int, end: int) -> bool:
    """One piece that is none of the fixed ones: a box, the title, a name of an agency."""
    row = state.rows[i]
    piece = row.text[start:end]
    plain = fold(names.usual_tone(piece))
    at = row.start + start
    for kind in ("urgency", "secrecy", "draft"):
        boxed = _whole(kind).fullmatch(plain)
        if boxed and (piece.isupper() or kind == "draft"):
            if kind != "draft":
                state.put(kind, names.usual_tone(piece.strip(" ()[].,:")), at, row.start + end, kind)
            return True
    tail = re.search(r"[\s,](?=\S)", piece)
    if tail and piece.isupper():
        for cut in (m.start() for m in re.finditer(r"\s", piece)):
            if _boxed(piece[cut:]) and len(piece[cut:].split()) <= 4:
                return _leftover(state, i, start, start + cut) | _leftover(state, i, start + cut + 1, end)
    if state.title is None and start == 0:
        head, rest = re.match(r"([^,]*),?\s*(.*)", piece, re.DOTALL).groups()  # type: ignore[union-attr]
        if rest and _boxed(head) and _ABOUT.match(fold(rest)):
            _leftover(state, i, 0, len(head))
            state.put("about", i, row.start + end - len(rest), row.end, "ve_viec")
            state.kinds[i] = "title"
            return True
        found = _title_pattern().match(plain)
        if found and piece[: found.end()].isupper() and (found.end() == len(plain) or not piece.isupper()):
            state.title = i
            code = types()[re.sub(r"\s+", " ", _respaced(found["name"]))]
            state.put("type", code, at, at + found.end(), "title")
            state.put("title", i, at, row.end, "title")
            if found.end() < len(plain):
                state.put("inline", (at + found.end(), row.end), at + found.end(), row.end, "title")
            state.kinds[i] = "title"
            return True
    if state.title is None and piece.isupper() and len(piece) > 3 and len(piece) < 120:
        if list_mark(piece) or re.match(r"[\d(]", piece):
            return False
        if state.issuers or names.agency_head(piece):
            state.issuers.append((piece, at, row.start + end))
            return True
    return False


def _respaced(found: str) -> str:
    plain = re.sub(r"\s+", "", found)
    return next(name for name in types() if name.replace(" ", "") == plain)


def _take_number(state: _State, base: int, found: re.Match[str]) -> None:
    party = found["kind"] is not None
    digits = found["party"] if party else found["state"]
    symbol = f"{found['kind']}/{found['agency']}" if party else found["symbol"]
    symbol = re.sub(r"\s*([-/])\s*", r"\1", symbol.replace("–", "-")).rstrip(".")
    group = "party" if party else "state"
    number = re.sub(r"\s+", "", digits) if digits else None
    start = found.start(group) if digits else found.start()
    state.put("number", number, base + start, base + (found.end(group) if digits else found.end()), "number")
    at = found.start("kind") if party else found.start("symbol")
    state.put("symbol", symbol, base + at, base + found.end(), "symbol")
    system: System = "party" if party else "state"
    if number and "/" in number:
        system = "normative"
    state.put("system", system, base + found.start(), base + found.end(), "code_grammar")
    if number:
        code = f"{number}-{symbol}" if party else f"{number}/{symbol}"
        state.put("code", code, base + start, base + found.end(), "code_grammar")
    state.symbol_parts = tuple(re.split(r"[-/]", symbol))


def _take_date(state: _State, base: int, found: re.Match[str]) -> None:
    def whole(*groups: str) -> int | None:
        digits = next((found[g] for g in groups if found[g]), "").strip(" .…_·\t")
        return int(digits) if digits.isdigit() else None

    day, month, year = whole("d"), whole("m", "m2"), whole("y", "y2")
    start, end = _interval(year, month, day)
    printed = PrintedDate(found.group().strip(), start, end)
    state.put("date", printed, base + found.start(), base + found.end(), "date_line", 1.0 if day else 0.7)


def _interval(year: int | None, month: int | None, day: int | None) -> tuple[date | None, date | None]:
    """The days that a date with blanks may mean; None where they cannot be told."""
    if year is None or not 1900 <= year <= 2200:
        return None, None
    if month is None or not 1 <= month <= 12:
        return date(year, 1, 1), date(year, 12, 31)
    length = calendar.monthrange(year, month)[1]
    if day is None or not 1 <= day <= length:
        return date(year, month, 1), date(year, month, length)
    return date(year, month, day), date(year, month, day)


# -- subject and addressees ------------------------------------------------------------------------


def _compose(state: _State, window: Sequence[int], last: int) -> tuple[int, tuple[int, ...]]:
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


def _under_title(state: _State, window: Sequence[int]) -> tuple[tuple[int, ...], int]:
    """The rows under the title that say what the document is about, and the last row of the title."""
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
        if _RULE.fullmatch(row.text):
            if taken or place > 3:
                end = i
                break
            end = i
            continue
        if _boxed(row.text) or state.kinds.get(i) == "letterhead" and not taken:
            end = i
            continue
        if (_BY.match(plain) or names.agency_head(row.text)) and not taken and row.text.isupper() and not spans:
            name = row.text[_BY.match(plain).end() :] if _BY.match(plain) else row.text  # type: ignore[union-attr]
            state.put("by", name, row.end - len(name), row.end, "under_title")
            end = i
            continue
        if row.grid is not None or not _continues_subject(state, taken, i, len(spans) > 0):
            break
        taken.append(i)
        spans.append((row.start, row.end))
        end = i
    if spans:
        value = " ".join(" ".join(state.text[a:b].split()) for a, b in spans)
        state.put("subject", value.strip(" .*-–"), spans[0][0], spans[-1][1], "under_title")
    return tuple(taken), end


def _continues_subject(state: _State, taken: list[int], i: int, begun: bool) -> bool:
    row = state.rows[i]
    if _ADDRESS.match(fold(row.text)) or row.text.startswith("(") and not row.text[1:2].islower():
        return False
    if not begun:
        return not list_mark(row.text) and len(row.text) < 600
    if not taken:
        return row.text[:1].islower()
    before = state.rows[taken[-1]]
    if row.gap or len(taken) >= 12:
        return False
    if row.text[:1].islower() or before.text.endswith((",", ";", "-", "–")):
        return True
    if list_mark(row.text) or _opens_body(row.text) or len(before.text) > 130 or len(row.text) > 130:
        return False
    if row.text.isupper() != before.text.isupper() or _PROSE_END.search(before.text):
        return False
    if row.box is not None and before.box is not None:
        height = before.box.y1 - before.box.y0
        middle = (row.box.x0 + row.box.x1 - before.box.x0 - before.box.x1) / 2
        return row.box.y0 - before.box.y1 < height and abs(middle) < 12
    closes = _rows_to_gap(state.rows, i)
    return closes is not None and closes <= 6


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


def _under_number(state: _State, window: Sequence[int]) -> tuple[int, ...]:
    """The rows of "V/v …" under a letter's number; other pieces may stand between them."""
    rows = state.rows
    about = state.fields["about"]
    first: int = about.value
    taken = [first]
    spans = [(about.start, rows[first].end)]
    for i in (i for i in window if i > first):
        row = rows[i]
        if _ADDRESS.match(fold(row.text)):
            break
        if state.kinds.get(i) == "letterhead" or i in state.anchors:
            continue  # the other column
        before = rows[taken[-1]]
        lower = row.text[:1].islower() or row.text[:1].isdigit() and not list_mark(row.text)
        apart = row.gap > 0 or any(rows[j].gap for j in range(taken[-1] + 1, i))
        other = i > taken[-1] + 1
        if list_mark(row.text) or len(row.text) > _LONG:
            break
        capital = len(before.text) < 60 and len(row.text) < 60 and not _opens_body(row.text) and not other
        if row.box is not None and before.box is not None:
            capital = capital and abs(row.box.x0 + row.box.x1 - before.box.x0 - before.box.x1) < 60
        if apart and not (lower and other) or not (lower or capital):
            break
        taken.append(i)
        spans.append((row.start, row.end))
    value = " ".join(" ".join(state.text[a:b].split()) for a, b in spans)
    if shared := state.fields.get("date"):
        inside = value.find(shared.value.text)
        if inside > 0:
            value = value[:inside].strip(" ,")
            if place := state.fields.get("place"):
                value = value.removesuffix(place.value).strip()
    state.put("subject", value.strip(" .*"), spans[0][0], spans[-1][1], "ve_viec")
    return tuple(taken)


_ADDRESSEE = re.compile(r"\s*[-–+•]\s*")


def _addressees(state: _State, window: Sequence[int]) -> int:
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
        closed = bool(values) and values[-1].endswith(".")
        dash = _ADDRESSEE.match(row.text)
        if dash:
            if row.gap and values and closed or len(row.text) > _LONG:
                break
            values.append(row.text)
        else:
            if closed and not row.text.startswith("("):
                break
            if values and (row.gap or len(row.text) > 100 or list_mark(row.text) or _opens_body(row.text)):
                break
            lower = row.text[:1].islower() or row.text.startswith("(")
            going = bool(values) and values[-1].endswith((",", ";", "-"))
            listed = bool(values) and _ADDRESSEE.match(values[-1])
            if not values:
                values.append(row.text)
            elif going and not lower and not listed:
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


# -- the whole -------------------------------------------------------------------------------------


def _agencies(state: _State) -> list[tuple[str, int, int]]:
    """Issuer lines joined: a new name begins where a row begins like an agency."""
    joined: list[tuple[str, int, int]] = []
    for piece, start, end in state.issuers:
        if joined and not names.agency_head(piece):
            before, first, _ = joined[-1]
            joined[-1] = (f"{before} {piece}", first, end)
        else:
            joined.append((piece, start, end))
    return joined


def _issuer(state: _State) -> None:
    agencies = [(names.natural(piece), a, b) for piece, a, b in _agencies(state)]
    if len(agencies) > 1:
        parent, start, end = agencies[0]
        state.put("parent_issuer", parent, start, end, "first_agency")
    if agencies:
        issuer, start, end = agencies[-1]
        above = agencies[-2][0] if len(agencies) > 1 else None
        if by := state.fields.get("by"):
            if state.party:
                if above is None:
                    state.put("parent_issuer", issuer, start, end, "first_agency")
                above = issuer
                issuer, start, end = names.natural(by.value), by.start, by.end
        state.put("issuer", _completed(issuer, above, party=state.party), start, end, "agency_lines")
        return
    if by := state.fields.get("by"):
        state.put("issuer", names.natural(by.value), by.start, by.end, "under_title", 0.8)


def _completed(issuer: str, parent: str | None, *, party: bool) -> str:
    """The issuer with the place that its letterhead leaves to the line above it."""
    place = names.proper_part(parent) if parent else None
    if not parent or not place or names.proper_part(issuer):
        return issuer
    if names.ends_with_unit(issuer) or (party and fold(issuer).endswith(" uy")):
        return f"{issuer} {place}"
    committee = re.match(r"(?:Tỉnh|Thành|Huyện|Thị|Quận|Đảng) ủy\b", parent)
    return f"{issuer} {parent}" if party and committee else issuer


def _header(state: _State) -> Letterhead:
    _issuer(state)
    if "issuer" not in state.fields and state.title is not None:
        area = state.text[state.rows[state.title].start :][:900]
        if attached := _ATTACHED.search(fold(area)):
            start = state.rows[state.title].start
            a, b = start + attached.start("issuer"), start + attached.end("issuer")
            state.put("issuer", names.natural(state.text[a:b]), a, b, "attached_to", 0.8)
    _kind(state)
    fields = state.fields
    if "system" not in fields and state.party:
        state.put("system", "party", 0, 0, "party_title", 0.9)
    shown = (
        "parent_issuer", "issuer", "number", "symbol", "code", "system", "type",
        "place", "date", "subject", "addressees", "urgency", "secrecy",
    )  # fmt: skip
    values = {name: fields[name].value for name in shown if name in fields}
    evidence = {
        name: Evidence(f.start, f.end, f.rule, f.confidence, _boxes(state.rows, f.start, f.end)).to_dict()
        for name in shown
        if (f := fields.get(name)) is not None and f.value is not None
    }
    return Letterhead(**values, evidence=evidence)


def _kind(state: _State) -> None:
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
        row.box for row in rows[:_REACH] if row.box is not None and row.start < end and start < row.end
    )
