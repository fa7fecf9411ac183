"""MNIST: from Keras or from a file, checked by its content, split once and for all."""

import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.errors import TrainingError
from training.quiet import import_keras

# Over the arrays, not over the file: the same arrays come in different zips.
MNIST_SHA256 = "43ee20d6be6d58b01e5870c940b93f16ff49bb02d88f64c29e7d994bee1dc69a"
ARRAYS = ("x_train", "y_train", "x_test", "y_test")
UNREADABLE = (OSError, EOFError, ValueError, KeyError, AttributeError, TypeError, zipfile.BadZipFile)
VALIDATION_SHARE = 12  # one in twelve: 5,000 of 60,000
# One split for all runs: what one recipe is chosen on, no other was trained on, and seeds can be compared.
SPLIT_SEED = 20261122


@dataclass(frozen=True, slots=True)
class Split:
    """Digits and what they are."""

    digits: NDArray[np.uint8]  # (n, 28, 28), ink = 255
    labels: NDArray[np.uint8]  # (n,), 0 to 9

    def __len__(self) -> int:
        return len(self.digits)


@dataclass(frozen=True, slots=True)
class Mnist:
    """The three splits, and the checksum of what they were made from."""

    train: Split
    validation: Split
    test: Split
    sha256: str

    @property
    def is_standard(self) -> bool:
        """Whether these are the 60,000 + 10,000 digits that everyone means by MNIST."""
        return self.sha256 == MNIST_SHA256

    @property
    def name(self) -> str:
        """How a report calls the data."""
        return "MNIST" if self.is_standard else "not the standard MNIST"


def load(path: Path | None) -> Mnist:
    """Read MNIST from `path`, or through Keras, which downloads it once. Raises TrainingError."""
    arrays = _from_keras() if path is None else _from_file(path)
    _check(arrays)
    order = np.random.default_rng(SPLIT_SEED).permutation(len(arrays["x_train"]))
    held_out = max(1, len(order) // VALIDATION_SHARE)
    digits, labels = arrays["x_train"], arrays["y_train"]
    return Mnist(
        train=Split(digits[order[held_out:]], labels[order[held_out:]]),
        validation=Split(digits[order[:held_out]], labels[order[:held_out]]),
        test=Split(arrays["x_test"], arrays["y_test"]),
        sha256=checksum(arrays),
    )


def checksum(arrays: dict[str, NDArray[np.uint8]]) -> str:
    """SHA-256 over the names, shapes and bytes of the four arrays."""
    digest = hashlib.sha256()
    for name in ARRAYS:
        array = arrays[name]
        digest.update(f"{name} {array.shape} {array.dtype}\n".encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def _from_keras() -> dict[str, NDArray[np.uint8]]:
    import_keras()
    from keras.datasets import mnist  # noqa: PLC0415  TensorFlow takes seconds to import; a file needs none

    try:
        (x_train, y_train), (x_test, y_test) = mnist.load_data()
    except Exception as error:  # Keras raises a plain Exception when it cannot download
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise TrainingError(
            f"Keras could not get MNIST ({reason}). "
            "Without a network, set DIGITS_MNIST to the path of a copy of mnist.npz."
        ) from error
    return dict(zip(ARRAYS, (x_train, y_train, x_test, y_test), strict=True))


def _from_file(path: Path) -> dict[str, NDArray[np.uint8]]:
    try:
        with np.load(path, allow_pickle=False) as archive:
            return {name: archive[name] for name in ARRAYS}
    except FileNotFoundError as error:
        raise TrainingError(f"DIGITS_MNIST names {path}, which is not there.") from error
    except UNREADABLE as error:
        raise TrainingError(
            f"DIGITS_MNIST names {path}, which is no .npz file with {', '.join(ARRAYS)}: {error}"
        ) from error


def _check(arrays: dict[str, NDArray[Any]]) -> None:
    for part in ("train", "test"):
        digits, labels = arrays[f"x_{part}"], arrays[f"y_{part}"]
        n = len(digits)
        if digits.shape != (n, 28, 28) or digits.dtype != np.uint8 or n < 2:
            raise TrainingError(f"x_{part} is {digits.dtype} {digits.shape}, not uint8 (n, 28, 28).")
        if labels.shape != (n,) or labels.dtype != np.uint8 or labels.max() > 9:
            raise TrainingError(f"y_{part} is not uint8 ({n},) with labels 0 to 9.")
