"""The restricted Pod Security Standard, and what this project asks of a pod besides."""

from collections.abc import Iterator
from typing import Any

from tests.deploy.rendered import Resource, pods

Spec = dict[str, Any]
VOLUMES = {
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "persistentVolumeClaim",
    "projected",
    "secret",
}


def violations(found: list[Resource]) -> list[str]:
    """Every pod's violations, each beginning with whose pod it is."""
    return [f"{name}: {each}" for name, template in pods(found) for each in _pod(template["spec"])]


def _pod(spec: Spec) -> Iterator[str]:
    yield from (f"{name} is set" for name in ("hostNetwork", "hostPID", "hostIPC") if spec.get(name))
    for volume in spec.get("volumes", []):
        if not volume.keys() - {"name"} <= VOLUMES:
            yield f"volume {volume['name']} is of a kind that is not allowed"
    if spec.get("automountServiceAccountToken") is not False:
        yield "the account's token is mounted"
    if spec.get("securityContext", {}).get("sysctls"):
        yield "sysctls are set"
    for container in [*spec.get("initContainers", []), *spec["containers"]]:
        both = {**spec.get("securityContext", {}), **container.get("securityContext", {})}
        yield from (f"{container['name']}: {each}" for each in _rights(container, both))
        yield from (f"{container['name']}: {each}" for each in _house_rules(container))


def _rights(container: Spec, security: Spec) -> Iterator[str]:
    """What the standard asks; `security` is the pod's context with the container's own over it."""
    if security.get("privileged"):
        yield "privileged"
    if security.get("allowPrivilegeEscalation") is not False:
        yield "may gain privileges"
    if security.get("runAsNonRoot") is not True or security.get("runAsUser") == 0:
        yield "may run as root"
    if security.get("seccompProfile", {}).get("type") not in ("RuntimeDefault", "Localhost"):
        yield "no seccomp profile"
    capabilities = security.get("capabilities", {})
    if capabilities.get("drop") != ["ALL"] or set(capabilities.get("add", [])) - {"NET_BIND_SERVICE"}:
        yield "keeps capabilities"
    if security.get("procMount", "Default") != "Default" or security.get("seLinuxOptions"):
        yield "changes how it is confined"
    if any("hostPort" in port for port in container.get("ports", [])):
        yield "takes a port of its node"


def _house_rules(container: Spec) -> Iterator[str]:
    if container.get("securityContext", {}).get("readOnlyRootFilesystem") is not True:
        yield "can write to its image"
    for kind in ("requests", "limits"):
        if not {"cpu", "memory"} <= container.get("resources", {}).get(kind, {}).keys():
            yield f"no {kind} of CPU and memory"
    _, _, tag = container["image"].rpartition("/")[2].partition(":")
    if tag in ("", "latest"):
        yield "an image without a version"
