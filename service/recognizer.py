"""One request, top to bottom: picture bytes in, recognition out. Knows no HTTP."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from service.errors import PictureError
from service.model.serving import Serves, ServingModel
from service.reading.digits import find_digits
from service.reading.found import Found
from service.reading.ink import read_ink
from service.stopwatch import Stopwatch
from service.verdict import Judgement, Verdict, judge, message
from service.vision import (
    Box,
    Ink,
    Page,
    Segment,
    around,
    binarize,
    decode,
    encode_png,
    is_small,
    normalize,
    segment,
    whole,
)
from service.vision.abreast import may_be_several

ONE_FROM = 0.5  # digit score of all the ink together from which it is one digit, if the network knows others
MOSTLY = 0.7  # of the marks of a page of digits that plainly are digits
MOST_CUT = 15.0  # heights of ink, to see that there are several; `/v1/read` reads them all
MAIN = 0.5  # of all the ink: a mark of more is what was written, and the others are paper's
SEVERAL_FROM = 0.8  # digit score of each part (of two at least) from which the parts are digits of their own
LIKELY = 0.6  # confidence of such a part: how many there are is asked here, not which


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
        look = self._looked(picture)
        with look.watch.stage("model"):
            judged = _judged(look, serving)
        if judged is None:
            return _blank(serving.version, look.watch.timings)
        return _answer(look, judged, serving.version)

    def may_glance(self, picture: bytes) -> bool:
        """Whether these bytes are a drawing so small that a glance may do."""
        return is_small(picture)

    def glance(
        self, pictures: Sequence[bytes], *, within: float = math.inf
    ) -> list[Recognition | PictureError | None]:
        """As `recognize` for small drawings of one thing each, several in one go; None for any other picture.

        What `recognize` would raise about a picture is given in its place. Once `within` seconds of a core
        are over, no further picture is looked at. Raises ModelUnavailable.
        """
        serving = self._manager.serving()
        until = time.thread_time() + within
        looks = [self._glanced(picture) if time.thread_time() < until else None for picture in pictures]
        inked = [look for look in looks if isinstance(look, _Look) and look.one is not None]
        watch = Stopwatch()
        with watch.stage("model"):
            judged = iter(_judged_together(inked, serving))
        share = watch.timings["model"] / max(1, len(inked))
        answers: list[Recognition | PictureError | None] = []
        for look in looks:
            if not isinstance(look, _Look):
                answers.append(look)
            elif look.one is None:
                answers.append(
                    _blank(serving.version, look.watch.timings) if serving.reader is None else None
                )
            else:
                look.watch.timings["model"] = share
                found = next(judged)
                answers.append(_answer(look, found, serving.version) if found else None)
        return answers

    def _glanced(self, picture: bytes) -> "_Look | PictureError | None":
        try:
            return self._looked(picture) if is_small(picture) else None
        except PictureError as error:
            return error

    def _looked(self, picture: bytes) -> "_Look":
        watch = Stopwatch()
        with watch.stage("decode"):
            page = decode(picture, max_pixels=self._max_pixels)
        with watch.stage("vision"):
            ink = binarize(page)
            segments = segment(ink)
            one = normalize(whole(segments).strength) if segments else None
        return _Look(page, ink, segments, one, watch)


@dataclass(frozen=True, slots=True)
class _Look:
    """A picture as vision has it, before a network sees any of it."""

    page: Page
    ink: Ink
    segments: list[Segment]
    one: np.ndarray | None  # uint8 (28, 28): all the ink together, as one digit; None for a blank page
    watch: Stopwatch


@dataclass(frozen=True, slots=True)
class _Judged:
    """The ink of a page, judged: as one digit, or as several."""

    boxes: list[Box]
    seen: np.ndarray | None  # uint8 (28, 28); None for several digits
    judgement: Judgement


def _judged(look: _Look, serving: ServingModel) -> _Judged | None:
    """Judge a page: as one digit, by its marks, or else all its ink together; None for a blank one."""
    if look.one is None:
        return _by_marks(look, serving)
    together = judge(serving.model.logits(look.one[None])[0], serving.calibration)
    one = _as_one(look, together, serving)
    if one is not None or serving.reader is None:
        return one or _at_leisure(look, together, serving)
    all_ink = _Judged([each.box for each in look.segments], look.one, together)
    return _by_marks(look, serving) or all_ink


def _by_marks(look: _Look, serving: ServingModel) -> _Judged | None:
    """Judge a page by the digits that the reader finds on it; None where it finds none."""
    found = find_digits(look.page, serving)
    if found is None:
        return None
    return _Judged(found.boxes, found.seen if len(found.boxes) == 1 else None, found.first)


def _judged_together(looks: list[_Look], serving: ServingModel) -> list[_Judged | None]:
    """Judge the ink of each as one digit; None where it may be several: reading them takes up to 0.5 s."""
    ones = [look.one for look in looks if look.one is not None]
    if not ones:
        return []
    rows = serving.model.logits(np.stack(ones))
    return [
        _as_one(look, judge(row, serving.calibration), serving) for look, row in zip(looks, rows, strict=True)
    ]


def _as_one(look: _Look, together: Judgement, serving: ServingModel) -> _Judged | None:
    """Take all the ink together for one digit, unless the network says it is none, or it may be several."""
    boxes = [each.box for each in look.segments]
    knows_others = serving.model.graph.outputs > len(together.probabilities)
    is_one = together.digit_score >= ONE_FROM if knows_others else len(boxes) == 1
    return _Judged(boxes, look.one, together) if is_one and not may_be_several(boxes) else None


def _at_leisure(look: _Look, together: Judgement, serving: ServingModel) -> _Judged:
    """Judge ink that may be no digit as several, or by its main mark, or after all as all together."""
    digits = _several(look.ink, serving)
    if digits and min(each.judgement.digit_score for each in digits) > together.digit_score * SEVERAL_FROM:
        return _Judged([each.box for each in digits], None, together)
    boxes = [each.box for each in look.segments]
    return _main(look.segments, serving) or _Judged(boxes, look.one, together)


def _main(segments: list[Segment], serving: ServingModel) -> _Judged | None:
    """Judge the mark that has most of the ink, if it plainly is a digit: remains of lines may lie beside."""
    if len(segments) == 1:
        return None
    inks = [int(each.strength.sum(dtype=np.int64)) for each in segments]
    main = segments[int(np.argmax(inks))]
    if max(inks) < MAIN * sum(inks):
        return None
    alone = normalize(main.strength)
    judgement = judge(serving.model.logits(alone[None])[0], serving.calibration)
    plain = min(judgement.digit_score, judgement.confidence) >= SEVERAL_FROM
    return _Judged([main.box], alone, judgement) if plain else None


def _several(ink: Ink, serving: ServingModel) -> list[Found]:
    """Read the digits of a page, if it has two or more, most marks are digits, and each plainly is one."""
    found = [each for line in read_ink(ink, serving, most_cut=MOST_CUT)[0] for each in line]
    digits = [each for each in found if each.is_digit]
    plain = [
        each
        for each in digits
        if each.judgement.digit_score >= SEVERAL_FROM and each.judgement.confidence >= LIKELY
    ]
    return plain if len(plain) >= 2 and len(plain) >= MOSTLY * len(found) else []


def _blank(version: str, timings: dict[str, float]) -> Recognition:
    text = message(Verdict.BLANK, None, 0)
    return Recognition(Verdict.BLANK, None, None, 0.0, None, text, None, None, 0, version, timings)


def _answer(look: _Look, judged: _Judged, version: str) -> Recognition:
    judgement = judged.judgement
    several = judged.seen is None
    verdict = Verdict.SEVERAL_DIGITS if several else judgement.verdict
    named = verdict in (Verdict.DIGIT, Verdict.UNCERTAIN)
    found = len(judged.boxes) if several else int(named)
    return Recognition(
        verdict=verdict,
        digit=judgement.digit if named else None,
        confidence=judgement.confidence if named else None,
        digit_score=judgement.digit_score,
        probabilities=judgement.probabilities if named else None,
        message=message(verdict, judgement, found),
        box=look.page.in_picture(around(judged.boxes)),
        seen=None if judged.seen is None else encode_png(judged.seen),
        digits_found=found,
        model=version,
        timings=look.watch.timings,
    )
