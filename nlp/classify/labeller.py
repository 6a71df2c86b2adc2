"""The fitted task model: texts -> labels with probabilities, or an abstention, and the words that decided.

It is one linear model in log-odds (calibration is folded into the weights), so a word's weight is what
it adds to the log-odds of the label. It needs numpy alone: importing scikit-learn costs more than
reading a whole document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ..model import LABELS, Label, Reason, Record
from .features import Floats, Occurrences, Vocabulary, Weighted, spellings, weigh

_MOST_REASONS = 5
_LEAST_REASON = 0.05  # log-odds; less is noise


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

    ``weights`` is terms x labels, ``intercept`` one per label, ``idf`` one per term. A text whose best
    probability is below ``abstain`` gets no label; a second label needs at least ``second``.
    """

    terms: tuple[str, ...]
    idf: Floats
    weights: Floats
    intercept: Floats
    abstain: float
    second: float
    _vocabulary: Vocabulary = field(init=False, repr=False, compare=False)
    _is_piece: npt.NDArray[np.bool_] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        vocabulary = Vocabulary(self.terms)
        object.__setattr__(self, "_vocabulary", vocabulary)
        object.__setattr__(self, "_is_piece", vocabulary.is_piece)

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """One row a text, one column a label in the order of ``LABELS``; rows need not add to 1."""
        return _sigmoid(self.margins(texts))

    def margins(self, texts: Sequence[str]) -> Floats:
        """The log-odds behind the probabilities."""
        return self._margins(self._read(texts)[1], len(texts))

    def label(self, texts: Sequence[str]) -> list[Labelled]:
        """All texts in one pass; one result a text, in order."""
        if not texts:
            return []
        found, weighted = self._read(texts)
        scores = _sigmoid(self._margins(weighted, len(texts)))
        best = scores.argmax(axis=1)
        spoken = self._spoken(found, weighted, best)
        results = []
        for number, text in enumerate(texts):
            row = scores[number]
            abstained = bool(row[best[number]] < self.abstain)
            first, last = found.first[number], found.first[number + 1]
            results.append(
                Labelled(
                    labels=() if abstained else self._labels(row),
                    scores={name: round(float(p), 4) for name, p in zip(LABELS, row, strict=True)},
                    abstained=abstained,
                    reasons=_reasons(spellings(text), spoken[first:last]),
                )
            )
        return results

    def _read(self, texts: Sequence[str]) -> tuple[Occurrences, Weighted]:
        found = self._vocabulary.find(texts)
        return found, weigh(found, rows=len(texts), idf=self.idf, is_piece=self._is_piece)

    def _margins(self, weighted: Weighted, rows: int) -> Floats:
        parts = weighted.value[:, None] * self.weights[weighted.term]
        odds = np.stack(
            [
                np.bincount(weighted.row, weights=parts[:, k], minlength=rows)
                for k in range(len(LABELS))
            ],
            axis=1,
        )
        return odds + self.intercept

    def _labels(self, row: Floats) -> tuple[Label, ...]:
        first, second = np.argsort(-row, kind="stable")[:2]
        if row[second] < self.second:
            return (LABELS[first],)
        return LABELS[first], LABELS[second]

    def _spoken(self, found: Occurrences, weighted: Weighted, best: npt.NDArray[np.intp]) -> Floats:
        """What each syllable adds to the log-odds of its text's best label."""
        part = weighted.value * self.weights[weighted.term, best[weighted.row]] / weighted.count
        each = part[weighted.inverse]
        each[found.pairs :] /= 2  # a pair speaks through both of its syllables
        size = found.first[-1]
        spoken = np.bincount(found.place, weights=each, minlength=size)
        return spoken + np.bincount(
            found.place[found.pairs :] - 1, weights=each[found.pairs :], minlength=size
        )


def _sigmoid(odds: Floats) -> Floats:
    return 1.0 / (1.0 + np.exp(-odds))


def _reasons(words: list[str], weights: Floats) -> tuple[Reason, ...]:
    """Runs of syllables that spoke for the label, the strongest first, each wording once."""
    runs: dict[str, float] = {}
    start: int | None = None
    for place, speaks in enumerate([*(weights > _LEAST_REASON), False]):
        if speaks and start is None:
            start = place
        elif not speaks and start is not None:
            phrase = " ".join(words[start:place]).lower()
            runs[phrase] = runs.get(phrase, 0.0) + float(weights[start:place].sum())
            start = None
    strongest = sorted(runs.items(), key=lambda run: (-run[1], run[0]))[:_MOST_REASONS]
    return tuple(Reason(text, round(weight, 3)) for text, weight in strongest)
