"""Reads many model files, each in its sandbox, and says what came of it.

    python -m tests.fuzz.read_all FOLDER

prints a line of JSON for every file, and a last one with the largest resident memory, in MB, of any child.
A process of its own, and a small one: the kernel counts the memory of the parent that a child starts from.
"""

import json
import resource
import sys
import time
from pathlib import Path

from service.errors import ModelRefused
from service.model.sandbox import read_model


def read(path: Path) -> dict:
    start = time.monotonic()
    try:
        graph = read_model(path)
        outcome = {"loaded": True, "onnx_bytes": len(graph.onnx), "activations": graph.activations}
    except ModelRefused as refusal:
        outcome = {"loaded": False, "reason": str(refusal)}
    return {"name": path.name, "seconds": round(time.monotonic() - start, 3), **outcome}


if __name__ == "__main__":
    for file in sorted(Path(sys.argv[1]).iterdir()):
        print(json.dumps(read(file)), flush=True)
    unit = 1024 if sys.platform == "linux" else 1024 * 1024
    print(json.dumps({"peak_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / unit}))
