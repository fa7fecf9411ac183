"""Marks to a reading: lines of digits and signs, what could not be read, and how sure the whole is."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.model.reader_map import OTHER
from service.reading.answer import ReadMark, Unread, UnreadReason
from service.reading.lines import into_lines
from service.reading.marks import Marks, character, whole_pixels
from service.reading.weighing import text_confidence
from service.reading.words import into_words
from service.verdict import LABELS, Verdict
from service.vision import Box, Page, encode_png

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class PageRead:
    """All marks of a page, sorted."""

    lines: list[list[ReadMark]]
    unread: list[Unread]
    confidence: float | None  # that the whole text is right; None where there is none


def assemble(marks: Marks, page: Page) -> PageRead:
    """Say what is read, line by line, and what is not."""
    kinds, present, settings = marks.classes, marks.opinions.present, marks.settings
    is_mark = present >= settings.mark_from
    read = np.flatnonzero(is_mark & (kinds != OTHER))
    other = np.flatnonzero(is_mark & (kinds == OTHER))
    unclear = np.flatnonzero(~is_mark & (present >= settings.unclear_from))
    rows = into_lines(marks.candidates.boxes[read], kinds[read] < LABELS)
    lines = [
        [_mark(marks, int(read[at]), page, first=not place) for place, at in enumerate(line)] for line in rows
    ]
    unread = [
        *(Unread(box, UnreadReason.NOT_A_NUMBER) for box in _boxes(marks, other, page)),
        *(Unread(box, UnreadReason.UNCLEAR) for box in _boxes(marks, unclear, page)),
    ]
    if marks.too_many:
        unread.append(Unread(Box(0, 0, page.width, page.height), UnreadReason.TOO_MANY))
    return PageRead(lines, unread, _whole(marks, read))


def _mark(marks: Marks, row: int, page: Page, *, first: bool) -> ReadMark:
    label, classes = int(marks.classes[row]), marks.opinions.classes[row]
    sure = float(classes[label] * marks.opinions.present[row])
    is_digit = label < LABELS
    doubtful = sure < marks.settings.uncertain_below
    verdict = Verdict.UNCERTAIN if doubtful else Verdict.DIGIT if is_digit else Verdict.NOT_A_DIGIT
    digits = classes[:LABELS]
    return ReadMark(
        digit=label if is_digit else None,
        sign=None if is_digit else character(label),
        verdict=verdict,
        confidence=sure,
        digit_score=float(digits.sum() * marks.opinions.present[row]),
        probabilities=tuple((digits / digits.sum()).tolist()) if is_digit else None,
        box=page.in_picture(marks.box(row, page)),
        seen=encode_png(marks.seen[row]) if is_digit else None,
        apart=not first and bool(marks.candidates.starts[row] > 0),
    )


def _boxes(marks: Marks, rows: Rows, page: Page) -> list[Box]:
    """The boxes of what stands together as a word each, in pixels of the picture."""
    words = into_words(marks.candidates.boxes[rows])
    return [page.in_picture(whole_pixels(word, page)) for word in words]


def _whole(marks: Marks, read: Rows) -> float | None:
    """How sure it is that every mark was read and is right, calibrated on pages of validation digits."""
    if not len(read):
        return None
    is_read = np.zeros(len(marks), bool)
    is_read[read] = True
    return text_confidence(marks.opinions.certainty(is_read), marks.settings)
