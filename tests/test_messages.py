"""What is said in English has a Vietnamese wording with the same parts; none is forgotten."""

import ast
import errno
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.main import get_command

import nlp
from nlp.cli import app
from nlp.errors import REMEDIES
from nlp.messages import TABLE, translated
from nlp.rules import table

PACKAGE = Path(nlp.__file__).parent
ROWS = table(TABLE)
_PART = re.compile(r"\{(\w+)\}")
# Calls whose arguments a person may read, and the names that such texts are given before.
_SAYS = re.compile(r"\w+Error|Problem|refused|_Meaning|say|_fail|_lost")
_SAID = re.compile(r"message|said|remedy|why|reason|limit|crash|what|_[A-Z]+|_?REMEDY")
_NOT_OURS = {
    "ValueError", "TypeError", "KeyError", "AttributeError", "AssertionError", "ZeroDivisionError",
    "NotImplementedError", "RuntimeError", "LookupError", "IndexError", "OverflowError",
}  # fmt: skip
# Words that are no message of their own: codes, stages, kinds of lines, places.
_CODE = re.compile(r"[a-z_]*|\W*|x(?:: x)*|<x>|x \(x\)|internal error")
# Put together of parts; the wholes are in the table.
_COMPOSED = {"x is x", "x x", "x of: x", "exists already", "is in no folder"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["en"][:40])
def test_both_wordings_have_the_same_parts(row: dict[str, str]) -> None:
    english, vietnamese = set(_PART.findall(row["en"])), set(_PART.findall(row["vi"]))
    needless = {"kind", "words"} if "unable to parse" in row["en"] else set()  # Python's types
    assert english - needless == vietnamese - needless


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["en"][:40])
def test_a_wording_is_found_by_its_example(row: dict[str, str]) -> None:
    pattern = _PART.sub("(.+)", re.escape(row["en"]).replace(r"\{", "{").replace(r"\}", "}"))
    assert re.fullmatch(pattern, row["example"], re.DOTALL)
    wanted = _PART.sub("(.+)", re.escape(row["vi"]).replace(r"\{", "{").replace(r"\}", "}"))
    assert re.fullmatch(wanted, translated(row["example"], "vi"))
    assert translated(row["example"], "en") == row["example"]


def test_no_wording_stands_twice() -> None:
    assert len({row["en"] for row in ROWS}) == len(ROWS)


def _texts(node: ast.expr) -> Iterator[str]:
    """The texts that an expression may be, with an x where values go."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(p.value if isinstance(p, ast.Constant) else "x" for p in node.values)  # type: ignore[misc]
    elif isinstance(node, ast.IfExp):
        yield from (*_texts(node.body), *_texts(node.orelse))
    elif isinstance(node, ast.Tuple):
        for item in node.elts:
            yield from _texts(item)


def _messages() -> Iterator[tuple[str, str]]:
    """Every text in the package that is handed to an error, a problem or a person."""
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        handed = set()
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else None
            name = node.func.id if isinstance(node.func, ast.Name) else name
            if name and _SAYS.fullmatch(name) and name not in _NOT_OURS:
                for given in (*node.args, *(k.value for k in node.keywords)):
                    handed |= {part.id for part in ast.walk(given) if isinstance(part, ast.Name)}
                    yield from ((path.name, text) for text in _texts(given))
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign):
                names = {t.id for t in node.targets if isinstance(t, ast.Name)} & handed
                if any(map(_SAID.fullmatch, names)):
                    yield from ((path.name, text) for text in _texts(node.value))


def test_every_message_is_in_the_table() -> None:
    said = {(where, text) for where, text in _messages() if not _CODE.fullmatch(text)}
    said |= {("errors.py", remedy) for remedy in REMEDIES.values()}
    assert len(said) > 150
    same = {text for _, text in said if text.startswith("pip install ")}
    unknown = {
        (where, text)
        for where, text in said
        if translated(text, "vi") == text and text not in same | _COMPOSED
    }
    assert not unknown, f"add these to rules/{TABLE}.tsv: {sorted(unknown)}"


def test_kinds_of_files_are_in_the_table() -> None:
    from nlp.ingest import guard, package

    for *_, what, remedy in (*guard._KINDS, *guard._OLE_STREAMS, *package._OTHERS):
        assert translated(what, "vi") != what
        assert translated(remedy, "vi") != remedy


def _helped(command: Any) -> Iterator[str]:
    """Every paragraph of help that a command and those below it show."""
    texts = [command.help, *(getattr(param, "help", None) for param in command.params)]
    for text in filter(None, texts):
        yield from (" ".join(part.split()) for part in text.split("\n\n"))
    for each in getattr(command, "commands", {}).values():
        yield from _helped(each)


def test_all_help_is_in_the_table() -> None:
    unknown = {text for text in _helped(get_command(app)) if translated(text, "vi") == text}
    assert not unknown, f"add these to rules/{TABLE}.tsv: {sorted(unknown)}"


@pytest.mark.parametrize("name", ["EPERM", "ENOENT", "EIO", "EACCES", "EISDIR", "ENOSPC", "EROFS"])
def test_what_the_system_says(name: str) -> None:
    said = os.strerror(getattr(errno, name))
    assert translated(said, "vi") != said


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("kho.db: the disk is full", "kho.db: ổ đĩa đã đầy"),
        (
            "a b/báo cáo.pdf has 1,234,567 bytes, more than the limit of 100,000",
            "a b/báo cáo.pdf có 1.234.567 byte, quá mức cho phép là 100.000",
        ),
        ("3 of 12 pages: the page cannot be loaded", "3/12 trang: không mở được trang"),
        ("x.doc is an RTF document (save it as DOCX)", "x.doc là tệp RTF (hãy lưu thành DOCX)"),
        (
            "báo cáo (2).txt is empty (check the path)",
            "báo cáo (2).txt là tệp rỗng (hãy kiểm tra lại đường dẫn)",
        ),
        ("a: b.txt cannot be opened: Is a directory", "không mở được a: b.txt: đây là thư mục"),
        ("it is funny", "it is funny"),
        ("what nobody ever said", "what nobody ever said"),
        ("", ""),
        ("{path} {0} %s is empty", "{path} {0} %s là tệp rỗng"),
    ],
)
def test_a_message_in_vietnamese(message: str, said: str) -> None:
    assert translated(message, "vi") == said


@given(st.text())
def test_any_text_is_a_message(text: str) -> None:
    assert isinstance(translated(text, "vi"), str)


def test_a_long_message_takes_little_time() -> None:
    assert translated("x: x is (" * 20_000, "vi")
