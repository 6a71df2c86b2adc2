"""Any string is a query; accents may be left out; what carries the typed accents comes first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from nlp.archive import Archive, open_archive
from nlp.archive.query import SNIPPET, Query, snippet
from nlp.archive.tables import code_key
from nlp.errors import UsageError
from nlp.model import Letterhead, PrintedDate

TEXTS = {
    "d1": "Giao Thanh tra huyện giải quyết đơn thư tồn đọng tại xã Hòa Bình",
    "d2": "Đề nghị các xã tuyên truyền bầu cử; chi đạo hoà giải ở cơ sở",
    "d3": "Yêu cầu chỉ đạo thu hoạch lúa, đón thử nghiệm giống mới",
    "d4": "Phòng Kinh tế rà soát 12 dự án đầu tư công",
}


@pytest.fixture
def stocked(archive: Archive, make, directive) -> Archive:
    fields = {
        "d1": {
            "labels": ("petition",),
            "assignees": ("Thanh tra huyện",),
            "deadline": date(2024, 7, 20),
        },
        "d2": {"labels": ("propaganda", "petition"), "issuer": "Đảng ủy xã"},
        "d4": {"labels": ("socio_economic",), "assignees": ("Phòng Kinh tế",)},
    }  # fmt: skip
    for number, (name, text) in enumerate(TEXTS.items(), 1):
        header = Letterhead(
            issuer=f"UBND huyện số {number}",
            code=f"{number:02}/CV-UBND",
            date=PrintedDate("", date(2024, number, 1), date(2024, number, 1)),
        )
        given = directive(text, id=name, **fields.get(name, {}))
        parsed = make(f"{text}.", header=header, directives=(given,))
        archive.add(parsed, fingerprint="f")
    return archive


def found(archive: Archive, query: str, **filters) -> list[str]:
    names = {text: name for name, text in TEXTS.items()}
    return [names[row["text"]] for row in archive.search(query, **filters)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("đơn thư", ["d1", "d3"]),  # the typed marks first, then "đón thử"
        ("DON THU giao", ["d1"]),
        ("đón thử", ["d3", "d1"]),
        ('"đơn thư"', ["d1", "d3"]),
        ('"thư đơn"', []),
        ("“tuyen truyen bau cu”", ["d2"]),
        ("chi đạo", ["d2", "d3"]),
        ("chỉ đạo", ["d3", "d2"]),
        ("hoà bình", ["d1"]),  # old and new place of the tone mark
        ("hòa giải", ["d2", "d1"]),  # together, then apart
        ("d\u0111", []),
        ("đơn thư xã", ["d1"]),
        ("tra soat", ["d4"]),  # nobody wrote both: "rà soát"
        ("tr soat", []),
        ("12 dự án", ["d4"]),
        ("đầu-tư/công", ["d4"]),
        ("0\u0308", []),
        ("2/CV-UBND", ["d2"]),
        ("số 02 / CV - ubnd", ["d2"]),
        ("NEAR(giao huyện)", []),
        ("giao OR huyện", []),
        ("exact : giao", []),
    ],
)  # fmt: skip
def test_what_is_found(stocked: Archive, query: str, expected: list[str]) -> None:
    assert sorted(found(stocked, query)) == sorted(expected)
    if expected:
        assert found(stocked, query)[0] == expected[0]


def test_without_accents_all_readings_are_found(stocked: Archive) -> None:
    assert set(found(stocked, "don thu")) == set(found(stocked, "DON THU")) == {"d1", "d3"}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"label": "petition"}, {"d1", "d2"}),
        ({"label": "petit"}, set()),
        ({"assignee": "thanh tra"}, {"d1"}),
        ({"assignee": "%"}, set()),
        ({"issuer": "dang uy"}, {"d2"}),
        ({"issuer": "số 3"}, {"d3"}),
        ({"due_before": date(2024, 7, 20)}, {"d1"}),
        ({"due_before": date(2024, 7, 19)}, set()),
        ({"from_": date(2024, 2, 1), "to": date(2024, 3, 1)}, {"d2", "d3"}),
    ],
)
def test_filters(stocked: Archive, filters: dict, expected: set[str]) -> None:
    assert set(found(stocked, "", **filters)) == expected
    assert set(found(stocked, "giao đề nghị", **filters)) <= expected


def test_filters_that_a_kind_does_not_have(stocked: Archive) -> None:
    with pytest.raises(UsageError, match="of directives, not of figures"):
        stocked.search("đơn", in_="figures", label="petition")


def test_no_words_ask_for_everything_newest_first(stocked: Archive) -> None:
    assert found(stocked, " ?! ") == ["d4", "d3", "d2", "d1"]
    assert found(stocked, "", limit=2) == ["d4", "d3"]


def test_documents_and_figures(stocked: Archive, full) -> None:
    stocked.add(full, fingerprint="f")
    (row,) = stocked.search("kinh phi dong ha", in_="figures")
    assert row["text"] == "12,5 tỷ đồng"
    documents = stocked.search("05-cv/đu", in_="documents")
    assert [row["document_code"] for row in documents] == ["05-CV/ĐU"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("05-NQ/ĐH", "Số: 5 - nq/đh"),
        ("310-CV/BTGTU", "310 - CV / BTGTU"),
        ("30/2020/NĐ-CP", "30/2020/nd-cp"),
        ("84/BC-TTT", "84/BC–TTT"),
    ],
)
def test_a_code_in_any_spelling(one: str, other: str) -> None:
    assert code_key(one) == code_key(other)
    assert code_key(one) != code_key("1" + one)


@pytest.mark.parametrize("query", ["5-7", "2024", "số", "số 5", "tăng 12/2024"])
def test_what_is_no_code(query: str) -> None:
    assert Query.read(query).code is None


@pytest.fixture(scope="module")
def one_document(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    from nlp.model import Directive, Footer, Parsed, Source

    text = 'Giao "xã" 05/CV-ĐU (rà soát) * đơn^thư'
    with open_archive(tmp_path_factory.mktemp("kho") / "kho.db") as archive:
        directive = Directive("d1", text, 0, len(text), text, "order")
        source = Source("/a", "text/plain", 1, "0" * 64, "txt")
        archive.add(
            Parsed("sha256:0", source, "ok", text, Letterhead(), Footer(), directives=(directive,)),
            fingerprint="f",
        )
        yield archive


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text() | st.text(alphabet='"“”*()^:-+/\\ \0\ud800%_{}đơnNEARANDOR'))
@example('"')
@example("* OR NOT")
@example("đơn" * 500)
@example("đơn " * 500)
@example('"' + "a " * 300)
@example("\x00")
@example("\ud800")
@example("{exact folded} : a")
@example("''; DROP TABLE documents; --")
def test_any_string_is_a_query(one_document: Archive, query: str) -> None:
    for kind in ("directives", "documents", "figures"):
        for row in one_document.search(query, in_=kind):
            for start, end in row["highlights"]:
                assert 0 <= start < end <= len(row["snippet"])


@given(st.sampled_from(["Giao", '"xã"', "05/CV-ĐU", "(rà", "soát)", "*", "đơn^thư"]))
def test_every_word_of_a_text_finds_it(one_document: Archive, word: str) -> None:
    assert len(one_document.search(word)) == 1


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Giải quyết đơn thư, đón thử", "đơn thư", ["đơn", "thư"]),
        ("Giải quyết đơn thư, đón thử", "don thu", ["đơn", "thư", "đón", "thử"]),
        ("Giải quyết đơn thư", '"quyet don"', ["quyết đơn"]),
        ("Hoà giải; hòa giải", '"hòa giải"', ["Hoà giải", "hòa giải"]),
        ("đơn vị có 12 đơn", "đơn vị", ["đơn", "vị", "đơn"]),
        ("đơnvị", "đơn", []),
    ],
)
def test_highlights(text: str, query: str, marked: list[str]) -> None:
    shown, spans = snippet(text, Query.read(query).phrases)
    assert [shown[start:end] for start, end in spans] == marked


def test_a_snippet_is_where_the_words_are() -> None:
    text = "xã " * 500 + "đơn " + "thôn " * 300 + "giải quyết đơn thư tồn đọng " + "phường " * 500
    shown, spans = snippet(text, Query.read("giải quyết đơn").phrases)
    assert len(shown) <= SNIPPET
    assert [shown[start:end] for start, end in spans] == ["giải", "quyết", "đơn"]
    assert shown.split()[0] in {"xã", "thôn"}
