"""Tasks followed through small archives: which document speaks of which task, and what it says."""

import dataclasses
import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from nlp.link import Ledger, follow
from nlp.link.bodies import best_cover, bodies, body, covers, inherited
from nlp.link.likeness import terms
from nlp.link.outcomes import outcome, says_more_is_left, together
from nlp.link.papers import Order, Result, code_key
from nlp.link.records import LinkReason, TaskEvent, TrackedTask
from nlp.model import Parsed
from nlp.rules import table

from .archives import FIRE, PLANS, WATER
from .conftest import Papers, letter, paper

Read = Callable[[Papers], dict[str, Parsed]]
ARCHIVES = {"water": WATER, "fire": FIRE, "plans": PLANS}

# archive, beginning of the action, document that speaks of it, what it says, new deadline, done on
SAID = [
    ("water", "nạo vét kênh", "report", "reported_done", None, date(2023, 5, 12)),
    ("water", "nạo vét kênh", "reminder", "reminded", None, None),
    ("water", "sửa chữa 05 trạm bơm", "extension", "extended", date(2023, 6, 30), None),
    ("water", "vận động hộ dân", "report", "progressed", None, None),
    ("water", "Báo cáo kết quả", "report", "reported_done", None, date(2023, 5, 23)),
    ("fire", "kiểm tra lối thoát", "report", "reported_done", None, date(2024, 2, 28)),
    ("fire", "kiểm tra lối thoát", "replacement", "superseded", None, None),
    ("fire", "lắp đặt hệ thống", "report", "reported_not_done", None, None),
    ("fire", "lắp đặt hệ thống", "pause", "postponed", None, None),
    ("fire", "lắp đặt hệ thống", "replacement", "superseded", None, None),
    ("fire", "tuyên truyền kỹ năng", "report", "reported_done", None, date(2024, 3, 4)),
    ("fire", "tuyên truyền kỹ năng", "replacement", "superseded", None, None),
    ("plans", "hoàn thành đo đạc", "second", "reported_done", None, date(2024, 6, 10)),
    ("plans", "di dời 18 hộ", "second", "repeated", date(2024, 9, 30), None),
    ("plans", "tiêm phòng dại", "second", "progressed", None, None),
]


@pytest.fixture(scope="module")
def documents(parsed: Read) -> dict[str, list[Parsed]]:
    return {name: list(parsed(papers).values()) for name, papers in ARCHIVES.items()}


@pytest.fixture(scope="module")
def ledgers(documents: dict[str, list[Parsed]]) -> dict[str, Ledger]:
    return {name: follow(papers) for name, papers in documents.items()}


def said(ledger: Ledger) -> set[tuple[str, str, str, date | None, date | None]]:
    action = {task.id: task.action for task in ledger.tasks}
    return {
        (action[e.task], e.path, e.kind, e.deadline, e.done_on)
        for e in ledger.events
        if not e.candidate
    }


@pytest.mark.parametrize(("archive", "action", "by", "kind", "deadline", "done"), SAID)
def test_a_later_document_speaks_of_a_task(
    archive: str,
    action: str,
    by: str,
    kind: str,
    deadline: date | None,
    done: date | None,
    ledgers: dict[str, Ledger],
) -> None:
    found = [x for x in said(ledgers[archive]) if x[0].startswith(action) and x[1] == by]
    assert [x[1:] for x in found] == [(by, kind, deadline, done)]


@pytest.mark.parametrize("archive", ARCHIVES)
def test_nothing_else_is_said(archive: str, ledgers: dict[str, Ledger]) -> None:
    expected = sum(1 for row in SAID if row[0] == archive)
    assert len(said(ledgers[archive])) == expected


@pytest.mark.parametrize("archive", ARCHIVES)
def test_events_quote_their_documents(
    archive: str, documents: dict[str, list[Parsed]], ledgers: dict[str, Ledger]
) -> None:
    texts = {p.id: " ".join(p.text.split()) for p in documents[archive]}
    for event in ledgers[archive].events:
        assert event.text in texts[event.document]
        assert event.reasons
        assert event.day is not None


@pytest.mark.parametrize("archive", ARCHIVES)
@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_documents_does_not_matter(
    archive: str, seed: int, documents: dict[str, list[Parsed]], ledgers: dict[str, Ledger]
) -> None:
    shuffled = documents[archive] * 2  # and one that comes twice counts once
    random.Random(seed).shuffle(shuffled)
    assert follow(shuffled) == ledgers[archive]


def test_a_document_more_keeps_the_events_before_it(documents: dict[str, list[Parsed]]) -> None:
    papers = sorted(documents["fire"], key=lambda p: str(p.header.date))
    before: set[str] = set()
    for count in range(1, len(papers) + 1):
        events = {e.id for e in follow(papers[:count]).events if not e.candidate}
        assert before <= events
        before = events


