"""What reads pictures, with everything it answers counted."""

import math
from collections.abc import Sequence

from service.errors import PictureError
from service.explaining import Explainer
from service.explaining.explanation import Explanation
from service.explaining.question import Question
from service.metrics import Metrics
from service.reading import Reader, Reading
from service.recognizer import Recognition, Recognizer


class MeteredRecognizer:
    """A recognizer whose recognitions are counted."""

    def __init__(self, recognizer: Recognizer, metrics: Metrics) -> None:
        self._recognizer = recognizer
        self._metrics = metrics

    def recognize(self, picture: bytes) -> Recognition:
        """As `Recognizer.recognize`."""
        return self._counted(self._recognizer.recognize(picture))

    def may_glance(self, picture: bytes) -> bool:
        """As `Recognizer.may_glance`."""
        return self._recognizer.may_glance(picture)

    def glance(
        self, pictures: Sequence[bytes], *, within: float = math.inf
    ) -> list[Recognition | PictureError | None]:
        """As `Recognizer.glance`."""
        answers = self._recognizer.glance(pictures, within=within)
        for each in answers:
            if isinstance(each, Recognition):
                self._counted(each)
        return answers

    def _counted(self, found: Recognition) -> Recognition:
        self._metrics.looked_at("predict", found.timings)
        self._metrics.judged("predict", [(found.verdict, found.confidence)])
        return found


class MeteredReader:
    """A reader whose readings are counted, mark by mark but for signs: verdicts are about digits."""

    def __init__(self, reader: Reader, metrics: Metrics) -> None:
        self._reader = reader
        self._metrics = metrics

    def read(self, picture: bytes) -> Reading:
        """As `Reader.read`."""
        found = self._reader.read(picture)
        self._metrics.looked_at("read", found.timings)
        digits = [(each.verdict, each.confidence) for each in found.digits if each.sign is None]
        self._metrics.judged("read", digits)
        return found


class MeteredExplainer:
    """An explainer whose stages are counted; its verdicts are not, being about one picture many times."""

    def __init__(self, explainer: Explainer, metrics: Metrics) -> None:
        self._explainer = explainer
        self._metrics = metrics

    def explain(self, picture: bytes, question: Question) -> Explanation:
        """As `Explainer.explain`."""
        found = self._explainer.explain(picture, question)
        self._metrics.looked_at("explain", found.timings)
        return found
