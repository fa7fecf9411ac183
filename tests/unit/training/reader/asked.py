"""Opinions of both networks about made-up pages, of which a test knows what is right."""

import numpy as np

from service.model.reader_map import CLASSES, OTHER
from service.reading.candidates import Candidates
from training.reader.sheet import Mark
from training.reader.validation import NO_MARK, Asked

SURE = 6.0


def page_of(
    truth: list[int],
    *,
    said: list[int] | None = None,
    peaks: list[float] | None = None,
    missed: tuple[int, ...] = (),
) -> Asked:
    """A page whose candidates stand for `truth`; the reader says `said`, the digit network the same."""
    said = [max(label, 0) for label in truth] if said is None else said
    n = len(truth)
    peaks = [4.0 if label != NO_MARK else -2.5 for label in truth] if peaks is None else peaks
    labels = np.zeros((n, CLASSES), np.float32)
    logits = np.zeros((n, 11), np.float32)
    for row, label in enumerate(said):
        labels[row, label] = SURE
        logits[row, min(label, 10)] = SURE
    left = 20.0 * np.arange(n)
    boxes = np.stack([left, np.zeros(n), left + 12, np.full(n, 20.0)], axis=1).astype(np.float32)
    flat = np.zeros(n, np.float32)
    candidates = Candidates(np.array(peaks, np.float32), labels, boxes, flat, flat)
    lost = tuple(Mark(label, 0, 40, 12, 20, 20, starts=False) for label in missed)
    return Asked(candidates, logits, np.array(truth, np.intp), lost)


def many(count: int, seed: int = 0, *, error: float = 0.1) -> list[Asked]:
    """Pages of some digits and signs, of which a share is read as something else, and of dirt."""
    rng = np.random.default_rng(seed)
    pages = []
    for _ in range(count):
        truth = [int(label) for label in rng.integers(0, OTHER, rng.integers(1, 6))] + [NO_MARK] * 2
        said = [int(rng.integers(OTHER)) if label < 0 or rng.random() < error else label for label in truth]
        peaks = [float(rng.normal(2.0 if label >= 0 else -2.0, 1.0)) for label in truth]
        pages.append(page_of(truth, said=said, peaks=peaks))
    return pages
