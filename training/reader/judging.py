"""What would be read of a validation page with some settings, and what of that is right."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.model.manifest import Calibration, ReaderSettings
from service.model.reader_map import OTHER
from service.reading.weighing import Opinions, text_confidence, weigh
from training.reader.validation import NO_LESSON, NO_MARK, Asked

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Judged:
    """One page; its arrays have a row for each candidate."""

    asked: Asked
    said: NDArray[np.intp]  # (n,) class; OTHER for what is not read
    certainty: float  # of the whole text, as the service sums it up
    sure: float  # probability that the whole text is right, by the settings

    @property
    def read(self) -> Mask:
        """What is read as a digit or a sign."""
        return np.asarray(self.said != OTHER)

    @property
    def has_text(self) -> bool:
        """Whether anything is read of which it is known what it is."""
        return bool((self.read & (self.asked.truth != NO_LESSON)).any())

    @property
    def to_read(self) -> Mask:
        """What stands for a digit or a sign."""
        return np.asarray((self.asked.truth >= 0) & (self.asked.truth < OTHER))

    @property
    def right(self) -> Mask:
        """Digits and signs that are read as what they are."""
        return np.asarray(self.to_read & (self.said == self.asked.truth))

    @property
    def false(self) -> Mask:
        """What is read although there is no digit or sign, or one that was read already."""
        truth = self.asked.truth
        return np.asarray(self.read & ((truth == NO_MARK) | (truth == OTHER)))

    @property
    def missed(self) -> int:
        """Digits and signs that no candidate stands for."""
        return sum(mark.label != OTHER for mark in self.asked.missed)

    @property
    def wrong(self) -> int:
        """Marks that are lost, misread or invented."""
        return int((self.to_read & ~self.right).sum() + self.false.sum()) + self.missed

    @property
    def is_right(self) -> bool:
        """Whether every digit and sign is read, and nothing else, of all that is known."""
        return self.wrong == 0


def judge(asked: Asked, calibration: Calibration, settings: ReaderSettings) -> Judged:
    """Read a page whose candidates both networks were asked about."""
    opinions = weigh(asked.candidates, asked.digit_logits, calibration, settings)
    said = np.where(opinions.present >= settings.mark_from, opinions.classes.argmax(axis=1), OTHER)
    told = asked.truth != NO_LESSON  # a text that is judged holds nothing of which it is not known what it is
    known = Opinions(opinions.classes[told], opinions.present[told], opinions.digit_scores[told])
    certainty = known.certainty((said != OTHER)[told])
    return Judged(asked, said, certainty, text_confidence(certainty, settings))
