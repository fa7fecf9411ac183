"""The likeliest reading of a line: the cheapest way through its candidates, by dynamic programming."""

from dataclasses import dataclass

import numpy as np

from service.reading.lattice import Candidate
from service.reading.scores import Scores

FLOOR = 1e-6  # of a probability
LOW_FROM = 0.75  # of the typical height: lower digits are unlikely
STOUT = 1.15  # width to height from which a piece is as likely two digits as one


@dataclass(frozen=True, slots=True)
class Prices:
    """What a reading pays, in the unit of -log(probability); found on pages and pairs of validation digits."""

    digit: float = 0.15  # for each digit: fewer are likelier
    cut: float = 2.0  # for each digit's height of ink that a cut goes through
    slender: float = 2.0  # for a cut through a piece, by how much it is slenderer than STOUT
    join: float = (
        1.5  # for joining pieces that stand side by side, by the lower one's part of a digit's height
    )
    low: float = 3.0  # for a digit that is lower than LOW_FROM, by how much
    small: float = 5.0  # for reading a mark as a digit that is smaller than any
    sign: float = 2.0  # for a sign that is no digit
    small_sign: float = 0.3  # for a small one


PRICES = Prices()


@dataclass(frozen=True, slots=True)
class Step:
    """One mark of the best reading."""

    candidate: int
    is_digit: bool


def best_path(candidates: list[Candidate], scores: Scores, atoms: int, prices: Prices = PRICES) -> list[Step]:
    """Choose candidates that cover all atoms, each once, from left to right."""
    cheapest = [0.0] + [np.inf] * atoms
    steps: list[Step | None] = [None] * (atoms + 1)
    for number, each in enumerate(candidates):
        as_digit = _digit_price(each, float(scores.digit[number]), float(scores.label[number]), prices)
        as_sign = _sign_price(each, float(scores.digit[number]), prices)
        price = cheapest[each.first] + min(as_digit, as_sign) + _part_price(each, prices)
        if price < cheapest[each.last + 1]:
            cheapest[each.last + 1] = price
            steps[each.last + 1] = Step(number, as_digit <= as_sign)
    path: list[Step] = []
    at = atoms
    while step := steps[at]:
        path.append(step)
        at = candidates[step.candidate].first
    return path[::-1]


def _part_price(each: Candidate, prices: Prices) -> float:
    price = prices.join * each.joined
    if each.crossed is not None:
        price += prices.cut * each.crossed + prices.slender * max(0.0, STOUT - each.aspect)
    return price


def _digit_price(each: Candidate, digit: float, label: float, prices: Prices) -> float:
    unlikely = -float(np.log(max(digit, FLOOR)) + np.log(max(label, FLOOR)))
    low = prices.low * max(0.0, LOW_FROM - each.size)
    return prices.digit + unlikely + low + (prices.small if each.is_small else 0.0)


def _sign_price(each: Candidate, digit: float, prices: Prices) -> float:
    return (prices.small_sign if each.is_small else prices.sign) - float(np.log(max(1 - digit, FLOOR)))
