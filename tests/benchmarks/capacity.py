"""What one request costs the service in CPU time and memory: `python -m tests.benchmarks.capacity`.

CPU time of the server's own process, so what else the machine does matters little; one client, one worker.
"""

import io
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import httpx
import numpy as np
import psutil
from PIL import Image

from tests.pictures import drawn, encoded, png

ROUNDS = 5
SECONDS_A_ROUND = 2.0
MIB = 1024 * 1024


def photo(width: int = 4000, height: int = 3000) -> bytes:
    """Make a 12-megapixel JPEG of about 2 MB: a seven on paper with the noise of a camera."""
    page = np.array(Image.fromarray(drawn(7, side=1000)).resize((height, height)), np.int16)
    page = np.pad(page, ((0, 0), (0, width - height)), constant_values=255)
    noise = np.random.default_rng(0).normal(0, 6, (height // 2, width // 2)).repeat(2, 0).repeat(2, 1)
    file = io.BytesIO()
    noisy = np.clip(page * 0.8 + 20 + noise, 0, 255).astype(np.uint8)
    Image.fromarray(noisy).convert("RGB").save(file, "JPEG", quality=88)
    return file.getvalue()


def infer(client: httpx.Client, count: int) -> Callable[[], httpx.Response]:
    """Ask for so many digits at once, as binary data."""
    head = (
        f'{{"inputs":[{{"name":"digits","shape":[{count},28,28],"datatype":"UINT8",'
        f'"parameters":{{"binary_data_size":{count * 784}}}}}]}}'
    ).encode()
    digits = np.stack([drawn(each % 10, side=28, ink=255, paper=0) for each in range(count)])
    body = head + digits.tobytes()
    headers = {"Inference-Header-Content-Length": str(len(head))}
    return lambda: client.post("/v2/models/digits/infer", content=body, headers=headers)


def predict(client: httpx.Client, picture: bytes) -> Callable[[], httpx.Response]:
    """Ask for one picture."""
    return lambda: client.post("/v1/predict", files={"file": picture})


@contextmanager
def service() -> Iterator[tuple[psutil.Process, str, float]]:
    """One worker with the bundled model: its process, its address, and the seconds until it was ready."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as models:
        own = {
            "DIGITS_PORT": str(port),
            "DIGITS_WORKERS": "1",
            "DIGITS_MODELS": models,
            "DIGITS_LOG_LEVEL": "error",
        }
        begun = time.perf_counter()
        running = subprocess.Popen([sys.executable, "-m", "service"], env={**os.environ, **own})
        try:
            address = f"http://127.0.0.1:{port}"
            while not _ready(address):
                time.sleep(0.01)
            yield psutil.Process(running.pid), address, time.perf_counter() - begun
        finally:
            running.terminate()
            running.wait(timeout=20)


def _ready(address: str) -> bool:
    try:
        return httpx.get(f"{address}/health/ready").status_code == 200
    except httpx.TransportError:
        return False


def cost(process: psutil.Process, ask: Callable[[], httpx.Response]) -> tuple[float, float, float]:
    """CPU milliseconds of one request: median, least and most of the rounds."""
    assert ask().status_code == 200
    rounds = []
    for _ in range(ROUNDS):
        before, asked, until = _cpu(process), 0, time.perf_counter() + SECONDS_A_ROUND
        while time.perf_counter() < until:
            ask()
            asked += 1
        rounds.append((_cpu(process) - before) / asked * 1000)
    return median(rounds), min(rounds), max(rounds)


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


def _memory(process: psutil.Process) -> str:
    return f"{process.memory_info().rss / MIB:.0f} MiB"


def main() -> None:
    """Print the table of docs/operations.md."""
    with service() as (process, address, seconds), httpx.Client(base_url=address, timeout=60) as client:
        model = Path("/proc/cpuinfo").read_text().partition("model name")[2].splitlines()[0]
        print(model.strip(": \t"))
        print(f"ready after {seconds:.2f} s, {_memory(process)}\n")
        kinds = {
            "28x28 PNG": predict(client, png(drawn(7, side=28))),
            "280x280 PNG": predict(client, png()),
            f"12-megapixel JPEG, {len(photo()) / 1e6:.1f} MB": predict(client, photo()),
            "`/v2`, 1 digit": infer(client, 1),
            "`/v2`, 256 digits": infer(client, 256),
        }
        print("| request | CPU ms | least to most | a second and core | memory afterwards |")
        print("|---|---:|---:|---:|---:|")
        for name, ask in kinds.items():
            middle, least, most = cost(process, ask)
            cells = [name, f"{middle:.2f}", f"{least:.2f} to {most:.2f}", f"{1000 / middle:,.0f}"]
            print(f"| {' | '.join([*cells, _memory(process)])} |")
        largest = encoded(np.full((8000, 8000), 255, np.uint8), "PNG")
        client.post("/v1/predict", files={"file": largest})
        print(f"\nafter one blank 64-megapixel PNG: {_memory(process)}")


if __name__ == "__main__":
    main()
