"""What the service decides by, found on validation pages: how opinions weigh, from when a mark is one."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from service.model.manifest import Calibration, ReaderSettings
from service.reading.candidates import Candidates
from service.reading.weighing import weigh
from training.reader.judging import judge
from training.reader.validation import NO_LESSON, NO_MARK, Asked

Float64Array = NDArray[np.float64]

WEIGHTS = ("reader", "digit", "score", "sign", "other")  # fields of ReaderSettings that are found together
STEPS = 6  # rounds over them, each with half the stride of the one before
STRIDE = 0.4  # of the first
NEWTON = 25  # steps of logistic regression
PULL = 1e-3  # towards 0, which keeps it finite where classes part perfectly
LEVELS = np.linspace(0.05, 0.95, 91)  # at which a mark may become one


def fit(asked: Sequence[Asked], calibration: Calibration) -> ReaderSettings:
    """Find the settings for a reader and a digit network that were asked about validation pages.

    A reader that found no mark at all, as one that has hardly learned, leaves them as they are.
    """
    if not any((one.truth >= 0).any() for one in asked):
        return ReaderSettings()
    settings = _weights(asked, calibration)
    peak, present = _presence(asked)
    settings = settings.model_copy(update={"peak": peak, "present": present})
    level = _level(asked, calibration, settings)
    settings = settings.model_copy(update={"mark_from": level})
    slope, bias = _whole_texts(asked, calibration, settings)
    return settings.model_copy(update={"text": slope, "text_bias": bias})


def _weights(asked: Sequence[Asked], calibration: Calibration) -> ReaderSettings:
    """The weights that make the right classes likeliest."""
    marks = [each.truth >= 0 for each in asked]
    candidates = Candidates.joined(
        [one.candidates.take(np.flatnonzero(mine)) for one, mine in zip(asked, marks, strict=True)]
    )
    logits = np.concatenate([one.digit_logits[mine] for one, mine in zip(asked, marks, strict=True)])
    truth = np.concatenate([one.truth[mine] for one, mine in zip(asked, marks, strict=True)])

    def loss(values: Float64Array) -> float:
        named = dict(zip(WEIGHTS, values.tolist(), strict=True))
        classes = weigh(candidates, logits, calibration, ReaderSettings(**named)).classes
        return float(-np.log(np.maximum(classes[np.arange(len(truth)), truth], 1e-9)).mean())

    best = _descend(loss, np.array([0.7, 0.5, 0.3, 0.0, 0.0]))
    return ReaderSettings(**dict(zip(WEIGHTS, np.round(best, 3).tolist(), strict=True)))


def _descend(loss: Callable[[Float64Array], float], start: Float64Array) -> Float64Array:
    """Coordinate descent: enough for five numbers and a smooth loss."""
    best, value, stride = start, loss(start), STRIDE
    for _ in range(STEPS):
        improved = True
        while improved:
            improved = False
            for axis in range(len(best)):
                for step in (-stride, stride):
                    tried = best.copy()
                    tried[axis] += step
                    if (new := loss(tried)) < value - 1e-7:
                        best, value, improved = tried, new, True
        stride /= 2
    return best


def _presence(asked: Sequence[Asked]) -> tuple[float, float]:
    """Slope and bias by which a peak's logit tells the probability of a mark."""
    peaks = np.concatenate([one.candidates.peaks for one in asked]).astype(np.float64)
    truth = np.concatenate([one.truth for one in asked])
    told = truth != NO_LESSON
    return logistic(peaks[told], (truth[told] != NO_MARK).astype(np.float64))


def _level(asked: Sequence[Asked], calibration: Calibration, settings: ReaderSettings) -> float:
    """The probability from which a mark is one, at which fewest are lost and invented."""
    present = [weigh(one.candidates, one.digit_logits, calibration, settings).present for one in asked]
    sure = np.concatenate(present)
    truth = np.concatenate([one.truth for one in asked])
    is_mark, is_none = truth >= 0, truth == NO_MARK
    wrong = [int((sure[is_mark] < level).sum() + (sure[is_none] >= level).sum()) for level in LEVELS]
    return float(np.round(LEVELS[int(np.argmin(wrong))], 3))


def _whole_texts(
    asked: Sequence[Asked], calibration: Calibration, settings: ReaderSettings
) -> tuple[float, float]:
    """Slope and bias by which the certainties about all marks of a page tell how sure its text is."""
    judged = [judge(one, calibration, settings) for one in asked]
    telling = [one for one in judged if one.has_text]
    certainties = np.array([one.certainty for one in telling])
    return logistic(certainties, np.array([float(one.is_right) for one in telling]))


def logistic(values: Float64Array, truth: Float64Array) -> tuple[float, float]:
    """Slope and bias of a logistic regression on one number, by Newton's method."""
    design = np.stack([values, np.ones_like(values)], axis=1)
    weights = np.zeros(2)
    for _ in range(NEWTON):
        p = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (p - truth) + PULL * weights
        curvature = (design * (p * (1 - p))[:, None]).T @ design + PULL * np.eye(2)
        weights = weights - np.linalg.solve(curvature, slope)
    return float(np.round(weights[0], 4)), float(np.round(weights[1], 4))
