"""Which model is serving: watch the store, load, probe, swap; whatever fails, the old one keeps serving."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from service.errors import DigitsError, ModelUnavailable, StoreError
from service.model.bundled_reader import BundledReader
from service.model.sandbox import read_model
from service.model.serving import Load, ServingModel, Source, load_file, load_version
from service.model.store import ModelStore

__all__ = ["ModelManager", "Refusal", "ServingModel", "Source"]

logger = logging.getLogger(__name__)

GLANCES = 4  # to a poll: a swap begins after a quarter of its wait, the whole store is looked at in each
MAX_REFUSED = 20  # the latest, which GET /v1/models shows


@dataclass(frozen=True, slots=True)
class Refusal:
    """A candidate that did not get to serve, and why."""

    version: str  # or `CURRENT` where that file itself is the trouble
    reason: str
    at: datetime


class ModelManager:
    """Holds the one reference to the model that serves.

    `active`, `refused` and `versions` are replaced, never changed: a request takes what it needs once
    and works with that. Nothing on the request's path touches the disk.
    """

    def __init__(  # noqa: PLR0913  each is a setting or a door that tests replace
        self,
        *,
        store: ModelStore | None,
        bundled: ModelStore,
        model_file: Path | None,
        scaling: str,
        poll_seconds: float,
        load: Load = read_model,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.active: ServingModel | None = None
        self.refused: tuple[Refusal, ...] = ()
        self.versions: tuple[str, ...] = ()
        self.refused_since = 0  # refusals since the model that serves was what is asked for
        self._store = store
        self._bundled = bundled
        self._model_file = model_file
        self._scaling = scaling
        self._poll_seconds = poll_seconds
        self._load = load
        self._reader = BundledReader(bundled, load=load)
        self._clock = clock
        # The promotion that was refused, and when its files were written: not tried again.
        self._tried: tuple[str, int | None, int] | None = None
        self._written_ns: int | None = None  # when CURRENT was, at the last glance
        self._trouble: str | None = None  # why the store cannot be followed: told once
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def serving(self) -> ServingModel:
        """The model to answer with. Raises ModelUnavailable with the reason."""
        if (active := self.active) is not None:
            return active
        if refused := self.refused:
            raise ModelUnavailable(
                f"No model is serving. {refused[-1].version} was refused: {refused[-1].reason}"
            )
        raise ModelUnavailable("No model is loaded yet.")

    def start(self) -> None:
        """Load the first model, then watch the store until `stop`."""
        if (file := self._model_file) is not None:
            self._try(file.name, lambda: load_file(file, scaling=self._scaling, load=self._load))
        self.poll()
        if self.active is None and self._model_file is None:
            self._try("bundled", self._load_bundled)
        self._thread = threading.Thread(target=self._watch, name="model-manager", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop watching; the active model goes on answering."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def poll(self) -> None:
        """Look at the store once, and swap if CURRENT names another version. Never raises."""
        if self._store is None:
            return
        try:
            self._follow(self._store)
        except Exception as error:  # noqa: BLE001  the watch must outlive whatever the volume does
            self._tell_once(f"{type(error).__name__}: {error}")

    def catch_up(self) -> None:
        """Poll until nothing changes: while a version is loaded, another one may be promoted."""
        changed = True
        while changed and not self._stopping.is_set():
            before = self.active
            self.poll()
            changed = self.active is not before

    def glance(self) -> None:
        """Catch up if CURRENT was written since the last glance: one system call. Never raises."""
        try:
            written_ns = self._store.current_written_ns() if self._store is not None else None
        except Exception:  # noqa: BLE001  the next poll tells why
            return
        if written_ns != self._written_ns:
            self._written_ns = written_ns
            self.catch_up()

    def _watch(self) -> None:
        for number in count(1):
            if self._stopping.wait(self._poll_seconds / GLANCES):
                return
            if number % GLANCES == 0:
                self.catch_up()
            else:
                self.glance()

    def _follow(self, store: ModelStore) -> None:
        try:
            self.versions = tuple(store.versions())
            if self._model_file is not None:
                return  # whatever CURRENT says: trouble with it would hide why the file was refused
            version, promoted_ns = store.current(), store.current_written_ns()
        except StoreError as error:
            self._tell_once(str(error))
            return
        active = self.active
        if version is None:
            if active is not None and active.source == "store":
                self._tell_once(f"CURRENT is gone; {active.version} keeps serving")
            return
        self._trouble = None
        if active is not None and (active.source, active.version) == ("store", version):
            self._tried, self.refused_since = None, 0
        elif self._tried != (tried := (version, promoted_ns, store.written_ns(version))):
            self._tried = tried
            self._try(version, lambda: load_version(store, version, "store", load=self._load))

    def _load_bundled(self) -> ServingModel:
        version = self._bundled.current()
        if version is None:
            raise StoreError("the service holds no bundled model")
        return load_version(self._bundled, version, "bundled", load=self._load)

    def _try(self, name: str, load: Callable[[], ServingModel]) -> None:
        """Swap to what `load` gives; on any failure keep what is serving and say why."""
        try:
            candidate = self._reader.lend(load())
        except DigitsError as error:
            self._refuse(name, str(error))
        except Exception as error:
            logger.exception("Loading %s failed unexpectedly", name)
            self._refuse(name, f"{type(error).__name__}: {error}")
        else:
            self.active = candidate
            if candidate.source != "bundled":  # that one serves for want of another
                self.refused_since = 0
            logger.info("Serving %s (%s)", candidate.version, candidate.source)

    def _tell_once(self, reason: str) -> None:
        if reason != self._trouble:
            self._trouble = reason
            self._refuse("CURRENT", reason)

    def _refuse(self, name: str, reason: str) -> None:
        logger.warning("Refused %s: %s", name, reason)
        self.refused_since += 1
        self.refused = (*self.refused, Refusal(name, reason, self._clock()))[-MAX_REFUSED:]
