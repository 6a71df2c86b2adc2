"""Any text at all is parsed to a sound record: nothing raises, and every quotation is in the text.

The texts are arbitrary Unicode, soups of the words that rules wait for, and written gold that an
editor, a scanner or another program has spoilt.
"""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import nlp
from nlp.model import Parsed

GOLD = sorted((Path(__file__).parents[2] / "corpora" / "gold").glob("*.json"))
TEXTS = [record["text"] for path in GOLD if "text" in (record := json.loads(path.read_text()))]
QUOTED = ("figures", "dates", "citations", "directives", "tasks")
NAMED = ("figures", "relations", "directives", "tasks", "sections")

SOUP = """
Số: 12/BC-UBND | số | Số: | /BC-UBND | 238-QĐ/TW | 30/2020/NĐ-CP | Công văn số | Điều 5 | khoản 2
Luật Đất đai năm 2024 | ngày 05 tháng 7 năm 2024 | ngày | tháng | năm 2024 | quý I/2024 | hằng tháng
6 tháng đầu năm | trước ngày 20/8 | 31/02/2024 | 0/0/0 | 29/2 | so với cùng kỳ | năm 0 | năm 9999
giai đoạn 2021-2025 | từ ngày 1 đến ngày | 05 ngày làm việc | kể từ ngày | 5 | 1.234,5 | 1.2.3 | 0
00 | 272/346 | 1/0 | 5-7 | 10. | ,5 | ½ | ² | ٣ | năm trăm tám mươi hai | rưỡi | một | mười
999999999999999999999999 | % | đơn | vụ | tỷ đồng | triệu | nghìn tỷ | ha | triệu đồng/ha | lần | /
lượt người | điểm phần trăm | người/km2 | trong đó | gồm | bao gồm | còn | cụ thể: | tổng số | chiếm
đạt | tăng | giảm | gấp | ước | khoảng | trên | không quá | riêng | tồn | ( | ) | [ | ] | Giao
yêu cầu | đề nghị | UBND xã Phổ Bình | Phòng Tài chính | chủ trì, phối hợp với | báo cáo | tiếp tục
tuyên truyền | UBND HUYỆN TRÀ GIANG | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM | BÁO CÁO | Kính gửi:
Nơi nhận: | - Lưu: VT. | TM. ỦY BAN | CHỦ TỊCH | Nguyễn Văn An | V/v | PHẦN I | I. | 1. | 1.1. | a)
- | + | ; | : | . | , | … | ./. | “ | ” | – | Trang 2 | Bảng 1 | Đơn vị tính: triệu đồng | TT
Tổng cộng | 😀 | ß | İ | ﬁ | ĐẢNG CỘNG SẢN VIỆT NAM | cùng kỳ | hòa giải | 24/24 giờ | lũy kế
"""
CONTROLS = "\n\n\n\n\n\t\x0c\r\x00\u00a0\u200b\ufeff\u202e\u0301\ud800"
pieces = st.sampled_from(SOUP.replace("\n", " | ").strip(" |").split(" | ")) | st.sampled_from(
    CONTROLS
)
soups = st.lists(pieces, max_size=60).map(" ".join)


def places(records: Iterable[Any]) -> list[tuple[int, int]]:
    return sorted((record.start, record.end) for record in records)


def apart(one: Sequence[tuple[int, int]], other: Sequence[tuple[int, int]]) -> bool:
    """No span of one side touches a span of the other."""
    return not any(a < d and c < b for a, b in one for c, d in other)


def check_sound(parsed: Parsed) -> None:
    text = parsed.text
    for family in QUOTED:
        for record in getattr(parsed, family):
            assert 0 <= record.start < record.end <= len(text), record
            assert text[record.start : record.end] == record.text, record
    for field in (*parsed.header.evidence.values(), *parsed.footer.evidence.values()):
        assert 0 <= field["start"] < field["end"] <= len(text), field
    for family in NAMED:
        ids = [record.id for record in getattr(parsed, family)]
        assert len(ids) == len(set(ids)), (family, ids)

    figures = places(parsed.figures)
    assert all(end <= start for (_, end), (start, _) in pairwise(figures)), figures
    assert apart(figures, places(parsed.citations))
    # an allowance of time is both: "03 ngày" and the deadline "03 ngày kể từ ngày nhận đơn"
    days = [mention for mention in parsed.dates if mention.kind != "deadline"]
    assert apart(places(f for f in parsed.figures if f.kind != "duration"), places(parsed.dates))
    assert apart(figures, places(days))
    for mention in parsed.dates:
        if mention.start_date and mention.end_date:
            assert mention.start_date <= mention.end_date, mention

    figure_ids = {figure.id for figure in parsed.figures}
    for relation in parsed.relations:
        members = relation.members()
        assert len(members) >= (1 if relation.type == "equal" else 2)  # digits beside words
        assert len(set(members)) == len(members), relation
        assert figure_ids.issuperset(members), relation
    section_ids = {section.id for section in parsed.sections}
    directive_ids = {directive.id for directive in parsed.directives}
    for record in (*parsed.figures, *parsed.directives, *parsed.tasks):
        assert record.section is None or record.section in section_ids, record
    for section in parsed.sections:
        assert 0 <= section.start < section.end <= len(text), section
        assert section.parent is None or section.parent in section_ids, section
    assert all(task.directive is None or task.directive in directive_ids for task in parsed.tasks)

    record = parsed.to_dict()
    written = json.dumps(record, ensure_ascii=False, allow_nan=False)
    written.encode("utf-8")  # no lone surrogates
    assert Parsed.from_dict(json.loads(written)).to_dict() == json.loads(written)

    findings = nlp.check(parsed)
    assert len({finding.id for finding in findings}) == len(findings)
    for finding in findings:
        assert finding.message
        assert finding.evidence
        json.dumps(finding.to_dict(), allow_nan=False)


