"""The pool: bounded in what runs and what waits, and nothing is done for nobody."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from service.errors import Overloaded
from service.pool import PREFETCHED, Abandoned, Pool

pytestmark = pytest.mark.anyio


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    gate = threading.Event()
    yield gate
    gate.set()


async def queued(pool: Pool, work, n: int, **options) -> list[asyncio.Task]:
    """Hand in the work `n` times, and let each come as far as it can."""
    tasks = [asyncio.create_task(pool.run(work, **options)) for _ in range(n)]
    for _ in range(3):
        await asyncio.sleep(0)
    return tasks


async def test_work_is_done_off_the_event_loop_and_its_result_comes_back():
    pool = Pool(threads=1, max_pending=1)
    assert await pool.run(threading.get_ident) != threading.get_ident()
    pool.close()


async def test_what_the_work_raises_comes_back_and_its_place_is_free_again():
    pool = Pool(threads=1, max_pending=1)
    for _ in range(5):
        with pytest.raises(ZeroDivisionError):
            await pool.run(lambda: 1 / 0)
    assert await pool.run(lambda: 7) == 7
    pool.close()


async def test_never_more_run_at_once_than_there_are_threads(gate: threading.Event):
    at_once, most, lock = 0, 0, threading.Lock()

    def work():
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        gate.wait(0.002)
        with lock:
            at_once -= 1

    pool = Pool(threads=2, max_pending=100)
    await asyncio.gather(*await queued(pool, work, 20))
    assert most == 2
    pool.close()


async def test_one_more_than_may_wait_is_refused_and_the_others_are_done(gate: threading.Event):
    pool = Pool(threads=1, max_pending=3)
    tasks = await queued(pool, gate.wait, 1 + PREFETCHED + 3)
    assert pool.waiting == 3
    with pytest.raises(Overloaded):
        pool.admit()
    with pytest.raises(Overloaded):
        await pool.run(gate.wait)
    gate.set()
    assert all(await asyncio.gather(*tasks))
    pool.admit()
    assert pool.waiting == 0
    pool.close()


async def test_patient_work_waits_where_others_are_refused(gate: threading.Event):
    pool = Pool(threads=1, max_pending=1)
    tasks = await queued(pool, gate.wait, 1 + PREFETCHED + 1)
    [patient] = await queued(pool, gate.wait, 1, patient=True)
    gate.set()
    assert await patient
    await asyncio.gather(*tasks)
    pool.close()


async def test_waiting_work_whose_client_has_gone_is_dropped(
    gate: threading.Event, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("service.pool.ASKED_AFTER", 0)

    async def gone() -> bool:
        return True

    pool, done = Pool(threads=1, max_pending=5), []
    tasks = await queued(pool, gate.wait, 1 + PREFETCHED)
    [dropped] = await queued(pool, lambda: done.append(1), 1, gone=gone)
    gate.set()
    with pytest.raises(Abandoned):
        await dropped
    assert done == []
    await asyncio.gather(*tasks)
    assert await pool.run(lambda: 7) == 7
    pool.close()


async def test_work_that_hardly_waited_is_not_asked_about(
    gate: threading.Event, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("service.pool.ASKED_AFTER", 60)

    async def gone() -> bool:
        raise AssertionError

    pool = Pool(threads=1, max_pending=5)
    tasks = await queued(pool, gate.wait, 1 + PREFETCHED)
    [waited] = await queued(pool, lambda: 7, 1, gone=gone)
    gate.set()
    assert await waited == 7
    await asyncio.gather(*tasks)
    pool.close()


async def test_cancelled_work_gives_its_place_back_whether_it_waits_or_runs(gate: threading.Event):
    pool = Pool(threads=1, max_pending=2)
    tasks = await queued(pool, gate.wait, 1 + PREFETCHED + 2)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert pool.waiting == 0
    gate.set()
    assert await asyncio.gather(*[pool.run(lambda: 7) for _ in range(3)]) == [7] * 3
    pool.close()
