"""Recognises and reads odd pictures with the bundled model, and prints a line of JSON for each.

    python -m tests.fuzz.recognize_all mutated SEED FIRST COUNT
    python -m tests.fuzz.recognize_all shapes|bombs|frames|parse|refused [SIZE]

`refused` are bombs of more pixels than are allowed.

A process of its own: if a decoder takes it down, the last line says how far it got. What is neither an answer
nor a PictureError ends it.
"""

import json
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from service.errors import PictureError
from service.loading import BUNDLED
from service.model.sandbox import read_model
from service.model.serving import ServingModel, load_version
from service.model.store import ModelStore
from service.reading import Reader
from service.recognizer import Recognizer
from tests.fuzz import odd_pictures

MAX_PIXELS = 64_000_000  # the default
OF_MUTATED = 4_000_000  # so that no changed header costs a second


class Bundled:
    """The bundled model alone."""

    def __init__(self) -> None:
        store = ModelStore(BUNDLED)
        self._serving = load_version(store, str(store.current()), "bundled", load=read_model)

    def serving(self) -> ServingModel:
        return self._serving


def pictures(what: str, numbers: list[int]) -> Iterator[tuple[str, bytes]]:
    if what == "mutated":
        seed, first, count = numbers
        good = odd_pictures.good_pictures()
        for case in range(first, first + count):
            yield str(case), odd_pictures.mutated(good, seed, case)
    else:
        bombs = odd_pictures.bombs
        made = {"bombs": bombs, "refused": bombs, "frames": odd_pictures.frames}
        made["parse"] = odd_pictures.slow_to_parse
        yield from made[what](*numbers) if what in made else odd_pictures.shapes()


def look(picture: bytes, recognizer: Recognizer, reader: Reader, *, both: bool) -> str:
    try:
        verdict = str(recognizer.recognize(picture).verdict)
        if both:
            reader.read(picture)
    except PictureError as error:
        return type(error).__name__
    return verdict


def peak_mib() -> float:
    """The most memory of this process; on Linux `ru_maxrss` counts that of its parent, too."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return next(int(line.split()[1]) for line in status.open() if line.startswith("VmHWM")) / 1024


def main(what: str, *numbers: str) -> None:
    bundled = Bundled()
    most = {"mutated": OF_MUTATED, "refused": int(numbers[0]) ** 2 - 1 if numbers else 0}.get(
        what, MAX_PIXELS
    )
    recognizer, reader = Recognizer(bundled, max_pixels=most), Reader(bundled, max_pixels=most)  # type: ignore[arg-type]
    for name, picture in pictures(what, [int(number) for number in numbers]):
        begun = time.process_time()
        came = look(
            picture, recognizer, reader, both=what != "bombs" and (what != "mutated" or int(name) % 5 == 0)
        )
        seconds = round(time.process_time() - begun, 3)
        told = {
            "name": name,
            "bytes": len(picture),
            "came": came,
            "seconds": seconds,
            "peak_mib": round(peak_mib()),
        }
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
