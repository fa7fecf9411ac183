"""POST /v1/explain: how a network came to its answer."""

from dataclasses import fields, is_dataclass
from functools import partial
from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Query, Request
from pydantic_core import to_json
from starlette.responses import Response

from service.api.explanations import ExplainedPicture
from service.api.predict import OF_THE_PICTURE, OF_THE_UPLOAD, PICTURE, admitted, form
from service.api.problems import documented
from service.api.schemas import data_url, server_timing
from service.api.uploads import received
from service.errors import UnknownNeuron
from service.explaining import Question
from service.explaining.question import Which
from service.metered import MeteredExplainer

router = APIRouter(prefix="/v1", tags=["explain"])

DECIMALS = 9  # of long lists: a float32 below 100 keeps every bit that matters
SHORT = 16  # lists up to here are told as they are: a probability may be 1e-12
NAMES = [*map(str, range(10)), "not a digit"]

Model = Annotated[
    Which,
    Query(description="Which network: the `serving` one, or the bundled dense (`ann`) or convolutional one."),
]
Label = Annotated[
    int | None, Query(ge=0, le=9, description="What the digit is meant to be: for the loss and the step.")
]
Rate = Annotated[float, Query(gt=0, le=1, description="Learning rate of the step.")]
Neuron = Annotated[
    int | None,
    Query(ge=0, description="A neuron of a dense network's first hidden layer; the strongest if left out."),
]


@router.post(
    "/explain",
    response_model=ExplainedPicture,
    responses=documented(*OF_THE_UPLOAD, *OF_THE_PICTURE, UnknownNeuron),
    openapi_extra=form("file", PICTURE),
    summary="How did the network come to its answer?",
)
async def explain(
    request: Request,
    model: Model = Which.SERVING,
    label: Label = None,
    learning_rate: Rate = 0.01,
    neuron: Neuron = None,
) -> Response:
    """Tells all numbers between the pixels and the probabilities for the one digit in a picture.

    For a dense network with ReLU: every layer's sums, a neuron's weights, and what each pixel added to each
    logit, which adds up. For any other: occlusion sensitivity, and the maps of its convolutions. With
    `label`, the loss and one step of gradient descent on this digit; the service's network stays as it is.
    """
    question = Question(model=model, label=label, learning_rate=learning_rate, neuron=neuron)
    parts = admitted(request)
    async with received(request, "file", parts.uploads, most=1) as [picture]:
        work = partial(_answer, parts.explainer, picture, question)
        told, timings = await parts.pool.run(work, gone=request.is_disconnected)
    return Response(told, headers=server_timing(timings), media_type="application/json")


def _answer(
    explainer: MeteredExplainer, picture: bytes, question: Question
) -> tuple[bytes, dict[str, float]]:
    """The answer as JSON, made in the pool's thread: 5,000 numbers take milliseconds."""
    found = explainer.explain(picture, question)
    recognition, serving = found.recognition, found.serving
    told = {
        "verdict": recognition.verdict,
        "digit": recognition.digit,
        "message": recognition.message,
        "seen": _plain(recognition.seen),
        "network": {
            "version": serving.version,
            "recipe": serving.recipe,
            "kind": found.kind,
            "parameters": serving.parameters,
            "labels": NAMES[: serving.model.graph.outputs],
            "temperature": serving.calibration.temperature,
            "metrics": serving.metrics,
        },
        "computation": _plain(found.computation),
        "course": _plain(found.course),
    }
    return to_json(told, inf_nan_mode="null"), found.timings


def _plain(value: Any) -> Any:  # noqa: ANN401  whatever an explanation holds
    """Frozen values as JSON has them: arrays as flat lists, PNGs as data URLs."""
    if isinstance(value, np.ndarray):
        return (np.round(value, DECIMALS) + 0 if value.size > SHORT else value).ravel().tolist()
    if isinstance(value, bytes):
        return data_url(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value
