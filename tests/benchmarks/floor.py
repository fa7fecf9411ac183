"""The floor: the same steps called in a loop, with no HTTP around them."""

import time
from pathlib import Path

from service.loading import model_manager
from service.memory import keep_for_the_next_picture
from service.recognizer import Recognizer
from service.settings import Settings

SECONDS = 1.0


def cpu_ms(picture: bytes) -> float:
    """CPU milliseconds that a recognition takes."""
    settings = Settings(models=Path("/nonexistent"))
    manager = model_manager(settings)
    manager.start()
    keep_for_the_next_picture()  # as the service's own threads do
    try:
        recognizer = Recognizer(manager, max_pixels=settings.max_pixels)
        recognizer.recognize(picture)
        return _measured(recognizer, picture)
    finally:
        manager.stop()


def _measured(recognizer: Recognizer, picture: bytes) -> float:
    before, count, until = time.thread_time(), 0, time.monotonic() + SECONDS
    while time.monotonic() < until:
        recognizer.recognize(picture)
        count += 1
    return (time.thread_time() - before) / count * 1000
