"""Directives: who, what, by when, with whom, from sentences, lists, fields and tables."""

from __future__ import annotations

import re
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.annotate.agencies import members, noun_phrase, office, shapes, starts_agency, verbs
from nlp.annotate.directives import find_directives
from nlp.annotate.due import DueDates
from nlp.annotate.fields import table_directives
from nlp.annotate.inside import Inside
from nlp.annotate.lexicon import Lexicon, words
from nlp.annotate.periods import find_dates
from nlp.document import from_text
from nlp.model import Citation, Directive, Table, TableCell
from nlp.rules import table

LETTER = """UBND TỈNH AN SƠN
SỞ NỘI VỤ
Số: 31/SNV-CCHC
V/v rà soát hồ sơ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
An Sơn, ngày 04 tháng 3 năm 2024

Kính gửi:
- UBND các huyện, thị xã;
- Các trường chuyên nghiệp.

{}

Nơi nhận:
- Như trên;
- Lưu: VT.
GIÁM ĐỐC

Đỗ Thị Hạnh
"""
REPORT = """ỦY BAN NHÂN DÂN
HUYỆN BÌNH LÂM
Số: 77/BC-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Bình Lâm, ngày 12 tháng 6 năm 2024

BÁO CÁO
Kết quả công tác 6 tháng đầu năm 2024

{}

Nơi nhận:
- UBND tỉnh;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lê Văn Phúc
"""


def found(text: str) -> tuple[Directive, ...]:
    document = from_text(text)
    directives = find_directives(document, find_dates(document), ())
    for directive in directives:
        assert document.text[directive.start : directive.end] == directive.text
    return directives


def in_letter(body: str) -> tuple[Directive, ...]:
    return found(LETTER.format(body))


def in_report(body: str) -> tuple[Directive, ...]:
    return found(REPORT.format(body))


def one(body: str) -> Directive:
    """The directive of an item under a list of tasks."""
    directives = in_report(f"II. NHIỆM VỤ 6 THÁNG CUỐI NĂM\n1. {body}\n")
    assert len(directives) == 1, directives
    return directives[0]


# -- a sentence -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "assignees", "collaborators", "action"),
    [
        ("Giao Phòng Y tế kiểm tra 12 quầy thuốc.", ["Phòng Y tế"], [], "kiểm tra 12 quầy thuốc"),
        (
            "Yêu cầu Chủ tịch UBND các xã, thị trấn trực tiếp xử lý.",
            ["Chủ tịch UBND các xã, thị trấn"],
            [],
            "trực tiếp xử lý",
        ),
        (
            "Phòng Nội vụ chủ trì, phối hợp với Công an huyện, Phòng Tư pháp rà soát nhân khẩu.",
            ["Phòng Nội vụ"],
            ["Công an huyện", "Phòng Tư pháp"],
            "rà soát nhân khẩu",
        ),
        (
            "Trạm Y tế xã phối hợp Hội Phụ nữ tuyên truyền tiêm chủng.",
            ["Trạm Y tế xã"],
            ["Hội Phụ nữ"],
            "tuyên truyền tiêm chủng",
        ),
        (
            "Ban Quản lý dự án đầu tư xây dựng huyện đẩy nhanh tiến độ.",
            ["Ban Quản lý dự án đầu tư xây dựng huyện"],
            [],
            "đẩy nhanh tiến độ",
        ),
        (
            "Giám đốc các sở, Chủ tịch UBND cấp huyện giải trình.",
            ["Giám đốc các sở", "Chủ tịch UBND cấp huyện"],
            [],
            "giải trình",
        ),
        (
            "Giao các Bộ: Y tế, Nông nghiệp và Môi trường có ý kiến.",
            ["Bộ Y tế", "Bộ Nông nghiệp và Môi trường"],
            [],
            "có ý kiến",
        ),
        (
            "Trung tâm Văn hóa: Khẩn trương hoàn thiện kịch bản.",
            ["Trung tâm Văn hóa"],
            [],
            "Khẩn trương hoàn thiện kịch bản",
        ),
        (
            "Đối với Sở Tài chính: sớm thẩm định dự toán.",
            ["Sở Tài chính"],
            [],
            "sớm thẩm định dự toán",
        ),
        ("Các chủ hồ vận hành đúng quy trình.", ["Các chủ hồ"], [], "vận hành đúng quy trình"),
        ("Tiếp tục vận động hiến đất mở đường.", [], [], "Tiếp tục vận động hiến đất mở đường"),
        (
            "Nghiêm cấm công chức gây phiền hà cho dân.",
            ["công chức"],
            [],
            "Nghiêm cấm công chức gây phiền hà cho dân",
        ),
        (
            "Không được để học sinh tắm sông một mình.",
            [],
            [],
            "Không được để học sinh tắm sông một mình",
        ),
        (
            "Hằng tháng, đảng ủy các xã báo cáo tiến độ.",
            ["đảng ủy các xã"],
            [],
            "báo cáo tiến độ",
        ),
        (
            "Ban Quản lý chợ đôn đốc nhà thầu sửa mái tôn.",
            ["Ban Quản lý chợ"],
            [],
            "đôn đốc nhà thầu sửa mái tôn",
        ),
        (
            "UBND các xã chỉ đạo các trường kiểm kê.",
            ["UBND các xã"],
            [],
            "chỉ đạo các trường kiểm kê",
        ),
        (
            "Công an huyện nhắc nhở các hộ kinh doanh lấn vỉa hè.",
            ["Công an huyện"],
            [],
            "nhắc nhở các hộ kinh doanh lấn vỉa hè",
        ),
        (
            "Hội Chữ thập đỏ kêu gọi các doanh nghiệp ủng hộ.",
            ["Hội Chữ thập đỏ"],
            [],
            "kêu gọi các doanh nghiệp ủng hộ",
        ),
        (
            "Sở Giáo dục và Đào tạo cho học sinh nghỉ học ngày 08/7.",
            ["Sở Giáo dục và Đào tạo"],
            [],
            "cho học sinh nghỉ học ngày 08/7",
        ),
        (
            "Các thành viên Tổ công tác theo Quyết định số 12/QĐ-UBND xuống cơ sở ngay.",
            ["Các thành viên Tổ công tác"],
            [],
            "xuống cơ sở ngay",
        ),
        ("Các xã có rừng tuần tra 24/24 giờ.", ["Các xã"], [], "tuần tra 24/24 giờ"),
        (
            "Về nhân lực: các xã, thị trấn cử công chức trực.",
            ["các xã, thị trấn"],
            [],
            "cử công chức trực",
        ),
        (
            "Về báo cáo: ban chỉ huy quân sự các xã tổng hợp số liệu.",
            ["ban chỉ huy quân sự các xã"],
            [],
            "tổng hợp số liệu",
        ),
        (
            "Riêng UBND xã Phú Lộc giải trình việc chậm nộp.",
            ["UBND xã Phú Lộc"],
            [],
            "giải trình việc chậm nộp",
        ),
    ],
)
def test_who_leads_who_joins_and_what(
    sentence: str, assignees: list[str], collaborators: list[str], action: str
) -> None:
    directive = one(sentence)
    assert list(directive.assignees) == assignees
    assert list(directive.collaborators) == collaborators
    assert directive.action == action


