"""Rows -> the foot of a document: recipients ("Nơi nhận"), authority, title and name of the signer.

They come in either order, or line by line when the two columns were flattened
("- Lưu: VT. Lê Văn An"). Only what stands after the letterhead is searched; a text without
"Nơi nhận" and without a signature has no foot. An annex may follow it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from ..model import Evidence, Footer
from ..rules import table
from ..text import LOWER, UPPER, fold
from . import names
from .layout import Row
from .marks import list_mark

_RECIPIENTS = re.compile(r"n[o0][il1]\s+nh[aạ]n\s*[:.;]?\s*")
_SIGNED = re.compile(r"\W*(?:da\s+ky|ky\s+ten|ky,?\s+(?:ghi\s+ro\s+ho\s+ten|dong\s+dau)).*")
_SIGNED_TAIL = re.compile(r"\s*\(?\b[Đđ]ã ký\)?\W*$")
_DASH = re.compile(r"\s*[-–+•*]\s*")
_CAPITAL = re.compile(rf"\s+(?=[{UPPER}])")
_GAP = re.compile(r"(?<=\S)(?:\t\s*|\s{3,})(?=\S)")
# A word of a name, with those of the highlands: H'Hen, K’Brỡm, Y-Bhăn.
_PART = rf"[{UPPER}][{LOWER}]*(?:['’\-][{UPPER}]?[{LOWER}]+)?"
_STANDING = "thuong truc"
_LONGEST = 400  # a recipient with all its lines is shorter
_LINE = 90  # a line above a signature is shorter
_REACH = 14  # rows within which the name follows the title
_SPAN = 40  # rows within which the parts of a foot stand together


@dataclass(slots=True)
class Reading:
    footer: Footer = field(default_factory=Footer)
    rows: frozenset[int] = frozenset()


@dataclass(slots=True)
class _State:
    rows: Sequence[Row]
    authority: list[tuple[str, int, int]] = field(default_factory=list)
    titles: list[tuple[str, int, int]] = field(default_factory=list)
    signer: tuple[str, int, int] | None = None
    recipients: list[tuple[str, int, int]] = field(default_factory=list)


@cache
def _authority() -> re.Pattern[str]:
    marks = sorted(
        {str(r["phrase"]) for r in table("letterhead") if r["kind"] == "authority"}, key=len
    )[::-1]
    dotted = "|".join(re.escape(m) for m in marks)
    slashed = "|".join(re.escape(m) for m in marks if "/" in m)
    return re.compile(
        rf"(?P<mark>(?:{dotted})(?=\s*[.,]\s*)|(?:{slashed}|TM|KT|TL|TUQ)(?=\s))[\s.,]*(?P<of>[{UPPER}].*)"
    )


@cache
def _marks() -> dict[str, str]:
    return {
        str(r["phrase"]): str(r["mark"]) for r in table("letterhead") if r["kind"] == "authority"
    }


@cache
def _titles() -> tuple[re.Pattern[str], dict[str, str]]:
    known = {fold(p): p.upper() for p in names.phrases("signing_title")}
    heads = "|".join(re.escape(p) for p in sorted(known, key=len)[::-1])
    return re.compile(rf"(?:quyen\s+|q\.\s*)?(?:{heads})(?!\w)"), known


@cache
def _ranks() -> str:
    """A regex for degrees and ranks before a name: "PGS.TS. ", "Thượng tá "."""
    known = sorted(names.phrases("rank"), key=len)[::-1]
    return rf"(?:(?:{'|'.join(map(re.escape, known))})(?:[.,/\-][\s.,/\-]*|\s+))*"


@cache
def _name() -> re.Pattern[str]:
    """A whole row that names who signs."""
    return re.compile(
        rf"{_ranks()}(?P<name>{_PART}\.?(?:\s+{_PART}){{1,5}}|[{UPPER}]+(?:\s+[{UPPER}]+){{1,4}})"
    )


@cache
def _tail_name() -> re.Pattern[str]:
    """The name at the end of the last recipient's row, of two columns in one line."""
    return re.compile(
        rf"(?<!\bTP\.)(?<=[.;,])\s+{_ranks()}(?P<name>{_PART}(?:\s+{_PART}){{1,4}})\s*$"
    )


def read(rows: Sequence[Row], start: int, skipped: frozenset[int]) -> Reading:
    """The foot among ``rows`` from row ``start`` on."""
    usable = [i for i in range(start, len(rows)) if i not in skipped and rows[i].grid is None]
    if not usable:
        return Reading()
    anchors = _anchors(rows, usable)
    if not anchors:
        return Reading()
    return _read(rows, usable, anchors)


