"""The table ``relation_cues`` compiled: cues found in a text, units compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from ..rules import alternatives, table
from ..text import squeeze

Roles = frozenset[str]
_SCANNED = ("complete", "partial", "detail", "within")
_WORD = r"(?<!\w)"
# Words that may stand between "tăng" and its number: "tăng thêm khoảng 12%".
_FILLERS = (
    r"(?:\s+(?:thêm|khoảng|gần|trên|hơn|ước|được|là|tới|đến|đạt|nhẹ|mạnh|chỉ|mới|tổng|cộng|mức"
    r"|xấp\s+xỉ))*"
)


@dataclass(frozen=True, slots=True)
class Cues:
    """Compiled rows: what a phrase does, and which words a unit is made of.

    The patterns read ``lowered`` text.
    """

    scan: re.Pattern[str]
    roles: dict[str, Roles]
    lead: re.Pattern[str]
    since: re.Pattern[str]
    all_of: re.Pattern[str]
    against_plan: re.Pattern[str]
    proposed: re.Pattern[str]
    approved: re.Pattern[str]
    aside: re.Pattern[str]
    as_percent: re.Pattern[str]
    share_instead: re.Pattern[str]
    time_before: re.Pattern[str]
    grade: re.Pattern[str]
    middle: re.Pattern[str]
    no_change: re.Pattern[str]
    bound: re.Pattern[str]
    ranged: re.Pattern[str]
    link: re.Pattern[str]
    base: re.Pattern[str]
    compared: re.Pattern[str]
    carried: re.Pattern[str]
    beyond: re.Pattern[str]
    by: re.Pattern[str]
    past_plan: re.Pattern[str]
    end: re.Pattern[str]
    fraction: re.Pattern[str]
    dimension: re.Pattern[str]
    measured: re.Pattern[str]
    some: re.Pattern[str]
    rest: re.Pattern[str]
    left: re.Pattern[str]
    remains: re.Pattern[str]
    sum_up: re.Pattern[str]
    opening: re.Pattern[str]
    opening_stock: re.Pattern[str]
    inflow: re.Pattern[str]
    closing_stock: re.Pattern[str]
    one: re.Pattern[str]
    complete: re.Pattern[str]
    partial: re.Pattern[str]
    total_line: re.Pattern[str]
    composition: re.Pattern[str]
    lowest: re.Pattern[str]
    compares: re.Pattern[str]
    sum_total: re.Pattern[str]
    closing: re.Pattern[str]
    negation: re.Pattern[str]
    sibling: re.Pattern[str]
    kinds: dict[str, tuple[tuple[int, str], ...]]
    share: re.Pattern[str]
    label_word: re.Pattern[str]
    label: re.Pattern[str]
    named_ratio: re.Pattern[str]
    amounts_to: re.Pattern[str]
    attained: re.Pattern[str]
    takes: re.Pattern[str]
    year_end: frozenset[str]
    balance: re.Pattern[str]
    balances: dict[str, tuple[str, str]]
    whole: re.Pattern[str]
    plan: re.Pattern[str]
    planned: re.Pattern[str]
    allotted: re.Pattern[str]
    elsewhere: re.Pattern[str]
    of: re.Pattern[str]
    of_all: re.Pattern[str]
    of_the: re.Pattern[str]
    fillers: frozenset[str]
    out_of: re.Pattern[str]
    in_all: re.Pattern[str]
    each: re.Pattern[str]
    words: re.Pattern[str]
    scales: dict[str, Decimal]
    measures: dict[str, tuple[str, Decimal]]
    classifiers: frozenset[str]
    compounds: frozenset[str]
    same: dict[str, frozenset[int]]
    counted_as: dict[str, frozenset[str]]


@cache
def cues() -> Cues:
    """The cues of the built-in table."""
    rows = table("relation_cues")
    by_role: dict[str, list[str]] = {}
    same: dict[str, frozenset[int]] = {}
    counted_as: dict[str, frozenset[str]] = {}
    kinds: dict[str, set[int]] = {}
    for number, row in enumerate(rows):
        by_role.setdefault(str(row["role"]), []).extend(p.lower() for p in row["phrases"])
        if row["role"] == "same":
            same |= {p: same.get(p, frozenset()) | {number} for p in row["phrases"]}
        if row["role"] == "counted_as":
            wider = frozenset(row["under"])
            counted_as |= {p: counted_as.get(p, frozenset()) | wider for p in row["phrases"]}
        if row["role"] == "siblings":
            for phrase in row["phrases"]:
                kinds.setdefault(phrase.lower(), set()).add(number)
    roles: dict[str, set[str]] = {}
    for role in _SCANNED:
        for phrase in by_role[role]:
            roles.setdefault(phrase, set()).add(role)
    lists = [*by_role["complete"], *by_role["partial"], *by_role["detail"]]
    return Cues(
        scan=_pattern(
            rf"[;:,()\[\]{_initials(list(roles))}]"
            rf"(?:(?<=[;:,()\[\]])|(?<!\w.){_tails(list(roles))}(?!\w))"
        ),
        roles={phrase: frozenset(found) for phrase, found in roles.items()},
        lead=_pattern(
            rf"{_groups(by_role, 'up', 'down', 'apart', 'reached', 'start')}"
            rf"{_FILLERS}\s*[:(\[]?\s*\Z"
        ),
        since=_pattern(
            rf"{_groups(by_role, 'up', 'down')}(?:(?<=hơn)|\s+so(?:\s+với)?)\s+"
            rf"(?:thời\s+điểm\s+(?:này|đó)\s+)?{alternatives(by_role['since'])}"
            r"(?:\s+(?:năm|trước|ngoái|[ivx]+(?:/\d{4})?|\d[\d/]*))*"
            rf"{_FILLERS}\s*\Z"
        ),
        all_of=_pattern(
            rf"{_groups(by_role, 'up', 'down')}\s+(?:trên\s+|ở\s+)?"
            rf"{alternatives(by_role['all_of'])}[^,;.:]*:[^,;.:]*\Z"
        ),
        against_plan=_words(by_role["against_plan"]),
        proposed=_words(by_role["proposed"]),
        approved=_words(by_role["approved"]),
        aside=_pattern(
            rf"{_groups(by_role, 'due_to', 'average')}(?!\w)"
            rf"(?:(?(due_to)|(?:\s+\w+)?{_FILLERS}\s*\Z))"
        ),
        as_percent=_pattern(
            rf"[^;.]*(?:[(\[]|{_WORD}{alternatives(by_role['as_percent'])}"
            r"(?:\s+(?:là|tăng|giảm|với))*)\s*\Z"
        ),
        grade=_words(by_role["grade"]),
        middle=_words(by_role["middle"]),
        no_change=_pattern(rf"{_word(by_role['no_change'])}\Z"),
        bound=_pattern(rf"{_word(by_role['bound'])}\s*\Z"),
        ranged=_pattern(rf"{_word(by_role['bound'])}\s+\d\S*\s[^,;]*\d|\d\s?[-–]\s?\d"),
        link=_pattern(rf"\s*(?:{alternatives(by_role['link'])}\s*)?"),
        time_before=_words(by_role["time_before"]),
        share_instead=_pattern(rf"{_word(by_role['share_instead'])}(?:\s+(?:là|đạt))?\s*\Z"),
        base=_pattern(rf"{_word(by_role['base'])}[^,;.]*\Z"),
        compared=_pattern(rf"\A\s*{alternatives(by_role['compared'])}(?!\w)[^,;.]*\Z"),
        carried=_words(by_role["carried"]),
        beyond=_pattern(rf"{_groups(by_role, 'above', 'below')}(?!\w)[^,;.]*\Z"),
        by=_pattern(rf"\s*[)\]]?\s*{alternatives(by_role['by'])}{_FILLERS}\s*"),
        past_plan=_before_number(by_role["past_plan"]),
        end=_pattern(rf"\s*(?:\([^)]*\)\s*)?{alternatives(by_role['end'])}(?!\w)"),
        fraction=_before_number(by_role["fraction"]),
        dimension=_words(by_role["dimension"]),
        measured=_pattern(
            rf"\W*(?:\w{{1,2}}[.)]\W*)?{alternatives(by_role['by'])}(?!\w)"
            rf"(?!\s+{alternatives(by_role['by_source'])}(?!\w))([^:;.()\d]{{0,60}})"
        ),
        some=_words(by_role["some"]),
        rest=_words(by_role["rest"]),
        left=_pattern(rf"\A\s*{alternatives(by_role['left'])}(?!\w)"),
        remains=_pattern(r"\s*(?:và\s+)?(?:số\s+|hiện\s+)?còn(?!\w)"),
        sum_up=_words(by_role["sum_up"]),
        opening=_pattern(rf"{_word(lists)}(?:\s+(?:như\s+sau|sau\s+đây|là))?\s*[:.,;]?\s*\Z"),
        opening_stock=_words(by_role["opening_stock"]),
        inflow=_words(by_role["inflow"]),
        closing_stock=_words(by_role["closing_stock"]),
        one=_pattern(rf"\s*{alternatives(by_role['one'])}(?!\w)"),
        complete=_words(by_role["complete"]),
        sum_total=_pattern(rf"\s*(?:[-–+*•]\s*)?{alternatives(by_role['sum_total'])}(?!\w)"),
        total_line=_pattern(rf"\s*{alternatives(by_role['total_line'])}(?!\w)"),
        compares=_pattern(rf"{_word(by_role['compares'])}(?!\w)|\+\s?/?\s?[-–]"),
        composition=_words([*by_role["complete"], *by_role["composition"]]),
        lowest=_words(by_role["lowest"]),
        partial=_words(by_role["partial"]),
        closing=_words(by_role["closing"]),
        negation=_pattern(rf"{_word(by_role['negation'])}\s+(\w+(?:\s+\w+)?)"),
        sibling=_words(by_role["siblings"]),
        kinds={
            phrase: tuple((kind, word) for word in kinds if word in phrase for kind in kinds[word])
            for phrase in kinds
        },
        share=_words(by_role["share"]),
        label_word=_words(by_role["label"]),
        label=_pattern(
            rf"{_word(by_role['label'])}\s+(\S.{{2,60}}?)(?:\s+(?:là|đạt|chiếm|ở\s+mức))?\s*\Z"
        ),
        named_ratio=_pattern(
            rf"{_word(by_role['label'])}\s+(\S.{{1,40}}?)\s*"
            rf"(?:/|{_WORD}{alternatives(by_role['out_of'])}(?!\w))\s*(\S.{{1,40}}?)"
            r"(?:\s+(?:là|đạt|chiếm|ở\s+mức))?\s*[:(]?\s*\Z"
        ),
        amounts_to=_pattern(
            rf"[^,;.:\d]*[,(]?\s*{alternatives(by_role['as_percent'])}{_FILLERS}"
            r"(?:\s+(?:với|số|tiền|kinh\s+phí)){0,3}\s*"
        ),
        takes=_before_number(by_role["takes"]),
        year_end=frozenset(by_role["year_end"]),
        balance=_words(by_role["balance"]),
        balances={
            p: (r["more"], r["less"]) for r in rows if r["role"] == "balance" for p in r["phrases"]
        },
        attained=_before_number(by_role["attained"]),
        whole=_pattern(
            rf"\s*(?:(?:trên|trong|so\s+với|của)\s+)?{alternatives(by_role['whole'])}(?!\w)"
        ),
        plan=_pattern(rf"\s*(?:\S+\s+){{0,3}}?{alternatives(by_role['plan'])}(?!\w)"),
        planned=_words(by_role["plan"]),
        allotted=_words(by_role["allotted"]),
        elsewhere=_pattern(rf"\s*{alternatives(by_role['elsewhere'])}(?!\w)"),
        of=_pattern(rf"\s*{alternatives(by_role['of'])}(?!\w)[^,;.]*\Z"),
        of_all=_pattern(rf"\s*[(\[]\s*{alternatives(by_role['of_all'])}(?!\w)[^,;.]*\Z"),
        of_the=_pattern(rf"\s*(?:{alternatives(by_role['of_the'])}\s+)*(?=dân\s+số|\S)"),
        fillers=frozenset(by_role["filler"]),
        out_of=_pattern(
            rf"(?:\s+[^\W\d]+){{0,4}}?\s*(?:/|{_WORD}{alternatives(by_role['out_of'])})\s*\Z"
        ),
        in_all=_before_number(by_role["in_all"]),
        each=_before_number(by_role["each"]),
        words=_pattern(
            rf"(?i)\s*\(\s*(?:{alternatives(by_role['in_words'])}\s*:?\s*)?([^()\d:;/]{{2,76}}?)"
            r"(?:\s+đồng)?(?:\s+chẵn)?\s*[./]*\s*\)"
        ),
        scales={
            p: Decimal(r["factor"]) for r in rows if r["role"] == "scale" for p in r["phrases"]
        },
        measures={
            r["phrases"][1]: (r["phrases"][0], Decimal(r["factor"]))
            for r in rows
            if r["role"] == "measure"
        },
        classifiers=frozenset(by_role["classifier"]),
        compounds=frozenset(by_role["compound"]),
        same=same,
        counted_as=counted_as,
    )


def _word(phrases: list[str]) -> str:
    """Any of the phrases at the head of a word.

    The first letter is read before anything is looked at, so that a search leaps from one such
    letter to the next.
    """
    return rf"[{_initials(phrases)}](?<!\w.){_tails(phrases)}"


def _initials(phrases: list[str]) -> str:
    return "".join(sorted({re.escape(phrase[0]) for phrase in phrases}))


def _tails(phrases: list[str]) -> str:
    """The phrases without their first letters, which stand before; the longest first."""
    by_initial: dict[str, list[str]] = {}
    for phrase in sorted(set(phrases), key=lambda p: (-len(p), p)):
        initial, spaced = re.escape(phrase[0]), r"\s+".join(map(re.escape, phrase.split()))
        by_initial.setdefault(initial, []).append(spaced[len(initial) :])
    each = (f"(?<={initial})(?:{'|'.join(tails)})" for initial, tails in by_initial.items())
    return f"(?:{'|'.join(each)})"


def _groups(by_role: dict[str, list[str]], *roles: str) -> str:
    """Phrases of several roles at the head of a word, each in a group of its role's name."""
    every = [phrase for role in roles for phrase in by_role[role]]
    groups = "|".join(f"(?P<{role}>{_tails(by_role[role])})" for role in roles)
    return rf"[{_initials(every)}](?<!\w.)(?:{groups})"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


