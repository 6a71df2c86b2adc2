"""Letterheads of the three systems, in all orders in which their two columns arrive."""

import pytest

from nlp.document import from_text
from nlp.document.names import agency_head, natural
from nlp.rules import table

BODY = "\n\nI. KẾT QUẢ\n1. Đã mở 03 lớp tập huấn cho 120 lượt người.\n2. Đã cấp 45 giấy phép.\n"
STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
TITLE = "\n\nBÁO CÁO\nKết quả thu gom rác thải nhựa\nquý II năm 2023"

# (text of the letterhead, fields it must give)
CASES = {
    "left column, then right": (
        "UBND TỈNH MỸ LÂM\nSỞ CÔNG THƯƠNG\nSố: 77/BC-SCT\n"
        + STATE
        + "\nMỹ Lâm, ngày 03 tháng 7 năm 2023"
        + TITLE,
        {
            "parent_issuer": "UBND tỉnh Mỹ Lâm",
            "issuer": "Sở Công thương",
            "number": "77",
            "symbol": "BC-SCT",
            "code": "77/BC-SCT",
            "system": "state",
            "type": "BC",
            "place": "Mỹ Lâm",
            "subject": "Kết quả thu gom rác thải nhựa quý II năm 2023",
        },
    ),
    "right column first": (
        STATE + "\nỦY BAN NHÂN DÂN\nXÃ AN PHÚ\nSố: 5/KH-UBND\nAn Phú, ngày 3/7/2023\n\n"
        "KẾ HOẠCH\nTrồng cây xanh năm 2024",
        {
            "parent_issuer": None,
            "issuer": "Ủy ban nhân dân xã An Phú",
            "code": "5/KH-UBND",
            "type": "KH",
            "place": "An Phú",
            "subject": "Trồng cây xanh năm 2024",
        },
    ),
    "line by line": (
        "UBND HUYỆN AN PHÚ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nPHÒNG NỘI VỤ\n"
        "Độc lập - Tự do - Hạnh phúc\nSố: 12/PNV\nAn Phú, ngày 9 tháng 2 năm 2022\n"
        "V/v đăng ký thi đua\nnăm 2022\n\nKính gửi: UBND các xã.",
        {
            "parent_issuer": "UBND huyện An Phú",
            "issuer": "Phòng Nội vụ huyện An Phú",
            "number": "12",
            "symbol": "PNV",
            "type": "CV",
            "subject": "V/v đăng ký thi đua năm 2022",
            "addressees": ("UBND các xã",),
        },
    ),
    "both columns in one line": (
        "UBND TỈNH MỸ LÂM CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "THANH TRA TỈNH Độc lập - Tự do - Hạnh phúc\n"
        "Số: 8/TTT-VP Mỹ Lâm, ngày 09 tháng 2 năm 2022\nV/v cử cán bộ\n\nKính gửi:\n"
        "- Sở Y tế;\n- UBND các huyện,\nthị xã.",
        {
            "parent_issuer": "UBND tỉnh Mỹ Lâm",
            "issuer": "Thanh tra tỉnh Mỹ Lâm",
            "code": "8/TTT-VP",
            "place": "Mỹ Lâm",
            "subject": "V/v cử cán bộ",
            "addressees": ("Sở Y tế", "UBND các huyện, thị xã"),
        },
    ),
    "tabs between the columns": (
        "BỘ LAO ĐỘNG - THƯƠNG BINH\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "VÀ XÃ HỘI\tĐộc lập - Tự do - Hạnh phúc\n"
        "Số: 30/2021/TT-BLĐTBXH\tHà Nội, ngày 02 tháng 8 năm 2021\n\nTHÔNG TƯ\nQuy định mẫu sổ",
        {
            "issuer": "Bộ Lao động - Thương binh và Xã hội",
            "number": "30/2021",
            "symbol": "TT-BLĐTBXH",
            "system": "normative",
            "type": "TT",
        },
    ),
    "Party": (
        "TỈNH ỦY MỸ LÂM\tĐẢNG CỘNG SẢN VIỆT NAM\nBAN DÂN VẬN\n*\n"
        "Số 41-BC/BDVTU\tMỹ Lâm, ngày 5 tháng 9 năm 2022\n\nBÁO CÁO\nkết quả công tác dân vận\n---",
        {
            "parent_issuer": "Tỉnh ủy Mỹ Lâm",
            "issuer": "Ban Dân vận Tỉnh ủy Mỹ Lâm",
            "number": "41",
            "symbol": "BC/BDVTU",
            "code": "41-BC/BDVTU",
            "system": "party",
            "type": "BC",
            "subject": "kết quả công tác dân vận",
        },
    ),
    "Party, in the name of the committee": (
        "ĐẢNG CỘNG SẢN VIỆT NAM\nMỹ Lâm, ngày 5 tháng 9 năm 2022\nTỈNH ỦY MỸ LÂM\n*\n"
        "Số 07-CT/TU\n\n"
        "CHỈ THỊ\nCỦA BAN THƯỜNG VỤ TỈNH ỦY\nvề tiết kiệm điện\n---",
        {
            "parent_issuer": "Tỉnh ủy Mỹ Lâm",
            "issuer": "Ban Thường vụ Tỉnh ủy Mỹ Lâm",
            "subject": "về tiết kiệm điện",
            "type": "CT",
        },
    ),
    "draft with blanks": (
        "DỰ THẢO\nUBND TỈNH MỸ LÂM\nUBND XÃ HOÀ SƠN\n" + STATE + "\nSố:      /BC-UBND\n"
        "Hoà Sơn, ngày      tháng      năm 2026" + TITLE,
        {"number": None, "code": None, "symbol": "BC-UBND", "place": "Hòa Sơn", "type": "BC"},
    ),
    "urgent and secret": (
        "ỦY BAN NHÂN DÂN\nTỈNH MỸ LÂM\nSố: 07/CĐ-UBND THƯỢNG KHẨN\nMẬT\n" + STATE + "\n"
        "Mỹ Lâm, ngày 29 tháng 6 năm 2020\n\nCÔNG ĐIỆN\nVề việc ứng phó lũ quét",
        {"urgency": "THƯỢNG KHẨN", "secrecy": "MẬT", "type": "CĐ", "symbol": "CĐ-UBND"},
    ),
    "as a scan reads it": (
        "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VlỆT NAM\n"
        "HUYỆN AN PHÚ Độc lập - Tự do - Hanh phúc\n"
        "Sô: 318 /BC-UBND An Phú, ngày 05 tháng5 năm 2019" + TITLE,
        {"issuer": "Ủy ban nhân dân huyện An Phú", "number": "318", "place": "An Phú"},
    ),
    "the other column inside the subject": (
        "UBND HUYỆN AN PHÚ\nSố: 66/UBND-VP\nV/v sửa chữa đường liên xã\n"
        + STATE
        + "\nAn Phú, ngày 1 tháng 3 năm 2021\nsau mùa mưa\n\nKính gửi: Sở Giao thông.",
        {"subject": "V/v sửa chữa đường liên xã sau mùa mưa", "addressees": ("Sở Giao thông",)},
    ),
    "the date beside the subject": (
        "UBND HUYỆN AN PHÚ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Số: 66/UBND-VP Độc lập - Tự do - Hạnh phúc\n"
        "V/v sửa chữa đường An Phú, ngày 1 tháng 3 năm 2021\nliên xã sau mùa mưa\n\n"
        "Kính gửi: Sở Giao thông.",
        {"subject": "V/v sửa chữa đường liên xã sau mùa mưa", "place": "An Phú"},
    ),
    "without blank lines": (
        "ỦY BAN NHÂN DÂN\nTỈNH MỸ LÂM\nSố: 8/CT-UBND\nMỹ Lâm, ngày 3 tháng 4 năm 2018\nCHỈ THỊ\n"
        "Về việc siết chặt kỷ cương trong cấp phép\nkhai thác khoáng sản\n"
        "Thời gian qua, công tác cấp phép có nhiều chuyển biến nhưng vẫn còn sai sót,",
        {"subject": "Về việc siết chặt kỷ cương trong cấp phép khai thác khoáng sản"},
    ),
    "kind and issuer in one line": (
        "CHÍNH PHỦ\nSố: 9/2004/NĐ-CP\nHà Nội, ngày 2 tháng 4 năm 2004\n\n"
        "NGHỊ ĐỊNH CỦA CHÍNH PHỦ\nvề quản lý bến cảng\n\nCHÍNH PHỦ\nCăn cứ Luật;",
        {"issuer": "Chính phủ", "type": "NĐ", "subject": "về quản lý bến cảng"},
    ),
    "kind and subject in one line": (
        "UBND XÃ AN PHÚ\nSố: 9/KH-UBND\nAn Phú, ngày 2 tháng 4 năm 2024\n\n"
        "KẾ HOẠCH TRỒNG RỪNG NĂM 2024",
        {"type": "KH", "subject": "TRỒNG RỪNG NĂM 2024"},
    ),
    "capitals lost with an old font": (
        "Bộ tài chính            Cộng hoà xã hội chủ nghĩa Việt nam\n- * -\n"
        "Số: 12/2002/TT-BTC        Hà nội, ngày 30 tháng 12 năm 2002\n\nThông tư\n"
        "Về in vé xem phim",
        {"issuer": "Bộ tài chính", "place": "Hà nội", "type": "TT", "subject": "Về in vé xem phim"},
    ),
    "an office of a department": (
        "SỞ Y TẾ KIM AN\nVĂN PHÒNG SỞ\nSố: 7/BC-VP\nKim An, ngày 2 tháng 4 năm 2024\n\nBÁO CÁO",
        {"parent_issuer": "Sở Y tế Kim An", "issuer": "Văn phòng Sở Y tế Kim An"},
    ),
    "an office of a ministry": (
        "BỘ NỘI VỤ\nTHANH TRA BỘ\nSố: 7/BC-TTr\nHà Nội, ngày 2 tháng 4 năm 2024\n\nBÁO CÁO",
        {"parent_issuer": "Bộ Nội vụ", "issuer": "Thanh tra Bộ Nội vụ"},
    ),
    "an office of a committee": (
        "UBND TỈNH KIM AN\nVĂN PHÒNG\nSố: 7/TB-VP\nKim An, ngày 2 tháng 4 năm 2024\n\nTHÔNG BÁO",
        {"issuer": "Văn phòng UBND tỉnh Kim An"},
    ),
    "an office of two bodies": (
        "UBND HUYỆN KIM AN\nVĂN PHÒNG HĐND VÀ UBND\nSố: 7/TB-VP\n\nTHÔNG BÁO",
        {"issuer": "Văn phòng HĐND và UBND huyện Kim An"},
    ),
    "an office that says where it is": (
        "UBND TỈNH KIM AN\nTRUNG TÂM Y TẾ HUYỆN AN PHÚ\nSố: 7/TB-TTYT\n\nTHÔNG BÁO",
        {"issuer": "Trung tâm Y tế huyện An Phú"},
    ),
    "a telegram": (
        "UBND TỈNH KIM AN\nSố: 7/CĐ-UBND\nKim An, ngày 2 tháng 4 năm 2024\n\nCÔNG ĐIỆN\n"
        "Về việc ứng phó bão số 2\n\nCHỦ TỊCH UBND TỈNH KIM AN điện:\n- Sở Y tế;\n"
        "- UBND các huyện, thành phố.\n\nHồi 7 giờ, bão ở gần bờ.",
        {
            "type": "CĐ",
            "subject": "Về việc ứng phó bão số 2",
            "addressees": ("Sở Y tế", "UBND các huyện, thành phố"),
        },
    ),
    "a department is named alone": (
        "UBND TỈNH KIM AN\nSỞ XÂY DỰNG\nSố: 7/TB-SXD\n\nTHÔNG BÁO",
        {"issuer": "Sở Xây dựng"},
    ),
    "the right column first": (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM SỞ GD&ĐT KIM AN\nĐộc lập - Tự do - Hạnh phúc "
        "TRƯỜNG THPT SỐ 2\nKim An, ngày 9 tháng 5 năm 2022 Số: 31/BC-THPT\n\nBÁO CÁO\nThi thử",
        {
            "parent_issuer": "Sở GD&ĐT Kim An",
            "number": "31",
            "symbol": "BC-THPT",
            "place": "Kim An",
        },
    ),
    "how a report tells": (
        "UBND XÃ AN PHÚ\nSố: 9/BC-UBND\n\nBÁO CÁO NHANH\nThiệt hại do mưa đá\n\n1. Nhà ở",
        {"type": "BC", "subject": "NHANH Thiệt hại do mưa đá"},
    ),
    "a summary": (
        "UBND XÃ AN PHÚ\nSố: 9/BC-UBND\n\nBÁO CÁO TÓM TẮT\nKết quả trồng rừng\n\n1. Diện tích",
        {"type": "BC", "subject": "TÓM TẮT Kết quả trồng rừng"},
    ),
    "a rule that belongs to a decision": (
        "QUY ĐỊNH\nVỀ QUẢN LÝ BẾN ĐÒ\n"
        "(Ban hành kèm theo Quyết định số 9/2010/QĐ-UBND ngày 21/01/2010\n"
        "của UBND huyện An Phú)\n\nChương I\nNHỮNG QUY ĐỊNH CHUNG",
        {"issuer": "UBND huyện An Phú", "type": "QyĐ", "number": None, "date": None},
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_fields(text, expected):
    header = from_text(text + BODY).header
    assert {name: getattr(header, name) for name in expected} == expected


OFFICE = "SỞ TÀI CHÍNH\nSố: 5/STC-VP"


@pytest.mark.parametrize(
    "head",
    [
        f"{OFFICE}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT\nNAM\nĐộc lập - Tự do - Hạnh phúc",
        f"{OFFICE}\nCỘNG HÒA XÃ HỘI CHỦ\nNGHĨA VIỆT NAM\nĐộc lập - Tự do -\nHạnh phúc",
        f"CỘNG HÒA XÃ HỘI\nCHỦ NGHĨA VIỆT NAM\nĐộc lập -\nTự do - Hạnh phúc\n{OFFICE}",
        "SỞ TÀI CHÍNH      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT\nSố: 5/STC-VP             NAM",
        "SỞ TÀI CHÍNH      CỘNG HÒA XÃ HỘI CHỦ NGHĨA\nSố: 5/STC-VP          VIỆT NAM",
    ],
)
def test_a_motto_broken_over_two_rows_names_no_one(head):
    header = from_text(f"{head}\nV/v mua sắm\n\nKính gửi: UBND xã An Phú.\n\nĐề nghị mua.\n").header
    assert (header.issuer, header.parent_issuer, header.number) == ("Sở Tài chính", None, "5")


def test_a_party_head_broken_over_two_rows():
    head = "TỈNH ỦY MỸ LÂM\nBAN TUYÊN GIÁO\n*\nSố 12-CV/BTGTU\nĐẢNG CỘNG SẢN\nVIỆT NAM\n"
    header = from_text(f"{head}\nKính gửi: Huyện ủy An Phú.\n\nĐề nghị báo cáo.\n").header
    assert (header.issuer, header.system) == ("Ban Tuyên giáo Tỉnh ủy Mỹ Lâm", "party")


@pytest.mark.parametrize(
    ("printed", "start", "end"),
    [
        ("ngày 05 tháng 7 năm 2024", "2024-07-05", "2024-07-05"),
        ("ngày 05/7/2024", "2024-07-05", "2024-07-05"),
        ("ngày ... tháng 02 năm 2024", "2024-02-01", "2024-02-29"),
        ("ngày    tháng    năm 2024", "2024-01-01", "2024-12-31"),
        ("ngày    tháng    năm 20…", None, None),
        ("ngày 31 tháng 13 năm 2024", "2024-01-01", "2024-12-31"),
    ],
)
def test_date(printed, start, end):
    text = f"UBND XÃ AN PHÚ\nSố: 1/BC-UBND\nAn Phú, {printed}{TITLE}{BODY}"
    found = from_text(text).header.to_dict()["date"]
    assert (found["text"], found["start_date"], found["end_date"]) == (printed, start, end)


@pytest.mark.parametrize(
    "text",
    [
        "1. Công tác tuyên truyền\nĐã phát 20 tin, bài trên đài truyền thanh xã.\n",
        "- Sở Tài chính chủ trì rà soát, báo cáo trước ngày 20/7/2024.\n- Sở Y tế phối hợp.\n",
        "Trong quý I, theo Quyết định số 12/QĐ-UBND ngày 3/1/2024, huyện đã giải ngân 3 tỷ đồng.\n",
        "Báo cáo nêu rõ ba hạn chế.\n\nMột là, tiến độ chậm.\n",
        "TỔ CHỨC THỰC HIỆN\nUBND các xã căn cứ kế hoạch này triển khai thực hiện.\n",
        "",
        "\n\n",
    ],
)
def test_no_letterhead_is_made_up(text):
    document = from_text(text)
    header = document.header.to_dict()
    assert not any(value for value in header.values())
    assert all(block.kind not in ("letterhead", "title") for block in document.blocks)


def test_evidence_points_at_the_print():
    document = from_text(
        "UBND XÃ HOÀ SƠN\nSố: 21/BC-UBND\nHoà Sơn, ngày 2 tháng 4 năm 2024" + TITLE
    )
    evidence = document.header.evidence
    quoted = {name: document.text[e["start"] : e["end"]] for name, e in evidence.items()}
    assert quoted["number"] == "21"
    assert quoted["place"] == "Hoà Sơn"
    assert quoted["issuer"] == "UBND XÃ HOÀ SƠN"
    assert quoted["subject"].startswith("Kết quả thu gom")
    assert all(e["rule"] and 0 < e["confidence"] <= 1 for e in evidence.values())


def test_the_system_of_a_party_paper_without_number_is_read_from_its_head():
    document = from_text(
        "HUYỆN ỦY AN PHÚ\nĐẢNG CỘNG SẢN VIỆT NAM\nAn Phú, ngày 3 tháng 7 năm 2023" + TITLE + BODY
    )
    assert document.header.system == "party"
    evidence = document.header.evidence["system"]
    assert document.text[evidence["start"] : evidence["end"]] == "ĐẢNG CỘNG SẢN VIỆT NAM"


def test_issuer_from_the_opening_is_less_sure():
    text = (
        "Số: /BC-UBND\n\nAn Phú, ngày    tháng    năm 2024\n\nBÁO CÁO\n\nKết quả thu phí\n\n"
        "Theo đề nghị của Sở Tài chính, UBND huyện An Phú báo cáo như sau:\n\nI. Kết quả\n\n"
        "Đã thu đủ.\n"
    )
    header = from_text(text).header
    assert header.issuer == "UBND huyện An Phú"
    assert header.evidence["issuer"]["confidence"] < 0.9


def test_a_sentence_as_title():
    header = from_text(
        "Báo cáo tình hình tiêu thụ nông sản của\nhợp tác xã năm 2009\n1. Chung:\nTốt.\n"
    ).header
    assert (header.type, header.subject) == (
        "BC",
        "tình hình tiêu thụ nông sản của hợp tác xã năm 2009",
    )


@pytest.mark.parametrize("row", table("doc_types"), ids=lambda row: row["code"])
def test_every_kind_of_document(row):
    text = (
        f"UBND XÃ AN PHÚ\nAn Phú, ngày 2 tháng 4 năm 2024\n\n{row['example']}\n"
        f"Về một việc\n\nXong.\n"
    )
    assert from_text(text).header.type == row["code"]


AGENCIES = [row for row in table("letterhead") if row["kind"] == "agency"]


@pytest.mark.parametrize("row", AGENCIES, ids=lambda row: row["phrase"])
def test_every_agency_can_issue(row):
    text = (
        f"{row['example']}\n{STATE}\nSố: 1/TB-XX\n"
        f"An Phú, ngày 2 tháng 4 năm 2024\n\nTHÔNG BÁO\nVề một việc\n"
    )
    issuer = from_text(text + BODY).header.issuer
    assert issuer is not None
    assert issuer.casefold() == row["example"].casefold()


@pytest.mark.parametrize(
    "row",
    [r for r in table("letterhead") if r["kind"] in ("urgency", "secrecy", "draft", "unit")],
    ids=lambda row: row["phrase"],
)
def test_boxes_and_units(row):
    header = from_text(f"{row['example']}\n{STATE}\nSố: 1/TB-XX{TITLE}{BODY}").header
    if row["kind"] in ("urgency", "secrecy"):
        assert getattr(header, row["kind"]) == row["phrase"].upper()
    elif row["kind"] == "unit":
        assert header.issuer == f"Ủy ban nhân dân {row['phrase']} An Phú"
    else:
        assert header.issuer is None


@pytest.mark.parametrize(
    "row", [r for r in table("letterhead") if r["kind"] == "stamp"], ids=lambda row: row["phrase"]
)
def test_stamps_are_furniture(row):
    document = from_text(f"1. Đã thu phí.\n{row['example']}\n2. Đã chi quỹ.\n")
    assert [b.kind for b in document.blocks] == ["item", "furniture", "item"]


@pytest.mark.parametrize(
    "row",
    [r for r in table("letterhead") if r["kind"] == "stamp_detail"],
    ids=lambda row: row["phrase"],
)
def test_details_of_a_stamp_stand_beside_it(row):
    for lines, kinds in (
        (f"Ký bởi: Văn phòng\n{row['example']}", ["item", "furniture", "furniture"]),
        (f"{row['example']}\nKý bởi: Văn phòng", ["item", "furniture", "furniture"]),
        (row["example"], ["item", "paragraph"]),
    ):
        assert [b.kind for b in from_text(f"1. Đã thu phí.\n{lines}\n").blocks] == kinds


@pytest.mark.parametrize(
    "row", [r for r in table("letterhead") if r["kind"] == "opening"], ids=lambda row: row["phrase"]
)
def test_the_body_opens(row):
    opening = row["example"].replace("…", "nội dung đã nêu, xã triển khai nhiều việc,")
    text = f"UBND XÃ AN PHÚ\nSố: 1/KH-UBND\nKẾ HOẠCH\nThu phí rác\n{opening}\nkết quả khá.\n"
    assert from_text(text).header.subject == "Thu phí rác"


@pytest.mark.parametrize(
    ("printed", "written"),
    [(r["example"], r["phrase"]) for r in table("letterhead") if r["kind"] == "acronym"],
)
def test_acronyms_stay_in_capitals(printed, written):
    assert written in natural(printed).split()


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("SỞ NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN", "Sở Nông nghiệp và Phát triển nông thôn"),
        ("SỞ VĂN HOÁ, THỂ THAO VÀ DU LỊCH", "Sở Văn hóa, Thể thao và Du lịch"),
        ("UBND TỈNH CAO PHONG", "UBND tỉnh Cao Phong"),
        ("UBND THÀNH PHỐ HỘI AN", "UBND thành phố Hội An"),
        ("BAN THƯỜNG VỤ THÀNH ỦY SƠN HÒA", "Ban Thường vụ Thành ủy Sơn Hòa"),
        ("ĐẢNG ỦY XÃ PHỔ MINH", "Đảng ủy xã Phổ Minh"),
        ("UỶ BAN NHÂN DÂN QUẬN 12", "Ủy ban nhân dân quận 12"),
        ("Sở Y tế", "Sở Y tế"),
        ("BAN CHỈ HUY PCTT&TKCN", "Ban Chỉ huy PCTT&TKCN"),
        ("SỞ KH&ĐT", "Sở KH&ĐT"),
        ("TRUNG TÂM VH&TT HUYỆN KIM AN", "Trung tâm VH&TT huyện Kim An"),
    ],
)
def test_names_in_capitals(printed, written):
    assert natural(printed) == written


@pytest.mark.parametrize(
    "row",
    [r for r in table("letterhead") if r["kind"] == "no_agency"],
    ids=lambda row: row["phrase"],
)
def test_what_begins_like_an_agency(row):
    assert agency_head(row["example"]) is None


@pytest.mark.parametrize("form", ["Kính gửi: {0}; {1}.", "Kính gửi:\n- {0};\n- {1}."])
def test_a_dash_inside_the_name_of_an_addressee(form):
    offices = ("Phòng Tài chính - Kế hoạch", "Phòng Y tế")
    head = "UBND HUYỆN KIM AN\nSố: 7/UBND-TH\nKim An, ngày 2 tháng 4 năm 2024\n\n"
    assert from_text(head + form.format(*offices) + "\n\n" + BODY).header.addressees == offices
