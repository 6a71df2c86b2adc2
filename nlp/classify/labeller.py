"""The fitted task model: texts -> labels with probabilities, or an abstention, and the words why.

It is one linear model in log-odds (calibration is folded into the weights), so a word's weight is
what it adds to the log-odds of the label. It needs numpy alone: importing scikit-learn costs more
than reading a whole document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ..model import LABELS, Label, Reason, Record
from .features import Floats, Occurrences, Vocabulary, Weighted, weigh

_MOST_REASONS = 5
_LEAST_REASON = 0.3  # of the strongest syllable of the text: what is weaker decides nothing
_COMPANY_REASON = "các nội dung khác của văn bản"

# What the rest of a document may add to the log-odds of a label: a line that says little
# ("gửi báo cáo trước ngày 20") follows its document, a line that says much stays what it is.
# How the three numbers were chosen: models/README.md.
_COMPANY = 6.0
_SUBJECT_COUNTS = 4.0  # as many tasks
_EVEN = 1.0 / len(LABELS)
# "other" is what a third of the labelled lines are about, written so to show its variety, but only
# an eighth of the tasks of documents: the log of the ratio of the odds (a prior correction).
_RARER_IN_PAPERS: dict[Label, float] = {"other": -1.2}

_OTHER = LABELS.index("other")
_ABSENT = 0.1  # a topic less likely than this is not spoken of


@dataclass(frozen=True, slots=True)
class Labelled(Record):
    """What the model says of one text. An abstained text has no label, but its scores stand."""

    labels: tuple[Label, ...]
    scores: Mapping[str, float]
    abstained: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class TaskModel:
    """Weights of a fitted model.

    ``weights`` is terms x labels, ``intercept`` one per label, ``idf`` one per term. A text whose
    best probability is below ``abstain``, or that holds no known word, gets no label; a second
    label needs at least ``second``.
    """

    terms: tuple[str, ...]
    idf: Floats
    weights: Floats
    intercept: Floats
    abstain: float
    second: float
    _vocabulary: Vocabulary = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_vocabulary", Vocabulary(self.terms))

    def margins(self, texts: Sequence[str]) -> Floats:
        """Log-odds, one row a text, one column a label in the order of ``LABELS``."""
        return self._margins(self._read(texts)[1], len(texts))

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """One row a text, one column a label; rows need not add to 1."""
        return _sigmoid(self.margins(texts))

    def label(self, texts: Sequence[str]) -> list[Labelled]:
        """Each text by itself, all in one pass; one result a text, in order."""
        return self._label(texts, None)

    def label_document(self, texts: Sequence[str], *, subject: str | None = None) -> list[Labelled]:
        """The texts of one document, which speak for one another, as its ``subject`` does.

        A text's log-odds move by what the others and the subject are about on average.
        """
        return self._label([*texts, subject or ""], len(texts))[: len(texts)]

    def _label(self, texts: Sequence[str], of_document: int | None) -> list[Labelled]:
        if not texts:
            return []
        found, weighted = self._read(texts)
        alone = self._margins(weighted, len(texts))
        words = weighted.row[~self._vocabulary.is_piece[weighted.term]]
        known = np.bincount(words, minlength=len(texts)) > 0
        moved = np.zeros_like(alone)
        if of_document is not None:
            moved[:of_document] = _company(_sigmoid(alone), known)
        odds = alone + moved
        scores = _sigmoid(odds)
        order = np.argsort(-odds, axis=1, kind="stable")
        best, next_best = order[:, 0], order[:, 1]
        each = np.arange(len(texts))
        # "Other" is what speaks of none of the three topics: their sure absence is an answer.
        none = (scores[:, :_OTHER] < _ABSENT).all(axis=1) & (best == _OTHER)
        abstained = ((scores[each, best] < self.abstain) & ~none) | ~known
        two = scores[each, next_best] >= self.second
        overruled = best != alone.argmax(axis=1)
        reasons = _reasons(found, self._spoken(found, weighted, best))
        results = []
        for number, row in enumerate(np.round(scores, 4).tolist()):
            labels: tuple[Label, ...] = ()
            if not abstained[number]:
                labels = tuple(LABELS[k] for k in order[number, : 1 + two[number]])
            why = reasons[number]
            if overruled[number]:
                company = Reason(_COMPANY_REASON, round(float(moved[number, best[number]]), 3))
                why = (company, *why[: _MOST_REASONS - 1])
            results.append(
                Labelled(labels, dict(zip(LABELS, row, strict=True)), bool(abstained[number]), why)
            )
        return results

    def _read(self, texts: Sequence[str]) -> tuple[Occurrences, Weighted]:
        found = self._vocabulary.find(texts)
        return found, weigh(found, self._vocabulary, rows=len(texts), idf=self.idf)

    def _margins(self, weighted: Weighted, rows: int) -> Floats:
        parts = weighted.value[:, None] * self.weights[weighted.term]
        odds = [
            np.bincount(weighted.row, weights=parts[:, k], minlength=rows)
            for k in range(len(LABELS))
        ]
        return np.stack(odds, axis=1) + self.intercept

    def _spoken(self, found: Occurrences, weighted: Weighted, best: npt.NDArray[np.intp]) -> Floats:
        """What each syllable adds to the log-odds of its text's best label."""
        part = weighted.value * self.weights[weighted.term, best[weighted.row]] / weighted.count
        each = part[weighted.inverse]
        each[found.pairs :] /= 2  # a pair speaks through both of its syllables
        size = found.first[-1]
        firsts = found.place[found.pairs :] - 1
        alone: Floats = np.bincount(found.place, weights=each, minlength=size).astype(np.float64)
        return alone + np.bincount(firsts, weights=each[found.pairs :], minlength=size)


