"""A process that publishes and promotes, and dies or fails at the n-th thing it asks of the operating system.

    python -m tests.unit.model.dying_writer STORE SECOND STEP kill|fail

Exit status: 0 where fewer than STEP steps were needed, 9 (by signal) or 1 otherwise.
"""

import os
import signal
import sys
from pathlib import Path

from service.errors import StoreError
from service.model.store import ModelStore
from tests.unit.model.published import publish

STEPS = ("mkdir", "open", "fsync", "chmod", "rename", "replace", "unlink", "scandir", "rmdir")


def interfere(step: int, how: str):
    """Count the calls of the functions that change a volume, and interfere with one; returns the counter."""
    calls = 0

    def wrapped(original):
        def call(*args, **kwargs):
            nonlocal calls
            calls += 1
            if calls == step:
                if how == "kill":
                    os.kill(os.getpid(), signal.SIGKILL)
                raise OSError(5, "Input/output error")
            return original(*args, **kwargs)

        return call

    for name in STEPS:
        setattr(os, name, wrapped(getattr(os, name)))
    return lambda: calls


def main() -> int:
    root, second, step, how = sys.argv[1:]
    store = ModelStore(Path(root))
    interfere(int(step), how)
    try:
        store.promote(publish(store, second=int(second), model=b"new" * 100))
    except StoreError as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
