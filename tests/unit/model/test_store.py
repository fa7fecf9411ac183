"""The store: what is published is whole, immutable, readable, and only what CURRENT names is followed."""

import hashlib
import json
import os
import stat
from pathlib import Path

import pytest

from service.errors import StoreError
from service.model.store import ModelFile, ModelStore
from tests.unit.model.published import files, manifest, probe, publish


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models")


def test_an_empty_volume_has_no_current_and_no_versions(store: ModelStore):
    assert store.current() is None
    assert store.current_written_ns() is None
    assert store.versions() == []
    assert store.promotions() == []


def test_a_version_is_named_after_its_time_and_checksum(store: ModelStore):
    version = publish(store)
    assert version == f"20261122T101500Z-{hashlib.sha256(b'a network').hexdigest()[:7]}"
    assert store.versions() == [version]


def test_the_manifest_carries_the_checksum_of_what_was_written(store: ModelStore):
    version = publish(store)
    assert store.manifest(version).file().sha256 == hashlib.sha256(b"a network").hexdigest()
    assert store.path(version, "model.h5").read_bytes() == b"a network"
    assert store.probe(version).probabilities[0, 3] == 1.0


def test_fields_that_this_service_does_not_know_are_kept(store: ModelStore):
    version = publish(store, written_by="a later release")
    assert store.manifest(version).model_extra == {"written_by": "a later release"}


def test_publishing_does_not_promote(store: ModelStore):
    publish(store)
    assert store.current() is None


def test_a_published_version_never_changes(store: ModelStore):
    version = publish(store)
    with pytest.raises(StoreError, match="published already"):
        publish(store)
    assert store.versions() == [version]


def test_versions_are_listed_with_the_newest_last_and_nothing_else_is(store: ModelStore):
    later, earlier = publish(store, second=9), publish(store, second=1)
    (store.root / "versions" / ".incoming-1").mkdir()
    (store.root / "versions" / "notes").mkdir()
    (store.root / "versions" / "20261122T101530Z-0000000").symlink_to(store.root)
    assert store.versions() == [earlier, later]


def test_everything_is_readable_by_the_services_user_whatever_the_umask(store: ModelStore):
    before = os.umask(0o077)
    try:
        store.promote(publish(store))
    finally:
        os.umask(before)
    for path in [store.root, *store.root.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o755 if path.is_dir() else 0o644), path


def test_promoting_an_older_version_rolls_back(store: ModelStore):
    older, newer = publish(store, second=1), publish(store, second=2)
    store.promote(newer)
    store.promote(older)
    assert store.current() == older


def test_each_promotion_is_kept_in_the_log_with_its_reason(store: ModelStore):
    first, second = publish(store, second=1), publish(store, second=2)
    store.promote(first)
    store.promote(second, forced=True, reason="needed for a demonstration")
    log = store.promotions()
    assert [entry["version"] for entry in log] == [first, second]
    assert [entry["previous"] for entry in log] == [None, first]
    assert [entry["forced"] for entry in log] == [False, True]
    assert log[1]["reason"] == "needed for a demonstration"


def test_a_line_of_the_log_that_a_power_cut_left_unfinished_is_passed_over(store: ModelStore):
    store.promote(publish(store))
    with (store.root / "promotions.log").open("a") as log:
        log.write('{"at": "2026')
    assert len(store.promotions()) == 1


def test_an_unknown_version_cannot_be_promoted(store: ModelStore):
    current = publish(store)
    store.promote(current)
    with pytest.raises(StoreError, match="holds no file"):
        store.promote("20261122T101500Z-0000000")
    assert store.current() == current


def test_a_version_whose_file_was_changed_cannot_be_promoted(store: ModelStore):
    version = publish(store)
    store.path(version, "model.h5").write_bytes(b"another network")
    with pytest.raises(StoreError, match="not the file that was published"):
        store.promote(version)


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"latest", b"../../etc", b"20261122T101500Z-3f9c2a1/../x", b"\xff\xfe\x00", b"x" * 300,
     b"20261122T101500Z-3f9c2a1\n20261122T101500Z-3f9c2a2"],
)  # fmt: skip
def test_a_current_that_holds_no_version_name_is_refused(store: ModelStore, content: bytes):
    store.root.mkdir()
    (store.root / "CURRENT").write_bytes(content)
    with pytest.raises(StoreError, match="CURRENT"):
        store.current()


def test_links_and_pipes_are_not_followed(store: ModelStore, tmp_path: Path):
    version = publish(store)
    (tmp_path / "elsewhere").write_text(version)
    (store.root / "CURRENT").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StoreError, match="link"):
        store.current()
    (store.root / "CURRENT").unlink()
    os.mkfifo(store.root / "CURRENT")
    with pytest.raises(StoreError, match="not a file"):
        store.current()
    (store.root / "versions" / version / "probe.npz").unlink()
    (store.root / "versions" / version / "probe.npz").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StoreError, match="holds no file"):
        store.probe(version)


