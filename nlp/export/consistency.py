"""Findings -> a report for officers, in Vietnamese: a page to print, or a workbook.

Each finding stands with all the places that it speaks of, in their sentences, with document and
page; what was reported, what would agree, and how that was computed. Nothing in either form runs:
the page has no script and loads nothing, the workbook has no formula.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from ..checks.told import message
from ..checks.verdicts import number
from ..messages import translated
from . import cell, cell_text, printed_day

TEMPLATES = Path(__file__).parent
LEVELS = ("error", "warning", "info")
LEVELS_VI = {"error": "Sai lệch", "warning": "Cần xem lại", "info": "Lưu ý, cần xác nhận"}
STATUS_VI = {"failed": "Chưa đọc được", "partial": "Mới đọc một phần"}
SCOPES_VI = {"archive": "Giữa các văn bản", "document": "Trong một văn bản"}
_AROUND = 200  # letters of the sentence on each side of a quote
_STOP = re.compile(r"[.;?!](?=\s)|\n\s*\n|\n(?=\s*[-–+•*]\s)")
_WHITE = re.compile(r"\s+")
_LONG = 700  # letters of a quote that are shown

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """A document as the report names it; ``text`` is what quotes are cut from."""

    id: str
    path: str
    code: str | None
    issuer: str | None
    day: str | None
    text: str

    @property
    def name(self) -> str:
        """Code, day and issuer ("421/BC-UBND, 27/11/2023, UBND huyện …"), or the file's name."""
        told = (self.code, printed_day(self.day), self.issuer)
        return ", ".join(filter(None, told)) or Path(self.path).name or "(không tên)"


@dataclass(frozen=True, slots=True)
class Unread:
    """A file of which nothing ("failed") or not all ("partial") was checked, and why."""

    path: str
    status: str
    message: str
    remedy: str

    @property
    def name(self) -> str:
        return Path(self.path).name

    @property
    def standing(self) -> str:
        return STATUS_VI[self.status]

    @property
    def reason(self) -> str:
        """Why, in Vietnamese, beside the file's name."""
        return translated(self.message.replace(self.path, self.name), "vi")

    @property
    def advice(self) -> str:
        return translated(self.remedy, "vi")


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence of a document; ``pieces`` are its texts, each with whether it is quoted."""

    source: Source
    page: str
    pieces: tuple[tuple[str, bool], ...]

    @property
    def quoted(self) -> str:
        return "; ".join(text for text, marked in self.pieces if marked)

    @property
    def sentence(self) -> str:
        return "".join(text for text, _ in self.pieces)


@dataclass(frozen=True, slots=True)
class _Entry:
    number: int
    level: str
    kind: str
    scope: str
    message: str
    reported: str
    expected: str
    steps: tuple[str, ...]
    places: tuple[_Place, ...]


def to_html(
    findings: Iterable[Row],
    sources: Mapping[str, Source],
    *,
    made: date,
    unread: Iterable[Unread] = (),
) -> str:
    """A page to read and to print.

    Args:
        findings: records of ``Finding``.
        sources: the documents that were checked, by id.
        made: the day that the report bears.
        unread: the files that could not be checked, or not whole.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    entries = _entries(findings, sources)
    return environment.get_template("consistency.html").render(
        entries=entries,
        levels=LEVELS_VI,
        scopes=SCOPES_VI,
        summary=_summary(entries),
        count=len(sources),
        sources=_spoken_of(entries),
        unread=list(unread),
        made=printed_day(made.isoformat()),
    )


def to_xlsx(
    findings: Iterable[Row],
    sources: Mapping[str, Source],
    out: IO[bytes],
    *,
    made: date,
    unread: Iterable[Unread] = (),
) -> None:
    """A workbook: a summary, the findings, every place they quote, what was not read; one row each.

    Arguments are those of ``to_html``; the workbook is written to ``out``.
    """
    import xlsxwriter

    entries = _entries(findings, sources)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "report.xlsx"
        book = xlsxwriter.Workbook(whole)
        try:
            _fill(_Book(book), entries, len(sources), made)
            _fill_unread(_Book(book), list(unread))
        finally:
            book.close()
        with whole.open("rb") as file:
            shutil.copyfileobj(file, out)


