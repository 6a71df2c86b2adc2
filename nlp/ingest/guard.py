"""A path -> an ``Intake``: a regular file of a bearable size, with its hash and its first bytes.

What no reader takes is named here, by its content and never by its extension, so that the user is
told what the file is and what to do with it.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from ..errors import (
    DamagedFileError,
    EncryptedFileError,
    UnreadableInputError,
    UnsafeInputError,
    UnsupportedFormatError,
    VanbanError,
)
from ..model import Page, Problem

STAGE = "ingest"
_HEAD = 65_536
_CHUNK = 1_048_576
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_SEARCHED = 16_000_000  # the directory of an OLE file may stand anywhere; it is small

_PDF = "save it as PDF or DOCX"
_OLE_STREAMS = (
    (
        "EncryptedPackage",
        "a password-protected Office document",
        "remove the password and save it again",
    ),
    ("WordDocument", "an old Word document (.doc)", "save it as DOCX"),
    ("Workbook", "an Excel workbook (.xls)", _PDF),
    ("Book", "an Excel workbook (.xls)", _PDF),
    ("PowerPoint Document", "a PowerPoint presentation (.ppt)", _PDF),
)
_SCAN = "scan it to a PDF with a text layer"
_UNPACK = "unpack it and give the documents inside"
_KINDS = (
    (rb"\{\\rtf", "an RTF document", "save it as DOCX"),
    (rb"\x89PNG\r\n\x1a\n", "a PNG image", _SCAN),
    (rb"\xff\xd8\xff", "a JPEG image", _SCAN),
    (rb"II\*\0|MM\0\*", "a TIFF image", _SCAN),
    (rb"GIF8[79]a", "a GIF image", _SCAN),
    (rb"BM....\0\0\0\0", "a BMP image", _SCAN),
    (rb"RIFF....WEBP", "a WebP image", _SCAN),
    (rb"\0\0\0.ftyp", "a video or HEIC image", _SCAN),
    (rb"\x1f\x8b", "a gzip archive", _UNPACK),
    (rb"BZh[1-9]1AY&SY|\xfd7zXZ\0|7z\xbc\xaf\x27\x1c|Rar!\x1a\x07", "a packed archive", _UNPACK),
    (rb"\x7fELF|MZ.{0,1022}?PE\0\0", "a program", "give a document"),
    (rb"SQLite format 3\0", "an SQLite database", "give a document"),
    (rb"%!PS", "a PostScript file", _PDF),
    (rb"(?i:\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+html|html)\b)", "a web page", _PDF),
    (rb"(?:\xef\xbb\xbf)?\s*<\?xml\b", "an XML file", _PDF),
)  # fmt: skip
_KIND_PATTERNS = tuple((re.compile(p, re.DOTALL), what, remedy) for p, what, remedy in _KINDS)


@dataclass(frozen=True, slots=True)
class Intake:
    """A file let in. ``head`` and ``tail`` are its first and last 64 KiB."""

    path: Path
    size: int
    sha256: str
    head: bytes
    tail: bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader hands back. ``page_count`` is None where the format has no pages."""

    pages: tuple[Page, ...]
    problems: tuple[Problem, ...] = ()
    page_count: int | None = None
    encoding_found: str | None = None


def admit(path: Path, *, max_bytes: int) -> Intake:
    """The file at ``path``, read once for its hash in bounded memory.

    Raises:
        UnreadableInputError: not there, not a regular file, no permission, or empty.
        UnsafeInputError: larger than ``max_bytes``.
    """
    try:
        # O_NONBLOCK: opening a fifo must not wait for its writer
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except (OSError, ValueError) as error:
        raise _unopened(path, error) from error
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise _irregular(path, status.st_mode)
    with os.fdopen(descriptor, "rb") as file:
        if status.st_size == 0:
            raise UnreadableInputError(f"{path} is empty", remedy="fetch or save the file again")
        if status.st_size > max_bytes:
            raise UnsafeInputError(
                f"{path} has {status.st_size:,} bytes, more than the limit of {max_bytes:,}",
                remedy="split it, or raise the setting max_bytes",
            )
        try:
            head = file.read(_HEAD)
            digest = hashlib.sha256(head)
            size = len(head)
            tail = head
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
                tail = (tail + chunk)[-_HEAD:]
        except OSError as error:
            raise _unopened(path, error) from error
    return Intake(path, size, digest.hexdigest(), head, tail)


def _unopened(path: Path, error: Exception) -> UnreadableInputError:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return UnreadableInputError(f"{path} does not exist", remedy="check the path")
    if isinstance(error, PermissionError):
        return UnreadableInputError(
            f"{path} may not be read", remedy="give this user the right to read it"
        )
    if isinstance(error, IsADirectoryError):
        return _irregular(path, stat.S_IFDIR)
    reason = getattr(error, "strerror", None) or str(error)
    return UnreadableInputError(f"{path} cannot be opened: {reason}", remedy="check the path")


def _irregular(path: Path, mode: int) -> UnreadableInputError:
    if stat.S_ISDIR(mode):
        return UnreadableInputError(f"{path} is a folder", remedy="give the files in it")
    return UnreadableInputError(
        f"{path} is a device, pipe or socket", remedy="save its content to a file first"
    )


def foreign(intake: Intake) -> tuple[str, str] | None:
    """What a file is and what to do with it, for a known kind that no reader takes."""
    for pattern, what, remedy in _KIND_PATTERNS:
        if pattern.match(intake.head):
            return what, remedy
    return None


def refusal(intake: Intake) -> VanbanError:
    """Why no reader takes this file, by what its bytes say it is."""
    path = intake.path
    if intake.head.startswith(_OLE):
        return _ole_refusal(intake)
    if kind := foreign(intake):
        what, remedy = kind
        return UnsupportedFormatError(f"{path} is {what}", remedy=remedy)
    if not intake.head.strip(b"\0") and not intake.tail.strip(b"\0"):
        return DamagedFileError(f"{path} holds only zero bytes", remedy="fetch the file again")
    return UnsupportedFormatError(
        f"{path} is not a document: its bytes are neither text nor a known format",
        remedy="give a PDF, DOCX or plain text file",
    )


def _ole_refusal(intake: Intake) -> VanbanError:
    with intake.path.open("rb") as file:
        data = file.read(_OLE_SEARCHED)
    for name, what, remedy in _OLE_STREAMS:
        # a directory entry is 64 bytes of UTF-16 name, ended by a zero
        if (name + "\0").encode("utf-16-le") in data:
            kind = EncryptedFileError if name == "EncryptedPackage" else UnsupportedFormatError
            return kind(f"{intake.path} is {what}", remedy=remedy)
    return UnsupportedFormatError(
        f"{intake.path} is an OLE file that holds no known document", remedy=_PDF
    )