@pytest.mark.parametrize(
    ("sentence", "day", "printed", "recurring"),
    [
        ("Rà soát hộ nghèo trước ngày 20/7/2024.", "2024-07-20", "trước ngày 20/7/2024", None),
        ("Nộp báo cáo chậm nhất ngày 05/8/2024.", "2024-08-05", "chậm nhất ngày 05/8/2024", None),
        (
            "Nghiệm thu cầu, hoàn thành trong tháng 9/2024.",
            "2024-09-30",
            "trong tháng 9/2024",
            None,
        ),
        ("Trình đề án trong quý III.", "2024-09-30", "trong quý III", None),
        ("Treo cờ từ ngày 30/8/2024 đến ngày 02/9/2024.", "2024-09-02", None, None),
        (
            "Tổng hợp số liệu gửi UBND huyện vào ngày 15 hằng tháng.",
            None,
            None,
            "vào ngày 15 hằng tháng",
        ),
        ("Sơ kết việc thực hiện Nghị quyết năm 2019.", None, None, None),
        ("Khởi công nhà văn hóa dịp 02/9/2024.", "2024-09-02", "dịp 02/9/2024", None),
        (
            "Tập trung thi công, thông xe cầu Bến Đá vào dịp 30/4/2025.",
            "2025-04-30",
            "vào dịp 30/4/2025",
            None,
        ),
        ("Hoàn thành vào dịp 03/02/2025.", "2025-02-03", "vào dịp 03/02/2025", None),
        ("Tăng cường tuần tra dịp 30/4/2025.", None, None, None),
    ],
)
def test_deadlines(
    sentence: str, day: str | None, printed: str | None, recurring: str | None
) -> None:
    directive = one(sentence)
    assert directive.deadline == (date.fromisoformat(day) if day else None)
    assert directive.recurring == recurring
    if printed:
        assert directive.deadline_text == printed


def test_the_firmest_of_two_dates_is_the_deadline() -> None:
    directive = one("Chốt số liệu trong tháng 8/2024, gửi báo cáo trước ngày 10/9/2024.")
    assert directive.deadline == date(2024, 9, 10)


def test_a_day_before_the_document_or_in_a_citation_is_no_deadline() -> None:
    assert one("Khắc phục sai phạm nêu trong tháng 3/2024.").deadline is None
    text = REPORT.format("II. NHIỆM VỤ\n1. Thực hiện Kế hoạch số 9/KH-UBND trước ngày 01/9/2024.\n")
    document = from_text(text)
    start = text.index("Kế hoạch số 9")
    cited = Citation(
        text[start : text.index(".\n", start)], start, text.index(".\n", start), "9", "KH-UBND"
    )
    (directive,) = find_directives(document, find_dates(document), (cited,))
    assert directive.deadline is None
    assert directive.citations == (cited.text,)


@pytest.mark.parametrize(
    ("sentence", "report_to"),
    [
        (
            "Giao Phòng Y tế kiểm tra, báo cáo Chủ tịch UBND huyện trước ngày 01/8/2024.",
            "Chủ tịch UBND huyện",
        ),
        ("Các xã gửi danh sách về Phòng Nội vụ chậm nhất ngày 05/8/2024.", "Phòng Nội vụ"),
        ("Các xã kiểm tra hồ chứa.", None),
    ],
)
def test_to_whom_to_report(sentence: str, report_to: str | None) -> None:
    assert one(sentence).report_to == report_to


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("Yêu cầu các xã rà soát hộ nghèo.", "order"),
        ("Đề nghị Sở Tài chính bổ sung kinh phí.", "request"),
        ("Rà soát quy hoạch chợ.", "plan"),
        ("Tuyệt đối không để xảy ra cháy chợ.", "order"),
    ],
)
def test_modality(sentence: str, modality: str) -> None:
    assert one(sentence).modality == modality