@pytest.mark.parametrize(
    "name", ["../manifest.json", "/etc/passwd", "", ".", "..", "report/report.md", ".hidden"]
)
def test_only_plain_file_names_of_a_version_have_a_path(store: ModelStore, name: str):
    version = publish(store)
    with pytest.raises(StoreError):
        store.path(version, name)
    with pytest.raises(StoreError):
        store.path("../" + version, "model.h5")


def edit(store: ModelStore, published: str, changes: dict[str, object]) -> None:
    path = store.path(published, "manifest.json")
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"version": "20261122T101500Z-0000000"}, "another version"),
        ({"outputs": 12}, "outputs"),
        ({"calibration": {"temperature": 0}}, "calibration.temperature"),
        ({"metrics": {"mnist_test": float("nan")}}, "mnist_test"),
        ({"files": []}, "files"),
        ({"files": [{"name": "model.h5", "role": "digit"}]}, "checksum"),
        ({"files": [{"name": "../model.h5", "role": "digit", "sha256": "0" * 64}]}, "name"),
        ({"files": [{"name": "line.h5", "role": "line", "sha256": "0" * 64}]}, "files"),
        ({"created_at": "2026-11-22T10:15:00"}, "created_at"),
        ({"input": {"scaling": "0..2"}}, "scaling"),
        ({"padding": "x" * 1_000_001}, "longer than"),
    ],
)
def test_a_manifest_that_is_not_valid_is_refused_with_its_reason(
    store: ModelStore, changes: dict, reason: str
):
    version = publish(store)
    edit(store, version, changes)
    with pytest.raises(StoreError, match=reason):
        store.manifest(version)


@pytest.mark.parametrize("content", [b"", b"{", b"[" * 100_000, b"\xff", b"null"])
def test_a_manifest_that_is_no_json_object_is_refused(store: ModelStore, content: bytes):
    version = publish(store)
    store.path(version, "manifest.json").write_bytes(content)
    with pytest.raises(StoreError, match="not valid"):
        store.manifest(version)


def test_a_failing_writer_leaves_the_store_as_it_was(store: ModelStore):
    store.promote(publish(store))
    before = sorted(store.root.rglob("*"))

    def fail(folder: Path) -> None:
        files()(folder)
        raise OSError(28, "No space left on device")

    with pytest.raises(StoreError, match="No space left"):
        store.publish(manifest(second=1), fail)
    assert sorted(store.root.rglob("*")) == before


def test_a_writer_may_not_leave_links_in_a_version(store: ModelStore):
    def link(folder: Path) -> None:
        files()(folder)
        (folder / "more.h5").symlink_to("/etc/hostname")

    with pytest.raises(StoreError, match="neither a file nor a folder"):
        store.publish(manifest(), link)
    assert store.versions() == []


def test_a_version_may_hold_further_networks_by_role(store: ModelStore):
    listed = [ModelFile(name="model.h5"), ModelFile(name="line.h5", role="line")]

    def write(folder: Path) -> None:
        files()(folder)
        (folder / "line.h5").write_bytes(b"reads lines")

    version = store.publish(manifest(files=listed), write)
    assert store.manifest(version).file("line").sha256 == hashlib.sha256(b"reads lines").hexdigest()
    with pytest.raises(KeyError):
        store.manifest(version).file("page")


def test_what_a_dead_publish_left_behind_is_cleaned(store: ModelStore):
    publish(store)
    stale = store.root / "versions" / ".incoming-dead"
    stale.mkdir()
    (stale / "model.h5").write_bytes(b"half")
    assert store.clean_staging() == [".incoming-dead"]
    stale.mkdir()
    publish(store, second=1)
    assert not stale.exists()


def test_prune_keeps_the_newest_and_what_is_served_and_what_was_served_before(store: ModelStore):
    versions = [publish(store, second=second) for second in range(8)]
    store.promote(versions[0])
    store.promote(versions[3])
    assert store.prune(keep=2) == [versions[1], versions[4], versions[5]]
    assert store.versions() == [versions[0], versions[2], versions[3], *versions[6:]]
    with pytest.raises(StoreError, match="at least one"):
        store.prune(keep=0)


def test_prune_removes_nothing_while_current_is_rubbish(store: ModelStore):
    versions = [publish(store, second=second) for second in range(3)]
    (store.root / "CURRENT").write_text("rubbish")
    with pytest.raises(StoreError):
        store.prune(keep=1)
    assert store.versions() == versions


def test_promoting_again_shows_in_the_time_of_current(store: ModelStore):
    version = publish(store)
    store.promote(version)
    before = store.current_written_ns()
    os.utime(store.root / "CURRENT", ns=(0, 0))
    store.promote(version)
    assert store.current_written_ns() != 0
    assert before is not None


def test_a_volume_that_is_not_a_folder_is_told_in_one_sentence(tmp_path: Path):
    (tmp_path / "models").write_text("a file")
    store = ModelStore(tmp_path / "models")
    for call in (store.current, store.versions, store.clean_staging):
        with pytest.raises(StoreError, match=r"Not a directory|File exists"):
            call()


def test_a_probe_survives_its_file():
    again = type(probe()).from_bytes(probe(label=7).as_bytes())
    assert (again.digits == probe().digits).all()
    assert (again.probabilities == probe(label=7).probabilities).all()
