"""A body is limited in bytes, declared or streamed, and whoever sends too much learns it."""

import json
import socket
from collections.abc import AsyncIterator

import httpx
import pytest

from service.api import body_limit, uploads
from tests.api.service_under_test import MIB, application, assert_problem, listening, post, running
from tests.fakes import FakeRecognizer

pytestmark = pytest.mark.anyio

LIMIT = MIB
HEAD = b'--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n'
TAIL = b"\r\n--b--\r\n"
FORM = {"content-type": "multipart/form-data; boundary=b"}


def body(size: int) -> bytes:
    """A multipart body of exactly `size` bytes."""
    return HEAD + bytes(size - len(HEAD) - len(TAIL)) + TAIL


async def streamed(content: bytes, piece: int = 10_000) -> AsyncIterator[bytes]:
    for start in range(0, len(content), piece):
        yield content[start : start + piece]


@pytest.mark.parametrize("chunked", [False, True])
async def test_the_limit_is_exact_to_the_byte(chunked: bool):
    recognizer = FakeRecognizer()
    async with running(application(recognizer, max_upload_bytes=LIMIT)) as client:
        for size, status in ((LIMIT - 1, 200), (LIMIT, 200), (LIMIT + 1, 413)):
            content = streamed(body(size)) if chunked else body(size)
            response = await client.post("/v1/predict", content=content, headers=FORM)
            assert response.status_code == status
            assert ("transfer-encoding" in response.request.headers) == chunked
    assert [len(picture) for picture in recognizer.pictures] == [
        LIMIT - 1 - len(HEAD) - len(TAIL),
        LIMIT - len(HEAD) - len(TAIL),
    ]
    told = assert_problem(response, 413, "urn:digits:upload-too-large")
    assert "1,048,576 bytes" in str(told["detail"])


async def test_a_declared_length_over_the_limit_is_refused_before_anything_is_read():
    pieces: list[bytes] = []

    async def counted() -> AsyncIterator[bytes]:
        async for piece in streamed(body(100)):
            pieces.append(piece)
            yield piece

    app = application(max_upload_bytes=LIMIT)
    headers = {**FORM, "content-length": str(10 * LIMIT), "expect": "100-continue"}
    async with running(app) as client:
        response = await client.post("/v1/predict", content=counted(), headers=headers)
    assert_problem(response, 413, "urn:digits:upload-too-large")
    assert pieces == []


async def test_a_stream_without_end_is_read_to_a_bound_only():
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        yield HEAD
        while True:
            read += 65_536
            yield bytes(65_536)

    app = application(max_upload_bytes=LIMIT)
    async with running(app) as client:
        response = await client.post("/v1/predict", content=endless(), headers=FORM)
    assert response.status_code == 413
    assert response.headers["connection"] == "close"
    assert read < 6 * LIMIT


async def test_the_memory_for_uploads_is_given_back_whatever_became_of_them():
    app = application(max_upload_bytes=LIMIT)
    async with running(app) as client:
        await post(client)
        await client.post("/v1/predict", content=body(LIMIT + 1), headers=FORM)
        await client.post("/v1/predict", content=body(LIMIT)[:-5], headers=FORM)
        await client.post("/v1/predict", content=b"--b\r\nno", headers=FORM)
    assert app.state.parts.uploads.held == 0


async def test_uploads_that_do_not_fit_into_memory_together_are_asked_to_come_back():
    app = application(max_upload_bytes=LIMIT)
    memory = app.state.parts.uploads
    taken = memory.limit - 1000
    memory.take(taken)
    async with running(app) as client:
        response = await client.post("/v1/predict", content=body(5000), headers=FORM)
        assert_problem(response, 503, "urn:digits:overloaded")
        assert response.headers["retry-after"] == "1"
        memory.give_back(taken)
        assert (await client.post("/v1/predict", content=body(5000), headers=FORM)).status_code == 200


async def test_an_upload_that_does_not_arrive_in_time_is_ended(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(uploads, "UPLOAD_SECONDS", 0.05)
    monkeypatch.setattr(body_limit, "LINGER_SECONDS", 0.05)
    with listening(application()) as address, socket.create_connection(address, timeout=10) as client:
        client.sendall(_head("content-length: 100000") + HEAD)
        status, headers, told = _answer(client)
    assert (status, told["type"]) == (408, "urn:digits:upload-too-slow")
    assert headers["connection"] == "close"


def _head(*headers: str, path: str = "/v1/predict") -> bytes:
    lines = [f"POST {path} HTTP/1.1", "host: digits", f"content-type: {FORM['content-type']}", *headers]
    return "\r\n".join([*lines, "", ""]).encode()


def _answer(client: socket.socket) -> tuple[int, dict[str, str], dict[str, object]]:
    """Status, headers and JSON of the answer, read until the server closes."""
    received = b""
    while piece := client.recv(65_536):
        received += piece
    head, _, content = received.partition(b"\r\n\r\n")
    status, *lines = head.decode().split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines)
    return int(status.split()[1]), headers, json.loads(content)


@pytest.mark.parametrize("chunked", [False, True])
def test_a_client_that_sends_everything_before_it_listens_still_gets_its_413(chunked: bool):
    content = body(3 * LIMIT)
    framing = "transfer-encoding: chunked" if chunked else f"content-length: {len(content)}"
    sent = b"%x\r\n%b\r\n0\r\n\r\n" % (len(content), content) if chunked else content
    app = application(max_upload_bytes=LIMIT)
    with listening(app) as address, socket.create_connection(address, timeout=10) as client:
        client.sendall(_head(framing) + sent)
        status, headers, told = _answer(client)
    assert (status, told["type"]) == (413, "urn:digits:upload-too-large")
    assert headers["connection"] == "close"


def test_a_client_that_asks_first_is_refused_before_it_sends():
    app = application(max_upload_bytes=LIMIT)
    with listening(app) as address, socket.create_connection(address, timeout=10) as client:
        client.sendall(_head(f"content-length: {10 * LIMIT}", "expect: 100-continue"))
        status, _, _ = _answer(client)
    assert status == 413


def test_an_early_refusal_of_a_small_body_keeps_the_connection():
    with (
        listening(application()) as (host, port),
        httpx.Client(base_url=f"http://{host}:{port}", limits=httpx.Limits(max_connections=1)) as client,
    ):
        refused = client.post("/nowhere", content=bytes(1000))
        assert refused.status_code == 404
        assert "connection" not in refused.headers
        assert client.get("/health/live").json() == {"status": "live"}
