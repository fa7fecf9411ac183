"""deploy/kubernetes: valid by the published schemas, confined by policy, and of one piece."""

import re
from collections.abc import Callable
from typing import Any

import kubernetes_validate
import pytest
import yaml

from service.settings import Settings, unknown_variables
from tests.architecture.source import ROOT
from tests.deploy.policies import violations
from tests.deploy.rendered import FOLDER, OVERLAYS, Resource, of_kind, one, pods, resources

# The oldest that has every API used here, and today's.
VERSIONS = ["1.25", kubernetes_validate.latest_version()]
# What kustomize 2.0 (in kubectl 1.20) reads, and kustomize 5 still does.
FIELDS = {
    "apiVersion", "kind", "namespace", "namePrefix", "bases", "resources", "images", "configMapGenerator",
    "patchesStrategicMerge", "patchesJson6902",
}  # fmt: skip


@pytest.fixture(params=OVERLAYS)
def found(request: pytest.FixtureRequest) -> list[Resource]:
    return resources(request.param)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_resource_is_valid(found: list[Resource], version: str):
    for resource in found:
        kubernetes_validate.validate(resource, version, strict=True)


@pytest.mark.parametrize("change", [{"replica": 2}, {"replicas": "two"}])
def test_the_validation_finds_a_misspelt_field_and_a_wrong_type(change: dict[str, Any]):
    deployment = one(resources("base"), "Deployment")
    deployment["spec"].update(change)
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(deployment, VERSIONS[-1], strict=True)


def test_every_pod_keeps_to_the_restricted_standard(found: list[Resource]):
    assert list(pods(found))
    assert violations(found) == []
    labels = one(found, "Namespace")["metadata"]["labels"]
    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"


Change = Callable[[dict[str, Any], dict[str, Any]], object]
LOOSER: dict[str, Change] = {
    "hostNetwork is set": lambda pod, _: pod.update(hostNetwork=True),
    "volume tmp is of a kind": lambda pod, _: pod["volumes"][0].update(hostPath={"path": "/"}),
    "the account's token": lambda pod, _: pod.pop("automountServiceAccountToken"),
    "sysctls": lambda pod, _: pod["securityContext"].update(sysctls=[{"name": "x", "value": "1"}]),
    "privileged": lambda _, c: c["securityContext"].update(privileged=True),
    "may gain privileges": lambda _, c: c["securityContext"].pop("allowPrivilegeEscalation"),
    "may run as root": lambda _, c: c["securityContext"].update(runAsUser=0),
    "no seccomp profile": lambda pod, _: pod["securityContext"].pop("seccompProfile"),
    "keeps capabilities": lambda _, c: c["securityContext"]["capabilities"].update(add=["SYS_ADMIN"]),
    "changes how it is confined": lambda _, c: c["securityContext"].update(procMount="Unmasked"),
    "takes a port of its node": lambda _, c: c["ports"][0].update(hostPort=80),
    "can write to its image": lambda _, c: c["securityContext"].pop("readOnlyRootFilesystem"),
    "no limits": lambda _, c: c["resources"]["limits"].pop("memory"),
    "an image without a version": lambda _, c: c.update(image="example.org:5000/digits-service"),
}


@pytest.mark.parametrize("said", LOOSER)
def test_a_pod_with_more_rights_is_found(said: str):
    deployment = one(resources("base"), "Deployment")
    pod = deployment["spec"]["template"]["spec"]
    LOOSER[said](pod, pod["containers"][0])
    [violation] = violations([deployment])
    assert said in violation


def test_the_service_may_send_nothing_anywhere(found: list[Resource]):
    labels = one(found, "Deployment")["spec"]["template"]["metadata"]["labels"]
    policies = [
        each["spec"]
        for each in of_kind(found, "NetworkPolicy")
        if each["spec"]["podSelector"].get("matchLabels", {}).items() <= labels.items()
    ]
    assert any("Egress" in each["policyTypes"] for each in policies)
    assert [each["egress"] for each in policies if each.get("egress")] == []
    assert [each["ingress"] for each in policies if each.get("ingress")] == [
        [{"ports": [{"protocol": "TCP", "port": 8000}]}]
    ]


def test_whatever_selects_pods_selects_those_of_the_deployment(found: list[Resource]):
    deployment = one(found, "Deployment")
    labels = deployment["spec"]["template"]["metadata"]["labels"].items()
    selectors = [
        deployment["spec"]["selector"]["matchLabels"],
        one(found, "Service")["spec"]["selector"],
        one(found, "PodDisruptionBudget")["spec"]["selector"]["matchLabels"],
        *(
            each["labelSelector"]["matchLabels"]
            for each in deployment["spec"]["template"]["spec"]["topologySpreadConstraints"]
        ),
    ]
    assert all(selector and selector.items() <= labels for selector in selectors)
    for name, template in pods(found):
        if not name.startswith("Deployment"):
            assert not any(s.items() <= template["metadata"]["labels"].items() for s in selectors)


