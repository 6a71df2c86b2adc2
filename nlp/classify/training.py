"""``corpora/labels/tasks.tsv`` -> a model folder, the same bytes every time.

A line of the table: labels (one or two, the main one first), level, region, year and register of
the paper it could stand in, the invented document it belongs to, and the text.
"""

from __future__ import annotations

import csv
import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ..errors import ConfigurationError
from ..model import LABELS
from .estimator import TaskClassifier, chosen, indicator
from .store import save

COLUMNS = ("labels", "level", "region", "year", "register", "document", "text")


@dataclass(frozen=True, slots=True)
class Line:
    """One labelled line."""

    labels: tuple[str, ...]
    text: str
    document: str


def read_lines(path: Path) -> tuple[Line, ...]:
    """The labelled lines of a table.

    Raises:
        ConfigurationError: the file cannot be read, a column or a label is wrong, or a text is
            empty, there twice or not NFC.
    """
    try:
        rows = list(
            csv.DictReader(
                path.read_text("utf-8").split("\n"), delimiter="\t", quoting=csv.QUOTE_NONE
            )
        )
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigurationError(
            f"{path}: {error}", remedy="give a table of labelled lines"
        ) from error
    lines = []
    seen: set[str] = set()
    for number, row in enumerate(rows, 2):
        where = f"{path}, line {number}"
        if tuple(row) != COLUMNS or None in row.values():
            raise ConfigurationError(f"{where}: the columns are not {', '.join(COLUMNS)}")
        labels, text = tuple(row["labels"].split(",")), row["text"]
        if not set(labels) <= set(LABELS) or len(set(labels)) != len(labels) or len(labels) > 2:
            raise ConfigurationError(
                f"{where}: labels {row['labels']!r}", remedy=f"one or two of {', '.join(LABELS)}"
            )
        if not text.strip() or text in seen or not unicodedata.is_normalized("NFC", text):
            raise ConfigurationError(f"{where}: a text that is empty, there already or not NFC")
        seen.add(text)
        lines.append(Line(labels, text, row["document"]))
    return tuple(lines)


def train(
    labels_path: Path,
    folder: Path,
    *,
    seed: int = 0,
    made: date,
    reviewed: Iterable[Line] = (),
) -> dict[str, Any]:
    """Learn from a table, write the model into ``folder`` and return its manifest.

    The metrics are those of the lines held out in turn, whole documents at a time. ``reviewed``
    are lines that officers decided; of a text in both, the officer's labels hold.

    Raises:
        ConfigurationError: the table does not fit, or it is too small to learn from.
    """
    added = tuple(reviewed)
    texts = {line.text for line in added}
    lines = (*(line for line in read_lines(labels_path) if line.text not in texts), *added)
    truth = indicator([line.labels for line in lines])
    classifier = TaskClassifier(seed=seed)
    try:
        classifier.fit(
            [line.text for line in lines],
            [line.labels for line in lines],
            groups=[line.document for line in lines],
        )
    except ValueError as error:
        raise ConfigurationError(f"{labels_path}: {error}", remedy="add labelled lines") from error
    model = classifier.model_
    facts = {
        "data": {
            "file": labels_path.name,
            "sha256": hashlib.sha256(labels_path.read_bytes()).hexdigest(),
            "lines": len(lines),
            "reviewed": len(added),
            "documents": len({line.document for line in lines}),
            "labels": dict(sorted(Counter(name for line in lines for name in line.labels).items())),
        },
        "parameters": {**classifier.get_params(), "terms": len(model.terms)},
        "thresholds": {"abstain": model.abstain, "second": model.second},
        "held_out": measure(
            classifier.held_out_, truth, abstain=model.abstain, second=model.second
        ),
    }
    return save(model, folder, made=made, facts=facts)


def measure(probabilities: Any, truth: Any, *, abstain: float, second: float) -> dict[str, Any]:
    """First label right, macro-F1, F1 a label, share abstained, calibration error."""
    guess = chosen(probabilities, second)
    answered = probabilities.max(axis=1) >= abstain
    guess[~answered] = 0
    both = (guess & truth).sum(axis=0)
    f1 = 2 * both / (guess.sum(axis=0) + truth.sum(axis=0))
    first = truth[range(len(truth)), probabilities.argmax(axis=1)] == 1
    return {
        "first_label": round(float((first & answered).mean()), 4),
        "macro_f1": round(float(f1.mean()), 4),
        "f1": {name: round(float(value), 4) for name, value in zip(LABELS, f1, strict=True)},
        "abstained": round(float(1 - answered.mean()), 4),
        "calibration_error": round(calibration_error(probabilities, truth), 4),
    }


def calibration_error(probabilities: Any, truth: Any, *, bins: int = 10) -> float:
    """Expected calibration error over all labels: the mean gap between what is said and is so."""
    said, so = probabilities.ravel(), truth.ravel()
    slot = (said * bins).astype(int).clip(max=bins - 1)
    gap = 0.0
    for number in set(slot.tolist()):
        chosen_ = slot == number
        gap += abs(said[chosen_].mean() - so[chosen_].mean()) * chosen_.mean()
    return float(gap)
