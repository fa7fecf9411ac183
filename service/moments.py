"""Moments: work that takes a moment, done on the event loop, for a few requests in one go.

Handing work to a thread and back takes 0.2 ms, a tenth of what a drawing takes. And four drawings in one go,
step by step, take a fifth less than one after the other: the code of a step and the network's weights have
to come from memory once. Who asks alone is answered at once.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from service.pool import Abandoned, Pool, is_long

Q = TypeVar("Q")
A = TypeVar("A")

IN_ONE_GO = 4  # requests; others have their turn of the event loop after so many
A_MOMENT = 0.02  # seconds of a core: if two turns in some time took more, none is taken for some time
SOME_TIME = 5.0  # seconds


@dataclass(slots=True, eq=False)
class _Asked(Generic[Q, A]):
    question: Q
    answer: "asyncio.Future[A | None]"
    at: float  # the event loop's time
    gone: Callable[[], Awaitable[bool]] | None


class Moments(Generic[Q, A]):
    """Asks `work`, which answers several questions at once, while the pool's threads have nothing to do.

    For a question `work` gives its answer, an exception that is to be raised, or None: "this takes longer".
    All is done on the event loop: no locks. Who has to wait counts as waiting in the pool.
    """

    def __init__(
        self,
        work: Callable[[Sequence[Q]], Sequence[A | Exception | None]],
        pool: Pool,
        *,
        clock: Callable[[], float] = time.thread_time,
    ) -> None:
        self._work = work
        self._pool = pool
        self._clock = clock
        self._asked: deque[_Asked[Q, A]] = deque()
        self._doubtful = 0  # besides them: whose client may have hung up
        self._waiting = 0  # of all: those whose turn is not the next one
        self._is_turn_due = False
        self._asking: set[asyncio.Task[None]] = set()  # that find it out
        self._slow_until = 0.0  # the event loop's time: the last slow turn, and some time
        self._none_before = 0.0

    async def ask(
        self, question: Q, *, gone: Callable[[], Awaitable[bool]] | None = None
    ) -> tuple[A | None, bool]:
        """The answer, and whether the question had a place here: then the threads are to give it one as well.

        No answer, None, if it is no moment's work, or the threads have work. `gone` tells, after a wait of
        some length, whether the client has hung up; then the question is dropped and Abandoned raised. Raises
        Overloaded if as many wait as may, and what `work` gave to raise.
        """
        loop = asyncio.get_running_loop()
        if not self._has_moment():
            return None, False
        if len(self._asked) + self._doubtful >= IN_ONE_GO or self._pool.waiting:
            self._pool.admit()
        asked = _Asked[Q, A](question, loop.create_future(), loop.time(), gone)
        self._asked.append(asked)
        self._count_waiting()
        self._want_turn()
        try:
            return await asked.answer, True
        finally:
            if asked in self._asked:  # it was cancelled
                self._asked.remove(asked)
                self._count_waiting()

    def _has_moment(self) -> bool:
        """Whether the threads have no work, and what was to take a moment did so for some time."""
        return not self._pool.is_at_work and asyncio.get_running_loop().time() >= self._none_before

    def _count_waiting(self) -> None:
        waiting = max(0, len(self._asked) + self._doubtful - IN_ONE_GO)
        self._pool.waiting += waiting - self._waiting
        self._waiting = waiting

    def _want_turn(self) -> None:
        if self._asked and not self._is_turn_due:
            self._is_turn_due = True
            self._gather(0)

    def _gather(self, seen: int) -> None:
        """Wait another turn of the event loop (0.02 ms) for each that brings one more, then answer them."""
        if seen < len(self._asked) < IN_ONE_GO:
            asyncio.get_running_loop().call_soon(self._gather, len(self._asked))
        else:
            asyncio.get_running_loop().call_soon(self._take_turn)

    def _take_turn(self) -> None:
        """Answer the next ones; before the next turn the event loop does what else there is."""
        self._is_turn_due = False
        group = [self._asked.popleft() for _ in range(min(IN_ONE_GO, len(self._asked)))]
        if doubtful := [asked for asked in group if asked.gone is not None and is_long(asked.at)]:
            self._doubtful += len(doubtful)
            task = asyncio.create_task(self._find_out(doubtful))
            self._asking.add(task)
            task.add_done_callback(self._asking.discard)
        self._count_waiting()
        here = [asked for asked in group if not (asked in doubtful or asked.answer.cancelled())]
        answers = self._worked([asked.question for asked in here])
        for asked, answer in zip(here, answers, strict=True):
            if isinstance(answer, Exception):
                asked.answer.set_exception(answer)
            else:
                asked.answer.set_result(answer)
        self._want_turn()

    async def _find_out(self, doubtful: list[_Asked[Q, A]]) -> None:
        """Ask which clients have hung up, while others have the turn; who is still there has the next one."""
        for asked in doubtful:
            error = await _why_dropped(asked)
            if error is not None and not asked.answer.done():
                asked.answer.set_exception(error)
            asked.gone = None
        self._doubtful -= len(doubtful)
        self._asked.extendleft(asked for asked in reversed(doubtful) if not asked.answer.done())
        self._count_waiting()
        self._want_turn()

    def _worked(self, questions: list[Q]) -> Sequence[A | Exception | None]:
        """The answers; where the work itself fails, None for each, so that it fails for none but its own."""
        nothing = [None] * len(questions)
        if not questions or not self._has_moment():
            return nothing
        started = self._clock()
        try:
            answers = self._work(questions)
        except Exception as error:  # noqa: BLE001  it is raised where the answer is awaited
            return [error] if len(questions) == 1 else nothing
        finally:
            if self._clock() - started > A_MOMENT:
                self._note_slow_turn()
        return answers if len(answers) == len(questions) else nothing

    def _note_slow_turn(self) -> None:
        """One may be the machine's; and with busy threads a newer model takes seconds to load."""
        now = asyncio.get_running_loop().time()
        if now < self._slow_until:
            self._none_before = now + SOME_TIME
        self._slow_until = now + SOME_TIME


async def _why_dropped(asked: _Asked[Q, A]) -> Exception | None:
    try:
        return Abandoned() if asked.gone is not None and await asked.gone() else None
    except Exception as error:  # noqa: BLE001  it is raised where the answer is awaited
        return error
