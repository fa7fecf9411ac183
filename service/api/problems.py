"""Errors -> RFC 9457 problems: the one table of statuses, and the one shape of every error answer."""

from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import Scope

from service.api import errors as uploads
from service.api.guards.errors import GuardError, KeyMissing, TooManyRequests
from service.api.inference_protocol import errors as inference
from service.errors import (
    DamagedPicture,
    DigitsError,
    EmptyPicture,
    ModelUnavailable,
    Overloaded,
    PictureTooLarge,
    UnknownNeuron,
    UnsupportedPicture,
)
from service.pool import Abandoned

MEDIA_TYPE = "application/problem+json"
CLIENT_HUNG_UP = 499  # nobody reads it; it stands in the log, as in nginx's


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: its status, its `type` (after `urn:digits:`) and its title."""

    status: int
    name: str
    title: str
    retry_after: int | None = None  # seconds


PROBLEMS: dict[type[DigitsError], Kind] = {
    KeyMissing: Kind(401, "key-missing", "An API key is needed"),
    TooManyRequests: Kind(429, "too-many-requests", "Too many requests"),
    uploads.MalformedUpload: Kind(400, "malformed-upload", "The upload is not well-formed"),
    uploads.UploadTooSlow: Kind(408, "upload-too-slow", "The upload took too long"),
    uploads.UploadTooLarge: Kind(413, "upload-too-large", "The upload is too large"),
    PictureTooLarge: Kind(413, "picture-too-large", "The picture has too many pixels"),
    uploads.NotAnUpload: Kind(415, "not-an-upload", "The request is not an upload"),
    UnsupportedPicture: Kind(415, "unsupported-picture", "The file is not a picture that can be read"),
    uploads.MissingFile: Kind(422, "missing-file", "The picture is missing"),
    uploads.TooManyFiles: Kind(422, "too-many-files", "The upload has too many files"),
    inference.InvalidInference: Kind(400, "invalid-inference", "The inference request is not valid"),
    inference.UnknownModel: Kind(404, "unknown-model", "There is no such model"),
    inference.UnknownVersion: Kind(404, "unknown-version", "This version is not serving"),
    UnknownNeuron: Kind(422, "unknown-neuron", "There is no such neuron"),
    EmptyPicture: Kind(422, "empty-picture", "The file is empty"),
    DamagedPicture: Kind(422, "damaged-picture", "The picture is damaged"),
    Overloaded: Kind(503, "overloaded", "The service is busy", retry_after=1),
    ModelUnavailable: Kind(503, "model-unavailable", "No model is serving", retry_after=2),
}
INVALID = Kind(422, "invalid-request", "The request is not valid")
UNEXPECTED = Kind(500, "unexpected", "Something went wrong")
# Of HTTP itself, with no type of ours: the title, and what to do.
PLAIN = {
    400: ("Bad Request", "The request is not valid HTTP."),
    404: ("Not Found", "There is nothing at this path. /docs lists every call."),
    405: ("Method Not Allowed", "This path does not take this method; the header Allow names what it takes."),
}


class Problem(BaseModel):
    """What every error answer says (RFC 9457)."""

    type: Annotated[str, Field(description="Which kind of problem: `urn:digits:...`, or `about:blank`.")]
    title: Annotated[str, Field(description="The kind, for a person.")]
    status: Annotated[int, Field(description="The HTTP status.")]
    detail: Annotated[str, Field(description="What was found and what to do. Never quotes what was posted.")]
    instance: Annotated[str, Field(description="The path that was asked.")]
    request_id: Annotated[str, Field(description="Names this request in the log; also in `X-Request-ID`.")]


class ProtocolProblem(Problem):
    """A problem in the words of the Open Inference Protocol as well."""

    error: Annotated[str, Field(description="`detail` once more, where the protocol has it.")]


def problem(error: Exception, scope: Scope) -> tuple[Problem, list[tuple[str, str]]]:
    """The problem that tells of `error`, with the headers that belong to it: a name may come twice."""
    headers: list[tuple[str, str]] = []
    if isinstance(error, HTTPException):
        title, detail = PLAIN.get(error.status_code, ("The request failed", "The request failed."))
        kind = Kind(error.status_code, "", title)
        headers.extend((error.headers or {}).items())
    elif isinstance(error, RequestValidationError):
        where = sorted({".".join(str(step) for step in fault["loc"]) for fault in error.errors()})
        kind, detail = INVALID, f"Missing or not valid: {', '.join(where)}."
    elif isinstance(error, DigitsError) and (known := _kind(error)):
        kind, detail = known, str(error)
    else:
        kind, detail = UNEXPECTED, "The service failed; the log knows more under this request's id."
    if kind.retry_after is not None:
        headers.append(("Retry-After", str(kind.retry_after)))
    if isinstance(error, GuardError):
        headers.extend(error.headers)
    scope["state"]["problem"] = kind.name  # for the count of what was refused
    told = Problem(
        type=f"urn:digits:{kind.name}" if kind.name else "about:blank",
        title=kind.title,
        status=kind.status,
        detail=detail,
        instance=quote(scope["path"][:200]),
        request_id=scope["state"]["request_id"],
    )
    return told, headers


def problem_response(error: Exception, scope: Scope) -> Response:
    """The answer that tells of `error`; under `/v2` with `error`, where that protocol's clients look."""
    told, headers = problem(error, scope)
    if f"{scope['path'].removeprefix(scope.get('root_path', ''))}/".startswith("/v2/"):
        told = ProtocolProblem(**told.model_dump(), error=told.detail)
    return with_headers(Response(told.model_dump_json(), told.status, media_type=MEDIA_TYPE), headers)


