"""Processes that end: SIGTERM finishes what is in flight, a dead worker is replaced, counts are kept."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time

import httpx
import psutil
import pytest

from tests.pictures import png
from tests.stress.running import PATIENCE, Running, service

BODY = b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\n' + png() + b"\r\n--b--\r\n"
FORM = {"content-type": "multipart/form-data; boundary=b", "content-length": str(len(BODY))}


def begun(running: Running) -> http.client.HTTPConnection:
    """A connection with half of an upload sent."""
    client = http.client.HTTPConnection("127.0.0.1", running.port, timeout=PATIENCE)
    client.putrequest("POST", "/v1/predict")
    for name, value in FORM.items():
        client.putheader(name, value)
    client.endheaders(BODY[:200])
    return client


def in_progress(running: Running) -> float:
    told = httpx.get(f"{running.url}/metrics").text
    return float(re.findall(r"^digits_requests_in_progress (.+)$", told, re.MULTILINE)[0])


def eventually(condition) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it never happened"


@pytest.mark.parametrize("workers", [1, 2])
def test_requests_in_flight_are_finished_after_sigterm_and_the_exit_code_is_0(workers: int):
    with service(workers=workers) as running:
        clients = [begun(running) for _ in range(4)]
        eventually(lambda: in_progress(running) == len(clients) + 1)
        running.process.send_signal(signal.SIGTERM)
        with pytest.raises(subprocess.TimeoutExpired):  # it waits for them
            running.process.wait(timeout=1)
        for client in clients:
            client.send(BODY[200:])
            answer = client.getresponse()
            assert (answer.status, b'"digit":7' in answer.read()) == (200, True)
            client.close()
        assert running.process.wait(timeout=PATIENCE) == 0


def test_an_upload_that_never_ends_does_not_keep_the_service_from_ending():
    with service() as running:
        client = begun(running)
        eventually(lambda: in_progress(running) == 2)
        running.process.send_signal(signal.SIGTERM)
        asked = time.monotonic()
        running.process.wait(timeout=PATIENCE)
        took = time.monotonic() - asked
        client.close()
    assert took < 14  # the compose file grants 15 s


def test_a_burst_of_connections_that_are_kept_is_dealt_out_among_the_workers():
    with service(workers=2) as running:
        eventually(
            lambda: len([worker for worker in running.workers() if _connections(worker, "LISTEN")]) == 2
        )
        clients = [socket.create_connection(("127.0.0.1", running.port)) for _ in range(32)]
        taken = lambda: [_connections(worker, "ESTABLISHED") for worker in running.workers()]  # noqa: E731
        eventually(lambda: sum(taken()) == len(clients))
        assert min(taken()) >= 3  # by chance alone, fewer once in a million times
        for client in clients:
            client.close()


def test_a_port_that_others_share_is_not_taken_from_them():
    with service(workers=2) as running:
        port = running.port
        second = subprocess.run(
            [sys.executable, "-m", "service"],
            env={**os.environ, "DIGITS_PORT": str(port), "DIGITS_WORKERS": "2"},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    assert second.returncode == 2
    assert f"Cannot serve on 127.0.0.1, port {port}: Address already in use" in second.stderr


def test_a_worker_that_is_killed_is_replaced_while_the_other_answers_and_what_was_counted_stays():
    with service(workers=2) as running:
        eventually(lambda: len(running.workers()) == 2)
        for _ in range(20):
            assert httpx.post(f"{running.url}/v1/predict", files={"file": png()}).status_code == 200
        clients = [begun(running) for _ in range(12)]
        eventually(lambda: in_progress(running) == len(clients) + 1)
        victim = running.workers()[0].pid
        os.kill(victim, signal.SIGKILL)
        killed = time.monotonic()
        eventually(lambda: len(_pids(running) - {victim}) == 2)
        replaced = time.monotonic() - killed
        eventually(lambda: _serving(running) == "2.0")
        ready = time.monotonic() - killed
        for client in clients:
            client.close()
        eventually(lambda: in_progress(running) == 1)  # what the dead one held is forgotten
        told = httpx.get(f"{running.url}/metrics").text
    print(f"a killed worker was replaced after {replaced:.2f} s and served after {ready:.2f} s")
    assert 'digits_verdicts_total{call="predict",verdict="digit"} 20.0' in told


def _connections(worker: psutil.Process, state: str) -> int:
    return sum(each.status == state for each in worker.net_connections(kind="tcp4"))


def _pids(running: Running) -> set[int]:
    return {each.pid for each in running.workers()}


def _serving(running: Running) -> str:
    try:
        told = httpx.get(f"{running.url}/metrics").text
    except httpx.TransportError:
        return ""
    return "".join(re.findall(r"^digits_model_workers\{.*\} (.+)$", told, re.MULTILINE))


def test_two_workers_count_a_client_together_behind_a_trusted_proxy():
    with service(workers=2, rate_limit="10/hour", trusted_proxies="127.0.0.1") as running:
        eventually(lambda: len(running.workers()) == 2)
        asked = [asked_by("192.0.2.1", running) for _ in range(40)]
        other = asked_by("192.0.2.2", running)
    assert asked.count(200) == 10
    assert asked.count(429) == 30
    assert other == 200


@pytest.mark.parametrize("trusted", [{}, {"trusted_proxies": "192.0.2.77"}], ids=["none", "another"])
def test_without_a_trusted_proxy_nobody_takes_another_name(trusted: dict[str, str]):
    with service(rate_limit="2/hour", **trusted) as running:
        statuses = [asked_by(f"192.0.2.{number}", running) for number in range(4)]
    assert statuses == [200, 200, 429, 429]


def asked_by(client: str, running: Running) -> int:
    """The status that a client gets who asks over a connection of its own."""
    return httpx.get(f"{running.url}/v1/model", headers={"X-Forwarded-For": client}).status_code
