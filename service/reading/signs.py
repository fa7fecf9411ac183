"""Signs that look like digits by themselves and not beside others: the slash of a date is no 1."""

from dataclasses import replace
from statistics import fmean

import numpy as np

from service.reading.found import Found
from service.vision import Box, UInt8Array

TALLER = 1.1  # times the digits beside it
BELOW = 0.1  # of their height that a slash reaches under the line; a tall 1 stands on it
LEANS = 0.18  # of its height that a slash leans to the right at least, from foot to top


def without_slashes(line: list[Found]) -> list[Found]:
    """Reject each 1 of a line, from left to right, that leans and reaches over and under its neighbours."""
    return [_judged(each, line[max(0, at - 1) : at] + line[at + 1 : at + 2]) for at, each in enumerate(line)]


def _judged(each: Found, beside: list[Found]) -> Found:
    if len(beside) < 2 or not each.is_digit or each.judgement.digit != 1:
        return each
    if not _reaches_out(each.box, [other.box for other in beside]) or _lean(each.seen) < LEANS:
        return each
    return replace(each, judgement=each.judgement.rejected())


def _reaches_out(box: Box, beside: list[Box]) -> bool:
    """Tell whether a mark is taller than those beside it, and reaches over them and under them."""
    height = fmean(other.height for other in beside)
    above = fmean(other.y for other in beside) - box.y
    below = box.y + box.height - fmean(other.y + other.height for other in beside)
    return (
        box.height >= TALLER * max(other.height for other in beside)
        and above >= 0
        and below >= BELOW * height
    )


def _lean(digit: UInt8Array) -> float:
    """How far the ink's upper half lies right of its lower half, in parts of the height between them."""
    rows = np.flatnonzero(digit.any(axis=1))
    middle = (int(rows[0]) + int(rows[-1]) + 1) // 2
    upper, lower = (_middle(part) for part in (digit[:middle], digit[middle:]))
    return (upper[1] - lower[1]) / max(1.0, lower[0] + middle - upper[0])


def _middle(ink: UInt8Array) -> tuple[float, float]:
    """Row and column of the centre of mass."""
    weights = ink.astype(np.float64)
    total = max(float(weights.sum()), 1.0)
    y, x = weights.sum(axis=1) @ np.arange(ink.shape[0]), weights.sum(axis=0) @ np.arange(ink.shape[1])
    return float(y) / total, float(x) / total
