"""What a model file becomes once it has been read and checked."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LoadedGraph:
    """A network as ONNX: uint8 (n, 28, 28), ink 255, in; float32 logits (n, outputs) out."""

    onnx: bytes
    layers: tuple[str, ...]  # class names in the order of the file, e.g. ("InputLayer", "Flatten", "Dense")
    parameters: int
    input_shape: tuple[int, ...]  # as the file says it: (28, 28), (28, 28, 1) or (784,)
    outputs: int  # 10, or 11 where the last is "not a digit"
    scaling: str  # what the graph was built for: "inside", "0..1" or "0..255"
    sha256: str  # of exactly the bytes that were parsed
    activations: int = (
        0  # float32 values between the layers for one digit: the engine sizes its batches by it
    )
