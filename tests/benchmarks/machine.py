"""Which machine this is, in a few words."""

import os
import platform
from pathlib import Path


def machine() -> str:
    """Its cores and its processor's name, as far as the system tells it."""
    try:
        told = Path("/proc/cpuinfo").read_text()
    except OSError:  # macOS, Windows
        told = ""
    names = [line.partition(":")[2].strip() for line in told.splitlines() if line.startswith("model name")]
    return f"{os.cpu_count()} hardware threads of {names[0] if names else platform.processor()}"
