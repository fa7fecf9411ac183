"""Pictures without a digit: kinds for training and kinds for scoring stay apart."""

import pytest

from service.vision import MAX_PIXELS, decode
from training.suites import glyphs
from training.suites.negatives import (
    BLANK_KINDS,
    HELD_OUT_KINDS,
    TRAINING_KINDS,
    blanks,
    negative,
    not_digits,
)

ALL = [*TRAINING_KINDS, *HELD_OUT_KINDS, *BLANK_KINDS]


def test_no_kind_is_both_learnt_from_and_scored_on():
    assert len(set(ALL)) == len(ALL)


def test_no_alphabet_shares_a_letter_with_the_latin_one():
    for alphabet in (glyphs.GREEK, glyphs.CYRILLIC, glyphs.HEBREW_AND_ARABIC):
        assert not set(alphabet) & set(glyphs.LATIN + glyphs.SIGNS)


@pytest.mark.parametrize("letter", "OoIlSsZzBbgq0123456789")
def test_no_letter_is_one_that_a_person_may_read_as_a_digit(letter):
    assert letter not in glyphs.LATIN


@pytest.mark.parametrize("kind", ALL)
def test_a_picture_decodes_and_is_repeatable(kind):
    picture = negative(kind, seed=5)

    assert picture == negative(kind, seed=5)
    assert decode(picture, max_pixels=MAX_PIXELS).grey.ndim == 2


@pytest.mark.parametrize("letter", glyphs.GREEK + glyphs.CYRILLIC + glyphs.HEBREW_AND_ARABIC)
def test_every_letter_is_in_the_font(letter):
    unknown = glyphs._glyph(glyphs.FONTS[0], "\U0010fffd")

    assert (glyphs._glyph(glyphs.FONTS[0], letter) != unknown).any()


def test_every_case_says_what_is_expected():
    assert {case.expected for case in blanks(per_kind=1)} == {"blank"}
    assert {case.expected for case in not_digits(TRAINING_KINDS, "seen", per_kind=1)} == {"not_a_digit"}
