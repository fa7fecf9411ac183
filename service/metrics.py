"""What the service counts for Prometheus: requests, stages, verdicts, confidence, the serving model."""

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

CONTENT_TYPE: Final = CONTENT_TYPE_PLAIN_0_0_4
METHODS = frozenset(
    {"GET", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}
)  # HEAD is answered as GET; others are "other"
# Seconds. A stage takes 0.1 ms (the network) to a second (64-megapixel WebP); a request waits too.
OF_A_STAGE = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
OF_A_REQUEST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0)
CONFIDENCES = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999, 1.0)

disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for each, of no use here


class Metrics:
    """Counts, from any thread. With several workers each writes into a file of its own in `shared`.

    Whichever worker is asked adds the files up, so that a scrape sees the whole service. What a worker that
    died had counted stays counted; what it held (requests in progress, a model) does not.
    """

    def __init__(self, shared: Path | None) -> None:
        self._shared = shared
        self._registry = CollectorRegistry()
        self._requests = self._counter("requests", "Requests answered.", "route", "method", "status")
        self._refused = self._counter("refused", "Requests that were refused, by kind of problem.", "reason")
        self._verdicts = self._counter(
            "verdicts", "Verdicts on pictures, or on marks in them.", "call", "verdict"
        )
        self._seconds = self._histogram("request_seconds", "From head to answer.", OF_A_REQUEST, "route")
        self._stages = self._histogram(
            "stage_seconds", "Of one stage of a picture.", OF_A_STAGE, "call", "stage"
        )
        self._confidence = self._histogram("confidence", "Of digits that were named.", CONFIDENCES, "call")
        self._in_progress = self._gauge(
            "requests_in_progress", "Requests that are being answered.", "livesum"
        )
        self._serving = self._gauge(
            "model_workers", "How many workers serve this version.", "livesum", "version", "source"
        )
        self._models_refused = self._gauge(
            "models_refused", "Models refused since what serves was asked for.", "livemax"
        )
        self._served: tuple[str, str] | None = None
        self._count = cache(Counter.labels)  # the library goes through locks and checks for a label each time
        self._observe = cache(Histogram.labels)

    def begun(self) -> None:
        """A request has come."""
        self._in_progress.inc()

    def ended(
        self, *, route: str | None, method: str, status: int, seconds: float, refused: str | None
    ) -> None:
        """The request was answered; `refused` names the problem if it was one of ours."""
        self._in_progress.dec()
        known = route or "other"
        self._count(self._requests, known, method if method in METHODS else "other", str(status)).inc()
        self._observe(self._seconds, known).observe(seconds)
        if refused:
            self._count(self._refused, refused).inc()

    def turned_away(self, status: int, reason: str) -> None:
        """A connection was answered with an error before there was a request."""
        self._requests.labels("other", "other", str(status)).inc()
        self._refused.labels(reason).inc()

    def looked_at(self, call: str, timings: dict[str, float]) -> None:
        """A picture went through these stages in these seconds."""
        for stage, seconds in timings.items():
            self._observe(self._stages, call, stage).observe(seconds)

    def judged(self, call: str, judgements: Iterable[tuple[str, float | None]]) -> None:
        """Verdicts, each with its confidence where a digit was named."""
        for verdict, confidence in judgements:
            self._count(self._verdicts, call, verdict).inc()
            if confidence is not None:
                self._observe(self._confidence, call).observe(confidence)

    def serving(self, model: tuple[str, str] | None, *, refused: int) -> None:
        """This worker serves that version of that source (or none); `refused`: since it was asked for."""
        self._models_refused.set(refused)
        if model == self._served:
            return
        if self._served is not None:
            self._serving.labels(*self._served).set(0)
        if model is not None:
            self._serving.labels(*model).set(1)
        self._served = model

    def told(self) -> bytes:
        """Everything, of all workers, in Prometheus' text format. Reads files: not for the event loop."""
        if self._shared is None:
            return generate_latest(self._registry)
        for pid in _dead(self._shared):
            mark_process_dead(pid, str(self._shared))  # type: ignore[no-untyped-call]
        together = CollectorRegistry()
        MultiProcessCollector(together, str(self._shared))  # type: ignore[no-untyped-call]
        return generate_latest(together)

    def _counter(self, name: str, told: str, *labels: str) -> Counter:
        return Counter(f"digits_{name}", told, labels, registry=self._registry)

    def _histogram(self, name: str, told: str, bounds: tuple[float, ...], *labels: str) -> Histogram:
        return Histogram(f"digits_{name}", told, labels, buckets=bounds, registry=self._registry)

    def _gauge(self, name: str, told: str, together: str, *labels: str) -> Gauge:
        return Gauge(f"digits_{name}", told, labels, registry=self._registry, multiprocess_mode=together)  # type: ignore[arg-type]


def _dead(shared: Path) -> list[int]:
    """The workers that left gauges behind and are no more."""
    left = {int(file.stem.rpartition("_")[2]) for file in shared.glob("gauge_live*_*.db")}
    return [pid for pid in left if not _alive(pid)]


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # somebody's: the number was given anew
    return True
