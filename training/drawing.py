"""What a network learns on: a split's digits drawn anew, rare forms of them, things that are no digit."""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from training import negatives, rests, strokes
from training.augment import augment
from training.dataset import Split
from training.jitter import jittered
from training.recipes import Recipe

NOT_A_DIGIT = 10  # the eleventh output

Labelled = tuple[NDArray[np.uint8], NDArray[np.uint8]]  # digits (n, 28, 28), labels (n,)
Targets = NDArray[np.uint8] | NDArray[np.float32]  # labels (n,), or these beside opinions (n, 1 + outputs)
Batch = tuple[NDArray[np.uint8], Targets]  # digits (n, 28, 28) and what they should be taken for


class Drawn(NamedTuple):
    """A batch that was drawn: n digits and things that are none."""

    digits: NDArray[np.uint8]  # (n, 28, 28)
    labels: NDArray[np.uint8]  # (n,)
    near: NDArray[np.bool_]  # (n,): near to a digit of MNIST's, so that whoever knows these alone has a say


def batches_of(split: Split, recipe: Recipe) -> int:
    """How many batches the split makes."""
    return math.ceil(len(split) / recipe.batch_size)


def draws_of(recipe: Recipe) -> int:
    """How many times the split is drawn in a whole training."""
    return math.ceil(recipe.epochs / recipe.echoes)


def taken(split: Split, recipe: Recipe, *, seed: int, number: int, batch: int) -> Labelled:
    """One batch of the split as it is, or jittered; `number` decides the order."""
    chosen = shuffled(len(split), seed, number)[batch * recipe.batch_size : (batch + 1) * recipe.batch_size]
    digits = split.digits[chosen]
    if recipe.jitter:
        digits = jittered(digits, np.random.default_rng((seed, number, batch)))
    return digits, split.labels[chosen]


def drawn(split: Split, recipe: Recipe, *, seed: int, number: int, batch: int) -> Drawn:
    """One batch of draw `number`, anew; it depends on the three figures alone."""
    digits, labels = taken(split, recipe, seed=seed, number=number, batch=batch)
    rng = np.random.default_rng((seed, number, batch))
    digits, near = augment(digits, rng, shares=recipe.shares, calm=calm(recipe, number))
    near &= ~rests.leave(digits, recipe.rests, rng)
    rare, rare_labels = strokes.draw(round(recipe.strokes * len(digits)), rng)
    others = negatives.draw(round(recipe.negatives * len(digits)), split.digits, rng)
    return Drawn(
        np.concatenate([digits, rare, others]),
        np.concatenate([labels, rare_labels, np.full(len(others), NOT_A_DIGIT, np.uint8)]),
        np.concatenate([near, np.zeros(len(rare) + len(others), np.bool_)]),
    )


def calm(recipe: Recipe, number: int) -> float:
    """How near to MNIST that draw's digits stay: 0 for most of a training, then up to 1 at its end."""
    start = recipe.calm_from * draws_of(recipe)
    return max(0.0, (number - start + 1) / max(draws_of(recipe) - start, 1.0))


@lru_cache(maxsize=4)
def shuffled(count: int, seed: int, number: int) -> NDArray[np.int64]:
    """The order of `count` things, by the seed."""
    return np.random.default_rng((seed, number)).permutation(count)
