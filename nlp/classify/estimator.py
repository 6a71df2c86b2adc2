"""Training: labelled lines -> a fitted ``TaskModel``, behind scikit-learn's conventions.

One linear classifier a label (a line may carry two), each calibrated by Platt's method on the
scores it gave to lines it had not seen; the threshold of abstention is chosen on the same scores.
Lines of one document stay in one fold, since they share places and wording.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold
from sklearn.svm import LinearSVC
from sklearn.utils.validation import check_is_fitted

from ..model import LABELS
from .features import Floats, Vocabulary, choose_terms, inverse_frequency, matrix, weigh
from .labeller import Labelled, TaskModel

SECOND = 0.5  # a second label must be more likely than not


class TaskClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Texts -> up to two of the four labels, or an abstention.

    Parameters: ``C`` of the linear classifiers; a term must occur in ``min_texts`` lines, and at
    most ``most_terms`` are kept; ``folds`` of the calibration; ``seed`` of folds and solver.

    Attributes: ``model_`` (a ``TaskModel``), ``classes_`` (the labels), ``held_out_`` (the
    probabilities each training line got from a model that had not seen it or its document).

    >>> texts = ["tuyên truyền phổ biến pháp luật", "giải quyết đơn khiếu nại tố cáo",
    ...          "giải ngân vốn đầu tư công", "xếp loại chi bộ, đảng viên"]
    >>> labels = ["propaganda", "petition", "socio_economic", "other"]
    >>> classifier = TaskClassifier(folds=2).fit(texts * 8, labels * 8)
    >>> (found,) = classifier.label(["Giao Thanh tra giải quyết đơn tố cáo."])
    >>> found.labels
    ('petition',)
    >>> classifier.predict(["tuyên truyền pháp luật về đất đai"])
    array([[1, 0, 0, 0]])
    """

    def __init__(
        self,
        *,
        C: float = 0.6,  # noqa: N803 - scikit-learn's name
        min_texts: int = 2,
        most_terms: int = 30_000,
        folds: int = 10,
        seed: int = 0,
    ) -> None:
        self.C = C
        self.min_texts = min_texts
        self.most_terms = most_terms
        self.folds = folds
        self.seed = seed

    def fit(self, X: Any, y: Any, groups: Any = None) -> Self:  # noqa: N803
        """Learn from texts ``X`` and their labels ``y`` (a sequence of labels a text, or 0/1 rows).

        ``groups`` says which lines belong to one document; by default each stands alone.

        Raises:
            ValueError: lengths differ, a label is unknown, or a label has fewer lines than folds.
        """
        texts = _texts(X)
        truth = indicator(y)
        if len(texts) != len(truth):
            raise ValueError(f"{len(texts)} texts, but {len(truth)} rows of labels")
        if (truth.sum(axis=0) < self.folds).any():
            raise ValueError(
                f"each of the labels {', '.join(LABELS)} needs {self.folds} lines or more"
            )
        groups = np.arange(len(texts)) if groups is None else np.asarray(groups)

        margins = np.zeros(truth.shape)
        for seen, unseen in GroupKFold(self.folds, shuffle=True, random_state=self.seed).split(
            texts, groups=groups
        ):
            part = self._linear([texts[i] for i in seen], truth[seen])
            margins[unseen] = part.margins([texts[i] for i in unseen])
        slope, offset = platt(margins, truth)
        self.held_out_ = 1.0 / (1.0 + np.exp(-(margins * slope + offset)))
        abstain = choose_abstention(self.held_out_, truth)

        whole = self._linear(texts, truth)
        self.model_ = TaskModel(
            whole.terms,
            whole.idf,
            whole.weights * slope,
            whole.intercept * slope + offset,
            abstain=abstain,
            second=SECOND,
        )
        self.classes_ = np.asarray(LABELS)
        return self

    def label(self, texts: Sequence[str]) -> list[Labelled]:
        """Labels, scores and reasons of each text."""
        check_is_fitted(self)
        return self.model_.label(texts)

    def predict_proba(self, X: Any) -> Floats:  # noqa: N803
        """One row a text, one column a label; each column is a probability of its own."""
        check_is_fitted(self)
        return self.model_.probabilities(_texts(X))

    def predict(self, X: Any) -> Any:  # noqa: N803
        """0/1 rows in the order of ``classes_``; a row of zeros is an abstention."""
        return indicator([found.labels for found in self.label(_texts(X))])

    def score(self, X: Any, y: Any, sample_weight: Any = None) -> float:  # noqa: N803
        """Macro-F1 over the four labels."""
        truth = indicator(y)
        return float(
            f1_score(
                truth,
                self.predict(X),
                average="macro",
                sample_weight=sample_weight,
                zero_division=0,
            )
        )

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.target_tags.two_d_labels = True
        tags.classifier_tags.multi_label = True
        return tags

    def _linear(self, texts: list[str], truth: Any) -> TaskModel:
        """An uncalibrated linear model of these lines."""
        terms = choose_terms(texts, min_texts=self.min_texts, most=self.most_terms)
        vocabulary = Vocabulary(terms)
        idf, found = inverse_frequency(vocabulary, texts)
        weighted = weigh(found, vocabulary, rows=len(texts), idf=idf)
        rows = matrix(weighted, rows=len(texts), width=len(terms))
        weights = np.zeros((len(terms), len(LABELS)))
        intercept = np.zeros(len(LABELS))
        for k in range(len(LABELS)):
            solver = LinearSVC(C=self.C, class_weight="balanced", random_state=self.seed)
            solver.fit(rows, truth[:, k])
            weights[:, k] = solver.coef_[0]
            intercept[k] = solver.intercept_[0]
        return TaskModel(terms, idf, weights, intercept, abstain=0.0, second=1.0)


