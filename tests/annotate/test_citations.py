"""Citations and codes: a table of phrasings, and a table of what is none."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.annotate.citations import find_citations, parse_code
from nlp.annotate.periods import find_dates
from nlp.document import from_text
from nlp.model import Citation, Document
from nlp.rules import table


@pytest.mark.parametrize(
    ("text", "number", "year", "symbol", "type", "system"),
    [
        ("123/BC-UBND", "123", None, "BC-UBND", "BC", "state"),
        ("77/KH-CAT(PV01)", "77", None, "KH-CAT(PV01)", "KH", "state"),
        ("15/BC-CAT(PX03)", "15", None, "BC-CAT(PX03)", "BC", "state"),
        ("9/BC-CTK(TH-XH)", "9", None, "BC-CTK(TH-XH)", "BC", "state"),
        ("456/UBND-VX", "456", None, "UBND-VX", "CV", "state"),
        ("Số: 84/BC-TTT", "84", None, "BC-TTT", "BC", "state"),
        ("số  /BC-UBND", None, None, "BC-UBND", "BC", "state"),
        ("814/TTg", "814", None, "TTg", None, "state"),
        ("15/HĐND-KTNS", "15", None, "HĐND-KTNS", "CV", "state"),
        ("837 / QĐ - BKH", "837", None, "QĐ-BKH", "QĐ", "state"),
        ("1.719/QĐ-TTg", "1719", None, "QĐ-TTg", "QĐ", "state"),
        ("1330/QĐ-CT.UB", "1330", None, "QĐ-CT.UB", "QĐ", "state"),
        ("238-QĐ/TW", "238", None, "QĐ/TW", "QĐ", "party"),
        ("310-CV/BTGTU", "310", None, "CV/BTGTU", "CV", "party"),
        ("05-NQ/ĐH", "05", None, "NQ/ĐH", "NQ", "party"),
        ("30/2020/NĐ-CP", "30", 2020, "NĐ-CP", "NĐ", "normative"),
        ("30/2020/\nNĐ-CP", "30", 2020, "NĐ-CP", "NĐ", "normative"),
        ("12/2021/QH15", "12", 2021, "QH15", None, "normative"),
        ("30a/2008/NQ-CP", "30a", 2008, "NQ-CP", "NQ", "normative"),
        ("số …../2024/NQ-HĐND", None, 2024, "NQ-HĐND", "NQ", "normative"),
        ("01/2013/TTLT-BNV-BTC", "01", 2013, "TTLT-BNV-BTC", "TTLT", "normative"),
    ],
)
def test_codes(
    text: str, number: str | None, year: int | None, symbol: str, type: str | None, system: str
) -> None:
    code = parse_code(text)
    assert code is not None
    assert (code.number, code.year, code.symbol, code.type, code.system) == (
        number, year, symbol, type, system,
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24/24",
        "272/346 vụ",
        "15/9/2024",
        "USD/thùng",
        "km/h",
        "0255.3822.333",
        "BC-UBND",
        "56 đơn/vụ",
        "QĐ/TW",
    ],
)
def test_what_is_no_code(text: str) -> None:
    assert parse_code(text) is None


@given(st.integers(1, 9999), st.sampled_from(["BC-UBND", "QĐ-TTg", "UBND-VX", "TTr-SXD"]))
def test_a_code_prints_as_it_was_read(number: int, symbol: str) -> None:
    for printed in (f"{number}/{symbol}", f"{number}-BC/TU", f"{number}/2024/NQ-HĐND"):
        assert str(parse_code(printed)) == printed


# -- in a document ---------------------------------------------------------------------------------

HEADER = """UBND HUYỆN ĐÔNG HẢI
Số: 75/BC-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Đông Hải, ngày 12 tháng 6 năm 2024

BÁO CÁO
Tình hình kinh tế - xã hội 6 tháng đầu năm 2024

