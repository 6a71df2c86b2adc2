"""The whole annotation of a text beside underthesea's word segmentation of the same text."""

import json
import time
from collections.abc import Callable
from pathlib import Path

GOLD = Path(__file__).parents[2] / "corpora" / "gold"
ROUNDS = 5


def least(work: Callable[[], object]) -> float:
    """Processor seconds of the cheapest of some rounds: what the work costs undisturbed."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def rows() -> list[tuple[str, str, str, float]]:
    from underthesea import word_tokenize

    from nlp import build
    from nlp.annotate import annotate
    from nlp.checks.arithmetic import find_relations
    from nlp.document import from_text

    texts = [json.loads(p.read_text("utf-8")).get("text", "") for p in sorted(GOLD.glob("*.json"))]
    texts = [text for text in texts if text]
    syllables = sum(len(text.split()) for text in texts)
    annotate(from_text(texts[0]))  # loads models and tables
    lang = build()
    lang(texts[0])
    segmentation = structure = annotation = pipeline = 0.0
    for text in texts:
        document = from_text(text)
        figures = annotate(document).figures
        segmentation += least(lambda t=text: word_tokenize(t, use_token_normalize=False))
        structure += least(lambda t=text: from_text(t))
        annotation += least(lambda d=document: annotate(d))
        annotation += least(lambda d=document, f=figures: find_relations(d, f))
        pipeline += least(lambda t=text: lang(t))
    costs = {
        "structure of a text": structure,
        "annotation with relations": annotation,
        "spaCy pipeline: structure, words, annotation": pipeline,
    }
    return [
        (what, f"{syllables / s:,.0f} syllables/s", "underthesea word_tokenize", s / segmentation)
        for what, s in costs.items()
    ]
