"""Checkpoints: what a long training has learned, epoch by epoch, so that it goes on after an interruption."""

import json
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

    def restore(self, network: keras.Model) -> None:
        """Give a compiled network what an earlier run has learned, if there was one."""
        progress = self._folder / PROGRESS
        if not progress.exists():
            return
        found = json.loads(progress.read_text())
        network.optimizer.build(network.trainable_variables)  # its state can only be filled once it is there
        network.load_weights(self._folder / found["weights"])
        self.epochs, self.history = found["epochs"], found["history"]

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Keep this epoch: first the weights, then the line that names them, then drop the one before."""
        for name, value in (logs or {}).items():
            self.history.setdefault(name, []).append(float(value))
        self.epochs = epoch + 1
        self._folder.mkdir(parents=True, exist_ok=True)
        weights = f"epoch-{self.epochs:04}.weights.h5"
        self.model.save_weights(self._folder / weights)
        progress = self._folder / f"{PROGRESS}.new"
        progress.write_text(
            json.dumps({"epochs": self.epochs, "weights": weights, "history": self.history}, indent=1)
        )
        progress.replace(self._folder / PROGRESS)
        for old in self._folder.glob("epoch-*.weights.h5"):
            if old.name != weights:
                old.unlink()
