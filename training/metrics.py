"""Figures from logits and labels: accuracy, loss, calibration. Plain arithmetic."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BINS = 15  # of confidence, for the calibration error; the usual number
TEMPERATURES = (0.05, 20.0)  # between which the best one is looked for


@dataclass(frozen=True, slots=True)
class Reliability:
    """Answers grouped by confidence: how sure against how often right."""

    confidence: NDArray[np.float64]  # (bins,) mean confidence of each group
    accuracy: NDArray[np.float64]  # (bins,) share of right answers
    count: NDArray[np.int64]  # (bins,)

    @property
    def error(self) -> float:
        """Expected calibration error: the mean gap, weighted by the groups' sizes."""
        gaps = np.abs(self.confidence - self.accuracy)
        return float((gaps * self.count).sum() / max(1, self.count.sum()))


def softmax(logits: NDArray[np.float32], temperature: float = 1.0) -> NDArray[np.float64]:
    """Probabilities (n, outputs) of logits (n, outputs)."""
    scaled = logits.astype(np.float64) / temperature
    raised = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def accuracy(logits: NDArray[np.float32], labels: NDArray[np.uint8]) -> float:
    """Share of digits whose likeliest output is their label; "not a digit" is a wrong answer."""
    return float((logits.argmax(axis=1) == labels).mean())


def loss(logits: NDArray[np.float32], labels: NDArray[np.uint8], temperature: float = 1.0) -> float:
    """Mean cross-entropy in nats, as Keras reports it."""
    scaled = logits.astype(np.float64) / temperature
    scaled -= scaled.max(axis=1, keepdims=True)
    right = scaled[np.arange(len(labels)), labels]
    return float((np.log(np.exp(scaled).sum(axis=1)) - right).mean())


def confusion(logits: NDArray[np.float32], labels: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Counts (10, outputs): rows are the labels, columns the answers."""
    counts = np.zeros((10, logits.shape[1]), np.int64)
    np.add.at(counts, (labels, logits.argmax(axis=1)), 1)
    return counts


def reliability(probabilities: NDArray[np.float64], labels: NDArray[np.uint8]) -> Reliability:
    """Group the answers by confidence into equal widths."""
    return grouped(probabilities.max(axis=1), probabilities.argmax(axis=1) == labels)


def grouped(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> Reliability:
    """Group answers by how sure each is, (n,), beside which of them are right, (n,)."""
    group = np.minimum((confidence * BINS).astype(int), BINS - 1)
    count = np.bincount(group, minlength=BINS)
    shared = np.maximum(count, 1)
    return Reliability(
        confidence=np.bincount(group, weights=confidence, minlength=BINS) / shared,
        accuracy=np.bincount(group, weights=right, minlength=BINS) / shared,
        count=count,
    )


def best_temperature(logits: NDArray[np.float32], labels: NDArray[np.uint8]) -> float:
    """The temperature with the least loss, by golden-section search: the loss has but one valley."""
    low, high = np.log(TEMPERATURES)
    golden = (np.sqrt(5) - 1) / 2
    for _ in range(40):
        left, right = high - golden * (high - low), low + golden * (high - low)
        if loss(logits, labels, float(np.exp(left))) < loss(logits, labels, float(np.exp(right))):
            high = right
        else:
            low = left
    return round(float(np.exp((low + high) / 2)), 4)
