"""The answers' shapes: what OpenAPI documents and what is sent, field by field, in this order."""

import base64
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from service.api.problems import Problem
from service.model.manager import ModelManager, ServingModel
from service.recognizer import Recognition
from service.verdict import Verdict

Share = Annotated[float, Field(ge=0, le=1)]


class Box(BaseModel):
    """A rectangle in pixels of the upright picture; x, y is its upper left corner."""

    x: int
    y: int
    width: int
    height: int


class Prediction(BaseModel):
    """The whole answer for one picture."""

    verdict: Verdict
    digit: Annotated[int, Field(ge=0, le=9)] | None
    confidence: Annotated[
        Share | None, Field(description="Calibrated: of the answers given with 0.9, nine in ten are right.")
    ]
    digit_score: Annotated[Share, Field(description="How much the picture looks like one digit.")]
    probabilities: Annotated[
        list[float] | None,
        Field(description="Of the digits 0 to 9.", min_length=10, max_length=10),
    ]
    message: Annotated[str, Field(description="The verdict as a sentence in English.")]
    box: Annotated[Box | None, Field(description="Where the digit was found.")]
    seen: Annotated[
        str | None, Field(description="The 28x28 pixels that the network was given: a PNG as data URL.")
    ]
    digits_found: Annotated[int, Field(ge=0)]
    model: Annotated[str, Field(description="The version that answered.")]

    @classmethod
    def of(cls, found: Recognition) -> "Prediction":
        """Tell of a recognition."""
        return cls.model_construct(
            verdict=found.verdict,
            digit=found.digit,
            confidence=found.confidence,
            digit_score=found.digit_score,
            probabilities=None if found.probabilities is None else list(found.probabilities),
            message=found.message,
            box=None if found.box is None else Box(**found.box._asdict()),
            seen=None if found.seen is None else data_url(found.seen),
            digits_found=found.digits_found,
            model=found.model,
        )


class BatchItem(BaseModel):
    """What came of one picture of a batch: a result or a problem."""

    index: Annotated[int, Field(ge=0, description="Its place among the posted files.")]
    result: Prediction | None
    problem: Problem | None


class Batch(BaseModel):
    """What came of every picture of a batch, in the order in which they were posted."""

    results: list[BatchItem]
    model: Annotated[str, Field(description="The version that was serving when the batch began.")]


class ModelInput(BaseModel):
    """What the network's file declares about its input."""

    shape: list[int]
    scaling: Annotated[str, Field(description="`inside` the network, or what it expects: `0..1`, `0..255`.")]


class ServedModel(BaseModel):
    """The model that is serving, with its evidence."""

    version: str
    source: Annotated[
        Literal["store", "bundled", "file"],
        Field(description="Published, in the service itself, or a file."),
    ]
    recipe: Annotated[str | None, Field(description="The training configuration that made it.")]
    created_at: datetime | None
    sha256: Annotated[str, Field(description="Of its `.h5` file.")]
    parameters: Annotated[int, Field(description="How many numbers the network learned.")]
    input: ModelInput
    metrics: Annotated[dict[str, float], Field(description="What training measured: suite -> value.")]

    @classmethod
    def of(cls, model: ServingModel) -> "ServedModel":
        """Tell of the serving model."""
        return cls(
            version=model.version,
            source=model.source,
            recipe=model.recipe,
            created_at=model.created_at,
            sha256=model.sha256,
            parameters=model.parameters,
            input=ModelInput(shape=list(model.input_shape), scaling=model.scaling),
            metrics=model.metrics,
        )


class RefusedModel(BaseModel):
    """A version that did not get to serve, and why."""

    version: str
    reason: str
    at: datetime


class Models(BaseModel):
    """What is serving, what else lies in the store, what was refused."""

    serving: str | None
    versions: list[str]
    refused: list[RefusedModel]

    @classmethod
    def of(cls, manager: ModelManager) -> "Models":
        """Tell of the manager's state."""
        refused = [
            RefusedModel(version=each.version, reason=each.reason, at=each.at) for each in manager.refused
        ]
        serving = manager.active.version if manager.active else None
        return cls(serving=serving, versions=list(manager.versions), refused=refused)


class Live(BaseModel):
    """The process answers."""

    model_config = ConfigDict(json_schema_extra={"example": {"status": "live"}})
    status: Literal["live"]


class Ready(BaseModel):
    """A model is serving."""

    status: Literal["ready"]
    model: str


def answer(told: BaseModel, headers: dict[str, str] | None = None) -> Response:
    """A model as the JSON answer, without the second validation that FastAPI would give it."""
    return Response(told.model_dump_json(), headers=headers, media_type="application/json")


def data_url(png: bytes) -> str:
    """A PNG as a URL that a page can show."""
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


def server_timing(timings: dict[str, float]) -> dict[str, str]:
    """The `Server-Timing` header for seconds by stage; it counts in milliseconds."""
    return {
        "Server-Timing": ", ".join(f"{stage};dur={seconds * 1000:.3f}" for stage, seconds in timings.items())
    }


PREDICTION_EXAMPLE: dict[str, Any] = {
    "verdict": "digit",
    "digit": 7,
    "confidence": 0.998,
    "digit_score": 0.999,
    "probabilities": [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.998, 0.0, 0.002],
    "message": "This is a 7.",
    "box": {"x": 41, "y": 20, "width": 180, "height": 233},
    "seen": "data:image/png;base64,iVBORw0KGgo=",
    "digits_found": 1,
    "model": "20261122T101500Z-3f9c2a1",
}
