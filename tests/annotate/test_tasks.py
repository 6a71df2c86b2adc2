"""Tasks: which blocks tell of work, and with what status."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.annotate.contexts import heading_status
from nlp.annotate.directives import find_directives
from nlp.annotate.periods import find_dates
from nlp.annotate.tasks import find_tasks
from nlp.document import from_text
from nlp.model import Task
from nlp.rules import table
from nlp.text import modern_tone

REPORT = """ỦY BAN NHÂN DÂN
XÃ TÂN HÒA
Số: 12/BC-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Tân Hòa, ngày 08 tháng 6 năm 2024

BÁO CÁO
Công tác 6 tháng đầu năm 2024

{}

Nơi nhận:
- UBND huyện;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Võ Thị Lan
"""
LETTER = (
    REPORT.replace("12/BC-UBND", "12/UBND-VP")
    .replace("BÁO CÁO\nCông tác 6 tháng đầu năm 2024", "Kính gửi: Phòng Nội vụ huyện.")
    .replace("Số: 12/UBND-VP", "Số: 12/UBND-VP\nV/v trả lời kiến nghị")
)


def tasks(text: str) -> tuple[Task, ...]:
    document = from_text(text)
    found = find_tasks(document, find_directives(document, find_dates(document), ()))
    for task in found:
        assert document.text[task.start : task.end] == task.text
        assert task.labels == ()
    assert [t.id for t in found] == [f"t{n}" for n in range(1, len(found) + 1)]
    return found


@pytest.mark.parametrize(
    ("heading", "text", "status"),
    [
        ("I. KẾT QUẢ", "Tổ chức 04 buổi tuyên truyền.", "done"),
        ("I. KẾT QUẢ", "Đang khảo sát 02 tuyến kênh.", "ongoing"),
        ("I. KẾT QUẢ", "Còn 03 hồ sơ đang chờ Sở thẩm định.", "ongoing"),
        ("I. KẾT QUẢ", "Tuy nhiên, việc thu quỹ vẫn chưa đạt.", "ongoing"),
        ("I. KẾT QUẢ", "Chưa bố trí được vốn sửa cầu.", "not_done"),
        ("I. KẾT QUẢ", "Nhận 24 đơn, đã giải quyết 20 đơn, đang giải quyết 04 đơn.", "done"),
        ("I. KẾT QUẢ", "Khởi tố 05 vụ, 07 bị can; đang điều tra 01 vụ.", "done"),
        ("I. KẾT QUẢ", "Cấp 310 giấy phép. Vẫn còn 12 hồ sơ quá hạn.", "done"),
        ("I. KẾT QUẢ", "Còn 02 vụ đang điều tra.", "ongoing"),
        ("I. KẾT QUẢ", "Dự án cầu Bến Đò đang thi công mố số 2.", "ongoing"),
        ("I. KẾT QUẢ", "UBND xã chưa bố trí được kinh phí sửa kênh.", "not_done"),
        ("I. KẾT QUẢ", "Ba thôn chưa nộp danh sách.", "not_done"),
        ("I. KẾT QUẢ", "Thu quỹ 12 triệu đồng chưa kể hiện vật.", "done"),
        ("I. KẾT QUẢ", "Phạt 3 hộ xây nhà khi chưa được phép.", "done"),
        ("III. DỰ TOÁN NĂM 2025", "Tổng chi 12 tỷ đồng.", "planned"),
        ("III. DỰ TOÁN NĂM 2025", "Đề nghị huyện bổ sung 2 tỷ đồng.", "planned"),
        ("I. THỰC HIỆN DỰ TOÁN NĂM 2024", "Tổng chi 12 tỷ đồng.", "done"),
        ("1. Thiệt hại", "Lúa: 12 ha mất trắng, phải gieo lại 8 ha.", "done"),
        ("I. KẾT QUẢ", "UBND xã yêu cầu các thôn tiếp tục rà soát hộ nghèo.", "ongoing"),
        ("I. KẾT QUẢ", "Chỉ đạo các thôn dọn vệ sinh đường làng.", "done"),
        ("II. NHIỆM VỤ QUÝ III", "Sửa 02 tuyến kênh.", "planned"),
        ("II. NHIỆM VỤ QUÝ III", "Tiếp tục giải quyết 05 đơn đang xử lý.", "planned"),
        ("II. CHỈ TIÊU NĂM 2025", "Thu ngân sách 12 tỷ đồng.", "planned"),
        ("III. NỘI DUNG CHƯA THỰC HIỆN", "Số hóa sổ hộ tịch.", "not_done"),
        ("III. CHỈ TIÊU CHƯA ĐẠT", "Giải ngân 45% kế hoạch.", "ongoing"),
    ],
)
def test_status(heading: str, text: str, status: str) -> None:
    (task,) = tasks(REPORT.format(f"{heading}\n- {text}"))
    assert task.status == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("UBND xã đã sửa xong cầu Bà Tám trong tháng 5.", "done"),
        ("Có 06 hồ sơ chưa trả, đang chờ đo đạc lại.", "ongoing"),
        ("Đề nghị Phòng Nội vụ bổ sung biểu mẫu.", "planned"),
        ("Từ ngày 02/6 đến nay, mưa lớn làm ngập 120 ha lúa.", "done"),
        ("Đến 17 giờ, 03 nhà tốc mái, 12 ha ngô gãy đổ.", "done"),
        ("Nhu cầu giống cho vụ tới là 12 tấn.", "planned"),
        ("Dự kiến chi 12 triệu đồng.", "planned"),
    ],
)
def test_a_letter_has_no_tense_of_its_own(text: str, status: str) -> None:
    (task,) = tasks(LETTER.format(text))
    assert task.status == status


NOTICE = REPORT.replace("12/BC-UBND", "12/TB-UBND").replace("BÁO CÁO", "THÔNG BÁO")
JUDGED = "I. ĐÁNH GIÁ CHUNG\n1. Đã bàn giao 4,2 ha của 96 hộ.\n2. Các ngành phối hợp chặt chẽ."


def test_what_a_notice_takes_note_of_in_figures_is_work_done() -> None:
    (task,) = tasks(NOTICE.format(JUDGED))
    assert (task.status, "96 hộ" in task.text) == ("done", True)
    assert not tasks(REPORT.format(JUDGED))


def test_what_holds_no_task() -> None:
    body = """Thực hiện Công văn số 5/UBND-VP, UBND xã báo cáo như sau:

