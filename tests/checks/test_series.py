"""What reports say of each other: reports of an invented district, parsed as any other text."""

import dataclasses
import importlib.util
import itertools
import sys
from pathlib import Path

import pytest

from nlp.checks import check
from nlp.checks.between import (
    Packed,
    Trace,
    judge,
    left_by,
    loud,
    reports_agree,
    speaks,
    traces,
)
from nlp.checks.indicators import concept, counted, read_phrase, says_less
from nlp.checks.reports import Stretch, place_of, stretch_of
from nlp.model import Finding, Parsed
from nlp.parsing import parse
from nlp.rules import table

HEAD = """{parent}
{issuer}
Số: {number}/BC-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Khe Sâu, ngày {day} tháng {month} năm {year}

BÁO CÁO
Kết quả công tác và tình hình kinh tế - xã hội {period}

{body}

Nơi nhận:
- Như trên;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lê Văn Tâm
"""
DISTRICT, COMMUNE, PROVINCE = "UBND HUYỆN KHE SÂU", "UBND XÃ ĐÁ BẠC", "UBND TỈNH BẮC MƠ"
WHEN = {
    "Q1": ("quý I năm 2023", "14/03/2023"),
    "Q2": ("quý II năm 2023", "14/06/2023"),
    "H1": ("6 tháng đầu năm 2023", "12/06/2023"),
    "9M": ("9 tháng năm 2023", "14/09/2023"),
    "H2": ("6 tháng cuối năm 2023", "12/12/2023"),
    "Y": ("năm 2023", "14/12/2023"),
    "N": ("6 tháng đầu năm 2024", "13/06/2024"),
}
_number = itertools.count(11)


def report(
    when: str,
    body: str,
    *,
    issuer: str = DISTRICT,
    parent: str = PROVINCE,
    number: int | None = None,
) -> Parsed:
    """A report on one of the periods of ``WHEN``."""
    period, printed = WHEN[when]
    day, month, year = printed.split("/")
    return parse(
        HEAD.format(
            parent=parent, issuer=issuer, number=next(_number), day=day, month=month,
            year=year, period=period, body=body,
        )
    )  # fmt: skip


def commune(when: str, body: str) -> Parsed:
    return report(when, body, issuer=COMMUNE, parent=DISTRICT)


def between(*documents: Parsed) -> list[Finding]:
    return [finding for finding in check(documents) if finding.scope == "archive"]


def told(finding: Finding) -> tuple[str, str, tuple[str, ...]]:
    return finding.level, finding.code, tuple(q.text for q in finding.evidence)


# -- what is found: (reports, level, code, figures) ------------------------------------------------

