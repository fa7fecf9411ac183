"""One request, top to bottom: picture bytes in, every digit out. Knows no HTTP."""

from service.model.serving import Serves
from service.reading.answer import Reading, read_digit, sentence
from service.reading.found import Found
from service.reading.ink import read_ink
from service.stopwatch import Stopwatch
from service.vision import Page, binarize, decode


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
    kept = [line for line in found if any(each.is_digit for each in line)]
    lines = tuple("".join(str(each.judgement.digit) for each in line if each.is_digit) for line in kept)
    digits = tuple(read_digit(each, page, number) for number, line in enumerate(kept) for each in line)
    marks = sum(len(line) for line in found)
    return Reading(lines, digits, sentence(lines, marks=marks, complete=complete), complete, version, timings)
