"""The annotators as spaCy components: each reads the structure and adds one family of records.

Records are plain dicts under ``doc.user_data`` (so that ``n_process`` and ``DocBin`` carry them),
and spans of the same name in ``doc.spans``. The structure comes from ``doc.user_data["document"]``,
which the first component makes from the text when a reader has not put it there. Where only the
records are wanted (``annotate``), ``Notes`` stands there instead and takes them as they are.
"""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from ..classify import TaskModel
from ..classify import load as load_classifier
from ..document import from_text
from ..model import Citation, DateMention, Directive, Document, Figure, Record, Task
from .citations import find_citations
from .directives import find_directives
from .figures import find_figures
from .periods import find_dates
from .sentences import sentences
from .tasks import find_tasks
from .tokenizer import set_spans

DOCUMENT = "document"
REFERENCE = "reference_date"
_TYPES: Mapping[str, type[Record]] = types.MappingProxyType(
    {
        "dates": DateMention, "citations": Citation, "figures": Figure,
        "directives": Directive, "tasks": Task,
    }
)  # fmt: skip
FAMILIES = tuple(_TYPES)
_NEEDS = ["doc.user_data"]
_GIVES = ["doc.user_data", "doc.spans"]


class StructureRecord(dict[str, Any]):
    """A document's plain record that remembers the object it was made from, inside one process."""

    __slots__ = ("document",)

    def __init__(self, document: Document) -> None:
        record = document.to_dict()
        record["lines"] = []  # boxes stay behind: annotators do not look at the page
        del record["text"]  # the Doc holds it
        super().__init__(record)
        self.document = document


@dataclass(slots=True)
class Notes:
    """A document and the records found so far, for a Doc that nobody will look at."""

    document: Document
    found: dict[str, tuple[Any, ...]] = field(default_factory=dict)


def document_of(doc: Doc) -> Document:
    """The structure of a Doc that has passed ``vanban_document``, here or in another process."""
    record = doc.user_data[DOCUMENT]
    if isinstance(record, StructureRecord | Notes):
        return record.document
    return Document.from_dict({**record, "text": doc.text})


@Language.component("vanban_document", assigns=["doc.user_data"])
def read_structure(doc: Doc) -> Doc:
    """Blocks, outline and letterhead of a bare text."""
    if DOCUMENT not in doc.user_data:
        doc.user_data[DOCUMENT] = StructureRecord(from_text(doc.text))
    return doc


@Language.component("vanban_sentences", assigns=["doc.spans"], requires=_NEEDS)
def cut_sentences(doc: Doc) -> Doc:
    """``doc.spans["sentences"]``, over line wraps and page breaks."""
    if not isinstance(doc.user_data[DOCUMENT], Notes):
        set_spans(doc, "sentences", ((s.start, s.end) for s in sentences(document_of(doc))))
    return doc


@Language.component("vanban_dates", assigns=_GIVES, requires=_NEEDS)
def annotate_dates(doc: Doc) -> Doc:
    given = doc.user_data.get(REFERENCE)
    reference = date.fromisoformat(given) if given else None
    return _store(doc, "dates", find_dates(document_of(doc), reference=reference))


@Language.component("vanban_citations", assigns=_GIVES, requires=_NEEDS)
def annotate_citations(doc: Doc) -> Doc:
    return _store(doc, "citations", find_citations(document_of(doc), _found(doc, "dates")))


@Language.component("vanban_figures", assigns=_GIVES, requires=_NEEDS)
def annotate_figures(doc: Doc) -> Doc:
    found = find_figures(document_of(doc), _found(doc, "dates"), _found(doc, "citations"))
    return _store(doc, "figures", found)


@Language.component("vanban_directives", assigns=_GIVES, requires=_NEEDS)
def annotate_directives(doc: Doc) -> Doc:
    found = find_directives(document_of(doc), _found(doc, "dates"), _found(doc, "citations"))
    return _store(doc, "directives", found)


@Language.component("vanban_tasks", assigns=_GIVES, requires=_NEEDS)
def annotate_tasks(doc: Doc) -> Doc:
    return _store(doc, "tasks", find_tasks(document_of(doc), _found(doc, "directives")))


@Language.factory(
    "vanban_labels",
    default_config={"model": None},
    assigns=["doc.user_data"],
    requires=_NEEDS,
)
class TaskLabeller:
    """Labels, scores and reasons for the tasks, and labels for the directives.

    A directive that is also a task has the task's labels. The model is loaded at the first
    document, so that building a pipeline costs nothing.
    """

    def __init__(self, nlp: Language, name: str, model: str | None) -> None:  # spaCy's names
        self.folder = Path(model) if model else None
        self._classifier: TaskModel | None = None

    def __call__(self, doc: Doc) -> Doc:
        tasks, directives = _found(doc, "tasks"), _found(doc, "directives")
        told = {task.directive for task in tasks}
        apart = [directive for directive in directives if directive.id not in told]
        texts = [record.text for record in (*tasks, *apart)]
        if not texts:
            return doc
        if self._classifier is None:
            self._classifier = load_classifier(self.folder)
        subject = document_of(doc).header.subject
        given = self._classifier.label_document(texts, subject=subject)
        labelled = [
            replace(t, labels=x.labels, scores=x.scores, abstained=x.abstained, reasons=x.reasons)
            for t, x in zip(tasks, given, strict=False)
        ]
        labels = {task.directive: task.labels for task in labelled}
        labels |= {d.id: x.labels for d, x in zip(apart, given[len(tasks) :], strict=True)}
        _store(doc, "tasks", labelled)
        return _store(doc, "directives", [replace(d, labels=labels[d.id]) for d in directives])


def _found(doc: Doc, family: str) -> tuple[Any, ...]:
    """The records of a family that an earlier component stored."""
    notes = doc.user_data[DOCUMENT]
    if isinstance(notes, Notes):
        return notes.found[family]
    return tuple(map(_TYPES[family].from_dict, doc.user_data[family]))


def _store(doc: Doc, family: str, records: Sequence[Record]) -> Doc:
    notes = doc.user_data[DOCUMENT]
    if isinstance(notes, Notes):
        notes.found[family] = tuple(records)
        return doc
    plain = [record.to_dict() for record in records]
    doc.user_data[family] = plain
    set_spans(doc, family, [(record["start"], record["end"]) for record in plain])
    return doc
