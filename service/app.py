"""The composition root: the only file that knows every part of the service."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from fastapi import FastAPI

from service.api import docs, explain, health, models, pages, predict, problems, read
from service.api.body_limit import BodyLimit
from service.api.inference_protocol import routes as inference_protocol
from service.api.middleware import RequestFrame
from service.api.openapi import DESCRIPTION, use_3_0
from service.api.parts import Parts
from service.api.static import StaticFolder
from service.api.uploads import UploadMemory
from service.explaining import Explainer
from service.loading import BUNDLED, begin, model_manager
from service.model.manager import ModelManager
from service.model.store import ModelStore
from service.pool import Pool
from service.reading import Reader
from service.recognizer import Recognizer
from service.settings import Settings, cores

FRONTEND = Path(__file__).parents[1] / "frontend"
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
    parts = Parts(
        manager=manager,
        recognizer=recognizer or Recognizer(manager, max_pixels=settings.max_pixels),
        reader=reader or Reader(manager, max_pixels=settings.max_pixels),
        explainer=explainer or Explainer(manager, ModelStore(BUNDLED), max_pixels=settings.max_pixels),
        pool=Pool(threads=max(1, cores() // settings.workers), max_pending=settings.max_pending),
        uploads=UploadMemory(UPLOADS_IN_MEMORY * settings.max_upload_bytes),
        frontend=StaticFolder(FRONTEND),
    )
    app = FastAPI(
        title="Digits",
        version="0.1.0",
        description=DESCRIPTION,
        docs_url=None,  # ours needs no internet
        redoc_url=None,
        redirect_slashes=False,
        lifespan=partial(_lifespan, loading=loading),
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.parts = parts
    for part in (predict, read, explain, models, health, inference_protocol, docs):
        app.include_router(part.router)
    pages.install(app, parts.frontend)
    problems.install(app)
    use_3_0(app)
    app.add_middleware(BodyLimit, limit=settings.max_upload_bytes)
    app.add_middleware(RequestFrame, root_path=settings.root_path)  # added last: around all others
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI, *, loading: bool) -> AsyncIterator[None]:
    parts: Parts = app.state.parts
    if not loading:
        begin(parts.manager)
    yield
    await asyncio.to_thread(parts.manager.stop)
    await asyncio.to_thread(parts.pool.close)
