"""The composition root: the only file that knows every part of the service."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI

from service.api import docs, health, models, pages, predict, problems
from service.api.body_limit import BodyLimit
from service.api.middleware import RequestFrame
from service.api.openapi import DESCRIPTION, use_3_0
from service.api.parts import Parts
from service.api.static import StaticFolder
from service.api.uploads import UploadMemory
from service.model.manager import ModelManager
from service.model.store import ModelStore
from service.pool import Pool
from service.recognizer import Recognizer
from service.settings import Settings, cores

HERE = Path(__file__).parent
BUNDLED = HERE / "bundled"
FRONTEND = HERE.parent / "frontend"
UPLOADS_IN_MEMORY = 4  # of the largest size that is allowed, per worker


def create_app(
    settings: Settings,
    *,
    manager: ModelManager | None = None,
    recognizer: Recognizer | None = None,
) -> FastAPI:
    """The service as an ASGI application; `manager` and `recognizer` are for tests to replace."""
    manager = manager or _manager(settings)
    parts = Parts(
        manager=manager,
        recognizer=recognizer or Recognizer(manager, max_pixels=settings.max_pixels),
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
        lifespan=_lifespan,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.parts = parts
    for part in (predict, models, health, docs):
        app.include_router(part.router)
    pages.install(app, parts.frontend)
    problems.install(app)
    use_3_0(app)
    app.add_middleware(BodyLimit, limit=settings.max_upload_bytes)
    app.add_middleware(RequestFrame, root_path=settings.root_path)  # added last: around all others
    return app


def from_environment() -> FastAPI:
    """What each worker process of the server calls."""
    return create_app(Settings.from_environment())


def _manager(settings: Settings) -> ModelManager:
    return ModelManager(
        store=ModelStore(settings.models),
        bundled=ModelStore(BUNDLED),
        model_file=settings.model_file,
        scaling=settings.model_scaling,
        poll_seconds=settings.poll_seconds,
    )


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Load the first model beside the event loop, so that `/health/live` answers meanwhile."""
    parts: Parts = app.state.parts
    threading.Thread(target=parts.manager.start, name="first-load", daemon=True).start()
    yield
    await asyncio.to_thread(parts.manager.stop)
    await asyncio.to_thread(parts.pool.close)
