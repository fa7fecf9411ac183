"""Occlusion sensitivity: blank a small window of the digit, and see how far each logit falls.

The method of Zeiler and Fergus (Visualizing and Understanding Convolutional Networks, 2014). It works for any
network, but the falls do not add up to the logit: two windows may hide the same thing.
"""

import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from service.explaining.explanation import Evidence, Float64Array, LabelEvidence
from service.model.engine import DigitModel

LABELS = 10
SIDE = 28
WINDOW = 4  # pixels; a pen stroke of MNIST is 2 to 4 wide
STRIDES = (2, 4)  # the finer one unless the network is too slow for it
MOST_SECONDS = 2.0  # for all windows; the bundled network takes 0.03
DECIMALS = 6


def sensitivity(
    model: DigitModel, digit: NDArray[np.uint8], *, clock: Callable[[], float] = time.thread_time
) -> Evidence | None:
    """How far each logit falls where a window is blanked, for each pixel the mean of the windows over it.

    `digit` is uint8 (28, 28). None where even the coarser windows would take too long. The clock counts this
    thread's own work, so that a busy machine changes nothing.
    """
    begun = clock()
    logits = model.logits(digit[None])[0]
    seconds = clock() - begun
    for stride in STRIDES:
        places = _places(digit, stride)
        if len(places) * seconds <= MOST_SECONDS:
            falls = _falls(model, digit, logits, places)
            return Evidence("occlusion sensitivity", WINDOW, stride, _labels(falls, places, logits, stride))
    return None


def _places(digit: NDArray[np.uint8], stride: int) -> list[tuple[int, int]]:
    """The upper left corners of the windows that hide any ink; blanking the others changes nothing."""
    starts = range(0, SIDE - WINDOW + 1, stride)
    return [(y, x) for y in starts for x in starts if digit[y : y + WINDOW, x : x + WINDOW].any()]


def _falls(
    model: DigitModel, digit: NDArray[np.uint8], logits: NDArray[np.float32], places: list[tuple[int, int]]
) -> Float64Array:
    """Float64 (windows, labels): logit with the window less logit without."""
    occluded = np.repeat(digit[None], len(places), axis=0)
    for picture, (y, x) in zip(occluded, places, strict=True):
        picture[y : y + WINDOW, x : x + WINDOW] = 0
    falls: Float64Array = (logits - model.logits(occluded)).astype(np.float64)
    return falls[:, :LABELS]


def _labels(
    falls: Float64Array, places: list[tuple[int, int]], logits: NDArray[np.float32], stride: int
) -> tuple[LabelEvidence, ...]:
    total = np.zeros((SIDE, SIDE, LABELS))
    for fall, (y, x) in zip(falls, places, strict=True):
        total[y : y + WINDOW, x : x + WINDOW] += fall
    mean = np.round(total / _covered(stride)[..., None], DECIMALS).reshape(-1, LABELS)
    return tuple(
        LabelEvidence(label, float(logits[label]), mean[:, label], None, None) for label in range(LABELS)
    )


def _covered(stride: int) -> Float64Array:
    """How many windows lie over each pixel, those without ink among them."""
    line = np.zeros(SIDE)
    for start in range(0, SIDE - WINDOW + 1, stride):
        line[start : start + WINDOW] += 1
    return np.outer(line, line)
