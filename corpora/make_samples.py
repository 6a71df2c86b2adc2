"""Makes the sample documents (PDF, DOCX, TXT) out of ``sources/*.txt``: run ``make samples``.

A source is a text with a TOML head: who writes, to whom, about what. The body has one paragraph a
line; ``# `` opens a bold heading, ``| a | b |`` is a table row. The layout is that of Nghị định
30/2020/NĐ-CP (state) and Hướng dẫn 36-HD/VPTW (Party): a letterhead of two columns, a justified
body, page numbers, recipients and signature side by side. Output is the same, byte for byte, at
every run.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

HERE = Path(__file__).parent
NUMBERED = re.compile(r"(\d+)\.\s+(.*)")
NATION = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
PARTY = ["ĐẢNG CỘNG SẢN VIỆT NAM"]


@dataclass(frozen=True)
class Sample:
    """One source: the fields of its head, and its body as lines and tables in order."""

    name: str
    formats: list[str]
    system: str
    left: list[str]
    number: str
    place_date: str
    recipients: list[str]
    signature: list[str]
    body: list[str]
    signer: str = ""
    about: str = ""
    type: str = ""
    mark: str = ""
    urgency: str = ""
    numbering: bool = False
    subject: list[str] = field(default_factory=list)
    addressees: list[str] = field(default_factory=list)

    @property
    def left_column(self) -> list[str]:
        rule = ["*"] if self.system == "party" else []
        about = [self.about] if self.about else []
        return [*self.left, *rule, self.number, *about]

    @property
    def right_column(self) -> list[str]:
        return [*(PARTY if self.system == "party" else NATION), self.place_date]

    def blocks(self) -> Iterator[str | list[list[str]]]:
        """Body lines, and tables as rows of cells."""
        rows: list[list[str]] = []
        for line in [*self.body, ""]:
            if line.startswith("|"):
                rows.append([cell.strip() for cell in line.strip("|").split("|")])
                continue
            if rows:
                yield rows
                rows = []
            if line:
                yield line


def load(path: Path) -> Sample:
    """A sample from its source file."""
    _, head, body = path.read_text("utf-8").split("+++\n", 2)
    return Sample(name=path.stem, body=body.splitlines(), **tomllib.loads(head))


def text(sample: Sample) -> bytes:
    """Plain text with hard wraps at 90 columns, as a word processor saves it."""
    import textwrap

    lines = [*sample.left_column, *sample.right_column, ""]
    if sample.type:
        lines += [sample.type, *sample.subject, ""]
    lines += _addressee_lines(sample)
    for block in sample.blocks():
        rows = [block] if isinstance(block, str) else ["\t".join(row) for row in block]
        for row in rows:
            lines += textwrap.wrap(row, 90, break_on_hyphens=False, break_long_words=False)
    lines += ["", "Nơi nhận:", *_recipient_lines(sample), *sample.signature, "", sample.signer]
    return ("\n".join(lines).rstrip() + "\n").encode()


def _addressee_lines(sample: Sample) -> list[str]:
    if len(sample.addressees) < 2:
        return [f"Kính gửi: {name}." for name in sample.addressees]
    listed = [f"- {name};" for name in sample.addressees]
    return ["Kính gửi:", *listed[:-1], listed[-1][:-1] + "."]


def _recipient_lines(sample: Sample) -> list[str]:
    listed = [f"- {name};" for name in sample.recipients]
    return [*listed[:-1], listed[-1][:-1] + "."]


# -- PDF -----------------------------------------------------------------------------------------


def pdf(sample: Sample) -> bytes:
    """A4 pages with a two-column letterhead, justified paragraphs, tables and page numbers."""
    import font_source_serif_pro
    from reportlab.lib import colors
    from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

    fonts = Path(font_source_serif_pro.__file__).parent / "files"
    for name, file in {
        "serif": "SourceSerifPro-Regular.ttf",
        "bold": "SourceSerifPro-Bold.ttf",
    }.items():
        pdfmetrics.registerFont(TTFont(name, str(fonts / file)))
    body = ParagraphStyle(
        "body", fontName="serif", fontSize=13, leading=18, alignment=TA_JUSTIFY,
        firstLineIndent=10 * mm, spaceAfter=5,
    )  # fmt: skip
    bold = ParagraphStyle("bold", parent=body, fontName="bold")
    centre = ParagraphStyle(
        "centre", parent=body, alignment=TA_CENTER, firstLineIndent=0, spaceAfter=2
    )
    title = ParagraphStyle("title", parent=centre, fontName="bold")
    small = ParagraphStyle(
        "small", parent=body, fontSize=11, leading=14, firstLineIndent=0, spaceAfter=0
    )
    cell = ParagraphStyle("cell", parent=small, alignment=TA_CENTER)

    def columns(left: list[Any], right: list[Any]) -> Table:
        table = Table([[left, right]], colWidths=[72 * mm, 93 * mm])
        table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")]))
        return table

    head = ParagraphStyle("head", parent=centre, fontSize=11.5, leading=15)
    strong_head = ParagraphStyle("strong head", parent=head, fontName="bold")
    strong = {*sample.left[-1:], *NATION, *PARTY}

    def letterhead(line: str) -> Paragraph:
        blanks = line.replace("  ", "&nbsp; ")  # those of a draft
        return Paragraph(blanks, strong_head if line in strong else head)

    story: list[Any] = []
    left = [letterhead(line) for line in sample.left_column]
    if sample.urgency:
        left.append(Paragraph(sample.urgency, strong_head))
    right = [letterhead(line) for line in sample.right_column]
    if sample.mark:
        story.append(Paragraph(sample.mark, bold))
    story += [columns(left, right), Spacer(1, 10)]
    if sample.type:
        story += [Paragraph(line, title) for line in [sample.type, *sample.subject]]
        story.append(Spacer(1, 8))
    story += [Paragraph(line, centre) for line in _addressee_lines(sample)]
    for block in sample.blocks():
        if isinstance(block, str):
            heading = block.startswith("# ") or re.match(r"(PHẦN|[IVX]+[.\-]|[A-Z]\.)\s", block)
            story.append(Paragraph(block.removeprefix("# "), bold if heading else body))
            continue
        rows = [[Paragraph(x, cell) for x in row] for row in block]
        narrow = 12 * mm  # the column of ordinal numbers
        width = (165 * mm - narrow) / (len(block[0]) - 1)
        grid = Table(rows, [narrow] + [width] * (len(block[0]) - 1), repeatRows=1)
        grid.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))
        story += [grid, Spacer(1, 8)]
    recipients = [Paragraph("Nơi nhận:", ParagraphStyle("to", parent=small, fontName="bold"))]
    recipients += [Paragraph(line, small) for line in _recipient_lines(sample)]
    signature: list[Any] = [Paragraph(line, title) for line in sample.signature]
    signature += [Spacer(1, 40), Paragraph(sample.signer, title)]
    story.append(columns(recipients, signature))

    def number(canvas: Any, document: Any) -> None:
        if document.page > 1:  # the first page has no number (Nghị định 30/2020/NĐ-CP, phụ lục I)
            canvas.setFont("serif", 12)
            canvas.drawCentredString(A4[0] / 2, A4[1] - 12 * mm, str(document.page))

    out = BytesIO()
    template = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=28 * mm, rightMargin=17 * mm, topMargin=20 * mm,
        bottomMargin=20 * mm, title=sample.name, author="vanban", invariant=1,
    )  # fmt: skip
    template.build(story, onFirstPage=number, onLaterPages=number)
    return out.getvalue()


# -- DOCX ----------------------------------------------------------------------------------------


def docx(sample: Sample) -> bytes:
    """A letterhead in a borderless table, automatic list numbers where the source asks for them."""
    import docx as word
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    document = word.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    section.different_first_page_header_footer = True
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(13)

    def page_number() -> None:
        paragraph = section.header.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        fields = OxmlElement("w:fldSimple")
        fields.set(qn("w:instr"), "PAGE")
        run = OxmlElement("w:r")
        shown = OxmlElement("w:t")
        shown.text = "2"
        run.append(shown)
        fields.append(run)
        paragraph._p.append(fields)

    def fill(cell: Any, lines: list[str], *, bold: set[str], centred: bool) -> None:
        for position, line in enumerate(lines):
            paragraph = cell.paragraphs[0] if position == 0 else cell.add_paragraph()
            paragraph.add_run(line).bold = line in bold
            if centred:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def centred(line: str, *, bold: bool = False) -> None:
        paragraph = document.add_paragraph()
        paragraph.add_run(line).bold = bold
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    page_number()
    if sample.mark:
        document.add_paragraph().add_run(sample.mark).bold = True
    strong = {*sample.left[-1:], *NATION, *PARTY, *sample.signature, sample.signer, "Nơi nhận:"}
    head = document.add_table(rows=1, cols=2)
    urgency = [sample.urgency] if sample.urgency else []
    fill(head.cell(0, 0), [*sample.left_column, *urgency], bold=strong, centred=True)
    fill(head.cell(0, 1), sample.right_column, bold=strong, centred=True)
    document.add_paragraph()
    for line in [sample.type, *sample.subject] if sample.type else []:
        centred(line, bold=True)
    for line in _addressee_lines(sample):
        centred(line)
    restart = False
    numbering = 0
    for block in sample.blocks():
        if not isinstance(block, str):
            table = document.add_table(rows=0, cols=len(block[0]))
            table.style = "Table Grid"
            for row in block:
                for cell, words in zip(table.add_row().cells, row, strict=True):
                    cell.text = words
            continue
        listed = NUMBERED.match(block) if sample.numbering else None
        if listed:
            if restart:
                numbering = _restarted_list(document)
                restart = False
            paragraph = document.add_paragraph(listed[2], style="List Number")
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_numId().val = numbering
            properties.get_or_add_ilvl().val = 0
            continue
        heading = block.startswith("# ")
        restart = restart or heading
        paragraph = document.add_paragraph()
        paragraph.add_run(block.removeprefix("# ")).bold = heading
        if not heading:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    document.add_paragraph()
    foot = document.add_table(rows=1, cols=2)
    fill(foot.cell(0, 0), ["Nơi nhận:", *_recipient_lines(sample)], bold=strong, centred=False)
    fill(foot.cell(0, 1), [*sample.signature, "", "", sample.signer], bold=strong, centred=True)
    document.core_properties.author = "vanban"
    document.core_properties.created = document.core_properties.modified = datetime(2026, 1, 1)
    out = BytesIO()
    document.save(out)
    return _without_times(out.getvalue())


def _restarted_list(document: Any) -> int:
    """A new numbering of "1.", "2.", … that starts again: its id."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    numbering = document.part.numbering_part.element
    abstract = 900 + len(numbering.num_lst)
    numbering.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract}">'
            '<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        ),
    )
    return int(numbering.add_num(abstract).numId)


def _without_times(data: bytes) -> bytes:
    """The same ZIP with one fixed time in every entry, so that a rebuild changes nothing."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name, (2026, 1, 1, 0, 0, 0)), old.read(name), ZIP_DEFLATED)
    return out.getvalue()


WRITERS = {"pdf": pdf, "docx": docx, "txt": text}


def main() -> None:
    for source in sorted((HERE / "sources").glob("*.txt")):
        sample = load(source)
        for kind in sample.formats:
            target = HERE / "samples" / f"{sample.name}.{kind}"
            target.write_bytes(WRITERS[kind](sample))
            print(target.name)


if __name__ == "__main__":
    main()
