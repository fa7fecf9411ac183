"""Runs a network on ONNX Runtime, which only this file imports."""

import os

import numpy as np
from numpy.typing import NDArray

# ONNX Runtime's wheels (from 1.29 on) otherwise keep an identifier in ~/.cache and report to their maker.
os.putenv("ORT_DISABLE_TELEMETRY", "1")
import onnxruntime  # reads that variable once, while it is imported

from service.errors import ModelRefused
from service.model.loaded import LoadedGraph
from service.model.onnx_graph import with_outputs
from service.model.reader_map import MULTIPLE, STRIDE

BATCH_VALUES = 8_388_608  # float32 values between the layers for one batch: 32 MB
MAX_BATCH = 256
REFERENCE_PIXELS = 256 * 256  # of the page that a reader's `activations` are told for


class DigitModel:
    """A network that is ready to answer. Any number of threads may ask it at once."""

    def __init__(self, graph: LoadedGraph) -> None:
        """Raises ModelRefused when ONNX Runtime does not accept the graph."""
        self.graph = graph
        self._batch = max(1, min(MAX_BATCH, BATCH_VALUES // max(1, graph.activations)))
        self._session = _session(graph.onnx)

    def logits(self, digits: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return float32 (n, 10 or 11) for uint8 (n, 28, 28), ink 255."""
        if digits.dtype != np.uint8 or digits.ndim != 3 or digits.shape[1:] != (28, 28):
            raise ValueError(f"digits must be uint8 (n, 28, 28), not {digits.dtype} {digits.shape}")
        parts = [
            self._run(digits[start : start + self._batch]) for start in range(0, len(digits), self._batch)
        ]
        if len(parts) == 1:
            return parts[0]
        return np.concatenate([np.empty((0, self.graph.outputs), dtype=np.float32), *parts])

    def probabilities(self, digits: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return softmax(logits), float32 (n, 10 or 11); each row sums to 1."""
        logits = self.logits(digits)
        powers: NDArray[np.float32] = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))

    def _run(self, digits: NDArray[np.uint8]) -> NDArray[np.float32]:
        logits: NDArray[np.float32]
        (logits,) = self._session.run(["logits"], {"digits": np.ascontiguousarray(digits)})
        return logits


class ReaderModel:
    """A network that makes maps of pages of any size. Any number of threads may ask it at once."""

    def __init__(self, graph: LoadedGraph) -> None:
        """Raises ModelRefused when ONNX Runtime does not accept the graph."""
        self.graph = graph
        # Otherwise ONNX Runtime keeps what the largest pages took: 130 MB after one of 1536 x 1152 pixels,
        # 350 MB where four threads had one each. Given back at once it is 12 and 130 MB; such a page then
        # takes 15 % longer, as the system clears its memory anew, and one of 256 x 256 as long as before.
        self._session = _session(graph.onnx, keeps_memory=False)

    def maps(self, pages: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return float32 (n, h / 4, w / 4, maps) for uint8 (n, h, w); h and w are multiples of 16."""
        sides = pages.shape[1:]
        if pages.dtype != np.uint8 or len(sides) != 2 or 0 in sides or any(side % MULTIPLE for side in sides):
            raise ValueError(
                f"pages must be uint8 (n, h, w) with h and w multiples of {MULTIPLE}, "
                f"not {pages.dtype} {pages.shape}"
            )
        height, width = sides
        values = self.graph.activations * height * width // REFERENCE_PIXELS
        batch = max(1, BATCH_VALUES // max(1, values))
        parts = [self._run(pages[start : start + batch]) for start in range(0, len(pages), batch)]
        if len(parts) == 1:
            return parts[0]
        none = np.empty((0, height // STRIDE, width // STRIDE, self.graph.outputs), dtype=np.float32)
        return np.concatenate([none, *parts])

    def _run(self, pages: NDArray[np.uint8]) -> NDArray[np.float32]:
        maps: NDArray[np.float32]
        (maps,) = self._session.run(["maps"], {"pages": np.ascontiguousarray(pages)})
        return maps


class TracedModel:
    """The same network, which also tells the values between its layers. Any number of threads may ask it."""

    def __init__(self, graph: LoadedGraph, names: list[str]) -> None:
        """Of the values, `names` are told. Raises ModelRefused when ONNX Runtime does not accept them."""
        self._names = ["logits", *names]
        self._session = _session(with_outputs(graph.onnx, names))

    def trace(self, digit: NDArray[np.uint8]) -> dict[str, NDArray[np.float32]]:
        """Return the logits and the named values for one digit, uint8 (28, 28), without the batch's axis."""
        values = self._session.run(self._names, {"digits": np.ascontiguousarray(digit[None])})
        return {name: value[0] for name, value in zip(self._names, values, strict=True)}


def _session(onnx: bytes, *, keeps_memory: bool = True) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.enable_cpu_mem_arena = keeps_memory
    options.intra_op_num_threads = 1  # requests are the parallelism: one core each
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_mem_pattern = False  # made for one batch size; here it differs from request to request
    options.log_severity_level = 4  # a refusal is raised, and told by the manager
    try:
        return onnxruntime.InferenceSession(onnx, sess_options=options, providers=["CPUExecutionProvider"])
    except Exception as error:  # its errors have no common base class
        raise ModelRefused(f"ONNX Runtime does not accept the model: {error}") from error
