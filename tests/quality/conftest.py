"""MNIST's test digits, the dev pictures, and a service with the bundled model."""

import os
from pathlib import Path

import pytest

from training.dataset import Split, load
from training.errors import TrainingError
from training.suites.asking import HttpAsk
from training.suites.server import running_service


@pytest.fixture(scope="session")
def mnist() -> Split:
    """The 10,000 test digits."""
    path = os.environ.get("DIGITS_MNIST")
    try:
        return load(Path(path) if path else None).test
    except TrainingError as error:
        pytest.skip(f"MNIST is not here: `make mnist` gets it, or set DIGITS_MNIST to a copy ({error})")


@pytest.fixture(scope="session")
def dev_pictures() -> Path | None:
    """The folder of people's own pictures; they are not part of the project."""
    folder = os.environ.get("DIGITS_DEV_PICTURES")
    return Path(folder) if folder else None


@pytest.fixture(scope="session")
def ask():
    """Posts pictures to a service that serves the bundled model."""
    with running_service() as url, HttpAsk(url) as asking:
        yield asking


@pytest.fixture(scope="session")
def read():
    """Posts pictures to the reading of a service that serves the bundled model."""
    with running_service() as url, HttpAsk(url, "/v1/read") as asking:
        yield asking
