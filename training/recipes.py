"""Every recipe: what is trained, how, what it takes and what it should reach.

A recipe is a claim. Its `expected` figures were measured with its `command` on its `machine`, and its
bounds fail the run that stays under them.
"""

import math
from dataclasses import dataclass
from typing import Literal, NamedTuple

from training.errors import TrainingError
from training.reader.plan import Plan


@dataclass(frozen=True, slots=True)
class DenseNetwork:
    """Hidden layers of rectified units on the 784 pixels."""

    hidden: tuple[int, ...]
    normalised: bool = False  # batch normalisation before each rectifier
    dropout: float = 0.0  # share of each hidden layer's units that is left out in a training step


@dataclass(frozen=True, slots=True)
class ConvolutionalNetwork:
    """3x3 convolutions, each with batch normalisation and ReLU; the labels from all of the last maps."""

    blocks: tuple[tuple[int, ...], ...]  # filters of each convolution; maxima halve the maps between blocks
    dropout: float = 0.0  # share of the last maps' units that is left out in a training step
    rejects: bool = True  # an eleventh output: "not a digit"


Precision = Literal["float32", "bfloat16"]
Network = DenseNetwork | ConvolutionalNetwork  # what `networks.build` can build


class Shares(NamedTuple):
    """How many of the drawn digits stay near to MNIST, so that it is the centre; most others are redrawn."""

    as_is: float  # left as they are
    plain: float  # warped a little and nothing else


MOSTLY_REDRAWN = Shares(as_is=0.1, plain=0.25)


@dataclass(frozen=True, slots=True)
class Bound:
    """What a metric may not fall short of, or exceed."""

    metric: str
    limit: float
    side: Literal["at least", "at most"] = "at least"

    def missed_by(self, value: float) -> float:
        """How far `value` is on the wrong side; 0 where it is on the right one, infinity for NaN."""
        distance = self.limit - value if self.side == "at least" else value - self.limit
        return max(0.0, distance) if not math.isnan(distance) else math.inf


@dataclass(frozen=True, slots=True)
class Recipe:
    """A named training configuration."""

    name: str
    about: str  # one sentence
    network: Network
    epochs: int
    batch_size: int
    learning_rate: float  # Adam's
    decay: Literal["none", "cosine"]  # of the learning rate over the run
    augment: bool  # draw the digits anew, through `service.vision.normalize`
    bounds: tuple[Bound, ...]
    takes: str  # time and machine
    expected: str
    shares: Shares = MOSTLY_REDRAWN
    jitter: bool = False  # move the digits of the split, as they are, by a hair
    echoes: int = 1  # epochs that learn on one draw of the digits, in other orders (Choi et al. 2019)
    calm_from: float = 1.0  # share of the draws after which digits come closer and closer to MNIST's own
    strokes: float = 0.0  # digits drawn in forms that MNIST lacks, to one of its digits in a batch
    negatives: float = 0.0  # drawn things that are no digit, likewise
    rests: float = 0.0  # share of the digits that keep a rest of a neighbour which touched them
    weight_decay: float = 0.0  # share of the learning rate by which each step shrinks the layers' weights
    precision: Precision = "float32"  # of what a training step computes; its weights are float32
    teachers: tuple[str, ...] = ()  # networks in `training/teachers` whose opinion is taught
    average: float | None = None  # momentum of the moving average of the weights that is kept in the end

    def __post_init__(self) -> None:
        """Raise ValueError for teachers who have nothing to say: they are asked about what is drawn."""
        if self.teachers and not self.augment:
            raise ValueError(f"{self.name} has teachers, but draws no digits that they could be asked about")

    @property
    def command(self) -> str:
        """What to type to train it."""
        return f"python -m training run --recipe {self.name}"


@dataclass(frozen=True, slots=True)
class ReaderRecipe:
    """A named training configuration of a network that finds and names the marks of a page."""

    name: str
    about: str  # one sentence
    widths: tuple[int, int, int, int]  # filters at 1/2, 1/4, 1/8 and 1/16 of the page's size
    epochs: int
    echoes: int  # epochs that learn on one draw
    views: int  # in a draw
    batch_size: int
    learning_rate: float  # AdamW's highest
    weight_decay: float
    average: float  # momentum of the moving average of the weights that is kept in the end
    validation_views: int  # that each epoch is measured on
    pages: int  # half of them for fitting the settings, half for measuring
    bounds: tuple[Bound, ...]
    takes: str  # time and machine
    expected: str
    precision: Precision = "float32"

    @property
    def plan(self) -> Plan:
        """How many views are drawn, and how they are learned on."""
        return Plan(math.ceil(self.epochs / self.echoes), self.views, self.batch_size, self.echoes)

    @property
    def command(self) -> str:
        """What to type to train it."""
        return f"python -m training run --recipe {self.name}"


