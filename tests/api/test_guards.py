"""The guards that are off by default: API keys, rate limit, CORS, and whose address counts behind a proxy."""

import base64

import httpx
import pytest
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from service.api.guards.cors import Cors
from service.settings import Rate
from tests.api.service_under_test import application, assert_problem, post, running

pytestmark = pytest.mark.anyio

KEYS = ("first-key-of-two", "second-key-of-two")
SITE = "https://example.org"


def basic(key: str, user: str = "anyone") -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{key}".encode()).decode()}


async def test_without_settings_nothing_is_guarded():
    async with running(application()) as client:
        for _ in range(20):
            response = await post(client)
            assert response.status_code == 200
        assert "vary" not in response.headers
        assert set((await client.get("/openapi.json")).json()["components"]) == {"schemas"}


@pytest.mark.parametrize(
    "path", ["/", "/docs", "/openapi.json", "/metrics", "/v1/model", "/v2", "/js/main.js", "/x"]
)
async def test_nothing_but_health_answers_without_a_key(path: str):
    async with running(application(api_keys=KEYS)) as client:
        refused = await client.get(path)
        assert refused.status_code == 401
        # Each on a line of its own, or Chromium asks nobody for the password.
        challenges = refused.headers.get_list("www-authenticate")
        assert [each.split()[0] for each in challenges] == ["Basic", "Bearer"]
        assert (await client.get("/health/live")).status_code == 200
        assert (await client.get("/v2/health/ready")).status_code == 200
        assert (await client.get("/health/../index.html")).status_code != 200
        assert (await client.get("//health/live")).status_code == 401


@pytest.mark.parametrize("key", KEYS)
async def test_each_key_is_let_in_however_it_is_sent(key: str):
    ways = (
        {"X-API-Key": key},
        {"Authorization": f"Bearer {key}"},
        {"authorization": f"bearer {key}"},
        basic(key),
    )
    async with running(application(api_keys=KEYS)) as client:
        for headers in ways:
            client.headers = httpx.Headers(headers)
            assert (await post(client)).status_code == 200
            assert (await client.get("/")).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-API-Key": ""},
        {"X-API-Key": KEYS[0][:-1]},
        {"X-API-Key": ",".join(KEYS)},
        {"X-API-Key": "ü".encode("latin-1")},
        {"Authorization": KEYS[0]},
        {"Authorization": "Bearer"},
        {"Authorization": "Basic !!!"},
        {"Authorization": "Basic YQ"},
        basic(""),
        basic("wrong", user=KEYS[0]),
    ],
)
async def test_what_is_no_key_is_refused_before_anything_is_read(headers):
    app = application(api_keys=KEYS)
    async with running(app) as client:
        client.headers = httpx.Headers(headers)
        refused = await post(client)
    told = assert_problem(refused, 401, "urn:digits:key-missing")
    assert KEYS[0] not in str(told)
    assert app.state.parts.recognizer._recognizer.pictures == []


async def test_a_client_that_asks_too_often_is_told_when_to_come_back_and_the_others_are_served():
    app = application(rate_limit=Rate(3, 60))
    async with running(app) as client:
        assert [(await post(client)).status_code for _ in range(3)] == [200] * 3
        refused = await post(client)
        assert_problem(refused, 429, "urn:digits:too-many-requests")
        assert 1 <= int(refused.headers["retry-after"]) <= 20
        assert (await client.get("/v1/model")).status_code == 429
        for path in ("/", "/styles.css", "/docs", "/health/live", "/health/ready"):
            assert (await client.get(path)).status_code == 200
        transport = httpx.ASGITransport(app, client=("192.0.2.7", 123))
        async with httpx.AsyncClient(transport=transport, base_url="http://digits") as other:
            assert (await post(other)).status_code == 200


async def test_guessing_keys_uses_up_the_allowance():
    async with running(application(rate_limit=Rate(3, 60), api_keys=KEYS)) as client:
        statuses = [(await post(client)).status_code for _ in range(5)]
    assert statuses == [401, 401, 401, 429, 429]


async def test_the_site_that_is_named_may_ask_and_no_other():
    async with running(application(cors_origins=(SITE,))) as client:
        allowed = await client.get("/v1/model", headers={"Origin": SITE})
        other = await client.get("/v1/model", headers={"Origin": "https://example.com"})
        none = await client.get("/v1/model")
    assert allowed.headers["access-control-allow-origin"] == SITE
    assert "X-Request-ID" in allowed.headers["access-control-expose-headers"]
    assert "access-control-allow-credentials" not in allowed.headers
    for each in (other, none):
        assert each.status_code == 200
        assert "access-control-allow-origin" not in each.headers
    assert {each.headers["vary"] for each in (allowed, other, none)} == {"Origin"}


async def test_a_preflight_is_answered_for_the_site_that_is_named_without_a_key():
    asks = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-api-key"}
    async with running(application(cors_origins=(SITE,), api_keys=KEYS)) as client:
        allowed = await client.options("/v1/predict", headers={"Origin": SITE, **asks})
        other = await client.options("/v1/predict", headers={"Origin": "https://example.com", **asks})
        refused = await client.get("/v1/model", headers={"Origin": SITE})
    assert allowed.status_code == 204
    assert allowed.headers["access-control-allow-origin"] == SITE
    assert "POST" in allowed.headers["access-control-allow-methods"]
    assert "X-API-Key" in allowed.headers["access-control-allow-headers"]
    assert other.status_code == 401
    assert "access-control-allow-origin" not in other.headers
    assert refused.headers["access-control-allow-origin"] == SITE  # so that the site can read the problem


async def test_any_site_may_ask_where_that_is_set():
    async with running(application(cors_origins=("*",))) as client:
        response = await client.get("/v1/model", headers={"Origin": "null"})
    assert response.headers["access-control-allow-origin"] == "*"


async def test_what_the_guards_answer_is_in_the_schema_where_they_are_on():
    async with running(application(api_keys=KEYS, rate_limit=Rate(100, 1))) as client:
        schema = (await client.get("/openapi.json", headers={"X-API-Key": KEYS[0]})).json()
    predict, live = schema["paths"]["/v1/predict"]["post"], schema["paths"]["/health/live"]["get"]
    assert {"401", "429"} <= set(predict["responses"])
    assert predict["security"] == [{way: []} for way in schema["components"]["securitySchemes"]]
    assert set(live["responses"]) == {"200"}
    assert "429" in schema["paths"]["/v1/model"]["get"]["responses"]


@pytest.mark.parametrize(("peer", "counted"), [("10.0.0.9", "192.0.2.5"), ("198.51.100.1", "198.51.100.1")])
async def test_only_a_trusted_proxy_says_who_the_client_is(peer: str, counted: str):
    app = application(rate_limit=Rate(1, 60))
    proxied = ProxyHeadersMiddleware(app, trusted_hosts=["10.0.0.0/8"])  # as service.__main__ has uvicorn do
    transport = httpx.ASGITransport(proxied, client=(peer, 1))
    async with running(app), httpx.AsyncClient(transport=transport, base_url="http://digits") as client:
        told = {"X-Forwarded-For": "203.0.113.1, 192.0.2.5"}
        assert (await client.get("/v1/model", headers=told)).status_code == 200
        other = (await client.get("/v1/model", headers={"X-Forwarded-For": "192.0.2.6"})).status_code
    assert other == (200 if counted == "192.0.2.5" else 429)


def test_an_origin_of_odd_bytes_is_no_origin_that_is_named():
    assert Cors(None, origins=(SITE,))._allowed("https://ex\xe4mple.org") is None  # type: ignore[arg-type]
