"""Reports that cite no letter: what is of a task is linked, what only sounds like it is not."""

from collections.abc import Callable

import pytest

from nlp.link import follow
from nlp.link.records import TaskEvent
from nlp.model import Parsed

from .conftest import Papers, letter, paper
from .lookalikes import COMMUNE, DISTRICT, LIKE, UNLIKE

Read = Callable[[Papers], dict[str, Parsed]]
PROVINCE = "UBND TỈNH BÌNH LÂM"
# what a report tells beside: the statistics of every such report
BESIDE = """1. Giá trị sản xuất đạt 1.204 tỷ đồng, tăng 7,1% so với cùng kỳ.
2. Thu ngân sách trên địa bàn 61,4 tỷ đồng, đạt 52% dự toán.
3. Tỷ lệ hộ nghèo còn 4,1%; giải quyết việc làm cho 640 lao động.
4. Tai nạn giao thông giảm 02 vụ.
5. """
ENDS = {
    "quý III năm 2024": "25 tháng 9 năm 2024",
    "6 tháng đầu năm 2023": "20 tháng 6 năm 2023",
    "9 tháng đầu năm 2023": "22 tháng 9 năm 2023",
}


def events(giver: str, order: str, reporter: str, period: str, result: str, read: Read) -> list[
    TaskEvent
]:  # fmt: skip
    place = giver.split("HUYỆN ")[1].title()
    papers = {
        "letter": letter(
            PROVINCE, giver, "318/UBND-VP", f"{place}, ngày 04 tháng 4 năm 2023", "một số việc",
            "- Các phòng, ban;\n- UBND các xã, thị trấn.",
            f"{giver} yêu cầu:\n\n1. {order}\n2. Văn phòng kiểm kê tài sản trước ngày 30/4/2023.",
        ),
        "report": paper(
            PROVINCE if reporter == DISTRICT else DISTRICT, reporter, "77/BC-UBND",
            f"{'Sơn Cẩm' if reporter == DISTRICT else 'Tân Hảo'}, ngày {ENDS[period]}",
            f"BÁO CÁO\nTình hình kinh tế - xã hội {period}", f"I. KẾT QUẢ\n{BESIDE}{result}",
        ),
    }  # fmt: skip
    return [e for e in follow(read(papers).values()).events if e.path == "report"]


@pytest.mark.parametrize("why", UNLIKE)
def test_a_lookalike_is_not_linked(why: str, parsed: Read) -> None:
    assert [e.text for e in events(*UNLIKE[why], parsed) if not e.candidate] == []


@pytest.mark.parametrize("how", LIKE)
def test_a_result_is_linked_without_a_citation(how: str, parsed: Read) -> None:
    *told, kind = LIKE[how]
    found = events(*told, parsed)
    assert [(e.kind, e.candidate) for e in found] == [(kind, False)]
    assert found[0].text in told[-1]


def test_there_are_reporters_of_both_kinds() -> None:
    assert {row[2] for row in LIKE.values()} == {DISTRICT, COMMUNE}
