"""One bad document never stops the rest: it is named, with the reason, and a rerun goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from nlp.archive import Archive, open_archive
from nlp.batch import Outcome, Report, failed_document, ingest, printable, walk
from nlp.errors import ConfigurationError, DamagedFileError, UnsafeInputError, VanbanError
from nlp.settings import Settings

QUICK = Settings(timeout=1.0, max_memory=300_000_000)
GOOD = 6


def poisoned() -> Callable[[Path, Settings], tuple]:
    """A worker's task that does to its process what the text says."""

    def work(path, settings):
        import ctypes
        import hashlib
        import os
        import sys
        import time

        from nlp.errors import ConfigurationError, EncryptedFileError
        from nlp.model import Footer, Letterhead, Parsed, Source

        text = path.read_text("utf-8")
        match text.split()[0]:
            case "exit":
                os._exit(3)
            case "crash":
                ctypes.string_at(0)
            case "hang":
                time.sleep(600)
            case "deaf":  # a loop in native code, with the lock of the interpreter held
                ctypes.PyDLL(None).sleep(600)
            case "eat":
                bytearray(2_000_000_000)
            case "fault":
                raise ZeroDivisionError("oh")
            case "locked":
                raise EncryptedFileError("it has a password", remedy="remove it")
            case "rules":
                raise ConfigurationError("a table is broken")
            case "slow":
                time.sleep(0.15)
            case "half":  # half a letter, which no database stores
                text += "\ud800"
            case "print":
                sys.stdout.write("a library talks")
                os.write(1, b"and its native part too\n")
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        shown = os.fspath(path).encode("utf-8", "backslashreplace").decode()
        source = Source(shown, "text/plain", len(text), sha256, "txt")
        return Parsed(f"sha256:{sha256}", source, "ok", text, Letterhead(), Footer()), []

    return work


@pytest.fixture
def archive(tmp_path: Path):
    with open_archive(tmp_path / "kho.db") as archive:
        yield archive


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "văn bản"
    folder.mkdir()
    for number in range(GOOD):
        (folder / f"tốt {number}.txt").write_text(f"tốt {number}", "utf-8")
    return folder


def put(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")


def run(folder: Path, archive: Archive, **options) -> Report:
    options = {"jobs": 2, "settings": QUICK, "work": poisoned()} | options
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


SCRIPT = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_batch import poisoned
from nlp.archive import open_archive
from nlp.batch import ingest

def told(*_):
    print("one", flush=True)

with open_archive({db!r}) as archive:
    try:
        ingest([{folder!r}], archive, jobs=1, work=poisoned(), progress=told)
    except KeyboardInterrupt:
        sys.exit(130)
"""


@pytest.mark.slow
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_stopped_goes_on(folder: Path, tmp_path: Path, sent: int) -> None:
    for number in range(9):
        put(folder, **{f"chậm{number}": f"slow {number}"})
    script = SCRIPT.format(
        tests=str(Path(__file__).parent), db=str(tmp_path / "kho.db"), folder=str(folder)
    )
    before = set(workers())
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as driver:
        assert driver.stdout is not None
        for _ in range(3):
            assert driver.stdout.readline() == b"one\n"
        driver.send_signal(sent)
        driver.stdout.read()
    assert driver.returncode == (130 if sent == signal.SIGINT else -sent)
    with open_archive(tmp_path / "kho.db") as archive:
        held = archive.status()["documents"]
        assert 3 <= held < GOOD + 9
        report = run(folder, archive)
        assert report.count("unchanged") == held
        assert archive.status()["documents"] == GOOD + 9
    deadline = time.monotonic() + 5
    while set(workers()) - before and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not set(workers()) - before, "the stopped run left workers behind"


def workers() -> list[str]:
    """The worker processes of this user's batches (Linux)."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if b"loky" in (process / "cmdline").read_bytes():
                found.append(process.name)
        except OSError:  # it has ended
            continue
    return found


# -- which files ---------------------------------------------------------------------------------


def walked(*paths: Path, **options) -> tuple[list[str], list[str]]:
    refused: list[str] = []
    found = walk(paths, refused=lambda path, error: refused.append(path.name), **options)
    return [path.name for path in found], refused


def test_a_walk_is_in_order_and_finds_each_file_once(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a/3.pdf", "z.docx", ".git/x", "a/~$3.docx", "a/.hidden"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    names = ["z.docx", "3.pdf", "1.txt", "2.txt"]
    assert walked(tmp_path) == (names, [])
    assert walked(tmp_path / "b" / "2.txt", tmp_path, tmp_path / "b")[0] == ["2.txt", *names[:3]]
    left = frozenset({tmp_path / "z.docx"})
    assert walked(tmp_path, leave_out=left)[0] == names[1:]


def test_a_walk_ends_and_stays_inside(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.txt").touch()
    (inside / "up").symlink_to(tmp_path)
    (inside / "self").symlink_to("self")
    (inside / "gone.txt").symlink_to("nowhere")
    (inside / "file.txt").symlink_to(tmp_path / "secret.txt")
    assert walked(inside) == (["file.txt", "gone.txt", "self"], [])


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
    report = ingest([folder, folder / "none"], archive, settings=QUICK, work=poisoned())
    assert failures(report) == {"ống": "unreadable", "mất": "unreadable", "none": "unreadable"}


def test_the_archive_itself_is_not_read(folder: Path) -> None:
    with open_archive(folder / "archive.db") as archive:
        report = run(folder, archive)
    assert len(report.outcomes) == GOOD


def test_a_path_is_always_printable() -> None:
    odd = os.fsdecode(b"/a\xff/\xc4\x91")
    assert printable(odd) == "/a\\xff/đ"


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
