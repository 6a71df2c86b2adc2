"""Tasks in an archive: linked when asked, events and decisions only ever added."""

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from nlp.archive import Archive, open_archive
from nlp.archive.tables import decisions, events
from nlp.errors import UsageError
from nlp.model import (
    Citation,
    Directive,
    Label,
    Letterhead,
    Parsed,
    PrintedDate,
    Task,
)

from .conftest import Make

ON = date(2024, 4, 30)
ORDER = "sửa chữa trạm bơm thôn Hạ"
DONE = "Đã sửa chữa trạm bơm thôn Hạ, xong ngày 20/4/2024"


def letter(make: Make, labels: tuple[Label, ...] = ("socio_economic",)) -> Parsed:
    day = date(2024, 4, 1)
    return make(
        f"Giao Trạm Thủy lợi {ORDER}.",
        path="letter",
        header=Letterhead(
            issuer="UBND xã Tân Hảo", code="12/UBND", type="CV", date=PrintedDate("", day, day)
        ),
        directives=(
            Directive(
                "d1", f"Giao Trạm Thủy lợi {ORDER}", 0, 43, ORDER, "order",
                assignees=("Trạm Thủy lợi",), deadline=date(2024, 4, 25), labels=labels,
            ),
        ),
    )  # fmt: skip


def report(make: Make, text: str = DONE, number: int = 7) -> Parsed:
    day = date(2024, 4, 28)
    head = f"Thực hiện Công văn số 12/UBND, Trạm báo cáo ({number}): "
    return make(
        head + text,
        path=f"report{number}",
        header=Letterhead(
            issuer="Trạm Thủy lợi", code=f"{number}/BC-TTL", type="BC",
            date=PrintedDate("", day, day),
        ),
        citations=(
            Citation("Công văn số 12/UBND", 10, 29, "12", "UBND", "CV", role="reply_to"),
        ),
        tasks=(Task("t1", text, len(head), len(head) + len(text), status="done"),),
    )  # fmt: skip


def log(archive: Archive, table: sa.Table) -> list[tuple[object, ...]]:
    with archive._engine.begin() as connection:
        return [tuple(row) for row in connection.execute(sa.select(table).order_by(table.c.seq))]


def test_a_report_proposes_and_a_decision_closes(archive: Archive, make: Make) -> None:
    archive.add(letter(make), fingerprint="f")
    (row,) = archive.tasks(on=ON)
    assert (row["state"], row["proposed"], row["events"]) == ("overdue", None, [])
    archive.add(report(make), fingerprint="f")
    (row,) = archive.tasks(on=ON)
    (event,) = row["events"]
    assert (row["state"], event["kind"]) == ("overdue", "reported_done")
    assert archive.tasks(on=ON, state="proposed") == (row,)
    found = archive.search("", state="proposed", facets=True)
    assert [hit["id"] for hit in found] == [row["id"]]
    assert found.facets["state"] == (("overdue", 1), ("proposed", 1))
    archive.tracking.decide("link", event["id"], "accept", who="Lan")
    (row,) = archive.tasks(on=ON, state="done")
    assert row["events"][0]["decided_by"] == "Lan"
    archive.tracking.decide("link", event["id"], "undo", who="Lan")
    assert [r["state"] for r in archive.tasks(on=ON)] == ["overdue"]
    assert len(log(archive, decisions)) == 2


def test_a_corrected_event_counts_as_corrected(archive: Archive, make: Make) -> None:
    archive.add(letter(make), fingerprint="f")
    archive.add(report(make), fingerprint="f")
    (row,) = archive.tasks(on=ON)
    correction = {"kind": "reported_not_done"}
    archive.tracking.decide("link", row["events"][0]["id"], "correct", who="Lan", value=correction)
    assert [r["state"] for r in archive.tasks(on=ON)] == ["not_done"]


def test_linking_again_adds_nothing(archive: Archive, make: Make) -> None:
    archive.add(letter(make), fingerprint="f")
    archive.add(report(make), fingerprint="f")
    first = archive.tasks(on=ON)
    before = log(archive, events)
    archive.add(report(make), fingerprint="f")  # read again: linked again
    assert archive.tasks(on=ON) == first
    assert log(archive, events) == before


def test_events_are_added_and_withdrawn_but_never_lost(archive: Archive, make: Make) -> None:
    archive.add(letter(make), fingerprint="f")
    archive.add(report(make), fingerprint="f")
    assert archive.tasks(on=ON)[0]["events"]
    before = log(archive, events)
    archive.add(report(make, "Thu phí chợ 40 triệu đồng", 8), fingerprint="f", path="report7")
    assert archive.tasks(on=ON)[0]["events"] == []
    assert log(archive, events)[: len(before)] == before
    assert len(log(archive, events)) > len(before)


def test_the_order_in_which_documents_come_does_not_matter(tmp_path: Path, make: Make) -> None:
    found = []
    for name, papers in (("a", [letter(make), report(make)]), ("b", [report(make), letter(make)])):
        with open_archive(tmp_path / name) as archive:
            for paper in papers:
                archive.add(paper, fingerprint="f")
                archive.tasks(on=ON)
            found.append(archive.tasks(on=ON))
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("state", "count"),
    [
        ("overdue", 1),
        ("Đang thực hiện quá hạn", 1),
        ("dang thuc hien qua han", 1),
        ("open", 1),
        ("late", 1),
        ("done", 0),
        ("tạm dừng", 0),
    ],
)
def test_states_by_code_group_or_official_words(
    state: str, count: int, archive: Archive, make: Make
) -> None:
    archive.add(letter(make), fingerprint="f")
    assert len(archive.tasks(state=state, on=ON)) == count


def test_a_state_that_is_none(archive: Archive) -> None:
    with pytest.raises(UsageError, match="no state"):
        archive.tasks(state="lost")


def test_a_task_is_not_there_before_its_letter(archive: Archive, make: Make) -> None:
    archive.add(letter(make), fingerprint="f")
    assert archive.tasks(on=date(2024, 3, 31)) == ()
