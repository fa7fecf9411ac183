"""Clients that drip, hang up, lie about lengths or never end: little memory, and everybody else is served."""

import contextlib
import json
import socket
import threading
import time

import httpx
import pytest

from tests.pictures import png
from tests.stress.health import watched
from tests.stress.running import LONG, MIB, Running, service

DRIPPING = 900 if LONG else 200  # clients of each kind at once
DRIP_SECONDS = 65 if LONG else 4
MORE_MIB = 60  # that a worker may hold while all of them are there

BODY = b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\n' + png() + b"\r\n--b--\r\n"
HEAD = b"POST /v1/predict HTTP/1.1\r\nhost: digits\r\ncontent-type: multipart/form-data; boundary=b\r\n"


@pytest.fixture(scope="module")
def running():
    with service() as running:
        for _ in range(30):
            assert predicts(running)
        yield running


def predicts(running: Running) -> bool:
    answer = httpx.post(f"{running.url}/v1/predict", files={"file": png()}, timeout=30)
    return answer.status_code == 200 and answer.json()["digit"] == 7


def connect(running: Running, sent: bytes) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", running.port), timeout=30)
    client.sendall(sent)
    return client


def answered(client: socket.socket) -> int:
    """The status of the answer, or 0 where the connection ended without one."""
    received = b""
    with client, contextlib.suppress(ConnectionError):
        while b"\r\n\r\n" not in received and (piece := client.recv(65_536)):
            received += piece
    return int(received.split()[1]) if received else 0


def sent_until_closed(client: socket.socket, piece: bytes, most: int) -> int:
    """How many bytes went out before the service would have no more."""
    sent = 0
    with contextlib.suppress(ConnectionError, TimeoutError):
        while sent < most:
            client.sendall(piece)
            sent += len(piece)
    return sent


def test_clients_that_send_a_byte_a_second_hold_little_and_disturb_nobody(running: Running):
    before = running.resident()
    heads = [connect(running, b"POST /v1/predict HTTP/1.1\r\nx: ") for _ in range(DRIPPING)]
    bodies = [connect(running, HEAD + b"content-length: 90000\r\n\r\n" + BODY[:60]) for _ in range(DRIPPING)]
    until = time.monotonic() + DRIP_SECONDS
    served, most, ended = 0, before, set()
    with watched(running.port) as (health, machine):
        while time.monotonic() < until:
            for client in set(heads + bodies) - ended:
                try:
                    client.sendall(b"x")
                except ConnectionError:
                    ended.add(client)
            assert predicts(running)
            served, most = served + 1, max(most, running.resident())
            threading.Event().wait(1)  # a byte a second: that is what is tried here
    statuses = {answered(client) for client in (heads + bodies if LONG else ())} - {0}
    for client in heads + bodies:
        client.close()
    print(
        f"{2 * DRIPPING} dripping: {most - before:+.1f} MiB, {served} served, {len(ended)} ended, {statuses};"
    )
    print(f"health p99 {health.ms(0.99):.1f} ms (a server that does nothing: {machine.ms(0.99):.1f})")
    assert most - before < MORE_MIB
    assert health.ms(0.99) < 50 + machine.ms(0.99)
    assert not LONG or len(ended) + len(statuses) > 0


def test_whoever_hangs_up_in_the_middle_leaves_nothing_behind(running: Running):
    before = running.resident()
    for number in range(2000 if LONG else 300):
        head = HEAD + b"content-length: %d\r\n\r\n" % len(BODY)
        connect(running, (head + BODY)[: 20 + number % (len(head) + len(BODY) - 21)]).close()
    assert predicts(running)
    in_progress = in_progress_of(running)
    assert in_progress == 1
    assert running.resident() - before < 10
    assert [line for line in running.log if line["level"] == "error"] == []


def in_progress_of(running: Running) -> float:
    """How many requests are being answered, once those that hung up are noticed."""
    deadline = time.monotonic() + 20
    while True:
        lines = httpx.get(f"{running.url}/metrics").text.splitlines()
        [value] = [line.split()[1] for line in lines if line.startswith("digits_requests_in_progress ")]
        if float(value) == 1 or time.monotonic() > deadline:
            return float(value)


