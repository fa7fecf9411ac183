"""Stroke-drawn hands: every character is there, at its place, in several forms, the same for a seed."""

import cv2
import numpy as np
import pytest

from training.reader.hands import STYLES, Hand
from training.reader.letterforms import DIGITS, FORMS, LOOKALIKES, OTHER, SIGNS

HEIGHT = 40


def _hands(count):
    return [Hand.any(np.random.default_rng(seed)) for seed in range(count)]


def _extent(hand, char, rng):
    points = np.concatenate(hand.strokes(char, rng))
    return points.min(axis=0), points.max(axis=0)


@pytest.mark.parametrize("char", DIGITS + SIGNS + OTHER)
def test_every_hand_leaves_ink_cropped_to_its_edges(char):
    rng = np.random.default_rng(1)
    for hand in _hands(25):
        ink, _, _ = hand.render(char, HEIGHT, rng)
        assert ink.dtype == np.float32
        assert 0.5 < ink.max() <= 1
        assert ink.min() >= 0
        assert all(edge.max() > 0 for edge in (ink[0], ink[-1], ink[:, 0], ink[:, -1]))


@pytest.mark.parametrize("char", [d for d in DIGITS if d != "0"])
def test_a_digit_spans_the_em_box(char):
    rng = np.random.default_rng(2)
    for hand in _hands(40):
        low, high = _extent(hand, char, rng)
        assert abs(low[1]) < 0.3
        assert 0.75 < high[1] < 1.75
        assert high[1] - low[1] > 0.75


def test_a_zero_is_as_small_as_the_writer_makes_it_and_stands_near_the_baseline():
    rng = np.random.default_rng(3)
    for hand in _hands(60):
        low, high = _extent(hand, "0", rng)
        assert 0.7 * hand.zero < high[1] - low[1] < 1.4 * hand.zero
        assert 0.75 < high[1] < 1.25


def test_points_and_commas_sit_at_the_baseline_and_dashes_above_it():
    rng = np.random.default_rng(4)
    for hand in _hands(60):
        for char in ".,":
            ink, top, _ = hand.render(char, HEIGHT, rng)
            assert 0.65 * HEIGHT < top + ink.shape[0] / 2 < 1.3 * HEIGHT
        ink, top, _ = hand.render("-", HEIGHT, rng)
        assert 0.25 * HEIGHT < top + ink.shape[0] / 2 < 0.85 * HEIGHT


def test_ink_lies_where_the_strokes_are():
    for seed, hand in enumerate(_hands(20)):
        low, high = _extent(hand, "5", np.random.default_rng(seed))
        ink, top, left = hand.render("5", HEIGHT, np.random.default_rng(seed))
        reach = hand.pen * HEIGHT / 2 + 2
        assert abs(top - low[1] * HEIGHT) < reach
        assert abs(left - low[0] * HEIGHT) < reach
        assert abs(top + ink.shape[0] - high[1] * HEIGHT) < reach
        assert abs(left + ink.shape[1] - high[0] * HEIGHT) < reach


def test_a_seed_gives_the_same_writer_and_the_same_ink():
    for char in ("7", ",", "g", "scribble"):
        first, second = (
            Hand.any(np.random.default_rng(5)).render(char, HEIGHT, np.random.default_rng(6))
            for _ in range(2)
        )
        np.testing.assert_array_equal(first[0], second[0])
        assert first[1:] == second[1:]


def test_a_writer_keeps_to_one_or_two_forms():
    rng = np.random.default_rng(7)
    for hand in _hands(20):
        assert len({len(hand.strokes("0", rng)) for _ in range(30)}) <= 2
    assert len({tuple(map(len, hand.strokes("4", rng))) for hand in _hands(60)}) >= 3


@pytest.mark.parametrize("char", DIGITS)
def test_the_forms_of_a_digit_differ_from_one_another(char):
    assert len(set(FORMS[char])) >= 5
    hand = Hand.any(np.random.default_rng(8))
    pictures = []
    for form in range(len(FORMS[char])):
        hand._prefers(char)
        hand._forms[char] = ([form], hand._forms[char][1])
        ink, _, _ = hand.render(char, HEIGHT, np.random.default_rng(9))
        pictures.append(cv2.resize(ink, (24, 32), interpolation=cv2.INTER_AREA))
    differing = {form.tobytes() for form in pictures}
    assert len(differing) == len(set(FORMS[char]))


def test_a_thicker_pen_leaves_more_ink_and_a_hairline_stays_visible():
    thin, thick = (
        next(hand for hand in _hands(500) if low < hand.pen < high)
        for low, high in ((0.03, 0.035), (0.17, 0.2))
    )
    rng = np.random.default_rng(10)
    shares = [np.mean([hand.render("8", 60, rng)[0].mean() for _ in range(10)]) for hand in (thin, thick)]
    assert shares[1] > 2 * shares[0]
    assert thin.render("1", 12, rng)[0].max() > 0.6


def test_writers_differ_in_style_slant_width_and_pen():
    hands = _hands(300)
    assert {hand.style for hand in hands} == set(STYLES)
    slants = np.array([hand.slant for hand in hands])
    assert -10 <= slants.min() < 0
    assert 25 < slants.max() <= 35
    assert (slants > 0).mean() > 0.6
    assert all(
        0.45 <= hand.width <= 1 and 0.03 <= hand.pen <= 0.2 and 0.5 <= hand.zero <= 1 for hand in hands
    )


def test_what_looks_like_a_digit_is_among_the_others():
    assert set(OTHER) >= LOOKALIKES
    assert not set(OTHER) & set(DIGITS + SIGNS)
