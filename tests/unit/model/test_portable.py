"""The compact file holds the whole network: the same operations, the same constants to half precision."""

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
from service.model.manifest import Calibration
from service.model.portable import LARGE, LENGTH, portable
from tests.h5_files import convolutional, reader, small

CALIBRATION = Calibration(temperature=1.25, uncertain_below=0.5, digit_score_below=0.1)
TYPES = {"f16": "<f2", "f32": "<f4", "i32": "<i4"}


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


def test_every_constant_is_there_large_ones_to_half_precision(graph: bytes):
    header, data = parts(portable(graph, version="v", calibration=CALIBRATION))
    constants = {
        each.name: numpy_helper.to_array(each) for each in onnx.load_from_string(graph).graph.initializer
    }
    assert [each["name"] for each in header["tensors"]] == list(constants)
    for each in header["tensors"]:
        wanted = constants[each["name"]]
        assert each["offset"] % 4 == 0
        found = np.frombuffer(data, TYPES[each["type"]], wanted.size, each["offset"]).reshape(each["shape"])
        assert (each["type"] == "f16") == (wanted.dtype == np.float32 and wanted.size >= LARGE)
        np.testing.assert_allclose(found, wanted, rtol=1e-3 if each["type"] == "f16" else 0, atol=1e-6)


def test_numbers_that_a_half_cannot_hold_stay_as_they_are(tmp_path: Path):
    path = small(tmp_path / "model.h5")
    model = onnx.load_from_string(load_graph(io.BytesIO(path.read_bytes()), "auto").onnx)
    large = max(model.graph.initializer, key=lambda each: len(each.raw_data))
    weights = numpy_helper.to_array(large).copy()
    weights.flat[0] = 1e6
    large.raw_data = weights.tobytes()
    header, _ = parts(portable(model.SerializeToString(), version="v", calibration=CALIBRATION))
    kinds = {each["name"]: each["type"] for each in header["tensors"]}
    assert kinds[large.name] == "f32"


def test_the_version_and_its_calibration_come_with_it(graph: bytes):
    header, _ = parts(portable(graph, version="v", calibration=CALIBRATION))
    assert header["version"] == "v"
    assert header["calibration"] == {
        "temperature": 1.25,
        "uncertain_below": 0.5,
        "digit_score_below": 0.1,
    }