@pytest.mark.parametrize("name", ["file", "other"])
def test_1001_parts_are_refused(running: Running, name: str):
    part = f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\nx\r\n'.encode()
    content = part * 1001 + b"--b--\r\n"
    form = {"content-type": "multipart/form-data; boundary=b"}
    refused = httpx.post(f"{running.url}/v1/predict", content=content, headers=form)
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:digits:too-many-files")
    assert predicts(running)


def test_a_part_with_headers_without_end_is_refused(running: Running):
    content = b'--b\r\nContent-Disposition: form-data; name="file"\r\n' + b"x-a: y\r\n" * 200_000
    content += b"\r\nno picture\r\n--b--\r\n"  # but for the headers this would be a 415
    form = {"content-type": "multipart/form-data; boundary=b"}
    assert httpx.post(f"{running.url}/v1/predict", content=content, headers=form).status_code == 400


@pytest.mark.parametrize("piece", [b"x-header: " + b"x" * 9_990 + b"\r\n", b"a:b\r\n" * 2000])
def test_headers_without_end_are_cut_off_in_bounded_memory(running: Running, piece: bytes):
    before = running.resident()
    clients = [connect(running, b"GET / HTTP/1.1\r\nhost: digits\r\n") for _ in range(20)]
    sent = [sent_until_closed(client, piece, most=20 * MIB) for client in clients]
    for client in clients:
        client.close()
    assert max(sent) < 8 * MIB
    assert running.resident() - before < MORE_MIB
    assert predicts(running)


def test_a_chunked_body_without_end_is_cut_off_in_bounded_memory(running: Running):
    before = running.resident()
    clients = [
        connect(running, HEAD + b"transfer-encoding: chunked\r\n\r\n" + chunk(BODY[:60])) for _ in range(3)
    ]
    sent = [sent_until_closed(client, chunk(bytes(65_536)), most=200 * MIB) for client in clients]
    statuses = [answered(client) for client in clients]
    assert set(statuses) <= {413, 0}
    assert max(sent) < 100 * MIB
    assert running.resident() - before < MORE_MIB
    assert predicts(running)


def chunk(content: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(content), content)


@pytest.mark.parametrize(
    ("framing", "allowed"),
    [
        (b"content-length: -1", {400}),
        (b"content-length: 5\r\ncontent-length: 6", {400}),
        (b"content-length: 1e3", {400}),
        (b"content-length: 99999999999999999999999", {400, 413}),
        (b"content-length: 5\r\ntransfer-encoding: chunked", {400}),
        (b"transfer-encoding: chunked\r\ntransfer-encoding: identity", {400, 411, 501}),
        (b"transfer-encoding: gzip", {400, 411, 415, 422, 501}),
        (b"content-length: 10", {400}),  # shorter than the body: the rest is no request
        (b"content-length: 0", {400}),
    ],
)
def test_a_wrong_length_is_refused(running: Running, framing: bytes, allowed: set[int]):
    client = connect(running, HEAD + framing + b"\r\n\r\n" + BODY)
    assert answered(client) in allowed
    assert predicts(running)


def test_a_body_that_is_shorter_than_declared_is_not_taken_for_a_picture(running: Running):
    client = connect(running, HEAD + b"content-length: %d\r\n\r\n" % (len(BODY) + 10) + BODY)
    client.shutdown(socket.SHUT_WR)
    assert answered(client) in (0, 400, 408)
    assert predicts(running)


def test_what_was_refused_is_told_as_a_problem(running: Running):
    client = connect(running, HEAD + b"content-length: 5\r\ncontent-length: 6\r\n\r\n" + BODY)
    received = b""
    with client:
        while piece := client.recv(65_536):
            received += piece
    assert json.loads(received.partition(b"\r\n\r\n")[2])["status"] == 400