def _sigmoid(odds: Floats) -> Floats:
    probability: Floats = 1.0 / (1.0 + np.exp(-odds))
    return probability


def _company(probability: Floats, known: npt.NDArray[np.bool_]) -> Floats:
    """What the other texts (the last row is the subject) add to the log-odds of each text."""
    votes = known.astype(float)
    votes[-1] *= _SUBJECT_COUNTS
    total = votes @ probability
    own = votes[:-1, None] * probability[:-1]
    others = votes.sum() - votes[:-1, None]
    mean = np.divide(total - own, others, out=np.full_like(own, _EVEN), where=others > 0)
    prior = np.asarray([_RARER_IN_PAPERS.get(label, 0.0) for label in LABELS])
    shift: Floats = _COMPANY * (mean - _EVEN) + prior * (others > 0)
    return shift


def _reasons(found: Occurrences, spoken: Floats) -> list[tuple[Reason, ...]]:
    """For each text the runs of syllables that spoke for its label, the strongest first."""
    first = np.asarray(found.first)
    text = np.repeat(np.arange(len(first) - 1), np.diff(first))
    strongest = np.zeros(len(first) - 1)
    np.maximum.at(strongest, text, spoken)
    speaks = (spoken > 0) & (spoken >= _LEAST_REASON * strongest[text])
    follows = np.zeros_like(speaks)  # goes on with the run of the syllable before
    follows[1:] = speaks[1:] & speaks[:-1] & (text[1:] == text[:-1])
    starts = np.flatnonzero(speaks & ~follows)
    ends = np.flatnonzero(speaks & ~np.append(follows[1:], False)) + 1
    sums = np.append(0.0, np.cumsum(spoken))
    runs: list[dict[str, float]] = [{} for _ in strongest]
    for start, end, weight, row in zip(
        starts.tolist(), ends.tolist(), (sums[ends] - sums[starts]).tolist(), text[starts].tolist(),
        strict=True,
    ):  # fmt: skip
        phrase = " ".join(found.words[start:end]).lower()
        runs[row][phrase] = runs[row].get(phrase, 0.0) + weight
    return [
        tuple(
            Reason(phrase, round(weight, 3))
            for phrase, weight in sorted(of.items(), key=lambda run: (-run[1], run[0]))[
                :_MOST_REASONS
            ]
        )
        for of in runs
    ]
