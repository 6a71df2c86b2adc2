"""A parsed document -> the report it is: whose, of which place, on which period.

Periods compare by their months and year, however the interval is read: the first half-year of a
name and its reporting interval (15 December to 14 June, Nghị định 09/2019/NĐ-CP, Điều 12) are one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

from ..annotate.periods import parse_period
from ..model import Figure, Parsed
from ..text import UPPER, modern_tone, squeeze
from .indicators import plain

_NAME = re.compile(
    r"(?P<year>\d{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<months>\d{1,2})M|(?P<month>\d\d)))?$"
)
PLACE = re.compile(
    r"(?i:tỉnh|thành\s+phố|tp\.?|huyện|thị\s+xã|quận|xã|phường|thị\s+trấn|đặc\s+khu)"
    rf"(?:\s+(?i:ủy)(?!\w))?\s+(?P<name>[{UPPER}]\w*(?:\s+[{UPPER}\d]\w*){{0,3}})$"
)
_NAMED = re.compile(PLACE.pattern.removesuffix("$").replace(r"\s+", r"[^\S\n]+") + r"(?!\w)")
_SOCIAL = re.compile(r"xã\s+hội(?!\w)", re.IGNORECASE)  # "CỘNG HÒA XÃ HỘI CHỦ NGHĨA"
_LEVEL = re.compile(
    r"(?:tỉnh|thành\s+phố|tp\.?|huyện|thị\s+xã|quận|xã|phường|thị\s+trấn|đặc\s+khu)(?:\s+ủy)?$",
    re.IGNORECASE,
)


_PARTS = re.compile(
    r"(?:xã|phường|huyện|quận)\s*(?:,|và)|đơn vị hành chính|đơn vị cấp (?:xã|huyện)", re.IGNORECASE
)
_OPENING = 2500  # letters in which a report names the place that its own is a part of
_TIERS = (
    frozenset({"xã", "phường", "thị trấn", "đặc khu"}),
    frozenset({"huyện", "quận", "thị xã", "thành phố"}),
    frozenset({"tỉnh", "thành phố"}),
)
COMMUNES, DISTRICTS, PROVINCES = 0, 1, 2  # tiers of places


class Stretch(NamedTuple):
    """Months of a year, first and last; how a named period compares (2024-H1 is 2024, 1, 6)."""

    year: int
    first: int
    last: int

    def before(self) -> Stretch:
        """The same months a year before."""
        return self._replace(year=self.year - 1)


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """The document that facts were read from.

    ``own`` is the period it reports on, ``members`` how many parts its place has, if it says so.
    """

    id: str
    path: str
    type: str | None
    issuer: str
    place: str
    parent: str
    day: date | None
    own: Stretch | None
    ocr: bool
    members: int | None = None

    @property
    def order(self) -> tuple[str, str]:
        """By date, then id."""
        return (self.day.isoformat() if self.day else "", self.id)

    def packed(self) -> list[Any]:
        """As JSON can keep it: the fields in order."""
        day = self.day and self.day.isoformat()
        return [self.id, self.path, self.type, self.issuer, self.place, self.parent, day, self.own,
                self.ocr, self.members]  # fmt: skip

    @classmethod
    def unpacked(cls, record: Sequence[Any]) -> Report:
        """The report that was packed."""
        id, path, type, issuer, place, parent, day, own, ocr, members = record
        return cls(
            id, path, type, issuer, place, parent, day and date.fromisoformat(day),
            own and Stretch(*own), ocr, members,
        )  # fmt: skip


@cache
def stretch_of(name: str | None) -> Stretch | None:
    """A period's name as months: 2024-H1, 2024-Q3, 2024-9M, 2024-02, 2024."""
    match = _NAME.match(name or "")
    if match is None:
        return None
    year = int(match["year"])
    if match["half"]:
        return Stretch(year, 1, 6) if match["half"] == "1" else Stretch(year, 7, 12)
    if match["quarter"]:
        last = 3 * int(match["quarter"])
        return Stretch(year, last - 2, last)
    if match["months"]:
        return Stretch(year, 1, int(match["months"]))
    if match["month"]:
        return Stretch(year, int(match["month"]), int(match["month"]))
    return Stretch(year, 1, 12)


@lru_cache(maxsize=4096)
def place_of(issuer: str) -> str:
    """The place an agency is of: "UBND huyện Kim Đông" -> "huyện kim đông"."""
    match = PLACE.search(issuer)
    if match is None:
        return ""
    name = re.sub(r"\s+(?i:ủy)\s+", " ", match.group())
    name = re.sub(r"^tp\.?(?=\s)", "thành phố", name, flags=re.IGNORECASE)
    return modern_tone(squeeze(name).lower())


