"""The trainer publishes into the volume while the service answers, and the service swaps to it."""

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asking
import pytest
from engine import Project

pytestmark = pytest.mark.container

POLLS_S = 10.0  # `CURRENT` is looked at every two seconds
PACE_S = 0.02  # about 40 requests a second, for as long as the training lasts
MNIST = Path(os.environ.get("DIGITS_MNIST") or Path.home() / ".keras/datasets/mnist.npz")


class Asker(threading.Thread):
    """Posts one picture again and again until told to stop; keeps which model answered, and what failed."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self.models: list[str] = []
        self.failures: list[Exception] = []
        self.swapped = threading.Event()
        self._enough = threading.Event()
        self._url = url

    def run(self) -> None:
        picture = asking.drawn_seven()
        while not self._enough.wait(PACE_S):
            try:
                self.models.append(asking.predict(self._url, picture)["model"])
            except Exception as error:  # noqa: BLE001 - whatever fails, the test wants to show it
                self.failures.append(error)
            if self.models[-1:] != self.models[:1]:
                self.swapped.set()

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Ask for as long as the block lasts."""
        self.start()
        try:
            yield
        finally:
            self._enough.set()
            self.join()


@pytest.fixture
def mnist_project(docker_engine: None) -> Iterator[Project]:
    if not MNIST.exists():
        pytest.skip("needs MNIST: `make mnist` fetches it, or DIGITS_MNIST names a copy of mnist.npz")
    project = Project(DIGITS_MNIST=str(MNIST.resolve()))
    try:
        project.up()
        yield project
    finally:
        project.remove()


def test_the_running_service_swaps_to_what_the_trainer_publishes_and_loses_no_request(
    mnist_project: Project,
) -> None:
    asker = Asker(mnist_project.url)
    with asker.asking():
        mnist_project.compose("run", "--build", "--rm", "trainer")
        asker.swapped.wait(POLLS_S)
    serving = json.loads(asking.get(f"{mnist_project.url}/v1/model"))
    assert asker.failures == []
    assert serving["source"] == "store"
    assert serving["recipe"] == "ann"
    assert asker.models[-1] == serving["version"] != asker.models[0]
