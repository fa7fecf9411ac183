"""The manager: what CURRENT names is served once it has proved itself; until then the old model answers."""

from pathlib import Path

import pytest

from service.errors import ModelUnavailable
from service.model.manager import ModelManager
from service.model.store import ModelStore
from tests.unit.model.house import NOON, ONE_DIGIT, House, answer


def test_an_empty_volume_is_served_with_the_bundled_version(house: House, manager: ModelManager):
    serving = manager.serving()
    assert serving.source == "bundled"
    assert serving.version == house.bundled.current()
    assert manager.refused == ()
    assert manager.versions == ()


def test_no_volume_at_all_is_served_with_the_bundled_version(house: House):
    manager = house.manager(store=None)
    manager.start()
    manager.poll()
    assert manager.serving().source == "bundled"
    manager.stop()


def test_at_start_what_current_names_is_served(house: House):
    version = house.promoted(7)
    manager = house.manager()
    manager.start()
    assert (manager.serving().version, manager.serving().source) == (version, "store")
    assert answer(manager) == 7
    assert manager.versions == (version,)
    manager.stop()


def test_before_the_start_no_model_is_serving(house: House):
    with pytest.raises(ModelUnavailable, match="No model is loaded yet"):
        house.manager().serving()


def test_a_serving_model_tells_what_it_is(house: House, manager: ModelManager):
    version = house.promoted(7, metrics={"mnist_test": 0.98}, calibration={"temperature": 1.5})
    manager.poll()
    serving = manager.serving()
    assert serving.recipe == "ann"
    assert serving.metrics == {"mnist_test": 0.98}
    assert serving.calibration.temperature == 1.5
    assert serving.created_at == house.store.manifest(version).created_at
    assert serving.sha256 == house.store.manifest(version).file().sha256
    assert (serving.parameters, serving.input_shape, serving.scaling) == (7850, (28, 28), "inside")


def test_a_promotion_swaps_the_model(house: House, manager: ModelManager):
    for label in (4, 5):
        version = house.promoted(label)
        manager.poll()
        assert (answer(manager), manager.serving().version) == (label, version)


def test_publishing_without_promoting_shows_the_version_and_swaps_nothing(
    house: House, manager: ModelManager
):
    version = house.publish(4)
    manager.poll()
    assert manager.versions == (version,)
    assert manager.serving().source == "bundled"


def test_pointing_current_at_an_older_version_rolls_back(house: House, manager: ModelManager):
    older = house.promoted(4)
    manager.poll()
    house.promoted(5)
    manager.poll()
    house.store.promote(older)
    manager.poll()
    assert (answer(manager), manager.serving().version) == (4, older)


def test_a_request_that_took_the_old_model_finishes_on_it(house: House, manager: ModelManager):
    house.promoted(4)
    manager.poll()
    taken = manager.serving()
    house.promoted(5)
    manager.poll()
    assert int(taken.model.probabilities(ONE_DIGIT).argmax()) == 4


BAD = {
    "not a model": ({"content": b"garbage"}, "no HDF5 file"),
    "another answer than in training": ({"says": 6}, "probe differ by 1"),
    "eleven outputs where ten were published": ({"content": b"eleven"}, "11 outputs, its manifest says 10"),
    "a reader that fails unexpectedly": ({"content": b"crash"}, "RuntimeError: nobody expected this"),
}


@pytest.mark.parametrize(("fields", "reason"), BAD.values(), ids=BAD.keys())
def test_a_bad_candidate_leaves_the_old_model_serving_and_is_told_once(house: House, manager, fields, reason):
    good = house.promoted(4)
    manager.poll()
    bad = house.promoted(5, **fields)
    for _ in range(3):
        manager.poll()
    assert (answer(manager), manager.serving().version) == (4, good)
    assert [(refusal.version, refusal.at) for refusal in manager.refused] == [(bad, NOON)]
    assert reason in manager.refused[0].reason
    assert len([path for path in house.reader.asked if bad in str(path)]) == 1


