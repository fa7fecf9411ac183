"""The training loop of a reader network: one recipe, one seed, a network that has learned."""

import sys
from pathlib import Path

import keras
import numpy as np
from numpy.typing import NDArray

from training.checkpoint import Checkpoint
from training.dataset import Mnist, Split
from training.fit import Fitted
from training.reader import losses, network
from training.reader.drawing import Views, views
from training.reader.lessons import Lessons
from training.reader.mnist_hand import MnistDigits
from training.recipes import ReaderRecipe

VALIDATION_SEED = 999  # of the views that all runs are measured on, so that they can be compared
FIRST, LAST = 0.02, 0.01  # shares of the highest learning rate at which a run begins and ends
WARMUP_STEPS = 300  # that lead up to it; a cosine leads down again
CLIP = 10.0  # norm of a step's gradients that none exceeds: a page of odd writing must not undo the others


def fit(recipe: ReaderRecipe, mnist: Mnist, *, seed: int, work: Path) -> Fitted:
    """Train the recipe's network; the same seed gives the same network on the same machine.

    Each epoch is kept in the folder `work`; called again after an interruption, the run goes on from there.
    """
    keras.utils.set_random_seed(seed)
    student = network.build_student(recipe.widths, precision=recipe.precision)
    student.compile(
        optimizer=_optimizer(recipe),
        loss=losses.loss,
        metrics=[losses.peaks, losses.label_accuracy, losses.boxes, losses.starts],
    )
    checkpoint = Checkpoint(work)
    checkpoint.restore(student)
    if checkpoint.epochs < recipe.epochs:
        _learn(student, recipe, mnist, seed, checkpoint)
    # Also where an earlier run had learned all: what it kept is not the average yet.
    student.optimizer.finalize_variable_values(student.trainable_variables)
    return Fitted(_as_kept(student, recipe), checkpoint.history, checkpoint.seconds)


def validation_views(split: Split, count: int) -> Views:
    """Views of validation digits, the same for every run, with their lessons."""
    return views(MnistDigits(split), [(VALIDATION_SEED, at) for at in range(count)])


def maps_of(kept: keras.Model, pages: NDArray[np.uint8]) -> NDArray[np.float32]:
    """What Keras makes of pages, uint8 (n, h, w): float32 (n, h/4, w/4, CHANNELS)."""
    return np.asarray(kept.predict(pages[..., None], batch_size=16, verbose=0), np.float32)


def _learn(
    student: keras.Model, recipe: ReaderRecipe, mnist: Mnist, seed: int, checkpoint: Checkpoint
) -> None:
    seen, taught = validation_views(mnist.validation, recipe.validation_views)
    with Lessons(mnist.train, recipe.plan, seed=seed) as lessons:
        lessons.begin(checkpoint.epochs)  # Keras looks at a batch before the first epoch begins
        student.fit(
            lessons,
            epochs=recipe.epochs,
            initial_epoch=checkpoint.epochs,
            callbacks=[keras.callbacks.LambdaCallback(on_epoch_begin=lessons.begin), checkpoint],
            validation_data=(seen[..., None], taught),
            validation_batch_size=16,
            shuffle=False,  # the lessons shuffle themselves, by the seed
            verbose=1 if sys.stdout.isatty() else 2,  # a bar for a person, a line an epoch for a log
        )


def _as_kept(student: keras.Model, recipe: ReaderRecipe) -> keras.Model:
    """The network of Keras's own layers, as it is kept and served."""
    kept = network.build(recipe.widths)
    kept.set_weights(student.get_weights())
    return kept


def _optimizer(recipe: ReaderRecipe) -> keras.optimizers.Optimizer:
    """Adam, with decay of the weights apart from its steps (Loshchilov and Hutter 2019)."""
    highest, steps = recipe.learning_rate, recipe.epochs * recipe.plan.batches
    schedule = keras.optimizers.schedules.CosineDecay(
        highest * FIRST,
        decay_steps=max(1, steps - WARMUP_STEPS),
        alpha=LAST,
        warmup_target=highest,
        warmup_steps=WARMUP_STEPS,
    )
    optimizer = keras.optimizers.AdamW(
        schedule,
        weight_decay=recipe.weight_decay,
        global_clipnorm=CLIP,
        use_ema=True,
        ema_momentum=recipe.average,
    )
    optimizer.exclude_from_weight_decay(var_names=["gamma", "beta", "bias"])
    return optimizer
