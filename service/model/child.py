"""The child process that opens one `.h5`, for `service.model.sandbox` at the other end.

    python -m service.model.child ROLE SCALING MEMORY_BYTES CPU_SECONDS

The file comes in on stdin and the answer goes out on stdout.
"""

import contextlib
import io
import os
import resource
import sys

from service.errors import ModelRefused
from service.model import wire
from service.model.exchange import READY
from service.model.loaded import Role

CHUNK = 1 << 20


def main() -> None:
    """Limit this process, read the file, answer, and leave without cleaning up what may be damaged."""
    scaling, memory_bytes, cpu_seconds = sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    role: Role = "reader" if sys.argv[1] == "reader" else "digit"
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_AS, memory_bytes)
    from service.model.graph import load_graph  # noqa: PLC0415 - its 50 MB count against the limit as well

    _limit(resource.RLIMIT_CPU, int(sum(os.times()[:2])) + 1 + cpu_seconds)  # what the imports took is spent
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, 16)
    _limit(resource.RLIMIT_NPROC, 0)
    content = _receive()
    _send([READY])
    try:
        parts = wire.encode_graph(load_graph(content, scaling, role))
    except ModelRefused as refusal:
        parts = wire.encode_refusal(str(refusal))
    except MemoryError:
        parts = wire.encode_refusal("The model was not read: it needs more memory than a model may.")
    except Exception as error:  # noqa: BLE001 - h5py raises nearly anything on a damaged file; the parent is told
        parts = wire.encode_refusal(
            f"The file is damaged and cannot be read ({type(error).__name__}: {error})."
        )
    _send(parts)
    os._exit(0)


def _limit(what: int, value: int) -> None:
    """Lower a limit for good. macOS refuses some: there the parent's clock is what remains."""
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(what, (value, value))


def _receive() -> io.BytesIO:
    content = io.BytesIO()
    while chunk := sys.stdin.buffer.read(CHUNK):
        content.write(chunk)
    return content


def _send(parts: list[bytes]) -> None:
    for part in parts:
        sys.stdout.buffer.write(part)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
