"""Paths given -> the files to read."""

from __future__ import annotations

import os
from pathlib import Path

from nlp.batch import printable, walk


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


def test_a_path_is_always_printable() -> None:
    odd = os.fsdecode(b"/a\xff/\xc4\x91")
    assert printable(odd) == "/a\\xff/đ"