# -- what is none ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "UBND huyện đã chỉ đạo các xã nạo vét 12 km kênh.",
        "Các xã được yêu cầu báo cáo hằng tuần.",
        "Theo chỉ đạo của UBND tỉnh, huyện tổ chức 03 đợt ra quân.",
        "Cử tri xã Phú Lộc đề nghị sửa cầu treo.",
        "Nhân dân mong muốn chính quyền quan tâm hơn.",
        "Tổ chức 04 hội nghị tuyên truyền cho 300 lượt người.",
        "Đoàn kiểm tra rà soát, đề nghị xử lý 07 cơ sở.",
        "Thu ngân sách đạt 45,2 tỷ đồng, bằng 61% dự toán tỉnh giao.",
        "Chủ tịch UBND huyện nhiều lần nhắc nhở các đơn vị.",
        "Ngành giao thông vận tải phục vụ 2.000 lượt khách.",
    ],
)
def test_reported_wished_and_described_work_is_no_directive(sentence: str) -> None:
    assert in_report(f"I. KẾT QUẢ\n1. {sentence}\n") == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Căn cứ Luật Đất đai năm 2024;",
        "Thực hiện Kế hoạch số 5/KH-UBND, Sở Nội vụ thông báo lịch làm việc như sau:",
        "Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị phản ánh về Sở Nội vụ.",
        "Rất mong nhận được sự phối hợp của Quý cơ quan.",
        "Thông báo này thay giấy mời.",
        "Sở Nội vụ đã yêu cầu các huyện báo cáo từ tháng trước.",
        "Sau thời hạn trên, đơn vị nào chưa nộp, Sở Nội vụ sẽ báo cáo UBND tỉnh.",
    ],
)
def test_formulas_of_a_letter_are_no_directive(sentence: str) -> None:
    assert in_letter(sentence) == ()


def test_sections_that_judge_hold_none() -> None:
    assert in_report("III. HẠN CHẾ\n- Tổ chức thực hiện còn chậm.\n") == ()
    assert in_report("III. MỤC ĐÍCH\n- Nâng cao nhận thức của cán bộ.\n") == ()


@pytest.mark.parametrize(
    ("heading", "modality"),
    [("III. NHIỆM VỤ", "plan"), ("III. KIẾN NGHỊ", "request"), ("III. ĐỀ XUẤT", "request")],
)
def test_a_heading_tells_requests_from_plans(heading: str, modality: str) -> None:
    (directive,) = in_report(f"{heading}\n1. Đối với Sở Y tế: bổ sung 02 bác sĩ.")
    assert directive.modality == modality


def test_an_item_of_a_letter_is_an_order() -> None:
    (directive,) = in_letter("1. UBND các xã:\na) Công khai thủ tục.")
    assert directive.modality == "order"


def test_a_topic_before_a_colon_is_no_figure() -> None:
    assert one("Công tác dân số: tổ chức 05 buổi truyền thông.").rule == "imperative"
    assert in_report("II. NHIỆM VỤ\n1. Tổng kinh phí: 5 triệu đồng.") == ()


def test_what_a_resolution_wants_reached_is_planned() -> None:
    text = LETTER.replace("31/SNV-CCHC\nV/v rà soát hồ sơ", "31-NQ/ĐU")
    body = "I. TÌNH HÌNH\nThu 9 tỷ đồng.\n\nII. CHỈ TIÊU NĂM 2025\n1. Thu ngân sách 10 tỷ đồng.\n"
    assert [d.text for d in found(text.format(body))] == ["Thu ngân sách 10 tỷ đồng"]


def test_the_closing_formula_of_a_report_is_none() -> None:
    body = "II. NHIỆM VỤ\n1. Rà soát hộ nghèo.\n\nUBND huyện báo cáo UBND tỉnh xem xét./."
    assert [d.action for d in in_report(body)] == ["Rà soát hộ nghèo"]


# -- what lists pass down -------------------------------------------------------------------------


def test_a_list_head_gives_its_items_who_orders_and_who_must_act() -> None:
    body = """Ngày 01/3/2024, có 05 huyện chưa nộp báo cáo.

Để kịp tổng hợp, Sở Nội vụ đề nghị UBND các huyện, thị xã thực hiện các nội dung sau:
1. Lập danh sách hồ sơ tồn.
2. Cử cán bộ đầu mối.
Đến nay đã có 02 huyện cử cán bộ.
3. Trưởng phòng Nội vụ chịu trách nhiệm về số liệu.

Giao Văn phòng Sở đôn đốc việc thực hiện Công văn này."""
    listed = in_letter(body)
    assert [d.action for d in listed] == [
        "Lập danh sách hồ sơ tồn",
        "Cử cán bộ đầu mối",
        "chịu trách nhiệm về số liệu",
        "đôn đốc việc thực hiện Công văn này",
    ]
    assert [d.modality for d in listed] == ["request", "request", "request", "order"]
    assert [d.issuer for d in listed[:3]] == ["Sở Nội vụ"] * 3
    assert [d.assignees for d in listed[:3]] == [
        ("UBND các huyện, thị xã",),
        ("UBND các huyện, thị xã",),
        ("Trưởng phòng Nội vụ",),
    ]


@pytest.mark.parametrize(
    ("head", "modality"),
    [
        ("Để kịp mùa vụ, Chủ tịch UBND tỉnh chỉ thị:", "order"),
        ("Trước tình hình trên, Thủ tướng Chính phủ chỉ thị như sau:", "order"),
        ("Chủ tịch UBND huyện chỉ thị:", "order"),
        ("Nhân dịp này, Ủy ban MTTQ tỉnh kêu gọi:", "order"),
    ],
)
def test_an_order_without_addressee_opens_a_list(head: str, modality: str) -> None:
    body = f"{head}\n\n1. Công an tỉnh mở đợt cao điểm 20 ngày.\n2. Sở Y tế xoá 3 điểm nóng."
    listed = in_letter(body)
    assert [d.assignees for d in listed] == [("Công an tỉnh",), ("Sở Y tế",)]
    assert {d.modality for d in listed} == {modality}


@pytest.mark.parametrize(
    ("task", "assignee"),
    [
        ("Các khu phố, đơn vị báo cáo kết quả trước ngày 15/8/2024", "Các khu phố, đơn vị"),
        ("Các hội đồng nhận đơn từ 22/7 đến hết ngày 02/8/2024", "Các hội đồng"),
        ("Phòng Khảo thí chấm lại 40 bài", "Phòng Khảo thí"),
        ("Đề nghị Trung ương hỗ trợ tỉnh 300 tỷ đồng", "Trung ương"),
    ],
)
def test_what_a_report_asks_for(task: str, assignee: str) -> None:
    (directive,) = in_report(f"4. Đề nghị\n- {task}.\n")
    assert (directive.text, directive.assignees) == (task, (assignee,))


