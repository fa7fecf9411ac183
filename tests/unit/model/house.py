"""A volume, a bundled version and the manager between them, and what that manager answers."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from service.model.manager import ModelManager
from service.model.manifest import ModelFile
from service.model.store import ModelStore
from tests.unit.model.networks import FakeReader
from tests.unit.model.published import files, manifest, probe, probe_with_pages

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ONE_DIGIT = np.zeros((1, 28, 28), np.uint8)


class House:
    """A volume, a bundled version that always says 0, and a manager between them."""

    def __init__(self, folder: Path) -> None:
        self.store = ModelStore(folder / "models")
        self.bundled = ModelStore(folder / "bundled")
        self.published = 0
        self.bundled.promote(self.publish(0, store=self.bundled))
        self.reader = FakeReader()

    def publish(
        self, label: int, *, says: int | None = None, store: ModelStore | None = None, **fields
    ) -> str:
        """A version whose network always says `label`, and whose probe expects `says`."""
        self.published += 1
        expected = probe(label if says is None else says)
        content = fields.pop("content", f"always {label}".encode())
        named = manifest(second=self.published, **fields)
        return (store or self.store).publish(named, files(content, expected))

    def publish_with_reader(
        self, label: int, level: float, *, store: ModelStore | None = None, **changes
    ) -> str:
        """A version whose reader gives a cell's mean times `level`; `changes` make it wrong."""
        self.published += 1
        named = manifest(
            second=self.published,
            files=[ModelFile(name="model.h5"), ModelFile(name="reader.h5", role="reader")],
            reader={"text": level},
        )
        content = changes.get("content", f"reads {level}".encode())
        expected = changes.get("expected", probe_with_pages(label, level))
        write = files(f"always {label}".encode(), expected, reader=content)
        return (store or self.store).publish(named, write)

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
