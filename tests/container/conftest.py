"""One compose project for the whole folder, taken down afterwards."""

import shutil
import subprocess
from collections.abc import Iterator

import pytest
from engine import Project


@pytest.fixture(scope="session")
def docker_engine() -> None:
    answers = (
        shutil.which("docker")
        and not subprocess.run(["docker", "info"], capture_output=True, check=False).returncode
    )
    if not answers:
        pytest.skip("no Docker engine answers: start one, or name it in DOCKER_HOST")


@pytest.fixture(scope="session")
def project(docker_engine: None) -> Iterator[Project]:
    project = Project()
    try:
        project.up()
        yield project
    finally:
        project.remove()
