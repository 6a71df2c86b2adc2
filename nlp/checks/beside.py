"""The words beside a figure: which of a sentence's words speak of it.

Words go with a figure up to a stop, a function word or the words of the next figure.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ..annotate.localities import place_before
from ..model import Section
from ..text import UPPER, squeeze
from .indicators import plain, wording
from .reports import PLACE

BREAK = re.compile(
    rf"(?<=[.?!])\s+(?=[{UPPER}])|\n\s*\n|\n(?=\s*(?:[-–+•*]|\d{{1,2}}[.)]|[a-zđ]\)|[IVX]+\.)\s)"
)
_STOP = re.compile(r"[;:()\[\]]|/(?=\s*[^\W\d])|\.(?=\s|$)")
# "tăng 5% so với cùng kỳ; đủ điều kiện 61 đơn": what the figure before is compared with.
_COMPARED = re.compile(r"(?<!\w)so\s[^,;:()\[\]]{1,80}[,;]", re.IGNORECASE)
_LISTED = 4  # words of a piece between commas that may go on a list: "đơn kiến nghị, phản ánh"
_PLACE_WORDS = re.compile(PLACE.pattern.removesuffix("$") + r"(?!\w)")
_TIME = re.compile(r"(?<!\w)(?:quý|tháng|năm|ngày)\s+(?:[IVX]+|\d[\d/.-]*)(?!\w)", re.IGNORECASE)
# "23 đơn tồn năm 2022 chuyển sang": the year says where they come from, not when they were counted.
_ORIGIN = re.compile(
    r"(?<=tồn )năm\s+\d{4}|(?<=từ )năm\s+\d{4}(?=\s+chuyển)|năm\s+\d{4}(?=\s+chuyển)"
)


def title_end(text: str, section: Section) -> int | None:
    """Where the line of a section's title ends; None for a title that the text runs on from."""
    at = text.find("\n", section.start + len(section.marker) + len(section.title))
    end = at if at >= 0 else len(text)
    line = squeeze(text[section.start : end]).rstrip(" .:;")
    return end + 1 if line.endswith(section.title.rstrip(" .:;")) else None


def is_origin(text: str, start: int, end: int) -> bool:
    """Whether a year only says where something was carried over from."""
    return (
        text[end : end + 8].strip().startswith("chuyển")
        or text[max(0, start - 4) : start] == "tồn "
    )


@lru_cache(maxsize=1 << 15)
def words_of(window: str) -> str:
    """The words beside a figure without times and places."""
    window = _ORIGIN.sub("năm trước", _PLACE_WORDS.sub(" ", window))
    return squeeze(_TIME.sub(" ", window))


@lru_cache(maxsize=1 << 15)
def printed_place(words: str) -> str | None:
    """The last place that the words beside a figure name."""
    return place_before(words, 0, len(words))


@lru_cache(maxsize=4096)
def compares(words: str) -> bool:
    """Whether the words beside a figure say that it is last year's: "cùng kỳ", "năm trước"."""
    return re.search(rf"(?<!\w){wording('base')}(?!\w)", plain(words)) is not None


@cache
def _links() -> re.Pattern[str]:
    return re.compile(rf"[,;:.()\[\]]|(?<!\w){wording('link')}(?!\w)", re.IGNORECASE)


@cache
def _cuts() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){wording('cut')}(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=1 << 15)
def after_other(left: str) -> str:
    """Of the words between two figures, those that speak of the second."""
    compared = _COMPARED.search(left)
    if compared:
        return left[compared.end() :].strip()
    match = _links().search(left)
    return (
        left[match.start() if match[0].isalpha() else match.end() :].strip(" ,") if match else left
    )


@lru_cache(maxsize=1 << 15)
def own_label(left: str) -> str:
    """Of the words before the first figure of a sentence, those that name it."""
    left = left.rstrip(" :")
    stops = [m.end() for m in _STOP.finditer(left)]
    label = left[stops[-1] :] if stops else left
    if not label.strip():
        label = left
    pieces = label.split(",")
    kept = pieces[-1]
    for piece in reversed(pieces[:-1]):
        if len(kept.split()) > _LISTED or len(piece.split()) > 2 * _LISTED:
            break
        kept = f"{piece},{kept}"
    return squeeze(kept)


@lru_cache(maxsize=1 << 15)
def tail(right: str, *, meets: bool) -> str:
    """The words after a figure that go on with it."""
    stop = _STOP.search(right)
    closed = stop is not None
    if stop:
        right = right[: stop.start()]
    cut = _cuts().search(right)
    if cut:
        right, closed = right[: cut.start()], True
    pieces = right.split(",")
    kept = pieces[0]
    last = len(pieces) - 1
    for number, piece in enumerate(pieces[1:], 1):
        if len(piece.split()) > _LISTED or (number == last and meets and not closed):
            break
        kept = f"{kept},{piece}"
    if meets and not closed and last == 0:
        links = [m.start() for m in _links().finditer(kept)]
        kept = kept[: links[-1]] if links else kept
    return squeeze(kept)
