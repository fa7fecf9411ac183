"""The only reader of the environment in training."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Environment:
    """What the environment says; flags come before it."""

    models: Path  # the store's folder
    mnist: Path | None  # a file with MNIST's arrays, instead of Keras's own copy
    dev_pictures: Path | None  # a folder of people's own pictures, which evaluation measures too
    code_commit: str | None  # of the code, where there is no git to ask


def read() -> Environment:
    """Read the environment, and ask TensorFlow to keep its start-up messages to itself."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    mnist = os.environ.get("DIGITS_MNIST")
    dev = os.environ.get("DIGITS_DEV_PICTURES")
    return Environment(
        models=Path(os.environ.get("DIGITS_MODELS") or "models"),
        mnist=Path(mnist).expanduser() if mnist else None,
        dev_pictures=Path(dev).expanduser() if dev else None,
        code_commit=os.environ.get("DIGITS_CODE_COMMIT") or None,
    )
