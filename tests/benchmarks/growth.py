"""How this service grows: over clients, over the size of a picture, over time. Part of `make bench`."""

import argparse
import json
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

import matplotlib as mpl

from tests.benchmarks.load import load, require_wrk
from tests.benchmarks.systems import SYSTEMS, Running, started
from tests.pictures import drawn, png

CLIENTS = (1, 2, 4, 8, 16, 32, 64, 128, 256)
SIDES = (28, 100, 280, 500, 1000, 2000, 4000, 8000)  # pixels of a square drawing's side
MEMORY_SECONDS = 60
OURS = SYSTEMS[0]


@dataclass(frozen=True, slots=True)
class Growth:
    """What was measured."""

    by_clients: list[dict[str, float]]  # clients, answered a second, refused a second, p99_ms
    by_side: list[dict[str, float]]  # side, median_ms of one client
    memory: list[float]  # MiB of all processes, once a second under load


def main() -> None:
    """Measure, and write figures and plot."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.growth", description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0, help="of load, each")
    parser.add_argument("--out", type=Path, default=Path("benchmarks"))
    options = parser.parse_args()
    require_wrk()
    with started(OURS, Path("/nonexistent"), png()) as running:
        found = Growth(
            by_clients=[_with_clients(running, clients, options.seconds) for clients in CLIENTS],
            by_side=[_of_side(running, side) for side in SIDES],
            memory=_over_time(running),
        )
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "growth.json").write_text(json.dumps(asdict(found), indent=1) + "\n")
    plot(found, options.out / "growth.png")
    print(json.dumps(asdict(found), indent=1))


def _with_clients(running: Running, clients: int, seconds: float) -> dict[str, float]:
    got = load(running.url, png(), clients=clients, seconds=seconds)
    return {
        "clients": clients,
        "answered": (got.requests - got.errors) / got.seconds,
        "refused": got.errors / got.seconds,
        "p99_ms": got.p99_ms,
    }


def _of_side(running: Running, side: int) -> dict[str, float]:
    got = load(running.url, png(drawn(7, side=side)), clients=1, seconds=3)
    assert not got.errors, f"a drawing of {side} pixels was refused"
    return {"side": side, "median_ms": got.median_ms}


def _over_time(running: Running) -> list[float]:
    """Look at the memory each second while pictures of three sizes come in turn."""
    held, over = [], threading.Event()

    def look() -> None:
        while not over.wait(1):
            held.append(running.resident_mib())

    watcher = threading.Thread(target=look)
    watcher.start()
    for _ in range(MEMORY_SECONDS // 6):
        for side in (28, 280, 1000):
            load(running.url, png(drawn(5, side=side)), clients=8, seconds=2)
    over.set()
    watcher.join()
    return held


def plot(found: Growth, path: Path) -> None:
    """Draw the three panels."""
    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415  after the backend is chosen

    figure, (by_clients, by_side, over_time) = plt.subplots(1, 3, figsize=(12.6, 3), layout="constrained")
    clients = [each["clients"] for each in found.by_clients]
    by_clients.plot(clients, [each["answered"] for each in found.by_clients], "o-", label="answered")
    by_clients.plot(clients, [each["refused"] for each in found.by_clients], "o-", label="refused (503)")
    by_clients.set(xscale="log", xlabel="clients", ylabel="requests a second", ylim=(0, None))
    by_clients.legend()
    sides = [each["side"] ** 2 / 1e6 for each in found.by_side]
    by_side.plot(sides, [each["median_ms"] for each in found.by_side], "o-")
    by_side.set(xscale="log", yscale="log", xlabel="megapixels of a PNG", ylabel="median ms, one client")
    over_time.plot(range(1, len(found.memory) + 1), found.memory)
    over_time.set(xlabel="seconds under load", ylabel="MiB, two workers and their parent", ylim=(0, None))
    figure.savefig(path, dpi=110)
    plt.close(figure)


if __name__ == "__main__":
    main()
