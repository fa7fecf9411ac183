"""Two opinions become one: by fitted weights, and only where each network knows something."""

import numpy as np
import pytest

from service.model.manifest import Calibration, ReaderSettings
from service.model.reader_map import CLASSES, OTHER
from service.reading.candidates import Candidates
from service.reading.weighing import digit_opinion, presence, weigh
from tests.reader_maps import class_of

BOTH = ReaderSettings(reader=1.0, digit=1.0, score=1.0)


def candidate(character: str, sure: float = 3.0, peak: float = 2.0) -> Candidates:
    """One candidate that the reader takes for this character."""
    labels = np.full((1, CLASSES), -6, np.float32)
    labels[0, :10] = 0
    labels[0, class_of(character)] = sure
    one = np.array([peak], np.float32)
    return Candidates(one, labels, np.array([[0, 0, 10, 20]], np.float32), one, one)


def says(digit: int, sure: float = 6.0, none: float = -6.0) -> np.ndarray:
    """A row of logits of the digit network."""
    row = np.zeros((1, 11), np.float32)
    row[0, digit], row[0, 10] = sure, none
    return row


def likeliest(found: Candidates, logits: np.ndarray, settings: ReaderSettings = BOTH) -> int:
    return int(weigh(found, logits, Calibration(), settings).classes[0].argmax())


def test_probabilities_are_probabilities():
    opinions = weigh(candidate("4"), says(9), Calibration(), BOTH)
    assert opinions.classes.sum(axis=1) == pytest.approx(1)
    assert 0 < opinions.present[0] < 1


def test_the_surer_network_has_its_way():
    assert likeliest(candidate("4", sure=1.0), says(9, sure=9.0)) == 9
    assert likeliest(candidate("4", sure=9.0), says(9, sure=1.0)) == 4


def test_without_weight_a_network_is_not_heard():
    alone = ReaderSettings(reader=1.0, digit=0.0, score=0.0)
    assert likeliest(candidate("4", sure=0.1), says(9, sure=30.0), alone) == 4


def test_what_is_no_digit_to_the_digit_network_is_likelier_something_else():
    doubtful = candidate("4", sure=2.0)
    doubtful.labels[0, OTHER] = 1.5
    assert likeliest(doubtful, says(4)) == 4
    assert likeliest(doubtful, says(4, none=20.0)) == OTHER


def test_a_sign_is_not_judged_by_a_network_of_digits():
    slash = candidate("/", sure=9.0)
    assert likeliest(slash, says(1, sure=3.0)) == class_of("/")


def test_a_network_of_ten_outputs_knows_nothing_of_other_things():
    labels, scores = digit_opinion(says(3)[:, :10], Calibration())
    assert labels[0].argmax() == 3
    assert scores[0] == pytest.approx(1, abs=1e-5)


def test_a_higher_peak_is_likelier_a_mark():
    peaks = [float(presence(candidate("1", peak=peak), BOTH)[0]) for peak in (-2, 0, 2, 5)]
    assert peaks == sorted(peaks)


def test_a_likely_digit_that_is_not_read_is_a_doubt_about_the_text():
    found = Candidates.joined([candidate("4", sure=9.0, peak=6.0), candidate("7", sure=9.0, peak=3.0)])
    opinions = weigh(found, np.concatenate([says(4), says(7)]), Calibration(), BOTH)
    assert opinions.certainty(np.array([True, False])) < opinions.certainty(np.array([True, True]))
