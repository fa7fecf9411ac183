"""A reading is put together of marks: its text, its lines, what is said of it, and what was not read."""

from dataclasses import replace

import pytest

from service.reading import ReadMark, Unread, UnreadReason
from service.verdict import Verdict
from service.vision import Box
from tests.fakes import a_mark, a_reading, a_sign

SOMEWHERE = Box(1, 2, 3, 4)


def marks(text: str) -> list[ReadMark]:
    """The marks of a line: a digit or a sign each, `?` for neither; a space sets what follows apart."""
    line = [
        (
            a_mark(int(character))
            if character.isdigit()
            else a_sign(None if character == "?" else character),
            at,
        )
        for at, character in enumerate(text)
        if character != " "
    ]
    return [replace(mark, apart=text[:at].endswith(" ")) for mark, at in line]


@pytest.mark.parametrize(
    "text", ["2048", "12.50", "-7", "1,250.00", "20 10 20", "12/34", "-3 +4", "99%", "12:30 - 14:00"]
)
def test_the_text_is_what_was_seen_with_signs_and_single_spaces(text: str):
    assert a_reading(marks(text)).lines == (text,)


@pytest.mark.parametrize(
    ("seen", "text"),
    [
        ("?12", "12"),
        ("12?", "12"),
        ("1?2", "12"),
        ("12 ?34", "12 34"),
        ("12 ? 34", "12 34"),
        ("12? 34", "12 34"),
        (" 12", "12"),
        ("? 12", "12"),
        ("12 ?", "12"),
    ],
)
def test_what_is_neither_digit_nor_sign_leaves_one_space_at_most(seen: str, text: str):
    reading = a_reading(marks(seen))
    assert reading.lines == (text,)
    assert len(reading.digits) == len(seen.replace(" ", ""))


def test_lines_are_numbered_and_in_reading_order():
    reading = a_reading(marks("1.5"), marks("23"))
    assert reading.text == "1.5\n23"
    assert [(each.typed, each.line) for each in reading.digits] == [
        ("1", 0), (".", 0), ("5", 0), ("2", 1), ("3", 1),
    ]  # fmt: skip


def test_a_line_of_other_marks_is_none_and_its_marks_are_unread():
    reading = a_reading(marks("12"), marks("??"), marks("34"))
    assert reading.lines == ("12", "34")
    assert [each.line for each in reading.digits] == [0, 0, 1, 1]
    assert reading.unread == (Unread(a_sign(None).box, UnreadReason.NOT_A_NUMBER),) * 2
    assert not reading.complete


def test_a_doubtful_sign_is_in_the_text():
    assert a_reading([a_mark(1), a_sign(".", verdict=Verdict.UNCERTAIN), a_mark(5)]).text == "1.5"


def test_a_line_of_signs_alone_is_a_line():
    assert a_reading(marks("-")).lines == ("-",)


def test_a_reading_is_complete_unless_something_was_not_read():
    assert a_reading().complete
    for reason in UnreadReason:
        reading = a_reading(unread=[Unread(SOMEWHERE, reason)])
        assert not reading.complete
        assert reading.message.startswith(a_reading().message)
        assert reading.message != a_reading().message


def test_the_message_counts_digits_lines_and_what_was_not_read():
    unread = [Unread(SOMEWHERE, UnreadReason.UNCLEAR)] * 2
    assert a_reading(marks("1.50"), marks("7"), unread=unread).message == (
        "4 digits in 2 lines. 2 marks could not be read."
    )
    assert a_reading(marks("5"), unread=unread[:1]).message == "1 digit in 1 line. 1 mark could not be read."


def test_no_marks_at_all_are_a_blank_page_and_other_marks_are_none():
    blank, others = a_reading([]), a_reading(marks("?"))
    assert (blank.text, blank.lines, blank.digits, blank.complete) == ("", (), (), True)
    assert (others.text, others.lines, others.digits, others.complete) == ("", (), (), False)
    assert blank.message != others.message


def test_an_empty_text_has_no_confidence():
    assert a_reading([], confidence=0.9).confidence is None
    assert a_reading(marks("1"), confidence=0.9).confidence == 0.9