def with_headers(response: Response, headers: list[tuple[str, str]]) -> Response:
    """The response with these headers added."""
    for name, value in headers:
        response.headers.append(name, value)
    return response


def install(app: FastAPI) -> None:
    """Have every error that a route or Starlette raises answered as a problem."""

    async def answer(request: Request, error: Exception) -> Response:
        if isinstance(error, DigitsError) and _kind(error) is None:
            raise error  # none that a client could have caused: logged and answered as unexpected
        return problem_response(error, request.scope)

    async def hung_up(_request: Request, _error: Exception) -> Response:
        return Response(status_code=CLIENT_HUNG_UP)

    told: list[type[Exception]] = [DigitsError, HTTPException, RequestValidationError]
    silent: list[type[Exception]] = [Abandoned, ClientDisconnect]
    for kind, handler in [(each, answer) for each in told] + [(each, hung_up) for each in silent]:
        app.add_exception_handler(kind, handler)


def documented(*kinds: type[DigitsError]) -> dict[int | str, dict[str, Any]]:
    """The problems that an endpoint may answer with, for OpenAPI: per status, an example of each kind."""
    responses: dict[int | str, dict[str, Any]] = {}
    for kind in (PROBLEMS[each] for each in kinds):
        content = {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": {}}
        response = responses.setdefault(kind.status, {"description": "", "content": {MEDIA_TYPE: content}})
        response["description"] += f"{', or ' if response['description'] else ''}{kind.title}"
        response["content"][MEDIA_TYPE]["examples"][kind.name] = {"value": _example(kind)}
        if kind.retry_after is not None:
            response["headers"] = {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}}
    return responses


def _kind(error: DigitsError) -> Kind | None:
    return next((PROBLEMS[each] for each in type(error).__mro__ if each in PROBLEMS), None)


def _example(kind: Kind) -> dict[str, Any]:
    return Problem(
        type=f"urn:digits:{kind.name}",
        title=kind.title,
        status=kind.status,
        detail=f"{kind.title}: what was found, and what to do.",
        instance="/v1/predict",
        request_id="3f9c2a1b8d7e4f60",
    ).model_dump()
