"""Draws of views for a reader network's training: processes draw one ahead while another is learned on."""

from concurrent.futures import Future
from contextlib import AbstractContextManager
from types import TracebackType

import keras
import numpy as np

from training import processes
from training.dataset import Split
from training.reader.drawing import Views, draw, prepare
from training.reader.plan import Plan

AHEAD = 2  # draws that are begun


class Lessons(AbstractContextManager["Lessons"], keras.utils.PyDataset):  # type: ignore[misc]  # Keras ships no types
    """What Keras is fed with: batches of views; they depend on the seed alone."""

    def __init__(self, split: Split, plan: Plan, *, seed: int) -> None:
        super().__init__()
        self._plan, self._seed = plan, seed
        self._order = np.arange(0)
        self._views: Views | None = None
        self._number: int | None = None  # of the draw that `_views` are
        self._begun: dict[int, list[Future[Views]]] = {}
        self._processes = processes.pool(prepare, split, seed)

    def __len__(self) -> int:
        return self._plan.batches

    def __getitem__(self, index: int) -> Views:
        if self._views is None:
            raise RuntimeError("an epoch's batches were asked for before it began")
        rows = self._order[index * self._plan.batch : (index + 1) * self._plan.batch]
        seen, taught = self._views
        return seen[rows, :, :, None], taught[rows]

    def begin(self, epoch: int, _: object = None) -> None:
        """Turn to the epoch's draw, and begin those that follow."""
        count = self._plan.batches * self._plan.batch
        self._order = np.random.default_rng((self._seed, epoch)).permutation(count)
        number = epoch // self._plan.echoes
        wanted = [ahead for ahead in range(number, number + AHEAD) if ahead < self._plan.draws]
        for ahead in wanted:
            if ahead not in self._begun:
                self._begun[ahead] = self._begin(ahead)
        if number != self._number:
            self._views = None  # before the next is put together: two would be a gigabyte
            parts = [batch.result() for batch in self._begun[number]]
            seen, taught = zip(*parts, strict=True)
            self._views = np.concatenate(seen), np.concatenate(taught)
            self._number = number
            self._begun = {ahead: self._begun[ahead] for ahead in wanted if ahead != number}
            self._begun[number] = []

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the processes, once each has finished the batch that it is at."""
        self._processes.shutdown(cancel_futures=True)

    def _begin(self, number: int) -> list[Future[Views]]:
        return [
            self._processes.submit(draw, number * self._plan.batches + batch, self._plan.batch)
            for batch in range(self._plan.batches)
        ]
