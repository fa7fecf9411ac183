"""What teachers think of each digit: the mean of their probabilities, softened.

Softened probabilities tell how much a 4 looks like a 9; a small network that learns them comes close to all
of its teachers together (Hinton et al. 2015). Teachers know MNIST's digits and nothing else: of anything
else they have no opinion, which is a row of zeros.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.model.engine import DigitModel
from training.drawing import NOT_A_DIGIT, Drawn
from training.metrics import softmax

TEMPERATURE = 3.0  # softens the teachers' probabilities, and the pupil's that are compared to them


def opinion(teachers: Sequence[DigitModel], digits: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return float32 (n, 11) for uint8 (n, 28, 28); rows sum to 1, and none doubts that it is a digit."""
    softened = [softmax(teacher.logits(digits)[:, :NOT_A_DIGIT], TEMPERATURE) for teacher in teachers]
    return np.pad(np.mean(softened, axis=0), ((0, 0), (0, 1))).astype(np.float32)


def of_near(teachers: Sequence[DigitModel], drawn: Drawn) -> NDArray[np.float32]:
    """Opinions, float32 (n, 11), of those that are near to MNIST's digits, and none of the rest."""
    thought = np.zeros((len(drawn.digits), NOT_A_DIGIT + 1), np.float32)
    if drawn.near.any():
        thought[drawn.near] = opinion(teachers, drawn.digits[drawn.near])
    return thought


def beside(labels: NDArray[np.uint8], opinions: NDArray[np.float32]) -> NDArray[np.float32]:
    """Labels (n,) and opinions (n, outputs) as what a pupil is fitted to: (n, 1 + outputs)."""
    return np.concatenate([labels[:, None].astype(np.float32), opinions], axis=1)
