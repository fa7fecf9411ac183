"""What the routes need, put together once by `service.app`."""

from dataclasses import dataclass
from typing import cast

from starlette.requests import Request

from service.api.static import StaticFolder
from service.api.uploads import UploadMemory
from service.metered import MeteredExplainer, MeteredReader, MeteredRecognizer
from service.metrics import Metrics
from service.model.manager import ModelManager
from service.moments import Moments
from service.pool import Pool
from service.recognizer import Recognition


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a running service that a route may use."""

    manager: ModelManager
    recognizer: MeteredRecognizer
    reader: MeteredReader
    explainer: MeteredExplainer
    pool: Pool
    moments: Moments[bytes, Recognition]  # glances at small drawings
    uploads: UploadMemory
    frontend: StaticFolder  # the page and its files
    metrics: Metrics


def parts_of(request: Request) -> Parts:
    """The parts of the application that got this request."""
    return cast("Parts", request.app.state.parts)
