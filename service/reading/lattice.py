"""Ink to lines of digits: what can be one digit is scored by the network, the best reading wins."""

import numpy as np

from service.model.serving import ServingModel
from service.reading.found import Found
from service.verdict import judge
from service.vision import Ink, normalize, segment
from service.vision.segment import MAX_SEGMENTS


def read_ink(ink: Ink, serving: ServingModel) -> tuple[list[list[Found]], bool]:
    """Read the digits on a page.

    Returns:
        Lines from top to bottom, each from left to right, signs that are no digits among them; and whether
        all marks of the page were looked at.

    """
    segments = segment(ink)
    if not segments:
        return [], True
    seen = [normalize(each.strength) for each in segments]
    rows = serving.model.logits(np.stack(seen))
    lines: list[list[Found]] = []
    right = None
    for part, digit, row in zip(segments, seen, rows, strict=True):
        if right is None or part.box.x < right:
            lines.append([])
        right = part.box.x
        lines[-1].append(Found(part.box, digit, judge(row, serving.calibration)))
    return lines, len(segments) < MAX_SEGMENTS