FOUND = [
    ("a cumulative figure falls",
     (("H1", "1. Tiếp công dân\nToàn huyện đã tiếp 205 lượt công dân."),
      ("9M", "1. Tiếp công dân\nSố lượt tiếp công dân là 190 lượt.")),
     "error", "cumulative_falls", ("205 lượt", "190 lượt")),
    ("a figure said again differently",
     (("H1", "Đã giải quyết 61 đơn khiếu nại."),
      ("9M", "Đã giải quyết 80 đơn khiếu nại (6 tháng đầu năm giải quyết 57 đơn).")),
     "error", "reported_differently", ("61 đơn", "57 đơn")),
    ("an indicator of no catalogue, in the same words",
     (("H1", "Trồng mới 900 cây dọc tuyến đường liên xã."),
      ("9M", "Trồng mới 1.200 cây dọc tuyến đường liên xã (6 tháng đầu năm trồng 950 cây).")),
     "error", "reported_differently", ("900 cây", "950 cây")),
    ("another scale of the unit",
     (("H1", "Thu ngân sách nhà nước trên địa bàn 186,4 tỷ đồng."),
      ("9M", "Thu NSNN trên địa bàn 251.900 triệu đồng; 6 tháng đầu năm 185.390 triệu đồng.")),
     "error", "reported_differently", ("186,4 tỷ đồng", "185.390 triệu đồng")),
    ("what was there at the start of the year stays",
     (("H1", "Tổng số đơn: 60 đơn (12 đơn tồn năm 2022 chuyển sang và 48 đơn mới phát sinh)."),
      ("9M", "Tổng số đơn 90 đơn, gồm 14 đơn tồn năm trước và 76 đơn tiếp nhận mới.")),
     "error", "reported_differently", ("12 đơn", "14 đơn")),
    ("last year's figure beside this year's",
     (("H1", "Tiếp nhận 30 đơn tố cáo."), ("N", "Tiếp nhận 36 đơn tố cáo (cùng kỳ 33 đơn).")),
     "error", "base_differs", ("30 đơn", "33 đơn")),
    ("a change without its base",
     (("H1", "Tiếp nhận 30 đơn tố cáo."),
      ("N", "Tiếp nhận 36 đơn tố cáo, tăng 9 đơn so với cùng kỳ.")),
     "error", "implied_base_differs", ("30 đơn", "36 đơn", "9 đơn")),
    ("growth in per cent done again",
     (("H1", "Đã tiếp 205 lượt công dân."),
      ("N", "Tiếp 240 lượt công dân, tăng 12,5% so với cùng kỳ năm trước.")),
     "error", "implied_base_differs", ("205 lượt", "240 lượt", "12,5%")),
    ("a quarter within nine months",
     (("H1", "Giải ngân vốn đầu tư công 40 tỷ đồng."),
      ("9M", "Giải ngân vốn đầu tư công 70 tỷ đồng, riêng quý III giải ngân 25 tỷ đồng.")),
     "error", "periods_do_not_add_up", ("40 tỷ đồng", "25 tỷ đồng", "70 tỷ đồng")),
    ("two halves of a year",
     (("H1", "Hòa giải thành 45 vụ."), ("H2", "Hòa giải thành 30 vụ."),
      ("Y", "Hòa giải thành 78 vụ.")),
     "error", "periods_do_not_add_up", ("45 vụ", "30 vụ", "78 vụ")),
    ("two quarters",
     (("Q1", "Đã tiếp 80 lượt công dân."), ("Q2", "Đã tiếp 60 lượt công dân."),
      ("H1", "Đã tiếp 145 lượt công dân.")),
     "error", "periods_do_not_add_up", ("80 lượt", "60 lượt", "145 lượt")),
    ("a plan changes and nothing is said",
     (("H1", "Thu ngân sách trên địa bàn 50 tỷ đồng, đạt 50% dự toán năm (100 tỷ đồng)."),
      ("9M", "Thu ngân sách trên địa bàn 80 tỷ đồng, đạt 66,7% dự toán (120 tỷ đồng).")),
     "warning", "plan_changed", ("100 tỷ đồng", "120 tỷ đồng")),
    ("nearly the same words",
     (("H1", "Tặng 900 suất quà cho gia đình chính sách vùng cao biên giới."),
      ("9M", "6 tháng đầu năm tặng 950 suất quà cho gia đình chính sách vùng cao, biên giới xa.")),
     "warning", "reported_differently", ("900 suất quà", "950 suất quà")),
    ("settled by those who mediate, or just settled",
     (("H1", "Các tổ hòa giải đã hòa giải thành 64 vụ việc."),
      ("9M", "Hòa giải thành 58 vụ việc.")),
     "error", "cumulative_falls", ("64 vụ việc", "58 vụ việc")),
    ("members disciplined",
     (("H1", "Thi hành kỷ luật 14 đảng viên."), ("9M", "Thi hành kỷ luật 12 đảng viên.")),
     "error", "cumulative_falls", ("14 đảng viên", "12 đảng viên")),
    ("certificates given",
     (("9M", "Cấp 1.250 giấy chứng nhận quyền sử dụng đất."),
      ("Y", "Trong năm đã cấp 1.190 giấy chứng nhận quyền sử dụng đất.")),
     "error", "cumulative_falls", ("1.250 giấy chứng nhận", "1.190 giấy chứng nhận")),
    ("fines of a half-year told again",
     (("H1", "Xử phạt vi phạm hành chính 35 trường hợp."),
      ("9M", "Xử phạt vi phạm hành chính 52 trường hợp (6 tháng đầu năm 38 trường hợp).")),
     "error", "reported_differently", ("35 trường hợp", "38 trường hợp")),
    ("fewer of a narrower kind",
     (("H1", "Xảy ra 22 vụ tai nạn giao thông."),
      ("9M", "Xảy ra 03 vụ tai nạn giao thông đường sắt.")),
     "info", "cumulative_falls", ("22 vụ", "03 vụ")),
    ("a part of those admitted",
     (("H1", "Kết nạp 45 đảng viên."), ("9M", "Kết nạp 12 đảng viên là học sinh.")),
     "info", "cumulative_falls", ("45 đảng viên", "12 đảng viên")),
    ("what was received, with another verb",
     (("H1", "Toàn huyện nhận 64 đơn."), ("9M", "Tiếp nhận 58 đơn các loại.")),
     "error", "cumulative_falls", ("64 đơn", "58 đơn")),
    ("more words beside the same thing",
     (("H1", "Xe sách lưu động phục vụ 18 điểm trường vùng sâu."),
      ("9M", "Xe sách lưu động của huyện phục vụ 25 điểm trường (6 tháng đầu năm 16 điểm).")),
     "warning", "reported_differently", ("18 điểm trường", "16 điểm")),
    ("counted from the start of the year, whatever it is",
     (("H1", "Chợ phiên: rà soát 75 quầy hàng."),
      ("9M", "Chợ phiên: lũy kế từ đầu năm đã rà soát 61 quầy hàng.")),
     "warning", "cumulative_falls", ("75 quầy hàng", "61 quầy hàng")),
    ("the second half makes the year, under other titles",
     (("H1", "Giao thông: kiên cố hóa 7,4 km."),
      ("Y", "Kiên cố hóa giao thông nội đồng cả năm được 15,9 km, riêng 6 tháng cuối năm 9,6 km.")),
     "warning", "periods_do_not_add_up", ("7,4 km", "9,6 km", "15,9 km")),
    ("the last topic of the sentence",
     (("H1", "Các tổ hòa giải nhận 70 vụ, thành 61 vụ."), ("9M", "Hòa giải thành 55 vụ.")),
     "error", "cumulative_falls", ("61 vụ", "55 vụ")),
    ("a plan after a slash",
     (("H1", "Thu ngân sách trên địa bàn 50 tỷ đồng/dự toán 100 tỷ đồng."),
      ("9M", "Thu ngân sách trên địa bàn 80 tỷ đồng, đạt 72,7% dự toán (110 tỷ đồng).")),
     "warning", "plan_changed", ("100 tỷ đồng", "110 tỷ đồng")),
    ("an estimate was revised",
     (("H1", "Ước thu ngân sách trên địa bàn 50 tỷ đồng."),
      ("9M", "Thu ngân sách trên địa bàn 80 tỷ đồng (6 tháng đầu năm 51,2 tỷ đồng).")),
     "info", "reported_differently", ("50 tỷ đồng", "51,2 tỷ đồng")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("reports", "level", "code", "figures"), [f[1:] for f in FOUND], ids=[f[0] for f in FOUND]
)
def test_found(reports, level, code, figures):
    documents = [report(when, body) for when, body in reports]
    (finding,) = between(*documents)
    assert told(finding) == (level, code, figures)
    texts = {d.id: d.text for d in documents}
    assert all(texts[q.document][q.start : q.end] == q.text for q in finding.evidence)
    assert len({q.document for q in finding.evidence}) > 1
    assert finding.expected is not None
    assert finding.reported in figures


def test_a_commune_has_no_more_than_its_district():
    (finding,) = between(
        report("H1", "Toàn huyện tiếp nhận mới 30 đơn."), commune("H1", "Tiếp nhận mới 36 đơn.")
    )
    assert told(finding) == ("warning", "part_exceeds_whole", ("36 đơn", "30 đơn"))


SIDE = "UBND XÃ NẬM LÚA"
TOGETHER = "Địa bàn có 02 xã, thị trấn. Các xã, thị trấn nhận {} đơn khiếu nại."


def alone(issuer: str, body: str) -> Parsed:
    """A commune's report whose letterhead names no district."""
    given = report("H1", body, issuer=issuer, parent="")
    return dataclasses.replace(given, header=dataclasses.replace(given.header, parent_issuer=None))


def test_what_the_communes_report_adds_up():
    communes = (
        commune("H1", "Nhận 12 đơn khiếu nại."),
        report("H1", "Nhận 9 đơn khiếu nại.", issuer=SIDE, parent=DISTRICT),
    )
    (finding,) = between(report("H1", TOGETHER.format(24)), *communes)
    assert (finding.level, finding.code) == ("warning", "places_do_not_add_up")
    assert {q.text for q in finding.evidence} == {"24 đơn", "12 đơn", "9 đơn"}
    assert between(report("H1", TOGETHER.format(21)), *communes) == []
    assert between(report("H1", TOGETHER.format(24)), communes[0]) == []  # one has not reported


def test_a_report_may_leave_to_others_where_its_place_lies():
    orphans = (alone(COMMUNE, "Nhận 12 đơn khiếu nại."), alone(SIDE, "Nhận 9 đơn khiếu nại."))
    assert between(report("H1", TOGETHER.format(24)), *orphans) == []
    naming = TOGETHER.format(24) + " Cao nhất là xã Đá Bạc và xã Nậm Lúa."
    (finding,) = between(report("H1", naming), *orphans)
    assert finding.code == "places_do_not_add_up"
    elsewhere = report("Y", "Xã Nậm Lúa về đích.", issuer="UBND HUYỆN NÀ MÒN")
    assert between(report("H1", naming), *orphans, elsewhere) == []  # it is said to lie in two


def test_what_a_district_says_of_one_commune():
    district = report("H1", "Hòa giải 92 vụ; riêng xã Đá Bạc hòa giải 17 vụ, thành 14 vụ.")
    (finding,) = between(district, commune("H1", "Hòa giải ở cơ sở 17 vụ, thành 12 vụ."))
    assert (finding.level, finding.code) == ("warning", "reported_differently")


def test_two_agencies_of_one_place_are_to_be_confirmed():
    other = report("H1", "Đã tiếp 90 lượt công dân.", issuer="THANH TRA HUYỆN KHE SÂU")
    (finding,) = between(report("H1", "Đã tiếp 205 lượt công dân."), other)
    assert (finding.level, finding.outcome) == ("info", "not_checkable")


# -- what agrees: reports -------------------------------------------------------------------------

AGREE = [
    ("two intervals of one half-year",
     ("H1", "Từ ngày 15/12/2022 đến ngày 14/6/2023, đã tiếp 205 lượt công dân."),
     ("9M", "Từ ngày 15/12/2022 đến ngày 14/9/2023, đã tiếp 260 lượt (6 tháng đầu năm 205 lượt).")),
    ("states may fall",
     ("H1", "Tỷ lệ hộ nghèo 5,2%. Đang giải quyết 9 đơn."),
     ("9M", "Tỷ lệ hộ nghèo 4,8%. Đang giải quyết 7 đơn.")),
    ("rounded in another unit",
     ("H1", "Thu ngân sách nhà nước trên địa bàn 186,4 tỷ đồng."),
     ("9M", "Thu NSNN trên địa bàn 251.900 triệu đồng; 6 tháng đầu năm 186.390 triệu đồng.")),
    ("a percentage of change that holds",
     ("H1", "Tiếp nhận 30 đơn tố cáo."),
     ("N", "Tiếp nhận 36 đơn tố cáo, tăng 20% so với cùng kỳ.")),
    ("a change that is mentioned",
     ("H1", "Thu ngân sách trên địa bàn 50 tỷ đồng, đạt 50% dự toán năm (100 tỷ đồng)."),
     ("9M", "Thu ngân sách trên địa bàn 80 tỷ đồng, đạt 66,7% dự toán sau điều chỉnh "
            "(120 tỷ đồng).")),
    ("other kinds of petition",
     ("H1", "Đã giải quyết 61 đơn khiếu nại."), ("9M", "Đã giải quyết 14 đơn tố cáo.")),
    ("other shares of the receptions",
     ("H1", "Toàn huyện tiếp 205 lượt công dân."),
     ("9M", "Chủ tịch UBND huyện tiếp định kỳ 44 lượt.")),
    ("tasks ahead are no results",
     ("H1", "Đã tiếp 205 lượt công dân."),
     ("9M", "Đã tiếp 280 lượt công dân.\n\nII. NHIỆM VỤ QUÝ IV\n1. Phấn đấu tiếp 150 lượt.")),
    ("about so many is not exactly so many",
     ("H1", "Tạo việc làm cho 1.870 lao động. Các nhà máy tạo việc làm cho khoảng 5.200 lao động."),
     ("9M", "Tạo việc làm cho 2.790 lao động.")),
    ("quarters stand beside each other",
     ("Q1", "Đã tiếp 80 lượt công dân."), ("Q2", "Đã tiếp 60 lượt công dân.")),
    ("another year",
     ("H1", "Đã tiếp 205 lượt công dân."), ("N", "Đã tiếp 190 lượt công dân.")),
    ("a part of what was received",
     ("H1", "Tiếp nhận 40 đơn khiếu nại."), ("9M", "Tiếp nhận 31 đơn khiếu nại về đất đai.")),
    ("one level of two",
     ("H1", "Toàn huyện tiếp 205 lượt công dân."), ("9M", "Cấp xã tiếp 150 lượt công dân.")),
    ("what was carried over each time",
     ("H1", "Số đơn kỳ trước chuyển sang 15 đơn, tiếp nhận trong kỳ 60 đơn."),
     ("9M", "Số đơn kỳ trước chuyển sang 9 đơn, tiếp nhận trong kỳ 88 đơn.")),
    ("two harvests",
     ("H1", "Diện tích gieo trồng lúa vụ Đông Xuân 1.320 ha."),
     ("9M", "Diện tích gieo trồng lúa vụ Hè Thu 1.180 ha.")),
    ("women among those counted",
     ("H1", "Giải quyết việc làm cho 1.200 lao động."),
     ("9M", "Giải quyết việc làm cho 860 lao động nữ.")),
    ("measures of discipline",
     ("H1", "Thi hành kỷ luật 14 đảng viên."),
     ("9M", "Khai trừ 3 đảng viên; thi hành kỷ luật 19 đảng viên.")),
    ("fewer by so many",
     ("H1", "Xảy ra 22 vụ cháy."),
     ("N", "Số vụ cháy giảm còn 17 vụ, giảm 5 vụ so với cùng kỳ.")),
    ("more than the plan",
     ("H1", "Thu ngân sách trên địa bàn 100 tỷ đồng."),
     ("N", "Thu ngân sách trên địa bàn 120 tỷ đồng, tăng 5% so với kế hoạch.")),
    ("points of a percentage",
     ("H1", "Tỷ lệ hộ nghèo 6,2%."), ("N", "Tỷ lệ hộ nghèo 5,1%, giảm 1,1% so với cùng kỳ.")),
    ("readers are no receptions",
     ("H1", "Toàn huyện tiếp 205 lượt công dân."), ("9M", "Thư viện phục vụ 150 lượt bạn đọc.")),
    ("by how much the plan was exceeded",
     ("H1", "Thu ngân sách trên địa bàn 100 tỷ đồng, vượt 12 tỷ đồng so với kế hoạch."),
     ("N", "Thu ngân sách trên địa bàn 120 tỷ đồng, cùng kỳ 100 tỷ đồng.")),
    ("what one report tells apart",
     ("H1", "Tổ chức 40 buổi tuyên truyền, 12 buổi tuyên truyền phòng cháy."),
     ("9M", "Tổ chức 61 buổi tuyên truyền, 15 buổi tuyên truyền phòng cháy.")),
    ("much less in other words is another thing",
     ("H1", "Đội lưu động chiếu phim 60 tối ở bản xa."),
     ("9M", "6 tháng đầu năm đội lưu động chiếu phim thiếu nhi 9 tối ở bản xa.")),
    ("another period named after the figure",
     ("H1", "Thu ngân sách trên địa bàn 186,4 tỷ đồng."),
     ("9M", "Thu ngân sách trên địa bàn 251,9 tỷ đồng, tăng 65,5 tỷ đồng so với số thực hiện "
            "6 tháng đầu năm (186,4 tỷ đồng).")),
    ("what the figure before is compared with",
     ("H1", "Nhận 70 đơn; đủ điều kiện thụ lý 52 đơn."),
     ("N", "Nhận 77 đơn, tăng 10% so với cùng kỳ; đủ điều kiện thụ lý 61 đơn.")),
    ("the year that the figure before is compared with",
     ("H1", "Sản lượng 900 tấn, gồm mía tím 510 tấn và sắn 390 tấn."),
     ("N", "Sản lượng 990 tấn, tăng 10% so với 6 tháng đầu năm 2023; gồm mía tím 560 tấn và sắn "
           "430 tấn.")),
    ("the year of a plan, and what was spent so far",
     ("Q1", "Kế hoạch vốn đầu tư công năm 2023 là 90 tỷ đồng, đã giải ngân 11 tỷ đồng."),
     ("Y", "Giải ngân vốn đầu tư công 86 tỷ đồng.")),
    ("a correction",
     ("H1", "Đã tiếp 205 lượt công dân."),
     ("9M", "Đã tiếp 280 lượt công dân; số lượt tiếp công dân 6 tháng đầu năm nay xin đính chính "
            "là 199 lượt.")),
    ("nothing but a comparison between two figures",
     ("H1", "Tiếp 205 lượt công dân (240 người)."),
     ("N", "Tiếp 220 lượt công dân, tăng 15 lượt (7,3%) so với 6 tháng đầu năm 2023; 262 người.")),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), [a[1:] for a in AGREE], ids=[a[0] for a in AGREE])
