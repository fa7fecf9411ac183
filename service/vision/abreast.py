"""Whether marks stand beside one another as digits do; which they are is not asked here."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

from service.vision.types import Box

SUBSTANTIAL = 0.5  # of the tallest mark's height: lower ones say nothing about how many digits there are
APART = 0.1  # of that height: gaps in a broken stroke are narrower
ALIKE, LEAN = 0.6, 0.1  # of it: as high, and over one another by no more, two marks may be two digits
LEVEL = 0.5  # of the lower one's height that both share: parts of a broken stroke follow one another


def may_be_several(boxes: Sequence[Box]) -> bool:
    """Tell whether marks stand as digits do: with paper between them from top to foot, or side by side.

    A network that looks at both at once may see the larger one alone: a 3, where a 1 stands beside it.
    """
    tallest = max(box.height for box in boxes)
    marks = sorted(box for box in boxes if box.height >= SUBSTANTIAL * tallest)
    ends = accumulate((box.x + box.width for box in marks), max)
    if any(box.x - end >= APART * tallest for end, box in zip(ends, marks[1:], strict=False)):
        return True
    high = [box for box in marks if box.height >= ALIKE * tallest]
    return any(_side_by_side(left, right, LEAN * tallest) for left, right in pairwise(high))


def _side_by_side(left: Box, right: Box, overlap: float) -> bool:
    """Tell whether a mark stands to the right of another, their upper and lower ends about level."""
    shared = min(left.y + left.height, right.y + right.height) - max(left.y, right.y)
    return right.x - left.x - left.width >= -overlap and shared >= LEVEL * min(left.height, right.height)
