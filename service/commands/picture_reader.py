"""One file's bytes to its record, by the model that served when the reading began."""

from dataclasses import dataclass

from service.commands.records import Record
from service.errors import DigitsError
from service.loading import model_manager
from service.model.serving import ServingModel
from service.reading import Reader, Reading
from service.settings import Settings


class PictureReader:
    """Reads pictures with one model, loaded once. Raises ModelUnavailable where there is none."""

    def __init__(self, settings: Settings) -> None:
        manager = model_manager(settings)
        manager.start()
        manager.stop()
        self._reader = Reader(_OneModel(manager.serving()), max_pixels=settings.max_pixels)

    def record(self, file: str, picture: bytes) -> Record:
        """Read a picture; what is wrong with it becomes its record's problem."""
        try:
            return _record(file, self._reader.read(picture))
        except DigitsError as error:
            return Record(file, problem=str(error))


@dataclass(frozen=True, slots=True)
class _OneModel:
    model: ServingModel

    def serving(self) -> ServingModel:
        return self.model


def _record(file: str, reading: Reading) -> Record:
    sure = [each.confidence for each in reading.digits if each.confidence is not None]
    return Record(
        file=file,
        text=reading.text,
        confidence=_rounded(reading.confidence),
        digits=sum(each.digit is not None for each in reading.digits),
        least_confidence=_rounded(min(sure, default=None)),
        unread=len(reading.unread),
        model=reading.model,
    )


def _rounded(confidence: float | None) -> float | None:
    return None if confidence is None else round(confidence, 4)
