"""What the service reads of a graph's operations and constants is what `onnx` itself reads."""

import numpy as np
import onnx
import pytest
from onnx import numpy_helper

from service.errors import ModelRefused
from service.model.engine import DigitModel, TracedModel
from service.model.onnx_graph import read_onnx
from tests.h5_files import convolutional, small
from tests.unit.model.networks import always
from tests.unit.model.reading import graph_of, random_digits


@pytest.mark.parametrize("write", [small, convolutional])
def test_nodes_and_constants_are_those_that_onnx_finds(tmp_path, write):
    content = graph_of(write(tmp_path / "model.h5")).onnx
    expected, found = onnx.load_from_string(content).graph, read_onnx(content)

    assert [(node.op, *node.inputs, node.output) for node in found.nodes] == [
        (node.op_type, *node.input, *node.output) for node in expected.node
    ]
    assert set(found.constants) == {each.name for each in expected.initializer}
    for each in expected.initializer:
        assert np.array_equal(found.constants[each.name], numpy_helper.to_array(each))
        assert found.constants[each.name].dtype == numpy_helper.to_array(each).dtype


def test_shapes_that_are_not_packed_are_read_too():
    content = always(3).onnx

    assert read_onnx(content).constants["weights"].shape == (784, 10)
    assert read_onnx(content).constants["bias"][3] == 100


def test_a_graph_that_is_cut_off_is_refused(tmp_path):
    content = graph_of(small(tmp_path / "model.h5")).onnx

    with pytest.raises(ModelRefused):
        read_onnx(content[:-50])


def test_a_traced_network_gives_its_logits_and_what_lies_between(tmp_path):
    graph = graph_of(convolutional(tmp_path / "model.h5"))
    [digit] = random_digits(1)
    convolutions = [node.output for node in read_onnx(graph.onnx).nodes if node.op == "Conv"]

    traced = TracedModel(graph, convolutions).trace(digit)

    assert np.allclose(traced["logits"], DigitModel(graph).logits(digit[None])[0], atol=1e-6)
    assert [traced[name].shape for name in convolutions] == [(4, 13, 13), (6, 6, 6)]
