"""Ink to lines of digits: find the marks, gather them into lines, read each line."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.model.serving import ServingModel
from service.reading.doubtful import without_odd_cuts
from service.reading.found import Found
from service.reading.lattice import Atoms, Candidate, candidates_of, cut_line, needs_cut
from service.reading.path import best_path
from service.reading.scores import Scores, scored
from service.reading.signs import without_slashes
from service.verdict import judge
from service.vision import Ink, Segment
from service.vision.layout import find_lines, find_slope, joined
from service.vision.pieces import find_pieces, typical_height

# Heights of ink that are cut on one page: bounds the work on what is no writing. Each asks the network about
# 20 to 40 marks, half a millisecond each: here a second and a half.
MOST_CUT = 75.0


def read_ink(
    ink: Ink, serving: ServingModel, *, most_cut: float = MOST_CUT
) -> tuple[list[list[Found]], bool]:
    """Read the digits on a page, cutting at most so many digits' heights of ink that may be several digits.

    Returns:
        Lines from top to bottom, each from left to right, signs that are no digits among them; and whether
        all marks of the page were looked at.

    """
    pieces = find_pieces(ink.strength)
    if not pieces.marks:
        return [], pieces.complete
    marks = joined(pieces.marks)
    lines = find_lines(marks, find_slope([mark.box for mark in marks]))
    found, all_cut = _read_lines(lines, serving, most_cut)
    return found, pieces.complete and all_cut


def _read_lines(
    lines: list[list[Segment]], serving: ServingModel, most_cut: float
) -> tuple[list[list[Found]], bool]:
    """Read lines of pieces, each from left to right; the network is asked twice for all of them together."""
    pieces = [piece for line in lines for piece in line]
    alone = scored([[piece] for piece in pieces], serving)
    heights = [typical_height([piece.box for piece in line]) for line in lines]
    cuts = _cuts(lines, heights, alone, most_cut)
    looks = iter(alone.digit.tolist())
    cut_up = [
        cut_line(line, [next(looks) for _ in line], height, [id(piece) in cuts.chosen for piece in line])
        for line, height in zip(lines, heights, strict=True)
    ]
    choices = [candidates_of(line) for line in cut_up]
    scores = _scored_once(choices, pieces, alone, serving)
    found = [
        without_slashes(_best(line, candidates, own, serving))
        for line, candidates, own in zip(cut_up, choices, scores, strict=True)
    ]
    return found, cuts.all


@dataclass(frozen=True, slots=True)
class _Cuts:
    chosen: set[int]  # the identities of the pieces that are cut
    all: bool  # whether these are all that should be


def _cuts(lines: list[list[Segment]], heights: list[float], alone: Scores, most: float) -> _Cuts:
    """Choose the pieces that are cut, the broadest first, as far as the work is bounded."""
    every = [(piece, height) for line, height in zip(lines, heights, strict=True) for piece in line]
    wanted = [
        piece
        for (piece, height), score in zip(every, alone.digit.tolist(), strict=True)
        if needs_cut(piece, height, score)
    ]
    breadths = np.array([min(piece.box.width / piece.box.height, most) for piece in wanted])
    order = np.argsort(-breadths, kind="stable")
    within = order[np.cumsum(np.maximum(breadths[order], 1.0)) <= most]
    return _Cuts({id(wanted[at]) for at in within}, len(within) == len(wanted))


def _scored_once(
    lines: list[list[Candidate]], pieces: list[Segment], alone: Scores, serving: ServingModel
) -> Iterator[Scores]:
    """Score each line's candidates; what is a piece as it was found has its scores already."""
    known = {id(piece): number for number, piece in enumerate(pieces)}
    new: list[list[Segment]] = []
    rows: list[NDArray[np.intp]] = []
    for line in lines:
        rows.append(np.empty(len(line), np.intp))
        for at, each in enumerate(line):
            number = known.get(id(each.parts[0])) if len(each.parts) == 1 else None
            rows[-1][at] = len(pieces) + len(new) if number is None else number
            if number is None:
                new.append(each.parts)
    every = alone.and_then(scored(new, serving))
    return (every.rows(own) for own in rows)


def _best(line: Atoms, candidates: list[Candidate], scores: Scores, serving: ServingModel) -> list[Found]:
    found = []
    for step in without_odd_cuts(best_path(candidates, scores, len(line.atoms)), candidates, scores):
        each = candidates[step.candidate]
        judgement = judge(scores.logits[step.candidate], serving.calibration)
        is_digit = step.label is not None
        if not is_digit:
            judgement = judgement.rejected()
        if is_digit or not each.is_small:
            found.append(Found(each.box, scores.seen[step.candidate], judgement))
    return found
