"""Written numbers: the same seed draws the same picture, its ink is the number's, and kinds differ."""

import re

import cv2
import numpy as np
import pytest

from training.suites.texts import LAID_OUT
from training.suites.written.apart import APART
from training.suites.written.beside import BESIDE
from training.suites.written.curves import flowing, outline
from training.suites.written.forms import DIGITS, LETTERS, ODD, SIGNS, forms_of, strokes
from training.suites.written.hand import HEIGHT, Hand, mark
from training.suites.written.layout import box, columns, number
from training.suites.written.marked import FAINT, MARKED
from training.suites.written.numbers import NUMBERS
from training.suites.written.odd import FORMS
from training.suites.written.pad import WIDTHS, ink
from training.suites.written.signed import SIGNED
from training.suites.written.suites import written_suites

ON_PADS = {**NUMBERS, **SIGNED, **FORMS}
KINDS = {**ON_PADS, **APART, **MARKED, **FAINT, **BESIDE}
SIGN_OF = {
    "point": ".", "comma": ",", "minus": "-", "plus": "+", "colon": ":", "slash": "/", "percent": "%"
}  # fmt: skip
SEVERAL = 12


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def grey(picture: bytes) -> np.ndarray:
    decoded = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert decoded is not None
    return decoded


def marks_of(page: np.ndarray) -> int:
    """Connected marks of a clean pad."""
    return cv2.connectedComponents((page < 128).astype(np.uint8), connectivity=8)[0] - 1


