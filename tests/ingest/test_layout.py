"""Words with boxes -> lines: what is cut apart, what stays whole, and in which order."""

from __future__ import annotations

import pytest

from nlp.ingest.layer import Printed
from nlp.ingest.layout import arrange
from nlp.model import Box, Word

LETTER = 6.0
HEIGHT = 12.0


def page(*rows: tuple[float, float, str]) -> tuple[Printed, ...]:
    """Words of (left, baseline, text) in this order, each row a run of its own.

    Letters are 6 points wide and 12 high; each space of the text is 3 points.
    """
    found = []
    for run, (left, y, text) in enumerate(rows):
        x = left
        for word in text.split(" "):
            if word:
                box = Box(1, x, y - 10, x + LETTER * len(word), y + 2)
                found.append(Printed(Word(word, box), y, run))
            x += LETTER * len(word) + 3
    return tuple(found)


WIDE = " " * 20  # 60 points
LETTERHEAD_BY_COLUMN = page(
    (60, 50, "UBND XÃ AN HÒA"),
    (60, 66, "TRẠM Y TẾ"),
    (60, 90, "Số:          /BC-TYT"),
    (260, 50, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (300, 66, "Độc lập - Tự do - Hạnh phúc"),
    (280, 90, "An Hòa, ngày          tháng          năm 2024"),
    (200, 130, "BÁO CÁO"),
)
LETTERHEAD_BY_ROW = page(
    (60, 50, f"UBND XÃ AN HÒA{WIDE}{WIDE}CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (60, 66, f"TRẠM Y TẾ{WIDE}{WIDE}{WIDE}Độc lập - Tự do - Hạnh phúc"),
    (60, 90, f"Số:          /BC-TYT{WIDE}{WIDE}An Hòa, ngày          tháng          năm 2024"),
    (200, 130, "BÁO CÁO"),
)
WATERMARK = Printed(Word("MẬT", Box(1, 200, 0, 400, 160)), 60, 9)
LETTERHEAD = [
    "UBND XÃ AN HÒA",
    "TRẠM Y TẾ",
    "Số: /BC-TYT",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "An Hòa, ngày tháng năm 2024",
    "BÁO CÁO",
]


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        pytest.param((), [], id="nothing"),
        pytest.param(LETTERHEAD_BY_COLUMN, LETTERHEAD, id="letterhead drawn by column"),
        pytest.param(LETTERHEAD_BY_ROW, LETTERHEAD, id="letterhead drawn by row"),
        pytest.param(
            page((60, 50, f"ĐẢNG ỦY XÃ AN HÒA{' ' * 4}ĐẢNG CỘNG SẢN VIỆT NAM"),
                 (60, 66, f"*{WIDE}{WIDE}  An Hòa, ngày 02 tháng 7 năm 2024"),
                 (60, 82, f"Số 12-BC/ĐU{WIDE}  {WIDE}ghi chú"),
                 (60, 120, "Thực hiện kế hoạch")),
            ["ĐẢNG ỦY XÃ AN HÒA", "*", "Số 12-BC/ĐU", "ĐẢNG CỘNG SẢN VIỆT NAM",
             "An Hòa, ngày 02 tháng 7 năm 2024", "ghi chú", "Thực hiện kế hoạch"],
            id="a crowded row takes the gutter of its neighbours",
        ),
        pytest.param(
            page((60, 50, "Nơi nhận:"), (60, 64, "- Như trên;"), (60, 78, "- UBND huyện;"),
                 (60, 92, "- Lưu: VT."), (330, 50, "CHỦ TỊCH"), (320, 120, "Lê Văn Bình")),
            ["Nơi nhận:", "- Như trên;", "- UBND huyện;", "- Lưu: VT.", "CHỦ TỊCH", "Lê Văn Bình"],
            id="recipients longer than the signature stay together",
        ),
        pytest.param(
            page((90, 50, "Trong   tháng   đã   tiếp   nhận   12   đơn"),
                 (60, 68, "và  giải  quyết  xong  11  đơn,  đạt  91,7%."),
                 (60, 86, "Ngắn.")),
            ["Trong tháng đã tiếp nhận 12 đơn", "và giải quyết xong 11 đơn, đạt 91,7%.", "Ngắn."],
            id="justified text",
        ),
        pytest.param(
            page((60, 50, "khu vực"), (102, 46, "8"), (108.5, 50, ". Ngành nông nghiệp")),
            ["khu vực 8. Ngành nông nghiệp"],
            id="a raised mark stays in its line",
        ),
        pytest.param(
            page((60, 50, "diện tích 12 km"), (141.3, 46, "2"), (147.8, 50, ", tăng 3%")),
            ["diện tích 12 km2, tăng 3%"],
            id="a raised figure that touches is part of its word",
        ),
        pytest.param(
            page((60, 50, "Tổng số"), (200, 50, "12"), (300, 50, "34"),
                 (60, 66, "Nữ"), (200, 66, "5"), (300, 66, "6"),
                 (60, 82, "Nam"), (200, 82, "7"), (300, 82, "28")),
            ["Tổng số 12 34", "Nữ 5 6", "Nam 7 28"],
            id="a table without lines is read across",
        ),
        pytest.param(
            page((60, 50, "Số:      /BC-UBND"), (260, 50, "An Hòa, ngày        tháng 7 năm 2024"),
                 (60, 70, "V/v tiếp công dân"), (84, 49, "12"), (332, 48, "05")),
            ["Số: 12 /BC-UBND", "V/v tiếp công dân", "An Hòa, ngày 05 tháng 7 năm 2024"],
            id="number and day stamped into the blanks",
        ),
        pytest.param(
            (*page((60, 50, "dòng một"), (60, 68, "dòng hai")), WATERMARK),
            ["dòng một", "MẬT", "dòng hai"],
            id="a mark across the page takes no lines in",
        ),
        pytest.param(
            page((60, 50, "dòng hai"), (60, 30, "dòng một")),
            ["dòng một", "dòng hai"],
            id="drawn out of order",
        ),
    ],
)  # fmt: skip
def test_lines(words: tuple[Printed, ...], lines: list[str]) -> None:
    assert [line.text for line in arrange(words)] == lines


