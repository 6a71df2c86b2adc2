"""The follow-up sheet: days are days, texts are texts, and an officer finds the headings."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from typing import Any

from nlp.export.followup import follow_up, write_follow_up

ON = date(2024, 4, 10)


def event(kind: str, day: str, code: str | None, *, counts: bool = True) -> dict[str, Any]:
    return {"kind": kind, "day": day, "code": code, "path": "a.pdf", "text": kind, "counts": counts}


def task(**changed: Any) -> dict[str, Any]:
    return {
        "id": "0f:d1",
        "document_code": "12/UBND-VP",
        "opened": "2024-02-05",
        "issuer": "UBND huyện Sơn Cẩm",
        "action": "sửa 03 cầu treo",
        "owners": ["UBND xã Tân Hảo", "UBND xã Phổ Bình"],
        "collaborators": [],
        "deadline": "2024-03-31",
        "deadline_text": "trước ngày 31/3/2024",
        "state": "overdue",
        "state_vi": "đang thực hiện quá hạn",
        "proposed_vi": None,
        "done_on": None,
        "events": [],
    } | changed


def sheets(*tasks: dict[str, Any]) -> list[str]:
    out = io.BytesIO()
    write_follow_up(tasks, "xlsx", out, on=ON)
    with zipfile.ZipFile(out) as file:
        names = sorted(n for n in file.namelist() if "/sheet" in n)
        return [file.read(name).decode() for name in names]


def cells(sheet: str) -> dict[str, str]:
    """What stands in each cell that is not empty."""
    found = re.findall(r'<c r="([A-Z]+\d+)"[^>/]*>(.*?)</c>', sheet)
    return {place: re.sub(r"<[^>]*>", "", inner) for place, inner in found}


def test_a_row_tells_the_last_report_and_who_reminded() -> None:
    events = [
        event("reported_not_done", "2024-02-20", "5/BC-UBND"),
        event("reminded", "2024-03-01", "20/UBND-VP"),
        event("progressed", "2024-03-20", None),
        event("reported_done", "2024-04-01", "9/BC-UBND", counts=False),
    ]
    (row,) = follow_up([task(events=events)])
    assert row["Kết quả thực hiện"] == "progressed"
    assert row["Văn bản báo cáo"] == "a.pdf"
    assert row["Đôn đốc, gia hạn"] == ["20/UBND-VP (01/3/2024)"]
    assert row["Thời hạn"] == "31/3/2024"


def test_without_a_day_the_words_of_the_deadline_stand() -> None:
    (row,) = follow_up([task(deadline=None, deadline_text="hằng tháng")])
    assert row["Thời hạn"] == "hằng tháng"


def test_the_workbook_is_laid_out_for_an_officer() -> None:
    sheet, total = sheets(task(), task(state="on_track", state_vi="trong hạn", deadline=None))
    found = cells(sheet)
    assert found["A1"] == "THEO DÕI NHIỆM VỤ ĐƯỢC GIAO, đến ngày 10/4/2024"
    assert (found["E3"], found["H3"]) == ("Nội dung nhiệm vụ", "Thời hạn")
    assert found["F4"] == "UBND xã Tân Hảo; UBND xã Phổ Bình"
    since_1900 = (date(2024, 3, 31) - date(1899, 12, 30)).days
    assert found["H4"] == str(since_1900)
    assert found["H5"] == "trước ngày 31/3/2024"
    assert '<autoFilter ref="A3:O5"/>' in sheet
    assert 'state="frozen"' in sheet
    assert list(cells(total).values())[1:] == [
        "đang thực hiện quá hạn", "1", "trong hạn", "1", "Tổng số", "2",
    ]  # fmt: skip


def test_no_text_is_a_formula() -> None:
    sheet, _ = sheets(task(action="=1+1", issuer="@SUM(A1)", document_code="-2/CV"))
    assert "<f>" not in sheet
    assert cells(sheet)["E4"] == "=1+1"


def test_a_day_that_a_workbook_does_not_know_is_text() -> None:
    assert cells(sheets(task(deadline="1899-04-30"))[0])["H4"] == "30/4/1899"


def test_no_tasks_are_a_sheet_too() -> None:
    sheet, total = sheets()
    assert cells(sheet)["A3"] == "TT"
    assert list(cells(total).values())[1:] == ["Tổng số", "0"]
