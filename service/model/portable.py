"""The serving network as one compact file, for the reader in the page that works without a connection.

Four bytes of length (little endian), a header in JSON padded with spaces, then the constants, each aligned
to four bytes: large ones as float16, which halves the download, small ones as float32, shapes as int32.
The header names the operations in their order, each with its inputs, output and attributes as ONNX has them.
"""

import json
import struct
from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np

from service.model.manifest import Calibration

FLOAT, INT64 = 1, 7  # data types in onnx.proto
LARGE = 1024  # values of a constant from which it is sent as float16
LENGTH = struct.Struct("<I")

Field: TypeAlias = "tuple[int, int | bytes]"


def portable(onnx: bytes, *, version: str, calibration: Calibration) -> bytes:
    """Return the file for a graph that `onnx_check` let pass."""
    (graph,) = [value for number, value in _fields(onnx) if number == 7 and isinstance(value, bytes)]
    parts = list(_fields(graph))
    nodes = [_node(value) for number, value in parts if number == 1 and isinstance(value, bytes)]
    tensors, data = [], bytearray()
    for number, value in parts:
        if number == 5 and isinstance(value, bytes):
            described, content = _tensor(value)
            tensors.append({**described, "offset": len(data)})
            data += content + bytes(-len(content) % 4)
    header = {
        "version": version,
        "calibration": {
            "temperature": calibration.temperature,
            "uncertain_below": calibration.uncertain_below,
            "digit_score_below": calibration.digit_score_below,
        },
        "nodes": nodes,
        "tensors": tensors,
    }
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    return LENGTH.pack(len(text)) + text + bytes(data)


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
    values = np.frombuffer(raw, "<f4")
    if values.size >= LARGE and np.abs(values).max() < np.finfo(np.float16).max:
        return {"name": name, "shape": shape, "type": "f16"}, values.astype("<f2").tobytes()
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
