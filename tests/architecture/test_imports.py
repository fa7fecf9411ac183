"""Who may import whom, and the one door for each outside thing: data, and tests that hold it."""

import ast
import re

import pytest

from tests.architecture.source import frontend_files, imports, inside, module, name, python_files

# What each part may import of this project, besides itself. The longest name that fits a file counts.
MAY_IMPORT: dict[str, set[str]] = {
    "service": set(),
    "service.errors": set(),
    "service.settings": set(),
    "service.log": set(),
    "service.memory": set(),
    "service.port": {"service.settings"},
    "service.vision": {"service.errors"},
    "service.model": {"service.errors"},
    "service.pool": {"service.memory", "service.errors"},
    "service.moments": {"service.pool"},
    "service.verdict": {"service.vision", "service.model", "service.errors"},
    "service.stopwatch": set(),
    "service.recognizer": {
        "service.reading",
        "service.verdict",
        "service.vision",
        "service.model",
        "service.stopwatch",
        "service.errors",
    },
    "service.reading": {
        "service.verdict",
        "service.vision",
        "service.model",
        "service.stopwatch",
        "service.errors",
    },
    "service.explaining": {
        "service.recognizer",
        "service.vision",
        "service.model",
        "service.stopwatch",
        "service.errors",
    },
    "service.tensors": {"service.verdict", "service.model", "service.errors"},
    "service.metrics": set(),
    "service.allowance": set(),
    "service.metered": {
        "service.metrics",
        "service.recognizer",
        "service.reading",
        "service.explaining",
        "service.errors",
    },
    "service.api": {
        "service.recognizer",
        "service.metered",
        "service.metrics",
        "service.allowance",
        "service.tensors",
        "service.reading",
        "service.explaining",
        "service.verdict",
        "service.model.manager",
        "service.pool",
        "service.moments",
        "service.log",
        "service.errors",
    },
    "service.app": {"service"},
    "service.loading": {"service.model", "service.settings"},
    "service.worker": {"service.app", "service.loading", "service.settings"},
    "service.protocol": set(),
    "service.commands": {
        "service.reading",
        "service.model",
        "service.loading",
        "service.memory",
        "service.settings",
        "service.errors",
    },
    "service.bulk": {"service.commands", "service.memory", "service.settings", "service.errors"},
    "service.__main__": {
        "service.settings",
        "service.port",
        "service.log",
        "service.protocol",
        "service.commands",
        "service.bulk",
    },
    "training": {"service.reading", "service.vision", "service.model", "service.errors"},
}

# Packages from outside, and the only places that may import them.
DOORS: dict[str, set[str]] = {
    "h5py": {"service.model.h5"},
    "onnx": {"service.model.operators.builder"},
    "onnxruntime": {"service.model.engine"},
    "fastapi": {"service.api", "service.app", "service.worker"},
    "starlette": {"service.api", "service.app"},
    "uvicorn": {"service.__main__", "service.protocol"},
    "python_multipart": {"service.api.multipart"},
    "prometheus_client": {"service.metrics"},
    "swagger_ui_bundle": {"service.api.docs"},
    "PIL": {"service.vision", "training"},
    "ray": {"service.bulk.cluster"},
    "pyarrow": {"service.bulk"},
    "tensorflow": {"training"},
    "keras": {"training"},
    "matplotlib": {"training"},
}
READERS_OF_THE_ENVIRONMENT = {
    "service.settings",
    "service.model.sandbox",  # hands three variables on to its child, and reads none
    "service.bulk.cluster",  # tells Ray, by the variables that it reads, to report to nobody
    "training.environment",
}


def rule_for(importer: str) -> str:
    return max((part for part in MAY_IMPORT if inside(importer, {part})), key=len)


@pytest.mark.parametrize("path", python_files("service", "training"), ids=name)
def test_a_file_imports_only_what_its_part_may(path):
    part = rule_for(module(path))
    of_the_project = {each for each in imports(path) if inside(each, {"service", "training", "tests"})}
    allowed = MAY_IMPORT[part] | {part}
    assert {each for each in of_the_project if not inside(each, allowed)} == set()


@pytest.mark.parametrize("path", python_files("service", "training"), ids=name)
def test_an_outside_package_is_imported_at_its_door_only(path):
    wrong = {
        package
        for package, doors in DOORS.items()
        if any(inside(each, {package}) for each in imports(path)) and not inside(module(path), doors)
    }
    assert wrong == set()


@pytest.mark.parametrize("path", python_files("service", "training"), ids=name)
def test_the_environment_is_read_in_one_place_of_each_part(path):
    tree = ast.walk(ast.parse(path.read_text()))
    reads = any(
        isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "environb") for node in tree
    )
    assert not reads or module(path) in READERS_OF_THE_ENVIRONMENT


@pytest.mark.parametrize("path", frontend_files(".js", ".html"), ids=name)
def test_the_page_asks_the_service_through_one_file(path):
    asks = re.search(r"\bfetch\s*\(|XMLHttpRequest|sendBeacon|EventSource|WebSocket", path.read_text())
    # The service worker stands between page and service: it passes requests on and asks nothing itself.
    assert not asks or name(path) in {"frontend/js/api.js", "frontend/sw.js"}


def test_every_rule_is_about_something_that_exists():
    modules = {module(path) for path in python_files("service", "training")}
    named = set(MAY_IMPORT) | set().union(*MAY_IMPORT.values(), *DOORS.values()) | READERS_OF_THE_ENVIRONMENT
    assert named <= modules
