"""Binarize: a grey page to ink, whatever the polarity, the paper and the light.

Ink is measured, not cut: it keeps the grey edge of a stroke, because the network learned on such edges.
A picture that is clean already (flat black or white paper, full ink) passes through unchanged.
"""

import numpy as np

from service.vision.clean_paper import ink_on_clean_paper
from service.vision.margin import inside_margin
from service.vision.paper import counted, flat_paper, is_light, sampled, thumbnail
from service.vision.pen import MIN_CONTRAST
from service.vision.rough_paper import ink_on_rough_paper
from service.vision.types import Ink, Page


def binarize(page: Page) -> Ink:
    """Measure the ink on a page.

    Returns:
        Ink whose strength is uint8 (h, w), all zero where nothing stands out from the paper.

    """
    grey = page.grey
    if int(grey.max()) - int(grey.min()) < MIN_CONTRAST:
        return Ink(np.zeros_like(grey))
    inner = inside_margin(grey)
    sample = sampled(grey)
    is_all = sample.shape == grey.shape
    counts = counted(sample, inner if is_all else None)
    paper = flat_paper(sample, counts)
    if paper is not None:
        every = counts if is_all else counted(grey, inner)
        return Ink(ink_on_clean_paper(grey, inner, every, paper.level, is_light=paper.is_light))
    thumb = thumbnail(grey)
    if not is_light(thumb):
        grey, thumb = 255 - grey, 255 - thumb
    return Ink(ink_on_rough_paper(grey, thumb))
