"""Figures of texts that were read: digits right, parts, lines, digits that nobody wrote, calibration."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from training.suites import metrics
from training.suites.reading import TextAnswer
from training.suites.run import SuiteResult
from training.suites.texts import DIGITS, LAID_OUT, Form, edits, put_in

PARTS_OFF = 0.05  # share of the numbers on a picture by which the parts of a text may be fewer or more
BINS = 5  # of a text's confidence: among some fifty pictures, fifteen would measure chance


@dataclass(frozen=True, slots=True)
class Share:
    """A share of what was counted."""

    value: float
    count: int


def texts(result: SuiteResult) -> list[TextAnswer]:
    """The answers that are texts."""
    return [answer for answer in result.answers if isinstance(answer, TextAnswer)]


def digits_right(answers: Iterable[TextAnswer]) -> Share:
    """Share of the digits that were read, by edit distance and at least 0; of how many."""
    pairs = [(DIGITS(each.told), DIGITS(each.expected)) for each in answers]
    count = sum(len(expected) for _, expected in pairs)
    wrong = sum(edits(told, expected) for told, expected in pairs)
    return Share(max(0.0, 1 - wrong / max(1, count)), count)


def false_digits(answers: Iterable[TextAnswer]) -> Share:
    """Digits that were read where none stands, for each digit that does; of how many that do."""
    pairs = [(DIGITS(each.told), DIGITS(each.expected)) for each in answers]
    count = sum(len(expected) for _, expected in pairs)
    return Share(sum(put_in(told, expected) for told, expected in pairs) / max(1, count), count)


def parts_right(answers: Iterable[TextAnswer]) -> Share | None:
    """Share of the pictures with numbers beside each other whose text has as many parts, to `PARTS_OFF`.

    None where no such picture is.
    """
    right = [
        abs(len(each.form.parts(each.told)) - count) <= PARTS_OFF * count
        for each in answers
        if " " in LAID_OUT(each.expected) and (count := len(each.form.parts(each.expected)))
    ]
    return Share(float(np.mean(right)), len(right)) if right else None


def lines_right(answers: Iterable[TextAnswer]) -> Share | None:
    """Share of the pictures with several lines that were read line by line; None where no such picture is."""
    right = []
    for each in answers:
        form = Form(each.form.signs, spaces=False, breaks=True)
        if "\n" in (expected := form(each.expected)):
            right.append(form(each.told) == expected)
    return Share(float(np.mean(right)), len(right)) if right else None


def text_calibration(answers: Iterable[TextAnswer]) -> Share | None:
    """The calibration error of the whole texts' confidence; None where no answer has one."""
    sure = [(each.text_confidence, each.right) for each in answers if each.text_confidence is not None]
    if not sure:
        return None
    confidence, right = np.array([s for s, _ in sure], np.float64), np.array([r for _, r in sure], np.bool_)
    return Share(metrics.reliability(confidence, right, BINS).error, len(sure))


def by_kind(answers: Iterable[TextAnswer]) -> Iterator[tuple[str, list[TextAnswer]]]:
    """The answers of each kind, in the suite's order."""
    kinds: dict[str, list[TextAnswer]] = {}
    for each in answers:
        kinds.setdefault(each.kind, []).append(each)
    yield from kinds.items()