def test_every_word_is_kept_with_its_box() -> None:
    lines = arrange(LETTERHEAD_BY_ROW)
    kept = [word for line in lines for word in line.words]
    assert sorted(w.text for w in kept) == sorted(p.word.text for p in LETTERHEAD_BY_ROW)
    for line in lines:
        assert line.text == " ".join(word.text for word in line.words)
        assert line.box is not None
        assert line.box.x0 == min(word.box.x0 for word in line.words)
        assert line.box.x1 == max(word.box.x1 for word in line.words)


def test_lines_of_a_signature_are_set_apart() -> None:
    stamp = page((400, 20, "Ký bởi: UBND xã"), (60, 50, "Số:      /BC"), (84, 50, "12"))
    words = [p._replace(stamped=p.word.text not in {"Số:", "/BC"}) for p in stamp]
    assert [(line.text, line.role) for line in arrange(words)] == [
        ("Ký bởi: UBND xã", "header"),
        ("Số: 12 /BC", None),
    ]


def test_many_words_take_no_longer_each() -> None:
    """A page of noise: thousands of words anywhere must not grow quadratically."""
    import random
    import time

    rng = random.Random(1)

    def seconds(count: int) -> float:
        rows = [(rng.uniform(0, 500), rng.uniform(0, 700), "chữ") for _ in range(count)]
        words = page(*rows)
        start = time.process_time()
        arrange(words)
        return time.process_time() - start

    seconds(500)
    assert seconds(16_000) < 40 * max(seconds(2_000), 0.005)