def test_agree(first, second):
    assert between(report(*first), report(*second)) == []


def test_other_places_are_other_figures():
    there = report("9M", "Đã tiếp 90 lượt công dân.", issuer="UBND HUYỆN NÀ MÒN")
    assert between(report("H1", "Đã tiếp 205 lượt công dân."), there) == []
    body = "Xã Đá Bạc có 12 đơn khiếu nại, xã Nậm Lúa có 9 đơn khiếu nại."
    assert between(report("H1", body), commune("H1", "Tiếp nhận 12 đơn khiếu nại.")) == []


def test_what_was_corrected_stands():
    (finding,) = between(
        report("H1", "Đã tiếp 205 lượt công dân."),
        report("9M", "Tiếp 280 lượt công dân; 6 tháng đầu năm đính chính là 199 lượt."),
        report("Y", "Cả năm tiếp 350 lượt công dân, riêng 6 tháng đầu năm 205 lượt."),
    )
    assert told(finding) == ("error", "reported_differently", ("199 lượt", "205 lượt"))


def test_a_fall_is_told_once():
    (finding,) = between(
        report("Q1", "Đã tiếp 80 lượt công dân."),
        report("Q2", "Đã tiếp 60 lượt công dân."),
        report("H1", "Đã tiếp 140 lượt công dân."),
        report("9M", "Đã tiếp 120 lượt công dân, riêng quý III tiếp 50 lượt công dân."),
    )
    assert told(finding) == ("error", "cumulative_falls", ("140 lượt", "120 lượt"))


