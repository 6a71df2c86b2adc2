"""Paragraphs over hard line wraps and page breaks, in plain text and with boxes."""

import pytest

from nlp.document import from_pages, from_text
from nlp.model import Box, Grid, Line, Page, Source

WRAPPED = """Nhân dịp khai giảng, Ủy ban nhân dân huyện đề nghị các trường rà soát cơ sở vật chất,
bảo đảm an toàn cho 12.450 học sinh; các xã bố trí kinh phí sửa chữa 36 phòng học. Huyện
Đoàn huy động thanh niên dọn vệ sinh; ngành y tế kiểm tra nước uống tại 27 trường
trước ngày 30/8.
Các trường gửi báo cáo đúng hạn.
"""


def texts(document, *kinds):
    return [
        " ".join(document.flat[b.start : b.end].split())
        for b in document.blocks
        if not kinds or b.kind in kinds
    ]


def test_hard_wraps_are_joined():
    first, second = texts(from_text(WRAPPED))
    assert first.startswith("Nhân dịp khai giảng")
    assert "Huyện Đoàn huy động" in first
    assert first.endswith("trước ngày 30/8.")
    assert second == "Các trường gửi báo cáo đúng hạn."


LONG = "Trong quý, lực lượng kiểm lâm đã tổ chức hơn bốn mươi đợt tuần tra bảo vệ rừng phòng hộ"


@pytest.mark.parametrize(
    ("before", "furniture", "after"),
    [
        (LONG + ",", "", "góp phần giảm cháy rừng."),
        (LONG + " tại các xã", "2", "vùng cao của huyện."),
        (LONG + " và", "- 5 -", "Hạt Kiểm lâm liên huyện."),
        (LONG + ", xử lý", "Trang 3/7", "14 vụ vi phạm."),
        (LONG + " thuộc khu vực", "– 12 –", "Đông Nam của tỉnh."),
    ],
)
def test_page_cut_inside_a_sentence(before, furniture, after):
    text = f"Mở đầu.\n\n{before}\n\n{furniture}\n\n{after}\n\nKết thúc.\n"
    document = from_text(text)
    assert document.text == text
    assert texts(document, "paragraph") == ["Mở đầu.", f"{before} {after}", "Kết thúc."]
    assert furniture == "" or furniture not in document.flat


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Đã cấp 14 giấy phép.", "Không có khiếu nại."),
        ("3. Kinh phí", "Ngân sách huyện cấp 40 triệu đồng."),
        ("Các xã đã nộp gồm:", "- xã An Phú;"),
        ("TỔ CHỨC THỰC HIỆN", "Các phòng triển khai ngay."),
    ],
)
def test_what_stays_apart(before, after):
    text = f"{before}\n\n2\n\n{after}\n"
    assert texts(from_text(text), "paragraph", "item", "heading") == [before, after]


def test_a_lone_figure_is_no_page_number():
    text = "Tổng số\n\n12\n\n45\n\nCộng\n\n57\n"
    assert texts(from_text(text)) == ["Tổng số", "12", "45", "Cộng", "57"]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("- đào tạo nghề cho nông dân\n- vay vốn\n", 2),
        ("a) Cấp xã;\nb) Cấp huyện;\nđ) Cấp tỉnh.\n", 3),
        ("1- Họp báo\n2- Tuyên truyền\n", 2),
        ("1.1. Thu\n1.2. Chi\n", 2),
        ("10.a) Thanh tra\n10.b) Pháp chế\n", 2),
        ("+ Lúa\n* Ngô\n• Sắn\n", 3),
        ("(1) Thu\n(2) Chi\n", 2),
        ("i) một\nii) hai\n", 2),
    ],
)
def test_list_marks(text, items):
    document = from_text(text)
    found = [b for b in document.blocks if b.marker]
    assert len(found) == items
    assert all(document.text[b.start :].startswith(b.marker) for b in found)
    assert all(b.start < b.body < b.end and not document.text[b.body].isspace() for b in found)


@pytest.mark.parametrize(
    "text",
    [
        "1.250 hộ đã đăng ký",
        "12,5 tỷ đồng",
        "30.6.2024 là hạn cuối",
        "5 xã đã nộp",
        "2,4 - 3 ha",
        "Công an xã",
    ],
)
def test_no_list_mark(text):
    assert [b.marker for b in from_text(text).blocks] == [None]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("I. TÌNH HÌNH CHUNG", "6 tháng đầu năm 2024, xã thu 12 triệu đồng."),
        ("1. Nông nghiệp", "120 ha lúa đã gặt xong."),
        ("A. KẾT QUẢ", "05 thôn đã họp dân."),
        ("TÌNH HÌNH CHUNG", "12 hộ đã chuyển nhà."),
        ("- Lúa: 10", "- 20 ha ngô."),
        ("Năm 2023: 130", "- 120 hộ đã nộp."),
    ],
)
def test_a_number_begins_a_paragraph_of_its_own(before, after):
    document = from_text(f"{before}\n{after}\n")
    assert [document.text[b.start : b.end] for b in document.blocks] == [before, after]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Tỷ lệ hao hụt giảm từ 10", "- 20% so với năm trước."),
        ("Sản lượng bình quân 4,5", "- 5,2 tấn một ha."),
        ("Nhiệt độ ngày mai cao nhất 36", "– 38 độ."),
        ("Xã đã trồng được thêm", "12 ha rừng phòng hộ."),
        ("1. Thu ngân sách trên địa bàn phải tăng ít nhất", "5% so với năm trước."),
        ("2. Số hộ thoát nghèo còn", "12 hộ, giảm 3 hộ."),
    ],
)
def test_a_number_goes_on(before, after):
    document = from_text(f"{before}\n{after}\n")
    assert [document.text[b.start : b.end] for b in document.blocks] == [f"{before}\n{after}"]


