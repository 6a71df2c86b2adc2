"""Syllable tokens keep every offset; words lie over them."""

from itertools import pairwise

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.annotate.tokenizer import SyllableTokenizer, syllable_spans, word_spans

VOCAB = spacy.blank("xx").vocab
ALPHABET = "aăâđêôơưáàảãạ ỳỹỵ\n\t\r\u00a0\u2003,;.:-–/()[]“”0123456789%°²ðßΩ中🙂\u0301\u0323e"
TEXTS = st.one_of(st.text(max_size=200), st.text(ALPHABET, max_size=200))


@pytest.mark.parametrize(
    ("text", "syllables"),
    [
        ("Ủy ban nhân dân", ["Ủy", "ban", "nhân", "dân"]),
        ("tiếp 2.783 lượt (80%)", ["tiếp", "2.783", "lượt", "(", "80", "%", ")"]),
        ("ngày 03/7/2024;", ["ngày", "03/7/2024", ";"]),
        ("", []),
    ],
)
def test_syllables(text: str, syllables: list[str]) -> None:
    assert [text[a:b] for a, b in syllable_spans(text)] == syllables


def test_words_join_syllables() -> None:
    text = "tuyên truyền pháp luật"
    assert [text[a:b] for a, b in word_spans(text)] == ["tuyên truyền", "pháp luật"]


@settings(max_examples=300)
@given(TEXTS)
def test_tokenizing_destroys_nothing(text: str) -> None:
    doc = SyllableTokenizer(VOCAB)(text)
    assert doc.text == text
    assert all(doc.text[token.idx : token.idx + len(token)] == token.text for token in doc)


@settings(max_examples=200)
@given(TEXTS)
def test_words_are_in_order_and_leave_out_only_white_space(text: str) -> None:
    spans = list(word_spans(text))
    assert all(a < b <= c for (a, b), (c, _) in pairwise(spans))
    covered = {i for a, b in spans for i in range(a, b)}
    assert all(text[i].isspace() for i in range(len(text)) if i not in covered)


def test_a_very_long_run_is_one_token() -> None:
    run = "(" * 50_000
    assert list(syllable_spans(f"a {run} b")) == [(0, 1), (2, 50_002), (50_003, 50_004)]