@pytest.mark.parametrize("name", ["model.h5", "manifest.json", "probe.npz"])
@pytest.mark.parametrize("damage", ["changed", "truncated", "removed"])
def test_a_version_that_was_damaged_in_the_volume_is_refused(house: House, manager, name: str, damage: str):
    bad = house.promoted(5)
    path = house.store.path(bad, name)
    content = path.read_bytes()
    path.unlink()
    if damage == "changed":
        path.write_bytes(content[::-1])
    elif damage == "truncated":
        path.write_bytes(content[: len(content) // 2])
    manager.poll()
    assert manager.serving().source == "bundled"
    assert [refusal.version for refusal in manager.refused] == [bad]


def test_a_version_that_was_repaired_in_the_volume_is_served(house: House, manager: ModelManager):
    version = house.promoted(5)
    path = house.store.path(version, "model.h5")
    good = path.read_bytes()
    path.unlink()
    path.write_bytes(good + b"rubbish")
    for _ in range(3):
        manager.poll()
    assert manager.serving().source == "bundled"
    assert len(manager.refused) == 1  # tried once
    path.write_bytes(good)
    manager.poll()
    assert manager.serving().version == version


def test_after_a_bad_candidate_a_good_one_is_served(house: House, manager: ModelManager):
    house.promoted(5, content=b"garbage")
    manager.poll()
    good = house.promoted(6)
    manager.poll()
    assert manager.serving().version == good
    assert len(manager.refused) == 1


def test_a_bad_candidate_is_tried_again_once_current_changes(house: House, manager: ModelManager):
    good = house.promoted(4)
    bad = house.promoted(5, content=b"garbage")
    for version in (bad, good, bad):
        house.store.promote(version) if version == good else (house.store.root / "CURRENT").write_text(
            version
        )
        manager.poll()
    assert manager.serving().version == good
    assert [refusal.version for refusal in manager.refused] == [bad, bad]


def test_at_start_a_refused_current_gives_way_to_the_bundled_version_with_the_reason(house: House):
    bad = house.promoted(5, content=b"garbage")
    manager = house.manager()
    manager.start()
    assert manager.serving().source == "bundled"
    assert [refusal.version for refusal in manager.refused] == [bad]
    manager.stop()


@pytest.mark.parametrize(
    "content", [b"rubbish", b"../../etc/passwd", b"\0" * 1000, b"20261122T101500Z-3f9c2a1"]
)
def test_a_current_that_leads_nowhere_leaves_the_old_model_serving(house: House, manager, content: bytes):
    good = house.promoted(4)
    manager.poll()
    (house.store.root / "CURRENT").write_bytes(content)
    for _ in range(3):
        manager.poll()
    assert manager.serving().version == good
    assert len(manager.refused) == 1
    house.store.promote(house.publish(6))
    manager.poll()
    assert answer(manager) == 6


def test_a_volume_that_goes_away_leaves_the_old_model_serving(house: House, manager: ModelManager):
    good = house.promoted(4)
    manager.poll()
    away = house.store.root.rename(house.store.root.with_name("away"))
    for _ in range(3):
        manager.poll()
    assert manager.serving().version == good
    assert [refusal.version for refusal in manager.refused] == ["CURRENT"]
    house.store.root.write_text("a file where the volume was")
    manager.poll()
    house.store.root.unlink()
    away.rename(house.store.root)
    manager.poll()
    assert manager.serving().version == good


def test_a_poll_never_raises(house: House, manager: ModelManager, monkeypatch):
    def fail(_):
        raise RuntimeError("the volume bit me")

    monkeypatch.setattr(ModelStore, "current", fail)
    manager.poll()
    assert manager.serving().source == "bundled"
    assert "the volume bit me" in manager.refused[0].reason


def test_only_the_latest_refusals_are_kept(house: House, manager: ModelManager):
    for number in range(30):
        (house.store.root).mkdir(exist_ok=True)
        (house.store.root / "CURRENT").write_text(f"20261122T1015{number:02}Z-0000000")
        manager.poll()
    assert len(manager.refused) == 20
    assert manager.refused[-1].version == "20261122T101529Z-0000000"


def test_a_model_file_is_served_as_it_is(house: House, tmp_path: Path):
    house.promoted(4)
    file = tmp_path / "students.h5"
    file.write_bytes(b"always 8")
    manager = house.manager(model_file=file)
    manager.start()
    manager.poll()
    serving = manager.serving()
    assert (answer(manager), serving.source, serving.version) == (8, "file", f"file-{serving.sha256[:7]}")
    assert (serving.recipe, serving.created_at, serving.metrics) == (None, None, {})
    assert manager.versions == tuple(house.store.versions())
    manager.stop()


@pytest.mark.parametrize("content", [b"garbage", None])
def test_a_model_file_that_is_refused_leaves_the_service_not_ready_with_the_reason(
    house: House, tmp_path, content
):
    house.promoted(4)
    file = tmp_path / "students.h5"
    if content is not None:
        file.write_bytes(content)
    manager = house.manager(model_file=file)
    manager.start()
    manager.poll()
    with pytest.raises(ModelUnavailable, match=r"students\.h5 was refused"):
        manager.serving()
    manager.stop()


def test_trouble_with_current_does_not_hide_why_a_model_file_was_refused(house: House, tmp_path: Path):
    (tmp_path / "students.h5").write_text("no model at all")
    (house.store.root / "versions").mkdir(parents=True)
    (house.store.root / "CURRENT").write_text("rubbish")
    manager = house.manager(model_file=tmp_path / "students.h5")
    manager.start()
    manager.poll()
    manager.stop()
    with pytest.raises(ModelUnavailable, match=r"students\.h5 was refused"):
        manager.serving()


def test_refusals_count_until_what_is_asked_for_serves(house: House, manager: ModelManager):
    house.promoted(5, content=b"no network")
    manager.poll()
    house.promoted(6, content=b"nor this")
    manager.poll()
    assert manager.refused_since == 2
    good = house.promoted(7)
    manager.poll()
    assert (manager.active.version, manager.refused_since) == (good, 0)
    house.promoted(8, content=b"no network")
    manager.poll()
    house.store.promote(good)
    manager.poll()
    assert manager.refused_since == 0


def test_a_refusal_at_the_start_counts_while_the_bundled_version_stands_in(house: House):
    house.promoted(5, content=b"no network")
    manager = house.manager()
    manager.start()
    manager.stop()
    assert (manager.active.source, manager.refused_since) == ("bundled", 1)


def test_without_a_bundled_version_the_first_promotion_makes_the_service_ready(house: House, tmp_path: Path):
    manager = house.manager(bundled=ModelStore(tmp_path / "nothing"))
    manager.start()
    with pytest.raises(ModelUnavailable, match="no bundled model"):
        manager.serving()
    house.promoted(4)
    manager.poll()
    assert answer(manager) == 4
    manager.stop()
