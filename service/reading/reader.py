"""One request, top to bottom: picture bytes in, every number out. Knows no HTTP."""

from service.model.serving import Serves, ServingModel
from service.reading.answer import Reading, reading_of
from service.reading.assembly import PageRead, assemble
from service.reading.by_pieces import read_pieces
from service.reading.marks import find_marks
from service.stopwatch import Stopwatch
from service.vision import Page, decode


class Reader:
    """Reads the numbers of a picture with whichever model is serving. Synchronous and thread-safe."""

    def __init__(self, manager: Serves, *, max_pixels: int) -> None:
        self._manager = manager
        self._max_pixels = max_pixels

    def read(self, picture: bytes) -> Reading:
        """Read the numbers of a picture, line by line.

        Raises:
            PictureError: the bytes cannot be read as a picture.
            ModelUnavailable: no model is serving.

        """
        serving = self._manager.serving()  # taken once: one version answers, also while models are swapped
        watch = Stopwatch()
        with watch.stage("decode"):
            page = decode(picture, max_pixels=self._max_pixels)
        with watch.stage("read"):
            found = read_page(page, serving)
        return reading_of(found.lines, found.unread, found.confidence, serving.version, watch.timings)


def read_page(page: Page, serving: ServingModel) -> PageRead:
    """Read a decoded page by the serving version's reader network, or by pieces where it has none."""
    if serving.reader is None:
        return read_pieces(page, serving)
    return assemble(find_marks(page, serving), page)
