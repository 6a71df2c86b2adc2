"""Agencies in running text, and the offices they are.

``noun_phrase`` reads who is named at a place ("các sở, ban, ngành", "Chủ tịch UBND các xã, thị
trấn", "Sở Tài chính và UBND huyện") up to the verb, and ``members`` takes such a list apart.
``office`` knows the named ones: level, parent, the days a name was valid, and its successors after
the mergers of 2025. The words come from the rule tables ``agencies`` and ``directive_verbs``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from ..rules import table
from ..text import fold, squeeze
from .lexicon import Lexicon, Word, form
from .lexicon import words as syllables

_LONGEST = 70  # syllables of a list of agencies; longer ones are prose
_FRAMES = frozenset({"connector", "closing"})
_TELLING = 3  # letters of an abbreviation that can be told without its place
_ABBREVIATED = 5  # words of the longest abbreviation: "Sở LĐ-TB&XH"
_GLANCE = 60  # characters in which the head of a name stands
_HEADS = frozenset({"head", "group", "person", "office"})
_CUT = re.compile(r"\s*;\s*|\s*,\s*(?:và\s+)?|\s+(?:và|cùng)\s+")
_JOINT = re.compile(
    r"(?:HĐND|Hội đồng nhân dân|Quốc hội)\s+và\s+(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|đại biểu)",
    re.IGNORECASE,
)
_SALUTATION = re.compile(r"^(?:các\s+)?ông\s*[(,/]?\s*bà\)?\s*:?\s*", re.IGNORECASE)
_GROUP_OF = re.compile(
    r"(?:(?P<post>[^,;:()]{4,30}?)\s+)?[Cc]ác\s+(?P<head>[Ss]ở|[Bb]ộ|[Pp]hòng|[Bb]an)\s*:\s*"
)


@dataclass(frozen=True, slots=True)
class Office:
    """An office of a name: who is above it, when the name was valid, what followed it."""

    name: str
    level: str
    parent: str
    abbreviations: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    successors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """Words ``start`` to ``stop`` name agencies; the text is ``flat[begin:end]``."""

    start: int
    stop: int
    begin: int
    end: int


@cache
def _names() -> Lexicon[str]:
    entries = []
    for row in table("agencies"):
        entries.append((row["name"], row["kind"]))
        entries += [(a, row["kind"]) for a in _split(row["abbreviations"])]
    return Lexicon(entries)


@cache
def verbs() -> Lexicon[tuple[str, str]]:
    """(role, modality) of every phrase of the table ``directive_verbs``."""
    return Lexicon((r["word"], (r["role"], r["modality"])) for r in table("directive_verbs"))


@cache
def _clause_words() -> Lexicon[str]:
    return Lexicon((row["word"], row["role"]) for row in table("clause_words"))


def shapes(words: Sequence[Word], i: int, role: str) -> int:
    """How many syllables at ``i`` are a word of that role (table ``clause_words``); 0 if none."""
    length, roles = _clause_words().at(words, i)
    while length and role not in roles:
        length, roles = _clause_words().at(words, i, longest=length - 1)
    return length


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(",") if part.strip()]


@cache
def offices() -> tuple[Office, ...]:
    """The named offices of the table ``agencies``."""
    return tuple(
        Office(
            row["name"],
            row["level"],
            row["parent"],
            tuple(_split(row["abbreviations"])),
            date.fromisoformat(row["from"]) if row["from"] else None,
            date.fromisoformat(row["to"]) if row["to"] else None,
            tuple(_split(row["successors"])),
        )
        for row in table("agencies")
        if row["kind"] == "office"
    )


def office(name: str, *, on: date | None = None) -> Office | None:
    """The office that ``name`` (or an abbreviation) means on a day; None if the table has none.

    A name that was no longer valid on that day still finds its office: the document wins.
    """
    wanted = _key(name)
    found = [o for o in offices() if wanted in {_key(o.name), *map(_key, o.abbreviations)}]
    valid = [
        o
        for o in found
        if on is None
        or (
            (o.valid_from is None or o.valid_from <= on)
            and (o.valid_to is None or on <= o.valid_to)
        )
    ]
    return next(iter(valid or found), None)


@cache
def _spelled() -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """Abbreviations that stand for one name of the table and no other, in folded words."""
    meant: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for row in table("agencies"):
        name = _folded(row["name"])
        initials = "".join(word[0] for word in name)
        for short in map(_folded, _split(row["abbreviations"])):
            letters = "".join(short)
            whole = letters == initials or row["kind"] == "office"
            if whole and _TELLING <= len(letters) < len("".join(name)):
                meant.setdefault(short, set()).add(name)
    return {short: names.pop() for short, names in meant.items() if len(names) == 1}


@cache
def _begins() -> frozenset[str]:
    """The first words of abbreviations: few words are."""
    return frozenset(short[0] for short in _spelled())


def _folded(name: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", fold(name)))


@lru_cache(4096)  # the same few offices are named all through a document
def spelled_out(name: str) -> tuple[str, ...]:
    """The folded words of an agency's name, abbreviations written out, so that names compare.

    >>> spelled_out("UBND tỉnh Kim An") == spelled_out("Ủy ban nhân dân tỉnh Kim An")
    True
    >>> " ".join(spelled_out("Sở KH&ĐT"))
    'so ke hoach va dau tu'
    """
    given, words, at = _folded(name), list[str](), 0
    if _begins().isdisjoint(given):
        return given
    while at < len(given):
        ends = range(at + _ABBREVIATED, at, -1) if given[at] in _begins() else ()
        short = next((given[at:end] for end in ends if given[at:end] in _spelled()), None)
        words += _spelled()[short] if short else (given[at],)
        at += len(short) if short else 1
    return tuple(words)


def _key(name: str) -> str:
    return " ".join(form(s) for s in re.findall(r"\w+", name))


def starts_agency(words: Sequence[Word], i: int) -> int:
    """How many syllables from ``i`` on begin the name of an agency or of people; 0 if none."""
    return _head(words, i)[0]


def _head(words: Sequence[Word], i: int) -> tuple[int, bool]:
    """Syllables of the head at ``i``, and whether it needs a name ("đoàn", "trung tâm")."""
    k = i
    while skipped := shapes(words, k, "determiner"):
        k += skipped
    plural = k > i
    length, kinds = _names().at(words, k)
    if not length or not _HEADS.intersection(kinds):
        return 0, False
    after = k + length
    follows = words[after] if after < len(words) else None
    bare = length == 1 and not plural and "group" not in kinds
    if bare and follows is not None and not _names_more(words, after):
        return 0, False  # "tổ", "hội", "đoàn" alone are no agency
    verb, roles = verbs().at(words, k)
    acts = any(role in ("action", "performative") for role, _ in roles)
    if acts and (
        verb > length
        or (verb == length and not plural and (follows is None or not _names_more(words, after)))
    ):
        return 0, False
    return after - i, kinds == ("head",)


def _names_more(words: Sequence[Word], i: int) -> bool:
    """Whether a name goes on at ``i``: a capital, a determiner or another agency word."""
    word = words[i]
    return (
        word.capital
        or shapes(words, i, "determiner") > 0
        or (bool(_HEADS.intersection(_names().at(words, i)[1])) and not verbs().at(words, i)[0])
    )


def is_verb(words: Sequence[Word], i: int) -> tuple[int, frozenset[str]]:
    """Length and roles of the verb at ``i``; capitals and nouns that look like verbs are none.

    A length without roles is a phrase of a name, to be skipped whole.
    """
    word = words[i]
    length, values = verbs().at(words, i)
    if word.capital:  # "Trung tâm Phát triển quỹ đất": part of the name
        return length if length > 1 else 0, frozenset()
    roles = frozenset(role for role, _ in values)
    if not length or "name" in roles:
        return length, frozenset()
    if i and shapes(words, i - 1, "determiner") and not word.before:
        return 0, frozenset()
    roles -= _FRAMES
    return (length, roles) if roles else (0, roles)


def noun_phrase(words: Sequence[Word], i: int) -> NounPhrase | None:
    """The agencies named from word ``i`` on, up to the verb or to what cannot belong to a name."""
    first, nameless = _head(words, i)
    if not first:
        return None
    t = i + first
    listed = False
    bracket = (0, 0)
    while t < len(words) and t - i < _LONGEST:
        word = words[t]
        if word.before and word.before[-1] in ".:?!…" and word.before != "-":
            if word.before == ":" and word.capital and _opens_group(words, i, t):
                listed = True
            else:
                break
        if word.before.startswith("("):
            bracket = (t, _closing(words, t))
            t = bracket[1]
            continue
        if word.before and word.before[0] == ";" and not starts_agency(words, t):
            break
        length, roles = is_verb(words, t)
        if roles:
            # "đoàn kiểm tra", "tổ thẩm định": a verb right after such a noun is its name
            if (
                nameless
                and "action" in roles
                and t == i + first
                and not word.before
                and _verb_follows(words, t + length)
            ):
                t += length
                continue
            break
        if length:
            t += length
            continue
        if shapes(words, t, "stop") and not listed:
            break
        t += 1
    stop = bracket[0] if bracket[1] == t and bracket[0] > i else t
    while stop > i + first and words[stop - 1].form in ("và", "cùng", "trong", "cũng"):
        stop -= 1
    return NounPhrase(i, t, words[i].start, words[stop - 1].end)


def _opens_group(words: Sequence[Word], i: int, t: int) -> bool:
    """Whether the colon before word ``t`` stands after "các sở", "Giám đốc các Sở"."""
    if t - 2 < i or not shapes(words, t - 2, "determiner"):
        return False
    return "head" in _names().at(words, t - 1, longest=1)[1]


def _verb_follows(words: Sequence[Word], i: int) -> bool:
    for t in range(i, min(i + 12, len(words))):
        if words[t].before:
            return False
        if is_verb(words, t)[1] - {"past"}:
            return True
    return False


def _closing(words: Sequence[Word], i: int) -> int:
    """The word after the bracket that opens before word ``i``."""
    for t in range(i + 1, len(words)):
        if ")" in words[t].before:
            return t
    return len(words)


def members(text: str) -> tuple[str, ...]:
    """The agencies of a list, each as printed.

    "UBND các huyện, thị xã" is one; "Sở Y tế, UBND các huyện" are two; "các Bộ: Công an, Tài
    chính" are Bộ Công an and Bộ Tài chính.
    """
    text = _SALUTATION.sub("", squeeze(text))
    group = _GROUP_OF.match(text)
    if group:
        head = " ".join(filter(None, (group["post"], group["head"].capitalize())))
        return _group(head, text[group.end() :])
    cuts = []
    joint = [m.span() for m in _JOINT.finditer(text)]
    last_end = 0
    for cut in _CUT.finditer(text):
        if any(a <= cut.start() < b for a, b in joint):
            continue
        if _begins_member(text[cut.end() : cut.end() + _GLANCE]) and not _is_bare_person(
            text[last_end : cut.start()]
        ):
            cuts.append(cut.span())
            last_end = cut.end()
    parts, at = [], 0
    for a, b in cuts:
        parts.append(text[at:a])
        at = b
    parts.append(text[at:])
    found = [p.strip(" ,;") for p in parts if p.strip(" ,;")]
    return tuple(m for p in found for m in (members(p) if _GROUP_OF.match(p) else (p,)))


def _group(head: str, text: str) -> tuple[str, ...]:
    """The departments of "các Sở: Tài chính, Y tế và các đơn vị …", each with its head."""
    found: list[str] = []
    at = 0
    while at < len(text):
        rest = text[at:]
        if _begins_member(rest):
            return (*found, *members(rest))
        known = next((d for d in _domains() if re.match(re.escape(d) + r"(?!\w)", rest)), None)
        size = len(known) if known else 0
        cut = re.compile(r",\s*|\s+và\s+").search(rest, size)
        found.append(f"{head} {rest[: cut.start() if cut else len(rest)]}")
        at += cut.end() if cut else len(rest)
    return tuple(found)


@cache
def _domains() -> tuple[str, ...]:
    """What departments are for, longest first: "Nông nghiệp và Môi trường" is one."""
    found = {
        o.name.split(" ", 1)[1] for o in offices() if o.name.startswith(("Bộ ", "Sở ", "Phòng "))
    }
    return tuple(sorted(found, key=lambda name: (-len(name), name)))


def _begins_member(text: str) -> bool:
    sequence = syllables(text, 0, min(len(text), _GLANCE))
    if not sequence or not starts_agency(sequence, 0):
        return False
    return sequence[0].capital or bool(shapes(sequence, 0, "determiner"))


def _is_bare_person(text: str) -> bool:
    sequence = syllables(text, 0, len(text))
    length, kinds = _names().at(sequence, 0)
    whole = [word.form for word in sequence[-2:]] == ["văn", "phòng"]  # Chánh Văn phòng: of ours
    return length == len(sequence) and "person" in kinds and not whole
