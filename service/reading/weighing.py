"""Weighs what the reader network says of each mark against what the digit network says of its ink."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.model.manifest import Calibration, ReaderSettings
from service.model.reader_map import OTHER
from service.reading.candidates import Candidates
from service.verdict import LABELS

Float64Array = NDArray[np.float64]

FLOOR = 1e-6  # of a probability


@dataclass(frozen=True, slots=True)
class Opinions:
    """What both networks together say, one row for each mark."""

    classes: Float64Array  # (n, CLASSES): if there is a mark, what it is; each row sums to 1
    present: Float64Array  # (n,): that there is a mark
    digit_scores: Float64Array  # (n,): how much it looks like one digit to the digit network

    def certainty(self, read: NDArray[np.bool_]) -> float:
        """Logit of the probability that all that is read is right and nothing else is a digit or sign."""
        right = np.log(np.maximum(self.classes[read].max(axis=1) * self.present[read], FLOOR)).sum()
        number = self.classes[~read][:, :OTHER].sum(axis=1) * self.present[~read]
        all_right = min(float(right + np.log(np.maximum(1 - number, FLOOR)).sum()), -FLOOR)
        return float(all_right - np.log(-np.expm1(all_right)))


def weigh(
    candidates: Candidates,
    digit_logits: NDArray[np.float32],
    calibration: Calibration,
    settings: ReaderSettings,
) -> Opinions:
    """Put both opinions together; `digit_logits` are (n, 10 or 11)."""
    by_shape, scores = digit_opinion(digit_logits, calibration)
    weighed = settings.reader * log_softmax(candidates.labels)
    weighed[:, :LABELS] += settings.digit * np.log(by_shape + FLOOR)
    weighed[:, :LABELS] += settings.score * np.log(scores + FLOOR)[:, None]
    # Of signs the digit network knows nothing: a slash alone is a fine 1.
    weighed[:, LABELS:OTHER] += settings.sign
    weighed[:, OTHER] += settings.score * np.log(1 - scores + FLOOR) + settings.other
    return Opinions(np.exp(log_softmax(weighed)), presence(candidates, settings), scores)


def text_confidence(certainty: float, settings: ReaderSettings) -> float:
    """How likely the whole text is right, from `Opinions.certainty`; calibrated on validation pages."""
    return float(1 / (1 + np.exp(-np.clip(settings.text * certainty + settings.text_bias, -30, 30))))


def presence(candidates: Candidates, settings: ReaderSettings) -> Float64Array:
    """How likely each of them is a mark, (n,)."""
    logits = settings.peak * candidates.peaks.astype(np.float64) + settings.present
    return np.asarray(1 / (1 + np.exp(-logits)))


def digit_opinion(logits: NDArray[np.float32], calibration: Calibration) -> tuple[Float64Array, Float64Array]:
    """Probabilities of the labels, (n, 10), and digit scores, (n,); without an eleventh output 1 each."""
    labels = np.exp(log_softmax(logits[:, :LABELS] / calibration.temperature))
    if logits.shape[1] == LABELS:
        return labels, np.full(len(logits), 1 - FLOOR)
    return labels, 1 - np.exp(log_softmax(logits))[:, LABELS]


def log_softmax(logits: "NDArray[np.float32] | Float64Array") -> Float64Array:
    """The log of each row's shares."""
    values = logits.astype(np.float64)
    values -= values.max(axis=1, keepdims=True) if len(values) else 0.0
    return np.asarray(values - np.log(np.exp(values).sum(axis=1, keepdims=True)))
