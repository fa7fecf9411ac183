"""LitServe with ONNX Runtime, a worker a core. Arguments: PORT, MODEL.onnx."""

import sys

import litserve
import numpy as np

from tests.benchmarks.peers.plain import FIELD, answer, digit_of
from tests.benchmarks.peers.runtime import Network

WORKERS = 2


class Digits(litserve.LitAPI):
    def setup(self, device: str) -> None:
        self.network = Network(sys.argv[2])

    def decode_request(self, request):
        return digit_of(request[FIELD].file.read())

    def predict(self, x):
        return self.network.probabilities(x)

    def encode_response(self, output: np.ndarray):
        return answer(output)


if __name__ == "__main__":
    server = litserve.LitServer(Digits(), accelerator="cpu", workers_per_device=WORKERS)
    server.run(host="127.0.0.1", port=int(sys.argv[1]), log_level="error", generate_client_file=False)
