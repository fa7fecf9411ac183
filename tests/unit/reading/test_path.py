"""The likeliest reading of a line, from candidates and scores that the test decides."""

import numpy as np

from service.reading.lattice import Candidate
from service.reading.path import Step, best_path
from service.reading.scores import Scores
from service.vision import Box


def candidate(first: int, last: int, **changes: object) -> Candidate:
    fields: dict[str, object] = {
        "parts": [],
        "box": Box(0, 0, 20, 40),
        "size": 1.0,
        "breadth": 0.5,
        "is_small": False,
        "joined": 0.0,
        "is_uncut": changes.get("crossed") is None,
        "crossed": None,
        "aspect": 1.2,
        "score": 0.5,
    }
    return Candidate(first, last, **{**fields, **changes})


def scores(*rows: tuple[int, float]) -> Scores:
    """For each row a label and how much it looks like a digit; the label is sure."""
    count = len(rows)
    labels = np.full((count, 10), 0.0)
    for row, (label, _) in zip(labels, rows, strict=True):
        row[label] = 1.0
    digit = np.array([look for _, look in rows])
    return Scores(np.zeros((count, 28, 28), np.uint8), np.zeros((count, 11), np.float32), digit, labels)


def labels(path: list[Step]) -> list[int | None]:
    return [step.label for step in path]


def test_digits_apart_are_read_one_by_one():
    path = best_path([candidate(0, 0), candidate(1, 1)], scores((4, 0.99), (2, 0.98)), 2)

    assert path == [Step(0, 4), Step(1, 2)]


def test_what_looks_like_no_digit_is_a_sign():
    assert labels(best_path([candidate(0, 0)], scores((4, 0.001)), 1)) == [None]


def test_a_small_mark_is_a_sign_even_if_it_looks_like_a_digit():
    assert labels(best_path([candidate(0, 0, is_small=True)], scores((1, 0.9)), 1)) == [None]


def test_two_good_halves_win_over_a_bad_whole():
    halves = [candidate(0, 0, crossed=0.1), candidate(0, 1), candidate(1, 1)]

    assert labels(best_path(halves, scores((4, 0.99), (8, 0.02), (2, 0.99)), 2)) == [4, 2]


def test_a_good_whole_wins_over_two_good_halves():
    halves = [candidate(0, 0, crossed=0.1, aspect=0.7), candidate(0, 1), candidate(1, 1)]

    assert labels(best_path(halves, scores((1, 0.95), (0, 0.99), (1, 0.95)), 2)) == [0]


def test_broken_parts_above_each_other_are_joined_where_the_whole_is_a_digit():
    parts = [candidate(0, 0, size=0.4), candidate(0, 1), candidate(1, 1, size=0.5)]

    assert labels(best_path(parts, scores((7, 0.6), (5, 0.99), (5, 0.5)), 2)) == [5]


def test_neighbours_that_stand_side_by_side_are_not_joined_lightly():
    pair = [candidate(0, 0), candidate(0, 1, joined=1.0), candidate(1, 1)]

    assert labels(best_path(pair, scores((4, 0.9), (4, 0.95), (1, 0.9)), 2)) == [4, 1]


def test_many_cuts_that_read_alike_win_over_one_that_reads_a_little_better():
    places = 6
    lefts = [candidate(0, at, crossed=0.1) for at in range(places)]
    rights = [candidate(at + 1, places) for at in range(places)]
    every = sorted([*lefts, *rights], key=lambda each: each.first)
    rows = [(4, 0.9) if each.first == 0 else (9, 0.9) for each in every]
    odd = next(i for i, each in enumerate(every) if each.first == places)
    rows[odd] = (7, 0.97)

    assert labels(best_path(every, scores(*rows), places + 1)) == [4, 9]


def test_every_atom_is_read_once():
    rng = np.random.default_rng(0)
    atoms = 9
    every = [
        candidate(first, last, crossed=0.1)
        for first in range(atoms)
        for last in range(first, min(atoms, first + 4))
    ]
    for _ in range(30):
        rows = [(int(rng.integers(10)), float(rng.random())) for _ in every]
        chosen = [every[step.candidate] for step in best_path(every, scores(*rows), atoms)]
        covered = [at for each in chosen for at in range(each.first, each.last + 1)]
        assert covered == list(range(atoms))


def test_what_looks_like_one_digit_as_a_whole_is_not_cut_lightly():
    def reading(score: float) -> list[int | None]:
        cut = [candidate(0, 0, crossed=0.1, score=score), candidate(0, 1), candidate(1, 1)]
        return labels(best_path(cut, scores((1, 0.9), (4, 0.47), (1, 0.9)), 2))

    assert reading(0.5) == [1, 1]
    assert reading(0.99) == [4]
