"""What a process draws for a reader network's training; it needs no Keras, which would take 600 MB."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from training.dataset import Split
from training.reader.mnist_hand import MnistDigits
from training.reader.views import view

Views: TypeAlias = tuple[NDArray[np.uint8], NDArray[np.float16]]  # (n, 192, 192), (n, 48, 48, PLANES)

_job: tuple[MnistDigits, int]  # what this process draws with


def prepare(split: Split, seed: int) -> None:
    """Tell this process what it draws with."""
    global _job  # noqa: PLW0603  a pool's process has no other place to keep what it is told once
    _job = MnistDigits(split), seed


def draw(number: int, count: int) -> Views:
    """Draw so many views; the same ones for the same number."""
    digits, seed = _job
    return views(digits, [(seed, number, at) for at in range(count)])


def views(digits: MnistDigits, seeds: list[tuple[int, ...]]) -> Views:
    """Draw a view for each seed."""
    seen, taught = zip(*(view(digits, np.random.default_rng(seed)) for seed in seeds), strict=True)
    return np.stack(seen), np.stack(taught).astype(np.float16)
