"""The values that pass between the four vision steps, frozen, with dtype and shape."""

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

UInt8Array: TypeAlias = NDArray[np.uint8]

SIDE = 28  # pixels of a normalised digit's side, as in MNIST
DIGIT_SIZE = 20  # longest side of the ink inside it, as in MNIST
CENTRE = 14  # pixel index of the centre of mass; measured on MNIST: 14 changes none, 13.5 changes 7,545


class Box(NamedTuple):
    """A rectangle in whole pixels; `x`, `y` is its upper left corner."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Page:
    """A decoded, upright picture in grey levels, perhaps reduced in size."""

    grey: UInt8Array  # (h, w), 0 black to 255 white
    width: int  # of the upright picture that was posted, in pixels
    height: int

    @property
    def scale(self) -> float:
        """Pixels of the posted picture to one pixel of the page (1.0 unless decoded reduced)."""
        return self.width / self.grey.shape[1]

    def in_picture(self, box: Box) -> Box:
        """Give a box of the page in pixels of the picture, within it."""
        x, y = min(round(box.x * self.scale), self.width - 1), min(round(box.y * self.scale), self.height - 1)
        width, height = max(1, round(box.width * self.scale)), max(1, round(box.height * self.scale))
        return Box(x, y, min(width, self.width - x), min(height, self.height - y))


@dataclass(frozen=True, slots=True)
class Ink:
    """How much ink lies on each pixel of a page, whatever its colour and the paper's."""

    strength: UInt8Array  # (h, w), 0 paper to 255 full ink


@dataclass(frozen=True, slots=True)
class Segment:
    """One digit's ink as it was found on the page."""

    strength: UInt8Array  # (h, w) of the box: this digit's ink alone
    box: Box  # where it lies, in page pixels
