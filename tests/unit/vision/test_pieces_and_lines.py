"""Marks on a page and the lines they stand in; cuts through marks that may be several digits."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.vision import Box, Segment, whole
from service.vision.cut import cut
from service.vision.layout import find_lines, find_slope, joined
from service.vision.pieces import MOST, find_pieces, typical_height
from tests.pictures import row_of


def blank(height: int = 300, width: int = 400) -> np.ndarray:
    return np.zeros((height, width), np.uint8)


def mark(x: int, y: int, width: int = 20, height: int = 40) -> Segment:
    return Segment(np.full((height, width), 255, np.uint8), Box(x, y, width, height))


def boxes(ink: np.ndarray) -> set[tuple[int, ...]]:
    return {tuple(each.box) for each in find_pieces(ink).marks}


def on_lines(slope: float, *, lines: int = 3, columns: int = 6) -> list[Segment]:
    """Marks in rows 90 pixels apart that fall by `slope` degrees."""
    fall = np.tan(np.radians(slope))
    return [
        mark(60 * c, round(400 + 90 * line + 60 * c * fall)) for line in range(lines) for c in range(columns)
    ]


def test_each_connected_mark_is_a_piece_with_its_own_ink_alone():
    ink = blank()
    cv2.circle(ink, (100, 100), 40, 255, 6)
    cv2.line(ink, (100, 90), (100, 115), 255, 6)  # inside the circle, apart from it
    pieces = find_pieces(ink).marks

    assert len(pieces) == 2
    assert sum(int((piece.strength > 0).sum()) for piece in pieces) == int((ink > 0).sum())


def test_dust_is_no_piece():
    ink = blank()
    ink[100:140, 100:120] = 255
    ink[200, 200] = 255

    assert boxes(ink) == {(100, 100, 20, 40)}


@pytest.mark.parametrize("edge", [np.s_[:, :6], np.s_[:9, :], np.s_[-4:, :], np.s_[:, -2:]])
def test_the_paper_s_edge_is_left_out(edge):
    ink = blank()
    ink[100:140, 100:120] = ink[100:140, 200:220] = ink[edge] = 255

    assert boxes(ink) == {(100, 100, 20, 40), (200, 100, 20, 40)}


def test_a_digit_at_the_border_stays():
    ink = blank()
    ink[100:140, 0:20] = ink[100:140, 100:120] = 255

    assert len(boxes(ink)) == 2


def test_printed_boxes_around_digits_are_left_out():
    ink = blank()
    for x in (50, 150, 250):
        cv2.rectangle(ink, (x, 80), (x + 70, 180), 255, 2)
        ink[100:150, x + 25 : x + 45] = 255

    assert boxes(ink) == {(x + 25, 100, 20, 50) for x in (50, 150, 250)}


def test_a_zero_around_nothing_is_no_box():
    ink = blank()
    cv2.rectangle(ink, (100, 80), (140, 150), 255, 3)

    assert len(boxes(ink)) == 1


def test_more_specks_than_are_looked_at_are_told():
    rng = np.random.default_rng(0)
    ink = np.zeros((1500, 1500), np.uint8)
    for y, x in rng.integers(5, 1490, (10_000, 2)):
        ink[y : y + 4, x : x + 4] = 255
    pieces = find_pieces(ink)

    assert len(pieces.marks) <= MOST
    assert not pieces.complete


def test_no_ink_is_no_pieces():
    assert find_pieces(blank()).marks == []


def test_a_typical_digit_s_height_is_not_that_of_points_and_long_lines():
    digits = [Box(0, 0, 25, height) for height in (38, 40, 42)]

    assert typical_height([*digits, Box(0, 0, 4, 4), Box(0, 0, 5, 5)]) == pytest.approx(40, abs=2)


@pytest.mark.parametrize("slope", [-15, -8, 0, 5, 15])
def test_the_slope_of_lines_is_found(slope):
    assert find_slope([each.box for each in on_lines(slope)]) == pytest.approx(slope, abs=1.5)


@pytest.mark.parametrize("slope", [-15, -8, 0, 5, 15])
def test_marks_are_gathered_into_lines_in_reading_order(slope):
    marks = on_lines(slope)
    shuffled = [marks[i] for i in np.random.default_rng(1).permutation(len(marks))]
    lines = find_lines(shuffled, find_slope([each.box for each in shuffled]))

    assert lines == [marks[0:6], marks[6:12], marks[12:18]]


@settings(deadline=None)
@given(st.permutations(range(12)))
def test_the_order_in_which_marks_are_found_does_not_matter(order):
    marks = on_lines(4, lines=2)
    slope = find_slope([each.box for each in marks])

    assert find_lines([marks[i] for i in order], slope) == find_lines(marks, slope)


def test_a_point_between_digits_stands_on_their_line():
    digits, point = [mark(0, 100), mark(60, 102), mark(120, 99)], mark(45, 135, 5, 5)
    [line] = find_lines([*digits, point], 0.0)

    assert line == [digits[0], point, digits[1], digits[2]]


def test_digits_of_other_sizes_stay_on_their_line():
    marks = [mark(0, 90, 20, 60), mark(60, 110, 20, 40), mark(120, 118, 20, 32)]

    assert find_lines(marks, 0.0) == [marks]


def test_a_bar_right_above_its_stroke_is_joined_to_it():
    bar, stroke, other = mark(10, 100, 24, 6), mark(8, 109, 22, 34), mark(80, 100, 22, 42)

    assert sorted(each.box for each in joined([bar, stroke, other])) == [(8, 100, 26, 43), (80, 100, 22, 42)]


def test_digits_of_two_lines_are_not_joined():
    marks = [mark(0, 100), mark(60, 100), mark(0, 160), mark(60, 160)]

    assert len(joined(marks)) == 4


def test_a_cut_goes_through_the_bridge_between_two_strokes():
    ink = np.zeros((60, 90), np.uint8)
    ink[5:55, 10:18] = ink[5:55, 70:78] = 255
    ink[30:34, 18:70] = 255
    parts = cut(Segment(ink, Box(5, 7, 90, 60)))
    ends = [atom.box.x + atom.box.width - 5 for atom in parts.atoms[:-1]]
    cheapest = ends[int(np.argmin(parts.cuts))]

    assert 18 <= cheapest <= 70
    assert min(parts.cuts) == pytest.approx(4 / 60, abs=0.04)


@pytest.mark.parametrize(("heights", "stays_whole"), [(39, False), (41, True)])
def test_a_line_is_not_cut_for_no_number_is_that_long(heights, stays_whole):
    piece = Segment(np.full((20, 20 * heights), 255, np.uint8), Box(0, 0, 20 * heights, 20))

    assert (cut(piece).atoms == [piece]) is stays_whole


@settings(deadline=None)  # what is slow is a busy machine
@given(st.integers(0, 2**32 - 1), st.integers(8, 90), st.integers(8, 200))
def test_the_parts_of_a_cut_mark_have_all_its_ink_and_no_other(seed, height, width):
    rng = np.random.default_rng(seed)
    ink = cv2.GaussianBlur((rng.random((height, width)) < 0.3).astype(np.uint8) * 255, (5, 5), 0)
    piece = Segment(ink, Box(3, 4, width, height))
    parts = cut(piece)
    together = whole(parts.atoms)
    put_back = np.zeros_like(ink)
    x, y, w, h = together.box.x - 3, together.box.y - 4, together.box.width, together.box.height
    put_back[y : y + h, x : x + w] = together.strength

    assert (put_back <= ink).all()
    lost = ink.astype(int) - put_back
    assert lost.max() <= 64  # only edges without any core are dropped
    assert len(parts.cuts) == len(parts.atoms) - 1


def test_drawn_digits_apart_are_as_many_pieces():
    assert len(find_pieces(255 - row_of("2048")).marks) == 4


def digits_and_upright(ink_width: int, upright_width: int) -> np.ndarray:
    """Two rings drawn with one pen and an upright stroke, as high, with another."""
    ink = blank()
    cv2.circle(ink, (100, 100), 30, 255, ink_width)
    cv2.circle(ink, (200, 100), 30, 255, ink_width)
    cv2.line(ink, (300, 75), (300, 125), 255, upright_width)
    return ink


def test_a_hairline_beside_thick_strokes_is_a_rest_of_a_printed_line():
    assert len(boxes(digits_and_upright(ink_width=9, upright_width=1))) == 2


@pytest.mark.parametrize("pen", [1, 2, 3, 5, 9])
def test_a_1_in_the_same_pen_is_kept(pen):
    assert len(boxes(digits_and_upright(ink_width=pen, upright_width=pen))) == 3