def _anchors(rows: Sequence[Row], usable: Sequence[int]) -> list[int]:
    """The rows of the first foot: "Nơi nhận", or a title in capitals above a name or the end."""
    found: list[int] = []
    for place, i in enumerate(usable):
        if found and i - found[-1] > _SPAN:
            break
        row = rows[i]
        if len(row.text) > 160:
            continue
        plain = fold(row.text)
        opens = _RECIPIENTS.match(plain) and (row.text[:2].isupper() or row.text.startswith("N"))
        column = _right_column(row.text, listing=False)
        if opens or (column and _signing(row.text[:column].rstrip())):
            found.append(i)
        elif _signing(row.text):
            below = [rows[j] for j in usable[place + 1 : place + 1 + _REACH]]
            if found or not below or _is_signature(row, below):
                found.append(i)
    return found


def _is_signature(row: Row, below: Sequence[Row]) -> bool:
    """Whether the rows below a title are those of a foot: more titles, a name, recipients."""
    for other in below:
        if _signing(other.text) or _SIGNED.fullmatch(fold(other.text)):
            continue
        return bool(
            _name().fullmatch(other.text) or _RECIPIENTS.match(fold(other.text))
        ) and not list_mark(row.text)
    return True


def _signing(text: str) -> bool:
    """Whether a row is a line above a signature: an authority mark or a title, in capitals."""
    if len(text) > _LINE or (list_mark(text) and not _authority().match(text)):
        return False
    if (found := _authority().match(text)) and found["of"].isupper():
        return True
    return text.isupper() and _titles()[0].match(fold(names.usual_tone(text))) is not None


def _read(rows: Sequence[Row], usable: Sequence[int], anchors: Sequence[int]) -> Reading:
    state = _State(rows)
    taken: set[int] = set()
    listing = False
    since_title = 0
    position = usable.index(anchors[0])
    last_anchor = anchors[-1]
    for i in usable[position:]:
        row = rows[i]
        if column := _right_column(row.text, listing=listing):
            _signature(state, row.text[:column].rstrip(), row.start)
            row = replace(row, text=row.text[column:], start=row.start + column)
        plain = fold(row.text)
        at = row.start
        if i > last_anchor and since_title > _REACH and not listing:
            break
        if found := _RECIPIENTS.match(plain):
            if state.recipients:
                break
            listing = True
            rest = row.text[found.end() :]
            at += found.end()
        else:
            rest = row.text
        since_title += 1
        if not rest or _SIGNED.fullmatch(fold(rest)) or re.fullmatch(r"[\W_]+", rest):
            taken.add(i)
            continue
        if listing and (found is not None or _is_recipient(state, row)):
            rest, at = _recipient(state, rest, at, opened=found is None)
            taken.add(i)
            if not rest:
                continue
        if _signing(rest):
            if state.signer is not None and not _authority_only(state):
                break  # the signature of an annex
            _sign(state, rest, at)
            since_title = 0
            taken.add(i)
            continue
        named = _name().fullmatch(rest.strip(" .*"))
        if named and state.signer is None and (state.titles or state.authority):
            begun = at + rest.index(named["name"])
            state.signer = (" ".join(named["name"].split()), begun, at + len(rest))
            taken.add(i)
            continue
        if i in taken:
            continue
        if state.signer is None and (state.titles or state.authority) and i <= last_anchor:
            taken.add(i)
            continue
        if i > last_anchor:
            break
        listing = False
    return Reading(_footer(state), _closed(usable, taken))


def _right_column(text: str, *, listing: bool) -> int:
    """Where the recipients begin in a row that has the signature left of them; 0 if it has none."""
    gap = _GAP.search(text)
    if gap is None or _DASH.match(text):
        return 0
    right = text[gap.end() :]
    begins = _RECIPIENTS.match(fold(right)) or (listing and _DASH.match(right))
    return gap.end() if begins else 0


def _signature(state: _State, text: str, at: int) -> None:
    """Take the piece of a signature that stands left of the recipients."""
    if _signing(text):
        _sign(state, text, at)
    elif (named := _name().fullmatch(text)) and state.titles and state.signer is None:
        state.signer = (" ".join(named["name"].split()), at, at + len(text))


def _authority_only(state: _State) -> bool:
    return not state.titles


def _closed(usable: Sequence[int], taken: set[int]) -> frozenset[int]:
    """The rows of the foot without holes."""
    if not taken:
        return frozenset()
    first, last = min(taken), max(taken)
    return frozenset(i for i in usable if first <= i <= last)


