"""The protocol's tensors, as JSON or as binary data, to digits; and predictions to its tensors.

Binary data follow the JSON in the same body, little-endian, in the order of the tensors (the extension
`binary_tensor_data`, which Triton, KServe and their clients speak).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from service.api.inference_protocol.errors import InvalidInference
from service.api.inference_protocol.schemas import (
    MAX_DIGITS,
    SIDE,
    InferenceRequest,
    RequestInput,
    RequestOutput,
    ResponseOutput,
    TensorMetadata,
)
from service.tensors import Prediction

INPUT = "digits"
DATATYPES: dict[str, np.dtype[Any]] = {
    "UINT8": np.dtype("u1"),
    "FP32": np.dtype("<f4"),
    "INT64": np.dtype("<i8"),
}
TAKEN = ("UINT8", "FP32")
INPUTS = [TensorMetadata(name=INPUT, datatype="UINT8", shape=[-1, SIDE, SIDE])]
OUTPUTS = [
    TensorMetadata(name="probabilities", datatype="FP32", shape=[-1, 10]),
    TensorMetadata(name="labels", datatype="INT64", shape=[-1]),
    TensorMetadata(name="digit_scores", datatype="FP32", shape=[-1]),
]


def read(body: bytes, json_bytes: int) -> tuple[InferenceRequest, NDArray[np.uint8]]:
    """The request and its digits, uint8 (n, 28, 28), ink 255. Raises InvalidInference.

    The first `json_bytes` of the body are JSON, the rest is binary data.
    """
    try:
        request = InferenceRequest.model_validate_json(body[:json_bytes])
    except ValidationError as error:
        places = sorted({".".join(str(step) for step in fault["loc"][:3]) for fault in error.errors()})
        where = ", ".join(place or "the JSON itself" for place in places[:5])
        raise InvalidInference(f"Not an inference request: missing or not valid: {where}.") from None
    if [each.name for each in request.inputs] != [INPUT]:
        raise InvalidInference(f"Send one input, named `{INPUT}`.")
    return request, _digits(request.inputs[0], body[json_bytes:])


def _digits(tensor: RequestInput, binary: bytes) -> NDArray[np.uint8]:
    if tensor.datatype not in TAKEN:
        raise InvalidInference(f"The datatype must be {' or '.join(TAKEN)}.")
    count = tensor.shape[0] if tensor.shape else 0
    if tensor.shape != [count, SIDE, SIDE] or not 1 <= count <= MAX_DIGITS:
        raise InvalidInference(f"The shape must be [n, {SIDE}, {SIDE}], with n from 1 to {MAX_DIGITS}.")
    values = _values(tensor, binary)
    if values.size != count * SIDE * SIDE or (values.ndim > 1 and list(values.shape) != tensor.shape):
        raise InvalidInference("The data do not fill the shape exactly.")
    return _ink(values.reshape(count, SIDE, SIDE), tensor.datatype)


def _values(tensor: RequestInput, binary: bytes) -> NDArray[Any]:
    size = tensor.parameters.get("binary_data_size")
    if size is not None:
        dtype = DATATYPES[tensor.datatype]
        if tensor.data is not None or size != len(binary) or len(binary) % dtype.itemsize:
            raise InvalidInference(
                "`binary_data_size` must be the number of bytes after the JSON, with no `data` beside it; "
                "`Inference-Header-Content-Length` says how long the JSON is."
            )
        return np.frombuffer(binary, dtype)
    if tensor.data is None or binary:
        raise InvalidInference("The input must have either `data` or binary data with `binary_data_size`.")
    try:
        return np.array(tensor.data, np.float64)
    except ValueError:
        raise InvalidInference("The rows in `data` differ in length.") from None


def _ink(values: NDArray[Any], datatype: str) -> NDArray[np.uint8]:
    """Values as the sender counts them to ink; rounding brings what was divided by 255 back exactly."""
    if datatype == "FP32":
        if not (values.min() >= 0 and values.max() <= 1):  # also false for what is not a number
            raise InvalidInference("FP32 digits are ink from 0 to 1; send 0 to 255 as UINT8.")
        return np.rint(values * np.float64(255)).astype(np.uint8)
    if values.dtype != np.uint8 and not ((values >= 0) & (values <= 255) & (values % 1 == 0)).all():
        raise InvalidInference("UINT8 digits are whole numbers from 0 (paper) to 255 (ink).")
    return values.astype(np.uint8)


def write(request: InferenceRequest, prediction: Prediction) -> tuple[list[ResponseOutput], bytes]:
    """The tensors that are asked for, and what of them is sent as binary data. Raises InvalidInference."""
    wanted = request.outputs or [RequestOutput(name=each.name) for each in OUTPUTS]
    names = [each.name for each in wanted]
    known = {each.name: each for each in OUTPUTS}
    if not set(names) <= set(known) or len(set(names)) < len(names):
        raise InvalidInference(f"The outputs are {', '.join(known)}; each can be asked for once.")
    if any(set(each.parameters) - {"binary_data"} for each in wanted):
        raise InvalidInference("The only parameter that an output takes is `binary_data`.")
    everything_binary = request.parameters.get("binary_data_output") is True
    outputs, binary = [], b""
    for each in wanted:
        datatype = known[each.name].datatype
        values: NDArray[Any] = getattr(prediction, each.name)
        output = ResponseOutput(name=each.name, shape=list(values.shape), datatype=datatype)
        if each.parameters.get("binary_data", everything_binary) is True:
            piece = values.astype(DATATYPES[datatype]).tobytes()
            output.parameters = {"binary_data_size": len(piece)}
            binary += piece
        else:
            output.data = values.ravel().tolist()
        outputs.append(output)
    return outputs, binary
