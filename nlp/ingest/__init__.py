"""Bytes -> pages: lines of words with their boxes, and tables, in reading order.

The kind of a file is decided by its content. A reader is anything with the four members of
``Reader``; the built-ins are modules of this package and come through the same door.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Protocol

from ..model import Page, Problem, Source
from ..settings import Settings
from . import docx, pdf, plain
from .guard import Intake, Reading, admit, refusal

__all__ = ["READERS", "Intake", "Reader", "Reading", "read_pages", "text_pages"]

Pages = tuple[Source, tuple[Page, ...], tuple[Problem, ...]]


class Reader(Protocol):
    """Reads one kind of file. ``read`` raises a ``VanbanError`` and nothing else."""

    @property
    def NAME(self) -> str: ...  # noqa: N802 - a module's constant
    @property
    def MEDIA_TYPE(self) -> str: ...  # noqa: N802 - a module's constant

    def accepts(self, intake: Intake, /) -> bool:
        """Whether the content is of this reader's kind."""

    def read(self, intake: Intake, settings: Settings, /) -> Reading:
        """The pages of the file."""


READERS: tuple[Reader, ...] = (pdf, docx, plain)


def read_pages(
    path: str | Path, *, settings: Settings | None = None, readers: tuple[Reader, ...] = READERS
) -> Pages:
    """The pages of a file, by the first reader that accepts its content.

    Raises:
        UnreadableInputError: not there, no permission, empty, unknown, damaged, encrypted.
        UnsafeInputError: too large, or made to overwhelm its reader.
    """
    settings = settings or Settings()
    intake = admit(Path(path), max_bytes=settings.max_bytes)
    for reader in readers:
        if reader.accepts(intake):
            break
    else:
        raise refusal(intake)
    reading = reader.read(intake, settings)
    source = Source(
        str(path), reader.MEDIA_TYPE, intake.size, intake.sha256, reader.NAME,
        pages=reading.page_count, encoding_found=reading.encoding_found,
    )  # fmt: skip
    return source, reading.pages, reading.problems


def text_pages(text: str, *, path: str = "", settings: Settings | None = None) -> Pages:
    """The one page of a text that is already a string."""
    data = text.encode("utf-8", "replace")
    source = Source(path, plain.MEDIA_TYPE, len(data), hashlib.sha256(data).hexdigest(), plain.NAME)
    return source, *plain.paged(text, settings or Settings())
