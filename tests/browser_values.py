"""What the service makes of made drawings: the page's own reading is held to it.

`python -m tests.browser_values` writes it down. The networks are made up, and the same in
`tests/frontend/made-networks.js`.
"""

import base64
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.model.manifest import Calibration, ReaderSettings
from service.model.reader_map import CHANNELS, CLASSES, EXTENT, INK, LABELS, MARK, OFFSET, SMALLER, STARTS
from service.reading.assembly import assemble
from service.reading.candidates import Candidates
from service.reading.lines import into_lines
from service.reading.looks import look
from service.reading.marks import find_marks
from service.reading.overlaps import distinct
from service.reading.words import into_words
from service.vision import Page
from service.vision.contrast import contrast, has_dark_ink
from service.vision.shrink import shrunk

PLACE = Path(__file__).with_suffix(".json")
UInt8Array = NDArray[np.uint8]

SETTINGS = ReaderSettings(
    reader=0.9,
    digit=0.7,
    score=0.4,
    sign=-0.7,
    other=-0.4,
    peak=1.1,
    present=0.2,
    mark_from=0.6,
    uncertain_below=0.4,
)
CALIBRATION = Calibration(temperature=1.3, uncertain_below=0.5, digit_score_below=0.1)

# Width, height, paper, and rectangles: x, y, width, height, level.
Drawing = tuple[int, int, int, list[list[int]]]
DRAWINGS: list[Drawing] = [
    (
        280,
        280,
        255,
        [[40, 90, 14, 90, 0], [100, 90, 50, 12, 0], [130, 100, 14, 80, 40], [200, 100, 40, 60, 90]],
    ),
    (301, 97, 255, [[20, 20, 7, 50, 0], [60, 24, 30, 8, 20], [62, 60, 9, 9, 0], [120, 15, 8, 60, 10]]),
    (61, 47, 230, [[10, 9, 5, 30, 30], [30, 8, 4, 28, 60], [44, 10, 9, 27, 90]]),
    (200, 120, 20, [[30, 30, 10, 60, 250], [90, 28, 40, 10, 240], [118, 38, 9, 55, 240]]),
    (
        900,
        300,
        255,
        [[80, 70, 20, 160, 0], [300, 60, 90, 24, 0], [366, 84, 22, 150, 0], [640, 90, 80, 110, 0]],
    ),
]


def drawn(drawing: Drawing) -> UInt8Array:
    """The picture of a drawing, its edges soft: every second pixel of a border lies half way to the paper."""
    width, height, paper, rectangles = drawing
    page = np.full((height, width), paper, np.uint8)
    for x, y, across, down, level in rectangles:
        page[y : y + down, x : x + across] = level
        page[y : y + down : 2, x] = page[y, x : x + across : 2] = (level + paper) // 2
    return page


