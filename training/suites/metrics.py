"""Figures from answers: calibration, rejection, coverage against error. Plain arithmetic."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.metrics import BINS, Reliability

Values = NDArray[np.floating[Any]]


def reliability(confidence: Values, right: NDArray[np.bool_], bins: int = BINS) -> Reliability:
    """Answers (n,) grouped by confidence into bins of equal width; its `error` is the ECE."""
    group = np.minimum((confidence * bins).astype(int), bins - 1)
    count = np.bincount(group, minlength=bins)
    shared = np.maximum(count, 1)
    return Reliability(
        confidence=np.bincount(group, weights=confidence, minlength=bins) / shared,
        accuracy=np.bincount(group, weights=right, minlength=bins) / shared,
        count=count,
    )


def auroc(positives: Values, negatives: Values) -> float:
    """The chance that a positive (n,) scores above a negative (m,); a tie counts half."""
    scores = np.concatenate([positives, negatives])
    _, group, count = np.unique(scores, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    ranks = (last - (count - 1) / 2)[group]  # the mean rank of equal scores, from 1
    n, m = len(positives), len(negatives)
    return float((ranks[:n].sum() - n * (n + 1) / 2) / (n * m))


def fpr_at_tpr(positives: Values, negatives: Values, tpr: float = 0.95) -> float:
    """Share of negatives let through by the highest threshold that accepts `tpr` of the positives."""
    descending = np.sort(positives)[::-1]
    needed = int(np.ceil(tpr * len(positives) - 1e-9))
    return float((negatives >= descending[needed - 1]).mean())


def error_at_coverage(confidence: Values, right: NDArray[np.bool_], coverage: float) -> float:
    """Share of wrong answers when only the surest part of the answers (n,) is given, 0 < coverage <= 1."""
    kept = max(1, round(coverage * len(confidence)))
    surest = np.argsort(-confidence, kind="stable")[:kept]
    return float(1 - right[surest].mean())
