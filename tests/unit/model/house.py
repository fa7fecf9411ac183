"""A volume, a bundled version and the manager between them, and what that manager answers."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from service.model.manager import ModelManager
from service.model.store import ModelStore
from tests.unit.model.networks import FakeReader
from tests.unit.model.published import files, manifest, probe

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ONE_DIGIT = np.zeros((1, 28, 28), np.uint8)


class House:
    """A volume, a bundled version that always says 0, and a manager between them."""

    def __init__(self, folder: Path) -> None:
        self.store = ModelStore(folder / "models")
        self.bundled = ModelStore(folder / "bundled")
        self.bundled.promote(self.publish(0, store=self.bundled))
        self.reader = FakeReader()
        self.published = 0

    def publish(
        self, label: int, *, says: int | None = None, store: ModelStore | None = None, **fields
    ) -> str:
        """A version whose network always says `label`, and whose probe expects `says`."""
        self.published = getattr(self, "published", 0) + 1
        expected = probe(label if says is None else says)
        content = fields.pop("content", f"always {label}".encode())
        named = manifest(second=self.published, **fields)
        return (store or self.store).publish(named, files(content, expected))

    def promoted(self, label: int, **fields) -> str:
        version = self.publish(label, **fields)
        self.store.promote(version)
        return version

    def manager(self, **settings) -> ModelManager:
        return ModelManager(
            **{
                "store": self.store,
                "bundled": self.bundled,
                "model_file": None,
                "scaling": "auto",
                "poll_seconds": 3600,
                "load": self.reader,
                "clock": lambda: NOON,
                **settings,
            }
        )


def answer(manager: ModelManager) -> int:
    return int(manager.serving().model.probabilities(ONE_DIGIT).argmax())
