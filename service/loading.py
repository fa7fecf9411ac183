"""The model manager as the settings want it, and the beginning of its first load."""

import threading
from pathlib import Path

from service.model.manager import ModelManager
from service.model.store import ModelStore
from service.settings import Settings

BUNDLED = Path(__file__).parent / "bundled"


def model_manager(settings: Settings) -> ModelManager:
    """Over the store that the settings name, with the bundled version to fall back on."""
    return ModelManager(
        store=ModelStore(settings.models),
        bundled=ModelStore(BUNDLED),
        model_file=settings.model_file,
        scaling=settings.model_scaling,
        poll_seconds=settings.poll_seconds,
    )


def begin(manager: ModelManager) -> None:
    """Load the first model in a thread of its own: nobody waits for it, `/health/live` least of all.

    Only the end of the process waits, for about a second at most: an interpreter that ends while ONNX
    Runtime is at work in another thread is aborted by it, and SIGTERM would not give exit code 0.
    """
    threading.Thread(target=manager.start, name="first-load").start()
