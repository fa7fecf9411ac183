"""What tests of the manager begin with."""

from pathlib import Path

import pytest

from tests.unit.model.house import House


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.fixture
def manager(house: House):
    """Started over an empty volume; polls only when told."""
    manager = house.manager()
    manager.start()
    yield manager
    manager.stop()
