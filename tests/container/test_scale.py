"""Several replicas by deploy/compose.scale.yml, under load: whatever happens to one, no client notices."""

import os
import subprocess
from collections.abc import Iterator

import pytest
from engine import ROOT, Project, docker
from load import CRASH, Load, until

pytestmark = pytest.mark.container

FILES = os.pathsep.join(["docker-compose.yml", "deploy/compose.scale.yml", "tests/container/haproxy.yml"])
REPLICAS = 3

PUBLISH = """
import pathlib, shutil
from service.model.store import ModelStore
bundled, store = ModelStore(pathlib.Path('/app/service/bundled')), ModelStore(pathlib.Path('/models'))
version = next(v for v in bundled.versions() if v != bundled.current())
shutil.copytree(f'/app/service/bundled/versions/{version}', f'/models/versions/{version}')
store.promote(version, reason='a test')
print(version)
"""


@pytest.fixture(scope="module")
def scaled(docker_engine: None) -> Iterator[Project]:
    project = Project(COMPOSE_FILE=FILES)
    try:
        project.compose("build", "--quiet")
        project.compose("up", "--detach", "--wait", "--wait-timeout", "60", "--scale", f"api={REPLICAS}")
        yield project
    finally:
        project.remove()


@pytest.fixture
def load(scaled: Project) -> Iterator[Load]:
    """Running throughout a test; afterwards nothing may have failed."""
    load = Load(scaled.url)
    with load.asking():
        load.answered(20)
        yield load
        load.answered(20)
    assert load.failures == []


def replicas(project: Project) -> list[str]:
    return project.compose("ps", "--quiet", "api").split()


def healthy(project: Project) -> int:
    states = docker("inspect", "--format", "{{.State.Health.Status}}", *replicas(project))
    return states.split().count("healthy")


def asked(container: str) -> int:
    """How many pictures a replica was sent, by its log."""
    logs = subprocess.run(["docker", "logs", container], capture_output=True, check=True)
    return (logs.stdout + logs.stderr).count(b"/v1/predict")


def test_every_replica_gets_its_share(scaled: Project, load: Load):
    load.answered(100)
    shares = [asked(container) for container in replicas(scaled)]
    assert len(shares) == REPLICAS
    assert min(shares) > max(shares) / 4


def test_a_replica_that_crashes_is_replaced_and_nobody_notices(scaled: Project, load: Load):
    crashed = replicas(scaled)[0]
    crash = ["docker", "exec", crashed, "python", "-c", CRASH]
    assert subprocess.run(crash, check=False).returncode in (0, 137)  # it may go down with the container
    until(lambda: docker("inspect", "--format", "{{.RestartCount}}", crashed) == "1")
    load.answered(50)
    until(lambda: healthy(scaled) == REPLICAS)


def test_a_replica_that_is_drained_answers_what_it_has_begun(scaled: Project, load: Load):
    drained = replicas(scaled)[0]
    docker("stop", drained)
    assert docker("inspect", "--format", "{{.State.ExitCode}}", drained) == "0"
    load.answered(50)
    docker("start", drained)
    until(lambda: healthy(scaled) == REPLICAS)


def test_a_model_that_is_published_reaches_every_replica(scaled: Project, load: Load):
    old = load.models[-1]
    volume = f"{scaled.name}_models:/models"
    new = docker("run", "--rm", "--volume", volume, scaled.image, "python", "-c", PUBLISH)
    assert new != old
    until(lambda: set(load.models[-60:]) == {new})


def test_another_image_is_rolled_out(scaled: Project, load: Load):
    before = replicas(scaled)
    docker("build", "--tag", scaled.image, "-", stdin=f"FROM {scaled.image}\nLABEL changed=yes\n".encode())
    roll(scaled)
    after = replicas(scaled)
    assert len(after) == REPLICAS
    assert not set(before) & set(after)
    labels = docker("inspect", "--format", '{{index .Config.Labels "changed"}}', *after)
    assert labels.split() == ["yes"] * REPLICAS


def test_an_image_that_does_not_work_is_not_rolled_out(scaled: Project, load: Load):
    before = set(replicas(scaled))
    good = docker("image", "inspect", "--format", "{{.Id}}", scaled.image)
    broken = f'FROM {scaled.image}\nCMD ["python", "-c", "raise SystemExit(1)"]\n'
    docker("build", "--tag", scaled.image, "-", stdin=broken.encode())
    try:
        with pytest.raises(subprocess.CalledProcessError) as caught:
            roll(scaled)
        assert b"the others serve on" in caught.value.stderr
        assert set(replicas(scaled)) == before
    finally:
        docker("tag", good, scaled.image)


def roll(project: Project) -> None:
    environment = {**os.environ, **project.environment}
    subprocess.run([ROOT / "deploy" / "roll"], env=environment, check=True, capture_output=True, timeout=300)