@lru_cache(maxsize=4096)
def body_of(issuer: str) -> str:
    """An agency's name as it compares."""
    return plain(issuer).replace(plain("ủy ban nhân dân"), "ubnd")


def report_of(parsed: Parsed) -> Report:
    """The report as its letterhead names it."""
    header = parsed.header
    issuer = header.issuer or ""
    printed_day = header.date
    day = printed_day.start_date if printed_day else None
    return Report(
        id=parsed.id,
        path=parsed.source.path,
        type=header.type,
        issuer=body_of(issuer),
        place=_own_place(issuer, header.place),
        parent=_parent(parsed, _own_place(issuer, header.place)),
        day=day,
        own=_own(parsed),
        ocr=parsed.source.ocr,
        members=_members(parsed),
    )


def _members(parsed: Parsed) -> int | None:
    """How many parts a place has: the most that a report counts as "04 xã, thị trấn"."""
    counts = [int(figure.value) for figure in parsed.figures if figure.value and is_members(figure)]
    return max(counts, default=None)


def is_members(figure: Figure) -> bool:
    """Whether a figure counts the parts of a place, as in "04 xã, thị trấn tiếp nhận 108 đơn"."""
    return figure.kind == "count" and _PARTS.match(figure.unit) is not None


def _own_place(issuer: str, printed: str | None) -> str:
    """The place an issuer reports on: of its name, or of the date line where that says no name.

    What is of no place ("Bộ Công Thương") reports on its own.
    """
    named = place_of(issuer)
    if not named and printed and _LEVEL.search(issuer):
        named = place_of(f"{issuer} {printed}")
    return named or body_of(issuer)


def _parent(parsed: Parsed, own: str) -> str:
    """The place that a report's own place is a part of, as far as the report says it.

    The agency above it in the letterhead names it; else "xã Tân Lập, huyện Kim Đông" in its opening
    lines, or the one place of the next level that it is addressed or sent to.
    """
    header = parsed.header
    above = place_of(header.parent_issuer or "")
    if above:
        return above
    tier = tier_of(own)
    if tier is None or tier + 1 == len(_TIERS):
        return ""
    before, end = "", -1
    for match in _NAMED.finditer(parsed.text, 0, _OPENING):
        place = place_of(match.group())
        beside = before == own and parsed.text[end : match.start()].strip() in (",", "-", "–")
        if beside and tier_of(place, above=tier) is not None:
            return place
        before, end = place, match.end()
    named = {
        place
        for one in (*header.addressees, *parsed.footer.recipients)
        for match in _NAMED.finditer(one)
        if tier_of(place := place_of(match.group()), above=tier) is not None
    }
    least = min((tier_of(place, above=tier) or 0 for place in named), default=0)
    nearest = {place for place in named if tier_of(place, above=tier) == least}
    return nearest.pop() if len(nearest) == 1 else ""


def named_places(text: str) -> set[str]:
    """The places that a text names with their level."""
    names = {match.group() for match in _NAMED.finditer(text)}
    return {place_of(name) for name in names if not _SOCIAL.match(name)}


def places_above(parsed: Parsed) -> frozenset[str]:
    """The places that an agency's own place may lie in: "UBND tỉnh" in its papers is of one."""
    header = parsed.header
    issuer = header.issuer or ""
    named = {place_of(issuer), place_of(header.parent_issuer or "")}
    named.add(_parent(parsed, _own_place(issuer, header.place)))
    for one in (*header.addressees, *parsed.footer.recipients):
        named |= {place_of(match.group()) for match in _NAMED.finditer(one)}
    return frozenset(named - {""})


def level_of(place: str) -> str:
    """The level of a place: "tỉnh" of "tỉnh bắc mơ"."""
    return next((w for tier in _TIERS for w in tier if place.startswith(f"{w} ")), "")


@lru_cache(maxsize=4096)
def tier_of(place: str, *, above: int = -1) -> int | None:
    """The tier of a place, from the communes up: the first that is higher than ``above``."""
    level = level_of(place)
    return next((n for n, names in enumerate(_TIERS) if level in names and n > above), None)


def _own(parsed: Parsed) -> Stretch | None:
    """The period a report is on: the first its subject names, else the one most figures have."""
    where = parsed.header.evidence.get("subject")
    if where:
        for mention in parsed.dates:
            if mention.kind == "period" and where["start"] <= mention.start < where["end"]:
                found = stretch_of(mention.name)
                if found is not None:
                    return found
    day = parsed.header.date.start_date if parsed.header.date else None
    period = parse_period(parsed.header.subject or "", reference=day)
    if period is not None and stretch_of(period.name):
        return stretch_of(period.name)
    names = Counter(f.period.name for f in parsed.figures if f.period and f.period.name)
    return stretch_of(names.most_common(1)[0][0]) if names else None
