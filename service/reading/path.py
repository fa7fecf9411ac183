"""The likeliest reading of a line: of all ways to part it into digits, those that read alike count together.

A pair of digits that touch can be parted in a dozen places. One odd place may give two fine-looking digits
that are wrong, so the weights of all ways that read alike are summed, and the heaviest reading is taken.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import exp, log, log1p

from service.reading.lattice import Candidate
from service.reading.scores import Scores

FLOOR = 1e-6  # of a probability
UNLIKELY = 0.02  # probability of a label under which it is no alternative
READINGS = 6  # that are followed at a time
LOW_FROM = 0.75  # of the typical height: lower digits are unlikely
BROAD_FROM = 0.95  # width to height
STOUT = 1.15  # width to height from which a piece is as likely two digits as one
SIGN = "?"


@dataclass(frozen=True, slots=True)
class Prices:
    """What a reading pays, in the unit of -log(probability); found on validation digits."""

    digit: float = 0.15  # for each digit: fewer are likelier
    place: float = 1.5  # for each cut: of the places where it might be, several give the same reading
    cut: float = 0.5  # for each digit's height of ink that a cut goes through
    slender: float = 0.5  # for a cut through a piece, by how much it is slenderer than STOUT
    unlike: float = 0.2  # for a cut through a piece, for each unit of -log(1 - its own digit score)
    join: float = (
        1.5  # for joining pieces that stand side by side, by the lower one's part of a digit's height
    )
    broad: float = 2.0  # for a digit that is broader than BROAD_FROM, by how much
    doubt: float = 3.0  # for each unit of -log(digit score) of a mark that no cut has damaged
    low: float = 16.0  # for a digit that is lower than LOW_FROM, by how much
    small: float = 5.0  # for reading a mark as a digit that is smaller than any
    sign: float = 4.0  # for a sign that is no digit
    small_sign: float = 0.3  # for a small one


PRICES = Prices()


@dataclass(frozen=True, slots=True)
class Step:
    """One mark of the likeliest reading."""

    candidate: int
    label: int | None  # None for a sign


@dataclass(slots=True)
class _Reading:
    """All ways to one reading of the atoms up to some place."""

    weight: float  # log of the sum of the ways' probabilities
    best: float  # log of the likeliest way's
    way: "_Way | None"


@dataclass(frozen=True, slots=True)
class _Way:
    step: Step
    before: "_Way | None"


def best_path(candidates: list[Candidate], scores: Scores, atoms: int, prices: Prices = PRICES) -> list[Step]:
    """Choose candidates that cover all atoms, each once, from left to right; they are ordered by `first`."""
    places = _places(candidates, atoms)
    found: list[Step] = []
    for start, end in pairwise(places):
        found += _run(candidates, scores, start, end, prices)
    return found


def _places(candidates: list[Candidate], atoms: int) -> list[int]:
    """Where no candidate goes across: what lies between two such places is read by itself."""
    reach = list(range(1, atoms + 1))
    for each in candidates:
        reach[each.first] = max(reach[each.first], each.last + 1)
    places, furthest = [0], 0
    for at, far in enumerate(reach):
        furthest = max(furthest, far)
        if furthest == at + 1:
            places.append(at + 1)
    return places


def _run(candidates: list[Candidate], scores: Scores, start: int, end: int, prices: Prices) -> list[Step]:
    readings: list[dict[str, _Reading]] = [{} for _ in range(end - start + 1)]
    readings[0][""] = _Reading(0.0, 0.0, None)
    for number, each in enumerate(candidates):
        if not start <= each.first < end:
            continue
        here = readings[each.first - start]
        kept = sorted(here.items(), key=lambda item: -item[1].weight)[:READINGS]
        there = readings[each.last + 1 - start]
        for label, weight in _labels(each, scores, number, prices):
            step = Step(number, label)
            for text, reading in kept:
                _add(there, text + (SIGN if label is None else str(label)), reading, weight, step)
    best = max(readings[-1].values(), key=lambda reading: reading.weight)
    steps: list[Step] = []
    way = best.way
    while way is not None:
        steps.append(way.step)
        way = way.before
    return steps[::-1]


def _add(there: dict[str, _Reading], text: str, before: _Reading, weight: float, step: Step) -> None:
    total, best = before.weight + weight, before.best + weight
    known = there.get(text)
    if known is None:
        there[text] = _Reading(total, best, _Way(step, before.way))
        return
    high, low = max(known.weight, total), min(known.weight, total)
    known.weight = high + log1p(exp(low - high))
    if best > known.best:
        known.best, known.way = best, _Way(step, before.way)


def _labels(each: Candidate, scores: Scores, number: int, prices: Prices) -> list[tuple[int | None, float]]:
    """What a candidate may be, with the log of its weight: some labels, or a sign."""
    digit = float(scores.digit[number])
    part = prices.join * each.joined
    if each.crossed is not None:
        part += prices.place + prices.cut * each.crossed + prices.slender * max(0.0, STOUT - each.aspect)
        part -= prices.unlike * log(max(1 - each.score, FLOOR))
    as_digit = part + prices.digit + prices.low * max(0.0, LOW_FROM - each.size)
    as_digit += prices.broad * max(0.0, each.breadth - BROAD_FROM)
    as_digit += (prices.small if each.is_small else 0.0) - log(max(digit, FLOOR)) * (
        prices.doubt if each.is_uncut else 1.0
    )
    as_sign = part + (prices.small_sign if each.is_small else prices.sign) - log(max(1 - digit, FLOOR))
    labels = enumerate(scores.labels[number].tolist())
    likely: list[tuple[int | None, float]] = [(n, log(p) - as_digit) for n, p in labels if p >= UNLIKELY]
    return [*likely, (None, -as_sign)]
