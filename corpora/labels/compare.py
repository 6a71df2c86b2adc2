"""Compare kinds of models on the labelled lines, and print the table of the model card.

    .venv/bin/python corpora/labels/compare.py

Five folds, whole documents held out. Every model sees the same terms, is calibrated by Platt's
method on its own held-out scores, and gives its best label and a second one that is more likely
than not.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
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


def main() -> None:
    lines = read_lines(TABLE)
    texts = [line.text for line in lines]
    truth = indicator([line.labels for line in lines])
    groups = [line.document for line in lines]
    folds = []
    for seen, unseen in GroupKFold(5, shuffle=True, random_state=0).split(texts, groups=groups):
        vocabulary = Vocabulary(choose_terms([texts[i] for i in seen], min_texts=2, most=30_000))
        idf, known = inverse_frequency(vocabulary, [texts[i] for i in seen])
        rows = [
            matrix(weigh(found, vocabulary, rows=size, idf=idf), rows=size, width=len(idf))
            for found, size in (
                (known, len(seen)),
                (vocabulary.find([texts[i] for i in unseen]), len(unseen)),
            )
        ]
        folds.append((seen, unseen, *rows))
    print(f"{len(lines)} lines\n")
    print(
        "| model | first label | macro-F1 | " + " | ".join(LABELS) + " | training s | ms a line |"
    )
    print("|---" * (len(LABELS) + 5) + "|")
    for name, make in MODELS.items():
        margins = np.zeros(truth.shape)
        learning = reading = 0.0
        for seen, unseen, rows_seen, rows_unseen in folds:
            for k in range(len(LABELS)):
                start = time.perf_counter()
                model = make().fit(rows_seen, truth[seen, k])
                learned = time.perf_counter()
                margins[unseen, k] = _margins(model, rows_unseen)
                learning += learned - start
                reading += time.perf_counter() - learned
        slope, offset = platt(margins, truth)
        guess = chosen(1 / (1 + np.exp(-(margins * slope + offset))), SECOND)
        right = (guess & truth).any(axis=1).mean()
        f1 = f1_score(truth, guess, average=None)
        cells = [f"{right:.3f}", f"{f1.mean():.3f}", *(f"{value:.3f}" for value in f1)]
        cells += [f"{learning / len(folds):.1f}", f"{1000 * reading / len(lines):.3f}"]
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


def _margins(model: Any, rows: Any) -> Any:
    if hasattr(model, "decision_function"):
        return model.decision_function(rows)
    log = model.predict_log_proba(rows)
    return log[:, 1] - log[:, 0]


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main()
