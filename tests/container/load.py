"""Load while something happens: clients that ask again and again, and a crash from inside a container."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from asking import drawn_seven
from digits_client import Client, DigitsClientError, Retries

CLIENTS = 4
PACE_S = 0.02  # each client's pause: a load that two replicas can carry
PATIENCE_S = 30.0

CRASH = """
import os, pathlib, signal
for folder in pathlib.Path('/proc').glob('[0-9]*'):
    command = (folder / 'cmdline').read_bytes().split(bytes(1))
    if b'service' in command and folder.name != '1':
        os.kill(int(folder.name), signal.SIGKILL)
"""


class Load:
    """Clients that ask again and again, as the package `digits_client` does it."""

    def __init__(self, url: str, retries: Retries = Retries()) -> None:
        self.models: list[str] = []
        self.failures: list[DigitsClientError] = []
        self.slowest = 0.0
        self._url = url
        self._retries = retries
        self._enough = threading.Event()
        self._threads = [threading.Thread(target=self._ask, daemon=True) for _ in range(CLIENTS)]

    def _ask(self) -> None:
        picture = drawn_seven()
        with Client(self._url, retries=self._retries) as client:
            while not self._enough.wait(PACE_S):
                begun = time.monotonic()
                try:
                    self.models.append(client.predict(picture).model)
                except DigitsClientError as error:
                    self.failures.append(error)
                self.slowest = max(self.slowest, time.monotonic() - begun)

    @contextmanager
    def asking(self) -> Iterator[None]:
        for thread in self._threads:
            thread.start()
        try:
            yield
        finally:
            self._enough.set()
            for thread in self._threads:
                thread.join()

    def answered(self, more: int) -> None:
        """Wait until so many more requests were answered."""
        until(lambda goal=len(self.models) + more: len(self.models) >= goal)


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.05)
