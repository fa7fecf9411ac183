"""What Chromium's camera shows in the tests: a file of a video with one frame."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


@contextmanager
def video_of(page: NDArray[np.uint8]) -> Iterator[Path]:
    """A YUV4MPEG2 file that shows a grey page, `uint8 (h, w)` of even sides, for ever."""
    height, width = page.shape
    colours = np.full(height * width // 2, 128, np.uint8)  # two planes of half the sides, without colour
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "camera.y4m"
        header = f"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420\n".encode()
        path.write_bytes(header + b"FRAME\n" + page.tobytes() + colours.tobytes())
        yield path
