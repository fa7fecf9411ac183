"""Reads what the reader wrote: the operations of an ONNX graph in order, and its constants as arrays.

ONNX Runtime keeps both to itself, and `onnx` would cost 25 MB here. Only for bytes that `check_onnx` passed.
"""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.errors import ModelRefused
from service.model.onnx_check import GRAPH, MODEL, NODE, TENSOR, Walk, varint

DTYPES: dict[int, type[np.generic]] = {
    1: np.float32,
    7: np.int64,
}  # TensorProto.DataType, as `builder` uses it
GRAPH_FIELD, OUTPUT_FIELD, NAME_FIELD = 7, 12, 1  # of ModelProto, GraphProto and ValueInfoProto
BYTES = 2  # the wire type of what has its length before it


@dataclass(frozen=True, slots=True)
class Node:
    """One operation."""

    op: str
    inputs: tuple[str, ...]
    output: str


@dataclass(frozen=True, slots=True)
class OnnxGraph:
    """A network's operations, in the order in which they are computed, and its constants by name."""

    nodes: tuple[Node, ...]
    constants: MappingProxyType[str, NDArray[Any]]  # read-only views of the graph's own bytes


def read_onnx(onnx: bytes) -> OnnxGraph:
    """Return the graph in `onnx`. Raises ModelRefused for bytes that the reader never writes."""
    walk = Walk()
    nodes: list[Node] = []
    constants: dict[str, NDArray[Any]] = {}
    try:
        for part, graph in walk.fields(memoryview(onnx), MODEL):
            for field, value in walk.fields(graph, GRAPH) if part == "graph" else ():
                if field == "node":
                    nodes.append(_node(walk, value))
                elif field == "initializer":
                    name, constants[name] = _constant(walk, value)
    except (IndexError, KeyError, ValueError) as error:  # of a child that its file took over
        raise ModelRefused("The model's graph cannot be read.") from error
    return OnnxGraph(tuple(nodes), MappingProxyType(constants))


def with_outputs(onnx: bytes, names: list[str]) -> bytes:
    """The same graph with the named values as further outputs, after its own.

    Protobuf joins messages that stand one after the other, so a graph of nothing but outputs is appended.
    """
    outputs = b"".join(_field(OUTPUT_FIELD, _field(NAME_FIELD, name.encode())) for name in names)
    return onnx + _field(GRAPH_FIELD, outputs)


def _node(walk: Walk, message: memoryview) -> Node:
    op, inputs, output = "", [], ""
    for field, value in walk.fields(message, NODE):
        text = bytes(value).decode() if field != "attribute" else ""
        if field == "op_type":
            op = text
        elif field == "input":
            inputs.append(text)
        elif field == "output":
            output = text
    return Node(op, tuple(inputs), output)


def _constant(walk: Walk, message: memoryview) -> tuple[str, NDArray[Any]]:
    name, raw = "", memoryview(b"")
    for field, value in walk.fields(message, TENSOR):
        if field == "name":
            name = bytes(value).decode()
        elif field == "raw_data":
            raw = value
    shape, data_type = _numbers(message)
    return name, np.frombuffer(raw, DTYPES[data_type]).reshape(shape)


def _numbers(tensor: memoryview) -> tuple[list[int], int]:
    """Shape and number type of a tensor: what `Walk` steps over, as it has no length. Packed or not."""
    shape: list[int] = []
    data_type, position = 0, 0
    while position < len(tensor):
        key, position = varint(tensor, position)
        value, position = varint(tensor, position)  # a number, or how many bytes follow
        name = TENSOR[key >> 3]
        end = position + value if key & 7 == BYTES else position
        if name == "data_type":
            data_type = value
        elif name == "dims" and key & 7 != BYTES:
            shape.append(value)
        elif name == "dims":
            while position < end:
                value, position = varint(tensor, position)
                shape.append(value)
        position = end
    return shape, data_type


def _field(number: int, content: bytes) -> bytes:
    return bytes([number << 3 | BYTES]) + _length(len(content)) + content


def _length(value: int) -> bytes:
    """A number of seven bits to the byte."""
    encoded = b""
    while value > 0x7F:
        encoded += bytes([value & 0x7F | 0x80])
        value >>= 7
    return encoded + bytes([value])
