"""The values of an evaluation: a case is one picture with what is expected of it, a suite is many."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

UInt8Array: TypeAlias = NDArray[np.uint8]
Float32Array: TypeAlias = NDArray[np.float32]
Generator: TypeAlias = np.random.Generator
Expected: TypeAlias = Literal["digit", "blank", "not_a_digit", "several_digits"]


@dataclass(frozen=True, slots=True)
class Case:
    """One picture, as a person would upload it, and what the answer should be."""

    picture: bytes
    label: int | None  # 0-9, or None where no digit is expected
    kind: str  # the part of its suite that it belongs to: a corruption, a kind of paper, ...
    name: str  # says which picture it is, so that a mistake can be found again
    expected: Expected = "digit"


@dataclass(frozen=True, slots=True)
class Suite:
    """Cases made on demand, so that a sample costs only what it takes; `case(index)` is repeatable."""

    name: str
    count: int
    case: Callable[[int], Case]  # ordered kind by kind: an even sample takes as many of each

    def __iter__(self) -> Iterator[Case]:
        """Every case in order."""
        return (self.case(index) for index in range(self.count))

    def sample(self, count: int | None) -> "Suite":
        """At most `count` cases, evenly spread and always the same ones; None keeps them all."""
        if count is None or count >= self.count:
            return self
        chosen = np.linspace(0, self.count - 1, count).round().astype(int)
        return replace(self, count=count, case=lambda index: self.case(int(chosen[index])))