def test_a_dash_in_a_wrapped_sentence_begins_no_item():
    text = WRAPPED.replace(
        "kiểm tra nước uống tại 27 trường", "kiểm tra việc thực hiện chỉ tiêu kinh tế\n- xã hội"
    )
    assert all(b.marker is None for b in from_text(text).blocks)


# -- with boxes ------------------------------------------------------------------------------------

SOURCE = Source("x.pdf", "application/pdf", 1, "0" * 64, "pdf", pages=1)


def line(text, y, *, x0=70.0, x1=None, page=1):
    right = x1 if x1 is not None else min(530.0, x0 + 6.0 * len(text))
    return Line(text, Box(page, x0, y, right, y + 12.0))


def test_geometry_joins_full_lines_and_splits_at_indents():
    page = Page(
        1,
        595,
        842,
        (
            line("Huyện đã hoàn thành kế hoạch gieo trồng vụ hè thu với", 100, x0=98, x1=530),
            line("Diện tích lớn nhất từ trước tới nay trên toàn huyện.", 116, x1=530),
            line("Năng suất ước cao hơn năm trước khoảng ba tạ mỗi hecta", 132, x0=98, x1=530),
            line("theo đánh giá của ngành nông nghiệp.", 148, x1=300),
            line("Giá lúa ổn định.", 164, x0=98, x1=200),
        ),
    )
    found = texts(from_pages(SOURCE, (page,), ()))
    assert [t.split()[0] for t in found] == ["Huyện", "Năng", "Giá"]


def test_page_numbers_and_running_headers_of_pages():
    words = ["một", "hai", "ba", "bốn"]
    pages = tuple(
        Page(
            n,
            595,
            842,
            (
                line("Báo cáo quý - Sở Y tế", 30, page=n),
                line(
                    f"Nội dung trang {words[n - 1]} kéo dài đến hết dòng cuối cùng của",
                    100,
                    x1=530,
                    page=n,
                ),
                line(str(n), 800, x0=290, page=n),
            ),
        )
        for n in range(1, 5)
    )
    document = from_pages(SOURCE, pages, ())
    assert "Báo cáo quý" not in document.flat
    assert not any(c.isdigit() for c in document.flat)
    assert [b.kind for b in document.blocks if b.kind != "furniture"] == ["paragraph"] * len(
        texts(document, "paragraph")
    )


def test_the_format_knows_where_paragraphs_end():
    page = Page(
        1, 0, 0,
        (
            Line("Các xã đã hoàn thành", ends_paragraph=True),
            Line("việc nộp quỹ", ends_paragraph=True),
            Line("Tổng kết dự kiến vào", ends_paragraph=False),
            Line("Tháng Mười", ends_paragraph=False),
            Line("- tại huyện", ends_paragraph=True),
            Line("Phụ lục", ends_paragraph=True, style="heading 1"),
            Line("Trang 2", role="footer"),
        ),
    )  # fmt: skip
    document = from_pages(SOURCE, (page,), ())
    assert texts(document, "paragraph") == [
        "Các xã đã hoàn thành", "việc nộp quỹ", "Tổng kết dự kiến vào Tháng Mười",
    ]  # fmt: skip
    assert [b.kind for b in document.blocks[3:]] == ["item", "heading", "furniture"]


def test_a_letterhead_set_as_a_table_is_no_table():
    from nlp.model import Cell

    left = "UBND XÃ AN PHÚ\nSố: 3/BC-UBND"
    right = (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        "An Phú, ngày 4 tháng 5 năm 2024"
    )
    form = Grid((Cell(left, 0, 0), Cell(right, 0, 1)), 1, 2)
    page = Page(
        1, 0, 0, (form, Line("BÁO CÁO"), Line("Kết quả thu phí"), Line(""), Line("Đã thu đủ."))
    )
    document = from_pages(SOURCE, (page,), ())
    assert document.tables == ()
    assert (document.header.issuer, document.header.code) == ("UBND xã An Phú", "3/BC-UBND")
    assert document.header.place == "An Phú"
