"""The systems that are compared, each started in processes of its own on the same cores, and ended."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

PATIENCE = 120  # seconds until a system answers; TensorFlow takes some
CORES = 2


@dataclass(frozen=True, slots=True)
class System:
    """A server that takes a picture and answers with its digit."""

    name: str
    module: str  # python -m ...
    model: str  # suffix of the file that it is given: .h5, .onnx, or nothing for its own
    path: str = "/predict"


SYSTEMS = (
    System("this service", "service", "", "/v1/predict"),
    System("LitServe", "tests.benchmarks.peers.litserve_onnx", ".onnx"),
    System("BentoML", "tests.benchmarks.peers.bentoml_onnx", ".onnx"),
    System("FastAPI + Keras", "tests.benchmarks.peers.fastapi_keras", ".h5"),
    System("student project", "tests.benchmarks.peers.student", ".h5"),
)


@dataclass(frozen=True, slots=True)
class Running:
    """A system that answers."""

    url: str
    process: psutil.Process
    ready_after: float  # seconds

    def processes(self) -> list[psutil.Process]:
        """It and all that it has started."""
        return [self.process, *self.process.children(recursive=True)]

    def cpu_seconds(self) -> float:
        """CPU time that all its processes have taken."""
        times = [each.cpu_times() for each in self.processes()]
        return sum(each.user + each.system for each in times)

    def resident_mib(self) -> float:
        """Memory that all its processes hold; what they share counts for each."""
        return sum(each.memory_info().rss for each in self.processes()) / 1024 / 1024


@contextmanager
def started(system: System, models: Path, picture: bytes) -> Iterator[Running]:
    """The system on a free port, once it has read the picture; it ends with the block."""
    port = _free_port()
    url = f"http://127.0.0.1:{port}{system.path}"
    given = [str(port), str(models / f"model{system.model}")] if system.model else []
    own = {"DIGITS_PORT": str(port), "DIGITS_WORKERS": str(CORES), "DIGITS_MODELS": str(models / "none")}
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", system.module, *given],
        env={**os.environ, **own},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _await(url, picture, process)
        yield Running(url, psutil.Process(process.pid), time.perf_counter() - begun)
    finally:
        _end(process)


def _await(url: str, picture: bytes, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.post(url, files={"file": ("picture", picture, "image/png")}, timeout=60).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.01)
    raise SystemExit(f"{url} never answered: start it by hand and see what it says.")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and what it has started: they are a group of their own."""
    for last in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, last)
            process.wait(timeout=20)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