def test_ids_are_unique(ledgers: dict[str, Ledger]) -> None:
    tasks = [t.id for ledger in ledgers.values() for t in ledger.tasks]
    events = [e.id for ledger in ledgers.values() for e in ledger.events]
    assert len(set(tasks)) == len(tasks)
    assert len(set(events)) == len(events)


def test_records_survive_the_way_through_plain_dicts(ledgers: dict[str, Ledger]) -> None:
    for event in ledgers["water"].events:
        assert TaskEvent.from_dict(event.to_dict()) == event
    for task in ledgers["water"].tasks:
        assert TrackedTask.from_dict(task.to_dict()) == task


def test_nothing_follows_from_nothing() -> None:
    assert follow([]) == Ledger((), ())


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("ngày 03/4/2023", "ngày 14/4/2023"),  # perhaps a slip: a candidate
        ("của UBND huyện Sơn Cẩm", "của UBND huyện Hải Vân"),
        ("415/UBND-NN", "451/UBND-NN"),
    ],
)
def test_another_document_is_not_linked(said: str, instead: str, parsed: Read) -> None:
    report = WATER["report"].replace(said, instead)
    ledger = follow(parsed({"letter": WATER["letter"], "report": report}).values())
    assert all(e.candidate for e in ledger.events)


def test_who_has_to_do_it_only_asks_for_more_time(parsed: Read) -> None:
    asking = (
        WATER["extension"]
        .replace("UBND HUYỆN SƠN CẨM", "TRẠM THỦY LỢI HUYỆN SƠN CẨM")
        .replace("511/UBND-NN", "17/TTL")
        .replace("Xét đề nghị của Trạm Thủy lợi huyện, UBND huyện đồng ý", "Trạm Thủy lợi xin")
    )
    ledger = follow(parsed({"letter": WATER["letter"], "asking": asking}).values())
    assert not ledger.events


@pytest.mark.parametrize(
    ("assignees", "reporter", "least"),
    [
        (("UBND các huyện, thị xã",), "UBND huyện Kim Đông", 0.8),
        (("Các huyện ủy, thị ủy, đảng ủy trực thuộc",), "Huyện ủy Sơn Cẩm", 0.8),
        (("Chủ tịch UBND xã Tân Hảo",), "UBND xã Tân Hảo", 1.0),
        (("Ban Tuyên giáo Tỉnh ủy",), "Ban Tuyên giáo Huyện ủy Sơn Cẩm", 0.3),
        (("Các cơ quan, đơn vị",), "Sở Y tế", 0.5),
        (("Sở Tài nguyên và Môi trường",), "Sở Nông nghiệp và Môi trường tỉnh Bình Lâm", 1.0),
        (("Ủy ban nhân dân tỉnh",), "UBND tỉnh Bình Lâm", 1.0),
    ],
)
def test_an_assignee_covers(assignees: tuple[str, ...], reporter: str, least: float) -> None:
    assert best_cover(bodies(assignees), body(reporter)) >= least


@pytest.mark.parametrize(
    "row", [row for row in table("bodies") if row["role"] == "place"], ids=lambda row: row["is"]
)
def test_a_merged_province_is_the_one_it_went_into(row: dict[str, object]) -> None:
    named, day = body(str(row["example"])), row["from"]
    assert isinstance(day, date)
    heir = body(f"UBND tỉnh {str(row['is']).title()}")
    assert named in inherited(heir, day)
    assert inherited(heir, day - timedelta(days=1)) == (heir,)


@pytest.mark.parametrize(
    ("assignee", "reporter", "day", "least"),
    [
        ("UBND tỉnh Nam Định", "UBND tỉnh Ninh Bình", date(2025, 7, 1), 1.0),
        ("Sở Y tế tỉnh Quảng Nam", "Sở Y tế thành phố Đà Nẵng", date(2026, 2, 3), 1.0),
        ("UBND tỉnh Bà Rịa - Vũng Tàu", "UBND thành phố Hồ Chí Minh", date(2025, 9, 1), 1.0),
        ("UBND tỉnh Nam Định", "UBND tỉnh Ninh Bình", date(2025, 6, 30), 0.0),
        ("UBND tỉnh Nam Định", "UBND tỉnh Hưng Yên", date(2025, 9, 1), 0.0),
        ("UBND tỉnh Ninh Bình", "UBND xã Ninh Bình", date(2025, 9, 1), 0.3),
    ],
)
def test_who_reports_for_a_merged_province(
    assignee: str, reporter: str, day: date, least: float
) -> None:
    assert best_cover([body(assignee)], *inherited(body(reporter), day)) == least


