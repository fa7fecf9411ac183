"""What a reader is worth beside a digit network: settings fitted on some pages, figures from others."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from service.model.engine import DigitModel, ReaderModel
from service.model.manifest import Calibration, ReaderSettings
from training import metrics
from training.dataset import Split
from training.metrics import Reliability
from training.reader import fitting
from training.reader.judging import Judged, judge
from training.reader.mnist_hand import MnistDigits
from training.reader.validation import Page, ask, pages

PAGES_SEED = 20261201  # one set of pages for all runs, so that readers can be compared
WORST = 9  # pages that a report shows


@dataclass(frozen=True, slots=True)
class Measured:
    """A reader's settings and its figures."""

    settings: ReaderSettings
    metrics: dict[str, float]  # on pages that nothing was fitted on
    fitted: dict[str, float]  # the same figures on those that the settings were fitted on
    reliability: Reliability  # of whole texts
    worst: tuple[tuple[Page, Judged], ...]  # of the pages that were measured, the worst first


def measure(
    reader: ReaderModel, digits: DigitModel, calibration: Calibration, split: Split, count: int
) -> Measured:
    """Ask both networks about `count` pages of the split's digits: fit on one half, measure on the other."""
    drawn = list(pages(MnistDigits(split), count, PAGES_SEED))
    asked = [ask(page, reader, digits) for page in drawn]
    settings = fitting.fit(asked[::2], calibration)
    fitted, judged = ([judge(one, calibration, settings) for one in asked[half::2]] for half in (0, 1))
    return Measured(
        settings=settings,
        metrics=figures(judged),
        fitted=figures(fitted),
        reliability=text_reliability(judged),
        worst=_worst(drawn[1::2], judged),
    )


def figures(judged: Sequence[Judged]) -> dict[str, float]:
    """Shares, by name: of digits and signs, of them as false ones, of pages."""
    missed = sum(one.missed for one in judged)
    there = max(1, sum(int(one.to_read.sum()) for one in judged) + missed)
    found = {
        "reader_found": sum(int((one.to_read & one.read).sum()) for one in judged) / there,
        "reader_marks": sum(int(one.right.sum()) for one in judged) / there,
        "reader_false": sum(int(one.false.sum()) for one in judged) / there,
        "reader_pages": sum(one.is_right for one in judged) / max(1, len(judged)),
        "reader_text_ece": text_reliability(judged).error,
    }
    return {name: round(value, 6) for name, value in found.items()}


def text_reliability(judged: Sequence[Judged]) -> Reliability:
    """How sure of whole texts against how often right, of pages of which anything is read."""
    told = [one for one in judged if one.has_text]
    return metrics.grouped(
        np.array([one.sure for one in told]), np.array([one.is_right for one in told], bool)
    )


def _worst(drawn: Sequence[Page], judged: Sequence[Judged]) -> tuple[tuple[Page, Judged], ...]:
    order = sorted(range(len(judged)), key=lambda at: -judged[at].wrong)
    return tuple((drawn[at], judged[at]) for at in order[:WORST] if judged[at].wrong)
