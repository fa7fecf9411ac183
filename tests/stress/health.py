"""How long /health/live takes all the time, beside a server that does nothing: what both wait for."""

import http.client
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

EVERY = 0.02  # seconds
NOTHING = """
import asyncio

class Nothing(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(b"HTTP/1.1 200 OK\\r\\ncontent-length: 2\\r\\n\\r\\nok")

async def main():
    server = await asyncio.get_running_loop().create_server(Nothing, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()

asyncio.run(main())
"""


class Asked:
    """Asks a server for /health/live all the time, in a thread, and keeps how long each answer took."""

    def __init__(self, port: int) -> None:
        self.seconds: list[float] = []
        self.statuses: set[int] = set()
        self._port = port
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._ask)

    def __enter__(self) -> "Asked":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _ask(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        while not self._stop.wait(EVERY):
            begun = time.perf_counter()
            connection.request("GET", "/health/live")
            answer = connection.getresponse()
            answer.read()
            self.statuses.add(answer.status)
            self.seconds.append(time.perf_counter() - begun)
        connection.close()

    def ms(self, share: float) -> float:
        """Milliseconds that this share of all answers took at most."""
        return sorted(self.seconds)[int(share * (len(self.seconds) - 1))] * 1000


@contextmanager
def watched(port: int) -> Iterator[tuple[Asked, Asked]]:
    """The service's health, and that of a server which does nothing, while the block runs."""
    with subprocess.Popen([sys.executable, "-c", NOTHING], stdout=subprocess.PIPE, text=True) as nothing:
        try:
            assert nothing.stdout is not None
            other = int(nothing.stdout.readline())
            with Asked(port) as health, Asked(other) as machine:
                yield health, machine
        finally:
            nothing.kill()
