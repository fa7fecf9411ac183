"""Only graphs such as the reader writes come near ONNX Runtime."""

import contextlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper

from service.errors import ModelRefused
from service.model.onnx_check import check_onnx
from tests.h5_files import convolutional, reader
from tests.unit.model.reading import graph_of


def model_of(operator: str = "Relu", *, initializers=(), change=lambda model: None, **attributes) -> bytes:
    """A graph of one operator."""
    node = helper.make_node(operator, ["digits"], ["logits"])
    node.attribute.extend(helper.make_attribute(name, value) for name, value in attributes.items())
    ends = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", 10]) for name in ("digits", "logits")
    ]
    graph = helper.make_graph([node], "digits", [ends[0]], [ends[1]], list(initializers))
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    change(model)
    return bytes(model.SerializeToString())


def weights(change=lambda tensor: None) -> TensorProto:
    tensor = numpy_helper.from_array(np.zeros(3, np.float32), "weights")
    change(tensor)
    return tensor


def name_a_file(tensor: TensorProto) -> None:
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="/etc/passwd")


def test_what_the_reader_writes_passes(tmp_path):
    check_onnx(graph_of(convolutional(tmp_path / "model.h5")).onnx)
    check_onnx(graph_of(reader(tmp_path / "reader.h5"), role="reader").onnx)
    check_onnx(model_of("Relu", initializers=[weights()]))


@pytest.mark.parametrize("operator", ["Loop", "If", "Scan", "ConstantOfShape", "RandomNormal", "relu", ""])
def test_another_operator_is_refused(operator):
    with pytest.raises(ModelRefused, match="operator"):
        check_onnx(model_of(operator))


@pytest.mark.parametrize(
    "onnx",
    [
        model_of(initializers=[weights(name_a_file)]),
        model_of(change=lambda model: setattr(model.graph.node[0], "domain", "com.microsoft")),
        model_of(change=lambda model: model.functions.add(name="f")),
        model_of(change=lambda model: model.graph.sparse_initializer.add()),
        model_of(value=weights()),
        model_of(body=helper.make_graph([], "body", [], [])),
        model_of(text="text"),
        model_of("Resize", mode="cubic"),
    ],
    ids=["external data", "domain", "function", "sparse", "tensor", "subgraph", "text", "word"],
)
def test_a_part_that_the_reader_never_writes_is_refused(onnx):
    with pytest.raises(ModelRefused, match="a part that the reader never writes"):
        check_onnx(onnx)


def test_a_graph_of_a_million_fields_is_refused():
    with pytest.raises(ModelRefused, match="a part that the reader never writes"):
        check_onnx(b"\x08\x08" * 1_000_000)


@pytest.mark.parametrize("size", list(range(1, 60, 7)))
def test_a_graph_that_is_cut_off_is_refused(size):
    with pytest.raises(ModelRefused, match="makes no sense"):
        check_onnx(model_of()[:-size])


@given(st.binary(max_size=300))
def test_any_bytes_pass_or_are_refused(onnx):
    with contextlib.suppress(ModelRefused):
        check_onnx(onnx)
