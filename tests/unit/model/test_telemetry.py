"""Nothing about this machine or its models leaves it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_loading_onnx_runtime_leaves_no_identifier_for_its_maker(tmp_path: Path) -> None:
    # In CI ONNX Runtime reports nothing by itself, so the child must not look like CI.
    environment = {"HOME": str(tmp_path), "PATH": os.environ["PATH"]}
    subprocess.run(
        [sys.executable, "-c", "import service.model.engine"], cwd=ROOT, env=environment, check=True
    )
    assert list(tmp_path.rglob("*")) == []
