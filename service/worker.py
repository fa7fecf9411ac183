"""What each worker process of the server runs; its model loads while the rest is still being imported."""

from typing import TYPE_CHECKING

from service.loading import begin, model_manager
from service.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI


def application() -> "FastAPI":
    """The service, as the environment wants it."""
    settings = Settings.from_environment()
    manager = model_manager(settings)
    begin(manager)
    # Only now: importing FastAPI takes as long as the child process needs to read the model.
    from service.app import create_app  # noqa: PLC0415

    return create_app(settings, manager=manager, loading=True)