def _is_recipient(state: _State, row: Row) -> bool:
    if _DASH.match(row.text) and not _signing(row.text):
        return True
    if _signing(row.text) or (_name().fullmatch(row.text) and state.titles and not state.signer):
        return False
    if not state.recipients:
        return True
    before = state.recipients[-1][0]
    closed = before.endswith(".") or re.match(r"[Ll]ưu\b", _DASH.sub("", before, count=1))
    return not closed and len(row.text) < 120 and len(before) < _LONGEST and row.gap == 0


def _column(state: _State, text: str) -> int:
    """Where the other column begins in a row of recipients: at a wide gap, a title or a name."""
    if _signing(text):
        return 0
    if gap := _GAP.search(text):
        return gap.start()
    for found in _CAPITAL.finditer(text, max(0, len(text) - _LINE)):
        if _signing(text[found.end() :]):
            return found.start()
    if (state.titles or state.authority) and state.signer is None:
        tail = _tail_name().search(text)
        return tail.start() if tail else len(text)
    return len(text)


def _recipient(state: _State, text: str, at: int, *, opened: bool) -> tuple[str, int]:
    """Take a recipient off the front of a row; what is left is of the other column."""
    cut = _column(state, text)
    value = text[:cut]
    if value.strip():
        if opened and not _DASH.match(value) and state.recipients:
            before, start, _ = state.recipients[-1]
            state.recipients[-1] = (f"{before} {value}", start, at + cut)
        else:
            pieces = (
                re.split(r";\s*(?=\S)", value)
                if not _DASH.match(value) or ";" in value[:-1]
                else [value]
            )
            begun = 0
            for piece in pieces:
                begun = value.index(piece, begun)
                start, begun = at + begun, begun + len(piece)
                state.recipients.append((piece, start, at + begun))
    rest = text[cut:]
    return rest.strip(), at + cut + len(rest) - len(rest.lstrip())


def _sign(state: _State, text: str, at: int) -> None:
    found = _authority().match(text)
    if found and found["of"].isupper():
        state.authority.append((_marks()[found["mark"]], at, at + len(text)))
        return
    plain = fold(names.usual_tone(text)).strip(" .,:")
    title = _titles()[1].get(plain, " ".join(text.split()).strip(" .,:"))
    start = at
    if plain == _STANDING and state.titles:  # of two lines: PHÓ CHỦ TỊCH / THƯỜNG TRỰC
        above, start, _ = state.titles.pop()
        title = f"{above} {title}"
    state.titles.append((title, start, at + len(text)))


def _title(state: _State) -> tuple[str, int, int]:
    """The title of the signer, not the other post that may stand under it.

    KT. TRƯỞNG BAN / PHÓ TRƯỞNG BAN / CHỦ TỊCH UBND TỈNH: the first under the authority. Without an
    authority the last, unless only that one names its own office: TRƯỞNG BAN / GIÁM ĐỐC SỞ Y TẾ.
    """
    given = state.authority[-1][1] if state.authority else None
    under = [t for t in state.titles if given is not None and t[1] > given]
    if under:
        return under[0]
    bare = [t for t in state.titles if _titles()[0].fullmatch(fold(names.usual_tone(t[0])))]
    return (bare or state.titles)[-1]


def _footer(state: _State) -> Footer:
    values: dict[str, Any] = {}
    evidence: dict[str, Any] = {}

    def put(name: str, value: Any, start: int, end: int, rule: str) -> None:
        values[name] = value
        boxes = tuple(
            r.box for r in state.rows if r.box is not None and r.start < end and start < r.end
        )
        evidence[name] = Evidence(start, end, rule, 1.0, boxes).to_dict()

    if state.signer:
        put("signer", *state.signer, "name_under_title")
    if state.titles:
        put("title", *_title(state), "signing_title")
    if state.authority:
        marks = tuple(dict.fromkeys(mark for mark, _, _ in state.authority))
        put("authority", marks, state.authority[0][1], state.authority[-1][2], "authority_mark")
    recipients = tuple(
        value
        for text, _, _ in state.recipients
        if (
            value := _SIGNED_TAIL.sub("", _DASH.sub("", " ".join(text.split()), count=1)).strip(
                " .;,"
            )
        )
    )
    if recipients:
        put("recipients", recipients, state.recipients[0][1], state.recipients[-1][2], "noi_nhan")
    return Footer(**values, evidence=evidence)
