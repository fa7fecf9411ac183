"""The Open Inference Protocol's objects, as its specification names them."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

MAX_DIGITS = 256  # in one request: one batch of the engine
SIDE = 28

# Given up at the first wrong one and at the first too many: a hostile list costs little more than a good one.
Numbers = Annotated[list[float], Field(fail_fast=True)]
Row = Annotated[list[float], Field(fail_fast=True, max_length=SIDE)]
Digit = Annotated[list[Row], Field(fail_fast=True, max_length=SIDE)]
Digits = Annotated[list[Digit], Field(fail_fast=True, max_length=MAX_DIGITS)]
Parameters = dict[str, Any]


class _Posted(BaseModel):
    model_config = ConfigDict(strict=True, allow_inf_nan=False)


class RequestInput(_Posted):
    """One tensor of a request."""

    name: str
    shape: Annotated[list[int], Field(max_length=8)]
    datatype: str
    parameters: Parameters = {}
    data: Annotated[
        Numbers | Digits | None,
        Field(description="Row by row, flat or nested; left out where the tensor follows as binary data."),
    ] = None


class RequestOutput(_Posted):
    """One tensor that is asked for."""

    name: str
    parameters: Parameters = {}


class InferenceRequest(_Posted):
    """What is posted to `infer`."""

    id: str | None = None
    parameters: Parameters = {}
    inputs: Annotated[list[RequestInput], Field(fail_fast=True, max_length=8)]
    outputs: Annotated[
        list[RequestOutput],
        Field(fail_fast=True, max_length=8, description="The tensors that are wanted; all if it is empty."),
    ] = []


class ResponseOutput(BaseModel):
    """One tensor of an answer."""

    name: str
    shape: list[int]
    datatype: str
    parameters: Parameters | None = None
    data: list[float | int] | None = None


class InferenceResponse(BaseModel):
    """What `infer` answers."""

    model_name: str
    model_version: str
    id: Annotated[str | None, Field(description="That of the request, if it had one.")] = None
    outputs: list[ResponseOutput]


class TensorMetadata(BaseModel):
    """What a tensor is like; -1 stands for any size."""

    name: str
    datatype: str
    shape: list[int]


class ModelMetadata(BaseModel):
    """What the model takes and gives."""

    name: str
    versions: Annotated[list[str], Field(description="The one that serves.")]
    platform: str
    inputs: list[TensorMetadata]
    outputs: list[TensorMetadata]


class ServerMetadata(BaseModel):
    """What the server is."""

    name: str
    version: str
    extensions: list[str]


class ServerLive(BaseModel):
    """The process answers."""

    live: Literal[True]


class ServerReady(BaseModel):
    """A model is serving."""

    ready: Literal[True]


class ModelReady(BaseModel):
    """This model is serving."""

    name: str
    ready: Literal[True]


def inlined(model: type[BaseModel]) -> dict[str, Any]:
    """A model's JSON schema with every reference replaced by what it refers to (none may refer to itself)."""
    schema = model.model_json_schema()
    definitions = schema.pop("$defs", {})

    def inline(part: Any) -> Any:  # noqa: ANN401  any JSON
        if isinstance(part, list):
            return [inline(each) for each in part]
        if not isinstance(part, dict):
            return part
        if "$ref" in part:
            return inline(definitions[part["$ref"].rpartition("/")[2]])
        return {name: inline(each) for name, each in part.items()}

    told: dict[str, Any] = inline(schema)
    return told