# -- what is told --------------------------------------------------------------------------------


def _entries(findings: Iterable[Row], sources: Mapping[str, Source]) -> list[_Entry]:
    """The gravest first; of one level those between documents first."""
    ordered = sorted(findings, key=lambda f: (LEVELS.index(f["level"]), f["scope"] != "archive"))
    return [_entry(at, finding, sources) for at, finding in enumerate(ordered, 1)]


def _entry(at: int, finding: Row, sources: Mapping[str, Source]) -> _Entry:
    return _Entry(
        number=at,
        level=finding["level"],
        kind=str(message(finding["code"])["name"]),
        scope=finding["scope"],
        message=finding["message_vi"],
        reported=finding["reported"] or "",
        expected=_expected(finding["expected"]),
        steps=tuple(finding["steps"]),
        places=tuple(_places(finding["evidence"], sources)),
    )


def _expected(interval: Row | None) -> str:
    if interval is None:
        return ""
    low, high = (
        None if interval[end] is None else number(Decimal(str(interval[end])))
        for end in ("low", "high")
    )
    if low == high:
        return low or ""
    if high is None:
        return f"từ {low} trở lên"
    return f"{low} đến {high}" if low is not None else f"đến {high}"


def _places(evidence: Sequence[Row], sources: Mapping[str, Source]) -> Iterator[_Place]:
    """The sentences that are quoted, document by document; one with several quotes stands once."""
    documents: dict[str, list[Row]] = {}
    for quote in evidence:
        documents.setdefault(quote["document"], []).append(quote)
    for document, quotes in documents.items():
        text = sources[document].text
        run: list[Row] = []
        until = -1
        for quote in sorted(quotes, key=lambda q: (q["start"], q["end"])):
            start, end = _sentence(text, quote["start"], quote["end"])
            if run and start >= until:
                yield _place(run, sources[document])
                run = []
            run.append(quote)
            until = max(until, end)
        yield _place(run, sources[document])


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around a quote begins and ends."""
    floor = max(0, start - _AROUND)
    stops = [match.end() for match in _STOP.finditer(text, floor, start)]
    stop = _STOP.search(text, end, end + _AROUND)
    return (stops[-1] if stops else floor), (stop.start() if stop else end + _AROUND)


def _place(quotes: Sequence[Row], source: Source) -> _Place:
    text, at = source.text, _sentence(source.text, quotes[0]["start"], quotes[0]["end"])[0]
    end = _sentence(text, quotes[-1]["start"], quotes[-1]["end"])[1]
    pieces: list[tuple[str, bool]] = []
    for quote in quotes:
        if quote["start"] >= at:
            long = f"{quote['text'][:_LONG]} […]" if len(quote["text"]) > _LONG else quote["text"]
            pieces += [(text[at : quote["start"]], False), (long, True)]
            at = quote["end"]
    pieces.append((text[at:end], False))
    pages = sorted({quote["page"] for quote in quotes if quote["page"]})
    return _Place(
        source,
        f"trang {', '.join(map(str, pages))}" if pages else "",
        tuple((_WHITE.sub(" ", piece), marked) for piece, marked in pieces if piece),
    )


def _summary(entries: Sequence[_Entry]) -> list[tuple[str, str, str, int]]:
    """How many findings of each level, scope and kind there are."""
    counted = Counter((entry.level, entry.scope, entry.kind) for entry in entries)
    return [(*named, many) for named, many in counted.items()]


def _spoken_of(entries: Iterable[_Entry]) -> list[tuple[Source, list[int]]]:
    """The documents that findings speak of, with the findings' numbers."""
    found: dict[str, tuple[Source, dict[int, None]]] = {}
    for entry in entries:
        for place in entry.places:
            found.setdefault(place.source.id, (place.source, {}))[1][entry.number] = None
    return [(source, list(numbers)) for source, numbers in found.values()]


