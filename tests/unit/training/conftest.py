"""A small data set in MNIST's shape: drawn digits with noise, which a network learns in a second."""

from pathlib import Path

import numpy as np
import pytest

from training import dataset, probe_digits


def drawn(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    chosen = random.integers(0, 30, count)
    noise = random.integers(0, 60, (count, 28, 28))
    digits = np.clip(probe_digits.draw()[chosen].astype(int) + noise - 30, 0, 255).astype(np.uint8)
    return digits, (chosen % 10).astype(np.uint8)


@pytest.fixture(scope="session")
def arrays() -> dict[str, np.ndarray]:
    x_train, y_train = drawn(600, seed=1)
    x_test, y_test = drawn(100, seed=2)
    return {"x_train": x_train, "y_train": y_train, "x_test": x_test, "y_test": y_test}


@pytest.fixture(scope="session")
def small_file(arrays, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("mnist") / "small.npz"
    np.savez_compressed(path, **arrays)
    return path


@pytest.fixture(scope="session")
def small(small_file: Path) -> dataset.Mnist:
    return dataset.load(small_file)
