"""What teachers think of each digit: the mean of their probabilities, softened.

Softened probabilities tell how much a 4 looks like a 9; a small network that learns them comes close to all
of its teachers together (Hinton et al. 2015).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.model.engine import DigitModel
from training.drawing import NOT_A_DIGIT
from training.metrics import softmax

TEMPERATURE = 3.0  # softens the teachers' probabilities, and the pupil's that are compared to them


def opinion(teachers: Sequence[DigitModel], digits: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return float32 (n, labels) for uint8 (n, 28, 28); each row sums to 1."""
    softened = [softmax(teacher.logits(digits), TEMPERATURE) for teacher in teachers]
    return np.mean(softened, axis=0).astype(np.float32)


def corrected(
    opinions: NDArray[np.float32], labels: NDArray[np.uint8], certain: NDArray[np.bool_], teachers: int
) -> NDArray[np.float32]:
    """Opinions (n, labels), where a digit's label (n,) that is `certain` (n,) counts as one teacher more.

    And that it is a digit is not doubted at all. Teachers have their blind spots: a clean circle was "no
    digit" to some, where a person means a 0.
    """
    which = opinions[certain, :NOT_A_DIGIT]
    which /= which.sum(axis=1, keepdims=True)
    out = opinions.copy()
    out[certain, NOT_A_DIGIT:] = 0
    out[certain, :NOT_A_DIGIT] = which * teachers / (teachers + 1)
    out[certain, labels[certain]] += 1 / (teachers + 1)
    return out


def beside(labels: NDArray[np.uint8], opinions: NDArray[np.float32]) -> NDArray[np.float32]:
    """Labels (n,) and opinions (n, labels) as what a pupil is fitted to: (n, 1 + labels)."""
    return np.concatenate([labels[:, None].astype(np.float32), opinions], axis=1)
