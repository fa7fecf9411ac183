"""Draws of views for a reader network's training: processes draw one ahead while another is learned on."""

import multiprocessing
import os
import signal
import threading
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import AbstractContextManager
from types import TracebackType
from typing import NamedTuple, TypeAlias

import cv2
import keras
import numpy as np
from numpy.typing import NDArray

from training.dataset import Split
from training.reader.mnist_hand import MnistDigits
from training.reader.views import view

MOST = 8  # processes
GIVES_WAY = 19  # nice: a step whose threads wait for each other is held up by anything beside it
AHEAD = 2  # draws that are begun

Views: TypeAlias = tuple[NDArray[np.uint8], NDArray[np.float16]]  # (n, 192, 192), (n, 48, 48, PLANES)


class Plan(NamedTuple):
    """How many views are drawn, and how they are learned on."""

    draws: int
    views: int  # in each
    batch: int
    echoes: int  # epochs that learn on one draw

    @property
    def batches(self) -> int:
        """Batches of an epoch."""
        return self.views // self.batch

    @property
    def epochs(self) -> int:
        """Epochs of the whole run."""
        return self.draws * self.echoes


class Lessons(AbstractContextManager["Lessons"], keras.utils.PyDataset):  # type: ignore[misc]  # Keras ships no types
    """What Keras is fed with: batches of views; they depend on the seed alone."""

    def __init__(self, split: Split, plan: Plan, *, seed: int) -> None:
        super().__init__()
        self._plan, self._seed = plan, seed
        self._epoch = 0
        self._views: Views | None = None
        self._number: int | None = None  # of the draw that `_views` are
        self._begun: dict[int, list[Future[Views]]] = {}
        self._processes = ProcessPoolExecutor(
            min(MOST, os.cpu_count() or 1),
            mp_context=multiprocessing.get_context("spawn"),  # a fork would copy locks that threads hold
            initializer=_start,
            initargs=(split, seed),
        )

    def __len__(self) -> int:
        return self._plan.batches

    def __getitem__(self, index: int) -> Views:
        if self._views is None:
            raise RuntimeError("an epoch's batches were asked for before it began")
        order = np.random.default_rng((self._seed, self._epoch)).permutation(self._plan.views)
        rows = order[index * self._plan.batch : (index + 1) * self._plan.batch]
        seen, taught = self._views
        return seen[rows, :, :, None], taught[rows]

    def begin(self, epoch: int, _: object = None) -> None:
        """Turn to the epoch's draw, and begin those that follow."""
        self._epoch = epoch
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


_job: tuple[MnistDigits, int]  # what this process draws with


def _start(split: Split, seed: int) -> None:
    """Make this process one that draws: it is ended by the one that began it, and never outlives it."""
    global _job  # noqa: PLW0603  a pool's process has no other place to keep what it is told once
    _job = MnistDigits(split), seed
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.nice(GIVES_WAY)
    cv2.setNumThreads(1)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def draw(number: int, count: int) -> Views:
    """Draw so many views; the same ones for the same number."""
    digits, seed = _job
    drawn = [view(digits, np.random.default_rng((seed, number, at))) for at in range(count)]
    return np.stack([seen for seen, _ in drawn]), np.stack([taught for _, taught in drawn]).astype(np.float16)
