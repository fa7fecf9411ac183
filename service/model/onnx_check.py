"""Checks ONNX bytes from the child before ONNX Runtime sees them: nothing but what `builder` writes.

A file may have taken the child over. ONNX can name files of the host as weights (external data) and hold
loops and operators of any kind: none of these pass. Reads protobuf itself: `onnx` would cost 25 MB here.
"""

from collections.abc import Iterator

from service.errors import ModelRefused

OPERATORS = frozenset(
    b"Add AveragePool Cast Clip Concat Conv ConvTranspose Div Elu Erf GlobalAveragePool GlobalMaxPool "
    b"Greater HardSigmoid Identity LeakyRelu MatMul MaxPool Mul Neg PRelu Pad Relu Reshape Resize Sigmoid "
    b"Softmax Sub Tanh Transpose Where".split()
)
WORDS = frozenset(b"nearest linear asymmetric half_pixel floor".split())  # how Resize works
MAX_FIELDS = 200_000  # a network of 500 layers has 20,000
# The fields of onnx.proto that `builder` uses: no subgraphs, functions, external data or domains among them.
MODEL = {1: "ir_version", 7: "graph", 8: "opset_import"}
GRAPH = {1: "node", 2: "name", 5: "initializer", 11: "input", 12: "output"}
NODE = {1: "input", 2: "output", 4: "op_type", 5: "attribute"}
ATTRIBUTE = {1: "name", 2: "f", 3: "i", 4: "s", 8: "ints", 20: "type"}
TENSOR = {1: "dims", 2: "data_type", 8: "name", 9: "raw_data"}


def check_onnx(onnx: bytes) -> None:
    """Raise ModelRefused unless `onnx` is a model of known operators over plain tensors."""
    walk = Walk()
    try:
        for field, value in walk.fields(memoryview(onnx), MODEL):
            if field == "graph":
                _check_graph(walk, value)
    except IndexError as error:
        raise _refuse("it is cut off") from error


def _check_graph(walk: "Walk", graph: memoryview) -> None:
    for field, value in walk.fields(graph, GRAPH):
        if field == "initializer":
            for _ in walk.fields(value, TENSOR):
                pass
        elif field == "node":
            for part, content in walk.fields(value, NODE):
                if part == "op_type" and bytes(content) not in OPERATORS:
                    raise _refuse("it has an operator that the reader never writes")
                if part == "attribute":
                    for kind, word in walk.fields(content, ATTRIBUTE):
                        if kind == "s" and bytes(word) not in WORDS:
                            raise _refuse("it has a part that the reader never writes")


class Walk:
    """Walks messages field by field and counts the fields."""

    def __init__(self) -> None:
        self._seen = 0

    def fields(self, message: memoryview, allowed: dict[int, str]) -> Iterator[tuple[str, memoryview]]:
        """Yield the name and the bytes (empty for numbers) of every field; refuses those not in `allowed`."""
        position = 0
        while position < len(message):
            self._seen += 1
            key, position = varint(message, position)
            if key >> 3 not in allowed or self._seen > MAX_FIELDS:
                raise _refuse("it has a part that the reader never writes")
            length = 0
            match key & 7:
                case 0:  # the wire types: a number of any length,
                    _, position = varint(message, position)
                case 1:  # eight bytes,
                    position += 8
                case 2:  # bytes with their length,
                    length, position = varint(message, position)
                case 5:  # four bytes
                    position += 4
                case _:
                    raise _refuse("it is not protobuf")
            end = position + length
            if end > len(message):
                raise _refuse("it is cut off")
            yield allowed[key >> 3], message[position:end]
            position = end


def varint(message: memoryview, position: int) -> tuple[int, int]:
    """Return a number of seven bits to the byte, and the position after it."""
    value = 0
    for shift in range(0, 70, 7):
        byte = message[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
    raise _refuse("it is not protobuf")


def _refuse(why: str) -> ModelRefused:
    return ModelRefused(f"The model could not be read: the reader's answer makes no sense ({why}).")
