"""Starts the service as a process on a free port of this machine, for as long as it is measured."""

import json
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError

from training.errors import TrainingError

HOST = "127.0.0.1"
PATIENCE_SECONDS = 60.0  # until it answers
MODEL_SECONDS = 5.0  # that it may then take to load a model: its own limit, and some
POLL_SECONDS = 0.1


@contextmanager
def running_service(*, model_file: Path | None = None, models: Path | None = None) -> Iterator[str]:
    """The base URL of a service with this `.h5` or this store, or else with the bundled model.

    Raises TrainingError when it does not get ready.
    """
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "log").open("w+") as log:
        url = f"http://{HOST}:{(port := _free_port())}"
        settings = {
            "HOST": HOST, "PORT": port, "WORKERS": 1, "LOG_LEVEL": "warning", "ROOT_PATH": "",
            "MODEL_FILE": model_file or "", "MODELS": models or folder,
        }  # fmt: skip
        # `env` adds to the environment without this process reading its own.
        variables = [f"DIGITS_{name}={value}" for name, value in settings.items()]
        command = ["env", *variables, sys.executable, "-m", "service"]
        with subprocess.Popen(command, stderr=log) as process:  # noqa: S603 - a command of our own
            try:
                _wait_until_ready(url, process, log.name)
                yield url
            finally:
                process.terminate()


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as taken:
        return int(taken.getsockname()[1])


def _wait_until_ready(url: str, process: subprocess.Popen[bytes], log: str) -> None:
    deadline, reason, last = time.monotonic() + PATIENCE_SECONDS, "it did not answer", ""
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/health/ready", timeout=5):  # noqa: S310 - a URL of our own
                return
        except HTTPError as error:
            reason = _detail(error)
            deadline = min(deadline, time.monotonic() + MODEL_SECONDS) if reason != last else deadline
            last = reason
        except (URLError, OSError) as error:
            reason = str(error)
        time.sleep(POLL_SECONDS)
    if process.poll() is not None:
        reason = Path(log).read_text().strip() or f"it ended with status {process.returncode}"
    raise TrainingError(f"The service that was to be measured is not ready: {reason}")


def _detail(error: HTTPError) -> str:
    try:
        return str(json.loads(error.read())["detail"])
    except (ValueError, KeyError, TypeError):
        return str(error)
