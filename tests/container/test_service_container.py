"""The slim image as the compose file runs it."""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import asking
import pytest
from digits_client import Retries
from engine import Project, docker
from load import CRASH, Load, until

pytestmark = pytest.mark.container

PACKAGES_LIMIT_MB = 400  # TensorFlow alone is 1,300


def test_it_becomes_healthy_and_serves_the_page(project: Project) -> None:
    assert "<title" in asking.get(f"{project.url}/")


def test_it_serves_its_documentation(project: Project) -> None:
    assert "swagger" in asking.get(f"{project.url}/docs").lower()


def test_it_reads_a_posted_picture(project: Project) -> None:
    answer = asking.predict(project.url, asking.drawn_seven())
    assert (answer["verdict"], answer["digit"]) == ("digit", 7)


def test_it_runs_without_any_rights(project: Project) -> None:
    status = dict(
        line.split(":\t", 1)
        for line in project.in_service("print(open('/proc/1/status').read())").splitlines()
        if ":\t" in line
    )
    assert status["Uid"].split() == ["10001"] * 4
    assert int(status["CapEff"], 16) == int(status["CapBnd"], 16) == 0
    assert status["NoNewPrivs"] == "1"


@pytest.mark.parametrize("path", ["/app/x", "/models/x", "/opt/venv/x", "/home/x", "/var/tmp/x"])
def test_it_can_write_nowhere_but_in_tmp(project: Project, path: str) -> None:
    code = f"""
try: open({path!r}, 'w')
except OSError as error: print(error.strerror)
"""
    assert project.in_service(code) == "Read-only file system"
    assert project.in_service("print(open('/tmp/x', 'w').write('x'))") == "1"


def test_its_image_holds_no_installer_compiler_tensorflow_or_training_code(project: Project) -> None:
    code = """
import importlib.util, shutil
names = 'pip setuptools wheel ensurepip tensorflow keras matplotlib training tests'.split()
tools = 'pip pip3 gcc cc make git curl wget'.split()
print([n for n in names if importlib.util.find_spec(n)] + [t for t in tools if shutil.which(t)])
"""
    assert project.in_service(code) == "[]"


def test_its_python_packages_stay_small(project: Project) -> None:
    code = """
import pathlib, sysconfig
files = pathlib.Path(sysconfig.get_path('platlib')).rglob('*')
print(sum(file.stat().st_blocks * 512 for file in files if file.is_file()))
"""
    assert int(project.in_service(code)) / 1e6 < PACKAGES_LIMIT_MB


@pytest.fixture
def shut_project(docker_engine: None) -> Iterator[Project]:
    project = Project(COMPOSE_FILE=f"docker-compose.yml{os.pathsep}tests/container/no-way-out.yml")
    try:
        project.up()
        yield project
    finally:
        project.remove()


def test_it_works_in_a_network_with_no_way_out(shut_project: Project) -> None:
    leave = """
import socket
try: socket.create_connection(('192.0.2.1', 80), timeout=2)
except OSError: print('no way out')
"""
    assert shut_project.in_service(leave) == "no way out"
    printed = docker(
        "run", "--rm", "--interactive", "--network", f"{shut_project.name}_default", shut_project.image,
        "python", "-", "http://api:8000", stdin=Path(asking.__file__).read_bytes(),
    )  # fmt: skip
    sizes, answer = (json.loads(line) for line in printed.splitlines())
    assert all(sizes.values())
    assert answer["digit"] == 7


def test_it_is_back_after_a_crash_under_load(project: Project) -> None:
    load = Load(project.url, Retries(attempts=9))
    container = project.compose("ps", "--quiet", "api")
    restarts = int(docker("inspect", "--format", "{{.RestartCount}}", container))
    with load.asking():
        load.answered(20)
        crash = ["docker", "exec", container, "python", "-c", CRASH]
        begun = time.monotonic()
        assert subprocess.run(crash, check=False).returncode in (0, 137)  # it may go down with the container
        until(lambda: int(docker("inspect", "--format", "{{.RestartCount}}", container)) == restarts + 1)
        load.answered(1)
        print(f"answers again {time.monotonic() - begun:.1f} s after the crash was asked for")
        load.answered(50)
    assert load.failures == []


def test_it_stops_on_request_without_being_killed(shut_project: Project) -> None:
    shut_project.compose("stop")
    container = shut_project.compose("ps", "--all", "--quiet", "api")
    assert docker("inspect", "--format", "{{.State.ExitCode}}", container) == "0"
