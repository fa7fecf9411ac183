"""Reading with a trained reader: what people write comes out as it was written, however it is shown."""

import io

import numpy as np
import pytest
from PIL import Image

from service.reading import Reader, UnreadReason
from service.recognizer import Recognizer
from service.verdict import Verdict
from tests.fakes import FakeManager
from tests.pictures import drawn, row_of, specks
from tests.trained_reader import serving_with_reader
from training.suites.reading import ReadingCase, ReadingSuite
from training.suites.written.suites import written_suites


@pytest.fixture(scope="module")
def serving():
    return serving_with_reader()


@pytest.fixture(scope="module")
def reader(serving) -> Reader:
    return Reader(FakeManager(serving), max_pixels=64_000_000)


@pytest.fixture(scope="module")
def suites() -> dict[str, ReadingSuite]:
    return {suite.name: suite for suite in written_suites(per_kind=8)}


def cases(suite: ReadingSuite, *kinds: str) -> list[ReadingCase]:
    every = [suite.case(index) for index in range(suite.count)]
    return [case for case in every if case.kind in kinds]


def right(reader: Reader, asked: list[ReadingCase]) -> float:
    """The share of pictures whose text is right in every character that counts."""
    return float(
        np.mean([case.form(reader.read(case.picture).text) == case.form(case.text) for case in asked])
    )


def png(grey: np.ndarray) -> bytes:
    out = io.BytesIO()
    Image.fromarray(grey).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("suite", "kinds", "least"),
    [
        ("written numbers", ("plain", "neat", "slanted"), 0.85),
        ("written numbers", ("touching",), 0.6),  # by pieces: 0.35
        ("written signs", ("point", "comma"), 0.6),  # by pieces: 0
        ("written apart", ("on a line", "columns"), 0.85),  # by pieces: 0
        ("written and marked", ("circled", "framed", "underlined"), 0.85),  # by pieces: 0.5
    ],
)
def test_numbers_are_read_as_they_were_written(reader, suites, suite, kinds, least):
    assert right(reader, cases(suites[suite], *kinds)) >= least


def test_a_number_reads_the_same_larger_and_inverted(reader):
    page = row_of("2048")
    plain = reader.read(png(page)).text.replace(" ", "")

    assert len(plain) == 4
    assert reader.read(png(255 - page)).text.replace(" ", "") == plain
    assert reader.read(png(np.kron(page, np.ones((3, 3), np.uint8)))).text.replace(" ", "") == plain


def test_a_point_between_digits_is_typed(reader):
    page = row_of("28").copy()
    x, y = page.shape[1] // 2, round(page.shape[0] * 0.78)
    page[y : y + 12, x : x + 12] = 0

    assert reader.read(png(page)).text.replace(" ", "") == "2.8"


def test_letters_are_not_lost_and_not_said_as_digits(reader, suites):
    words = [reader.read(case.picture) for case in cases(suites["written beside letters"], "words")]

    assert all(not reading.complete for reading in words)
    assert {each.reason for reading in words for each in reading.unread} >= {UnreadReason.NOT_A_NUMBER}


def test_a_sure_text_is_right_more_often_than_a_doubtful_one(reader, suites):
    asked = cases(suites["written numbers"], "touching", "hasty", "long tails", "plain", "neat")
    found = [(reader.read(case.picture), case) for case in asked]
    told = [
        (reading.confidence or 0.0, case.form(reading.text) == case.form(case.text))
        for reading, case in found
    ]
    told.sort(key=lambda one: one[0])
    half = len(told) // 2

    assert np.mean([is_right for _, is_right in told[half:]]) > np.mean(
        [is_right for _, is_right in told[:half]]
    )


def test_boxes_lie_within_the_picture_and_in_reading_order(reader):
    page = np.vstack([row_of("204"), row_of("481")])
    reading = reader.read(png(page))

    assert len(reading.lines) == 2
    for mark in reading.digits:
        assert 0 <= mark.box.x < mark.box.x + mark.box.width <= page.shape[1]
        assert 0 <= mark.box.y < mark.box.y + mark.box.height <= page.shape[0]
    for line in (0, 1):
        lefts = [mark.box.x for mark in reading.digits if mark.line == line]
        assert lefts == sorted(lefts)


def test_a_drawing_of_one_digit_and_of_several_are_told_apart(serving):
    recognizer = Recognizer(FakeManager(serving), max_pixels=64_000_000)

    assert recognizer.recognize(png(drawn(7))).digit == 7
    assert recognizer.recognize(png(row_of("204"))).verdict is Verdict.SEVERAL_DIGITS


@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_blank_page_reads_as_nothing_and_completely(reader, level):
    reading = reader.read(png(np.full((400, 300), level, np.uint8)))

    assert (reading.text, reading.digits, reading.unread) == ("", (), ())


def test_ten_thousand_specks_are_answered(reader):
    reading = reader.read(png(specks(10_000)))

    assert len(reading.digits) + len(reading.unread) <= 3000
