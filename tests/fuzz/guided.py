"""Coverage-guided fuzzing of decode and binarize by Atheris, which is in no lock file: `pip install atheris`.

    python -m tests.fuzz.guided -seed=1

begins with good pictures of every format, and ends at the first that is neither a page nor a PictureError, or
that takes 10 seconds, and after four minutes: Atheris takes 0.2 MB an execution, and 8 GB are spent then.
Pillow's Python and vision are instrumented; its C libraries run as they are. Files stay under what
`service.vision.filling` looks at, which has tests of its own.
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["PIL", "service.vision"]):
    from service.errors import PictureError
    from service.vision import binarize, decode
from tests.fuzz.odd_pictures import good_pictures

MAX_PIXELS = 250_000
LIMITS = ("-timeout=10", "-rss_limit_mb=8192", "-max_len=20000")


def look(data: bytes) -> None:
    try:
        page = decode(data, max_pixels=MAX_PIXELS)
    except PictureError:
        return
    assert 0 < page.grey.size <= MAX_PIXELS
    assert binarize(page).strength.shape == page.grey.shape


def main(*flags: str) -> None:
    with tempfile.TemporaryDirectory() as corpus:
        for number, picture in enumerate(good_pictures()):
            (Path(corpus) / str(number)).write_bytes(picture)
        atheris.Setup([sys.argv[0], corpus, *LIMITS, *flags], look)
        atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
