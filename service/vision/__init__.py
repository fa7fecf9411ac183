"""Picture bytes to MNIST-like digits, in four steps: decode, binarize, segment, normalize.

    page = decode(picture, max_pixels=...)   # bytes -> grey page
    ink = binarize(page)                     # page -> ink, whatever the polarity, light and colour
    segments = segment(ink)                  # ink -> one segment per digit, in reading order
    digit = normalize(segments[0].strength)  # one digit's ink -> uint8 28x28, as MNIST was made

Training uses `normalize` on its augmented digits, so that a network learns on what the service sends.
"""

import cv2

from service.vision.binarize import binarize
from service.vision.decode import MAX_PIXELS, decode
from service.vision.normalize import normalize
from service.vision.png import encode_png, is_small
from service.vision.segment import around, segment, whole
from service.vision.types import Box, Ink, Page, Segment, UInt8Array

__all__ = [
    "MAX_PIXELS", "Box", "Ink", "Page", "Segment", "UInt8Array",
    "around", "binarize", "decode", "encode_png", "is_small", "normalize", "segment", "whole",
]  # fmt: skip

# Requests are the parallelism: OpenCV's own threads cost more than they give on pictures of this size.
cv2.setNumThreads(1)
