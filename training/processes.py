"""Processes that draw ahead of a training: they give way to it, and none outlives it."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import cv2

MOST = 8  # processes, however many cores there are; each takes 200 MB
GIVES_WAY = 19  # nice: a step whose threads wait for each other is held up by anything beside it


def pool(prepare: Callable[..., None], *told: Any) -> ProcessPoolExecutor:  # noqa: ANN401  whatever it takes
    """A process for each core; each calls `prepare` with what it is `told` before its first task."""
    return ProcessPoolExecutor(
        min(MOST, os.cpu_count() or 1),
        mp_context=multiprocessing.get_context("spawn"),  # a fork would copy locks that threads hold
        initializer=_start,
        initargs=(prepare, told),
    )


def _start(prepare: Callable[..., None], told: tuple[Any, ...]) -> None:
    """Make this process one that is ended by the one that began it, and never outlives it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.nice(GIVES_WAY)
    cv2.setNumThreads(1)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    prepare(*told)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
