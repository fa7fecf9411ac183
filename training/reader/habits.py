"""One writer's numbers for one form of a character: what is habit, and what differs each time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DRAWS = 32  # numbers that a form may ask for


@dataclass(slots=True)
class Habit:
    """Numbers that a form of a character asks for one after another, near what this writer always does."""

    usual: NDArray[np.float64]  # (DRAWS,), 0..1: this writer's
    moved: NDArray[np.float64]  # (DRAWS,), about 0: this time's
    lap: float  # degrees by which a loop goes past its start; below 0 it stays open
    tail: float  # how far legs reach below the baseline, in heights
    zero: float  # height of a 0 in heights of other digits
    slant: float  # degrees to the right
    pen: float  # width of the line in heights
    asked: int = 0

    def __call__(self, low: float, high: float) -> float:
        """Draw a number between the two, near where this writer's usually is."""
        i = self.asked % DRAWS
        self.asked += 1
        return low + (high - low) * min(1.0, max(0.0, float(self.usual[i] + self.moved[i])))

    def does(self, share: float) -> bool:
        """Say whether this writer does what the given share of writers do."""
        i = self.asked % DRAWS
        self.asked += 1
        return bool(self.usual[i] < share)
