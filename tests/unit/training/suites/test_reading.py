"""Suites of several digits: what is put on a page is what is expected, and answers are counted by edits."""

import cv2
import numpy as np
import pytest

from training.pairs import pair as pair_of_training
from training.suites.pages import HARD, pages_clean, pages_hard
from training.suites.reading import ReadingCase, ReadingSuite, run_reading
from training.suites.text_figures import digits_right, texts
from training.suites.touching import pair, touching_pairs
from training.suites.writing import Hand, write


def suite(*texts: str) -> ReadingSuite:
    return ReadingSuite(
        "made", len(texts), lambda i: ReadingCase(texts[i].encode(), texts[i], "a", f"page {i}")
    )


def test_a_page_is_right_when_its_whole_text_is():
    told = {b"20\n48": "20\n48", b"7": "1", b"31": "3\n1", b"5": None}
    result = run_reading(suite("20\n48", "7", "31", "5"), lambda picture: {"text": told[picture]})

    assert [answer.right for answer in result.answers] == [True, False, False, False]


def test_signs_and_gaps_in_an_answer_do_not_count_where_digits_are_expected():
    told = {b"20\n48": "-2 0\n4,8", b"7": "7 -\n+", b"31": "3\n1"}
    result = run_reading(suite("20\n48", "7", "31"), lambda picture: {"text": told[picture]})

    assert [answer.right for answer in result.answers] == [True, True, False]


def test_a_problem_is_a_wrong_answer():
    result = run_reading(suite("20"), lambda _: {"title": "The picture is damaged"})

    assert (result.right, digits_right(texts(result)).value) == (0, 0.0)


@pytest.mark.parametrize("kind", HARD)
def test_a_made_page_of_each_kind_is_a_picture_with_some_digits(kind, drawn_digits):
    picture, text = HARD[kind](drawn_digits, np.random.default_rng(3))

    assert cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR) is not None
    assert text.replace("\n", "").isdigit()


def test_the_same_case_is_the_same_page(drawn_digits):
    for made in (pages_clean(drawn_digits, 3), pages_hard(drawn_digits, 1), touching_pairs(drawn_digits, 2)):
        assert made.case(2) == made.case(2)
        assert made.case(1).picture != made.case(2).picture


def test_signs_are_written_and_not_expected(drawn_digits):
    written = write(["1.5-2/3:4,6k"], drawn_digits, Hand(40), np.random.default_rng(0))

    assert written.text == "152346"


def test_lines_are_written_below_each_other(drawn_digits):
    hand = Hand(40, gap=(0.3, 0.4))
    one, two = (
        write(lines, drawn_digits, hand, np.random.default_rng(0)) for lines in (["11"], ["11", "11"])
    )

    assert two.text == "11\n11"
    assert two.ink.shape[0] > one.ink.shape[0] + 40


@pytest.mark.parametrize("pair", [pair, pair_of_training])
@pytest.mark.parametrize("overlap", range(5))
def test_the_digits_of_a_pair_are_one_connected_mark(overlap, pair, drawn_digits):
    for left in range(10):
        both = pair(drawn_digits.digits[left], drawn_digits.digits[(left + 3) % 10], overlap)
        count, _ = cv2.connectedComponents((both > 64).astype(np.uint8), connectivity=8)
        alone = sum(
            cv2.connectedComponents((drawn_digits.digits[i] > 64).astype(np.uint8), connectivity=8)[0] - 1
            for i in (left, (left + 3) % 10)
        )
        assert (
            count - 1 < alone or left == 1
        )  # slanted strokes may pass each other in the half that is allowed
