"""What is stored comes back, whole, once; what cannot be opened says why."""

from __future__ import annotations

import pickle
import sqlite3
import threading
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote

import pytest

from nlp.archive import Archive, open_archive
from nlp.archive.tables import documents
from nlp.errors import ArchiveError, MissingDependencyError, UnreadableInputError, UsageError
from nlp.model import Figure, Letterhead, Parsed, PrintedDate

from .server import Server

SAMPLES = Path(__file__).parents[2] / "corpora" / "samples"
FINGERPRINT = "f"


def test_a_document_comes_back_as_it_was(archive: Archive, full: Parsed) -> None:
    archive.add(full, fingerprint=FINGERPRINT)
    assert list(archive.parsed()) == [full]


def test_what_another_process_made_ready_is_stored_alike(
    archive: Archive, full: Parsed, finding
) -> None:
    sent = pickle.dumps(archive.prepare(full, [finding(full, "error")]))
    archive.add(pickle.loads(sent), fingerprint=FINGERPRINT)
    assert list(archive.parsed()) == [full]
    assert archive.status()["findings"] == {"error": 1}


def test_reading_again_replaces(archive: Archive, full: Parsed, finding) -> None:
    for _ in range(2):
        archive.add(full, fingerprint=FINGERPRINT, found=[finding(full, "error")])
    held = archive.status()
    assert held["documents"] == 1
    assert (held["figures"], held["directives"], held["findings"]) == (2, 1, {"error": 1})
    assert len(archive.search("ra soat")) == 1


def test_a_replaced_text_is_no_longer_found(archive: Archive, make) -> None:
    path = "/kho/báo cáo.txt"
    archive.add(make("Số liệu hạn hán", path=path), fingerprint=FINGERPRINT)
    archive.add(make("Số liệu lũ lụt", path=path), fingerprint=FINGERPRINT)
    assert archive.search("hạn hán", in_="documents") == ()
    assert [row["path"] for row in archive.search("lũ lụt", in_="documents")] == [path]


def test_one_content_under_two_paths_is_one_document(archive: Archive, full: Parsed) -> None:
    archive.add(full, fingerprint=FINGERPRINT, path="/a/một.txt")
    archive.add_path("/b/hai.txt", full.source.sha256)
    assert archive.status()["documents"] == 1
    assert archive.status()["files"] == {"partial": 2}


def test_a_document_lives_while_a_path_holds_it(archive: Archive, make) -> None:
    first, second = make("bản cũ"), make("bản mới")
    archive.add(first, fingerprint=FINGERPRINT, path="/a")
    archive.add_path("/b", first.source.sha256)
    archive.add(second, fingerprint=FINGERPRINT, path="/a")
    assert {parsed.text for parsed in archive.parsed()} == {"bản cũ", "bản mới"}
    assert [row["path"] for row in archive.search("bản cũ", in_="documents")] == ["/b"]
    archive.add_path("/b", second.source.sha256)
    assert [parsed.text for parsed in archive.parsed()] == ["bản mới"]


def test_a_failure_is_listed_and_forgets_nothing(archive: Archive, make) -> None:
    archive.add(make("bản cũ"), fingerprint=FINGERPRINT, path="/a")
    archive.add_failure("/a", code="damaged", message="cut short", remedy="fetch it again")
    archive.add_failure("/x\ny", code="timeout", message="too slow")
    troubled = {row["path"]: row["code"] for row in archive.status()["not_read_whole"]}
    assert troubled == {"/a": "damaged", "/x\ny": "timeout"}
    assert [parsed.text for parsed in archive.parsed()] == ["bản cũ"]


def test_known_is_content_and_settings(archive: Archive, full: Parsed) -> None:
    archive.add(full, fingerprint=FINGERPRINT)
    assert archive.known(full.source.sha256, FINGERPRINT)
    assert not archive.known(full.source.sha256, "other settings")
    assert not archive.known("0" * 64, FINGERPRINT)


def test_partial_documents_name_their_problem(archive: Archive, full: Parsed) -> None:
    archive.add(full, fingerprint=FINGERPRINT)
    (row,) = archive.status()["not_read_whole"]
    assert (row["code"], row["message"]) == ("needs_ocr", "page 2 is a scan")


def test_an_indicator_over_periods(archive: Archive, make) -> None:
    for year, value in ((2023, 7), (2024, 9)):
        header = Letterhead(
            place="Phú Lộc", date=PrintedDate("", date(year, 6, 14), date(year, 6, 14))
        )
        figure = Figure(
            "f1", f"{value} đơn", 0, 5, Decimal(value), "đơn", "count",
            indicator="Đơn khiếu nại tiếp nhận",
        )  # fmt: skip
        archive.add(make(f"năm {year}", header=header, figures=(figure,)), fingerprint=FINGERPRINT)
    found = archive.figures(indicator="khieu nai don", place="phu loc")
    assert [(row["value"], row["document_date"]) for row in found] == [
        (7, "2023-06-14"),
        (9, "2024-06-14"),
    ]
    assert archive.figures(indicator="đơn tố cáo") == ()