def texts(make, count: int = SEVERAL) -> list[str]:
    return [make(rng(seed))[1] for seed in range(count)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_seed_draws_one_picture_and_another_seed_another(kind):
    make = KINDS[kind]

    assert make(rng(3)) == make(rng(3))
    assert make(rng(3))[0] != make(rng(4))[0]


@pytest.mark.parametrize("kind", KINDS)
def test_there_is_ink_and_mostly_paper(kind):
    page = grey(KINDS[kind](rng(5))[0]).astype(int)
    darker = page < np.median(page) - 12

    assert 0.002 < darker.mean() < 0.4


@pytest.mark.parametrize("kind", KINDS)
def test_the_truth_is_digits_signs_and_single_spaces(kind):
    for text in texts(KINDS[kind]):
        assert LAID_OUT(text) == text
        assert any(sign.isdigit() for sign in text)


@pytest.mark.parametrize("kind", ON_PADS)
def test_a_pad_is_white_with_black_strokes_that_stay_inside(kind):
    for seed in range(4):
        page = grey(ON_PADS[kind](rng(seed))[0])
        border = np.concatenate([page[0], page[-1], page[:, 0], page[:, -1]])

        assert WIDTHS[0] <= page.shape[1] <= WIDTHS[1]
        assert border.min() == 255
        assert page.min() < 40


@pytest.mark.parametrize("kind", SIGNED)
def test_a_sign_is_in_the_truth_of_its_kind(kind):
    assert all(SIGN_OF[kind] in text for text in texts(SIGNED[kind]))


@pytest.mark.parametrize("kind", FORMS)
def test_the_digit_of_an_odd_form_is_in_the_number(kind):
    assert all(ODD[kind][0] in text for text in texts(FORMS[kind]))


def test_small_zeros_follow_another_digit():
    assert all("0" in text[1:] for text in texts(NUMBERS["small zeros"]))


def test_numbers_stand_apart_in_rows_of_equal_length():
    for make in APART.values():
        for text in texts(make):
            assert len({line.count(" ") for line in text.splitlines()}) == 1
            assert " " in text


def test_digits_that_touch_are_fewer_marks_than_plain_ones_of_as_many_digits():
    touching, plain = (
        [
            marks_of(grey(picture)) / len(text)
            for picture, text in (make(rng(seed)) for seed in range(SEVERAL))
        ]
        for make in (NUMBERS["touching"], NUMBERS["neat"])
    )

    assert np.mean(touching) < 0.75 < np.mean(plain)


def test_other_writing_is_not_in_the_truth():
    for make in BESIDE.values():
        assert not re.search(r"[^0-9 \n]", "".join(texts(make)))


@pytest.mark.parametrize("sign", [*DIGITS, *SIGNS, *LETTERS])
def test_every_form_can_be_read_and_stands_where_it_belongs(sign):
    for form in forms_of(sign):
        points = np.concatenate([stroke.points for stroke in strokes(form)])

        assert -5 <= points[:, 0].min() <= 12
        assert -12 <= points[:, 1].min() <= points[:, 1].max() <= 145


def test_a_hand_has_its_own_forms_and_no_two_marks_alike():
    hand = Hand(seed=4)
    one, again, other = mark("3", hand, rng(0)), mark("3", hand, rng(1)), mark("3", Hand(seed=5), rng(0))

    assert not np.allclose(one[0], again[0])
    same = np.abs(one[0] - again[0]).max()
    assert same < 0.15 * HEIGHT
    assert one[0].shape != other[0].shape or np.abs(one[0] - other[0]).max() > 0


def test_a_slant_moves_the_top_to_the_right_and_leaves_the_foot():
    upright, leaning = (mark("1", Hand(seed=1, slant=slant), rng(0))[0] for slant in (0.0, 30.0))
    top, foot = upright[:, 1].argmin(), upright[:, 1].argmax()

    assert leaning[top, 0] - upright[top, 0] == pytest.approx(np.tan(np.radians(30)) * HEIGHT, rel=0.15)
    assert abs(leaning[foot, 0] - upright[foot, 0]) < 0.1 * HEIGHT


def test_a_tail_goes_under_the_line():
    hand = Hand(seed=1)

    assert mark("9", hand, rng(0), tail=0.6)[0][:, 1].max() > mark("9", hand, rng(0))[0][:, 1].max() + 40


def test_inks_that_stand_clear_do_not_meet():
    hand = Hand(seed=2, clear=(0.1, 0.1), drift=0.0)
    drawing = number("080808", hand, rng(1))
    shifted = [stroke._replace(points=stroke.points + np.array((10, 140))) for stroke in drawing]
    page = ink(tuple(shifted), 160, round(box(drawing).right) + 30)

    assert marks_of(255 - (page * 255).astype(np.uint8)) >= 6


def test_columns_leave_a_digit_s_height_between_numbers():
    rows = [["12", "7"], ["3", "45"]]
    strokes_ = columns(rows, Hand(seed=3), rng(2), ragged=0.0)
    covered = np.zeros(2000, bool)
    for stroke in strokes_:
        covered[int(max(0, stroke.points[:, 0].min())) : int(stroke.points[:, 0].max()) + 1] = True
    gaps = [len(gap) for gap in "".join("x" if each else " " for each in covered).strip().split("x") if gap]

    assert max(gaps) >= 0.8 * HEIGHT


def test_a_curve_goes_through_its_points_and_turns_sharply_only_at_corners():
    drawn = outline("0 0, 50 0!, 50 50, 0 90")
    line = flowing(drawn.points, drawn.corners, rng(0), loose=0.0)
    near = np.hypot(*(line[:, None] - drawn.points[None]).transpose(2, 0, 1)).min(axis=0)

    assert near.max() < 1e-6
    steps = np.diff(line, axis=0)
    steps = steps[np.hypot(*steps.T) > 1e-9]
    turns = np.abs(np.angle(np.exp(1j * np.diff(np.arctan2(steps[:, 1], steps[:, 0])))))
    assert (turns > 1.0).sum() == 1


def test_suites_are_seeded_and_ordered_by_kind():
    for suite, again, other in zip(
        written_suites(2), written_suites(2), written_suites(2, seed=1), strict=True
    ):
        kinds = [suite.case(index).kind for index in range(0, suite.count, 2)]

        assert len(set(kinds)) == suite.count // 2
        assert suite.case(1) == again.case(1)
        assert suite.case(1).picture != other.case(1).picture
