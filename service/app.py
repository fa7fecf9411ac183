"""The composition root: the only file that knows every part of the service."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from service.allowance import Allowance
from service.api import direct, docs, explain, health, metrics, models, pages, predict, problems, read
from service.api.body_limit import BodyLimit
from service.api.guards.api_keys import ApiKeys
from service.api.guards.cors import Cors
from service.api.guards.rate_limit import RateLimit
from service.api.inference_protocol import routes as inference_protocol
from service.api.middleware import RequestFrame
from service.api.openapi import DESCRIPTION, use_3_0
from service.api.parts import Parts
from service.api.static import StaticFolder
from service.api.uploads import UploadMemory
from service.explaining import Explainer
from service.loading import BUNDLED, begin, model_manager
from service.metered import MeteredExplainer, MeteredReader, MeteredRecognizer
from service.metrics import Metrics
from service.model.manager import ModelManager
from service.model.store import ModelStore
from service.moments import A_MOMENT, Moments
from service.pool import Pool
from service.protocol import TURNED_AWAY
from service.reading import Reader
from service.recognizer import Recognizer
from service.settings import Settings, cores, shared

FRONTEND = Path(__file__).parents[1] / "frontend"
FIRST_MODEL_SECONDS = 0.2  # between two looks for it
UPLOADS_IN_MEMORY = 8  # of the largest size that is allowed, or more that are smaller; per worker


def create_app(  # noqa: PLR0913  each is a part that tests replace
    settings: Settings,
    *,
    manager: ModelManager | None = None,
    recognizer: Recognizer | None = None,
    reader: Reader | None = None,
    explainer: Explainer | None = None,
    loading: bool = False,
) -> FastAPI:
    """The service as an ASGI application; tests replace its `manager` and what reads.

    `loading` says that the manager's first load has begun; otherwise it begins with the application.
    """
    manager = manager or model_manager(settings)
    most = settings.max_pixels
    counts = Metrics(shared())
    metered = MeteredRecognizer(recognizer or Recognizer(manager, max_pixels=most), counts)
    pool = Pool(threads=max(1, cores() // settings.workers), max_pending=settings.max_pending)
    parts = Parts(
        manager=manager,
        recognizer=metered,
        reader=MeteredReader(reader or Reader(manager, max_pixels=most), counts),
        explainer=MeteredExplainer(
            explainer or Explainer(manager, ModelStore(BUNDLED), max_pixels=most), counts
        ),
        pool=pool,
        moments=Moments(partial(metered.glance, within=A_MOMENT), pool),
        uploads=UploadMemory(UPLOADS_IN_MEMORY * settings.max_upload_bytes),
        frontend=StaticFolder(FRONTEND),
        metrics=counts,
    )
    app = _described(settings, partial(_lifespan, loading=loading, note_seconds=settings.poll_seconds))
    app.state.parts = parts
    for part in (predict, read, explain, models, health, metrics, inference_protocol, docs):
        app.include_router(part.router)
    direct.install(app, predict.router, read.router)
    pages.install(app, parts.frontend)
    problems.install(app)
    _guard(app, settings)
    app.add_middleware(BodyLimit, limit=settings.max_upload_bytes)
    app.add_middleware(RequestFrame, root_path=settings.root_path, metrics=counts)  # last: around all others
    return app


def _described(
    settings: Settings, lifespan: Callable[[FastAPI], AbstractAsyncContextManager[dict[str, Any]]]
) -> FastAPI:
    """The application without a route, with what it says of itself."""
    app = FastAPI(
        title="Digits",
        version="0.1.0",
        description=DESCRIPTION,
        docs_url=None,  # ours needs no internet
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
        generate_unique_id_function=lambda route: route.name,
    )
    use_3_0(app, keyed=settings.api_keys is not None, limited=settings.rate_limit is not None)
    return app


def _guard(app: FastAPI, settings: Settings) -> None:
    """Put those guards before the routes that the settings ask for; the one added last is asked first."""
    if settings.api_keys is not None:
        app.add_middleware(ApiKeys, keys=settings.api_keys)
    if settings.rate_limit is not None:
        requests, seconds = settings.rate_limit
        allowance = Allowance(requests=requests, seconds=seconds, shared=shared())
        app.add_middleware(RateLimit, allowance=allowance)  # wrong keys count as well
    if settings.cors_origins is not None:
        app.add_middleware(Cors, origins=settings.cors_origins)  # a refusal can be read by the site as well


@asynccontextmanager
async def _lifespan(app: FastAPI, *, loading: bool, note_seconds: float) -> AsyncIterator[dict[str, Any]]:
    parts: Parts = app.state.parts
    if not loading:
        begin(parts.manager)
    noting = asyncio.create_task(_note_model(parts, note_seconds))
    yield {TURNED_AWAY: parts.metrics.turned_away}  # the protocol counts what never becomes a request
    noting.cancel()
    await asyncio.to_thread(parts.manager.stop)
    await asyncio.to_thread(parts.pool.close)


async def _note_model(parts: Parts, every: float) -> None:
    """Count which model serves, now and then: this worker may not be the one that is asked for the counts."""
    while True:
        metrics.note_model(parts)
        await asyncio.sleep(every if parts.manager.active else min(every, FIRST_MODEL_SECONDS))
