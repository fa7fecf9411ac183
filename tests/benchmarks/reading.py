"""How long a page takes to read, by its pixels and by its digits: figures, and a plot of how they grow.

python -m tests.benchmarks.reading [plot.png]

CPU time of one core, the median of several runs, with the bundled model; nothing else should be running.
The digits are MNIST's test digits: set DIGITS_MNIST to a copy of mnist.npz, or Keras gets it.
"""

import statistics
import sys
import time
from pathlib import Path

import cv2
import numpy as np

import service
from service.model.sandbox import read_model
from service.model.serving import ServingModel, load_version
from service.model.store import ModelStore
from service.reading import Reader
from training import dataset, environment
from training.suites.encode import jpeg
from training.suites.strokes import stroke

RUNS = 5
VARIETY = 50  # different digits on a page
TWELVE_MEGAPIXELS = (3000, 4000)
DIGITS = (1, 10, 25, 50, 100, 200, 400)
MEGAPIXELS = (1, 2, 4, 8, 12, 24, 48)


class Bundled:
    """The bundled model."""

    def __init__(self) -> None:
        store = ModelStore(Path(service.__file__).parent / "bundled")
        self._model = load_version(store, store.current(), "bundled", load=read_model)

    def serving(self) -> ServingModel:
        return self._model


def page(digits: int, size: tuple[int, int], mnist: dataset.Split) -> bytes:
    """A photo of `digits` digits in rows on paper with some grain, as JPEG."""
    rng = np.random.default_rng(0)
    height, width = size
    grey = np.full(size, 225, np.uint8)
    grain = rng.integers(0, 7, (512, 512), np.uint8)
    grey -= np.tile(grain, (height // 512 + 1, width // 512 + 1))[:height, :width]
    columns = int(np.ceil(np.sqrt(digits * width / height)))
    cell = min(width // (columns + 1), height // (int(np.ceil(digits / columns)) + 1))
    drawn = [stroke(digit, 0.55 * cell, pen=0.1) for digit in mnist.digits[:VARIETY]]
    for n in range(digits):
        ink = drawn[n % VARIETY]
        y, x = (n // columns) * cell + cell // 2, (n % columns) * cell + cell // 2
        place = grey[y : y + ink.shape[0], x : x + ink.shape[1]]
        place[:] = place * (1 - 0.8 * ink)
    return jpeg(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), 90)


def milliseconds(reader: Reader, picture: bytes) -> tuple[float, int]:
    """CPU time of reading a picture, and how many digits were found."""
    times = []
    for _ in range(RUNS):
        start = time.thread_time()
        reading = reader.read(picture)
        times.append(time.thread_time() - start)
    return 1000 * statistics.median(times), sum(mark.digit is not None for mark in reading.digits)


def main() -> None:
    reader = Reader(Bundled(), max_pixels=64_000_000)
    mnist = dataset.load(environment.read().mnist).test
    by_digits, by_pixels = [], []
    for count in DIGITS:
        took, found = milliseconds(reader, page(count, TWELVE_MEGAPIXELS, mnist))
        by_digits.append(took)
        print(f"12 megapixels, {count:3} digits: {took:6.1f} ms, {found} read", flush=True)
    for mega in MEGAPIXELS:
        side = np.sqrt(mega * 1e6 / 12)
        took, found = milliseconds(reader, page(20, (round(3 * side), round(4 * side)), mnist))
        by_pixels.append(took)
        print(f"{mega:2} megapixels,  20 digits: {took:6.1f} ms, {found} read", flush=True)
    if len(sys.argv) > 1:
        plot(by_digits, by_pixels, Path(sys.argv[1]))


def plot(by_digits: list[float], by_pixels: list[float], path: Path) -> None:
    from matplotlib import pyplot  # noqa: PLC0415  only where a plot is wanted

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(9, 3.2), sharey=False)
    left.plot(DIGITS, by_digits, "o-")
    left.set(xlabel="digits on 12 megapixels", ylabel="ms of one core", ylim=(0, None))
    right.plot(MEGAPIXELS, by_pixels, "o-")
    right.set(xlabel="megapixels, 20 digits", ylim=(0, None))
    for axes in (left, right):
        axes.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(path, dpi=110)


if __name__ == "__main__":
    main()
