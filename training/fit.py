"""The training loop: one recipe, one seed, a network that has learned."""

import math
import sys
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
from numpy.typing import NDArray

from training import negatives, networks, rests, strokes
from training.augment import augment
from training.checkpoint import Checkpoint
from training.dataset import Split
from training.recipes import Recipe

NOT_A_DIGIT = 10  # the eleventh output
AUGMENT_WORKERS = 2  # threads that prepare batches while the network learns on the last


@dataclass(frozen=True, slots=True)
class Fitted:
    """A trained network and how it got there, one figure an epoch."""

    network: keras.Model
    history: dict[str, list[float]]  # accuracy, loss, val_accuracy, val_loss
    seconds: float  # that its epochs took


def fit(recipe: Recipe, train: Split, validation: Split, *, seed: int, work: Path) -> Fitted:
    """Train the recipe's network; the same seed gives the same network on the same machine.

    Each epoch is kept in the folder `work`; called again after an interruption, the run goes on from there.
    """
    keras.utils.set_random_seed(seed)
    network = _in_precision(recipe)
    network.compile(
        optimizer=keras.optimizers.Adam(
            _learning_rate(recipe, steps=recipe.epochs * math.ceil(len(train) / recipe.batch_size)),
            use_ema=recipe.average is not None,
            ema_momentum=recipe.average or 0.99,
        ),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    checkpoint = Checkpoint(work)
    checkpoint.restore(network)
    batches = Batches(train, recipe, seed=seed)
    network.fit(
        batches,
        epochs=recipe.epochs,
        initial_epoch=checkpoint.epochs,
        callbacks=[keras.callbacks.LambdaCallback(on_epoch_begin=batches.begin), checkpoint],
        validation_data=(validation.digits, validation.labels),
        validation_batch_size=1000,
        shuffle=False,  # the batches shuffle themselves, by the seed
        verbose=1 if sys.stdout.isatty() else 2,  # a bar for a person, a line an epoch for a log
    )
    return Fitted(_in_full(network, recipe), checkpoint.history, checkpoint.seconds)


def _in_precision(recipe: Recipe) -> keras.Model:
    """The untrained network, its layers computing as the recipe says."""
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(recipe.precision)
    try:
        return networks.build(recipe.network)
    finally:
        keras.config.set_dtype_policy(before)


def _in_full(network: keras.Model, recipe: Recipe) -> keras.Model:
    """The network with all its layers in float32, as it is kept and served."""
    if recipe.precision == "float32":
        return network
    full = networks.build(recipe.network)
    full.set_weights(network.get_weights())
    return full


class Batches(keras.utils.PyDataset):  # type: ignore[misc]  # Keras ships no types
    """A split in shuffled batches, drawn anew each epoch; what a batch holds depends on the seed alone."""

    def __init__(self, split: Split, recipe: Recipe, *, seed: int) -> None:
        super().__init__(workers=AUGMENT_WORKERS if recipe.augment else 1, max_queue_size=8)
        self._split = split
        self._recipe = recipe
        self._seed = seed
        self.begin(0)

    def __len__(self) -> int:
        return math.ceil(len(self._split) / self._recipe.batch_size)

    def __getitem__(self, index: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        size = self._recipe.batch_size
        chosen = self._order[index * size : (index + 1) * size]
        digits, labels = self._split.digits[chosen], self._split.labels[chosen]
        if not self._recipe.augment:
            return digits, labels
        rng = np.random.default_rng((self._seed, self._epoch, index))
        digits = augment(digits, rng, calm=self._calm())
        rests.leave(digits, self._recipe.rests, rng)
        drawn, drawn_labels = strokes.draw(round(self._recipe.strokes * len(digits)), rng)
        others = negatives.draw(round(self._recipe.negatives * len(digits)), self._split.digits, rng)
        return (
            np.concatenate([digits, drawn, others]),
            np.concatenate([labels, drawn_labels, np.full(len(others), NOT_A_DIGIT, np.uint8)]),
        )

    def begin(self, epoch: int, _: object = None) -> None:
        """Shuffle for that epoch. Keras' own `on_epoch_end` comes once more than there are epochs."""
        self._epoch = epoch
        self._order = np.random.default_rng((self._seed, epoch)).permutation(len(self._split))

    def _calm(self) -> float:
        """How near to MNIST this epoch's digits stay: 0 for most of the run, then up to 1 at its end."""
        start = self._recipe.calm_from * self._recipe.epochs
        return max(0.0, (self._epoch - start + 1) / max(self._recipe.epochs - start, 1.0))


def _learning_rate(recipe: Recipe, steps: int) -> "float | keras.optimizers.schedules.LearningRateSchedule":
    if recipe.decay == "none":
        return recipe.learning_rate
    return keras.optimizers.schedules.CosineDecay(recipe.learning_rate, decay_steps=steps)
