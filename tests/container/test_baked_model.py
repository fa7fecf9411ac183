"""A model as one layer on the service's image: deploy/kubernetes/baked-model."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from engine import ROOT, Project, docker

pytestmark = pytest.mark.container

SERVING = """
from service.loading import model_manager
from service.settings import Settings
manager = model_manager(Settings.from_environment())
manager.start()
print(manager.serving().source, manager.serving().version, manager.refused)
"""


@pytest.fixture
def image(project: Project, tmp_path: Path) -> Iterator[str]:
    """The service's image with a store whose files only their owner may write."""
    store = tmp_path / "models"
    shutil.copytree(ROOT / "service" / "bundled", store)
    name = f"{project.name}-with-model"
    file = ROOT / "deploy" / "kubernetes" / "baked-model" / "Dockerfile"
    docker("build", "--build-arg", f"SERVICE={project.image}", "--file", str(file), "--tag", name, str(store))
    try:
        yield name
    finally:
        docker("image", "rm", name)


def test_it_is_served_from_the_image_and_nothing_can_change_it(image: str):
    confined = ["--read-only", "--network", "none", "--cap-drop", "ALL"]
    served = docker("run", "--rm", *confined, image, "python", "-c", SERVING)
    version = (ROOT / "service" / "bundled" / "CURRENT").read_text().strip()
    assert served.splitlines()[-1] == f"store {version} ()"
