"""What was copied from last period's report, and citations that their document contradicts."""

import pytest

from nlp.checks import check
from nlp.model import Finding, Parsed
from nlp.parsing import parse

HEAD = """UBND TỈNH BẮC MƠ
UBND HUYỆN KHE SÂU
Số: {number}/BC-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Khe Sâu, ngày {day} tháng {month} năm {year}

BÁO CÁO
{subject}

{body}

Nơi nhận:
- Như trên;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lê Văn Tâm
"""


def report(period: str, day: str, body: str, *, number: int = 11, subject: str = "") -> Parsed:
    d, m, y = day.split("/")
    subject = subject or f"Kết quả công tác tuyên truyền {period}"
    return parse(HEAD.format(number=number, day=d, month=m, year=y, subject=subject, body=body))


def between(*documents: Parsed) -> list[Finding]:
    return [finding for finding in check(documents) if finding.scope == "archive"]


MEETINGS = "Trong tháng {}, các thôn đã tổ chức 14 buổi tuyên truyền với 620 lượt người tham dự."
LEAFLETS = "Trong tháng {}, huyện đã phát 3.200 tờ rơi và đăng 45 tin, bài trên trang thông tin."
DEADLINE = "- Phòng Nội vụ hoàn thành việc rà soát hồ sơ tồn đọng của các xã trước ngày 31/7/2023."

STALE = [
    ("the month stays", ("tháng 11 năm 2023", "20/11/2023", MEETINGS.format(11)),
     ("tháng 12 năm 2023", "20/12/2023", MEETINGS.format(11)), "stale_period"),
    ("the month stays over the year's end",
     ("tháng 12 năm 2023", "20/12/2023", MEETINGS.format(12)),
     ("tháng 01 năm 2024", "19/01/2024", MEETINGS.format(12)), "stale_period"),
    ("only the month was changed", ("tháng 11 năm 2023", "20/11/2023", MEETINGS.format(11)),
     ("tháng 12 năm 2023", "20/12/2023", MEETINGS.format(12)), "figures_not_updated"),
    ("under a title, figures of every sort",
     ("quý II năm 2023", "14/06/2023",
      "II. VIỆC NỔI BẬT\nTrong quý II, có 18 hộ bản Pha Đén bị lốc tốc mái; huyện đã cấp 540 tấm "
      "lợp, 1.260 kg gạo, sửa 9,4 km đường."),
     ("quý III năm 2023", "14/09/2023",
      "3. Thiên tai:\nTrong quý III, có 18 hộ bản Pha Đén bị lốc tốc mái; huyện đã cấp 540 tấm "
      "lợp, 1.260 kg gạo, sửa 9,4 km đường."), "figures_not_updated"),
    ("only the day was changed",
     ("9 tháng năm 2022", "14/09/2022",
      "Đến ngày 05/9/2022, có 236 ha ngô bị sâu keo; đã phun trừ 04 đợt, cấp 1.780 lít thuốc."),
     ("9 tháng năm 2023", "14/09/2023",
      "Đến ngày 05/9/2023, có 236 ha ngô bị sâu keo; đã phun trừ 04 đợt, cấp 1.780 lít thuốc."),
     "figures_not_updated"),
    ("a month that is not of its title",
     ("6 tháng đầu năm 2023", "12/06/2023", "IV. NỔI BẬT\n" + MEETINGS.format(4)),
     ("9 tháng năm 2023", "14/09/2023", "IV. NỔI BẬT TRONG QUÝ III\n" + MEETINGS.format(4)),
     "stale_period"),
    ("a deadline that has passed", ("6 tháng đầu năm 2023", "12/06/2023", DEADLINE),
     ("9 tháng năm 2023", "14/09/2023", DEADLINE), "stale_deadline"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "code"), [s[1:] for s in STALE], ids=[s[0] for s in STALE]
)
def test_stale(first, second, code):
    documents = report(*first), report(*second, number=12)
    (finding,) = between(*documents)
    assert (finding.code, finding.level) == (code, "warning")
    texts = {d.id: d.text for d in documents}
    assert [q.document for q in finding.evidence] == [d.id for d in documents]
    assert all(texts[q.document][q.start : q.end] == q.text for q in finding.evidence)


def test_sentences_that_follow_each_other_are_one_copy():
    body = f"{MEETINGS}\n{LEAFLETS}"
    first = report("tháng 11 năm 2023", "20/11/2023", body.format(11, 11))
    second = report("tháng 12 năm 2023", "20/12/2023", body.format(11, 11), number=12)
    (finding,) = between(first, second)
    for quote, document in zip(finding.evidence, (first, second), strict=True):
        assert quote.text == document.text[quote.start : quote.end] == body.format(11, 11)


