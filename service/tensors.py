"""Digits as tensors to what the network says of each: no picture, no vision. Knows no HTTP."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.model.serving import ServingModel
from service.verdict import judge


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the network says of n digits."""

    probabilities: NDArray[np.float32]  # (n, 10), calibrated; each row sums to 1
    labels: NDArray[np.int64]  # (n,): the likeliest of 0 to 9
    digit_scores: NDArray[np.float32]  # (n,), 0..1: how much each looks like one digit


def predict(serving: ServingModel, digits: NDArray[np.uint8]) -> Prediction:
    """Judge digits, uint8 (n, 28, 28), ink 255, n at least 1: the same numbers as for a picture of each."""
    judged = [judge(row, serving.calibration) for row in serving.model.logits(digits)]
    return Prediction(
        probabilities=np.array([each.probabilities for each in judged], np.float32),
        labels=np.array([each.digit for each in judged], np.int64),
        digit_scores=np.array([each.digit_score for each in judged], np.float32),
    )
