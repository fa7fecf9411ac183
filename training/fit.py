"""The training loop: one recipe, one seed, a network that has learned."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import keras

from training import networks
from training.batches import Batches, DrawnBatches
from training.checkpoint import Checkpoint
from training.dataset import Split
from training.drawers import Drawers
from training.drawing import batches_of
from training.recipes import Recipe


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
            _learning_rate(recipe, steps=recipe.epochs * batches_of(train, recipe)),
            use_ema=recipe.average is not None,
            ema_momentum=recipe.average or 0.99,
        ),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    checkpoint = Checkpoint(work)
    checkpoint.restore(network)
    with _batches(train, recipe, seed) as batches:
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


@contextmanager
def _batches(split: Split, recipe: Recipe, seed: int) -> Iterator[Batches]:
    if not recipe.augment:
        yield Batches(split, recipe, seed=seed)
        return
    with Drawers(split, recipe, seed=seed) as drawers:
        yield DrawnBatches(split, recipe, drawers, seed=seed)


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


def _learning_rate(recipe: Recipe, steps: int) -> "float | keras.optimizers.schedules.LearningRateSchedule":
    if recipe.decay == "none":
        return recipe.learning_rate
    return keras.optimizers.schedules.CosineDecay(recipe.learning_rate, decay_steps=steps)
