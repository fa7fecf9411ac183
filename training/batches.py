"""What Keras is fed with: batches of a split as it is, or drawn anew; they depend on the seed alone."""

import keras

from training.dataset import Split
from training.drawers import Drawers
from training.drawing import Batch, batches_of, taken
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
        return taken(self._split, self._recipe, seed=self._seed, epoch=self._epoch, batch=index)

    def begin(self, epoch: int, _: object = None) -> None:
        """Shuffle for that epoch. Keras' own `on_epoch_end` comes once more than there are epochs."""
        self._epoch = epoch


class DrawnBatches(Batches):
    """The same batches, drawn anew by the drawers."""

    def __init__(self, split: Split, recipe: Recipe, drawers: Drawers, *, seed: int) -> None:
        super().__init__(split, recipe, seed=seed)
        self._drawers = drawers

    def __getitem__(self, index: int) -> Batch:
        return self._drawers.epoch(self._epoch)[index].result()
