"""What teachers think of each digit: the mean of their probabilities, softened.

Softened probabilities tell how much a 4 looks like a 9; a small network that learns them comes close to all
of its teachers together (Hinton et al. 2015). They are asked about what is near to MNIST's digits; of all
else there is no opinion, which is a row of zeros.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.model.engine import DigitModel
from training.drawing import NOT_A_DIGIT, Drawn
from training.metrics import softmax

TEMPERATURE = 3.0  # softens the teachers' probabilities, and the pupil's that are compared to them


def opinion(teachers: Sequence[DigitModel], digits: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return float32 (n, 11) for uint8 (n, 28, 28); rows sum to 1.

    Whether it is a digit is for those to say who have an output for that; which one it is, for all.
    """
    logits = [teacher.logits(digits) for teacher in teachers]
    which = np.mean([softmax(each[:, :NOT_A_DIGIT], TEMPERATURE) for each in logits], axis=0)
    doubts = [softmax(each, TEMPERATURE)[:, NOT_A_DIGIT:] for each in logits if each.shape[1] > NOT_A_DIGIT]
    none = np.mean(doubts, axis=0) if doubts else np.zeros((len(digits), 1))
    return np.concatenate([which * (1 - none), none], axis=1).astype(np.float32)


def of_drawn(teachers: Sequence[DigitModel], drawn: Drawn) -> NDArray[np.float32]:
    """Opinions, float32 (n, 11), of what was drawn: of what is near to MNIST's digits, and of nothing else.

    Of the rest the label says more than teachers know: a clean circle was "no digit" to some, and a 1 beside
    a 3 was a 3.
    """
    thought = np.zeros((len(drawn.digits), NOT_A_DIGIT + 1), np.float32)
    if drawn.near.any():
        thought[drawn.near] = opinion(teachers, drawn.digits[drawn.near])
    return thought


def beside(labels: NDArray[np.uint8], opinions: NDArray[np.float32]) -> NDArray[np.float32]:
    """Labels (n,) and opinions (n, outputs) as what a pupil is fitted to: (n, 1 + outputs)."""
    return np.concatenate([labels[:, None].astype(np.float32), opinions], axis=1)
