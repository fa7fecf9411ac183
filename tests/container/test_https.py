"""HTTPS by deploy/compose.https.yml: Caddy before the service, its own authority, a prefix."""

import os
import ssl
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError

import httpx
import pytest
from asking import drawn_seven
from engine import Project, free_port

pytestmark = pytest.mark.container

OVERLAYS = os.pathsep.join(["docker-compose.yml", "deploy/compose.https.yml", "tests/container/caddy.yml"])
PREFIX = "/digits"
ROOT_CERTIFICATE = "/data/caddy/pki/authorities/local/root.crt"


class Site:
    """A project behind its proxy, as a browser that trusts the proxy's authority sees it."""

    def __init__(self, site: str) -> None:
        self.http_port, self.https_port = free_port(), free_port()
        self.project = Project(
            COMPOSE_FILE=OVERLAYS,
            SITE=site,
            DIGITS_ROOT_PATH=PREFIX,
            HTTP_PORT=str(self.http_port),
            HTTPS_PORT=str(self.https_port),
        )
        self.url = f"https://{site}:{self.https_port}{PREFIX}"

    def trusting(self, folder: Path) -> ssl.SSLContext:
        file = folder / "root.crt"
        self.project.compose("cp", f"proxy:{ROOT_CERTIFICATE}", str(file))
        return ssl.create_default_context(cafile=file)


@pytest.fixture(scope="module", params=["localhost", "127.0.0.1"])
def site(docker_engine: None, request: pytest.FixtureRequest) -> Iterator[Site]:
    """By name, and by address, for which a client names no host when it asks for the certificate."""
    site = Site(request.param)
    try:
        site.project.up()
        yield site
    finally:
        site.project.remove()


@pytest.fixture(scope="module")
def client(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site.url, verify=site.trusting(tmp_path_factory.mktemp("ca"))) as client:
        yield client


def test_page_and_api_are_served_under_the_prefix_with_a_certificate_that_holds(client: httpx.Client):
    page = client.get("/")
    assert page.status_code == 200
    assert "<title>" in page.text
    assert client.get("/styles.css").headers["content-type"].startswith("text/css")
    assert client.get("/health/ready").json()["status"] == "ready"
    answer = client.post("/v1/predict", files={"file": drawn_seven()}).json()
    assert (answer["verdict"], answer["digit"]) == ("digit", 7)


def test_nobody_who_does_not_trust_the_authority_is_deceived(site: Site):
    with pytest.raises(URLError, match="certificate verify failed"):
        urllib.request.urlopen(f"{site.url}/health/live", timeout=10)


def test_http_leads_to_https(site: Site):
    host = httpx.URL(site.url).host
    response = httpx.get(f"http://{host}:{site.http_port}{PREFIX}/")
    assert response.status_code == 308
    assert response.headers["location"].startswith(f"https://{host}")


def test_the_service_itself_is_not_open_to_the_network(site: Site):
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{site.project.port}/health/live")


def test_the_largest_upload_is_refused_by_the_service_in_its_own_words(client: httpx.Client):
    response = client.post("/v1/predict", files={"file": b"x" * (17 * 1024 * 1024)})
    assert response.status_code == 413
    assert response.json()["type"] == "urn:digits:upload-too-large"


def test_the_proxy_runs_with_the_right_to_its_ports_only(site: Site):
    status = site.project.compose("exec", "--no-TTY", "proxy", "cat", "/proc/1/status")
    told = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    assert int(told["CapBnd"], 16) == 1 << 10  # CAP_NET_BIND_SERVICE
    assert told["NoNewPrivs"] == "1"
