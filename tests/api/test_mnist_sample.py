"""MNIST's own digits, uploaded, read as the network reads the raw arrays (all 10,000 in tests/quality)."""

import io
import os
from pathlib import Path

import httpx
import numpy as np
import pytest
from PIL import Image

from service.app import create_app
from service.settings import Settings
from training.dataset import load
from training.errors import TrainingError

SAMPLE = 200
pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def digits() -> np.ndarray:
    path = os.environ.get("DIGITS_MNIST")
    try:
        return load(Path(path) if path else None).test.digits[:SAMPLE]
    except TrainingError as error:
        pytest.skip(f"MNIST is not here: `make mnist` gets it, or set DIGITS_MNIST to a copy ({error})")


@pytest.mark.parametrize("inverted", [False, True], ids=["white on black", "black on white"])
async def test_uploaded_mnist_digits_read_as_the_raw_arrays_do(digits, inverted, tmp_path):
    app = create_app(Settings(models=tmp_path))
    app.state.parts.manager.start()
    own = app.state.parts.manager.serving().model.logits(digits)[:, :10].argmax(axis=1)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        answers = [
            (await client.post("/v1/predict", files={"file": png(d, inverted)})).json() for d in digits
        ]
    app.state.parts.manager.stop()

    assert [answer["digit"] for answer in answers] == own.tolist()


def png(digit: np.ndarray, inverted: bool) -> bytes:
    out = io.BytesIO()
    Image.fromarray(255 - digit if inverted else digit).save(out, "PNG")
    return out.getvalue()
