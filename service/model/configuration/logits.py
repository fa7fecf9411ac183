"""Makes a network end in logits: a digit network's softmax is left out, another ending is refused."""

from collections.abc import Mapping
from dataclasses import replace

from service.model.configuration.layer import DO_NOTHING
from service.model.configuration.network import Call, Network

ACTIVATION_LAYERS = ("ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax")
WEIGHTED = (
    "Dense",
    "Conv2D",
    "Conv2DTranspose",
    "DepthwiseConv2D",
    "SeparableConv2D",
    "BatchNormalization",
    "Normalization",
)
PROBABILITIES = ("softmax", "sigmoid", "hard_sigmoid", "Softmax")
REASON = "gives the network's output; supported is an end in softmax, or in logits (no activation)"
LINEAR = "gives the network's output; a reader's maps end in no activation"


def without_softmax(network: Network) -> Network:
    """Return the network without its final softmax.

    Raises ModelRefused when the output is neither logits nor their softmax (a sigmoid, a mean).
    """
    calls, output, last = _end(network)
    if last is None or _ending(last) == "linear":
        _refuse_probabilities(calls, output, REASON)
        return network
    if _ending(last) not in ("softmax", "Softmax"):
        raise last.layer.refuse(f"ends in {_ending(last)} and {REASON}")
    if last.layer.kind in ("Softmax", "Activation"):
        return replace(network, output=_source(last))
    linear = replace(last.layer, settings={**last.layer.settings, "activation": None})
    changed = tuple(replace(call, layer=linear) if call is last else call for call in network.calls)
    return replace(network, calls=changed, output=output)


def check_linear(network: Network) -> None:
    """Raise ModelRefused when the output is not what layers of weights give: a softmax, a ReLU."""
    calls, output, last = _end(network)
    if last is not None and _ending(last) != "linear":
        raise last.layer.refuse(f"ends in {_ending(last)} and {LINEAR}")
    _refuse_probabilities(calls, output, LINEAR)


def _end(network: Network) -> tuple[Mapping[str, Call], str, Call | None]:
    """Return the calls by what they give, and the last value that something was done for, with its call."""
    calls = {call.output: call for call in network.calls}
    output = network.output
    while output in calls and _does_nothing(calls[output]):
        output = _source(calls[output])
    return calls, output, calls.get(output)


def _does_nothing(call: Call) -> bool:
    return call.layer.kind in DO_NOTHING or (call.layer.kind == "Activation" and _ending(call) == "linear")


def _source(call: Call) -> str:
    if len(call.inputs) != 1 or not isinstance(call.inputs[0], str):
        raise call.layer.refuse(f"has {len(call.inputs)} inputs; supported is one")
    return call.inputs[0]


def _ending(call: Call) -> str:
    if call.layer.kind in ACTIVATION_LAYERS:
        return call.layer.kind
    return call.layer.activation().kind


def _refuse_probabilities(calls: Mapping[str, Call], output: str, reason: str) -> None:
    """Refuse an output that softmax or sigmoid values reach without a layer of weights in between."""
    waiting, seen = [output], set()
    while waiting:
        value = waiting.pop()
        call = calls.get(value)
        if call is None or value in seen:
            continue
        seen.add(value)
        if _ending(call) in PROBABILITIES:
            raise call.layer.refuse(f"ends in {_ending(call)} and, by way of other layers, {reason}")
        if call.layer.kind not in WEIGHTED:
            waiting += [item for item in call.inputs if isinstance(item, str)]