def parse(text: str) -> Parsed:
    parsed = nlp.parse(text + "\n")  # with a line end, a text never names a file
    check_sound(parsed)
    return parsed


@settings(max_examples=150)
@given(st.text(max_size=300))
@example("")
@example(" \n\t\n")
@example("\x00")
@example("1")
@example("١٢ đơn, ² lần, ½ vụ, １２ người")
def test_any_text(text: str) -> None:
    parse(text)


@settings(max_examples=250)
@given(soups)
@example("94giờ ngày mùng 5 Tết; 94giờ ngàymùng5Tết")
@example("PHẦN\u00a0THỨ\u00a0I")
@example("Điều 5")
@example("Kínhgửi")
@example("Đã chi 999999999999999999999999999 nghìn tỷ 5 triệu đồng, chiếm 5% của 7 đồng")
@example(f"Có {'9' * 5000} hộ, tăng {'9.99' * 2000} hộ")
def test_any_soup_of_cues(text: str) -> None:
    parse(text)


# -- gold texts, spoilt ---------------------------------------------------------------------------


def lines_lost(rng: random.Random, text: str) -> str:
    return "\n".join(line for line in text.split("\n") if rng.random() > 0.15)


def lines_twice(rng: random.Random, text: str) -> str:
    return "\n".join(x for line in text.split("\n") for x in [line] * rng.choice([1, 1, 1, 2]))


def lines_moved(rng: random.Random, text: str) -> str:
    lines = text.split("\n")
    for _ in range(4):
        lines.insert(rng.randrange(len(lines)), lines.pop(rng.randrange(len(lines))))
    return "\n".join(lines)


def other_lines(rng: random.Random, text: str) -> str:
    foreign = rng.choice(TEXTS).split("\n")
    return "\n".join(rng.choice(foreign) if rng.random() < 0.15 else x for x in text.split("\n"))


def lines_joined(rng: random.Random, text: str) -> str:
    return "".join(c if c != "\n" or rng.random() < 0.6 else " " for c in text)


def lines_wrapped(rng: random.Random, text: str) -> str:
    return "".join(c if c != " " or rng.random() < 0.8 else "\n" for c in text)


def digits_swapped(rng: random.Random, text: str) -> str:
    return "".join(
        rng.choice("0123456789") if c.isdigit() and rng.random() < 0.3 else c for c in text
    )


def letters_lost(rng: random.Random, text: str) -> str:
    return "".join(c for c in text if rng.random() > 0.02)


def signs_changed(rng: random.Random, text: str) -> str:
    signs = ".,;:()[]/-–“”%+ \n"
    return "".join(rng.choice(signs) if c in signs and rng.random() < 0.1 else c for c in text)


def cut_off(rng: random.Random, text: str) -> str:
    a, b = sorted(rng.sample(range(len(text)), 2))
    return text[a:b]


def unmarked(rng: random.Random, text: str) -> str:
    apart = unicodedata.normalize("NFD", text)
    return "".join(c for c in apart if not unicodedata.combining(c)).replace("đ", "d")


SPOILERS: list[Callable[[random.Random, str], str]] = [
    lines_lost, lines_twice, lines_moved, other_lines, lines_joined, lines_wrapped, digits_swapped,
    letters_lost, signs_changed, cut_off, unmarked,
    lambda _, text: text.upper(), lambda _, text: text.lower(), lambda _, text: text.title(),
    lambda _, text: text.replace(" ", ""), lambda _, text: text.replace(" ", "\u00a0"),
]  # fmt: skip


@settings(max_examples=60)
@given(
    text=st.sampled_from(TEXTS),
    spoilers=st.lists(st.sampled_from(SPOILERS), min_size=1, max_size=3),
    seed=st.integers(0, 10**6),
)
def test_spoilt_gold(
    text: str, spoilers: list[Callable[[random.Random, str], str]], seed: int
) -> None:
    rng = random.Random(seed)
    for spoil in spoilers:
        text = spoil(rng, text)
    parse(text)


@pytest.mark.parametrize("text", TEXTS, ids=[path.stem for path in GOLD if path.stem != "cross"])
def test_gold_is_read_the_same_in_every_encoding_of_its_letters(text: str) -> None:
    plain = parse(text)
    apart = parse(unicodedata.normalize("NFD", text))
    windows = parse(text.replace("\n", "\r\n"))
    assert plain.text == apart.text == windows.text
    for family in (*QUOTED, "relations", "sections", "header", "footer"):
        assert getattr(plain, family) == getattr(apart, family) == getattr(windows, family), family
