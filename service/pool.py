"""The bounded pool: CPU work off the event loop, a moment's work on it, and admission at its door."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from service.errors import Overloaded
from service.memory import keep_for_the_next_picture

T = TypeVar("T")

ASKED_AFTER = 0.1  # seconds of waiting until it is asked whether the client has hung up: that costs 0.07 ms
A_MOMENT = 0.02  # seconds of a core: work that took more on the event loop is not done there for some time
SOME_TIME = 60.0
PREFETCHED = 1  # jobs handed to the threads ahead, so that none idles until the event loop wakes


class Abandoned(Exception):
    """Nobody waits for the answer any more, so the work was not begun."""


class Pool:
    """Runs synchronous work in a few threads; at most `max_pending` jobs wait for their turn.

    All bookkeeping happens on the event loop: no locks. A job that waits holds no thread, and one that
    is cancelled or abandoned while it waits costs nothing.
    """

    def __init__(
        self, *, threads: int, max_pending: int, clock: Callable[[], float] = time.thread_time
    ) -> None:
        self._executor = ThreadPoolExecutor(
            threads, thread_name_prefix="recognizer", initializer=keep_for_the_next_picture
        )
        self._turns = asyncio.Semaphore(threads + PREFETCHED)
        self._moment = asyncio.Lock()  # held by whoever works on the event loop, until its next turn
        self._max_pending = max_pending
        self._clock = clock
        self._handed_over = 0  # jobs that have their turn
        self._no_moments_before = 0.0  # the event loop's time
        self.waiting = 0

    def admit(self) -> None:
        """Raise Overloaded if there is no place left: asked at the door, before an upload is read."""
        if self.waiting >= self._max_pending:
            raise Overloaded("Too many pictures are waiting. Try again in a moment.")

    async def at_once(
        self, work: Callable[[], T | None], *, gone: Callable[[], Awaitable[bool]] | None = None
    ) -> T | None:
        """The result of a moment's work, done on the event loop; None while the threads have work.

        Handing work to a thread and back takes 0.2 ms, a tenth of what a drawing takes. One work in a turn
        of the event loop, so that many requests at once keep it from nothing. `gone` and what is raised:
        as `run`.
        """
        loop = asyncio.get_running_loop()
        begun = loop.time()
        if self._is_no_moment(begun):
            return None
        # A lock is also free for a while between its release and its next holder, who waits for it still.
        waited = self._moment.locked() or self.waiting > 0
        if waited:
            self.admit()
        await self._queued(self._moment)
        loop.call_soon(self._moment.release)
        if waited and await _in_vain(begun, gone):
            raise Abandoned
        if self._is_no_moment(loop.time()):
            return None
        started = self._clock()
        try:
            return work()
        finally:
            if self._clock() - started > A_MOMENT:
                self._no_moments_before = loop.time() + SOME_TIME

    def _is_no_moment(self, now: float) -> bool:
        """Whether the threads have work, or what was to take a moment took longer not long ago."""
        return self._handed_over > 0 or now < self._no_moments_before

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
        await self._queued(self._turns)
        self._handed_over += 1
        try:
            if waited and await _in_vain(begun, gone):
                raise Abandoned  # noqa: TRY301  its turn is given back like any other failed one's
            future = self._executor.submit(work)
        except BaseException:
            self._take_back()
            raise
        future.add_done_callback(lambda _: loop.call_soon_threadsafe(self._take_back))
        return await asyncio.wrap_future(future)

    async def _queued(self, turn: asyncio.Semaphore | asyncio.Lock) -> None:
        self.waiting += 1
        try:
            await turn.acquire()
        finally:
            self.waiting -= 1

    def _take_back(self) -> None:
        self._handed_over -= 1
        self._turns.release()

    def close(self) -> None:
        """Let the running jobs finish and end the threads."""
        self._executor.shutdown(wait=True, cancel_futures=True)


async def _in_vain(begun: float, gone: Callable[[], Awaitable[bool]] | None) -> bool:
    """Tell whether the client has hung up, after a wait since `begun` of some length."""
    waited = asyncio.get_running_loop().time() - begun
    return waited >= ASKED_AFTER and gone is not None and await gone()
