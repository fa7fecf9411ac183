"""The serving networks as one compact file, for the page's own reading without a connection.

Four bytes of length (little endian), a header in JSON padded with spaces, then the constants of both
networks, each aligned to four bytes. Shapes are int32, small constants float32. Weights have fewer bits, as
both networks would be too much to load otherwise: for each output (the first axis of a convolution's, the
last of a matrix) the float32 that stands for one, then the values bit by bit, the lowest first, half of what
so many bits can say standing for zero. The header names for each network how many bits that are, and the
operations in their order, each with its inputs, output and attributes as ONNX has them.
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
# Of a weight, by measurement: 10 change no verdict on MNIST's 10,000 test digits. Of the reader's, 8 bits
# changed 7 of 200 drawn numbers, 12 bits 3, 13 bits 1, 14 none; but with 14 the file and the page's scripts
# would be more than 1.5 MB.
DIGIT_BITS, READER_BITS = 10, 13
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
        **_network(onnx, data, DIGIT_BITS),
        "reader": None,
    }
    if reader is not None and settings is not None:
        header["reader"] = {"settings": settings.model_dump(), **_network(reader, data, READER_BITS)}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    return LENGTH.pack(len(text)) + text + bytes(data)


def _network(onnx: bytes, data: bytearray, bits: int) -> dict[str, Any]:
    """Describe a graph's operations and constants; the constants themselves are added to `data`."""
    (graph,) = [value for number, value in _fields(onnx) if number == 7 and isinstance(value, bytes)]
    parts = list(_fields(graph))
    nodes = [_node(value) for number, value in parts if number == 1 and isinstance(value, bytes)]
    tensors = []
    for number, value in parts:
        if number == 5 and isinstance(value, bytes):
            described, content = _tensor(value, bits)
            tensors.append({**described, "offset": len(data)})
            data += content + bytes(-len(content) % 4)
    return {"bits": bits, "nodes": nodes, "tensors": tensors}


def _in_bits(values: Floats, bits: int) -> bytes:
    """Round weights so that the largest of each output has the outermost level."""
    zero = 1 << (bits - 1)
    others = 0 if values.ndim == MATRIX else tuple(range(1, values.ndim))
    largest = np.abs(values).max(axis=others, keepdims=True)
    steps = np.maximum(largest, np.finfo(np.float32).tiny) / np.float32(zero - 1)
    levels = (np.rint(values / steps) + zero).astype("<u2").ravel()
    each = np.unpackbits(levels.view(np.uint8).reshape(-1, 2), axis=1, bitorder="little", count=bits)
    return bytes(steps.astype("<f4").tobytes() + np.packbits(each, bitorder="little").tobytes())


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


def _tensor(message: bytes, bits: int) -> tuple[dict[str, Any], bytes]:
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
        return {"name": name, "shape": shape, "type": "bits"}, _in_bits(values, bits)
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
