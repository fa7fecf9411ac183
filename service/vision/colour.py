"""Colours to grey: alpha onto the paper that shows the ink, and the grey that keeps most contrast."""

import cv2
import numpy as np
from numpy.typing import NDArray

from service.vision.shrink import shrunk
from service.vision.types import UInt8Array

SPARSE = 16  # every so manieth row and column is looked at first
THUMBNAIL = 160  # pixels of the longer side on which the best grey is sought
LUMINANCE = np.array([0.299, 0.587, 0.114], np.float32)  # ITU-R BT.601, as JPEG and Pillow have it
MIN_CHROMA = 12.0  # mean spread between channels under which a picture counts as grey
WORTH_IT = 1.5  # another grey replaces the luminance only where it shows this much more contrast


def to_grey(colours: UInt8Array) -> UInt8Array:
    """RGB (h, w, 3) or RGBA (h, w, 4) to grey (h, w), with what is transparent laid onto paper."""
    alpha = colours[..., 3] if colours.shape[2] == 4 else None
    if alpha is not None and int(alpha.min()) == 255:
        alpha = None
    grey = _only_grey(colours)  # of most drawings and scans: one channel says it all
    if grey is not None:
        return grey if alpha is None else _on_paper(grey[..., None], alpha)[..., 0]
    rgb = np.ascontiguousarray(colours[..., :3])
    return _of_most_contrast(rgb if alpha is None else _on_paper(rgb, alpha))


def _only_grey(colours: UInt8Array) -> UInt8Array | None:
    """Give the grey (h, w) that red, green and blue all are, or None where they differ."""
    few = colours[::SPARSE, ::SPARSE]
    if not (few[..., 0] == few[..., 1]).all():  # as in most photos
        return None
    red, green, blue, *_ = cv2.split(colours)
    is_all = np.array_equal(red, green) and np.array_equal(green, blue)
    return np.asarray(red, np.uint8) if is_all else None


def _on_paper(levels: UInt8Array, alpha: UInt8Array) -> UInt8Array:
    """Lay a page's channels (h, w, 1 or 3) onto paper that shows what is visible by `alpha` (h, w).

    Ink on a transparent sheet goes onto the opposite of the ink: black ink onto white, white ink onto
    black. A mostly opaque picture goes onto the colour that it mostly has.
    """
    share = alpha.astype(np.float32) / 255.0
    visible = float(share.mean())
    if visible == 0.0:
        return np.full_like(levels, 255)
    if visible > 0.5:
        paper = np.median(levels[alpha > 127], axis=0).astype(np.float32)
    else:
        luminance = levels @ LUMINANCE if levels.shape[2] == 3 else levels[..., 0]
        level = float((luminance * share).sum() / share.sum())
        paper = np.full(levels.shape[2], 255.0 if level < 128 else 0.0, np.float32)
    share = share[..., None]
    return np.rint(levels * share + paper * (1.0 - share)).astype(np.uint8)


def _of_most_contrast(colours: UInt8Array) -> UInt8Array:
    """RGB (h, w, 3) to grey (h, w): the luminance, unless ink and paper differ in colour alone.

    Red ink on green paper of the same brightness vanishes in the luminance. So the direction in colour
    space along which neighbouring pixels differ most is sought on a thumbnail, and used if it shows far
    more than the luminance does.
    """
    luminance = cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY)
    thumb = shrunk(colours, THUMBNAIL).astype(np.float32)
    red, green, blue = cv2.split(thumb)
    chroma = cv2.max(cv2.max(red, green), blue) - cv2.min(cv2.min(red, green), blue)
    if float(chroma.mean()) < MIN_CHROMA and float(chroma.max()) < 4 * MIN_CHROMA:
        return luminance
    direction = _contrast_direction(thumb)
    if direction is None:
        return luminance
    return _project(colours, thumb, direction)


def _contrast_direction(thumb: NDArray[np.float32]) -> NDArray[np.float32] | None:
    """Give the colour direction (3,) of most local contrast, or None where the luminance does as well."""
    detail = thumb - cv2.blur(thumb, (THUMBNAIL // 4, THUMBNAIL // 4))
    pixels = detail.reshape(-1, 3)
    values, vectors = np.linalg.eigh(pixels.T @ pixels / len(pixels))
    along_luminance = float(np.sqrt(((pixels @ LUMINANCE) ** 2).mean())) / float(np.linalg.norm(LUMINANCE))
    if np.sqrt(values[-1]) < WORTH_IT * along_luminance:
        return None
    direction: NDArray[np.float32] = vectors[:, -1].astype(np.float32)
    return direction if direction.sum() >= 0 else -direction


def _project(colours: UInt8Array, thumb: NDArray[np.float32], direction: NDArray[np.float32]) -> UInt8Array:
    levels = thumb @ direction
    low, high = float(levels.min()), float(levels.max())
    gain = 255.0 / max(high - low, 64.0)  # faint differences stay faint
    grey = cv2.transform(colours.astype(np.float32), (direction * gain)[None, :]) - low * gain
    return np.clip(np.rint(grey), 0, 255).astype(np.uint8)
