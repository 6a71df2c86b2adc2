"""Syllable tokens keep every offset; words lie over them."""

from itertools import pairwise

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.annotate.tokenizer import SyllableTokenizer, set_spans, word_spans

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
    assert [t.text for t in SyllableTokenizer(VOCAB)(text)] == syllables


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("tuyên truyền pháp luật", ["tuyên truyền", "pháp luật"]),
        ("công tác tuyên\ntruyền pháp luật", ["công tác", "tuyên\ntruyền", "pháp luật"]),
        ("bảo\nđảm an ninh", ["bảo\nđảm", "an ninh"]),
        ("Công tác tuyên truyền\nPháp luật", ["Công tác", "tuyên truyền", "Pháp luật"]),
    ],
)
def test_words_join_syllables_over_a_wrap_but_not_over_a_paragraph(
    text: str, words: list[str]
) -> None:
    doc = SyllableTokenizer(VOCAB)(text)
    assert [span.text for span in doc.spans["words"]] == words


@pytest.mark.parametrize(
    ("offsets", "covered"),
    [((0, 4), "tiếp"), ((5, 12), "12 lượt"), ((6, 7), "12"), ((2, 6), "tiếp 12")],
)
def test_spans_cover_the_tokens_that_offsets_touch(offsets: tuple[int, int], covered: str) -> None:
    doc = SyllableTokenizer(VOCAB)("tiếp 12 lượt")
    set_spans(doc, "x", [offsets])
    assert [span.text for span in doc.spans["x"]] == [covered]


@settings(max_examples=300)
@given(TEXTS)
def test_tokenizing_destroys_nothing(text: str) -> None:
    doc = SyllableTokenizer(VOCAB)(text)
    assert doc.text == text
    assert all(doc.text[token.idx : token.idx + len(token)] == token.text for token in doc)


@settings(max_examples=200)
@given(TEXTS)
def test_words_are_in_order_and_leave_out_only_white_space(text: str) -> None:
    spans = [syllable for word in word_spans(text) for syllable in word]
    assert all(a < b <= c for (a, b), (c, _) in pairwise(spans))
    covered = {i for a, b in spans for i in range(a, b)}
    assert all(text[i].isspace() for i in range(len(text)) if i not in covered)


def test_a_very_long_run_is_one_token() -> None:
    run = "(" * 50_000
    assert [t.text for t in SyllableTokenizer(VOCAB)(f"a {run} b")] == ["a", run, "b"]
