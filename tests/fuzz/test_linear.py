"""Reading a hostile text costs no more than its length: every finder, doubled three times.

Each text repeats one thing that some rule waits for: a digit, a cue, a bracket that never closes.
A finder that is quick enough on the long text cannot be quadratic; one that is not has to grow as
the text does.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from nlp.annotate.citations import find_citations, parse_code
from nlp.annotate.directives import find_directives
from nlp.annotate.figures import find_figures
from nlp.annotate.numbers import parse_number
from nlp.annotate.periods import find_dates, parse_period
from nlp.annotate.sentences import sentences
from nlp.annotate.tasks import find_tasks
from nlp.checks.arithmetic import find_relations
from nlp.document import from_text

LENGTH = 10_000
TIMES = 8
QUICK = 0.12  # seconds on the long text that need no second look
GROWTH = 2.5 * TIMES  # quadratic work grows TIMES * TIMES
ROUNDS = 3

SIGNS = {
    "digit": "1", "zero": "0", "space": " ", "no-break space": "\u00a0", "line end": "\n",
    "blank lines": " \n", "open bracket": "(", "brackets": "()", "close bracket": ")",
    "square bracket": "[", "quote": "“", "comma": ",", "dot": ".", "slash": "/", "dash": "-",
    "dashes": "- ", "plus": "+ ", "semicolon": "; ", "colon": ": ", "ellipsis": "…", "line": "_",
    "pipe": "| ", "small letter": "a", "capital letter": "Đ", "letters": "UBND ",
    "accent": "\u0301", "emoji": "😀", "no width": "\u200b",
}  # fmt: skip
NUMBERS = {
    "grouped": ".000", "decimal": "1,", "dotted": "1.", "spaced": "1 ", "slashed": "1/",
    "range": "5-", "ratio": "5/6 ", "percent": "5,5%, ", "in words": "năm trăm ", "ten": "mười ",
    "scale": "nghìn ", "money": "5 tỷ ", "unit": "5 đơn ", "list": "5 đơn, ", "nested": "(5 đơn ",
    "rate": "triệu đồng/", "double": "5 đơn/5 vụ, ", "multiple": "gấp 5 lần ", "cells": "5  6  7\n",
    "about": "ước khoảng ", "up": "tăng 5%, ", "base": "so với cùng kỳ (5 đơn), ",
}  # fmt: skip
CUES = {
    "of which": "trong đó ", "of which, with figures": "trong đó 5 đơn, ", "made of": "gồm ",
    "sum": "Có 5 đơn, gồm 3 đơn, 2 đơn. ", "nested sum": "5 đơn (trong đó 3 đơn ",
    "remaining": "còn 5 đơn ", "share": "chiếm 5% ", "attained": "đạt 5/6 vụ (5%), ",
    "flow": "tồn 5 đơn; nhận 5 đơn; giải quyết 5 đơn; ", "and": "và ",
    "since": "nhiều hơn quý I/2024 ",
    "since, with figures": "5 vụ, tăng so với cùng kỳ 2 vụ (5%), ",
    "all of": "giảm cả ba mặt ", "all of, with figures": "giảm cả ba mặt: 5 vụ (5%). ",
    "past the plan": "Thu 5 đồng, đạt 5% dự toán (9 đồng). Thu 9 đồng, vượt 5% dự toán. ",
    "balance": "Xuất khẩu 5 đồng. Nhập khẩu 7 đồng. Nhập siêu 2 đồng. ",
    "causes": "tăng 9%, trong đó tăng do giá 5%, tăng do lượng 4%, ",
    "ranges": "Tổng vốn 5 - 9 đồng. Vốn vay 3 đồng, chiếm 5% tổng vốn. ",
    "left in brackets": "Ngập 9 nhà (5 nhà) và (3 nhà), còn lại 1 nhà, ",
    "named": "Trong số đơn đủ điều kiện có: 5 đơn, 3 đơn. ",
    "measures": "theo loại đơn: 5 đơn, 3 đơn; ",
    "measures in bullets": "- Theo loại đơn: 5 đơn, 3 đơn;\n",
}  # fmt: skip
DATES = {
    "day": "ngày ", "month": "tháng ", "year": "năm ", "date": "ngày 01/02/2024 ",
    "long date": "ngày 01 tháng 02 năm 2024, ", "dates": "01/02/2024 - ", "from": "từ ngày 1/1 ",
    "quarter": "quý I ", "years": "2021, ", "span": "2021-", "deadline": "trước ngày 05/6/2024 ",
    "recurring": "hằng tháng ", "weekday": "thứ ",
}  # fmt: skip
CODES = {
    "number": "số ", "code": "12/BC-UBND ", "codes": "12/BC-UBND, ", "party": "238-QĐ/TW ",
    "decrees": "114, 115/2003/NĐ-CP, ", "letter": "Công văn số ", "law": "Luật Đất đai năm ",
    "article": "Điều 1 ", "articles": "Điều 1, 2, ", "clause": "khoản 1, ", "back": "Kế hoạch này ",
    "blank": "Số: /", "named": "Quyết định ",
}  # fmt: skip
ORDERS = {
    "order": "Giao ", "to an office": "giao UBND xã ", "asks": "yêu cầu ", "goes on": "tiếp tục ",
    "lead": "Giao UBND xã chủ trì, phối hợp với ", "office": "Ủy ban nhân dân ",
    "offices": "Phòng Tài chính, ", "places": "UBND xã Phổ Bình, ",
}  # fmt: skip
LINES = {
    "marker": "a) ", "markers": "a)\n", "bullets": "- \n", "numbers": "1.1.", "parts": "Phần ",
    "chapters": "Chương I\n", "headings": "I. MỤC\n", "numbered": "1. Có 5 đơn;\n",
    "items": "- Giao xã làm việc 5 đơn.\n", "pages": "Trang 1\n", "page numbers": "1\n",
    "state title": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n", "addressee": "Kính gửi: ",
    "recipients": "Nơi nhận:\n", "recipient": "- Như trên;\n", "on behalf": "TM. ỦY BAN\n",
    "signer": "Nguyễn Văn A\n", "subject": "V/v ", "number lines": "Số:\n",
}  # fmt: skip
BEFORE = {"bare": "", "in a report": "BÁO CÁO\nKết quả năm 2024\n\nI. KẾT QUẢ\nXã có "}
TEXTS = {
    f"{what}, {where}": (before, repeated)
    for kind in (SIGNS, NUMBERS, CUES, DATES, CODES, ORDERS, LINES)
    for what, repeated in kind.items()
    for where, before in BEFORE.items()
    if where == "in a report" or kind is not LINES
}
MIXED = "".join(x for kind in (SIGNS, NUMBERS, CUES, DATES, CODES, ORDERS) for x in kind.values())


def timings(text: str) -> dict[str, float]:
    """Processor seconds of each reader of ``text``."""
    seconds: dict[str, float] = {}

    def timed(name: str, work: Callable[..., Any], *given: object) -> Any:
        start = time.process_time()
        result = work(*given)
        seconds[name] = time.process_time() - start
        return result

    document = timed("structure", from_text, text)
    dates = timed("dates", find_dates, document)
    citations = timed("citations", find_citations, document, dates)
    figures = timed("figures", find_figures, document, dates, citations)
    directives = timed("directives", find_directives, document, dates, citations)
    timed("sentences", sentences, document)
    timed("tasks", find_tasks, document, directives)
    timed("relations", find_relations, document, figures)
    return seconds


def parsers(text: str) -> dict[str, float]:
    """Processor seconds of the small public functions on ``text``."""
    seconds = {}
    for parser in (parse_number, parse_period, parse_code):
        start = time.process_time()
        parser(text)
        seconds[parser.__name__] = time.process_time() - start
    return seconds


def best(measure: Callable[[str], Mapping[str, float]], text: str) -> dict[str, float]:
    rounds = [measure(text) for _ in range(ROUNDS)]
    return {name: min(seconds[name] for seconds in rounds) for name in rounds[0]}


def grows(
    measure: Callable[[str], Mapping[str, float]], before: str, repeated: str
) -> dict[str, tuple[float, float]]:
    """The readers that took longer than the text grew: (short, long) seconds of each."""
    long = before + repeated * (LENGTH // len(repeated))
    if max(measure(long).values()) < QUICK:
        return {}
    quick = best(measure, before + repeated * (LENGTH // len(repeated) // TIMES))
    slow = best(measure, long)
    return {
        name: (quick[name], seconds)
        for name, seconds in slow.items()
        if seconds > QUICK and seconds > GROWTH * quick[name]
    }


@pytest.fixture(autouse=True, scope="module")
def rules_are_loaded() -> None:
    timings("Năm 2024, xã có 5 đơn, gồm 3 đơn và 2 đơn. Giao UBND xã báo cáo số 5/BC-UBND.")


@pytest.mark.parametrize(("before", "repeated"), TEXTS.values(), ids=list(TEXTS))
def test_reading_is_linear(before: str, repeated: str) -> None:
    assert not grows(timings, before, repeated)


def test_reading_a_mixture_is_linear() -> None:
    assert not grows(timings, "", MIXED)


@pytest.mark.parametrize(
    "repeated", [*SIGNS.values(), *NUMBERS.values(), *DATES.values(), *CODES.values()]
)
def test_parsing_is_linear(repeated: str) -> None:
    assert not grows(parsers, "", repeated)


def test_a_quadratic_reader_is_noticed() -> None:
    def work(text: str) -> dict[str, float]:
        return {"reader": (len(text) / LENGTH) ** 2}

    assert set(grows(work, "", "1")) == {"reader"}
    assert not grows(lambda text: {"reader": len(text) / LENGTH}, "", "1")
