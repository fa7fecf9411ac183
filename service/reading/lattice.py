"""Which marks are one digit each: every likely way is scored by the network, the cheapest reading wins."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.model.serving import ServingModel
from service.reading.found import Found
from service.verdict import LABELS, judge
from service.vision import Segment, UInt8Array, normalize, whole
from service.vision.cut import cut

SURE = 0.9  # digit score from which a piece that is no wider than a digit is not cut
WIDE = 1.25  # of its height: a wider piece is always cut, too
NARROW = 0.5  # of a digit's height: a narrower piece is never cut
NEAR = 0.3  # of a digit's height: pieces further apart are not parts of one digit
WIDEST = 1.6  # of a digit's height that one digit is wide at most
MOST_PIECES = 4  # whole pieces that make one digit
# What a reading pays, in the unit of -log(probability):
DIGIT = 0.15  # for each digit: fewer are likelier
CUT = 2.0  # for each digit's height of ink that a cut goes through
SIGN = 2.0  # for a sign that is no digit
SMALL_SIGN = 0.3  # for one that is smaller than any digit
SMALL = 0.45  # of a digit's height: a piece that is smaller in both directions is no digit
LOW = 3.0  # for a digit that is lower than the others, by how much it is
LOW_FROM = 0.75  # of the typical height
FLOOR = 1e-6  # of a probability


@dataclass(frozen=True, slots=True)
class Candidate:
    """Neighbouring atoms as one mark."""

    first: int
    last: int
    segment: Segment
    price: float  # for the cuts at its right end


@dataclass(frozen=True, slots=True)
class Atoms:
    """A line of marks, cut as far as it may be."""

    atoms: list[Segment]
    pieces: list[int]  # which piece each atom is of
    cuts: list[float]  # ink between each atom and the next, in heights; 0 between pieces
    height: float  # of a digit


def read_lines(lines: list[list[Segment]], heights: list[float], serving: ServingModel) -> list[list[Found]]:
    """Read lines of marks, each from left to right, with the height of a digit in each."""
    alone = _scored([mark for line in lines for mark in line], serving)
    scores = iter(alone.digit.tolist())
    cut_up = [
        _cut_line(line, height, [next(scores) for _ in line])
        for line, height in zip(lines, heights, strict=True)
    ]
    choices = [_candidates(line) for line in cut_up]
    scored = _scored([each.segment for line in choices for each in line], serving)
    found, start = [], 0
    for line, candidates in zip(cut_up, choices, strict=True):
        found.append(_best(line, candidates, scored.part(start, len(candidates)), serving))
        start += len(candidates)
    return found


@dataclass(frozen=True, slots=True)
class _Scores:
    seen: UInt8Array  # (n, 28, 28)
    logits: NDArray[np.float32]  # (n, 10 or 11)
    digit: NDArray[np.float64]  # (n,) how much it looks like one digit
    label: NDArray[np.float64]  # (n,) probability of the likeliest digit among the ten

    def part(self, start: int, count: int) -> "_Scores":
        own = slice(start, start + count)
        return _Scores(self.seen[own], self.logits[own], self.digit[own], self.label[own])


def _scored(segments: list[Segment], serving: ServingModel) -> _Scores:
    seen = np.stack([normalize(each.strength) for each in segments])
    logits = serving.model.logits(seen)
    label = _softmax(logits[:, :LABELS] / serving.calibration.temperature).max(axis=1)
    digit = 1 - _softmax(logits)[:, LABELS] if logits.shape[1] > LABELS else label
    return _Scores(seen, logits, digit, label)


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float64]:
    powers = np.exp(logits.astype(np.float64) - logits.max(axis=1, keepdims=True))
    shares: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
    return shares


def _cut_line(line: list[Segment], height: float, scores: list[float]) -> Atoms:
    atoms: list[Segment] = []
    pieces: list[int] = []
    cuts: list[float] = []
    for number, (mark, score) in enumerate(zip(line, scores, strict=True)):
        width = mark.box.width
        wide = width > WIDE * max(mark.box.height, 0.8 * height)
        parts = cut(mark) if wide or (score < SURE and width > NARROW * height) else None
        own = parts.atoms if parts else [mark]
        atoms += own
        pieces += [number] * len(own)
        cuts += [*(parts.cuts if parts else []), 0.0]
    return Atoms(atoms, pieces, cuts, height)


def _candidates(line: Atoms) -> list[Candidate]:
    found = []
    count = len(line.atoms)
    for first in range(count):
        for last in range(first, count):
            if last > first and not _may_join(line, first, last):
                break
            group = line.atoms[first : last + 1]
            segment = whole(group) if last > first else group[0]
            if last > first and segment.box.width > WIDEST * max(line.height, segment.box.height):
                if line.pieces[first] != line.pieces[last]:
                    break
                # the whole of one piece stays a choice, however wide: it may be a sign
                whole_piece = _is_whole(line, first, last)
                if not whole_piece:
                    continue
            found.append(Candidate(first, last, segment, CUT * line.cuts[last]))
    return found


def _is_whole(line: Atoms, first: int, last: int) -> bool:
    piece = line.pieces[first]
    starts = first == 0 or line.pieces[first - 1] != piece
    ends = last == len(line.pieces) - 1 or line.pieces[last + 1] != piece
    return starts and ends


def _may_join(line: Atoms, first: int, last: int) -> bool:
    """Whether the last atom may belong to the same digit as those before it."""
    if line.pieces[last] - line.pieces[first] >= MOST_PIECES:
        return False
    if line.pieces[last] == line.pieces[last - 1]:
        return True
    right = max(atom.box.x + atom.box.width for atom in line.atoms[first:last])
    return line.atoms[last].box.x - right < NEAR * line.height


def _best(line: Atoms, candidates: list[Candidate], scores: _Scores, serving: ServingModel) -> list[Found]:
    """Find the cheapest way from the line's start to its end."""
    count = len(line.atoms)
    cheapest = [0.0] + [np.inf] * count
    chosen: list[tuple[int, bool]] = [(-1, False)] * (count + 1)
    for number, each in enumerate(candidates):
        as_digit = _price(each, line.height, float(scores.digit[number]), float(scores.label[number]))
        as_sign = _sign_price(each, line.height, float(scores.digit[number]))
        price = cheapest[each.first] + min(as_digit, as_sign) + each.price
        if price < cheapest[each.last + 1]:
            cheapest[each.last + 1] = price
            chosen[each.last + 1] = (number, as_digit <= as_sign)
    found: list[Found] = []
    at = count
    while at > 0:
        number, is_digit = chosen[at]
        each = candidates[number]
        judgement = judge(scores.logits[number], serving.calibration)
        if not is_digit:
            judgement = judgement.rejected()
        if is_digit or not _is_small(each, line.height):
            found.append(Found(each.segment.box, scores.seen[number], judgement))
        at = each.first
    return found[::-1]


def _price(each: Candidate, height: float, digit: float, label: float) -> float:
    low = max(0.0, LOW_FROM - max(each.segment.box.height, 0.6 * each.segment.box.width) / height)
    price = DIGIT - np.log(max(digit, FLOOR)) - np.log(max(label, FLOOR)) + LOW * low
    return float(price) + (5.0 if _is_small(each, height) else 0.0)


def _sign_price(each: Candidate, height: float, digit: float) -> float:
    return (SMALL_SIGN if _is_small(each, height) else SIGN) - float(np.log(max(1 - digit, FLOOR)))


def _is_small(each: Candidate, height: float) -> bool:
    return max(each.segment.box.width, each.segment.box.height) < SMALL * height
