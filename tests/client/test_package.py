"""The client as people install it: one small wheel that needs nothing of the service."""

import re
import shutil
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, imports, inside, name, python_files


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Built from a copy, so that nothing is left in the repository."""
    folder = tmp_path_factory.mktemp("wheel")
    shutil.copytree(ROOT / "client", folder / "client", ignore=shutil.ignore_patterns("__pycache__"))
    build = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*build, "--wheel-dir", folder, folder / "client"], check=True, capture_output=True)
    [built] = folder.glob("*.whl")
    return zipfile.ZipFile(built)


def test_the_wheel_holds_every_module_and_says_that_it_is_typed(wheel: zipfile.ZipFile):
    files = {file for file in wheel.namelist() if file.startswith("digits_client/")}
    modules = {path.relative_to(ROOT / "client").as_posix() for path in python_files("client")}
    assert files == modules | {"digits_client/py.typed"}


def test_the_wheel_needs_only_httpx(wheel: zipfile.ZipFile):
    [metadata] = [file for file in wheel.namelist() if file.endswith("/METADATA")]
    told = Parser().parsestr(wheel.read(metadata).decode())
    assert [re.split("[<>=]", need)[0] for need in told.get_all("Requires-Dist")] == ["httpx"]
    assert told["License-Expression"] == "Apache-2.0"


@pytest.mark.parametrize("path", python_files("client"), ids=name)
def test_it_imports_httpx_and_the_standard_library_only(path: Path):
    allowed = {"digits_client", "httpx", "anyio", *sys.stdlib_module_names}  # httpx itself needs anyio
    assert {each for each in imports(path) if not inside(each, allowed)} == set()