def _words(phrases: list[str]) -> re.Pattern[str]:
    return _pattern(rf"{_word(phrases)}(?!\w)")


def _before_number(phrases: list[str]) -> re.Pattern[str]:
    return _pattern(rf"{_word(phrases)}{_FILLERS}\s*[:(\[]?\s*\Z")


class Mark(NamedTuple):
    """A cue or a sign in a sentence."""

    start: int
    end: int
    text: str
    roles: Roles
    bracket: int  # 0 outside brackets, else the number of the innermost one


def lowered(text: str) -> str:
    """The text in small letters, each in its place."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def marks(flat: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The cues and signs of ``flat[start:end]`` in order: start, end and words of each."""
    for match in cues().scan.finditer(flat, start, end):
        text = match.group()
        yield match.start(), match.end(), text if len(text) == 1 else squeeze(text)


# -- units ---------------------------------------------------------------------------------------

_UNITS, _PAIRS = 1 << 13, 1 << 14  # remembered of the documents read: units are an open class


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """A unit as it compares: scale, and the names it may count ("xã, phường" counts both).

    ``unit`` makes one for each text it remembers, so that most comparisons are of identity.
    """

    factor: Decimal
    names: tuple[str, ...]
    scaled: bool

    def fits(self, other: Unit) -> bool:
        """Whether figures of the two units may be added."""
        return self is other or _alike(self, other)


