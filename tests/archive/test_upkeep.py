"""Archives are taken forward, copied and verified; nothing is lost or hidden on the way."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from nlp.archive import Archive, open_archive, upkeep
from nlp.archive.tables import ARCHIVE_VERSION, documents, events, figures, files, meta
from nlp.errors import ArchiveError, MissingDependencyError, UnreadableInputError, UsageError
from nlp.model import Parsed

from .server import Server, programs

VERSIONS = Path(__file__).parent / "versions"  # archives as older programs made them


def old(path: Path, version: int) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.executescript((VERSIONS / f"{version}.sql").read_text("utf-8"))
    return path


def shape(path: Path) -> dict[tuple[str, str], object]:
    """The columns of each table and the indexes, whatever their order."""
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute("SELECT type, name FROM sqlite_master").fetchall()
        return {
            (kind, name): sorted(
                row[1:6] for row in connection.execute(f"PRAGMA table_info({name})")
            )
            for kind, name in names
            if not name.startswith("sqlite_") and kind in ("table", "index")
        }


# -- migration -----------------------------------------------------------------------------------


def test_there_is_a_step_and_an_old_archive_for_every_version() -> None:
    assert sorted(upkeep.STEPS) == list(range(1, ARCHIVE_VERSION))
    assert {path.stem for path in VERSIONS.iterdir()} == {str(v) for v in upkeep.STEPS}


@pytest.mark.parametrize("version", sorted(upkeep.STEPS))
def test_an_older_archive_is_taken_forward(version: int, tmp_path: Path) -> None:
    path = old(tmp_path / "kho.db", version)
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match=rf"version {version}.*vanban archive migrate"):
        open_archive(path)
    assert path.read_bytes() == before

    done = upkeep.migrate(path)
    assert (done["before"], done["after"]) == (version, ARCHIVE_VERSION)
    with closing(sqlite3.connect(done["backup"])) as saved:
        (kept,) = saved.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
    assert kept == str(version)

    with open_archive(path, create=False) as archive:
        assert {line["status"] for line in archive.verify()} == {"ok"}
        assert [row["document_code"] for row in archive.search("sua chua tram bom")] == [
            "12/UBND-VX"
        ]
        assert [row["value"] for row in archive.figures(indicator="don khieu nai")] == [12]
        assert len(archive.tasks(on=date(2024, 4, 2))) == 1
        archive.check()
    open_archive(tmp_path / "new.db").close()
    assert shape(path) == shape(tmp_path / "new.db")
    assert upkeep.migrate(path) == done | {"before": ARCHIVE_VERSION, "backup": None}


def test_a_migration_that_fails_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = old(tmp_path / "kho.db", 1)

    def broken(connection: object) -> None:
        raise RuntimeError("no more")

    monkeypatch.setattr(upkeep.index, "rebuild", broken)
    with pytest.raises(RuntimeError):
        upkeep.migrate(path)
    old(tmp_path / "same.db", 1)
    assert shape(path) == shape(tmp_path / "same.db")


@pytest.mark.parametrize("act", [open_archive, upkeep.migrate])
def test_a_newer_archive_is_refused(act, place: str) -> None:
    with open_archive(place) as archive, archive._writer.begin() as connection:
        connection.execute(meta.update().values(value="99"))
    with pytest.raises(ArchiveError, match=r"version 99.*newer vanban"):
        act(place)


def test_two_take_an_archive_forward_at_once(tmp_path: Path) -> None:
    path = old(tmp_path / "kho.db", 2)
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(upkeep.migrate, [path, path]))
    assert {answer["after"] for answer in done} == {ARCHIVE_VERSION}
    (saved,) = {answer["backup"] for answer in done} - {None}
    with closing(sqlite3.connect(saved)) as backup:
        assert backup.execute("SELECT value FROM meta WHERE key = 'version'").fetchone() == ("2",)
    with open_archive(path, create=False) as archive:
        assert {line["status"] for line in archive.verify()} == {"ok"}


def test_nothing_to_migrate(place: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError, match="no archive"):
        upkeep.migrate(place)
    assert list(tmp_path.iterdir()) == []


# -- backup --------------------------------------------------------------------------------------


def test_a_backup_is_an_archive(tmp_path: Path, full: Parsed) -> None:
    with open_archive(tmp_path / "kho.db") as archive:
        archive.add(full, fingerprint="f")
        with archive._writer.begin():  # somebody writes
            made = archive.backup(tmp_path / "copy.db")
    assert made == tmp_path / "copy.db"
    with open_archive(made, create=False) as copy:
        assert list(copy.parsed()) == [full]
        assert {line["status"] for line in copy.verify()} == {"ok"}
    assert {path.suffix for path in tmp_path.glob("*copy*")} <= {".db", ".db-wal", ".db-shm"}


def test_a_backup_of_a_server_can_be_restored(
    server: Server, tmp_path: Path, full: Parsed, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = programs()
    monkeypatch.setenv("PATH", str(folder), prepend=":")
    with open_archive(server.url()) as archive:
        archive.add(full, fingerprint="f")
        made = archive.backup(tmp_path / "kho.dump")
    other = server.url()
    subprocess.run([f"{folder}/pg_restore", "--dbname", other, made], check=True)
    with open_archive(other, create=False) as copy:
        assert list(copy.parsed()) == [full]
        assert {line["status"] for line in copy.verify()} == {"ok"}


def test_a_backup_of_a_server_without_pg_dump(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = server.url().replace("vanban@", "vanban:secret@")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with open_archive(url) as archive, pytest.raises(MissingDependencyError) as caught:
        archive.backup(tmp_path / "kho.dump")
    assert "pg_dump --format=custom" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_backup_replaces_nothing(archive: Archive, tmp_path: Path) -> None:
    taken = tmp_path / "taken.db"
    taken.write_bytes(b"mine")
    for out in (taken, tmp_path, tmp_path / "none" / "copy.db"):
        with pytest.raises(UsageError, match="name a new file"):
            archive.backup(out)
    assert taken.read_bytes() == b"mine"


# -- verification --------------------------------------------------------------------------------


@pytest.fixture
def stocked(archive: Archive, full: Parsed, make, finding) -> Archive:
    archive.add(full, fingerprint="f", found=[finding(full, "error")])
    archive.add(make("Giao xã rà soát"), fingerprint="f")
    archive.add_failure("/kho/hỏng.pdf", code="damaged", message="cut short")
    archive.tasks()
    return archive


EVENT = {"event": "e", "task": "t", "withdrawn": False, "record": {}, "recorded_at": ""}


def failed(archive: Archive) -> dict[str, str]:
    return {line["name"]: line["detail"] for line in archive.verify() if line["status"] != "ok"}


def test_what_is_whole(stocked: Archive, full: Parsed) -> None:
    stocked.add(full, fingerprint="g")  # read again
    lines = stocked.verify()
    assert [line["name"] for line in lines] == ["database", "documents", "files", "tasks", "search"]
    assert {(line["status"], line["detail"], line["remedy"]) for line in lines} == {("ok", "", "")}


@pytest.mark.parametrize(
    ("change", "where", "words"),
    [
        (documents.update().values(text="khác"), "documents", "not as it was stored"),
        (figures.delete(), "documents", "not as it was stored"),
        (figures.update().values(value=7), "documents", "not as it was stored"),
        (figures.update().values(period={"start_date": "x"}), "documents", "cannot be decoded"),
        (files.delete(), "files", "held by no file"),
        (files.update().values(document=None), "files", "holds no document"),
        (events.insert().values(EVENT), "tasks", "cannot be decoded"),
    ],
)
def test_what_is_not(stocked: Archive, make, change, where: str, words: str) -> None:
    with stocked._writer.begin() as connection:
        connection.execute(change)
    assert words in failed(stocked)[where]
    remedies = {line["remedy"] for line in stocked.verify() if line["status"] == "failed"}
    assert all("backup" in remedy for remedy in remedies)


def test_an_index_that_lacks_rows(stocked: Archive) -> None:
    from nlp.archive.search import index_of

    with stocked._writer.begin() as connection:
        index_of(connection).create(connection, "directives")
    assert "1 directives are not indexed" in failed(stocked)["search"]


def test_rows_that_belong_to_nothing(tmp_path: Path, full: Parsed) -> None:
    path = tmp_path / "kho.db"
    with open_archive(path) as archive:
        archive.add(full, fingerprint="f")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM documents")
    with open_archive(path) as archive:
        found = failed(archive)
        assert "belongs to no row of documents" in found["database"]
        assert "2 figures are of no document" in found["documents"]


def test_a_damaged_file(tmp_path: Path, make) -> None:
    path = tmp_path / "kho.db"
    with open_archive(path) as archive:
        for number in range(80):
            archive.add(make(f"văn bản {number} " + "giao xã rà soát " * 40), fingerprint="f")
    whole = bytearray(path.read_bytes())
    middle = len(whole) // 2 // 4096 * 4096
    whole[middle : middle + 8 * 4096] = b"\xa5" * 8 * 4096
    path.write_bytes(whole)
    with open_archive(path) as archive:
        assert "database" in failed(archive)


# -- what is no archive --------------------------------------------------------------------------


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="is a folder"):
        open_archive(tmp_path)


def test_an_archive_cut_short(tmp_path: Path, full: Parsed) -> None:
    path = tmp_path / "kho.db"
    with open_archive(path) as archive:
        archive.add(full, fingerprint="f")
    whole = path.read_bytes()
    for size in (50, 4096, 10_000, len(whole) // 2):
        path.write_bytes(whole[:size])
        with pytest.raises(ArchiveError, match="damaged"), open_archive(path) as archive:
            list(archive.parsed())


def test_an_archive_without_a_version(place: str) -> None:
    with open_archive(place) as archive, archive._writer.begin() as connection:
        connection.execute(meta.delete())
    with pytest.raises(ArchiveError, match="damaged"):
        open_archive(place)


def test_an_archive_that_may_only_be_read(tmp_path: Path, full: Parsed) -> None:
    path = tmp_path / "kho.db"
    with open_archive(path) as archive:
        archive.add(full, fingerprint="f")
    with open_archive(f"sqlite:///file:{path}?mode=ro&uri=true") as archive:
        assert list(archive.parsed()) == [full]
        with pytest.raises(ArchiveError, match="cannot be written"):
            archive.add(full, fingerprint="g")