def test_a_request_finds_its_way_from_the_ingress_to_the_port(found: list[Resource]):
    [rule] = one(found, "Ingress")["spec"]["rules"]
    backend = rule["http"]["paths"][0]["backend"]["service"]
    service = one(found, "Service")
    [port] = service["spec"]["ports"]
    assert (backend["name"], backend["port"]["name"]) == (service["metadata"]["name"], port["name"])
    [container] = one(found, "Deployment")["spec"]["template"]["spec"]["containers"]
    assert {"name": port["targetPort"], "containerPort": 8000} in container["ports"]
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert container[probe]["httpGet"]["port"] == port["targetPort"]


def test_a_pod_without_a_model_gets_no_requests_and_is_not_killed_for_it(found: list[Resource]):
    [container] = one(found, "Deployment")["spec"]["template"]["spec"]["containers"]
    assert container["readinessProbe"]["httpGet"]["path"] == "/health/ready"
    assert container["livenessProbe"]["httpGet"]["path"] == "/health/live"


def test_a_rollout_takes_no_pod_away_before_another_is_ready_and_lets_requests_end(found: list[Resource]):
    deployment = one(found, "Deployment")["spec"]
    assert deployment["strategy"]["rollingUpdate"] == {"maxUnavailable": 0, "maxSurge": 1}
    pod = deployment["template"]["spec"]
    _, seconds = pod["containers"][0]["lifecycle"]["preStop"]["exec"]["command"]
    grace = int(re.search(r"^GRACE_SECONDS = (\d+)", _main(), re.MULTILINE)[1])
    assert pod["terminationGracePeriodSeconds"] > int(seconds) + grace


def _main() -> str:
    return (ROOT / "service" / "__main__.py").read_text()


def test_the_number_of_pods_is_the_autoscalers(found: list[Resource]):
    deployment, scaler = one(found, "Deployment"), one(found, "HorizontalPodAutoscaler")["spec"]
    assert "replicas" not in deployment["spec"]
    assert scaler["scaleTargetRef"]["name"] == deployment["metadata"]["name"]
    assert scaler["minReplicas"] > one(found, "PodDisruptionBudget")["spec"]["maxUnavailable"]


def test_the_settings_exist_and_belong_to_the_pods(found: list[Resource]):
    settings = one(found, "ConfigMap")
    assert unknown_variables(settings["data"]) == []
    Settings.from_environment(settings["data"])
    [container] = one(found, "Deployment")["spec"]["template"]["spec"]["containers"]
    assert container["envFrom"][0]["configMapRef"]["name"] == settings["metadata"]["name"]
    checksum = settings["metadata"]["name"].removeprefix("digits-settings-")
    assert len(checksum) == 10, "without it a change would not roll out"


def test_the_memory_is_that_of_the_compose_file(found: list[Resource]):
    compose = (ROOT / "docker-compose.yml").read_text()
    [container] = one(found, "Deployment")["spec"]["template"]["spec"]["containers"]
    gibibytes = re.search(r"API_MEMORY:-(\d+)g", compose)[1]
    assert container["resources"]["limits"] == {"cpu": "1", "memory": f"{gibibytes}Gi"}


def test_every_volume_that_is_mounted_is_there(found: list[Resource]):
    claims = {each["metadata"]["name"] for each in of_kind(found, "PersistentVolumeClaim")}
    for _, template in pods(found):
        volumes = {each["name"]: each for each in template["spec"]["volumes"]}
        mounted = {m["name"] for c in template["spec"]["containers"] for m in c["volumeMounts"]}
        assert mounted == volumes.keys()
        claimed = [
            each["persistentVolumeClaim"] for each in volumes.values() if "persistentVolumeClaim" in each
        ]
        assert {each["claimName"] for each in claimed} <= claims


def test_the_trainer_writes_the_store_and_the_service_only_reads_it():
    found = resources("shared-models")
    assert one(found, "PersistentVolumeClaim")["spec"]["accessModes"] == ["ReadWriteMany"]
    access = {
        name: mount.get("readOnly", False)
        for name, template in pods(found)
        for mount in template["spec"]["containers"][0]["volumeMounts"]
        if mount["name"] == "models"
    }
    assert access == {"Deployment/digits-api": True, "CronJob/digits-trainer": False}


def test_the_baked_model_is_another_image_and_nothing_else():
    image = "digits-service-with-model:0.1.0"
    plain, baked = resources("base"), resources("baked-model")
    one(plain, "Deployment")["spec"]["template"]["spec"]["containers"][0]["image"] = image
    assert baked == plain
    assert image in (FOLDER / "baked-model" / "Dockerfile").read_text()


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_old_and_new_kubectl_read_every_field(overlay: str):
    told = yaml.safe_load((FOLDER / overlay / "kustomization.yaml").read_text())
    assert set(told) <= FIELDS
    folders = [each for each in told.get("resources", []) if not each.endswith(".yaml")]
    assert folders == [], "kubectl 1.20 takes folders in `bases` only"


def test_every_manifest_is_part_of_an_overlay():
    named = set()
    for overlay in OVERLAYS:
        told = yaml.safe_load((FOLDER / overlay / "kustomization.yaml").read_text())
        files = told.get("resources", []) + told.get("patchesStrategicMerge", [])
        named |= {f"{overlay}/{file}" for file in files} | {f"{overlay}/kustomization.yaml"}
    assert named == {file.relative_to(FOLDER).as_posix() for file in FOLDER.rglob("*.yaml")}
