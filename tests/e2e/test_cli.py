"""The commands as a user meets them: what goes to stdout, what to stderr, and the exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import pytest
from rich.cells import cell_len
from typer.main import get_command

import nlp.cli
import nlp.cli.console
from nlp.errors import VanbanError
from nlp.model import Label

REPORT = """\
UBND HUYỆN SÔNG TRÀ
XÃ ĐÔNG HÀ
Số: 15/BC-UBND

Đông Hà, ngày 05 tháng 7 năm 2024

BÁO CÁO
Kết quả tiếp công dân 6 tháng đầu năm 2024

I. KẾT QUẢ
1. Xã đã tiếp nhận 40 đơn, gồm 25 đơn khiếu nại và {part} đơn kiến nghị.

II. NHIỆM VỤ
- Giao Công an xã chủ trì giải quyết dứt điểm các đơn thư tồn đọng trước ngày 20/8/2024.
- Tiếp tục tuyên truyền Luật Tiếp công dân trên hệ thống truyền thanh.
"""
COMMANDS = (
    "demo", "parse", "ingest", "status", "search", "figures", "check", "tasks", "export", "train",
    "evaluate", "doctor", "review",
)  # fmt: skip


@dataclass
class Result:
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Result]


class Here(Executor):
    """Workers without a process of their own: the model is loaded once for all tests."""

    def submit(self, task: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(task(*given, **named))
        except Exception as error:
            future.set_exception(error)
        return future

    def shutdown(self, **_: Any) -> None:  # type: ignore[override]
        pass


@pytest.fixture
def vanban(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run a command here; what it prints is caught at the file descriptors."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr("nlp.batch.pool.executor", lambda _jobs: Here())

    def run(*arguments: str | Path) -> Result:
        capfd.readouterr()
        monkeypatch.setattr(sys, "argv", ["vanban", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            nlp.cli.main()
        sys.stdout.flush()
        caught = capfd.readouterr()
        return Result(ended.value.code or 0, caught.out, caught.err)  # type: ignore[arg-type]

    return run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("văn bản")
    (folder / "đúng.txt").write_text(REPORT.format(part=15), "utf-8")
    (folder / "sai.txt").write_text(REPORT.format(part=17), "utf-8")
    (folder / "bản sao.txt").write_text(REPORT.format(part=15), "utf-8")
    (folder / "nhiễu.pdf").write_bytes(bytes(range(256)) * 20)
    (folder / "trống.docx").touch()
    return folder


@pytest.fixture(scope="module")
def db(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    import nlp

    path = tmp_path_factory.mktemp("kho") / "archive.db"
    with nlp.open_archive(path) as archive:
        archive.ingest(folder, jobs=1)
    return path


# -- help ----------------------------------------------------------------------------------------


def test_help_is_quick_and_names_every_command() -> None:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "nlp", "--help"], capture_output=True, text=True, check=True
    )
    assert time.monotonic() - began < 2
    for command in COMMANDS:
        assert f"\n  {command} " in done.stdout


def test_help_loads_nothing_heavy() -> None:
    script = "import sys, nlp.cli; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    heavy = {
        "numpy",
        "pandas",
        "spacy",
        "sklearn",
        "sqlalchemy",
        "underthesea",
        "loky",
        "pypdfium2",
    }
    assert not heavy & set(done.stdout.split())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_a_format(vanban: Run, command: str) -> None:
    result = vanban(command, "--help")
    assert (result.code, result.err) == (0, "")
    assert "--format" in result.out


def test_fixed_words_are_those_of_the_data_types() -> None:
    assert get_args(nlp.cli.console.Label) == get_args(Label)


# -- parse ---------------------------------------------------------------------------------------


def test_parse_one_file_is_one_line_in_a_pipe(vanban: Run, folder: Path) -> None:
    result = vanban("parse", folder / "đúng.txt")
    assert (result.code, result.err) == (0, "")
    (record,) = result.lines
    assert record["source"]["path"] == str(folder / "đúng.txt")
    assert record["text"] == REPORT.format(part=15)
    assert record["header"]["date"]["start_date"] == "2024-07-05"
    assert {"figures", "relations", "directives", "tasks", "problems"} <= set(record)


def test_parse_json_is_an_object_for_one_and_a_list_for_more(vanban: Run, folder: Path) -> None:
    one = json.loads(vanban("parse", "--format", "json", folder / "đúng.txt").out)
    several = vanban("parse", "--format", "json", folder / "đúng.txt", folder / "sai.txt").out
    assert one["schema_version"] == "1"
    assert [Path(d["source"]["path"]).name for d in json.loads(several)] == ["đúng.txt", "sai.txt"]


def test_parse_a_folder_goes_on_after_a_failure(vanban: Run, folder: Path) -> None:
    result = vanban("parse", folder)
    statuses = {Path(d["source"]["path"]).name: d["status"] for d in result.lines}
    assert result.code == 1
    assert statuses == {
        "bản sao.txt": "ok", "nhiễu.pdf": "failed", "sai.txt": "ok", "trống.docx": "failed",
        "đúng.txt": "ok",
    }  # fmt: skip
    assert len(result.err.splitlines()) == 2
    assert all(line.startswith("failed: ") for line in result.err.splitlines())


def test_parse_as_a_table_shows_the_printed_text(vanban: Run, folder: Path) -> None:
    result = vanban("parse", "--format", "table", "--lang", "vi", folder / "đúng.txt")
    assert result.code == 0
    assert "40 đơn" in result.out
    assert "chỉ tiêu" in result.out


def test_the_reference_date_reaches_the_rules(vanban: Run, folder: Path) -> None:
    assert vanban("parse", "--reference-date", "2023-01-31", folder / "đúng.txt").code == 0
    assert vanban("parse", "--reference-date", "31/01/2023", folder / "đúng.txt").code == 2


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("none.txt", None, 4),
        ("empty.txt", b"", 4),
        ("noise.bin", bytes(range(256)) * 20, 4),
        ("zip.docx", b"PK\x05\x06" + bytes(18), 4),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<<", 4),
        ("zeros.txt", bytes(5000), 4),
    ],
)
def test_a_bad_file_is_one_line_and_an_exit_code(
    vanban: Run, tmp_path: Path, name: str, content: bytes | None, code: int
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    result = vanban("parse", tmp_path / name)
    assert (result.code, result.out) == (code, "")
    (line,) = result.err.splitlines()
    assert line.startswith("error: ")
    assert name in line
    assert line.endswith(")"), "no remedy"


def test_a_file_that_is_too_large_is_refused(
    vanban: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VANBAN_MAX_BYTES", "10")
    result = vanban("parse", folder / "đúng.txt")
    assert (result.code, result.out) == (5, "")
    assert "max_bytes" in result.err


def test_a_name_with_a_newline_stays_one_line(vanban: Run, tmp_path: Path) -> None:
    (tmp_path / "a\nb.txt").touch()
    result = vanban("parse", tmp_path / "a\nb.txt")
    assert len(result.err.splitlines()) == 1


def test_an_empty_folder_is_nothing_to_do(vanban: Run, tmp_path: Path) -> None:
    result = vanban("parse", tmp_path)
    assert (result.code, result.out, result.err) == (0, "", "note: no files found\n")
    assert vanban("parse", "--quiet", tmp_path).err == ""


@pytest.mark.parametrize(
    "arguments",
    [["parse"], ["parse", "--format", "xml", "x"], ["search"], ["nothing"], ["parse", "--nothing"]],
)
def test_bad_arguments(vanban: Run, arguments: list[str]) -> None:
    result = vanban(*arguments)
    assert (result.code, result.out) == (2, "")


def test_a_bad_setting(vanban: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VANBAN_TIMEOUT", "soon")
    result = vanban("parse", folder / "đúng.txt")
    assert result.code == 9
    assert "timeout" in result.err


@pytest.mark.parametrize(
    ("error", "code", "word"),
    [
        (KeyboardInterrupt(), 130, "interrupted"),
        (ZeroDivisionError("oh"), 70, "internal error"),
        (VanbanError("oh", remedy="ah"), 70, "oh (ah)"),
    ],
)
def test_what_ends_a_command(
    vanban: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, word: str
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr("nlp.batch.run.walk", fail)
    result = vanban("parse", "x.txt")
    assert (result.code, result.out) == (code, "")
    (line,) = result.err.splitlines()
    assert word in line


def test_a_reader_that_has_seen_enough(folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "nlp", "parse", str(folder / "đúng.txt")],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


# -- the archive ---------------------------------------------------------------------------------


def test_ingest_and_ingest_again(vanban: Run, folder: Path, tmp_path: Path) -> None:
    first = vanban("ingest", folder, "--db", tmp_path / "a.db", "--jobs", "1")
    again = vanban("ingest", folder, "--db", tmp_path / "a.db", "--jobs", "1")
    assert (first.code, again.code) == (1, 1)
    assert sorted(line["status"] for line in first.lines) == [
        "failed", "failed", "ok", "ok", "unchanged",
    ]  # fmt: skip
    assert [line["status"] for line in again.lines].count("unchanged") == 3
    assert len(first.err.splitlines()) == 2


def test_status_lists_what_failed(vanban: Run, db: Path) -> None:
    (held,) = vanban("status", "--db", db).lines
    assert (held["documents"], held["files"]) == (2, {"failed": 2, "ok": 3})
    assert {Path(row["path"]).name for row in held["not_read_whole"]} == {"nhiễu.pdf", "trống.docx"}
    table = vanban("status", "--db", db, "--format", "table", "--lang", "vi")
    assert "chưa đọc trọn" in table.out


@pytest.mark.parametrize("query", ["don thu ton dong", "đơn thư", '"giải quyết dứt điểm"'])
def test_search(vanban: Run, db: Path, query: str) -> None:
    result = vanban("search", query, "--db", db)
    assert result.code == 0
    assert {row["document_code"] for row in result.lines} == {"15/BC-UBND"}
    table = vanban("search", query, "--db", db, "--format", "table")
    assert "Công an xã" in table.out


def test_search_filters(vanban: Run, db: Path) -> None:
    filters = ("--assignee", "cong an", "--due-before", "2024-08-20", "--from", "2024-07-01")
    assert vanban("search", "đơn", "--db", db, *filters).lines
    assert vanban("search", "đơn", "--db", db, "--due-before", "2024-08-19").out == ""
    wrong = vanban("search", "đơn", "--db", db, "--in", "figures", "--label", "petition")
    assert (wrong.code, wrong.out) == (2, "")


def test_figures(vanban: Run, db: Path) -> None:
    found = vanban("figures", "--db", db, "--indicator", "khieu nai").lines
    assert "25 đơn" in {row["text"] for row in found}
    assert vanban("figures", "--db", db, "--indicator", "khiếu nại", "--period", "2019").out == ""


def test_check_by_path_and_by_archive(vanban: Run, folder: Path, db: Path) -> None:
    good, bad = folder / "đúng.txt", folder / "sai.txt"
    assert (vanban("check", good).code, vanban("check", good).out) == (0, "")
    result = vanban("check", bad)
    (finding,) = result.lines
    assert (result.code, finding["level"]) == (7, "error")
    assert "40 đơn" in [quote["text"] for quote in finding["evidence"]]
    assert vanban("check", bad, "--fail-on", "never").code == 0
    assert vanban("check", "--db", db).code == 7
    table = vanban("check", bad, "--format", "table", "--lang", "vi")
    assert "“40 đơn”" in table.out
    assert "lỗi" in table.out


@pytest.mark.parametrize("format", ["html", "xlsx"])
def test_a_report_for_officers(
    vanban: Run, folder: Path, db: Path, tmp_path: Path, format: str
) -> None:
    for where in (("--db", db), (folder / "sai.txt",)):
        out = tmp_path / f"bao-cao.{format}"
        done = vanban("check", *where, "--format", format, "--out", out)
        assert (done.code, done.out) == (7, "")
        assert ("<mark>40 đơn</mark>".encode() in out.read_bytes()) == (format == "html")
    assert vanban("check", "--db", db, "--format", "json", "--out", out).code == 2


def test_a_report_counts_what_was_read(vanban: Run, folder: Path) -> None:
    said = vanban("check", folder, "--format", "html").out
    assert "đã kiểm tra 2 văn bản" in said  # two are the same, two cannot be read


@pytest.mark.parametrize(
    "command", ["parse {folder}/đúng.txt --html", "check --db {db} --format html --out",
                "export --what figures --db {db} --out", "tasks export --db {db} --out"],
)  # fmt: skip
def test_a_file_that_cannot_be_written(vanban: Run, folder: Path, db: Path, command: str) -> None:
    words = (word.format(folder=folder, db=db) for word in command.split())
    done = vanban(*words, folder / "không có" / "x")
    assert (done.code, "cannot be written" in done.err) == (2, True)


def test_tasks(vanban: Run, db: Path) -> None:
    found = vanban("tasks", "--db", db).lines
    assert found
    shown = vanban("tasks", "show", found[0]["id"], "--db", db)
    assert shown.lines == found[:1]
    assert found[0]["text"][:10] in vanban("tasks", "--db", db, "--format", "table").out
    assert vanban("tasks", "show", "000000:t1", "--db", db).code == 2


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("tasks", "--db", "x.db", "show", "a:d1"), "vanban tasks show … --db"),
        (("tasks", "--state", "late", "--on", "2024-05-01", "export"), "--state … --on"),
        (("review", "--db", "x.db", "export"), "vanban review export … --db"),
    ],
)
def test_options_that_would_be_lost_are_refused(
    vanban: Run, arguments: tuple[str, ...], named: str
) -> None:
    done = vanban(*arguments)
    assert (done.code, done.out, named in done.err) == (2, "", True)


def test_export(vanban: Run, db: Path, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(vanban("export", "--what", "figures", "--db", db).out)))
    assert "25 đơn" in {row["text"] for row in rows}
    out = tmp_path / "x.xlsx"
    done = vanban("export", "--what", "tasks", "--format", "xlsx", "--out", out, "--db", db)
    assert (done.code, done.out) == (0, "")
    assert out.read_bytes().startswith(b"PK")


@pytest.mark.parametrize("command", ["status", "search x", "figures", "check", "tasks"])
def test_no_archive(vanban: Run, tmp_path: Path, command: str) -> None:
    result = vanban(*command.split(), "--db", tmp_path / "none.db")
    assert (result.code, result.out) == (4, "")
    assert "vanban ingest" in result.err


def test_what_is_no_archive(vanban: Run, tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("không phải kho\n" * 100, "utf-8")
    assert vanban("status", "--db", tmp_path / "x.db").code == 8


def test_doctor(vanban: Run) -> None:
    names = {line["name"]: line["status"] for line in vanban("doctor").lines}
    assert names["full-text search"] == "ok"
    assert names["reader pdf"] == "ok"


def test_evaluate_scores_and_compares(vanban: Run, tmp_path: Path) -> None:
    text = "Xã tiếp nhận 40 đơn.\n"
    gold = {"id": "a", "text": text, "figures": [{"text": "40 đơn", "start": 13, "value": 40}]}
    (tmp_path / "a.json").write_text(json.dumps(gold), "utf-8")
    older = vanban("evaluate", tmp_path, "--format", "json")
    assert (older.code, json.loads(older.out)["figures"]["recall"]) == (0, 1.0)
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "x.json").write_text(older.out, "utf-8")
    again = vanban("evaluate", tmp_path, "--compare", tmp_path / "old" / "x.json")
    assert again.lines[0]["changes"]["figures"] == {"gained": [], "lost": []}
    assert vanban("evaluate", tmp_path / "none").code == 4


@pytest.mark.slow
def test_demo(vanban: Run) -> None:
    result = vanban("demo")
    assert result.code == 0
    for heading in ("documents", "figures", "findings", "directives", "tasks"):
        assert f"{heading} (" in result.out


# -- a terminal is not steered by a document ------------------------------------------------------


def test_control_characters_are_made_visible(vanban: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Giao xã \x1b[31mbáo cáo\x07 trước ngày 05/7/2024.\n", "utf-8")
    result = vanban("parse", path, "--format", "table")
    assert "\x1b" not in result.out + result.err
    assert "\x07" not in result.out + result.err


def test_output_is_utf8_whatever_the_locale(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "nlp", "parse", str(folder / "none.txt")],
        capture_output=True, env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0"}, check=False,
    )  # fmt: skip
    assert done.returncode == 4
    assert "văn bản" in done.stderr.decode("utf-8")


# -- as an officer meets it ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["chek"], 2, "Lỗi: không có lệnh 'chek'; có phải ý bạn là 'check'?"),
        (["search"], 2, "Lỗi: thiếu tham số QUERY"),
        (["export"], 2, "Lỗi: thiếu tùy chọn --what; chọn một trong: figures,"),
        (["check", "--fail-on", "x"], 2, "giá trị của '--fail-on' không hợp lệ: 'x' không thuộc"),
        (["search", "x", "--due-before", "1/2/24"], 2, "không đúng dạng NĂM-THÁNG-NGÀY"),
        (["check", "x", "--out", "y"], 2, "lỗi: --out chỉ dùng cho báo cáo rà soát (hãy thêm"),
        (["parse", "x"], 4, "lỗi: không có x (hãy kiểm tra lại đường dẫn)"),
        (["status", "--db", "x"], 4, "x (hãy tạo: vanban ingest THƯ_MỤC --db "),
    ],
)
@pytest.mark.parametrize("asked", [["--lang", "vi"], ["--lang=vi"], []])
def test_what_does_not_fit_in_vietnamese(
    vanban: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    arguments: list[str], code: int, said: str, asked: list[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    if not asked:
        monkeypatch.setenv("VANBAN_LANG", "vi")
    done = vanban(*arguments, *asked)
    if arguments == ["chek"] and asked:  # options come after a command that there is
        return
    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_bad_files_in_vietnamese(vanban: Run, folder: Path, tmp_path: Path) -> None:
    where = (folder, "--db", tmp_path / "kho của xã.db", "--format", "table", "--lang", "vi")
    done = vanban("ingest", *where)
    assert sorted(done.err.splitlines()[:2]) == [
        f"không đọc được: {folder}/nhiễu.pdf không phải văn bản: nội dung không phải chữ, cũng "
        "không thuộc định dạng nào đã biết (hãy đưa tệp PDF, DOCX hoặc TXT)",
        f"không đọc được: {folder}/trống.docx là tệp rỗng (hãy tải hoặc lưu lại tệp)",
    ]
    assert f"vanban ingest --retry failed --db '{where[2]}'" in done.err
    assert "tệp này là tệp rỗng" in vanban("status", *where[1:]).out


@pytest.mark.parametrize("options", [[], ["--report", "run.json"]])
def test_no_archive_is_made_of_nothing(
    vanban: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    done = vanban("ingest", "không có", "--db", "kho.db", *options)
    assert (done.code, "không có does not exist" in done.err) == (4, True)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "command", ["parse {folder} --html", "check {folder} --format html --out",
                "check {folder} --format xlsx --out", "ingest {folder} --db x.db --report"],
)  # fmt: skip
@pytest.mark.parametrize("out", ["không có/x", "."])
def test_a_file_is_tried_before_the_work(
    vanban: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    command: str, out: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("nlp.batch.pool.executor", lambda _jobs: pytest.fail("it reads"))
    assert vanban(*command.format(folder=folder).split(), out).code == 2
    assert not list(tmp_path.iterdir())


def test_a_device_is_written_to_and_not_replaced(vanban: Run, folder: Path) -> None:
    assert vanban("parse", folder / "sai.txt", "--html", os.devnull).code == 0
    assert Path(os.devnull).is_char_device()


def test_a_report_names_what_was_not_read(vanban: Run, folder: Path, db: Path) -> None:
    for where in ((folder,), ("--db", db)):
        page = vanban("check", *where, "--format", "html").out
        assert "2 tệp chưa đọc trọn" in page
        assert "<td>trống.docx</td><td>Chưa đọc được</td><td>trống.docx là tệp rỗng" in page


@pytest.mark.parametrize("columns", [40, 60, 80, 120, 200])
@pytest.mark.parametrize("command", ["status", "tasks", "check", "search xã --in documents"])
def test_a_table_fits_its_screen(
    vanban: Run, db: Path, monkeypatch: pytest.MonkeyPatch, command: str, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    shown = vanban(*command.split(), "--db", db, "--format", "table", "--lang", "vi").out
    assert max(map(cell_len, shown.splitlines())) <= columns
    for row in vanban(*command.split(), "--db", db, "--format", "jsonl").lines:
        assert command != "tasks" or row["id"] in shown  # it can be copied


def test_tasks_of_an_office_by_its_short_name(vanban: Run, tmp_path: Path) -> None:
    (tmp_path / "cv.txt").write_text(
        "Kính gửi: Các sở.\n\nGiao Sở Kế hoạch và Đầu tư chủ trì rà soát các dự án chậm tiến độ, "
        "báo cáo trước ngày 20/8/2024.\n",
        "utf-8",
    )
    db = tmp_path / "kho.db"
    vanban("ingest", tmp_path / "cv.txt", "--db", db)
    for owner in ("Sở KH&ĐT", "so ke hoach", "Kế hoạch và Đầu tư"):
        assert len(vanban("tasks", "--db", db, "--owner", owner).lines) == 1


def _commands(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    below = getattr(command, "commands", {})
    if not below or name.endswith((" tasks", " review")):
        yield name, command
    for each, its in below.items():
        yield from _commands(its, f"{name} {each}")


@pytest.mark.parametrize(("name", "command"), list(_commands(get_command(nlp.cli.app), "vanban")))
def test_help_shows_an_example_that_fits(name: str, command: Any) -> None:
    example = command.help.split("Example: ")[1].strip()
    assert example.startswith(name)
    options = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in shlex.split(example) if word.startswith("-")} <= options


def test_help_in_vietnamese(vanban: Run) -> None:
    shown = vanban("check", "--lang", "vi", "--help").out
    for part in ("Cách dùng: vanban check", "Ví dụ: vanban check", "Tùy chọn:", "[biến môi trường"):
        assert part in shown
