"""Reads a model file in a child process with limits on CPU, memory and time, and checks what it says.

A damaged HDF5 file can hang h5py while it holds the interpreter lock, or make it take gigabytes: of 4,500
files with a few bytes changed 9 hung. In a child, a hang dies at the time limit, a bomb at the memory limit.
"""

import hashlib
import os
import stat
import sys
from pathlib import Path

from service.errors import ModelRefused
from service.model import wire
from service.model.exchange import Limits, exchange
from service.model.loaded import LoadedGraph, Role

MAX_FILE_BYTES = 64_000_000  # 5 million parameters with the state of an optimizer
MEMORY_BYTES = 300_000_000  # address space of the child, 130 MB of it Python's and the libraries'
TIMEOUT_S = 2.0  # for looking at the file; a good one takes 0.05 s, the largest 0.4 s
START_S = 10.0  # for Python, its imports and the file's bytes: 0.2 s, more where cores are few
SCALINGS = ("auto", *wire.SCALINGS)
ROOT = Path(__file__).parents[2]  # where the package `service` lies


def read_model(  # noqa: PLR0913  all but the first are named where it is called
    path: Path,
    *,
    role: Role = "digit",
    scaling: str = "auto",
    expected_sha256: str | None = None,
    timeout_s: float = TIMEOUT_S,
    memory_bytes: int = MEMORY_BYTES,
) -> LoadedGraph:
    """Return the network in a Keras `.h5` as ONNX; one that cannot play `role` is refused.

    `scaling` is what a digit network expects: "inside" or "0..255" (it is given 0..255), "0..1", or "auto"
    (inside when it scales by itself, else 0..1). A reader is always given 0..255. Raises ModelRefused with
    the reason, at the latest `timeout_s` after the child has started.
    """
    if scaling not in SCALINGS:
        raise ModelRefused(f"The scaling {scaling!r} is not one of {', '.join(SCALINGS)}.")
    if role == "reader" and scaling not in ("auto", "inside"):
        raise ModelRefused(f"A reader scales its pixels itself; {scaling!r} is for a digit network.")
    content = _read_file(path)
    sha256 = hashlib.sha256(content).hexdigest()
    if expected_sha256 is not None and sha256 != expected_sha256:
        raise ModelRefused(
            f"The file's checksum is {sha256[:12]}..., not {expected_sha256[:12]}... as published."
        )
    command = [
        sys.executable,
        "-m",
        "service.model.child",
        role,
        scaling,
        str(memory_bytes),
        str(int(timeout_s) + 1),
    ]
    limits = Limits(START_S, timeout_s, wire.MAX_ANSWER_BYTES)
    try:
        answer = exchange(command, content, limits, cwd=ROOT, environment=environment_of_child())
    except TimeoutError as error:
        raise ModelRefused(
            f"The file is damaged or hostile: reading it took over {timeout_s} seconds."
        ) from error
    except OSError as error:
        raise ModelRefused(f"The model was not read: no reader could be started ({error}).") from error
    return wire.decode(answer, sha256, role)


def _read_file(path: Path) -> bytes:
    """Read a file once; what is hashed and what is parsed are these bytes."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)  # a pipe must not block here
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise ModelRefused(f"{path.name} is not a file.")
            content = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise ModelRefused(f"{path.name} cannot be read: {error.strerror}.") from error
    if len(content) > MAX_FILE_BYTES:
        raise ModelRefused(f"{path.name} is larger than a model may be, {MAX_FILE_BYTES} bytes.")
    return content


def environment_of_child() -> dict[str, str]:
    """Nothing of the service's own environment goes along but where Python finds its packages."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "VIRTUAL_ENV") if name in os.environ}
    return {
        **kept,
        "LC_ALL": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",  # each thread would reserve address space
        "OMP_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "1",
        "HDF5_PLUGIN_PRELOAD": "::",  # HDF5 loads no filters from elsewhere
    }
