"""Good model files with 1 to 8 bytes of HDF5 metadata changed: loaded or refused, in time and in bounds.

DIGITS_FUZZ_CASES says how many (60 in `make test`, 20,000 in `make stress`), DIGITS_FUZZ_SEED which.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np
import pytest

from service.model.engine import DigitModel, ReaderModel
from service.model.reader_map import CHANNELS
from service.model.sandbox import environment_of_child, read_model
from tests.fuzz.read_all import role_of
from tests.h5_files import convolutional, reader

CASES = int(os.environ.get("DIGITS_FUZZ_CASES", "60"))
SEED = int(os.environ.get("DIGITS_FUZZ_SEED", "20250607"))
SECONDS = 3.0
MEGABYTES = 300
ROOT = Path(__file__).parents[2]


def metadata_positions(path: Path) -> np.ndarray:
    """Positions of all bytes of the file that are not weights."""
    is_metadata = np.ones(path.stat().st_size, bool)

    def note(_, node):
        if isinstance(node, h5py.Dataset):
            start = node.id.get_offset()
            is_metadata[start : start + node.id.get_storage_size()] = False

    with h5py.File(path) as file:
        file.visititems(note)
    return np.flatnonzero(is_metadata)


@pytest.fixture(scope="module")
def mutated(tmp_path_factory) -> Path:
    good, folder = tmp_path_factory.mktemp("good"), tmp_path_factory.mktemp("mutated")
    for role, path in (("digit", convolutional(good / "model.h5")), ("reader", reader(good / "reader.h5"))):
        mutate(path, folder, role)
    return folder


def mutate(path: Path, folder: Path, role: str) -> None:
    """Write the cases of one role: every third is a reader."""
    content, positions = np.frombuffer(path.read_bytes(), np.uint8), metadata_positions(path)
    for case in range(CASES):
        if (case % 3 == 2) != (role == "reader"):
            continue
        rng = np.random.default_rng((SEED, case))
        changed = content.copy()
        where = rng.choice(positions, int(rng.integers(1, 9)), replace=False)
        changed[where] = rng.integers(0, 256, len(where))
        (folder / f"{case:04}-{role}.h5").write_bytes(changed.tobytes())


@pytest.fixture(scope="module")
def outcomes(mutated) -> list[dict]:
    command = [sys.executable, "-m", "tests.fuzz.read_all", str(mutated)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment_of_child(), capture_output=True, text=True, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_file_is_loaded_or_refused_in_time(outcomes):
    *files, _ = outcomes

    assert len(files) == CASES
    assert [file for file in files if file["seconds"] > SECONDS] == []
    assert [file for file in files if not file["loaded"] and len(file["reason"]) < 20] == []


def test_a_fork_tells_what_a_child_that_is_started_anew_tells(outcomes):
    both = [file for file in outcomes[:-1] if "forked" in file]

    assert len(both) >= 12
    for file in both:
        names = set(file) - {"seconds", "forked"}
        assert {name: file[name] for name in names} == {name: file["forked"][name] for name in names}


def test_no_child_takes_more_memory_than_it_may(outcomes):
    assert outcomes[-1]["peak_mb"] < MEGABYTES


def test_what_is_loaded_answers(outcomes, mutated):
    loaded = [file["name"] for file in outcomes[:-1] if file["loaded"]][:40]

    for name in loaded:
        graph = read_model(mutated / name, role=role_of(mutated / name))
        if graph.role == "reader":
            maps = ReaderModel(graph).maps(np.zeros((2, 48, 80), np.uint8))
            assert maps.shape == (2, 12, 20, CHANNELS)
        else:
            answer = DigitModel(graph).probabilities(np.zeros((2, 28, 28), np.uint8))
            assert answer.shape in ((2, 10), (2, 11))
    assert {role_of(mutated / name) for name in loaded} == {"digit", "reader"}
