"""Suites of several digits: what is put on a page is what is expected, and answers are counted by edits."""

import json

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.pages import Hand, pair, write
from training.suites.multi import dev_multi, touching_pairs
from training.suites.pages import HARD, pages_clean, pages_hard
from training.suites.reading import ReadingCase, ReadingSuite, digits_right, edits, run_reading

texts = st.text("0123456789", max_size=12)


@given(texts)
def test_a_text_is_no_edit_away_from_itself(text):
    assert edits(text, text) == 0


@given(texts, texts)
def test_edits_are_as_many_either_way_and_never_more_than_signs(one, other):
    assert abs(len(one) - len(other)) <= edits(one, other) == edits(other, one) <= max(len(one), len(other))


@pytest.mark.parametrize(("told", "expected", "count"), [("12", "102", 1), ("", "7", 1), ("41", "14", 2)])
def test_edits_are_insertions_removals_and_changes(told, expected, count):
    assert edits(told, expected) == count


def suite(*texts: str) -> ReadingSuite:
    return ReadingSuite(
        "made", len(texts), lambda i: ReadingCase(texts[i].encode(), texts[i], "a", f"page {i}")
    )


def test_a_page_is_right_when_its_whole_text_is():
    told = {b"20\n48": "20\n48", b"7": "1", b"31": "31\n", b"5": None}
    result = run_reading(suite("20\n48", "7", "31", "5"), lambda picture: {"text": told[picture]})

    assert [answer.right for answer in result.answers] == [True, False, False, False]


def test_digits_are_counted_by_edits_over_all_pages():
    told = {b"20\n48": "2048", b"731": "71", b"5": ""}
    result = run_reading(suite("20\n48", "731", "5"), lambda picture: {"text": told[picture]})

    assert digits_right(result) == (1 - 2 / 8, 8)


def test_a_problem_is_a_wrong_answer():
    result = run_reading(suite("20"), lambda _: {"title": "The picture is damaged"})

    assert (result.right, digits_right(result)[0]) == (0, 0.0)


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


@pytest.mark.parametrize("overlap", range(5))
def test_the_digits_of_a_pair_are_one_connected_mark(overlap, drawn_digits):
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


def test_people_s_pictures_are_read_from_their_list(tmp_path):
    (tmp_path / "multi").mkdir()
    (tmp_path / "multi" / "a.png").write_bytes(b"picture")
    (tmp_path / "multi" / "manifest.csv").write_text("file,text,kind\na.png,20 48|7,photo\n")

    case = dev_multi(tmp_path).case(0)
    assert json.dumps([case.text, case.kind, case.name]) == json.dumps(["2048\n7", "photo", "a.png"])
    assert case.picture == b"picture"
