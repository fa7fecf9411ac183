"""What several processes count is one: added up, kept when one dies, but for what the dead one held."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
COUNTS_AND_DIES = """
import os, sys
from pathlib import Path
from service.metrics import Metrics

metrics = Metrics(Path(sys.argv[1]))
metrics.judged("predict", [("digit", 0.9)] * 3)
metrics.serving(("a-version", "store"), refused=0)
metrics.begun()
os._exit(9)
"""
TELLS = """
import sys
from pathlib import Path
from service.metrics import Metrics

metrics = Metrics(Path(sys.argv[1]))
metrics.judged("predict", [("digit", 0.9), ("blank", None)])
metrics.serving(("a-version", "store"), refused=0)
metrics.begun()
print(metrics.told().decode())
"""


def process(program: str, shared: Path) -> str:
    """What a process prints that runs this program beside others which share the folder."""
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(shared)}
    command = [sys.executable, "-c", program, str(shared)]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    ).stdout


def test_processes_are_added_up_and_what_a_dead_one_held_is_forgotten(tmp_path: Path):
    process(COUNTS_AND_DIES, tmp_path)
    process(COUNTS_AND_DIES, tmp_path)
    told = process(TELLS, tmp_path)
    assert 'digits_verdicts_total{call="predict",verdict="digit"} 7.0' in told
    assert 'digits_verdicts_total{call="predict",verdict="blank"} 1.0' in told
    assert 'digits_confidence_count{call="predict"} 7.0' in told
    assert "digits_requests_in_progress 1.0" in told
    assert 'digits_model_workers{source="store",version="a-version"} 1.0' in told
