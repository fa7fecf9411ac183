"""Runs a command that is not trusted: bytes in, bounded bytes out, a deadline, nothing left running."""

import contextlib
import fcntl
import os
import selectors
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

CHUNK = 1 << 20  # bytes at a time, where the pipe takes them


READY = b"R"  # what the command says first: it has started and has what it was given, not looked at yet


@dataclass(frozen=True)
class Limits:
    """What the command may take; of a longer answer the rest is left unread."""

    start_s: float  # until READY
    timeout_s: float  # from READY to the end
    max_bytes: int  # of the answer


class Piped(Protocol):
    """A process that can be spoken with."""

    @property
    def stdin(self) -> IO[bytes] | None:
        """Where it listens."""

    @property
    def stdout(self) -> IO[bytes] | None:
        """Where it speaks."""


def exchange(
    command: list[str], content: bytes, limits: Limits, *, cwd: Path, environment: dict[str, str]
) -> bytes:
    """Return what the command writes to stdout after READY when it is given `content` on stdin.

    Raises TimeoutError, and ChildProcessError or another OSError when the command did not get to READY.
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
            return converse(process, content, limits)
        finally:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)


def converse(process: Piped, content: bytes, limits: Limits) -> bytes:
    """Return what a process that has just been started writes after READY. Raises as `exchange` does."""
    return _Conversation(process, content).hold(limits)


class _Conversation:
    """Feeds a process and listens to it at the same time, so that neither waits for the other for ever."""

    def __init__(self, process: Piped, content: bytes) -> None:
        if process.stdin is None or process.stdout is None:
            raise OSError("the process has no pipes")
        self._stdin, self._stdout = process.stdin, process.stdout
        self._unsent = memoryview(content)
        self._selector = selectors.DefaultSelector()

    def hold(self, limits: Limits) -> bytes:
        """Return what the process says after READY."""
        os.set_blocking(self._stdin.fileno(), False)
        for pipe in (self._stdin, self._stdout):
            _widen(pipe.fileno())
        with self._selector:
            self._selector.register(self._stdin, selectors.EVENT_WRITE)
            self._selector.register(self._stdout, selectors.EVENT_READ)
            self._await_start(time.monotonic() + limits.start_s)
            deadline = time.monotonic() + limits.timeout_s
            answer = bytearray()
            while (room := limits.max_bytes - len(answer)) > 0:
                chunk = self._listen(min(CHUNK, room), deadline)
                if not chunk:
                    break
                answer += chunk
        return bytes(answer)

    def _await_start(self, deadline: float) -> None:
        try:
            said = self._listen(len(READY), deadline)
        except TimeoutError as error:
            raise ChildProcessError("it took too long to start") from error
        if said != READY:
            raise ChildProcessError("it ended before it had started")

    def _listen(self, most: int, deadline: float) -> bytes:
        """Send until there is something to read, and return up to `most` bytes of it; empty at the end."""
        while True:
            events = self._selector.select(max(0.0, deadline - time.monotonic()))
            if not events:
                raise TimeoutError
            for key, _ in events:
                if key.fileobj is self._stdout:
                    return os.read(self._stdout.fileno(), most)
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


def _widen(pipe: int) -> None:
    """Linux gives a pipe 64 KB, a thousand switches between the processes for a large file; ask for more."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # a user may hold so much and no more
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, CHUNK)