def maps(views: UInt8Array) -> NDArray[np.float32]:
    """A reader that sees marks where it is dark: float32 (n, h / 4, w / 4, CHANNELS)."""
    count, height, width = views.shape
    inks = (views.astype(np.float32) - 128) / 127
    quarters = inks.reshape(count, height // 4, 2, 2, width // 4, 2, 2).mean(axis=(3, 6))
    ink = quarters.mean(axis=(2, 4))
    rows, columns = np.mgrid[: height // 4, : width // 4]
    found = np.zeros((*ink.shape, CHANNELS), np.float32)
    found[..., MARK] = 9 * ink - 3
    for label in range(CLASSES):
        found[..., LABELS.start + label] = np.where((rows + columns) % CLASSES == label, 4 * ink, 0)
    found[..., EXTENT.start], found[..., EXTENT.start + 1] = ink - 0.3, ink + 0.2
    found[..., OFFSET.start] = (columns % 3 - 1) * 0.3 + 0.02 * (rows % 5)
    found[..., OFFSET.start + 1] = (rows % 3 - 1) * 0.3
    found[..., STARTS] = ink - 0.4 + 0.1 * (columns % 4)
    found[..., SMALLER] = 8 * ink - width / 40
    found[..., INK] = 10 * quarters.transpose(0, 1, 3, 2, 4).reshape(*ink.shape, 4) - 3
    return found


def logits(digits: UInt8Array) -> NDArray[np.float32]:
    """A digit network that looks where the ink lies, from top to bottom: float32 (n, 11)."""
    rows = digits.astype(np.float32).mean(axis=2) / 32
    return np.stack([*(rows[:, 2 * k + 3] for k in range(10)), rows.mean(axis=1) / 2], axis=1)


NETWORKS: Any = SimpleNamespace(
    model=SimpleNamespace(logits=logits),
    calibration=CALIBRATION,
    reader=SimpleNamespace(maps=maps),
    reader_settings=SETTINGS,
)


def values() -> dict[str, Any]:
    """All that is held."""
    rng = np.random.default_rng(24)
    edges = [boxes(rng, 9) for _ in range(12)]
    return {
        "settings": SETTINGS.model_dump(),
        "calibration": CALIBRATION.model_dump(),
        "pages": [page_values(drawing) for drawing in DRAWINGS],
        "boxes": [box_values(each) for each in edges],
    }


def page_values(drawing: Drawing) -> dict[str, Any]:
    """What is seen and read on a page."""
    grey = drawn(drawing)
    small = shrunk(grey, 60)
    page = Page(grey, grey.shape[1], grey.shape[0])
    read = assemble(find_marks(page, NETWORKS), page)
    return {
        "drawing": drawing,
        "small": encoded(small),
        "dark_ink": has_dark_ink(small),
        "contrast": encoded(contrast(small, dark_ink=has_dark_ink(small))),
        "looks": [[*each.likely.shape, each.left, each.top, each.scale] for each in look(grey, maps).ink],
        "confidence": read.confidence,
        "lines": [[mark_values(mark) for mark in line] for line in read.lines],
        "unread": [[*each.box, each.reason] for each in read.unread],
    }


def mark_values(mark: Any) -> list[Any]:
    """What is said of a mark."""
    return [mark.typed, mark.verdict, mark.confidence, mark.digit_score, mark.apart, *mark.box]


def boxes(rng: np.random.Generator, count: int) -> NDArray[np.float32]:
    """Boxes, (n, 4), of which some overlap, in a line or two."""
    x = np.sort(rng.uniform(0, 150, count))
    y = rng.choice([20.0, 90.0], count) + rng.uniform(-12, 12, count) + x * rng.uniform(-0.2, 0.2)
    corner = np.stack([x, y], axis=1)
    size = np.stack([rng.uniform(8, 40, count), rng.uniform(8, 50, count)], axis=1)
    return np.round(np.concatenate([corner, corner + size], axis=1), 1).astype(np.float32)


def box_values(edges: NDArray[np.float32]) -> dict[str, Any]:
    """How boxes are told apart, and put into lines and words: every third a sign, the first the surest."""
    count = len(edges)
    empty = np.zeros(count, np.float32)
    peaks = np.arange(count, 0, -1, dtype=np.float32)
    kept = distinct(Candidates(peaks, np.zeros((count, CLASSES), np.float32), edges, empty, empty))
    return {
        "edges": edges.tolist(),
        "distinct": [count - int(peak) for peak in kept.peaks],
        "lines": into_lines(edges, np.arange(count) % 3 != 0),
        "words": [word.tolist() for word in into_words(edges)],
    }


def encoded(pixels: UInt8Array) -> dict[str, Any]:
    """Pixels as text."""
    height, width = pixels.shape
    return {"width": width, "height": height, "data": base64.b64encode(pixels.tobytes()).decode()}


def as_text(told: dict[str, Any]) -> str:
    """All of it as JSON, numbers to six digits."""
    return json.dumps(rounded(told), separators=(",", ":")) + "\n"


def rounded(value: Any) -> Any:
    """The same with rounded numbers."""
    if isinstance(value, dict):
        return {name: rounded(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(each) for each in value]
    return float(f"{value:.6g}") if isinstance(value, float | np.floating) else value


if __name__ == "__main__":
    PLACE.write_text(as_text(values()))
