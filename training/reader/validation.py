"""Whole pages with known marks, read as the service reads them: what the reader's settings are fitted on."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.model.engine import DigitModel, ReaderModel
from service.reading.candidates import Candidates
from service.reading.cutouts import digits_of
from service.reading.looks import look
from service.reading.overlaps import overlaps
from service.vision.contrast import contrast
from training.reader import layouts, photo
from training.reader.mnist_hand import MnistDigits
from training.reader.sheet import Mark
from training.reader.visibility import with_visible_marks

Generator = np.random.Generator

SIDES = (96, 720)  # pixels of a page's sides
SAME = 0.35  # of the union of two boxes that they share, from which a candidate is a mark
SMALLEST = 9.0  # pixels of a digit's height that is asked for
CLEAN = 0.35  # share of drawings without paper
NO_MARK, NO_LESSON = -1, -2


@dataclass(frozen=True, slots=True)
class Page:
    """A page and what stands on it."""

    grey: NDArray[np.uint8]
    marks: list[Mark]


@dataclass(frozen=True, slots=True)
class Asked:
    """What both networks said of one page's candidates, and what is right."""

    candidates: Candidates
    digit_logits: NDArray[np.float32]  # (n, 10 or 11)
    truth: NDArray[np.intp]  # (n,) class, NO_MARK or NO_LESSON
    missed: tuple[Mark, ...]  # marks of the page that are known and no candidate stands for


def pages(digits: MnistDigits, count: int, seed: int) -> Iterator[Page]:
    """Draw pages of many sizes; the same ones for the same seed."""
    for number in range(count):
        rng = np.random.default_rng((seed, number))
        width, height = (int(np.exp(rng.uniform(*np.log(SIDES)))) for _ in range(2))
        size = float(np.exp(rng.uniform(np.log(12), np.log(min(height * 0.8, 110)))))
        sheet = layouts.page(digits, height, width, size, rng)
        grey = photo.clean(sheet, rng) if rng.random() < CLEAN else photo.photographed(sheet, size, rng)
        grey = photo.processed(grey, rng)
        yield Page(grey, with_visible_marks(sheet, contrast(grey)).marks)


def ask(page: Page, reader: ReaderModel, model: DigitModel) -> Asked:
    """Look for a page's marks and set them beside the right ones."""
    looks = look(page.grey, reader.maps)
    found = looks.candidates
    rows = np.arange(len(found))
    logits = model.logits(digits_of(page.grey, found.boxes, rows, looks.ink, dark_ink=looks.dark_ink))
    truth, missed = beside(found, page.marks)
    return Asked(found, logits, truth, missed)


def beside(found: Candidates, marks: list[Mark]) -> tuple[NDArray[np.intp], tuple[Mark, ...]]:
    """The class of the mark that each candidate stands for; and the known marks that have no candidate.

    The surest candidate of a mark stands for it; a second one stands for none. One on a mark that is not
    known, cut off or hidden as it is, gives no lesson.
    """
    is_known = np.array([mark.label is not None and mark.size >= SMALLEST for mark in marks], bool)
    truth = np.where(_are_on(found, [mark for mark in marks if mark.label is None]), NO_LESSON, NO_MARK)
    free = np.ones(len(marks), bool)
    shared = overlaps(found.boxes, _boxes(marks))
    for row in np.argsort(-found.peaks, kind="stable") if marks else ():
        best = int(np.where(free, shared[row], 0).argmax())
        if free[best] and shared[row, best] >= SAME:
            truth[row] = int(marks[best].label or 0) if is_known[best] else NO_LESSON
            free[best] = False
    return truth.astype(np.intp), tuple(marks[at] for at in np.flatnonzero(free & is_known))


def _are_on(found: Candidates, marks: list[Mark]) -> NDArray[np.bool_]:
    """Which candidates have their middle in the box of one of the marks, (n,)."""
    boxes = _boxes(marks)
    middles = ((found.boxes[:, :2] + found.boxes[:, 2:]) / 2)[:, None]
    within = (middles >= boxes[None, :, :2]) & (middles <= boxes[None, :, 2:])
    return np.asarray(np.any(np.all(within, axis=2), axis=1))


def _boxes(marks: list[Mark]) -> NDArray[np.float64]:
    """Left, top, right, bottom of each, (m, 4)."""
    return np.array([(m.x, m.y, m.x + m.width, m.y + m.height) for m in marks], np.float64).reshape(-1, 4)
