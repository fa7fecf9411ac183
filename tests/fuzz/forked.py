"""The reader's child as a fork of this process, where 20,000 of them would spend their time importing.

What it does from its first line on is `service.model.child` itself: limits, pipes, answer, exit. This process
must be a small one, with the environment that a child is given: its memory counts against the child's limit.
"""

import contextlib
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import service.model.graph  # noqa: F401  what a child would import, once for all of them
from service.model import child
from service.model.exchange import Limits, converse


@dataclass
class Forked:
    """What `exchange` knows of a process."""

    pid: int
    stdin: BinaryIO
    stdout: BinaryIO


def exchange(
    command: list[str], content: bytes, limits: Limits, *, cwd: Path, environment: dict[str, str]
) -> bytes:
    """As `service.model.exchange.exchange`, but that nothing is started: the command's words are obeyed."""
    assert command[1:3] == ["-m", "service.model.child"]
    assert environment.items() <= os.environ.items()
    assert cwd == Path.cwd()
    process = _fork(command[2:])
    try:
        return converse(process, content, limits)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
        os.waitpid(process.pid, 0)
        process.stdin.close()
        process.stdout.close()


def _fork(words: list[str]) -> Forked:
    (its_in, our_out), (our_in, its_out) = os.pipe(), os.pipe()
    pid = os.fork()
    if pid == 0:
        _become_the_child(words, its_in, its_out, (our_in, our_out))
    os.close(its_in)
    os.close(its_out)
    return Forked(pid, os.fdopen(our_out, "wb", 0), os.fdopen(our_in, "rb", 0))


def _become_the_child(words: list[str], stdin: int, stdout: int, others: tuple[int, int]) -> None:
    """Never returns, whatever happens."""
    try:
        os.setsid()
        os.dup2(stdin, 0)
        os.dup2(stdout, 1)
        for handle in (stdin, stdout, *others):
            os.close(handle)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 2)
        sys.stdin, sys.stdout = os.fdopen(0, "r"), os.fdopen(1, "w")
        sys.argv = words
        child.main()
    finally:
        os._exit(1)
