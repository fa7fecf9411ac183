"""Stand-ins at the service's doors: a recognizer, a manager and a model whose answers a test decides."""

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import cv2
import numpy as np
from numpy.typing import NDArray

from service.errors import ModelUnavailable, PictureError
from service.model.loaded import LoadedGraph
from service.model.manager import Refusal, ServingModel
from service.model.manifest import ReaderSettings
from service.model.reader_map import SMALLER
from service.model.store import Calibration
from service.reading import Reading, ReadMark, Unread, reading_of
from service.recognizer import Recognition
from service.verdict import Verdict
from service.vision.types import Box
from tests.pictures import blank, png
from tests.reader_maps import SURE, Placed, map_of

VERSION = "20261122T101500Z-3f9c2a1"
ENOUGH = 180  # pixels at which a page is seen well enough
SETTINGS = ReaderSettings(reader=0.5, digit=0.5, score=1.0)
AT = datetime(2026, 11, 22, 10, 15, tzinfo=UTC)


def graph(*, outputs: int = 10) -> LoadedGraph:
    return LoadedGraph(
        onnx=b"",
        layers=("InputLayer", "Flatten", "Dense"),
        parameters=7850,
        input_shape=(28, 28),
        outputs=outputs,
        scaling="inside",
        sha256="3f9c2a1" + "0" * 57,
    )


class FakeModel:
    """Gives the same logits for every digit."""

    def __init__(self, logits: list[float] | None = None) -> None:
        self._logits = np.array(logits or [0.0] * 7 + [9.0, 0.0, 0.0], np.float32)
        self.graph = graph(outputs=len(self._logits))

    def logits(self, digits: NDArray[np.uint8]) -> NDArray[np.float32]:
        return np.tile(self._logits, (len(digits), 1))

    def probabilities(self, digits: NDArray[np.uint8], *, temperature: float = 1.0) -> NDArray[np.float32]:
        powers = np.exp(self.logits(digits) / np.float32(temperature))
        return powers / powers.sum(axis=1, keepdims=True)


class FakePageReader:
    """Takes each connected piece of ink for a mark, all of the same kind."""

    def __init__(self, character: str = "7") -> None:
        self._character = character

    def maps(self, pages: NDArray[np.uint8]) -> NDArray[np.float32]:
        return np.stack([self._map(page) for page in pages])

    def _map(self, page: NDArray[np.uint8]) -> NDArray[np.float32]:
        inked = (page > 145).astype(np.uint8)
        pieces = cv2.connectedComponentsWithStats(inked, connectivity=8)[2][1:]
        peak = float(np.log2(max(page.shape)))  # the closer the look, the surer
        marks = [Placed(self._character, *map(float, at), peak) for *at, area in pieces if area > 8]
        found = map_of(marks, *page.shape)
        if max(page.shape) < ENOUGH:
            found[:, :, SMALLER] = SURE * (cv2.resize(inked, found.shape[1::-1]) > 0)
        return found


def serving_model(
    version: str = VERSION, model: FakeModel | None = None, reader: FakePageReader | None = None
) -> ServingModel:
    settings = None if reader is None else SETTINGS
    return ServingModel(version, "bundled", model or FakeModel(), None, Calibration(), reader, settings)


class FakeManager:
    """Serves what it is given, or nothing."""

    def __init__(self, active: ServingModel | None = None, *, refused: tuple[Refusal, ...] = ()) -> None:
        self.active = active
        self.refused = refused
        self.refused_since = len(refused)
        self.versions: tuple[str, ...] = (VERSION,)
        self.started = threading.Event()
        self.stopped = threading.Event()

    def start(self) -> None:
        self.started.set()

    def stop(self) -> None:
        self.stopped.set()

    def poll(self) -> None:
        pass

    def serving(self) -> ServingModel:
        if self.active is None:
            raise ModelUnavailable("No model is loaded yet.")
        return self.active


def a_seven(**changes: object) -> Recognition:
    """The recognition of a seven, with the fields that a test wants different."""
    fields: dict[str, object] = {
        "verdict": Verdict.DIGIT,
        "digit": 7,
        "confidence": 0.998,
        "digit_score": 0.999,
        "probabilities": (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.998, 0.0, 0.002),
        "message": "This is a 7.",
        "box": Box(41, 20, 180, 233),
        "seen": png(blank(28, paper=0)),
        "digits_found": 1,
        "model": VERSION,
        "timings": {"decode": 0.0004, "vision": 0.001, "model": 0.00015},
    }
    return Recognition(**{**fields, **changes})


class FakeRecognizer:
    """Answers each picture with what `answer` returns, or raises what it raises; keeps the pictures."""

    def __init__(self, answer: Callable[[bytes], Recognition] = lambda _: a_seven()) -> None:
        self._answer = answer
        self.pictures: list[bytes] = []

    def recognize(self, picture: bytes) -> Recognition:
        self.pictures.append(picture)
        return self._answer(picture)

    def may_glance(self, picture: bytes) -> bool:
        return False  # every picture takes its time

    def glance(
        self, pictures: Sequence[bytes], *, within: float = 0
    ) -> list[Recognition | PictureError | None]:
        raise AssertionError(pictures)


def a_mark(digit: int | None = 4, **changes: object) -> ReadMark:
    """One mark of a reading: a sure digit, with the fields that a test wants different."""
    fields: dict[str, object] = {
        "digit": digit,
        "sign": None,
        "verdict": Verdict.DIGIT,
        "confidence": 0.998,
        "digit_score": 0.999,
        "probabilities": (0.0, 0.0, 0.0, 0.0, 0.998, 0.0, 0.0, 0.0, 0.0, 0.002),
        "box": Box(30, 40, 62, 98),
        "seen": png(blank(28, paper=0)),
    }
    return ReadMark(**{**fields, **changes})


def a_sign(sign: str | None, **changes: object) -> ReadMark:
    """A sure sign; None is a mark that is neither digit nor sign."""
    fields: dict[str, object] = {
        "sign": sign,
        "verdict": Verdict.NOT_A_DIGIT,
        "confidence": None if sign is None else 0.97,
        "digit_score": 0.01,
        "probabilities": None,
        "box": Box(95, 120, 12, 30),
        "seen": None,
    }
    return a_mark(None, **{**fields, **changes})


def a_reading(
    *lines: Sequence[ReadMark], unread: Sequence[Unread] = (), confidence: float | None = 0.97
) -> Reading:
    """The reading of these marks; of "42" over "7" where there are none."""
    marks = lines or ((a_mark(4), a_mark(2)), (a_mark(7),))
    timings = {"decode": 0.0004, "vision": 0.001, "read": 0.0005}
    return reading_of(marks, unread, confidence, VERSION, timings)


class FakeReader:
    """Answers each picture with what `answer` returns, or raises what it raises; keeps the pictures."""

    def __init__(self, answer: Callable[[bytes], Reading] = lambda _: a_reading()) -> None:
        self._answer = answer
        self.pictures: list[bytes] = []

    def read(self, picture: bytes) -> Reading:
        self.pictures.append(picture)
        return self._answer(picture)


class GatedRecognizer(FakeRecognizer):
    """Works on a picture until the test opens the gate."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.begun = threading.Semaphore(0)  # released once for each picture that work began on

    def recognize(self, picture: bytes) -> Recognition:
        self.begun.release()
        if not self.gate.wait(timeout=30):
            raise TimeoutError("the test never opened the gate")
        return super().recognize(picture)


def raising(error: Exception) -> Callable[[bytes], Recognition]:
    """An `answer` that raises."""

    def answer(_: bytes) -> Recognition:
        raise error

    return answer
