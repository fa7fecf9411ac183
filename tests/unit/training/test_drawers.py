"""The processes that draw: what they give, that they work ahead, and that none outlives the training."""

import json
import os
import select
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from service.model.engine import DigitModel
from service.model.sandbox import read_model
from training import drawing, networks, opinions, probe_digits, recipes
from training.dataset import Split
from training.drawers import Drawers

DIGITS = Split(probe_digits.draw(), np.tile(np.arange(10, dtype=np.uint8), 3))
RECIPE = replace(recipes.CNN, batch_size=10, epochs=6, echoes=2)
PATIENCE_S = 60

BEGINS_AND_WAITS = """
import json, multiprocessing, signal
from tests.unit.training.test_drawers import DIGITS, RECIPE
from training.drawers import Drawers
if __name__ == "__main__":
    drawers = Drawers(DIGITS, RECIPE, seed=1)
    drawers.draw(0)[0].result()
    print(json.dumps([child.pid for child in multiprocessing.active_children()]), flush=True)
    signal.pause()
"""


def test_processes_draw_what_the_figures_say_a_draw_ahead():
    with Drawers(DIGITS, RECIPE, seed=7) as drawers:
        drawers.draw(0)
        ahead = drawers._begun[1]
        assert drawers.draw(1) is ahead
        drawn = [batch.result(PATIENCE_S) for batch in ahead]
        assert sorted(drawers._begun) == [1, 2]
        last = drawers.draw(2)
        assert sorted(drawers._begun) == [2]  # three draws are all that six epochs need
    assert all(batch.done() for batch in last)
    for index, (digits, labels) in enumerate(drawn):
        expected = drawing.drawn(DIGITS, RECIPE, seed=7, number=1, batch=index)
        assert (digits == expected[0]).all()
        assert (labels == expected[1]).all()


def test_what_teachers_think_stands_beside_the_labels(tmp_path: Path):
    networks.build(RECIPE.network).save(tmp_path / "teacher.h5", include_optimizer=False)
    teacher = read_model(tmp_path / "teacher.h5")
    with Drawers(DIGITS, RECIPE, seed=7, teachers=[teacher]) as drawers:
        digits, targets = drawers.draw(0)[0].result(PATIENCE_S)
    expected = drawing.drawn(DIGITS, RECIPE, seed=7, number=0, batch=0)
    assert (digits == expected[0]).all()
    assert (targets[:, 0] == expected[1]).all()
    thought = opinions.of_drawn([DigitModel(teacher)], expected)
    assert thought[expected.near].any()
    assert np.allclose(targets[:, 1:], thought, atol=1e-6)


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux's pidfd_open")
def test_no_process_outlives_a_training_that_was_killed(tmp_path: Path):
    script = tmp_path / "training_that_waits.py"
    script.write_text(BEGINS_AND_WAITS)
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    with subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as training:
        assert training.stdout is not None
        children = [os.pidfd_open(pid) for pid in json.loads(training.stdout.readline())]
        assert children
        training.send_signal(signal.SIGKILL)
    for child in children:
        assert select.select([child], [], [], PATIENCE_S)[0]  # a pidfd is readable once its process has ended
        os.close(child)
