"""The whole application in this process, or behind a real socket, with fakes at its doors."""

import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import httpx
import uvicorn
from fastapi import FastAPI

from service.app import create_app
from service.protocol import BoundedProtocol
from service.settings import Settings
from tests.fakes import FakeManager, FakeReader, FakeRecognizer, serving_model
from tests.pictures import png

MIB = 1024 * 1024


def application(
    recognizer: FakeRecognizer | None = None,
    manager: FakeManager | None = None,
    reader: FakeReader | None = None,
    **settings: object,
) -> FastAPI:
    return create_app(
        Settings(**settings),
        manager=manager or FakeManager(serving_model()),
        recognizer=recognizer or FakeRecognizer(),
        reader=reader or FakeReader(),
    )


@asynccontextmanager
async def running(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the application, between its start and its end."""
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://digits") as client,
    ):
        yield client


@contextmanager
def listening(app: FastAPI) -> Iterator[tuple[str, int]]:
    """The application behind a real server on a free port of this machine: its address."""
    taken = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, http=BoundedProtocol, log_config=None, ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]})
    thread.start()
    try:
        yield taken.getsockname()
    finally:
        server.should_exit = True
        thread.join(timeout=20)
        taken.close()


async def post(
    client: httpx.AsyncClient, picture: bytes | None = None, path: str = "/v1/predict"
) -> httpx.Response:
    """Post one picture in the field `file`."""
    return await client.post(path, files={"file": ("digit.png", png() if picture is None else picture)})


def assert_problem(response: httpx.Response, status: int, kind: str) -> dict[str, object]:
    """The problem in the answer, after a look at its shape."""
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    told = response.json()
    assert list(told) == ["type", "title", "status", "detail", "instance", "request_id"]
    assert told["type"] == kind
    assert told["status"] == status
    assert told["request_id"] == response.headers["x-request-id"]
    assert told["title"]
    assert told["detail"]
    return told
