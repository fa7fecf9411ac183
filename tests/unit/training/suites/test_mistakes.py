"""Every mistake gets a reason that its answer bears out, and its picture a place on the sheet."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from training.suites.mistakes import SIDE, reason, write_sheets
from training.suites.reading import TextAnswer
from training.suites.run import Answer, SuiteResult

SEVEN = Answer("a seven", "photos", 0, "7", "digit", 1, 0.9, 0.99, probabilities=(0.0,) * 10, digits_found=1)
NUMBER = Answer("a number", "pages", 0, "204", "204", None, 0.9, 0.99)


def picture(shade: int) -> bytes:
    file = io.BytesIO()
    Image.new("L", (40, 60), shade).save(file, "PNG")
    return file.getvalue()


def near(probability: float) -> tuple[float, ...]:
    return tuple(probability if label == 7 else 0.0 for label in range(10))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (replace(SEVEN, probabilities=near(0.4)), "a close call: the 7 came second or third with 40%"),
        (replace(SEVEN, probabilities=near(0.001)), "misread: 0.1% for the 7"),
        (replace(SEVEN, verdict="blank", digit=None), "no ink was found"),
        (replace(SEVEN, verdict="not_a_digit", digit=None, digit_score=0.02), "digit score 0.02"),
        (replace(SEVEN, verdict="several_digits", digit=None, digits_found=3), "taken for 3 digits"),
        (replace(SEVEN, verdict="problem", digit=None, message="It is damaged."), "refused: It is damaged."),
        (replace(SEVEN, expected="blank", digit=1), "looks like a 1"),
        (replace(NUMBER, verdict="24"), "a digit was lost"),
        (replace(NUMBER, verdict="2044"), "taken for two"),
        (replace(NUMBER, verdict="284"), "misread: 0 as 8"),
        (replace(NUMBER, verdict="20\n4"), "lines"),
        (replace(NUMBER, verdict="2.04"), "a sign"),
    ],
)
def test_a_mistake_has_its_reason(answer: Answer, words: str):
    assert words in reason(answer)


def test_a_sheet_shows_each_wrong_picture(tmp_path):
    wrong = [replace(SEVEN, picture=picture(0)), replace(SEVEN, picture=b"no picture at all")]
    right = replace(SEVEN, digit=7)
    write_sheets([SuiteResult("dev photos", (*wrong, right)), SuiteResult("all right", (right,))], tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["mistakes-dev-photos.png"]
    with Image.open(tmp_path / "mistakes-dev-photos.png") as sheet:
        assert sheet.width // (2 * SIDE) == 2
        assert sheet.getpixel((SIDE // 2, SIDE // 2)) == (0, 0, 0)


def test_the_picture_of_a_text_takes_the_whole_place(tmp_path):
    wrong = TextAnswer("page", "a", 0, "1\n2", "1", None, None, 0.0, picture=picture(0))
    write_sheets([SuiteResult("pages", (wrong,))], tmp_path)

    with Image.open(tmp_path / "mistakes-pages.png") as sheet:
        assert sheet.getpixel((SIDE, SIDE // 2)) == (0, 0, 0)
