"""Ray: joined or started, its actors fed with parts."""

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anyone; Ray looks when imported
os.environ.setdefault("RAY_AUTH_MODE", "token")  # its ports listen on every interface
os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")

import ray
import ray.data

from service.bulk.actor import PartReader
from service.bulk.parts import Part
from service.settings import Settings

MOST_BLOCKS = 2_000  # into which Ray cuts the list of parts


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a part."""

    pictures: int
    bad: int


@contextmanager
def joined(address: str | None, actors: int) -> Iterator[None]:
    """Join the cluster at the address; without one, start Ray here, open only to who has its token."""
    own: dict[str, Any] = {
        "num_cpus": actors + 1,
        "include_dashboard": False,
        "_node_ip_address": "127.0.0.1",
    }
    ray.init(
        address=address or "local",
        logging_level=logging.ERROR,
        log_to_driver=False,
        **({} if address else own),
    )
    try:
        logging.getLogger("ray.data").setLevel(logging.ERROR)
        ray.data.DataContext.get_current().enable_progress_bars = False
        yield
    finally:
        ray.shutdown()


def read(
    parts: Sequence[Part],
    settings: Settings,
    out: Path,
    actors: int,
    reader: type[PartReader] = PartReader,
) -> Iterator[Done]:
    """Have the parts read, each into its file in `out`; give what came of each as it gets done."""
    if not parts:
        return
    lines = [{"part": part.as_json()} for part in parts]
    done = ray.data.from_items(lines, override_num_blocks=min(len(lines), MOST_BLOCKS)).map_batches(
        reader,
        fn_constructor_args=(settings, str(out.resolve())),
        batch_size=1,
        compute=ray.data.ActorPoolStrategy(size=min(actors, len(lines))),
        num_cpus=1,
    )
    for row in done.iter_rows():
        yield Done(int(row["pictures"]), int(row["bad"]))
