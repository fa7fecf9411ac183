"""Moments: a few in one go, bounded, in order, and nothing is done for nobody or while threads have work."""

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, repeat

import pytest

from service.errors import Overloaded
from service.moments import IN_ONE_GO, Moments
from service.pool import Abandoned, Pool

pytestmark = pytest.mark.anyio


@pytest.fixture
def pool() -> Iterator[Pool]:
    pool = Pool(threads=1, max_pending=3)
    yield pool
    pool.close()


class Squares:
    """Squares numbers, and keeps which it was asked in one go."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []

    def __call__(self, numbers: Sequence[int]) -> list[int | Exception | None]:
        self.groups.append(list(numbers))
        return [number * number for number in numbers]


async def answer_of(moments: Moments, question: object, **options: object) -> object:
    """The answer alone."""
    return (await moments.ask(question, **options))[0]


def clock_of(*seconds: float) -> Callable[[], float]:
    """A clock that tells these in turn, and then stands still, so that a test fails rather than hangs."""
    told = chain(seconds, repeat(seconds[-1]))
    return lambda: next(told)


async def test_who_asks_alone_is_answered_on_the_event_loop(pool: Pool):
    moments = Moments(lambda questions: [threading.get_ident() for _ in questions], pool)
    assert await answer_of(moments, "where?") == threading.get_ident()


async def test_who_ask_together_are_answered_together_each_with_its_own_answer(pool: Pool):
    squares = Squares()
    moments = Moments(squares, pool)
    assert await asyncio.gather(*[answer_of(moments, number) for number in range(IN_ONE_GO + 2)]) == [
        number * number for number in range(IN_ONE_GO + 2)
    ]
    assert squares.groups == [[0, 1, 2, 3], [4, 5]]


async def test_who_comes_while_others_gather_is_answered_with_them(pool: Pool):
    squares = Squares()
    moments = Moments(squares, pool)
    first = asyncio.create_task(answer_of(moments, 1))
    await asyncio.sleep(0)
    await asyncio.gather(first, answer_of(moments, 2))
    assert squares.groups == [[1, 2]]


async def test_what_one_question_raises_is_raised_for_it_alone(pool: Pool):
    moments = Moments(
        lambda numbers: [ValueError(number) if number == 1 else number for number in numbers], pool
    )
    told = await asyncio.gather(*[answer_of(moments, number) for number in range(3)], return_exceptions=True)
    assert (told[0], str(told[1]), told[2]) == (0, "1", 2)


async def test_what_the_work_itself_raises_is_raised_for_who_asked_alone_and_sends_others_to_the_threads(
    pool: Pool,
):
    def work(numbers: Sequence[int]) -> list[float | Exception | None]:
        return [1 / number for number in numbers]

    moments = Moments(work, pool)
    with pytest.raises(ZeroDivisionError):
        await moments.ask(0)
    assert await asyncio.gather(moments.ask(0), moments.ask(1)) == [(None, True)] * 2
    assert await moments.ask(2) == (0.5, True)


async def test_who_gets_too_few_answers_is_sent_to_the_threads(pool: Pool):
    moments = Moments(lambda _: [7], pool)
    assert await asyncio.gather(moments.ask(1), moments.ask(2)) == [(None, True)] * 2
    assert await moments.ask(1) == (7, True)


async def test_who_had_no_place_is_told_so(pool: Pool):
    moments = Moments(Squares(), pool, clock=clock_of(0.0, 1.0, 2.0, 3.0))
    assert [await moments.ask(2) for _ in range(3)] == [(4, True), (4, True), (None, False)]


async def test_between_two_turns_the_event_loop_does_what_else_there_is(pool: Pool):
    turn, turns = 0, []

    async def turning() -> None:
        nonlocal turn
        while len(turns) < IN_ONE_GO + 3:
            turn += 1
            await asyncio.sleep(0)

    def work(numbers: Sequence[int]) -> list[int | None]:
        turns.extend([turn] * len(numbers))
        return list(numbers)

    moments = Moments(work, pool)
    others = asyncio.create_task(turning())
    await asyncio.gather(*[answer_of(moments, number) for number in range(IN_ONE_GO + 3)])
    await others
    assert turns[0] == turns[IN_ONE_GO - 1] < turns[IN_ONE_GO] == turns[-1]


async def test_more_than_may_wait_are_refused_and_the_others_are_answered(pool: Pool):
    moments = Moments(Squares(), pool)
    told = await asyncio.gather(
        *[answer_of(moments, 2) for _ in range(IN_ONE_GO + 5)], return_exceptions=True
    )
    assert told[: IN_ONE_GO + 3] == [4] * (IN_ONE_GO + 3)
    assert [type(each) for each in told[IN_ONE_GO + 3 :]] == [Overloaded] * 2
    assert pool.waiting == 0


async def test_no_more_may_wait_however_they_come(pool: Pool):
    moments, most, tasks = Moments(Squares(), pool), 0, []
    for _ in range(100):
        tasks += [asyncio.create_task(answer_of(moments, 2)) for _ in range(2 * IN_ONE_GO)]
        await asyncio.sleep(0)
        most = max(most, pool.waiting)
    await asyncio.gather(*tasks, return_exceptions=True)
    assert most == 3


async def test_work_that_was_no_moment_is_left_to_the_threads_for_some_time(pool: Pool):
    moments = Moments(Squares(), pool, clock=clock_of(0.0, 0.001, 1.0, 1.05, 2.0, 2.05))
    assert [await answer_of(moments, 2) for _ in range(4)] == [4, 4, 4, None]


async def test_a_group_has_no_longer_than_one_has(pool: Pool):
    moments = Moments(Squares(), pool, clock=clock_of(0.0, 0.021, 1.0, 1.019, 2.0, 2.021))
    assert await asyncio.gather(*[answer_of(moments, 2) for _ in range(3)]) == [4] * 3
    assert await asyncio.gather(*[answer_of(moments, 2) for _ in range(3)]) == [4] * 3
    assert await asyncio.gather(*[answer_of(moments, 2) for _ in range(3)]) == [4] * 3
    assert await answer_of(moments, 2) is None


async def test_who_waits_is_sent_to_the_threads_once_work_was_no_moment(pool: Pool):
    moments = Moments(Squares(), pool, clock=clock_of(0.0, 1.0, 2.0, 3.0))
    assert await answer_of(moments, 2) == 4
    told = await asyncio.gather(*[answer_of(moments, 2) for _ in range(IN_ONE_GO + 2)])
    assert told == [4] * IN_ONE_GO + [None] * 2


async def test_a_slow_turn_long_ago_is_forgotten(pool: Pool, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("service.moments.SOME_TIME", 0.0)
    moments = Moments(Squares(), pool, clock=clock_of(0.0, 1.0, 2.0, 3.0))
    assert [await answer_of(moments, 2) for _ in range(2)] == [4, 4]
    assert moments._has_moment()


async def test_while_the_threads_have_work_nothing_is_answered(pool: Pool):
    gate = threading.Event()
    moments = Moments(Squares(), pool)
    task = asyncio.create_task(pool.run(gate.wait))
    await asyncio.sleep(0)
    assert await answer_of(moments, 2) is None
    gate.set()
    await task
    while await answer_of(moments, 2) is None:  # the job's place is given back in a turn of its own
        await asyncio.sleep(0)


@pytest.mark.parametrize("has_gone", [True, False])
async def test_whose_client_has_gone_is_dropped_and_who_is_still_there_is_answered(
    pool: Pool, monkeypatch: pytest.MonkeyPatch, has_gone: bool
):
    monkeypatch.setattr("service.pool.ASKED_AFTER", 0)

    async def gone() -> bool:
        return has_gone

    squares = Squares()
    moments = Moments(squares, pool)
    told = await asyncio.gather(
        answer_of(moments, 2), answer_of(moments, 3, gone=gone), return_exceptions=True
    )
    assert told[0] == 4
    assert isinstance(told[1], Abandoned) if has_gone else told[1] == 9
    assert squares.groups == ([[2]] if has_gone else [[2], [3]])
    assert pool.waiting == 0


async def test_what_cannot_be_found_out_is_raised_for_that_one(pool: Pool, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("service.pool.ASKED_AFTER", 0)

    async def gone() -> bool:
        raise OSError

    moments = Moments(Squares(), pool)
    with pytest.raises(OSError):  # noqa: PT011  nothing else is raised that is one
        await answer_of(moments, 2, gone=gone)


async def test_who_hardly_waited_is_not_asked_about(pool: Pool, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("service.pool.ASKED_AFTER", 60)

    async def gone() -> bool:
        raise AssertionError

    assert await answer_of(Moments(Squares(), pool), 2, gone=gone) == 4


@pytest.mark.parametrize("turns", range(4))
async def test_who_is_cancelled_while_waiting_leaves_it_to_the_others(pool: Pool, turns: int):
    squares = Squares()
    moments = Moments(squares, pool)
    tasks = [asyncio.create_task(answer_of(moments, number)) for number in range(IN_ONE_GO + 2)]
    for _ in range(turns):
        await asyncio.sleep(0)
    tasks[1].cancel()
    tasks[-1].cancel()
    told = await asyncio.gather(*tasks, return_exceptions=True)
    assert [told[number] for number in (0, 2, 3, 4)] == [0, 4, 9, 16]
    assert isinstance(told[-1], asyncio.CancelledError)
    assert pool.waiting == 0
    assert await answer_of(moments, 7) == 49


async def test_who_waited_long_and_is_still_there_keeps_its_turn(pool: Pool, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("service.pool.ASKED_AFTER", 0)
    most = 0

    async def gone() -> bool:
        nonlocal most
        most = max(most, pool.waiting)
        await asyncio.sleep(0)
        return False

    squares = Squares()
    moments = Moments(squares, pool)
    await asyncio.gather(*[moments.ask(number, gone=gone) for number in range(IN_ONE_GO + 3)])
    assert [number for group in squares.groups for number in group] == list(range(IN_ONE_GO + 3))
    assert most == 3
    assert pool.waiting == 0
