"""DOCX -> one page of lines."""

from __future__ import annotations

from ..errors import DamagedFileError
from ..model import Line, Page
from ..settings import Settings
from ..text import normalise
from .guard import Intake, Reading

NAME = "docx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def accepts(intake: Intake) -> bool:
    return intake.head.startswith(b"PK\x03\x04")


def read(intake: Intake, settings: Settings) -> Reading:
    import docx
    from docx.table import Table

    items: list[Line] = []
    for item in docx.Document(str(intake.path)).iter_inner_content():
        cells = [item] if not isinstance(item, Table) else [c for r in item.rows for c in r.cells]
        for cell in cells:
            for text in cell.text.split("\n"):
                items.append(Line(normalise(text), ends_paragraph=True))
    return Reading((Page(1, 0.0, 0.0, tuple(items)),))
