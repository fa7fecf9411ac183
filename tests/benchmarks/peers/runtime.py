"""The network on ONNX Runtime with one thread, as a server with a process a core wants it."""

import numpy as np
import onnxruntime


class Network:
    """A network of which the probabilities are asked."""

    def __init__(self, path: str) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

    def probabilities(self, digits: np.ndarray) -> np.ndarray:
        """Softmax over the ten labels, float32 (n, 10)."""
        logits = self._session.run(["logits"], {"digits": digits})[0][:, :10]
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)