def test_an_agency_as_heading_leads_its_bullets() -> None:
    body = """III. TỔ CHỨC THỰC HIỆN
1. Phòng Tài chính - Kế hoạch:
a) Chủ trì, phối hợp với Kho bạc Nhà nước huyện thẩm định dự toán.
b) Tổng hợp, báo cáo UBND huyện.
2. Các phòng, ban; UBND các xã, thị trấn
- Bố trí kinh phí.
3. Đề nghị Ủy ban Mặt trận Tổ quốc huyện và các tổ chức đoàn thể giám sát."""
    listed = in_report(body)
    assert [d.assignees for d in listed] == [
        ("Phòng Tài chính - Kế hoạch",),
        ("Phòng Tài chính - Kế hoạch",),
        ("Các phòng, ban", "UBND các xã, thị trấn"),
        ("Ủy ban Mặt trận Tổ quốc huyện", "các tổ chức đoàn thể"),
    ]
    assert listed[0].collaborators == ("Kho bạc Nhà nước huyện",)
    assert listed[0].action == "thẩm định dự toán"


@pytest.mark.parametrize(
    "sentence",
    [
        "Đề nghị gửi số liệu về Sở Nội vụ trước ngày 12/3/2024.",
        "Để kịp tổng hợp, đề nghị khẩn trương gửi số liệu về Sở Nội vụ trước ngày 12/3/2024.",
    ],
)
def test_a_request_to_nobody_in_a_letter_is_for_its_addressees(sentence: str) -> None:
    (directive,) = in_letter(sentence)
    assert directive.modality == "request"
    assert directive.assignees == ("UBND các huyện, thị xã", "Các trường chuyên nghiệp")
    assert directive.deadline == date(2024, 3, 12)


def test_the_first_addressee_of_a_proposal_decides() -> None:
    text = LETTER.replace("31/SNV-CCHC\nV/v rà soát hồ sơ", "31/TTr-SNV").format(
        "Đề nghị xem xét, bổ sung 02 biên chế."
    )
    (directive,) = found(text)
    assert directive.assignees == ("UBND các huyện, thị xã",)


@pytest.mark.parametrize(
    ("sentence", "assignees"),
    [
        ("Riêng đối với UBND xã Đồi Mây, yêu cầu giải trình bằng văn bản.", ["UBND xã Đồi Mây"]),
        (
            "Sở Y tế, Công an tỉnh theo nhiệm vụ được giao chủ động triển khai.",
            ["Sở Y tế", "Công an tỉnh"],
        ),
        ("Các trường có trách nhiệm công khai mức thu.", ["Các trường"]),
        ("Sở thống nhất phương án; đề nghị UBND huyện triển khai.", ["UBND huyện"]),
        ("Trân trọng kính mời lãnh đạo các sở dự họp.", ["lãnh đạo các sở"]),
    ],
)
def test_orders_in_a_letter(sentence: str, assignees: list[str]) -> None:
    (directive,) = in_letter(sentence)
    assert list(directive.assignees) == assignees


def test_a_bracket_may_say_who_leads() -> None:
    assert one(
        "Sửa nhà văn hóa thôn 2 (Ban Quản lý thôn chủ trì, xong trong tháng 8)."
    ).assignees == ("Ban Quản lý thôn",)
    assert one("Sửa nhà văn hóa thôn 2 (nguồn xã hội hóa).").assignees == ()


def test_a_letter_without_a_named_assignee_speaks_to_its_addressees() -> None:
    (directive,) = in_letter("Sở Nội vụ yêu cầu:\n1. Nộp bản điện tử.")
    assert directive.assignees == ("UBND các huyện, thị xã", "Các trường chuyên nghiệp")
    assert directive.issuer == "Sở Nội vụ"


def test_what_follows_an_order_in_its_paragraph_belongs_to_it() -> None:
    first, second = in_letter("Yêu cầu các trường kiểm kê thiết bị. Chú ý phòng cháy thư viện.")
    assert second.assignees == first.assignees == ("các trường",)


def test_a_sentence_that_only_names_partners_goes_on() -> None:
    body = "II. NHIỆM VỤ\n1. Rà soát hộ nghèo. Phối hợp với Hội Nông dân vận động hội viên."
    (directive,) = in_report(body)
    assert directive.text.startswith("Rà soát")
    assert directive.text.endswith("hội viên")
    assert directive.collaborators == ("Hội Nông dân",)
    body += "\n2. Rà soát hộ nghèo. Phối hợp với Công an xã báo cáo trước ngày 15/7/2024."
    assert len(in_report(body)) == 3


def test_a_lone_time_at_the_end_is_the_deadline_of_the_order_before() -> None:
    directive = one("Giao Phòng Y tế lập danh sách. Thời gian hoàn thành trước ngày 15/7/2024.")
    assert directive.deadline == date(2024, 7, 15)


def test_a_second_subject_may_be_broken_over_two_lines() -> None:
    body = "II. NHIỆM VỤ\n1. Phòng Giáo dục cho trẻ nghỉ học; Trạm Y\ntế xã chuẩn bị thuốc.\n"
    assert [d.assignees for d in in_report(body)] == [("Phòng Giáo dục",), ("Trạm Y tế xã",)]


