"""What docs/operations.md names exists: metrics, files, commands."""

import re

from service.metrics import Metrics
from tests.architecture.source import ROOT

PAGE = ROOT / "docs" / "operations.md"
TEXT = PAGE.read_text()


def test_every_metric_is_counted():
    told = Metrics(None).told().decode()
    counted = set(re.findall(r"^# TYPE (\w+)", told, re.MULTILINE))
    named = set(re.findall(r"\bdigits_\w+", TEXT))
    assert named
    assert {each for each in named if each.removesuffix("_bucket") not in counted} == set()


def test_every_file_that_it_links_to_is_there():
    linked = re.findall(r"\]\((?!https?:)([^)#]+)", TEXT)
    assert linked
    assert [path for path in linked if not (PAGE.parent / path).exists()] == []


def test_every_path_and_module_in_it_is_there():
    paths = re.findall(r"deploy/[\w./-]*\w", TEXT)
    assert [path for path in paths if not (ROOT / path).exists()] == []
    modules = re.findall(r"python -m (tests[\w.]+)", TEXT)
    assert modules
    assert all((ROOT / f"{module.replace('.', '/')}.py").exists() for module in modules)
