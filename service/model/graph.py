"""From the bytes of a Keras `.h5` to an ONNX graph: read, check, build."""

import io

from service.errors import ModelRefused
from service.model.configuration.logits import without_softmax
from service.model.configuration.network import INPUT, parse_network
from service.model.configuration.scaling import detect_scaling
from service.model.h5 import WeightFile
from service.model.loaded import LoadedGraph
from service.model.operators.builder import GraphBuilder, Tensor
from service.model.operators.table import check_supported, write_layer

INPUT_SHAPES = ((28, 28), (28, 28, 1), (784,))
OUTPUTS = (10, 11)  # the digits, and perhaps "not a digit"


def load_graph(content: io.BytesIO, scaling: str) -> LoadedGraph:
    """Return the network in `content` as ONNX; its `sha256` is left for the caller to fill in.

    Raises ModelRefused with the reason. A damaged file can also make h5py raise anything, or hang.
    """
    file = WeightFile(content)
    network = without_softmax(parse_network(file.configuration(), file.layers(), file.keras_version()))
    check_supported(network)
    if network.input_shape not in INPUT_SHAPES:
        raise ModelRefused(f"The model's input is {network.input_shape}; supported are {INPUT_SHAPES}.")
    graph = GraphBuilder(file)
    source = Tensor("pixels", network.input_shape)
    values = {INPUT: source}
    for call in network.calls:
        inputs = [values[item] if isinstance(item, str) else item for item in call.inputs]
        values[call.output] = write_layer(graph, call.layer, inputs)
    output = values[network.output]
    if output.shape not in [(outputs,) for outputs in OUTPUTS]:
        raise ModelRefused(f"The model gives {output.shape} values; supported are 10 (the digits) and 11.")
    file.close()
    found = detect_scaling(network, graph.means) if scaling == "auto" else scaling
    return LoadedGraph(
        onnx=graph.serialize(found, source, output),
        layers=network.kinds,
        parameters=graph.parameters,
        input_shape=network.input_shape,
        outputs=output.shape[0],
        scaling=found,
        sha256="",
        activations=graph.activations,
    )