def test_a_semicolon_parts_tasks_with_their_own_deadline_or_assignee() -> None:
    two = in_report(
        "II. NHIỆM VỤ\n1. Các xã nộp danh sách trước ngày 01/7/2024; báo cáo trước ngày 01/8/2024."
    )
    assert [d.deadline for d in two] == [date(2024, 7, 1), date(2024, 8, 1)]
    assert two[1].assignees == ("Các xã",)
    two = in_report("II. NHIỆM VỤ\n1. Các xã dọn kênh; Công an huyện bảo vệ hiện trường.")
    assert [d.assignees for d in two] == [("Các xã",), ("Công an huyện",)]
    assert (
        len(in_report("II. NHIỆM VỤ\n1. Các xã dọn kênh; kiểm tra cống; báo cáo UBND huyện.")) == 1
    )


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        (
            "Các xã chi trả xong trong năm 2024; phấn đấu tỷ lệ hộ hài lòng đạt trên 90%",
            [("Các xã", date(2024, 12, 31)), ("Các xã", None)],
        ),
        ("Các xã chi trả tiền điện; phấn đấu đạt trên 90%", [("Các xã", None)]),
        (
            "Giao Phòng Nội vụ lập hồ sơ, đồng thời giao Phòng Tư pháp thẩm định",
            [("Phòng Nội vụ", None), ("Phòng Tư pháp", None)],
        ),
        ("Giao Phòng Nội vụ lập hồ sơ, đồng thời lưu bản chính", [("Phòng Nội vụ", None)]),
        (
            "Phòng Y tế mua 2 tủ lạnh; đề nghị Trạm Y tế xã bố trí phòng lưu mẫu",
            [("Phòng Y tế", None), ("Trạm Y tế xã", None)],
        ),
        (
            "Ban Quản lý chợ di dời 9 quầy trước ngày 01/7/2024; 4 quầy còn lại xong trong quý III",
            [("Ban Quản lý chợ", date(2024, 7, 1)), ("Ban Quản lý chợ", date(2024, 9, 30))],
        ),
    ],
)
def test_one_sentence_may_hold_two_orders(
    sentence: str, parts: list[tuple[str, date | None]]
) -> None:
    directives = in_report(f"II. NHIỆM VỤ\n1. {sentence}.")
    assert [(d.assignees[0], d.deadline) for d in directives] == parts


def test_an_order_told_among_results_is_reported() -> None:
    (directive,) = in_report("I. KẾT QUẢ\n- Chỉ đạo Phòng Văn hóa và Thông tin mở lớp tập huấn.")
    assert directive.modality == "reported"
    assert directive.assignees == ("Phòng Văn hóa và Thông tin",)


def test_ids_and_sections() -> None:
    listed = in_report("II. NHIỆM VỤ\n1. Rà soát hộ nghèo.\n2. Sửa đường liên thôn.")
    assert [d.id for d in listed] == ["d1", "d2"]
    assert len({d.section for d in listed}) == 2


# -- fields and tables ----------------------------------------------------------------------------


def test_fields_beside_each_other_speak_of_one_activity() -> None:
    body = """2. Hội thi tìm hiểu pháp luật
- Thời gian dự kiến: ngày 20/9/2024.
- Đơn vị chủ trì: Phòng Tư pháp.
- Đơn vị phối hợp: Huyện Đoàn, Hội Nông dân huyện."""
    (directive,) = in_report(f"II. NHIỆM VỤ\n{body}")
    assert directive.assignees == ("Phòng Tư pháp",)
    assert directive.collaborators == ("Huyện Đoàn", "Hội Nông dân huyện")
    assert directive.deadline == date(2024, 9, 20)
    assert directive.action == "Hội thi tìm hiểu pháp luật"
    assert directive.text == "Đơn vị chủ trì: Phòng Tư pháp"


def test_fields_may_share_a_line() -> None:
    body = (
        "II. NỘI DUNG\n1. Trồng cây đầu xuân\n"
        "- Đơn vị chủ trì: Hội Nông dân xã; đơn vị phối hợp: Đoàn Thanh niên xã. "
        "Thời hạn hoàn thành: trước ngày 15/9/2024.\n"
    )
    (directive,) = found(PLAN.format(body))
    assert directive.action == "Trồng cây đầu xuân"
    assert directive.assignees == ("Hội Nông dân xã",)
    assert directive.collaborators == ("Đoàn Thanh niên xã",)
    assert directive.deadline == date(2024, 9, 15)


def test_fields_whose_names_come_again_speak_of_several_activities() -> None:
    body = """1. Công tác y tế
- Nội dung: Tiêm phòng dại cho đàn chó.
- Đơn vị chủ trì: Trạm Thú y huyện.
- Đơn vị phối hợp: UBND các xã.
- Thời gian: trước ngày 15/9/2024.
- Nội dung: Phun hóa chất khử trùng.
- Đơn vị chủ trì: Trung tâm Y tế huyện.
- Đơn vị phối hợp: Công an huyện.
- Đơn vị phối hợp: Hội Nông dân huyện.
- Thời gian: trước ngày 20/10/2024.
"""
    first, second = found(PLAN.format(f"II. NHIỆM VỤ\n{body}"))
    assert first.action == "Tiêm phòng dại cho đàn chó"
    assert (first.assignees, first.collaborators) == (("Trạm Thú y huyện",), ("UBND các xã",))
    assert first.deadline == date(2024, 9, 15)
    assert second.action == "Phun hóa chất khử trùng"
    assert second.assignees == ("Trung tâm Y tế huyện",)
    assert second.collaborators == ("Công an huyện", "Hội Nông dân huyện")
    assert second.deadline == date(2024, 10, 20)


def test_fields_without_a_leader_are_read_once_as_a_sentence() -> None:
    body = (
        "II. NHIỆM VỤ\n- Tổ chức hội thi nấu ăn: thành phần gồm 2 đội; thời gian: tháng 9/2024.\n"
    )
    assert len(found(PLAN.format(body))) == 1


