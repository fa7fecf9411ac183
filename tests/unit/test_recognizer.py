"""The recognizer: one request, with a fake network behind it."""

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw

from service.errors import ModelUnavailable, PictureError
from service.recognizer import Recognizer
from service.verdict import Verdict
from tests.fakes import FakeManager, FakeModel, serving_model
from tests.pictures import drawn, row_of, side_by_side

SURE_SEVEN = [0.0] * 7 + [20.0, 0.0, 0.0]


def png(grey: np.ndarray, **options: object) -> bytes:
    out = io.BytesIO()
    Image.fromarray(grey).save(out, "PNG", **options)
    return out.getvalue()


@pytest.fixture
def recognizer() -> Recognizer:
    return Recognizer(FakeManager(serving_model(model=FakeModel(SURE_SEVEN))), max_pixels=4_000_000)


def test_one_digit_is_named_boxed_and_shown(recognizer):
    found = recognizer.recognize(png(drawn(7)))

    assert (found.verdict, found.digit, found.digits_found) == (Verdict.DIGIT, 7, 1)
    assert Image.open(io.BytesIO(found.seen)).size == (28, 28)
    assert 0 < found.box.x < found.box.x + found.box.width < 280
    assert set(found.timings) == {"decode", "vision", "model"}


def test_a_blank_page_is_told_without_asking_the_network(recognizer):
    found = recognizer.recognize(png(np.full((90, 90), 255, np.uint8)))

    assert (found.verdict, found.digit, found.box, found.seen) == (Verdict.BLANK, None, None, None)
    assert found.digit_score == 0.0


def test_digits_side_by_side_are_several(recognizer):
    found = recognizer.recognize(png(row_of("204")))

    assert (found.verdict, found.digits_found, found.digit, found.seen) == (
        Verdict.SEVERAL_DIGITS,
        3,
        None,
        None,
    )


def test_a_glance_at_small_drawings_says_of_each_what_a_long_look_says(recognizer):
    blank, seven, damaged = png(np.full((90, 90), 255, np.uint8)), png(drawn(7)), png(drawn(7))[:200]
    pictures = [seven, blank, damaged, png(drawn(1, side=28)), seven]

    told = recognizer.glance(pictures)

    with pytest.raises(PictureError) as refused:
        recognizer.recognize(damaged)
    assert (type(told[2]), str(told[2])) == (refused.type, str(refused.value))
    for picture, glance in zip(pictures, told, strict=True):
        if picture is not damaged:
            assert replace(glance, timings={}) == replace(recognizer.recognize(picture), timings={})


def test_how_long_a_network_took_for_several_is_shared_among_them(recognizer):
    told = recognizer.glance([png(drawn(7))] * 3)

    assert len({each.timings["model"] for each in told}) == 1
    assert all(set(each.timings) == {"decode", "vision", "model"} for each in told)


def test_a_glance_ends_when_its_time_is_over(recognizer):
    dots = np.full((280, 280), 255, np.uint8)
    dots[::3, ::3] = 0
    first, *rest = recognizer.glance([png(dots), png(drawn(7)), png(drawn(7))], within=0.001)

    assert rest == [None, None]
    assert first is None or first.verdict


def test_what_may_take_time_is_not_glanced_at(recognizer):
    jpeg = io.BytesIO()
    Image.fromarray(drawn(7)).save(jpeg, "JPEG")
    large, several = png(np.full((400, 400), 255, np.uint8)), png(row_of("204"))
    long = png(drawn(7)) + bytes(200_000)
    *not_glanced_at, glanced_at = recognizer.glance(
        [jpeg.getvalue(), large, several, long, b"\x89PNG", png(drawn(7))]
    )

    assert not_glanced_at == [None] * 5
    assert glanced_at.digit == 7


def test_the_box_is_in_pixels_of_the_upright_picture(recognizer):
    plain = recognizer.recognize(png(drawn(7)[:, 40:220])).box
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = recognizer.recognize(png(np.ascontiguousarray(np.rot90(drawn(7)[:, 40:220])), exif=exif)).box

    assert lying == plain


def test_the_box_of_a_reduced_picture_is_in_its_own_pixels(recognizer):
    small = recognizer.recognize(png(drawn(7, side=500))).box
    large = recognizer.recognize(png(np.kron(drawn(7, side=500), np.ones((4, 4), np.uint8)))).box

    assert np.abs(np.subtract(large, np.multiply(small, 4))).max() <= 8


def test_without_a_model_the_reason_is_raised():
    with pytest.raises(ModelUnavailable):
        Recognizer(FakeManager(None), max_pixels=100).recognize(b"")


