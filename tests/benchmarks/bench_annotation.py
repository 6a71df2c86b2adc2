"""The whole annotation of a text beside underthesea's word segmentation of the same text."""

import json
import time
from collections.abc import Callable
from pathlib import Path

GOLD = Path(__file__).parents[2] / "corpora" / "gold"
ROUNDS = 5


def best_of(work: Callable[[], object]) -> float:
    """Processor seconds of the fastest of some rounds, after one that is not counted."""
    work()
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def rows() -> list[tuple[str, str, str, float]]:
    from nlp.checks.arithmetic import find_relations
    from underthesea import word_tokenize

    from nlp.annotate import annotate
    from nlp.document import from_text

    texts = [json.loads(p.read_text("utf-8")).get("text", "") for p in sorted(GOLD.glob("*.json"))]
    texts = [text for text in texts if text]
    documents = [from_text(text) for text in texts]
    syllables = sum(len(text.split()) for text in texts)

    def segment() -> None:
        for text in texts:
            word_tokenize(text, use_token_normalize=False)

    def understand() -> None:
        for document in documents:
            find_relations(document, annotate(document).figures)

    baseline = best_of(segment)
    structure = best_of(lambda: [from_text(text) for text in texts])
    annotation = best_of(understand)
    return [
        (
            what,
            f"{syllables / seconds:,.0f} syllables/s",
            "underthesea word_tokenize",
            seconds / baseline,
        )
        for what, seconds in (("structure of a text", structure), ("whole annotation", annotation))
    ]
