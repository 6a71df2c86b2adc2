"""Compare kinds of models on the labelled lines, and print the table of the model card.

    .venv/bin/python corpora/labels/compare.py [FOLDER OF GOLD DOCUMENTS]

Five folds, whole documents held out. Every model sees the same terms, is calibrated by Platt's
method on its own held-out scores, and gives its best label and a second one that is more likely
than not. The tasks of gold documents are read by models of all lines, each text alone, as the
paragraph that it opens; nothing is fitted or chosen on them.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.decomposition import TruncatedSVD
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold
from sklearn.naive_bayes import ComplementNB
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from nlp.classify.estimator import SECOND, chosen, indicator, platt
from nlp.classify.features import Vocabulary, choose_terms, inverse_frequency, matrix, weigh
from nlp.classify.training import read_lines
from nlp.model import LABELS

TABLE = Path(__file__).with_name("tasks.tsv")
MODELS: dict[str, Callable[[], Any]] = {
    "linear SVM": lambda: LinearSVC(C=0.6, class_weight="balanced", random_state=0),
    "logistic regression": lambda: LogisticRegression(
        C=20, class_weight="balanced", solver="liblinear", random_state=0
    ),
    "complement naive Bayes": lambda: ComplementNB(alpha=0.3),
    "gradient boosting on LSA": lambda: make_pipeline(
        TruncatedSVD(60, random_state=0),
        HistGradientBoostingClassifier(max_iter=40, random_state=0),
    ),
}


def main(folder: Path | None) -> None:
    lines = read_lines(TABLE)
    texts = [line.text for line in lines]
    truth = indicator([line.labels for line in lines])
    groups = [line.document for line in lines]
    splits = [
        (seen, unseen, *_rows([texts[i] for i in seen], [texts[i] for i in unseen]))
        for seen, unseen in GroupKFold(5, shuffle=True, random_state=0).split(texts, groups=groups)
    ]
    print(f"{len(lines)} lines\n")
    columns = ["model", "first label", "macro-F1", *LABELS, "training s", "ms a line"]
    gold = list(_tasks(folder)) if folder else []
    if gold:
        columns += [f"{len(gold)} gold tasks: first label", "macro-F1"]
        whole, read = _rows(texts, [text for text, _ in gold])
        asked = indicator([labels for _, labels in gold])
    print("| " + " | ".join(columns) + " |")
    print("|---" * len(columns) + "|")
    for name, make in MODELS.items():
        margins = np.zeros(truth.shape)
        learning = reading = 0.0
        for seen, unseen, rows_seen, rows_unseen in splits:
            for k in range(len(LABELS)):
                start = time.process_time()
                model = make().fit(rows_seen, truth[seen, k])
                learned = time.process_time()
                margins[unseen, k] = _margins(model, rows_unseen)
                learning += learned - start
                reading += time.process_time() - learned
        slope, offset = platt(margins, truth)
        first, f1 = _scores(margins * slope + offset, truth)
        cells = [f"{first:.3f}", f"{f1.mean():.3f}", *(f"{value:.3f}" for value in f1)]
        cells += [f"{learning / len(splits):.1f}", f"{1000 * reading / len(lines):.3f}"]
        if gold:
            models = [make().fit(whole, truth[:, k]) for k in range(len(LABELS))]
            margins = np.column_stack([_margins(model, read) for model in models])
            first, f1 = _scores(margins * slope + offset, asked)
            cells += [f"{first:.3f}", f"{f1.mean():.3f}"]
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


def _rows(known: list[str], others: list[str]) -> tuple[Any, Any]:
    """Both lists of texts in the terms of the first."""
    vocabulary = Vocabulary(choose_terms(known, min_texts=2, most=30_000))
    idf, found = inverse_frequency(vocabulary, known)
    return tuple(
        matrix(weigh(terms, vocabulary, rows=size, idf=idf), rows=size, width=len(idf))
        for terms, size in ((found, len(known)), (vocabulary.find(others), len(others)))
    )


def _scores(log_odds: Any, truth: Any) -> tuple[float, Any]:
    """How often the best or the second label is right, and F1 of each label."""
    guess = chosen(1 / (1 + np.exp(-log_odds)), SECOND)
    return (guess & truth).any(axis=1).mean(), f1_score(truth, guess, average=None)


def _tasks(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """The tasks of gold documents: the paragraph each opens, and its labels."""
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        for task in gold.get("tasks", ()):
            opening = task["text"].rstrip(".…")
            start = gold["text"].find(opening)
            if start < 0 or not task["labels"]:
                continue
            end = gold["text"].find("\n", start + len(opening))
            yield gold["text"][start : end if end > 0 else None], task["labels"]


def _margins(model: Any, rows: Any) -> Any:
    if hasattr(model, "decision_function"):
        return model.decision_function(rows)
    log = model.predict_log_proba(rows)
    return log[:, 1] - log[:, 0]


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