ANN = Recipe(
    name="ann",
    about="The student project's own: a dense network with dropout, batches of 512, 10 epochs.",
    network=DenseNetwork(hidden=(512, 256), dropout=0.3),
    epochs=10,
    batch_size=512,
    learning_rate=1e-3,
    decay="none",
    augment=False,
    bounds=(Bound("mnist_test", 0.9725), Bound("mnist_test_ece", 0.02, "at most")),
    takes="20 seconds a seed on 2 cores",
    expected="98.16 ± 0.07 % on the test split (mean ± sd of 5 seeds)",
)

ANN_AUGMENTED = Recipe(
    name="ann-augmented",
    about="One hidden layer, trained on digits that are turned, stretched and drawn with other pens.",
    network=DenseNetwork(hidden=(800,)),
    epochs=30,
    batch_size=512,
    learning_rate=3e-3,
    decay="cosine",
    augment=True,
    bounds=(Bound("mnist_test", 0.988), Bound("mnist_test_ece", 0.02, "at most")),
    takes="6 minutes on 2 cores",
    expected="98.98 ± 0.05 % on the test split (mean ± sd of 5 seeds)",
)

ANN_RECORD = Recipe(
    name="ann-record",
    about="As far as dense layers go: three wide ones on digits that are drawn anew in every epoch.",
    network=DenseNetwork(hidden=(1536, 1024, 512), normalised=True, dropout=0.2),
    epochs=60,
    batch_size=256,
    learning_rate=2e-3,
    decay="cosine",
    augment=True,
    bounds=(Bound("mnist_test", 0.993), Bound("mnist_test_ece", 0.01, "at most")),
    takes="20 minutes on 2 idle cores",
    expected="99.45 % on the test split (1 seed)",
    calm_from=0.0,
    average=0.999,
)

CNN_TEACHER = Recipe(
    name="cnn-teacher",
    about="One of those that `cnn` learns from: it knows MNIST's digits and nothing else.",
    network=ConvolutionalNetwork(blocks=((32, 32), (64, 64), (128, 128)), dropout=0.3, rejects=False),
    epochs=28,
    batch_size=256,
    learning_rate=3e-3,
    decay="cosine",
    augment=False,
    bounds=(Bound("mnist_test", 0.995), Bound("mnist_test_ece", 0.005, "at most")),
    takes="11 minutes in bfloat16 on 2 cores of an AMD EPYC, half as long again in float32",
    expected="99.66 % on the test split (seed 1)",
    jitter=True,
    weight_decay=0.1,
    average=0.999,
)

CNN = Recipe(
    name="cnn",
    about="The one to serve: small, convolutional, taught by others what MNIST's digits are; it knows more.",
    network=ConvolutionalNetwork(blocks=((32, 32), (64, 64), (128, 128)), dropout=0.3),
    epochs=36,
    batch_size=256,
    learning_rate=3e-3,
    decay="cosine",
    augment=True,
    bounds=(Bound("mnist_test", 0.996), Bound("mnist_test_ece", 0.005, "at most")),
    takes="20 minutes a seed in bfloat16 on 2 cores of an AMD EPYC, half as long again in float32",
    expected="99.71 ± 0.03 % on the test split (mean ± sd of 3 seeds)",
    shares=Shares(as_is=0.25, plain=0.2),
    echoes=4,
    calm_from=0.5,
    strokes=0.09,
    negatives=0.17,
    rests=0.08,
    weight_decay=0.1,
    average=0.999,
    teachers=("0de08da", "164ffa8", "7207c5f"),
)

READER = ReaderRecipe(
    name="reader",
    about="Finds the digits and signs of a whole page; a digit network of the store joins in naming them.",
    widths=(16, 32, 64, 96),
    epochs=120,
    echoes=3,
    views=2048,
    batch_size=16,
    learning_rate=2e-3,
    weight_decay=0.02,
    average=0.998,
    validation_views=320,
    pages=400,
    bounds=(
        Bound("reader_marks", 0.85),
        Bound("reader_false", 0.1, "at most"),
        Bound("reader_pages", 0.3),
        Bound("reader_text_ece", 0.1, "at most"),
    ),
    takes="an hour and a quarter in bfloat16 on 2 idle cores of an AMD EPYC",
    expected="about 84 % of the marks on validation pages (one run; its pages changed on the way)",
)

AnyRecipe = Recipe | ReaderRecipe
ALL: tuple[AnyRecipe, ...] = (ANN, ANN_AUGMENTED, ANN_RECORD, CNN_TEACHER, CNN, READER)
RECIPES = {recipe.name: recipe for recipe in ALL}
DEFAULT = ANN.name


def find(name: str) -> AnyRecipe:
    """The recipe of that name. Raises TrainingError with the names there are."""
    if name not in RECIPES:
        raise TrainingError(f"There is no recipe {name!r}; there are: {', '.join(RECIPES)}.")
    return RECIPES[name]