def test_a_plan_is_no_report():
    plan = dataclasses.replace(
        (given := report("9M", "Đã tiếp 190 lượt công dân.")),
        header=dataclasses.replace(given.header, type="KH"),
    )
    assert between(report("H1", "Đã tiếp 205 lượt công dân."), plan) == []


def test_a_report_that_contradicts_itself_is_held_against_no_other():
    body = "Đã tiếp 205 lượt công dân. Số lượt tiếp công dân là 250 lượt."
    assert between(report("H1", body), report("9M", "Đã tiếp 190 lượt công dân.")) == []


def test_a_report_counts_once_and_alone_says_nothing():
    one = report("H1", "Đã tiếp 205 lượt công dân.")
    assert between(one) == between(one, one) == []


def test_any_order_finds_the_same():
    documents = [report(when, body) for _, reports, *_ in FOUND[:2] for when, body in reports]
    found = between(*documents)
    assert len(found) > 1
    assert all(between(*order) == found for order in itertools.permutations(documents))


def test_a_trace_is_the_same_after_it_was_packed():
    for document in (report(when, body) for _, reports, *_ in FOUND for when, body in reports):
        of, left = traces(document)
        packed = left_by(document)
        again = Packed(packed.lines, range(1, len(left) + 1))
        items = [again.item(number) for number in range(1, len(left) + 1)]
        assert again.report.packed() == of.packed()
        assert [Trace((), item).packed() for item in items] == [t.packed() for t in left]
        assert [key[0] for key in packed.keys] == [key.group for t in left for key in t.keys]