def test_a_table_that_names_leaders() -> None:
    rows = [
        ["TT", "Nội dung công việc", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành"],
        ["1", "Rà soát thủ tục", "Phòng Nội vụ", "UBND các xã", "Quý III/2024"],
        ["2", "Sơ kết", "Văn phòng", "", "trước ngày 10/12/2024"],
    ]
    text, cells, at = "", [], 0
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            cells.append(TableCell(at, at + len(cell), r, c))
            text += cell + "\t"
            at = len(text)
    document = from_text(text)
    grid = Table(0, at, 3, 5, 1, tuple(cells))
    due = DueDates(document, find_dates(document), Inside(()))
    first, second = table_directives(document, grid, due)
    assert (first.text, first.assignees, first.collaborators) == (
        "Rà soát thủ tục",
        ("Phòng Nội vụ",),
        ("UBND các xã",),
    )
    assert first.deadline == date(2024, 9, 30)
    assert second.deadline == date(2024, 12, 10)
    without = Table(0, at, 3, 2, 1, tuple(cells[:2]))
    assert list(table_directives(document, without, due)) == []


# -- agencies -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("UBND các huyện, thị xã, thành phố", ["UBND các huyện, thị xã, thành phố"]),
        ("Sở Y tế, UBND các huyện", ["Sở Y tế", "UBND các huyện"]),
        ("Sở Văn hóa, Thể thao và Du lịch", ["Sở Văn hóa, Thể thao và Du lịch"]),
        ("Văn phòng HĐND và UBND xã", ["Văn phòng HĐND và UBND xã"]),
        (
            "các Sở: Y tế, Tài chính và các đơn vị liên quan",
            ["Sở Y tế", "Sở Tài chính", "các đơn vị liên quan"],
        ),
        ("các sở, ban, ngành; Báo An Sơn", ["các sở, ban, ngành", "Báo An Sơn"]),
    ],
)
def test_members_of_a_list(text: str, expected: list[str]) -> None:
    assert list(members(text)) == expected


@pytest.mark.parametrize(
    ("name", "on", "level", "successors"),
    [
        ("Sở KH&ĐT", None, "province", ("Sở Tài chính",)),
        ("BTGTU", None, "province", ("Ban Tuyên giáo và Dân vận Tỉnh ủy",)),
        (
            "Bộ Tài nguyên và Môi trường",
            date(2024, 1, 1),
            "central",
            ("Bộ Nông nghiệp và Môi trường",),
        ),
        ("UBND thị xã", date(2026, 1, 1), "district", ("UBND xã", "UBND phường")),
        ("Ban Dân tộc", date(2024, 5, 1), "province", ("Sở Dân tộc và Tôn giáo",)),
        ("Phòng VHTT", date(2025, 5, 1), "district", ("Phòng Văn hóa - Xã hội",)),
        ("Phòng VH-XH", date(2025, 8, 1), "commune", ()),
        ("Uỷ ban nhân dân xã", None, "commune", ()),
    ],
)
def test_offices(name: str, on: date | None, level: str, successors: tuple[str, ...]) -> None:
    known = office(name, on=on)
    assert known is not None
    assert (known.level, known.successors) == (level, successors)


def test_an_unknown_office_is_none() -> None:
    assert office("Sở Thú") is None


def test_dates_of_the_table_are_in_order_and_successors_are_known() -> None:
    rows = [row for row in table("agencies") if row["kind"] == "office"]
    names = {row["name"] for row in rows}
    for row in rows:
        assert not (row["from"] and row["to"]) or row["from"] < row["to"]
        for successor in filter(None, (s.strip() for s in row["successors"].split(","))):
            assert successor in names | {"HĐND xã", "Đảng ủy xã", "Đảng ủy phường", "Công an xã"}


@pytest.mark.parametrize("row", table("agencies"), ids=lambda row: row["name"])
def test_each_agency_row_fires_in_its_example(row: dict[str, str]) -> None:
    sequence = words(row["example"], 0, len(row["example"]))
    reads = any(starts_agency(sequence, i) for i in range(2))
    assert reads == (row["kind"] != "not")
    if row["kind"] == "office":
        phrase = noun_phrase(sequence, 0)
        assert phrase is not None
        assert row["example"][phrase.begin : phrase.end] == row["name"]


@pytest.mark.parametrize(
    "row", table("directive_verbs"), ids=lambda row: f"{row['role']}-{row['word']}"
)
def test_each_verb_row_fires_in_its_example(row: dict[str, str]) -> None:
    sequence = words(row["example"], 0, len(row["example"]))
    hits = [verbs().at(sequence, i)[1] for i in range(len(sequence))]
    assert any((row["role"], row["modality"]) in values for values in hits)


# -- the lexicon, and time ------------------------------------------------------------------------


def test_the_longest_phrase_wins_in_either_tone_placement_and_over_a_line_wrap() -> None:
    lexicon = Lexicon([("hòa", 1), ("hòa giải", 2)])
    assert lexicon.at(words("Hoà\ngiải", 0, 8), 0) == (2, (2,))
    assert lexicon.at(words("hòa bình", 0, 8), 0) == (1, (1,))
    assert lexicon.at(words("giải hòa", 0, 8), 0) == (0, ())


PIECES = st.sampled_from(
    ["Giao", "Sở Y tế", "các xã", "đã", "yêu cầu", "phối hợp với", ",", ";", ":", ".", "(", ")",
     "\n", "1.", "- ", "trước ngày 01/7/2024", "hằng tháng", "báo cáo", "UBND tỉnh", "12%",
     "II. NHIỆM VỤ\n", "và"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40))
def test_any_text_gives_spans_of_it(pieces: list[str]) -> None:
    for directive in found(" ".join(pieces)):
        assert directive.text.strip() == directive.text
        assert directive.text


@pytest.mark.parametrize(
    "unit",
    [
        "Sở Y tế; ",
        "giao Sở Y tế kiểm tra, ",
        "các xã, ",
        "phối hợp với ",
        "( ",
        "trước ngày 01/7/2024; ",
        ": ",
        "Đơn vị chủ trì: Sở Y tế.\n- ",
        "  ",
        "Yêu cầu các xã rà soát. ",
    ],
)
def test_time_is_linear(unit: str) -> None:
    def seconds(times: int) -> float:
        text = "II. NHIỆM VỤ\n1. Giao " + unit * times
        document = from_text(text)
        dates = find_dates(document)
        best = []
        for _ in range(2):
            start = time.process_time()
            find_directives(document, dates, ())
            best.append(time.process_time() - start)
        return min(best)

    small, large = seconds(400), seconds(1600)
    assert large < 12 * small + 0.05


