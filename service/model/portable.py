"""The serving networks as one compact file, for the page's own reading without a connection.

Four bytes of length (little endian), a header in JSON padded with spaces, then the constants of both
networks, each aligned to four bytes. Shapes are int32, small constants float32. Weights are of 12 bits, as
both networks would be too much to load otherwise: for each output (the first axis of a convolution's, the
last of a matrix) the float32 that stands for one, then each two values in three bytes, 2048 standing for
zero, the first one's low bits first. The header names for each network the operations in their order, each
with its inputs, output and attributes as ONNX has them.
"""

import json
import struct
from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from service.model.manifest import Calibration, ReaderSettings

FLOAT, INT64 = 1, 7  # data types in onnx.proto
LARGE = 1024  # values of a constant from which it is sent in fewer bits
MATRIX = 2  # axes
MOST = 2047  # of the levels of 12 bits, to both sides of zero
LENGTH = struct.Struct("<I")

Field: TypeAlias = "tuple[int, int | bytes]"
Floats: TypeAlias = NDArray[np.float32]


def portable(
    onnx: bytes,
    *,
    version: str,
    calibration: Calibration,
    reader: bytes | None = None,
    settings: ReaderSettings | None = None,
) -> bytes:
    """Return the file for graphs that `onnx_check` let pass: a digit network's, and perhaps a reader's."""
    data = bytearray()
    header = {
        "version": version,
        "calibration": {
            "temperature": calibration.temperature,
            "uncertain_below": calibration.uncertain_below,
            "digit_score_below": calibration.digit_score_below,
        },
        **_network(onnx, data),
        "reader": None,
    }
    if reader is not None and settings is not None:
        header["reader"] = {"settings": settings.model_dump(), **_network(reader, data)}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    return LENGTH.pack(len(text)) + text + bytes(data)


def _network(onnx: bytes, data: bytearray) -> dict[str, Any]:
    """Describe a graph's operations and constants; the constants themselves are added to `data`."""
    (graph,) = [value for number, value in _fields(onnx) if number == 7 and isinstance(value, bytes)]
    parts = list(_fields(graph))
    nodes = [_node(value) for number, value in parts if number == 1 and isinstance(value, bytes)]
    tensors = []
    for number, value in parts:
        if number == 5 and isinstance(value, bytes):
            described, content = _tensor(value)
            tensors.append({**described, "offset": len(data)})
            data += content + bytes(-len(content) % 4)
    return {"nodes": nodes, "tensors": tensors}


def _twelve_bits(values: Floats) -> bytes:
    """Round weights so that the largest of each output has the outermost level."""
    others = 0 if values.ndim == MATRIX else tuple(range(1, values.ndim))
    largest = np.abs(values).max(axis=others, keepdims=True)
    steps = np.maximum(largest, np.finfo(np.float32).tiny) / np.float32(MOST)
    levels = (np.rint(values / steps) + MOST + 1).astype(np.uint16).ravel()
    pairs = np.append(levels, np.zeros(len(levels) % 2, np.uint16)).reshape(-1, 2)
    low, high = pairs[:, 0], pairs[:, 1]
    packed = np.stack([low & 0xFF, low >> 8 | (high & 0xF) << 4, high >> 4], axis=1).astype(np.uint8)
    return bytes(steps.astype("<f4").tobytes() + packed.tobytes())


def _node(message: bytes) -> dict[str, Any]:
    node: dict[str, Any] = {"op": "", "inputs": [], "output": "", "attributes": {}}
    for number, value in _fields(message):
        if not isinstance(value, bytes):
            continue
        if number == 1:
            node["inputs"].append(value.decode())
        elif number == 2:
            node["output"] = value.decode()
        elif number == 4:
            node["op"] = value.decode()
        elif number == 5:
            name, content = _attribute(value)
            node["attributes"][name] = content
    return node


def _attribute(message: bytes) -> tuple[str, "int | float | str | list[int]"]:
    name, numbers, value = "", list[int](), 0.0
    single = False
    for number, content in _fields(message):
        if number == 1 and isinstance(content, bytes):
            name = content.decode()
        elif number == 2 and isinstance(content, bytes):
            return name, float(struct.unpack("<f", content)[0])
        elif number == 3 and isinstance(content, int):
            single, value = True, _signed(content)
        elif number == 4 and isinstance(content, bytes):
            return name, content.decode()
        elif number == 8:
            numbers += _integers(content)
    return (name, int(value)) if single else (name, numbers)


def _tensor(message: bytes) -> tuple[dict[str, Any], bytes]:
    shape, kind, name, raw = list[int](), FLOAT, "", b""
    for number, value in _fields(message):
        if number == 1:
            shape += _integers(value)
        elif number == 2 and isinstance(value, int):
            kind = value
        elif number == 8 and isinstance(value, bytes):
            name = value.decode()
        elif number == 9 and isinstance(value, bytes):
            raw = value
    if kind == INT64:
        return {"name": name, "shape": shape, "type": "i32"}, np.frombuffer(raw, "<i8").astype(
            "<i4"
        ).tobytes()
    if kind != FLOAT:
        raise ValueError(f"constants of type {kind} are never written")
    values = np.frombuffer(raw, "<f4").reshape(shape)
    if values.size >= LARGE and values.ndim > 1:
        return {"name": name, "shape": shape, "type": "i12"}, _twelve_bits(values)
    return {"name": name, "shape": shape, "type": "f32"}, raw


def _integers(value: "int | bytes") -> list[int]:
    """Give a repeated field's numbers: one by one, or packed."""
    if isinstance(value, int):
        return [_signed(value)]
    numbers, position = [], 0
    while position < len(value):
        number, position = _varint(value, position)
        numbers.append(_signed(number))
    return numbers


def _signed(number: int) -> int:
    return number - (1 << 64) if number >= 1 << 63 else number


def _fields(message: bytes) -> Iterator[Field]:
    """Yield the number and the value of every field of a protobuf message."""
    position = 0
    while position < len(message):
        key, position = _varint(message, position)
        value: int | bytes
        match key & 7:
            case 0:
                value, position = _varint(message, position)
            case 2:
                length, position = _varint(message, position)
                value, position = message[position : position + length], position + length
            case wire:
                length = {1: 8, 5: 4}[wire]
                value, position = message[position : position + length], position + length
        yield key >> 3, value


def _varint(message: bytes, position: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = message[position]
        position += 1
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return number, position
