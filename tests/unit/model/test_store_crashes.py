"""A publish that dies at any step leaves the old version serving; readers never see a part of one."""

import contextlib
import hashlib
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from service.errors import StoreError
from service.model.store import ModelStore
from tests.unit.model import dying_writer
from tests.unit.model.published import publish

ROOT = Path(__file__).parents[3]


def whole(store: ModelStore, version: str) -> bool:
    content = store.path(version, "model.h5").read_bytes()
    store.probe(version)
    return hashlib.sha256(content).hexdigest() == store.manifest(version).file().sha256


def check_nothing_is_torn(store: ModelStore, old: str) -> None:
    current = store.current()
    assert current is not None
    assert current >= old
    assert all(whole(store, version) for version in store.versions())
    assert current in store.versions()


def write_and_die(store: ModelStore, second: int, step: int, how: str) -> int:
    command = [
        sys.executable,
        "-m",
        "tests.unit.model.dying_writer",
        str(store.root),
        str(second),
        str(step),
        how,
    ]
    return subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False).returncode


def test_a_writer_killed_at_any_step_leaves_the_old_version_serving(tmp_path: Path):
    store = ModelStore(tmp_path / "models")
    old = publish(store)
    store.promote(old)
    for step in range(1, 200):
        if write_and_die(store, second=step % 60, step=step, how="kill") == 0:
            break
        check_nothing_is_torn(store, old)
    else:
        pytest.fail("the writer never got to its end")
    assert step > 30
    store.clean_staging()
    assert not list((store.root / "versions").glob(".incoming*"))


def test_a_call_that_fails_at_any_step_leaves_the_old_version_serving(tmp_path: Path, monkeypatch):
    for step in range(1, 200):
        store = ModelStore(tmp_path / str(step))
        old = publish(store)
        store.promote(old)
        with monkeypatch.context() as patched:
            for name in dying_writer.STEPS:
                patched.setattr(os, name, getattr(os, name))
            calls = dying_writer.interfere(step, "fail")
            with contextlib.suppress(StoreError):
                store.promote(publish(store, second=1, model=b"new"))
        check_nothing_is_torn(store, old)
        if calls() < step:
            return
    pytest.fail("the writer never got to its end")


def test_readers_see_whole_versions_while_others_publish(tmp_path: Path):
    store = ModelStore(tmp_path / "models")
    store.promote(publish(store))
    stop, seen, errors = threading.Event(), set(), []

    def read() -> None:
        try:
            while not stop.is_set():
                version = store.current()
                assert version is not None
                assert whole(store, version)
                seen.add(version)
        except Exception as error:  # noqa: BLE001  the thread's own failure, for the main thread
            errors.append(error)

    def write(first: int) -> None:
        for second in range(first, 60, 3):
            store.promote(publish(store, second=second, model=bytes([second]) * 50_000))

    readers = [threading.Thread(target=read) for _ in range(3)]
    writers = [threading.Thread(target=write, args=(first,)) for first in (1, 2, 3)]
    for thread in [*readers, *writers]:
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    for thread in readers:
        thread.join()
    assert not errors
    assert len(store.versions()) == 60
    assert len(seen) > 5
