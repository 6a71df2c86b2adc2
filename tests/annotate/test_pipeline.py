"""The pipeline is used as spaCy's users expect."""

import warnings

import pytest
import srsly
from spacy.language import Language
from spacy.tokens import DocBin

import nlp
from nlp.annotate.components import FAMILIES

TEXT = """UBND TỈNH AN SƠN
UBND XÃ HÒA THẠNH
Số: 12/BC-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hòa Thạnh, ngày 14 tháng 6 năm 2024

BÁO CÁO
Kết quả tiếp công dân 6 tháng đầu năm 2024

Thực hiện Công văn số 35/TTr-TH ngày 04/3/2024 của Thanh tra huyện, UBND xã báo cáo:
I. KẾT QUẢ
1. Xã tiếp nhận 40 đơn, gồm 10 đơn khiếu nại và 30 đơn kiến nghị; đã giải quyết 36/40 đơn (90%).
II. NHIỆM VỤ 6 THÁNG CUỐI NĂM
1. Giao Văn phòng chủ trì, phối hợp với Công an xã rà soát 04 đơn còn lại trước ngày 31/7/2024.
"""


@pytest.fixture(scope="module")
def lang() -> Language:
    return nlp.build()


def test_every_family_is_found_with_spans_that_quote_the_text(lang: Language) -> None:
    doc = lang(TEXT)
    assert doc.text == TEXT
    for family in FAMILIES:
        records = doc.user_data[family]
        assert records, family
        assert all(TEXT[r["start"] : r["end"]] == r["text"] for r in records)
        assert len(doc.spans[family]) == len(records)
        assert getattr(doc._, f"vanban_{family}") == records


def test_words_and_sentences_are_layers(lang: Language) -> None:
    doc = lang(TEXT)
    assert "tiếp nhận" in {span.text for span in doc.spans["words"]}
    assert any(span.text.startswith("Giao Văn phòng") for span in doc.spans["sentences"])


def test_records_are_plain(lang: Language) -> None:
    records = lang(TEXT).user_data
    assert srsly.msgpack_loads(srsly.msgpack_dumps(dict(records))) == records


def test_pipe_gives_what_single_calls_give(lang: Language) -> None:
    texts = [TEXT, "Năm 2023, huyện tiếp 205 lượt công dân.", ""]
    piped = [doc.user_data for doc in lang.pipe(texts)]
    assert piped == [lang(text).user_data for text in texts]


def test_two_processes_give_the_same(lang: Language) -> None:
    texts = [TEXT, "Năm 2023, huyện tiếp 205 lượt công dân."]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # fork in a process that has threads
        piped = [doc.user_data for doc in lang.pipe(texts, n_process=2)]
    assert piped == [lang(text).user_data for text in texts]


def test_docbin_carries_the_records(lang: Language) -> None:
    doc = lang(TEXT)
    packed = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (back,) = DocBin(store_user_data=True).from_bytes(packed).get_docs(lang.vocab)
    plain = srsly.json_dumps(doc.user_data["figures"])  # msgpack reads lists as tuples
    assert srsly.json_dumps(back.user_data["figures"]) == plain
    assert [s.text for s in back.spans["figures"]] == [s.text for s in doc.spans["figures"]]


def test_the_pipeline_names_what_each_part_gives_and_needs(lang: Language) -> None:
    analysis = lang.analyze_pipes()
    assert not any(analysis["problems"].values())
    assert lang.pipe_names == [
        "vanban_document", "vanban_sentences", "vanban_dates", "vanban_citations",
        "vanban_figures", "vanban_directives", "vanban_tasks", "vanban_labels",
    ]  # fmt: skip


def test_it_can_be_saved_and_loaded(lang: Language, tmp_path) -> None:
    import spacy

    lang.to_disk(tmp_path / "lang")
    again = spacy.load(tmp_path / "lang")
    assert again(TEXT).user_data["figures"] == lang(TEXT).user_data["figures"]
