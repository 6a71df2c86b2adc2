"""One bad document never stops the rest: it is named, with the reason, and a rerun goes on."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from nlp.archive import Archive, open_archive
from nlp.batch import Outcome, Report, failed_document, ingest
from nlp.errors import (
    ConfigurationError,
    DamagedFileError,
    UnsafeInputError,
    UsageError,
    VanbanError,
)
from nlp.settings import Settings

from .conftest import GOOD, held, put
from .works import work

QUICK = Settings(timeout=1.0, max_memory=300_000_000)


def run(folder: Path, archive: Archive, **options) -> Report:
    options = {"jobs": 2, "settings": QUICK, "work": work} | options
    return ingest([folder], archive, **options)


def failures(report: Report) -> dict[str, str]:
    return {Path(o.path).stem: o.code for o in report.outcomes if o.status == "failed"}


POISONS = {
    "exit": "crashed",
    "crash": "crashed",
    "hang": "timeout",
    "deaf": "timeout",
    "eat": "unsafe",
    "fault": "internal",
    "locked": "encrypted",
    "half": "internal",
}


@pytest.mark.slow
def test_poisonous_documents_are_named_and_the_rest_is_done(folder: Path, archive: Archive) -> None:
    put(folder, **{poison: poison for poison in POISONS})
    report = run(folder, archive)
    assert failures(report) == POISONS
    assert report.count("ok") == archive.status()["documents"] == GOOD
    assert report.exit_code == 1
    listed = {row["code"] for row in archive.status()["not_read_whole"]}
    assert listed == set(POISONS.values())


def test_one_worker_is_isolated_too(folder: Path, archive: Archive) -> None:
    put(folder, độc="exit")
    report = run(folder, archive, jobs=1)
    assert (failures(report), report.count("ok")) == ({"độc": "crashed"}, GOOD)


def test_the_same_content_twice_is_one_document(folder: Path, archive: Archive) -> None:
    put(folder, a="cùng một bản", b="cùng một bản", c="fault", d="fault")
    report = run(folder, archive)
    assert (report.count("ok"), report.count("unchanged")) == (GOOD + 1, 1)
    assert failures(report) == {"c": "internal", "d": "internal"}
    assert archive.status()["documents"] == GOOD + 1
    assert archive.status()["files"] == {"ok": GOOD + 2, "failed": 2}


def test_a_second_run_reads_only_what_is_new(folder: Path, archive: Archive) -> None:
    put(folder, hỏng="locked")
    run(folder, archive)
    put(folder, hỏng="đã mở khoá", mới="văn bản mới")
    report = run(folder, archive)
    assert (report.count("ok"), report.count("unchanged"), report.exit_code) == (2, GOOD, 0)
    assert archive.status()["not_read_whole"] == ()


def test_other_settings_read_anew(folder: Path, archive: Archive) -> None:
    run(folder, archive)
    other = Settings(max_characters=1000)
    assert run(folder, archive, settings=other).count("ok") == GOOD
    assert archive.status()["documents"] == GOOD


def test_a_broken_configuration_ends_the_run(folder: Path, archive: Archive) -> None:
    put(folder, a="rules")
    with pytest.raises(ConfigurationError, match="a table is broken"):
        run(folder, archive)


def test_workers_that_cannot_start_end_the_run(
    folder: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_arguments):
        import os

        os._exit(9)

    monkeypatch.setattr("nlp.batch.pool.read_one", dies)
    with pytest.raises(VanbanError, match=r"end before they read anything.*vanban doctor"):
        run(folder, archive)


def test_a_file_that_is_still_written_is_not_read_half(folder: Path, archive: Archive) -> None:
    put(folder, lớn="grow 1")
    report = run(folder, archive)
    assert failures(report) == {"lớn": "unreadable"}
    assert [o.message for o in report.troubled] == [f"{folder}/lớn.txt changed while it was read"]
    assert archive.status()["documents"] == GOOD


def test_the_report_of_a_run(folder: Path, archive: Archive, tmp_path: Path) -> None:
    put(folder, lạ="fault", a="tốt 1")
    written = tmp_path / "run.json"
    seen: list[str] = []

    def look(*_: object) -> None:
        seen.append(json.loads(written.read_text("utf-8"))["ended"])

    run(folder, archive, report_to=written, progress=look)
    told = json.loads(written.read_text("utf-8"))
    assert set(seen) == {"running"}
    assert (told["ended"], told["readers"]) == ("done", "2 processes")
    assert told["counts"] == {"ok": GOOD, "partial": 0, "failed": 1, "unchanged": 1}
    assert told["troubles"] == {"internal": 1}
    assert told["documents_per_second"] > 0
    assert 1e7 < told["worker_memory"] < 1e9
    assert 1e7 < told["driver_memory"] < 4e9
    (failed,) = (one for one in told["documents"] if one["status"] == "failed")
    assert failed["message"] == f"{folder}/lạ.txt: ZeroDivisionError: oh"
    assert failed["remedy"]
    assert list(tmp_path.glob(".run.json*")) == []


@pytest.mark.parametrize(
    ("error", "ended"), [(KeyboardInterrupt(), "interrupted"), (OSError("oh"), "failed")]
)
def test_a_run_that_is_stopped_reports_what_was_done(
    folder: Path, archive: Archive, tmp_path: Path, error: BaseException, ended: str
) -> None:
    def stop(_outcome: Outcome, done: int, _total: int) -> None:
        if done == 3:
            raise error

    written = tmp_path / "run.json"
    with pytest.raises(type(error)):
        run(folder, archive, report_to=written, progress=stop)
    told = json.loads(written.read_text("utf-8"))
    assert (told["ended"], told["counts"]["ok"]) == (ended, 3)
    assert {one["path"] for one in told["documents"]} == held(archive)


@pytest.mark.parametrize("place", ["none", "a file"])
def test_a_report_that_cannot_be_written_is_known_before_the_work(
    folder: Path, archive: Archive, tmp_path: Path, place: str
) -> None:
    (tmp_path / "a file").touch()
    with pytest.raises(UsageError, match="cannot be written"):
        run(folder, archive, report_to=tmp_path / place / "run.json")
    assert archive.status()["documents"] == 0


def test_every_outcome_is_told_once(folder: Path, archive: Archive) -> None:
    put(folder, a="fault", b="tốt 1", c="")
    seen: list[tuple[str, int, int]] = []
    report = run(folder, archive, progress=lambda o, done, of: seen.append((o.path, done, of)))
    assert [path for path, _, _ in seen] == [outcome.path for outcome in report.outcomes]
    assert [done for _, done, _ in seen] == list(range(1, GOOD + 4))
    assert {of for _, _, of in seen} == {GOOD + 3}
    assert failures(report) == {"a": "internal", "c": "unreadable"}


def test_workers_do_not_write_to_stdout(
    folder: Path, archive: Archive, capfd: pytest.CaptureFixture[str]
) -> None:
    put(folder, a="print")
    run(folder, archive)
    assert capfd.readouterr().out == ""


# -- which files ---------------------------------------------------------------------------------


def test_a_folder_that_cannot_be_listed_is_a_failure(
    folder: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "kín").mkdir()
    real = os.scandir

    def scandir(path):
        if str(path).endswith("kín"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    report = run(folder, archive)
    assert failures(report) == {"kín": "unreadable"}
    assert report.count("ok") == GOOD


def test_odd_names(folder: Path, archive: Archive) -> None:
    names = ["xuống\ndòng.txt", "dấu ' \" `$(x).txt", "-rf", "NFD e\u0302\u0301.txt", "a" * 200]
    for number, name in enumerate(names):
        (folder / name).write_text(f"lạ {number}", "utf-8")
    with open(os.fsencode(folder) + b"/kh\xf4ng ph\xe1i UTF-8", "wb") as file:  # noqa: PTH123
        file.write(b"lat-in")
    report = run(folder, archive)
    assert report.exit_code == 0
    assert {Path(o.path).name for o in report.outcomes} >= {*names, "kh\\xf4ng ph\\xe1i UTF-8"}


def test_what_is_no_file(folder: Path, archive: Archive) -> None:
    os.mkfifo(folder / "ống")
    (folder / "mất").symlink_to("nowhere")
    report = ingest([folder, folder / "none"], archive, settings=QUICK, work=work)
    assert failures(report) == {"ống": "unreadable", "mất": "unreadable", "none": "unreadable"}


def test_the_archive_itself_is_not_read(folder: Path) -> None:
    with open_archive(folder / "archive.db") as archive:
        report = run(folder, archive)
    assert len(report.outcomes) == GOOD


def test_the_record_of_a_failure_is_a_document() -> None:
    record = failed_document("a.pdf", "cut short", code="damaged").to_dict()
    assert (record["status"], record["source"]["path"]) == ("failed", "a.pdf")
    assert record["problems"][0]["message"] == "cut short"


@pytest.mark.parametrize(
    ("code", "kind"),
    [("damaged", DamagedFileError), ("internal", VanbanError), ("timeout", UnsafeInputError)],
)
def test_an_outcome_is_an_error_again(code: str, kind: type[VanbanError]) -> None:
    error = Outcome("a.pdf", "failed", code=code, message="oh", remedy="ah").error()
    assert (type(error), str(error)) == (kind, "a.pdf: oh (ah)")
