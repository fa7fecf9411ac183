"""Several digits in one picture: people's own, and pairs of MNIST's that touch."""

import csv
from pathlib import Path

import cv2
import numpy as np

from training.dataset import Split
from training.pages import pair
from training.suites.encode import png
from training.suites.reading import ReadingCase, ReadingSuite

OVERLAPS = range(5)  # pixels of MNIST
SCALES = (1, 4)  # as small as MNIST is, and as large as somebody would draw it


def touching_pairs(mnist: Split, per_kind: int = 100, seed: int = 0) -> ReadingSuite:
    """Two digits that touch, their boxes overlapping by 0 to 4 pixels: as many pairs of each."""
    rng = np.random.default_rng(seed)
    rows = rng.integers(0, len(mnist), (per_kind * len(OVERLAPS), 2))

    def case(index: int) -> ReadingCase:
        overlap = OVERLAPS[index // per_kind]
        left, right = (int(row) for row in rows[index])
        both = np.pad(pair(mnist.digits[left], mnist.digits[right], overlap), ((2, 2), (6, 6)))
        scale = SCALES[index % len(SCALES)]
        if scale > 1:
            both = cv2.resize(both, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        picture = png(both if index % 4 < 2 else 255 - both)
        text = f"{mnist.labels[left]}{mnist.labels[right]}"
        return ReadingCase(picture, text, f"overlap {overlap}", f"overlap {overlap}: {left}, {right}")

    return ReadingSuite("touching pairs", len(rows), case)


def dev_multi(folder: Path) -> ReadingSuite:
    """People's pictures of several digits, in `multi/` of the dev pictures."""
    with (folder / "multi" / "manifest.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    def case(index: int) -> ReadingCase:
        row = rows[index]
        text = row["text"].replace(" ", "").replace("|", "\n")
        return ReadingCase((folder / "multi" / row["file"]).read_bytes(), text, row["kind"], row["file"])

    return ReadingSuite("dev multi", len(rows), case)
