"""What Keras is fed with: batches of a split as it is, or of its draws; they depend on the seed alone."""

import keras
import numpy as np

from training.dataset import Split
from training.drawers import Drawers
from training.drawing import Batch, batches_of, shuffled, taken
from training.jitter import jittered
from training.recipes import Recipe


class Batches(keras.utils.PyDataset):  # type: ignore[misc]  # Keras ships no types
    """A split in shuffled batches; `begin` an epoch before its batches are asked for."""

    def __init__(self, split: Split, recipe: Recipe, *, seed: int) -> None:
        super().__init__()
        self._split, self._recipe, self._seed = split, recipe, seed
        self._epoch = 0

    def __len__(self) -> int:
        return batches_of(self._split, self._recipe)

    def __getitem__(self, index: int) -> Batch:
        return taken(self._split, self._recipe, seed=self._seed, number=self._epoch, batch=index)

    def begin(self, epoch: int, _: object = None) -> None:
        """Shuffle for that epoch. Keras' own `on_epoch_end` comes once more than there are epochs."""
        self._epoch = epoch


class DrawnBatches(Batches):
    """A split's draws in batches, each draw for as many epochs as the recipe's `echoes` say.

    After the first of them its digits are jittered, each time anew.
    """

    def __init__(self, split: Split, recipe: Recipe, drawers: Drawers, *, seed: int) -> None:
        super().__init__(split, recipe, seed=seed)
        self._drawers = drawers
        self.begin(0)

    def __getitem__(self, index: int) -> Batch:
        if self._again is None:
            return self._drawn[index].result()
        digits, targets = self._again
        part = np.array_split(shuffled(len(targets), self._seed, self._epoch), len(self))[index]
        return jittered(digits[part], np.random.default_rng((self._seed, self._epoch, index))), targets[part]

    def begin(self, epoch: int, _: object = None) -> None:
        """Turn to the epoch's draw; where it was learned on before, mix its batches."""
        self._epoch = epoch
        number, echo = divmod(epoch, self._recipe.echoes)
        self._drawn = self._drawers.draw(number)
        self._again = _together([batch.result() for batch in self._drawn]) if echo else None


def _together(batches: list[Batch]) -> Batch:
    digits, targets = zip(*batches, strict=True)
    return np.concatenate(digits), np.concatenate(targets)
