"""Verdicts: from a digit's probabilities to what is said about it."""

from dataclasses import dataclass, replace
from enum import StrEnum

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

    def rejected(self) -> "Judgement":
        """The same of something that its surroundings show to be no digit."""
        return replace(self, verdict=Verdict.NOT_A_DIGIT)


def judge(logits: NDArray[np.float32], calibration: Calibration) -> Judgement:
    """Judge one row of logits, float32 (10,) or (11,).

    With an eleventh output, "not a digit", the digit score is one less its probability, and the ten
    labels share what they would without it. A network of ten outputs knows nothing of other things:
    its digit score is its confidence.
    """
    labels = _softmax(logits[:LABELS] / calibration.temperature)
    first, second = (int(i) for i in np.argsort(labels)[::-1][:2])
    confidence = float(labels[first])
    has_reject = len(logits) > LABELS
    score = 1.0 - float(_softmax(logits)[LABELS]) if has_reject else confidence
    if score < calibration.digit_score_below:
        verdict = Verdict.NOT_A_DIGIT
    elif confidence < calibration.uncertain_below:
        verdict = Verdict.UNCERTAIN
    else:
        verdict = Verdict.DIGIT
    return Judgement(verdict, first, second, confidence, score, tuple(float(p) for p in labels))


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
            return f"This may be a {judgement.digit} or a {judgement.runner_up}."
        case _:
            return f"This is {_article(judgement)}." if judgement else ""


def _article(judgement: Judgement) -> str:
    return f"an {judgement.digit}" if judgement.digit == 8 else f"a {judgement.digit}"


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float64]:
    powers = np.exp(logits.astype(np.float64) - float(logits.max()))
    total: NDArray[np.float64] = powers / powers.sum()
    return total
