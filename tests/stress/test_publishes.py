"""Versions that take over one after another while clients predict: none of them notices."""

import http.client
import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import numpy as np

from service.model.probe import Probe
from service.model.store import ModelStore
from tests.h5_files import SMALL, write
from tests.stress.hammer import BODY
from tests.stress.running import LONG, PATIENCE, Running, service
from tests.unit.model.published import CREATED, files, manifest

PUBLISHES = 200 if LONG else 12
CLIENTS = 16
POLL_SECONDS = 2.0 if LONG else 0.5
AGREED_POLLS = 2 if LONG else 60  # after so many, every worker serves what was promoted last
HURRIED = (1, 2)  # of every four versions, these are followed by the next at once
SCORE = 9.0  # of the one digit that a version's network always says; the others have 0


class House:
    """A store into which networks are published that say the digits 0 to 9 in turn."""

    def __init__(self, folder: Path) -> None:
        self.store = ModelStore(folder / "models")
        self.promoted: list[str] = []
        self._draft = folder / "network.h5"

    def promote(self) -> str:
        """Publish and promote the next version."""
        number = len(self.promoted)
        scores = np.zeros(10, np.float32)
        scores[number % 10] = SCORE
        weights = [("kernel:0", np.zeros((784, 10), np.float32)), ("bias:0", scores)]
        write(self._draft, SMALL, {"dense": weights})
        shares = np.exp(scores) / np.exp(scores).sum()
        probe = Probe(np.zeros((2, 28, 28), np.uint8), np.stack([shares, shares]).astype(np.float32))
        named = manifest(created_at=CREATED + timedelta(seconds=number), input={"scaling": "0..255"})
        version = self.store.publish(named, files(self._draft.read_bytes(), probe))
        # Before it can be answered with: clients look up what they are told.
        self.promoted.append(version)
        self.store.promote(version)
        return version


@dataclass
class Client(threading.Thread):
    """Posts one picture again and again on one connection, and so to one worker."""

    running: Running
    house: House
    answers: int = 0
    last: int = 0  # which promotion answered last
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self._enough = threading.Event()
        self._connection = http.client.HTTPConnection("127.0.0.1", self.running.port, timeout=PATIENCE)
        self._connection.connect()
        self._connection.auto_open = 0  # another connection might reach another worker

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        """Ask until told to stop, or until something is wrong."""
        # As if on another machine: the service's processor is not theirs.
        os.setpriority(os.PRIO_PROCESS, 0, min(19, os.getpriority(os.PRIO_PROCESS, 0) + 10))
        while not self._enough.is_set() and not self.wrong:
            try:
                self._ask()
            except Exception as error:  # noqa: BLE001  whatever fails, the test shows it
                self.wrong.append(repr(error))
        self._connection.close()

    def stop(self) -> None:
        """Ask no more."""
        self._enough.set()
        self.join()

    def _ask(self) -> None:
        self._connection.request(
            "POST", "/v1/predict", BODY, {"content-type": "multipart/form-data; boundary=b"}
        )
        response = self._connection.getresponse()
        told = json.loads(response.read())
        if response.status != 200:
            self.wrong.append(f"{response.status}: {told}")
            return
        number = self.house.promoted.index(told["model"])
        if told["digit"] != number % 10 or number < self.last:
            self.wrong.append(f"promotion {number} after {self.last} says {told['digit']}")
        self.last = number
        self.answers += 1


@contextmanager
def asking(running: Running, house: House) -> Iterator[list[Client]]:
    """Clients of every worker that ask for as long as the block lasts."""
    clients = [Client(running, house) for _ in range(CLIENTS)]
    while not all(worker.net_connections(kind="tcp4") for worker in running.workers()):
        clients.append(Client(running, house))
        assert len(clients) < 10 * CLIENTS, "one worker takes no connection"
    for client in clients:
        client.start()
    try:
        yield clients
    finally:
        for client in clients:
            client.stop()


def test_no_request_fails_and_every_worker_follows_in_order(tmp_path: Path):
    house = House(tmp_path)
    house.promote()
    longest = 0.0
    with (
        service(workers=2, models=house.store.root, poll_seconds=POLL_SECONDS) as running,
        asking(running, house) as clients,
    ):
        for number in range(1, PUBLISHES + 1):
            house.promote()
            if number % 4 not in HURRIED:
                longest = max(longest, agreed(clients, number))
    assert [client.wrong for client in clients if client.wrong] == []
    answers = sum(client.answers for client in clients)
    print(f"\n{PUBLISHES} publishes, {answers} answers; all agreed within {longest:.2f} s", end=" ")
    assert answers > PUBLISHES * CLIENTS / 4


def agreed(clients: list[Client], number: int) -> float:
    """Seconds until every client is answered by that promotion."""
    begun = time.monotonic()
    while any(client.last < number and not client.wrong for client in clients):
        waited = time.monotonic() - begun
        assert waited < AGREED_POLLS * POLL_SECONDS, f"promotion {number} is not served after {waited:.1f} s"
        time.sleep(0.01)
    return time.monotonic() - begun
