"""GET /metrics: what all workers have counted, for Prometheus."""

import asyncio

from fastapi import APIRouter, Request
from starlette.responses import Response

from service.api.parts import Parts, parts_of
from service.metrics import CONTENT_TYPE

router = APIRouter(tags=["health"])

TEXT = {
    200: {
        "content": {"text/plain": {"schema": {"type": "string"}}},
        "description": "Prometheus' text format.",
    }
}


@router.get("/metrics", response_class=Response, responses=TEXT, summary="What has been counted?")  # type: ignore[arg-type]
async def metrics(request: Request) -> Response:
    """Requests, refusals, seconds by stage, verdicts, confidence and the serving model, of all workers."""
    parts = parts_of(request)
    note_model(parts)
    told = await asyncio.to_thread(parts.metrics.told)
    return Response(told, headers={"Content-Type": CONTENT_TYPE, "Cache-Control": "no-store"})


def note_model(parts: Parts) -> None:
    """Count which model this worker serves."""
    active = parts.manager.active
    serving = None if active is None else (active.version, str(active.source))
    parts.metrics.serving(serving, refused=parts.manager.refused_since)
