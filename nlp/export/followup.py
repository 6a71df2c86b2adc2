"""Followed tasks -> the follow-up sheet that offices keep, in Vietnamese.

The columns are those of the follow-up of tasks that a Party committee or a People's Committee
gives: which document, what, who, by when, how it stands, with what result. As a workbook it is laid
out for an officer: days are days, so that they sort and filter; text is text and never a formula.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import IO, Any

from . import SHEET_ROWS, Row, cell, cell_text, printed_day, whole, write

_REPORTING = frozenset({"reported_done", "progressed", "reported_not_done", "planned"})
_LATE = frozenset({"overdue", "done_late"})
_HEAD = 2  # the row of the headings: a title and an empty row above
# Heading and width; what is wider than a page's share wraps.
_COLUMNS = (
    ("TT", 5), ("Số, ký hiệu", 18), ("Ngày ban hành", 12), ("Cơ quan giao", 22),
    ("Nội dung nhiệm vụ", 55), ("Cơ quan chủ trì", 26), ("Cơ quan phối hợp", 26),
    ("Thời hạn", 14), ("Tình trạng", 20), ("Đề xuất (chờ xác nhận)", 20), ("Ngày hoàn thành", 12),
    ("Kết quả thực hiện", 50), ("Văn bản báo cáo", 18), ("Đôn đốc, gia hạn", 26), ("Mã", 18),
)  # fmt: skip


def follow_up(
    tasks: Iterable[Row], *, day: Callable[[str | None], Any] = printed_day
) -> Iterator[Row]:
    """Followed tasks as rows of the sheet; ``day`` makes a cell of an ISO day."""
    for number, task in enumerate(tasks, 1):
        counted = [event for event in task["events"] if event["counts"]]
        reports = [e for e in counted if e["kind"] in _REPORTING]
        last = reports[-1] if reports else None
        yield {
            "TT": number,
            "Số, ký hiệu": task["document_code"],
            "Ngày ban hành": day(task["opened"]),
            "Cơ quan giao": task["issuer"],
            "Nội dung nhiệm vụ": task["action"],
            "Cơ quan chủ trì": task["owners"],
            "Cơ quan phối hợp": task["collaborators"],
            "Thời hạn": day(task["deadline"]) or task["deadline_text"],
            "Tình trạng": task["state_vi"],
            "Đề xuất (chờ xác nhận)": task["proposed_vi"],
            "Ngày hoàn thành": day(task["done_on"]),
            "Kết quả thực hiện": last and last["text"],
            "Văn bản báo cáo": last and (last["code"] or last["path"]),
            "Đôn đốc, gia hạn": [
                f"{e['code'] or e['path']} ({printed_day(e['day'])})"
                for e in counted
                if e["kind"] not in _REPORTING
            ],
            "Mã": task["id"],
        }


def write_follow_up(
    tasks: Sequence[Row], format: str, out: str | Path | IO[bytes], *, on: date
) -> None:
    """Write the sheet as it stands on day ``on`` to a file or an open binary stream.

    Raises:
        UsageError: there is no such format, or the file cannot be written.
        MissingDependencyError: the format's package is not installed.
    """
    if format != "xlsx":
        write(follow_up(tasks), format, out)
        return
    import xlsxwriter

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tasks.xlsx"
        with xlsxwriter.Workbook(path, {"constant_memory": True, "tmpdir": folder}) as book:
            _fill(book, tasks, on)
        with whole(out) as stream:
            stream.write(path.read_bytes())


def _fill(book: Any, tasks: Sequence[Row], on: date) -> None:
    told = f"THEO DÕI NHIỆM VỤ ĐƯỢC GIAO, đến ngày {printed_day(on.isoformat())}"
    looks = _Looks(book)
    rows = zip(tasks, follow_up(tasks, day=_day), strict=True)
    room = SHEET_ROWS - _HEAD - 1
    for number in range(1 + max(0, len(tasks) - 1) // room):
        sheet = _sheet(book, f"Nhiệm vụ {number + 1}" if number else "Nhiệm vụ", told, looks)
        row = _HEAD
        for row, (task, values) in enumerate(islice(rows, room), _HEAD + 1):
            for column, (heading, _) in enumerate(_COLUMNS):
                late = heading == "Tình trạng" and task["state"] in _LATE
                _write_cell(sheet, row, column, values[heading], looks, late=late)
        sheet.autofilter(_HEAD, 0, row, len(_COLUMNS) - 1)
    sheet = book.add_worksheet("Tổng hợp")
    sheet.set_column(0, 0, 36)
    sheet.write_string(0, 0, told, looks.title)
    counted = Counter(task["state_vi"] for task in tasks)
    counted["Tổng số"] = len(tasks)
    for row, (state, many) in enumerate(counted.items(), _HEAD):
        sheet.write_string(row, 0, state, looks.body)
        sheet.write_number(row, 1, many, looks.body)


class _Looks:
    """The formats of a workbook."""

    def __init__(self, book: Any) -> None:
        plain = {"text_wrap": True, "valign": "top", "border": 1}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.head = book.add_format(
            plain | {"bold": True, "align": "center", "bg_color": "#E8EEF4"}
        )
        self.body = book.add_format(plain)
        self.day = book.add_format(plain | {"num_format": "dd/mm/yyyy", "align": "center"})
        self.late = book.add_format(plain | {"bold": True, "font_color": "#B00020"})


def _sheet(book: Any, name: str, title: str, looks: _Looks) -> Any:
    """An empty sheet with a title and headings that stay in sight and on every printed page."""
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.freeze_panes(_HEAD + 1, 0)
    sheet.repeat_rows(_HEAD)
    sheet.write_string(0, 0, title, looks.title)
    for column, (heading, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(_HEAD, column, heading, looks.head)
    return sheet


def _write_cell(
    sheet: Any, row: int, column: int, value: Any, looks: _Looks, *, late: bool
) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, looks.day)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, looks.body)
    elif text := cell(value):
        sheet.write_string(row, column, cell_text(str(text)), looks.late if late else looks.body)
    else:
        sheet.write_blank(row, column, None, looks.body)


def _day(day: str | None) -> date | str | None:
    """An ISO day as a day; as text where a workbook has none (its days begin in 1900)."""
    found = date.fromisoformat(day) if day else None
    return found if found is None or found.year >= 1900 else printed_day(day)