"""


def cited(body: str, header: str = HEADER) -> list[Citation]:
    document = from_text(header + body)
    found = find_citations(document, find_dates(document))
    for citation in found:
        assert document.text[citation.start : citation.end] == citation.text
    return list(found)


def told(citation: Citation) -> str:
    number = citation.number or "-"
    return f"{citation.type} {number} {citation.symbol or '-'} {citation.date} | {citation.issuer}"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "Thực hiện Kế hoạch số 41/KH-UBND ngày 05/02/2024 của UBND tỉnh Bình An về kiểm tra.",
            ["KH 41 KH-UBND 2024-02-05 | UBND tỉnh Bình An"],
        ),
        (
            "Căn cứ Nghị định 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020;",
            ["NĐ 30/2020 NĐ-CP 2020-03-05 | Chính phủ"],
        ),
        (
            "theo Hướng dẫn số 17-HD/BTCTW, ngày 21/3/2023",
            ["HD 17 HD/BTCTW 2023-03-21 | Ban Tổ chức Trung ương"],
        ),
        (
            "Chỉ thị số 12-CT/TW của Ban Bí thư (khóa XIII) ban hành",
            ["CT 12 CT/TW None | Ban Bí thư (khóa XIII)"],
        ),
        (
            "Quyết định số 9/QĐ-BKHĐT của Bộ trưởng Bộ Kế hoạch và Đầu tư phê duyệt dự án",
            ["QĐ 9 QĐ-BKHĐT None | Bộ trưởng Bộ Kế hoạch và Đầu tư"],
        ),
        (
            "Công văn số 30/STNMT-ĐĐ&BĐ của Sở TN&MT về đo đạc",
            ["CV 30 STNMT-ĐĐ&BĐ None | Sở TN&MT"],
        ),
        (
            "Nghị quyết số 15/NQ-HĐND của HĐND huyện khóa XII giao dự toán",
            ["NQ 15 NQ-HĐND None | HĐND huyện khóa XII"],
        ),
        # line breaks, blanks
        ("theo Quyết định số\n15/QĐ-\nUBND của huyện", ["QĐ 15 QĐ-UBND None | None"]),
        ("kèm theo Quyết định số ……/QĐ-UBND", ["QĐ - QĐ-UBND None | None"]),
        ("theo Thông tư số 60 TC/CĐKT ngày 01/9/1997", ["TT 60 TC/CĐKT 1997-09-01 | None"]),
        # lists
        (
            "các Quyết định số 12/QĐ-UBND và 15/QĐ-UBND của UBND xã",
            ["QĐ 12 QĐ-UBND None | UBND xã", "QĐ 15 QĐ-UBND None | UBND xã"],
        ),
        (
            "Nghị định số 114, 115/2003/NĐ-CP",
            ["NĐ 114/2003 NĐ-CP None | Chính phủ", "NĐ 115/2003 NĐ-CP None | Chính phủ"],
        ),
        (
            "Công văn số 4/SNV-VP ngày 03/01/2024, số 9/SNV-VP ngày 08/01/2024 của Sở Nội vụ",
            ["CV 4 SNV-VP 2024-01-03 | Sở Nội vụ", "CV 9 SNV-VP 2024-01-08 | Sở Nội vụ"],
        ),
        # laws
        (
            "Căn cứ Luật Đất đai năm 2024, Luật Phòng, chống tham nhũng ngày 20/11/2018;",
            ["L - - None | Quốc hội", "L - - 2018-11-20 | Quốc hội"],
        ),
        (
            "Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15 có hiệu lực",
            ["L 64/2025 QH15 None | Quốc hội"],
        ),
        # a bare number
        ("Sơ kết Nghị quyết 18 của Trung ương.", ["NQ 18 - None | Trung ương"]),
        ("Thực hiện kế hoạch số 12 của Huyện ủy.", ["KH 12 - None | Huyện ủy"]),
        # an ordinance
        (
            "Pháp lệnh xử phạt hành chính số 44/2002/PL-UBTVQH10",
            ["PL 44/2002 PL-UBTVQH10 None | Ủy ban Thường vụ Quốc hội"],
        ),
        # a law that changes others, with its own day
        (
            "Luật sửa đổi, bổ sung một số điều của Luật Thanh tra và Luật Tố cáo ngày 01/7/2025",
            ["L - - 2025-07-01 | Quốc hội"],
        ),
        # a law is the last named before its number
        (
            "Nghị quyết Đại hội lần thứ IX và Nghị quyết số 55/2001/QH10 của Quốc hội",
            ["NQ 55/2001 QH10 None | Quốc hội"],
        ),
        # a joint circular has no one issuer, and takes none from another document
        (
            "Nghị quyết số 16/2000/NQ-CP của Chính phủ và Thông tư số 60/2003/TTLT-BNV-BTC",
            ["NQ 16/2000 NQ-CP None | Chính phủ", "TT 60/2003 TTLT-BNV-BTC None | None"],
        ),
        # who made it, and when, printed before
        (
            "Ngày 04/3/2024, Sở Y tế đã ban hành Công văn số 77/SYT-NVY về tiêm chủng.",
            ["CV 77 SYT-NVY 2024-03-04 | Sở Y tế"],
        ),
        (
            "Xét đề nghị của Sở Xây dựng tại Tờ trình số 19/TTr-SXD ngày 02/4/2024",
            ["TTr 19 TTr-SXD 2024-04-02 | Sở Xây dựng"],
        ),
        # a glyph apart
        ("Quyết định số 15 3/200 4/QĐ-TTg", ["QĐ 153/2004 QĐ-TTg None | Thủ tướng Chính phủ"]),
    ],
)  # fmt: skip
def test_citations(body: str, expected: list[str]) -> None:
    assert [told(c) for c in cited(body)] == expected


@pytest.mark.parametrize(
    "body",
    [
        "Trực ban 24/24 giờ, giải quyết 272/346 vụ, 56 đơn/40 vụ.",
        "Điện thoại 0255.3822.333; giá 65 USD/thùng; tốc độ 40 km/h.",
        "kê khai theo mẫu số 02/GTGT và Biểu số 01/TNLĐ-CS.",
        "Kế hoạch 5 năm 2021-2025; Báo cáo 6 tháng; Kế hoạch 200 tỷ đồng.",
        "Thửa đất số 15/TĐ, biển số 76C-12345, số nhà 12/4, số tài khoản 3713/KBNN.",
        "Năng suất 56 - 60/60 điểm, 09/12 xã.",
    ],
)
def test_what_is_no_citation(body: str) -> None:
    assert cited(body) == []


def test_the_own_number_is_no_citation() -> None:
    assert cited("") == []


def test_articles() -> None:
    found = cited(
        "theo điểm a khoản 2 Điều 5 Luật Thanh tra và Điều 12 Nghị định số 43/2023/NĐ-CP."
    )
    assert [c.article for c in found] == ["điểm a khoản 2 Điều 5", "Điều 12"]
    assert found[0].title == "Luật Thanh tra"


@pytest.mark.parametrize(
    ("body", "role"),
    [
        ("Căn cứ Quyết định số 3/QĐ-UBND ngày 02/01/2024;", "basis"),
        ("Thực hiện Quyết định số 3/QĐ-UBND ngày 02/01/2024,", "implements"),
        ("Thực hiện Công văn số 3/UBND-NC ngày 02/01/2024,", "reply_to"),
        ("Phúc đáp Công văn số 3/UBND-NC ngày 02/01/2024,", "reply_to"),
        ("UBND xã đã có Báo cáo số 3/BC-UBND.", "mention"),
        ("Căn cứ tình hình thực tế; UBND xã có Báo cáo số 3/BC-UBND.", "mention"),
    ],
)
def test_roles(body: str, role: str) -> None:
    assert [c.role for c in cited(body)] == [role]


def test_later_mentions_take_what_the_first_told() -> None:
    full, short, above = cited(
        "Thực hiện Quyết định số 77-QĐ/TU ngày 10/01/2024 của Ban Thường vụ Tỉnh ủy.\n"
        "Quyết định 77-QĐ/TU được quán triệt. Quyết định nêu trên có 3 phần."
    )
    assert (full.kind, short.kind, above.kind) == ("full", "short", "back")
    for later in (short, above):
        assert (later.number, later.date, later.issuer) == (full.number, full.date, full.issuer)
        assert later.target == "77-QĐ/TU"


def test_a_bare_number_stands_for_the_code_before() -> None:
    full, short = cited("Nghị định số 60/2021/NĐ-CP ngày 21/6/2021; Nghị định 60 nêu trên.")
    assert (short.kind, short.target) == ("short", "60/2021/NĐ-CP")
    assert (short.number, short.symbol, short.date) == (full.number, full.symbol, full.date)


def test_this_report_is_the_document_itself() -> None:
    (own,) = cited("Báo cáo này thay báo cáo trước.")
    assert (own.kind, own.number, own.target) == ("back", None, "75/BC-UBND")


def test_no_date_is_taken_over_a_sentence() -> None:
    (citation,) = cited("Đã có Công văn số 5/UBND-VX. Ngày 04/3/2024 họp lại.")
    assert citation.date is None


# -- rules and hostile text ------------------------------------------------------------------------


def test_every_rule_fires_in_its_example() -> None:
    for row in (*table("document_names"), *table("doc_types")):
        assert row["name"] in row["example"].lower(), row
    for row in table("citation_cues"):
        assert any(word.lower() in row["example"].lower() for word in row["words"]), row
    for row in table("laws"):
        assert any(name in row["example"] for name in row["names"])


@pytest.mark.parametrize("row", table("issuers"), ids=lambda row: row["symbol"])
def test_every_symbol_names_its_issuer(row: dict[str, str]) -> None:
    (found,) = cited(f"theo văn bản số {row['example']}")
    assert found.issuer == row["issuer"]


def test_every_name_that_may_stand_alone_is_found_in_its_example() -> None:
    for row in table("document_names"):
        if row.get("alone") or row.get("law"):
            assert [c.type for c in cited(row["example"], "")] == [row["code"]], row


def document_of(text: str) -> Document:
    return from_text(text)


@given(st.text(alphabet="0123456789/.-– sốQĐUBNDTWCVđịnhngày,;()…\n", max_size=80))
def test_spans_quote_the_text(text: str) -> None:
    document = document_of(text)
    for citation in find_citations(document, find_dates(document)):
        assert document.text[citation.start : citation.end] == citation.text
        assert re.search(r"\w", citation.text)


@pytest.mark.parametrize(
    "piece",
    ["1/", "12, ", "số ", "số 1, ", "Nghị định ", "Luật ", "Luật Đất ", "QĐ-", "1/A",
     "12/QĐ-UBND, ", "Điều 1, ", "của Bộ ", "Quyết định số 1, ", "1-A/", "số ...", "khoản 1 "],
)  # fmt: skip
def test_the_time_grows_with_the_text(piece: str) -> None:
    def cost(length: int) -> float:
        document = document_of(f"A {piece * (length // len(piece))}")
        dates = find_dates(document)
        best = 9.0
        for _ in range(3):
            start = time.process_time()
            find_citations(document, dates)
            best = min(best, time.process_time() - start)
        return best

    assert cost(40_000) < 8 * cost(10_000) + 0.1
