"""The compact file holds both networks: the same operations and constants, weights to fewer bits."""

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import numpy_helper

from service.model.graph import load_graph
from service.model.loaded import Role
from service.model.manifest import Calibration, ReaderSettings
from service.model.portable import LARGE, LENGTH, portable
from tests.h5_files import convolutional, reader, small

CALIBRATION = Calibration(temperature=1.25, uncertain_below=0.5, digit_score_below=0.1)
TYPES = {"f32": "<f4", "i32": "<i4"}


@pytest.fixture(params=[small, convolutional, reader], ids=["dense", "convolutional", "reader"])
def graph(request: pytest.FixtureRequest, tmp_path: Path) -> bytes:
    path: Path = request.param(tmp_path / "model.h5")
    role: Role = "reader" if request.param is reader else "digit"
    return load_graph(io.BytesIO(path.read_bytes()), "auto", role).onnx


def parts(file: bytes) -> tuple[dict[str, Any], memoryview]:
    (length,) = LENGTH.unpack_from(file)
    return json.loads(file[4 : 4 + length]), memoryview(file)[4 + length :]


def test_every_operation_is_there_with_its_inputs_output_and_attributes(graph: bytes):
    header, _ = parts(portable(graph, version="v", calibration=CALIBRATION))
    assert header["nodes"] == [
        {
            "op": node.op_type,
            "inputs": list(node.input),
            "output": node.output[0],
            "attributes": {each.name: value(each) for each in node.attribute},
        }
        for node in onnx.load_from_string(graph).graph.node
    ]


def value(attribute: onnx.AttributeProto) -> Any:
    told = onnx.helper.get_attribute_value(attribute)
    if isinstance(told, bytes):
        return told.decode()
    return told if isinstance(told, int | float) else list(told)


def test_every_constant_is_there_weights_to_fewer_bits(graph: bytes):
    header, data = parts(portable(graph, version="v", calibration=CALIBRATION))
    constants = {
        each.name: numpy_helper.to_array(each) for each in onnx.load_from_string(graph).graph.initializer
    }
    assert [each["name"] for each in header["tensors"]] == list(constants)
    for each in header["tensors"]:
        wanted = constants[each["name"]]
        assert each["offset"] % 4 == 0
        are_weights = wanted.dtype == np.float32 and wanted.ndim > 1 and wanted.size >= LARGE
        assert (each["type"] == "bits") == are_weights
        if are_weights:
            found, steps = of_bits(data[each["offset"] :], wanted.shape, header["bits"])
            assert (np.abs(found - wanted) <= 0.501 * steps).all()
        else:
            kept = np.frombuffer(data, TYPES[each["type"]], wanted.size, each["offset"])
            np.testing.assert_array_equal(kept.reshape(each["shape"]), wanted)


def of_bits(data: memoryview, shape: tuple[int, ...], bits: int) -> tuple[np.ndarray, np.ndarray]:
    """Weights as the page reads them, and what stands for one in each output."""
    outputs, size = shape[1] if len(shape) == 2 else shape[0], int(np.prod(shape))
    steps = np.frombuffer(data, "<f4", outputs)
    steps = steps if len(shape) == 2 else steps.reshape(-1, *[1] * (len(shape) - 1))
    packed = np.frombuffer(data, np.uint8, (size * bits + 7) // 8, 4 * outputs)
    each = np.unpackbits(packed, bitorder="little", count=size * bits).reshape(size, bits)
    levels = each.astype(np.int64) @ (1 << np.arange(bits))
    return (levels.reshape(shape) - (1 << (bits - 1))) * steps, steps


def test_a_reader_comes_with_it_and_its_settings(tmp_path: Path):
    onnx_of = {
        role: load_graph(io.BytesIO(write(tmp_path / f"{role}.h5").read_bytes()), "auto", role).onnx
        for role, write in (("digit", small), ("reader", reader))
    }
    settings = ReaderSettings(digit=0.5, mark_from=0.4)
    file = portable(
        onnx_of["digit"], version="v", calibration=CALIBRATION, reader=onnx_of["reader"], settings=settings
    )
    header, data = parts(file)
    assert ReaderSettings.model_validate(header["reader"]["settings"]) == settings
    graph = onnx.load_from_string(onnx_of["reader"]).graph
    assert [each["op"] for each in header["reader"]["nodes"]] == [node.op_type for node in graph.node]
    kept = {each["name"]: each for each in header["reader"]["tensors"]}
    for each in graph.initializer:
        wanted, found = numpy_helper.to_array(each), kept[each.name]
        if found["type"] == "f32":
            place = np.frombuffer(data, "<f4", wanted.size, found["offset"])
            np.testing.assert_array_equal(place.reshape(wanted.shape), wanted)
    alone, _ = parts(portable(onnx_of["digit"], version="v", calibration=CALIBRATION))
    assert alone["reader"] is None


def test_the_version_and_its_calibration_come_with_it(graph: bytes):
    header, _ = parts(portable(graph, version="v", calibration=CALIBRATION))
    assert header["version"] == "v"
    assert header["calibration"] == {
        "temperature": 1.25,
        "uncertain_below": 0.5,
        "digit_score_below": 0.1,
    }
