"""Layout: marks to lines of writing, whether they are level or rise and fall, in reading order."""

import numpy as np

from service.vision.pieces import typical_height
from service.vision.segment import whole
from service.vision.types import Box, Segment

STEEPEST = 16  # degrees by which lines may rise or fall
STEP = 1.0
SPREAD = 0.3  # of a digit's height: marks whose middles differ by less are on one line
LEVEL = 0.004  # of the fit by which a degree of slope is less likely
SUBSTANTIAL = 0.5  # of the typical height: smaller marks do not make a line
ABOVE = 0.5  # of the narrower piece's width that lies above the other
SUNK = 0.35  # of the lower piece's height by which the upper may reach into it
GAP = 0.15  # of a digit's height: how wide a gap in a stroke is
TALLEST = 1.25  # of the tall marks' height that a mended digit has at most
SHARED = 0.4  # of the lower of two neighbours on a line that lies beside the other
HAIR = 0.04  # of the mended digit's height: a gap so narrow is no space between lines ...
HALVED = 2.1  # ... and where all digits are broken in halves, a mended one is this tall beside them
NEIGHBOURS = 3  # marks of a line to the left that say where it runs


def find_slope(boxes: list[Box]) -> float:
    """Estimate by how many degrees lines fall to the right."""
    height = typical_height(boxes)
    large = [box for box in boxes if box.height >= SUBSTANTIAL * height]
    if len(large) < 2:
        return 0.0
    x = np.array([box.x + box.width / 2 for box in large])
    y = np.array([box.y + box.height / 2 for box in large])
    slopes = np.arange(-STEEPEST, STEEPEST + STEP / 2, STEP)
    fits = [_fit(y - x * np.tan(np.radians(slope)), SPREAD * height) for slope in slopes]
    fits = np.array(fits) * (1 - LEVEL * np.abs(slopes))
    return float(slopes[int(fits.argmax())])


def _fit(levels: np.ndarray, spread: float) -> float:
    """How well marks gather on lines: the sum of squares of how many lie on each level."""
    bins = np.floor((levels - levels.min()) / (spread / 4)).astype(int)
    if bins.max() > 100_000:
        return 0.0
    counts = np.bincount(bins)
    kernel = np.exp(-0.5 * (np.arange(-8, 9) / 4) ** 2)
    return float((np.convolve(counts, kernel) ** 2).sum())


def joined(marks: list[Segment]) -> list[Segment]:
    """Put pieces together that lie right above each other: parts of a digit whose stroke is broken."""
    if len(marks) < 2:
        return marks
    heights = [mark.box.height for mark in marks]
    most = min(float(max(heights)), 1.5 * float(np.percentile(heights, 85)))
    found: list[Segment] = []
    for mark in sorted(marks, key=lambda mark: mark.box.y):
        at = next((i for i, other in enumerate(found) if _is_above(other.box, mark.box, most)), None)
        if at is None:
            found.append(mark)
        else:
            found[at] = whole([found[at], mark])
    return found


def _is_above(upper: Box, lower: Box, height: float) -> bool:
    """Tell whether two pieces, the upper first, are parts of one broken digit of about this height."""
    across = min(upper.x + upper.width, lower.x + lower.width) - max(upper.x, lower.x)
    down = lower.y - upper.y - upper.height
    together = max(upper.height + upper.y, lower.y + lower.height) - upper.y
    tallest = TALLEST if down > HAIR * together else HALVED
    return (
        across >= ABOVE * min(upper.width, lower.width)
        and -SUNK * min(upper.height, lower.height) <= down <= GAP * height
        and together <= tallest * height
    )


def find_lines(marks: list[Segment], slope: float) -> list[list[Segment]]:
    """Gather marks into lines, from top to bottom, each from left to right."""
    if not marks:
        return []
    height = typical_height([mark.box for mark in marks])
    tangent = float(np.tan(np.radians(slope)))
    lines: list[list[Segment]] = []
    large = [mark for mark in marks if mark.box.height >= SUBSTANTIAL * height]
    for mark in sorted(large, key=lambda mark: mark.box.x + mark.box.width / 2):
        near = [(abs(_offset(line, mark, tangent)), line) for line in lines]
        distance, nearest = min(near, key=lambda each: each[0], default=(np.inf, []))
        if nearest and distance <= _reach(nearest, mark):
            nearest.append(mark)
        else:
            lines.append([mark])
    for mark in marks:
        if mark.box.height < SUBSTANTIAL * height:
            _adopt(lines, mark, tangent, height)
    lines.sort(key=lambda line: float(np.median([_level(mark, tangent) for mark in line])))
    return [sorted(line, key=lambda mark: mark.box.x + mark.box.width / 2) for line in lines]


def _reach(line: list[Segment], mark: Segment) -> float:
    """How far the middles of a line and of a mark may differ: they overlap by SHARED then."""
    last = float(np.mean([each.box.height for each in line[-NEIGHBOURS:]]))
    return (last + mark.box.height) / 2 - SHARED * min(last, mark.box.height)


def _level(mark: Segment, tangent: float) -> float:
    return mark.box.y + mark.box.height / 2 - tangent * (mark.box.x + mark.box.width / 2)


def _offset(line: list[Segment], mark: Segment, tangent: float) -> float:
    """How far below the line's last marks a mark lies, in pixels."""
    return _level(mark, tangent) - float(np.mean([_level(each, tangent) for each in line[-NEIGHBOURS:]]))


def _adopt(lines: list[list[Segment]], mark: Segment, tangent: float, height: float) -> None:
    """Give a small mark to the line that it is nearest to."""

    def away(line: list[Segment]) -> float:
        near = min(
            line, key=lambda each: abs(each.box.x + each.box.width / 2 - mark.box.x - mark.box.width / 2)
        )
        across = max(0.0, abs(near.box.x - mark.box.x) - height)
        return abs(_level(mark, tangent) - _level(near, tangent)) + 0.3 * across

    nearest = min(lines, key=away, default=None)
    if nearest is not None:
        nearest.append(mark)
