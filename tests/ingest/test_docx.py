"""DOCX files made on the spot -> lines and tables in document order, as Word prints them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml

from nlp.ingest import read_pages
from nlp.model import Grid, Line
from nlp.settings import Settings

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture
def document() -> Document:
    return docx.Document()


@pytest.fixture
def items(tmp_path: Path, document: Document) -> Callable[[], list[Line | Grid]]:
    """Saves the document and reads it."""

    def read() -> list[Line | Grid]:
        path = tmp_path / "a.docx"
        document.save(str(path))
        source, (page,), _ = read_pages(path)
        assert (source.reader, source.pages) == ("docx", None)
        return list(page.items)

    return read


Items = Callable[[], list[Line | Grid]]


def texts(items: list[Line | Grid]) -> list[str]:
    return [item.text if isinstance(item, Line) else "<table>" for item in items]


def body(document: Document, *elements: str) -> None:
    """Puts raw WordprocessingML at the end of the body."""
    for element in elements:
        name = element.split(">", 1)[0].split(" ", 1)[0].rstrip("/")
        document.element.body.insert(-1, parse_xml(element.replace(name, f"{name} {W}", 1)))


def test_paragraphs_and_tables_in_order(document: Document, items: Items) -> None:
    document.add_heading("I. KẾT QUẢ", 1)
    document.add_paragraph("Kết quả như sau:")
    table = document.add_table(2, 3, style="Table Grid")
    for cell, text in zip(
        table._cells, ["TT", "Chỉ tiêu", "Số lượng", "1", "Hồ sơ", "12"], strict=True
    ):
        cell.text = text
    document.add_paragraph()
    document.add_paragraph("Trên đây là báo cáo./.")
    heading, before, grid, after = items()
    assert isinstance(heading, Line)
    assert isinstance(before, Line)
    assert isinstance(grid, Grid)
    assert isinstance(after, Line)
    assert (heading.text, heading.style, heading.ends_paragraph) == (
        "I. KẾT QUẢ",
        "heading 1",
        True,
    )
    assert (before.text, after.text) == ("Kết quả như sau:", "Trên đây là báo cáo./.")
    assert (grid.rows, grid.columns) == (2, 3)
    assert [c.text for c in grid.cells] == ["TT", "Chỉ tiêu", "Số lượng", "1", "Hồ sơ", "12"]


def test_letterhead_table_gives_lines_by_column(document: Document, items: Items) -> None:
    table = document.add_table(2, 2)
    left, right, number, place = table._cells
    left.text = "UBND XÃ AN HÒA\nTRẠM Y TẾ"
    right.text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    number.text = "Số:     /BC-TYT"
    place.text = "An Hòa, ngày     tháng 7 năm 2024"
    document.add_paragraph("BÁO CÁO")
    assert texts(items()) == [
        "UBND XÃ AN HÒA",
        "TRẠM Y TẾ",
        "Số:     /BC-TYT",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "An Hòa, ngày     tháng 7 năm 2024",
        "BÁO CÁO",
    ]


@pytest.mark.parametrize(
    ("style", "rows", "cells", "layout"),
    [
        ("Table Grid", 1, ["Nơi nhận:\n- Như trên;", "CHỦ TỊCH"], True),
        ("Table Grid", 2, ["ĐẢNG BỘ XÃ", "ĐẢNG CỘNG SẢN VIỆT NAM", "*", "An Hòa"], True),
        ("Table Grid", 2, ["Năm", "Số đơn", "2024", "12"], False),
        (None, 1, ["- Như kính gửi;", "KT. CHỦ TỊCH"], True),
        (None, 3, ["Năm", "Đơn", "Vụ", "2023", "10", "9", "2024", "12", "11"], False),
        ("Table Grid", 2, ["Một khung chữ", "hai dòng"], True),
    ],
)
def test_tables_that_only_place_text(
    document: Document, items: Items, style: str | None, rows: int, cells: list[str], layout: bool
) -> None:
    table = document.add_table(rows, len(cells) // rows, style=style)
    for cell, text in zip(table._cells, cells, strict=True):
        cell.text = text
    assert ("<table>" not in texts(items())) == layout


def test_merged_cells(document: Document, items: Items) -> None:
    table = document.add_table(3, 3, style="Table Grid")
    for n, cell in enumerate(table._cells):
        cell.text = str(n)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "cao"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "rộng"
    (grid,) = items()
    assert isinstance(grid, Grid)
    assert [(c.row, c.column, c.row_span, c.column_span, c.text) for c in grid.cells] == [
        (0, 0, 2, 1, "cao"),
        (0, 1, 1, 2, "rộng"),
        (1, 1, 1, 1, "4"),
        (1, 2, 1, 1, "5"),
        (2, 0, 1, 1, "6"),
        (2, 1, 1, 1, "7"),
        (2, 2, 1, 1, "8"),
    ]


def test_a_row_may_leave_out_its_first_columns(document: Document, items: Items) -> None:
    table = document.add_table(2, 3, style="Table Grid")
    for n, cell in enumerate(table._cells):
        cell.text = f"ô {n}"
    row = table.rows[1]._tr
    row.remove(row.tc_lst[0])
    row.get_or_add_trPr().append(parse_xml(f'<w:gridBefore {W} w:val="1"/>'))
    (grid,) = (item for item in items() if isinstance(item, Grid))
    assert (grid.rows, grid.columns) == (2, 3)
    assert [(c.text, c.column) for c in grid.cells if c.row] == [("ô 4", 1), ("ô 5", 2)]


def test_a_table_within_a_table_is_not_lost(document: Document, items: Items) -> None:
    outer = document.add_table(2, 2, style="Table Grid")
    outer.cell(0, 0).text = "ngoài"
    inner = outer.cell(1, 1).add_table(1, 2)
    inner.cell(0, 0).text = "trong một"
    inner.cell(0, 1).text = "trong hai"
    (grid,) = items()
    assert isinstance(grid, Grid)
    assert [c.text for c in grid.cells] == ["ngoài", "", "", "trong một\ntrong hai"]


def test_line_breaks_and_tabs(document: Document, items: Items) -> None:
    document.add_paragraph("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\tLê Văn Bình")
    first, second = items()
    assert isinstance(first, Line)
    assert isinstance(second, Line)
    assert (first.text, first.ends_paragraph) == ("TM. ỦY BAN NHÂN DÂN", False)
    assert (second.text, second.ends_paragraph) == ("CHỦ TỊCH\tLê Văn Bình", True)


def test_headers_and_footers_once_without_page_numbers(document: Document, items: Items) -> None:
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].text = "Báo cáo tháng 7"
    section.first_page_header.paragraphs[0].text = "Báo cáo tháng 7"
    footer = section.footer.paragraphs[0]
    footer._p.append(
        parse_xml(f'<w:fldSimple {W} w:instr=" PAGE "><w:r><w:t>3</w:t></w:r></w:fldSimple>')
    )
    section.first_page_footer.paragraphs[0].text = "Lưu hành nội bộ"
    document.add_paragraph("Nội dung")
    assert [(i.text, i.role) for i in items() if isinstance(i, Line)] == [
        ("Báo cáo tháng 7", "header"),
        ("Nội dung", None),
        ("Lưu hành nội bộ", "footer"),
    ]


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def field(*instructions: str, result: str) -> str:
    """A field as Word writes it, its instruction in pieces."""
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    pieces = (f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in instructions)
    return "".join((begin, *pieces, separate, run(result), end))


@pytest.mark.parametrize(
    ("paragraph", "printed"),
    [
        (f"<w:p>{run('có ')}<w:del>{run('10')}</w:del><w:ins>{run('12')}</w:ins></w:p>", "có 12"),
        (f"<w:p><w:moveFrom>{run('x')}</w:moveFrom><w:moveTo>{run('nay')}</w:moveTo></w:p>", "nay"),
        (f"<w:p>{run('xem ')}<w:hyperlink>{run('cổng')}</w:hyperlink></w:p>", "xem cổng"),
        (f"<w:p><w:sdt><w:sdtContent>{run('ô')}</w:sdtContent></w:sdt></w:p>", "ô"),
        (f"<w:sdt><w:sdtContent><w:p>{run('cả đoạn')}</w:p></w:sdtContent></w:sdt>", "cả đoạn"),
        (f"<w:p>{run('thấy ')}<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>{run('rõ')}</w:p>",
         "thấy rõ"),
        ("<w:p><w:r><w:rPr><w:caps/></w:rPr><w:t>báo cáo</w:t></w:r></w:p>", "BÁO CÁO"),
        ("<w:p><w:r><w:t>238</w:t><w:noBreakHyphen/><w:t>QĐ/TW</w:t></w:r></w:p>", "238-QĐ/TW"),
        ("<w:p><w:r><w:t>mềm</w:t><w:softHyphen/><w:t>mại</w:t></w:r></w:p>", "mềmmại"),
        ('<w:p><w:r><w:sym w:font="Wingdings" w:char="F0B7"/><w:t> ý</w:t></w:r></w:p>', "• ý"),
        (f"<w:p>{field(' DATE ', result='05/7/2024')}</w:p>", "05/7/2024"),
        (f"<w:p>{field('PA', 'GE', result='7')}{run('trang')}</w:p>", "trang"),
        (f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('nối ')}</w:p><w:p>{run('liền')}</w:p>",
         "nối liền"),
        (f"<w:p><w:r><w:pict><w:txbxContent><w:p>{run('MẬT')}</w:p></w:txbxContent></w:pict></w:r>"
         "</w:p>", "MẬT"),
    ],
)  # fmt: skip
def test_what_word_prints(document: Document, items: Items, paragraph: str, printed: str) -> None:
    parts = paragraph.split("</w:p><w:p>")
    if len(parts) == 2:
        parts = [parts[0] + "</w:p>", "<w:p>" + parts[1]]
    body(document, *parts)
    assert texts(items()) == [printed]


def test_alternate_content_is_read_once(document: Document, items: Items) -> None:
    box = f"<w:txbxContent><w:p>{run('KHẨN')}</w:p></w:txbxContent>"
    namespace = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    choices = (
        f"<mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
    )
    body(
        document,
        f"<w:p><w:r><mc:AlternateContent {namespace}>{choices}</mc:AlternateContent></w:r>"
        f"{run('Kính gửi:')}</w:p>",
    )
    assert texts(items()) == ["Kính gửi:", "KHẨN"]


def test_footnotes_come_after_the_body(tmp_path: Path, document: Document) -> None:
    document.add_paragraph("Thân bài")
    path = tmp_path / "a.docx"
    document.save(str(path))
    note = f"<w:footnote><w:p>{run('Chú thích')}</w:p></w:footnote>"
    add_part(path, "footnotes", f"<w:footnotes {W}>{note}</w:footnotes>")
    _, (page,), _ = read_pages(path)
    assert [(i.text, i.role) for i in page.items if isinstance(i, Line)] == [
        ("Thân bài", None),
        ("Chú thích", "footer"),
    ]


def add_part(path: Path, name: str, xml: str) -> None:
    """Adds a part that the document is related to."""
    kind = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name}"
    relation = f'<Relationship Id="rX" Type="{kind}" Target="{name}.xml"/></Relationships>'

    def change(data: bytes) -> bytes:
        return data.replace(b"</Relationships>", relation.encode())

    rewrite(path, {"word/_rels/document.xml.rels": change})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(f"word/{name}.xml", xml)


def rewrite(path: Path, changes: dict[str, Callable[[bytes], bytes]]) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, changes.get(name, bytes)(data))


def test_strict_and_templates_are_read_too(tmp_path: Path, document: Document) -> None:
    document.add_paragraph("Theo chuẩn chặt")
    path = tmp_path / "a.docx"
    document.save(str(path))
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    loose = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    rewrite(
        path,
        {
            "word/document.xml": lambda data: data.replace(loose, strict),
            "[Content_Types].xml": lambda data: data.replace(b"document.main", b"template.main"),
        },
    )
    assert texts(list(read_pages(path)[1][0].items)) == ["Theo chuẩn chặt"]


def test_dangling_relations_do_no_harm(tmp_path: Path, document: Document) -> None:
    document.add_paragraph("Còn nguyên")
    path = tmp_path / "a.docx"
    document.save(str(path))
    rewrite(
        path, {"word/_rels/document.xml.rels": lambda data: data.replace(b"styles.xml", b"NULL")}
    )
    assert texts(list(read_pages(path)[1][0].items)) == ["Còn nguyên"]


def test_broken_xml_is_read_up_to_the_break(tmp_path: Path, document: Document) -> None:
    document.add_paragraph("Trước chỗ hỏng")
    document.add_paragraph("Sau chỗ hỏng")
    path = tmp_path / "a.docx"
    document.save(str(path))
    rewrite(path, {"word/document.xml": lambda data: data[: data.index(b"Sau") - 5]})
    _, (page,), problems = read_pages(path)
    assert texts(list(page.items)) == ["Trước chỗ hỏng"]
    assert [p.code for p in problems] == ["damaged_part"]


def test_no_text_and_pictures_only(tmp_path: Path, document: Document) -> None:
    path = tmp_path / "a.docx"
    document.save(str(path))
    assert [p.code for p in read_pages(path)[2]] == ["no_text"]
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/media/image1.png", b"")
    assert [p.code for p in read_pages(path)[2]] == ["needs_ocr"]


def test_long_text_is_cut_with_a_problem(tmp_path: Path, document: Document) -> None:
    for _ in range(10):
        document.add_paragraph("đơn thư " * 10)
    path = tmp_path / "a.docx"
    document.save(str(path))
    _, (page,), problems = read_pages(path, settings=Settings(max_characters=200))
    assert sum(len(t) for t in texts(list(page.items))) <= 200
    assert [p.code for p in problems] == ["cut"]
