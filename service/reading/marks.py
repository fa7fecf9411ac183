"""The marks of a page: looked for at several sizes, told apart, and named by both networks."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.errors import ModelUnavailable
from service.model.manifest import Calibration, ReaderSettings
from service.model.reader_map import DIGITS, OTHER, SIGNS
from service.model.serving import ServingModel
from service.reading.candidates import Candidates, Float32Array
from service.reading.cutouts import digits_of
from service.reading.looks import look
from service.reading.weighing import FLOOR, Opinions, presence, weigh
from service.verdict import LABELS, Judgement, judged
from service.vision import Box, Page, UInt8Array

MOST = 1500  # marks of one page that are named: about 0.2 s


@dataclass(frozen=True, slots=True)
class Marks:
    """What was found on a page, one row for each mark, the surest first."""

    candidates: Candidates
    opinions: Opinions
    seen: UInt8Array  # (n, 28, 28): what the digit network was given
    digit_logits: NDArray[np.float32]  # (n, 10 or 11)
    too_many: bool  # whether there were more than are named
    settings: ReaderSettings  # of the reader that found them

    def __len__(self) -> int:
        return len(self.candidates)

    def digits(self) -> NDArray[np.intp]:
        """The rows of what is a digit, from left to right."""
        is_digit = (self.classes < LABELS) & (self.opinions.present >= self.settings.mark_from)
        rows = np.flatnonzero(is_digit)
        return np.asarray(rows[np.argsort(self.candidates.boxes[rows, 0], kind="stable")])

    def others(self) -> NDArray[np.intp]:
        """The rows of what was written and is no digit."""
        return np.flatnonzero((self.classes >= LABELS) & (self.opinions.present >= self.settings.mark_from))

    def judgement(self, row: int, calibration: Calibration) -> Judgement:
        """What both networks say of one mark as a digit."""
        digits = self.opinions.classes[row, :LABELS]
        score = float(digits.sum() * self.opinions.present[row])
        return judged((digits / max(float(digits.sum()), FLOOR)).tolist(), score, calibration)

    def box(self, row: int, page: Page) -> Box:
        """Where a mark lies, in whole pixels of the page."""
        return whole_pixels(self.candidates.boxes[row], page)

    @property
    def classes(self) -> NDArray[np.intp]:
        """The likeliest class of each, (n,)."""
        return np.asarray(self.opinions.classes.argmax(axis=1))


def find_marks(page: Page, serving: ServingModel) -> Marks:
    """Find and name the marks of a page. Raises ModelUnavailable where no reader is serving."""
    reader, settings = serving.reader, serving.reader_settings
    if reader is None or settings is None:
        raise ModelUnavailable("No network that finds the marks of a page is serving.")
    looks = look(page.grey, reader.maps)
    candidates = looks.candidates
    likely = np.flatnonzero(presence(candidates, settings) >= settings.unclear_from)
    too_many = len(likely) > MOST
    candidates = candidates.take(likely[:MOST])
    rows = np.arange(len(candidates))
    seen = digits_of(page.grey, candidates.boxes, rows, looks.ink, dark_ink=looks.dark_ink)
    logits = serving.model.logits(seen)
    opinions = weigh(candidates, logits, serving.calibration, settings)
    return Marks(candidates, opinions, seen, logits, too_many, settings)


def character(label: int) -> str:
    """How a class is typed; empty for what is neither digit nor sign."""
    return (DIGITS + SIGNS)[label] if label < OTHER else ""


def whole_pixels(edges: Float32Array, page: Page) -> Box:
    """A box within the page, of its left, top, right and bottom edge, (4,)."""
    height, width = page.grey.shape
    left, right = np.clip(edges[[0, 2]], 0, width - 1).tolist()
    top, bottom = np.clip(edges[[1, 3]], 0, height - 1).tolist()
    return Box(int(left), int(top), max(1, round(right - int(left))), max(1, round(bottom - int(top))))
