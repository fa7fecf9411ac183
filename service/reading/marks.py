"""The marks of a page: looked for at several sizes, told apart, and named by both networks."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.errors import ModelUnavailable
from service.model.manifest import ReaderSettings
from service.model.reader_map import DIGITS, OTHER, SIGNS
from service.model.serving import ServingModel
from service.reading.candidates import Candidates
from service.reading.cutouts import digits_of
from service.reading.looks import look
from service.reading.overlaps import distinct
from service.reading.weighing import Opinions, weigh
from service.vision import Page, UInt8Array

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
    candidates = distinct(looks.candidates)
    too_many = len(candidates) > MOST
    candidates = candidates.take(np.arange(min(len(candidates), MOST)))
    rows = np.arange(len(candidates))
    seen = digits_of(page.grey, candidates.boxes, rows, looks.ink, dark_ink=looks.dark_ink)
    logits = serving.model.logits(seen)
    opinions = weigh(candidates, logits, serving.calibration, settings)
    return Marks(candidates, opinions, seen, logits, too_many, settings)


def character(label: int) -> str:
    """How a class is typed; empty for what is neither digit nor sign."""
    return (DIGITS + SIGNS)[label] if label < OTHER else ""
