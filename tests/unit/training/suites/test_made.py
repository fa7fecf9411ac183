"""Made pictures: twelve kinds, each a repeatable picture of a sensible size with ink in it."""

import numpy as np
import pytest

from service.vision import MAX_PIXELS, decode
from training.suites.made import KINDS, made, make


def test_there_are_the_twelve_kinds_of_the_target_table():
    assert set(KINDS) == {
        "ruled", "squared", "coloured", "pencil", "marker", "chalk",
        "small", "corner", "alpha", "drawing", "shadow", "photo",
    }  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_decodes_and_is_200_to_1600_pixels(kind, drawn_digits):
    for seed in range(3):
        page = decode(make(drawn_digits.digits[seed], kind, seed), max_pixels=MAX_PIXELS)

        assert 200 <= min(page.width, page.height) <= max(page.width, page.height) <= 1600
        assert page.grey.std() > 0.5


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_the_same_for_the_same_seed_and_another_for_another(kind, drawn_digits):
    digit = drawn_digits.digits[4]

    assert make(digit, kind, seed=3) == make(digit, kind, seed=3)
    assert make(digit, kind, seed=3) != make(digit, kind, seed=4)


def test_a_sample_has_as_many_of_each_kind(drawn_digits):
    kinds = [case.kind for case in made(drawn_digits, per_kind=10).sample(24)]

    assert [kinds.count(kind) for kind in KINDS] == [2] * 12


def test_labels_stay_with_their_digits(drawn_digits):
    for case in made(drawn_digits, per_kind=2).sample(8):
        row = int(case.name.split("test ")[1].rstrip(")"))

        assert case.label == drawn_digits.labels[row]


def test_a_drawing_shows_its_digit(drawn_digits):
    page = decode(make(drawn_digits.digits[0], "drawing", seed=1), max_pixels=MAX_PIXELS)

    assert set(np.unique(page.grey)) >= {0, 255}
