"""/v2: Open Inference Protocol. Tensors of digits in, tensors of probabilities out; no vision between."""

from functools import partial

from fastapi import APIRouter, Request
from starlette.responses import Response

from service.api.errors import NotAnUpload, UploadTooLarge, UploadTooSlow
from service.api.inference_protocol.errors import InvalidInference, UnknownModel, UnknownVersion
from service.api.inference_protocol.schemas import (
    InferenceRequest,
    InferenceResponse,
    ModelMetadata,
    ModelReady,
    ServerLive,
    ServerMetadata,
    ServerReady,
    inlined,
)
from service.api.inference_protocol.tensors import INPUTS, OUTPUTS, read, write
from service.api.parts import parts_of
from service.api.predict import admitted
from service.api.problems import documented
from service.api.uploads import received_body
from service.errors import ModelUnavailable, Overloaded
from service.model.manager import ServingModel
from service.tensors import predict

router = APIRouter(prefix="/v2", tags=["open inference protocol"])

MODEL = "digits"
MAX_JSON_BYTES = 1024 * 1024  # 256 digits as UINT8 fit; what is parsed holds the interpreter meanwhile
JSON_LENGTH = "Inference-Header-Content-Length"

OF_THE_MODEL = documented(UnknownModel, UnknownVersion, ModelUnavailable)
OF_AN_INFERENCE = documented(
    InvalidInference, UnknownModel, UnknownVersion, UploadTooSlow, UploadTooLarge, NotAnUpload,
    Overloaded, ModelUnavailable,
)  # fmt: skip
BODY = {"required": True, "content": {"application/json": {"schema": inlined(InferenceRequest)}}}
IN_PATH = {"in": "path", "required": True, "schema": {"type": "string"}}
MODEL_NAME = {"name": "model", "example": MODEL, **IN_PATH}
VERSION = {"name": "version", "description": "As the metadata tell it: the one that serves.", **IN_PATH}
OF_ANY = {"parameters": [MODEL_NAME]}
OF_ONE = {"parameters": [MODEL_NAME, VERSION]}


@router.get("", summary="What is this server?")
@router.get("/", include_in_schema=False)
async def server_metadata(request: Request) -> ServerMetadata:
    """Name, version and extensions of the server. Every error under `/v2` has a member `error` as well."""
    return ServerMetadata(name=MODEL, version=request.app.version, extensions=["binary_tensor_data"])


@router.get("/health/live", summary="Does the process answer?")
async def server_live() -> ServerLive:
    """As `/health/live`, in the protocol's words."""
    return ServerLive(live=True)


@router.get("/health/ready", responses=documented(ModelUnavailable), summary="Is a model serving?")
async def server_ready(request: Request) -> ServerReady:
    """As `/health/ready`, in the protocol's words."""
    parts_of(request).manager.serving()
    return ServerReady(ready=True)


@router.get(
    "/models/{model}",
    responses=OF_THE_MODEL,
    openapi_extra=OF_ANY,
    summary="What does the model take and give?",
)
@router.get(
    "/models/{model}/versions/{version}",
    responses=OF_THE_MODEL,
    openapi_extra=OF_ONE,
    summary="What does this version take and give?",
    name="version_metadata",
)
async def model_metadata(request: Request) -> ModelMetadata:
    """Its tensors. `digits` are taken as UINT8 from 0 (paper) to 255 (ink), or as FP32 from 0 to 1."""
    version = _serving(request).version
    return ModelMetadata(
        name=MODEL, versions=[version], platform="onnxruntime_onnx", inputs=INPUTS, outputs=OUTPUTS
    )


@router.get(
    "/models/{model}/ready",
    responses=OF_THE_MODEL,
    openapi_extra=OF_ANY,
    summary="Is the model serving?",
)
@router.get(
    "/models/{model}/versions/{version}/ready",
    responses=OF_THE_MODEL,
    openapi_extra=OF_ONE,
    summary="Is this version serving?",
    name="version_ready",
)
async def model_ready(request: Request) -> ModelReady:
    """200 if it is; 404 for a model or version that is not the one that serves."""
    _serving(request)
    return ModelReady(name=MODEL, ready=True)


@router.post(
    "/models/{model}/infer",
    response_model=InferenceResponse,
    responses=OF_AN_INFERENCE,
    openapi_extra={**OF_ANY, "requestBody": BODY},
    summary="Which digits are these?",
)
@router.post(
    "/models/{model}/versions/{version}/infer",
    response_model=InferenceResponse,
    responses=OF_AN_INFERENCE,
    openapi_extra={**OF_ONE, "requestBody": BODY},
    summary="Which digits are these, by this version only?",
    name="version_infer",
)
async def infer(request: Request) -> Response:
    """Up to 256 digits as MNIST has them, straight to the network: ten probabilities, label and score each.

    As JSON (at most 1 MiB of it) or as binary data, both ways.
    """
    parts = admitted(request)
    serving = _serving(request)
    length = _json_length(request)
    most_json = None if length is not None else MAX_JSON_BYTES
    async with received_body(request, parts.uploads, most=most_json) as body:
        work = partial(_infer, serving, body, len(body) if length is None else length)
        return await parts.pool.run(work, gone=request.is_disconnected)


def _serving(request: Request) -> ServingModel:
    """The model that the path names. Raises UnknownModel, UnknownVersion or ModelUnavailable."""
    if request.path_params["model"] != MODEL:
        raise UnknownModel(f"The only model here is `{MODEL}`.")
    serving = parts_of(request).manager.serving()
    if request.path_params.get("version", serving.version) != serving.version:
        raise UnknownVersion(f"Only the version that serves can be asked: {serving.version}.")
    return serving


def _json_length(request: Request) -> int | None:
    """How many bytes of the body are JSON, if it says so. Raises InvalidInference, NotAnUpload, ..."""
    if request.headers.get("content-encoding", "identity") != "identity":
        raise NotAnUpload("Compressed bodies are not taken. Send the tensor as it is.")
    told = request.headers.get(JSON_LENGTH)
    if told is None:
        return None
    if not (told.isascii() and told.isdigit() and len(told) < 10):
        raise InvalidInference(f"`{JSON_LENGTH}` must be a number of bytes.")
    if int(told) > MAX_JSON_BYTES:
        raise UploadTooLarge(f"The JSON has more than {MAX_JSON_BYTES:,} bytes: send tensors as binary data.")
    return int(told)


def _infer(serving: ServingModel, body: bytes, json_bytes: int) -> Response:
    if json_bytes > len(body):
        raise InvalidInference(f"The body is shorter than `{JSON_LENGTH}` says.")
    request, digits = read(body, json_bytes)
    outputs, binary = write(request, predict(serving, digits))
    told = InferenceResponse(
        model_name=MODEL, model_version=serving.version, id=request.id, outputs=outputs
    ).model_dump_json(exclude_none=True)
    if not binary:
        return Response(told, media_type="application/json")
    headers = {JSON_LENGTH: str(len(told.encode()))}
    return Response(told.encode() + binary, headers=headers, media_type="application/octet-stream")