def test_a_merged_province_is_reported_on_by_its_heir(parsed: Read) -> None:
    order = letter(
        "CHÍNH PHỦ", "BỘ Y TẾ", "318/BYT-DP", "Hà Nội, ngày 12 tháng 5 năm 2025",
        "tiêm bù vắc xin sởi", "UBND tỉnh Hà Nam.",
        "Bộ Y tế đề nghị:\n\n1. UBND tỉnh Hà Nam tiêm bù vắc xin sởi cho trẻ từ 6 đến 9 tháng "
        "tuổi, hoàn thành trước ngày 31/8/2025.",
    )  # fmt: skip
    report = paper(
        "CHÍNH PHỦ", "UBND TỈNH NINH BÌNH", "77/BC-UBND", "Ninh Bình, ngày 25 tháng 8 năm 2025",
        "BÁO CÁO\nKết quả thực hiện Công văn số 318/BYT-DP ngày 12/5/2025 của Bộ Y tế",
        "I. KẾT QUẢ\n1. Tỉnh đã tiêm bù vắc xin sởi cho 4.160 trẻ từ 6 đến 9 tháng tuổi.",
    )  # fmt: skip
    (event,) = follow(parsed({"order": order, "report": report}).values()).events
    assert event.kind == "reported_done"
    assert "assignee" in {reason.code for reason in event.reasons}


@pytest.mark.parametrize(
    ("assignee", "reporter"),
    [
        ("UBND xã Tân Hảo", "UBND xã Phổ Bình"),
        ("Sở Y tế", "Sở Tài chính"),
        ("UBND các xã, thị trấn", "Huyện ủy Sơn Cẩm"),
    ],
)
def test_an_assignee_does_not_cover(assignee: str, reporter: str) -> None:
    assert covers(body(assignee), body(reporter)) == 0


@pytest.mark.parametrize(
    ("order", "result", "status", "expected"),
    [
        ("đạt tối thiểu 50% hồ sơ", "Hồ sơ trực tuyến đạt 61%", "done", "reported_done"),
        ("đạt tối thiểu 50% hồ sơ", "Hồ sơ trực tuyến đạt 45%", "done", "progressed"),
        ("lắp 12 camera", "Đã lắp 12 camera", "done", "reported_done"),
        ("lắp 12 camera", "Đang khảo sát vị trí lắp", "done", "progressed"),
        ("lắp 12 camera", "Đã lắp 08 camera, còn 04 camera", "done", "progressed"),
        ("lắp 12 camera", "Mới lắp 04 camera", "ongoing", "progressed"),
        ("lắp đặt 12 camera", "Chưa lắp đặt vì thiếu vốn", "done", "reported_not_done"),
        ("lắp 12 camera", "Không nêu", "not_done", "reported_not_done"),
    ],
)
def test_what_a_clause_says(order: str, result: str, status: str, expected: str) -> None:
    given = Order("d1", order, order, 0, len(order), None, None, ())
    told = Result(result, "", 0, len(result), None, 0, status, ())
    assert outcome(given, told) == expected


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("11 hộ còn vướng về giá đất ở", True),
        ("còn 04 ao", True),
        ("phạt 412 triệu đồng", False),
        ("tỷ lệ hộ nghèo còn 3,25%", False),
        ("xã còn tổ chức hội thi", False),
    ],
)
def test_what_is_left_to_do(text: str, left: bool) -> None:
    assert says_more_is_left(text) is left


def test_several_clauses_together() -> None:
    assert together(["reported_done", "reported_done"]) == "reported_done"
    assert together(["reported_done", "reported_not_done"]) == "progressed"
    assert together(["reported_not_done"]) == "reported_not_done"


def test_a_code_has_one_spelling() -> None:
    assert code_key("05", "CT/TU") == code_key("5", "CT / TU")
    assert code_key(None, "CT/TU") is None


def test_common_words_do_not_count() -> None:
    assert terms("UBND các xã tiếp tục tổ chức thực hiện") == []
    assert "kênh_mương" in terms("Nạo vét kênh mương")
    assert "mương_xã" not in terms("kênh mương, xã")


def test_every_reason_has_its_words() -> None:
    from nlp.link.reasons import reason
    from nlp.rules import table

    for row in table("link_reasons"):
        assert row["vi"]
        assert row["en"]
        assert reason(row["reason"]) == LinkReason(row["reason"], "", row["weight"])


def test_page_of_an_event_is_a_page_of_its_document(parsed: Read) -> None:
    papers = list(parsed(WATER).values())
    numbered = [
        dataclasses.replace(p, figures=tuple(dataclasses.replace(f, page=1) for f in p.figures))
        for p in papers
    ]
    assert {e.page for e in follow(numbered).events} <= {None, 1}
