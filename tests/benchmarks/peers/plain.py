"""What every peer does with a picture: grey, 28x28, light on dark; no search for the digit, no verdict."""

import io

import numpy as np
from PIL import Image

FIELD = "file"


def digit_of(picture: bytes) -> np.ndarray:
    """The whole picture as one digit, uint8 (1, 28, 28), ink 255."""
    grey = Image.open(io.BytesIO(picture)).convert("L").resize((28, 28))
    return 255 - np.asarray(grey)[None]


def answer(probabilities: np.ndarray) -> dict[str, object]:
    """The label with its probability, and all ten."""
    ten = probabilities[0, :10]
    return {"digit": int(ten.argmax()), "confidence": float(ten.max()), "probabilities": ten.tolist()}
