"""Arrays to picture bytes, in the formats that people upload."""

import cv2
import numpy as np
from numpy.typing import NDArray

from training.suites.types import UInt8Array


def png(pixels: NDArray[np.uint8] | NDArray[np.uint16]) -> bytes:
    """Encodes (h, w), (h, w, 3) BGR or (h, w, 4) BGRA, 8 or 16 bits, as PNG."""
    return _encode(".png", pixels, [cv2.IMWRITE_PNG_COMPRESSION, 1])


def jpeg(pixels: UInt8Array, quality: int = 90) -> bytes:
    """Encodes (h, w) or (h, w, 3) BGR as JPEG of a quality from 1 to 100."""
    return _encode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])


def to_uint8(page: NDArray[np.float32]) -> UInt8Array:
    """Brightness 0..1 to 0..255, cut at both ends."""
    return np.clip(page * 255 + 0.5, 0, 255).astype(np.uint8)


def _encode(extension: str, pixels: NDArray[np.uint8] | NDArray[np.uint16], options: list[int]) -> bytes:
    done, encoded = cv2.imencode(extension, pixels, options)
    if not done:
        raise ValueError(f"OpenCV cannot encode {pixels.shape} {pixels.dtype} as {extension}")
    return encoded.tobytes()
