"""What a client can do to a connection before there is a request: its head is bounded in bytes and time."""

import json
import socket

import httpx
import pytest

from service import protocol
from tests.api.service_under_test import application, listening


def answer(client: socket.socket) -> tuple[int, dict[str, object]]:
    """Status and JSON of the answer, read until the server closes."""
    received = b""
    while piece := client.recv(65_536):
        received += piece
    head, _, content = received.partition(b"\r\n\r\n")
    assert b"application/problem+json" in head
    return int(head.split()[1]), json.loads(content)


def send_until_refused(client: socket.socket, piece: bytes, most: int) -> int:
    """How many bytes went out before the server would have no more."""
    sent = 0
    try:
        while sent < most:
            client.sendall(piece)
            sent += len(piece)
    except (ConnectionError, TimeoutError):
        pass
    return sent


@pytest.mark.parametrize(
    ("begin", "piece"),
    [
        (b"GET / HTTP/1.1\r\nhost: digits\r\n", b"x-header: " + b"x" * 990 + b"\r\n"),
        (b"GET / HTTP/1.1\r\nhost: digits\r\nx: ", b"x" * 1000),
        (b"GET /", b"x" * 1000),
        (b"GET / HTTP/1.1\r\nhost: digits\r\n", b"a:b\r\n" * 200),
    ],
)
def test_a_head_without_end_is_refused_early(begin: bytes, piece: bytes):
    with listening(application()) as address, socket.create_connection(address, timeout=10) as client:
        client.sendall(begin)
        assert send_until_refused(client, piece, most=32_000_000) < 16_000_000


def test_a_head_that_is_a_little_too_large_is_told_so():
    with listening(application()) as address, socket.create_connection(address, timeout=10) as client:
        client.sendall(b"GET / HTTP/1.1\r\nhost: digits\r\nx: " + b"x" * protocol.MAX_HEAD_BYTES)
        status, told = answer(client)
    assert status == told["status"] == 431
    assert told["title"] == "Request Header Fields Too Large"


def test_a_head_that_does_not_come_is_waited_for_only_so_long(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.05)
    with listening(application()) as address:
        for begin in (b"", b"GET / HTTP/1.1\r\nho"):
            with socket.create_connection(address, timeout=10) as client:
                client.sendall(begin)
                status, _ = answer(client)
            assert status == 408


def test_the_wait_for_the_next_head_on_a_kept_connection_is_bounded_too(monkeypatch: pytest.MonkeyPatch):
    with listening(application()) as address, socket.create_connection(address, timeout=10) as client:
        client.sendall(b"GET /health/live HTTP/1.1\r\nhost: digits\r\n\r\n")
        first = b""
        while b'{"status":"live"}' not in first:
            first += client.recv(65_536)
        monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.05)
        client.sendall(b"GET /health/live HTTP/1.1\r\nho")
        status, _ = answer(client)
    assert status == 408


@pytest.mark.parametrize(
    ("sent", "status", "reason"),
    [
        (b"GET / HTTP/1.1\r\nx: " + b"x" * protocol.MAX_HEAD_BYTES, 431, "head-too-large"),
        (b"GET / HTTP/1.1\r\nho", 408, "head-too-slow"),
        (b"\x16\x03\x01 hello\r\n\r\n", 400, "not-http"),
    ],
)
def test_who_is_turned_away_is_counted(
    sent: bytes, status: int, reason: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.05)
    with listening(application()) as address:
        with socket.create_connection(address, timeout=10) as client:
            client.sendall(sent)
            answer(client)
        monkeypatch.undo()
        told = httpx.get("http://{}:{}/metrics".format(*address)).text
    assert f'digits_refused_total{{reason="{reason}"}} 1.0' in told
    assert f'digits_requests_total{{method="other",route="other",status="{status}"}} 1.0' in told


def test_what_is_no_http_is_answered_as_a_problem():
    with listening(application()) as address, socket.create_connection(address, timeout=10) as client:
        client.sendall(b"\x16\x03\x01 hello\r\n\r\n")
        status, told = answer(client)
    assert status == told["status"] == 400
    assert list(told) == ["type", "title", "status", "detail", "instance", "request_id"]


def test_a_kept_connection_answers_request_after_request():
    with listening(application()) as address, socket.create_connection(address, timeout=10) as client:
        for _ in range(3):
            client.sendall(b"GET /health/live HTTP/1.1\r\nhost: digits\r\n\r\n" * 2)
            received = b""
            while received.count(b'{"status":"live"}') < 2:
                piece = client.recv(65_536)
                assert piece, f"closed after {received!r}"
                received += piece