# -- the workbook --------------------------------------------------------------------------------


class _Book:
    """Sheets of text and numbers; every text is written as text."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#E8EEF4"}
        )
        self._body = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        self._title = book.add_format({"bold": True, "font_size": 14})

    def sheet(
        self, name: str, title: str, columns: Sequence[tuple[str, int]], rows: Iterable[Row]
    ) -> None:
        """A sheet with a title, headings of given widths and rows below; fits a landscape page."""
        sheet = self._book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.write_string(0, 0, cell_text(title), self._title)
        for column, (heading, width) in enumerate(columns):
            sheet.set_column(column, column, width)
            sheet.write_string(2, column, heading, self._head)
        sheet.freeze_panes(3, 0)
        sheet.repeat_rows(2)
        last = 2
        for last, row in enumerate(rows, 3):
            for column, (heading, _) in enumerate(columns):
                value = cell(row[heading])
                if isinstance(value, int):
                    sheet.write_number(last, column, value, self._body)
                else:
                    sheet.write_string(last, column, cell_text(str(value or "")), self._body)
        sheet.autofilter(2, 0, last, len(columns) - 1)


def _fill(book: _Book, entries: Sequence[_Entry], checked: int, made: date) -> None:
    book.sheet(
        "Tổng hợp",
        f"Kết quả kiểm tra số liệu của {checked} văn bản, ngày {printed_day(made.isoformat())}",
        (("Mức", 24), ("Phạm vi", 22), ("Loại", 48), ("Số lượng", 12)),
        (
            {"Mức": LEVELS_VI[level], "Phạm vi": SCOPES_VI[scope], "Loại": kind, "Số lượng": many}
            for level, scope, kind, many in _summary(entries)
        ),
    )
    book.sheet(
        "Phát hiện",
        "Các phát hiện",
        (("TT", 6), ("Mức", 16), ("Loại", 26), ("Nội dung", 60), ("Số đã báo cáo", 18),
         ("Số phù hợp", 20), ("Cách tính", 36), ("Văn bản", 44), ("Ý kiến xử lý", 24)),
        (
            {
                "TT": entry.number,
                "Mức": LEVELS_VI[entry.level],
                "Loại": entry.kind,
                "Nội dung": entry.message,
                "Số đã báo cáo": entry.reported,
                "Số phù hợp": entry.expected,
                "Cách tính": entry.steps,
                "Văn bản": list(dict.fromkeys(place.source.name for place in entry.places)),
                "Ý kiến xử lý": "",
            }
            for entry in entries
        ),
    )  # fmt: skip
    book.sheet(
        "Trích dẫn",
        "Các chỗ được nêu trong văn bản",
        (("Phát hiện", 10), ("Văn bản", 44), ("Trang", 10), ("Trích", 26), ("Cả câu", 80),
         ("Tệp", 40)),
        (
            {
                "Phát hiện": entry.number,
                "Văn bản": place.source.name,
                "Trang": place.page,
                "Trích": place.quoted,
                "Cả câu": place.sentence,
                "Tệp": place.source.path,
            }
            for entry in entries
            for place in entry.places
        ),
    )  # fmt: skip


def _fill_unread(book: _Book, unread: Sequence[Unread]) -> None:
    if unread:
        book.sheet(
            "Tệp chưa đọc trọn",
            "Các tệp chưa đọc được hoặc mới đọc một phần, nên chưa kiểm tra hết",
            (("Tệp", 60), ("Tình trạng", 20), ("Lý do", 60), ("Cách xử lý", 50)),
            (
                {
                    "Tệp": file.path,
                    "Tình trạng": file.standing,
                    "Lý do": file.reason,
                    "Cách xử lý": file.advice,
                }
                for file in unread
            ),
        )
