"""One request, top to bottom: picture bytes in, every digit out. Knows no HTTP."""

from math import prod

from service.model.serving import Serves
from service.reading.answer import Reading, ReadMark, Unread, UnreadReason, reading_of
from service.reading.found import Found
from service.reading.ink import read_ink
from service.stopwatch import Stopwatch
from service.vision import Box, Page, binarize, decode, encode_png


class Reader:
    """Reads every digit of a picture with whichever model is serving. Synchronous and thread-safe."""

    def __init__(self, manager: Serves, *, max_pixels: int) -> None:
        self._manager = manager
        self._max_pixels = max_pixels

    def read(self, picture: bytes) -> Reading:
        """Read the digits of a picture, line by line.

        Raises:
            PictureError: the bytes cannot be read as a picture.
            ModelUnavailable: no model is serving.

        """
        serving = self._manager.serving()  # taken once: one version answers, also while models are swapped
        watch = Stopwatch()
        with watch.stage("decode"):
            page = decode(picture, max_pixels=self._max_pixels)
        with watch.stage("vision"):
            ink = binarize(page)
        with watch.stage("read"):
            found, complete = read_ink(ink, serving)
        return _answer(found, page, serving.version, watch.timings, complete=complete)


def _answer(
    found: list[list[Found]], page: Page, version: str, timings: dict[str, float], *, complete: bool
) -> Reading:
    lines = [[_mark(each, page) for each in line] for line in found]
    sure = [mark.confidence for line in lines for mark in line if mark.confidence is not None]
    everywhere = Box(0, 0, page.width, page.height)
    left_out = [] if complete else [Unread(everywhere, UnreadReason.TOO_MANY)]
    return reading_of(lines, left_out, prod(sure) if sure else None, version, timings)


def _mark(found: Found, page: Page) -> ReadMark:
    judgement = found.judgement
    named = found.is_digit
    return ReadMark(
        digit=judgement.digit if named else None,
        sign=None,
        verdict=judgement.verdict,
        confidence=judgement.confidence if named else None,
        digit_score=judgement.digit_score,
        probabilities=judgement.probabilities if named else None,
        box=page.in_picture(found.box),
        seen=encode_png(found.seen),
    )
