"""What stands close together on a line is one word; what stands apart is another."""

import numpy as np
import pytest

from service.reading.words import into_words


def letters(lefts: list[float], top: float = 0.0) -> np.ndarray:
    return np.array([(x, top, x + 10, top + 20) for x in lefts], np.float32)


def test_letters_of_a_word_are_one_box():
    assert into_words(letters([0, 14, 28]))[0] == pytest.approx([0, 0, 38, 20])


def test_words_apart_and_on_other_lines_stay_apart():
    boxes = np.concatenate([letters([0, 14, 60, 74]), letters([0, 14], top=40)])
    assert len(into_words(boxes)) == 3


def test_nothing_is_no_word():
    assert into_words(np.zeros((0, 4), np.float32)) == []
