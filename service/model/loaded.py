"""What a model file becomes once it has been read and checked."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["digit", "reader"]
FREE = -1  # a size of the input that the file leaves open


@dataclass(frozen=True)
class LoadedGraph:
    """A network as ONNX.

    A digit network: `digits` uint8 (n, 28, 28), ink 255, in; `logits` float32 (n, outputs) out. A reader:
    `pages` uint8 (n, h, w) in, h and w multiples of 16; `maps` float32 (n, h / 4, w / 4, outputs) out.
    """

    onnx: bytes
    layers: tuple[str, ...]  # class names in the order of the file, e.g. ("InputLayer", "Flatten", "Dense")
    parameters: int
    input_shape: tuple[int, ...]  # as the file says it: (28, 28), (28, 28, 1), (784,); (FREE, FREE, 1)
    outputs: int  # 10, or 11 where the last is "not a digit"; of a reader, the maps
    scaling: str  # what the graph was built for: "inside", "0..1" or "0..255"; of a reader "inside"
    sha256: str  # of exactly the bytes that were parsed
    # float32 values between the layers for one digit, or a reader's page of 256 x 256: sizes the batches
    activations: int = 0
    role: Role = "digit"
