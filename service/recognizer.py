"""One request, top to bottom: picture bytes in, recognition out. Knows no HTTP."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from service.model.serving import ServingModel
from service.stopwatch import Stopwatch
from service.verdict import Judgement, Verdict, judge, message
from service.vision import Box, Page, Segment, around, binarize, decode, encode_png, normalize, segment, whole

ONE_FROM = 0.5  # digit score of all the ink together from which it is one digit, if the network knows others
SEVERAL_FROM = 0.8  # digit score of each part (of two at least) from which the parts are digits of their own


class Serves(Protocol):
    """Has a model to answer with: the manager, or one model alone."""

    def serving(self) -> ServingModel:
        """The model to answer with. Raises ModelUnavailable."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """The whole answer for a picture."""

    verdict: Verdict
    digit: int | None
    confidence: float | None
    digit_score: float
    probabilities: tuple[float, ...] | None
    message: str
    box: Box | None  # in pixels of the upright picture
    seen: bytes | None  # PNG of the 28x28 that the network was given
    digits_found: int
    model: str
    timings: dict[str, float]  # stage -> seconds


class Recognizer:
    """Reads pictures with whichever model is serving. Synchronous and thread-safe."""

    def __init__(self, manager: Serves, *, max_pixels: int) -> None:
        self._manager = manager
        self._max_pixels = max_pixels

    def recognize(self, picture: bytes) -> Recognition:
        """Say which digit a picture shows, or why none can be named.

        Raises:
            PictureError: the bytes cannot be read as a picture.
            ModelUnavailable: no model is serving.

        """
        serving = self._manager.serving()  # taken once: one version answers, also while models are swapped
        watch = Stopwatch()
        with watch.stage("decode"):
            page = decode(picture, max_pixels=self._max_pixels)
        with watch.stage("vision"):
            segments = segment(binarize(page))
        if not segments:
            return _blank(serving.version, watch.timings)
        with watch.stage("model"):
            judged = _judged(segments, serving)
        return _answer(page, judged, serving.version, watch.timings)


@dataclass(frozen=True, slots=True)
class _Judged:
    """The segments of a page, judged: as one digit, or as several."""

    segments: list[Segment]
    seen: np.ndarray | None  # uint8 (28, 28); None for several digits
    judgement: Judgement


def _judged(segments: list[Segment], serving: ServingModel) -> _Judged:
    """Judge the ink as one digit; where it lies in pieces that are digits themselves, as several."""
    one = normalize((whole(segments) if len(segments) > 1 else segments[0]).strength)
    if len(segments) == 1:
        logits = serving.model.logits(one[None])
        return _Judged(segments, one, judge(logits[0], serving.calibration))
    parts = [normalize(part.strength) for part in segments]
    judgements = [judge(row, serving.calibration) for row in serving.model.logits(np.stack([one, *parts]))]
    together, digits = judgements[0], [j for j in judgements[1:] if j.digit_score >= SEVERAL_FROM]
    if serving.model.graph.outputs > len(together.probabilities) and together.digit_score >= ONE_FROM:
        return _Judged(segments, one, together)
    if len(digits) >= 2 and min(j.digit_score for j in digits) > together.digit_score * SEVERAL_FROM:
        found = [s for s, j in zip(segments, judgements[1:], strict=True) if j.digit_score >= SEVERAL_FROM]
        return _Judged(found, None, together)
    return _Judged(segments, one, together)


def _blank(version: str, timings: dict[str, float]) -> Recognition:
    text = message(Verdict.BLANK, None, 0)
    return Recognition(Verdict.BLANK, None, None, 0.0, None, text, None, None, 0, version, timings)


def _answer(page: Page, judged: _Judged, version: str, timings: dict[str, float]) -> Recognition:
    judgement = judged.judgement
    several = judged.seen is None
    verdict = Verdict.SEVERAL_DIGITS if several else judgement.verdict
    named = verdict in (Verdict.DIGIT, Verdict.UNCERTAIN)
    found = len(judged.segments) if several else int(named)
    return Recognition(
        verdict=verdict,
        digit=judgement.digit if named else None,
        confidence=judgement.confidence if named else None,
        digit_score=judgement.digit_score,
        probabilities=judgement.probabilities if named else None,
        message=message(verdict, judgement, found),
        box=page.in_picture(around([each.box for each in judged.segments])),
        seen=None if judged.seen is None else encode_png(judged.seen),
        digits_found=found,
        model=version,
        timings=timings,
    )
