"""What a network learns on: a split's digits drawn anew, rare forms of them, things that are no digit."""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from training import negatives, rests, strokes
from training.augment import augment
from training.dataset import Split
from training.recipes import Recipe

NOT_A_DIGIT = 10  # the eleventh output

Batch = tuple[NDArray[np.uint8], NDArray[np.uint8]]  # digits (n, 28, 28), labels (n,)


def batches_of(split: Split, recipe: Recipe) -> int:
    """How many batches the split makes."""
    return math.ceil(len(split) / recipe.batch_size)


def taken(split: Split, recipe: Recipe, *, seed: int, epoch: int, batch: int) -> Batch:
    """One batch of the split as it is, in the epoch's order."""
    chosen = _shuffled(len(split), seed, epoch)[batch * recipe.batch_size : (batch + 1) * recipe.batch_size]
    return split.digits[chosen], split.labels[chosen]


def drawn(split: Split, recipe: Recipe, *, seed: int, epoch: int, batch: int) -> Batch:
    """The same batch, drawn anew; it depends on the three figures alone."""
    digits, labels = taken(split, recipe, seed=seed, epoch=epoch, batch=batch)
    rng = np.random.default_rng((seed, epoch, batch))
    digits = augment(digits, rng, calm=calm(recipe, epoch))
    rests.leave(digits, recipe.rests, rng)
    rare, rare_labels = strokes.draw(round(recipe.strokes * len(digits)), rng)
    others = negatives.draw(round(recipe.negatives * len(digits)), split.digits, rng)
    return (
        np.concatenate([digits, rare, others]),
        np.concatenate([labels, rare_labels, np.full(len(others), NOT_A_DIGIT, np.uint8)]),
    )


def calm(recipe: Recipe, epoch: int) -> float:
    """How near to MNIST that epoch's digits stay: 0 for most of a training, then up to 1 at its end."""
    start = recipe.calm_from * recipe.epochs
    return max(0.0, (epoch - start + 1) / max(recipe.epochs - start, 1.0))


@lru_cache(maxsize=4)
def _shuffled(count: int, seed: int, epoch: int) -> NDArray[np.int64]:
    return np.random.default_rng((seed, epoch)).permutation(count)
