"""Rows -> the pieces of a letterhead: state title, number, date, place, boxes, title, issuer lines.

The two columns of a letterhead arrive in any order: one after the other, line by line, or both in
one line. So each row is cut into pieces by what they are, and what is left over in capitals names
the issuer. Matching is on folded text, so that missing tone marks and both tone placements make no
difference.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from ..model import BlockKind, PrintedDate, System
from ..rules import table
from ..text import UPPER, fold
from . import names
from .layout import Row
from .marks import list_mark

REACH = 60  # rows within which a letterhead ends
_GAP = 10  # rows without a piece of letterhead between two pieces
LONG = 180  # a longer row is prose
_BOX = 24  # a word in a box is shorter

_BLANK = r"[\s.…_·]*"
_SYMBOL = r"[A-ZĐ][A-ZĐa-zđ0-9&]*(?!\w)(?:\s?[-–]\s?[A-ZĐ][A-ZĐa-zđ0-9&.]*(?!\w))*"
_NUMBER = re.compile(
    rf"""
    (?:^|(?<=\s)) (?:S[ốôóồòoổộõ]|SỐ)\s*[:.]?\s*
    (?:
        (?P<state>\d+[a-zA-Z]?(?:\s*/\s*(?:19|20)\d\d)?)? {_BLANK} /\s*(?P<symbol>{_SYMBOL})
      | (?P<party>\d+[a-zA-Z]?)? {_BLANK} [-–]\s*
        (?P<kind>[A-ZĐ][A-Za-zĐđ]*)\s*/\s*(?P<agency>{_SYMBOL})
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
_COLUMN_PLACE = re.compile(  # all of a column: "Hà nội," in a careless hand
    rf"(?:^|\s{{2,}})(?P<place>[{UPPER}][^\W\d_]*(?:\s[^\W\d_]+){{0,4}})\s*,\s*$"
)
_MOTTO = re.compile(
    r"cong\s*hoa\s+xa\s+h[o0]i\s+chu\s+nghia\s+v[il1|][eé]?t\s+nam"
    r"|doc\s*lap\s*[-–—.]*\s*tu\s*do\s*[-–—.]*\s*hanh\s*phuc"
)
_BETWEEN = r"[\s\-–—.]*"
_MOTTOES = (
    "cong hoa xa hoi chu nghia viet nam", "doc lap tu do hanh phuc", "dang cong san viet nam",
)  # fmt: skip
_PARTY_MOTTO = re.compile(r"dang\s+cong\s+san\s+v[il1|]et\s+nam")
RULE = re.compile(r"[\s*_\-–—=~.…o°]+")
ABOUT = re.compile(r"(?:v\s*/\s*v|ve\s+viec|trich\s+yeu)(?!\w)[\s:.]*")
BY = re.compile(r"cua\s+")
ADDRESS = re.compile(r"kinh\s*g[uo]i\s*[:.]?\s*")
_WIRED = re.compile(r"(?:^|\s)dien(?:\s+gui)?\s*:\s*$")  # CHỦ TỊCH UBND TỈNH MỸ LÂM điện:


@dataclass(slots=True)
class Field:
    """A value with where it was read."""

    value: Any
    start: int
    end: int
    rule: str
    confidence: float = 1.0


@dataclass(slots=True)
class State:
    text: str
    rows: Sequence[Row]
    fields: dict[str, Field] = field(default_factory=dict)
    kinds: dict[int, BlockKind] = field(default_factory=dict)
    issuers: list[tuple[str, int, int]] = field(default_factory=list)
    beside: dict[int, tuple[int, int]] = field(default_factory=dict)  # text left of a known piece
    anchors: list[int] = field(default_factory=list)
    title: int | None = None
    broken: tuple[str, ...] = ()  # the words of a motto that its row had no room for
    symbol_parts: tuple[str, ...] = ()

    @property
    def party(self) -> bool:
        """Whether the head of the Party's documents stands above."""
        return "party_motto" in self.fields

    def put(
        self, name: str, value: Any, start: int, end: int, rule: str, confidence: float = 1.0
    ) -> None:
        self.fields.setdefault(name, Field(value, start, end, rule, confidence))


@cache
def types() -> dict[str, str]:
    """Folded name of a kind of document -> its abbreviation."""
    return {
        fold(names.usual_tone(str(row["name"]))): str(row["code"]) for row in table("doc_types")
    }


@cache
def title_pattern() -> re.Pattern[str]:
    spaced = (
        r"\s*".join(map(re.escape, name.replace(" ", "")))
        for name in sorted(types(), key=len)[::-1]
    )
    return re.compile(rf"(?P<name>{'|'.join(spaced)})(?!\w)")


@cache
def _whole(kind: str) -> re.Pattern[str]:
    return re.compile(rf"\W*(?P<word>{names.folded_pattern(kind)})(?:\s+lan\s+(?:thu\s+)?\w+)?\W*")


@cache
def _openings() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, names.phrases('opening')))})(?!\w)")