def test_rule_words_are_plain_phrases() -> None:
    for row in table("directive_verbs"):
        assert re.fullmatch(r"[\w, ]+", row["word"]), row


@pytest.mark.parametrize(
    "row", table("clause_words"), ids=lambda row: f"{row['role']}-{row['word']}"
)
def test_each_clause_word_fires_in_its_example(row: dict[str, str]) -> None:
    sequence = words(row["example"], 0, len(row["example"]))
    assert any(shapes(sequence, i, row["role"]) for i in range(len(sequence)))


@pytest.mark.parametrize(
    ("article", "assignees"),
    [
        (
            "Chánh Văn phòng UBND tỉnh, Giám đốc các Sở: Tài chính, Y tế; Chủ tịch UBND các huyện "
            "chịu trách nhiệm thi hành Quyết định này./.",
            (
                "Chánh Văn phòng UBND tỉnh",
                "Giám đốc Sở Tài chính",
                "Giám đốc Sở Y tế",
                "Chủ tịch UBND các huyện",
            ),
        ),
        (
            "Chánh Văn phòng, Trưởng phòng Nội vụ căn cứ Quyết định thi hành./.",
            ("Chánh Văn phòng", "Trưởng phòng Nội vụ"),
        ),
        (
            "Thủ trưởng các đơn vị liên quan, các cá nhân có tên ở Điều 1 thi hành Quyết định này.",
            ("Thủ trưởng các đơn vị liên quan", "các cá nhân"),
        ),
        (
            "Trưởng các phòng: Nội vụ, Tư pháp có trách nhiệm thi hành Quyết định này.",
            ("Trưởng Phòng Nội vụ", "Trưởng Phòng Tư pháp"),
        ),
    ],
)
def test_who_carries_out_a_decision(article: str, assignees: tuple[str, ...]) -> None:
    (directive,) = found(
        LETTER.replace("31/SNV-CCHC\nV/v rà soát hồ sơ", "31/QĐ-SNV").format(article)
    )
    assert directive.assignees == assignees


PLAN = REPORT.replace("77/BC-UBND", "77/KH-UBND").replace(
    "BÁO CÁO\nKết quả công tác 6 tháng đầu năm 2024", "KẾ HOẠCH\nChuyển đổi số năm 2024"
)


@pytest.mark.parametrize(
    "goal",
    [
        "100% cán bộ được tập huấn; tỷ lệ hài lòng đạt từ 95% trở lên",
        "Thời gian chờ không quá 10 phút/lượt",
        "Tỷ lệ hộ nghèo còn dưới 3%",
        "Ít nhất 80% hồ sơ nộp trực tuyến",
        "Mỗi xã có tối thiểu 02 mô hình",
        "Đến năm 2025, trên 90% thôn có nhà văn hóa",
    ],
)
def test_a_goal_of_a_plan_needs_no_verb(goal: str) -> None:
    (directive,) = found(PLAN.format(f"I. MỤC TIÊU\n1. {goal}.\n"))
    assert (directive.text, directive.rule) == (goal, "goal")


def test_what_is_striven_for_is_planned() -> None:
    body = (
        "I. KẾT QUẢ\nThu 12 tỷ đồng.\n\nII. PHƯƠNG HƯỚNG NĂM 2025\n"
        "1. Tổng thu phấn đấu đạt 30 tỷ đồng.\n2. Tổng chi 20 tỷ đồng."
    )
    assert [d.text for d in in_report(body)] == ["Tổng thu phấn đấu đạt 30 tỷ đồng"]


@pytest.mark.parametrize(
    "opening",
    [
        "Thực hiện các văn bản: Nghị quyết số 5-NQ/TW; Kế hoạch số 3/KH-UBND của UBND tỉnh.",
        "Triển khai Chương trình số 9-CTr/TU; Công văn số 5/SNV-CCHC của Sở Nội vụ.",
        "Thực hiện Công văn số 5/SNV-CCHC, UBND huyện ban hành Kế hoạch như sau:",
    ],
)
def test_what_a_plan_carries_out_is_no_directive_of_it(opening: str) -> None:
    body = f"{opening}\n\nI. NHIỆM VỤ\n1. Thực hiện Công văn số 8/SNV-CCHC về số hóa."
    assert [d.text[:22] for d in found(PLAN.format(body))] == ["Thực hiện Công văn số "]


@pytest.mark.parametrize(
    "line",
    [
        "Kinh phí thực hiện: 12.000.000 đồng từ ngân sách xã.",
        "Tổng kinh phí: 5 triệu đồng.",
        "Nguồn kinh phí: ngân sách xã.",
        "Địa điểm: Hội trường huyện.",
    ],
)
def test_a_line_that_names_means_is_no_directive(line: str) -> None:
    assert found(PLAN.format(f"III. TỔ CHỨC THỰC HIỆN\n1. {line}\n")) == ()


def test_days_told_from_the_day_of_writing() -> None:
    for said, day in (
        ("trước 14 giờ hôm nay", date(2024, 6, 12)),
        ("trong chiều nay", date(2024, 6, 12)),
        ("trước 8 giờ sáng mai", date(2024, 6, 13)),
        ("chậm nhất ngày mai", date(2024, 6, 13)),
    ):
        directive = one(f"Các xã báo cáo thiệt hại {said}.")
        assert (directive.deadline, directive.deadline_text) == (day, said)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("trong tuần tới", date(2024, 6, 23)),
        ("trong tháng này", date(2024, 6, 30)),
        ("vào cuối năm", date(2024, 12, 31)),
        ("trước cuối quý", date(2024, 6, 30)),
        ("hết năm nay", date(2024, 12, 31)),
        ("trong vòng 48 giờ kể từ khi nhận được văn bản này", date(2024, 6, 14)),
        ("trước ngày khai giảng 05/9/2024", date(2024, 9, 5)),
        ("từ ngày 20/6/2024, xong trước 17 giờ cùng ngày", date(2024, 6, 20)),
    ],
)
def test_days_told_from_another_day(said: str, day: date) -> None:
    directive = one(f"Các xã kiểm kê thiết bị {said}.")
    assert (directive.deadline, said.endswith(str(directive.deadline_text))) == (day, True)


