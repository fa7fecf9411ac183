"""The first load and the end of the process."""

import subprocess
import sys

LEAVES_WHILE_LOADING = """
import threading
from service.loading import begin

class Manager:
    def start(self):
        threading.Event().wait(0.2)
        print("loaded")

begin(Manager())
"""


def test_a_process_that_ends_while_the_first_model_loads_lets_the_load_end_first():
    ended = subprocess.run(
        [sys.executable, "-c", LEAVES_WHILE_LOADING], capture_output=True, text=True, check=True, timeout=30
    )
    assert ended.stdout == "loaded\n"
