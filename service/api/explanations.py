"""The shape of what /v1/explain answers: what OpenAPI documents, in the order in which it is sent."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from service.api.schemas import Share
from service.verdict import Verdict

Label = Annotated[int, Field(ge=0, le=9)]


class NetworkTold(BaseModel):
    """The network that explains itself."""

    version: str
    recipe: Annotated[str | None, Field(description="The training configuration that made it.")]
    kind: Annotated[
        Literal["dense", "convolutional", "other"],
        Field(description="`dense`: dense layers with ReLU and nothing else, so all is told exactly."),
    ]
    parameters: Annotated[int, Field(description="How many numbers it learned.")]
    labels: Annotated[list[str], Field(description="What its logits stand for, in order.")]
    temperature: Annotated[
        float,
        Field(description="`/v1/predict` divides the logits by it before softmax, to be honest about doubt."),
    ]
    metrics: Annotated[dict[str, float], Field(description="What training measured: suite -> value.")]


class LayerTold(BaseModel):
    """What one dense layer computed."""

    name: Annotated[str, Field(description="`hidden 1`, ..., `logits`.")]
    sums: Annotated[list[float], Field(description="Weights times inputs, plus bias: one for each unit.")]
    outputs: Annotated[list[float], Field(description="The same after ReLU; the logits have none.")]


class LabelEvidenceTold(BaseModel):
    """What each pixel did for one label's logit (above 0), or against it (below)."""

    label: Label
    logit: Annotated[float, Field(description="As the network computed it, in single precision.")]
    pixels: Annotated[list[float], Field(description="784 numbers, row by row.")]
    bias: Annotated[float | None, Field(description="What is left without any pixel (exact only).")]
    total: Annotated[
        float | None,
        Field(description="`bias` and all `pixels` added up: the logit, but for rounding (exact only)."),
    ]


class EvidenceTold(BaseModel):
    """Which pixels spoke for and against each label."""

    method: Annotated[
        Literal["exact contributions", "occlusion sensitivity"],
        Field(
            description="`exact contributions`: pixel times its weights along all active units; they add up. "
            "`occlusion sensitivity` (Zeiler and Fergus, 2014): how far the logit falls where a small window "
            "is blanked, for each pixel the mean of the windows over it; they do not add up."
        ),
    ]
    window: Annotated[int | None, Field(description="Side of the blanked window, in pixels.")]
    stride: Annotated[int | None, Field(description="From one window to the next, in pixels.")]
    labels: Annotated[list[LabelEvidenceTold], Field(description="One for each of the digits 0 to 9.")]


class NeuronTold(BaseModel):
    """A unit of the first hidden layer."""

    index: Annotated[int, Field(ge=0)]
    sum: Annotated[float, Field(description="Its weights times the inputs, plus its bias.")]
    output: Annotated[float, Field(description="After ReLU: the sum, or 0 where that is below.")]
    bias: float
    toward: Annotated[
        list[float], Field(description="What one unit more of its output adds to each of the ten logits.")
    ]
    weights: Annotated[
        str, Field(description="28x28 PNG as data URL: grey 128 is 0, 1 is -`scale`, 255 is `scale`.")
    ]
    scale: Annotated[float, Field(description="The largest of its weights, whatever the sign.")]
    pixel_weights: Annotated[
        list[float] | None, Field(description="Its 784 exact weights, row by row; null in `neurons`.")
    ]


class FeatureMapsTold(BaseModel):
    """What the filters of one convolutional layer found, after its activation."""

    name: str
    height: Annotated[int, Field(description="Of each map, in pixels.")]
    width: int
    filters: Annotated[list[int], Field(description="Which filters: all, or the 128 strongest.")]
    peaks: Annotated[list[float], Field(description="The value that is white in each map; black is 0.")]
    columns: Annotated[int, Field(description="Maps in a row of the sheet.")]
    sheet: Annotated[str, Field(description="All maps side by side: a PNG as data URL.")]


class ChangeTold(BaseModel):
    """The weight of the last layer with the steepest gradient, before and after the step."""

    unit: Annotated[int, Field(description="From which unit of the layer before.")]
    label: Annotated[Label, Field(description="To which logit.")]
    before: float
    gradient: float
    after: Annotated[float, Field(description="`before` - learning rate x `gradient`.")]


class StepTold(BaseModel):
    """One step of gradient descent on this digit alone. The service's own network stays as it is."""

    label: Label
    learning_rate: float
    weights: Annotated[
        Literal["all", "last layer"],
        Field(description="Which weights move; normalisations are folded into them."),
    ]
    loss_before: Annotated[float, Field(description="-ln of the label's probability.")]
    loss_after: float
    errors: Annotated[
        list[float], Field(description="Probability less target: the loss's gradient at each logit.")
    ]
    gradients: Annotated[
        list[float], Field(description="Length of the gradient of each layer that moves, first to last.")
    ]
    change: ChangeTold
    probabilities_before: list[Share]
    probabilities_after: list[Share]


class CourseTold(BaseModel):
    """How training went: one number for each epoch."""

    loss: list[float]
    accuracy: list[float]
    validation_loss: list[float]
    validation_accuracy: list[float]


class ComputationTold(BaseModel):
    """What the network computed for one digit, and why."""

    digit: Annotated[list[int], Field(description="The 784 pixels it was given, 0 to 255, row by row.")]
    inputs: Annotated[
        list[float] | None, Field(description="The same as a dense network's first layer gets them.")
    ]
    layers: Annotated[list[LayerTold], Field(description="Of a dense network, first to last; else empty.")]
    logits: list[float]
    probabilities: Annotated[list[Share], Field(description="Softmax of the logits.")]
    evidence: Annotated[
        EvidenceTold | None, Field(description="Null where the network is too slow to be asked so often.")
    ]
    neurons: Annotated[
        list[NeuronTold], Field(description="That moved the answer most, the strongest first (dense only).")
    ]
    neuron: Annotated[
        NeuronTold | None, Field(description="The one that was asked for, or else the strongest.")
    ]
    feature_maps: Annotated[list[FeatureMapsTold], Field(description="One for each convolutional layer.")]
    step: Annotated[StepTold | None, Field(description="Null unless `label` was given.")]


class ExplainedPicture(BaseModel):
    """How a network came to its answer for a picture."""

    verdict: Verdict
    digit: Label | None
    message: Annotated[str, Field(description="The verdict as a sentence in English.")]
    seen: Annotated[str | None, Field(description="The 28x28 pixels: a PNG as data URL.")]
    network: NetworkTold
    computation: Annotated[
        ComputationTold | None,
        Field(description="Null where there is not one digit to explain: a blank page, several digits."),
    ]
    course: Annotated[CourseTold | None, Field(description="Of a bundled version; else null.")]
