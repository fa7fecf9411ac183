"""What the README and the compose file promise is what the code has."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from service.app import create_app
from service.settings import PREFIX, Settings
from tests.architecture.source import ROOT

README = (ROOT / "README.md").read_text()
VARIABLES = {PREFIX + field.name.upper() for field in fields(Settings)}
OWN_TO_COMPOSE = {f"{PREFIX}HOST", f"{PREFIX}PORT", f"{PREFIX}MODELS"}  # the image sets these itself


@pytest.mark.parametrize("variable", sorted(VARIABLES - OWN_TO_COMPOSE))
def test_the_compose_file_hands_the_setting_on(variable: str) -> None:
    assert re.search(rf"^ +- {variable}(=|$)", (ROOT / "docker-compose.yml").read_text(), re.MULTILINE)


def test_the_readme_lists_every_call() -> None:
    paths = create_app(Settings()).openapi()["paths"]
    assert [path for path in paths if path not in README] == []


def test_the_readme_names_only_targets_that_make_has() -> None:
    targets = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z0-9-]+)", README, re.MULTILINE)) <= targets


@pytest.mark.parametrize("document", sorted(ROOT.glob("*.md")), ids=lambda document: document.name)
def test_every_file_that_a_document_links_to_is_there(document: Path) -> None:
    linked = re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text())
    assert [path for path in linked if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("document", sorted(ROOT.glob("*.md")), ids=lambda document: document.name)
def test_no_document_waits_for_a_figure(document: Path) -> None:
    assert "<!--" not in document.read_text()