def indicator(labels: Any) -> Any:
    """Sequences of labels, or 0/1 rows, as 0/1 rows in the order of ``LABELS``.

    Raises:
        ValueError: an unknown label, or rows of another width.
    """
    if isinstance(labels, np.ndarray) and labels.ndim == 2:
        if labels.shape[1] != len(LABELS):
            raise ValueError(f"rows of {labels.shape[1]} columns, not {len(LABELS)}")
        return labels.astype(np.int64)
    rows = np.zeros((len(labels), len(LABELS)), dtype=np.int64)
    for number, names in enumerate(labels):
        for name in (names,) if isinstance(names, str) else names:
            if name not in LABELS:
                raise ValueError(f"unknown label {name!r}")
            rows[number, LABELS.index(name)] = 1
    return rows


def choose_abstention(probabilities: Floats, truth: Any) -> float:
    """The best probability at which an answer is as likely wrong as right, by a smooth curve."""
    best = probabilities.argmax(axis=1)
    right = truth[np.arange(len(truth)), best] == 1
    if right.all() or not right.any():
        return 0.0
    curve = LogisticRegression(C=1e3).fit(_logit(probabilities.max(axis=1))[:, None], right)
    return round(float(1.0 / (1.0 + np.exp(curve.intercept_[0] / curve.coef_[0, 0]))), 4)


def _logit(probability: Floats) -> Floats:
    inside = np.clip(probability, 1e-6, 1 - 1e-6)
    return np.log(inside / (1 - inside))


def chosen(probabilities: Floats, second: float) -> Any:
    """The best label, and the next one where it reaches ``second``, as 0/1 rows."""
    order = np.argsort(-probabilities, axis=1, kind="stable")
    rows = np.zeros(probabilities.shape, dtype=np.int64)
    each = np.arange(len(rows))
    rows[each, order[:, 0]] = 1
    rows[each, order[:, 1]] = probabilities[each, order[:, 1]] >= second
    return rows


def platt(margins: Floats, truth: Any) -> tuple[Floats, Floats]:
    """Slope and offset a label that turn a margin into log-odds (Platt 1999)."""
    slope, offset = np.zeros(truth.shape[1]), np.zeros(truth.shape[1])
    for k in range(truth.shape[1]):
        fitted = LogisticRegression(C=1e3).fit(margins[:, [k]], truth[:, k])
        slope[k], offset[k] = fitted.coef_[0, 0], fitted.intercept_[0]
    return slope, offset


def _texts(given: Any) -> list[str]:
    """A list of strings.

    Raises:
        ValueError: one string alone, or something that is not text.
    """
    if isinstance(given, str):
        raise ValueError("one text given where a list of texts is needed")
    texts = list(given)
    for text in texts:
        if not isinstance(text, str):
            raise ValueError(f"a text is needed, not {type(text).__name__}")
    return texts
