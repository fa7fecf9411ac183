"""More than the pool can take: 503 at the door, health as ever, and afterwards as before."""

import asyncio
import time

import pytest

from service.pool import PREFETCHED
from tests.api.service_under_test import application, assert_problem, listening, post, running
from tests.fakes import GatedRecognizer

pytestmark = pytest.mark.anyio

PENDING = 4


async def until(condition) -> None:
    """Give the others their turn until `condition` holds."""
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        await asyncio.sleep(0)


async def test_what_does_not_fit_is_refused_at_the_door_and_the_rest_is_answered():
    recognizer = GatedRecognizer()
    app = application(recognizer, max_pending=PENDING, workers=1000)  # so many workers: one thread each
    async with running(app) as client:
        tasks = [asyncio.create_task(post(client)) for _ in range(1 + PREFETCHED + PENDING)]
        await until(lambda: app.state.parts.pool.waiting == PENDING)

        unread = iter([b"never read"])
        refused = await client.post("/v1/predict", content=_once(unread), headers={"expect": "100-continue"})
        assert_problem(refused, 503, "urn:digits:overloaded")
        assert refused.headers["retry-after"] == "1"
        assert next(unread) == b"never read"
        assert (await post(client, path="/")).status_code == 503
        batch = await client.post("/v1/predict/batch", files=[("files", ("x", b"x"))])
        assert_problem(batch, 503, "urn:digits:overloaded")

        recognizer.gate.set()
        assert [response.status_code for response in await asyncio.gather(*tasks)] == [200] * len(tasks)
        assert (await post(client)).status_code == 200


async def _once(pieces):
    for piece in pieces:
        yield piece


async def test_health_answers_at_once_while_every_thread_is_busy():
    recognizer = GatedRecognizer()
    app = application(recognizer, max_pending=PENDING)
    async with running(app) as client:
        tasks = [asyncio.create_task(post(client)) for _ in range(PENDING)]
        await asyncio.to_thread(recognizer.begun.acquire)
        slowest = 0.0
        for path in ("/health/live", "/health/ready", "/v1/model", "/v1/models") * 25:
            begun = time.perf_counter()
            assert (await client.get(path)).status_code == 200
            slowest = max(slowest, time.perf_counter() - begun)
        recognizer.gate.set()
        await asyncio.gather(*tasks)
    assert slowest < 0.25  # in fact about a millisecond: a busy machine is no failure


async def test_a_picture_whose_sender_hung_up_while_it_waited_is_not_looked_at(monkeypatch):
    monkeypatch.setattr("service.pool.ASKED_AFTER", 0)
    recognizer = GatedRecognizer()
    app = application(recognizer, workers=1000)
    with listening(app) as (host, port):
        pool = app.state.parts.pool
        staying = [asyncio.create_task(_post_raw(host, port)) for _ in range(1 + PREFETCHED)]
        await asyncio.to_thread(recognizer.begun.acquire)
        leaving = asyncio.create_task(_post_raw(host, port))
        await until(lambda: pool.waiting == 1)
        leaving.cancel()
        await asyncio.gather(leaving, return_exceptions=True)
        recognizer.gate.set()
        answers = await asyncio.gather(*staying)
        await until(lambda: pool.waiting == 0)
    assert all(answer.startswith(b"HTTP/1.1 200 ") for answer in answers)
    assert len(recognizer.pictures) == 1 + PREFETCHED


async def _post_raw(host: str, port: int) -> bytes:
    """One upload over a connection of its own, closed at once where this is cancelled."""
    content = b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--b--\r\n'
    head = (
        "POST /v1/predict HTTP/1.1\r\nhost: digits\r\nconnection: close\r\n"
        f"content-type: multipart/form-data; boundary=b\r\ncontent-length: {len(content)}\r\n\r\n"
    )
    reader, writer = await asyncio.open_connection(host, port)
    try:
        writer.write(head.encode() + content)
        return await reader.read()
    finally:
        writer.close()
        await writer.wait_closed()
