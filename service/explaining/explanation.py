"""The whole explanation of one answer: the numbers between the pixels and the probabilities."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from service.model.serving import ServingModel
from service.recognizer import Recognition

Float64Array: TypeAlias = NDArray[np.float64]
Kind = Literal["dense", "convolutional", "other"]


@dataclass(frozen=True, slots=True)
class LayerValues:
    """What one dense layer computed."""

    name: str
    sums: Float64Array  # (units,): weights times inputs, plus bias
    outputs: Float64Array  # (units,): after ReLU; of the last layer the same as `sums`, the logits


@dataclass(frozen=True, slots=True)
class LabelEvidence:
    """What each pixel did for one logit, or against it."""

    label: int
    logit: float  # as ONNX Runtime computed it
    pixels: Float64Array  # (784,), row by row; above 0 spoke for the label
    bias: float | None  # what the logit gets without any pixel; None where the pixels do not add up to it
    total: float | None  # bias and pixels together: the logit, but for rounding


@dataclass(frozen=True, slots=True)
class Evidence:
    """Which pixels spoke for and against each label."""

    method: Literal["exact contributions", "occlusion sensitivity"]
    window: int | None  # side of the square that is blanked, in pixels; None where the method has none
    stride: int | None
    labels: tuple[LabelEvidence, ...]


@dataclass(frozen=True, slots=True)
class Neuron:
    """A unit of the first hidden layer."""

    index: int
    sum: float
    output: float
    bias: float
    toward: Float64Array  # (labels,): what one unit more of its output adds to each logit
    weights: bytes  # PNG 28x28: grey 128 is 0, 1 and 255 are -`scale` and `scale`
    scale: float
    pixel_weights: Float64Array | None  # (784,), row by row; None where the picture is enough


@dataclass(frozen=True, slots=True)
class FeatureMaps:
    """What the filters of one convolutional layer found, after its activation."""

    name: str
    height: int
    width: int
    filters: tuple[int, ...]  # which filters are shown: all, or the strongest
    peaks: Float64Array  # (filters,): the value that is white in each map; black is 0 and below
    columns: int  # maps in a row of the sheet
    sheet: bytes  # PNG: the maps side by side


@dataclass(frozen=True, slots=True)
class Change:
    """One weight of the last layer, before and after the step: the one with the steepest gradient."""

    unit: int  # from which unit of the layer before
    label: int  # to which logit
    before: float
    gradient: float
    after: float


@dataclass(frozen=True, slots=True)
class Step:
    """One step of gradient descent on this digit alone, with the label that was asked for."""

    label: int
    learning_rate: float
    weights: Literal["all", "last layer"]  # which move, normalisations folded into them
    loss_before: float  # -ln of the label's probability
    loss_after: float
    errors: Float64Array  # (labels,): probability - target, the gradient at each logit
    gradients: tuple[float, ...]  # length of the gradient of each layer that moves, first to last
    change: Change
    probabilities_before: Float64Array  # (labels,)
    probabilities_after: Float64Array


@dataclass(frozen=True, slots=True)
class Course:
    """How training went: one number for each epoch."""

    loss: tuple[float, ...]
    accuracy: tuple[float, ...]
    validation_loss: tuple[float, ...]
    validation_accuracy: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Computation:
    """What the network computed for one digit, and why."""

    digit: NDArray[np.uint8]  # (28, 28): what it was given
    inputs: Float64Array | None  # (784,): the same as the first layer of a dense network gets it
    layers: tuple[LayerValues, ...]  # of a dense network, first to last; else empty
    logits: Float64Array  # (10,) or (11,)
    probabilities: Float64Array  # softmax of the logits
    evidence: Evidence | None  # None where the network is too large to ask it so often
    neurons: tuple[Neuron, ...]  # that moved the answer most, the strongest first; none without hidden layer
    neuron: Neuron | None  # the one that was asked for, with its exact weights
    feature_maps: tuple[FeatureMaps, ...]
    step: Step | None  # None unless a label was given, and a dense layer comes last


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a network came to its answer for a picture."""

    recognition: Recognition  # by the network that explains itself
    serving: ServingModel
    kind: Kind
    computation: Computation | None  # None where there is not one digit to explain: blank, several digits
    course: Course | None  # None where the version has no report
    timings: dict[str, float]  # stage -> seconds
