"""A version's reader: loaded and probed with it, lent by the bundled version where it brings none."""

from dataclasses import replace

import numpy as np
import pytest

from service.errors import StoreError
from service.model.manager import ModelManager
from service.model.serving import ServingModel
from service.model.store import ModelStore
from tests.unit.model.house import House, answer
from tests.unit.model.published import manifest, probe, probe_with_pages

PAGE = np.full((1, 16, 32), 100, np.uint8)


@pytest.fixture
def house(house: House) -> House:
    """Its bundled version brings a reader of level 1."""
    house.bundled.promote(house.publish_with_reader(0, 1.0, store=house.bundled))
    return house


def level(serving: ServingModel) -> tuple[float, float]:
    """What the reader does, and what its settings say."""
    assert serving.reader is not None
    assert serving.reader_settings is not None
    return float(serving.reader.maps(PAGE).mean()) / 100, serving.reader_settings.text


def loads_of_readers(house: House, store: ModelStore) -> int:
    return sum(path.name == "reader.h5" and store.root in path.parents for path in house.reader.asked)


def test_a_version_answers_with_its_own_reader_and_settings(house: House, manager: ModelManager):
    house.store.promote(house.publish_with_reader(4, 2.0))
    manager.poll()

    assert answer(manager) == 4
    assert level(manager.serving()) == (2, 2)


def test_the_bundled_version_answers_with_its_own_reader(manager: ModelManager):
    assert manager.serving().source == "bundled"
    assert level(manager.serving()) == (1, 1)


def test_a_version_without_a_reader_is_lent_the_bundled_one_which_is_loaded_once(house: House):
    manager = house.manager()
    for label in (4, 5):
        version = house.promoted(label)
        manager.poll()
        assert (manager.serving().version, answer(manager)) == (version, label)
        assert level(manager.serving()) == (1, 1)

    assert loads_of_readers(house, house.bundled) == 1


def test_a_bare_file_is_lent_the_bundled_reader(house: House, tmp_path):
    file = tmp_path / "students.h5"
    file.write_bytes(b"always 8")
    manager = house.manager(model_file=file)
    manager.start()
    manager.stop()

    assert (answer(manager), manager.serving().source) == (8, "file")
    assert level(manager.serving()) == (1, 1)


def test_where_no_version_brings_a_reader_there_is_none(tmp_path):
    house = House(tmp_path)
    house.promoted(4)
    manager = house.manager()
    manager.poll()

    assert answer(manager) == 4
    assert (manager.serving().reader, manager.serving().reader_settings) == (None, None)


def test_a_bundled_reader_that_is_damaged_refuses_what_needs_it_and_nothing_else(house: House):
    (house.bundled.root / "versions" / house.bundled.current() / "reader.h5").write_bytes(b"garbage")
    manager = house.manager()
    needs_it = house.promoted(4)
    manager.poll()
    assert manager.active is None
    assert [refusal.version for refusal in manager.refused] == [needs_it]
    assert "bundled version's reader" in manager.refused[0].reason

    house.store.promote(house.publish_with_reader(5, 2.0))
    manager.poll()
    assert level(manager.serving()) == (2, 2)


def other_maps(share: float):
    good = probe_with_pages(5, 2.0)
    return replace(good, maps=good.maps + np.float32(share) * good.maps.max())


BAD = {
    "not a reader": ({"content": b"garbage"}, "reader.h5: it is no reader"),
    "a digit network": ({"content": b"always 5"}, "reader.h5: it is no reader"),
    "other maps than in training": ({"expected": other_maps(0.001)}, "its maps of its own probe differ"),
    "no pages to check it by": ({"expected": probe(5)}, "holds no pages"),
}


@pytest.mark.parametrize(("changes", "reason"), BAD.values(), ids=BAD.keys())
def test_a_bad_reader_refuses_the_whole_version(house: House, manager, changes, reason):
    good = house.publish_with_reader(4, 3.0)
    house.store.promote(good)
    manager.poll()
    bad = house.publish_with_reader(5, 2.0, **changes)
    house.store.promote(bad)
    manager.poll()

    assert (answer(manager), manager.serving().version) == (4, good)
    assert level(manager.serving()) == (3, 3)
    assert [refusal.version for refusal in manager.refused] == [bad]
    assert reason in manager.refused[0].reason


def test_maps_that_differ_as_sums_in_another_order_do_are_accepted(house: House, manager):
    version = house.publish_with_reader(5, 2.0, expected=other_maps(0.00001))
    house.store.promote(version)
    manager.poll()

    assert manager.serving().version == version


@pytest.mark.parametrize("damage", ["changed", "removed"])
def test_a_reader_that_was_damaged_in_the_volume_refuses_the_version(house: House, manager, damage: str):
    bad = house.publish_with_reader(5, 2.0)
    house.store.promote(bad)
    path = house.store.path(bad, "reader.h5")
    path.unlink()
    if damage == "changed":
        path.write_bytes(b"reads 2.5")
    manager.poll()

    assert manager.serving().source == "bundled"
    assert [refusal.version for refusal in manager.refused] == [bad]


READER_FILE = {"name": "reader.h5", "role": "reader"}


@pytest.mark.parametrize(
    "fields",
    [{"reader": {}}, {"files": [{"name": "model.h5"}, READER_FILE]}],
    ids=["settings alone", "reader alone"],
)
def test_a_reader_and_its_settings_come_together(fields):
    with pytest.raises(ValueError, match="come together"):
        manifest(**fields)


def wrong_pages(**changes) -> dict:
    good = probe_with_pages(3, 1.0)
    return {"pages": good.pages, "maps": good.maps, **changes}


@pytest.mark.parametrize(
    "fields",
    [
        wrong_pages(pages=None),
        wrong_pages(maps=None),
        wrong_pages(pages=np.zeros((1, 32, 40), np.uint8)),
        wrong_pages(pages=np.zeros((1, 32, 48), np.float32)),
        wrong_pages(pages=np.zeros((0, 32, 48), np.uint8)),
        wrong_pages(maps=np.zeros((1, 8, 12, 1), np.float32)),
        wrong_pages(maps=np.zeros(probe_with_pages(3, 1.0).maps.shape, np.float64)),
    ],
    ids=["no pages", "no maps", "width", "float", "empty", "channels", "double"],
)
def test_pages_and_maps_that_do_not_belong_together_are_no_probe(fields):
    with pytest.raises(StoreError, match="probe"):
        replace(probe(), **fields)


def test_a_probe_with_pages_is_read_as_it_was_written():
    written = probe_with_pages(3, 1.0)
    read = type(written).from_bytes(written.as_bytes())

    assert np.array_equal(read.pages, written.pages)
    assert np.array_equal(read.maps, written.maps)
    assert np.array_equal(read.digits, written.digits)