@pytest.mark.parametrize("period", ["2024-H1", "2024-h1", "6 tháng đầu năm 2024"])
def test_a_period_by_name_or_in_words(archive: Archive, full: Parsed, period: str) -> None:
    archive.add(full, fingerprint=FINGERPRINT)
    assert [row["text"] for row in archive.figures(period=period)] == ["12,5 tỷ đồng"]
    assert archive.figures(period="quý III năm 2024") == ()


@pytest.mark.parametrize("period", ["", "abc", "quý I", "2024-H3", "2024-Q"])
def test_what_is_no_period_is_said(archive: Archive, period: str) -> None:
    with pytest.raises(UsageError, match="is no period"):
        archive.figures(period=period)


def test_numbers_come_out_as_printed(archive: Archive, full: Parsed) -> None:
    archive.add(full, fingerprint=FINGERPRINT)
    found = {row["text"]: row for row in archive.figures()}
    assert found["12,5 tỷ đồng"]["value"] == 12.5
    numerator = found["3/4 vụ"]["numerator"]
    assert (numerator, type(numerator)) == (3, int)


def test_tasks_bring_owner_and_deadline(archive: Archive, full: Parsed) -> None:
    archive.add(full, fingerprint=FINGERPRINT)
    on = date(2024, 7, 10)
    (row,) = archive.tasks(
        owner="XA", state="on_track", label="petition", due_before=date(2024, 7, 20), on=on
    )
    assert (row["owners"], row["deadline"]) == (["xã"], "2024-07-20")
    assert archive.task(row["id"], on=on) == row
    too_early = {"due_before": date(2024, 7, 19)}
    nothing = ({"owner": "huyện"}, {"state": "done"}, {"label": "propaganda"}, too_early)
    for filters in nothing:
        assert archive.tasks(**filters, on=on) == ()


@pytest.mark.parametrize("ref", ["", ":", "t1", "%:t1", "zzzzzzzzzzzz:t1", ":t1"])
def test_a_task_that_is_not_there(archive: Archive, full: Parsed, ref: str) -> None:
    archive.add(full, fingerprint=FINGERPRINT)
    with pytest.raises(UsageError, match="no task"):
        archive.task(ref)


def test_findings_come_gravest_first(archive: Archive, make, finding) -> None:
    for level in ("info", "error", "warning"):
        parsed = make(f"văn bản {level}")
        archive.add(parsed, fingerprint=FINGERPRINT, found=[finding(parsed, level)])
    found = archive.check()
    assert [row["level"] for row in found] == ["error", "warning", "info"]
    assert found[0]["evidence"][0]["text"] == "văn bản error"


def test_findings_between_reports_quote_both(archive: Archive) -> None:
    from nlp.parsing import parse

    for name in ("bc-tragiang-kntc-2023-h1.pdf", "bc-tragiang-kntc-2024-h1.pdf"):
        archive.add(parse(SAMPLES / name), fingerprint=FINGERPRINT, found=[])
    (row,) = [row for row in archive.check() if row["scope"] == "archive"]
    assert row["code"] == "base_differs"
    assert {quote["text"] for quote in row["evidence"]} >= {"205 lượt", "198 lượt"}
    assert list(row) == list(archive.check().to_frame().columns)


def test_every_kind_of_row_makes_a_frame(archive: Archive, full: Parsed, finding) -> None:
    archive.add(full, fingerprint=FINGERPRINT, found=[finding(full, "error")])
    for kind in ("documents", "figures", "directives", "tasks", "findings", "relations", "files"):
        (row, *_) = rows = tuple(archive.rows(kind))
        assert row
        assert {tuple(r) for r in rows} == {tuple(row)}
    frame = archive.figures().to_frame()
    assert list(frame["text"]) == ["3/4 vụ", "12,5 tỷ đồng"]
    with pytest.raises(UsageError, match="no rows of kind"):
        next(archive.rows("secrets"))


def test_readers_are_not_blocked_and_see_what_was_committed(archive: Archive, make) -> None:
    archive.add(make("một"), fingerprint=FINGERPRINT)
    with archive._writer.begin() as writing:
        writing.execute(documents.update().values(text="hai"))
        assert archive.status()["documents"] == 1
        assert [parsed.text for parsed in archive.parsed()] == ["một"]
    assert [parsed.text for parsed in archive.parsed()] == ["hai"]