@pytest.mark.parametrize("row", FOUND, ids=lambda row: row[0])
def test_what_is_quiet_at_a_glance_has_no_findings(row):
    texts, groups, packed = {}, {}, {}
    for document in (report(when, body) for when, body in row[1]):
        left = left_by(document)
        texts[document.id] = document.text
        packed[document.id] = Packed(left.lines, range(1, left.lines.count("\n") + 1))
        for key, number, role in left.keys:
            groups.setdefault(key, []).append((role, document.id, number))
    told = 0
    for key, members in groups.items():
        if speaks(key, ((role, document) for role, document, _ in members)):
            items = [(role, packed[document].item(number)) for role, document, number in members]
            found = list(judge(key, items, texts.__getitem__))
            told += len(found)
            records = [(role, of, packed[of].record(n)) for role, of, n in members]
            kept = [items[at] for at in loud(key, records)]
            assert list(judge(key, kept, texts.__getitem__)) == found
    assert told


def test_a_scan_is_never_an_error():
    first, second = (report(when, body) for when, body in FOUND[0][1])
    scanned = dataclasses.replace(second, source=dataclasses.replace(second.source, ocr=True))
    (finding,) = between(first, scanned)
    assert finding.level == "warning"


@pytest.mark.parametrize("words", ["known", "free", "clerks"])
def test_planted_conflicts_are_found_and_nothing_else(words):
    path = Path(__file__).parents[1] / "benchmarks" / "synthetic.py"
    spec = importlib.util.spec_from_file_location("synthetic", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["synthetic"] = module
    spec.loader.exec_module(module)
    archive = module.Archive(800, 40, words=words)
    found = [f for f in reports_agree(archive) if f.level != "info"]
    places = [{(q.document, q.start) for q in f.evidence} for f in found]
    assert len(archive.planted) == 40
    assert all(any(place in told for told in places) for place in archive.planted)
    assert all(told & archive.planted.keys() for told in places)


# -- the catalogue -------------------------------------------------------------------------------


@pytest.mark.parametrize("row", table("indicators"), ids=lambda r: f"{r['aspect']}-{r['value']}")
def test_a_row_fires_in_its_example(row):
    text = " ".join(row["example"].lower().split())
    assert any(word in text for word in row["words"])
    if row["aspect"] == "unit":
        assert all(counted(word, "count").name == row["value"] for word in row["words"])
    elif row["aspect"] not in ("ahead", "cut", "link", "so far"):
        unit = row.get("units", ["count"])[0]
        assert row["value"] in read_phrase(text, unit, unit).aspects[row["aspect"]]


def key(window: str, unit: str, title: str = "", kind: str = "count"):
    found = concept(window, window, title, kind, unit)
    assert found is not None
    return found.key


SAME = [
    ("Toàn huyện tiếp lượt công dân", "Số lượt tiếp công dân là", "lượt"),
    ("đơn kiến nghị, phản ánh", "Đơn phản ánh, kiến nghị:", "đơn"),
    ("Đã giải quyết xong đơn khiếu nại", "đơn khiếu nại đã được giải quyết", "đơn"),
    ("Hoà giải thành vụ", "hòa giải thành vụ", "vụ"),
]
OTHER = [
    ("đơn khiếu nại", "đơn tố cáo", "đơn"),
    ("đơn khiếu nại", "đơn khiếu nại, tố cáo", "đơn"),
    ("đơn thuộc thẩm quyền", "đơn không thuộc thẩm quyền", "đơn"),
    ("Đã giải quyết đơn", "Đang giải quyết đơn", "đơn"),
    ("vụ hòa giải thành", "vụ hòa giải không thành", "vụ"),
]


@pytest.mark.parametrize(("one", "other", "unit"), SAME)
def test_one_indicator_in_other_words(one, other, unit):
    assert key(one, unit) == key(other, unit)


@pytest.mark.parametrize(("one", "other", "unit"), OTHER)
def test_other_indicators(one, other, unit):
    assert key(one, unit) != key(other, unit)


def test_the_title_says_what_the_words_leave_open():
    assert key("tiếp nhận vụ", "vụ", "4. Hoà giải ở cơ sở") == key("hòa giải vụ", "vụ")


@pytest.mark.parametrize(
    ("name", "stretch"),
    [("2024-H1", (2024, 1, 6)), ("2024-Q3", (2024, 7, 9)), ("2024-9M", (2024, 1, 9)),
     ("2024-02", (2024, 2, 2)), ("2024", (2024, 1, 12))],
)  # fmt: skip
def test_periods_compare_by_months(name, stretch):
    assert stretch_of(name) == Stretch(*stretch)
    assert stretch_of("2021-2025") is None
    assert stretch_of(None) is None


@pytest.mark.parametrize(
    ("issuer", "place"),
    [("UBND huyện Khe Sâu", "huyện khe sâu"), ("UBND TP. Lá Xanh", "thành phố lá xanh"),
     ("Huyện ủy Khe Sâu", "huyện khe sâu"), ("Ban Tuyên giáo Tỉnh ủy Bắc Mơ", "tỉnh bắc mơ"),
     ("Bộ Nội vụ", "")],
)  # fmt: skip
def test_the_place_an_agency_is_of(issuer, place):
    assert place_of(issuer) == place


def test_a_unit_may_be_told_in_short():
    whole = concept("trồng dọc tuyến đường", "", "", "count", "cây xanh")
    part = concept("trồng", "", "", "count", "cây")
    other = concept("trồng", "", "", "count", "cây số")
    assert whole is not None
    assert part is not None
    assert other is not None
    assert says_less(part, whole)
    assert not says_less(whole, part)
    assert not says_less(other, whole)


@pytest.mark.parametrize(
    ("words", "unit", "aspect", "value", "nature"),
    [
        ("khiếu nại lần hai", "vụ việc", "instance", "second", "flow"),
        ("giải quyết khiếu nại lần đầu", "vụ việc", "instance", "first", "flow"),
        ("tố cáo tiếp", "vụ việc", "instance", "again", "flow"),
        ("khiếu nại đúng một phần", "vụ việc", "verdict", "partly right", "flow"),
        (
            "hủy, sửa quyết định giải quyết lần đầu",
            "vụ việc",
            "verdict",
            "decision changed",
            "flow",
        ),
        ("giải quyết bằng quyết định hành chính", "vụ việc", "means", "decision", "flow"),
        ("đình chỉ giải quyết", "vụ việc", "stage", "suspended", "flow"),
        ("đang thụ lý giải quyết", "đơn", "stage", "pending", "level"),
        ("đã thụ lý giải quyết", "đơn", "stage", "taken up", "flow"),
        ("ủy quyền tiếp", "lượt", "mandate", "delegated", "flow"),
        ("tiếp định kỳ", "lượt", "manner", "periodic", "flow"),
        ("chuyển cơ quan điều tra", "vụ", "outcome", "prosecution", "flow"),
        ("tạm ngừng hoạt động", "doanh nghiệp", "topic", "closed enterprises", "flow"),
        ("tổng dư nợ cho vay", "tỷ đồng", "topic", "bank loans", "level"),
        ("khám, chữa bệnh", "lượt", "topic", "medical visits", "flow"),
    ],
)
def test_the_catalogue(words, unit, aspect, value, nature):
    found = concept(words, "", "", "money" if "đồng" in unit else "count", unit)
    assert found is not None
    assert (dict(found.key)[aspect], found.nature) == (value, nature)
