"""Thirty drawn digits in MNIST's shape, clean, and stand-ins for the service."""

import numpy as np
import pytest

from training import probe_digits
from training.dataset import Split


@pytest.fixture(scope="session")
def drawn_digits() -> Split:
    digits = probe_digits.draw()
    return Split(digits, (np.arange(len(digits)) % 10).astype(np.uint8))
