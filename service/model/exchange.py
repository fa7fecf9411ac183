"""Runs a command that is not to be trusted: bytes in, bounded bytes out, within a deadline, nothing left running."""

import contextlib
import os
import selectors
import signal
import subprocess
import time
from pathlib import Path

CHUNK = 1 << 18


def exchange(
    command: list[str],
    content: bytes,
    *,
    ready: bytes,
    start_s: float,
    timeout_s: float,
    max_bytes: int,
    cwd: Path,
    environment: dict[str, str],
) -> bytes:
    """Return what the command writes to stdout when it is given `content` on stdin.

    It has `start_s` until it writes the byte `ready` (not returned), then `timeout_s` to its end. More than
    `max_bytes` are cut off. Raises TimeoutError, and OSError when the command cannot be started.
    """
    process = subprocess.Popen(  # noqa: S603 - a list of our own words, no shell
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=cwd,
        env=environment,
        start_new_session=True,
        bufsize=0,
    )
    with process:
        try:
            return _Conversation(process, content).hold(ready, start_s, timeout_s, max_bytes)
        finally:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)


class _Conversation:
    """Feeds a process and listens to it at the same time, so that neither waits for the other for ever."""

    def __init__(self, process: "subprocess.Popen[bytes]", content: bytes) -> None:
        if process.stdin is None or process.stdout is None:
            raise OSError("the process has no pipes")
        self._stdin, self._stdout = process.stdin, process.stdout
        self._unsent = memoryview(content)
        self._selector = selectors.DefaultSelector()

    def hold(self, ready: bytes, start_s: float, timeout_s: float, max_bytes: int) -> bytes:
        """Return what the process says after `ready`, up to `max_bytes`."""
        answer, deadline = bytearray(), time.monotonic() + start_s
        waiting = ready
        os.set_blocking(self._stdin.fileno(), False)
        with self._selector:
            self._selector.register(self._stdin, selectors.EVENT_WRITE)
            self._selector.register(self._stdout, selectors.EVENT_READ)
            while len(answer) <= max_bytes:
                chunk = self._next_chunk(deadline)
                if not chunk:
                    break
                answer += chunk
                if waiting and answer.startswith(waiting):
                    del answer[: len(waiting)]
                    waiting, deadline = b"", time.monotonic() + timeout_s
        return bytes(answer)

    def _next_chunk(self, deadline: float) -> bytes:
        """Send until there is something to read, and return it; empty at the end."""
        while True:
            events = self._selector.select(max(0.0, deadline - time.monotonic()))
            if not events:
                raise TimeoutError
            for key, _ in events:
                if key.fileobj is self._stdout:
                    return os.read(self._stdout.fileno(), CHUNK)
                self._send()

    def _send(self) -> None:
        try:
            sent = os.write(self._stdin.fileno(), self._unsent[:CHUNK])
        except BlockingIOError:
            return
        except BrokenPipeError:
            sent = len(self._unsent)  # the process stopped listening: its answer tells why
        self._unsent = self._unsent[sent:]
        if not self._unsent:
            self._selector.unregister(self._stdin)
            self._stdin.close()
