"""What counts of two texts, and how far apart they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.suites.texts import DIGITS, DIGITS_BY_LINE, LAID_OUT, MARKS, edits, put_in

texts = st.text("0123456789", max_size=12)
written = st.text("0123456789.,-/:+% \n$x", max_size=24)


@given(texts)
def test_a_text_is_no_edit_away_from_itself(text):
    assert edits(text, text) == put_in(text, text) == 0


@given(texts, texts)
def test_edits_are_as_many_either_way_and_never_more_than_signs(one, other):
    assert abs(len(one) - len(other)) <= edits(one, other) == edits(other, one) <= max(len(one), len(other))


@given(texts, texts)
def test_what_is_put_in_is_among_the_edits_and_accounts_for_the_lengths(told, expected):
    too_many, missing = put_in(told, expected), put_in(expected, told)

    assert max(0, len(told) - len(expected)) <= too_many <= edits(told, expected)
    assert missing <= edits(told, expected)


@pytest.mark.parametrize(
    ("told", "expected", "count", "too_many"),
    [("12", "102", 1, 0), ("", "7", 1, 0), ("41", "14", 2, 1), ("850000", "50000", 1, 1), ("1", "7", 1, 0)],
)
def test_edits_are_insertions_removals_and_changes(told, expected, count, too_many):
    assert edits(told, expected) == count
    assert put_in(told, expected) == too_many


@pytest.mark.parametrize(
    ("form", "same", "other"),
    [
        (LAID_OUT, " 12.5  3 \n\n-7", "12.53\n-7"),
        (LAID_OUT, "12.5 3\n−7", "12.5 3 -7"),  # noqa: RUF001 - a typographic minus
        (MARKS, "12.53-7", "12,53-7"),
        (DIGITS_BY_LINE, "1253\n7", "1253 7"),
        (DIGITS_BY_LINE, "12.53\n+\n7", "125\n37"),
        (DIGITS, "12:537", "12.53"),
        (MARKS, "$12.5 3 -7", "12.5 3 7"),
    ],
)
def test_a_form_looks_at_what_counts_and_at_nothing_else(form, same, other):
    truth = "12.5 3\n-7"

    assert form(same) == form(truth)
    assert form(other) != form(truth)


@given(written)
def test_a_text_in_a_form_stays_as_it_is(text):
    for form in (LAID_OUT, MARKS, DIGITS_BY_LINE, DIGITS):
        assert form(form(text)) == form(text)


def test_parts_are_numbers_that_stand_apart():
    assert LAID_OUT.parts("12.50  7\n-3 - $") == ["12.50", "7", "-3"]


def test_where_signs_do_not_count_they_part_numbers():
    assert DIGITS.parts("2+3 11\n5-6") == ["2", "3", "11", "5", "6"]
