"""POST /v1/predict: one digit. POST /v1/predict/batch: many pictures in one call."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from service.api.errors import (
    MalformedUpload,
    MissingFile,
    NotAnUpload,
    TooManyFiles,
    UploadTooLarge,
    UploadTooSlow,
)
from service.api.parts import Parts, parts_of
from service.api.problems import documented, problem
from service.api.schemas import PREDICTION_EXAMPLE, Batch, BatchItem, Prediction, answer, server_timing
from service.api.uploads import received
from service.errors import (
    DamagedPicture,
    DigitsError,
    EmptyPicture,
    ModelUnavailable,
    Overloaded,
    PictureError,
    PictureTooLarge,
    UnsupportedPicture,
)
from service.moments import IN_ONE_GO
from service.recognizer import Recognition

router = APIRouter(prefix="/v1", tags=["predict"])

MAX_BATCH = 100  # pictures in one call
OF_THE_UPLOAD: tuple[type[DigitsError], ...] = (
    MalformedUpload,
    UploadTooSlow,
    UploadTooLarge,
    NotAnUpload,
    MissingFile,
    TooManyFiles,
    Overloaded,
    ModelUnavailable,
)
OF_THE_PICTURE = (PictureTooLarge, UnsupportedPicture, EmptyPicture, DamagedPicture)
PICTURE = {"type": "string", "format": "binary", "description": "PNG, JPEG, WebP, GIF, BMP, TIFF or AVIF."}


def form(field: str, schema: dict[str, Any]) -> dict[str, Any]:
    """The multipart form with one field, for OpenAPI."""
    form = {"type": "object", "required": [field], "properties": {field: schema}}
    return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": form}}}}


async def recognize(request: Request, picture: bytes) -> Recognition:
    """A picture's recognition. Raises PictureError, ModelUnavailable, Overloaded."""
    parts, has_place = parts_of(request), False
    if parts.recognizer.may_glance(picture):
        found, has_place = await parts.moments.ask(picture, gone=request.is_disconnected)
        if found is not None:
            return found
    return await _read(request, picture, patient=has_place)


async def _read(request: Request, picture: bytes, *, patient: bool = False) -> Recognition:
    """The same by the threads; `patient` work was admitted before."""
    parts = parts_of(request)
    work = partial(parts.recognizer.recognize, picture)
    return await parts.pool.run(work, gone=request.is_disconnected, patient=patient)


@router.post(
    "/predict",
    response_model=Prediction,
    responses={
        200: {"content": {"application/json": {"example": PREDICTION_EXAMPLE}}},
        **documented(*OF_THE_UPLOAD, *OF_THE_PICTURE),
    },
    openapi_extra=form("file", PICTURE),
    summary="Which digit is it?",
)
async def predict(request: Request) -> Response:
    """Reads the one digit in a picture: drawn, scanned or photographed, in any colour on any paper.

    A blank page, several digits or something else is an answer too: see `verdict`.
    """
    parts = admitted(request)
    async with received(request, "file", parts.uploads, most=1) as [picture]:
        found = await recognize(request, picture)
    return answer(Prediction.of(found), server_timing(found.timings))


@router.post(
    "/predict/batch",
    response_model=Batch,
    responses=documented(*OF_THE_UPLOAD),
    openapi_extra=form("files", {"type": "array", "items": PICTURE, "minItems": 1, "maxItems": MAX_BATCH}),
    summary="Which digit is in each of these pictures?",
)
async def predict_batch(request: Request) -> Response:
    """Reads up to 100 pictures, each with its own result or problem, in the order in which they were posted.

    The limit on an upload's bytes holds for all of them together.
    """
    parts = admitted(request)
    version = parts.manager.serving().version
    async with received(request, "files", parts.uploads, most=MAX_BATCH) as pictures:
        glances = await _glances(request, pictures)
        results = [
            await _item(request, index, picture, glances.get(index)) for index, picture in enumerate(pictures)
        ]
    return answer(Batch(results=results, model=version))


def admitted(request: Request) -> Parts:
    """The parts, if there is a place for one more. Raises Overloaded before anything is read."""
    parts = parts_of(request)
    parts.pool.admit()
    return parts


async def _glances(request: Request, pictures: Sequence[bytes]) -> dict[int, Recognition | PictureError]:
    """What a glance tells of the small drawings, by index: a few in one go take a fifth less each."""
    parts = parts_of(request)
    small = [index for index, picture in enumerate(pictures) if parts.recognizer.may_glance(picture)]
    found: dict[int, Recognition | PictureError] = {}
    for start in range(0, len(small), IN_ONE_GO):
        group = small[start : start + IN_ONE_GO]
        work = partial(parts.recognizer.glance, [pictures[index] for index in group])
        told = await parts.pool.run(work, gone=request.is_disconnected, patient=True)
        found |= {index: each for index, each in zip(group, told, strict=True) if each is not None}
    return found


async def _item(
    request: Request, index: int, picture: bytes, found: Recognition | PictureError | None
) -> BatchItem:
    try:
        found = found or await _read(request, picture, patient=True)
    except PictureError as error:
        found = error
    if isinstance(found, PictureError):
        told, _ = problem(found, request.scope)
        return BatchItem(index=index, result=None, problem=told)
    return BatchItem(index=index, result=Prediction.of(found), problem=None)