def scan(state: State, window: Sequence[int]) -> int | None:
    """Read the pieces of all rows down to the last one of the letterhead; its index, or None."""
    last: int | None = None
    seen_address = False
    for place, i in enumerate(window):
        row = state.rows[i]
        if row.grid is not None or (last is not None and place - window.index(last) > _GAP):
            break
        plain = fold(row.text)
        if len(row.text) > LONG and not (ABOUT.match(plain) or title_pattern().match(plain)):
            break
        if list_mark(row.text) and not seen_address and state.title is not None:
            break
        if (
            state.title is not None
            and state.title < i
            and opens_body(row.text)
            and not ADDRESS.match(plain)
        ):
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


def opens_body(text: str) -> bool:
    return _openings().match(text) is not None


def _pieces(state: State, i: int, plain: str) -> bool:
    """Take the known pieces out of row ``i``; the rest may name the issuer. Was any found?"""
    row = state.rows[i]
    base = row.start
    taken: list[tuple[int, int]] = []

    def take(start: int, end: int) -> None:
        taken.append((start, end))

    if RULE.fullmatch(row.text):
        return bool(state.anchors)
    for found in _MOTTO.finditer(plain):
        state.put("motto", True, base + found.start(), base + found.end(), "motto")
        take(*found.span())
    for found in _PARTY_MOTTO.finditer(plain):
        # a scan may have read I as l
        if (
            row.text[found.start() : found.end()].replace("l", "I").isupper()
            or found.group() == plain
        ):
            state.put("party_motto", True, base + found.start(), base + found.end(), "motto")
            take(*found.span())
    for name, start, end in _broken(state, row.text, plain):
        state.put(name, True, base + start, base + end, "motto")
        take(start, end)
    about = ABOUT.match(plain)
    number = (
        _NUMBER.search(row.text) if state.title is None or "number" not in state.fields else None
    )
    dated = _DATE.search(row.text)
    beside = dated and _PLACE.fullmatch(row.text[: dated.start()]) and dated.span()
    if (
        number
        and "number" not in state.fields
        and not about
        and _stands_alone(row.text, number, [*taken, (0, beside[1])] if beside else taken)
    ):
        _take_number(state, base, number)
        take(*number.span())
    if dated and "date" not in state.fields:
        column = max((end for _, end in taken if end <= dated.start()), default=0)
        before = row.text[column : dated.start()]
        place = _COLUMN_PLACE.search(before) or _PLACE.search(before)
        blank_place = re.search(r"[….]{2,}\s*,\s*$", row.text[: dated.start()])
        after = min((a for a, _ in taken if a >= dated.end()), default=len(row.text))
        tail = row.text[dated.end() : after].strip(" .;,")
        if (place or blank_place) and (not tail or boxed(tail)):
            _take_date(state, base, dated)
            start = dated.start()
            if place:
                start = column + place.start("place")
                state.put(
                    "place",
                    names.usual_tone(" ".join(place["place"].split())),
                    base + start,
                    base + column + place.end("place"),
                    "place_before_date",
                )
            take(start, dated.end())
    address = ADDRESS.match(plain)
    if address is None and state.title is not None:
        address = _WIRED.search(plain)
    if address:
        state.put("addressees", None, base + address.end(), row.end, "kinh_gui")
        state.anchors.append(i)
        state.kinds[i] = "letterhead"
        return True
    if about and "about" not in state.fields and state.title is None:
        end = min((base + a for a, _ in taken), default=row.end)
        state.put("about", i, base, end, "ve_viec")
        state.kinds[i] = "title"
        state.anchors.append(i)
        return True
    found_any = bool(taken)
    for start, end in _left_over(row.text, taken):
        known = _leftover(state, i, start, end)
        found_any = found_any or known
        if start == 0 and not known and taken:
            state.beside[i] = (base, base + end)
    if found_any:
        state.anchors.append(i)
    return found_any


