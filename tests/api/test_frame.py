"""Around every request: an id, a line in the log, security headers."""

import io
import json
import logging

import pytest

from service.log import JsonLines
from tests.api.service_under_test import application, post, running
from tests.fakes import FakeRecognizer
from tests.pictures import png

pytestmark = pytest.mark.anyio


async def test_a_request_id_that_was_given_is_kept():
    async with running(application()) as client:
        response = await client.get("/health/live", headers={"X-Request-ID": "order-66_a.b"})
    assert response.headers["x-request-id"] == "order-66_a.b"


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, "<script>", 'a"b', "a\tb", "ü".encode()])
async def test_a_request_id_that_could_do_harm_is_replaced(given: str | bytes):
    async with running(application()) as client:
        response = await client.get("/health/live", headers={"X-Request-ID": given})
    assert response.headers["x-request-id"] != given
    assert len(response.headers["x-request-id"]) == 16


async def test_two_requests_get_two_ids():
    async with running(application()) as client:
        ids = {(await client.get("/health/live")).headers["x-request-id"] for _ in range(50)}
    assert len(ids) == 50


@pytest.mark.parametrize("path", ["/", "/docs", "/v1/model", "/health/live", "/nowhere", "/docs/start.js"])
async def test_every_answer_carries_the_security_headers(path: str):
    async with running(application()) as client:
        headers = (await client.get(path)).headers
    policy = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["permissions-policy"].startswith("camera=(self)")
    assert "access-control-allow-origin" not in headers


async def test_each_request_is_one_line_of_json_without_anything_of_the_picture():
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonLines())
    log = logging.getLogger("service.requests")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        async with running(application()) as client:
            given = {"X-Request-ID": "abc"}
            files = {"file": ("my-secret-name.png", png(), "image/png")}
            await client.post("/v1/predict?my-secret=1", files=files, headers=given)
            await client.get("/my-secret-path", headers=given)
    finally:
        log.removeHandler(handler)
        log.setLevel(logging.NOTSET)
    predicted, missed = [json.loads(line) for line in out.getvalue().splitlines()]
    assert predicted.pop("ms") >= 0
    assert predicted.pop("time").endswith("+00:00")
    assert predicted == {
        "level": "info",
        "logger": "service.requests",
        "message": "request",
        "method": "POST",
        "route": "/v1/predict",
        "status": 200,
        "request_id": "abc",
    }
    assert (missed["route"], missed["status"]) == (None, 404)
    assert "my-secret" not in out.getvalue()


async def test_head_is_answered_as_get_is_but_for_the_body():
    async with running(application()) as client:
        for path in ("/", "/health/live", "/v1/model", "/docs"):
            asked, told = await client.head(path), await client.get(path)
            assert asked.status_code == told.status_code == 200
            assert asked.headers["content-length"] == told.headers["content-length"]
            assert asked.headers["content-type"] == told.headers["content-type"]
        assert (await client.head("/v1/predict")).status_code == 405


@pytest.mark.parametrize("asked", ["/digits/v1/predict", "/v1/predict"])
async def test_a_prefix_that_a_proxy_adds_is_understood_whether_or_not_the_proxy_cuts_it(asked: str):
    recognizer = FakeRecognizer()
    async with running(application(recognizer, root_path="/digits")) as client:
        assert (await post(client, path=asked)).status_code == 200
        prefix = asked.removesuffix("/v1/predict")
        for path in ("/", "/docs", "/styles.css", "/js/main.js", "/openapi.json"):
            assert (await client.get(prefix + path)).status_code == 200
        assert (await client.get(prefix + "/openapi.json")).json()["servers"] == [{"url": "/digits"}]
