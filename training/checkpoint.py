"""Checkpoints: what a long training has learned, epoch by epoch, so that it goes on after an interruption."""

import json
import time
from pathlib import Path
from typing import Any

import keras

PROGRESS = "progress.json"


class Checkpoint(keras.callbacks.Callback):  # type: ignore[misc]  # Keras ships no types
    """Keeps the weights, the optimizer's state and the history of the last whole epoch in a folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self.history: dict[str, list[float]] = {}  # one figure an epoch, earlier runs' included
        self.epochs = 0  # that are done
        self.seconds = 0.0  # that they took
        self._started = 0.0

    def restore(self, network: keras.Model) -> None:
        """Give a compiled network what an earlier run has learned, if there was one."""
        progress = self._folder / PROGRESS
        if not progress.exists():
            return
        found = json.loads(progress.read_text())
        network.optimizer.build(network.trainable_variables)  # its state can only be filled once it is there
        network.load_weights(self._folder / found["weights"])
        self.epochs, self.seconds, self.history = found["epochs"], found["seconds"], found["history"]
        print(f"Going on after epoch {self.epochs}, which {self._folder} holds.", flush=True)

    def on_epoch_begin(self, epoch: int, logs: dict[str, Any] | None = None) -> None:  # noqa: ARG002  Keras's
        """Start the epoch's clock."""
        self._started = time.monotonic()

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Keep this epoch: first the weights, then the line that names them, then drop the one before."""
        for name, value in (logs or {}).items():
            self.history.setdefault(name, []).append(float(value))
        self.epochs = epoch + 1
        self.seconds += time.monotonic() - self._started
        self._folder.mkdir(parents=True, exist_ok=True)
        weights = f"epoch-{self.epochs:04}.weights.h5"
        self.model.save_weights(self._folder / weights)
        progress = self._folder / f"{PROGRESS}.new"
        done = {"epochs": self.epochs, "seconds": self.seconds, "weights": weights, "history": self.history}
        progress.write_text(json.dumps(done, indent=1))
        progress.replace(self._folder / PROGRESS)
        for old in self._folder.glob("epoch-*.weights.h5"):
            if old.name != weights:
                old.unlink()