I. KẾT QUẢ
1. Nông nghiệp
Gieo sạ 120 ha lúa.
II. HẠN CHẾ, NGUYÊN NHÂN
- Nhân lực còn thiếu.
III. NHIỆM VỤ
1. Nạo vét 2 km kênh.

Trên đây là báo cáo của UBND xã.
UBND xã báo cáo UBND huyện xem xét./."""
    assert [t.text for t in tasks(REPORT.format(body))] == [
        "Gieo sạ 120 ha lúa.",
        "Nạo vét 2 km kênh.",
    ]


def test_a_heading_with_figures_of_its_own_is_a_task() -> None:
    body = "I. KẾT QUẢ\n1. Số đơn: 14 đơn. Cụ thể:\n+ Khiếu nại: 04 đơn;\n+ Tố cáo: 10 đơn."
    assert [t.status for t in tasks(REPORT.format(body))] == ["done"] * 3


def test_a_line_that_lists_its_parts_is_a_task_too() -> None:
    body = (
        "I. KẾT QUẢ\na) Xã có 05 trường, 61 lớp. Cụ thể:\n- Mầm non: 20 lớp;\n- Tiểu học: 41 lớp."
    )
    assert len(tasks(REPORT.format(body))) == 3
    body = "I. KẾT QUẢ\n1. Kết quả trong 6 tháng đầu năm 2024, cụ thể:\n- Mầm non: 20 lớp."
    assert len(tasks(REPORT.format(body))) == 1


def test_a_decision_lays_down_what_a_letter_tells() -> None:
    text = REPORT.replace("12/BC-UBND", "12/QĐ-UBND").replace("BÁO CÁO", "QUYẾT ĐỊNH")
    (task,) = tasks(text.format("Ngân sách xã: 120 triệu đồng, hỗ trợ 06 thôn."))
    assert task.status == "planned"


def test_fields_under_a_heading_are_one_task_with_it() -> None:
    body = """II. NHIỆM VỤ
