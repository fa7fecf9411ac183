"""`python -m service` as a process: how it starts, what it says, how it ends."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

PATIENCE = 60  # seconds; far more than it takes


@contextmanager
def service(**settings: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "service"]
    environment = {**os.environ, **{f"DIGITS_{name.upper()}": value for name, value in settings.items()}}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.communicate(timeout=PATIENCE)


def started(process: subprocess.Popen[str]) -> int:
    """The port, from the line that says where the service is."""
    for line in process.stderr:
        told = json.loads(line)
        if told["message"].startswith("Serving on http://127.0.0.1:"):
            return int(told["message"].split(":")[2].split("/")[0])
    raise AssertionError("it ended without a word")


def get(port: int, path: str) -> int:
    """The status of the answer; asks again while nobody listens."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            client = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            client.request("GET", path)
            return client.getresponse().status
        except ConnectionError:
            assert time.monotonic() < deadline
        finally:
            client.close()


@pytest.mark.parametrize("workers", ["1", "2"])
def test_it_says_where_it_is_answers_and_ends_well_when_told_to(workers: str):
    with service(port="0", workers=workers) as process:
        port = started(process)
        assert get(port, "/health/live") == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=PATIENCE) == 0


def test_a_wrong_setting_is_one_line_and_exit_code_2():
    with service(port="eighty") as process:
        assert process.wait(timeout=PATIENCE) == 2
        assert process.stderr.read() == (
            "DIGITS_PORT is 'eighty': it must be a whole number from 0 to 65535.\n"
        )


def test_a_port_that_is_taken_is_one_line_and_exit_code_2():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with service(port=str(port)) as process:
            assert process.wait(timeout=PATIENCE) == 2
            told = process.stderr.read()
    assert told.startswith(f"Cannot serve on 127.0.0.1, port {port}: ")
    assert "DIGITS_PORT" in told
    assert told.count("\n") == 1


def test_a_misspelt_variable_is_warned_about():
    with service(port="0", workers="1", prot="1") as process:
        told = json.loads(process.stderr.readline())
    assert told["level"] == "warning"
    assert told["message"] == "DIGITS_PROT is no setting of the service: is it misspelt?"
