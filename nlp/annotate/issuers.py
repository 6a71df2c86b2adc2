"""Whose document it is: the name of an agency or officer beside a citation, or the symbol alone."""

from __future__ import annotations

import re
from functools import cache

from ..rules import alternatives, table
from ..text import UPPER, squeeze
from .places import clause_start

_W = r"[^\S\n]"


def cue_words(kind: str) -> list[str]:
    """All words of a kind of ``rules/citation_cues.toml``."""
    return [word for row in table("citation_cues") if row["kind"] == kind for word in row["words"]]


_TOKEN = re.compile(
    rf"[^\W\d_]+(?:&[^\W\d_]+)*|\d{{1,3}}(?={_W}+(?:tỉnh|huyện|Trung))|(?P<dash>[-–&])"
)
_OF = re.compile(rf"{_W}*,?{_W}*(?:của|do){_W}+(?=[{UPPER}])")
_TERM = re.compile(rf"{_W}*(?:\((?:khóa|khoá){_W}+\w{{1,6}}\)|(?:khóa|khoá){_W}+[IVXL\d]+(?!\w))")
_STOP = re.compile(rf"{alternatives(cue_words('stop'))}(?!\w)")
_LONGEST = 18  # words in a name


@cache
def _levels() -> frozenset[str]:
    return frozenset(word for phrase in cue_words("level") for word in phrase.split())


_DOCUMENT = re.compile(
    alternatives(
        [
            row["name"].capitalize()
            for name in ("document_names", "doc_types")
            for row in table(name)
        ]
    )
    + r"(?!\w)"
)  # "… và Nghị quyết" begins another document


def name_end(flat: str, start: int) -> int:
    """Where the name that begins at ``start`` ends (``start`` if none begins there).

    A name is capital words with their second syllables ("Kế hoạch"), levels ("tỉnh"), and "và", "-"
    or a comma only where the name goes on with a capital.
    """
    end, at, small = start, start, 0
    for _ in range(_LONGEST):
        match = _TOKEN.match(flat, at)
        if match is None:
            break
        word = match.group()
        if word[0].isupper():
            small = 4 if word.isupper() and len(word) > 1 else 0
            end = match.end()
        elif word in _levels() and not _STOP.match(flat, at):
            small, end = 4, match.end()
        elif match["dash"] or word == "và":
            follower = _skip(flat, match.end())
            if not flat[follower : follower + 1].isupper() or _DOCUMENT.match(flat, follower):
                break
        elif small > 2 or end == start or _STOP.match(flat, at):
            break
        else:
            small += 1
            end = match.end()
        at = _skip(flat, match.end())
        if at == match.end() and flat[at : at + 1] not in ("-", "–", "&"):
            break
    return end


def _skip(flat: str, at: int) -> int:
    while at < len(flat) and flat[at] in " \t\xa0":
        at += 1
    return at


def issuer_after(flat: str, end: int) -> tuple[int, str | None]:
    """The issuer in "… của Ban Bí thư (khóa XII)": where it ends, and the name."""
    found = _OF.match(flat, end)
    if found is None:
        return end, None
    stop = name_end(flat, found.end())
    if stop == found.end():
        return end, None
    if term := _TERM.match(flat, stop):
        stop = term.end()
    return stop, squeeze(flat[found.end() : stop])


_MAKES = re.compile(rf"{_W}+{alternatives(cue_words('makes'))}{_W}+(?:các{_W}+)?\Z")
_AT = re.compile(rf"{_W}+{alternatives(cue_words('at'))}{_W}+(?:các{_W}+)?\Z")
_NAME_START = re.compile(rf"(?<![^\s(“\"])[{UPPER}]")


def issuer_before(flat: str, start: int, floor: int) -> str | None:
    """The issuer before: "UBND huyện ban hành Công văn …", "của Sở Xây dựng tại Tờ trình …".

    The name begins at or after ``floor``; None where none stands there.
    """
    begin = max(floor, clause_start(flat, start, 120))
    before = flat[begin:start]
    cue = _MAKES.search(before) or _AT.search(before)
    if cue is None:
        return None
    owned = cue.re is _AT
    for first in _NAME_START.finditer(before, 0, cue.start()):
        if owned and not before.endswith("của ", 0, first.start()):
            continue
        if name_end(before, first.start()) == cue.start():
            return squeeze(before[first.start() : cue.start()])
    return None


def is_made(low: str, start: int) -> bool:
    """Whether the document at ``start`` is said to be issued there: "… ban hành Công văn"."""
    return bool(_MAKES.search(low, max(0, start - 24), start))


@cache
def _symbols() -> dict[str, str]:
    return {row["symbol"]: row["issuer"] for row in table("issuers")}


def issuer_of(symbol: str) -> str | None:
    """Whose symbol it is, where the symbol alone says so; a joint document has several."""
    parts = re.split(r"[-/]", symbol)
    known = [name for part in parts if (name := _symbols().get(re.sub(r"\d+$", "", part)))]
    return known[0] if len(known) == 1 and "LT" not in parts[0] else None