1. Ngày hội thể thao
- Thời gian: ngày 10/8/2024.
- Đơn vị chủ trì: Ban Văn hóa xã.
2. Hội thi nấu ăn
- Thời gian: ngày 12/8/2024.
- Đơn vị chủ trì: Hội Phụ nữ xã."""
    found = tasks(REPORT.format(body))
    assert [t.text.split("\n")[0] for t in found] == ["Ngày hội thể thao", "Hội thi nấu ăn"]
    assert [t.directive for t in found] == ["d1", "d2"]


def test_a_mark_alone_is_no_task() -> None:
    document = from_text("Điều 5\n")
    assert find_tasks(document, ()) == ()


def test_each_task_points_at_the_directive_in_its_place() -> None:
    body = "I. KẾT QUẢ\n- Sửa 01 cầu.\nII. NHIỆM VỤ\n1. Nạo vét kênh.\n2. Xây nhà văn hóa."
    assert [t.directive for t in tasks(REPORT.format(body))] == [None, "d1", "d2"]


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("Kết quả thực hiện nhiệm vụ quý I", "done"),
        ("Đánh giá tình hình thực hiện kế hoạch", "done"),
        ("Phương hướng, nhiệm vụ trọng tâm", "planned"),
        ("Một số khó khăn, vướng mắc", "evaluation"),
        ("Cử tri hỏi về mức hỗ trợ người lao động gặp khó khăn", None),
        ("Nông nghiệp", None),
        ("Dự toán năm 2025", "planned"),
        ("Kế hoạch vốn năm 2025", "planned"),
        ("Tình hình thực hiện dự toán năm 2024", "done"),
        ("Thiệt hại do bão số 3", "done"),
        ("Giải pháp khắc phục thiệt hại", "planned"),
        ("Diễn biến thời tiết", "done"),
    ],
)
def test_headings(title: str, status: str | None) -> None:
    told = heading_status(title)
    assert (told[0] if told else None) == status


@pytest.mark.parametrize(
    ("heading", "status"),
    [
        ("4. Đề nghị", "planned"),
        ("V. MỘT SỐ ĐỀ NGHỊ", "planned"),
        ("3. Việc cần làm trong tháng tới", "planned"),
        ("4. Các công việc tiếp theo", "planned"),
        ("1. Đề nghị sửa mái trường mầm non", "done"),  # what voters asked, and the answer
    ],
)
def test_what_a_report_asks_for_is_to_be_done(heading: str, status: str) -> None:
    body = f"{heading}\n- Trạm Y tế các xã nhận thêm 12 cơ số thuốc.\n"
    assert [t.status for t in tasks(REPORT.format(body))] == [status]


@pytest.mark.parametrize(
    "row", table("task_status"), ids=lambda row: f"{row['place']}-{row['status']}"
)
def test_each_row_fires_in_its_example(row: dict[str, object]) -> None:
    example = str(row["example"])
    words = [str(word) for word in row["words"]]  # type: ignore[attr-defined]
    plain = modern_tone(example.lower())
    if row["place"] in ("section", "whole"):
        told = heading_status(example)
        assert told is not None
        assert told[0] == row["status"]
    elif row["place"] == "opening":
        assert any(plain.startswith(modern_tone(word)) for word in words)
    else:
        assert any(modern_tone(word) in plain for word in words)


@given(st.text(alphabet="ab1. -;:\nđáI(", max_size=200))
def test_any_text_gives_tasks_in_order_that_do_not_overlap(text: str) -> None:
    found = tasks(text)
    for before, after in itertools.pairwise(found):
        assert before.end <= after.start
