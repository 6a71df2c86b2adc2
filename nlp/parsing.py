"""A path or a text -> Parsed: read, annotate, relate; the one call that a batch worker makes."""

from __future__ import annotations

from pathlib import Path

from .annotate import annotate
from .checks.arithmetic import find_relations
from .document import from_text, read
from .model import Document, Parsed
from .rules import use as use_rules
from .settings import Settings


def parse(path_or_text: str | Path, *, settings: Settings | None = None) -> Parsed:
    """Everything vanban finds in one document.

    A ``Path`` is read as a file. A ``str`` is a text, unless it has no line end and names a file
    that exists.

    Raises:
        VanbanError: the file cannot be read at all; its class says why, its remedy what to do.

    >>> parsed = parse("Huyện tiếp nhận 276 đơn, tăng 12% so với cùng kỳ.")
    >>> [(figure.text, figure.kind, figure.change) for figure in parsed.figures]
    [('276 đơn', 'count', None), ('12%', 'percent', 'increase')]
    """
    settings = settings or Settings()
    if isinstance(path_or_text, Path) or _names_file(path_or_text):
        document = read(Path(path_or_text), settings=settings)
    else:
        document = from_text(path_or_text, settings=settings)
    return parse_document(document, settings=settings)


def parse_document(document: Document, *, settings: Settings | None = None) -> Parsed:
    """Annotations and relations of a document already read.

    Raises:
        ConfigurationError: the settings name rule tables or a model that cannot be used.
    """
    if settings and settings.rules:
        use_rules(settings.rules.resolve())
    found = annotate(document, settings=settings)
    problems = document.problems + found.problems
    return Parsed(
        id=f"sha256:{document.source.sha256}",
        source=document.source,
        status="partial" if problems else "ok",
        text=document.text,
        header=document.header,
        footer=document.footer,
        sections=document.sections,
        figures=found.figures,
        relations=find_relations(document, found.figures),
        dates=found.dates,
        citations=found.citations,
        directives=found.directives,
        tasks=found.tasks,
        problems=problems,
    )


def _names_file(text: str) -> bool:
    try:
        return "\n" not in text and len(text) < 4096 and Path(text).is_file()
    except (OSError, ValueError):  # a name too long or with a null byte is no file
        return False
