"""Automatic numbers, as Word prints them."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from nlp.ingest import read_pages
from nlp.ingest.numbering import Numbering, spell
from nlp.model import Line

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.mark.parametrize(
    ("count", "form", "text"),
    [
        (4, "decimal", "4"),
        (4, "decimalZero", "04"),
        (12, "decimalZero", "12"),
        (1, "lowerLetter", "a"),
        (26, "lowerLetter", "z"),
        (27, "lowerLetter", "aa"),
        (54, "upperLetter", "BBB"),
        (4, "upperRoman", "IV"),
        (1999, "lowerRoman", "mcmxcix"),
        (3, "none", ""),
        (7, "hindiCounting", "7"),
        (0, "upperRoman", "0"),
        (-3, "lowerLetter", "-3"),
    ],
)
def test_spell(count: int, form: str, text: str) -> None:
    assert spell(count, form) == text


@given(st.integers(-(10**9), 10**9), st.sampled_from(["lowerLetter", "upperRoman", "decimal", ""]))
def test_spell_is_short(count: int, form: str) -> None:
    assert 0 < len(spell(count, form)) <= 30


def level(depth: int, form: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


OUTLINE = (
    level(0, "upperRoman", "%1.")
    + level(1, "decimal", "%2.")
    + level(2, "decimal", "%2.%3.")
    + level(3, "lowerLetter", "%4)")
    + level(4, "bullet", "\uf0b7")
)


def numbering(*lists: str, nums: str = "", styles: str = "") -> Numbering:
    """Lists 0, 1, ... and a number for each, then more ``nums``."""
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{n}">{levels}</w:abstractNum>'
        for n, levels in enumerate(lists)
    )
    plain = "".join(
        f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>'
        for n in range(len(lists))
    )
    return Numbering(
        etree.fromstring(f"<w:numbering {W}>{abstract}{plain}{nums}</w:numbering>"),
        etree.fromstring(f"<w:styles {W}>{styles}</w:styles>"),
    )


def properties(num: int | None, depth: int | None = None, style: str = "") -> object:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    ilvl = "" if depth is None else f'<w:ilvl w:val="{depth}"/>'
    placed = "" if num is None else f'<w:numPr>{ilvl}<w:numId w:val="{num}"/></w:numPr>'
    return etree.fromstring(f"<w:pPr {W}>{named}{placed}</w:pPr>")


def markers(numbers: Numbering, *places: tuple[int, int]) -> list[str]:
    return [numbers.marker(properties(num, depth))[0] for num, depth in places]


def test_levels_count_and_start_again() -> None:
    places = [(1, d) for d in (0, 1, 2, 2, 3, 3, 1, 2, 0, 1, 4)]
    assert markers(numbering(OUTLINE), *places) == [
        "I.", "1.", "1.1.", "1.2.", "a)", "b)", "2.", "2.1.", "II.", "1.", "-",
    ]  # fmt: skip


def test_a_level_that_does_not_start_again() -> None:
    levels = level(0, "upperRoman", "%1.") + level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>')
    places = [(1, d) for d in (0, 1, 1, 0, 1)]
    assert markers(numbering(levels), *places) == ["I.", "1.", "2.", "II.", "3."]


def test_legal_numbers_are_digits() -> None:
    levels = level(0, "upperRoman", "Phần %1") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    assert markers(numbering(levels), (1, 0), (1, 1)) == ["Phần I", "1.1"]


def test_two_numbers_of_one_list_count_on_unless_told() -> None:
    again = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    numbers = numbering(level(0, "decimal", "%1."), nums=again)
    places = [(1, 0), (2, 0), (3, 0), (3, 0)]
    assert markers(numbers, *places) == ["1.", "2.", "5.", "6."]


def test_a_style_brings_its_number() -> None:
    styles = (
        '<w:style w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="Con"><w:basedOn w:val="Muc"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="Vong"><w:basedOn w:val="Vong"/></w:style>'
    )
    numbers = numbering(OUTLINE, styles=styles)
    assert numbers.marker(properties(None, style="Muc")) == ("I.", " ")
    assert numbers.marker(properties(None, style="Con")) == ("1.", " ")
    assert numbers.marker(properties(0, style="Muc")) == ("", "")  # list 0 takes the number off
    assert numbers.marker(properties(None, style="Vong")) == ("", "")


@pytest.mark.parametrize(
    ("bullet", "marker"), [("-", "-"), ("+", "+"), ("o", "-"), ("\uf0a7", "-"), ("", "-")]
)
def test_bullets(bullet: str, marker: str) -> None:
    assert markers(numbering(level(0, "bullet", bullet)), (1, 0)) == [marker]


def test_what_stands_between_marker_and_text() -> None:
    numbers = numbering(level(0, "decimal", "(%1)", '<w:suff w:val="nothing"/>'))
    assert numbers.marker(properties(1, 0)) == ("(1)", "")


def test_unknown_lists_and_levels_do_no_harm() -> None:
    numbers = numbering(level(0, "decimal", "%1."))
    assert markers(numbers, (9, 0), (1, 8), (1, -1)) == ["", "1.", "1."]


def test_lines_carry_their_marker(tmp_path: Path) -> None:
    document = docx.Document()
    part = document.part.numbering_part.element
    part.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="90">{OUTLINE}</w:abstractNum>'))
    part.append(parse_xml(f'<w:num {W} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for depth, text in [(0, "KẾT QUẢ"), (1, "Tiếp công dân"), (3, "Thường xuyên"), (3, "Đột xuất")]:
        paragraph = document.add_paragraph(text)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {W}><w:ilvl w:val="{depth}"/><w:numId w:val="90"/></w:numPr>')
        )
    document.save(str(tmp_path / "a.docx"))
    _, (page,), _ = read_pages(tmp_path / "a.docx")
    assert [(i.text, i.marker) for i in page.items if isinstance(i, Line)] == [
        ("I. KẾT QUẢ", "I."),
        ("1. Tiếp công dân", "1."),
        ("a) Thường xuyên", "a)"),
        ("b) Đột xuất", "b)"),
    ]