FRESH = [
    ("new figures", MEETINGS.format(11),
     MEETINGS.format(12).replace("14", "9").replace("620", "415")),
    ("a standing phrase",
     "Ủy ban nhân dân huyện báo cáo để Ủy ban nhân dân tỉnh xem xét, chỉ đạo theo quy định.",
     "Ủy ban nhân dân huyện báo cáo để Ủy ban nhân dân tỉnh xem xét, chỉ đạo theo quy định."),
    ("what does not change", "Toàn huyện có 12 xã, 96 thôn với 21.350 hộ dân và 84.200 nhân khẩu.",
     "Toàn huyện có 12 xã, 96 thôn với 21.350 hộ dân và 84.200 nhân khẩu."),
    ("what stays at the day it is counted",
     "Tính đến tháng 11, toàn huyện có 12 xã, 96 thôn với 21.350 hộ dân.",
     "Tính đến tháng 12, toàn huyện có 12 xã, 96 thôn với 21.350 hộ dân."),
    ("few and small", MEETINGS.format(11).replace("14", "2").replace("620", "35"),
     MEETINGS.format(12).replace("14", "2").replace("620", "35")),
    ("other words", MEETINGS.format(11), LEAFLETS.format(12)),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), [f[1:] for f in FRESH], ids=[f[0] for f in FRESH])
def test_fresh(first, second):
    assert not between(
        report("tháng 11 năm 2023", "20/11/2023", first),
        report("tháng 12 năm 2023", "20/12/2023", second, number=12),
    )


@pytest.mark.parametrize(
    ("said", "found"),
    [(MEETINGS, 0), (MEETINGS.replace(" tham dự", ", phát 1.250 tờ rơi"), 1)],
)
def test_two_figures_may_be_the_same_a_year_later(said, found):
    documents = (
        report(f"tháng 12 năm {year}", f"20/12/{year}", said.format(12), number=number)
        for year, number in ((2022, 11), (2023, 12))
    )
    assert len(between(*documents)) == found


def test_a_period_within_the_report_is_said_again():
    body = "Trong quý I, các thôn đã tổ chức 14 buổi tuyên truyền với 620 lượt người tham dự."
    assert not between(
        report("quý I năm 2023", "14/03/2023", body),
        report("6 tháng đầu năm 2023", "14/06/2023", body, number=12),
    )


# -- citations -----------------------------------------------------------------------------------

CITING = "Tiếp theo Báo cáo số {} ngày {}, UBND huyện Khe Sâu báo cáo tình hình như sau."


@pytest.mark.parametrize(
    ("cited", "code"),
    [(("11/BC-UBND", "12/6/2023"), None), (("11/BC-UBND", "21/6/2023"), "cited_date_differs"),
     (("11/BC-UBND", "12/6/2022"), None), (("17/BC-UBND", "12/6/2023"), None)],
)  # fmt: skip
@pytest.mark.parametrize("cited_first", [True, False])
def test_the_date_of_a_cited_report(cited, code, cited_first):
    first = report("6 tháng đầu năm 2023", "12/06/2023", "Đã phát 120 tờ rơi.")
    second = report("9 tháng năm 2023", "14/09/2023", CITING.format(*cited), number=12)
    found = between(*((first, second) if cited_first else (second, first)))
    assert [f.code for f in found] == ([code] if code else [])
    for finding in found:
        assert finding.level == "warning"
        assert "12/06/2023" in finding.message


def test_another_province_has_its_own_numbers():
    first = report("6 tháng đầu năm 2023", "12/06/2023", "Đã phát 120 tờ rơi.")
    body = "Thực hiện Báo cáo số 11/BC-UBND ngày 21/6/2023 của UBND huyện Nà Mòn về tuyên truyền."
    assert not between(first, report("9 tháng năm 2023", "14/09/2023", body, number=12))


LETTER = """UBND TỈNH BẮC MƠ
Số: 1386/UBND-NC
V/v rà soát hồ sơ người có công tồn đọng
Bắc Mơ, ngày 06 tháng 7 năm 2023

Kính gửi: UBND huyện Khe Sâu.

Đề nghị rà soát hồ sơ.
"""
ANSWER = "Thực hiện Công văn số {} ngày 06/7/2023 của UBND tỉnh về {}, huyện báo cáo."
TITLE = "rà soát hồ sơ người có công tồn đọng"


@pytest.mark.parametrize(
    ("number", "title", "codes"),
    [
        ("1368/UBND-NC", TITLE, ["cited_number_differs"]),
        ("1386/UBND-NC", TITLE, []),
        ("1368/UBND-NC", "phòng cháy, chữa cháy rừng mùa khô", []),
    ],
)
def test_a_mistyped_number_where_the_title_is_the_letters(number, title, codes):
    answer = report("9 tháng năm 2023", "14/09/2023", ANSWER.format(number, title))
    unplaced = parse(answer.text.replace("UBND TỈNH BẮC MƠ\n", ""))
    letter = parse(LETTER)
    for one in (answer, unplaced):
        found = between(letter, one)
        assert [f.code for f in found] == codes
        assert all(f.evidence[0].text in ("1386/UBND-NC", "Số: 1386/UBND-NC") for f in found)
