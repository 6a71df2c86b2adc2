"""Paths given -> the files to read, each once, in order; and paths as text that can be shown."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ..errors import UnreadableInputError, VanbanError

Refused = Callable[[Path, VanbanError], None]


def walk(
    paths: Iterable[str | Path], *, refused: Refused, leave_out: frozenset[Path] = frozenset()
) -> Iterator[Path]:
    """Every file named or found in a folder, once, in order of names.

    Hidden files and those that office programs keep beside an open document ("~$...") are left out.
    Links to folders are not followed: a walk stays in its folder and ends. What cannot be entered
    goes to ``refused``.
    """
    given: set[Path] = set()
    for named in paths:
        path = Path(named)
        found = _files_in(path, refused) if path.is_dir() else iter((path,))
        for file in found:
            place = absolute(file)
            if place not in given and place not in leave_out:
                given.add(place)
                yield file


def _files_in(folder: Path, refused: Refused) -> Iterator[Path]:
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            reason = error.strerror or str(error)
            remedy = "give this user the right to read it"
            refused(here, UnreadableInputError(f"folder cannot be read: {reason}", remedy=remedy))
            continue
        entries = [entry for entry in entries if not entry.name.startswith((".", "~$"))]
        folders = [entry for entry in entries if entry.is_dir(follow_symlinks=False)]
        yield from (Path(entry.path) for entry in entries if not Path(entry.path).is_dir())
        waiting += [Path(entry.path) for entry in reversed(folders)]


def state(path: Path) -> tuple[int, int, int] | None:
    """What changes when a file is written: inode, size and time; None: it is not there."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def absolute(path: str | Path) -> Path:
    """The path from the root, links kept as they are named."""
    return Path(os.path.abspath(path))  # noqa: PTH100 resolve() follows links


def printable(path: str | Path) -> str:
    """A path as text that can be stored and shown: bytes that are not UTF-8 are spelt out."""
    return os.fspath(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
