"""Document -> Annotations, as a spaCy pipeline that is used as spaCy's users expect.

    lang = nlp.build()
    doc = lang("Năm 2024, xã tiếp 163 lượt công dân.")
    doc.user_data["figures"]    # plain records, as in the output format
    doc.spans["figures"]        # the same places as spans; also words, sentences, dates, ...
    doc._.vanban_figures        # the records again, read only

The pipeline is described by ``config.cfg`` beside this file; ``lang.pipe``, ``n_process`` and
``DocBin(store_user_data=True)`` work.
"""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..model import Annotations, Document
from ..settings import Settings

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

CONFIG = Path(__file__).with_name("config.cfg")


def build(*, settings: Settings | None = None) -> Language:
    """A fresh pipeline: syllables and words, structure, then a component for each family.

    Args:
        settings: the model folder and the longest text taken; None: the defaults.

    >>> doc = build()("Năm 2024, xã tiếp 163 lượt công dân.")
    >>> doc.spans["figures"]
    [163 lượt]
    >>> [record["name"] for record in doc.user_data["dates"]]
    ['2024']
    """
    import spacy
    from spacy.tokens import Doc
    from spacy.util import load_config

    from . import tokenizer  # noqa: F401  registers the tokenizer that the config names
    from .components import FAMILIES

    settings = settings or Settings()
    config = load_config(CONFIG)
    config["components"]["vanban_labels"]["model"] = str(settings.model) if settings.model else None
    lang = spacy.util.load_model_from_config(config, auto_fill=True)
    lang.max_length = settings.max_characters
    for family in FAMILIES:
        if not Doc.has_extension(f"vanban_{family}"):
            Doc.set_extension(f"vanban_{family}", getter=partial(_records, family=family))
    return lang


def _records(doc: Doc, *, family: str) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = doc.user_data.get(family, [])
    return records


@cache
def _shared(settings: Settings) -> Language:
    """One pipeline a process for each configuration: making one costs a second."""
    return build(settings=settings)


def annotate(document: Document, *, settings: Settings | None = None) -> Annotations:
    """All annotations of a document.

    The rules read the syllables of the text itself, and no record needs words: they are a layer of
    the Doc that ``build()`` gives, and are not segmented here, which would double the cost.

    Raises:
        ConfigurationError: a rule table or the task model does not load.
    """
    from spacy.tokens import Doc

    from .components import DOCUMENT, REFERENCE, Notes

    settings = settings or Settings()
    lang = _shared(settings)
    notes = Notes(document)
    doc = Doc(lang.vocab, user_data={DOCUMENT: notes})
    if settings.reference_date:
        doc.user_data[REFERENCE] = settings.reference_date.isoformat()
    lang(doc)
    return Annotations(**notes.found)
