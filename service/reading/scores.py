"""What the network says of many marks at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.model.serving import ServingModel
from service.verdict import LABELS
from service.vision import Segment, UInt8Array, normalize, whole
from service.vision.types import SIDE


@dataclass(frozen=True, slots=True)
class Scores:
    """One row for each mark."""

    seen: UInt8Array  # (n, 28, 28)
    logits: NDArray[np.float32]  # (n, 10 or 11)
    digit: NDArray[np.float64]  # (n,) how much it looks like one digit
    labels: NDArray[np.float64]  # (n, 10) probabilities of the labels, if it is a digit

    def rows(self, which: NDArray[np.intp]) -> "Scores":
        """Give these rows, in this order."""
        return Scores(self.seen[which], self.logits[which], self.digit[which], self.labels[which])

    def and_then(self, other: "Scores") -> "Scores":
        """Give these rows and then the other's."""
        seen, logits = np.concatenate([self.seen, other.seen]), np.concatenate([self.logits, other.logits])
        digit, labels = np.concatenate([self.digit, other.digit]), np.concatenate([self.labels, other.labels])
        return Scores(seen, logits, digit, labels)


def scored(marks: list[list[Segment]], serving: ServingModel) -> Scores:
    """Ask the network about marks, each of one part or several, in one go."""
    # One at a time: the joined inks of a page may be far larger than the page.
    digits = [normalize((whole(mark) if len(mark) > 1 else mark[0]).strength) for mark in marks]
    seen = np.array(digits, np.uint8).reshape(-1, SIDE, SIDE)
    logits = serving.model.logits(seen)
    labels = _softmax(logits[:, :LABELS] / serving.calibration.temperature)
    # A network of ten outputs knows nothing else than digits: how sure it is has to do.
    digit = 1 - _softmax(logits)[:, LABELS] if logits.shape[1] > LABELS else labels.max(axis=1)
    return Scores(seen, logits, digit, labels)


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float64]:
    powers = np.exp(logits.astype(np.float64) - logits.max(axis=1, keepdims=True))
    shares: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
    return shares
