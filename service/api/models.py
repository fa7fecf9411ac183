"""GET /v1/model: what is serving, with its evidence. GET /v1/models: what else there is."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from service.api.parts import parts_of
from service.api.problems import documented
from service.api.schemas import Models, ServedModel, answer
from service.errors import ModelUnavailable

router = APIRouter(prefix="/v1", tags=["model"])


@router.get(
    "/model",
    response_model=ServedModel,
    responses=documented(ModelUnavailable),
    summary="The model that is serving",
)
async def model(request: Request) -> Response:
    """Where it comes from, how it was made, and what training measured."""
    return answer(ServedModel.of(parts_of(request).manager.serving()))


@router.get("/models", response_model=Models, summary="All published models")
async def models(request: Request) -> Response:
    """The versions in the store, which of them serves, and which were refused and why."""
    return answer(Models.of(parts_of(request).manager))