@lru_cache(maxsize=_PAIRS)
def _alike(one: Unit, other: Unit) -> bool:
    if one.names == other.names or not one.names or not other.names:
        return True
    return any(_one_kind(a, b) for a in one.names for b in other.names)


@lru_cache(maxsize=_UNITS)
def unit(text: str) -> Unit:
    """A unit as printed: "nghìn tỷ đồng" is 10**12 of "đồng", "xã, phường" has two names."""
    known = cues()
    words = squeeze(text).lower().split()
    factor = Decimal(1)
    while words and words[0] in known.scales:
        factor *= known.scales[words.pop(0)]
    rest = " ".join(words).replace("điểm %", "điểm phần trăm")
    scaled = factor != 1
    first, space, thing = rest.partition(" ")
    if first in known.measures:  # "km đường" is a thousand "m đường"
        first, more = known.measures[first]
        rest = first + space + thing
        factor *= more
    names = tuple(name for name in re.split(r"\s*,\s*|\s+và\s+|\s+hoặc\s+", rest) if name)
    return Unit(factor, names, scaled)


@lru_cache(maxsize=_PAIRS)
def _one_kind(a: str, b: str) -> bool:
    known = cues()
    if a == b:
        return True
    first, second = a.split(), b.split()
    none: frozenset[int] = frozenset()
    shared = 0
    for x, y in zip(first, second, strict=False):
        if x != y:
            break
        shared += 1
    common = " ".join(first[:shared])
    for name in (a, b):
        words = name.split()
        if " ".join(words[:2]) in known.compounds and shared < 2:
            return False
    if shared and (shared in (len(first), len(second)) or common in known.classifiers):
        return True
    groups = [
        next((known.same[" ".join(w[:n])] for n in (2, 1) if " ".join(w[:n]) in known.same), none)
        for w in (first, second)
    ]
    return (
        not groups[0].isdisjoint(groups[1])
        or _counted_as(first, second)
        or _counted_as(second, first)
    )


def _counted_as(one: list[str], other: list[str]) -> bool:
    """Whether one unit is a narrower one that is counted in the other: "25 trẻ em", "512 người"."""
    known = cues().counted_as
    wider = next((known[" ".join(one[:n])] for n in (2, 1) if " ".join(one[:n]) in known), None)
    return wider is not None and any(" ".join(other[:n]) in wider for n in (2, 1))
