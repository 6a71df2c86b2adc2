"""Document codes in their three grammars, as ``Code`` records.

    123/BC-UBND          state: number, slash, type and office       (Nghị định 30/2020/NĐ-CP)
    310-CV/BTGTU         Party: number, hyphen, type, slash, office   (Hướng dẫn 36-HD/VPTW)
    30/2020/NĐ-CP        normative: number, year, symbol

Spaces and line breaks inside a code, and the dots that a draft leaves around a number filled in by
hand, are read over. An office letter carries no type in the state grammar: 456/UBND-VX is a "CV".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ..model import Record, System
from ..rules import table

_S = r"[^\S\n]{0,2}"
_CAPITAL = "A-ZĐÂÊÔƠƯĂÁÀẢÃẠ"
_SEGMENT = rf"[{_CAPITAL}][\w&]{{0,23}}"
_TAIL = rf"(?:(?:[-–.]|-{_S}(?=[{_CAPITAL}]{{2}})|{_S}-{_S}(?=[{_CAPITAL}]{{2}})){_SEGMENT}|,(?=[{_CAPITAL}]{{2,4}}(?!\w)){_SEGMENT})"
_NUMBER = r"\d{1,2}\.\d{3}|\d{1,5}[a-zđA-ZĐ]{0,2}"
_YEAR = r"(?:19|20)\d\d"
_DOTS = r"[.…_]{0,12}"
CODE = re.compile(
    rf"""(?<![\w/.:-])(?P<number>{_NUMBER})(?![\d]){_DOTS}{_S}
    (?:(?P<slash>/){_S}(?:(?P<year>{_YEAR}){_S}/{_S})?(?P<symbol>{_SEGMENT}(?:/{_SEGMENT})?{_TAIL}{{0,4}})
      |[-–]{_S}(?P<party>{_SEGMENT}{_S}/{_S}{_SEGMENT}(?:[-.]{_SEGMENT}){{0,2}}))""",
    re.VERBOSE,
)
# A draft's code: "số      /QĐ-UBND", "số …./2024/NQ-HĐND".
BLANK_CODE = re.compile(
    rf"""số{_S}:?[^\S\n._…]*[._…]{{0,12}}[^\S\n]{{0,24}}(?P<slash>/){_S}(?:(?P<year>{_YEAR}){_S}/{_S})?
    (?P<symbol>{_SEGMENT}(?:/{_SEGMENT})?{_TAIL}{{0,4}})""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Code(Record):
    """A document's code; ``number`` is None in a draft, ``year`` is printed only in normative codes."""

    number: str | None
    year: int | None
    symbol: str
    type: str | None
    system: System

    def __str__(self) -> str:
        if self.system == "party":
            return f"{self.number or ''}-{self.symbol}"
        year = f"/{self.year}" if self.year else ""
        return f"{self.number or ''}{year}/{self.symbol}"

    @property
    def cited_number(self) -> str | None:
        """The number as citations give it: a normative one keeps its year."""
        return f"{self.number}/{self.year}" if self.number and self.year else self.number


@cache
def type_codes() -> frozenset[str]:
    """The type abbreviations a symbol may begin with."""
    return frozenset(row["code"] for name in ("doc_types", "document_names") for row in table(name))


def parse_code(text: str) -> Code | None:
    """The code that ``text`` is, with or without "số" before it; None where it is none.

    >>> parse_code("310-CV/BTGTU")
    Code(number='310', year=None, symbol='CV/BTGTU', type='CV', system='party')
    """
    squeezed = " ".join(text.split())
    match = CODE.fullmatch(re.sub(r"^[Ss]ố\s*:?\s*", "", squeezed)) or BLANK_CODE.fullmatch(
        squeezed[:1].lower() + squeezed[1:]
    )
    return code_of(match) if match else None


def code_of(match: re.Match[str]) -> Code:
    """The Code of a match of CODE or BLANK_CODE."""
    groups = match.groupdict()
    number = groups.get("number")
    symbol = re.sub(r"\s+", "", groups.get("party") or groups["symbol"]).replace("–", "-")
    year = int(groups["year"]) if groups.get("year") else None
    system: System = "party" if groups.get("party") else "state"
    if year or re.match(r"(?:QH|UBTVQH)\d", symbol):
        system = "normative"
    return Code(
        number.replace(".", "") if number else None, year, symbol, _type(symbol, system), system
    )


def _type(symbol: str, system: System) -> str | None:
    first = re.split(r"[-/.]", symbol, maxsplit=1)[0]
    if first in type_codes():
        return first
    return "CV" if system == "state" and "-" in symbol else None


def codes(flat: str) -> Iterator[tuple[re.Match[str], Code]]:
    """All codes in a text, drafts' too, in order of their kind."""
    for match in CODE.finditer(flat):
        yield match, code_of(match)
    for match in BLANK_CODE.finditer(flat):
        yield match, code_of(match)


@cache
def _issuers() -> dict[str, str]:
    return {row["symbol"]: row["issuer"] for row in table("issuers")}


def issuer_of(symbol: str) -> str | None:
    """Whose symbol it is, where the last part of the symbol alone says so."""
    last = re.split(r"[-/]", symbol)[-1]
    return _issuers().get(last) or _issuers().get(re.sub(r"\d+$", "", last))
