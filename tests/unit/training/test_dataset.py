"""The data: checked by content, split the same way every time, and a clear word where it is missing."""

import io
import os
from pathlib import Path

import keras
import numpy as np
import pytest

from training import dataset
from training.errors import TrainingError


def test_validation_is_held_out_of_training(small: dataset.Mnist, arrays):
    assert (len(small.train), len(small.validation), len(small.test)) == (550, 50, 100)
    seen = np.concatenate([small.train.digits, small.validation.digits]).reshape(600, -1)
    assert sorted(map(bytes, seen)) == sorted(map(bytes, arrays["x_train"].reshape(600, -1)))


def test_the_split_is_the_same_in_every_run(small_file: Path, small: dataset.Mnist):
    again = dataset.load(small_file)
    assert (again.validation.digits == small.validation.digits).all()
    assert (again.train.labels == small.train.labels).all()


def test_labels_stay_with_their_digits(small: dataset.Mnist, arrays):
    by_digit = {
        digit.tobytes(): label for digit, label in zip(arrays["x_train"], arrays["y_train"], strict=True)
    }
    for split in (small.train, small.validation):
        assert all(
            by_digit[digit.tobytes()] == label
            for digit, label in zip(split.digits, split.labels, strict=True)
        )


def test_the_checksum_is_of_the_arrays_and_not_of_the_file(arrays, tmp_path: Path):
    np.savez(tmp_path / "one.npz", **arrays)
    np.savez_compressed(tmp_path / "other.npz", **dict(reversed(arrays.items())))
    one, other = (dataset.load(tmp_path / name) for name in ("one.npz", "other.npz"))
    assert one.sha256 == other.sha256
    changed = {**arrays, "y_test": (arrays["y_test"] + 1) % 10}
    np.savez(tmp_path / "changed.npz", **changed)
    assert dataset.load(tmp_path / "changed.npz").sha256 != one.sha256


def test_other_arrays_than_mnists_are_called_so(small: dataset.Mnist):
    assert not small.is_standard
    assert small.name == "not the standard MNIST"


def npz(**changed: np.ndarray) -> bytes:
    arrays = {
        "x_train": np.zeros((9, 28, 28), np.uint8),
        "y_train": np.zeros(9, np.uint8),
        "x_test": np.zeros((9, 28, 28), np.uint8),
        "y_test": np.zeros(9, np.uint8),
    }
    buffer = io.BytesIO()
    np.savez(buffer, **{name: array for name, array in {**arrays, **changed}.items() if array is not None})
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no zip",
        np.arange(3).tobytes(),
        npz(x_test=None),
        npz(x_train=np.zeros((9, 28, 28), np.float32)),
        npz(x_train=np.zeros((9, 27, 28), np.uint8)),
        npz(y_train=np.zeros(8, np.uint8)),
        npz(y_train=np.full(9, 10, np.uint8)),
        npz(x_train=np.zeros((0, 28, 28), np.uint8), y_train=np.zeros(0, np.uint8)),
        npz(x_train=np.array([{}] * 9, object)),
    ],
)
def test_a_file_that_is_not_in_mnists_shape_is_told_in_one_line(tmp_path: Path, content: bytes):
    (tmp_path / "file.npz").write_bytes(content)
    with pytest.raises(TrainingError) as told:
        dataset.load(tmp_path / "file.npz")
    assert "\n" not in str(told.value)


def test_a_missing_file_is_told_with_the_name_of_the_setting(tmp_path: Path):
    with pytest.raises(TrainingError, match=r"DIGITS_MNIST names .* not there"):
        dataset.load(tmp_path / "nowhere.npz")


def test_without_a_network_the_error_names_the_setting(monkeypatch):
    def unreachable():
        raise Exception("URL fetch failure on https://example.org/mnist.npz: None")  # noqa: TRY002  as Keras does

    monkeypatch.setattr(keras.datasets.mnist, "load_data", unreachable)
    with pytest.raises(TrainingError, match=r"URL fetch failure.*DIGITS_MNIST"):
        dataset.load(None)


def test_mnist_itself_is_recognised():
    named = os.environ.get("DIGITS_MNIST")
    path = Path(named) if named else Path.home() / ".keras" / "datasets" / "mnist.npz"
    if not path.is_file():
        pytest.skip("MNIST is not here: `make mnist` gets it, or set DIGITS_MNIST to a copy of mnist.npz")
    mnist = dataset.load(path)
    assert mnist.is_standard
    assert (len(mnist.train), len(mnist.validation), len(mnist.test)) == (55_000, 5_000, 10_000)
