"""Load by wrk, which takes little of the cores that it shares with the server: requests a second, latency."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).with_name("load.lua")


@dataclass(frozen=True, slots=True)
class Measured:
    """What some seconds of load gave."""

    requests: int
    seconds: float
    median_ms: float
    p99_ms: float
    errors: int  # connections that broke, and answers that were no success

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


def body_of(picture: bytes) -> bytes:
    """The picture as the field `file` of a multipart body whose boundary is `b`."""
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="picture"\r\n'
    return head + b"Content-Type: image/png\r\n\r\n" + picture + b"\r\n--b--\r\n"


def load(url: str, picture: bytes, *, clients: int, seconds: float) -> Measured:
    """Post the picture from so many connections for some seconds, each as soon as its last was answered."""
    with tempfile.NamedTemporaryFile() as body:
        body.write(body_of(picture))
        body.flush()
        command = [
            *("wrk", "--threads", "1", "--connections", str(clients), "--duration", f"{seconds:.0f}s"),
            *("--timeout", "60s", "--script", str(SCRIPT), url),
        ]
        told = subprocess.run(
            command, env={**os.environ, "BODY": body.name}, check=True, capture_output=True, text=True
        ).stdout
    return Measured(**json.loads(told.splitlines()[-1]))


def require_wrk() -> None:
    """End with what to install where there is no wrk."""
    if shutil.which("wrk") is None:
        sys.exit("This needs wrk, the load generator (Debian, Ubuntu: sudo apt install wrk).")
