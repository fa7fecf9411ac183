"""What teachers think of each digit: the mean of their probabilities, softened.

Softened probabilities tell how much a 4 looks like a 9; a small network that learns them comes close to all
of its teachers together (Hinton et al. 2015).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.model.engine import DigitModel

TEMPERATURE = 3.0  # softens the teachers' probabilities, and the pupil's that are compared to them


def opinion(teachers: Sequence[DigitModel], digits: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return float32 (n, labels) for uint8 (n, 28, 28); each row sums to 1."""
    softened = []
    for teacher in teachers:
        logits = teacher.logits(digits) / TEMPERATURE
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        softened.append(powers / powers.sum(axis=1, keepdims=True))
    return np.mean(softened, axis=0, dtype=np.float32)


def beside(labels: NDArray[np.uint8], opinions: NDArray[np.float32]) -> NDArray[np.float32]:
    """Labels (n,) and opinions (n, labels) as what a pupil is fitted to: (n, 1 + labels)."""
    return np.concatenate([labels[:, None].astype(np.float32), opinions], axis=1)
