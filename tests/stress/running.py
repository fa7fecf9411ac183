"""A real service in processes of its own, as heavy tests need it, and what can be measured from outside."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
import psutil

LONG = bool(os.environ.get("STRESS"))  # `make stress`: the long form of these tests
PATIENCE = 60  # seconds; far more than the service takes to be ready or to end
MIB = 1024 * 1024


@dataclass
class Running:
    """A service that runs."""

    process: subprocess.Popen[str]
    port: int
    log: list[dict[str, object]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def workers(self) -> list[psutil.Process]:
        """The processes that answer."""
        served = psutil.Process(self.process.pid)
        return [each for each in served.children() if _is_worker(each)] or [served]

    def resident(self) -> float:
        """MiB that all its workers hold in memory."""
        return sum(each.memory_info().rss for each in self.workers()) / MIB

    def wait_until(self, path: str = "/health/ready") -> float:
        """Seconds until `path` answers 200."""
        begun = time.monotonic()
        while time.monotonic() < begun + PATIENCE:
            try:
                if httpx.get(self.url + path, timeout=PATIENCE).status_code == 200:
                    return time.monotonic() - begun
            except httpx.TransportError:
                pass
        raise AssertionError(f"{path} never answered")


@contextmanager
def service(**settings: object) -> Iterator[Running]:
    """A service with these settings, ready; it ends with the block."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DIGITS_")}
    given = {"port": 0, "workers": 1, "models": "/nonexistent", **settings}
    environment |= {f"DIGITS_{name.upper()}": str(value) for name, value in given.items()}
    command = [sys.executable, "-m", "service"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            running = Running(process, _port(process))
            # What it logs has to be read by someone, or it stops when the pipe is full.
            threading.Thread(target=_keep, args=(running,), daemon=True).start()
            running.wait_until()
            yield running
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


def _is_worker(process: psutil.Process) -> bool:
    try:
        return "spawn_main" in " ".join(process.cmdline())
    except psutil.Error:  # it has just ended
        return False


def _port(process: subprocess.Popen[str]) -> int:
    assert process.stderr is not None
    for line in process.stderr:
        told = str(json.loads(line)["message"])
        if told.startswith("Serving on "):
            return int(told.split()[2].rstrip("/").rpartition(":")[2])
    raise AssertionError("the service ended before it served")


def _keep(running: Running) -> None:
    """Keep what is logged, but for the lines of good requests: they would fill the memory."""
    assert running.process.stderr is not None
    for line in running.process.stderr:
        if not line.startswith("{"):  # libtiff complains by itself
            continue
        told = json.loads(line)
        if told["logger"] != "service.requests" or told.get("status", 500) >= 500:
            running.log = [*running.log[-999:], told]
