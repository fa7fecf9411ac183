"""A command that is not trusted: what it says, in bounds and in time, and nothing of it left running."""

import os
import sys
import time
from pathlib import Path

import pytest

from service.model.exchange import Limits, exchange

PATIENT = Limits(start_s=20.0, timeout_s=20.0, max_bytes=1000)
SAY_READY = "import sys, os, time, subprocess; out = sys.stdout.buffer; out.write(b'R'); out.flush(); "


def run(program: str, content: bytes = b"", limits: Limits = PATIENT, cwd: Path = Path("/")) -> bytes:
    return exchange([sys.executable, "-c", program], content, limits, cwd=cwd, environment={})


def test_what_goes_in_comes_out():
    content = os.urandom(1_000_000)
    limits = Limits(start_s=20.0, timeout_s=20.0, max_bytes=2_000_000)

    assert run(SAY_READY + "out.write(sys.stdin.buffer.read())", content, limits) == content


def test_a_command_that_does_not_listen_is_heard_all_the_same():
    assert run(SAY_READY + "out.write(b'no'); out.flush(); os._exit(0)", bytes(10_000_000)) == b"no"


def test_a_command_that_hangs_is_ended():
    start = time.monotonic()

    with pytest.raises(TimeoutError):
        run(SAY_READY + "time.sleep(60)", limits=Limits(20.0, 0.3, 1000))
    assert time.monotonic() - start < 20


def test_a_command_that_never_starts_is_told_from_one_that_hangs():
    with pytest.raises(ChildProcessError, match="too long to start"):
        run("import time; time.sleep(60)", limits=Limits(0.3, 20.0, 1000))


def test_a_command_that_dies_before_its_start_is_told():
    with pytest.raises(ChildProcessError, match="before it had started"):
        run("raise SystemExit(1)")


def test_a_command_that_cannot_be_started_is_an_error():
    with pytest.raises(FileNotFoundError):
        exchange(["/no/such/command"], b"", PATIENT, cwd=Path("/"), environment={})


def test_a_command_that_never_stops_talking_is_cut_off():
    answer = run(SAY_READY + "[out.write(bytes(100_000)) for _ in iter(int, 1)]")

    assert len(answer) == PATIENT.max_bytes


def test_what_the_command_started_is_ended_with_it(tmp_path):
    note = tmp_path / "pid"
    grandchild = (
        f"child = subprocess.Popen(['sleep', '60']); open({str(note)!r}, 'w').write(str(child.pid)); "
    )

    with pytest.raises(TimeoutError):
        run(SAY_READY + grandchild + "time.sleep(60)", limits=Limits(20.0, 1.0, 1000))

    assert is_gone(int(note.read_text()))


def is_gone(pid: int) -> bool:
    """Nobody is there, or only what its new parent has not yet collected."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    status = Path(f"/proc/{pid}/stat")
    deadline = time.monotonic() + 5
    while status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] != "Z":
        if time.monotonic() > deadline:
            return False
    return True
