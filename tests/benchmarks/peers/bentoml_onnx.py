"""BentoML with ONNX Runtime, a worker a core. Arguments: PORT, MODEL.onnx."""

import io
import os
import sys
from pathlib import Path
from typing import Annotated

import bentoml
from bentoml.validators import ContentType

from tests.benchmarks.peers.plain import answer, digit_of
from tests.benchmarks.peers.runtime import Network

WORKERS = 2


@bentoml.service(workers=WORKERS)
class Digits:
    def __init__(self) -> None:
        self.network = Network(os.environ["MODEL"])

    @bentoml.api(route="/predict")
    def predict(self, file: Annotated[Path, ContentType("image/*")]) -> dict[str, object]:
        return answer(self.network.probabilities(digit_of(io.FileIO(file).readall())))


if __name__ == "__main__":
    os.environ |= {"MODEL": sys.argv[2], "BENTOML_DO_NOT_TRACK": "True"}
    served = ["serve", f"{__spec__.name}:Digits", "--host", "127.0.0.1", "--port", sys.argv[1]]
    os.execv(sys.executable, [sys.executable, "-m", "bentoml", *served])
