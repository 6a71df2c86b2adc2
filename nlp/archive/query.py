"""What a person typed -> what rows must hold, the strictest first.

A query may be written with or without marks (đ too) and with either placement of the tone (hòa,
hoà). Words are taken one by one, "a phrase in quotes" must stand together, and signs mean nothing,
so that every string is a query. Words typed with marks may carry them in the text or not; rows
that carry the very marks come first. A document's code is known in any spelling, whole or its
beginning: "358/BC-UBND", "358-BC/UBND", "358 bc ubnd", "358/BC", "BC 358", "báo cáo số 358".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Self

from ..rules import table
from ..text import fold, modern_tone, normalise
from .filters import END, of_code, of_type
from .fulltext import Column, Phrase, Term, Terms, words_of
from .tables import code_key

MAX_WORDS = 64  # of a query; more would not fit a database's expression
SNIPPET = 240  # characters
_QUOTED = re.compile(r'["“”]([^"“”]*)["“”]|([^\s"“”]+)')
# A kind of document, a number, letters: a code as it is printed, or as it is typed in haste.
_CODE = re.compile(
    r"(?P<kind>[^\W\d_]{1,20}(?:\s[^\W\d_]{1,20}){0,5}?)??[\s.:]{0,5}"
    r"(?:s[ốo][\s.:]{0,5})?(?P<code>\d{1,6}(?:\W{1,3}\w{1,20}){0,6})",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Query:
    """Phrases, each matched whole, and a document's code if it may be one.

    ``code`` is in one spelling, at least the beginning; ``kind`` of document. ``open``: the last
    word may be the beginning of one.
    """

    phrases: tuple[Phrase, ...]
    code: str | None = None
    kind: str | None = None
    open: bool = False

    @classmethod
    def read(cls, typed: str) -> Self:
        """Any string -> a query; one without a word asks for everything."""
        cleaned = typed.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")
        cleaned = modern_tone(normalise(cleaned))
        phrases, left, last = [], MAX_WORDS, False
        for match in _QUOTED.finditer(cleaned):
            words = words_of(match.group(1) or match.group(2) or "")[:left]
            left -= len(words)
            if words:
                phrases.append(words)
                last = bool(match.group(2)) and match.end() == len(cleaned)
        code, kind = _code(cleaned.strip())
        return cls(tuple(phrases), code, kind, last and cleaned[-1].isalnum())

    @property
    def codes(self) -> list[Terms]:
        """What the tags of rows must hold: the whole code; then its beginning."""
        if self.code is None:
            return []
        kind = [Term("tags", ((of_type(self.kind),),))] if self.kind else []
        begun = of_code(self.code)
        return [(*kind, Term("tags", (code,))) for code in ((*begun, END), begun)]

    @property
    def words(self) -> Phrase:
        return tuple(word for phrase in self.phrases for word in phrase)

    @property
    def is_marked(self) -> bool:
        """Whether any word carries a mark."""
        return folded(self.words) != self.words

    @property
    def marked(self) -> tuple[Phrase, ...]:
        """What is marked in an answer; the last word "th*" is the beginning of one."""
        if not self.open:
            return self.phrases
        *before, last = self.phrases
        return (*before, (*last[:-1], f"{last[-1]}*"))

    def tiers(self) -> list[Terms]:
        """What the rows must hold, the strictest first.

        All marks as typed, then the typed marks only, then no marks; in each, words that stand
        together as typed come before words that stand apart, since a word of this language is
        often several syllables.
        """
        levels: tuple[tuple[Column, Column], ...] = (
            ("exact", "exact"), ("folded", "exact"), ("folded", "folded"),
        )  # fmt: skip
        tiers = [
            tuple(dict.fromkeys(_term(words, unmarked, marked) for words in phrases))
            for unmarked, marked in levels
            for phrases in ((self.words,), self.phrases)
        ]
        return list(dict.fromkeys(tiers)) if self.phrases else []

    def finished(self, endings: Sequence[str]) -> Terms:
        """The same without marks, the last word finished in any of these ways."""
        *before, last = map(folded, self.phrases)
        whole = (_unmarked((words,)) for words in before)
        return (*dict.fromkeys(whole), _unmarked([(*last[:-1], word) for word in endings]))


def _code(typed: str) -> tuple[str | None, str | None]:
    """The code of a document in one spelling, and its kind, if that is what was typed."""
    match = _CODE.fullmatch(typed)
    if match is None:
        return None, None
    named = " ".join(words_of(fold(match["kind"] or "")))
    kind = _kinds().get(named)
    if kind is None and (named or not _LETTER.search(match["code"])):
        return None, None
    return code_key(match["code"]), kind


@cache
def _kinds() -> Mapping[str, str]:
    """Kinds of documents by their names and codes, without marks."""
    rows = table("doc_types")
    named = {" ".join(words_of(fold(row["name"]))): row["code"] for row in rows}
    return {fold(row["code"]): row["code"] for row in rows} | named


def _term(words: Phrase, unmarked: Column, marked: Column) -> Term:
    """Words without marks are looked for in one column, words with marks in another."""
    plain = folded(words)
    column = marked if plain != words else unmarked
    return Term(column, (plain if column == "folded" else words,))


def _unmarked(phrases: Iterable[Phrase]) -> Term:
    return Term("folded", tuple(dict.fromkeys(phrases)))


def folded(words: Phrase) -> Phrase:
    return tuple(map(fold, words))


# -- the answer ----------------------------------------------------------------------------------


def snippet(shown: str, phrases: Iterable[Phrase]) -> tuple[str, list[list[int]]]:
    """The part of a text that speaks of the phrases, and [start, end] of each match in it.

    A last word "th*" is the beginning of one.
    """
    plain = fold(shown)
    spans = sorted({span for phrase in phrases for span in _found(shown, plain, phrase)})
    spans = list(_apart(spans))
    if len(shown) <= SNIPPET:
        return shown, [list(span) for span in spans]
    first = _densest(spans)
    start = max(0, first - SNIPPET // 4)
    end = min(len(shown), start + SNIPPET)
    while 0 < start < first and shown[start - 1].isalnum():
        start += 1
    while end < len(shown) and shown[end - 1].isalnum() and shown[end].isalnum():
        end -= 1
    inside = [[s - start, e - start] for s, e in spans if start <= s and e <= end]
    return shown[start:end], inside


def _found(shown: str, plain: str, phrase: Phrase) -> list[tuple[int, int]]:
    """Where a phrase stands; with the marks as typed, if it stands so anywhere."""
    spans = [match.span() for match in _pattern(phrase).finditer(plain)]
    if not spans:
        return spans
    if folded(phrase) == phrase:
        return spans
    exact = [span for span in spans if _begins(words_of(shown[slice(*span)]), phrase)]
    return exact or spans


@lru_cache(4 * MAX_WORDS)  # of one query, in all the rows it finds
def _pattern(phrase: Phrase) -> re.Pattern[str]:
    words = r"[\W_]+".join(re.escape(word.removesuffix("*")) for word in folded(phrase))
    end = r"[^\W_]*" if phrase[-1].endswith("*") else r"(?![^\W_])"
    return re.compile(rf"(?<![^\W_]){words}{end}")


def _begins(words: Phrase, phrase: Phrase) -> bool:
    return " ".join(words).startswith(" ".join(phrase).removesuffix("*"))


def _apart(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Of spans in order, those that overlap none before them."""
    last = 0
    for start, end in spans:
        if start >= last:
            yield start, end
            last = end


def _densest(spans: Sequence[tuple[int, int]]) -> int:
    """The start of the window that holds the most matches; the earliest of equals."""
    best, most, right = 0, 0, 0
    for left, (start, _) in enumerate(spans):
        while right < len(spans) and spans[right][1] <= start + SNIPPET * 3 // 4:
            right += 1
        if right - left > most:
            best, most = start, right - left
    return best
