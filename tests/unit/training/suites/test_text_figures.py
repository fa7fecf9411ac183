"""Figures of texts: digits, parts, lines, digits that nobody wrote, and how sure the whole text is."""

import pytest

from training.suites.dev_numbers import dev_multi, dev_numbers
from training.suites.reading import ReadingCase, ReadingSuite, TextAnswer, run_reading
from training.suites.run import SuiteResult
from training.suites.text_figures import (
    by_kind,
    digits_right,
    false_digits,
    lines_right,
    parts_right,
    text_calibration,
    texts,
)
from training.suites.text_rows import rows_of_texts
from training.suites.texts import DIGITS, LAID_OUT, MARKS, Form


def read(
    told: str, expected: str, form: Form = LAID_OUT, *, kind: str = "a", sure: float | None = None
) -> TextAnswer:
    return TextAnswer("a page", kind, 0, expected, told, None, None, 0.0, form=form, text_confidence=sure)


def test_digits_are_counted_by_edits_over_all_pages():
    share = digits_right([read("2048", "20\n48"), read("7.1", "731"), read("", "5")])

    assert (share.value, share.count) == (1 - 2 / 8, 8)


def test_signs_and_gaps_count_where_the_form_says_so():
    assert not read("1250", "12.50").right
    assert read("12.50", "12 .50", MARKS).right
    assert not read("1234", "12 34").right
    assert read("2+3 6", "2 3 6", DIGITS).right


def test_parts_are_those_of_pictures_with_numbers_beside_each_other():
    share = parts_right([read("12 34", "12 35"), read("1234", "12 34"), read("1", "1"), read("1\n2", "1\n2")])

    assert share is not None
    assert (share.value, share.count) == (0.5, 2)
    assert parts_right([read("1", "1")]) is None


def test_one_part_in_twenty_may_be_off():
    many = " ".join(["7"] * 40)

    assert parts_right([read(many[4:], many)]).value == 1.0
    assert parts_right([read(many[8:], many)]).value == 0.0


def test_lines_are_right_whatever_their_gaps():
    share = lines_right([read("12\n34", "1 2\n34"), read("1234", "12\n34"), read("1", "1")])

    assert (share.value, share.count) == (0.5, 2)


def test_digits_that_nobody_wrote_are_counted_for_each_that_somebody_did():
    share = false_digits([read("850000", "500.00"), read("1", "7"), read("", "22")])

    assert share.value == pytest.approx(1 / 8)


def test_a_whole_text_s_confidence_is_measured_where_there_is_one():
    sure = [read("1", "1", sure=0.9), read("2", "2", sure=0.9), read("3", "4", sure=0.9), read("5", "5")]
    share = text_calibration(sure)

    assert share is not None
    assert share.value == pytest.approx(0.9 - 2 / 3)
    assert share.count == 3
    assert text_calibration([read("1", "1")]) is None


def test_answers_stay_in_the_order_of_their_kinds():
    answers = [read("1", "1", kind="b"), read("1", "1", kind="a"), read("2", "1", kind="b")]

    assert [(kind, len(each)) for kind, each in by_kind(answers)] == [("b", 2), ("a", 1)]


def result(name: str, told: dict) -> SuiteResult:
    suite = ReadingSuite(
        name, 2, lambda i: ReadingCase(b"", ("12 3", "4.5")[i], "a b"[2 * i], f"{i}", LAID_OUT)
    )
    return run_reading(suite, lambda _: told)


def test_a_service_without_a_confidence_has_no_row_for_it():
    without = {row.name for row in rows_of_texts({"written x": result("written x", {"text": "12 3"})})}
    given = {"text": "12 3", "confidence": 0.7}
    rows = {row.name: row for row in rows_of_texts({"written x": result("written x", given)})}

    assert "ECE, whole texts of written numbers" not in without
    assert rows["ECE, whole texts of written numbers"].value == pytest.approx(0.2)
    assert rows["written x, worst kind"].value == 0.0
    assert rows["written, parts"].value == 1.0


def test_marks_that_are_no_digits_do_not_lower_a_number_s_confidence():
    digits = [
        {"digit": 4, "confidence": 0.9, "digit_score": 0.8},
        {"digit": None, "sign": ".", "confidence": 0.2, "digit_score": 0.0},
    ]
    one = result("written x", {"text": "4.", "digits": digits}).answers[0]

    assert (one.confidence, one.digit_score) == (0.9, 0.8)


@pytest.fixture
def folder(tmp_path):
    for name, rows in {
        "multi": "a.png,20 48|7,photo\n",
        "numbers": 'a.png,"7,8|9,5 3,4",scores photo\nb.png,2 3 6,equations photo\n',
    }.items():
        (tmp_path / name).mkdir()
        for picture in ("a.png", "b.png"):
            (tmp_path / name / picture).write_bytes(picture.encode())
        (tmp_path / name / "manifest.csv").write_text(f"file,text,kind\n{rows}")
    return tmp_path


def test_people_s_numbers_are_read_from_their_list(folder):
    scores, equations = (dev_numbers(folder).case(index) for index in range(2))

    assert (scores.text, scores.kind, scores.picture) == ("7,8\n9,5 3,4", "scores photo", b"a.png")
    assert scores.form == MARKS
    assert equations.form == DIGITS, "the signs of equations are not in the truth"


def test_people_s_sheets_count_digits_and_lines(folder):
    case = dev_multi(folder).case(0)

    assert case.form(case.text) == "2048\n7"


def test_people_s_figures_have_rows_of_their_own(folder):
    answers = {b"a.png": "7,8\n9,5 3,4", b"b.png": "2x36"}
    found = run_reading(dev_numbers(folder), lambda picture: {"text": answers[picture]})
    rows = {row.name: row.value for row in rows_of_texts({"dev numbers": found})}

    assert rows["dev numbers, digits"] == 1.0
    assert rows["dev numbers, worst kind"] == 1.0
    assert rows["dev numbers, parts"] == 0.5
    assert rows["dev numbers, false digits per true one"] == 0.0
    assert len(texts(found)) == 2
