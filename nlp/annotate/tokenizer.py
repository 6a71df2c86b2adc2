"""A spaCy tokenizer on underthesea: syllable tokens with exact offsets, and words over them.

``doc.text == text`` for any text. Rules match on syllables, because a word segmenter cuts names and
codes as it likes; the words are a layer beside them (``doc.spans["words"]``). One run of
underthesea gives both: its words are made of its syllables.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import DummyTokenizer, registry
from spacy.vocab import Vocab

# A run this long without a space is no language, and underthesea's URL pattern backtracks on it.
_LONG_RUN = re.compile(r"(\S{200,})")
# A line that goes on in lower case is one sentence with the line before: words may cross the wrap.
_WRAP = re.compile(r"(?<=[^\W\d_])([ \t]*\n)([^\W\d_])")

# underthesea holds some fifty features a syllable while it works: it is given a page at a time.
_PAGE = 4_000
_PAGES = re.compile(
    rf"(?s).{{{_PAGE // 2},{_PAGE}}}(?:\n|\Z)|.{{1,{_PAGE}}}(?:\s|\Z)|.{{1,{_PAGE}}}"
)

Offsets = tuple[int, int]


def word_spans(text: str) -> Iterator[tuple[Offsets, ...]]:
    """Each word of ``text`` as the offsets of its syllables; a number, code or sign is one too."""
    at = 0
    flat = _WRAP.sub(_joined, text)
    for number, piece in enumerate(_LONG_RUN.split(flat)):
        if number % 2:
            yield ((at, at + len(piece)),)
        else:
            for page in _PAGES.finditer(piece):
                yield from _aligned(page.group(), at + page.start())
        at += len(piece)


def _joined(wrap: re.Match[str]) -> str:
    gap, letter = wrap.groups()
    return " " * len(gap) + letter if letter.islower() else wrap.group()


def _aligned(piece: str, base: int) -> Iterator[tuple[Offsets, ...]]:
    """Words of a piece: underthesea keeps every character but white space, in order."""
    from underthesea import word_tokenize

    at, end = 0, len(piece)
    for word in word_tokenize(piece, use_token_normalize=False):
        syllables = []
        for syllable in word.split(" "):
            while at < end and piece[at].isspace():
                at += 1
            start, at = at, min(end, at + len(syllable))
            if start < at:
                syllables.append((base + start, base + at))
        if syllables:
            yield tuple(syllables)
    if piece[at:].strip():  # a sign its patterns know nothing of
        rest = piece[at:].strip()
        start = piece.index(rest, at)
        yield ((base + start, base + start + len(rest)),)


class SyllableTokenizer(DummyTokenizer):
    """Text -> Doc of syllable tokens with the span group "words".

    White space is the trailing space of a token or a token of its own, so nothing is lost.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __reduce__(self) -> tuple[type[SyllableTokenizer], tuple[Vocab]]:
        return type(self), (self.vocab,)

    def __call__(self, text: str) -> Doc:
        tokens: list[str] = []
        spaces: list[bool] = []
        groups: list[Offsets] = []  # first and last token of each word
        at = 0
        for word in word_spans(text):
            _gap(text[at : word[0][0]], tokens, spaces)
            first = len(tokens)
            for start, end in word:
                if start > word[0][0]:
                    _gap(text[at:start], tokens, spaces)
                tokens.append(text[start:end])
                spaces.append(False)
                at = end
            groups.append((first, len(tokens)))
        _gap(text[at:], tokens, spaces)
        doc = Doc(self.vocab, words=tokens, spaces=spaces)
        doc.spans["words"] = [Span(doc, first, last) for first, last in groups]
        return doc

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Nothing is learned, so nothing is written."""

    def from_disk(self, path: str | Path, **_: Any) -> SyllableTokenizer:
        return self

    def to_bytes(self, **_: Any) -> bytes:
        return b""

    def from_bytes(self, data: bytes, **_: Any) -> SyllableTokenizer:
        return self


def _gap(gap: str, tokens: list[str], spaces: list[bool]) -> None:
    """White space between tokens: one blank belongs to the token before, the rest is a token."""
    if gap.startswith(" ") and spaces and not spaces[-1]:
        spaces[-1] = True
        gap = gap[1:]
    if gap:
        tokens.append(gap)
        spaces.append(False)


def set_spans(doc: Doc, key: str, offsets: Iterable[Offsets]) -> None:
    """``doc.spans[key]``: for each pair of character offsets, the tokens that it touches."""
    pairs = np.array(list(offsets), dtype=np.int64).reshape(-1, 2)
    starts = doc.to_array("IDX").astype(np.int64)
    first = np.maximum(np.searchsorted(starts, pairs[:, 0], side="right") - 1, 0)
    last = np.maximum(np.searchsorted(starts, pairs[:, 1], side="left"), first + 1)
    doc.spans[key] = [Span(doc, i, j) for i, j in zip(first.tolist(), last.tolist(), strict=True)]


def create_tokenizer() -> Callable[[Language], SyllableTokenizer]:
    """What the pipeline's config names ``vanban.syllables.v1``."""
    return lambda lang: SyllableTokenizer(lang.vocab)


registry.tokenizers.register("vanban.syllables.v1", func=create_tokenizer)
