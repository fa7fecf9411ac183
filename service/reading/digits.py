"""The digits that the reader finds on a page, for whoever asks whether there is one or several."""

from dataclasses import dataclass

from service.model.serving import ServingModel
from service.reading.marks import find_marks
from service.verdict import Judgement
from service.vision import Box, Page, UInt8Array

MOSTLY = 0.5  # of the marks of a page of digits that are digits
FLAT = 6  # grey levels between the lightest and the darkest place of a page that is blank to anybody


@dataclass(frozen=True, slots=True)
class FoundDigits:
    """One digit or several, from left to right."""

    boxes: list[Box]  # in pixels of the page
    first: Judgement
    seen: UInt8Array  # (28, 28): the first as the digit network was given it


def find_digits(page: Page, serving: ServingModel) -> FoundDigits | None:
    """Find the digits of a page; None where there are none, or mostly other marks, or no reader serves."""
    if serving.reader is None or int(page.grey.max()) - int(page.grey.min()) < FLAT:
        return None
    marks = find_marks(page, serving)
    digits, others = marks.digits(), marks.others()
    if not len(digits) or len(digits) < MOSTLY * (len(digits) + len(others)):
        return None
    boxes = [marks.box(int(row), page) for row in digits]
    return FoundDigits(boxes, marks.judgement(int(digits[0]), serving.calibration), marks.seen[digits[0]])
