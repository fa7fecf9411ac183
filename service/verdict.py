"""Verdicts: from a digit's probabilities to what is said about it."""

from dataclasses import dataclass, replace
from enum import StrEnum
from math import exp

import numpy as np
from numpy.typing import NDArray

from service.model.manifest import Calibration

LABELS = 10


class Verdict(StrEnum):
    """What can be said about a picture."""

    DIGIT = "digit"
    UNCERTAIN = "uncertain"
    SEVERAL_DIGITS = "several_digits"
    NOT_A_DIGIT = "not_a_digit"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a network's output for one digit amounts to."""

    verdict: Verdict  # digit, uncertain or not_a_digit
    digit: int
    runner_up: int
    confidence: float  # calibrated probability of `digit`
    digit_score: float  # 0..1: how much it looks like one digit
    probabilities: tuple[float, ...]  # of the labels 0..9; they sum to 1

    @property
    def may_be_none(self) -> bool:
        """Whether it is likelier that this is no digit than that it is another one."""
        return may_be_none(self.digit_score, self.confidence)

    def rejected(self) -> "Judgement":
        """The same of something that its surroundings show to be no digit."""
        return replace(self, verdict=Verdict.NOT_A_DIGIT)


def judge(logits: NDArray[np.float32], calibration: Calibration) -> Judgement:
    """Judge one row of logits, float32 (10,) or (11,).

    With an eleventh output, "not a digit", the digit score is one less its probability, and the ten
    labels share what they would without it. A network of ten outputs knows nothing of other things:
    its digit score is its confidence. An answer is uncertain if it is not sure enough that this is a
    digit and this one.
    """
    values = logits.tolist()  # eleven numbers: plain Python is four times as fast on them as NumPy
    labels = _softmax([value / calibration.temperature for value in values[:LABELS]])
    has_reject = len(values) > LABELS
    return judged(labels, 1.0 - _softmax(values)[LABELS] if has_reject else None, calibration)


def judged(labels: list[float], score: float | None, calibration: Calibration) -> Judgement:
    """Judge ten probabilities and a digit score; None where nothing is known but how sure the label is."""
    second, first = sorted(range(LABELS), key=labels.__getitem__)[-2:]
    confidence = labels[first]
    sure = confidence if score is None else confidence * score
    score = confidence if score is None else score
    if score < calibration.digit_score_below:
        verdict = Verdict.NOT_A_DIGIT
    elif sure < calibration.uncertain_below:
        verdict = Verdict.UNCERTAIN
    else:
        verdict = Verdict.DIGIT
    return Judgement(verdict, first, second, confidence, score, tuple(labels))


def may_be_none(digit_score: float, confidence: float) -> bool:
    """Tell whether it is likelier that something is no digit than that it is another one than the likeliest.

    Of a network of ten outputs the two are the same, and nothing is known.
    """
    return digit_score != confidence and 1 - digit_score > digit_score * (1 - confidence)


def message(verdict: Verdict, judgement: Judgement | None, digits_found: int) -> str:
    """Say the verdict in a sentence for a person."""
    match verdict:
        case Verdict.BLANK:
            return "The page is blank: no ink was found."
        case Verdict.SEVERAL_DIGITS:
            return f"There are {digits_found} digits in this picture: /v1/read reads them all."
        case Verdict.NOT_A_DIGIT:
            return "This does not look like a digit."
        case Verdict.UNCERTAIN if judgement:
            other = "no digit" if judgement.may_be_none else _named(judgement.runner_up)
            return f"This may be {_named(judgement.digit)} or {other}."
        case _:
            return f"This is {_named(judgement.digit)}." if judgement else ""


def _named(digit: int) -> str:
    return f"an {digit}" if digit == 8 else f"a {digit}"


def _softmax(logits: list[float]) -> list[float]:
    most = max(logits)
    powers = [exp(value - most) for value in logits]
    total = sum(powers)
    return [power / total for power in powers]