@cache
def _halves() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """For each motto a regex for its first words at the end of a row, and all its words."""
    found: list[tuple[re.Pattern[str], tuple[str, ...]]] = []
    for motto in _MOTTOES:
        first, second, *more = words = tuple(motto.split())
        nested = "".join(rf"(?:{_BETWEEN}{word}" for word in more) + ")?" * len(more)
        opening = rf"(?:^|\s{{2,}})(?P<half>{first}{_BETWEEN}{second}{nested})[\s\-–—.]*$"
        found.append((re.compile(opening), words))
    return tuple(found)


def _broken(state: State, text: str, plain: str) -> Iterator[tuple[str, int, int]]:
    """The places of a motto broken over two rows of a narrow column, and what they show."""
    if state.broken:
        rest = rf"(?P<rest>{_BETWEEN.join(state.broken)})\s*$"
        # "NAM" alone may end the name beside it: it must stand apart
        apart = r"(?:^|\s{2,})" if len(state.broken) == 1 else r"(?:^|\s)"
        if found := re.search(apart + rest, plain):
            yield "motto", *found.span("rest")
        state.broken = ()
    for pattern, words in _halves():
        if (found := pattern.search(plain)) is None:
            continue
        size = len(re.findall(r"\w+", found["half"]))
        if size < len(words) and (words[0] == "doc" or text[found.start() :].isupper()):
            state.broken = words[size:]
            yield "party_motto" if words[0] == "dang" else "motto", *found.span("half")


def _stands_alone(text: str, number: re.Match[str], taken: list[tuple[int, int]]) -> bool:
    """Whether a number is the letterhead's own: at the row's start or after a column taken out."""
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


def boxed(text: str) -> bool:
    plain = fold(text)
    return any(_whole(kind).fullmatch(plain) for kind in ("urgency", "secrecy", "draft"))


def _leftover(state: State, i: int, start: int, end: int) -> bool:
    """One piece that is none of the fixed ones: a box, the title, a name of an agency."""
    piece = state.rows[i].text[start:end]
    if _box(state, i, start, end):
        return True
    if piece.isupper():  # a box beside a name: "SỞ TÀI CHÍNH KHẨN"
        for cut in (m.start() for m in re.finditer(r"\s", piece[-_BOX:])):
            at = max(0, len(piece) - _BOX) + cut
            if boxed(piece[at:]):
                _box(state, i, start + at + 1, end)
                _leftover(state, i, start, start + at)
                return True
    if state.title is not None:
        return False
    return (start == 0 and _title(state, i, end)) or _agency(state, i, start, end)


def _box(state: State, i: int, start: int, end: int) -> bool:
    """Urgency, secrecy or the mark of a draft."""
    row = state.rows[i]
    piece = row.text[start:end]
    plain = fold(names.usual_tone(piece))
    for kind in ("urgency", "secrecy", "draft"):
        if _whole(kind).fullmatch(plain) and (piece.isupper() or kind == "draft"):
            if kind != "draft":
                value = names.usual_tone(piece.strip(" ()[].,:"))
                state.put(kind, value, row.start + start, row.start + end, kind)
            return True
    return False


