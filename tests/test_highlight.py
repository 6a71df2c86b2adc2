"""The marked page shows everything and runs nothing."""

import re
from html.parser import HTMLParser

import nlp
from nlp.checks import check
from nlp.highlight import page, segments

WRONG = "Trong kỳ tiếp nhận 276 đơn, gồm 212 đơn đủ điều kiện và 66 đơn không đủ điều kiện.\n"
HOSTILE = 'Có 12 đơn <script>alert(1)</script> <img src=x onerror="alert(2)"> {{ 7*7 }} "><b>\n'


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not any(name.startswith("on") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_segments_are_the_text() -> None:
    parsed = nlp.parse(WRONG * 3)
    assert "".join(s.text for s in segments(parsed)) == parsed.text


def test_a_wrong_sum_is_flagged_and_linked() -> None:
    parsed = nlp.parse(WRONG)
    html = page([parsed], check([parsed]))
    flagged = re.findall(r'<span class="figure wrong" title=[^>]*>([^<]*)</span>', html)
    assert flagged == ["276 đơn", "212 đơn", "66 đơn"]
    for anchor in re.findall(r'href="#([^"]+)"', html):
        assert f'id="{anchor}"' in html


def test_a_hostile_text_is_shown_and_does_nothing() -> None:
    reader = _Tags()
    reader.feed(page([nlp.parse(HOSTILE)]))
    assert "script" not in reader.tags
    assert "img" not in reader.tags
    assert "<script>alert(1)</script>" in reader.text
    assert "{{ 7*7 }}" in reader.text