def test_broken_pictures_raise_picture_errors_and_nothing_else(recognizer):
    good = png(drawn(7, side=64))
    rng = np.random.default_rng(7)
    for _ in range(150):
        bad = bytearray(good)
        for at in rng.integers(8, len(bad), 4):
            bad[at] = rng.integers(256)
        try:
            recognizer.recognize(bytes(bad))
        except PictureError:
            continue


@pytest.fixture
def sees_one_digit() -> Recognizer:
    """Its network takes whatever it is shown for one digit: a 7."""
    sure = [*SURE_SEVEN, 0.0]  # the eleventh output: no digit
    return Recognizer(FakeManager(serving_model(model=FakeModel(sure))), max_pixels=4_000_000)


@pytest.mark.parametrize("gap", [5, 30, 60, 120])
def test_digits_with_paper_between_them_are_several_whatever_the_network_says_of_both(sees_one_digit, gap):
    found = sees_one_digit.recognize(png(side_by_side(gap)))

    assert (found.verdict, found.digits_found) == (Verdict.SEVERAL_DIGITS, 2)


def bars(*boxes: tuple[int, int, int, int], lean: int = 0) -> bytes:
    """Bars from (left, top) to (right, foot), their tops that much further right."""
    page = Image.new("L", (300, 280), 255)
    for left, top, right, foot in boxes:
        ImageDraw.Draw(page).polygon(
            [(left + lean, top), (right + lean, top), (right, foot), (left, foot)], fill=0
        )
    return png(np.asarray(page))


def test_digits_that_lean_over_one_another_are_several(sees_one_digit):
    found = sees_one_digit.recognize(bars((80, 60, 100, 200), (115, 60, 135, 200), lean=25))

    assert (found.verdict, found.digits_found) == (Verdict.SEVERAL_DIGITS, 2)


def test_parts_of_a_stroke_that_follow_one_another_are_one_digit(sees_one_digit):
    found = sees_one_digit.recognize(bars((150, 40, 180, 140), (100, 130, 145, 240)))

    assert (found.verdict, found.digit) == (Verdict.DIGIT, 7)


class SeesNoBar(FakeModel):
    """Takes a bar for no digit, and all else for a 7."""

    def __init__(self) -> None:
        super().__init__([*SURE_SEVEN, 0.0])

    def logits(self, digits: np.ndarray) -> np.ndarray:
        logits = super().logits(digits).copy()
        logits[(digits > 0).any(axis=1).sum(axis=1) < 6, 10] = 40.0
        return logits


def test_a_stroke_that_is_broken_by_a_narrow_gap_is_one_digit():
    recognizer = Recognizer(FakeManager(serving_model(model=SeesNoBar())), max_pixels=4_000_000)
    found = recognizer.recognize(png(side_by_side(5)))

    assert (found.verdict, found.digit) == (Verdict.DIGIT, 7)


class SeesUpright(FakeModel):
    """Takes what stands upright for a 7, and what is as wide as high for no digit."""

    def __init__(self, logits: list[float] = SURE_SEVEN) -> None:
        super().__init__([*logits, 0.0])

    def logits(self, digits: np.ndarray) -> np.ndarray:
        logits = super().logits(digits).copy()
        inked = (digits > 0).any(axis=1)
        wide = [np.ptp(np.flatnonzero(columns)) > 15 for columns in inked]
        logits[wide, 10] = 40.0
        return logits


def beside_a_dash(pen: int, dash: int) -> bytes:
    """An upright bar of that thickness, and a dash of that thickness beyond its foot."""
    page = Image.new("L", (300, 280), 255)
    ImageDraw.Draw(page).rectangle((70, 60, 70 + pen, 180), fill=0)
    ImageDraw.Draw(page).rectangle((180, 220, 260, 220 + dash), fill=0)
    return png(np.asarray(page))


def test_a_digit_is_read_where_a_little_that_is_none_lies_beside():
    upright = Recognizer(FakeManager(serving_model(model=SeesUpright())), max_pixels=4_000_000)
    found = upright.recognize(beside_a_dash(pen=20, dash=4))

    assert (found.verdict, found.digit, found.digits_found) == (Verdict.DIGIT, 7, 1)
    assert (found.box.x, found.box.y, found.box.width, found.box.height) == (70, 60, 21, 121)
    assert upright.recognize(beside_a_dash(pen=4, dash=20)).digit_score < 0.01


def test_how_many_digits_there_are_is_told_though_it_is_hard_to_tell_which():
    a_seven_or_a_one = [0.0, 19.3, *[0.0] * 5, 20.0, 0.0, 0.0]  # two to one
    unsure = serving_model(model=SeesUpright(a_seven_or_a_one))
    upright = Recognizer(FakeManager(unsure), max_pixels=4_000_000)
    found = upright.recognize(bars((60, 60, 80, 180), (160, 60, 180, 180)))

    assert (found.verdict, found.digits_found) == (Verdict.SEVERAL_DIGITS, 2)
