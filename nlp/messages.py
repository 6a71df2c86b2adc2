"""A message in English -> the same message in the reader's language.

Messages are made, stored, sent between processes and written as JSON in English, as our rooms, the
libraries and the system word them. Who shows one to a person asks here for it in that person's
language. The table ``rules/messages_vi.tsv`` holds the wordings: the English with its parts in
braces, the Vietnamese beside it. A part that is a message itself is translated too, and numbers
get the marks of the language. A message that no wording fits stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from .rules import table

Language = Literal["en", "vi"]

TABLE = "messages_vi"
_NESTED = frozenset({"reason", "remedy", "what", "where"})  # parts that are messages themselves
_DEPTH = 4  # of messages within messages
_PART = re.compile(r"\{(\w+)\}")
_NUMBER = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})*(?:\.[0-9]+)?(?: [MG]B)?")  # 1,234.5
_MARKS = str.maketrans(",.", ".,")


def translated(message: str, language: Language) -> str:
    """The message in a language.

    >>> translated("bao-cao.pdf cannot be opened: Permission denied", "vi")
    'không mở được bao-cao.pdf: không có quyền'
    """
    found = None if language == "en" else _vietnamese(message, _DEPTH)
    return found.text if found else message


class _Told(NamedTuple):
    text: str
    whole: bool  # every message within it is in the table


def _vietnamese(message: str, depth: int) -> _Told | None:
    """The message in Vietnamese; None: no wording fits."""
    likely = None
    for wording in _wordings() if depth else ():
        for parts in wording.fits(message):
            inner = {
                name: _vietnamese(said, depth - 1)
                for name, said in parts.items()
                if name in _NESTED
            }
            shown = {name: _number(said) for name, said in parts.items()}
            shown |= {name: told.text for name, told in inner.items() if told}
            whole = all(told and told.whole for told in inner.values())
            told = _Told(wording.vietnamese.format_map(shown), whole)
            if whole:
                return told
            if "what" not in parts:  # what a thing is stands in the table, or it is no such thing
                likely = likely or told
    return likely


def _number(said: str) -> str:
    return said.translate(_MARKS) if _NUMBER.fullmatch(said) else said


@dataclass(frozen=True, slots=True)
class _Wording:
    """An English wording: the words between its parts, one more than there are parts."""

    words: tuple[str, ...]
    names: tuple[str, ...]
    vietnamese: str

    def fits(self, message: str) -> Iterator[dict[str, str]]:
        """The parts that a message of this wording has, none empty; nothing if it is of another.

        A file's name may hold the words between parts: they are taken where they first stand,
        and then, the last of them, where it last stands.
        """
        if not (message.startswith(self.words[0]) and message.endswith(self.words[-1])):
            return
        ends = [len(self.words[0])]  # of the words before each part
        starts = []  # of the words after it
        close = len(message) - len(self.words[-1])
        for words in self.words[1:-1]:
            starts.append(message.find(words, ends[-1] + 1, close))
            if starts[-1] < 0:
                return
            ends.append(starts[-1] + len(words))
        if not self.names or ends[-1] >= close:
            if message == self.words[0]:
                yield {}
            return
        yield self._parts(message, ends, [*starts, close])
        if starts and (last := message.rfind(self.words[-2], 0, close - 1)) > starts[-1]:
            starts[-1], ends[-1] = last, last + len(self.words[-2])
            yield self._parts(message, ends, [*starts, close])

    def _parts(self, message: str, ends: list[int], starts: list[int]) -> dict[str, str]:
        told = (message[end:start] for end, start in zip(ends, starts, strict=True))
        return dict(zip(self.names, told, strict=True))


@cache
def _wordings() -> tuple[_Wording, ...]:
    """All wordings; those that begin with a word, and those of more words, first."""
    found = []
    for row in table(TABLE):
        words = _PART.split(row["en"])
        found.append(_Wording(tuple(words[::2]), tuple(words[1::2]), row["vi"]))
    return tuple(sorted(found, key=lambda w: (not w.words[0], -sum(map(len, w.words)))))
