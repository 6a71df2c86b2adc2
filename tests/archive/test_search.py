"""Any string is a query; accents may be left out; what carries the typed accents comes first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from nlp.archive import Archive, open_archive, search
from nlp.archive.query import SNIPPET, Query, snippet
from nlp.archive.tables import code_key
from nlp.errors import UsageError
from nlp.model import Letterhead, PrintedDate
from nlp.text import fold

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
            "assignees": ("Thanh tra huyện", "Phòng Nội vụ"),
            "deadline": date(2024, 7, 20),
        },
        "d2": {"labels": ("propaganda", "petition"), "issuer": "Đảng ủy xã"},
        "d4": {"labels": ("socio_economic",), "assignees": ("Phòng Kinh tế",)},
    }  # fmt: skip
    for number, (name, text) in enumerate(TEXTS.items(), 1):
        header = Letterhead(
            issuer=f"UBND huyện số {number}",
            code=f"{number:02}/CV-UBND",
            type="BC" if number == 3 else "CV",
            place="Hòa Bình" if number == 2 else None,
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
        ("tra soat", []),
        ("CV 2", ["d2"]),
        ("công văn số 2", ["d2"]),
        ("cong van so 02/cv", ["d2"]),
        ("BC 3", ["d3"]),
        ("báo cáo 2", []),
        ("2/CV", ["d2"]),
        ("2/UBND", []),
        ("tr soat", []),
        ("12 dự án", ["d4"]),
        ("đầu-tư/công", ["d4"]),
        ("0\u0308", []),
        ("giải qu", ["d1"]),  # the last word may be the beginning of one
        ("tuyen tru", ["d2"]),
        ("giải qu ", []),
        ('"giải qu"', []),
        ("2/CV-UBND", ["d2"]),
        ("2 cv ubnd", ["d2"]),
        ("02-CV/UBND", ["d2"]),
        ("số 2/cv ubnd", ["d2"]),
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
        ({"due_after": date(2024, 7, 20)}, {"d1"}),
        ({"due_after": date(2024, 7, 21)}, set()),
        ({"due_after": date(2020, 1, 1), "due_before": date(2030, 1, 1)}, {"d1"}),
        ({"due_after": date(2030, 1, 1), "due_before": date(2020, 1, 1)}, set()),
        ({"place": "hoa binh"}, {"d2"}),
        ({"place": "binh hoa"}, set()),
        ({"type": "BC"}, {"d3"}),
        ({"type": "bc"}, {"d3"}),
        ({"from_": date(2024, 3, 31)}, {"d4"}),
        ({"to": date(2024, 1, 31)}, {"d1"}),
        ({"from_": date(2024, 3, 1), "label": "socio_economic", "issuer": "so 4"}, {"d4"}),
        ({"assignee": "tra"}, {"d1"}),
        ({"assignee": "huyện phòng"}, set()),  # names are not read across
        ({"state": "overdue"}, {"d1"}),
        ({"state": "on_track"}, {"d2", "d3", "d4"}),
        ({"state": "open", "label": "petition"}, {"d1", "d2"}),
        ({"from_": date(2024, 2, 1), "to": date(2024, 3, 1)}, {"d2", "d3"}),
    ],
)
def test_filters(stocked: Archive, filters: dict, expected: set[str]) -> None:
    assert set(found(stocked, "", **filters)) == expected
    assert set(found(stocked, "giao đề nghị", **filters)) <= expected


@pytest.mark.parametrize(
    ("query", "instead", "expected"),
    [
        ("giai quyett", "giải quyết", ["d1"]),
        ("tuyne truyền", "tuyên truyền", ["d2"]),  # two letters exchanged
        ("tuyên truyềnn bầu cử", "tuyên truyền bầu cử", ["d2"]),
        ("rá soát dụ án", None, ["d4"]),  # marks are no slips
        ("tra soat", None, []),  # each is written: neither is a slip
        ("giaiquyet don", "giải quyết đơn", ["d1"]),  # a blank left out
        ("xyzt", None, []),
        ("đơn xyzt", None, []),
        ('"thư đơn"', None, []),
        ("giai quyett " + " ".join(f"tuyenx{letter}" for letter in "abcdefgh"), None, []),  # a page
    ],
)
def test_words_that_nobody_wrote(
    stocked: Archive, query: str, instead: str | None, expected: list[str]
) -> None:
    hits = stocked.search(query)
    assert (hits.instead and fold(hits.instead)) == (instead and fold(instead))
    assert found(stocked, query) == expected


def test_any_number_of_rows_is_asked_for_in_parts(
    stocked: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = stocked.search("", state="open", facets=True)
    monkeypatch.setattr("nlp.archive.search.MOST_VALUES", 1)
    monkeypatch.setattr("nlp.archive.tracking.MOST_VALUES", 2)
    parts = stocked.search("", state="open", facets=True)
    assert (parts, parts.facets) == (whole, whole.facets)
    assert len(parts) > 2


def test_a_near_word_is_not_looked_for_where_a_filter_leaves_nothing(stocked: Archive) -> None:
    hits = stocked.search("rà soát", type="BC")
    assert (hits, hits.instead) == ((), None)


def test_facets_count_all_hits_not_only_those_shown(stocked: Archive) -> None:
    hits = stocked.search("", facets=True, limit=1)
    assert (len(hits), hits.total, hits.more) == (1, 4, False)
    assert hits.facets["label"] == (("petition", 2), ("propaganda", 1), ("socio_economic", 1))
    assert hits.facets["assignee"] == (
        ("Phòng Kinh tế", 1),
        ("Phòng Nội vụ", 1),
        ("Thanh tra huyện", 1),
    )
    assert hits.facets["type"] == (("CV", 3), ("BC", 1))
    assert hits.facets["place"] == (("Hòa Bình", 1),)
    assert "state" not in hits.facets  # nobody has asked for tasks yet
    assert len(stocked.tasks()) == 4
    facets = stocked.search("đơn", facets=True).facets
    assert (facets["label"], facets["state"]) == (
        (("petition", 1),),
        (("on_track", 1), ("overdue", 1)),
    )
    assert stocked.search("đơn").facets == {}


def test_an_agency_is_one_under_its_abbreviation_too(archive: Archive, make) -> None:
    printed = ("UBND tỉnh Kim An", "Ủy ban nhân dân tỉnh Kim An", "UỶ BAN NHÂN DÂN TỈNH KIM AN")
    for number, issuer in enumerate(printed):
        archive.add(make(f"Văn bản {number}.", header=Letterhead(issuer=issuer)), fingerprint="f")
    for asked in ("UBND tỉnh Kim An", "ubnd tinh", "Uỷ ban nhân dân tỉnh Kim An"):
        hits = archive.search("văn bản", in_="documents", issuer=asked, facets=True)
        assert len(hits) == len(printed)
        assert [count for _, count in hits.facets["issuer"]] == [len(printed)]


def test_facets_of_other_kinds(stocked: Archive, full) -> None:
    stocked.add(full, fingerprint="f")
    assert dict(stocked.search("", in_="documents", facets=True).facets["type"])["CV"] == 4
    assert stocked.search("kinh phí", in_="figures", facets=True).facets["issuer"]


def test_the_best_of_many_hits_is_found_whenever_it_was_stored(
    archive: Archive, make, directive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "RANKED", 2)
    monkeypatch.setattr(search, "CANDIDATES", 4)
    texts = [
        "Giao xã rà soát đất, rà soát rừng, rà soát nhà và báo cáo",  # what it is about
        "Rà soát đất",  # the shortest
        *(f"Giao xã {number} rà soát đất rừng của từng hộ dân" for number in range(8)),
        "Giao xã rà soát đất của từng hộ dân trong từng thôn, trong từng xóm của từng thôn",
    ]
    for text in texts:
        archive.add(make(text, directives=(directive(text),)), fingerprint="f")
    hits = archive.search("rà soát", limit=2, facets=True)
    assert [row["text"] for row in hits] == texts[:2]
    assert hits.more
    assert hits.total >= 4
    whole = archive.search("rà soát", limit=50)
    assert (len(whole), whole.more) == (len(texts), False)
    assert [row["text"] for row in whole][:2] == texts[:2]


def test_of_equals_the_last_stored_comes_first(
    archive: Archive, make, directive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "RANKED", 2)
    monkeypatch.setattr(search, "CANDIDATES", 2)
    for number in range(5):
        text = f"Giao xã {number} rà soát"
        archive.add(make(text, directives=(directive(text),)), fingerprint="f")
    texts = [row["text"] for row in archive.search("rà soát", limit=2)]
    assert texts == ["Giao xã 4 rà soát", "Giao xã 3 rà soát"]


def test_filters_alone_let_the_newest_through_of_very_many(
    archive: Archive, make, directive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "CANDIDATES", 2)
    monkeypatch.setattr(search, "DATED", 3)
    monkeypatch.setattr(search, "_SPANS", (1, 3, 9))
    for month in (3, 9, 1, 12, 5, 7):
        text = f"Giao xã rà soát {'đất ' * month}"
        header = Letterhead(
            type="CV", date=PrintedDate("", date(2024, month, 1), date(2024, month, 1))
        )
        archive.add(make(text, header=header, directives=(directive(text),)), fingerprint="f")
    hits = archive.search("", type="CV", limit=2)
    assert [row["document_date"] for row in hits] == ["2024-12-01", "2024-09-01"]
    assert hits.more
    late = archive.search("", type="CV", limit=2, to=date(2024, 6, 1))
    assert [row["document_date"] for row in late] == ["2024-05-01", "2024-03-01"]
    assert len(archive.search("", type="CV")) == 6


def test_a_document_read_again_is_found_by_what_it_says_now(
    archive: Archive, make, directive
) -> None:
    text = "Giao xã rà soát"
    for place in ("Đông Hà", "Tây Sơn"):
        header = Letterhead(place=place, type="CV")
        archive.add(make(text, header=header, directives=(directive(text),)), fingerprint="f")
    assert len(archive.search("rà soát", place="tay son")) == 1
    assert len(archive.search("rà soát", place="dong ha")) == 0
    assert {line["status"] for line in archive.verify()} == {"ok"}


def test_filters_that_a_kind_does_not_have(stocked: Archive) -> None:
    with pytest.raises(UsageError, match="label: of directives, not of figures"):
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
        ("đơnvị", '"đơn"', []),
        ("đơn vị, thư", "đơn v", ["đơn", "vị"]),
        ("Đòn", "đơn", ["Đòn"]),
    ],
)
def test_highlights(text: str, query: str, marked: list[str]) -> None:
    shown, spans = snippet(text, Query.read(query).marked)
    assert [shown[start:end] for start, end in spans] == marked


def test_a_snippet_is_where_the_words_are() -> None:
    text = "xã " * 500 + "đơn " + "thôn " * 300 + "giải quyết đơn thư tồn đọng " + "phường " * 500
    shown, spans = snippet(text, Query.read("giải quyết đơn").marked)
    assert len(shown) <= SNIPPET
    assert [shown[start:end] for start, end in spans] == ["giải", "quyết", "đơn"]
    assert shown.split()[0] in {"xã", "thôn"}
