"""How long each stage of a request took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class Stopwatch:
    """Seconds by stage, in the order in which the stages ended."""

    timings: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what happens in the block."""
        start = time.perf_counter()
        yield
        self.timings[name] = time.perf_counter() - start