@pytest.mark.parametrize(
    "more",
    [
        "Hoàn thành và báo cáo UBND tỉnh trước ngày 20/9/2024.",
        "Trường hợp hết hạn sử dụng thì lập biên bản tiêu hủy trước ngày 20/9/2024.",
    ],
)
def test_when_and_in_which_case_belong_to_the_order_before(more: str) -> None:
    directive = one(f"Trạm Y tế xã kiểm kê thuốc. {more}")
    assert directive.deadline == date(2024, 9, 20)


def test_an_item_that_orders_one_agency_gives_it_what_stands_under() -> None:
    body = (
        "II. NHIỆM VỤ\n1. Phòng Y tế chịu trách nhiệm chung, trực tiếp thực hiện:\n"
        "a) Tổ chức thanh tra 5 quầy thuốc.\nb) Lập sổ theo dõi.\n"
    )
    assert [d.assignees for d in in_report(body)] == [("Phòng Y tế",), ("Phòng Y tế",)]


def test_requests_among_difficulties_are_found_and_difficulties_are_none() -> None:
    body = (
        "III. KHÓ KHĂN, KIẾN NGHỊ\n1. Thiếu 05 giáo viên Tin học.\n"
        "2. Đề nghị Sở Nội vụ bổ sung biên chế.\n"
    )
    assert [d.assignees for d in in_report(body)] == [("Sở Nội vụ",)]


def test_goals_and_tasks_under_one_heading() -> None:
    body = "II. MỤC TIÊU, NHIỆM VỤ\n- Phòng Kinh tế giao chỉ tiêu cho các xã.\n"
    assert [d.assignees for d in in_report(body)] == [("Phòng Kinh tế",)]


def test_what_must_be_done_without_saying_by_whom() -> None:
    directive = one("Số vụ tồn từ năm trước phải giải quyết xong trước ngày 02/9/2024.")
    assert (directive.assignees, directive.deadline) == ((), date(2024, 9, 2))
    assert in_report("I. KẾT QUẢ\n1. Dự án phải thu hồi đất của 12 hộ.") == ()


def test_what_a_document_says_of_itself_is_no_order() -> None:
    assert in_report("II. NHIỆM VỤ\n1. Kế hoạch này được phổ biến tới các thôn.") == ()


def test_the_persons_of_the_last_article() -> None:
    (directive,) = found(
        LETTER.replace("31/SNV-CCHC\nV/v rà soát hồ sơ", "31/QĐ-SNV").format(
            "Điều 3. Các ông (bà): Chánh Văn phòng Sở, Trưởng các phòng chịu trách nhiệm thi hành."
        )
    )
    assert directive.assignees == ("Chánh Văn phòng Sở", "Trưởng các phòng")


def test_under_an_agency_the_one_who_must_direct_others_is_the_agency() -> None:
    body = "III. TỔ CHỨC THỰC HIỆN\n1. Phòng Nội vụ:\n- Chỉ đạo các trường kiểm kê."
    (directive,) = in_report(body)
    assert directive.assignees == ("Phòng Nội vụ",)


@pytest.mark.parametrize(
    ("task", "assignee"),
    [
        ("Phòng Tư pháp sẽ tham mưu lịch trợ giúp pháp lý lưu động.", "Phòng Tư pháp"),
        ("Ban Quản lý chợ sẽ sắp xếp lại quầy hàng trong tháng 9/2024.", "Ban Quản lý chợ"),
    ],
)
def test_what_an_agency_will_do_is_planned(task: str, assignee: str) -> None:
    assert one(task).assignees == (assignee,)


def test_a_line_without_marker_may_be_a_heading() -> None:
    report = in_report(
        "- Mở 12 lớp xóa mù chữ.\n\nNhiệm vụ quý tới\n1. Hướng dẫn lập hồ sơ vay vốn.\n"
        "2. Rà soát hộ cần sửa nhà.\n\nKhó khăn\nThiếu kinh phí."
    )
    assert [d.text for d in report] == ["Hướng dẫn lập hồ sơ vay vốn", "Rà soát hộ cần sửa nhà"]


def test_what_was_measured_is_no_task() -> None:
    measured = "1. Trồng rừng: 210 ha, đạt 105% kế hoạch.\n2. Kiểm tra chợ: 45 quầy hàng."
    assert in_report(f"I. CÁC CHỈ TIÊU KINH TẾ\n{measured}") == ()
    assert in_report("II. CHỈ TIÊU PHẤN ĐẤU\n1. Trồng rừng 210 ha.") != ()
    assert in_report("II. KẾ HOẠCH 2025\n1. Rà soát hộ cần sửa nhà.") != ()


def test_what_is_done_is_no_task_among_tasks() -> None:
    tasks = "II. NHIỆM VỤ QUÝ IV\n- {}"
    assert in_report(tasks.format("Cầu dân sinh đã thông xe ngày 02/6/2024.")) == ()


def test_an_order_due_after_the_report_is_no_report() -> None:
    task = "Giao Phòng Tư pháp rà soát biểu mẫu, xong trước ngày {}."
    results = "I. KẾT QUẢ\n{}"
    assert in_report(results.format(task.format("05/7/2024")))[0].modality == "order"
    assert in_report(results.format(task.format("05/3/2024")))[0].modality == "reported"
    polite = "Kính đề nghị Sở Tư pháp sử dụng số liệu này."
    assert in_report(results.format(polite))[0].modality == "request"


def test_who_concludes_does_not_act() -> None:
    directives = in_letter(
        "Về việc này, Giám đốc Sở Nội vụ có ý kiến như sau:\n"
        "1. Công khai danh mục hồ sơ trước ngày 20/3/2024.\n"
    )
    assert directives[0].assignees == ("UBND các huyện, thị xã", "Các trường chuyên nghiệp")
    assert directives[0].issuer == "Giám đốc Sở Nội vụ"
