"""What can go wrong with the model store, seen from outside: the old model answers, /v1/models says why."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from service.app import create_app
from service.settings import Settings
from tests.api.service_under_test import post, running
from tests.stress.running import LONG
from tests.unit.model import dying_writer
from tests.unit.model.house import House

ROOT = Path(__file__).parents[2]
MOST_STEPS = 200  # more than a publish has

pytestmark = pytest.mark.anyio


def changed(path: Path) -> None:
    """Change one byte in the middle of a file, as a bad disk does."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def current(content: bytes) -> Callable[[House], None]:
    return lambda house: (house.store.root / "CURRENT").write_bytes(content) and None


def damaged(name: str, how: Callable[[Path], object]) -> Callable[[House], None]:
    """A version whose file was damaged after it was published, and before it is served."""

    def fault(house: House) -> None:
        version = house.publish(5)
        how(house.store.root / "versions" / version / name)
        (house.store.root / "CURRENT").write_text(version)

    return fault


def without_current(make: Callable[[Path], object]) -> Callable[[House], None]:
    def fault(house: House) -> None:
        path = house.store.root / "CURRENT"
        path.unlink()
        make(path)

    return fault


FAULTS: dict[str, Callable[[House], None]] = {
    "CURRENT holds rubbish": current(b"rubbish\n"),
    "CURRENT is empty": current(b""),
    "CURRENT holds a path": current(b"../../../../etc/passwd"),
    "CURRENT holds bytes": current(b"\xff\xfe\0" * 50),
    "CURRENT is huge": current(b"2" * 50_000_000),
    "CURRENT names what is not there": current(b"20261122T101500Z-0000000"),
    "CURRENT is a folder": without_current(Path.mkdir),
    "CURRENT is a link": without_current(lambda path: path.symlink_to("/etc/hostname")),
    "CURRENT is a pipe": without_current(os.mkfifo),
    "CURRENT is gone": without_current(lambda path: None),
    "the model was changed": damaged("model.h5", changed),
    "the model is gone": damaged("model.h5", Path.unlink),
    "the model was cut off": damaged("model.h5", lambda path: os.truncate(path, 3)),
    "the probe was cut off": damaged("probe.npz", lambda path: os.truncate(path, 100)),
    "the manifest was cut off": damaged("manifest.json", lambda path: os.truncate(path, 40)),
    "the manifest is gone": damaged("manifest.json", Path.unlink),
    "the volume is gone": lambda house: (
        shutil.move(house.store.root, house.store.root.with_name("away")) and None
    ),
}


def heal(house: House) -> None:
    away = house.store.root.with_name("away")
    if away.exists():
        away.rename(house.store.root)
    path = house.store.root / "CURRENT"
    if path.is_dir():
        path.rmdir()


async def predicted(client: httpx.AsyncClient) -> tuple[int, str]:
    answer = await post(client)
    return answer.status_code, answer.json().get("model", "")


@pytest.mark.parametrize("fault", FAULTS)
async def test_the_old_model_serves_the_reason_is_told_and_a_good_publish_works(tmp_path: Path, fault: str):
    house = House(tmp_path)
    old = house.promoted(4)
    manager = house.manager()
    manager.start()
    async with running(create_app(Settings(), manager=manager, loading=True)) as client:
        assert await predicted(client) == (200, old)
        FAULTS[fault](house)
        for _ in range(3):
            manager.poll()
            assert await predicted(client) == (200, old)
        told = (await client.get("/v1/models")).json()
        assert told["serving"] == old
        assert len(told["refused"]) == 1
        assert len(told["refused"][0]["reason"]) > 10
        assert (await client.get("/health/ready")).status_code == 200
        heal(house)
        new = house.promoted(6)
        manager.poll()
        assert await predicted(client) == (200, new)


@pytest.mark.parametrize(
    "error", [PermissionError(13, "Permission denied"), OSError(5, "Input/output error")]
)
async def test_a_volume_that_cannot_be_read_any_more_is_told_and_followed_again(
    tmp_path: Path, error, monkeypatch
):
    house = House(tmp_path)
    old = house.promoted(4)
    manager = house.manager()
    manager.start()
    async with running(create_app(Settings(), manager=manager, loading=True)) as client:
        new = house.promoted(6)
        with monkeypatch.context() as patched:
            for name in ("open", "scandir"):
                patched.setattr(os, name, failing_below(house.store.root, getattr(os, name), error))
            for _ in range(3):
                manager.poll()
            assert await predicted(client) == (200, old)
            [refused] = (await client.get("/v1/models")).json()["refused"]
            assert error.strerror in refused["reason"]
        manager.poll()
        assert await predicted(client) == (200, new)


def failing_below(root: Path, original, error: OSError):
    def call(path, *args, **kwargs):
        if str(path).startswith(str(root)):
            raise error
        return original(path, *args, **kwargs)

    return call


async def test_a_trainer_killed_at_any_step_of_a_publish_disturbs_no_request(tmp_path: Path):
    house = House(tmp_path)
    old = house.promoted(4)
    manager = house.manager()
    manager.start()
    ended = False
    async with running(create_app(Settings(), manager=manager, loading=True)) as client:
        for step in range(1, MOST_STEPS, 1 if LONG else 12):
            ended = publish_and_die(house.store.root, step) == 0
            manager.poll()
            assert await predicted(client) == (200, old)
            if ended:
                break
        assert ended
        new = house.promoted(6)
        manager.poll()
        assert await predicted(client) == (200, new)
        house.store.clean_staging()
        assert not list((house.store.root / "versions").glob(".incoming*"))


def publish_and_die(root: Path, step: int) -> int:
    """The exit status of a writer that is killed at its step; what it publishes is no model."""
    command = [sys.executable, "-m", dying_writer.__name__, str(root), str(step % 60), str(step), "kill"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False).returncode


FILLS_UP = """
import resource, sys
from pathlib import Path
from service.errors import StoreError
from service.model.store import ModelStore
from tests.unit.model.published import publish

resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
store = ModelStore(Path(sys.argv[1]))
try:
    store.promote(publish(store, second=58, model=b"new" * 100_000))
except StoreError as error:
    print(error)
    sys.exit(1)
"""


@pytest.mark.parametrize("room", [0, 50, 400, 100_000])
async def test_a_publish_that_finds_no_room_is_told_to_the_trainer_and_leaves_no_trace(
    tmp_path: Path, room: int
):
    house = House(tmp_path)
    old = house.promoted(4)
    manager = house.manager()
    manager.start()
    async with running(create_app(Settings(), manager=manager, loading=True)) as client:
        command = [sys.executable, "-c", FILLS_UP, str(house.store.root), str(room)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
        assert (done.returncode, done.stderr) == (1, "")
        assert "File too large" in done.stdout
        assert house.store.versions() == [old]
        manager.poll()
        assert await predicted(client) == (200, old)
        assert (await client.get("/v1/models")).json()["refused"] == []
        assert not list((house.store.root / "versions").glob(".incoming*"))
        new = house.promoted(6)
        manager.poll()
        assert await predicted(client) == (200, new)
