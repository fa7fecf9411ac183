"""What freed memory costs: a page's arrays are taken again without the system clearing them anew."""

import os
import subprocess
import sys

import pytest

# Sixty arrays of a photo's page, one after another as its vision makes them, in a thread of its own.
WORK = """
import resource, sys
from concurrent.futures import ThreadPoolExecutor
import numpy as np
from service.memory import keep_for_the_next_picture

def touch(times):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(times):
        arrays = [np.ones((750, 1000), np.float32) for _ in range(4)]
        del arrays
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

ready = keep_for_the_next_picture if sys.argv[1] == "kept" else None
with ThreadPoolExecutor(1, initializer=ready) as threads:
    threads.submit(touch, 2).result()
    print(threads.submit(touch, 15).result())
"""


@pytest.mark.skipif(
    sys.platform != "linux" or "CS_GNU_LIBC_VERSION" not in os.confstr_names,
    reason="glibc's: run the tests on a Linux with glibc, or in the container",
)
def test_the_memory_of_a_page_is_kept_for_the_next() -> None:
    pages = 15 * 4 * 750 * 1000 * 4 // os.sysconf("SC_PAGE_SIZE")
    # A threshold that stays where it is, as once any program sets one; else glibc moves it as it goes.
    as_it_is = _faults("given back", {"MALLOC_TRIM_THRESHOLD_": "131072"})
    assert as_it_is > pages / 2
    assert _faults("kept", {}) < pages / 50


def _faults(how: str, environment: dict[str, str]) -> int:
    """Pages that the system had to clear for the work."""
    told = subprocess.run(
        [sys.executable, "-c", WORK, how],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return int(told.stdout)
