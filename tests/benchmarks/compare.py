"""This service beside others, on the same cores, with the same pictures: `make bench`.

Each round starts every system in turn, so that what else the machine does falls on all of them; the table
has the medians of the rounds, with the least and the most. Peers shrink the whole picture to 28x28 and ask
the network. This service finds the digit first, and judges what it found.
"""

import argparse
import contextlib
import json
import logging
import tempfile
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import service
from service.model.sandbox import read_model
from service.model.store import ModelStore
from tests.benchmarks import floor, table
from tests.benchmarks.capacity import photo
from tests.benchmarks.load import load, require_wrk
from tests.benchmarks.machine import machine
from tests.benchmarks.systems import SYSTEMS, System, started
from tests.pictures import drawn, png

CLIENTS = 8
PICTURES = {
    "280x280 PNG": png(),
    "28x28 PNG": png(drawn(7, side=28)),
    "12-megapixel JPEG": photo(),
}


@dataclass(frozen=True, slots=True)
class Figures:
    """What one system gave with one picture in one round."""

    system: str
    picture: str
    rate: float  # requests a second, of CLIENTS clients
    p99_ms: float
    alone_ms: float  # median latency of one client
    cpu_ms: float  # of all its processes, a request
    resident_mib: float  # afterwards
    ready_after: float  # seconds
    errors: int


def main() -> None:
    """Measure, and write the table, the figures and the plots."""
    options = _options()
    require_wrk()
    logging.disable(logging.INFO)
    figures: list[Figures] = []
    floors: dict[str, list[float]] = {name: [] for name in PICTURES}
    with tempfile.TemporaryDirectory() as folder:
        models = Path(folder)
        _lay_out(models)
        for number in range(options.rounds):
            for system in SYSTEMS:
                figures += _measure(system, models, options.seconds)
                print(f"round {number + 1} of {options.rounds}: {system.name}", flush=True)
            for name, picture in PICTURES.items():  # in each round: the machine is slower at times
                floors[name].append(floor.cpu_ms(picture))
    options.out.mkdir(parents=True, exist_ok=True)
    measured = f"{datetime.now(UTC):%Y-%m-%d}, {machine()}"
    told = {"measured": measured, "floor_cpu_ms": floors, "figures": [asdict(each) for each in figures]}
    (options.out / "compare.json").write_text(json.dumps(told, indent=1) + "\n")
    (options.out / "compare.md").write_text(table.of(figures, floors, measured, rounds=options.rounds))
    table.plot(figures, options.out / "compare.png")
    print((options.out / "compare.md").read_text())


def _measure(system: System, models: Path, seconds: float) -> list[Figures]:
    found = []
    with started(system, models, PICTURES["28x28 PNG"]) as running:
        for name, picture in PICTURES.items():
            load(running.url, picture, clients=CLIENTS, seconds=1)  # warm up
            before = running.cpu_seconds()
            busy = load(running.url, picture, clients=CLIENTS, seconds=seconds)
            cpu = running.cpu_seconds() - before
            alone = load(running.url, picture, clients=1, seconds=max(1.0, seconds / 2))
            found.append(
                Figures(
                    system=system.name,
                    picture=name,
                    rate=busy.rate,
                    p99_ms=busy.p99_ms,
                    alone_ms=alone.median_ms,
                    cpu_ms=cpu / max(busy.requests, 1) * 1000,
                    resident_mib=running.resident_mib(),
                    ready_after=running.ready_after,
                    errors=busy.errors + alone.errors,
                )
            )
    return found


def _lay_out(folder: Path) -> None:
    """Put the bundled network where peers find it: the .h5, and the graph that the service makes of it."""
    store = ModelStore(Path(service.__file__).parent / "bundled")
    h5 = store.path(store.current(), "model.h5")
    (folder / "model.h5").write_bytes(h5.read_bytes())
    (folder / "model.onnx").write_bytes(read_model(h5).onnx)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.compare", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0, help="of load, each")
    parser.add_argument("--out", type=Path, default=Path("benchmarks"))
    return parser.parse_args()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
