"""From the bytes of a Keras `.h5` to an ONNX graph: read, check, build."""

import io

from service.errors import ModelRefused
from service.model.configuration.logits import check_linear, without_softmax
from service.model.configuration.network import INPUT, Network, parse_network
from service.model.configuration.scaling import detect_scaling
from service.model.h5 import WeightFile
from service.model.loaded import FREE, LoadedGraph, Role
from service.model.operators.bounds import BOUNDS, REFERENCE
from service.model.operators.builder import GraphBuilder, Tensor
from service.model.operators.pages import check_free
from service.model.operators.table import check_supported, write_layer
from service.model.reader_map import STRIDE
from service.model.wire import INPUTS, OUTPUTS


def load_graph(content: io.BytesIO, scaling: str, role: Role = "digit") -> LoadedGraph:
    """Return the network in `content` as ONNX; its `sha256` is left for the caller to fill in.

    Raises ModelRefused with the reason. A damaged file can also make h5py raise anything, or hang.
    """
    file = WeightFile(content)
    network = parse_network(file.configuration(), file.layers(), file.keras_version())
    _check_input(network, role)
    if role == "reader":
        check_linear(network)
    else:
        network = without_softmax(network)
    check_supported(network)
    graph = GraphBuilder(file, BOUNDS[role])
    source = Tensor("pixels", tuple(REFERENCE if size == FREE else size for size in network.input_shape))
    output = _write(graph, network, source, role)
    file.close()
    if role == "reader":
        found, onnx = "inside", graph.reader(source, output)
    else:
        found = detect_scaling(network, graph.means) if scaling == "auto" else scaling
        onnx = graph.digit_network(found, source, output)
    return LoadedGraph(
        onnx=onnx,
        layers=network.kinds,
        parameters=graph.parameters,
        input_shape=network.input_shape,
        outputs=output.shape[-1],
        scaling=found,
        sha256="",
        activations=graph.activations,
        role=role,
    )


def _write(graph: GraphBuilder, network: Network, source: Tensor, role: Role) -> Tensor:
    """Write all layers; return the network's output, which is as `role` needs it."""
    values = {INPUT: source}
    for call in network.calls:
        inputs = [values[item] if isinstance(item, str) else item for item in call.inputs]
        if role == "reader":
            check_free(call.layer, inputs)
        values[call.output] = write_layer(graph, call.layer, inputs)
    output = values[network.output]
    cells = REFERENCE // STRIDE
    if role == "reader" and output.shape not in [(cells, cells, maps) for maps in OUTPUTS[role]]:
        raise ModelRefused(
            f"The model gives {output.shape} values for a page of {REFERENCE} x {REFERENCE}; a reader gives "
            f"{cells} x {cells} x {OUTPUTS[role][0]}."
        )
    if role == "digit" and output.shape not in [(outputs,) for outputs in OUTPUTS[role]]:
        raise ModelRefused(f"The model gives {output.shape} values; supported are 10 (the digits) and 11.")
    return output


def _check_input(network: Network, role: Role) -> None:
    shape = network.input_shape
    if shape in INPUTS[role]:
        return
    told = f"({', '.join('any' if size == FREE else str(size) for size in shape)})"
    if role == "reader":
        whose = "a digit network's" if shape in INPUTS["digit"] else "no reader's"
        raise ModelRefused(f"The model's input is {told}, {whose}; a reader takes a page, (any, any, 1).")
    if shape in INPUTS["reader"]:
        raise ModelRefused(f"The model's input is {told}, a reader's; supported here is a digit network.")
    raise ModelRefused(f"The model's input is {told}; supported are {INPUTS[role]}.")
