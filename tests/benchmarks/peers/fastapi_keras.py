"""FastAPI, uvicorn and Keras called directly, the better way of the two. Arguments: PORT, MODEL.h5."""

import os
import sys

import uvicorn
from fastapi import FastAPI, UploadFile

from tests.benchmarks.peers.plain import answer, digit_of

WORKERS = 2


def create() -> FastAPI:
    import keras  # noqa: PLC0415  in each worker, not in the process that starts them

    app, model = FastAPI(), keras.models.load_model(os.environ["MODEL"])

    @app.post("/predict")
    def predict(file: UploadFile) -> dict[str, object]:
        return answer(model(digit_of(file.file.read()), training=False).numpy())

    return app


if __name__ == "__main__":
    os.environ["MODEL"] = sys.argv[2]
    uvicorn.run(
        f"{__spec__.name}:create",
        factory=True,
        port=int(sys.argv[1]),
        workers=WORKERS,
        log_level="warning",
    )
