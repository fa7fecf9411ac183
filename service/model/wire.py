"""What the child tells its parent: a JSON header and raw ONNX bytes, checked on arrival, never unpickled."""

import json
import struct
from typing import Any

from service.errors import ModelRefused
from service.model.loaded import FREE, LoadedGraph, Role
from service.model.onnx_check import check_onnx
from service.model.reader_map import CHANNELS

LENGTHS = struct.Struct("<II")  # bytes of the header, bytes of the ONNX graph
MAX_HEADER_BYTES = 262_144
MAX_ONNX_BYTES = 33_554_432  # 5 million parameters are 20 MB
MAX_ANSWER_BYTES = LENGTHS.size + MAX_HEADER_BYTES + MAX_ONNX_BYTES + 1  # one more than any that makes sense
MAX_REASON = 2000  # characters
SCALINGS = ("inside", "0..1", "0..255")
INPUTS: dict[Role, tuple[tuple[int, ...], ...]] = {
    "digit": ((28, 28), (28, 28, 1), (784,)),
    "reader": ((FREE, FREE, 1),),
}
OUTPUTS: dict[Role, tuple[int, ...]] = {
    "digit": (10, 11),  # the digits, and perhaps "not a digit"
    "reader": (CHANNELS,),
}


def encode_graph(graph: LoadedGraph) -> list[bytes]:
    """Return the parts to be sent, one after the other, for a network that was loaded."""
    header = {
        "layers": graph.layers,
        "parameters": graph.parameters,
        "input_shape": graph.input_shape,
        "outputs": graph.outputs,
        "scaling": graph.scaling,
        "activations": graph.activations,
        "role": graph.role,
    }
    text = json.dumps(header).encode()
    return [LENGTHS.pack(len(text), len(graph.onnx)), text, graph.onnx]


def encode_refusal(reason: str) -> list[bytes]:
    """Return the parts to be sent for a file that was refused."""
    text = json.dumps({"refused": reason[:MAX_REASON]}).encode()
    return [LENGTHS.pack(len(text), 0), text]


def decode(answer: bytes, sha256: str, role: Role = "digit") -> LoadedGraph:
    """Return what the child loaded for `role`; it may have been subverted by the file, so all is checked.

    Raises ModelRefused with the child's reason, or because its answer makes no sense.
    """
    if len(answer) < LENGTHS.size:
        raise ModelRefused("The file made the reader fail, or take more memory than a model may.")
    header_bytes, onnx_bytes = LENGTHS.unpack_from(answer)
    body = memoryview(answer)[LENGTHS.size :]
    too_long = header_bytes > MAX_HEADER_BYTES or onnx_bytes > MAX_ONNX_BYTES
    if too_long or len(body) != header_bytes + onnx_bytes:
        raise _nonsense("its length")
    try:
        header = json.loads(bytes(body[:header_bytes]))
    except (ValueError, RecursionError) as error:
        raise _nonsense("its header") from error
    match header:
        case {"refused": str(reason)}:
            raise ModelRefused(_printable(reason))
        case dict():
            return _graph(header, bytes(body[header_bytes:]), sha256, role)
    raise _nonsense("its header")


def _graph(header: dict[str, Any], onnx: bytes, sha256: str, role: Role) -> LoadedGraph:
    layers, shape = header.get("layers"), header.get("input_shape")
    if header.get("role") != role:
        raise _nonsense("the role")
    if not isinstance(layers, list) or not all(
        isinstance(layer, str) and len(layer) < 300 for layer in layers
    ):
        raise _nonsense("the layers")
    if shape not in [list(known) for known in INPUTS[role]]:
        raise _nonsense("the input's shape")
    scalings = SCALINGS if role == "digit" else SCALINGS[:1]
    if header.get("outputs") not in OUTPUTS[role] or header.get("scaling") not in scalings or not onnx:
        raise _nonsense("the outputs")
    check_onnx(onnx)
    return LoadedGraph(
        onnx=onnx,
        layers=tuple(_printable(layer) for layer in layers),
        parameters=_count(header, "parameters"),
        input_shape=tuple(shape),
        outputs=header["outputs"],
        scaling=header["scaling"],
        sha256=sha256,
        activations=_count(header, "activations"),
        role=role,
    )


def _count(header: dict[str, Any], key: str) -> int:
    value = header.get(key)
    if type(value) is not int or not 0 <= value <= 100_000_000:
        raise _nonsense(key)
    return value


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in text[:MAX_REASON])


def _nonsense(what: str) -> ModelRefused:
    return ModelRefused(f"The model could not be read: the reader's answer makes no sense ({what}).")