def test_two_writers_wait_for_each_other(place: str, make) -> None:
    open_archive(place).close()

    def write(name: str) -> None:
        with open_archive(place) as archive:
            for number in range(10):
                archive.add(make(f"{name} {number}"), fingerprint=FINGERPRINT)
                archive.add(make(f"chung {number}"), fingerprint=FINGERPRINT)

    threads = [threading.Thread(target=write, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with open_archive(place, create=False) as archive:
        assert archive.status()["documents"] == 30


# -- what cannot be opened -----------------------------------------------------------------------


def test_no_archive(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError, match="no archive"):
        open_archive(tmp_path / "none.db", create=False)
    assert not (tmp_path / "none.db").exists()


def test_not_a_database(tmp_path: Path) -> None:
    path = tmp_path / "thư.db"
    path.write_text("Kính gửi: các xã" * 100, "utf-8")
    with pytest.raises(ArchiveError, match="not an archive"):
        open_archive(path)
    assert path.read_text("utf-8").startswith("Kính gửi")


def test_another_programs_database(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "x.db")) as connection:
        connection.execute("CREATE TABLE notes (text)")
    with pytest.raises(ArchiveError, match="not an archive"):
        open_archive(tmp_path / "x.db")


def test_a_newer_archive(tmp_path: Path) -> None:
    open_archive(tmp_path / "x.db").close()
    with closing(sqlite3.connect(tmp_path / "x.db")) as connection, connection:
        connection.execute("UPDATE meta SET value = '99'")
    with pytest.raises(ArchiveError, match=r"version 99.*newer vanban"):
        open_archive(tmp_path / "x.db")


def test_a_damaged_archive(tmp_path: Path, make) -> None:
    path = tmp_path / "x.db"
    with open_archive(path) as archive:
        for number in range(50):
            archive.add(make(f"văn bản {number}"), fingerprint=FINGERPRINT)
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
    with pytest.raises(ArchiveError, match="damaged"), open_archive(path) as archive:
        list(archive.parsed())


def test_a_locked_archive(place: str, make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nlp.archive.engine.BUSY_SECONDS", 0.1)
    with open_archive(place) as archive, open_archive(place) as other:
        with other._writer.begin(), pytest.raises(ArchiveError, match="in use"):
            archive.add(make("một"), fingerprint=FINGERPRINT)
        archive.add(make("một"), fingerprint=FINGERPRINT)


@pytest.mark.parametrize("url", ["mysql://x/y", "nothing://x", "://", "1://"])
def test_a_url_that_cannot_be_an_archive(url: str) -> None:
    with pytest.raises(UsageError, match="name a file"):
        open_archive(url)


def test_a_url_of_a_file(tmp_path: Path, full: Parsed) -> None:
    with open_archive(f"sqlite:///{tmp_path}/x.db") as archive:
        archive.add(full, fingerprint=FINGERPRINT)
    with open_archive(tmp_path / "x.db", create=False) as archive:
        assert archive.status()["documents"] == 1


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="cannot be opened"):
        open_archive(tmp_path / "none" / "x.db")


# -- a database server ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("postgresql:///kho?host=/nowhere", "cannot be reached"),
        ("postgresql://vanban@/none?host={host}&password=secret", "no such database"),
        ("postgresql://nobody:secret@/postgres?host={host}", "refuses this user"),
    ],
)
def test_a_server_that_does_not_answer(url: str, reason: str, server: Server) -> None:
    with pytest.raises(ArchiveError, match=reason) as caught:
        open_archive(url.format(host=server.folder))
    assert "secret" not in str(caught.value)
    assert caught.value.remedy


def test_no_archive_in_a_database(server: Server) -> None:
    url = server.url()
    with pytest.raises(UnreadableInputError, match="no archive"):
        open_archive(url, create=False)
    with open_archive(url.replace("postgresql", "postgres")) as archive:
        assert archive.path is None
        assert unquote(archive.status()["archive"]) == url


def test_another_programs_tables(server: Server) -> None:
    url = server.url()
    server.run("CREATE TABLE notes (text text)", url.split("/")[3].partition("?")[0])
    with pytest.raises(ArchiveError, match="not an archive"):
        open_archive(url)


def test_what_postgresql_cannot_hold_is_refused_alone(server: Server, make) -> None:
    with open_archive(server.url()) as archive:
        with pytest.raises(ValueError, match="NUL"):
            archive.add(make("một\0hai"), fingerprint=FINGERPRINT)
        archive.add(make("một"), fingerprint=FINGERPRINT)
        assert archive.status()["documents"] == 1


def test_without_its_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(MissingDependencyError, match=r"vanban\[server\]"):
        open_archive("postgresql:///kho")
