"""Reads many model files, each in its sandbox, and says what came of it.

    python -m tests.fuzz.read_all FOLDER

prints a line of JSON for every file, and a last one with the largest resident memory, in MB, of any child.
A file whose name ends in `-reader` is read for that role.
A process of its own, and a small one: the kernel counts the memory of the parent that a child starts from.
Every 50th file (all, where there are few) is read by a child that is started anew, as the service does it;
the others by forks of this process, which spares them 0.2 s of imports each. Some are read both ways, and
`forked` then has what the fork told.
"""

import json
import resource
import sys
import time
from pathlib import Path
from unittest.mock import patch

from service.errors import ModelRefused
from service.model import sandbox
from service.model.loaded import Role
from tests.fuzz import forked

FEW = 100
ANEW = 50  # one of so many, where there are more
BOTH = 5  # one of so many of those


def role_of(path: Path) -> Role:
    """The role for which a file is read: its name says it."""
    return "reader" if path.stem.endswith("-reader") else "digit"


def read(path: Path, *, anew: bool) -> dict:
    start = time.monotonic()
    try:
        with patch.object(sandbox, "exchange", sandbox.exchange if anew else forked.exchange):
            graph = sandbox.read_model(path, role=role_of(path))
        outcome = {"loaded": True, "onnx_bytes": len(graph.onnx), "activations": graph.activations}
    except ModelRefused as refusal:
        outcome = {"loaded": False, "reason": str(refusal)}
    return {"name": path.name, "seconds": round(time.monotonic() - start, 3), **outcome}


def main(folder: Path) -> None:
    files = sorted(folder.iterdir())
    one_of = 1 if len(files) <= FEW else ANEW
    for number, file in enumerate(files):
        told = read(file, anew=number % one_of == 0)
        if number % (one_of * BOTH) == 0:
            told["forked"] = read(file, anew=False)
        print(json.dumps(told), flush=True)
    unit = 1024 if sys.platform == "linux" else 1024 * 1024
    print(json.dumps({"peak_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / unit}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
