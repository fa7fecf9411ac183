"""Uploading suites and counting: right by digit or verdict, by kind, refused pictures included."""

import pytest

from training.suites.invariance import Pairs
from training.suites.run import run_pairs, run_suite
from training.suites.types import Case, Suite

CASES = (
    Case(b"3", 3, "a", "three"),
    Case(b"4", 5, "a", "five"),
    Case(b"blank", None, "b", "empty", "blank"),
    Case(b"broken", 1, "b", "one"),
)
SUITE = Suite("four", len(CASES), lambda index: CASES[index])


def ask(picture: bytes) -> dict:
    told = picture.decode()
    if told == "broken":
        return {"type": "about:blank", "status": 422, "detail": "damaged"}
    if told == "blank":
        return {"verdict": "blank", "digit": None, "confidence": None, "digit_score": 0.0}
    return {"verdict": "uncertain", "digit": int(told), "confidence": 0.4, "digit_score": 0.9}


def test_answers_are_counted_by_digit_and_verdict():
    result = run_suite(SUITE, ask)

    assert (result.count, result.right, result.accuracy) == (4, 2, 0.5)
    assert {kind: (one.count, one.right) for kind, one in result.by_kind.items()} == {
        "a": (2, 1),
        "b": (2, 1),
    }


def test_mistakes_say_what_was_expected_and_answered_the_surest_first():
    mistakes = run_suite(SUITE, ask).mistakes

    assert [(wrong.name, wrong.expected, wrong.told) for wrong in mistakes] == [
        ("five", "5", "4"), ("one", "1", "problem"),
    ]  # fmt: skip


def test_answers_keep_the_order_of_the_cases():
    many = Suite("many", 200, lambda index: Case(str(index % 10).encode(), index % 10, "k", str(index)))

    assert [answer.name for answer in run_suite(many, ask).answers] == [str(index) for index in range(200)]


def test_only_answers_with_a_digit_have_a_confidence():
    confidence, right = run_suite(SUITE, ask).sureness

    assert confidence.tolist() == [0.4, 0.4]
    assert right.tolist() == [True, False]


def test_kinds_weigh_the_same_in_their_mean():
    uneven = Suite("uneven", 4, lambda i: Case(b"1", 1 if i else 2, "few" if i == 0 else "many", str(i)))

    assert run_suite(uneven, ask).mean_of_kinds == 0.5


def test_a_sample_is_spread_evenly_and_holds_both_ends():
    suite = Suite("ten", 10, lambda index: Case(b"", None, "", str(index)))

    assert [case.name for case in suite.sample(4)] == ["0", "3", "6", "9"]
    assert suite.sample(None) is suite
    assert suite.sample(10) is suite


def test_a_service_that_is_gone_ends_the_run():
    def gone(_: bytes) -> dict:
        raise ConnectionRefusedError

    with pytest.raises(ConnectionRefusedError):
        run_suite(SUITE, gone)


def test_a_dressed_picture_must_get_the_answer_of_the_plain_one(drawn_digits):
    plain = {pair.plain for index in range(2) for pair in Pairs("dress", 2, drawn_digits).of(index)}

    def by_dress(picture: bytes) -> dict:
        return ask(b"1") if picture in plain else ask(b"2")

    result = run_pairs(Pairs("dress", 2, drawn_digits), by_dress)

    assert result.accuracy == 0.0
    assert run_pairs(Pairs("dress", 2, drawn_digits), lambda _: ask(b"1")).accuracy == 1.0
