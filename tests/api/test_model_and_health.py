"""GET /v1/model, /v1/models and /health: what serves, what was refused, live and ready."""

import asyncio
import threading

import pytest

from service.model.manager import Refusal
from service.model.store import Gate, Manifest, ModelFile
from tests.api.service_under_test import application, assert_problem, post, running
from tests.fakes import AT, VERSION, FakeManager, FakeModel, serving_model

pytestmark = pytest.mark.anyio


async def test_a_bare_file_is_told_with_null_where_no_manifest_says_anything():
    async with running(application()) as client:
        told = (await client.get("/v1/model")).json()
    assert told == {
        "version": VERSION,
        "source": "bundled",
        "recipe": None,
        "created_at": None,
        "sha256": "3f9c2a1" + "0" * 57,
        "parameters": 7850,
        "input": {"shape": [28, 28], "scaling": "inside"},
        "metrics": {},
    }
    assert list(told) == [
        "version",
        "source",
        "recipe",
        "created_at",
        "sha256",
        "parameters",
        "input",
        "metrics",
    ]


async def test_a_published_version_is_told_with_its_evidence():
    fields = {"recipe": "ann", "created_at": AT, "metrics": {"mnist_test": 0.9975}, "gate": Gate(passed=True)}
    manifest = Manifest.model_validate({**fields, "files": [ModelFile(name="model.h5")]})
    bundled = serving_model()
    model = type(bundled)(VERSION, "store", FakeModel(), manifest, bundled.calibration)
    async with running(application(manager=FakeManager(model))) as client:
        told = (await client.get("/v1/model")).json()
    assert told["source"] == "store"
    assert told["recipe"] == "ann"
    assert told["created_at"] == "2026-11-22T10:15:00Z"
    assert told["metrics"] == {"mnist_test": 0.9975}


async def test_what_was_refused_is_told_with_its_reason():
    refused = (Refusal("20261122T101501Z-0000000", "it has a Lambda layer", AT),)
    async with running(application(manager=FakeManager(serving_model(), refused=refused))) as client:
        told = (await client.get("/v1/models")).json()
    assert told == {
        "serving": VERSION,
        "versions": [VERSION],
        "refused": [
            {
                "version": "20261122T101501Z-0000000",
                "reason": "it has a Lambda layer",
                "at": "2026-11-22T10:15:00Z",
            }
        ],
    }


async def test_live_and_ready():
    async with running(application()) as client:
        assert (await client.get("/health/live")).json() == {"status": "live"}
        assert (await client.get("/health/ready")).json() == {"status": "ready", "model": VERSION}


async def test_without_a_model_the_process_is_live_and_not_ready():
    async with running(application(manager=FakeManager())) as client:
        assert (await client.get("/health/live")).status_code == 200
        assert (await client.get("/v1/models")).json()["serving"] is None
        for path in ("/health/ready", "/v1/model"):
            told = assert_problem(await client.get(path), 503, "urn:digits:model-unavailable")
            assert told["detail"] == "No model is loaded yet."


async def test_the_service_is_live_while_the_first_model_loads_and_ready_afterwards():
    class SlowManager(FakeManager):
        gate = threading.Event()

        def start(self):
            self.gate.wait(timeout=30)
            self.active = serving_model()
            self.started.set()

    manager = SlowManager()
    async with running(application(manager=manager)) as client:
        assert (await client.get("/health/live")).status_code == 200
        assert (await client.get("/health/ready")).status_code == 503
        manager.gate.set()
        await asyncio.to_thread(manager.started.wait, 30)
        assert (await client.get("/health/ready")).status_code == 200
        assert (await post(client)).status_code == 200
    assert manager.stopped.is_set()
