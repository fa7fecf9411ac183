"""What the routes need, put together once by `service.app`."""

from dataclasses import dataclass
from typing import cast

from starlette.requests import Request

from service.api.static import StaticFolder
from service.api.uploads import UploadMemory
from service.explaining import Explainer
from service.model.manager import ModelManager
from service.pool import Pool
from service.reading import Reader
from service.recognizer import Recognizer


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a running service that a route may use."""

    manager: ModelManager
    recognizer: Recognizer
    reader: Reader
    explainer: Explainer
    pool: Pool
    uploads: UploadMemory
    frontend: StaticFolder  # the page and its files


def parts_of(request: Request) -> Parts:
    """The parts of the application that got this request."""
    return cast("Parts", request.app.state.parts)
