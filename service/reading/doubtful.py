"""Doubtful cuts: a mark that is parted into digits which are hardly digits was none of them, but a sign.

Every letter can be parted so that its pieces look a little like digits: an A is a 1 and a 7. Digits that
touch and are parted where they touch are plainly digits. Of 250 letters, signs and doodles, 61 are read as
digits instead of 87; of 300 pairs of validation digits that touch, 277 are read instead of 281.
"""

from collections.abc import Iterator

from service.reading.lattice import Candidate
from service.reading.path import Step
from service.reading.scores import Scores

PLAIN = 0.7  # digit score, and probability of the label, of each digit that a mark was parted into


def without_odd_cuts(steps: list[Step], candidates: list[Candidate], scores: Scores) -> list[Step]:
    """Read a mark that was parted into digits as one sign, if one of them is not plainly a digit."""
    kept: list[Step] = []
    for mark in _marks(steps, candidates):
        digits = [step for step in mark if step.label is not None]
        is_odd = len(digits) > 1 and any(_is_odd(step, scores) for step in digits)
        whole = _whole(mark, candidates) if is_odd else None
        kept += mark if whole is None else [Step(whole, None)]
    return kept


def _marks(steps: list[Step], candidates: list[Candidate]) -> Iterator[list[Step]]:
    """Give the steps of each mark: those between which a cut goes through ink."""
    mark: list[Step] = []
    for step in steps:
        mark.append(step)
        if candidates[step.candidate].crossed is None:
            yield mark
            mark = []


def _is_odd(step: Step, scores: Scores) -> bool:
    return min(float(scores.digit[step.candidate]), float(scores.labels[step.candidate, step.label])) < PLAIN


def _whole(mark: list[Step], candidates: list[Candidate]) -> int | None:
    """Give the candidate that is all of a mark; None if there is none."""
    first, last = candidates[mark[0].candidate].first, candidates[mark[-1].candidate].last
    wanted = (number for number, each in enumerate(candidates) if (each.first, each.last) == (first, last))
    return next(wanted, None)
