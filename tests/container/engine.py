"""Docker as these tests use it: one throw-away compose project, built from the project's own files."""

import os
import socket
import subprocess
import uuid
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]


def docker(*arguments: str, env: Mapping[str, str] | None = None, stdin: bytes | None = None) -> str:
    """Run a docker command and return what it printed; a failure raises with its words."""
    done = subprocess.run(
        ["docker", *arguments],
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        input=stdin,
        capture_output=True,
        check=False,
        timeout=1800,
    )
    if done.returncode:
        raise AssertionError(f"docker {' '.join(arguments)}: {done.stdout.decode()}{done.stderr.decode()}")
    return done.stdout.decode().strip()


def free_port() -> int:
    """Find a port that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Project:
    """A compose project of its own: own name, port, volumes and images."""

    def __init__(self, **settings: str) -> None:
        self.name = f"digits-test-{uuid.uuid4().hex[:8]}"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.image = f"{self.name}-api"
        self.environment = {"COMPOSE_PROJECT_NAME": self.name, "DIGITS_PORT": str(self.port), **settings}

    def up(self) -> None:
        """Build what is missing, start the service and return once it is healthy."""
        self.compose("up", "--build", "--detach", "--wait", "--wait-timeout", "60")

    def compose(self, *arguments: str) -> str:
        """Run `docker compose` on this project."""
        return docker("compose", *arguments, env=self.environment)

    def in_service(self, code: str) -> str:
        """Run Python in the running service's container."""
        return self.compose("exec", "--no-TTY", "api", "python", "-c", code)

    def remove(self) -> None:
        """Take down what was started, with its volumes and images."""
        self.compose("--profile", "training", "down", "--volumes", "--rmi", "local", "--timeout", "5")
