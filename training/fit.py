"""The training loop: one recipe, one seed, a network that has learned."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import keras

from service.model.engine import DigitModel
from service.model.loaded import LoadedGraph
from training import networks, opinions, teaching
from training.batches import Batches, DrawnBatches
from training.checkpoint import Checkpoint
from training.dataset import Split
from training.drawers import Drawers
from training.drawing import Targets, batches_of
from training.recipes import Recipe


@dataclass(frozen=True, slots=True)
class Fitted:
    """A trained network and how it got there, one figure an epoch."""

    network: keras.Model
    history: dict[str, list[float]]  # accuracy, loss, val_accuracy, val_loss
    seconds: float  # that its epochs took


def fit(  # noqa: PLR0913  all but the first three are named
    recipe: Recipe,
    train: Split,
    validation: Split,
    *,
    seed: int,
    work: Path,
    teachers: Sequence[LoadedGraph] = (),
) -> Fitted:
    """Train the recipe's network; the same seed gives the same network on the same machine.

    Each epoch is kept in the folder `work`; called again after an interruption, the run goes on from there.
    `teachers` are the trained networks of the recipe's own teachers.
    """
    keras.utils.set_random_seed(seed)
    pupil = networks.build_pupil(recipe.network, recipe.precision)
    pupil.compile(
        optimizer=_optimizer(recipe, steps=recipe.epochs * batches_of(train, recipe)),
        loss=teaching.loss if teachers else keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=[teaching.accuracy, teaching.label_loss] if teachers else ["accuracy"],
    )
    checkpoint = Checkpoint(work)
    checkpoint.restore(pupil)
    with _batches(train, recipe, seed, teachers) as batches:
        pupil.fit(
            batches,
            epochs=recipe.epochs,
            initial_epoch=checkpoint.epochs,
            callbacks=[keras.callbacks.LambdaCallback(on_epoch_begin=batches.begin), checkpoint],
            validation_data=(validation.digits, _targets(validation, teachers)),
            validation_batch_size=1000,
            shuffle=False,  # the batches shuffle themselves, by the seed
            verbose=1 if sys.stdout.isatty() else 2,  # a bar for a person, a line an epoch for a log
        )
    return Fitted(_as_kept(pupil, recipe), _by_label(checkpoint.history), checkpoint.seconds)


@contextmanager
def _batches(split: Split, recipe: Recipe, seed: int, teachers: Sequence[LoadedGraph]) -> Iterator[Batches]:
    if not recipe.augment:
        yield Batches(split, recipe, seed=seed)
        return
    with Drawers(split, recipe, seed=seed, teachers=teachers) as drawers:
        yield DrawnBatches(split, recipe, drawers, seed=seed)


def _targets(split: Split, teachers: Sequence[LoadedGraph]) -> Targets:
    if not teachers:
        return split.labels
    asked = [DigitModel(teacher) for teacher in teachers]
    return opinions.beside(split.labels, opinions.opinion(asked, split.digits))


def _as_kept(pupil: keras.Model, recipe: Recipe) -> keras.Model:
    """The network of Keras's own layers with probabilities at its end, as it is kept and served."""
    kept = networks.build(recipe.network)
    kept.set_weights(pupil.get_weights())
    return kept


def _by_label(history: dict[str, list[float]]) -> dict[str, list[float]]:
    """The history with the loss that all recipes have in common, where another one was fitted."""
    by_label = {
        name.replace("label_loss", "loss"): of for name, of in history.items() if "label_loss" in name
    }
    return {name: by_label.get(name, of) for name, of in history.items() if "label_loss" not in name}


def _optimizer(recipe: Recipe, steps: int) -> keras.optimizers.Optimizer:
    """Adam, with decay of the weights apart from its steps (Loshchilov and Hutter 2019) where asked for."""
    optimizer = keras.optimizers.AdamW(
        _learning_rate(recipe, steps),
        weight_decay=recipe.weight_decay,
        use_ema=recipe.average is not None,
        ema_momentum=recipe.average or 0.99,
    )
    optimizer.exclude_from_weight_decay(var_names=["gamma", "beta", "bias"])
    return optimizer


def _learning_rate(recipe: Recipe, steps: int) -> "float | keras.optimizers.schedules.LearningRateSchedule":
    if recipe.decay == "none":
        return recipe.learning_rate
    return keras.optimizers.schedules.CosineDecay(recipe.learning_rate, decay_steps=steps)
