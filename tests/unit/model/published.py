"""Versions for the tests of the store and the manager: files whose content does not matter to a store."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from service.model.probe import Probe
from service.model.reader_map import CHANNELS
from service.model.store import Gate, Manifest, ModelFile, ModelStore

CREATED = datetime(2026, 11, 22, 10, 15, tzinfo=UTC)


def manifest(*, second: int = 0, **fields: object) -> Manifest:
    created_at = CREATED.replace(second=second)
    files = [ModelFile(name="model.h5")]
    return Manifest.model_validate(
        {"recipe": "ann", "created_at": created_at, "files": files, "gate": Gate(passed=True), **fields}
    )


def probe(label: int = 3, n: int = 4) -> Probe:
    """Digits to which a network that always says `label` gives these probabilities."""
    probabilities = np.zeros((n, 10), np.float32)
    probabilities[:, label] = 1.0
    return Probe(np.zeros((n, 28, 28), np.uint8), probabilities)


def probe_with_pages(label: int, level: float) -> Probe:
    """That probe, and a page with the maps of a reader that gives a cell's mean times `level`."""
    page = np.arange(32 * 48, dtype=np.uint16).reshape(32, 48).astype(np.uint8)
    means = page.reshape(8, 4, 12, 4).mean((1, 3))
    maps = np.repeat(means[None, ..., None] * level, CHANNELS, axis=3).astype(np.float32)
    return replace(probe(label), pages=page[None], maps=maps)


def files(model: bytes = b"a network", accepted_by: Probe | None = None, *, reader: bytes | None = None):
    def write(folder: Path) -> None:
        (folder / "model.h5").write_bytes(model)
        if reader is not None:
            (folder / "reader.h5").write_bytes(reader)
        (folder / "probe.npz").write_bytes((accepted_by or probe()).as_bytes())
        (folder / "report").mkdir()
        (folder / "report" / "report.md").write_text("measured")

    return write


def publish(store: ModelStore, *, second: int = 0, model: bytes = b"a network", **fields: object) -> str:
    return store.publish(manifest(second=second, **fields), files(model))
