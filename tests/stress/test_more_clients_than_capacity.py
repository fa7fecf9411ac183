"""Ten times as many clients as the service has places for: 200, or 503 with Retry-After; health as ever."""

import json
import subprocess
import sys

import pytest

from tests.stress.health import watched
from tests.stress.running import LONG, Running, service

SECONDS = 60 if LONG else 5
PENDING = 16
CLIENTS = 10 * (PENDING + 2)  # so many wait, one is worked on, one is handed over
# 99 of 100 answers, besides what the machine itself makes them wait; in 5 s there are too few to judge a tail
HEALTH_MS = 50 if LONG else 500
FLOODED_MS = (
    1000  # the same behind thousands of refusals a second; Docker's and Kubernetes' probes wait longer
)


def hammer(running: Running, clients: int, seconds: float, wait: float) -> dict[str, int]:
    command = [sys.executable, "-m", "tests.stress.hammer", *map(str, (running.port, clients, seconds, wait))]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 60)
    return json.loads(told.stdout)


@pytest.mark.parametrize("wait", [1.0, 0.0], ids=["who come back as told", "who never wait"])
def test_ten_times_the_clients_get_200_or_503_and_health_answers(wait: float):
    with service(max_pending=PENDING) as running:
        alone = hammer(running, 1, 1, 0)
        with watched(running.port) as (health, machine):
            seen = hammer(running, CLIENTS, SECONDS, wait)
        after = hammer(running, 1, 1, 0)
        failed = [line for line in running.log if line["level"] == "error"]
    print(f"{CLIENTS} clients, {SECONDS} s: {seen}; one client: {alone} before, {after} after")
    for name, each in (("health", health), ("a server that does nothing", machine)):
        print(f"{name}: p50 {each.ms(0.5):.1f} ms, p99 {each.ms(0.99):.1f} ms of {len(each.seconds)}")
    assert set(seen) == {"200", "503"}
    assert seen["200"] > 5 * SECONDS
    assert set(alone) == set(after) == {"200"}
    assert failed == []
    assert health.statuses == {200}
    if wait:
        assert health.ms(0.99) < HEALTH_MS + machine.ms(0.99)
    else:  # as much as the clients can send: each is told 503 at once, and health waits its turn among them
        assert health.ms(0.99) < FLOODED_MS + machine.ms(0.99)
