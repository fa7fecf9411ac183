"""A saved `.h5` on MNIST's three splits, with the service's own reader and engine."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.model.engine import DigitModel
from training import augment, metrics
from training.dataset import SPLIT_SEED, Mnist, Split
from training.metrics import Reliability

LABELS = 10
WORST = 24  # mistakes that a report shows
LOST = 0.00025  # share of validation digits, each redrawn a little, that may be taken for something else
REDRAWN = 8  # times: of 5,000 digits alone, the second lowest score would decide, which is chance
SCORE_BOUNDS = (0.02, 0.5)  # between which the score is sought under which nothing is a digit


@dataclass(frozen=True, slots=True)
class Mistake:
    """A test digit that was read wrongly."""

    digit: NDArray[np.uint8]  # (28, 28)
    label: int
    answer: int  # 10 is "not a digit"
    confidence: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a network is worth."""

    metrics: dict[str, float]  # suite -> value; accuracies are shares
    temperature: float  # found on the validation split
    digit_score_below: float  # likewise: under this score, the verdict is "not a digit"
    confusion: NDArray[np.int64]  # (10, outputs) on the test split
    reliability: Reliability  # on the test split, at that temperature
    mistakes: tuple[Mistake, ...]  # on the test split, the most confident first


def evaluate(model: DigitModel, mnist: Mnist) -> Evaluation:
    """Measure the network; the test split is looked at here and nowhere else."""
    validation = model.logits(mnist.validation.digits)
    # As the service has it: the ten labels share what is left when "not a digit" is put aside.
    temperature = metrics.best_temperature(validation[:, :LABELS], mnist.validation.labels)
    below = _least_score(model, mnist.validation)
    test, labels = model.logits(mnist.test.digits), mnist.test.labels
    probabilities = metrics.softmax(test[:, :LABELS], temperature)
    reliability = metrics.reliability(probabilities, labels)
    measured = {
        "mnist_test": metrics.accuracy(_decided(test, below), labels),
        "mnist_test_loss": metrics.loss(test, labels),
        "mnist_test_ece": reliability.error,
        "mnist_test_ece_uncalibrated": metrics.reliability(metrics.softmax(test[:, :LABELS]), labels).error,
        "mnist_validation": metrics.accuracy(_decided(validation, below), mnist.validation.labels),
        "mnist_validation_loss": metrics.loss(validation, mnist.validation.labels),
        **_on_train(model, mnist.train, below),
    }
    return Evaluation(
        metrics={name: round(value, 6) for name, value in measured.items()},
        temperature=temperature,
        digit_score_below=below,
        confusion=metrics.confusion(_decided(test, below), labels),
        reliability=reliability,
        mistakes=_worst(_decided(test, below), probabilities, mnist.test),
    )


def _least_score(model: DigitModel, validation: Split) -> float:
    """Give the digit score that all but LOST of the digits reach; 0 without an eleventh output."""
    rng = np.random.default_rng(SPLIT_SEED)
    drawn = [validation.digits, *(augment.nearby(validation.digits, rng) for _ in range(REDRAWN))]
    logits = model.logits(np.concatenate(drawn))
    if logits.shape[1] <= LABELS:
        return 0.0
    scores = 1.0 - metrics.softmax(logits)[:, LABELS]
    return round(float(np.clip(np.quantile(scores, LOST), *SCORE_BOUNDS)), 4)


def _decided(logits: NDArray[np.float32], below: float) -> NDArray[np.float32]:
    """Settle the eleventh output as the service does: "not a digit" under the score `below`."""
    if logits.shape[1] <= LABELS:
        return logits
    rejected = 1.0 - metrics.softmax(logits)[:, LABELS] < below
    decided = logits.copy()
    decided[:, LABELS] = np.where(rejected, np.inf, -np.inf)
    return decided


def _on_train(model: DigitModel, train: Split, below: float) -> dict[str, float]:
    logits = model.logits(train.digits)
    return {
        "mnist_train": metrics.accuracy(_decided(logits, below), train.labels),
        "mnist_train_loss": metrics.loss(logits, train.labels),
    }


def _worst(
    decided: NDArray[np.float32], probabilities: NDArray[np.float64], test: Split
) -> tuple[Mistake, ...]:
    answers, confidence = decided.argmax(axis=1), probabilities.max(axis=1)
    wrong = np.flatnonzero(answers != test.labels)
    worst = wrong[np.argsort(-confidence[wrong], kind="stable")][:WORST]
    return tuple(
        Mistake(test.digits[i], int(test.labels[i]), int(answers[i]), float(confidence[i])) for i in worst
    )
