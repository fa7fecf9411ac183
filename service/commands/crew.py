"""Worker processes that read pictures; one that dies takes no other picture with it."""

import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

from service.commands.files import bytes_of
from service.commands.picture_reader import PictureReader
from service.commands.records import Record
from service.memory import keep_for_the_next_picture
from service.settings import Settings

AHEAD = 4  # pictures handed to each worker ahead: enough that none waits, few enough to hold nothing
DIED = "reading it ended the process that did it"


class Crew:
    """Reads files of a folder in several processes, each with the model that served when it began.

    Raises ModelUnavailable at once where there is none.
    """

    def __init__(self, folder: Path, settings: Settings, workers: int) -> None:
        self._folder = folder
        self._settings = settings
        self._workers = workers
        PictureReader(settings)  # where none can be had, no worker could begin
        self._pool = self._recruit(workers)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=kind is None, cancel_futures=True)

    def read(self, files: Iterable[str]) -> Iterator[Record]:
        """Give every file's record, in the order of the files."""
        rest = iter(files)
        waiting: deque[tuple[str, Future[Record]]] = deque()
        while True:
            for file in islice(rest, self._workers * AHEAD - len(waiting)):
                waiting.append((file, self._submit(file)))
            if not waiting:
                return
            file, future = waiting.popleft()
            try:
                record = future.result()
            except BrokenProcessPool:
                again = [file, *(name for name, _ in waiting)]
                waiting.clear()
                yield from self._read_alone(again)
                self._pool = self._recruit(self._workers)
                continue
            yield record

    def _submit(self, file: str) -> Future[Record]:
        """Hand a file to the pool; of a pool that has died already, it is told like the files in it."""
        try:
            return self._pool.submit(_read, file)
        except BrokenProcessPool as error:
            failed: Future[Record] = Future()
            failed.set_exception(error)
            return failed

    def _read_alone(self, files: list[str]) -> Iterator[Record]:
        """Read files one at a time after a worker died: which of them did it?"""
        self._pool.shutdown(wait=False, cancel_futures=True)
        pool = self._recruit(1)
        for file in files:
            try:
                yield pool.submit(_read, file).result()
            except BrokenProcessPool:
                pool = self._recruit(1)
                yield Record(file, problem=DIED)
        pool.shutdown(wait=False)

    def _recruit(self, workers: int) -> ProcessPoolExecutor:
        # A new interpreter for each: ONNX Runtime's threads do not survive a fork.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(
            workers, context, initializer=_begin, initargs=(self._folder, self._settings)
        )


@dataclass(frozen=True, slots=True)
class _Worker:
    folder: Path
    reader: PictureReader


_workers: list[_Worker] = []  # the one of this process, once it has begun


def _begin(folder: Path, settings: Settings) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the first process's to answer
    keep_for_the_next_picture()
    _workers.append(_Worker(folder, PictureReader(settings)))


def _read(file: str) -> Record:
    worker = _workers[0]
    try:
        return worker.reader.record(file, bytes_of(worker.folder / file))
    except OSError as error:
        return Record(file, problem=str(error))
