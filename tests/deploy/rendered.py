"""Kubernetes manifests as `kubectl kustomize` renders them, and the pods in them."""

import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import yaml

from tests.architecture.source import ROOT

Resource = dict[str, Any]
FOLDER = ROOT / "deploy" / "kubernetes"
OVERLAYS = sorted(file.parent.name for file in FOLDER.glob("*/kustomization.yaml"))


@cache
def rendered(overlay: str) -> str:
    """What `kubectl apply -k` would send; skips the test where there is no kubectl."""
    if not shutil.which("kubectl"):
        pytest.skip("needs kubectl (Debian, Ubuntu: apt-get install kubernetes-client)")
    command = ["kubectl", "kustomize", str(FOLDER / overlay)]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


def resources(overlay: str) -> list[Resource]:
    """The resources of an overlay, a fresh copy of them."""
    return list(yaml.safe_load_all(rendered(overlay)))


def of_kind(found: list[Resource], kind: str) -> list[Resource]:
    return [each for each in found if each["kind"] == kind]


def one(found: list[Resource], kind: str) -> Resource:
    [single] = of_kind(found, kind)
    return single


def pods(found: list[Resource]) -> Iterator[tuple[str, Resource]]:
    """Each pod template, with the name of what makes pods of it."""
    for each in found:
        spec = each.get("spec", {})
        template = spec.get("jobTemplate", {}).get("spec", {}).get("template") or spec.get("template")
        if template:
            yield f"{each['kind']}/{each['metadata']['name']}", template
