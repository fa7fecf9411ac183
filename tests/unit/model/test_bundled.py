"""The bundled version is one that the service takes, and small enough to travel with its code."""

from pathlib import Path

import service
from service.model.manager import ModelManager
from service.model.store import ModelStore

BUNDLED = Path(service.__file__).parent / "bundled"
MOST_BYTES = 4_500_000


def test_without_a_volume_the_bundled_version_serves():
    store = ModelStore(BUNDLED)
    manager = ModelManager(store=None, bundled=store, model_file=None, scaling="auto", poll_seconds=3600)
    manager.start()
    manager.stop()
    assert manager.refused == ()
    assert manager.serving().source == "bundled"


def test_every_bundled_version_passed_its_gate_and_was_measured_on_mnist_itself():
    store = ModelStore(BUNDLED)
    for version in store.versions():
        manifest = store.manifest(version)
        assert manifest.gate.passed
        assert manifest.training["data"] == "MNIST"


def test_what_is_bundled_stays_small_and_holds_nobodys_handwriting():
    files = [path for path in BUNDLED.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= MOST_BYTES
    # The worst mistakes are digits of MNIST, which has a licence of its own.
    assert not [path for path in files if path.name == "mistakes.png"]
