"""Rests: digits that were cut from a neighbour which touches them, and kept a little of its ink.

Where digits touch, `/v1/read` parts them by `service.vision.cut`, and no cut follows the pens: a 0 keeps
the start of what comes after it, and looks like a 6. A network that has seen such rests looks past them.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from service.vision import UInt8Array, normalize
from service.vision.cut import cut
from service.vision.types import Box, Segment
from training.pairs import OVERLAPS, pair

NEAR = 2.5  # pixels of MNIST: a cut that is farther from the border between the digits is no cut between them
LOST, LEFT = (
    0.2,
    0.3,
)  # of the digit's ink and of the other's: what loses or keeps more reads as something else


def leave(digits: UInt8Array, share: float, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Give some of the digits, uint8 (n, 28, 28), a rest of another of them, in place; which, is (n,)."""
    given = np.zeros(len(digits), np.bool_)
    for at in rng.permutation(len(digits))[: round(share * len(digits))]:
        other = digits[rng.integers(len(digits))]
        cut_off = cut_from(digits[at], other, rng)
        if cut_off is not None:
            digits[at], given[at] = cut_off, True
    return given


def cut_from(digit: UInt8Array, other: UInt8Array, rng: np.random.Generator) -> UInt8Array | None:
    """Put two digits, uint8 (28, 28), side by side so that they touch, and cut the first off the other.

    None where no cut comes near to the border between them, or it leaves another picture.
    """
    if not (digit.any() and other.any()):
        return None
    is_left = bool(rng.random() < 0.5)
    left, right = (digit, other) if is_left else (other, digit)
    both = pair(left, right, int(rng.integers(*OVERLAPS)))
    widths = [int(np.count_nonzero(each.any(axis=0))) for each in (left, right)]
    border = (widths[0] + both.shape[1] - widths[1]) / 2
    rows = np.flatnonzero(both.any(axis=1))
    ink = both[rows[0] : rows[-1] + 1]
    atoms = cut(Segment(ink, Box(0, 0, ink.shape[1], ink.shape[0]))).atoms
    places = np.array([(a.box.x + a.box.width + b.box.x) / 2 for a, b in pairwise(atoms)])
    if not len(places) or np.abs(places - border).min() > NEAR:
        return None
    nearest = int(np.abs(places - border).argmin()) + 1
    kept = np.zeros_like(ink)
    for atom in atoms[:nearest] if is_left else atoms[nearest:]:
        x, y, width, height = atom.box
        place = kept[y : y + height, x : x + width]
        np.maximum(place, atom.strength, out=place)
    ink_of = [float(each.sum()) for each in (kept, digit, other)]
    spoilt = not (1 - LOST) * ink_of[1] <= ink_of[0] <= ink_of[1] + LEFT * ink_of[2]
    return None if spoilt else normalize(kept)
