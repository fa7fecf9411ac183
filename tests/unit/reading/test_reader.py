"""The reader: picture bytes to lines of digits, with a fake network or the bundled one behind it."""

import io
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

import service
from service.errors import DamagedPicture, ModelUnavailable
from service.model.sandbox import read_model
from service.model.serving import load_version
from service.model.store import ModelStore
from service.reading import Reader, UnreadReason
from service.reading.found import Found
from service.reading.signs import without_slashes
from service.verdict import Judgement, Verdict
from service.vision import Box
from tests.fakes import VERSION, FakeManager, FakeModel, FakePageReader, serving_model
from tests.pictures import drawn, row_of, specks

SURE_SEVEN = [0.0] * 7 + [20.0, 0.0, 0.0]
NOT_A_DIGIT = [0.0] * 10 + [20.0]


def png(grey: np.ndarray, **options: object) -> bytes:
    out = io.BytesIO()
    Image.fromarray(grey).save(out, "PNG", **options)
    return out.getvalue()


def reader(logits: list[float] = SURE_SEVEN) -> Reader:
    return Reader(FakeManager(serving_model(model=FakeModel(logits))), max_pixels=4_000_000)


@pytest.fixture(scope="module")
def bundled() -> Reader:
    store = ModelStore(Path(service.__file__).parent / "bundled")
    model = load_version(store, store.current(), "bundled", load=read_model)
    return Reader(FakeManager(model), max_pixels=64_000_000)


def test_every_digit_has_its_line_box_and_picture():
    page = np.vstack([row_of("204"), row_of("481")])
    reading = reader().read(png(page))

    assert reading.text == "777\n777"
    assert [each.line for each in reading.digits] == [0, 0, 0, 1, 1, 1]
    middle = page.shape[0] / 2
    assert [each.box.y > middle for each in reading.digits] == [False] * 3 + [True] * 3
    lefts = [each.box.x for each in reading.digits]
    assert lefts == sorted(lefts[:3]) + sorted(lefts[3:])
    assert all(Image.open(io.BytesIO(each.seen)).size == (28, 28) for each in reading.digits)
    assert (reading.model, reading.complete, reading.message) == (VERSION, True, "6 digits in 2 lines.")
    assert set(reading.timings) == {"decode", "read"}


def test_a_blank_page_reads_as_nothing():
    reading = reader().read(png(np.full((90, 90), 255, np.uint8)))

    assert (reading.text, reading.lines, reading.digits) == ("", (), ())
    assert "blank" in reading.message


def test_what_is_no_digit_is_left_out_of_the_text():
    reading = reader(NOT_A_DIGIT).read(png(row_of("204")))

    assert (reading.text, reading.lines, reading.digits) == ("", (), ())
    assert len(reading.unread) == 3
    assert not reading.complete


def test_boxes_are_in_pixels_of_the_upright_picture():
    page = row_of("17")
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = reader().read(png(np.ascontiguousarray(np.rot90(page)), exif=exif))

    assert [each.box for each in lying.digits] == [each.box for each in reader().read(png(page)).digits]


def test_the_parts_of_a_digit_are_one(bundled):
    page = row_of("555").copy()
    page[60:63] = 255  # a strip of paper through all three

    assert len(bundled.read(png(page)).text) == 3


def test_the_same_number_reads_the_same_larger_and_inverted(bundled):
    page = row_of("2048")
    plain = bundled.read(png(page)).text

    assert len(plain) == 4
    assert bundled.read(png(255 - page)).text == plain
    assert bundled.read(png(np.kron(page, np.ones((3, 3), np.uint8)))).text == plain


def test_a_point_between_digits_is_no_digit(bundled):
    page = row_of("28").copy()
    x, y = page.shape[1] // 2, round(page.shape[0] * 0.78)
    page[y : y + 12, x : x + 12] = 0

    assert len(bundled.read(png(page)).text) == 2


def test_ten_thousand_specks_are_answered_honestly(bundled):
    reading = bundled.read(png(specks(10_000)))

    assert not reading.complete
    assert "left out" in reading.message
    assert len(reading.digits) <= 700


def found(digit: int, height: int, *, lean: bool = False, top: int = 0) -> Found:
    seen = np.zeros((28, 28), np.uint8)
    for row in range(4, 24):
        column = 14 + (12 - row) // 2 * lean
        seen[row, column : column + 2] = 255
    judgement = Judgement(Verdict.DIGIT, digit, 7, 0.99, 0.99, tuple(np.eye(10)[digit].tolist()))
    return Found(Box(0, top, 10, height), seen, judgement)


def test_a_slash_is_no_one():
    line = without_slashes([found(4, 40), found(1, 52, lean=True, top=-6), found(9, 41)])

    assert [each.is_digit for each in line] == [True, False, True]


@pytest.mark.parametrize(
    "one",
    [found(1, 41, lean=True), found(1, 52), found(7, 52, lean=True), found(1, 52, lean=True, top=-12)],
    ids=["as high", "upright", "a 7", "taller on the same line"],
)
def test_what_is_no_slash_stays(one):
    assert all(each.is_digit for each in without_slashes([found(4, 40), one, found(9, 41)]))


def test_a_leaning_one_at_the_end_stays():
    assert all(each.is_digit for each in without_slashes([found(1, 52, lean=True), found(4, 40)]))


def test_without_a_model_the_reason_is_raised():
    with pytest.raises(ModelUnavailable):
        Reader(FakeManager(None), max_pixels=100).read(b"")


def test_a_damaged_picture_is_told():
    with pytest.raises(DamagedPicture):
        reader().read(png(drawn(3))[:200])


@pytest.mark.parametrize("letter", "AKW")
def test_a_printed_letter_is_not_parted_into_digits(bundled: Reader, letter: str):
    page = Image.new("L", (300, 300), 255)
    font = ImageFont.truetype(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf", 180)
    ImageDraw.Draw(page).text((150, 150), letter, 0, font=font, anchor="mm")

    assert bundled.read(png(np.asarray(page))).text == ""


def with_reader(character: str, none: float = 0.0) -> Reader:
    """A reader network takes each piece of ink for a mark of that kind; `none`: the logit of no digit."""
    serving = serving_model(model=FakeModel([*SURE_SEVEN, none]), reader=FakePageReader(character))
    return Reader(FakeManager(serving), max_pixels=4_000_000)


def test_a_version_with_a_reader_reads_by_its_marks():
    page = np.vstack([row_of("204"), row_of("481")])
    reading = with_reader("7").read(png(page))

    assert reading.text == "777\n777"
    assert reading.complete
    assert all(mark.box.height > 60 for mark in reading.digits)
    assert 0 <= reading.confidence <= 1


def test_signs_are_typed_as_the_reader_names_them():
    assert with_reader("+").read(png(row_of("11"))).text == "++"


def test_what_the_reader_takes_for_other_writing_is_unread_and_not_lost():
    reading = with_reader("x", none=40.0).read(png(row_of("204")))

    assert (reading.text, reading.complete) == ("", False)
    assert {each.reason for each in reading.unread} == {UnreadReason.NOT_A_NUMBER}
