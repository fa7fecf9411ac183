"""What the network says of many marks at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.model.serving import ServingModel
from service.verdict import LABELS
from service.vision import Segment, UInt8Array, normalize


@dataclass(frozen=True, slots=True)
class Scores:
    """One row for each mark."""

    seen: UInt8Array  # (n, 28, 28)
    logits: NDArray[np.float32]  # (n, 10 or 11)
    digit: NDArray[np.float64]  # (n,) how much it looks like one digit
    labels: NDArray[np.float64]  # (n, 10) probabilities of the labels, if it is a digit

    def part(self, start: int, count: int) -> "Scores":
        """Give the rows from `start` on, `count` of them."""
        own = slice(start, start + count)
        return Scores(self.seen[own], self.logits[own], self.digit[own], self.labels[own])


def scored(marks: list[Segment], serving: ServingModel) -> Scores:
    """Ask the network about marks, at least one, in one go."""
    seen = np.stack([normalize(each.strength) for each in marks])
    logits = serving.model.logits(seen)
    labels = _softmax(logits[:, :LABELS] / serving.calibration.temperature)
    # A network of ten outputs knows nothing else than digits: how sure it is has to do.
    digit = 1 - _softmax(logits)[:, LABELS] if logits.shape[1] > LABELS else labels.max(axis=1)
    return Scores(seen, logits, digit, labels)


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float64]:
    powers = np.exp(logits.astype(np.float64) - logits.max(axis=1, keepdims=True))
    shares: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
    return shares
