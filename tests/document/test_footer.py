"""The foot of a document: who signs, on whose authority, and who gets a copy."""

from itertools import zip_longest

import pytest

from nlp.document import from_text
from nlp.rules import table

HEAD = (
    "UBND XÃ AN PHÚ\nSố: 1/BC-UBND\nAn Phú, ngày 2 tháng 4 năm 2024\n\nBÁO CÁO\nKết quả thu phí\n\n"
    "I. Kết quả\nĐã thu 12 triệu đồng của 40 hộ dân trên địa bàn xã.\n\n"
)
LIST = (
    "Nơi nhận:\n- Như trên;\n- Sở Tài chính (b/c);\n- Các phòng, ban\nchuyên môn;\n- Lưu: VT, TC.\n"
)
COPIES = ("Như trên", "Sở Tài chính (b/c)", "Các phòng, ban chuyên môn", "Lưu: VT, TC")

CASES = {
    "recipients first": (
        LIST + "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n(đã ký)\n\nLê Thị Hồng Ánh\n",
        ("Lê Thị Hồng Ánh", "PHÓ CHỦ TỊCH", ("TM", "KT"), COPIES),
    ),
    "signature first": (
        "TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG\n\nĐinh Bộ\n\n" + LIST,
        ("Đinh Bộ", "CHÁNH VĂN PHÒNG", ("TL",), COPIES),
    ),
    "Party": (
        "Nơi nhận:\n- Tỉnh ủy (báo cáo),\n- Lưu VP.\nT/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\n\nY Moan Niê\n",
        ("Y Moan Niê", "PHÓ BÍ THƯ", ("TM",), ("Tỉnh ủy (báo cáo)", "Lưu VP")),
    ),
    "two columns flattened": (
        "Nơi nhận: TUQ. GIÁM ĐỐC\n- Như trên; TRƯỞNG PHÒNG\n- Lưu: VT, TC. Phan Thị Bé Năm\n",
        ("Phan Thị Bé Năm", "TRƯỞNG PHÒNG", ("TUQ",), ("Như trên", "Lưu: VT, TC")),
    ),
    "recipients in one line": (
        "Nơi nhận: Như trên; Lưu: VT.\nGIÁM ĐỐC\nTrần Văn Út\n",
        ("Trần Văn Út", "GIÁM ĐỐC", (), ("Như trên", "Lưu: VT")),
    ),
    "no name in a draft": (
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\n\nNơi nhận:\n- Lưu: VT.\n",
        (None, "CHỦ TỊCH", ("TM",), ("Lưu: VT",)),
    ),
    "a tone mark lost in a scan": (
        LIST + "CHỦ TICH\nLê Văn Tám\n",
        ("Lê Văn Tám", "CHỦ TỊCH", (), COPIES),
    ),
    "a degree before the name": (
        "Nơi nhận:                    GIÁM ĐỐC\n- Lưu: VT.\n                  PGS.TS. Hồ Thị Nga\n",
        ("Hồ Thị Nga", "GIÁM ĐỐC", (), ("Lưu: VT",)),
    ),
    "a rank before the name": (
        LIST + "KT. CHỈ HUY TRƯỞNG\nPHÓ CHỈ HUY TRƯỞNG\nĐại tá Đỗ Văn Lợi\n",
        ("Đỗ Văn Lợi", "PHÓ CHỈ HUY TRƯỞNG", ("KT",), COPIES),
    ),
    "a title that goes on with its office": (
        LIST + "TRƯỞNG CÔNG AN HUYỆN\nTrung tá Hà Ba\n",
        ("Hà Ba", "TRƯỞNG CÔNG AN HUYỆN", (), COPIES),
    ),
    "a rank in flattened columns": (
        "Nơi nhận: KT. GIÁM ĐỐC\n- Như trên; PHÓ GIÁM ĐỐC\n- Lưu: VT, TC. BSCKII. Phan Thị Bé\n",
        ("Phan Thị Bé", "PHÓ GIÁM ĐỐC", ("KT",), ("Như trên", "Lưu: VT, TC")),
    ),
    "another post under the deputy's": (
        LIST + "KT. TRƯỞNG BAN\nPHÓ TRƯỞNG BAN\nCHỦ TỊCH UBND THÀNH PHỐ\nLê Ba\n",
        ("Lê Ba", "PHÓ TRƯỞNG BAN", ("KT",), COPIES),
    ),
    "another post under the head's": (
        LIST + "TRƯỞNG BAN\nPHÓ CHỦ TỊCH UBND TỈNH\nLê Ba\n",
        ("Lê Ba", "TRƯỞNG BAN", (), COPIES),
    ),
    "two authorities": (
        LIST + "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nTHƯỜNG TRỰC\nLê Ba\n",
        ("Lê Ba", "PHÓ CHỦ TỊCH THƯỜNG TRỰC", ("TM", "KT"), COPIES),
    ),
    "a name of the highlands": (
        LIST + "CHỦ TỊCH\nH'Linh Niê Kđăm\n",
        ("H'Linh Niê Kđăm", "CHỦ TỊCH", (), COPIES),
    ),
    "the signature left of the recipients": (
        "GIÁM ĐỐC                    Nơi nhận:\n                  - Như trên;\n"
        "(đã ký)                     - Lưu: VT, TC.\nLê Văn Tám\n",
        ("Lê Văn Tám", "GIÁM ĐỐC", (), ("Như trên", "Lưu: VT, TC")),
    ),
    "an authority left of the recipients": (
        "KT. GIÁM ĐỐC                Nơi nhận:\nPHÓ GIÁM ĐỐC                - Như trên;\n"
        "                            - Lưu: VT, TC.\nPhan Thị Bé\n",
        ("Phan Thị Bé", "PHÓ GIÁM ĐỐC", ("KT",), ("Như trên", "Lưu: VT, TC")),
    ),
    "the name left of the recipients": (
        "CHỦ TỊCH            Nơi nhận:\n(đã ký)             - Như trên;\n"
        "Lê Văn Tám          - Lưu: VT, TC.\n",
        ("Lê Văn Tám", "CHỦ TỊCH", (), ("Như trên", "Lưu: VT, TC")),
    ),
    "an annex follows": (
        LIST + "CHỦ TỊCH\nLê Văn Tám\n\nPHỤ LỤC\nDanh mục dự án\n1. Dự án A: 3 tỷ đồng.\n",
        ("Lê Văn Tám", "CHỦ TỊCH", (), COPIES),
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_fields(text, expected):
    footer = from_text(HEAD + text).footer
    assert (footer.signer, footer.title, footer.authority, footer.recipients) == expected


def test_blocks_of_the_foot():
    document = from_text(HEAD + LIST + "CHỦ TỊCH\nLê Văn Tám\n\nPHỤ LỤC\n1. Dự án A: 3 tỷ đồng.\n")
    feet = [document.text[b.start : b.end] for b in document.blocks if b.kind == "footer"]
    assert feet[0] == "Nơi nhận:"
    assert feet[-1] == "Lê Văn Tám"
    assert document.blocks[-1].kind == "item"


@pytest.mark.parametrize(
    "text",
    [
        "Đề nghị nơi nhận phản hồi trước ngày 3/4.\n",
        "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH chỉ đạo các sở thực hiện nghiêm.\n",
        "1. Chủ tịch UBND xã tiếp công dân 12 buổi.\nPhó Chủ tịch tiếp 5 buổi.\n",
        "",
    ],
)
def test_no_foot_is_made_up(text):
    footer = from_text(HEAD + text).footer
    assert footer.to_dict() == {
        "signer": None, "title": None, "authority": [], "recipients": [], "evidence": {},
    }  # fmt: skip


def test_evidence():
    document = from_text(HEAD + LIST + "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nLê Văn Tám\n")
    quoted = {
        name: document.text[e["start"] : e["end"]] for name, e in document.footer.evidence.items()
    }
    assert quoted["signer"] == "Lê Văn Tám"
    assert quoted["title"] == "PHÓ CHỦ TỊCH"
    assert quoted["authority"] == "KT. CHỦ TỊCH"
    assert quoted["recipients"].endswith("Lưu: VT, TC.")


@pytest.mark.parametrize(
    "row",
    [r for r in table("letterhead") if r["kind"] in ("authority", "signing_title")],
    ids=lambda row: row["phrase"],
)
def test_every_rule(row):
    footer = from_text(HEAD + f"{LIST}{row['example']}\nLê Văn Tám\n").footer
    if row["kind"] == "authority":
        assert footer.authority == (row["mark"],)
    else:
        assert footer.title == row["phrase"].upper()
    assert footer.signer == "Lê Văn Tám"


@pytest.mark.parametrize(
    "row", [r for r in table("letterhead") if r["kind"] == "rank"], ids=lambda row: row["phrase"]
)
def test_every_rank(row):
    assert from_text(HEAD + f"{LIST}GIÁM ĐỐC\n{row['example']}\n").footer.signer == "Lê Văn Tám"


SIGNATURES = [
    (["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "", "Vũ Đức Đam"], ("TM", "KT")),
    (["T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "(đã ký)", "Y Thanh Hà Niê"], ("TM",)),
    (["GIÁM ĐỐC", "", "Trần Út"], ()),
]


@pytest.mark.parametrize("gap", [None, " ", "\t", "        "])
@pytest.mark.parametrize(("signature", "authority"), SIGNATURES)
def test_every_way_to_flatten_two_columns(signature, authority, gap):
    copies = ["Nơi nhận:", "- UBND tỉnh;", "- CT, PCT UBND huyện;", "- Lưu: VT, TH."]
    if gap is None:
        rows = copies + signature
    else:
        pairs = zip_longest(copies, signature, fillvalue="")
        rows = [a + gap + b if a and b else a or b for a, b in pairs]
    footer = from_text(HEAD + "\n".join(rows)).footer
    titles = [row for row in signature if row.isupper() and not row.startswith(("TM", "T/M", "KT"))]
    assert (footer.signer, footer.title, footer.authority) == (signature[-1], titles[-1], authority)
    assert footer.recipients == ("UBND tỉnh", "CT, PCT UBND huyện", "Lưu: VT, TH")


def test_a_body_after_the_list_is_no_recipient():
    footer = from_text(HEAD + "Nơi nhận:\n- Sở Y tế\n" + "và các xã\n" * 500).footer
    assert len(footer.recipients[0]) < 500


def test_a_recipient_named_twice_is_quoted_whole():
    document = from_text(HEAD + "Nơi nhận: Sở Y tế; Sở Nội vụ; Sở Y tế\nGIÁM ĐỐC\nTrần Văn Út\n")
    place = document.footer.evidence["recipients"]
    assert document.text[place["start"] : place["end"]] == "Sở Y tế; Sở Nội vụ; Sở Y tế"
