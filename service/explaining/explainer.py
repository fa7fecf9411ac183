"""One request, top to bottom: picture bytes in, the network's way to its answer out. Knows no HTTP."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from service.errors import UnknownNeuron
from service.explaining import dense, descent
from service.explaining.explanation import Computation, Explanation, Float64Array, LayerValues, Step
from service.explaining.feature_maps import feature_maps
from service.explaining.networks import Network, Networks
from service.explaining.occlusion import sensitivity
from service.explaining.question import Question
from service.model.manager import ModelManager
from service.model.store import ModelStore
from service.recognizer import Recognizer
from service.stopwatch import Stopwatch
from service.vision.png import decode_png

LABELS = 10
Values = dict[str, NDArray[np.float32]]


class Explainer:
    """Explains what a network makes of a picture. Synchronous and thread-safe."""

    def __init__(self, manager: ModelManager, bundled: ModelStore, *, max_pixels: int) -> None:
        self._networks = Networks(manager, bundled)
        self._max_pixels = max_pixels

    def explain(self, picture: bytes, question: Question) -> Explanation:
        """Recognise a picture with the network that was asked for, and tell how it came to its answer.

        Raises:
            PictureError: the bytes cannot be read as a picture.
            ModelUnavailable: the network that was asked for cannot be had.
            UnknownNeuron: the network has no neuron of that number.

        """
        network = self._networks.named(question.model)
        recognition = Recognizer(network, max_pixels=self._max_pixels).recognize(picture)
        watch = Stopwatch(dict(recognition.timings))
        computation = None
        with watch.stage("explain"):
            if recognition.seen is not None:
                computation = _computation(network, decode_png(recognition.seen), question)
        return Explanation(
            recognition, network.model, network.structure.kind, computation, network.course, watch.timings
        )


def _computation(network: Network, digit: NDArray[np.uint8], question: Question) -> Computation:
    """Explain one digit, uint8 (28, 28)."""
    structure = network.structure
    values = network.traced.trace(digit)
    logits = values["logits"].astype(np.float64)
    computation = Computation(
        digit=digit,
        inputs=None,
        layers=(),
        logits=logits,
        probabilities=descent.softmax(logits),
        evidence=None,
        neurons=(),
        neuron=None,
        feature_maps=tuple(
            feature_maps(f"convolution {number}", values[name])
            for number, name in enumerate(structure.maps, start=1)
        ),
        step=None if structure.dense else _step_of_last(network, values, question),
    )
    if structure.dense:
        return _dense(computation, network, values, question)
    if question.neuron is not None:
        raise UnknownNeuron("Only a dense network has neurons that can be asked for: model=ann is one.")
    return replace(computation, evidence=sensitivity(network.model.model, digit))


def _dense(computation: Computation, network: Network, values: Values, question: Question) -> Computation:
    """What can be told exactly, as the whole network is dense layers with ReLU."""
    layers = network.structure.dense
    inputs = values[layers[0].inputs].astype(np.float64)
    digit = dense.forward(layers, inputs)
    strongest = dense.strongest(digit, int(computation.logits[:LABELS].argmax()))
    asked = strongest[0] if question.neuron is None and strongest else question.neuron
    if asked is not None and (not strongest or asked >= len(layers[0].bias)):
        count = len(layers[0].bias) if strongest else 0
        raise UnknownNeuron(f"The network's first hidden layer has {count} neurons, counted from 0.")
    return replace(
        computation,
        inputs=inputs,
        layers=_layer_values(network, values),
        evidence=dense.contributions(digit, computation.logits),
        neurons=tuple(dense.neuron(digit, index) for index in strongest),
        neuron=None if asked is None else dense.neuron(digit, asked, in_full=True),
        step=_step(digit, question, whole=True),
    )


def _layer_values(network: Network, values: Values) -> tuple[LayerValues, ...]:
    """What ONNX Runtime computed in each dense layer."""
    layers = network.structure.dense
    names = [f"hidden {number}" for number in range(1, len(layers))] + ["logits"]

    def value(name: str) -> Float64Array:
        return values[name].astype(np.float64)

    return tuple(
        LayerValues(name, value(layer.sums), value(layer.outputs))
        for name, layer in zip(names, layers, strict=True)
    )


def _step_of_last(network: Network, values: Values, question: Question) -> Step | None:
    """A step of the last layer alone: of what lies before it, no gradient is known here."""
    last = network.structure.last
    if last is None:
        return None
    return _step(dense.forward((last,), values[last.inputs].astype(np.float64)), question, whole=False)


def _step(digit: dense.OneDigit, question: Question, *, whole: bool) -> Step | None:
    if question.label is None:
        return None
    return descent.step(digit, question.label, question.learning_rate, whole=whole)
