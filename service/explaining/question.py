"""What can be asked about a picture besides the picture itself."""

from dataclasses import dataclass
from enum import StrEnum


class Which(StrEnum):
    """Which network explains itself."""

    SERVING = "serving"
    ANN = "ann"  # the bundled dense network, whichever model is serving
    CNN = "cnn"  # the bundled convolutional one


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about a picture."""

    model: Which = Which.SERVING
    label: int | None = None  # 0..9: what the digit is meant to be, for the loss and the step; None: no step
    learning_rate: float = 0.01
    neuron: int | None = None  # of the first hidden layer; None: the one that moved the answer most
