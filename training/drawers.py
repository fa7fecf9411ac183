"""Processes that draw ahead of the network: a draw is on its way while the one before is learned on."""

from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from types import TracebackType

from service.model.engine import DigitModel
from service.model.loaded import LoadedGraph
from training import drawing, opinions, processes
from training.dataset import Split
from training.drawing import Batch
from training.recipes import Recipe


class Drawers(AbstractContextManager["Drawers"]):
    """A training's draws, by number: each a list of batches to come.

    With teachers, their opinion of what stayed near to MNIST's digits stands beside the labels.
    """

    def __init__(
        self, split: Split, recipe: Recipe, *, seed: int, teachers: Sequence[LoadedGraph] = ()
    ) -> None:
        self._batches = drawing.batches_of(split, recipe)
        self._draws = drawing.draws_of(recipe)
        self._begun: dict[int, list[Future[Batch]]] = {}
        self._processes = processes.pool(_prepare, split, recipe, seed, teachers)

    def draw(self, number: int) -> list[Future[Batch]]:
        """That draw's batches; the one after it is begun as well, and all others are forgotten."""
        wanted = [ahead for ahead in (number, number + 1) if ahead < self._draws]
        for unwanted in self._begun.keys() - wanted:
            for batch in self._begun[unwanted]:
                batch.cancel()
        self._begun = {ahead: self._begun.get(ahead) or self._begin(ahead) for ahead in wanted}
        return self._begun[number]

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the processes, once each has finished the batch that it is at."""
        self._processes.shutdown(cancel_futures=True)

    def _begin(self, number: int) -> list[Future[Batch]]:
        return [self._processes.submit(_draw, number, batch) for batch in range(self._batches)]


_job: tuple[Split, Recipe, int]  # what this process draws
_teachers: list[DigitModel]  # whom it asks


def _prepare(split: Split, recipe: Recipe, seed: int, teachers: Sequence[LoadedGraph]) -> None:
    global _job, _teachers  # noqa: PLW0603  a pool's process has no other place to keep what it is told once
    _job = split, recipe, seed
    _teachers = [DigitModel(teacher) for teacher in teachers]


def _draw(number: int, batch: int) -> Batch:
    split, recipe, seed = _job
    drawn = drawing.drawn(split, recipe, seed=seed, number=number, batch=batch)
    if not _teachers:
        return drawn.digits, drawn.labels
    return drawn.digits, opinions.beside(drawn.labels, opinions.of_drawn(_teachers, drawn))
