"""The marks at the start of a row: list numbers, bullets, and the names of a text's large parts."""

from __future__ import annotations

import re

from ..text import LOWER, UPPER

_DEEP = r"\d{1,3}(?:\.\d{1,3}){1,4}"
_MARK = re.compile(
    rf"""
    (?P<mark>
      (?P<part>
        (?:PHẦN|Phần|CHƯƠNG|Chương|MỤC|Mục|TIỂU\ MỤC|Tiểu\ mục|ĐIỀU|Điều)\s+
        (?:thứ\s+\w+|THỨ\s+\w+|[IVXLC]+\b|\d{{1,3}}[a-zđ]?\b)
        (?:\s?[.:\-–](?=\s|$)|(?=\s*$)|(?=\s+[{UPPER}]))[.:]?)
    | (?P<number>
        {_DEEP}[.)]?(?=\s+[^\W\d_{LOWER}]) | {_DEEP}[.)](?=\s)    # 1.1 Công tác, 1.1. công tác
      | \d{{1,3}}[a-zđ]?\s?[.)](?=\s+\S) | \d{{1,2}}/(?=\s) | \(\d{{1,3}}\)(?=\s)
      | \d{{1,2}}\.[a-zđ]\)(?=\s) | \d{{1,2}}[-–](?=\s+[{UPPER}]))
    | (?P<letter>
        [A-Za-zĐđ][.)](?=\s+\S) | \([a-zđ]\)(?=\s)
      | [A-ZĐ]\s?[-–](?=\s+[{UPPER}]) | [A-Z]/(?=\s))
    | (?P<roman>
        [IVX]{{1,5}}\s?[.)\-–/](?=\s+\S) | [ivx]{{1,5}}[.)](?=\s+\S) | \([ivx]{{1,5}}\)(?=\s))
    | (?P<dash>
        [-–—+*•●○▪►➢✓](?=\s+\S) | [-–+•●▪](?=[^\W\d_]))
    )\s*
    """,
    re.VERBOSE,
)


def list_mark(text: str) -> re.Match[str] | None:
    """The mark that ``text`` begins with, and the white space after it."""
    return _MARK.match(text)
