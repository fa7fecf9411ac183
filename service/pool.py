"""The bounded pool: CPU work off the event loop, and admission at its door."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from service.errors import Overloaded
from service.memory import keep_for_the_next_picture

T = TypeVar("T")

ASKED_AFTER = 0.1  # seconds of waiting until it is asked whether the client has hung up: that costs 0.07 ms
PREFETCHED = 1  # jobs handed to the threads ahead, so that none idles until the event loop wakes


class Abandoned(Exception):
    """Nobody waits for the answer any more, so the work was not begun."""


class Pool:
    """Runs synchronous work in a few threads; at most `max_pending` jobs wait for their turn.

    All bookkeeping happens on the event loop: no locks. A job that waits holds no thread, and one that
    is cancelled or abandoned while it waits costs nothing.
    """

    def __init__(self, *, threads: int, max_pending: int) -> None:
        self._executor = ThreadPoolExecutor(
            threads, thread_name_prefix="recognizer", initializer=keep_for_the_next_picture
        )
        self._turns = asyncio.Semaphore(threads + PREFETCHED)
        self._max_pending = max_pending
        self._handed_over = 0  # jobs that have their turn
        self.waiting = 0  # for a turn, here or elsewhere: `service.moments` counts its own in

    def admit(self) -> None:
        """Raise Overloaded if there is no place left: asked at the door, before an upload is read."""
        if self.waiting >= self._max_pending:
            raise Overloaded("Too many pictures are waiting. Try again in a moment.")

    @property
    def is_at_work(self) -> bool:
        """Whether the threads have work, or will have it."""
        return self._handed_over > 0

    async def run(
        self,
        work: Callable[[], T],
        *,
        gone: Callable[[], Awaitable[bool]] | None = None,
        patient: bool = False,
    ) -> T:
        """The result of `work`, done in a thread when its turn comes.

        `gone` tells, after a wait of some length, whether the client has hung up; then the work is dropped
        and Abandoned raised. Raises Overloaded if the queue is full (but not if it is `patient`: a part of
        something that was admitted before), and whatever `work` raises.
        """
        waited = self._turns.locked()
        if waited and not patient:
            self.admit()
        loop = asyncio.get_running_loop()
        begun = loop.time()
        await self._queued()
        self._handed_over += 1
        try:
            if waited and gone is not None and is_long(begun) and await gone():
                raise Abandoned  # noqa: TRY301  its turn is given back like any other failed one's
            future = self._executor.submit(work)
        except BaseException:
            self._take_back()
            raise
        future.add_done_callback(lambda _: loop.call_soon_threadsafe(self._take_back))
        return await asyncio.wrap_future(future)

    async def _queued(self) -> None:
        self.waiting += 1
        try:
            await self._turns.acquire()
        finally:
            self.waiting -= 1

    def _take_back(self) -> None:
        self._handed_over -= 1
        self._turns.release()

    def close(self) -> None:
        """Let the running jobs finish and end the threads."""
        self._executor.shutdown(wait=True, cancel_futures=True)


def is_long(since: float) -> bool:
    """Tell whether the wait since then, by the event loop's clock, is so long that a client may have gone."""
    return asyncio.get_running_loop().time() - since >= ASKED_AFTER
