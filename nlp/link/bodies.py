"""Names of agencies -> bodies that can be compared: what they are, at which level, where.

"UBND các huyện, thị xã" is every people's committee of a district, "Huyện ủy Kim Đông" the party
committee of one. ``covers`` says how far an assignee means a body: the same one, a member of the
group, its counterpart at another level. Names that followed one another in a reorganisation are one
(table ``agencies``); ``inherited`` adds the bodies of provinces that were merged into another by a
day. The words and the mergers come from the table ``bodies``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache

from ..annotate.agencies import members, office
from ..rules import alternatives, table
from ..text import LOWER, UPPER, modern_tone, squeeze

SAME, MEMBER, ANYONE, COUNTERPART = 1.0, 0.8, 0.5, 0.3
_CAPITALS = rf"[{UPPER}][\w.-]*(?:\s+[{UPPER}\d][\w.-]*)*"
_DASH = re.compile(rf"\s*[-–]\s*(?=[{UPPER}{LOWER}])")
_BRACKET = re.compile(r"\s*\([^)]*\)?")


@dataclass(frozen=True, slots=True)
class Body:
    """``function`` is what it is ("ubnd", "sở tài chính"); no ``levels``: not told.

    ``many``: a group of them. ``everyone``: whoever is concerned ("các cơ quan, đơn vị").
    """

    function: str
    levels: frozenset[str]
    place: str | None
    many: bool = False
    everyone: bool = False


@cache
def _phrases(role: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = [row for row in table("bodies") if row["role"] == role]
    return tuple(
        (re.compile(rf"(?<!\w){alternatives([_plain(w) for w in row['words']])}(?!\w)"), row["is"])
        for row in rows
    )


@cache
def _place() -> re.Pattern[str]:
    words = [w for row in table("bodies") if row["role"] == "level" for w in row["words"]]
    heads = alternatives([*words, *(w.capitalize() for w in words)])
    return re.compile(rf"{heads}\s+(?P<place>{_CAPITALS})")


@cache
def _levels() -> dict[str, str]:
    return {
        _plain(word): row["is"]
        for row in reversed(table("bodies"))
        if row["role"] == "level"
        for word in row["words"]
    }


@lru_cache(maxsize=1 << 13)
def places(text: str) -> frozenset[tuple[str, str]]:
    """The places that a text names, each with its level: "xã Tân Hảo" is ("commune", "tân hảo")."""
    found = []
    for match in _place().finditer(text):
        head = _plain(squeeze(text[match.start() : match.start("place")]))
        before = text[: match.start()][-5:]
        if not before[-1:].isalpha() and not before.endswith("văn "):
            found.append((_levels()[head], _plain(match["place"].rstrip(".-"))))
    return frozenset(found)


def _plain(text: str) -> str:
    return modern_tone(text.lower())


@lru_cache(maxsize=50_000)
def body(name: str) -> Body:
    """The body that one name means."""
    name = _DASH.sub(" - ", squeeze(_BRACKET.sub("", name)))
    plain = _plain(name)
    if any(pattern.match(plain) for pattern, _ in _phrases("everyone")):
        return Body("", frozenset(), None, many=True, everyone=True)
    many = any(pattern.search(plain) for pattern, _ in _phrases("many"))
    levels = frozenset(is_ for pattern, is_ in _phrases("level") if pattern.search(plain))
    found = None if many else _last(_place(), name)
    place = _plain(found["place"]) if found else None
    for pattern, function in _phrases("function"):
        if pattern.search(plain):
            return Body(function, levels, place, many)
    named = office(name)
    if named is not None:
        level = frozenset({named.level}) if named.level else levels
        return Body(_plain(named.name), level, place, many)
    function = plain[: found.start()] if found else plain
    for pattern, _ in (*_phrases("many"), *_phrases("level")):
        function = pattern.sub(" ", function)
    return Body(squeeze(function.replace(",", " ")), levels, place, many)


@cache
def _mergers() -> dict[str, tuple[tuple[str, date], ...]]:
    """A place with those it took over and the days from which it acts for them."""
    found: dict[str, tuple[tuple[str, date], ...]] = {}
    for row in table("bodies"):
        if row["role"] == "place":
            before = tuple((_plain(name), row["from"]) for name in row["words"])
            found[_plain(row["is"])] = found.get(_plain(row["is"]), ()) + before
    return found


@lru_cache(maxsize=50_000)
def inherited(b: Body, on: date | None) -> tuple[Body, ...]:
    """A body, then its namesakes of the places that its own place had taken over by day ``on``."""
    if on is None or b.place is None or (b.levels and "province" not in b.levels):
        return (b,)
    former = _mergers().get(b.place, ())
    return (b, *(replace(b, place=place) for place, day in former if day <= on))


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return max(pattern.finditer(text), key=re.Match.start, default=None)


@lru_cache(maxsize=50_000)
def bodies(names: tuple[str, ...]) -> tuple[Body, ...]:
    """The bodies of a list of assignees, lists within it taken apart."""
    return tuple(body(part) for name in names for part in members(name))


@cache
def _successors(function: str) -> frozenset[str]:
    """A name with all that followed it."""
    found, new = {function}, [function]
    while new:
        named = office(new.pop())
        after = {_plain(s) for s in named.successors} - found if named else set()
        found |= after
        new += after
    return frozenset(found)


def same_function(a: Body, b: Body) -> bool:
    """Whether they do the same work, under their own name or a predecessor's."""
    if a.function == b.function:
        return True
    return b.function in _successors(a.function) or a.function in _successors(b.function)


def may_be(named: Body, other: Body) -> bool:
    """Whether nothing in a loose name ("UBND huyện") speaks against its being ``other``."""
    return not named.function or (
        same_function(named, other)
        and not (named.levels and other.levels and not named.levels & other.levels)
        and not (named.place and other.place and named.place != other.place)
    )


@lru_cache(maxsize=200_000)
def covers(assignee: Body, other: Body) -> float:
    """How far ``assignee`` means ``other``: SAME, MEMBER, ANYONE, COUNTERPART or 0."""
    if assignee.everyone:
        return ANYONE
    if not assignee.function or not same_function(assignee, other):
        return 0.0
    if assignee.levels and other.levels and not assignee.levels & other.levels:
        return COUNTERPART
    if assignee.many:
        return MEMBER
    if assignee.place and other.place and assignee.place != other.place:
        return 0.0
    return SAME


def best_cover(assignees: Iterable[Body], *others: Body) -> float:
    """How far one of the assignees means one of ``others``."""
    return max((covers(a, other) for a in assignees for other in others), default=0.0)
