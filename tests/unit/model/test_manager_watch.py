"""The manager's watch: it follows CURRENT by itself, soon and step by step, while requests are answered."""

import threading
import time
from pathlib import Path

import pytest

from service.model.manager import ModelManager
from tests.unit.model.house import ONE_DIGIT, House, answer


def test_the_watch_follows_current_by_itself_and_stops(house: House):
    manager = house.manager(poll_seconds=0.01)
    manager.start()
    house.promoted(4)
    deadline = time.monotonic() + 10
    while answer(manager) != 4 and time.monotonic() < deadline:
        threading.Event().wait(0.01)
    assert answer(manager) == 4
    manager.stop()
    assert not [thread for thread in threading.enumerate() if thread.name == "model-manager"]
    assert answer(manager) == 4


def test_answers_during_swaps_come_from_one_model_or_the_other(house: House):
    manager = house.manager(poll_seconds=0.001)
    house.promoted(1)
    manager.start()
    stop, wrong, count = threading.Event(), [], 0

    def ask() -> None:
        nonlocal count
        while not stop.is_set():
            serving = manager.serving()
            expected = int(serving.metrics["label"]) if serving.metrics else 1
            if int(serving.model.probabilities(ONE_DIGIT).argmax()) != expected:
                wrong.append(serving.version)
            count += 1

    asking = threading.Thread(target=ask)
    asking.start()
    for label in (2, 3, 4, 5, 6):
        version = house.promoted(label, metrics={"label": float(label)})
        deadline = time.monotonic() + 10
        while manager.serving().version != version and time.monotonic() < deadline:
            threading.Event().wait(0.002)
        assert manager.serving().version == version
    stop.set()
    asking.join()
    manager.stop()
    assert count > 0
    assert not wrong


def test_what_is_promoted_while_another_version_is_loaded_is_served_without_another_wait(house: House):
    coming = [3, 2]

    def loading(path: Path, **given: object) -> object:
        if coming:
            house.promoted(coming.pop())
        return house.reader(path, **given)

    manager = house.manager(load=loading)
    manager.start()  # the bundled version; meanwhile 2 is promoted
    manager.catch_up()
    assert (answer(manager), coming) == (3, [])
    manager.stop()


def test_a_version_that_is_refused_is_tried_once(house: House, manager: ModelManager):
    house.promoted(5, says=4)
    manager.catch_up()
    manager.catch_up()
    assert answer(manager) == 0
    assert len(manager.refused) == 1


def test_a_glance_follows_current_and_does_nothing_while_that_is_as_it_was(
    house: House, manager: ModelManager, monkeypatch: pytest.MonkeyPatch
):
    house.promoted(6)
    manager.glance()
    assert answer(manager) == 6
    monkeypatch.setattr(manager, "poll", lambda: pytest.fail("CURRENT is as it was"))
    manager.glance()


def test_a_glance_at_a_volume_that_cannot_be_read_leaves_it_to_the_poll(
    house: House, manager: ModelManager, monkeypatch: pytest.MonkeyPatch
):
    def unreadable() -> int:
        raise OSError

    monkeypatch.setattr(house.store, "current_written_ns", unreadable)
    manager.glance()
    assert answer(manager) == 0
