"""GET /health/live: the process answers. GET /health/ready: a model is serving."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from service.api.parts import parts_of
from service.api.problems import documented
from service.api.schemas import Live, Ready, answer
from service.errors import ModelUnavailable

router = APIRouter(prefix="/health", tags=["health"])

LIVE = Live(status="live")


@router.get("/live", response_model=Live, summary="Does the process answer?")
async def live() -> Response:
    """Answers at once, however busy the service is and whether or not a model is loaded."""
    return answer(LIVE)


@router.get(
    "/ready",
    response_model=Ready,
    responses=documented(ModelUnavailable),
    summary="Is a model serving?",
)
async def ready(request: Request) -> Response:
    """200 with the version that serves, or 503 with the reason why none does."""
    return answer(Ready(status="ready", model=parts_of(request).manager.serving().version))