def _title(state: State, i: int, end: int) -> bool:
    """The kind of document in capitals, alone or before the subject; or "HỎA TỐC, V/v …"."""
    row = state.rows[i]
    piece = row.text[:end]
    comma = piece.find(",", 0, _BOX)
    if comma > 0 and ABOUT.match(fold(piece[comma + 1 :].lstrip())) and _box(state, i, 0, comma):
        rest = piece[comma + 1 :].lstrip()
        state.put("about", i, row.start + end - len(rest), row.end, "ve_viec")
        state.kinds[i] = "title"
        return True
    plain = fold(names.usual_tone(piece))
    found = title_pattern().match(plain)
    if found is None:
        return False
    alone = found.end() == len(plain)
    begun = not {"motto", "symbol", "date"}.isdisjoint(state.fields) or state.party
    capitals = piece[: found.end()].isupper()
    by = BY.match(plain, found.end() + 1)
    if not (
        (alone and (capitals or begun))
        or (capitals and not piece.isupper())
        or (begun and capitals and "about" not in state.fields)
        or (begun and by and names.agency_head(piece[by.end() :]))
    ):
        return False
    state.title = i
    at = row.start
    state.put("type", types()[unspaced(found["name"])], at, at + found.end(), "title")
    state.put("title", i, at, row.end, "title")
    if by:
        state.put("by", piece[by.end() :], at + by.end(), at + end, "title")
    elif not alone:
        state.put("inline", (at + found.end(), row.end), at + found.end(), row.end, "title")
    state.kinds[i] = "title"
    return True


def _agency(state: State, i: int, start: int, end: int) -> bool:
    """A line of the issuer's name, in capitals; beside the state title in small letters too."""
    row = state.rows[i]
    piece = row.text[start:end]
    if not 3 < len(piece) < 120 or list_mark(piece) or re.match(r"[\d(]", piece):
        return False
    head = names.agency_head(piece)
    if not piece.isupper():
        first = (
            not state.anchors and not state.issuers and i < 3 and not re.search(r"[.;:,]", piece)
        )
        if not head or len(piece) > 60 or not (first or len(piece) < len(row.text)):
            return False
    elif not head:
        near = state.issuers and state.rows[i - 1].end >= state.issuers[-1][2]
        odd = re.search(r"\d", piece) and not names.unit_head(piece)
        if not state.issuers or odd or ("symbol" in state.fields and not near):
            return False
    state.issuers.append((piece, row.start + start, row.start + end))
    return True


def unspaced(found: str) -> str:
    """The name of a kind as the table has it, for one that may be printed with spaced letters."""
    plain = re.sub(r"\s+", "", found)
    return next(name for name in types() if name.replace(" ", "") == plain)


def _take_number(state: State, base: int, found: re.Match[str]) -> None:
    party = found["kind"] is not None
    digits = found["party"] if party else found["state"]
    symbol = f"{found['kind']}/{found['agency']}" if party else found["symbol"]
    symbol = re.sub(r"\s*([-/])\s*", r"\1", symbol.replace("–", "-")).rstrip(".")
    group = "party" if party else "state"
    number = re.sub(r"\s+", "", digits) if digits else None
    start = found.start(group) if digits else found.start()
    state.put(
        "number",
        number,
        base + start,
        base + (found.end(group) if digits else found.end()),
        "number",
    )
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


def _take_date(state: State, base: int, found: re.Match[str]) -> None:
    def whole(*groups: str) -> int | None:
        digits = next((found[g] for g in groups if found[g]), "").strip(" .…_·\t")
        return int(digits) if digits.isdigit() else None

    day, month, year = whole("d"), whole("m", "m2"), whole("y", "y2")
    start, end = _interval(year, month, day)
    printed = PrintedDate(found.group().strip(), start, end)
    state.put(
        "date", printed, base + found.start(), base + found.end(), "date_line", 1.0 if day else 0.7
    )


def _interval(
    year: int | None, month: int | None, day: int | None
) -> tuple[date | None, date | None]:
    """The days that a date with blanks may mean; None where they cannot be told."""
    if year is None or not 1900 <= year <= 2200:
        return None, None
    if month is None or not 1 <= month <= 12:
        return date(year, 1, 1), date(year, 12, 31)
    length = calendar.monthrange(year, month)[1]
    if day is None or not 1 <= day <= length:
        return date(year, month, 1), date(year, month, length)
    return date(year, month, day), date(year, month, day)
