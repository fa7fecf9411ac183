"""The training loop: one recipe, one seed, a network that has learned."""

import math
import sys
from dataclasses import dataclass

import keras
import numpy as np
from numpy.typing import NDArray

from training import networks
from training.augment import augment
from training.dataset import Split
from training.negatives import negatives as draw_negatives
from training.recipes import Recipe

NOT_A_DIGIT = 10  # the eleventh output
AUGMENT_WORKERS = 2  # threads that prepare batches while the network learns on the last


@dataclass(frozen=True, slots=True)
class Fitted:
    """A trained network and how it got there, one figure an epoch."""

    network: keras.Model
    history: dict[str, list[float]]  # accuracy, loss, val_accuracy, val_loss


def fit(recipe: Recipe, train: Split, validation: Split, *, seed: int) -> Fitted:
    """Train the recipe's network from scratch; the same seed gives the same network on the same machine."""
    keras.utils.set_random_seed(seed)
    network = networks.build(recipe.network)
    batches = Batches(
        train, recipe.batch_size, seed=seed, augmented=recipe.augment, negatives=recipe.negatives
    )
    network.compile(
        optimizer=keras.optimizers.Adam(
            _learning_rate(recipe, steps=recipe.epochs * len(batches)),
            use_ema=recipe.average is not None,
            ema_momentum=recipe.average or 0.99,
        ),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    history = network.fit(
        batches,
        epochs=recipe.epochs,
        validation_data=(validation.digits, validation.labels),
        validation_batch_size=1000,
        shuffle=False,  # the batches shuffle themselves, by the seed
        verbose=1 if sys.stdout.isatty() else 2,  # a bar for a person, a line an epoch for a log
    )
    return Fitted(network, {name: [float(v) for v in values] for name, values in history.history.items()})


class Batches(keras.utils.PyDataset):  # type: ignore[misc]  # Keras ships no types
    """A split in shuffled batches, drawn anew each epoch; what a batch holds depends on the seed alone."""

    def __init__(
        self, split: Split, batch_size: int, *, seed: int, augmented: bool, negatives: float = 0.0
    ) -> None:
        super().__init__(workers=AUGMENT_WORKERS if augmented else 1, max_queue_size=8)
        self._split = split
        self._batch_size = batch_size
        self._seed = seed
        self._augmented = augmented
        self._negatives = negatives
        self._epoch = 0
        self._order = self._shuffled()

    def __len__(self) -> int:
        return math.ceil(len(self._split) / self._batch_size)

    def __getitem__(self, index: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        chosen = self._order[index * self._batch_size : (index + 1) * self._batch_size]
        digits, labels = self._split.digits[chosen], self._split.labels[chosen]
        if self._augmented:
            rng = np.random.default_rng((self._seed, self._epoch, index))
            others = round(self._negatives * len(digits))
            digits = np.concatenate([augment(digits, rng), draw_negatives(others, self._split.digits, rng)])
            labels = np.concatenate([labels, np.full(others, NOT_A_DIGIT, np.uint8)])
        return digits, labels

    def on_epoch_end(self) -> None:
        """Shuffle for the next epoch."""
        self._epoch += 1
        self._order = self._shuffled()

    def _shuffled(self) -> NDArray[np.intp]:
        return np.random.default_rng((self._seed, self._epoch)).permutation(len(self._split))


def _learning_rate(recipe: Recipe, steps: int) -> "float | keras.optimizers.schedules.LearningRateSchedule":
    if recipe.decay == "none":
        return recipe.learning_rate
    return keras.optimizers.schedules.CosineDecay(recipe.learning_rate, decay_steps=steps)
