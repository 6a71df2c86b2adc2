"""A spaCy tokenizer on underthesea: syllable tokens with exact offsets, and words over them.

``doc.text == text`` for any text. Rules match on syllables, because a word segmenter cuts names and
codes as it likes; the words are a layer beside them (``doc.spans["words"]``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer
from spacy.vocab import Vocab

# A run this long without a space is no language, and underthesea's URL pattern backtracks on it.
_LONG_RUN = re.compile(r"(\S{200,})")

Offsets = Iterator[tuple[int, int]]


def syllable_spans(text: str) -> Offsets:
    """Offsets of the syllables, numbers, codes and signs of ``text``, in order."""
    from underthesea.pipeline.word_tokenize.regex_tokenize import tokenize

    return _spans(text, lambda piece: ([t] for t in tokenize(piece, use_token_normalize=False)))


def word_spans(text: str) -> Offsets:
    """Offsets of the words of ``text``; underthesea makes each of one or more syllables."""
    from underthesea import word_tokenize

    def words(piece: str) -> Iterable[list[str]]:
        return (word.split(" ") for word in word_tokenize(piece, use_token_normalize=False))

    return _spans(text, words)


def _spans(text: str, split: Callable[[str], Iterable[list[str]]]) -> Offsets:
    at = 0
    for number, piece in enumerate(_LONG_RUN.split(text)):
        if number % 2:
            yield at, at + len(piece)
        elif piece:
            yield from _aligned(piece, at, split(piece))
        at += len(piece)


def _aligned(piece: str, base: int, groups: Iterable[list[str]]) -> Offsets:
    """Offsets of token groups: underthesea keeps every character but white space, in order."""
    at, end = 0, len(piece)
    for group in groups:
        start = None
        for token in group:
            while at < end and piece[at].isspace():
                at += 1
            start = at if start is None else start
            at = min(end, at + len(token))
        if start is not None and start < at:
            yield base + start, base + at
    if piece[at:].strip():  # a sign its patterns know nothing of
        rest = piece[at:].strip()
        start = piece.index(rest, at)
        yield base + start, base + start + len(rest)


class SyllableTokenizer(DummyTokenizer):  # type: ignore[misc]
    """Text -> Doc of syllable tokens; white space is a trailing space or a token of its own."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __reduce__(self) -> tuple[type[SyllableTokenizer], tuple[Vocab]]:
        return type(self), (self.vocab,)

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        at = 0
        for start, end in syllable_spans(text):
            _gap(text[at:start], words, spaces)
            words.append(text[start:end])
            spaces.append(False)
            at = end
        _gap(text[at:], words, spaces)
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_disk(self, path: Path, **_: Any) -> None:
        """Nothing is learned, so nothing is written."""

    def from_disk(self, path: Path, **_: Any) -> SyllableTokenizer:
        return self

    def to_bytes(self, **_: Any) -> bytes:
        return b""

    def from_bytes(self, data: bytes, **_: Any) -> SyllableTokenizer:
        return self


def _gap(gap: str, words: list[str], spaces: list[bool]) -> None:
    """White space between tokens: one blank belongs to the token before, the rest is a token."""
    if gap.startswith(" ") and spaces and not spaces[-1]:
        spaces[-1] = True
        gap = gap[1:]
    if gap:
        words.append(gap)
        spaces.append(False)


@spacy.registry.tokenizers("vanban.syllables.v1")
def create_tokenizer() -> Callable[[Language], SyllableTokenizer]:
    return lambda lang: SyllableTokenizer(lang.vocab)
