"""Ink to lines of digits: find the marks, gather them into lines, read each line."""

from service.model.serving import ServingModel
from service.reading.found import Found
from service.reading.lattice import Atoms, Candidate, candidates_of, cut_line
from service.reading.path import best_path
from service.reading.scores import Scores, scored
from service.reading.signs import without_slashes
from service.verdict import judge
from service.vision import Ink, Segment
from service.vision.layout import find_lines, find_slope, joined
from service.vision.pieces import find_pieces, typical_height


def read_ink(ink: Ink, serving: ServingModel) -> tuple[list[list[Found]], bool]:
    """Read the digits on a page.

    Returns:
        Lines from top to bottom, each from left to right, signs that are no digits among them; and whether
        all marks of the page were looked at.

    """
    pieces = find_pieces(ink.strength)
    if not pieces.marks:
        return [], pieces.complete
    marks = joined(pieces.marks)
    lines = find_lines(marks, find_slope([mark.box for mark in marks]))
    return _read_lines(lines, serving), pieces.complete


def _read_lines(lines: list[list[Segment]], serving: ServingModel) -> list[list[Found]]:
    """Read lines of pieces, each from left to right; the network is asked twice for all of them together."""
    alone = iter(scored([piece for line in lines for piece in line], serving).digit.tolist())
    heights = [typical_height([piece.box for piece in line]) for line in lines]
    cut_up = [
        cut_line(line, height, [next(alone) for _ in line])
        for line, height in zip(lines, heights, strict=True)
    ]
    choices = [candidates_of(line) for line in cut_up]
    scores = scored([each.mark for line in choices for each in line], serving)
    found, start = [], 0
    for line, candidates in zip(cut_up, choices, strict=True):
        best = _best(line, candidates, scores.part(start, len(candidates)), serving)
        found.append(without_slashes(best))
        start += len(candidates)
    return found


def _best(line: Atoms, candidates: list[Candidate], scores: Scores, serving: ServingModel) -> list[Found]:
    found = []
    for step in best_path(candidates, scores, len(line.atoms)):
        each = candidates[step.candidate]
        judgement = judge(scores.logits[step.candidate], serving.calibration)
        is_digit = step.label is not None
        if not is_digit:
            judgement = judgement.rejected()
        if is_digit or not each.is_small:
            found.append(Found(each.mark.box, scores.seen[step.candidate], judgement))
    return found
