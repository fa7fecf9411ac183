"""HTTPS by deploy/compose.https.yml: Caddy before the service, its own authority, a prefix."""

import os
import ssl
from collections.abc import Iterator

import httpx
import pytest
from asking import drawn_seven
from engine import Project, free_port

pytestmark = pytest.mark.container

OVERLAYS = os.pathsep.join(["docker-compose.yml", "deploy/compose.https.yml", "tests/container/caddy.yml"])
PREFIX = "/digits"
ROOT_CERTIFICATE = "/data/caddy/pki/authorities/local/root.crt"


class Site:
    """A project behind its proxy, asked as a browser asks that finds `name` on this machine."""

    def __init__(self, name: str, tls: str) -> None:
        self.name = name
        self.http_port, self.https_port = free_port(), free_port()
        self.project = Project(
            COMPOSE_FILE=OVERLAYS,
            SITE=name,
            TLS=tls,
            DIGITS_ROOT_PATH=PREFIX,
            HTTP_PORT=str(self.http_port),
            HTTPS_PORT=str(self.https_port),
        )

    def wait_for_authority(self) -> None:
        """Return once Caddy has written its root certificate: a container that runs may not be as far yet."""
        written = f"until test -s {ROOT_CERTIFICATE}; do sleep 0.1; done"
        self.project.compose("exec", "--no-TTY", "proxy", "timeout", "30", "sh", "-c", written)

    def client(self, trusted: ssl.SSLContext) -> httpx.Client:
        """Names the host only where it is a name: for an address a browser names none."""
        if self.name == "127.0.0.1":
            return httpx.Client(base_url=f"https://127.0.0.1:{self.https_port}{PREFIX}", verify=trusted)
        return httpx.Client(
            base_url=f"https://127.0.0.1:{self.https_port}{PREFIX}",
            headers={"Host": self.name},
            event_hooks={"request": [lambda asked: asked.extensions.update(sni_hostname=self.name)]},
            verify=trusted,
        )


@pytest.fixture(
    scope="module",
    params=[("localhost", ""), ("127.0.0.1", ""), ("digits.local", ""), ("digits.lan", "tls internal")],
    ids=lambda param: param[0],
)
def site(docker_engine: None, request: pytest.FixtureRequest) -> Iterator[Site]:
    site = Site(*request.param)
    try:
        site.project.up()
        yield site
    finally:
        site.project.remove()


@pytest.fixture(scope="module")
def client(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Trusts the proxy's own authority, as a phone does where its root certificate is installed."""
    file = tmp_path_factory.mktemp("ca") / "root.crt"
    site.wait_for_authority()
    site.project.compose("cp", f"proxy:{ROOT_CERTIFICATE}", str(file))
    with site.client(ssl.create_default_context(cafile=file)) as client:
        yield client


def test_page_and_api_are_served_under_the_prefix_with_a_certificate_that_holds(client: httpx.Client):
    page = client.get("/")
    assert page.status_code == 200
    assert "<title" in page.text
    assert client.get("/styles.css").headers["content-type"].startswith("text/css")
    assert client.get("/health/ready").json()["status"] == "ready"
    answer = client.post("/v1/predict", files={"file": drawn_seven()}).json()
    assert (answer["verdict"], answer["digit"]) == ("digit", 7)


def test_nobody_who_does_not_trust_the_authority_is_deceived(site: Site):
    with (
        site.client(ssl.create_default_context()) as client,
        pytest.raises(httpx.ConnectError, match="certificate verify failed"),
    ):
        client.get("/health/live")


def test_http_leads_to_https(site: Site):
    response = httpx.get(f"http://127.0.0.1:{site.http_port}{PREFIX}/", headers={"Host": site.name})
    assert response.status_code == 308
    assert response.headers["location"] == f"https://{site.name}{PREFIX}/"


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
