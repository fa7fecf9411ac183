"""What teachers think of each digit: the mean of their probabilities, softened.

Softened probabilities tell how much a 4 looks like a 9; a small network that learns them comes close to all
of its teachers together (Hinton et al. 2015).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.model.engine import DigitModel
from training.metrics import softmax

TEMPERATURE = 3.0  # softens the teachers' probabilities, and the pupil's that are compared to them


def opinion(
    teachers: Sequence[DigitModel], digits: NDArray[np.uint8], asked: NDArray[np.bool_] | None = None
) -> NDArray[np.float32]:
    """Return float32 (n, labels) for uint8 (n, 28, 28), each row's sum 1; 0 where they were not `asked`."""
    asked = np.ones(len(digits), np.bool_) if asked is None else asked
    softened = [softmax(teacher.logits(digits[asked]), TEMPERATURE) for teacher in teachers]
    opinions = np.zeros((len(digits), softened[0].shape[1]), np.float32)
    opinions[asked] = np.mean(softened, axis=0)
    return opinions


def beside(labels: NDArray[np.uint8], opinions: NDArray[np.float32]) -> NDArray[np.float32]:
    """Labels (n,) and opinions (n, labels) as what a pupil is fitted to: (n, 1 + labels)."""
    return np.concatenate([labels[:, None].astype(np.float32), opinions], axis=1)
