"""Each call of the API as a value: what is asked, and how its answer is read."""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import httpx

from digits_client.errors import Busy, Refused, UnexpectedAnswer
from digits_client.retries import TEMPORARY, retry_after
from digits_client.types import BatchItem, Json, Model, Models, Prediction, Problem, ReadPicture

T = TypeVar("T")
Picture = bytes | str | os.PathLike[str]  # its bytes, or the path of its file
Files = list[tuple[str, tuple[str, bytes]]]


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """One call: `parse` makes its result of the JSON that comes with 200."""

    method: str
    path: str  # below the service's address
    parse: Callable[[Json], T]
    files: Files | None = None
    query: Mapping[str, str] | None = None

    def result(self, response: httpx.Response) -> T:
        """The result in an answer. Raises Refused, Busy or UnexpectedAnswer."""
        told = _json(response)
        if response.status_code != httpx.codes.OK:
            raise _refusal(response, told)
        try:
            return self.parse(told)
        except (KeyError, TypeError, ValueError) as error:
            raise UnexpectedAnswer(f"The answer of {response.url.path} lacks {error}.") from error


def predict(picture: Picture) -> Call[Prediction]:
    """POST /v1/predict."""
    return Call("POST", "v1/predict", Prediction.of, _files("file", [picture]))


def predict_batch(pictures: Sequence[Picture]) -> Call[list[BatchItem]]:
    """POST /v1/predict/batch."""

    def parse(told: Json) -> list[BatchItem]:
        return [BatchItem.of(each) for each in told["results"]]

    return Call("POST", "v1/predict/batch", parse, _files("files", pictures))


def read(picture: Picture) -> Call[ReadPicture]:
    """POST /v1/read."""
    return Call("POST", "v1/read", ReadPicture.of, _files("file", [picture]))


def explain(picture: Picture, *, model: str, label: int | None) -> Call[dict[str, Any]]:
    """POST /v1/explain."""
    query = {"model": model} | ({} if label is None else {"label": str(label)})
    return Call("POST", "v1/explain", dict, _files("file", [picture]), query)


def model() -> Call[Model]:
    """GET /v1/model."""
    return Call("GET", "v1/model", Model.of)


def models() -> Call[Models]:
    """GET /v1/models."""
    return Call("GET", "v1/models", Models.of)


def ready() -> Call[str]:
    """GET /health/ready: the version that serves."""
    return Call("GET", "health/ready", lambda told: str(told["model"]))


def _files(field: str, pictures: Sequence[Picture]) -> Files:
    """Each picture as a part; its own name stays at home."""
    return [
        (field, ("picture", each if isinstance(each, bytes) else Path(each).read_bytes()))
        for each in pictures
    ]


def _json(response: httpx.Response) -> Any:  # noqa: ANN401  any JSON
    try:
        return json.loads(response.content)
    except ValueError:
        if response.status_code in TEMPORARY:  # a proxy's own words
            return None
        raise UnexpectedAnswer(
            f"{response.url.path} answered {response.status_code} without JSON: is this a Digits service?"
        ) from None


def _refusal(response: httpx.Response, told: Any) -> Refused | UnexpectedAnswer:  # noqa: ANN401
    try:
        problem = Problem.of(told)
    except (KeyError, TypeError):
        if response.status_code not in TEMPORARY:
            return UnexpectedAnswer(f"{response.url.path} answered {response.status_code} without a problem.")
        path = response.url.path
        problem = Problem("about:blank", response.reason_phrase, response.status_code, "", path, "")
    if response.status_code in TEMPORARY:
        return Busy(problem, retry_after(response))
    return Refused(problem)
