"""Names printed in capitals -> as they are written in a sentence: "SỞ TÀI CHÍNH" -> "Sở Tài chính".

The heads of agencies, the administrative units and the acronyms come from the rule table
``letterhead``; what follows a unit is a proper name, what follows another head is a field of work.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from ..rules import table
from ..text import UPPER, fold

# hoà -> hòa, uỷ -> ủy: the tone mark where Nghị định 30/2020/NĐ-CP prints it.
_USUAL = {
    first + unicodedata.normalize("NFC", second + tone): unicodedata.normalize("NFC", first + tone)
    + second
    for first, second in ("oa", "oe", "uy")
    for tone in "\u0300\u0301\u0303\u0309\u0323"
}
_OPEN = re.compile(rf"(?<!q)(?:{'|'.join(_USUAL)})(?!\w)", re.IGNORECASE)


# Numerals; what has a digit or "&"; letters without a vowel: PTNT, NN&PTNT.
_ABBREVIATED = re.compile(r"[IVXLC]+|\W+|.*\d.*|.+&.+|[BCDĐGHKLMNPQRSTVX]{2,}")
_LONGEST = 12  # words of a phrase
_FIRST = re.compile(r"[^ ,]*")
_NAME = 200  # the beginning of a row in which a name is looked for


def usual_tone(text: str) -> str:
    """One spelling for names: the tone mark of oa, oe, uy on the first vowel."""

    def move(match: re.Match[str]) -> str:
        found = match.group()
        moved = _USUAL[found.lower()]
        return "".join(m.upper() if f.isupper() else m for f, m in zip(found, moved, strict=True))

    return _OPEN.sub(move, text)


@cache
def phrases(kind: str) -> tuple[str, ...]:
    """The phrases of one kind in the rule table ``letterhead``, longest first."""
    found = {str(row["phrase"]) for row in table("letterhead") if row["kind"] == kind}
    return tuple(sorted(found, key=lambda p: (-len(p), p)))


@cache
def folded_pattern(kind: str) -> str:
    """A regex for the folded phrases of one kind; i and l may be mistaken, as scans do."""
    words = (
        r"\s*".join(
            re.escape(w).replace("i", "[il1]") if len(w) > 2 else re.escape(w)
            for w in fold(usual_tone(p)).split()
        )
        for p in phrases(kind)
    )
    return "(?:" + "|".join(words) + ")"


class _Form(NamedTuple):
    """A phrase as it is compared: in small letters, and without its marks."""

    phrase: str
    marked: str
    unmarked: str


@cache
def _forms(kind: str) -> dict[str, tuple[_Form, ...]]:
    """The phrases of one kind by their first word without marks, longest first."""
    found: dict[str, tuple[_Form, ...]] = {}
    for phrase in phrases(kind):
        marked = usual_tone(phrase.lower())
        form = _Form(phrase, marked, fold(marked))
        first = form.unmarked.split()[0]
        found[first] = (*found.get(first, ()), form)
    return found


def _beginning(kind: str, folded: str) -> tuple[_Form, ...]:
    """The phrases of one kind that begin with the first word of folded text."""
    first = _FIRST.match(folded)
    return _forms(kind).get(first.group() if first else "", ())


@cache
def _others() -> tuple[str, ...]:
    return tuple(fold(p) for p in phrases("no_agency"))


@cache
def _units() -> tuple[tuple[str, str], ...]:
    return tuple((fold(p), p) for p in phrases("unit"))


def agency_head(text: str) -> str | None:
    """The head with which ``text`` begins as the name of an agency ("Sở", "Ủy ban nhân dân").

    A head of one word must keep its marks, or "số" would be a "sở"; longer ones may lose theirs.
    """
    plain = usual_tone(" ".join(text[:_NAME].split()).lower())
    folded = fold(plain)
    if folded.startswith(_others()):
        return None
    for head, marked, unmarked in _beginning("agency", folded):
        if _begins(plain, marked) or (" " in marked and _begins(folded, unmarked)):
            return head
    return None


def unit_head(text: str) -> bool:
    """Whether ``text`` begins with an administrative unit ("quận 12")."""
    plain = fold(" ".join(text.split()))
    return any(_begins(plain, unit) for unit, _ in _units())


def natural(text: str) -> str:
    """A name printed in capitals as a sentence would write it; other names as they are."""
    text = usual_tone(" ".join(text.split())).strip(" ,.;:*-–_")
    if not text.isupper():
        return text[:1].upper() + text[1:]
    out: list[str] = []
    words = text.split(" ")
    acronyms = set(phrases("acronym"))
    at = 0
    proper = opening = headed = False
    while at < len(words):
        known = _known(words, at, proper=proper and not headed)
        if known is not None:
            phrase, length, proper = known
            out += phrase.split()
            opening = not proper
            headed = proper and phrase not in phrases("unit")
            at += length
            continue
        word = words[at]
        headed = False
        bare = word.strip(",;.()")
        if bare in acronyms or word in acronyms or _ABBREVIATED.fullmatch(bare):
            out.append(word)
            opening = opening or word == "-"
        elif fold(bare) in ("va", "cua", "ve", "cac", "truc", "thuoc") and not proper:
            out.append(word.lower())
            opening = True
            at += 1
            continue
        elif proper or opening:
            out.append(word.capitalize())
        else:
            out.append(word.lower())
        opening = word.endswith((",", "-"))
        at += 1
    name = " ".join(out)
    return name[:1].upper() + name[1:]


def _known(words: list[str], at: int, *, proper: bool) -> tuple[str, int, bool] | None:
    """(as written, number of words, whether a proper name follows) for the phrase at ``at``.

    Inside a proper name only the exact spelling of a longer head counts: Cao Phong is no "phòng".
    """
    rest = " ".join(words[at : at + _LONGEST]).lower()
    folded = fold(rest)
    agencies = _beginning("agency", folded)
    for phrase, marked, _ in agencies:
        if phrase.endswith(" ủy") and _begins(rest, marked):  # "tỉnh ủy" before "tỉnh"
            return phrase, 2, True
    for phrase, marked, _ in () if proper else _beginning("unit", folded):
        if _begins(rest, marked) and not _begins(rest, "xã hội"):
            return phrase, len(marked.split()), True
    for phrase, marked, unmarked in agencies:
        long = " " in marked or phrase.isupper()
        first = at == 0 and not proper
        if (long and _begins(rest, marked)) or (first and _begins(folded, unmarked)):
            return phrase, len(marked.split()), phrase.endswith("ủy") and long
    return None


def _begins(text: str, phrase: str) -> bool:
    return text == phrase or text.startswith((phrase + " ", phrase + ","))


def proper_part(name: str) -> str | None:
    """The proper name in "UBND huyện Kim An" -> "Kim An"; None without one."""
    found = re.search(
        rf"\b(?:{'|'.join(map(re.escape, phrases('unit')))}|ủy)\s+(?=[{UPPER}])(.+)$", name
    )
    return found[1] if found else None


def placed(name: str, place: str | None) -> str:
    """A name that ends in the place of the letterhead, which no unit tells from a field of work.

    "Sở Xây dựng kim an" of a paper signed at Kim An -> "Sở Xây dựng Kim An".
    """
    if place and name.lower().endswith(f" {place.lower()}"):
        return name[: -len(place)] + place
    return name


_COMMITTEE = ("UBND", "Ủy ban nhân dân")


def under(name: str, parent: str) -> str | None:
    """An office that leaves whose it is to the line above it; None if it says so itself.

    "Văn phòng" under "UBND tỉnh Kim An", "Thanh tra Sở" under "Sở Y tế Kim An", "Phòng Nội vụ"
    under "UBND huyện Kim An". A Sở, of which a province has one of each kind, is named alone.
    """
    head = agency_head(parent)
    if fold(name) == "van phong":
        return f"{name} {parent}"
    area = re.search(rf"\b(?:{'|'.join(map(re.escape, phrases('unit')))})\s+[{UPPER}].*$", parent)
    if head in _COMMITTEE and area and agency_head(name) not in (None, "Sở", *_COMMITTEE):
        return None if proper_part(name) or ends_with_unit(name) else f"{name} {area[0]}"
    ministry = head is not None and " " not in head and not head.isupper()  # Sở, Bộ; not UBND
    if head and ministry and name.lower().endswith(f" {head.lower()}"):
        return f"{name}{parent[len(head) :]}"
    return None


def ends_with_unit(name: str) -> bool:
    """Whether a name stops at its unit ("Thanh tra huyện"), the proper name left to the parent."""
    plain = fold(name)
    return any(plain.endswith(" " + unit) for unit, _ in _units())
